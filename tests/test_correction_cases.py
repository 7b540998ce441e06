"""Every case of a finding, put back and sent again: as it is, and as its help says."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from consolidate.recognise.own_marks import TO_MOVE as MOVE
from consolidate.sheet_names import APPENDIX
from consolidate.text import mask
from consolidate.words import message_of
from tests.cases.returns import GOOD
from tests.corrected import ran, typed_over
from tests.office import plan
from tests.test_cases import CASES

pytestmark = pytest.mark.thorough

EVERY = ("error", "warning", "info")
SETTLED = {  # what is no longer so in a fresh template, or stands in its appendix
    "FIL-05", "FIL-07", "FIL-09", "FIL-10", "FIL-12", "FIL-13", "FIL-14", "FIL-17", "FIL-18",
    "FIL-20", "FIL-21", "FIL-22", "FIL-24", "FIL-27", "FIL-28", "FIL-29", "FIL-30",
}  # fmt: skip
SPOKEN_OTHERWISE = {"FIL-06", "FIL-08", "FIL-19"}  # cells are blank instead
TO_MOVE = {"FIL-25", "FIL-26", "FIL-32", "FIL-33"}  # what was not read is in the appendix
MENDED = {
    ("GEN-03", "report_info"),  # the number of the sending is ours
    ("GEN-11", "women_managers"),  # a citizen's number inside a longer text, masked now
    ("HTX-03", "cooperatives"),  # a zero that was added
}


@pytest.mark.parametrize("family", ["FIL", "GEN", "INF", "HTX-0"])
def test_a_case_sent_again_as_it_is_gives_the_same_findings(family, tmp_path, subtests):
    cases = [c for c in CASES if not c.is_alone and c.code.startswith(family)]
    tried = 0
    for case in cases:
        folder = tmp_path / f"{case.code} {case.number}"
        folder.mkdir()
        case.write(folder, 1)
        first = ran(folder)
        for name, book in first.books.items():
            tried += 1
            unit = name.partition("-")[0]
            (folder / "gui lai.xlsx").write_bytes(book)
            second = ran(folder)
            with subtests.test(case=case.code, number=case.number):
                compare(first.found(unit, *EVERY), second.found(unit, *EVERY))
                asked = [code for _, _, code in second.found(unit, *EVERY) if code == "FIL-35"]
                assert bool(asked) is must_move(book)
    assert tried > 3


def must_move(book):
    """Whether anything in the appendix must be moved into a table."""
    sheets = load_workbook(BytesIO(book), read_only=True)
    rows = sheets[APPENDIX].iter_rows(values_only=True) if APPENDIX in sheets.sheetnames else ()
    return any(row and str(row[0]).startswith(MOVE) for row in rows)


def compare(before, after):
    """What is lost was settled by putting it back; what is new speaks of what was not read."""
    lost = {f for f in before if f not in after}
    new = {f for f in after if f not in before}
    codes = {code for _, _, code in lost}
    told = SETTLED | SPOKEN_OTHERWISE | TO_MOVE
    assert codes - told - {c for s, _, c in lost if (c, s) in MENDED} == set()
    assert not new or codes & (SPOKEN_OTHERWISE | TO_MOVE)
    assert {code for _, _, code in new} <= {"GEN-01", "INF-01", "INF-07", "FIL-11", "FIL-35"}


# --- doing what the help says ----------------------------------------------------------------

OF_ONE_CELL = {
    "FIL-11", "GEN-01", "GEN-02", "GEN-03", "GEN-04", "GEN-05", "GEN-06", "GEN-07", "GEN-08",
    "GEN-11", "GEN-14", "GEN-15", "HTX-01", "HTX-02", "INF-01",
}  # fmt: skip
VALUE = (
    r"nhập lại ô [A-Z]+\d+ là ([^.;]+)[.;]",  # the help names the value,
    r"thì nhập ([^.;]+)\.",
    r"gõ dấu chấm phân cách, ví dụ ([^.;]+)\.",
    r"Có phải “([^”]+)”",  # or the message does,
    r"Đầu số \d+ đã đổi thành (\d+)",
)


def followed(issue):
    """The value that the words of a finding lead to, without thinking; None empties the cell.

    Where they only say what kind of value is wanted, it is the one of a good return.
    """
    message, advice = message_of(issue, plan())
    column = plan().sheet(issue.place.sheet).by_field[issue.place.field]
    if advice.startswith("Xóa"):
        return None
    if advice.startswith("Rút gọn"):
        return "ngắn"
    for pattern in VALUE:
        found = re.search(pattern, f"{advice} {message}")
        if found and column.type != "phone":
            return stored(found[1], column.type)
    return good_value(issue.place.sheet, column)


def stored(text, kind):
    """What a spreadsheet stores where somebody types the text."""
    number = text.replace(".", "").replace(",", ".").split()[0]
    if kind in ("count", "money", "percent") and re.fullmatch(r"-?[0-9.]+", number):
        return float(number)
    if kind == "date" and re.fullmatch(r"\d\d?/\d\d?/\d{4}", text):
        return datetime.strptime(text, "%d/%m/%Y")
    return text


def good_value(key, column):
    """What stands in the column in a good return, else something of its type."""
    title = plan().sheet(key).title
    rows = [GOOD[title]] if isinstance(GOOD[title], dict) else GOOD[title]
    value = next((r[column.title] for r in rows if column.title in r), None)
    usual = {"count": 1, "money": 1, "phone": "0912345678", "yes_no": "Không"}
    return usual.get(column.type, "Nội dung") if value is None else value


@pytest.mark.parametrize("family", ["FIL", "GEN", "INF", "HTX-0"])
def test_doing_what_the_help_says_removes_the_finding(family, tmp_path, subtests):
    cases = [c for c in CASES if not c.is_alone and c.code.startswith(family)]
    tried = set()
    for case in cases:
        folder = tmp_path / f"{case.code} {case.number}"
        folder.mkdir()
        case.write(folder, 1)
        first = ran(folder)
        for name, book in first.books.items():
            unit = name.partition("-")[0]
            todo = [
                i
                for i in first.outcome.issues
                if i.code in OF_ONE_CELL and i.place.cell and i.place.field
                if i.place.field != plan().form_fields.submission
            ]
            if not todo:
                continue
            titles = {s.key: s.title for s in plan().sheets}
            cells = {f"{titles[i.place.sheet]}!{i.place.cell}": followed(i) for i in todo}
            (folder / "gui lai.xlsx").write_bytes(typed_over(book, cells))
            second = ran(folder)
            left = {code for _, _, code in second.found(unit, "error", "warning")}
            with subtests.test(case=case.code, number=case.number, cells=mask(str(cells))):
                assert not left & {i.code for i in todo}
            tried |= {i.code for i in todo}
    assert tried, family
