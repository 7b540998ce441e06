"""What is put back into a cell of the unit: what was read, or what was typed."""

from __future__ import annotations

from datetime import datetime

from consolidate.parse.readings import Typed
from consolidate.parse.saying import is_percent, shown
from consolidate.plan.models import Column
from consolidate.read.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    FORMULA,
    KIND,
    NUMBER,
    TEXT,
    VALUE,
    Cell,
    Style,
)
from consolidate.template import Entry
from consolidate.text import MASKED, has_personal_number, mask

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
NOT_AVAILABLE = "#N/A"
EARLIEST_YEAR = 1904  # before it, the two date systems of workbooks do not agree
_KEPT_AS_TEXT = ("text", "reference", "url", "phone")


def entry_of(cell: Cell, style: Style, column: Column, value: Typed, *, is_told: bool) -> Entry:
    """The entry for a cell that was read as `value`; `is_told` where a finding speaks of it.

    What was read without a word is written as the template stores it: "15" as the number, a
    choice by its title. Where something is said the unit finds what it typed. Text columns keep
    their text to the letter. Errors of formulas are not entries (`error_of`).
    """
    if cell[KIND] in (ERROR, FORMULA):
        return None
    if is_told or value is None or (cell[KIND] == TEXT and column.type in _KEPT_AS_TEXT):
        return as_typed(cell, style, column)
    return value


def as_typed(cell: Cell, style: Style, column: Column | None = None) -> Entry:
    """What the one who typed it sees, so that it is read again as it was; 12 digits masked.

    A number keeps no format here, so a percentage is text.
    """
    kind, value = cell[KIND], cell[VALUE]
    if isinstance(value, str):
        return _text(masked(value, column), column)
    if kind == DATE and isinstance(value, datetime):
        return value if value.year >= EARLIEST_YEAR else shown(kind, value, style)
    if kind == NUMBER and isinstance(value, float):
        if is_percent(style):
            return shown(kind, value, style)
        return MASKED if value.is_integer() and len(f"{abs(value):.0f}") == len(MASKED) else value
    return (0, BOOLEAN, value, 0, False) if kind == BOOLEAN else None


def _text(value: str, column: Column | None) -> Entry:
    """A text; beside a list it is a cell, so that the template does not take it for a code."""
    is_listed = column is not None and column.type in ("choice", "yes_no")
    return (0, TEXT, value, 0, False) if is_listed else value


def masked(text: str, column: Column | None) -> str:
    """The text without numbers of citizens; a link keeps the other long numbers in it."""
    if column is not None and column.type == "url" and not has_personal_number(text):
        return text
    return mask(text)


def error_of(cell: Cell) -> str:
    """The error that a cell shows, blank where it shows none.

    A formula that was never calculated, and an error that spreadsheets do not share, become #N/A.
    """
    if cell[KIND] == FORMULA:
        return NOT_AVAILABLE
    if cell[KIND] != ERROR:
        return ""
    return str(cell[VALUE]) if cell[VALUE] in ERRORS else NOT_AVAILABLE


def lost_with(cell: Cell) -> str:
    """What an error cell quotes and its error does not show: a doubled value, too long a text."""
    is_own = cell[KIND] == ERROR and cell[VALUE] not in ERRORS
    return mask(str(cell[VALUE])) if is_own else ""
