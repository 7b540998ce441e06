"""What officials read in the consolidated workbook of the season is the hand-made story."""

from __future__ import annotations

from functools import cache

import pytest
from openpyxl import load_workbook

from consolidate.plan import bundled, load_plan
from consolidate.style import lines_of
from examples.season.design import sendings
from tests.season import RETURNS, season
from tests.test_season import BY_UNIT, TOTALS, UNIT_STATES

EDITIONS = ("bao-cao", "noi-bo")
NOT_KNOWN = "…"

NEW = {"HTX Nấm sạch Mầm Xanh", "HTX Chè xanh Mây Đồi"}
STRENGTHENED = {
    "HTX Trà sen Sương Mai",
    "HTX Rau an toàn Bờ Bãi Xanh",
    "HTX Nông nghiệp hữu cơ Đồi Gió",
    "HTX Dịch vụ nông nghiệp Đồng Xuân Mới",
    "HTX Gốm Lửa Hồng",
    "HTX Hoa Bình Minh Hồng",
    "HTX Lụa Tơ Vàng",
    "HTX Suất ăn Bếp Nhà",
    "HTX Thuốc nam Rừng Xanh",
    "HTX Rau quả Phù Sa",
    "HTX Nông sản Làng Nhãn",
    "HTX Cỏ tế Đan Quê",
    "HTX Nón lá Quê Mình",
    "HTX Thêu tay Chỉ Hồng",
    "HTX Mộc Bàn Tay Vàng",
    "HTX Rau muống Bến Nước",
}
STRENGTHENED_GROUPS = {
    "THT May mặc Ngõ Nhỏ",
    "THT Nấu ăn Sum Vầy",
    "THT Thêu ren Ngàn Hoa",
    "THT Bún sạch Ban Mai",
    "THT Nuôi ong Rừng Thông",
    "THT Rau mầm Sớm Mai",
    "THT Cốm Hương Lúa",
    "THT Bánh chưng Lá Dong",
    "THT Trồng hồng Cánh Bướm",
    "THT Bánh tẻ Chợ Phiên",
    "THT Chè búp Sườn Đồi",
    "THT Chuối sấy Bến Sông",
    "THT Sơn mài Vỏ Trứng",
    "THT Tăm hương Khói Lam",
}


@cache
def sheet(edition: str, begins: str) -> list[tuple[object, ...]]:
    """The rows of the sheet whose title begins so, as a preview shows them."""
    path = season().out / f"tong-hop-2025-H1-{edition}.xlsx"
    workbook = load_workbook(path, read_only=True, data_only=True)
    title = next(t for t in workbook.sheetnames if t.startswith(begins))
    return list(workbook[title].iter_rows(values_only=True))


