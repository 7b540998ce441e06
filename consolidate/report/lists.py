"""A Biểu that lists rows of one sheet: words as they stand, figures looked up where they came from.

A figure finds its row by unit and row number, so that sorting or filtering the table of detail
does not change the list.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from consolidate.issues import Issue, column_letters
from consolidate.outcome import ACCEPTED
from consolidate.plan.models import Column, FormColumn, OutputForm, SheetPlan, Type
from consolidate.report.annex import MIDDLE, TEXT, Annex, Head, figure, marks_of
from consolidate.report.context import Report
from consolidate.report.figures import UNKNOWN, Live, summed_where
from consolidate.report.paper import Paper
from consolidate.report.sheet import Cells
from consolidate.report.tables import ROW, STATE, UNIT, mark_key
from consolidate.report.values import Titles, blank_as_none, impersonal
from consolidate.style import COUNT_OR_DASH, DATE_FORMAT, MONEY_FORMAT, WIDTHS
from consolidate.text import with_unit

FIGURES = ("count", "money", "percent")
LONG_TEXT = 60  # characters; beyond, a text is read in lines
CELL_NOTE = "FIL-29"
CELL_NOTES = "Ghi chú gắn vào ô trong tệp của các đơn vị:"
FIRST = 2  # running number and unit stand in front


@dataclass(frozen=True)
class Item:
    """One column of the list: sheet and key of the table, head, type, values of its rows."""

    sheet: str
    key: str
    title: str
    type: Type
    cells: list[Any]
    is_sum: bool

    @property
    def is_figure(self) -> bool:
        """Whether its cells are formulas."""
        return self.type in FIGURES

    @cached_property
    def num_format(self) -> str:
        """The number format of a figure: without decimals where no row has any."""
        whole = all(float(v).is_integer() for v in self.cells if v is not None)
        return COUNT_OR_DASH if whole else MONEY_FORMAT


def listed(report: Report, form: OutputForm) -> pd.DataFrame:
    """The accepted rows that the form lists, in official order."""
    table = report.outcome.tables[form.sheet or ""]
    chosen = table[f"form_{form.number}"]
    return table[(table[STATE] == ACCEPTED) & chosen.fillna(value=False).astype(bool)]


def items(report: Report, form: OutputForm, rows: pd.DataFrame) -> list[Item]:
    """The columns of the list; the officials' edition has no personal ones."""
    sheet = report.outcome.plan.sheet(form.sheet or "")
    titles = Titles(report.outcome)
    found: list[Item] = []
    for position, entry in enumerate(form.columns, start=1):
        if isinstance(entry, FormColumn):
            values = blank_as_none(rows[mark_key(form, position)])
            number = all(isinstance(v, int | float) for v in values if v is not None)
            kind: Type = "money" if number else "text"
            title = with_unit(entry.title, entry.unit)
            key = mark_key(form, position)
            found.append(Item(sheet.key, key, title, kind, values, is_sum=number))
        elif entry in sheet.by_field:
            column = sheet.by_field[entry]
            if not (report.is_official and column.personal):
                found.append(_declared(report, sheet.key, column, rows, titles))
        else:
            found.append(_computed(sheet, entry, rows, titles))
    return found


def _declared(
    report: Report, sheet: str, column: Column, rows: pd.DataFrame, titles: Titles
) -> Item:
    values = titles.words(column, blank_as_none(rows[column.field]))
    if report.is_official and column.type in ("text", "url"):
        values = [v if v is None else impersonal(str(v)) for v in values]
    title = with_unit(column.title, column.unit)
    is_sum = column.type in ("count", "money")
    return Item(sheet, column.field, title, column.type, values, is_sum=is_sum)


def _computed(sheet: SheetPlan, field: str, rows: pd.DataFrame, titles: Titles) -> Item:
    title = next(d.title for d in sheet.derived if d.field == field)
    values = [titles.plainly(v) for v in blank_as_none(rows[field])]
    return Item(sheet.key, field, title, "text", values, is_sum=False)


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    rows = listed(report, form)
    chosen = items(report, form, rows)
    annex = Annex(report, form, paper, _heads(chosen))

    def body(first: int) -> int:
        if not len(rows):
            return annex.nothing(first)
        _lines(annex, first, rows, chosen)
        row = first + len(rows)
        totals = _totals(chosen, first, row)
        if totals:
            annex.total(row, "CỘNG", totals)
        return row + bool(totals)

    annex.draw(body, _cell_notes(report) if form.cell_notes and not report.is_official else ())


