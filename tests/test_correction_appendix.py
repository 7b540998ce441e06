"""The appendix of a correction workbook: all that has no place stands there, what an error speaks
of apart from the rest, and it is asked for until it has been moved."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from libreoffice import drive, needs_libreoffice
from openpyxl import load_workbook

from consolidate.sheet_names import APPENDIX
from tests.cases.returns import Sent
from tests.corrected import PERIOD, Round, list_of, ran, rows_of, typed_over

UNIT = "D001"
TWIN = "Số thành viên, lao động nữ có việc làm ổn định (tại ngày chốt số liệu)"
WRONG = {"HTX!O7": "mười hai"}  # an error in any case, so that a workbook is written
BESIDE = {
    "HTX!AH15": "HTX Khác",
    "HTX!AI15": "Phường Phúc Xá",
    "HTX!AJ15": "Đang hoạt động",
    "HTX!AK15": 12,
    "HTX!B12": "Ghi chú: số liệu tạm tính",
    "HTX!B17": "Tổng cộng",
    "HTX!O17": 50,
}
MOVE_ROWS = (
    "PHẢI CHUYỂN VÀO BIỂU · Biểu “HTX”: dòng có nội dung ở ngoài các cột của biểu"  # of BESIDE
)
MOVE_COLUMN = "PHẢI CHUYỂN VÀO BIỂU · Biểu “HTX”: cột không có trong mẫu"


def sent(folder: Path, cells: dict[str, Any]) -> Round:
    folder.mkdir(parents=True)
    (folder / "lan 1.xlsx").write_bytes(Sent(unit=UNIT, cells=cells).bytes(1, PERIOD))
    return ran(folder)


def again(folder: Path, book: bytes, name: str = "lan 2.xlsx") -> Round:
    (folder / name).write_bytes(book)
    return ran(folder)


def appendix(book: bytes) -> dict[int, list[Any]]:
    """The rows of the appendix below what stands over all of it."""
    return {n: list(row.values()) for n, row in rows_of(book, APPENDIX).items() if n > 2}


def blocks(book: bytes) -> dict[str, list[list[Any]]]:
    """The rows of each block by its heading, without its titles."""
    made: dict[str, list[list[Any]]] = {}
    heading = ""
    for cells in appendix(book).values():
        if len(cells) == 1:
            heading = str(cells[0])
            made[heading] = []
        else:
            made[heading].append(cells)
    return {h: rows[1:] for h, rows in made.items()}


def targets(book: bytes, path: Path) -> dict[str, str]:
    """Where the link of each line leads, by the code of the line."""
    path.write_bytes(book)
    sheet = load_workbook(path).worksheets[0]
    rows = sheet.iter_rows(min_row=9, max_col=6)
    return {f"{c[5].value} {c[2].value}": c[1].hyperlink.location for c in rows if c[1].hyperlink}


def kept(second: Round) -> list[tuple[str, str, str]]:
    return [f for f in second.found(UNIT, "warning") if f[2] == "FIL-35"]


def test_a_sheet_of_the_unit_that_is_called_like_the_appendix_is_kept_whole(
    tmp_path: Path,
) -> None:
    own = {f"Phụ lục!{c}{r}": f"ô {c}{r}" for r in range(1, 6) for c in "AB"}
    book = sent(tmp_path / "r", WRONG | own).book(UNIT)
    assert blocks(book)["Trang tính “Phụ lục”"] == [
        [float(r), f"ô A{r}", f"ô B{r}"] for r in range(1, 6)
    ]
    (line,) = (x for x in list_of(book) if x[5] == "FIL-07")
    assert line[:2] == ("Cả trang tính", "Phụ lục")
    assert line[4] == "Giữ ở trang Phụ lục"


def test_only_what_an_error_speaks_of_must_be_moved(tmp_path: Path) -> None:
    twin = {"HTX!AD6": TWIN, "HTX!AD7": 99, "HTX!AF6": "Ghi chú riêng", "HTX!AF8": "gọi lại"}
    found = blocks(sent(tmp_path / "r", BESIDE | twin).book(UNIT))
    assert found == {
        MOVE_COLUMN: [[7.0, "HTX Rau sạch Ví Dụ", 99.0]],
        "Biểu “HTX”: cột không có trong mẫu": [[8.0, "HTX Mây tre Ví Dụ", "gọi lại"]],
        MOVE_ROWS: [
            [15.0, "ghi chú dưới bảng", "HTX Khác", "Phường Phúc Xá", "Đang hoạt động", 12.0]
        ],
        "Biểu “HTX”: dòng không được tính là dòng số liệu": [
            [12.0, "ghi chú dưới bảng", "Ghi chú: số liệu tạm tính"],
            [17.0, "dòng tổng cộng", "Tổng cộng", 50.0],
        ],
    }


def test_a_table_beside_the_rows_and_below_them_must_be_moved_whole(tmp_path: Path) -> None:
    row = {"AH": "HTX Khác", "AI": "Phường Phúc Xá", "AJ": "Đang hoạt động", "AK": 12}
    beside = {f"HTX!{c}{r}": v for r in (8, 9, 10) for c, v in row.items()}
    found = blocks(sent(tmp_path / "r", beside).book(UNIT))
    assert [len(found[h]) for h in (MOVE_COLUMN, MOVE_ROWS)] == [1, 2]
    assert set(found) == {MOVE_COLUMN, MOVE_ROWS}


def test_a_second_round_keeps_headings_and_leads_to_each(tmp_path: Path) -> None:
    cells = WRONG | BESIDE | {"HTX!AD6": TWIN, "HTX!AD7": 99}
    folder = tmp_path / "r"
    first = sent(folder, cells).book(UNIT)
    second = again(folder, first)
    assert len(kept(second)) == 2
    book = second.book(UNIT)
    assert appendix(book) == appendix(first)
    rows = {cells[0]: n for n, cells in appendix(book).items()}
    at = targets(book, tmp_path / "second.xlsx")
    for heading in (MOVE_COLUMN, MOVE_ROWS):
        (target,) = (v for k, v in at.items() if heading.partition(" · ")[2] in k)
        assert target == f"'{APPENDIX}'!A{rows[heading]}"
    third = again(folder, book, "lan 3.xlsx")
    assert appendix(third.book(UNIT)) == appendix(first)
    assert kept(third) == kept(second)


@pytest.mark.parametrize("way", ["values", "cells", "rows", "rows and titles", "block"])
def test_what_was_moved_is_not_asked_for_again(way: str, tmp_path: Path) -> None:
    """However it was taken out: its values alone, whole rows, or all that stood over it, too."""
    folder = tmp_path / "r"
    book = sent(folder, WRONG | BESIDE).book(UNIT)
    (heading,) = (n for n, cells in appendix(book).items() if cells[0] == MOVE_ROWS)
    path = tmp_path / "sua.xlsx"
    path.write_bytes(book)
    opened = load_workbook(path)
    sheet = opened[APPENDIX]
    match way:
        case "values" | "cells":
            for column in range(3 if way == "values" else 1, 20):
                sheet.cell(heading + 2, column).value = None
        case "rows":
            sheet.delete_rows(heading + 2)
        case "rows and titles":
            sheet.delete_rows(heading + 1, 2)
        case _:
            sheet.delete_rows(heading, 3)
    opened.save(path)
    second = again(folder, path.read_bytes())
    assert kept(second) == []
    left = {h for h in blocks(second.book(UNIT)) if h != MOVE_ROWS}
    assert left == {"Biểu “HTX”: dòng không được tính là dòng số liệu"}


def test_remarks_in_the_appendix_hide_nothing_and_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    first = sent(folder, WRONG | BESIDE).book(UNIT)
    (heading,) = (n for n, cells in appendix(first).items() if cells[0] == MOVE_ROWS)
    remarks = {f"{APPENDIX}!B{heading}": "xem lại sau", f"{APPENDIX}!A3": "của xã gửi"}
    second = again(folder, typed_over(first, remarks))
    assert len(kept(second)) == 1
    said = {v for cells in appendix(second.book(UNIT)).values() for v in cells}
    assert {*remarks.values(), "HTX Khác"} <= said


def test_rows_above_the_first_heading_are_gone_and_nothing_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    path = tmp_path / "sua.xlsx"
    path.write_bytes(sent(folder, WRONG | BESIDE).book(UNIT))
    opened = load_workbook(path)
    opened[APPENDIX].delete_rows(1, 3)
    opened.save(path)
    second = again(folder, path.read_bytes())
    assert kept(second) == [(APPENDIX, "1", "FIL-35")]
    assert MOVE_ROWS in blocks(second.book(UNIT))


def test_what_must_be_moved_counts_as_a_point_to_mend(tmp_path: Path) -> None:
    book = sent(tmp_path / "r", WRONG | BESIDE).book(UNIT)
    assert rows_of(book, "Cần sửa")[3][1] == "CÒN 2 ĐIỂM PHẢI SỬA"
    (line,) = (x for x in list_of(book) if x[5] == "FIL-32")
    assert line[4] == "Phải sửa"


def test_a_copy_of_a_sheet_is_settled_when_it_is_gone(tmp_path: Path) -> None:
    """It shows what was typed into it under the titles of the sheet, and none of our own words."""
    folder = tmp_path / "r"
    folder.mkdir()
    path = folder / "lan 1.xlsx"
    path.write_bytes(Sent(unit=UNIT).bytes(1, PERIOD))
    opened = load_workbook(path)
    copy = opened.copy_worksheet(opened["HTX"])
    copy.title = "HTX (2)"
    copy["B8"], copy["C8"], copy["AC8"] = "HTX Khác", "0199990068", "thêm"
    opened.save(path)
    book = ran(folder).book(UNIT)
    (line,) = (x for x in list_of(book) if x[5] == "FIL-07")
    assert line[4] == "Phải sửa"
    assert rows_of(book, "Cần sửa")[3][1] == "CÒN 1 ĐIỂM PHẢI SỬA"
    heading = "PHẢI CHUYỂN VÀO BIỂU · Trang tính “HTX (2)”"
    (rows,) = (r for h, r in blocks(book).items() if h == heading)
    assert [r[:3] for r in rows] == [
        [7.0, "HTX Rau sạch Ví Dụ", rows[0][2]],
        [8.0, "HTX Khác", "0199990068"],
    ]
    titles = next(c for c in appendix(book).values() if len(c) > 1)
    assert titles[:3] == ["Dòng trong tệp đã gửi", "Tên hợp tác xã", "Mã số HTX (mã số thuế)"]
    assert titles[-1] == "AC"


def test_a_column_that_held_nothing_and_needs_nothing_is_settled(tmp_path: Path) -> None:
    """Its title was wrong; the fresh template has the right one, and nothing is to be copied."""
    book = sent(
        tmp_path / "r", WRONG | {"HTX!H6": "Ghi chú", "HTX!AB6": "Khó khăn, vướng mắc"}
    ).book(UNIT)
    lines = [x for x in list_of(book) if x[5] == "FIL-26"]
    assert lines
    for _, _, _, what, state, _ in lines:
        assert what.startswith("Tệp này đã có cột “")
        assert state == "Đã xử lý trong tệp này"
    assert rows_of(book, "Cần sửa")[3][1] == "CÒN 1 ĐIỂM PHẢI SỬA"


def test_a_column_that_held_something_counts_until_it_was_moved(tmp_path: Path) -> None:
    optional = {"HTX!H6": "Ghi chú", "HTX!H7": "Rau sạch"}
    obligatory = {"HTX!P6": "Ghi chú"}
    book = sent(tmp_path / "r", WRONG | optional | obligatory).book(UNIT)
    lines = [x for x in list_of(book) if x[5] == "FIL-26"]
    assert [x[1::3] for x in lines] == 2 * [("Phụ lục", "Phải sửa")]
    sheet = load_workbook(BytesIO(book)).worksheets[0]
    for row in sheet.iter_rows(min_row=9):
        if row[5].value == "FIL-26":
            assert any("COUNTA('Phụ lục'" in str(cell.value) for cell in row)
    assert rows_of(book, "Cần sửa")[3][1] == "CÒN 3 ĐIỂM PHẢI SỬA"


def test_a_sheet_that_was_not_read_counts_until_its_rows_were_moved(tmp_path: Path) -> None:
    """Its columns are in the fresh template, its rows are not."""
    none = {f"Nữ quản lý!{c}{r}": "" for r in range(1, 6) for c in "ABCDEFGHIJ"}
    others = {f"Nữ quản lý!{c}6": f"Cột {c}" for c in "ABCDEFGHIJ"}
    book = sent(tmp_path / "r", none | others).book(UNIT)
    lines = [x for x in list_of(book) if x[5] == "FIL-08"]
    assert {x[1::3] for x in lines} == {("Phụ lục", "Phải sửa")}
    assert all(x[3].startswith("Chép các dòng của biểu “Nữ quản lý”") for x in lines)


def test_a_cell_out_of_reach_is_not_looked_for_here(tmp_path: Path) -> None:
    book = sent(tmp_path / "r", WRONG | {"HTX!ZZ7": 5}).book(UNIT)
    (line,) = (x for x in list_of(book) if x[5] == "FIL-20")
    assert line[1:4] == (
        "HTX",
        "Biểu “HTX”: có dữ liệu ngoài phạm vi đọc (ô ZZ7).",
        "Ô ZZ7 không được chép sang tệp này: mở lại tệp đã gửi, nội dung cần báo cáo thì ghi vào "
        "bảng.",
    )


USE = """
book = open_book(sys.argv[2])
fix, sheet = (book.Sheets.getByName(t) for t in ("Cần sửa", "Phụ lục"))
book.CurrentController.setActiveSheet(sheet)