def numbered(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows with a running number."""
    return [r for r in rows if isinstance(r[0], int)]


def flat(line: tuple[object, ...]) -> list[object]:
    return [x for value in line for x in (value if isinstance(value, tuple) else (value,))]


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_unit_adds_what_the_story_says(edition: str) -> None:
    plan = load_plan(bundled())
    units = {u.name: u.code for u in plan.may_report(plan.period("2025-H1"))}
    read = {}
    for row in numbered(sheet(edition, "Biểu 02")):
        figures = [*row[4:11], row[12], *row[13:15]]  # without the rates
        read[units[str(row[1])]] = figures
    missing = {code: [NOT_KNOWN] * 10 for code, s in UNIT_STATES.items() if s == "missing"}
    assert read == {code: flat(line) for code, line in BY_UNIT.items()} | missing


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_first_page_shows_the_totals_and_how_far_they_go(edition: str) -> None:
    rows = numbered(sheet(edition, "Biểu 01"))
    shown = [row[4] for row in rows]
    assert shown == [round(100 * n / d, 1) if d is not None else n for n, d in TOTALS.values()]
    assert {row[7] for row in rows} == {"28/30 đơn vị"}
    heading = " ".join(str(v) for row in sheet(edition, "Biểu 01")[:8] for v in row if v)
    assert "BẢN TẠM TÍNH" in heading
    assert "28/30" in heading


@pytest.mark.parametrize(
    ("begins", "names"),
    [
        ("Biểu 03", NEW),
        ("Biểu 04a", STRENGTHENED),
        ("Biểu 04b", STRENGTHENED_GROUPS),
    ],
)
def test_the_lists_name_exactly_those_that_count(begins: str, names: set[str]) -> None:
    for edition in EDITIONS:
        listed = [str(row[2]) for row in numbered(sheet(edition, begins))]
        assert sorted(listed) == sorted(names)


def test_why_others_do_not_count_is_said() -> None:
    """Each of those that nearly count stands on the working edition with its reason."""
    said = [" | ".join(str(v) for v in row if v) for row in sheet("noi-bo", "Vì sao chưa tính")]
    for name, reason in (
        ("HTX Miến dong Trăng Rằm", "đang hoạt động"),
        ("HTX Bưởi ngọt Vườn Nhà", "Không do các cấp Hội hỗ trợ"),
        ("HTX Hoa cúc Sắc Thu", "Chưa có hỗ trợ được tính là củng cố"),
        ("HTX Xây dựng Gạch Đỏ", "Không có nữ tham gia quản lý"),
    ):
        assert any(name in line and reason in line for line in said), name
    # 39 of 45 managers and 183 of 184 officers: each of the others is named
    assert sum("Có trong tổng số, chưa đạt yêu cầu" in line for line in said) == 45 - 39
    assert sum("Chưa được tập huấn từ đầu năm" in line for line in said) == 184 - 183


def test_a_person_who_is_counted_in_another_row_is_told_so() -> None:
    rows = sheet("noi-bo", "Nữ quản lý")
    head = list(rows[4])
    lines = [dict(zip(head, row, strict=True)) for row in rows[5:]]
    field = "Nữ quản lý HTX thuộc phạm vi mục tiêu II.4"
    base = "T4 – Nữ quản lý được đào tạo: tổng số để so sánh"
    twice = [
        r for r in lines if r["Trạng thái"] == "Được tính" and r[field] == "Có" and not r[base]
    ]
    assert len(twice) == 12  # Gia Lâm 1, Thanh Trì 1, Phúc Thọ 1, Thành hội 9
    assert {r[f"Lý do chưa tính: {field}"] for r in twice} == {
        "Trùng với dòng khác, đã tính một lần"
    }


def test_no_head_of_a_table_breaks_a_word() -> None:
    book = load_workbook(season().out / "tong-hop-2025-H1-noi-bo.xlsx")
    for title in ("HTX", "THT", "Nữ quản lý", "Hỗ trợ", "Đào tạo", "Cán bộ Hội", "Hoạt động"):
        for cell in book[title][5]:
            width = book[title].column_dimensions[cell.column_letter].width
            for one in str(cell.value).split():
                assert lines_of(one, width * 0.85) == 1, (title, cell.value)


# --- what the unit saw before it sent ----------------------------------------------------------

BY_LIBREOFFICE = [s.file for s in sendings() if s.by_libreoffice and s.file.endswith(".xlsx")]
READY, MUST = "SẴN SÀNG GỬI", "Phải sửa"


@pytest.mark.parametrize("file", BY_LIBREOFFICE)
def test_the_sheet_of_checks_said_the_same_before_it_was_sent(file: str) -> None:
    """Ready exactly when no error is found here; each error here had its line there."""
    plan = load_plan(bundled())
    titles = {s.key: s.title for s in plan.sheets}
    workbook = load_workbook(RETURNS / file, read_only=True, data_only=True)
    rows = list(workbook["Kiểm tra"].iter_rows(values_only=True))
    said = {value for row in rows for value in row}
    listed = {(row[0], row[1]) for row in rows if MUST in row and row[0] in titles.values()}
    wrong = {
        (titles[sheet], cell)
        for name, sheet, cell, _ in season().codes(severity=("error",))
        if name == file
    }
    assert (READY in said) == (wrong == set())
    first_of_two = {("Hỗ trợ", "I10"): ("Hỗ trợ", "H10")}  # a loan lacks its sum or its source
    assert {first_of_two.get(place, place) for place in wrong} <= listed
