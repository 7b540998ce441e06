"""Draws a data sheet: title, explanation, way back, one table with filters and fixed heads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from xlsxwriter.utility import xl_range

from consolidate.issues import column_letters
from consolidate.report.data import HEAD_ROW, HEAD_SHARE, DataColumn, DataSheet
from consolidate.report.paper import Paper
from consolidate.report.sheet import Cells
from consolidate.style import (
    CELL,
    DOUBTFUL,
    HEAD,
    LINE_HEIGHT,
    LINKED,
    PLAIN,
    lines_of,
)
from consolidate.text import vietnamese_number

NOTHING = "Không phát sinh"
TALLEST = 400.0  # Excel's rows end at 409 points
MOST_LINKS = 5_000  # Excel holds 65,530 on a sheet; LibreOffice would take minutes to open those
LINKS_END = "Chỉ {most} dòng đầu có liên kết, để tệp mở nhanh; các dòng sau tra theo số dòng."
HEADING_WIDTH = 110
PAGE_WIDTH = 160  # characters that a landscape page holds and a reader can still read


def draw(sheet: DataSheet, paper: Paper, *, context: str) -> None:
    """Draw the whole sheet. `context` says period, edition and coverage."""
    _head(sheet, paper, context)
    _columns(sheet, paper)
    _rows(sheet, paper)
    _table(sheet, paper)
    _page(sheet, paper, context)


def _head(sheet: DataSheet, paper: Paper, context: str) -> None:
    said = [sheet.about, "Hàng tiêu đề được cố định và có bộ lọc."]
    if sum(bool(link) for column in sheet.columns for link in column.links) > MOST_LINKS:
        said.append(LINKS_END.format(most=vietnamese_number(MOST_LINKS)))
    paper.heading(sheet.heading, context, " ".join(said))
    paper.way_back(3)


def _columns(sheet: DataSheet, paper: Paper) -> None:
    tallest = 1
    for position, column in enumerate(sheet.columns):
        paper.sheet.set_column(position, position, column.width, paper.canvas.format(PLAIN))
        tallest = max(tallest, lines_of(column.title, column.width * HEAD_SHARE))
    paper.sheet.set_row(HEAD_ROW, tallest * LINE_HEIGHT + 6)
    for position, column in enumerate(sheet.columns):
        paper.text(HEAD_ROW, position, column.title, HEAD)


def _rows(sheet: DataSheet, paper: Paper) -> None:
    if not sheet.rows:
        paper.text(sheet.first_row, 1, NOTHING, PLAIN)
        return
    columns = [_cells(paper, column) for column in sheet.columns]
    paper.rows(sheet.first_row, columns, _heights(sheet))


def _cells(paper: Paper, column: DataColumn) -> Cells:
    """A column as it is written; where it leads somewhere it looks like it."""
    look = CELL | {"valign": "top"} | column.look
    linked = look | LINKED | {"valign": "top"}
    form = paper.canvas.format
    links = _first_links(column.links)
    return Cells(_of_one_kind(column.values), form(look), links, form(linked) if links else None)


def _first_links(links: Sequence[str]) -> Sequence[str]:
    """As many links as a sheet holds, then none."""
    given = list(accumulate(bool(link) for link in links))
    if not given or given[-1] <= MOST_LINKS:
        return links
    return [link if n <= MOST_LINKS else "" for link, n in zip(links, given, strict=True)]


def _of_one_kind(values: list[Any]) -> list[Any]:
    """Values as they are, where all are numbers, dates or figures; else all of them as texts."""
    kinds = {type(v) for v in values if v is not None}
    if len(kinds) <= 1 or all(issubclass(kind, int | float) for kind in kinds):
        return values
    return [v if v is None else str(v) for v in values]


def _heights(sheet: DataSheet) -> list[float]:
    """Room for the longest text of each row."""
    lines = [1] * sheet.rows
    for column in sheet.columns:
        if any(isinstance(v, str) for v in column.values):
            needed = _Lines(column.width)
            lines = [max(n, needed[v]) for n, v in zip(lines, column.values, strict=True)]
    return [min(n * LINE_HEIGHT + 2, TALLEST) for n in lines]


class _Lines(dict[Any, int]):
    """How many lines a value takes in a column: most fit on one, the others are measured once."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._width = width

    def __missing__(self, value: Any) -> int:
        short = not isinstance(value, str) or (
            len(value) <= self._width * 0.9 and "\n" not in value
        )
        self[value] = lines = 1 if short else lines_of(value, self._width)
        return lines


def _table(sheet: DataSheet, paper: Paper) -> None:
    """A real table with a name, its filters and its marks."""
    last = len(sheet.columns) - 1
    head = paper.canvas.format(HEAD)
    columns = [{"header": c.title, "header_format": head} for c in sheet.columns]
    options = {"name": sheet.table_name, "style": None, "columns": columns}
    paper.sheet.add_long_table(HEAD_ROW, sheet.last_row, options)
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


def _page(sheet: DataSheet, paper: Paper, context: str) -> None:
    width = sum(c.width for c in sheet.columns)
    pages = max(1, round(width / PAGE_WIDTH))
    paper.page(landscape=True, pages_wide=pages)
    paper.sheet.repeat_rows(HEAD_ROW)
    if pages > 1:
        paper.sheet.repeat_columns(0, sheet.frozen - 1)
        paper.every_page(sheet.heading, context)
    paper.sheet.hide_gridlines(1)
    spare = max(0, math.ceil((HEADING_WIDTH - width) / 9))  # a narrow table has a long heading
    top = HEAD_ROW if pages > 1 else 0  # repeated columns would cut the heading's texts
    paper.sheet.print_area(top, 0, sheet.last_row, len(sheet.columns) - 1 + spare)
    everything = xl_range(sheet.first_row, 0, sheet.last_row, len(sheet.columns) - 1)
    paper.sheet.ignore_errors({"number_stored_as_text": everything})  # codes are meant as text
