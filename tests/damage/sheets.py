"""Sheets that are renamed, copied, split, hidden, put elsewhere or lost."""

from __future__ import annotations

import unicodedata

from openpyxl.workbook import Workbook

from tests.damage.catalogue import TOLD, WHOLE, to_book
from tests.damage.tools import TITLES, clear_rows, put_rows, rows_of
from tests.office import plan

GROUP = "Trang tính"
HTX = TITLES["cooperatives"]


@to_book(GROUP, "Đổi tên trang tính", WHOLE, ("cooperatives", "FIL-09"))
def sheet_renamed(book: Workbook) -> None:
    book[HTX].title = "Danh sách đơn vị 2025"


@to_book(GROUP, "Đánh số trước tên các trang tính", WHOLE, ("cooperatives", "FIL-09"))
def sheets_numbered(book: Workbook) -> None:
    for number, key in enumerate(plan().sheet_order, 1):
        book[TITLES[key]].title = f"{number}. {TITLES[key]}"


@to_book(GROUP, "Tên trang tính viết hoa toàn bộ", WHOLE)
def sheets_in_capitals(book: Workbook) -> None:
    for title in list(TITLES.values()):
        book[title].title = title.upper()


@to_book(
    GROUP, "Tên trang tính gõ không dấu, mất dòng tên trường", WHOLE, ("training_courses", "FIL-09")
)
def sheets_without_marks(book: Workbook) -> None:
    sheet = book[TITLES["training_courses"]]
    sheet.title = "Dao tao"
    sheet.delete_rows(5)


@to_book(GROUP, "Tên trang tính ở dạng Unicode tổ hợp (máy Mac)", WHOLE)
def sheets_decomposed(book: Workbook) -> None:
    for title in list(TITLES.values()):
        book[title].title = unicodedata.normalize("NFD", title)


@to_book(GROUP, "Đổi thứ tự các trang tính", WHOLE)
def sheets_reordered(book: Workbook) -> None:
    book._sheets.reverse()


@to_book(GROUP, "Ẩn trang tính có số liệu", WHOLE, ("cooperatives", "FIL-31"))
def sheet_hidden(book: Workbook) -> None:
    book[HTX].sheet_state = "hidden"


@to_book(GROUP, "Sao chép trang tính, hai bản giống nhau", WHOLE, ("HTX (2)", "FIL-07"))
def sheet_copied(book: Workbook) -> None:
    book.copy_worksheet(book[HTX]).title = "HTX (2)"


@to_book(GROUP, "Sao chép trang tính, bản sao còn trống", WHOLE)
def sheet_copied_blank(book: Workbook) -> None:
    copy = book.copy_worksheet(book[HTX])
    copy.title = "HTX (2)"
    clear_rows(copy)


@to_book(GROUP, "Điền vào bản sao, trang gốc để trống", WHOLE, ("cooperatives", "FIL-09"))
def sheet_filled_in_the_copy(book: Workbook) -> None:
    book.copy_worksheet(book[HTX]).title = "HTX (2)"
    clear_rows(book[HTX])


@to_book(GROUP, "Tách một biểu thành hai trang tính", TOLD, ("HTX (2)", "FIL-07"))
def sheet_split(book: Workbook) -> None:
    copy = book.copy_worksheet(book[HTX])
    copy.title = "HTX (2)"
    rows = rows_of(book[HTX])
    put_rows(book[HTX], rows[:2])
    put_rows(copy, rows[2:])


@to_book(GROUP, "Còn bản cũ với số liệu khác trong tệp", TOLD, ("HTX cũ", "FIL-07"))
def sheet_with_an_older_copy(book: Workbook) -> None:
    copy = book.copy_worksheet(book[HTX])
    copy.title = "HTX cũ"
    copy.cell(7, 19, 3)


@to_book(GROUP, "Xóa một trang tính", TOLD, ("training_courses", "FIL-06"))
def sheet_deleted(book: Workbook) -> None:
    del book[TITLES["training_courses"]]


@to_book(GROUP, "Thêm trang tính riêng có số liệu", WHOLE, ("Chi tiết", "FIL-07"))
def sheet_of_their_own(book: Workbook) -> None:
    sheet = book.create_sheet("Chi tiết")
    sheet.append(["Tên", "Số tiền"])
    sheet.append(["Hội nghị", 12])


@to_book(GROUP, "Thêm trang “Phụ lục” của đơn vị", WHOLE, ("Phụ lục", "FIL-07"))
def annex_of_their_own(book: Workbook) -> None:
    sheet = book.create_sheet("Phụ lục")
    sheet.append(["STT", "Tên HTX", "Số thành viên"])
    sheet.append([1, "HTX Thứ Năm", 12])


@to_book(GROUP, "Thêm danh sách riêng có vài tiêu đề giống biểu mẫu", WHOLE, ("Ghi nhớ", "FIL-07"))
def list_of_their_own(book: Workbook) -> None:
    sheet = book.create_sheet("Ghi nhớ")
    sheet.append(["TT", "Nội dung", "Ghi chú"])
    sheet.append([1, "Gọi lại cho phường", "gấp"])


@to_book(GROUP, "Thêm trang tính trống", WHOLE)
def sheet_of_their_own_blank(book: Workbook) -> None:
    book.create_sheet("Sheet1")


@to_book(GROUP, "Hai trang tính bị đổi tên cho nhau", WHOLE, ("cooperatives", "FIL-09"))
def sheet_titles_swapped(book: Workbook) -> None:
    one, other = book[HTX], book[TITLES["cooperative_groups"]]
    one.title, other.title = "tam", HTX
    one.title = TITLES["cooperative_groups"]


@to_book(GROUP, "Xóa trang hướng dẫn, trang danh mục và dấu mẫu", WHOLE)
def sheets_of_the_template_deleted(book: Workbook) -> None:
    for title in ("Hướng dẫn", "_meta"):
        del book[title]


@to_book(
    GROUP, "Trang thông tin chung đổi tên, mất cột tên trường", WHOLE, ("report_info", "FIL-09")
)
def form_renamed(book: Workbook) -> None:
    sheet = book[TITLES["report_info"]]
    sheet.title = "Sheet1"
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
