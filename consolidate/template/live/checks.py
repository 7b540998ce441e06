"""Every live check of a template: what it looks at, how grave it is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consolidate.issues import Severity, column_letters
from consolidate.plan.models import Column, SheetPlan
from consolidate.template import words
from consolidate.template.edition import list_of
from consolidate.template.layout import FormLayout, Layout, TableLayout
from consolidate.template.live import conditions
from consolidate.template.names import column_name, filled_name

Cells = Callable[[str], str]
"""How a formula writes the cell of a field: of one row, or of all rows at once."""


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong on a sheet.

    `fields` are coloured where it is, and the first is where the reader is led. `one_row` is 0 or
    1 in the row of a conditional format (for a row in use), `all_rows` a column of 0 and 1.
    """

    sheet: SheetPlan
    fields: tuple[str, ...]
    severity: Severity
    sentence: str
    one_row: str
    all_rows: str


def checks_of(where: Layout) -> tuple[Check, ...]:
    """All checks, sheet by sheet in the order of the template, errors before warnings."""
    found: list[Check] = []
    for place in where.places:
        own = [c for column in place.sheet.shown for c in _of_column(column, place)]
        found += sorted(own, key=lambda c: c.severity is not Severity.ERROR)
    return tuple(found)


def _of_column(column: Column, place: FormLayout | TableLayout) -> Iterator[Check]:
    """What a cell can be asked by itself: filled where it must be, of its type, beyond doubt."""
    if column.type == "row_number":
        return
    cells = tuple(c(column.field) for c in cells_of(place))
    title, at = f"“{column.title}”: ", (column.field,)
    wrong = [conditions.wrong(column, x) for x in cells]
    blank = [conditions.blank(column, x) for x in cells] if column.required else ["", ""]
    one, every = ("+".join(filter(None, parts)) for parts in zip(blank, wrong, strict=True))
    if one:
        yield make(place, at, Severity.ERROR, title + _wrong_in_words(column), (one, every))
    one, every = (conditions.doubtful(column, x) for x in cells)
    if one:
        yield make(place, at, Severity.WARNING, title + _doubt_in_words(column), (one, every))


def _wrong_in_words(column: Column) -> str:
    by_type = words.WRONG_CHOICE if list_of(column) else words.WRONG.get(column.type)
    if column.required:
        return words.MISSING_OR + by_type if by_type else words.MISSING_TEXT
    return by_type or words.WRONG_TEXT


def _doubt_in_words(column: Column) -> str:
    if column.type == "phone":
        return words.DOUBTFUL_PHONE
    return words.DOUBTFUL_LENGTH.format(limit=column.max_length)


def make(
    place: FormLayout | TableLayout,
    fields: tuple[str, ...],
    severity: Severity,
    sentence: str,
    condition: tuple[str, str],
) -> Check:
    """A check from a condition in its two readings; an error inside of it counts as wrong."""
    one, every = (f"IFERROR((({text})*1<>0)*1,1)" for text in condition)
    if isinstance(place, TableLayout):
        every = f"{filled_name(place.sheet.key)}*{every}"
    return Check(place.sheet, fields, severity, sentence, one, every)


def cells_of(place: FormLayout | TableLayout) -> tuple[Cells, Cells]:
    """How cells of the own sheet are written for one row, and for all rows at once."""

    def named(field: str) -> str:
        return column_name(place.sheet.key, field)

    if isinstance(place, FormLayout):
        return named, named

    def in_row(field: str) -> str:
        return f"${column_letters(place.columns[field])}{place.head_row}"

    return in_row, named
