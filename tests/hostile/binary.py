"""xlsb and ods by hand: no free program writes the one, and any spelling is needed of the other."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from hostile.raw import RELS, relations, zipped

WORKBOOK, SHEET, STRINGS, STYLES = (
    "xl/workbook.bin",
    "xl/worksheets/sheet1.bin",
    "xl/sharedStrings.bin",
    "xl/styles.bin",
)


def record(number: int, content: bytes = b"") -> bytes:
    """One record: number and length in 7 bits a byte."""
    return _varying(number) + _varying(len(content)) + content


def _varying(value: int) -> bytes:
    written = b""
    while True:
        byte, value = value & 0x7F, value >> 7
        written += bytes([byte | (0x80 if value else 0)])
        if not value:
            return written


def wide(text: str) -> bytes:
    """A counted text."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def row(number: int, *, hidden: bool = False) -> bytes:
    """The head of a row, counted from 1."""
    return record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def cell(number: int, column: int, content: bytes, style: int = 0) -> bytes:
    """A cell record, columns counted from 1."""
    return record(number, struct.pack("<II", column - 1, style) + content)


def xlsb(cells: bytes, *, date1904: bool = False, extra: bytes = b"") -> bytes:
    """A workbook of one sheet "HTX"; style 1 shows dates, style 2 is struck through in .VnTime."""
    book = record(131) + record(153, struct.pack("<III", int(date1904), 0, 0) + wide("")[:4])
    book += record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("HTX"))
    book += record(144) + record(132)
    sheet = record(129) + record(148, struct.pack("<4I", 0, 99, 0, 99)) + record(145)
    sheet += cells + record(146) + extra + record(130)
    table = record(159, struct.pack("<II", 2, 2))
    table += record(19, b"\0" + wide("không")) + record(19, b"\0" + wide("một")) + record(160)
    font = struct.pack("<HHHHBBBB8sB", 220, 0, 400, 0, 0, 0, 0, 0, b"\0" * 8, 0)
    struck = struct.pack("<HHHHBBBB8sB", 220, 8, 400, 0, 0, 0, 0, 0, b"\0" * 8, 0)
    styles = record(278) + record(615, struct.pack("<I", 1))
    styles += record(44, struct.pack("<H", 200) + wide("dd/mm/yyyy")) + record(616)
    styles += record(611, struct.pack("<I", 2)) + record(43, font + wide("Calibri"))
    styles += record(43, struck + wide(".VnTime")) + record(612)
    styles += record(617, struct.pack("<I", 3)) + _xf(0, 0) + _xf(200, 0) + _xf(0, 1)
    styles += record(618) + record(279)
    return zipped(
        {
            RELS: relations(("officeDocument", WORKBOOK)),
            WORKBOOK: book,
            "xl/_rels/workbook.bin.rels": relations(
                ("worksheet", "worksheets/sheet1.bin"),
                ("sharedStrings", "sharedStrings.bin"),
                ("styles", "styles.bin"),
            ),
            SHEET: sheet,
            STRINGS: table,
            STYLES: styles,
        }
    )


def _xf(code: int, font: int) -> bytes:
    return record(47, struct.pack("<HHHHHBBHBB", 0, code, font, 0, 0, 0, 0, 0, 0, 0))


_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("manifest", "manifest"),
        ("draw", "drawing"),
    )
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def table(rows: str, title: str = "HTX", style: str = "", columns: str = "") -> str:
    """One table."""
    head = f'<table:table table:name="{title}" table:style-name="{style}">'
    return f"{head}{columns}{rows}</table:table>"


def ods(
    tables: str | Sequence[str], styles: str = "", manifest: str = "", doctype: str = ""
) -> bytes:
    """An OpenDocument spreadsheet of these tables."""
    inside = tables if isinstance(tables, str) else "".join(tables)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {_NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f"<manifest:manifest {_NAMESPACES}>{manifest}"
            "</manifest:manifest>",
        }
    )
