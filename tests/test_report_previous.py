"""Two periods side by side: each target then and now, and what became of each organisation."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path, PureWindowsPath

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from report_outcome import make_outcome

from consolidate import report
from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.outcome import Outcome
from consolidate.report.since import COUNTED_NOW, KNOWN_BEFORE, Fate, movements
from tests.libreoffice import needs_libreoffice, recalculate
from tests.office import Return, cooperative, figures, group, manager, plan, support
from tests.test_previous import published, year
from tests.test_report_recalculated import differing

EDITIONS = ("noi-bo", "bao-cao")
COMPARED, MOVED = "So sánh kỳ trước", "Biến động tổ chức"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Three units before, two now; one organisation for each thing that can become of it."""
    folder = tmp_path_factory.mktemp("previous")
    load = published(
        folder / "h1",
        Return(
            tables={
                "cooperatives": [cooperative(n) for n in range(3)],
                "cooperative_groups": [group()],
                "support_actions": [support()],
                "women_managers": [manager(), manager(name="Đỗ Thị Thử", trained_ytd=False)],
            }
        ),
        Return(unit="D002", tables={"cooperatives": [cooperative(3, commune_code="00037")]}),
        Return(unit="D003", tables={"cooperatives": [cooperative(4, commune_code="00091")]}),
    )
    renamed = cooperative(0, org_name="HTX Mẫu đổi tên", women_stable_jobs=9)
    now = Return(
        period="2025-Y",
        tables={
            "cooperatives": [renamed, cooperative(1, managers_women=9), cooperative(5)],
            "cooperative_groups": [group()],
            "support_actions": [support("HTX Mẫu đổi tên"), support("HTX Mẫu số 5")],
            "women_managers": [manager("HTX Mẫu đổi tên")],
        },
    )
    return year(folder / "y", load, now, Return(unit="D002", period="2025-Y"))


@pytest.fixture(scope="module")
def books(outcome: Outcome) -> dict[str, openpyxl.Workbook]:
    return {
        edition: openpyxl.load_workbook(BytesIO(report.write(outcome, edition)), data_only=True)
        for edition in EDITIONS
    }


def lines(sheet: Worksheet) -> list[list[object]]:
    return [[c.value for c in row] for row in sheet.iter_rows()]


def fates(outcome: Outcome) -> list[tuple[Fate, str, str]]:
    return [(m.fate, m.unit, m.name) for m in movements(outcome)]


def test_each_organisation_of_either_period_is_accounted_for(outcome: Outcome) -> None:
    assert fates(outcome) == [
        (Fate.CAME, "D001", "HTX Mẫu số 5"),
        (Fate.GONE, "D001", "HTX Mẫu số 2"),
        (Fate.GONE, "D002", "HTX Mẫu số 3"),
        (Fate.CHANGED, "D001", "HTX Mẫu đổi tên"),
        (Fate.WAITING, "D001", "HTX Mẫu số 1"),
        (Fate.SILENT, "D003", "HTX Mẫu số 4"),
        (Fate.SAME, "D001", "Tổ hợp tác Mẫu số 0"),
    ]
    changed = next(m for m in movements(outcome) if m.fate is Fate.CHANGED)
    name = plan().sheet("cooperatives").by_field["org_name"].title
    jobs = plan().sheet("cooperatives").by_field["women_stable_jobs"].title
    assert changed.said == f"{name}: HTX Mẫu số 0 → HTX Mẫu đổi tên; {jobs}: 12 → 9"


