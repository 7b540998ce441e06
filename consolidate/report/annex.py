"""The Union's table form: heads, title, standing, table with its row of column numbers, signatures.

Every Biểu is drawn by it, so that all of them look, print and read alike (brief 4.1, 4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range

from consolidate.plan.models import OutputForm
from consolidate.report.context import Report
from consolidate.report.figures import Live
from consolidate.report.paper import Paper
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
TEXT: Look = BODY | {"text_wrap": True, "indent": 1}
MIDDLE: Look = BODY | CENTRED | {"text_wrap": True}
TOTAL: Look = BOLD | GRID
SIGNED: Look = BOLD | CENTRED
SIGNED_NOTE: Look = PLAIN | CENTRED | {"italic": True}

EMPTY = "Không phát sinh"
SPACE_TO_SIGN = 4  # rows
LEAST_ROW = 20.0  # points


def figure(num_format: str, base: Look = BODY) -> Look:
    """A figure at the right of its cell, a bracket's width from the line.

    The distance stands in the number format: LibreOffice forgets the indent of some cells.
    """
    above, *others = num_format.split(";")
    below, zero = [*others, above][:2] if others else (f"-{above}", above)
    sections = "_);".join((above, below, zero, "@")) + "_)"
    return base | {"align": "right", "num_format": sections}


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a form: its head, its mark in the row of numbers, and its width."""

    title: str
    mark: str
    width: float


Body = Callable[[int], int]
"""Draws the lines of a table from a row on and gives the row below the last."""


