"""Every line of the cell grammar, written into real workbooks and read back."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from consolidate.legacy import decode
from consolidate.parse import parser_of
from consolidate.parse.readings import Reading
from consolidate.read import read_book
from consolidate.read.cells import COLUMN, STYLE, VALUE, Cell, Style
from consolidate.text import name_key
from tests.parse_plan import CONTEXT, NAMES, a_column

TABLE = Path(__file__).parent / "data" / "cell-cases.csv"
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
TYPES = {"int": "count", "bool": "yes_no"}
VALUE_COLUMN = 2

# A doubtful amount counts as it was typed, and is listed; of this one the table gives no value.
AS_TYPED = {("500000000", "money"): "500000000"}


def write(cases: list[dict[str, str]], *, date_1904: bool) -> bytes:
    """A workbook with the raw value of each case in column B of its own row."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "date_1904": date_1904})
    sheet = book.add_worksheet("Ca thử")
    for row, case in enumerate(cases):
        kind, raw = case["excel_type"], case["raw"]
        if kind == "blank":
            sheet.write_string(row, 0, "trống")
        elif kind.startswith("text"):
            font = kind.partition(" in ")[2]
            sheet.write_string(row, 1, raw, book.add_format({"font_name": font}) if font else None)
        elif kind.startswith("datetime"):
            day = datetime.fromisoformat(kind.split()[1])
            sheet.write_datetime(row, 1, day, book.add_format({"num_format": "dd/mm/yyyy"}))
        else:
            sheet.write_number(row, 1, float(raw), book.add_format({"num_format": _format(kind)}))
    book.close()
    return data.getvalue()


def _format(kind: str) -> str:
    if "0%" in kind:
        return "0%"
    return "dd/mm/yyyy" if "date format" in kind or "1904" in kind else "General"


def read(cases: list[dict[str, str]], *, date_1904: bool) -> list[tuple[Cell | None, Style, bool]]:
    """The cell of each case, its style, and whether it was decoded from an old encoding."""
    book = read_book(write(cases, date_1904=date_1904))
    sheet, said = decode(book.sheets[0], book.styles)
    decoded = {where for entry in said for where in entry.cells}
    found = []
    for row in range(1, len(cases) + 1):
        cell = next((c for c in sheet.rows.get(row, []) if c[COLUMN] == VALUE_COLUMN), None)
        style = book.styles[cell[STYLE]] if cell else Style()
        found.append((cell, style, (row, VALUE_COLUMN) in decoded))
    return found


def all_read() -> list[tuple[dict[str, str], Cell | None, Style, bool]]:
    answers = []
    for in_1904 in (False, True):
        cases = [c for c in CASES if ("1904" in c["excel_type"]) is in_1904]
        answers += [(c, *a) for c, a in zip(cases, read(cases, date_1904=in_1904), strict=True)]
    return answers


READ = all_read()


def column_of(case: dict[str, str]) -> Any:
    type_, _, need = case["target_type"].partition(" ")
    keys: dict[str, Any] = {"required": need == "required" or case["outcome"] == "error GEN-01"}
    if type_ == "date":
        keys["month_only_allowed"] = True
    return a_column(TYPES.get(type_, type_), **keys)


def as_in_the_table(reading: Reading) -> str:
    value = reading.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


@pytest.mark.parametrize(
    ("case", "cell", "style", "decoded"),
    READ,
    ids=[f"{c['target_type']}: {c['raw']} ({c['excel_type']})" for c, *_ in READ],
)
def test_the_cell_is_read_as_the_table_says(case, cell, style, decoded):
    outcome, _, code = case["outcome"].partition(" ")
    if case["target_type"] == "name key":
        assert name_key(cell[VALUE], NAMES) == case["expected"]
        return
    reading = parser_of(column_of(case), CONTEXT)(cell, style)
    meant = AS_TYPED.get((case["raw"], case["target_type"]), case["expected"])
    assert as_in_the_table(reading) == meant.replace("null", "")
    if case["excel_type"] == "blank":  # whether a blank may be is asked of the validated rows
        assert reading == Reading(None)
        return
    said = "FIL-10" if decoded else reading.code
    assert said == code.replace("nil", "")
    assert reading.refused == (outcome == "error")


def test_the_table_is_whole():
    assert len(CASES) == len(READ) > 110
