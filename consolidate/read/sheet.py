"""One worksheet part to one Sheet, by the XML parser: the reference for every spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from consolidate.issues import column_letters
from consolidate.limits import Limits
from consolidate.read.budget import Budget
from consolidate.read.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    FORMULA,
    NUMBER,
    TEXT,
    Cell,
    Flaw,
    Unreadable,
    Value,
)
from consolidate.read.grid import BEYOND, LAST_COLUMN, LAST_ROW, Rows, check_size
from consolidate.read.markup import Attributes, parse
from consolidate.read.runs import Runs
from consolidate.read.strings import Strings
from consolidate.read.styles import Styles
from consolidate.read.values import iso_moment, moment, number, short, unescape, whole

TRUE = ("1", "true")
_ADDRESS = re.compile(r"([A-Z]{1,30})([0-9]{1,30})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_TRUTH = {"TRUE()": True, "FALSE()": False, "TRUE": True, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the other parts of a workbook say about the cells of its sheets."""

    strings: Strings
    styles: Styles
    date1904: bool
    limits: Limits

    def style(self, text: str | None) -> int:
        """A style number that exists; an unknown one means the first style."""
        found = whole(text) or 0
        return found if found < len(self.styles.styles) else 0

    def value(
        self, kind: str, stored: str | None, style: int, formula: str | None
    ) -> tuple[str, Value] | None:
        """Kind and value of a cell from its type, stored text and formula; None where blank.

        A number that is no finite decimal, a text number that leads nowhere and a type that does
        not exist are error cells that quote what is stored.
        """
        if stored is None or (stored == "" and kind != "str"):
            if formula is None:
                return None
            truth = _TRUTH.get(formula)
            return (FORMULA, None) if truth is None else (BOOLEAN, truth)
        if kind == "s":
            return self._shared(stored)
        if kind == "n":
            return self._number(stored, style)
        if kind in ("str", "inlineStr"):
            text = unescape(stored)
            if len(text) > self.limits.text_letters:
                return ERROR, short(text)
            return (TEXT, text) if text else None
        return _rare(kind, stored)

    def _shared(self, stored: str) -> tuple[str, Value] | None:
        at = whole(stored.strip())
        if at is None or at >= len(self.strings.texts):
            return ERROR, short(stored)
        text = self.strings.texts[at]
        if at in self.strings.overlong:
            return ERROR, short(text)
        return (TEXT, text) if text else None

    def _number(self, stored: str, style: int) -> tuple[str, Value]:
        value = number(stored)
        if value is None:
            return ERROR, short(stored)
        return self.dated(value) if self.styles.dates[style] else (NUMBER, value)

    def dated(self, serial: float) -> tuple[str, Value]:
        """A number whose style shows a date: the date, or the number where no calendar has it."""
        when = moment(serial, self.date1904)
        return (NUMBER, serial) if when is None else (DATE, when)


def _rare(kind: str, stored: str) -> tuple[str, Value]:
    """Errors, booleans, ISO dates, and types that do not exist."""
    if kind == "b" and stored in ("0", "1", "true", "false"):
        return BOOLEAN, stored in TRUE
    if kind == "d":
        when = iso_moment(stored)
        if when is not None:
            return DATE, when
    return ERROR, short(stored)


@dataclass(slots=True)
class Grid:
    """What one worksheet part holds, before order and bounds are settled."""

    rows: Rows
    unsorted: set[int]
    hidden_rows: set[int]
    hidden_columns: set[int]
    merges: list[tuple[int, int, int, int]]
    flaws: list[Flaw]


def read_grid(pieces: Iterable[bytes], part: str, meaning: Meaning, budget: Budget) -> Grid:
    """Parse a worksheet part; raises Unreadable where it is broken or over a limit."""
    listener = SheetListener(part, meaning)
    parse(pieces, part, listener, budget)
    return listener.grid


