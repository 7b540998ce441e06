"""The first sheet as it is for every unit: columns, titles, and the colours that lines take."""

from __future__ import annotations

from consolidate import style
from consolidate.correction import words
from consolidate.issues import Severity, column_letters
from consolidate.sheet_names import CHECK
from consolidate.template.drawing import Pen, must
from consolidate.template.layout import LAST_ROW
from consolidate.template.protection import protect
from consolidate.template.words import READY

STATUS_ROW, ACCEPTED_ROW, HEAD_ROW = 3, 6, 8
WIDTHS = (30.0, 16.0, 62.0, 56.0, 17.0, 10.0)
SUBJECT, PLACE, WHY, TODO, STATE, CODE = range(1, 7)
LEFT, START, END, GRAVITY = range(7, 11)
"""Hidden columns: how many stand, in which rows the first and the last, and how grave a line is."""
FIRST_ROW = HEAD_ROW + 1
STATUS = style.BOLD | {"font_size": 16, "indent": 1}
TOP = style.WRAPPED | {"valign": "top"}
GROUP = style.BOLD | {"bg_color": style.SKY, "indent": 1}
LINKED_GROUP = GROUP | {"font_color": style.LINK}
SAID = style.WRAPPED | style.BORDERED | {"indent": 1}
CENTRED = style.WRAPPED | style.BORDERED | {"align": "center"}
INDENT = 2.0  # characters that the indent takes, on both sides together
QUIET = CENTRED | {"font_color": style.QUIET}
LINKED = style.LINKED | style.BORDERED | {"align": "center", "text_wrap": True}
LOOKS = (style.PLAIN, style.SUBTITLE, style.SECTION, STATUS, TOP, GROUP, LINKED_GROUP, SAID,
         CENTRED, QUIET, LINKED)  # fmt: skip
"""The looks of what is written for a unit."""


def draw_page(pen: Pen) -> None:
    """Draw what the sheet is for every unit, and the colours that its lines will take."""
    for column, width in enumerate(WIDTHS, 1):
        pen.widths(column, column, width, style.PLAIN)
    for column in (LEFT, START, END, GRAVITY):
        pen.hide_column(column, style.PLAIN)
    pen.text(1, 1, words.TITLE, style.TITLE)
    pen.height(1, 26)
    for column in range(1, len(WIDTHS) + 1):
        pen.blank(STATUS_ROW, column, STATUS)
    pen.height(STATUS_ROW, 30)
    for offset, text in enumerate(words.STEPS, 1):
        pen.text(STATUS_ROW + offset, 1, text.format(check=CHECK, ready=READY), style.PLAIN)
    pen.across(ACCEPTED_ROW, 1, len(WIDTHS), "", TOP)
    for column, text in enumerate(words.HEAD, 1):
        pen.text(HEAD_ROW, column, text, style.HEAD)
    pen.height(HEAD_ROW, 22)
    _colour_status(pen)
    _colour_lines(pen)
    _set_page(pen)


def _colour_status(pen: Pen) -> None:
    cell = f"$A${STATUS_ROW}"
    for condition, colour in (
        (f'{cell}="{words.ALL_MENDED}"', style.READY),
        ("TRUE", style.WRONG),
    ):
        options = {
            "type": "formula",
            "criteria": f"={condition}",
            "format": pen.formats(colour),
            "stop_if_true": True,
        }
        area = (STATUS_ROW - 1, 0, STATUS_ROW - 1, len(WIDTHS) - 1)
        must(pen.sheet.conditional_format(*area, options))


def _colour_lines(pen: Pen) -> None:
    """Green where nothing is left; else how grave a line is, in the column of states.

    What is only noted has no colour; what no formula can follow is doubtful.
    """
    left, gravity = (f"${column_letters(c)}{FIRST_ROW}" for c in (LEFT, GRAVITY))
    area = (FIRST_ROW - 1, 0, LAST_ROW - 1, len(WIDTHS) - 1)
    states = (FIRST_ROW - 1, STATE - 1, LAST_ROW - 1, STATE - 1)
    followed = f'AND(ISNUMBER({left}),{gravity}<>"{Severity.INFO}",{left}'
    known = f'OR({gravity}="{Severity.ERROR}",{gravity}="{Severity.WARNING}")'
    for where, condition, look in (
        (area, f"{followed}=0)", style.READY),
        (states, f'AND(ISNUMBER({left}),{gravity}="{Severity.ERROR}")', style.WRONG),
        (states, known, style.DOUBTFUL),
    ):
        options = {
            "type": "formula",
            "criteria": f"={condition}",
            "format": pen.formats(look),
            "stop_if_true": True,
        }
        must(pen.sheet.conditional_format(*where, options))


def _set_page(pen: Pen) -> None:
    sheet = pen.sheet
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.5)
    sheet.set_header(f'&C&"{style.FONT},Regular"&{style.SIZE}&P')
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.freeze_panes(HEAD_ROW, 0)
    sheet.hide_gridlines(2)
    protect(sheet)
