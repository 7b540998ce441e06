"""How the sheets of quyet-dinh.xlsx are drawn: heads, lines, dropdowns."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.decisions.layout import HEAD_ROW
from consolidate.report.paper import Canvas, Paper
from consolidate.style import (
    CELL,
    DOUBTFUL,
    HEAD,
    LINE_HEIGHT,
    LOCKED,
    SUBTITLE,
    TITLE,
    TO_FILL,
    WRAPPED,
    Look,
    lines_of,
)

READ: Look = CELL | WRAPPED | {"valign": "top"}
FILL: Look = TO_FILL | WRAPPED | {"valign": "top"}
DONE = READ | {"bg_color": LOCKED["bg_color"]}
LISTS = "DM"


class Lists:
    """Dropdown lists of the book, written once at the end on a hidden sheet."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []

    def source(self, values: tuple[str, ...]) -> str:
        """The range of a list; a list that stands there already is used again."""
        if values not in self.columns:
            self.columns.append(values)
        number = self.columns.index(values)
        letters = _letters(number)
        return f"='{LISTS}'!${letters}$1:${letters}${len(values)}"

    def write(self, canvas: Canvas) -> None:
        """Put the lists on their sheet."""
        paper = Paper(canvas, LISTS)
        for column, values in enumerate(self.columns):
            for row, value in enumerate(values):
                paper.text(row, column, value)
        paper.sheet.hide()


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_sheet(
    canvas: Canvas, title: str, head: Sequence[str], widths: Sequence[float], hint: str
) -> Paper:
    """A sheet with its title, its hint and its head; the table begins below."""
    paper = Paper(canvas, title)
    paper.text(0, 0, title.upper(), TITLE)
    paper.text(1, 0, hint, SUBTITLE)
    for column, (text, width) in enumerate(zip(head, widths, strict=True)):
        paper.text(HEAD_ROW - 1, column, text, HEAD)
        paper.sheet.set_column(column, column, width)
    paper.sheet.set_row(HEAD_ROW - 1, 2 * LINE_HEIGHT + 4)
    paper.sheet.freeze_panes(HEAD_ROW, 0)
    paper.sheet.repeat_rows(HEAD_ROW - 1)
    paper.page(landscape=True)
    return paper


def write_line(
    paper: Paper, row: int, texts: Sequence[str], looks: Sequence[Look], widths: Sequence[float]
) -> None:
    """A line of a table, as high as its longest text needs."""
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        paper.text(row, column, text, look)
    lines = max(lines_of(t, w) for t, w in zip(texts, widths, strict=True))
    paper.sheet.set_row(row, max(1, min(lines, 24)) * LINE_HEIGHT + 4)


def dropdown(paper: Paper, rows: tuple[int, int], column: int, source: str) -> None:
    """A list to choose from in the rows (first and last); who types something else is warned."""
    paper.sheet.data_validation(
        rows[0],
        column,
        rows[1],
        column,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "Ngoài danh sách",
            "error_message": "Chọn một giá trị trong danh sách.",
        },
    )


def note_look(note: str) -> Look:
    """A note of the program stands out."""
    return READ | DOUBTFUL if note else READ
