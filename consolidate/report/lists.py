"""A Biểu that lists rows of one sheet: words as they stand, figures looked up where they came from.

A figure finds its row by unit and row number, so that sorting or filtering the table of detail
does not change the list.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from consolidate.issues import column_letters
from consolidate.outcome import ACCEPTED
from consolidate.plan.models import Column, FormColumn, OutputForm, SheetPlan
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
    marks_of,
    note,
    set_page,
)
from consolidate.report.context import Report
from consolidate.report.figures import UNKNOWN, Live, quoted
from consolidate.report.paper import Paper
from consolidate.report.tables import ROW, STATE, UNIT, mark_key
from consolidate.report.values import Titles, blank_as_none
from consolidate.style import COUNT_OR_DASH, DATE_FORMAT, MONEY_FORMAT, WIDTHS
from consolidate.text import mask

FIGURES = ("count", "money", "percent")
FIRST = 2  # running number and unit stand in front


class Item(NamedTuple):
    """One column of the list: sheet and key of the table, head, type, values of its rows."""

    sheet: str
    key: str
    title: str
    type: str
    values: list[Any]
    is_sum: bool

    @property
    def is_figure(self) -> bool:
        """Whether its cells are formulas."""
        return self.type in FIGURES


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
            kind = "money" if number else "text"
            title = f"{entry.title} ({entry.unit})" if entry.unit else entry.title
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
        values = [v if v is None else mask(str(v)) for v in values]
    title = f"{column.title} ({column.unit})" if column.unit else column.title
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
    marks = marks_of(["word", "word", *("figure" if i.is_figure else "word" for i in chosen)])
    titles = ["TT", "Đơn vị", *(i.title for i in chosen)]
    widths = [5.0, 18.0, *(_width(i) for i in chosen)]
    columns = [Head(*head) for head in zip(titles, marks, widths, strict=True)]
    last = len(columns) - 1
    set_page(paper, columns, landscape=form.landscape, one_page=False)
    lines = (f"Biểu số {form.number}", form.title, report.outcome.period.name, form.attached)
    row = draw_titles(report, paper, 0, widths, lines)
    body = row = draw_columns(paper, row, columns)
    paper.sheet.repeat_rows(body - 2, body - 1)
    if not len(rows):
        paper.span(row, (0, last), EMPTY, MIDDLE)
        row += 1
    for place in range(len(rows)):
        _row(report, paper, row, place, rows, chosen, widths)
        row += 1
    if len(rows) and any(i.is_sum for i in chosen):
        _total(paper, row, body, chosen)
        row += 1
    for text in form.notes:
        row = note(paper, row, widths, text)
    if form.signed:
        row = draw_signatures(report, paper, row + 1, last, split=last // 2)
    paper.sheet.print_area(0, 0, row - 1, last)


def _width(item: Item) -> float:
    wide = WIDTHS.get(item.type, 20)  # type: ignore[call-overload]
    return float(min(wide, 24))


def _row(
    report: Report,
    paper: Paper,
    row: int,
    place: int,
    rows: pd.DataFrame,
    chosen: list[Item],
    widths: list[float],
) -> None:
    unit, origin = str(rows[UNIT].iloc[place]), int(rows[ROW].iloc[place])
    name = report.outcome.plan.unit(unit).name
    words = [
        (str(i.values[place]), w)
        for i, w in zip(chosen, widths[FIRST:], strict=True)
        if not i.is_figure and i.type != "date" and i.values[place] is not None
    ]
    fit_cells(paper, row, [(name, widths[1]), *words])
    paper.number(row, 0, place + 1, MIDDLE)
    paper.text(row, 1, name, TEXT)
    for position, item in enumerate(chosen, start=FIRST):
        value = item.values[place]
        if item.is_figure:
            _figure(report, paper, (row, position), item, value, (unit, origin))
        elif item.type == "date":
            paper.day(row, position, value, MIDDLE | {"num_format": DATE_FORMAT})
        else:
            paper.text(row, position, "" if value is None else str(value), TEXT)


def _figure(
    report: Report,
    paper: Paper,
    cell: tuple[int, int],
    item: Item,
    value: Any,
    origin: tuple[str, int],
) -> None:
    """A number of the row, found by unit and row; a blank stays unknown and is no zero."""
    row, position = cell
    look = FIGURE | {"num_format": COUNT_OR_DASH if item.type == "count" else MONEY_FORMAT}
    if value is None:
        paper.text(row, position, UNKNOWN, look)
        return
    unit, number = origin
    ranges = report.ranges
    formula = (
        f"SUMIFS({ranges.of(item.sheet, item.key)},{ranges.of(item.sheet, UNIT)},"
        f"{quoted(unit)},{ranges.of(item.sheet, ROW)},{number})"
    )
    paper.live(row, position, Live(formula, value), look)


def _total(paper: Paper, row: int, body: int, chosen: list[Item]) -> None:
    paper.span(row, (0, FIRST - 1), "CỘNG", TOTAL | {"align": "center"})
    for position, item in enumerate(chosen, start=FIRST):
        if not item.is_sum:
            paper.text(row, position, "", TOTAL)
            continue
        letters = column_letters(position + 1)
        whole = sum(v for v in item.values if v is not None)
        look = TOTAL | {
            "align": "right",
            "num_format": COUNT_OR_DASH if item.type == "count" else MONEY_FORMAT,
        }
        paper.live(row, position, Live(f"SUM({letters}{body + 1}:{letters}{row})", whole), look)
