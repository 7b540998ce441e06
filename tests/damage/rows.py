"""Rows: totals, sections, signatures, notes, hidden, struck, merged and misplaced ones."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from tests.damage.catalogue import TOLD, WHOLE, to_book
from tests.damage.good import FIRST_ROW, HEAD_ROW
from tests.damage.tools import TITLES, clear_rows, column, put_rows, rows_of

GROUP = "Dòng"
KEY = "cooperatives"
HTX = TITLES[KEY]
WIDTH = 28


def total(rows: list[list[object]], words: str = "Tổng cộng", wrong: int = 0) -> list[object]:
    """A total row over the number columns of the sheet of cooperatives."""
    sums: list[object] = [None, words, *[None] * (WIDTH - 2)]
    for field in ("members_total", "members_women", "workers_women", "women_stable_jobs"):
        at = column(KEY, field) - 1
        sums[at] = sum(int(str(r[at])) for r in rows) + wrong
    return sums


@to_book(GROUP, "Dòng tổng cộng cuối bảng", WHOLE, (KEY, "FIL-12"))
def total_row(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(book[HTX], [*rows, total(rows)])


@to_book(GROUP, "Dòng tổng cộng đầu bảng", WHOLE, (KEY, "FIL-12"))
def total_row_on_top(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(book[HTX], [total(rows, "TỔNG SỐ:"), *rows])


@to_book(GROUP, "Dòng tổng cộng sai số", WHOLE, (KEY, "FIL-13"))
def total_row_wrong(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(book[HTX], [*rows, total(rows, "Cộng", wrong=5)])


@to_book(GROUP, "Tiêu đề mục và dòng cộng từng mục", WHOLE, (KEY, "FIL-12"))
def sections_with_subtotals(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(
        book[HTX],
        [
            ["I", "HTX nông nghiệp"],
            *rows[:2],
            total(rows[:2], "Cộng mục I"),
            ["II", "HTX khác"],
            *rows[2:],
            total(rows[2:], "Cộng mục II"),
            total(rows, "Toàn quận"),
        ],
    )


@to_book(GROUP, "Chia mục theo phường, cột phường để trống", WHOLE, (KEY, "FIL-28"))
def sections_by_commune(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    at = column(KEY, "commune_code") - 1
    names = {r[1]: r[at] for r in rows}
    first, other = names["HTX Mẫu số 0"], names["HTX Hoà Bình"]
    bare = [[*r[:at], None, *r[at + 1 :]] for r in rows]
    put_rows(
        book[HTX],
        [["I", first], bare[0], bare[2], [None, other], bare[1], [f"III. {first}"], bare[3]],
    )
    book[HTX].merge_cells("A12:F12")


@to_book(GROUP, "Phần chữ ký dưới bảng", WHOLE, (KEY, "FIL-12"))
def signatures(book: Workbook) -> None:
    for key in (KEY, "women_managers", "activities"):
        sheet = book[TITLES[key]]
        row = FIRST_ROW + len(rows_of(sheet)) + 1
        sheet.cell(row, 5, "Ba Đình, ngày 14 tháng 6 năm 2025")
        sheet.cell(row + 1, 2, "NGƯỜI LẬP BIỂU")
        sheet.cell(row + 1, 5, "TM. BAN THƯỜNG VỤ")
        sheet.cell(row + 2, 2, "(Ký, ghi rõ họ tên)")
        sheet.cell(row + 6, 2, "Người Ví Dụ")
        sheet.cell(row + 6, 5, "Người Thứ Hai")


@to_book(GROUP, "Ghi tiếp số liệu dưới phần chữ ký", TOLD, (KEY, "FIL-24"))
def data_below_signatures(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(book[HTX], [*rows[:3], [], [None, "NGƯỜI LẬP BIỂU"], [], rows[3]])


@to_book(GROUP, "Ghi thiếu ô dưới phần chữ ký", TOLD, (KEY, "FIL-24"))
def sparse_data_below_signatures(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    sparse = [4, "HTX Ước Mơ", *[None] * 12, 12, 8]
    put_rows(book[HTX], [*rows[:3], [], [None, "Thủ trưởng đơn vị"], [], sparse])


@to_book(GROUP, "Gạch ngang một dòng", WHOLE, (KEY, "FIL-14"))
def row_struck(book: Workbook) -> None:
    for cell in book[HTX][FIRST_ROW + 1]:
        cell.font = Font(strike=True)


@to_book(GROUP, "Gạch ngang riêng tên", WHOLE, (KEY, "FIL-14"))
def name_struck(book: Workbook) -> None:
    book[HTX].cell(FIRST_ROW, 2).font = Font(strike=True)


@to_book(GROUP, "Ẩn dòng có số liệu", WHOLE, (KEY, "FIL-14"))
def row_hidden(book: Workbook) -> None:
    book[HTX].row_dimensions[FIRST_ROW + 1].hidden = True


@to_book(GROUP, "Lọc dữ liệu rồi lưu", WHOLE, (KEY, "FIL-14"))
def rows_filtered(book: Workbook) -> None:
    sheet = book[HTX]
    sheet.auto_filter.ref = f"A{HEAD_ROW}:AB{FIRST_ROW + 3}"
    sheet.auto_filter.add_filter_column(1, ["HTX Hoà Bình"])
    for row in (FIRST_ROW, FIRST_ROW + 2, FIRST_ROW + 3):
        sheet.row_dimensions[row].hidden = True


@to_book(GROUP, "Để dòng trống giữa bảng", WHOLE)
def blank_rows_between(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(book[HTX], [[], *rows[:1], [], [], [], *rows[1:3], [None, "  "], *rows[3:]])


@to_book(GROUP, "Nhập cách bảng hàng trăm dòng", WHOLE)
def row_far_below(book: Workbook) -> None:
    rows = rows_of(book[HTX])
    put_rows(book[HTX], rows[:3])
    put_rows(book[HTX], rows[3:], 600)


@to_book(GROUP, "Ghi chú dưới bảng", WHOLE, (KEY, "FIL-12"))
def notes_below(book: Workbook) -> None:
    row = FIRST_ROW + 5
    book[HTX].cell(row, 1, "Ghi chú: số liệu đến hết ngày 14/6")
    book[HTX].cell(row + 1, 2, "* Không gồm HTX đã giải thể")


@to_book(GROUP, "Gộp ô tên cho nhiều dòng", WHOLE, ("support_actions", "FIL-30"))
def names_merged_down(book: Workbook) -> None:
    sheet = book[TITLES["support_actions"]]
    rows = rows_of(sheet)
    put_rows(sheet, [rows[0], rows[1], rows[2], rows[3]])
    sheet.cell(FIRST_ROW + 1, 3, rows[1][2])
    at = column("support_actions", "support_level")
    sheet.merge_cells(start_row=FIRST_ROW, end_row=FIRST_ROW + 2, start_column=at, end_column=at)


@to_book(GROUP, "Gộp ô số cho nhiều dòng", TOLD, (KEY, "FIL-27"), (KEY, "GEN-01"))
def numbers_merged_down(book: Workbook) -> None:
    at = column(KEY, "women_stable_jobs")
    book[HTX].merge_cells(
        start_row=FIRST_ROW, end_row=FIRST_ROW + 1, start_column=at, end_column=at
    )


@to_book(GROUP, "Sắp xếp lại các dòng", WHOLE)
def rows_sorted(book: Workbook) -> None:
    put_rows(book[HTX], sorted(rows_of(book[HTX]), key=lambda r: str(r[1]), reverse=True))


@to_book(GROUP, "Đánh số thứ tự sẵn đến dòng 60", WHOLE)
def numbers_written_ahead(book: Workbook) -> None:
    for number in range(1, 61):
        book[HTX].cell(FIRST_ROW + number - 1, 1, number)


@to_book(GROUP, "Dòng dấu chấm cuối bảng, như mẫu in trên giấy", WHOLE, (KEY, "FIL-12"))
def row_of_dots(book: Workbook) -> None:
    put_rows(book[HTX], [*rows_of(book[HTX]), ["…", "…………", "...", None, "-"]])


@to_book(GROUP, "Bỏ số thứ tự", WHOLE)
def numbers_left_out(book: Workbook) -> None:
    for row in range(FIRST_ROW, FIRST_ROW + 5):
        book[HTX].cell(row, 1).value = None


@to_book(GROUP, "Ghi ý kiến vào chú thích của ô", WHOLE, (KEY, "FIL-29"))
def note_at_a_cell(book: Workbook) -> None:
    cell = book[HTX].cell(FIRST_ROW, column(KEY, "women_stable_jobs"))
    cell.comment = Comment("Có 2 chị nghỉ thai sản", "Người Ví Dụ")


@to_book(GROUP, "Kéo một dòng lên trên dòng tiêu đề", TOLD, (KEY, "FIL-24"))
def row_above_the_titles(book: Workbook) -> None:
    sheet = book[HTX]
    rows = rows_of(sheet)
    put_rows(sheet, rows[1:])
    for number, value in enumerate(rows[0], 1):
        if value is not None:
            sheet.cell(4, number, value)


@to_book(GROUP, "Bảng để trống mà khai có phát sinh", TOLD, ("report_info", "INF-07"))
def table_emptied(book: Workbook) -> None:
    clear_rows(book[TITLES["activities"]])
