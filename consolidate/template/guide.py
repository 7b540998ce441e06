"""The first sheet: how to fill in the others, on one page."""

from __future__ import annotations

from datetime import date

from consolidate import style
from consolidate.plan.models import Column
from consolidate.sheet_names import GUIDE
from consolidate.style import Look
from consolidate.template import words
from consolidate.template.drawing import Pen
from consolidate.template.edition import Edition, list_of
from consolidate.template.protection import protect

COLUMNS = 6
WIDTH = 18.0  # of each of them


class _Page:
    """Writes downwards, one line of the page after the other."""

    def __init__(self, pen: Pen) -> None:
        self.pen, self.row = pen, 1

    def line(self, text: str, look: Look = style.WRAPPED, indent: int = 0) -> None:
        """Running text over the whole width, as high as it needs."""
        size = look.get("font_size", style.SIZE) / style.SIZE
        lines = style.lines_of(text, (COLUMNS * WIDTH - 2 * indent) / size)
        self.pen.across(self.row, 1, COLUMNS, text, look | {"indent": indent, "text_wrap": True})
        self.pen.height(self.row, lines * style.LINE_HEIGHT * size + 3)
        self.row += 1

    def section(self, title: str) -> None:
        """A heading with room above it."""
        self.pen.height(self.row, 7)
        self.row += 1
        self.line(title, style.SECTION)


def write_guide(pen: Pen, edition: Edition) -> None:
    """Draw the guide from the plan's steps, definitions, example and document."""
    plan, page = edition.plan, _Page(pen)
    pen.widths(1, COLUMNS, WIDTH, style.PLAIN)
    page.line(words.GUIDE_TITLE, style.TITLE)
    page.line(plan.title, style.BOLD)
    page.line(edition.identity, style.SUBTITLE)
    page.section(words.STEPS)
    for number, step in enumerate(plan.guide.steps, 1):
        page.line(f"{number}. {step}", indent=1)
    page.section(words.LEGEND)
    _write_legend(page)
    if plan.guide.example:
        sheet = plan.sheet(plan.guide.example_sheet)
        page.section(words.EXAMPLE.format(sheet=sheet.title))
        _write_example(page, edition)
    if plan.guide.definitions:
        page.section(words.DEFINITIONS)
        for definition in plan.guide.definitions:
            page.line(f"– {definition}", indent=1)
    page.section(words.PRIVACY)
    page.line(plan.document.privacy, indent=1)
    page.section(words.CONTACT)
    due = words.DUE.format(due=edition.period.due, contact=plan.document.contact)
    page.line(due, indent=1)
    page.line(words.UNPROTECT, style.NOTE, indent=1)
    pen.sheet.set_paper(9)
    pen.sheet.set_portrait()
    pen.sheet.fit_to_pages(1, 1)
    pen.sheet.set_margins(left=0.8, right=0.6, top=0.7, bottom=0.6)
    pen.sheet.print_area(0, 0, page.row - 1, COLUMNS - 1)
    pen.sheet.hide_gridlines(2)
    protect(pen.sheet)


def _write_legend(page: _Page) -> None:
    for look, text in (
        (style.TO_FILL, words.LEGEND_TO_FILL),
        (style.PREFILLED, words.LEGEND_PREFILLED),
        (style.LOCKED, words.LEGEND_LOCKED),
    ):
        page.pen.blank(page.row, 1, look | {"locked": True})
        page.pen.across(page.row, 2, COLUMNS, text, style.PLAIN | {"indent": 1})
        page.pen.height(page.row, style.LINE_HEIGHT + 3)
        page.row += 1
    page.line(words.LEGEND_OBLIGATORY)


def _write_example(page: _Page, edition: Edition) -> None:
    """The example as small tables of a head and a value row, as many as it needs."""
    guide = edition.plan.guide
    sheet = edition.plan.sheet(guide.example_sheet)
    columns = [sheet.by_field[f] for f in guide.example]
    head = style.HEAD | {"font_size": 11}
    value = style.CELL | {"bg_color": style.GREY, "text_wrap": True, "align": "center"}
    for start in range(0, len(columns), COLUMNS):
        band = columns[start : start + COLUMNS]
        texts = [_as_text(c, guide.example[c.field], edition) for c in band]
        for at, (column, text) in enumerate(zip(band, texts, strict=True), 1):
            page.pen.text(page.row, at, column.title, head)
            page.pen.text(page.row + 1, at, text, value)
        for row, shown in ((page.row, [c.title for c in band]), (page.row + 1, texts)):
            lines = max(style.lines_of(t, WIDTH - 1) for t in shown)
            page.pen.height(row, lines * style.LINE_HEIGHT + 4)
        page.row += 2


def _as_text(column: Column, value: str | int | float | date, edition: Edition) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    code = list_of(column)
    if code and isinstance(value, str):
        return next((v.title for v in edition.values(code) if v.code == value), value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


__all__ = ["GUIDE", "write_guide"]
