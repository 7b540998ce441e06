"""Which sheet of a returned book is which sheet of the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from consolidate.plan.models import Plan, SheetPlan
from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Book, Cell, Sheet
from consolidate.recognise.form import find_form
from consolidate.recognise.heads import Head, field_names_in, find_head
from consolidate.recognise.titles import title_key
from consolidate.sheet_names import APPENDIX, OURS
from consolidate.text import fold, tidy

COPY = re.compile(
    r"^\s*(copy of|bản sao( của)?)\s+|\s*([-–]\s*)?(copy|bản sao)\s*(\(?\d+\)?)?$|[\s_]*\(?\d+\)?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\s*(biểu\s*)?(số\s*)?\d+\s*[.\-:)_]?\s*", re.IGNORECASE)
FIELDS, TITLE, WORDS = 3, 2, 1  # how surely a sheet is known: by field names, title, words
LIKE_FIELDS, LIKE_WORDS = 0.3, 0.5  # least share of the plan's columns

Content = frozenset[tuple[object, ...]]
"""What the rows of a sheet say, each row as pairs of field and value."""


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet of the book taken for a sheet of the plan; `head` is None for the form sheet.

    `copies` are further sheets that look like the same sheet of the plan, each with whether it
    holds rows that the one taken does not.
    """

    plan: SheetPlan
    sheet: Sheet
    head: Head | None
    renamed: bool
    copies: tuple[tuple[Sheet, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSheets:
    """All sheets: found by plan key, plan keys without a sheet, and foreign sheets."""

    found: Mapping[str, FoundSheet]
    missing: tuple[SheetPlan, ...]
    foreign: tuple[Sheet, ...]


@dataclass(frozen=True)
class _Claim:
    """A sheet that may be a sheet of the plan, and how surely."""

    declared: SheetPlan
    sheet: Sheet
    strength: int
    exact: bool
    head: Head | None

    @cached_property
    def content(self) -> Content:
        """What it holds as that sheet; asked for only where there are several of them."""
        return content_of(self.sheet, self.declared)

    @property
    def is_complete(self) -> bool:
        """Whether every obligatory column was found."""
        unread = self.head.unread if self.head else ()
        return not any(self.declared.by_field[f].required for f in unread)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, int]:
        """The best claim is the highest: a sheet that holds nothing is worth less than any."""
        headed = self.head is not None
        return bool(self.content), headed, self.exact, self.strength, len(self.content)


def is_wanted(title: str) -> bool:
    """Whether the cells of a sheet of that title can bear on a return."""
    return title not in OURS


def is_read(title: str) -> bool:
    """Whether a sheet of that title is read: also an appendix that came back."""
    return is_wanted(title) or title == APPENDIX


def find_sheets(book: Book, plan: Plan) -> FoundSheets:
    """Match the sheets of a book to those of the plan; nothing is matched by its position.

    A sheet is known by its row of field names, else by its title, else by the words of its head.
    Of several that fit, one with rows is taken before one without, then the one with the plan's
    own title; the others are copies (FIL-07).
    """
    sheets = [s for s in book.sheets if is_wanted(s.title) and s.rows]
    claims: dict[str, list[_Claim]] = {}
    for sheet in sheets:
        key, strength = _best(sheet, plan)
        if key:
            claim = _claim(sheet, plan.sheet(key), strength)
            if claim.head is not None or claim.exact or plan.sheet(key).kind == "form":
                claims.setdefault(key, []).append(claim)
    found = {key: _chosen(plan.sheet(key), _serious(rivals)) for key, rivals in claims.items()}
    taken = {id(s) for f in found.values() for s in (f.sheet, *(c for c, _ in f.copies))}
    return FoundSheets(
        found=found,
        missing=tuple(s for s in plan.sheets if s.key not in found),
        foreign=tuple(s for s in sheets if id(s) not in taken),
    )


def _serious(rivals: list[_Claim]) -> list[_Claim]:
    """The claims without those of sheets that share but some words with one that is surely meant.

    A list of somebody's own that has columns for a text and a note is no second sheet of remarks.
    """
    if all(r.strength == WORDS for r in rivals):
        return rivals
    return [r for r in rivals if r.strength > WORDS or r.is_complete]


def _chosen(declared: SheetPlan, rivals: list[_Claim]) -> FoundSheet:
    best = max(rivals, key=lambda r: r.rank) if len(rivals) > 1 else rivals[0]
    copies = tuple(
        (r.sheet, not r.content <= best.content) for r in rivals if r is not best and r.sheet.rows
    )
    return FoundSheet(declared, best.sheet, best.head, not best.exact, copies)


def content_of(sheet: Sheet, declared: SheetPlan) -> Content:
    """What a sheet says as that sheet of the plan: the rows below its head, the lines of a form."""
    if declared.kind == "form":
        return frozenset(
            (line.field, _value(line.cell))
            for line in find_form(sheet, declared)
            if line.cell is not None
        )
    head = find_head(sheet, declared)
    return _rows(sheet, declared, head) if head else frozenset()


def _claim(sheet: Sheet, declared: SheetPlan, strength: int) -> _Claim:
    exact = title_key(sheet.title) == title_key(declared.title)
    head = find_head(sheet, declared) if declared.kind == "table" else None
    return _Claim(declared, sheet, strength, exact, head)


def _rows(sheet: Sheet, declared: SheetPlan, head: Head) -> Content:
    """The rows below the head by what they say, whatever their order and number."""
    numbered = {c.field for c in declared.shown if c.type == "row_number"}
    fields = {c.column: c.field for c in head.columns if c.field not in numbered}
    rows = (
        tuple((fields[c[COLUMN]], _value(c)) for c in cells if c[COLUMN] in fields)
        for number, cells in sheet.rows.items()
        if number > head.row
    )
    return frozenset(tuple(sorted(row, key=lambda p: p[0])) for row in rows if len(row) >= 2)


def _value(cell: Cell) -> object:
    return tidy(str(cell[VALUE])) if cell[KIND] == TEXT else cell[VALUE]


def _best(sheet: Sheet, plan: Plan) -> tuple[str | None, int]:
    """The plan sheet that a sheet looks most like, and how surely."""
    names = field_names_in(sheet) | _form_names(sheet)
    shares = {s.key: len(names & {c.field for c in s.shown}) / len(s.shown) for s in plan.sheets}
    key = max(shares, key=lambda k: shares[k])
    if shares[key] >= LIKE_FIELDS and list(shares.values()).count(shares[key]) == 1:
        return key, FIELDS
    titles = {fold(s.title): s.key for s in plan.sheets}
    for title in _titles(sheet.title):
        if fold(title) in titles:
            return titles[fold(title)], TITLE
    likeness = {s.key: _likeness(sheet, s) for s in plan.sheets}
    key = max(likeness, key=lambda k: likeness[k])
    return (key, WORDS) if likeness[key] >= LIKE_WORDS else (None, 0)


def _titles(title: str) -> tuple[str, ...]:
    """A title as it stands, without what copying adds to it, and without a number in front."""
    copied = COPY.sub("", title)
    return title, copied, NUMBERED.sub("", title), NUMBERED.sub("", copied)


def _likeness(sheet: Sheet, declared: SheetPlan) -> float:
    """The share of the plan's columns (or lines of the form) that are found by words alone."""
    if declared.kind == "form":
        return len(find_form(sheet, declared)) / len(declared.shown)
    head = find_head(sheet, declared)
    return len(head.columns) / len(declared.shown) if head else 0


def _form_names(sheet: Sheet) -> set[str]:
    """Field names written down a column, as on the form sheet."""
    return {
        value
        for cells in sheet.rows.values()
        for c in cells[:1]
        if c[KIND] == TEXT and (value := tidy(str(c[VALUE]))).isascii()
    }
