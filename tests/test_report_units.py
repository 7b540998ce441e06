"""Biểu 02 in parts: by kind of unit, and by former unit where communes took their place."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from report_outcome import make_outcome

from consolidate import report
from consolidate.outcome import Outcome
from consolidate.report.book import report_of
from consolidate.report.bridge import groups
from consolidate.report.former import origins
from consolidate.report.subtotals import lines_of_group
from tests.libreoffice import needs_libreoffice, recalculate
from tests.office import (
    Return,
    consolidated,
    cooperative,
    figures,
    manager,
    officer,
    plan,
    support,
)  # fmt: skip
from tests.test_report_recalculated import differing

EDITIONS = ("noi-bo", "bao-cao")
VIEW, TABLE = "Theo địa bàn cũ", "Quy đổi địa bàn"


def opened(outcome: Outcome, edition: str = "bao-cao") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(report.write(outcome, edition)), data_only=True)


def line(sheet: Worksheet, begins: str) -> list[object]:
    """The line whose first filled cell begins with a text."""
    for row in sheet.iter_rows(values_only=True):
        filled = [v for v in row if v is not None]
        if filled and str(filled[0]).startswith(begins):
            return list(row)
    raise AssertionError(begins)


# --- by kind -------------------------------------------------------------------------------


def of_two_kinds(outcome: Outcome) -> Outcome:
    """Tây Hồ made a huyện; it has not reported."""
    units = tuple(
        replace(u, unit=u.unit.model_copy(update={"kind": "huyện"})) if u.unit.code == "D003" else u
        for u in outcome.units
    )
    return replace(outcome, units=units)


def test_each_kind_of_unit_has_a_line_and_silence_is_no_zero() -> None:
    sheet = opened(of_two_kinds(make_outcome()))["Biểu 02"]
    assert line(sheet, "Cộng 2 quận")[2:9] == ["2/2 đơn vị", None, 2, 17, 2, 3, 66.7]
    assert line(sheet, "Cộng 1 huyện")[2:9] == ["0/1 đơn vị", None, *["…"] * 5]
    assert line(sheet, "Các đơn vị khác")[2:9] == ["1/1 đơn vị", None, 0, 0, 0, 0, "–"]
    assert line(sheet, "TỔNG CỘNG")[4:9] == [2, 17, 2, 3, 66.7]


def test_units_of_one_kind_have_no_subtotals() -> None:
    sheet = opened(make_outcome())["Biểu 02"]
    assert not [c.value for c in sheet["A"] if str(c.value).startswith("Cộng")]


def test_lines_that_follow_each_other_are_one_range() -> None:
    assert lines_of_group([0, 1, 2, 5, 7, 8], 10).addresses(4) == ["E11:E13", "E16", "E18:E19"]


# --- by former unit ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Four communes and the city: two from one district, one from another, one from several."""
    folder = tmp_path_factory.mktemp("communes")
    period = "2025-Y-126"
    clear = [code for code, name in single().items() if name == "Ba Vì"][:2]
    other = next(code for code, name in single().items() if name == "Sóc Sơn")
    mixed = next(u.code for u in plan().units if u.level == "commune" and u.code not in single())
    returns = [
        Return(
            unit=unit,
            period=period,
            tables={
                "cooperatives": [cooperative(n, commune_code=commune_of(unit))],
                "support_actions": [support(f"HTX Mẫu số {n}", support_level="commune")],
                "women_managers": [manager(f"HTX Mẫu số {n}", trained_ytd=n != 1)],
                "union_officers": [officer(officer_level="commune", commune_code=commune_of(unit))],
            },
        )
        for n, unit in enumerate([*clear, other, mixed])
    ]
    city = Return(
        unit="CITY", period=period, tables={"union_officers": [officer(officer_level="city")]}
    )
    return consolidated(folder / "r", *returns, city, period=period)


def single() -> dict[str, str]:
    """Communes of now all of whose land belonged to one district, with its name."""
    districts = {c.code: c.unit for c in plan().communes if c.version == "2024"}
    holders = {c.code: c.unit for c in plan().communes if c.version == "2025"}
    drawn: dict[str, set[str]] = {}
    for passed in plan().successions:
        drawn.setdefault(holders[passed.new_code], set()).add(districts[passed.old_code])
    return {unit: plan().unit(*of).name for unit, of in drawn.items() if len(of) == 1}


def commune_of(unit: str) -> str:
    return next(c.code for c in plan().communes if c.version == "2025" and c.unit == unit)


def test_the_small_season_counts(season: Outcome) -> None:
    assert figures(season)["T2A"] == 4
    assert (season.reported, season.expected) == (4, 126)


def test_only_a_unit_drawn_from_one_former_unit_is_converted(season: Outcome) -> None:
    found = origins(season, season.units)
    assert {c: o.one.name for c, o in found.items() if o.one} == single()
    assert found["CITY"].units == ()
    lines = {g.title: g.codes for g in groups(report_of(season, "bao-cao"))}
    assert len(lines) == 30 + 2
    assert sum(map(len, lines.values())) == 126 + 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_both_views_have_the_same_total(season: Outcome, edition: str) -> None:
    book = opened(season, edition)
    view = book[VIEW]
    by_unit = next(book[t] for t in book.sheetnames if t.startswith("Biểu 02"))
    total = line(view, "Tổng cộng")[2:]
    assert total == line(by_unit, "TỔNG CỘNG")[4 : 4 + len(total)]
    assert line(view, "Tổng cộng ở")[2:] == total
    assert set(line(view, "Chênh lệch")[2:]) == {0}
    t2a = 3
    assert line(view, "Ba Vì")[1] == f"2/{list(single().values()).count('Ba Vì')} đơn vị"
    assert line(view, "Ba Vì")[t2a] == 2
    assert line(view, "Sóc Sơn")[t2a] == 1
    assert line(view, "Không quy về được một quận, huyện, thị xã cũ")[t2a] == 1
    assert line(view, "Các đơn vị khác")[t2a] == 0
    assert line(view, "Ba Đình")[1:4] == ["không có", "…", "…"]


def test_the_table_of_conversion_says_from_where_each_unit_is(season: Outcome) -> None:
    rows = list(opened(season)[TABLE].iter_rows(min_row=6, values_only=True))
    assert len(rows) == 127
    assert [r[2] for r in rows if r[2] in single().values()] == [
        single()[r[0]] for r in rows if r[0] in single()
    ]
    assert all("," in r[3] for r in rows if r[2].startswith("Không quy về"))
    assert sum(r[4] == "x" for r in rows) == 5


def test_districts_that_report_themselves_need_no_bridge() -> None:
    assert not {VIEW, TABLE} & set(opened(make_outcome()).sheetnames)


@pytest.mark.thorough
@needs_libreoffice
def test_the_parts_are_recalculated(season: Outcome, tmp_path: Path) -> None:
    outcomes = {"kinds": of_two_kinds(make_outcome()), "former": season}
    paths = []
    for name, outcome in outcomes.items():
        for edition in EDITIONS:
            path = tmp_path / f"{name}-{edition}.xlsx"
            path.write_bytes(report.write(outcome, edition))
            paths.append(path)
    for path, anew in zip(paths, recalculate(paths, tmp_path / "anew"), strict=True):
        assert differing(path, anew) == {}, path.name
