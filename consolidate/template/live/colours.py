"""Colours that cells take as they are typed: red what must be mended, yellow what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consolidate import style
from consolidate.issues import Severity, column_letters
from consolidate.template.drawing import Pen, must
from consolidate.template.layout import LAST_ROW, FormLayout, Layout, TableLayout
from consolidate.template.live.checks import Check

LOOKS = (
    (Severity.ERROR, style.WRONG),
    (Severity.WARNING, style.DOUBTFUL),
    (Severity.INFO, style.DOUBTFUL),
)
OWN = "§"  # stands for the cell itself in a condition that reads no other cell of its row
_CELL = re.compile(r"\$[A-Z]+[0-9]+")


def colour(pens: dict[str, Pen], where: Layout, checks: Iterable[Check]) -> None:
    """Put conditional formats on the columns of the tables and the lines of the form.

    The ranges begin at the head row, which cannot be deleted and below which rows are inserted.
    Columns that are asked the same of their own cells share a format. Of two colours that a cell
    could take, the graver one is written first and so wins.
    """
    checks = tuple(checks)
    for severity, look in LOOKS:
        for place in where.places:
            own = [c for c in checks if c.sheet is place.sheet and c.severity is severity]
            pen = pens[place.title]
            for fields, condition in _formats(place, own):
                first = _area(place, fields[0])
                options = {
                    "type": "formula",
                    "criteria": _criteria(place, condition),
                    "format": pen.formats(look),
                }
                if len(fields) > 1:
                    options["multi_range"] = " ".join(_range(place, f) for f in fields)
                must(pen.sheet.conditional_format(*first, options))


def _criteria(place: FormLayout | TableLayout, condition: str) -> str:
    """A condition as a formula; SUMPRODUCT has it worked out as an array, as look-ups need it."""
    return f"=SUMPRODUCT({place.in_use}({condition}))>0"


def _formats(
    place: FormLayout | TableLayout, checks: Iterable[Check]
) -> Iterable[tuple[list[str], str]]:
    """Which fields take a colour together, and on what condition, written for the first of them."""
    alike: dict[str, list[str]] = {}
    alone: dict[str, list[str]] = {}
    for check in checks:
        for field, condition in check.colours:
            general = condition.replace(_own_cell(place, field), OWN)
            if OWN in general and not _CELL.search(general):
                alike.setdefault(general, []).append(field)
            else:
                alone.setdefault(field, []).append(condition)
    for condition, fields in alike.items():
        fields.sort(key=lambda f: _area(place, f))
        cell = _own_cell(place, fields[0]).replace("$", "")
        yield fields, condition.replace(OWN, cell)
    for field, conditions in alone.items():
        yield [field], "+".join(conditions)


def _own_cell(place: FormLayout | TableLayout, field: str) -> str:
    """The cell of a field in the row of the head, as conditions write it."""
    if isinstance(place, FormLayout):
        return f"${column_letters(place.input_column)}${place.rows[field]}"
    return f"${column_letters(place.columns[field])}{place.head_row}"


def _area(place: FormLayout | TableLayout, field: str) -> tuple[int, int, int, int]:
    """Where a field stands, counted from 0."""
    if isinstance(place, FormLayout):
        row, column = place.rows[field] - 1, place.input_column - 1
        return row, column, row, column
    column = place.columns[field] - 1
    return place.head_row - 1, column, LAST_ROW - 1, column


def _range(place: FormLayout | TableLayout, field: str) -> str:
    first_row, first, last_row, last = _area(place, field)
    return f"{column_letters(first + 1)}{first_row + 1}:{column_letters(last + 1)}{last_row + 1}"