def test_every_target_stands_beside_its_earlier_figure(
    outcome: Outcome, books: dict[str, openpyxl.Workbook]
) -> None:
    found = {line[0]: line[2:6] for line in lines(books["noi-bo"][COMPARED]) if line[2] is not None}
    by_code = {m.target.code: m.target for m in outcome.targets}

    def line(code: str) -> list[object]:
        return found[f"{by_code[code].short} (mục {by_code[code].clause})"]

    assert line("T1") == [0, 0, 0, "–"]
    assert line("T2A") == [1, 2, 1, 100]
    assert line("T3A") == [12, 21, 9, 75]
    assert line("T4") == [50, 100, 50, "–"]
    assert found["Đơn vị có số liệu"] == ["3/30", "2/30", None, None]
    assert figures(outcome)["T3A"] == 21


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_numbers_of_organisations_add_up(
    books: dict[str, openpyxl.Workbook], edition: str
) -> None:
    found = [line[0:3] for line in lines(books[edition][COMPARED])]
    first = next(n for n, line in enumerate(found) if line[0] == "Có trong báo cáo kỳ trước")
    sheets = found[first - 1][1:]
    assert sheets == [plan().sheet(k).title for k in ("cooperatives", "cooperative_groups")]
    lists = [[line[column] for line in found[first : first + 9]] for column in (1, 2)]
    for before, same, changed, waiting, gone, silent, unclear, came, now in lists:
        assert before == same + changed + waiting + gone + silent + unclear
        assert now == same + changed + came
    assert [(each[0], each[-1]) for each in lists] == [(5, 2), (1, 1)]


def test_the_table_of_the_officials_has_no_link(books: dict[str, openpyxl.Workbook]) -> None:
    working, official = (books[edition][MOVED] for edition in EDITIONS)
    assert lines(working)[4:] == lines(official)[4:]
    assert sorted(targets_of(working)) == ["D001-ba-dinh-lan-1.xlsx"] * 4
    assert targets_of(official) == []


def targets_of(sheet: Worksheet) -> list[str]:
    """The files to which the links of a sheet lead."""
    links = [c.hyperlink for row in sheet.iter_rows() for c in row if c.hyperlink]
    return [PureWindowsPath(link.target).name for link in links if link.target]


def test_without_an_earlier_period_there_is_no_such_sheet() -> None:
    data = report.write(make_outcome(), "noi-bo")
    assert not {COMPARED, MOVED} & set(openpyxl.load_workbook(BytesIO(data)).sheetnames)
    assert movements(make_outcome()) == []


def successors() -> tuple[str, str, str, str]:
    """A commune that passed whole, its successor, the unit of that; one that was split."""
    whole = {s.old_code: s.new_code for s in plan().successions if s.extent == "full"}
    own = [c.code for c in plan().communes if c.unit == "D001" and c.version == "2024"]
    passed = next(code for code in own if code in whole)
    units = {c.code: c.unit for c in plan().communes if c.version == "2025"}
    return passed, whole[passed], units[whole[passed]], next(c for c in own if c not in whole)


def test_where_units_changed_a_row_follows_its_commune_or_is_unclear(tmp_path: Path) -> None:
    passed, successor, unit, torn = successors()
    rows = [
        cooperative(0, commune_code=passed, tax_code=None, registration_date=date(2020, 3, 12)),
        cooperative(1, commune_code=passed),
        cooperative(2, commune_code=torn),
        cooperative(3, commune_code=torn),
    ]
    load = published(tmp_path / "h1", Return(tables={"cooperatives": rows}))
    later = [
        cooperative(0, commune_code=successor, tax_code=None),
        cooperative(2, commune_code=successor),
    ]
    folder = tmp_path / "y"
    folder.mkdir()
    Return(unit=unit, period="2025-Y-126", tables={"cooperatives": later}).write(folder)
    asked = Asked(plan(), plan().period("2025-Y-126"), previous=load)
    outcome = run(asked, find([folder]), lambda _: None)
    assert fates(outcome) == [
        (Fate.GONE, unit, "HTX Mẫu số 1"),
        (Fate.UNCLEAR, "", "HTX Mẫu số 3"),
        (Fate.SAME, unit, "HTX Mẫu số 0"),
        (Fate.SAME, unit, "HTX Mẫu số 2"),
    ]


def test_every_fate_is_known_before_or_new() -> None:
    assert set(KNOWN_BEFORE) | {Fate.CAME} == set(Fate)
    assert set(COUNTED_NOW) - set(KNOWN_BEFORE) == {Fate.CAME}


@pytest.mark.thorough
@needs_libreoffice
def test_the_comparison_is_recalculated(outcome: Outcome, tmp_path: Path) -> None:
    paths = []
    for edition in ("noi-bo", "bao-cao"):
        path = tmp_path / f"{edition}.xlsx"
        path.write_bytes(report.write(outcome, edition))
        paths.append(path)
    for path, anew in zip(paths, recalculate(paths, tmp_path / "anew"), strict=True):
        assert differing(path, anew) == {}, path.name
