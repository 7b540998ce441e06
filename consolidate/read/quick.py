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
from consolidate.read.cells import NUMBER, TEXT, Cell, Value
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
_ROW = re.compile(r'\s*<row r="([1-9][0-9]{0,6})"((?: [\w:.]+="[^"<>&]*")*) ?(/?)>', re.ASCII)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,9})")?(?: t="(?:n|([a-zA-Z]+))")?>'
    r'(<f(?: [a-zA-Z0-9]+="[^"<>&]*")*(?: ?/>|>[^<]*</f>))?'
    r"(?:<v>([^<]+)</v>|"
    r'(<v></v>|<v ?/>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>))?</c>'
)
_EMPTY = r'<c r="[A-Z]+[1-9][0-9]*"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")? ?/>'
_EMPTY_CELL = re.compile(_EMPTY)
_EMPTY_CELLS = re.compile(f"(?:{_EMPTY})*+")
_ATTRIBUTE = re.compile(r' ([\w:.]+)="([^"]*)"', re.ASCII)


class _Columns(dict[str, int]):
    """Column numbers by letters, as far as a spreadsheet has columns."""

    def __missing__(self, letters: str) -> int:
        number = column_number(letters)
        if number > LAST_COLUMN:
            raise Unusual
        self[letters] = number
        return number


class _Styles(dict[str, int]):
    """Style numbers that exist by their digits, blank for none."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning

    def __missing__(self, digits: str) -> int:
        self[digits] = number = self.meaning.style(digits)
        return number


class _Shared(dict[str, tuple[str, Value]]):
    """Kind and value by the digits that refer to a shared text."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning

    def __missing__(self, stored: str) -> tuple[str, Value]:
        texts = self.meaning.strings.texts
        found: tuple[str, Value]
        known = stored.isdecimal() and stored.isascii() and len(stored) < 9
        if known and int(stored) < len(texts) and not self.meaning.strings.overlong:
            text = texts[int(stored)]
            found = (TEXT, text) if text else _BLANK
        else:
            found = self.meaning.value("s", resolved(stored), 0, None) or _BLANK
        self[stored] = found
        return found


class Known:
    """What the cells of a workbook refer to, looked up once for all its sheets."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.styles = _Styles(meaning)
        self.shared = _Shared(meaning)


_COLUMNS = _Columns()
_BLANK = ("", None)  # the kind of no cell


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
    if not has_usual_letters(body):
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
        self.body = body
        self.frame = frame
        self.part = part
        self.known = known
        self.meaning = known.meaning
        self.rows: dict[int, list[Cell]] = {}
        self.hidden: set[int] = set()
        self.tags = 0
        self.wary = not is_decimal(body)  # then each number is looked at by itself
        self.hides: dict[str, bool] = {"": False}

    def read(self) -> None:
        """Row by row; the sum of the tags of all rows must be that of the body."""
        body = self.body
        pieces = body.split("</row>")
        for piece in pieces[:-1]:
            self._piece(piece)
        if pieces[-1][self._opened(pieces[-1])[1] :].strip():
            raise Unusual
        if self.tags + len(pieces) - 1 != body.count("<"):
            raise Unusual
        if "&" in body:
            check_entities(body)

    def _piece(self, piece: str) -> None:
        """What stands before the end of a row: rows without cells, then the row itself."""
        head, _ = self._opened(piece)
        if head is None:
            raise Unusual
        row, attributes, _ = head.groups()
        self.tags += 1
        hidden = self._is_hidden(attributes)
        found = self._with_values(piece, head.end())
        if found:
            self._cells(row, found)
            if hidden:
                self.hidden.add(int(row))

    def _with_values(self, piece: str, at: int) -> list[tuple[str, ...]]:
        """The cells of a row that hold something; those with a style alone are only counted."""
        if "/>" in piece:
            if "</c>" not in piece:
                if _EMPTY_CELLS.fullmatch(piece, at) is None:
                    raise Unusual
                self.tags += piece.count("<", at)
                return []
            found = _CELL.findall(piece, at)
            self.tags += len(_EMPTY_CELL.findall(piece, at))
            return found
        return _CELL.findall(piece, at)

    def _opened(self, piece: str) -> tuple[re.Match[str] | None, int]:
        """The first row that does not close itself, and where those end that do."""
        at = 0
        while (head := _ROW.match(piece, at)) is not None and head[3]:
            self._is_hidden(head[2])
            self.tags += 1
            at = head.end()
        return head, at

    def _is_hidden(self, attributes: str) -> bool:
        """Whether a row of these attributes is hidden; none may stand twice or be undeclared."""
        known = self.hides.get(attributes)
        if known is not None:
            return known
        pairs = dict(_ATTRIBUTE.findall(attributes))
        prefixes = {name.partition(":")[0] for name in pairs if ":" in name}
        if (
            len(pairs) < attributes.count("=")
            or "r" in pairs
            or any(f"xmlns:{prefix}=" not in self.frame for prefix in prefixes)
        ):
            raise Unusual
        self.hides[attributes] = hidden = pairs.get("hidden") in TRUE
        return hidden

    def _cells(self, row_digits: str, found: list[tuple[str, ...]]) -> None:
        """The cells of one row. All reading time goes through this loop, hence its shape."""
        row, last, tags = int(row_digits), 0, 4 * len(found)
        if row > LAST_ROW or row in self.rows:
            raise Unusual
        cells: list[Cell] = []
        add = cells.append
        styles, shared, wary = self.known.styles, self.known.shared, self.wary
        dates = self.meaning.styles.dates
        for letters, digits, style_digits, kind, formula, stored, other in found:
            column = _COLUMNS[letters]
            if digits != row_digits or column <= last:
                raise Unusual
            last, style = column, styles[style_digits]
            if formula:
                tags += formula.count("<")
            value: Value
            if stored and not kind:
                what, value = NUMBER, float(stored)
                if value - value != 0.0 or (wary and not is_decimal(stored)):
                    raise Unusual
                if dates[style]:
                    what, value = self.meaning.dated(value)
            elif stored and kind == "s":
                what, value = shared[stored]
            else:
                what, value = self._odd(kind, formula, stored, other, style)
                tags += 0 if stored else other.count("<") - 2
            if what:
                add((column, what, value, style, formula != ""))
        self.tags += tags
        self._keep(row, cells)

    def _keep(self, row: int, cells: list[Cell]) -> None:
        if cells:
            self.rows[row] = cells
            if len(self.rows) > self.meaning.limits.rows:
                check_size(self.part, len(self.rows), 0, self.meaning.limits)

    def _odd(
        self, kind: str, formula: str, stored: str, other: str, style: int
    ) -> tuple[str, Value]:
        """Any cell by the rules that hold for the parser as well.

        `other` is what stands where a value is usual: an empty one, or a text in the cell itself.
        """
        text = resolved(stored) if stored or other else None
        if other.startswith("<is>"):
            inline = other.removeprefix("<is>").partition(">")[2].removesuffix("</t></is>")
            text = resolved(inline) if inline or kind == "inlineStr" else None
            kind = "inlineStr" if inline else kind
        written = None
        if formula:
            written = resolved(formula.partition(">")[2].removesuffix("</f>"))
        return self.meaning.value(kind or "n", text, style, written) or _BLANK
