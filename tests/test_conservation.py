"""Nothing is lost: every row that was sent is accepted, set aside or skipped with a reason."""

from __future__ import annotations

import csv
from collections import Counter
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.plan import bundled, load_plan
from consolidate.template import build
from examples.season.clerk import fill_in
from examples.season.design import sendings
from examples.season.saving import workbook_bytes
from tests.independent import PERIOD, opened, rows_below_heads
from tests.season import RETURNS, season

PLAN = load_plan(bundled())
IN_AN_OLD_FONT = "BÁO CÁO ĐỀ ÁN 01 H. ỨNG HOÀ.xlsx"
FIRST = 7  # row of data of every table of the template
COURSE = (
    "Kỹ thuật trồng rau",
    "Dạy nghề, kỹ thuật sản xuất",
    "Quận, huyện, thị xã",
    "15/05/2025",
    "15/05/2025",
    "Nhà văn hóa",
    *(20, 20, 0, 5, 5, 10, 0, 0),
)


# --- the season ------------------------------------------------------------------------------


def test_every_sheet_of_every_file_adds_up() -> None:
    sheets = [s for r in season().record["returns"] for s in r["sheets"]]
    assert len(sheets) == 30 * 8
    assert all(s["rows_seen"] == s["accepted"] + s["set_aside"] + s["skipped"] for s in sheets)


def test_every_row_that_a_second_reader_sees_was_seen() -> None:
    titles = {
        "cooperatives": "HTX", "cooperative_groups": "THT", "women_managers": "Nữ quản lý",
        "support_actions": "Hỗ trợ", "training_courses": "Đào tạo", "union_officers": "Cán bộ Hội",
        "activities": "Hoạt động", "remarks": "Khó khăn, kiến nghị",
    }  # fmt: skip
    seen = {
        (r["file"], titles[s["sheet"]]): s["rows_seen"]
        for r in season().record["returns"]
        for s in r["sheets"]
    }
    assert seen == rows_below_heads(RETURNS)


@pytest.mark.thorough
def test_every_tidy_row_leads_back_to_its_cell() -> None:
    """Unit, file and row of the tidy data find the same name in the workbook that was received."""
    out = season().out
    kept = {r["file"]: r["kept_as"] for r in season().record["returns"] if r["counts"]}
    for table, sheet, field, column in (
        ("cooperatives", "HTX", "org_name", 2),
        ("women_managers", "Nữ quản lý", "full_name", 2),
        ("training_courses", "Đào tạo", "course_name", 3),
    ):
        with (out / "so-lieu" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) > 15
        for file in {r["file"] for r in rows}:
            source = out / "nguon" / kept[file]
            cells = opened(source.name, source.read_bytes())[sheet]
            for row in rows:
                if row["file"] != file:
                    continue
                received, restored = str(cells[int(row["row"]) - 1][column - 1]), row[field]
                if file == IN_AN_OLD_FONT:
                    received = _letters_of_today(received, restored)
                assert received == restored


def _letters_of_today(received: str, restored: str) -> str:
    """TCVN3 has one character a letter, and plain letters stand for themselves."""
    pairs = zip(received, restored, strict=True)
    return "".join(b if not (a.isascii() or b.isascii()) else a for a, b in pairs)


def test_the_tidy_data_hold_every_accepted_row_and_no_other() -> None:
    accepted: Counter[str] = Counter()
    for one in season().record["returns"]:
        if one["counts"]:
            for sheet in one["sheets"]:
                accepted[sheet["sheet"]] += sheet["accepted"]
    for table, count in accepted.items():
        path = season().out / "so-lieu" / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert sum(1 for _ in csv.DictReader(stream)) == count, table


# --- an awkward sheet ------------------------------------------------------------------------


def template() -> Any:
    """The filled return of Đông Anh, its courses left to the test."""
    sent = next(s for s in sendings() if s.key == "D017")
    workbook = load_workbook(BytesIO(build(PLAN, PLAN.period(PERIOD), PLAN.unit(sent.unit))))
    fill_in(workbook, sent)
    for row in workbook["Đào tạo"].iter_rows(min_row=FIRST):
        for cell in row:
            cell.value = None
    return workbook


def put(sheet: Worksheet, row: int, *values: object) -> None:
    for column, value in enumerate(values, 1):
        if value is not None:
            sheet.cell(row, column, value)


def course(number: int) -> tuple[object, ...]:
    """A row that is right; the first two courses are named by people on other sheets."""
    return number, f"L{number:02d}", *COURSE


