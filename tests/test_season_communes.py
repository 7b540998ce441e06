"""The annual season of the 126 communes: what passed on whole is offered, nothing is guessed.

The figures were added up by hand from the story of five units: Sóc Sơn and Bồ Đề each go on with
an old cooperative, Đa Phúc with a new one and a group, Hồng Hà was drawn from several districts
and begins with none, Hoàn Kiếm has nothing to report.
"""

from __future__ import annotations

import functools

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from consolidate.arguments import offers
from consolidate.plan import bundled, load_plan
from examples.season.build import workbooks
from examples.season.cells import cells_of
from examples.season.design import sendings
from tests.season import ROOT, Ran, run, season

PERIOD = "2025-Y-126"
RETURNS = ROOT / "examples" / PERIOD / "returns"
HOAN_KIEM, HONG_HA, BO_DE, SOC_SON, DA_PHUC = "C00070", "C00097", "C00118", "C00376", "C00430"
BRIDGE = "Theo địa bàn cũ"
EDITIONS = ("bao-cao", "noi-bo")


@functools.cache
def communes() -> Ran:
    """The run over the returns of the communes that looks back at the half year of districts."""
    half = season().out
    return run(RETURNS, half.parent / "communes", "--previous", str(half), "--jobs", "1")


@functools.cache
def bridge(edition: str) -> Worksheet:
    """The view by former district, as an edition of the workbook shows it."""
    book = communes().out / f"tong-hop-{PERIOD}-{edition}.xlsx"
    return load_workbook(book, data_only=True)[BRIDGE]


def lines(edition: str) -> dict[str, tuple[object, ...]]:
    """What stands behind each name of the view."""
    return {str(row[0]): row[1:] for row in bridge(edition).iter_rows(values_only=True)}


def test_every_target_is_the_hand_made_one() -> None:
    assert communes().figures() == {
        "T1": (1 + 1, None),  # Đa Phúc, Hồng Hà
        "T2A": (1 + 1, None),  # Sóc Sơn, Bồ Đề
        "T2B": (1 + 1, None),  # Đa Phúc, Hồng Hà
        "T3A": (16 + 18 + 8 + 9, None),
        "T3B": (10 + 6, None),
        "T4": (3 + 2 + 2 + 1, 3 + 3 + 2 + 2),
        "T4M": ((10 + 15) + (8 + 14 + 12) + (6 + 6 + 10), None),
        "T5": (1 + 1 + 4 + 2 + 1, 1 + 2 + 4 + 2 + 1),
    }


def test_five_of_126_reported_and_no_target_is_called_failed() -> None:
    targets = communes().record["targets"]
    assert {(t["units_reported"], t["units_expected"]) for t in targets} == {(5, 126)}
    assert {t["code"]: t["status"] for t in targets} == {
        "T4M": "memo",
        **dict.fromkeys(("T1", "T2A", "T2B", "T3A", "T3B", "T4", "T5"), "incomplete"),
    }


def test_a_unit_without_cases_has_reported_and_one_that_is_silent_has_not() -> None:
    states = {u["unit"]: (u["state"], u["late"]) for u in communes().record["units"]}
    heard = {code: said for code, said in states.items() if said[0] != "missing"}
    assert heard == {
        HOAN_KIEM: ("valid", False),
        HONG_HA: ("valid", True),
        BO_DE: ("valid", False),
        SOC_SON: ("valid", False),
        DA_PHUC: ("valid", False),
    }
    assert len(states) == 126


def test_nothing_is_asked_of_units_that_took_over_what_passed_to_them() -> None:
    assert communes().codes(severity=("error", "warning")) == set()


def test_a_template_offers_the_organisations_of_communes_that_passed_whole_and_no_other() -> None:
    plan = load_plan(bundled("plan-139-2025"))
    offered = offers(season().out, plan, plan.period(PERIOD))
    names = {
        code: sorted(
            row["org_name"]
            for sheet in ("cooperatives", "cooperative_groups")
            for row in offered(plan.unit(code)).tables.get(sheet, ())
        )
        for code in (HOAN_KIEM, HONG_HA, BO_DE, SOC_SON, DA_PHUC)
    }
    assert names == {
        HOAN_KIEM: [],
        HONG_HA: [],
        BO_DE: ["HTX Rau an toàn Bờ Bãi Xanh"],
        SOC_SON: ["HTX Nông nghiệp hữu cơ Đồi Gió"],  # the district and the city reported it
        DA_PHUC: ["HTX Chè xanh Mây Đồi", "THT Nuôi ong Rừng Thông"],
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_figures_lead_back_to_former_districts(edition: str) -> None:
    found = lines(edition)
    assert found["Long Biên"][:6] == ("1/2 đơn vị", 0, 1, 0, 18, 0)
    assert found["Sóc Sơn"][:6] == ("2/5 đơn vị", 1, 1, 1, 16 + 8, 10)
    assert found["Không quy về được một quận, huyện, thị xã cũ"][1:6] == (1, 0, 1, 9, 6)
    assert found["Mê Linh"][1] == "…"  # nobody reported: not known, not nothing
    assert found["Tổng cộng"][1:6] == (2, 2, 2, 51, 16)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_view_by_former_district_agrees_with_that_by_unit(edition: str) -> None:
    difference = lines(edition)["Chênh lệch (phải bằng 0)"][1:]
    assert len(difference) > 5
    assert set(difference) == {0}


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(s.key, marks=[] if s.key == SOC_SON else pytest.mark.thorough)
        for s in sendings(PERIOD)
    ],
)
def test_the_files_are_what_the_builder_types(key: str) -> None:
    ((sending, content),) = workbooks((key,), PERIOD, season().out)
    there = (RETURNS / sending.file).read_bytes()
    assert cells_of(there) == cells_of(content), "run: python -m examples.season"
