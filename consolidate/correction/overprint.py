"""Cells written over sheets that were drawn before: the same calls as a sheet of xlsxwriter takes.

A correction workbook is a template with a few thousand cells of its own in it. Drawing the template
takes longer than everything else, so it is drawn once, and the cells of a unit are put into its
parts. What a cell looks like as XML stands here, and nothing of what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from consolidate.correction.entries import ERRORS
from consolidate.issues import column_letters
from consolidate.read.sheet import column_number
from consolidate.template.stamp import DAY_0

MOST_LETTERS = 32_767  # of a text in a cell
PIXEL = 0.75  # points
_ROW = re.compile(r'<row r="([0-9]+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_DIMENSION = re.compile(r"<dimension [^>]*>")
_HEIGHT = re.compile(r' (?:ht|customHeight)="[^"]*"')
_VALUE = re.compile(r"<v>.*?</v>", re.DOTALL)
_ESCAPE = re.compile(r"_x[0-9a-fA-F]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_COUNTS = re.compile(r'count="[0-9]+" uniqueCount="([0-9]+)"')
LINKS = "<hyperlinks>"


class Strings:
    """The texts of a workbook: those that were drawn, and more."""

    def __init__(self, drawn: str) -> None:
        found = _COUNTS.search(drawn)
        if found is None:
            raise ValueError("sharedStrings")
        self.first, self.drawn, self.added = int(found[1]), drawn, dict[str, int]()

    def __call__(self, text: str) -> int:
        """The number of a text."""
        return self.added.setdefault(text, self.first + len(self.added))

    def xml(self) -> str:
        """The part of the workbook that holds them all."""
        total = self.first + len(self.added)
        drawn = _COUNTS.sub(f'count="{total}" uniqueCount="{total}"', self.drawn, count=1)
        more = "".join(map(_string, self.added))
        return drawn.removesuffix("</sst>") + more + "</sst>"


def _string(text: str) -> str:
    text = _ESCAPE.sub(r"_x005F\g<0>", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f"<si><t{space}>{escape(text, quote=False)}</t></si>"


@dataclass(frozen=True)
class Row:
    """A row as it was drawn: its attributes, and its cells by column."""

    attributes: str
    cells: Mapping[int, str]
    whole: str


@dataclass(frozen=True)
class Drawn:
    """A sheet as it was drawn: what stands before its rows, the rows, and what comes after."""

    head: str
    rows: Mapping[int, Row]
    tail: str

    @classmethod
    def of(cls, xml: str) -> Drawn:
        """The sheet in a part of a workbook. Its extent is left out: it will have another."""
        head, _, rest = xml.partition("<sheetData")
        body, _, tail = rest.partition("</sheetData>") if rest[0] == ">" else ("", "", rest[2:])
        rows = {
            int(number): Row(
                attributes,
                {column_number(c[1]): c[0] for c in _CELL.finditer(cells or "")},
                whole,
            )
            for found in _ROW.finditer(body)
            for whole, number, attributes, cells in [(found[0], *found.groups())]
        }
        return cls(_DIMENSION.sub("", head), rows, tail)


@dataclass(frozen=True)
class Overprint:
    """A sheet that was drawn, and what is written over it. Rows and columns count from 0.

    The formats of its cells are numbers. A call answers 0, or less where it wrote nothing, as those
    of xlsxwriter do.
    """

    drawn: Drawn
    strings: Strings
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    notes: dict[tuple[int, int], tuple[str, Mapping[str, Any]]] = field(default_factory=dict)

    def write_string(self, row: int, column: int, text: str, look: int) -> int:
        """A text."""
        if len(text) > MOST_LETTERS:
            return -2
        self._put(row, column, look, ' t="s"', f"<v>{self.strings(text)}</v>")
        return 0

    def write_number(self, row: int, column: int, number: float, look: int) -> int:
        """A number."""
        self._put(row, column, look, "", f"<v>{number:.16G}</v>")
        return 0

    def write_boolean(self, row: int, column: int, value: bool, look: int) -> int:
        """A truth value."""
        self._put(row, column, look, ' t="b"', f"<v>{value:d}</v>")
        return 0

    def write_datetime(self, row: int, column: int, moment: datetime, look: int) -> int:
        """A day, as its number."""
        return self.write_number(row, column, (moment - DAY_0).total_seconds() / 86400, look)

    def write_blank(self, row: int, column: int, _: None, look: int) -> int:
        """A cell that has nothing but a look."""
        letters = column_letters(column + 1)
        cell = f'<c r="{letters}{row + 1}" s="{look}"/>'
        self.cells.setdefault(row + 1, {})[column + 1] = cell
        return 0

    def write_formula(
        self, row: int, column: int, formula: str, look: int, value: str | float
    ) -> int:
        """A formula with the value that it has now."""
        shown, kind = f"{value:.16G}" if isinstance(value, int | float) else escape(value), ""
        if isinstance(value, str):
            kind = ' t="e"' if value in ERRORS else ' t="str"'
        said = escape(formula.removeprefix("="), quote=False)
        self._put(row, column, look, kind, f"<f>{said}</f><v>{shown}</v>")
        return 0

    def write_url(self, row: int, column: int, url: str, look: int, text: str) -> int:
        """A text that links to a place of the same workbook."""
        cell = f"{column_letters(column + 1)}{row + 1}"
        place, shown = escape(url.removeprefix("internal:")), escape(text)
        self.links.append(f'<hyperlink ref="{cell}" location="{place}" display="{shown}"/>')
        return self.write_string(row, column, text, look)

    def recall(self, row: int, column: int, value: str) -> None:
        """Give a formula that was drawn the value that it has now. Counted from 1."""
        cell = self.drawn.rows[row].cells[column]
        self.cells.setdefault(row, {})[column] = _VALUE.sub(
            lambda _: f"<v>{escape(value, quote=False)}</v>", cell
        )

    def set_row(self, row: int, points: float) -> int:
        """The height of a row."""
        self.heights[row + 1] = round(points / PIXEL) * PIXEL
        return 0

    def write_comment(self, row: int, column: int, text: str, options: Mapping[str, Any]) -> int:
        """A note at a cell."""
        self.notes[row, column] = (text, options)
        return 0

    def xml(self) -> str:
        """The part of the workbook, but for its notes."""
        tail = self.drawn.tail
        if self.links:
            links = "".join(self.links)
            before = LINKS if LINKS in tail else "<pageMargins"
            wrapped = (
                f"{LINKS}{links}" if before == LINKS else f"{LINKS}{links}</hyperlinks>{before}"
            )
            tail = tail.replace(before, wrapped, 1)
        return f"{self.drawn.head}<sheetData>{''.join(self._rows())}</sheetData>{tail}"

    def _put(self, row: int, column: int, look: int, kind: str, content: str) -> None:
        row, column = row + 1, column + 1
        cell = f'<c r="{column_letters(column)}{row}" s="{look}"{kind}>{content}</c>'
        self.cells.setdefault(row, {})[column] = cell

    def _rows(self) -> Iterator[str]:
        drawn = self.drawn.rows
        for number in sorted({*drawn, *self.cells, *self.heights}):
            row, over = drawn.get(number), self.cells.get(number, {})
            if row is not None and not over and number not in self.heights:
                yield row.whole
                continue
            cells = {**(row.cells if row else {}), **over}
            attributes = row.attributes if row else ""
            if number in self.heights:
                rest = _HEIGHT.sub("", attributes)
                attributes = f'{rest} ht="{self.heights[number]:.16G}" customHeight="1"'
            content = "".join(cells[c] for c in sorted(cells))
            yield f'<row r="{number}"{attributes}>{content}</row>'
