"""Colours that cells take as they are typed: red what must be mended, yellow what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable

from consolidate import style
from consolidate.issues import Severity
from consolidate.template.drawing import Pen, must
from consolidate.template.layout import LAST_ROW, FormLayout, Layout, TableLayout
from consolidate.template.live.checks import Check


def colour(pens: dict[str, Pen], where: Layout, checks: Iterable[Check]) -> None:
    """Put a conditional format on each field and severity, down the whole column.

    The ranges begin at the head row, which cannot be deleted and below which rows are inserted.
    Of two colours that a cell could take, the graver one is written first and so wins.
    """
    conditions: dict[tuple[Severity, str, str], list[str]] = {}
    for check in checks:
        for field in check.fields:
            key = (check.severity, check.sheet.key, field)
            conditions.setdefault(key, []).append(check.one_row)
    for severity, look in ((Severity.ERROR, style.WRONG), (Severity.WARNING, style.DOUBTFUL)):
        for (own, sheet, field), parts in conditions.items():
            if own is severity:
                place = where.form if sheet == where.form.sheet.key else where.tables[sheet]
                pen = pens[place.title]
                options = {
                    "type": "formula",
                    "criteria": f"={place.in_use}({'+'.join(parts)})>0",
                    "format": pen.formats(look),
                }
                must(pen.sheet.conditional_format(*_area(place, field), options))


def _area(place: FormLayout | TableLayout, field: str) -> tuple[int, int, int, int]:
    """Where a field stands, counted from 0."""
    if isinstance(place, FormLayout):
        row, column = place.rows[field] - 1, place.input_column - 1
        return row, column, row, column
    column = place.columns[field] - 1
    return place.head_row - 1, column, LAST_ROW - 1, column
