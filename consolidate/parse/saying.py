"""The facts of a finding in a cell: what was typed, shortened and masked, and what was meant."""

from __future__ import annotations

from datetime import date, datetime

from consolidate.catalogue import PHRASES
from consolidate.parse.readings import Reading, Typed
from consolidate.plan.models import Column
from consolidate.read.cells import BOOLEAN, Style, Value
from consolidate.text import mask, plain_number, tidy, vietnamese_date

SHORT = 60  # letters of a value that a finding quotes


def refusal(code: str, /, **facts: str) -> Reading:
    """Something was typed and gives no value."""
    return Reading(None, code, tuple(facts.items()), refused=True)


def remark(value: Typed, code: str, /, **facts: str) -> Reading:
    """A value, and something to be said of how it was read."""
    return Reading(value, code, tuple(facts.items()))


def is_percent(style: Style) -> bool:
    """Whether the cell shows its number as a percentage."""
    return "%" in style.number_format


def shown(kind: str, value: Value, style: Style) -> str:
    """The cell's value as the one who typed it sees it, in Vietnamese writing."""
    if kind == BOOLEAN:
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return vietnamese_date(value)
    if isinstance(value, int | float):
        return f"{percentage(value)}%" if is_percent(style) else plain_number(value)
    return tidy(value) if value else ""


def percentage(share: float) -> str:
    """A share as the number in front of its percent sign, without the noise of floats."""
    return plain_number(float(f"{share * 100:.15g}"))


def quoted(text: str, column: Column) -> str:
    """A value as a finding may quote it: short, without citizen numbers, nothing personal."""
    if column.personal:
        return PHRASES["hidden"]
    masked = mask(tidy(text))
    return masked if len(masked) <= SHORT else f"{masked[: SHORT - 1]}…"


def suggestion(column: Column, *values: str | None) -> str:
    """The end of a sentence that names what was probably meant (one value, or one of two)."""
    meant = [quoted(v, column) for v in values if v]
    if not meant or column.personal:
        return ""
    if len(meant) == 1:
        return PHRASES["suggest"].format(value=meant[0])
    return PHRASES["either"].format(first=meant[0], second=meant[1])
