"""Draws a data sheet: title, explanation, way back, one table with filters and fixed heads."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from consolidate.issues import column_letters
from consolidate.report.data import HEAD_ROW, DataColumn, DataSheet
from consolidate.report.figures import Live
from consolidate.report.paper import Paper, writable
from consolidate.style import (
    CELL,
    DOUBTFUL,
    HEAD,
    LINE_HEIGHT,
    LINKED,
    PLAIN,
    SUBTITLE,
    TITLE,
    Look,
    lines_of,
)

NOTHING = "Không phát sinh"
TALLEST = 400.0  # Excel's rows end at 409 points
MOST_LINKS = 60_000  # Excel holds 65,530 links on a sheet
HEADING_WIDTH = 110
PAGE_WIDTH = 160  # characters that a landscape page holds and a reader can still read


def draw(sheet: DataSheet, paper: Paper, *, context: str) -> None:
    """Draw the whole sheet. `context` says period, edition and coverage;"""
    _head(sheet, paper, context)
    _columns(sheet, paper)
    _rows(sheet, paper)
    _table(sheet, paper)
    _page(sheet, paper)


def _head(sheet: DataSheet, paper: Paper, context: str) -> None:
    paper.text(0, 0, sheet.heading, TITLE)
    paper.text(1, 0, context, SUBTITLE)
    paper.text(2, 0, f"{sheet.about} Hàng tiêu đề được cố định và có bộ lọc.", SUBTITLE)
    paper.way_back(3)


def _columns(sheet: DataSheet, paper: Paper) -> None:
    tallest = 1
    for position, column in enumerate(sheet.columns):
        paper.sheet.set_column(position, position, column.width, paper.canvas.format(PLAIN))
        tallest = max(tallest, lines_of(column.title, column.width * 0.85))
    paper.sheet.set_row(HEAD_ROW, tallest * LINE_HEIGHT + 6)
    for position, column in enumerate(sheet.columns):
        paper.text(HEAD_ROW, position, column.title, HEAD)


def _look(column: DataColumn) -> Look:
    return CELL | {"valign": "top"} | column.look


Write = Callable[[int, int, Any], None]


def _writer(paper: Paper, column: DataColumn) -> Write:
    """How the values of a column are written, chosen once."""
    worksheet: Worksheet = paper.sheet
    look = paper.canvas.format(_look(column))
    sample = next((v for v in column.values if v is not None), None)
    if isinstance(sample, Live):
        return _formulas(worksheet, look)
    if isinstance(sample, date):
        return _dates(worksheet, look)
    if all(isinstance(v, int | float) for v in column.values if v is not None):
        return _numbers(worksheet, look)
    return _texts(worksheet, look)


def _texts(worksheet: Worksheet, look: Format) -> Write:
    def write(row: int, column: int, value: Any) -> None:
        worksheet.write_string(row, column, writable(str(value)), look)

    return write


def _numbers(worksheet: Worksheet, look: Format) -> Write:
    def write(row: int, column: int, value: Any) -> None:
        worksheet.write_number(row, column, value, look)

    return write


def _formulas(worksheet: Worksheet, look: Format) -> Write:
    def write(row: int, column: int, value: Live) -> None:
        worksheet.write_formula(row, column, f"={value.formula}", look, value.value)

    return write


def _dates(worksheet: Worksheet, look: Format) -> Write:
    def write(row: int, column: int, value: date) -> None:
        moment = datetime(value.year, value.month, value.day)
        worksheet.write_datetime(row, column, moment, look)

    return write


def _linked(paper: Paper, column: DataColumn, write: Write, first: int) -> Write:
    """A cell that leads to where it came from: the link first, over it a number as a number."""
    look = paper.canvas.format(_look(column) | LINKED | {"valign": "top"})

    def write_linked(row: int, position: int, value: Any) -> None:
        url = column.links[row - first]
        if not url:
            write(row, position, value)
            return
        paper.sheet.write_url(row, position, url, look, str(value))
        if not isinstance(value, str):
            paper.sheet.write_number(row, position, value, look)

    return write_linked


def _rows(sheet: DataSheet, paper: Paper) -> None:
    first = sheet.first_row
    if not sheet.rows:
        paper.text(first, 1, NOTHING, PLAIN)
        return
    linking = sheet.rows <= MOST_LINKS and not paper.canvas.large
    writers = [_writer(paper, c) for c in sheet.columns]
    writers = [
        _linked(paper, c, w, first) if c.links and linking else w
        for c, w in zip(sheet.columns, writers, strict=True)
    ]
    blanks = [paper.canvas.format(_look(c)) for c in sheet.columns]
    widths = [c.width for c in sheet.columns]
    for row, values in enumerate(zip(*(c.values for c in sheet.columns), strict=True), start=first):
        paper.sheet.set_row(row, _height(values, widths))
        for position, (value, write) in enumerate(zip(values, writers, strict=True)):
            if value is not None:
                write(row, position, value)
            elif not paper.canvas.large:
                paper.sheet.write_blank(row, position, None, blanks[position])


def _height(values: tuple[Any, ...], widths: list[float]) -> float:
    """Room for the longest text of a row; most texts fit on one line and are not measured."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and (len(value) > width * 0.9 or "\n" in value):
            lines = max(lines, lines_of(value, width))
    return min(lines * LINE_HEIGHT + 2, TALLEST)


def _table(sheet: DataSheet, paper: Paper) -> None:
    """A real table with a name where the mode allows it, else a filter alone."""
    last = len(sheet.columns) - 1
    if paper.canvas.large:
        paper.sheet.autofilter(HEAD_ROW, 0, sheet.last_row, last)
    else:
        paper.sheet.add_table(
            HEAD_ROW,
            0,
            sheet.last_row,
            last,
            {
                "name": sheet.table_name,
                "style": None,
                "columns": [
                    {"header": c.title, "header_format": paper.canvas.format(HEAD)}
                    for c in sheet.columns
                ],
            },
        )
    paper.sheet.freeze_panes(HEAD_ROW + 1, sheet.frozen)
    if sheet.marked is not None and sheet.rows:
        position, word = sheet.marked
        rule = f'=${column_letters(position + 1)}{sheet.first_row + 1}="{word}"'
        paper.sheet.conditional_format(
            sheet.first_row,
            0,
            sheet.last_row,
            last,
            {"type": "formula", "criteria": rule, "format": paper.canvas.format(DOUBTFUL)},
        )


def _page(sheet: DataSheet, paper: Paper) -> None:
    width = sum(c.width for c in sheet.columns)
    paper.page(landscape=True, pages_wide=max(1, round(width / PAGE_WIDTH)))
    paper.sheet.repeat_rows(HEAD_ROW)
    if width > PAGE_WIDTH:
        paper.sheet.repeat_columns(0, sheet.frozen - 1)
    paper.sheet.hide_gridlines(0 if paper.canvas.large else 1)
    spare = max(0, math.ceil((HEADING_WIDTH - width) / 9))  # a narrow table has a long heading
    paper.sheet.print_area(0, 0, sheet.last_row, len(sheet.columns) - 1 + spare)
    everything = xl_range(sheet.first_row, 0, sheet.last_row, len(sheet.columns) - 1)
    paper.sheet.ignore_errors({"number_stored_as_text": everything})  # codes are meant as text
