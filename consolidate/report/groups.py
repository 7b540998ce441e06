"""A Biểu that counts and adds by groups: one line a unit, a task, or whatever the plan groups by."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from consolidate.issues import column_letters
from consolidate.outcome import ACCEPTED
from consolidate.plan.models import FormColumn, OutputForm
from consolidate.report.annex import (
    EMPTY,
    FIGURE,
    MIDDLE,
    TEXT,
    TOTAL,
    Head,
    draw_columns,
    draw_signatures,
    draw_titles,
    fit_cells,
    note,
    set_page,
)
from consolidate.report.context import Report
from consolidate.report.figures import Live, quoted
from consolidate.report.paper import Paper
from consolidate.report.tables import STATE, UNIT, mark_key
from consolidate.report.values import Titles, blank_as_none

FIRST = 2
NUMBER = {"num_format": '#,##0.###;-#,##0.###;"–"'}


class Group(NamedTuple):
    """One line: the code in the tables and the words in the form."""

    code: str
    title: str


def groups(report: Report, form: OutputForm) -> list[Group]:
    """The lines of the form: all values of the list, or all units, in their order."""
    outcome = report.outcome
    if form.group_by == UNIT:
        return [Group(u.unit.code, u.unit.name) for u in report.units]
    column = outcome.plan.sheet(form.sheet or "").by_field[form.group_by or ""]
    if column.list is not None:
        titles = Titles(outcome).of_list(column.list)
        return [Group(code, title) for code, title in titles.items()]
    table = outcome.tables[form.sheet or ""]
    seen = dict.fromkeys(v for v in blank_as_none(table[column.field]) if v is not None)
    return [Group(str(v), str(v)) for v in seen]


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    lines = groups(report, form)
    entries = [
        (position, entry)
        for position, entry in enumerate(form.columns, start=1)
        if isinstance(entry, FormColumn)
    ]
    columns = [
        Head("TT", "A", 5),
        Head(_group_title(report, form), "B", 34),
        *(
            Head(f"{e.title} ({e.unit})" if e.unit else e.title, str(number), 13)
            for number, (_, e) in enumerate(entries, start=1)
        ),
    ]
    widths = [h.width for h in columns]
    last = len(columns) - 1
    set_page(paper, columns, landscape=form.landscape, one_page=False)
    heads = (f"Biểu số {form.number}", form.title, report.outcome.period.name, form.attached)
    row = draw_titles(report, paper, 0, widths, heads)
    body = row = draw_columns(paper, row, columns)
    paper.sheet.repeat_rows(body - 2, body - 1)
    sums = [_sums(report, form, position, entry) for position, entry in entries]
    for number, group in enumerate(lines, start=1):
        fit_cells(paper, row, [(group.title, widths[1])])
        paper.number(row, 0, number, MIDDLE)
        paper.text(row, 1, group.title, TEXT)
        for offset, (position, entry) in enumerate(entries):
            formula = _formula(report, form, position, entry, group, f"$B{row + 1}")
            value = sums[offset].get(group.code, 0)
            paper.live(row, FIRST + offset, Live(formula, value), FIGURE | NUMBER)
        row += 1
    if lines:
        _total(paper, row, body, [math.fsum(s.get(g.code, 0) for g in lines) for s in sums])
    else:
        paper.span(row, (0, last), EMPTY, MIDDLE)
    row += 1
    for text in form.notes:
        row = note(paper, row, widths, text)
    if form.signed:
        row = draw_signatures(report, paper, row + 1, last, split=last // 2)
    paper.sheet.print_area(0, 0, row - 1, last)


def _group_title(report: Report, form: OutputForm) -> str:
    if form.group_by == UNIT:
        return "Đơn vị"
    return report.outcome.plan.sheet(form.sheet or "").by_field[form.group_by or ""].title


def _formula(
    report: Report, form: OutputForm, position: int, entry: FormColumn, group: Group, cell: str
) -> str:
    """What the rows of the group add. Words are compared cell by cell: a criterion would read
    1.1 and 1.10 as one number."""
    sheet = entry.sheet or form.sheet or ""
    mark = report.ranges.of(sheet, mark_key(form, position))
    if form.group_by == UNIT:
        return f"SUMIFS({mark},{report.ranges.of(sheet, UNIT)},{quoted(group.code)})"
    field = report.ranges.of(sheet, form.group_by or "")
    return f"SUMPRODUCT(--({field}={cell}),{mark})"


def _sums(
    report: Report, form: OutputForm, position: int, entry: FormColumn
) -> dict[str, int | float]:
    """The same sums over the tables, by code."""
    table = report.outcome.tables[entry.sheet or form.sheet or ""]
    table = table[table[STATE] == ACCEPTED]
    parts: dict[str, list[float]] = {}
    keys = blank_as_none(table[form.group_by or ""])
    values = blank_as_none(table[mark_key(form, position)])
    for key, value in zip(keys, values, strict=True):
        if key is not None and value is not None and not pd.isna(value):
            parts.setdefault(str(key), []).append(float(value))
    sums = {key: math.fsum(some) for key, some in parts.items()}
    return {key: int(s) if s.is_integer() else s for key, s in sums.items()}


def _total(paper: Paper, row: int, body: int, sums: list[float]) -> None:
    paper.sheet.set_row(row, 20)
    paper.span(row, (0, FIRST - 1), "TỔNG CỘNG", TOTAL | {"align": "center"})
    for position, whole in enumerate(sums, start=FIRST):
        letters = column_letters(position + 1)
        figure = Live(f"SUM({letters}{body + 1}:{letters}{row})", whole)
        paper.live(row, position, figure, TOTAL | {"align": "right"} | NUMBER)