def _cell_notes(report: Report) -> list[str]:
    """What people wrote into notes at cells, with unit and place, in official order."""
    units = {u.file: u.unit.name for u in report.units if u.file}
    titles = {s.key: s.title for s in report.outcome.plan.sheets}
    found = [i for i in report.outcome.issues if i.code == CELL_NOTE and i.place.file in units]
    lines = [f"{units[i.place.file]}, {titles[i.place.sheet]}, {_told(i)}" for i in found]
    return [CELL_NOTES, *lines] if lines else []


def _told(issue: Issue) -> str:
    facts = dict(issue.facts)
    return f"ô {facts['cell']}: {facts['value']}"


def _heads(chosen: list[Item]) -> tuple[Head, ...]:
    marks = marks_of(["word", "word", *("figure" if i.is_figure else "word" for i in chosen)])
    titles = ["TT", "Đơn vị", *(i.title for i in chosen)]
    widths = [5.0, 18.0, *(_width(i) for i in chosen)]
    return tuple(Head(*head) for head in zip(titles, marks, widths, strict=True))


def _width(item: Item) -> float:
    """Room for a figure, or for words as long as they are: long texts get a wide column."""
    if item.is_figure or item.type in ("date", "tax_code"):
        return float(max(WIDTHS[item.type], 13))
    longest = max((len(str(v)) for v in item.cells if v is not None), default=0)
    if longest > LONG_TEXT:
        return 54.0
    return float(min(max(longest + 2, 14), 26))


def _lines(annex: Annex, first: int, rows: pd.DataFrame, chosen: list[Item]) -> None:
    """All rows, a column at a time."""
    plan, paper = annex.report.outcome.plan, annex.paper
    units = [str(code) for code in rows[UNIT]]
    names = [plan.unit(code).name for code in units]
    words = {1: names} | {
        column: [None if v is None else str(v) for v in item.cells]
        for column, item in enumerate(chosen, start=FIRST)
        if not item.is_figure and item.type != "date"
    }
    origins = list(zip(units, (int(row) for row in rows[ROW]), strict=True))
    columns = [Cells(range(1, len(units) + 1), paper.canvas.format(MIDDLE))]
    columns.append(paper.texts(names, TEXT))
    for column, item in enumerate(chosen, start=FIRST):
        if column in words:
            columns.append(paper.texts(words[column], TEXT))
        elif item.is_figure:
            columns.append(_figures(annex, item, origins))
        else:
            look = MIDDLE | {"num_format": DATE_FORMAT}
            columns.append(Cells(item.cells, paper.canvas.format(look)))
    paper.rows(first, columns, [
        annex.height(dict(zip(words, texts, strict=True)))
        for texts in zip(*words.values(), strict=True)
    ])  # fmt: skip


def _figures(annex: Annex, item: Item, origins: list[tuple[str, int]]) -> Cells:
    """Numbers of rows, each found by unit and row; a blank stays unknown and is no zero."""
    ranges = annex.report.ranges
    wanted, unit, row = (ranges.of(item.sheet, key) for key in (item.key, UNIT, ROW))
    found = [
        UNKNOWN if value is None else Live(summed_where(wanted, (unit, code), (row, number)), value)
        for value, (code, number) in zip(item.cells, origins, strict=True)
    ]
    return Cells(found, annex.paper.canvas.format(figure(item.num_format)))


def _totals(chosen: list[Item], first: int, row: int) -> dict[int, tuple[Live, str]]:
    totals: dict[int, tuple[Live, str]] = {}
    for column, item in enumerate(chosen, start=FIRST):
        if item.is_sum:
            letters = column_letters(column + 1)
            whole = math.fsum(v for v in item.cells if v is not None)
            totals[column] = (
                Live(f"SUM({letters}{first + 1}:{letters}{row})", whole),
                item.num_format,
            )
    return totals
