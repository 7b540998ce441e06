"""Many units, one book: a template is drawn once with marks in it, and each unit's words put there.

Two units of a level differ in a handful of strings: who they are, and their communes. Drawing takes
a hundred times as long as replacing them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO

from consolidate.plan.models import ListValue
from consolidate.read.sheet import column_number
from consolidate.sheet_names import LISTS, LIVE, META
from consolidate.template.edition import Edition, Occasion
from consolidate.template.layout import quoted
from consolidate.template.lists import FIRST, used_lists
from consolidate.template.names import list_name
from consolidate.template.validation import STOPS_UP_TO

CODE, NAME, COMMUNES = "\ue000", "\ue001", 0xE100  # marks: characters that no text uses
_MARK = re.compile("[\ue000-\uf8ff]")
_WORDED = ("xl/sharedStrings.xml", "docProps/custom.xml")
_NAMES = "xl/workbook.xml"
_SHEET = re.compile('<sheet name="([^"]*)"')
_PLACE = re.compile('<(row|c) r="([A-Z]*)([0-9]+)"')

Draw = Callable[[Edition], bytes]
"""How a template is drawn whole."""


@dataclass(frozen=True)
class _Pattern(Edition):
    """An edition for a unit made of marks, with room for the communes of any of its level."""

    room: int

    def values(self, code: str) -> tuple[ListValue, ...]:
        if self.plan.lists[code].source != "communes":
            return super().values(code)
        return tuple(ListValue(code=f"c{i}", title=chr(COMMUNES + i)) for i in range(self.room))


@dataclass(frozen=True)
class Alike:
    """Units whose templates differ in words alone: those of a level with few communes, or many."""

    occasion: Occasion
    level: str
    many: bool

    @classmethod
    def of(cls, edition: Edition) -> Alike:
        """The units that are like the one of an edition. Raises ValueError for the blank master."""
        if edition.unit is None:
            raise ValueError(edition.identity)
        longest = max(map(len, _communes(edition).values()), default=0)
        occasion = Occasion(edition.plan, edition.period)
        return cls(occasion, edition.unit.level, longest > STOPS_UP_TO)

    @property
    def pattern(self) -> Edition:
        """An edition for a unit made of marks."""
        plan, period = self.occasion.plan, self.occasion.period
        units = [u for u in plan.units if u.level == self.level]
        counts = [len(plan.communes_of(u, period)) for u in units]
        room = max((n for n in counts if (n > STOPS_UP_TO) == self.many), default=0)
        unit = units[0].model_copy(update={"code": CODE, "full_name": NAME})
        return _Pattern(plan, period, unit, room)


def pressed(edition: Edition, draw: Draw) -> bytes:
    """The template of a unit without anything filled in, as the bytes of an .xlsx file."""
    if edition.unit is None:
        return tight(draw(edition))
    return _packed(in_words(_drawn(Alike.of(edition), draw), edition))


@lru_cache(maxsize=8)
def _drawn(alike: Alike, draw: Draw) -> Mapping[str, bytes]:
    """The parts of a book of marks."""
    return _members(draw(alike.pattern))


def in_words(members: Mapping[str, bytes], edition: Edition) -> dict[str, bytes]:
    """The parts with a unit's words for the marks; ranges of its communes end with the last one.

    A mark for which there is no word becomes an empty text: room that this unit does not need.
    """
    words, communes = {}, _communes(edition)
    if edition.unit is not None:
        words = {CODE: edition.unit.code, NAME: edition.unit.full_name}
    for values in communes.values():
        words |= {chr(COMMUNES + i): value.title for i, value in enumerate(values)}
    made = dict(members)
    for name in _WORDED:
        text = members[name].decode()
        made[name] = _MARK.sub(lambda mark: escape(words.get(mark[0], "")), text).encode()
    counts = {list_name(c): len(v) for c, v in communes.items()}
    made[_NAMES] = _shorten(members[_NAMES].decode(), counts).encode()
    return made


def _communes(edition: Edition) -> dict[str, tuple[ListValue, ...]]:
    """The communes that a unit sees, by the code of their list."""
    lists = edition.plan.lists
    used = (code for code in used_lists(edition.plan) if lists[code].source == "communes")
    return {code: edition.values(code) for code in used}


def tight(book: bytes) -> bytes:
    """The same workbook, packed as tightly as can be."""
    return _packed(_members(book))


def _members(book: bytes) -> dict[str, bytes]:
    """The parts of a workbook; hidden sheets leave out the addresses that follow."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    titles = _SHEET.findall(members[_NAMES].decode())
    for number, title in enumerate(titles, 1):
        if title in (LISTS, META, LIVE):
            name = f"xl/worksheets/sheet{number}.xml"
            members[name] = _in_order(members[name].decode()).encode()
    return members


def _in_order(sheet: str) -> str:
    """A sheet without the addresses of rows and cells that follow the one before.

    The format lets them be left out. Thousands of short texts and formulas are half addresses.
    """
    row = column = 0

    def shortened(found: re.Match[str]) -> str:
        nonlocal row, column
        tag, letters, digits = found.groups()
        if tag == "row":
            row, column, follows = int(digits), 0, int(digits) == row + 1
        else:
            column, follows = column_number(letters), column_number(letters) == column + 1
        return f"<{tag}" if follows else found[0]

    return _PLACE.sub(shortened, sheet)


def _packed(members: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return stream.getvalue()


def _shorten(book: str, counts: Mapping[str, int]) -> str:
    for name, count in counts.items():
        sheet = re.escape(quoted(LISTS))
        pattern = (
            rf'(<definedName name="{re.escape(name)}">{sheet}!\$([A-Z]+)\$[0-9]+:\$\2\$)[0-9]+<'
        )
        book, found = re.subn(pattern, rf"\g<1>{FIRST + max(count, 1) - 1}<", book)
        if found != 1:
            raise ValueError(name)
    return book