def told():
    book.calculate()
    lines = {fix.getCellByPosition(5, n).String: fix.getCellByPosition(4, n).String
             for n in range(8, 40)}
    return [fix.getCellByPosition(0, 2).String, lines["FIL-32"], lines["FIL-33"]]

def use(area, command):
    book.CurrentController.select(sheet.getCellRangeByName(area))
    act(book, command)
    answer.append(told())

answer = [told()]
use("A1:A2", "InsertRows")  # from here on all stands two rows lower
use("C8:Z8", "ClearContents")
use("A10:A12", "DeleteRows")
book.close(True)
"""


@pytest.mark.thorough
@needs_libreoffice
def test_a_line_is_settled_when_its_block_is_emptied_or_deleted(tmp_path: Path) -> None:
    cells = WRONG | BESIDE | {"HTX!AD6": TWIN, "HTX!AD7": 99}
    book = sent(tmp_path / "r", cells).book(UNIT)
    rows = {row[0]: n for n, row in appendix(book).items()}
    assert (rows[MOVE_COLUMN], rows[MOVE_ROWS]) == (4, 8)
    path = tmp_path / "sua.xlsx"
    path.write_bytes(book)
    assert drive(USE, str(path)) == [
        ["CÒN 3 ĐIỂM PHẢI SỬA", "Phải sửa", "Phải sửa"],
        ["CÒN 3 ĐIỂM PHẢI SỬA", "Phải sửa", "Phải sửa"],
        ["CÒN 2 ĐIỂM PHẢI SỬA", "Phải sửa", "Đã sửa"],
        ["CÒN 1 ĐIỂM PHẢI SỬA", "Đã sửa", "Đã sửa"],
    ]
