"""Findings of one file on their way into an Issue: the place is known here, the words are not."""

from __future__ import annotations

from collections.abc import Iterable

from consolidate.catalogue import CATALOGUE, finding
from consolidate.issues import Issue, Place, Severity, column_letters
from consolidate.parse.readings import Reading
from consolidate.plan.models import Column, SheetPlan


def of_reading(reading: Reading, place: Place, column: Column) -> Issue:
    """The Issue of one read cell. An error code whose value could be kept is a warning."""
    severity = CATALOGUE[reading.code].severity
    if severity is Severity.ERROR and not reading.refused:
        severity = Severity.WARNING
    facts = dict(reading.facts) | where(place, column)
    return Issue(place, reading.code, severity, tuple(sorted(facts.items())))


def where(place: Place, column: Column) -> dict[str, str]:
    """The facts that say where: cell, row and the column's title."""
    cell = place.cell or (f"{column_letters(place.column)}" if place.column else "")
    return {"cell": cell, "row": str(place.row), "title": column.title}


def about_columns(file: str, plan: SheetPlan, head_row: int, fields: Iterable[str]) -> list[Issue]:
    """FIL-08 for each field whose column is missing or stands in the sheet twice."""
    place = Place(file, plan.key, head_row)
    titles = (plan.by_field[field].title for field in fields)
    return [finding(place, "FIL-08", sheet=plan.title, title=title) for title in titles]
