"""What the live checks of a template cost in LibreOffice, with 500 rows a sheet.

    python benchmarks/live.py [ROUNDS]

Prints processor seconds, medians over the rounds: calculating everything anew beyond loading (goal:
under 3), typing one number, and the same two of a workbook of the same rows whose checks say
nothing, taken in turn. Needs Linux (it reads what a running process used), LibreOffice and its
Python bridge.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.generated import clerk_of  # noqa: E402
from consolidate.plan import bundled, load_plan  # noqa: E402
from consolidate.template import layout  # noqa: E402
from tests.libreoffice import drive  # noqa: E402

ROWS = 500
TIMED = r"""
def office():
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open(f"/proc/{process}/cmdline").read().split("\0")
        except OSError:
            continue
        if words[0].endswith("soffice.bin") and any(sys.argv[1] in word for word in words):
            return process

def used():
    fields = open(f"/proc/{office()}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

def seconds(of):
    start = used()
    of()
    return used() - start

def typed():
    cell.Value += 1
    book.calculate()

title, address = json.loads(sys.argv[4])
answer = []
for turn in range(int(sys.argv[3])):
    for path in json.loads(sys.argv[2]):
        book = open_book(path)
        cell = book.Sheets.getByName(title).getCellRangeByName(address)
        answer.append((path, seconds(book.calculateAll), seconds(typed)))
        book.close(True)
"""


def silent(book: bytes) -> bytes:
    """The same workbook, whose checks are all 0 and look at nothing."""
    made = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/workbook.xml":
                first, *names = part.split('<definedName name="_check.')
                cut = (f"{n[: n.index('>') + 1]}0{n[n.index('</') :]}" for n in names)
                part = '<definedName name="_check.'.join((first, *cut))
            new.writestr(name, part)
    return made.getvalue()


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    plan = load_plan(bundled())
    period = plan.periods[0]
    table = next(iter(layout(plan).tables.values()))
    number = next(c for c in table.shown if c.type == "count")
    with tempfile.TemporaryDirectory() as room:
        clerk = clerk_of(plan, period, ROWS, Path(room, "trial"))
        book = clerk.filled(plan.expected(period)[0], 0)
        paths = {Path(room, "checked.xlsx"): book, Path(room, "silent.xlsx"): silent(book)}
        for path, content in paths.items():
            path.write_bytes(content)
        at = table.head(number.field).rpartition("!")[2].replace("$", "")
        cell = f"{at.rstrip('0123456789')}{table.first_row + 1}"
        asked = json.dumps([table.title, cell])
        times = drive(TIMED, json.dumps(list(map(str, paths))), str(rounds), asked)
    print(f"{'':<12}{'all anew':>10}{'one typed':>11}   processor seconds, {ROWS} rows a sheet")
    for path in map(str, paths):
        anew, typed = (statistics.median(t[i] for t in times if t[0] == path) for i in (1, 2))
        print(f"{Path(path).stem:<12}{anew:>10.2f}{typed:>11.2f}")


if __name__ == "__main__":
    main()
