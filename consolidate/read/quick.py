"""The usual spelling of a worksheet, read by pattern: five times as fast as event by event.

Excel, LibreOffice, WPS, openpyxl and XlsxWriter all write `<c r= s= t=><f>…</f><v>…</v></c>`. This
path takes a part only where that accounts for every tag of it; where anything else occurs it
declines, and the parser reads the part from the start. Whatever it takes, it reads as the parser
would: a test holds both against each other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from consolidate.limits import Limits
from consolidate.read.budget import Budget
from consolidate.read.cells import NUMBER, Cell, Value
from consolidate.read.grid import LAST_COLUMN, LAST_ROW, check_size
from consolidate.read.markup import check_tokens, parse
from consolidate.read.sheet import TRUE, Grid, Meaning, SheetListener, column_number
from consolidate.read.spelling import (
    Unusual,
    check_entities,
    has_usual_letters,
    has_usual_names,
    is_decimal,
    resolved,
)
from consolidate.read.strings import Strings
from consolidate.read.styles import Styles

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
NUMBERS, CLOSED = "n", "/"  # types of cells: the usual one, and what has a style alone
_BLANK = r'<c r="[A-Z]++[1-9][0-9]*+"(?: s="[0-9]++")?+ ?/>'  # a style alone
_BLANK_ROW = re.compile(rf'<row r="[1-9][0-9]{{0,6}}+"([^<>]*+)>(?:{_BLANK})*+</row>')
_ROW = re.compile(r'\s*+<row r="([1-9][0-9]{0,6}+)"([^<>]*+)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"([^<>]*+)>'
    r"(?:<v>([^<]++)</v></c>|(</c>|<[fiv](?:(?!</c>).)*+</c>)?)",
    re.DOTALL,
)
_LOOK = re.compile(r'(?: s="([0-9]{1,9})")?(?: t="(?:n|([a-zA-Z]+))")?( ?/)?')
_CONTENT = re.compile(
    r'(<f(?: [a-zA-Z0-9]+="[^"<>&]*")*(?: ?/>|>[^<]*</f>))?'
    r"(?:<v>([^<]+)</v>|"
    r'(<v></v>|<v ?/>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>))?</c>'
)
_ATTRIBUTES = re.compile(r'(?: [\w:.]+="[^"<>&]*")* ?', re.ASCII)
_ATTRIBUTE = re.compile(r' ([\w:.]+)="([^"]*)"', re.ASCII)


class _Columns(dict[str, int]):
    """Column numbers by letters, as far as a spreadsheet has columns."""

    def __missing__(self, letters: str) -> int:
        number = column_number(letters)
        if number > LAST_COLUMN:
            raise Unusual
        self[letters] = number
        return number


class _Values(dict[str, tuple[str, Value]]):
    """Kind and value of a type of cells by what is stored, each worked out once."""

    def __init__(self, meaning: Meaning, kind: str, style: int) -> None:
        super().__init__()
        self.meaning, self.kind, self.style = meaning, kind, style

    def __missing__(self, stored: str) -> tuple[str, Value]:
        if self.kind == CLOSED:
            raise Unusual
        found = self.meaning.value(self.kind, resolved(stored), self.style, None) or _NOTHING
        self[stored] = found
        return found


class _Looks(dict[str, tuple[int, _Values | None, str]]):
    """Style number, values and type by the attributes of a cell."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning
        self.kept: dict[str, _Values] = {}

    def __missing__(self, attributes: str) -> tuple[int, _Values | None, str]:
        match = _LOOK.fullmatch(attributes)
        if match is None:
            raise Unusual
        style, kind = self.meaning.style(match[1]), match[2] or NUMBERS
        if match[3]:
            kind = CLOSED
        is_date = kind == NUMBERS and self.meaning.styles.dates[style]
        values = None
        if is_date or kind != NUMBERS:
            name = "dates" if is_date else kind
            values = self.kept.setdefault(name, _Values(self.meaning, kind, style))
        self[attributes] = look = style, values, kind
        return look


