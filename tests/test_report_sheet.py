"""The fast way of writing tables holds what the library's own way would hold, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet as Read
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from consolidate.report import sheet as sheet_module
from consolidate.report.figures import Live
from consolidate.report.sheet import CUT, LONGEST_TEXT, Cells, Sheet, writable

FIRST, LENGTH = 2, 44
TEXTS = [
    'Hợp tác xã <Sen & Súng> "5\'s"',
    " ở mép ",
    "hai\ndòng\tthẻ",
    "_x0041_ và \x07",
    "=1+1",
    "https://hoi.vn",
    "012",
    "",
    None,
    "𝒜" * 3,
    'Hợp tác xã <Sen & Súng> "5\'s"',
]
NUMBERS = [0, 1, -3, 2.5, 1 / 3, 1e-9, 123456789012.25, 10**15, True, None, 150.5]
DATES = [date(2025, 6, 15), date(1900, 1, 1), date(1900, 3, 1), date(9999, 12, 31), None]
FIGURES = [
    Live('IF(A1<1,"&",2)', "<&>"),
    Live("SUM(A1:A2)", 3),
    Live("A1/3", 1 / 3),
    Live("LEN(A1)", ""),
]
LINKS = ["external:nguon/D001 ba đình.xlsx#'HTX (2)'!A7", "", "internal:'Biểu 01'!A1"]
HEIGHTS = [18.0, 15.0, 34.0, 400.0]


def padded(values: list[Any], length: int) -> list[Any]:
    return [values[place % len(values)] for place in range(length)]


def columns(book: Workbook, length: int) -> list[Cells]:
    plain, bold = book.add_format({"border": 1}), book.add_format({"bold": True})
    links = padded(LINKS, length)
    return [
        Cells(padded(TEXTS, length), plain),
        Cells(padded(NUMBERS, length), bold, links, book.add_format({"underline": 1})),
        Cells(padded(DATES, length), book.add_format({"num_format": "dd/mm/yyyy"})),
        Cells(padded(FIGURES, length), plain),
        Cells(padded(TEXTS[:3], length), plain, links, book.add_format({"italic": True})),
    ]


def fast(at_once: bool) -> Callable[[Sheet, list[Cells], list[float]], None]:
    def write(sheet: Sheet, cells: list[Cells], heights: list[float]) -> None:
        sheet.write_rows(FIRST, cells, heights, at_once=at_once)

    return write


def ordinary(sheet: Worksheet, cells: list[Cells], heights: list[float]) -> None:
    for place, height in enumerate(heights):
        sheet.set_row(FIRST + place, height)
        for column, one in enumerate(cells):
            address = one.links[place] if one.links else ""
            look = one.linked if address else one.format
            where, value = (FIRST + place, column), one.values[place]
            if address:
                sheet.write_url(*where, address, look, "…")
            if value is None:
                sheet.write_blank(*where, None, look)
            elif isinstance(value, Live):
                sheet.write_formula(*where, value.formula, look, value.value)
            elif isinstance(value, date):
                sheet.write_datetime(*where, datetime(*value.timetuple()[:3]), look)
            elif isinstance(value, str):
                sheet.write_string(*where, value, look)
            else:
                sheet.write_number(*where, value, look)


def book_of(kind: type[Worksheet], write: Callable[..., None], length: int) -> bytes:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Bảng", kind)
    sheet.write_string(0, 0, "trên bảng")
    write(sheet, columns(book, length), padded(HEIGHTS, length))
    sheet.write_string(FIRST + length + 1, 0, "dưới bảng")
    book.close()
    return buffer.getvalue()


def described(data: bytes, *, inline: bool = False) -> dict[str, Any]:
    """Every cell; openpyxl takes an escape out of shared texts and leaves it in others."""
    live, still = load_workbook(BytesIO(data)), load_workbook(BytesIO(data), data_only=True)
    sheet: Read = live["Bảng"]
    found: dict[str, Any] = {"size": sheet.dimensions}
    for row in sheet.iter_rows():
        found[f"height {row[0].row}"] = sheet.row_dimensions[row[0].row].height
        for cell in row:
            link, value = cell.hyperlink, cell.value
            in_place = inline and cell.data_type == "s" and FIRST < cell.row <= FIRST + LENGTH
            found[cell.coordinate] = (
                cell.data_type,
                value.replace("x005F_", "") if in_place and value else value,
                still["Bảng"][cell.coordinate].value if cell.data_type == "f" else None,
                cell.number_format,
                (cell.font.b, cell.font.i, cell.font.u, cell.border.left.style),
                (link.target, link.location) if link else None,
            )
    return found


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("rows_at_once", [3, 4_096])
def test_every_cell_is_as_the_library_writes_it(
    monkeypatch: pytest.MonkeyPatch, at_once: bool, rows_at_once: int
) -> None:
    monkeypatch.setattr(sheet_module, "ROWS_AT_ONCE", rows_at_once)
    mine = described(book_of(Sheet, fast(at_once), LENGTH), inline=not at_once)
    theirs = described(book_of(Worksheet, ordinary, LENGTH))
    assert mine.keys() == theirs.keys()
    different = {cell: (mine[cell], theirs[cell]) for cell in mine if mine[cell] != theirs[cell]}
    assert not different


def test_shared_strings_are_counted_as_often_as_they_stand() -> None:
    with ZipFile(BytesIO(book_of(Sheet, fast(True), LENGTH))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        strings = parts.read("xl/sharedStrings.xml").decode()
    count = sheet.count(' t="s"')
    assert f'count="{count}" uniqueCount="{strings.count("<si>")}"' in strings


def test_one_relationship_leads_to_one_file() -> None:
    with ZipFile(BytesIO(book_of(Sheet, fast(True), 60))) as parts:
        relations = parts.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert relations.count("/hyperlink") == 1


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="inf"):
        book_of(
            Sheet,
            lambda sheet, cells, _: sheet.write_rows(
                FIRST, [Cells([float("inf")], cells[0].format)], [18.0], at_once=True
            ),
            1,
        )


@pytest.mark.parametrize("letter", ["a", "𝒜", "ế"])
def test_a_text_that_no_cell_can_hold_says_that_it_was_cut(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits = letter * (LONGEST_TEXT // units)
    assert writable(fits) == fits
    cut = writable(fits + letter)
    assert cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut.removesuffix(CUT).strip(letter) == ""
