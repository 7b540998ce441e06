"""The usual spelling of a worksheet, read by pattern: five times as fast as event by event.

Excel, LibreOffice, WPS, openpyxl and XlsxWriter all write `<c r= s= t=><f>…</f><v>…</v></c>`. This
path takes a part only where that accounts for every tag of it; where anything else occurs it
declines, and the parser reads the part from the start. Whatever it takes, it reads as the parser
would: a test holds both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from consolidate.limits import Limits
from consolidate.read.budget import Budget
from consolidate.read.cells import NUMBER, TEXT, Cell, Value
from consolidate.read.grid import LAST_COLUMN, LAST_ROW, check_size
from consolidate.read.markup import check_tokens, parse
from consolidate.read.sheet import TRUE, Grid, Meaning, SheetListener, column_number
from consolidate.read.strings import Strings, read_strings
from consolidate.read.styles import Styles
from consolidate.read.values import unescape

_MAIN = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
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
_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ILLEGAL = bytes([*range(9), 11, 12, *range(13, 32)])  # a carriage return is for the parser, too


class _Columns(dict[str, int]):
    """Column numbers by letters, as far as a spreadsheet has columns."""

    def __missing__(self, letters: str) -> int:
        number = column_number(letters)
        if number > LAST_COLUMN:
            raise _Unusual
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
            found = self.meaning.value("s", _resolved(stored), 0, None) or _BLANK
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


class _Unusual(Exception):
    """The part is spelled in another way; nothing is said about whether it is sound."""


def quick_grid(xml: bytes, part: str, known: Known, budget: Budget) -> Grid | None:
    """What a worksheet part holds, or None where its spelling asks for the parser.

    Raises Unreadable as the parser does, for the parts around the rows.
    """
    start, end = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if start < len(_OPEN) or end < start:
        return None
    body, frame = xml[start:end], xml[:start] + xml[end:]
    if not _has_usual_names(frame) or b"<!" in frame or frame.count(b"<sheetData") != 1:
        return None
    if not _has_usual_letters(body):
        return None
    try:
        rows = _Rows(body.decode("utf-8"), frame.decode("utf-8"), part, known)
        rows.read()
    except (_Unusual, ValueError):  # not UTF-8, or a number that is none
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


def quick_strings(xml: bytes, part: str, budget: Budget) -> Strings | None:
    """Shared texts without rich runs, or None where the parser is needed."""
    start, end = xml.find(b"<si>"), xml.rfind(b"</sst>")
    if start < 0 or end < start:
        return None
    frame = xml[:start] + xml[end:]
    if not _has_usual_names(frame) or b"<!" in frame or not _has_usual_letters(xml[start:end]):
        return None
    try:
        body = xml[start:end].decode("utf-8")
        stored = _STRING.findall(body)
        if body.count("<") != 4 * len(stored):
            return None
        texts = [unescape(text) for text in _plain(stored, body)]
    except (_Unusual, UnicodeDecodeError):
        return None
    check_tokens(xml, budget)
    budget.parse(body.count("<"))
    if read_strings([frame], part, budget).texts:  # texts outside the usual ones
        return None
    most = budget.limits.text_letters
    overlong = frozenset(i for i, text in enumerate(texts) if len(text) > most)
    return Strings(tuple(texts), overlong)


def _has_usual_names(frame: bytes) -> bool:
    """Whether the frame of a part declares one namespace for all elements without a prefix."""
    return frame.count(b'xmlns="') == 1 and any(
        frame.count(uri) == 1 and b'xmlns="' + uri + b'"' in frame for uri in _MAIN
    )


def _has_usual_letters(body: bytes) -> bool:
    """Whether the body could hold anything that the parser refuses in or between its tags."""
    return (
        len(body.translate(None, _ILLEGAL)) == len(body)
        and b"]]>" not in body
        and b"xmlns" not in body
        and b"\xef\xbf\xbe" not in body
        and b"\xef\xbf\xbf" not in body
    )


def _plain(stored: list[str], body: str) -> Iterator[str]:
    """Texts with their entities resolved."""
    return map(_resolved, stored) if "&" in body else iter(stored)


def _resolved(text: str) -> str:
    if "&" not in text:
        return text
    if _ENTITY.sub("", text).count("&"):
        raise _Unusual
    return _ENTITY.sub(_letter, text)


def _check_entities(body: str) -> None:
    if "&" in _ENTITY.sub("", body):
        raise _Unusual
    if "&#" in body:
        _ENTITY.sub(_letter, body)


def _letter(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000
    if not legal or code in (0xFFFE, 0xFFFF):
        raise _Unusual
    return chr(code)


def _is_decimal(text: str) -> bool:
    """Whether nothing in a text could make `float` read a number that no spreadsheet writes."""
    return text.isascii() and "_" not in text


class _Rows:
    """The rows of one part. `read` raises _Unusual as soon as something is not accounted for."""

    def __init__(self, body: str, frame: str, part: str, known: Known) -> None:
        self.body = body
        self.frame = frame
        self.part = part
        self.known = known
        self.meaning = known.meaning
        self.rows: dict[int, list[Cell]] = {}
        self.hidden: set[int] = set()
        self.tags = 0
        self.wary = not _is_decimal(body)  # then each number is looked at by itself
        self.hides: dict[str, bool] = {"": False}

    def read(self) -> None:
        """Row by row; the sum of the tags of all rows must be that of the body."""
        body = self.body
        pieces = body.split("</row>")
        for piece in pieces[:-1]:
            self._piece(piece)
        if pieces[-1][self._opened(pieces[-1])[1] :].strip():
            raise _Unusual
        if self.tags + len(pieces) - 1 != body.count("<"):
            raise _Unusual
        if "&" in body:
            _check_entities(body)

    def _piece(self, piece: str) -> None:
        """What stands before the end of a row: rows without cells, then the row itself."""
        head, _ = self._opened(piece)
        if head is None:
            raise _Unusual
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
                    raise _Unusual
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
            raise _Unusual
        self.hides[attributes] = hidden = pairs.get("hidden") in TRUE
        return hidden

    def _cells(self, row_digits: str, found: list[tuple[str, ...]]) -> None:
        """The cells of one row. All reading time goes through this loop, hence its shape."""
        row, last, tags = int(row_digits), 0, 4 * len(found)
        if row > LAST_ROW or row in self.rows:
            raise _Unusual
        cells: list[Cell] = []
        add = cells.append
        styles, shared, wary = self.known.styles, self.known.shared, self.wary
        dates = self.meaning.styles.dates
        for letters, digits, style_digits, kind, formula, stored, other in found:
            column = _COLUMNS[letters]
            if digits != row_digits or column <= last:
                raise _Unusual
            last, style = column, styles[style_digits]
            if formula:
                tags += formula.count("<")
            value: Value
            if stored and not kind:
                what, value = NUMBER, float(stored)
                if value - value != 0.0 or (wary and not _is_decimal(stored)):
                    raise _Unusual
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
            check_size(self.part, len(self.rows), 0, self.meaning.limits)

    def _odd(
        self, kind: str, formula: str, stored: str, other: str, style: int
    ) -> tuple[str, Value]:
        """Any cell by the rules that hold for the parser as well.

        `other` is what stands where a value is usual: an empty one, or a text in the cell itself.
        """
        text = _resolved(stored) if stored or other else None
        if other.startswith("<is>"):
            inline = other.removeprefix("<is>").partition(">")[2].removesuffix("</t></is>")
            text = _resolved(inline) if kind == "inlineStr" else None
        written = None
        if formula:
            written = _resolved(formula.partition(">")[2].removesuffix("</f>"))
        return self.meaning.value(kind or "n", text, style, written) or _BLANK
