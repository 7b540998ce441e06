"""A Biểu that counts and adds by groups: one line a unit, a task, or what the plan groups by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from consolidate.issues import column_letters
from consolidate.outcome import ACCEPTED
from consolidate.plan.models import FormColumn, OutputForm
from consolidate.report.annex import MIDDLE, TEXT, Annex, Head, figure
from consolidate.report.context import Report
from consolidate.report.figures import Live, summed_where
from consolidate.report.paper import Paper
from consolidate.report.tables import STATE, UNIT, mark_key
from consolidate.report.values import Titles, blank_as_none
from consolidate.style import COUNT_OR_DASH, MONEY_FORMAT
from consolidate.text import with_unit

FIRST = 2
PAGE_WIDTH = 110  # characters across a landscape page
UNGROUPED = "Chưa phân loại"


class Group(NamedTuple):
    """One line: what the column of groups holds in its rows, and what the form calls it."""

    value: str
    title: str


class Computed(NamedTuple):
    """One column of figures: its place among the form's columns and the sheet that it rests on."""

    position: int
    entry: FormColumn
    sheet: str


def computed(form: OutputForm) -> list[Computed]:
    """The columns of figures of a form."""
    return [
        Computed(position, entry, entry.sheet or form.sheet or "")
        for position, entry in enumerate(form.columns, start=1)
        if isinstance(entry, FormColumn)
    ]


def groups(report: Report, form: OutputForm, sums: Sequence[dict[str, int | float]]) -> list[Group]:
    """The lines of the form: all values of the list, or all units, in their order.

    Rows without a group stand in a last line, where they add anything.
    """
    outcome = report.outcome
    if form.group_by == UNIT:
        return [Group(u.unit.code, u.unit.name) for u in report.units]
    column = outcome.plan.sheet(form.sheet or "").by_field[form.group_by or ""]
    if column.list is not None:
        titles = list(Titles(outcome).of_list(column.list).values())
    else:
        titles = list(dict.fromkeys(key for found in sums for key in found if key))
    rest = [Group("", UNGROUPED)] if any(found.get("") for found in sums) else []
    return [*(Group(title, title) for title in titles), *rest]


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    columns = computed(form)
    sums = [_sums(report, form, column) for column in columns]
    formats = {place: _format(found) for place, found in enumerate(sums, start=FIRST)}
    lines = groups(report, form, sums)
    annex = Annex(report, form, paper, _heads(report, form, columns))

    def body(first: int) -> int:
        if not lines:
            return annex.nothing(first)
        row = first
        for number, group in enumerate(lines, start=1):
            annex.fit(row, {1: group.title})
            paper.number(row, 0, number, MIDDLE)
            paper.text(row, 1, group.title, TEXT)
            for place, (column, found) in enumerate(zip(columns, sums, strict=True), start=FIRST):
                formula = _formula(report, form, column, group, f"$B{row + 1}")
                paper.live(
                    row, place, Live(formula, found.get(group.value, 0)), figure(formats[place])
                )
            row += 1
        totals: dict[int, tuple[Live, str]] = {}
        for place, found in enumerate(sums, start=FIRST):
            whole = math.fsum(found.get(group.value, 0) for group in lines)
            letters = column_letters(place + 1)
            totals[place] = Live(f"SUM({letters}{first + 1}:{letters}{row})", whole), formats[place]
        annex.total(row, "TỔNG CỘNG", totals)
        return row + 1

    annex.draw(body)


def _format(found: dict[str, int | float]) -> str:
    whole = all(float(value).is_integer() for value in found.values())
    return COUNT_OR_DASH if whole else MONEY_FORMAT


def _heads(report: Report, form: OutputForm, columns: list[Computed]) -> tuple[Head, ...]:
    figures = [
        Head(with_unit(c.entry.title, c.entry.unit), str(n), 13)
        for n, c in enumerate(columns, start=1)
    ]
    wide = max(40, PAGE_WIDTH - sum(f.width for f in figures))  # or a title has no room
    return (Head("TT", "A", 5), Head(_group_title(report, form), "B", wide), *figures)


def _group_title(report: Report, form: OutputForm) -> str:
    if form.group_by == UNIT:
        return "Đơn vị"
    return report.outcome.plan.sheet(form.sheet or "").by_field[form.group_by or ""].title


def _formula(report: Report, form: OutputForm, column: Computed, group: Group, cell: str) -> str:
    """What the rows of the group add. Words are compared cell by cell: a criterion would read
    1.1 and 1.10 as one number."""
    mark = report.ranges.of(column.sheet, mark_key(form, column.position))
    if form.group_by == UNIT:
        return summed_where(mark, (report.ranges.of(column.sheet, UNIT), group.value))
    field = report.ranges.of(column.sheet, form.group_by or "")
    wanted = cell if group.value else '""'
    return f"SUMPRODUCT(--({field}={wanted}),{mark})"


def _sums(report: Report, form: OutputForm, column: Computed) -> dict[str, int | float]:
    """The same sums over the tables, by what the column of groups shows ("" where it is blank)."""
    outcome = report.outcome
    table = outcome.tables[column.sheet]
    accepted = table[STATE] == ACCEPTED
    keys = blank_as_none(table[form.group_by or ""][accepted])
    if form.group_by != UNIT:
        declared = outcome.plan.sheet(column.sheet).by_field[form.group_by or ""]
        keys = Titles(outcome).words(declared, keys)
    parts: dict[str, list[float]] = {}
    values = blank_as_none(table[mark_key(form, column.position)][accepted])
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            parts.setdefault("" if key is None else str(key), []).append(float(value))
    sums = {key: math.fsum(some) for key, some in parts.items()}
    return {key: int(s) if s.is_integer() else s for key, s in sums.items()}