@dataclass(frozen=True)
class Annex:
    """One form on one sheet. `headed` forms carry the heads of the organisation and the country."""

    report: Report
    form: OutputForm
    paper: Paper
    heads: tuple[Head, ...]
    headed: bool = False
    one_page: bool = False

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.heads) - 1

    @property
    def split(self) -> int:
        """The last column of what stands at the left (head, signature): about half the width."""
        half, used = sum(h.width for h in self.heads) / 2, 0.0
        for column, head in enumerate(self.heads):
            used += head.width
            if used >= half:
                return column if used - half < head.width / 2 else column - 1
        return 0

    def draw(self, body: Body, notes: Sequence[str] = ()) -> None:
        """Draw the whole form: `body` draws the lines of its table."""
        self._page()
        row = self._titles(self._document_heads())
        first = self._columns(row)
        row = body(first)
        codes = xl_range(first, 0, row, self.last)  # are meant as text
        self.paper.sheet.ignore_errors({"number_stored_as_text": codes})
        for text in (*self.form.notes, *notes):
            row = self._note(row, text)
        if self.form.signed:
            row = self._signatures(row + 1)
        self.paper.sheet.print_area(0, 0, row - 1, self.last)
        self.paper.way_back(row + 1, 1)  # below what is printed
        if not self.one_page:
            self.paper.sheet.repeat_rows(first - 2, first - 1)

    def height(self, texts: Mapping[int, str | None]) -> float:
        """Room for the tallest wrapped text of a row (column to text)."""
        lines = max(lines_of(t, self.heads[c].width - 1) for c, t in texts.items() if t)
        return max(LEAST_ROW, lines * LINE_HEIGHT + 4)

    def fit(self, row: int, texts: Mapping[int, str]) -> None:
        """Make a row as high as its tallest wrapped text."""
        self.paper.sheet.set_row(row, self.height(texts))

    def total(self, row: int, label: str, figures: dict[int, tuple[Live, str]]) -> None:
        """The last line of a table: a label, then figures (with formats), the rest blank."""
        self.paper.sheet.set_row(row, LEAST_ROW)
        before = min(figures) - 1 if figures else self.last
        self.paper.span(row, (0, before), label, TOTAL | CENTRED)
        for column in range(before + 1, self.last + 1):
            if column in figures:
                total, num_format = figures[column]
                self.paper.live(row, column, total, figure(num_format, TOTAL))
            else:
                self.paper.text(row, column, "", TOTAL)

    def nothing(self, row: int) -> int:
        """The one line of a table that has none. Gives the next row."""
        self.paper.sheet.set_row(row, LEAST_ROW)
        self.paper.span(row, (0, self.last), EMPTY, MIDDLE)
        return row + 1

    def _page(self) -> None:
        self.paper.page(landscape=self.form.landscape, pages_high=1 if self.one_page else 0)
        for column, head in enumerate(self.heads):
            self.paper.sheet.set_column(column, column, head.width, self.paper.canvas.format(PLAIN))
        self.paper.sheet.center_horizontally()
        self.paper.sheet.hide_gridlines(2)

    def _document_heads(self) -> int:
        if not self.headed:
            return 0
        document = self.report.outcome.plan.document
        rows = max(len(document.head_left), len(document.head_right))
        self._sides(0, document.head_left, document.head_right)
        return rows + 1

    def _titles(self, row: int) -> int:
        everything = (0, self.last)
        self.paper.span(row, everything, f"Biểu số {self.form.number}", FORM_NUMBER)
        row += 1
        for text in (self.form.title.upper(), self.report.outcome.period.name.upper()):
            self._fit_across(row, text, 20, 0.75)
            self.paper.span(row, everything, text, FORM_TITLE)
            row += 1
        if self.form.attached:
            self._fit_across(row, self.form.attached)
            self.paper.span(row, everything, self.form.attached, ATTACHED)
            row += 1
        self.paper.sheet.set_row(row, LEAST_ROW + 6)
        self.paper.span(row, everything, self.report.standing, STANDING)
        return row + 1

    def _columns(self, row: int) -> int:
        tallest = max(lines_of(h.title, h.width * 0.9) for h in self.heads)
        self.paper.sheet.set_row(row, tallest * LINE_HEIGHT + 4)
        for column, head in enumerate(self.heads):
            self.paper.text(row, column, head.title, COLUMN_HEAD)
        for column, head in enumerate(self.heads):
            if head.mark.isdecimal():
                self.paper.number(row + 1, column, int(head.mark), COLUMN_NUMBER)
            else:
                self.paper.text(row + 1, column, head.mark, COLUMN_NUMBER)
        return row + 2

    def _note(self, row: int, text: str) -> int:
        self._fit_across(row, text)
        self.paper.span(row, (0, self.last), text, NOTE | {"text_wrap": True})
        return row + 1

    def _signatures(self, row: int) -> int:
        document = self.report.outcome.plan.document
        when = f"{document.place}, ngày …… tháng …… năm {self.report.outcome.date.year}"
        self.paper.span(row, (self.split + 1, self.last), when, SIGNED_NOTE)
        self._sides(row + 1, document.sign_left, document.sign_right)
        rows = max(len(document.sign_left), len(document.sign_right))
        return row + 1 + rows + SPACE_TO_SIGN

    def _sides(self, row: int, left: Sequence[str], right: Sequence[str]) -> None:
        """Lines at the left and at the right; what stands in brackets is for the hand."""
        for line in range(max(len(left), len(right))):
            for lines, columns in (
                (left, (0, self.split)),
                (right, (self.split + 1, self.last)),
            ):
                text = lines[line] if line < len(lines) else ""
                look = SIGNED_NOTE if text.startswith("(") else HEAD_LINE
                self.paper.span(row + line, columns, text, look)

    def _fit_across(
        self, row: int, text: str, line: float = LINE_HEIGHT, share: float = 1.0
    ) -> None:
        width = sum(h.width for h in self.heads) * share
        self.paper.sheet.set_row(row, lines_of(text, width) * line + 2)


def first_row(report: Report, form: OutputForm, *, headed: bool = False) -> int:
    """The first row of a form's table, counted from 0: known before anything is drawn."""
    document = report.outcome.plan.document
    heads = max(len(document.head_left), len(document.head_right)) + 1 if headed else 0
    return heads + (5 if form.attached else 4) + 2


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
