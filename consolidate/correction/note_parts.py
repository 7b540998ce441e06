"""The notes of a sheet as the two parts that the format asks for: their words, and their boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from consolidate.correction.overprint import PIXEL, Overprint
from consolidate.issues import column_letters

_COLUMN = re.compile(
    r'<col min="([0-9]+)" max="([0-9]+)" width="([0-9.]+)"[^>]*?( hidden="1")?[^>]*>'
)
_HEIGHT = re.compile(r' ht="([0-9.]+)"')
DIGIT = 7  # pixels of a digit, by which columns are measured
ROW, COLUMN = 21, 64  # pixels of a row and a column that have no size of their own
BEHIND = 20  # columns behind the table that a note may reach
ASIDE, ABOVE = 15, 10  # pixels from the cell to its note
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "urn:schemas-microsoft-com"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Notes = Mapping[tuple[int, int], tuple[str, Mapping[str, Any]]]


def words_of(notes: Notes) -> str:
    """What the notes say."""
    authors = sorted({options["author"] for _, options in notes.values()})
    listed = "".join(f"<author>{escape(a)}</author>" for a in authors)
    told = "".join(
        f'<comment ref="{column_letters(column + 1)}{row + 1}"'
        f' authorId="{authors.index(options["author"])}"><text><r><rPr>'
        f'<sz val="{options["font_size"]}"/><color indexed="81"/>'
        f'<rFont val="{options["font_name"]}"/><family val="2"/></rPr>'
        f'<t xml:space="preserve">{escape(text, quote=False)}</t></r></text></comment>'
        for (row, column), (text, options) in sorted(notes.items())
    )
    return (
        f'{HEAD}<comments xmlns="{MAIN}"><authors>{listed}</authors>'
        f"<commentList>{told}</commentList></comments>"
    )


def boxes_of(sheet: Overprint, number: int) -> str:
    """Where the notes of a sheet stand, hidden until the cursor comes by."""
    sizes = _widths(sheet.drawn.head), _heights(sheet)
    shapes = "".join(
        _box(place, options, sizes, number * 1024 + n)
        for n, (place, (_, options)) in enumerate(sorted(sheet.notes.items()), 1)
    )
    return (
        f'<xml xmlns:v="{MICROSOFT}:vml" xmlns:o="{MICROSOFT}:office:office"'
        f' xmlns:x="{MICROSOFT}:office:excel"><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
        ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        f'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
    )


def _box(
    place: tuple[int, int],
    options: Mapping[str, Any],
    sizes: tuple[Mapping[int, int], Mapping[int, int]],
    shape: int,
) -> str:
    (row, column), (columns, heights) = place, sizes
    left, top = column + 1, max(row - 1, 0)
    right, x = _end(left, ASIDE + options["width"], columns, COLUMN)
    bottom, y = _end(top, ABOVE + options["height"], heights, ROW)
    size = f"width:{options['width'] * PIXEL:g}pt;height:{options['height'] * PIXEL:g}pt"
    anchor = f"{left}, {ASIDE}, {top}, {ABOVE}, {right}, {x}, {bottom}, {y}"
    return (
        f'<v:shape id="_x0000_s{shape}" type="#_x0000_t202" style="position:absolute;{size};'
        f'visibility:hidden" fillcolor="{options["color"].lower()}" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )


def _end(first: int, pixels: float, sizes: Mapping[int, int], usual: int) -> tuple[int, int]:
    """In which column or row so many pixels end, and how far in it."""
    left = int(pixels)
    while left >= (size := sizes.get(first, usual)):
        left, first = left - size, first + 1
    return first, left


def _widths(head: str) -> dict[int, int]:
    """Pixels of the columns that are set, counted from 0; those behind them are set together."""
    return {
        column: 0 if hidden else round(float(width) * DIGIT)
        for first, last, width, hidden in _COLUMN.findall(head)
        for column in range(int(first) - 1, min(int(last), int(first) + BEHIND))
    }


def _heights(sheet: Overprint) -> dict[int, int]:
    drawn = {n - 1: _HEIGHT.search(row.attributes) for n, row in sheet.drawn.rows.items()}
    hidden = {n - 1 for n, row in sheet.drawn.rows.items() if "hidden=" in row.attributes}
    points = {n: float(found[1]) for n, found in drawn.items() if found}
    points |= {n - 1: p for n, p in sheet.heights.items()}
    return {n: round(p / PIXEL) for n, p in points.items()} | dict.fromkeys(hidden, 0)
