"""The limits of a spreadsheet are met with a sentence and a split, never with a silent cut."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from libreoffice import drive, needs_libreoffice
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from report_outcome import make_outcome

from consolidate import report
from consolidate.outcome import Outcome, UnitState
from consolidate.refusals import NothingToDo
from consolidate.report import book as book_module
from consolidate.report import detail
from consolidate.report.book import drawn, report_of
from consolidate.report.figures import UNKNOWN
from consolidate.report.subtotals import MOST_RUNS, added, by_kind, lines_of_group, rate, reported

LOG = "Nhật ký kiểm tra"


def filled(sheet: Worksheet) -> list[object]:
    return [row[0] for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]


def test_a_log_that_one_sheet_cannot_hold_goes_on_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(book_module, "MOST_ROWS", 5)
    outcome = make_outcome()
    first = outcome.issues[0]
    more = tuple(
        replace(first, place=replace(first.place, column=n), facts=(("cell", "F9"), ("title", "x")))
        for n in range(7, 16)  # nine columns, or they would be folded
    )
    book = load_workbook(BytesIO(report.write(replace(outcome, issues=more), "noi-bo")))
    assert [len(filled(book[title])) for title in (LOG, f"{LOG} (2)")] == [5, 4]
    assert str(book[f"{LOG} (2)"]["A3"].value).startswith("Phần 2/2")
    said = [cell.value for row in book["Tổng quan"].iter_rows() for cell in row]
    assert f"{LOG} (2)" in said


def test_a_table_of_figures_that_one_sheet_cannot_hold_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(book_module, "MOST_ROWS", 4)
    with pytest.raises(NothingToDo, match=r"“HTX” có 5 dòng.*4 dòng"):
        report.write(make_outcome(), "noi-bo")


def test_more_links_than_a_sheet_opens_quickly_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detail, "MOST_LINKS", 3)
    sheet = load_workbook(BytesIO(report.write(make_outcome(), "noi-bo")))["HTX"]
    linked = [sheet.cell(row, 4).hyperlink is not None for row in range(6, 11)]
    assert linked == [True, True, True, False, False]
    assert "Chỉ 3 dòng đầu có liên kết" in str(sheet["A3"].value)


def test_kinds_that_alternate_too_often_have_no_sub_totals() -> None:
    outcome = make_outcome()
    unit = outcome.units[0].unit

    def states(count: int) -> list[UnitState]:
        return [
            UnitState(replace_kind(unit, "phường" if n % 2 else "xã"), "missing", True)
            for n in range(count)
        ]

    assert by_kind(states(2 * MOST_RUNS + 2)) == []
    group = by_kind(states(2 * MOST_RUNS))[0]
    lines = lines_of_group(group.places, 90_000)
    has = reported(lines, 3, 0)
    total = added(lines, 4, has, [1.0])
    formulas = (total.formula, rate(90_500, 6, has, total, total).formula)
    assert total.value == UNKNOWN
    assert all(len(formula) < 8_192 for formula in formulas)
    assert len(lines.runs) <= 255  # arguments of SUM


def replace_kind(unit: object, kind: str) -> object:
    return unit.model_copy(update={"kind": kind})  # type: ignore[attr-defined]


ROWS = 50_000
FILTER = """
import uno
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
book = open_book(sys.argv[2])
area = book.DatabaseRanges.getByName("Bang_HTX")
field = TableFilterField()
field.Field, field.Operator, field.StringValue = 1, EQUAL, "Đống Đa"
descriptor = area.getFilterDescriptor()
descriptor.setFilterFields((field,))
area.refresh()
sheet = book.Sheets.getByName("HTX")
place = area.getDataArea()
cells = sheet.getCellRangeByPosition(1, place.StartRow + 1, 1, place.EndRow)
seen = cells.queryVisibleCells().getRangeAddresses()
first = book.Sheets.getByName("Biểu 01")
answer = {
    "rows": cells.Rows.Count,
    "seen": sum(a.EndRow - a.StartRow + 1 for a in seen),
    "button": area.AutoFilter,
    "figures": [first.getCellByPosition(4, row).Value for row in range(8, 14)],
}
book.close(True)
"""


def many(outcome: Outcome, rows: int) -> Outcome:
    """The cooperatives over and over again; each counts what it counted."""
    coops = outcome.tables["coops"]
    table = pd.concat([coops] * (rows // len(coops)), ignore_index=True)
    table["row"] = range(7, 7 + len(table))
    table.loc[500:, "form_03"] = False  # each line of a list looks through the whole table
    times = len(table) // len(coops)
    counted = [
        replace(m, numerator=m.numerator * times, achieved=m.numerator * times)
        if m.denominator is None
        else m
        for m in outcome.targets
    ]
    here = outcome.by_unit.copy()
    for code in ("T1", "T3", "T4M"):
        here[code] *= times
    return replace(
        outcome,
        tables=outcome.tables | {"coops": table},
        targets=tuple(counted),
        by_unit=here,
    )


@pytest.mark.thorough
@needs_libreoffice
@pytest.mark.parametrize("large", [False, True])
def test_fifty_thousand_rows_open_and_filter(tmp_path: Path, large: bool) -> None:
    outcome = many(make_outcome(), ROWS)
    path = tmp_path / "large.xlsx"
    path.write_bytes(drawn(report_of(outcome, "noi-bo"), large=large))
    found = drive(FILTER, str(path))
    assert (found["rows"], found["seen"], found["button"]) == (ROWS, ROWS * 2 // 5, True)
    assert {m.numerator for m in outcome.targets if m.denominator is None} <= set(found["figures"])
