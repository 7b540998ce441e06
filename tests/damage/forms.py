"""The form sheet: who reports, which period, which sending."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.damage.catalogue import TOLD, WHOLE, to_book
from tests.damage.tools import TITLES

GROUP = "Thông tin chung"
KEY = "report_info"


def form(book: Workbook) -> Worksheet:
    sheet: Worksheet = book[TITLES[KEY]]
    return sheet


def line(book: Workbook, field: str) -> int:
    """The row of a field."""
    return next(r for r in range(1, 60) if form(book).cell(r, 1).value == field)


def put(book: Workbook, field: str, value: object) -> None:
    form(book).cell(line(book, field), 3).value = value


@to_book(GROUP, "Xóa trắng mã đơn vị", WHOLE, (KEY, "FIL-02"))
def unit_code_cleared(book: Workbook) -> None:
    put(book, "unit_code", None)


@to_book(GROUP, "Xóa trắng mã đơn vị và dấu mẫu", TOLD, (KEY, "FIL-02"))
def unit_forgotten(book: Workbook) -> None:
    put(book, "unit_code", None)
    del book["_meta"]
    book.custom_doc_props.props.clear()


@to_book(GROUP, "Mã và tên là của hai đơn vị", TOLD, (KEY, "INF-02"))
def code_of_another_unit(book: Workbook) -> None:
    put(book, "unit_code", "D002")


@to_book(GROUP, "Chọn kỳ báo cáo khác", TOLD, ("", "FIL-16"))
def other_period(book: Workbook) -> None:
    put(book, "period_code", "2025-Y")


@to_book(GROUP, "Bỏ trống lần gửi", TOLD, (KEY, "INF-01"))
def sending_left_out(book: Workbook) -> None:
    put(book, "submission_no", None)


@to_book(GROUP, "Mất cột tên trường, chỉ còn nhãn", WHOLE)
def names_of_the_form_deleted(book: Workbook) -> None:
    form(book).delete_cols(1)


@to_book(GROUP, "Đổi chữ ở nhãn", WHOLE)
def labels_reworded(book: Workbook) -> None:
    form(book).cell(line(book, "preparer_name"), 2).value = "Họ và tên người làm báo cáo"


@to_book(GROUP, "Đảo thứ tự các mục", WHOLE)
def lines_reordered(book: Workbook) -> None:
    sheet = form(book)
    rows = [[sheet.cell(r, c).value for c in range(1, 5)] for r in range(5, 29)]
    for r, values in enumerate(reversed(rows), 5):
        for c, value in enumerate(values, 1):
            sheet.cell(r, c).value = value


@to_book(GROUP, "Chèn cột giữa nhãn và ô nhập", WHOLE)
def column_before_the_inputs(book: Workbook) -> None:
    form(book).insert_cols(3)


@to_book(GROUP, "Một mục có hai dòng trả lời khác nhau", TOLD, (KEY, "FIL-25"))
def line_doubled(book: Workbook) -> None:
    sheet, row = form(book), line(book, "data_cutoff_date")
    for c in range(1, 5):
        sheet.cell(40, c).value = sheet.cell(row, c).value
    sheet.cell(40, 3).value = "01/06/2025"


@to_book(GROUP, "Ghi lời dặn bên cạnh ô nhập", WHOLE)
def remark_beside_an_input(book: Workbook) -> None:
    form(book).cell(line(book, "report_no"), 5).value = "đang xin số"


@to_book(GROUP, "Mẫu của phiên bản trước, lời hướng dẫn khác", WHOLE, ("", "FIL-05"))
def older_form(book: Workbook) -> None:
    stamp = book["_meta"]
    for row in stamp.iter_rows(min_row=1, max_row=5):
        if row[0].value == "form":
            row[1].value = "0123456789abcdef"
        if row[0].value == "version":
            row[1].value = "0"
    form(book).cell(line(book, "report_no"), 4).value = "Ghi số công văn, nếu có"


@to_book(GROUP, "Ghi cả phát sinh và không phát sinh", TOLD, (KEY, "INF-08"))
def nil_and_rows(book: Workbook) -> None:
    put(book, "nil_htx", "Có")
