"""Which sheet of a returned book is which sheet of the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from consolidate.plan.models import Plan, SheetPlan
from consolidate.read.cells import KIND, TEXT, VALUE, Book, Sheet
from consolidate.recognise.columns import Head, field_names_in, find_head, title_key
from consolidate.sheet_names import OURS
from consolidate.text import fold, tidy

COPY = re.compile(r"\s*\(\d+\)$")
NUMBERED = re.compile(r"^\s*(biểu\s*)?(số\s*)?\d+\s*[.\-:)]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet of the book taken for a sheet of the plan; `head` is None for the form sheet."""

    plan: SheetPlan
    sheet: Sheet
    head: Head | None
    renamed: bool


@dataclass(frozen=True, slots=True)
class FoundSheets:
    """All sheets: found by plan key, plan keys without a sheet, and titles of foreign sheets."""

    found: Mapping[str, FoundSheet]
    missing: tuple[SheetPlan, ...]
    foreign: tuple[Sheet, ...]


def is_wanted(title: str) -> bool:
    """Whether the cells of a sheet of that title can bear on a return."""
    return title not in OURS


def find_sheets(book: Book, plan: Plan) -> FoundSheets:
    """Match the sheets of a book to those of the plan; nothing is matched by its position.

    A sheet is known by its row of field names, else by its title, else by the words of its head.
    Of two sheets that fit, the one with the plan's own title is taken, then the one with more
    rows; the other is foreign (FIL-07).
    """
    sheets = [s for s in book.sheets if is_wanted(s.title) and s.rows]
    claims: dict[str, list[tuple[tuple[int, int, int], Sheet]]] = {}
    for sheet in sheets:
        key, strength = _best(sheet, plan)
        if key:
            exact = title_key(sheet.title) == title_key(plan.sheet(key).title)
            claims.setdefault(key, []).append(((strength, int(exact), len(sheet.rows)), sheet))
    found: dict[str, FoundSheet] = {}
    for key, rivals in claims.items():
        sheet = max(rivals, key=lambda r: r[0])[1]
        declared = plan.sheet(key)
        head = find_head(sheet, declared) if declared.kind == "table" else None
        if declared.kind == "table" and head is None and not _same_title(sheet, declared):
            continue
        found[key] = FoundSheet(declared, sheet, head, not _same_title(sheet, declared))
    taken = {id(f.sheet) for f in found.values()}
    return FoundSheets(
        found=found,
        missing=tuple(s for s in plan.sheets if s.key not in found),
        foreign=tuple(s for s in sheets if id(s) not in taken),
    )


def _same_title(sheet: Sheet, declared: SheetPlan) -> bool:
    return title_key(sheet.title) == title_key(declared.title)


def _best(sheet: Sheet, plan: Plan) -> tuple[str | None, int]:
    """The plan sheet that a sheet looks most like, and how surely (3 fields, 2 title, 1 words)."""
    names = field_names_in(sheet) | _form_names(sheet)
    shares = {s.key: len(names & {c.field for c in s.shown}) / len(s.shown) for s in plan.sheets}
    key = max(shares, key=lambda k: shares[k])
    if shares[key] >= 0.3 and list(shares.values()).count(shares[key]) == 1:
        return key, 3
    titles = {fold(s.title): s.key for s in plan.sheets}
    for title in (sheet.title, COPY.sub("", sheet.title), NUMBERED.sub("", sheet.title)):
        if fold(title) in titles:
            return titles[fold(title)], 2
    heads = {
        s.key: len(head.columns) / len(s.shown)
        for s in plan.tables
        if (head := find_head(sheet, s)) is not None
    }
    if heads and max(heads.values()) >= 0.5:
        return max(heads, key=lambda k: heads[k]), 1
    return None, 0


def _form_names(sheet: Sheet) -> set[str]:
    """Field names written down the first column, as on the form sheet."""
    return {tidy(str(cells[0][VALUE])) for cells in sheet.rows.values() if cells[0][KIND] == TEXT}
