"""xlsb (MS-XLSB): the parts of an xlsx as streams of binary records."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from consolidate.limits import Limits
from consolidate.read import xlsx
from consolidate.read.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    NUMBER,
    TEXT,
    Book,
    Cell,
    Flaw,
    Sheet,
    Style,
    Unreadable,
    Value,
)
from consolidate.read.container import Container
from consolidate.read.grid import LAST_COLUMN, LAST_ROW, Rows, settle
from consolidate.read.styles import BUILTIN_FORMATS
from consolidate.read.values import is_date_format, moment, short
from consolidate.read.workbook import Listed, Relation

# Record numbers of MS-XLSB 2.3
ROW, COLUMN_INFO, MERGE = 0, 60, 176
BLANK, RK, CELL_ERROR, CELL_BOOL, CELL_REAL, CELL_TEXT, CELL_SHARED = 1, 2, 3, 4, 5, 6, 7
FORMULA_TEXT, FORMULA_REAL, FORMULA_BOOL, FORMULA_ERROR = 8, 9, 10, 11
CELL_RICH = 62
SHARED_ITEM, FONT, FORMAT, XF, CELL_XFS, CELL_XFS_END = 19, 43, 44, 47, 617, 618
WORKBOOK_PROPERTIES, SHEET = 153, 156
_STATES = {1: "hidden", 2: "very_hidden"}
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def read_xlsb(data: bytes, limits: Limits) -> Book:
    """Read a binary workbook. Raises Unreadable; a record cut short is damage."""
    package = xlsx.Package(Container.of_bytes(data, limits), limits)
    root = package.relations("")
    main = next((r for r in root if r.kind == "officeDocument"), None)
    if main is None:
        raise Unreadable("damaged", "_rels/.rels")
    try:
        return _read(package, main.target, xlsx.properties(package, root))
    except (struct.error, UnicodeDecodeError):
        raise Unreadable("damaged") from None


def _read(package: xlsx.Package, main: str, properties: dict[str, str]) -> Book:
    limits = package.budget.limits
    relations = package.relations(main)
    by_id = {r.id: r for r in relations}
    listed, date1904 = _workbook(package.bytes_of(main))
    texts = _part(package, relations, "sharedStrings")
    styles, dates = _styles(_part(package, relations, "styles"))
    meaning = _Meaning(_shared(texts), dates, date1904, limits)
    sheets = [
        _sheet(package, one, by_id.get(one.relation), meaning)
        for one in xlsx.checked(listed, by_id, limits)
    ]
    active = package.has_macros or xlsx.links_out(relations)
    flaws = (Flaw(xlsx.ACTIVE, 0, 0),) if active else ()
    return Book("xlsb", tuple(sheets), styles, properties, flaws)


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record; raises Unreadable where the last one is cut short."""
    at, end = 0, len(part)
    while at < end:
        number, at = _varying(part, at, 2)
        length, at = _varying(part, at, 4)
        if at + length > end:
            raise Unreadable("damaged")
        yield number, part[at : at + length]
        at += length


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of 7 bits a byte, low bits first, and where it ends."""
    value = 0
    for step in range(most):
        if at >= len(part):
            raise Unreadable("damaged")
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return value, at


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 text and where it ends; a count of 2^32-1 stands for no text."""
    (count,) = struct.unpack_from("<I", content, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(content):
        raise Unreadable("damaged")
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _part(package: xlsx.Package, relations: tuple[Relation, ...], kind: str) -> bytes:
    for relation in relations:
        if relation.kind == kind and package.has(relation.target):
            return package.bytes_of(relation.target)
    return b""


def _workbook(part: bytes) -> tuple[tuple[Listed, ...], bool]:
    listed: list[Listed] = []
    date1904 = False
    for number, content in records(part):
        if number == SHEET:
            (state,) = struct.unpack_from("<I", content)
            relation, at = _wide(content, 8)
            listed.append(Listed(_wide(content, at)[0], _STATES.get(state, "visible"), relation))
        elif number == WORKBOOK_PROPERTIES:
            date1904 = bool(content[0] & 1) if content else False
    return tuple(listed), date1904


def _shared(part: bytes) -> tuple[str, ...]:
    return tuple(_wide(content, 1)[0] for number, content in records(part) if number == SHARED_ITEM)


def _styles(part: bytes) -> tuple[tuple[Style, ...], tuple[bool, ...]]:
    formats, fonts, found = dict(BUILTIN_FORMATS), list[tuple[str, bool]](), list[Style]()
    of_cells = False
    for number, content in records(part):
        if number == FORMAT:
            formats[struct.unpack_from("<H", content)[0]] = _wide(content, 2)[0]
        elif number == FONT:
            (bits,) = struct.unpack_from("<H", content, 2)
            fonts.append((_wide(content, 21)[0], bool(bits & 8)))
        elif number in (CELL_XFS, CELL_XFS_END):
            of_cells = number == CELL_XFS
        elif number == XF and of_cells:
            _, code, font = struct.unpack_from("<3H", content)
            name, strike = fonts[font] if font < len(fonts) else ("", False)
            found.append(Style(formats.get(code, "General"), name, strike))
    styles = tuple(found) or (Style(),)
    return styles, tuple(is_date_format(s.number_format) for s in styles)


class _Meaning(NamedTuple):
    texts: tuple[str, ...]
    dates: tuple[bool, ...]
    date1904: bool
    limits: Limits

    def cell(self, number: int, content: bytes) -> Cell | None:
        """The cell of a record, None where it is blank."""
        column, style = struct.unpack_from("<II", content)
        style &= 0xFFFFFF
        style = style if style < len(self.dates) else 0
        found = self._value(number, content[8:], style)
        formula = FORMULA_TEXT <= number <= FORMULA_ERROR
        return None if found is None else (column + 1, *found, style, formula)

    def _value(self, number: int, stored: bytes, style: int) -> tuple[str, Value] | None:
        if number in (CELL_TEXT, FORMULA_TEXT):
            return self._text(_wide(stored, 0)[0])
        if number == CELL_RICH:
            return self._text(_wide(stored, 1)[0])
        if number == CELL_SHARED:
            (at,) = struct.unpack_from("<I", stored)
            return self._text(self.texts[at]) if at < len(self.texts) else (ERROR, str(at))
        if number == RK:
            return self._number(_rk(struct.unpack_from("<I", stored)[0]), style)
        if number in (CELL_REAL, FORMULA_REAL):
            return self._number(struct.unpack_from("<d", stored)[0], style)
        (byte,) = struct.unpack_from("<B", stored)
        if number in (CELL_BOOL, FORMULA_BOOL):
            return BOOLEAN, bool(byte)
        return ERROR, _ERRORS.get(byte, f"#{byte}")

    def _text(self, text: str) -> tuple[str, Value] | None:
        if len(text) > self.limits.text_letters:
            return ERROR, short(text)
        return (TEXT, text) if text else None

    def _number(self, value: float, style: int) -> tuple[str, Value]:
        if value - value != 0:  # neither infinity nor NaN is a number that was typed
            return ERROR, str(value)
        when = moment(value, self.date1904) if self.dates[style] else None
        return (NUMBER, value) if when is None else (DATE, when)


def _rk(packed: int) -> float:
    """A number in 30 bits (MS-XLSB 2.5.123): an integer or the head of a double, maybe in cents."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))
    return value / 100 if packed & 1 else value


def _sheet(
    package: xlsx.Package, listed: Listed, relation: Relation | None, meaning: _Meaning
) -> Sheet:
    part = xlsx.part_of(listed, relation)
    if part is None:
        return Sheet(listed.title, listed.state, skipped=True)
    grid = _Grid(meaning)
    for number, content in records(package.bytes_of(part)):
        grid.take(number, content)
    rows, flaws = settle(listed.title, grid.rows, grid.unsorted, meaning.limits)
    return Sheet(
        listed.title,
        listed.state,
        rows,
        frozenset(grid.hidden_rows & rows.keys()),
        frozenset(grid.hidden_columns),
        tuple(grid.merges),
        flaws=tuple(flaws),
        holds_values=bool(rows or flaws),
    )


class _Grid:
    def __init__(self, meaning: _Meaning) -> None:
        self.meaning = meaning
        self.rows: Rows = {}
        self.unsorted: set[int] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[tuple[int, int, int, int]] = []
        self.row = 0

    def take(self, number: int, content: bytes) -> None:
        """One record of a worksheet; those that say nothing about cells are passed over."""
        if number == ROW:
            self._row(content)
        elif RK <= number <= FORMULA_ERROR or number == CELL_RICH:
            self._put(self.meaning.cell(number, content))
        elif number == COLUMN_INFO:
            first, last, _, _, bits = struct.unpack_from("<4IH", content)
            if bits & 1:
                most = min(last, self.meaning.limits.columns - 1)
                self.hidden_columns.update(range(first + 1, most + 2))
        elif number == MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", content)
            if len(self.merges) >= self.meaning.limits.merges:
                raise Unreadable(*self.meaning.limits.passed("merges"))
            self.merges.append((top + 1, left + 1, bottom + 1, right + 1))

    def _row(self, content: bytes) -> None:
        self.row = struct.unpack_from("<I", content)[0] + 1
        if self.row > LAST_ROW:
            raise Unreadable("damaged")
        if len(content) > 11 and content[11] & 0x10:
            self.hidden_rows.add(self.row)

    def _put(self, cell: Cell | None) -> None:
        if cell is None:
            return
        if not self.row or cell[0] > LAST_COLUMN:
            raise Unreadable("damaged")
        cells = self.rows.setdefault(self.row, [])
        if cells and cells[-1][0] >= cell[0]:
            self.unsorted.add(self.row)
        cells.append(cell)
