"""The Union's table form: heads, title, standing, table with its row of column numbers, signatures.

Every Biểu is drawn by it, so that all of them look, print and read alike (brief 4.1, 4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consolidate.report.context import Report
from consolidate.report.paper import A4, MARGINS, Paper
from consolidate.style import BOLD, CELL, INK, LINE_HEIGHT, NOTE, PLAIN, Look, lines_of

# Forms are papers of an office: black on white, centred heads (Decree 30/2020, annex I).
CENTRED: Look = {"align": "center"}
HEAD_LINE: Look = BOLD | CENTRED
FORM_NUMBER: Look = BOLD | {"align": "right", "italic": True}
FORM_TITLE: Look = BOLD | CENTRED | {"font_size": 14, "text_wrap": True}
ATTACHED: Look = PLAIN | CENTRED | {"italic": True, "text_wrap": True}
STANDING: Look = BOLD | CENTRED | {"text_wrap": True}
GRID: Look = {"border": 1, "border_color": INK}
COLUMN_HEAD: Look = BOLD | CENTRED | GRID | {"text_wrap": True}
COLUMN_NUMBER: Look = PLAIN | CENTRED | GRID | {"italic": True, "font_size": 11}
BODY: Look = CELL | GRID
TEXT: Look = BODY | {"text_wrap": True}
MIDDLE: Look = TEXT | CENTRED
FIGURE: Look = BODY | {"align": "right"}
TOTAL: Look = BOLD | GRID
SIGNED: Look = BOLD | CENTRED
SIGNED_NOTE: Look = PLAIN | CENTRED | {"italic": True}
EMPTY = "Không phát sinh"
SPACE_TO_SIGN = 4  # rows


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a form: its head, its mark in the row of numbers, and its width."""

    title: str
    mark: str
    width: float


def marks_of(kinds: Sequence[str]) -> list[str]:
    """The row of column numbers: letters for words, numbers for figures (A B C 1 2 3)."""
    letters, figures, marks = 0, 0, []
    for kind in kinds:
        if kind == "figure":
            figures += 1
            marks.append(str(figures))
        else:
            marks.append(chr(ord("A") + letters) if letters < 26 else "")
            letters += 1
    return marks


def set_page(paper: Paper, heads: Sequence[Head], *, landscape: bool, one_page: bool) -> None:
    """A4, margins of the decree, all columns on the page's width."""
    sheet = paper.sheet
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width, paper.canvas.format(PLAIN))
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    if not one_page:
        sheet.set_header("&C&P", {"margin": 10 / 25.4})


def draw_heads(report: Report, paper: Paper, last: int, *, split: int) -> int:
    """The organisation's head at the left, the country's at the right. Gives the next row."""
    document = report.outcome.plan.document
    left, right = document.head_left, document.head_right
    for row in range(max(len(left), len(right))):
        paper.span(row, (0, split), left[row] if row < len(left) else "", HEAD_LINE)
        paper.span(row, (split + 1, last), right[row] if row < len(right) else "", HEAD_LINE)
    return max(len(left), len(right))


def draw_titles(
    report: Report, paper: Paper, row: int, widths: Sequence[float], lines: Sequence[str]
) -> int:
    """Number, title, what it is attached to, and how far the figures go. Gives the next row."""
    last = len(widths) - 1
    number, title, period, attached = lines
    paper.span(row, (0, last), number, FORM_NUMBER)
    row += 1
    for text, look in ((title.upper(), FORM_TITLE), (period.upper(), FORM_TITLE)):
        fit(paper, row, text, sum(widths) * 0.8, 20)
        paper.span(row, (0, last), text, look)
        row += 1
    if attached:
        fit(paper, row, attached, sum(widths), LINE_HEIGHT)
        paper.span(row, (0, last), attached, ATTACHED)
        row += 1
    paper.sheet.set_row(row, 20)
    paper.span(row, (0, last), report.standing, STANDING)
    return row + 1


def draw_columns(paper: Paper, row: int, heads: Sequence[Head]) -> int:
    """The head row and the row of column numbers. Gives the first row of the table's body."""
    tallest = max(lines_of(h.title, h.width * 0.9) for h in heads)
    paper.sheet.set_row(row, tallest * LINE_HEIGHT + 4)
    for column, head in enumerate(heads):
        paper.text(row, column, head.title, COLUMN_HEAD)
        paper.text(row + 1, column, head.mark, COLUMN_NUMBER)
    return row + 2


def draw_signatures(report: Report, paper: Paper, row: int, last: int, *, split: int) -> int:
    """Who made the table at the left, who signs it at the right. Gives the next row."""
    document = report.outcome.plan.document
    left, right = document.sign_left, document.sign_right
    when = f"{document.place}, ngày …… tháng …… năm {report.outcome.date.year}"
    paper.span(row, (split + 1, last), when, SIGNED_NOTE)
    row += 1
    for line in range(max(len(left), len(right))):
        look = SIGNED if line < max(len(left), len(right)) - 1 else SIGNED_NOTE
        for lines, columns in ((left, (0, split)), (right, (split + 1, last))):
            text = lines[line] if line < len(lines) else ""
            note = text.startswith("(")
            paper.span(row, columns, text, SIGNED_NOTE if note else SIGNED)
        del look
        row += 1
    return row + SPACE_TO_SIGN


def fit(paper: Paper, row: int, text: str, width: float, line: float = LINE_HEIGHT) -> None:
    """Make a row as high as the wrapped text needs."""
    paper.sheet.set_row(row, lines_of(text, width) * line + 2)


def fit_cells(paper: Paper, row: int, cells: Sequence[tuple[str, float]]) -> None:
    """Make a row as high as the tallest of its wrapped texts (text and column width)."""
    lines = max(lines_of(text, width * 0.95) for text, width in cells)
    paper.sheet.set_row(row, max(20.0, lines * LINE_HEIGHT + 4))


def note(paper: Paper, row: int, widths: Sequence[float], text: str) -> int:
    """A note across the form. Gives the next row."""
    fit(paper, row, text, sum(widths))
    paper.span(row, (0, len(widths) - 1), text, NOTE | {"text_wrap": True})
    return row + 1


Draw = Callable[[Report, Paper], None]
