"""The library's worksheet, made fast where there is much to write: tables, formulas and links.

The rows of a table go into the file as text, a column at a time and each distinct value worded
once; the library would keep an object a cell and write it through six calls. This rests on private
parts of xlsxwriter: its version is pinned, and a test compares every cell with the ordinary way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, repeat
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from consolidate.issues import column_letters
from consolidate.report.figures import Live

FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")
EDGE_BLANK = re.compile(r"^\s|\s$")
LONGEST_TEXT = 32_767  # UTF-16 units that a cell holds
CUT = " … (đã lược bớt phần sau: một ô Excel chỉ chứa được 32.767 ký tự)"
ROWS_AT_ONCE = 4_096
SHARED = ' t="s">'
PIXEL = 0.75  # points; heights are whole pixels


def writable(text: str) -> str:
    """A text that a cell can hold; one that had to be cut says so at its end."""
    text = FORBIDDEN.sub("\ufffd", text)
    if 2 * len(text) <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of a table: text, numbers, dates or figures (None: blank) and their format.

    `links` are addresses as `Sheet.lead` takes them, one a row (blank: no link) or none at all;
    what is linked has the format `linked`.
    """

    values: Sequence[Any]
    format: Format
    links: Sequence[str] = ()
    linked: Format = None


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes whole tables, formulas as they stand, and links without parsing."""

    dim_rowmin: int
    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._first = 0
        self._rows: Iterable[str] = ()
        self._columns: Sequence[Cells] = ()
        self._heights: Sequence[float] = ()
        self._leads: list[str] = []
        self._targets: dict[str, int] = {}

    def write_rows(
        self, first: int, columns: Sequence[Cells], heights: Sequence[float], *, at_once: bool
    ) -> None:
        """Rows of a table from a row on, all columns from the first (once a sheet).

        `at_once` puts their texts among the strings that the sheets share; else rows are worded
        while the file is written, so that they are never in memory together.
        """
        self._first, self._columns, self._heights = first, columns, heights
        self._check_dimensions(first, 0)
        self._check_dimensions(first + len(heights) - 1, len(columns) - 1)
        if at_once:
            before = self.str_table.count
            self._rows = list(self._worded(self._shared))
            self.str_table.count = before + sum(rows.count(SHARED) for rows in self._rows)
        else:
            self._rows = self._worded(self._inline)

    def add_long_table(self, first: int, last: int, options: Mapping[str, Any]) -> None:
        """A table whose head stands in row `first`; the library would look at each of its cells."""
        right = len(options["columns"]) - 1
        self.add_table(first, 0, first + 1, right, dict(options))
        table = self.tables[-1]
        table["range"] = table["a_range"] = table["autofilter"] = xl_range(first, 0, last, right)

    def lead(self, row: int, column: int, address: str, tip: str = "") -> None:
        """Make a cell a link (`internal:'Sheet'!A1`, `external:folder/file.xlsx#'Sheet'!A1`)."""
        self._leads.append(self._link(xl_rowcol_to_cell(row, column), address, tip))

    # --- rows ----------------------------------------------------------------------------------

    def _worded(self, text: Callable[[str], str]) -> Iterator[str]:
        """The XML of all rows, some thousands at a time. `text` words the content of a text."""
        spans = f'spans="1:{len(self._columns)}"'
        usual = self.default_row_height * PIXEL
        for start in range(0, len(self._heights), ROWS_AT_ONCE):
            stop = min(start + ROWS_AT_ONCE, len(self._heights))
            numbers = [str(self._first + place + 1) for place in range(start, stop)]
            points = [int(h / PIXEL + 0.5) * PIXEL for h in self._heights[start:stop]]
            heads = [
                f'<row r="{n}" {spans}>'
                if high == usual
                else f'<row r="{n}" {spans} ht="{high:.16g}" customHeight="1">'
                for n, high in zip(numbers, points, strict=True)
            ]
            columns = [
                self._column(position, cells, numbers, slice(start, stop), text)
                for position, cells in enumerate(self._columns, start=1)
            ]
            yield "".join(chain.from_iterable(zip(heads, *columns, repeat("</row>"))))

    def _column(
        self,
        position: int,
        cells: Cells,
        numbers: Sequence[str],
        rows: slice,
        text: Callable[[str], str],
    ) -> list[str]:
        """The XML of a column's cells in some rows."""
        head, values = f'<c r="{column_letters(position)}', cells.values[rows]
        plain = _Ends(self, cells.format, text)
        if not cells.links:
            found = [f"{head}{n}{plain[v]}" for n, v in zip(numbers, values, strict=True)]
        else:
            linked = _Ends(self, cells.linked, text)
            found = [
                f"{head}{n}{(linked if link else plain)[v]}"
                for n, v, link in zip(numbers, values, cells.links[rows], strict=True)
            ]
        return found

    def _shared(self, text: str) -> str:
        index = self.str_table._get_shared_string_index(writable(text))
        return f"{SHARED}<v>{index}</v></c>"

    def _inline(self, text: str) -> str:
        kept = ' xml:space="preserve"' if EDGE_BLANK.search(text) else ""
        said = self._escape_data(self._escape_control_characters(writable(text)))
        return f' t="inlineStr"><is><t{kept}>{said}</t></is></c>'

    def _write_rows(self) -> None:
        """What stands above the table, the table, what stands below it."""
        first, last = self.dim_rowmin, self.dim_rowmax
        below = self._first + len(self._heights)
        if not self._heights:
            super()._write_rows()
            return
        if first < self._first:
            self.dim_rowmax = self._first - 1
            super()._write_rows()
        for rows in self._rows:
            self.fh.write(rows)
        if below <= last:
            self.dim_rowmin, self.dim_rowmax = below, last
            super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last

    # --- formulas and links --------------------------------------------------------------------

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        """A formula as it stands: ours use no function that has another name in the file."""
        return formula.removeprefix("=")

    def _link(self, cell: str, address: str, tip: str = "") -> str:
        """The XML of a link; links into one file share one relationship."""
        kind, _, where = address.partition(":")
        place = where
        reference = ""
        if kind == "external":
            file, _, place = where.partition("#")
            if file not in self._targets:
                self.rel_count += 1
                self._targets[file] = self.rel_count
                target = Url(f"external:{file}")._target()
                self.external_hyper_links.append(["/hyperlink", target, "External"])
            reference = f' r:id="rId{self._targets[file]}"'
        location = f' location="{self._escape_attributes(place)}"' if place else ""
        tooltip = f' tooltip="{self._escape_attributes(tip)}"' if tip else ""
        return f'<hyperlink ref="{cell}"{reference}{location}{tooltip}/>'

    def _links_of_rows(self) -> Iterator[str]:
        for position, cells in enumerate(self._columns, start=1):
            letters = column_letters(position)
            for number, address in enumerate(cells.links, start=self._first + 1):
                if address:
                    yield self._link(f"{letters}{number}", address)

    def _write_hyperlinks(self) -> None:
        links = [*self._leads, *self._links_of_rows()]
        if links:
            self.fh.write(f"<hyperlinks>{''.join(links)}</hyperlinks>")


class _Ends(dict[Any, str]):
    """What stands behind the address in the XML of a cell, by its value, in one format."""

    def __init__(self, sheet: Sheet, look: Format, text: Callable[[str], str]) -> None:
        super().__init__()
        self._sheet, self._text = sheet, text
        self._style = f'" s="{look._get_xf_index()}"'

    def __missing__(self, value: Any) -> str:
        end = self[value] = self._style + self._worded(value)
        return end

    def _worded(self, value: Any) -> str:
        match value:
            case None:
                return "/>"
            case str():
                return self._text(value)
            case Live(formula, result):
                kind = ' t="str"' if isinstance(result, str) else ""
                escape = self._sheet._escape_data
                return f"{kind}><f>{escape(formula)}</f><v>{escape(result)}</v></c>"
            case date():
                moment = datetime(value.year, value.month, value.day)
                return self._number(self._sheet._convert_date_time(moment))
            case _:
                return self._number(value)

    @staticmethod
    def _number(value: float) -> str:
        if not math.isfinite(value):
            raise ValueError(value)
        return f"><v>{value:.16G}</v></c>"
