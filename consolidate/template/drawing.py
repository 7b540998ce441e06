"""The few ways in which a template writes into a workbook, each of which fails aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from consolidate.parse.readings import Typed
from consolidate.read.cells import BOOLEAN, DATE, KIND, NUMBER, VALUE, Cell
from consolidate.style import FONT, PLAIN, SIZE, Look
from consolidate.template.edition import as_datetime
from consolidate.template.layout import LAST_COLUMN
from consolidate.template.theme import theme

Entry = Typed | Cell
"""What may stand in an input cell: a typed value, or a cell as it was found in a return."""

TITLE_LIMIT, MESSAGE_LIMIT = 32, 255  # of validations, in UTF-16 units


class NotWritten(Exception):
    """xlsxwriter dropped something: it says so by a return code, where we do not go on."""


def must(code: int | None) -> None:
    """Raise where xlsxwriter's return code says that it wrote nothing."""
    if code:
        raise NotWritten(code)


class _Book(Workbook):  # type: ignore[misc]
    """A workbook whose properties do not repeat its hundreds of defined names."""

    def _extract_named_ranges(self, defined_names: list[Any]) -> list[str]:  # noqa: ARG002
        return []


def open_book(stream: IO[bytes]) -> Any:
    """A new workbook of the house: no text becomes a formula or a link, one mode of writing."""
    book = _Book(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": SIZE},
            "default_row_height": 21,  # pixels of a line in that font
        },
    )
    book.use_custom_theme(StringIO(theme()))
    return book


class OpenSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that draws large templates quickly.

    The columns behind the last one that was set are written as one element: setting each of
    16,384 takes longer than everything else. Formulas are written as they stand: ours hold no
    function younger than Excel 2010, and looking for one costs a hundred searches a formula.
    """

    behind: Format | None = None

    def _write_cols(self) -> None:
        if self.behind is None:
            super()._write_cols()
            return
        self._xml_start_tag("cols")
        for column, info in sorted(self.col_info.items()):
            self._write_col_info(column, column, info)
        first = max(self.col_info, default=-1) + 2
        style = self.behind._get_xf_index()
        rest = [("min", first), ("max", LAST_COLUMN), ("width", 9), ("style", style)]
        self._xml_empty_tag("col", [*rest, ("customWidth", 1)])
        self._xml_end_tag("cols")

    def _calculate_spans(self) -> None:
        """None: from which column to which a row reaches is a hint that nobody needs."""

    def forget(self, row: int, column: int) -> None:
        """Take back what was written into a cell, counted from 0."""
        del self.table[row][column]
        if not self.table[row]:
            del self.table[row]

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


@dataclass(frozen=True)
class Formats:
    """The formats of one workbook, each look made once."""

    workbook: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def __call__(self, look: Look) -> Any:
        """The format of a look."""
        key = tuple(sorted(look.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(look)
        return self.made[key]


@dataclass(frozen=True)
class Pen:
    """A sheet to write on, with cells counted from 1."""

    sheet: Any
    formats: Formats

    def text(self, row: int, column: int, text: str, look: Look = PLAIN) -> None:
        """Write text, which stays text whatever it begins with."""
        must(self.sheet.write_string(row - 1, column - 1, text, self.formats(look)))

    def blank(self, row: int, column: int, look: Look) -> None:
        """Give an empty cell a look of its own."""
        must(self.sheet.write_blank(row - 1, column - 1, None, self.formats(look)))

    def formula(self, row: int, column: int, formula: str, look: Look, value: str | float) -> None:
        """Write a formula with the value that it has now, for those who do not calculate."""
        made = self.formats(look)
        must(self.sheet.write_formula(row - 1, column - 1, formula, made, value))

    def array(
        self,
        area: tuple[int, int, int, int],
        formula: str,
        look: Look,
        values: Sequence[str | float] = (),
    ) -> None:
        """Write one array formula over a column of cells, with the values of the first of them.

        The others are not written at all: the formula says how far it reaches.
        """
        first_row, first, last_row, last = area
        made = self.formats(look)
        cells = (first_row - 1, first - 1, last_row - 1, last - 1)
        must(self.sheet.write_array_formula(*cells, formula, made, values[0] if values else ""))
        for row in range(first_row + 1, last_row + 1):  # xlsxwriter has put zeros there
            if row - first_row < len(values):
                self.entry(row, first, values[row - first_row], look)
            else:
                self.sheet.forget(row - 1, first - 1)

    def link(self, row: int, column: int, target: str, text: str, look: Look) -> None:
        """Write a link to a place in the same book, for example 'HTX'!A1."""
        made = self.formats(look)
        must(self.sheet.write_url(row - 1, column - 1, f"internal:{target}", made, text))

    def entry(self, row: int, column: int, entry: Entry, look: Look) -> None:
        """Write what stands in an input cell; None leaves it empty."""
        made, at = self.formats(look), (row - 1, column - 1)
        if isinstance(entry, tuple):
            entry = entry[VALUE] if entry[KIND] in (NUMBER, BOOLEAN, DATE) else str(entry[VALUE])
        if entry is None:
            must(self.sheet.write_blank(*at, None, made))
        elif isinstance(entry, bool):
            must(self.sheet.write_boolean(*at, entry, made))
        elif isinstance(entry, date):
            must(self.sheet.write_datetime(*at, as_datetime(entry), made))
        elif isinstance(entry, str):
            must(self.sheet.write_string(*at, entry, made))
        else:
            must(self.sheet.write_number(*at, entry, made))

    def across(self, row: int, first: int, last: int, text: str, look: Look) -> None:
        """Write text over several columns of one row (titles and running text only)."""
        made = self.formats(look)
        must(self.sheet.merge_range(row - 1, first - 1, row - 1, last - 1, text, made))

    def widths(self, first: int, last: int, width: float, look: Look | None = None) -> None:
        """Set the width, and with a look the format, of columns."""
        made = self.formats(look) if look else None
        must(self.sheet.set_column(first - 1, last - 1, width, made))

    def open_behind(self, look: Look) -> None:
        """Give a look to all columns behind those that are set, out to the last of the sheet."""
        self.sheet.behind = self.formats(look)

    def hide_column(self, column: int, look: Look) -> None:
        """Hide a column."""
        made = self.formats(look)
        must(self.sheet.set_column(column - 1, column - 1, 4, made, {"hidden": True}))

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        must(self.sheet.set_row(row - 1, points))

    def row(self, row: int, points: float, look: Look) -> None:
        """Set the height of a row and the look of its cells that nothing stands in."""
        must(self.sheet.set_row(row - 1, points, self.formats(look)))

    def hide_row(self, row: int) -> None:
        """Hide a row."""
        must(self.sheet.set_row(row - 1, None, None, {"hidden": True}))

    def validate(self, area: tuple[int, int, int, int], options: Mapping[str, Any]) -> None:
        """Put a validation on an area (first row, first column, last row, last column)."""
        first_row, first, last_row, last = area
        options = dict(options)
        must(self.sheet.data_validation(first_row - 1, first - 1, last_row - 1, last - 1, options))


def cut(text: str, limit: int) -> str:
    """The text, or its beginning and "…", so that it takes at most `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    while units(text) > limit - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def units(text: str) -> int:
    """The length of a text in UTF-16 units, by which Excel measures."""
    return len(text.encode("utf-16-le")) // 2
