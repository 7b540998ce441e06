"""What is typed into cells, and what programs and fonts make of it."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from consolidate.legacy_tables import TCVN3, VNI
from consolidate.text import bare, vietnamese_date
from tests.damage.catalogue import TOLD, WHOLE, to_book
from tests.damage.good import FIRST_ROW, HEAD_ROW
from tests.damage.tools import TITLES, column, each_text

GROUP = "Ô và kiểu chữ"
KEY = "cooperatives"
HTX = TITLES[KEY]
TO_TCVN3 = {new: old for old, new in TCVN3.items()}
TO_VNI = {new: old for old, new in VNI.items()}


def put(book: Workbook, field: str, value: object, row: int = FIRST_ROW) -> None:
    """Type into a cell of the sheet of cooperatives."""
    cell = book[HTX].cell(row, column(KEY, field))
    cell.number_format = "General"
    cell.value = value


@to_book(GROUP, "Số lưu dạng văn bản", WHOLE)
def numbers_as_text(book: Workbook) -> None:
    for field in ("members_total", "members_women", "women_stable_jobs"):
        for row in range(FIRST_ROW, FIRST_ROW + 4):
            cell = book[HTX].cell(row, column(KEY, field))
            cell.value = f" {cell.value}\u00a0"


@to_book(GROUP, "Số kèm đơn vị", WHOLE, (KEY, "GEN-04"))
def numbers_with_words(book: Workbook) -> None:
    put(book, "women_stable_jobs", "12 người")


@to_book(GROUP, "Ngày lưu dạng văn bản", WHOLE)
def dates_as_text(book: Workbook) -> None:
    for row in book[TITLES["support_actions"]].iter_rows(min_row=FIRST_ROW):
        for cell in row:
            if isinstance(cell.value, datetime):
                cell.value = vietnamese_date(cell.value)
                cell.number_format = "@"


@to_book(GROUP, "Ngày còn là số sê-ri", WHOLE, (KEY, "GEN-04"))
def date_as_serial(book: Workbook) -> None:
    put(book, "registration_date", (datetime(2020, 3, 12) - datetime(1899, 12, 30)).days)


@to_book(GROUP, "Chữ ở dạng Unicode tổ hợp", WHOLE)
def texts_decomposed(book: Workbook) -> None:
    for title in TITLES.values():
        each_text(book[title], lambda t: unicodedata.normalize("NFD", t))


@to_book(GROUP, "Dấu cách cứng, ký tự vô hình", WHOLE)
def texts_with_unseen_signs(book: Workbook) -> None:
    each_text(book[HTX], lambda t: "\u200b" + t.replace(" ", "\u00a0 ") + "\ufeff")


@to_book(GROUP, "Giá trị danh mục viết hoa", WHOLE)
def list_values_in_capitals(book: Workbook) -> None:
    for field in ("sector", "status", "commune_code", "founding_support_level"):
        for row in range(FIRST_ROW, FIRST_ROW + 4):
            cell = book[HTX].cell(row, column(KEY, field))
            cell.value = str(cell.value).upper()


@to_book(GROUP, "Giá trị danh mục gõ không dấu", TOLD, (KEY, "GEN-02"))
def list_value_without_marks(book: Workbook) -> None:
    cell = book[HTX].cell(FIRST_ROW, column(KEY, "status"))
    put(book, "status", bare(str(cell.value)))


@to_book(GROUP, "Đánh dấu x thay cho Có", WHOLE)
def ticks_for_yes(book: Workbook) -> None:
    at = column("women_managers", "in_post")
    for row in range(FIRST_ROW, FIRST_ROW + 5):
        book[TITLES["women_managers"]].cell(row, at, "x")


@to_book(GROUP, "Mã số mất số 0 đầu", WHOLE, (KEY, "HTX-03"))
def code_without_its_zero(book: Workbook) -> None:
    put(book, "tax_code", 199990011)


@to_book(GROUP, "Công thức chưa được tính", TOLD, (KEY, "FIL-11"))
def formula_without_a_value(book: Workbook) -> None:
    put(book, "women_stable_jobs", "=6+6")


@to_book(GROUP, "Ô lỗi #REF!", TOLD, (KEY, "FIL-11"))
def error_in_a_cell(book: Workbook) -> None:
    put(book, "women_stable_jobs", "#REF!")


@to_book(GROUP, "Ghi ước chừng", TOLD, (KEY, "GEN-05"))
def roughly_so_many(book: Workbook) -> None:
    put(book, "women_stable_jobs", "khoảng 12")


@to_book(GROUP, "Gõ dấu chấm nghìn trên máy tiếng Anh", TOLD, (KEY, "GEN-06"))
def thousand_point_on_an_english_machine(book: Workbook) -> None:
    put(book, "members_total", 1.5)


@to_book(GROUP, "Chữ l thay số 1", TOLD, (KEY, "GEN-03"))
def letter_for_a_digit(book: Workbook) -> None:
    put(book, "women_stable_jobs", "l2")


@to_book(GROUP, "Gạch ngang số cũ, ghi số mới trong cùng một ô", TOLD, (KEY, "GEN-05"))
def figure_struck_beside_the_new_one(book: Workbook) -> None:
    struck = TextBlock(InlineFont(strike=True), "1")
    put(book, "revenue_ytd", CellRichText(struck, "250"))


@to_book(GROUP, "Đánh số chú thích nhỏ trên đầu con số", TOLD, (KEY, "GEN-03"))
def mark_of_a_footnote(book: Workbook) -> None:
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    put(book, "revenue_ytd", CellRichText("250", raised))


@to_book(GROUP, "Hai dấu nháy thay cho “như trên”", TOLD, (KEY, "GEN-03"))
def ditto_marks(book: Workbook) -> None:
    put(book, "women_new_jobs_ytd", "''")


@to_book(GROUP, "Xóa trắng ô bắt buộc", TOLD, (KEY, "GEN-01"))
def obligatory_cell_cleared(book: Workbook) -> None:
    put(book, "women_stable_jobs", None)


@to_book(GROUP, "Gõ bằng phông .VnTime (TCVN3)", WHOLE, (KEY, "FIL-10"))
def typed_in_tcvn3(book: Workbook) -> None:
    _in_font(book, ".VnTime", lambda t: "".join(TO_TCVN3.get(c, c) for c in t), FIRST_ROW)


@to_book(GROUP, "Tên HTX gõ phông cũ, biểu khác chọn tên từ danh sách", WHOLE,
         (KEY, "FIL-10"), ("women_managers", "FIL-10"), ("support_actions", "FIL-10"))  # fmt: skip
def name_in_tcvn3_chosen_elsewhere(book: Workbook) -> None:
    typed_in_tcvn3(book)
    for key in ("women_managers", "support_actions"):
        for row in range(FIRST_ROW, FIRST_ROW + 4):
            cell = book[TITLES[key]].cell(row, column(key, "org_name"))
            if cell.value.startswith("HTX"):
                cell.value = "".join(TO_TCVN3.get(c, c) for c in cell.value)


@to_book(GROUP, "Gõ bằng phông .VnTimeH, cả tiêu đề, mất dòng tên trường", WHOLE, (KEY, "FIL-10"))
def titles_in_tcvn3(book: Workbook) -> None:
    _in_font(book, ".VnTime", lambda t: "".join(TO_TCVN3.get(c, c) for c in t), HEAD_ROW)
    book[HTX].delete_rows(HEAD_ROW - 1)


@to_book(GROUP, "Gõ bằng phông VNI-Times", WHOLE, (KEY, "FIL-10"))
def typed_in_vni(book: Workbook) -> None:
    _in_font(book, "VNI-Times", lambda t: "".join(TO_VNI.get(c, c) for c in t), FIRST_ROW)


@to_book(GROUP, "UTF-8 bị đọc sai bảng mã", WHOLE, (KEY, "FIL-10"))
def read_in_the_wrong_code_page(book: Workbook) -> None:
    each_text(book[HTX], lambda t: t.encode("utf-8").decode("cp1252", "ignore") if _fits(t) else t)


def _fits(text: str) -> bool:
    try:
        return text.encode("utf-8").decode("cp1252").encode("cp1252").decode("utf-8") == text
    except UnicodeError:
        return False


def _in_font(book: Workbook, font: str, encode: object, first: int) -> None:
    """Texts of the sheet of cooperatives as an old program stored them, in its font."""
    for row in book[HTX].iter_rows(min_row=first):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = encode(unicodedata.normalize("NFC", cell.value))  # type: ignore[operator]
                cell.font = Font(name=font)
