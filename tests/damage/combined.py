"""Several things at once, as one person does them in an afternoon: pasted, moved, titled again."""

from __future__ import annotations

import zipfile
from io import BytesIO

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.damage.catalogue import REFUSED, TOLD, WHOLE, Files, to_book, to_file
from tests.damage.good import FIELD_ROW, FILE, FIRST_ROW, HEAD_ROW, columns_of
from tests.damage.tools import TITLES, clear_rows, column, put_rows, rows_of

GROUP = "Nhiều việc cùng lúc"
KEY = "cooperatives"
HTX = TITLES[KEY]
WIDTH = len(columns_of(KEY))
LAST_ROW = FIRST_ROW + 3  # of the four cooperatives


def copied(sheet: Worksheet, rows: range, down: int, right: int) -> None:
    """Copy rows of the table to another place of its sheet."""
    for row in rows:
        for number in range(1, WIDTH + 1):
            value = sheet.cell(row, number).value
            if value is not None:
                sheet.cell(row + down, number + right).value = value


def renamed(sheet: Worksheet, rows: range, right: int) -> None:
    """Other cooperatives, without a code, in rows that were copied to the right."""
    for row in rows:
        sheet.cell(row, column(KEY, "org_name") + right).value = f"HTX Khác {row}"
        sheet.cell(row, column(KEY, "tax_code") + right).value = None


def cleared(sheet: Worksheet, rows: range) -> None:
    for row in rows:
        for number in range(1, WIDTH + 1):
            sheet.cell(row, number).value = None


@to_book(GROUP, "Chèn cột riêng, chèn tên báo cáo có ô gộp, thêm dòng tổng cộng", WHOLE,
         (KEY, "FIL-12"), (KEY, "FIL-17"))  # fmt: skip
def column_banner_and_total(book: Workbook) -> None:
    sheet = book[HTX]
    sheet.insert_cols(4)
    sheet.cell(HEAD_ROW, 4).value = "Vốn điều lệ"
    for row in range(FIRST_ROW, LAST_ROW + 1):
        sheet.cell(row, 4).value = 100 * row
    sheet.insert_rows(1, 3)
    sheet["A1"] = "HỘI LHPN QUẬN BA ĐÌNH"
    sheet.merge_cells("A1:H1")
    sheet.cell(LAST_ROW + 4, 2).value = "Tổng cộng"
    sheet.cell(LAST_ROW + 4, column(KEY, "women_stable_jobs") + 1).value = 42


@to_book(GROUP, "Dán một bảng nữa bên phải, HTX khác, có tiêu đề", TOLD, (KEY, "FIL-32"))
def table_beside(book: Workbook) -> None:
    copied(book[HTX], range(HEAD_ROW, LAST_ROW + 1), 0, WIDTH + 2)
    renamed(book[HTX], range(FIRST_ROW, LAST_ROW + 1), WIDTH + 2)


@to_book(GROUP, "Dán một bảng nữa bên phải, không có tiêu đề", TOLD, (KEY, "FIL-32"))
def table_beside_without_a_head(book: Workbook) -> None:
    copied(book[HTX], range(FIRST_ROW, LAST_ROW + 1), 0, WIDTH + 2)
    renamed(book[HTX], range(FIRST_ROW, LAST_ROW + 1), WIDTH + 2)


@to_book(GROUP, "Dán một bảng nữa ở góc dưới bên phải", TOLD, (KEY, "FIL-32"))
def table_below_at_the_right(book: Workbook) -> None:
    copied(book[HTX], range(HEAD_ROW, LAST_ROW + 1), 9, WIDTH + 2)
    renamed(book[HTX], range(FIRST_ROW + 9, LAST_ROW + 10), WIDTH + 2)


@to_book(GROUP, "Dán cả bảng, cả dòng tên trường, sang bên phải", TOLD, (KEY, "FIL-25"))
def table_doubled_beside(book: Workbook) -> None:
    copied(book[HTX], range(FIELD_ROW, LAST_ROW + 1), 0, WIDTH + 2)