class Known:
    """What the cells of a workbook refer to, looked up once for all its sheets."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.looks = _Looks(meaning)


_COLUMNS = _Columns()
_NOTHING = ("", None)  # the kind and value of no cell


def quick_grid(xml: bytes, part: str, known: Known, budget: Budget) -> Grid | None:
    """What a worksheet part holds, or None where its spelling asks for the parser.

    Raises Unreadable as the parser does, for the parts around the rows.
    """
    start, end = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if start < len(_OPEN) or end < start:
        return None
    body, frame = xml[start:end], xml[:start] + xml[end:]
    if not has_usual_names(frame) or b"<!" in frame or frame.count(b"<sheetData") != 1:
        return None
    try:
        rows = _Rows(body.decode("utf-8"), frame.decode("utf-8"), part, known)
        rows.read()
    except (Unusual, ValueError):  # not UTF-8, or a number that is none
        return None
    check_tokens(body, budget)
    budget.parse(xml.count(b"<"))
    around = _around(frame, part, known.meaning.limits)
    if around.rows or around.flaws:  # cells outside the rows
        return None
    return replace(around, rows=rows.rows, hidden_rows=rows.hidden, unsorted=set())


@lru_cache(maxsize=64)
def _around(frame: bytes, part: str, limits: Limits) -> Grid:
    """What stands before and after the rows; alike in all files that come from one template."""
    listener = SheetListener(part, Meaning(Strings(), Styles(), date1904=False, limits=limits))
    parse([frame], part, listener, Budget(limits))
    return listener.grid


class _Rows:
    """The rows of one part. `read` raises Unusual as soon as something is not accounted for."""

    def __init__(self, body: str, frame: str, part: str, known: Known) -> None:
        self.frame = frame
        self.part = part
        self.known = known
        self.meaning = known.meaning
        self.rows: dict[int, list[Cell]] = {}
        self.hidden: set[int] = set()
        self.hides: dict[str, bool] = {"": False}
        self.body = self._without_blanks(body)
        if not has_usual_letters("".join((self.body, *self.hides)).encode()):
            raise Unusual
        self.wary = not is_decimal(self.body)  # then each number is looked at by itself

    def _without_blanks(self, body: str) -> str:
        """The body without the rows whose cells have a style alone: most of many files."""
        first, *rest = _BLANK_ROW.split(body)
        kept = [first]
        if rest:
            for attributes in set(rest[::2]):
                self._is_hidden(attributes)
            kept += rest[1::2]
            if any(text and not text.isspace() and text[-6:] != "</row>" for text in kept[:-1]):
                raise Unusual  # a row that does not stand between rows
        return "".join(kept)

    def read(self) -> None:
        """Row by row; the sum of the tags of all rows must be that of the body."""
        *pieces, last = self.body.split("</row>")
        tags = len(pieces) + sum(map(self._row, pieces))
        head, end, closed = self._opened(last)
        if head or last[end:].strip() or tags + closed != self.body.count("<"):
            raise Unusual
        if "&" in self.body:
            check_entities(self.body)

    def _row(self, piece: str) -> int:
        """Take what stands before the end of a row: rows that close themselves, then the row.

        Gives the number of its tags.
        """
        head, end, closed = self._opened(piece)
        if head is None:
            raise Unusual
        row, attributes = head.groups()
        hidden, tags = self._is_hidden(attributes), closed + 1
        found = _CELL.findall(piece, end)
        if found:
            tags += self._cells(row, found)
            if hidden:
                self.hidden.add(int(row))
        return tags

    def _opened(self, piece: str) -> tuple[re.Match[str] | None, int, int]:
        """The first row that does not close itself, where what was matched ends, and how many
        rows before it close themselves."""
        at, closed = 0, 0
        while (head := _ROW.match(piece, at)) is not None:
            at = head.end()
            if not head[2].endswith("/"):
                break
            self._is_hidden(head[2][:-1])
            closed += 1
        return head, at, closed

    def _is_hidden(self, attributes: str) -> bool:
        """Whether a row of these attributes is hidden; none may stand twice or be undeclared."""
        known = self.hides.get(attributes)
        if known is not None:
            return known
        pairs = dict(_ATTRIBUTE.findall(attributes))
        prefixes = {name.partition(":")[0] for name in pairs if ":" in name}
        if (
            _ATTRIBUTES.fullmatch(attributes) is None
            or len(pairs) < attributes.count("=")
            or "r" in pairs
            or any(f"xmlns:{prefix}=" not in self.frame for prefix in prefixes)
        ):
            raise Unusual
        self.hides[attributes] = hidden = pairs.get("hidden") in TRUE
        return hidden

    def _cells(self, row_digits: str, found: list[tuple[str, ...]]) -> int:
        """Take the cells of one row; the number of their tags.

        All reading time goes through this loop, hence its shape.
        """
        row, last, tags = int(row_digits), 0, 4 * len(found)
        if row > LAST_ROW or row in self.rows:
            raise Unusual
        cells: list[Cell] = []
        add = cells.append
        looks, wary = self.known.looks, self.wary
        for letters, digits, attributes, stored, other in found:
            column = _COLUMNS[letters]
            if digits != row_digits or column <= last:
                raise Unusual
            last = column
            style, values, kind = looks[attributes]
            if not stored:
                tags += other.count("<") - 3
                what, value, computed = self._odd(style, values, kind, other)
                if what:
                    add((column, what, value, style, computed))
            elif values is not None:
                what, value = values[stored]
                if what:
                    add((column, what, value, style, False))
            else:
                number = float(stored)
                if number - number != 0.0 or (wary and not is_decimal(stored)):
                    raise Unusual
                add((column, NUMBER, number, style, False))
        self._keep(row, cells)
        return tags

    def _keep(self, row: int, cells: list[Cell]) -> None:
        if cells:
            self.rows[row] = cells
            if len(self.rows) > self.meaning.limits.rows:
                check_size(self.part, len(self.rows), 0, self.meaning.limits)

    def _odd(
        self, style: int, values: _Values | None, kind: str, content: str
    ) -> tuple[str, Value, bool]:
        """A cell with more or less than a value: a formula, an empty value, a text of its own."""
        if kind == CLOSED and not content:
            return *_NOTHING, False
        match = _CONTENT.fullmatch(content)
        if match is None or kind == CLOSED:
            raise Unusual
        formula, stored, other = match.groups()
        if stored and values is not None:
            return *values[stored], formula is not None
        if other is not None:
            stored = ""
        if other is not None and other.startswith("<is>"):
            stored = other.removeprefix("<is>").partition(">")[2].removesuffix("</t></is>")
            if stored:
                kind = "inlineStr"
            elif kind != "inlineStr":
                stored = None
        text = resolved(stored) if stored else stored
        written = None
        if formula:
            written = resolved(formula.partition(">")[2].removesuffix("</f>"))
        found = self.meaning.value(kind, text, style, written) or _NOTHING
        return *found, formula is not None
