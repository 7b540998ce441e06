"""The blank workbook of a unit, drawn from the plan: what goes out and comes back filled in.

Sheets, in order: the guide, the sheets of the plan, the checks; hidden: the lists; very hidden:
the stamp. The bytes depend on the arguments alone.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from consolidate.plan.models import Period, Plan, Unit
from consolidate.sheet_names import CHECK, GUIDE, LISTS, LIVE, META
from consolidate.template.check import write_check, write_counter
from consolidate.template.drawing import Entry, Formats, OpenSheet, Pen, open_book
from consolidate.template.edition import Edition, shown
from consolidate.template.filling import Filling
from consolidate.template.form import write_form
from consolidate.template.guide import write_guide
from consolidate.template.layout import FormLayout, Layout, TableLayout, layout
from consolidate.template.lists import write_lists
from consolidate.template.live import checks_of, colour, write_results
from consolidate.template.press import pressed, tight
from consolidate.template.stamp import form_hash, versions, write_stamp
from consolidate.template.table import write_table

__all__ = [
    "Entry",
    "Filling",
    "FormLayout",
    "Layout",
    "TableLayout",
    "build",
    "draw",
    "file_name",
    "form_hash",
    "labels_of",
    "layout",
    "master_name",
    "open_book",
    "versions",
]


def build(plan: Plan, period: Period, unit: Unit | None, filling: Filling | None = None) -> bytes:
    """The template of a unit for a period as the bytes of an .xlsx file.

    Without a unit it is the blank master. The unit's own values, or rows to be offered, are in
    `filling`.
    """
    edition = Edition(plan, period, unit)
    return tight(_drawn(edition, filling)) if filling else pressed(edition, _drawn)


def _drawn(edition: Edition, filling: Filling | None = None) -> bytes:
    stream = BytesIO()
    workbook = open_book(stream)
    draw(workbook, edition, filling or Filling())
    workbook.close()
    return stream.getvalue()


def draw(workbook: Any, edition: Edition, filling: Filling) -> dict[str, Pen]:
    """Draw a template into an open workbook; a pen for each of its sheets, by title.

    What is drawn on a sheet afterwards (marks, comments, further sheets) comes on top.
    """
    where, formats = layout(edition.plan), Formats(workbook)
    titles = [GUIDE, *(s.title for s in edition.plan.sheets), CHECK, LISTS, META, LIVE]
    pens = {title: Pen(workbook.add_worksheet(title, OpenSheet), formats) for title in titles}
    labels = {key: labels_of(t, edition, filling) for key, t in where.tables.items()}
    lists = write_lists(workbook, pens[LISTS], edition, where, labels)
    write_guide(pens[GUIDE], edition)
    checks, later = checks_of(edition)
    results = write_results(workbook, pens[LIVE], where, edition, checks)
    write_form(pens[where.form.title], where.form, edition, lists, filling)
    for table in where.tables.values():
        write_table(pens[table.title], table, edition, lists, filling)
    for place in where.places:
        write_counter(pens[place.title], place, results)
    colour(pens, where, checks)
    write_check(pens[CHECK], where, edition, results, later)
    write_stamp(workbook, pens[META], edition, where, filling)
    pens[LISTS].sheet.hide()
    pens[META].sheet.very_hidden()
    pens[LIVE].sheet.very_hidden()
    pens[GUIDE].sheet.activate()
    return pens


def file_name(unit: Unit) -> str:
    """The name of a unit's workbook, for example D001-ba-dinh.xlsx."""
    return f"{unit.code}-{unit.slug}.xlsx"


def master_name(plan: Plan, period: Period) -> str:
    """The name of the blank master of a period."""
    return f"{plan.key}-{period.code}.xlsx"


def labels_of(where: TableLayout, edition: Edition, filling: Filling) -> list[str]:
    """The names that references of other sheets will offer, one a row, blank where it has none."""
    label = where.sheet.label
    if label is None:
        return []
    column = where.sheet.by_field[label]
    rows = filling.tables.get(where.sheet.key, ())
    return [_label(row.get(label), edition, column) for row in rows]


def _label(entry: Entry, edition: Edition, column: Any) -> str:
    value = entry[2] if isinstance(entry, tuple) else shown(column, entry, edition)
    return value if isinstance(value, str) else ""
