"""The form sheets of the files that count, one line a file (working edition alone)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consolidate.outcome import Outcome, Return
from consolidate.plan.models import Column, Type
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.tables import FILE, UNIT
from consolidate.report.values import Titles
from consolidate.style import VALUES, WIDTHS
from consolidate.text import with_unit


def senders_sheet(outcome: Outcome) -> DataSheet:
    """What each unit said of itself, its plan and its money."""
    form, titles = outcome.plan.form, Titles(outcome)
    order = {u.unit.code: place for place, u in enumerate(outcome.units)}
    counting = [item for item in outcome.returns if item.counts and item.unit]
    counting.sort(key=lambda item: order[item.unit or ""])
    columns = [
        DataColumn(UNIT, "Mã", VALUES["code"], 11, [item.unit for item in counting]),
        DataColumn(FILE, "Tệp", VALUES["text"], 30, [item.file for item in counting]),
        *(
            _column(column, counting, titles)
            for column in form.shown
            if column.field != outcome.plan.form_fields.unit_code
        ),
    ]
    return DataSheet(
        key=form.key,
        title=form.title,
        heading=f"{form.title} – của các đơn vị có số liệu",
        about="Mỗi dòng là một tệp được tính.",
        columns=tuple(columns),
        rows=len(counting),
    )


def _column(column: Column, counting: list[Return], titles: Titles) -> DataColumn:
    values = [_plain(item.form.get(column.field)) for item in counting]
    shown_as: Type = "choice" if column.list else column.type  # titles stand for codes
    return DataColumn(
        column.field,
        with_unit(column.title, column.unit),
        VALUES[shown_as],
        WIDTHS[shown_as],
        titles.words(column, values),
        name=column.title,
    )


def _plain(value: Any) -> Any:
    """A date and time as the date that it is."""
    return value.date() if isinstance(value, datetime) else value
