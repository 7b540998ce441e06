"""Workbooks and archives from their parts, so that a test can write any spelling of any part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
RELS = "_rels/.rels"
TYPES = "[Content_Types].xml"
CUSTOM = "docProps/custom.xml"


def zipped(members: Mapping[str, bytes | str] | Sequence[tuple[str, bytes | str]]) -> bytes:
    """A zip of these members, in this order, names twice where they are given twice."""
    buffer = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def worksheet(rows: str, around: str = "", head: str = "", namespace: str = MAIN) -> str:
    """A worksheet part: `head` before the rows, `around` after them."""
    return (
        f'{XML}<worksheet xmlns="{namespace}">{head}<sheetData>{rows}</sheetData>{around}'
        "</worksheet>"
    )


def strings(*items: str) -> str:
    """A table of shared texts; an item that begins with `<` is the content of its <si>."""
    inside = "".join(f"<si>{i if i.startswith('<') else f'<t>{i}</t>'}</si>" for i in items)
    return f'{XML}<sst xmlns="{MAIN}" count="1" uniqueCount="1">{inside}</sst>'


def styles(formats: Sequence[str] = (), fonts: Sequence[str] = (), namespace: str = MAIN) -> str:
    """A style sheet: style 0 is plain, then one for each format, then one for each font."""
    codes = "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(formats)
    )
    written = "".join(f"<font>{font}</font>" for font in ('<name val="Calibri"/>', *fonts))
    used = '<xf numFmtId="0" fontId="0"/>'
    used += "".join(f'<xf numFmtId="{200 + i}" fontId="0"/>' for i in range(len(formats)))
    used += "".join(f'<xf numFmtId="0" fontId="{1 + i}"/>' for i in range(len(fonts)))
    return (
        f'{XML}<styleSheet xmlns="{namespace}"><numFmts>{codes}</numFmts><fonts>{written}</fonts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>'
    )


def workbook(titles: Sequence[str], properties: str = "", namespace: str = MAIN) -> str:
    """A workbook part; a title may carry its state after a bar: "Ẩn|hidden"."""
    sheets = ""
    for number, title in enumerate(titles, 1):
        name, _, state = title.partition("|")
        shown = f' state="{state}"' if state else ""
        sheets += f'<sheet name="{name}" sheetId="{number}"{shown} r:id="rId{number}"/>'
    return (
        f'{XML}<workbook xmlns="{namespace}" xmlns:r="{_OFFICE}">{properties}'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def relations(*kinds_and_targets: tuple[str, str], mode: str = "") -> str:
    """A part of relations, rId1 and so on."""
    external = f' TargetMode="{mode}"' if mode else ""
    inside = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"{external}/>'
        for i, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def parts(rows: str = "", *, titles: Sequence[str] = ("HTX",)) -> dict[str, str]:
    """The parts of a workbook of one sheet with these rows (or of several equal ones)."""
    sheets = {f"xl/worksheets/sheet{n}.xml": worksheet(rows) for n in range(1, len(titles) + 1)}
    relations_of_sheets = [
        ("worksheet", f"worksheets/sheet{n + 1}.xml") for n in range(len(titles))
    ]
    return {
        TYPES: f'{XML}<Types xmlns="{_PACKAGE}/content-types"/>',
        RELS: relations(("officeDocument", WORKBOOK)),
        WORKBOOK: workbook(titles),
        WORKBOOK_RELS: relations(
            *relations_of_sheets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        STRINGS: strings("một", "hai"),
        STYLES: styles(),
        **sheets,
    }


def book(rows: str = "", replaced: Mapping[str, bytes | str | None] | None = None) -> bytes:
    """A workbook of one sheet "HTX"; `replaced` gives other parts, None takes one out."""
    members: dict[str, bytes | str | None] = {**parts(rows), **(replaced or {})}
    return zipped({name: part for name, part in members.items() if part is not None})
