"""The whole run as ratios, in turn with what people would take instead; writes results.md.

    python benchmarks/run.py [--short] [--rounds N]

Seasons are generated on our own templates (30 files of 20 rows a table, 126 of 50). The program
runs in an environment as its users have it, without what its developers need besides, and the
others in one of their own; both are made in a temporary folder. Another that cannot be installed is
left out and said so. A short round leaves out 126 files and growth.
Needs a POSIX system (it reads what a process used when it ended).
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.reading import Ratio, ratios  # noqa: E402

RESULTS = Path(__file__).with_name("results.md")
OTHERS = Path(__file__).with_name("others.py")
NEEDED = {
    "pandas": ("pandas", "openpyxl"),
    "polars": ("polars", "fastexcel", "xlsxwriter"),
    "frictionless": ("frictionless[excel]",),
}
SEASONS = {"S30": (30, 20), "careless": (30, 20), "M126": (126, 50)}  # files, rows a table
GROWTH = ((30, 20), (126, 20), (500, 20))
IMPORTS = "import pandas, pandera, xlsxwriter"
# as an installed program runs: its modules are compiled once, not at every start
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Used:
    """What a process and its children used: seconds of processor and of the clock, megabytes."""

    processor: float
    clock: float
    memory: float


def used(command: Sequence[str]) -> Used:
    """Run a command to its end. Raises RuntimeError where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - start
    if process.returncode != 0:
        raise RuntimeError(" ".join(command))
    unit = 1 if sys.platform == "darwin" else 1024
    return Used(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss * unit / 1e6)


@dataclass(frozen=True)
class Line:
    """One comparison: the ratio of the first to the second, and what is hoped for."""

    title: str
    first: Sequence[str]
    second: Sequence[str]
    rounds: int
    at_most: bool
    good: float
    superb: float


def compared(line: Line, before: Callable[[], None]) -> str:
    """A row of the table of results: medians of the pairs, taken in turn."""
    ratios: list[tuple[float, float, float]] = []
    for _ in range(line.rounds):
        before()
        one = used(line.first)
        before()
        other = used(line.second)
        ratios.append(
            (one.processor / other.processor, one.clock / other.clock, one.memory / other.memory)
        )
    processor, clock, memory = (statistics.median(r[i] for r in ratios) for i in range(3))
    sign = "≤" if line.at_most else "≥"
    return (
        f"| {line.title} | {processor:.2f} | {clock:.2f} | {memory:.2f} "
        f"| {sign} {line.good} | {sign} {line.superb} | {_verdict(processor, line)} |"
    )


def _verdict(ratio: float, goal: Line | Ratio) -> str:
    for name, bound in (("superb", goal.superb), ("good", goal.good)):
        if (ratio <= bound) if goal.at_most else (ratio >= bound):
            return name
    return "missed"


def of_reading(rounds: int) -> list[str]:
    """Rows of the table of results for the reader alone, which runs in this process."""
    return [
        f"| {r.title} | {r.value:.2f} | | | {'≤' if r.at_most else '≥'} {r.good} "
        f"| {'≤' if r.at_most else '≥'} {r.superb} | {_verdict(r.value, r)} |"
        for r in ratios(rounds)
    ]


def installed(folder: Path) -> str:
    """The Python of an environment with the program in it, as its users have it."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
    return str(python)


def environment(folder: Path) -> tuple[Path, dict[str, str]]:
    """The Python of the others, and for each way that is not there the reason."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    absent: dict[str, str] = {}
    for way, packages in NEEDED.items():
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", *packages], check=False
        )
        if done.returncode != 0:
            absent[way] = "could not be installed"
    return python, absent