class SheetListener:
    """Takes the events of a worksheet. Every cell goes where its address says."""

    root = "worksheet"

    def __init__(self, part: str, meaning: Meaning) -> None:
        self.part = part
        self.meaning = meaning
        self.grid = Grid({}, set(), set(), set(), [], [])
        self.row = 0
        self.column = 0
        self.row_hidden = False
        self.in_cell = False
        self.collecting: list[str] | None = None
        self.phonetic = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "f", "t"):
            self._begin_text(name)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name == "col":
            self._column(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self.collecting is not None:  # something that has no place inside a value
            raise Unreadable("damaged", self.part)
        elif self.in_cell:
            self.inline.begin(name, attributes)

    def characters(self, text: str) -> None:
        if self.collecting is not None:
            self.collecting.append(text)

    def finish(self, name: str) -> None:
        if name in ("v", "f", "t"):
            self._finish_text(name)
        elif name == "c":
            self._finish_cell()
        elif name == "rPh":
            self.phonetic = False

    def _begin_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r")
        row = self.row + 1 if stated is None else whole(stated)
        if row is None or row == 0:
            raise Unreadable("damaged", self.part)
        self.row, self.column = row, 0
        self.row_hidden = attributes.get("hidden") in TRUE

    def _begin_cell(self, attributes: Attributes) -> None:
        if self.in_cell:
            raise Unreadable("damaged", self.part)
        self.in_cell = True
        self.address = attributes.get("r")
        self.kind = attributes.get("t", "n")
        self.style = self.meaning.style(attributes.get("s"))
        self.stored: str | None = None
        self.inline = Runs()
        self.formula: str | None = None

    def _begin_text(self, name: str) -> None:
        if self.collecting is not None:
            raise Unreadable("damaged", self.part)
        if not self.in_cell or (name == "t" and self.phonetic):
            return
        if (name == "v" and self.stored is not None) or (name == "f" and self.formula is not None):
            raise Unreadable("damaged", self.part)
        self.collecting = []

    def _finish_text(self, name: str) -> None:
        if self.collecting is None:
            return
        text, self.collecting = "".join(self.collecting), None
        if name == "v":
            self.stored = text
        elif name == "f":
            self.formula = text
        else:
            self.inline.add(text)

    def _finish_cell(self) -> None:
        self.in_cell = False
        inline = self.inline.joined()
        if inline and (self.kind == "inlineStr" or self.stored is None):
            self.kind, self.stored = "inlineStr", inline
        found = self.meaning.value(self.kind, self.stored, self.style, self.formula)
        row, column = self._place()
        if found is None:
            return
        if row > LAST_ROW or column > LAST_COLUMN:
            self._beyond(row, column)
        else:
            self._put(row, (column, *found, self.style, self.formula is not None))

    def _place(self) -> tuple[int, int]:
        """Row and column of the cell at hand: by its address, else the next one of its row."""
        if self.address is None:
            self.column += 1
            row = self.row
        else:
            match = _ADDRESS.fullmatch(self.address.upper())
            if match is None:
                raise Unreadable("damaged", self.part)
            self.column, row = column_number(match[1]), int(match[2])
        if row == 0:
            raise Unreadable("damaged", self.part)
        return row, self.column

    def _beyond(self, row: int, column: int) -> None:
        """A value where no spreadsheet has a cell: told by its address, kept nowhere."""
        shown = self.address or f"{column_letters(column)}{row}"
        self.grid.flaws.append(Flaw(BEYOND, 0, 0, short(shown)))
        if len(self.grid.flaws) > self.meaning.limits.stray_cells:
            raise Unreadable("damaged", self.part)

    def _put(self, row: int, cell: Cell) -> None:
        cells = self.grid.rows.get(row)
        if cells is None:
            check_size(self.part, len(self.grid.rows) + 1, 0, self.meaning.limits)
            cells = self.grid.rows[row] = []
        if cells and cells[-1][0] >= cell[0]:
            self.grid.unsorted.add(row)
        cells.append(cell)
        if self.row_hidden and row == self.row:
            self.grid.hidden_rows.add(row)

    def _column(self, attributes: Attributes) -> None:
        first, last = whole(attributes.get("min")), whole(attributes.get("max"))
        is_hidden = attributes.get("hidden") in TRUE or number(attributes.get("width", "")) == 0
        if first and last and is_hidden:
            most = self.meaning.limits.columns
            self.grid.hidden_columns.update(range(first, min(last, most) + 1))

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference.upper())
        if match is None:
            return
        first, top, last, bottom = match.groups()
        if last is None or (first, top) == (last, bottom):
            return
        if len(self.grid.merges) >= self.meaning.limits.merges:
            raise Unreadable(*self.meaning.limits.passed("merges"))
        self.grid.merges.append((int(top), column_number(first), int(bottom), column_number(last)))


def column_number(letters: str) -> int:
    """The number of a column from its capital letters (A = 1, XFD = 16384, no upper bound)."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found
