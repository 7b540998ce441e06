"""Columns and heads: moved, inserted, renamed, merged, doubled, contradicted, replaced."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from consolidate.text import bare
from tests.damage.catalogue import TOLD, WHOLE, to_book
from tests.damage.good import FIELD_ROW, FIRST_ROW, HEAD_ROW
from tests.damage.tools import TITLES, column, drop_field_row, head, permute, put_rows, rows_of

GROUP = "Cột và dòng tiêu đề"
KEY = "cooperatives"
HTX = TITLES[KEY]
OWN_TITLES = [
    "STT", "Họ tên", "Cấp công tác", "Chức danh", "Đã tập huấn", "Cấp tổ chức lớp",
    "Xã, phường, thị trấn",
]  # fmt: skip
OFFICERS = TITLES["union_officers"]


@to_book(GROUP, "Chuyển một cột ra cuối bảng", WHOLE, (KEY, "FIL-09"))
def column_moved(book: Workbook) -> None:
    at = column(KEY, "managers_women") - 1
    permute(book[HTX], lambda c: [*c[:at], *c[at + 1 :], c[at]])


@to_book(GROUP, "Đảo ngược thứ tự tất cả các cột", WHOLE, (KEY, "FIL-09"))
def columns_reversed(book: Workbook) -> None:
    permute(book[HTX], lambda c: c[::-1])


@to_book(GROUP, "Chuyển cột khi không còn dòng tên trường", WHOLE, (KEY, "FIL-09"))
def column_moved_by_words(book: Workbook) -> None:
    columns_reversed(book)
    drop_field_row(book[HTX])


@to_book(GROUP, "Chèn cột trống", WHOLE)
def column_inserted(book: Workbook) -> None:
    book[HTX].insert_cols(5)


@to_book(GROUP, "Chèn cột riêng có số liệu", WHOLE, (KEY, "FIL-17"))
def column_inserted_with_data(book: Workbook) -> None:
    book[HTX].insert_cols(5)
    book[HTX].cell(HEAD_ROW, 5, "Vốn điều lệ")
    book[HTX].cell(FIRST_ROW, 5, 900)


@to_book(GROUP, "Ghi thêm ngoài bảng, không có tiêu đề", WHOLE, (KEY, "FIL-17"))
def column_without_a_title(book: Workbook) -> None:
    book[HTX].cell(FIRST_ROW, 40, "gọi lại cho HTX")


@to_book(GROUP, "Ẩn cột", WHOLE, (KEY, "FIL-31"))
def columns_hidden(book: Workbook) -> None:
    for letters in "DHMN":
        book[HTX].column_dimensions[letters].hidden = True


@to_book(GROUP, "Đổi tên tiêu đề cột", WHOLE, (KEY, "FIL-09"))
def title_renamed(book: Workbook) -> None:
    head(book[HTX], KEY, "women_stable_jobs").value = "Số chị em có việc"


@to_book(GROUP, "Tiêu đề viết hoa, xuống dòng, thừa dấu cách", WHOLE)
def titles_spelt_otherwise(book: Workbook) -> None:
    for cell in book[HTX][HEAD_ROW]:
        cell.value = f"  {str(cell.value).upper()}".replace(" ", "\n ", 2)
    drop_field_row(book[HTX])


@to_book(GROUP, "Tiêu đề gõ không dấu, mất dòng tên trường", WHOLE, (KEY, "FIL-09"))
def titles_without_marks(book: Workbook) -> None:
    for field in ("sector", "members_total", "women_stable_jobs"):
        cell = head(book[HTX], KEY, field)
        cell.value = bare(cell.value)
    drop_field_row(book[HTX])


@to_book(GROUP, "Tiêu đề theo cách gọi quen, mất dòng tên trường", WHOLE, (KEY, "FIL-09"))
def titles_by_alias(book: Workbook) -> None:
    for field, words in (
        ("org_name", "Tên HTX"),
        ("tax_code", "MST"),
        ("members_total", "Số xã viên"),
        ("workers_women", "LĐ nữ"),
    ):
        head(book[HTX], KEY, field).value = words
    drop_field_row(book[HTX])


@to_book(GROUP, "Tiêu đề sai chính tả, mất dòng tên trường", WHOLE, (KEY, "FIL-09"))
def titles_misspelt(book: Workbook) -> None:
    head(book[HTX], KEY, "members_total").value = "Tổng số thành viên chính thưc"
    head(book[HTX], KEY, "workers_total").value = "Lao đông không phải thành viên"
    drop_field_row(book[HTX])


@to_book(
    GROUP, "Đánh số và ghi đơn vị tính vào tiêu đề, mất dòng tên trường", WHOLE, (KEY, "FIL-09")
)
def titles_numbered(book: Workbook) -> None:
    for number, cell in enumerate(book[HTX][HEAD_ROW], 1):
        cell.value = f"{number}. {cell.value} (người)"
    drop_field_row(book[HTX])


@to_book(GROUP, "Mất dòng tên trường ẩn", WHOLE)
def field_row_deleted(book: Workbook) -> None:
    for title in list(TITLES.values())[1:]:
        drop_field_row(book[title])


@to_book(GROUP, "Mất dòng tiêu đề, còn dòng tên trường", WHOLE)
def title_row_deleted(book: Workbook) -> None:
    book[HTX].delete_rows(HEAD_ROW)


@to_book(GROUP, "Tiêu đề hai dòng, có ô gộp", WHOLE)
def titles_on_two_rows(book: Workbook) -> None:
    _grouped(book)
    drop_field_row(book[HTX])


@to_book(GROUP, "Tiêu đề hai dòng dưới dòng tên trường", WHOLE)
def titles_on_two_rows_below_names(book: Workbook) -> None:
    _grouped(book)


def _grouped(book: Workbook) -> None:
    """A row of groups over the titles; a column without a group is merged down."""
    sheet = book[HTX]
    sheet.insert_rows(HEAD_ROW)
    groups = {12: ("Quản lý, điều hành", 14), 15: ("Thành viên", 16), 17: ("Lao động", 18)}
    grouped = {c for first, (_, last) in groups.items() for c in range(first, last + 1)}
    for first, (words, last) in groups.items():
        sheet.cell(HEAD_ROW, first, words)
        sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW, start_column=first, end_column=last)
    for number in range(1, 29):
        if number not in grouped:
            lower = sheet.cell(HEAD_ROW + 1, number)
            sheet.cell(HEAD_ROW, number, lower.value)
            lower.value = None
            sheet.merge_cells(
                start_row=HEAD_ROW, end_row=HEAD_ROW + 1, start_column=number, end_column=number
            )


@to_book(GROUP, "Chèn dòng giữa tên trường và tiêu đề", WHOLE)
def row_between_names_and_titles(book: Workbook) -> None:
    book[HTX].insert_rows(HEAD_ROW)
    book[HTX].cell(HEAD_ROW, 2, "Phần I. Thông tin HTX")


@to_book(GROUP, "Chèn tiêu ngữ, tên báo cáo phía trên", WHOLE)
def titles_above(book: Workbook) -> None:
    for title in list(TITLES.values()):
        book[title].insert_rows(1, 6)
        book[title].cell(2, 2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        book[title].cell(3, 2, "Hà Nội, ngày 10 tháng 6 năm 2025")


@to_book(GROUP, "Dời cả bảng sang phải", WHOLE)
def table_moved_sideways(book: Workbook) -> None:
    for title in list(TITLES.values()):
        book[title].insert_cols(1, 3)


@to_book(GROUP, "Thêm dòng đánh số cột", WHOLE, (KEY, "FIL-12"))
def column_numbers(book: Workbook) -> None:
    book[HTX].insert_rows(FIRST_ROW)
    for number in range(1, 29):
        book[HTX].cell(FIRST_ROW, number, f"({number})")


@to_book(GROUP, "Lặp lại dòng tiêu đề giữa bảng", WHOLE, (KEY, "FIL-12"))
def titles_repeated(book: Workbook) -> None:
    titles = [c.value for c in book[HTX][HEAD_ROW]]
    rows = rows_of(book[HTX])
    put_rows(book[HTX], [*rows[:2], titles, *rows[2:]])


@to_book(GROUP, "Tô màu, ghi chú ở tiêu đề", WHOLE, (KEY, "FIL-29"))
def note_at_a_title(book: Workbook) -> None:
    cell = head(book[HTX], KEY, "org_name")
    cell.comment = Comment("Ghi đúng tên trên giấy chứng nhận", "Người Ví Dụ")
    cell.font = Font(color="FF0000")


@to_book(GROUP, "Xóa cột bắt buộc", TOLD, (KEY, "FIL-08"))
def column_deleted(book: Workbook) -> None:
    book[HTX].delete_cols(column(KEY, "members_women"))


@to_book(GROUP, "Xóa cột không bắt buộc", TOLD, (KEY, "FIL-08"))
def optional_column_deleted(book: Workbook) -> None:
    book[HTX].delete_cols(column(KEY, "main_products"))


@to_book(GROUP, "Hai cột cùng tên trường", TOLD, (KEY, "FIL-25"))
def column_doubled(book: Workbook) -> None:
    at = column(KEY, "women_stable_jobs")
    permute(book[HTX], lambda c: [*c[:at], [*c[at - 1][:2], 1, 1, 1, 1], *c[at:]])


@to_book(GROUP, "Hai cột cùng tiêu đề, mất dòng tên trường", TOLD, (KEY, "FIL-25"))
def title_doubled(book: Workbook) -> None:
    column_doubled(book)
    drop_field_row(book[HTX])


@to_book(GROUP, "Đổi đơn vị tính ở tiêu đề cột tiền", TOLD, (KEY, "FIL-26"))
def unit_of_money_changed(book: Workbook) -> None:
    head(book[HTX], KEY, "revenue_ytd").value = "Doanh thu từ đầu năm (nghìn đồng)"
    book[HTX].cell(FIRST_ROW, column(KEY, "revenue_ytd"), 1250500)


@to_book(GROUP, "Đổi chỗ hai cột nhìn thấy, dòng tên trường ẩn đứng yên", TOLD, (KEY, "FIL-26"))
def visible_columns_swapped(book: Workbook) -> None:
    a, b = column(KEY, "members_total"), column(KEY, "workers_total")
    for row in range(HEAD_ROW, book[HTX].max_row + 1):
        one, other = book[HTX].cell(row, a), book[HTX].cell(row, b)
        one.value, other.value = other.value, one.value


@to_book(GROUP, "Sắp xếp cả bảng kèm dòng tiêu đề", TOLD, (KEY, "FIL-24"))
def sorted_with_the_titles(book: Workbook) -> None:
    sheet = book[HTX]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=FIELD_ROW, max_row=10)]
    put_rows(sheet, sorted(rows, key=lambda r: str(r[1])), FIELD_ROW)


@to_book(GROUP, "Dán biểu riêng của đơn vị đè lên biểu mẫu", TOLD, (KEY, "FIL-08"))
def own_form_over_ours(book: Workbook) -> None:
    put_rows(
        book[HTX],
        [
            ["STT", "Tên HTX", "Địa chỉ", "Số xã viên", "Nữ", "LĐ nữ", "Doanh thu", "Ghi chú"],
            [1, "HTX Mẫu số 0", "Phường Phúc Xá", 12, 8, 6, 300, ""],
            [2, "HTX Hoà Bình", "Phường Trúc Bạch", 15, 9, 5, 200, ""],
        ],
        HEAD_ROW,
    )


@to_book(
    GROUP,
    "Dán biểu riêng, đủ cột chính, không có dòng tên trường",
    TOLD,
    ("union_officers", "FIL-08"),
)
def own_form_by_words(book: Workbook) -> None:
    sheet = book[OFFICERS]
    rows = rows_of(sheet)
    put_rows(
        sheet,
        [
            ["DANH SÁCH CÁN BỘ HỘI PHỤ TRÁCH KINH TẾ TẬP THỂ"],
            [],
            OWN_TITLES,
            *[[r[0], r[1], r[3], r[2], r[5], r[6], r[4]] for r in rows],
        ],
        1,
    )  # fmt: skip


@to_book(GROUP, "Thêm bảng khác bên dưới trong cùng trang", TOLD, (KEY, "FIL-24"))
def second_table_below(book: Workbook) -> None:
    sheet = book[HTX]
    row = FIRST_ROW + 6
    for c, words in enumerate(("STT", "Ghi chú", "Tên HTX", "MST", "Số xã viên", "LĐ nữ"), 1):
        sheet.cell(row, c, words)
    for c, value in enumerate((1, "mới", "HTX Thứ Năm", "0199990075", 12, 6), 1):
        sheet.cell(row + 1, c, value)
    sheet.cell(row + 1, 12, 3)
