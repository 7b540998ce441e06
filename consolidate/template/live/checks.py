"""Every live check of a template: what it looks at, how grave it is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from consolidate.issues import Severity, column_letters
from consolidate.plan.models import Column, Rule, SheetPlan
from consolidate.template import words
from consolidate.template.edition import list_of
from consolidate.template.layout import FormLayout, TableLayout
from consolidate.template.live import conditions
from consolidate.template.names import column_name, filled_name

Cells = Callable[[str], str]
"""How a formula writes the cell of a field: of one row, or of all rows at once."""


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong on a sheet.

    `fires` is a column of 0 and 1 over the rows of a table, or one such number. `fields` are where
    the reader is led, and `colours` what is coloured: a field with its condition in one row that
    is in use, as a conditional format of that row says it.
    """

    sheet: SheetPlan
    severity: Severity
    sentence: str
    fires: str
    fields: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]
    is_whole: bool = False  # judged once a file, not once a row
    rule: Rule | None = None

    @property
    def place(self) -> str:
        """The field that the reader is led to: the blamed one, else the one that names a row."""
        needed = (c.field for c in self.sheet.shown if c.required)
        return next(iter(self.fields), self.sheet.label or next(needed, self.sheet.shown[0].field))


def cell_checks(place: FormLayout | TableLayout) -> Iterator[Check]:
    """What each cell of a sheet can be asked by itself: filled, of its type, beyond doubt.

    What may be left blank and takes any text is asked one thing only, and all together.
    """
    free: list[Column] = []
    for column in place.sheet.shown:
        if column.type == "row_number":
            continue
        if conditions.is_free_text(column) and not column.required:
            free.append(column)
            continue
        one, every = (conditions.faulty(column, c(column.field)) for c in cells_of(place))
        if one:
            sentence = f"“{column.title}”: {_wrong_in_words(column)}"
            yield make(place, (column.field,), Severity.ERROR, sentence, (one, every))
        if doubt := _doubt(column, place):
            yield doubt
    if free:
        yield _of_free_texts(free, place)


def _doubt(column: Column, place: FormLayout | TableLayout) -> Check | None:
    one, every = (conditions.doubtful(column, c(column.field)) for c in cells_of(place))
    if not one:
        return None
    sentence = f"“{column.title}”: {_doubt_in_words(column)}"
    return make(place, (column.field,), Severity.WARNING, sentence, (one, every))


def _of_free_texts(columns: list[Column], place: FormLayout | TableLayout) -> Check:
    """No citizen's number in any of several texts: one check, and a colour for each of them."""
    in_row, named = cells_of(place)
    every = "+".join(conditions.faulty(c, named(c.field)) for c in columns)
    colours = tuple((c.field, _safe(conditions.faulty(c, in_row(c.field)))) for c in columns)
    fields = tuple(c.field for c in columns)
    made = make(place, fields, Severity.ERROR, words.WRONG_TEXTS, ("0", every))
    return replace(made, colours=colours)


def _wrong_in_words(column: Column) -> str:
    by_type = words.WRONG_CHOICE if list_of(column) else words.WRONG.get(column.type)
    if column.required:
        return words.MISSING_OR + by_type if by_type else words.MISSING_TEXT
    return by_type or words.LOOK_AGAIN


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
    """A check of rows from its condition in one row, and in all rows at once."""
    one, every = map(_safe, condition)
    is_form = isinstance(place, FormLayout)
    fires = every if is_form else f"{filled_name(place.sheet.key)}*{every}"
    colours = _colours(place, fields, one)
    return Check(place.sheet, severity, sentence, fires, fields, colours, is_form)


def whole(
    place: FormLayout | TableLayout,
    fields: tuple[str, ...],
    severity: Severity,
    sentence: str,
    condition: str,
) -> Check:
    """A check that is judged once a file; it colours lines of the form and no rows of a table."""
    one = _safe(condition)
    colours = _colours(place, fields, one) if isinstance(place, FormLayout) else ()
    return Check(place.sheet, severity, sentence, one, fields, colours, is_whole=True)


def _safe(condition: str) -> str:
    """1 where a condition holds, and where it cannot be worked out."""
    return f"IFERROR((({condition})*1<>0)*1,1)"


def _colours(
    place: FormLayout | TableLayout, fields: tuple[str, ...], one: str
) -> tuple[tuple[str, str], ...]:
    """Of several fields the blank ones are blamed, and all where none is blank."""
    if len(fields) < 2:
        return tuple((f, one) for f in fields)
    in_row, _ = cells_of(place)
    blank = {f: conditions.blank(place.sheet.by_field[f], in_row(f)) for f in fields}
    none = f"({'+'.join(blank.values())}=0)"
    return tuple((f, f"{one}*({blank[f]}+{none}>0)") for f in fields)


def cells_of(place: FormLayout | TableLayout) -> tuple[Cells, Cells]:
    """How cells of the own sheet are written for one row, and for all rows at once."""

    def named(field: str) -> str:
        return column_name(place.sheet.key, field)

    if isinstance(place, FormLayout):
        return named, named

    def in_row(field: str) -> str:
        return f"${column_letters(place.columns[field])}{place.head_row}"

    return in_row, named