def lines(
    pythons: tuple[str, Path], seasons: dict[str, Path], out: Path, rounds: tuple[int, int]
) -> list[Line]:
    """Every comparison, in the order of the table; `pythons` are ours and that of the others."""
    own, python = pythons

    def ours(name: str, *more: str) -> list[str]:
        return [own, "-m", "consolidate", "run", str(seasons[name]),
                "--out", str(out / "ours"), *more]  # fmt: skip

    def others(way: str, name: str) -> list[str]:
        return [str(python), str(OTHERS), way, str(seasons[name]), str(out / way)]

    imports = [own, "-c", IMPORTS]
    few, many = rounds
    found = [
        Line("run, 30 files / bare imports", ours("S30"), imports, few, True, 2.5, 1.7),
        Line("run, 30 files that must all be corrected / bare imports", ours("careless"), imports,
             few, True, 4.5, 3.0),
        Line("read_excel + to_excel / run, 30 files", others("pandas", "S30"), ours("S30"), few,
             False, 2.5, 4.0),
        Line("polars + fastexcel / run, 30 files", others("polars", "S30"), ours("S30"), few,
             False, 0.6, 1.0),
        Line("frictionless / run, 30 files", others("frictionless", "S30"), ours("S30"), few,
             False, 10, 16),
        Line("--help / import click", [own, "-m", "consolidate", "--help"],
             [own, "-c", "import click"], 5 * few, True, 1.5, 1.2),
    ]  # fmt: skip
    if many:
        found += [
            Line("read_excel + to_excel / run, 126 files", others("pandas", "M126"),
                 ours("M126"), many, False, 5, 8),
            Line("polars + fastexcel / run, 126 files", others("polars", "M126"),
                 ours("M126"), many, False, 1.3, 2.0),
            Line("run with 2 processes / with 1, 126 files", ours("M126", "--jobs", "2"),
                 ours("M126", "--jobs", "1"), many, True, 1.10, 1.04),
        ]  # fmt: skip
    return found


def season(folder: Path, files: int, rows: int, *more: str) -> Path:
    """A generated season. Another process writes it: who is small when he starts others adds
    nothing to the memory that is told of them."""
    used([sys.executable, "-m", "benchmarks.generated", str(folder), str(files), str(rows), *more])
    return folder


def growth(own: str, room: Path) -> str:
    """How time beyond the imports grows with the files, and memory with the rows."""
    base = used([own, "-c", IMPORTS])
    points: list[tuple[int, Used]] = []
    for files, rows in GROWTH:
        folder = season(room / f"G{files}", files, rows)
        command = [own, "-m", "consolidate", "run", str(folder), "--jobs", "1"]
        points.append((files, used([*command, "--out", str(room / f"G{files}-out")])))
    (few, small), (many, large) = points[0], points[-1]
    exponent = math.log((large.processor - base.processor) / (small.processor - base.processor))
    exponent /= math.log(many / few)
    rows = (many - few) * GROWTH[0][1] * 8
    return (
        f"Time beyond the imports grows with the files to the power of {exponent:.2f} "
        f"({', '.join(str(n) for n, _ in points)} files). Memory: {small.memory:.0f} MB for "
        f"{few} files, {(large.memory - small.memory) / rows * 1000:.2f} kB more for each row."
    )


def main() -> None:
    """Everything, in turn."""
    parser = argparse.ArgumentParser(description="Ratios of the whole run.")
    parser.add_argument("--short", action="store_true", help="without 126 files and growth")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    many = 0 if asked.short else max(1, asked.rounds // 2)
    with tempfile.TemporaryDirectory() as temporary:
        room = Path(temporary)
        own = installed(room / "own")
        python, absent = environment(room / "others")
        seasons = {
            name: season(room / name, *size, name)
            for name, size in SEASONS.items()
            if many or name != "M126"
        }

        def clean() -> None:
            shutil.rmtree(room / "out", ignore_errors=True)
            (room / "out").mkdir()

        clean()
        used([own, "-m", "consolidate", "run", str(room / "S30-trial"),
              "--out", str(room / "out" / "ours")])  # compiles every module  # fmt: skip
        table = []
        for line in lines((own, python), seasons, room / "out", (asked.rounds, many)):
            way = next((w for w in absent if w in line.first), None)
            goals = f"{line.good} | {line.superb}"
            row = f"| {line.title} | {absent[way]} | | | {goals} | |" if way else ""
            table.append(row or compared(line, clean))
            print(table[-1], flush=True)
        table += of_reading(asked.rounds)
        grown = [growth(own, room), ""] if many else []
    said = RESULTS.read_text(encoding="utf-8").partition(MARK)[2] if RESULTS.exists() else "\n"
    rounds = f"Rounds: {asked.rounds}{', and of 126 files ' + str(many) if many else ''}."
    busy = f"Processors: {os.cpu_count()}; waiting for them at the end: {os.getloadavg()[0]:.1f}."
    text = "\n".join([*HEAD, f"{rounds} {busy}", *TABLE, *table, "", *grown, MARK])
    RESULTS.write_text(text + said, encoding="utf-8")


HEAD = (
    "# Results",
    "",
    "Written by `python benchmarks/run.py`; what stands below the last line is written by hand.",
    "Each ratio is the median of runs taken in turn; processor time decides.",
)
TABLE = (
    "",
    "| what | processor | clock | memory | good | superb | reached |",
    "|---|---|---|---|---|---|---|",
)
MARK = "<!-- by hand -->"

if __name__ == "__main__":
    main()
