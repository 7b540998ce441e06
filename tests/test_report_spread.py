"""The bars over the units: their cells, their words, and when there are none."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from report_outcome import make_outcome

from consolidate import report
from consolidate.report import spread
from consolidate.report.book import report_of

EDITIONS = ("bao-cao", "noi-bo")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_bars_stand_over_the_cells_of_the_form_of_units(edition: str) -> None:
    data = report.write(make_outcome(), edition)
    book = load_workbook(BytesIO(data))
    (chart,) = book[spread.SHEET_TITLE]._charts  # type: ignore[attr-defined]
    (series,) = chart.series  # one target adds numbers and has a goal
    # zero draws no bar either, and is not the same as silence
    assert "bằng 0 hoặc chưa có số liệu" in str(book[spread.SHEET_TITLE]["A5"].value)
    form = book["Biểu 02"]
    names, values = (
        form[place.f.split("!")[1].replace("$", "")]
        for place in (series.cat.strRef, series.val.numRef)
    )
    assert [row[0].value for row in names] == ["Ba Đình", "Đống Đa", "Tây Hồ", "Hội Thành phố"]
    assert "HTX_T3" in str(values[0][0].value)
    with ZipFile(BytesIO(data)) as parts:
        drawings = [parts.read(n).decode() for n in parts.namelist() if "drawings/drawing" in n]
    assert any("Việc làm: nhiều nhất là Ba Đình 15, Đống Đa 2" in text for text in drawings)


def test_more_units_than_a_page_holds_have_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "MOST_UNITS", 3)
    book = load_workbook(BytesIO(report.write(make_outcome(), "bao-cao")))
    assert spread.SHEET_TITLE not in book.sheetnames


def test_a_plan_without_such_targets_has_no_bars() -> None:
    outcome = make_outcome()
    counted = tuple(m for m in outcome.targets if m.target.count)
    form = next(f for f in outcome.plan.forms if f.kind == "units")
    assert spread.shown(report_of(replace(outcome, targets=counted), "bao-cao"), form) == []