@to_book(GROUP, "Một dòng dán lạc sang bên phải bảng", TOLD, ("activities", "FIL-32"))
def row_pasted_beside(book: Workbook) -> None:
    sheet = book[TITLES["activities"]]
    for number in range(1, len(columns_of("activities")) + 1):
        cell = sheet.cell(FIRST_ROW + 1, number)
        sheet.cell(FIRST_ROW + 2, number + 20).value = cell.value
        cell.value = None


@to_book(GROUP, "Chép một cột số ra cuối bảng, giữ tiêu đề, sửa ở đó", TOLD, (KEY, "FIL-33"))
def figures_copied_to_the_end(book: Workbook) -> None:
    sheet, number = book[HTX], column(KEY, "women_stable_jobs")
    for row in range(HEAD_ROW, LAST_ROW + 1):
        value = sheet.cell(row, number).value
        sheet.cell(row, WIDTH + 2).value = value + 1 if isinstance(value, int) else value


@to_book(GROUP, "Điền số vào cột chép ra cuối bảng, cột gốc để trống", TOLD, (KEY, "FIL-33"))
def figures_moved_to_a_copy(book: Workbook) -> None:
    sheet, number = book[HTX], column(KEY, "women_income")
    for row in range(HEAD_ROW, LAST_ROW + 1):
        sheet.cell(row, WIDTH + 2).value = sheet.cell(row, number).value
        if row > HEAD_ROW:
            sheet.cell(row, number).value = None


@to_book(GROUP, "Chia bảng làm hai phần, tiêu đề ghi lại ở phần sau", WHOLE, (KEY, "FIL-12"))
def second_part_with_the_same_head(book: Workbook) -> None:
    sheet = book[HTX]
    copied(sheet, range(HEAD_ROW, HEAD_ROW + 1), 8, 0)
    copied(sheet, range(LAST_ROW - 1, LAST_ROW + 1), 6, 0)
    cleared(sheet, range(LAST_ROW - 1, LAST_ROW + 1))
    sheet["A12"] = "B. Các HTX khác"


@to_book(GROUP, "Phần sau của bảng có hai cột đổi chỗ", TOLD, (KEY, "FIL-24"))
def second_part_with_columns_swapped(book: Workbook) -> None:
    second_part_with_the_same_head(book)
    sheet = book[HTX]
    left, right = column(KEY, "women_stable_jobs"), column(KEY, "women_new_jobs_ytd")
    for row in range(HEAD_ROW + 8, LAST_ROW + 7):
        a, b = sheet.cell(row, left), sheet.cell(row, right)
        a.value, b.value = b.value, a.value


@to_book(GROUP, "Hai mục, mỗi mục có tiêu đề cột riêng và dòng cộng", WHOLE, (KEY, "FIL-12"))
def sections_with_heads_and_totals(book: Workbook) -> None:
    sheet = book[HTX]
    rows, heads = rows_of(sheet), [sheet.cell(HEAD_ROW, n).value for n in range(1, WIDTH + 1)]
    first, second = ["I", "HTX thành lập mới"], ["II", "HTX được củng cố"]
    put_rows(sheet, [first, rows[1], [None, "Cộng"], second, heads, rows[0], *rows[2:]])


@to_book(GROUP, "Dòng cộng theo phường và cộng chung", WHOLE, (KEY, "FIL-12"))
def totals_by_commune(book: Workbook) -> None:
    rows, blank = rows_of(book[HTX]), [None] * (column(KEY, "women_stable_jobs") - 3)
    part = [None, "Cộng phường Phúc Xá", *blank, 19]
    put_rows(book[HTX], [*rows[:2], part, *rows[2:], ["", "Cộng chung", *blank, 42]])


@to_book(GROUP, "Gõ số 1, 2, 3… đè lên dòng tiêu đề", WHOLE, (KEY, "FIL-12"))
def titles_typed_over_with_numbers(book: Workbook) -> None:
    for number in range(1, WIDTH + 1):
        book[HTX].cell(HEAD_ROW, number).value = number