def judged(workbook: Any, folder: Path) -> tuple[tuple[int, ...], dict[int, str], set[Any]]:
    """Of the courses: seen, accepted, set aside, skipped; why rows were skipped; what was found."""
    path = folder / "Dong Anh.xlsx"
    path.write_bytes(workbook_bytes(workbook))
    asked = Asked(PLAN, PLAN.period(PERIOD), jobs=1)
    outcome = run(asked, find([path]), lambda _: None)
    (returned,) = outcome.returns
    sheet = next(s for s in returned.sheets if s.sheet == "training_courses")
    ledger = (sheet.rows_seen, sheet.accepted, sheet.set_aside, len(sheet.skipped))
    found = {(i.place.row, i.code) for i in outcome.issues if i.place.sheet == sheet.sheet}
    return ledger, {s.row: s.reason for s in sheet.skipped}, found


def test_an_awkward_sheet_adds_up_and_each_skipped_row_has_its_reason(tmp_path: Path) -> None:
    workbook = template()
    sheet = workbook["Đào tạo"]
    put(sheet, 7, *(f"({n})" for n in range(1, 19)))
    put(sheet, 8, "I", "Các lớp của huyện")
    put(sheet, 9, *course(1))
    put(sheet, 11, *course(2))
    sheet.row_dimensions[11].hidden = True
    put(sheet, 12, *course(3))
    for cell in sheet[12]:
        cell.font = Font(strike=True)
    put(sheet, 13, *course(4))
    put(sheet, 14, *course(5))
    sheet.cell(14, 4).value = None
    sheet.merge_cells("D13:D14")
    put(sheet, 15, None, "Tổng cộng", *[None] * 6, 100, 100, 0, 25, 25, 50, 0, 0)
    put(sheet, 16, 6)
    put(sheet, 17, "   ", "\u00a0")
    put(sheet, 18, None, "* Số liệu đến hết ngày 14/6")
    put(sheet, 20, *[None] * 8, "Đông Anh, ngày 14 tháng 6 năm 2025")
    put(sheet, 21, None, "NGƯỜI LẬP BIỂU", *[None] * 6, "TM. BAN THƯỜNG VỤ")
    put(sheet, 25, None, "Người Ví Dụ", *[None] * 6, "Người Thứ Hai")
    ledger, reasons, found = judged(workbook, tmp_path)
    assert ledger == (13, 5, 0, 8)
    assert reasons == {
        7: "column_numbers",
        8: "section",
        15: "total",
        16: "number_only",
        18: "note",
        20: "signature",
        21: "signature",
        25: "below_signature",
    }
    assert {(11, "FIL-14"), (12, "FIL-14")} <= found
    assert {row for row, code in found if code == "FIL-12"} == set(reasons) - {16}


def test_a_total_that_does_not_add_up_is_told_and_still_no_data(tmp_path: Path) -> None:
    workbook = template()
    put(workbook["Đào tạo"], 7, *course(1))
    put(workbook["Đào tạo"], 8, *course(2))
    put(workbook["Đào tạo"], 9, None, "Cộng", *[None] * 6, 45)
    ledger, reasons, found = judged(workbook, tmp_path)
    assert ledger == (3, 2, 0, 1)
    assert reasons == {9: "total"}
    assert (9, "FIL-13") in found


def test_data_below_the_signatures_are_not_lost_in_silence(tmp_path: Path) -> None:
    workbook = template()
    put(workbook["Đào tạo"], 7, *course(1))
    put(workbook["Đào tạo"], 9, None, "NGƯỜI LẬP BIỂU")
    put(workbook["Đào tạo"], 12, *course(2))
    ledger, _, found = judged(workbook, tmp_path)
    assert (ledger[0], sum(ledger[1:])) == (3, 3)
    assert 12 in {row for row, _ in found}, "row 12 is mentioned nowhere"


KINDS = {
    "course": "",
    "total": "total",
    "number": "number_only",
    "section": "section",
    "blank": None,
    "spaces": None,
}


@pytest.mark.thorough
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=25))
def test_any_order_of_rows_adds_up(
    kinds: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    workbook = template()
    sheet = workbook["Đào tạo"]
    put(sheet, FIRST, *course(1))
    wanted: dict[int, str] = {}
    for row, kind in enumerate(kinds, FIRST + 1):
        line: dict[str, tuple[object, ...]] = {
            "course": course(row),
            "total": (None, "Tổng", *[None] * 6, 1),
            "number": (row,),
            "section": ("II", "Khối xã"),
            "blank": (),
            "spaces": (None, "  "),
        }
        put(sheet, row, *copy(line[kind]))
        if KINDS[kind] is not None:
            wanted[row] = str(KINDS[kind])
    ledger, reasons, _ = judged(workbook, tmp_path_factory.mktemp("rows"))
    rights = sum(not reason for reason in wanted.values())
    assert ledger == (1 + len(wanted), 1 + rights, 0, len(reasons))
    assert reasons == {row: reason for row, reason in wanted.items() if reason}
