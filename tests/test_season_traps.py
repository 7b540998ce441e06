"""What goes wrong when returns are added up the naive way; each test fails if it is done so."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from consolidate.plan import bundled, load_plan
from consolidate.template import build
from examples.season.clerk import fill_in
from examples.season.design import Sending, sendings
from examples.season.saving import workbook_bytes
from tests.season import RETURNS, checked, season
from tests.test_season import TOTALS

PLAN = load_plan(bundled())
SENT = {s.key: s for s in sendings()}
STABLE = "Số thành viên, lao động nữ có việc làm ổn định (tại ngày chốt số liệu)"

Record = Mapping[str, Any]


def figures(record: Record, *codes: str) -> list[tuple[Any, Any]]:
    by_code = {t["code"]: (t["numerator"], t["denominator"]) for t in record["targets"]}
    return [by_code[code] for code in codes]


def states(record: Record) -> list[str]:
    return [r["state"] for r in record["returns"]]


def unit(record: Record, code: str) -> str:
    return next(u["state"] for u in record["units"] if u["unit"] == code)


def reported(record: Record) -> tuple[int, int]:
    first = record["targets"][0]
    return first["units_reported"], first["units_expected"]


def typed(path: Path, sending: Sending, period: str = "2025-H1", **cells: str) -> Path:
    """A sending typed into the template of a period; `cells` are over its form."""
    sent = replace(sending, form={**sending.form, **cells})
    workbook = load_workbook(BytesIO(build(PLAN, PLAN.period(period), PLAN.unit(sent.unit))))
    fill_in(workbook, sent)
    path.write_bytes(workbook_bytes(workbook))
    return path


def with_rows(sending: Sending, sheet: str, **changes: str) -> Sending:
    """The sending with every row of a sheet changed in some columns."""
    rows = [{**row, **changes} for row in sending.tables[sheet]]
    return replace(sending, tables={**sending.tables, sheet: rows})


# --- rows are not things ---------------------------------------------------------------------


def test_ten_supports_of_one_cooperative_strengthen_one() -> None:
    record = checked(RETURNS / "BÁO CÁO ĐỀ ÁN 01 H. ĐÔNG ANH.xlsx")
    sheets = {s["sheet"]: s["accepted"] for s in record["returns"][0]["sheets"]}
    assert sheets["support_actions"] == 10 + 1  # and one for a cooperative group
    assert figures(record, "T2A", "T2B") == [(1, None), (1, None)]


def test_a_chair_who_is_also_director_is_one_person() -> None:
    record = checked(RETURNS / "Gia Lâm 6 tháng đầu năm 2025.xlsx")
    sheets = {s["sheet"]: s["accepted"] for s in record["returns"][0]["sheets"]}
    assert sheets["women_managers"] == 3
    assert figures(record, "T4") == [(2, 2)]


def test_supports_of_a_new_cooperative_do_not_strengthen_it() -> None:
    record = checked(RETURNS / "Dan Phuong gui Thanh hoi.xlsx")
    assert figures(record, "T1", "T2A") == [(1, None), (0, None)]


def test_one_name_is_two_women_and_one_telephone_is_one_woman() -> None:
    """The same name in Long Biên and Phúc Thọ: two. The same name and number in Ba Vì: one."""
    long_bien = RETURNS / "LONG BIEN.xlsx"
    phuc_tho = RETURNS / "PHUC THO.zip"
    ba_vi = RETURNS / "Bao cao de an 01 huyen Ba Vi.xlsx"
    assert figures(checked(long_bien, phuc_tho), "T4") == [(3 + 3, 3 + 4)]
    assert figures(checked(phuc_tho, ba_vi), "T4") == [(3 + 3 - 1, 4 + 3 - 1)]


def test_a_cooperative_of_two_units_counts_once_with_the_people_of_both() -> None:
    hoang_mai, thanh_tri = RETURNS / "quan Hoang Mai.xlsx", RETURNS / "Thanh Tri 16.6.2025.xlsx"
    assert figures(checked(hoang_mai), "T2A", "T3A", "T4") == [(0, None), (0, None), (1, 2)]
    assert figures(checked(thanh_tri), "T2A", "T3A", "T4") == [(1, None), (12, None), (2, 2)]
    both = checked(thanh_tri, hoang_mai)
    assert figures(both, "T2A", "T3A", "T4") == [(1, None), (10, None), (2, 3)]


# --- files are not units ---------------------------------------------------------------------


def test_the_second_sending_replaces_the_first() -> None:
    first, second = RETURNS / "Cau Giay.xlsx", RETURNS / "Cau Giay (sua lan 2).xlsx"
    record = checked(first, second)
    assert figures(record, "T2A", "T2B", "T3A") == [(1, None), (0, None), (9, None)]
    assert {r["file"]: r["state"] for r in record["returns"]} == {
        first.name: "superseded",
        second.name: "accepted",
    }
    assert reported(record) == (1, 30)


def test_the_same_bytes_twice_count_once(tmp_path: Path) -> None:
    original = RETURNS / "LONG BIEN.xlsx"
    copy = tmp_path / "Copy of LONG BIEN.xlsx"
    copy.write_bytes(original.read_bytes())
    record = checked(original, copy)
    assert sorted(states(record)) == ["accepted", "duplicate"]
    assert figures(record, "T3A") == [(18, None)]


def test_two_contents_under_one_number_count_neither(tmp_path: Path) -> None:
    """And the later date does not break the tie."""
    one = typed(tmp_path / "a.xlsx", SENT["D004"])
    more = with_rows(SENT["D004"], "HTX", **{STABLE: "19"})
    other = typed(tmp_path / "b.xlsx", more, **{"Ngày lập báo cáo": "20/06/2025"})
    record = checked(one, other)
    assert states(record) == ["conflict", "conflict"]
    assert unit(record, "D004") == "needs_correction"
    assert reported(record) == (0, 30)
    assert figures(record, "T2A", "T3A", "T4", "T5") == [(0, None), (0, None), (0, 0), (0, 0)]
    assert {t["pending"] for t in record["targets"]} == {0}


def test_another_period_never_counts_and_never_conflicts(tmp_path: Path) -> None:
    half = typed(tmp_path / "h1.xlsx", SENT["D004"])
    year = typed(
        tmp_path / "y.xlsx",
        with_rows(SENT["D004"], "HTX", **{STABLE: "20"}),
        "2025-Y",
        **{"Ngày lập báo cáo": "18/12/2025"},
    )
    in_june = checked(half, year)
    assert states(in_june) == ["accepted", "other_period"]
    assert figures(in_june, "T2A", "T3A") == [(1, None), (18, None)]
    in_december = checked(half, year, period="2025-Y")
    assert states(in_december) == ["other_period", "accepted"]
    assert figures(in_december, "T2A", "T3A") == [(1, None), (20, None)]
    only_half = checked(half, period="2025-Y")
    assert unit(only_half, "D004") == "missing"


def test_a_name_in_decomposed_letters_is_the_same_file(tmp_path: Path) -> None:
    """As macOS and some messengers write names."""
    name = unicodedata.normalize("NFD", "Đống Đa.xlsx")
    (tmp_path / name).write_bytes((RETURNS / "Đống Đa.xlsx").read_bytes())
    record = checked(tmp_path / name)
    assert states(record) == ["accepted"]
    assert record["returns"][0]["file"] == "Đống Đa.xlsx"


# --- nothing is not zero ---------------------------------------------------------------------


def test_a_nil_return_is_zero_and_not_missing() -> None:
    record = checked(RETURNS / "Hoàn Kiếm - không phát sinh.xlsx")
    assert unit(record, "D002") == "valid"
    assert reported(record) == (1, 30)
    assert figures(record, "T1", "T4", "T5") == [(0, None), (0, 0), (4, 4)]
    no_managers = next(t for t in record["targets"] if t["code"] == "T4")
    assert (no_managers["achieved"], no_managers["status"]) == (None, "not_applicable")


def test_who_sent_nothing_is_missing_and_not_zero() -> None:
    record = season().record
    assert [u["unit"] for u in record["units"] if u["state"] == "missing"] == ["D277", "D282"]


def test_a_blank_is_asked_for_and_not_read_as_zero(tmp_path: Path) -> None:
    record = checked(typed(tmp_path / "a.xlsx", with_rows(SENT["D004"], "HTX", **{STABLE: ""})))
    found = [(i["sheet"], i["row"], i["code"]) for i in record["issues"] if i["code"] == "GEN-01"]
    assert found == [("cooperatives", 7, "GEN-01")]
    assert figures(record, "T2A", "T3A") == [(0, None), (0, None)]


# --- shares are not added --------------------------------------------------------------------


def test_a_share_is_a_sum_over_a_sum() -> None:
    """Bắc Từ Liêm 0 of 1, Long Biên 3 of 3: three quarters, and not the half that a mean gives."""
    record = checked(RETURNS / "BTL.xlsx", RETURNS / "LONG BIEN.xlsx")
    share = next(t for t in record["targets"] if t["code"] == "T4")
    assert (share["numerator"], share["denominator"], share["achieved"]) == (3, 4, 0.75)


def test_a_share_just_below_the_whole_is_not_met() -> None:
    share = season().target("T5")
    assert share["rate"] == 183 / 184
    assert share["status"] != "met"


# --- the story goes on -----------------------------------------------------------------------


@pytest.mark.thorough
def test_what_was_pending_counts_once_the_two_units_have_corrected(tmp_path: Path) -> None:
    """Thạch Thất and Phú Xuyên send again without their mistakes.

    The rows that were set aside come on top of the totals as it was foretold, and so does the
    cooperative whose status nobody could read: strengthened, with 9 jobs and a trained manager.
    """
    again = []
    for key in ("D276", "D280"):
        right = replace(SENT[key], mistakes=())
        again.append(typed(tmp_path / f"{key} lan 2.xlsx", right, **{"Lần gửi": "2"}))
    record = checked(RETURNS, *again)
    assert dict(zip(TOTALS, figures(record, *TOTALS), strict=True)) == {
        "T1": (2 + 1, None),
        "T2A": (16 + 1 + 1, None),
        "T2B": (14 + 2, None),
        "T3A": (255 + 13 + 9, None),
        "T3B": (136 + 13, None),
        "T4": (39 + 4 + 1, 45 + 2 + 2 + 1 + 1),
        "T4M": (661 + 30, None),
        "T5": (183 + 1, 184 + 1),
    }
    assert (unit(record, "D276"), unit(record, "D280")) == ("valid", "valid")
    assert {t["pending"] for t in record["targets"]} == {0}