@to_book(GROUP, "Dòng tên trường bị đẩy sang phải một ô", WHOLE)
def field_names_pushed_right(book: Workbook) -> None:
    book[HTX].move_range(f"A{FIELD_ROW}:AB{FIELD_ROW}", cols=1)


@to_book(GROUP, "Chữ đầu tên trường bị đổi thành chữ hoa", WHOLE)
def field_names_capitalised(book: Workbook) -> None:
    for number in range(1, WIDTH + 1):
        cell = book[HTX].cell(FIELD_ROW, number)
        cell.value = str(cell.value).capitalize()


@to_book(GROUP, "Một dòng bị đẩy sang phải một ô", TOLD, (KEY, "GEN-01"))
def row_pushed_right(book: Workbook) -> None:
    book[HTX].move_range(f"M{FIRST_ROW + 1}:AB{FIRST_ROW + 1}", cols=1)


@to_book(GROUP, "Mỗi HTX chiếm hai dòng, mọi ô gộp dọc", WHOLE)
def records_over_two_rows(book: Workbook) -> None:
    sheet = book[HTX]
    put_rows(sheet, [r for row in rows_of(sheet) for r in (row, [])])
    for row in range(FIRST_ROW, FIRST_ROW + 8, 2):
        for number in range(1, WIDTH + 1):
            sheet.merge_cells(None, row, number, row + 1, number)


@to_book(GROUP, "Xoay ngang: mỗi HTX một cột", TOLD, (KEY, "FIL-08"))
def table_turned(book: Workbook) -> None:
    sheet = book[HTX]
    lines = [
        [sheet.cell(row, number).value for number in range(1, WIDTH + 1)]
        for row in range(HEAD_ROW, LAST_ROW + 1)
    ]
    clear_rows(sheet, 1)
    put_rows(sheet, zip(*lines, strict=True), 1)


@to_book(GROUP, "Chia sang “HTX (1)”, “HTX (2)”, trang gốc để trống", TOLD, ("HTX (2)", "FIL-07"))
def split_beside_a_blank_original(book: Workbook) -> None:
    for title, other in (("HTX (1)", range(9, 11)), ("HTX (2)", range(7, 9))):
        part = book.copy_worksheet(book[HTX])
        part.title = title
        cleared(part, other)
    clear_rows(book[HTX])


@to_book(GROUP, "Hai biểu bị dán nhầm nội dung của nhau", TOLD, ("women_managers", "GEN-02"))
def contents_of_two_sheets_swapped(book: Workbook) -> None:
    managers, officers = book[TITLES["women_managers"]], book[TITLES["union_officers"]]
    theirs, ours = rows_of(managers), rows_of(officers)
    put_rows(managers, ours)
    put_rows(officers, theirs)


def _zip(members: Files) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


@to_file(GROUP, "Hai lớp nén, cùng một tệp ở cả hai lớp", WHOLE, ("", "FIL-04"))
def same_file_at_both_depths(good: bytes) -> Files:
    inner = _zip({"Ba Dinh (1).xlsx": good})
    return {"thu den.zip": _zip({f"quan/{FILE}": good, "lan 2.zip": inner})}


@to_file(GROUP, "Nén ba lớp", REFUSED, ("", "FIL-01"))
def three_deep(good: bytes) -> Files:
    return {"a.zip": _zip({"b.zip": _zip({"c.zip": _zip({FILE: good})})})}


@to_file(GROUP, "Tệp .xlsx mang đuôi .rar", WHOLE)
def named_rar(good: bytes) -> Files:
    return {"Ba Dinh.rar": good}


@to_file(GROUP, "Tệp .xlsx mang đuôi .csv", WHOLE)
def named_csv(good: bytes) -> Files:
    return {"Ba Dinh.csv": good}


@to_file(GROUP, "Tệp không có đuôi", WHOLE)
def without_an_ending(good: bytes) -> Files:
    return {"Ba Dinh": good}


@to_file(GROUP, "Tên tệp là của đơn vị khác", WHOLE)
def named_for_another_unit(good: bytes) -> Files:
    return {"Hoàn Kiếm.xlsx": good}
