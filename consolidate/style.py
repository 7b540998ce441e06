"""The look of every workbook, as data: colours, fonts, number formats and widths by meaning.

A look is a dictionary of xlsxwriter's format properties; looks are joined with `|`, the later one
winning. The fills of states keep a distance of 25 and more in all three kinds of colour blindness
and differ in grey print; a state always stands in words as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from unicodedata import combining, normalize

from consolidate.plan.models import Type

Look = dict[str, Any]

FONT: Final = "Times New Roman"  # Decree 30/2020, annex I
SIZE: Final = 12

INK = "#000000"
NAVY = "#12436D"
WHITE = "#FFFFFF"
SKY = "#DDEBF7"
GREY = "#E7E6E6"
LINE = "#BFBFBF"
QUIET = "#595959"
LINK = "#0B4F8A"

# --- text ----------------------------------------------------------------------------------

PLAIN: Look = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
WRAPPED: Look = PLAIN | {"text_wrap": True}
BOLD: Look = PLAIN | {"bold": True}
TITLE: Look = BOLD | {"font_size": 16, "font_color": NAVY}
SECTION: Look = BOLD | {"font_size": 13, "font_color": NAVY}
SUBTITLE: Look = PLAIN | {"font_color": QUIET}
NOTE: Look = PLAIN | {"font_size": 11, "italic": True, "font_color": QUIET}
LINKED: Look = PLAIN | {"font_color": LINK, "underline": 1}

# --- cells of tables -----------------------------------------------------------------------

BORDERED: Look = {"border": 1, "border_color": LINE}
CELL: Look = PLAIN | BORDERED
HEAD: Look = BOLD | {
    "font_color": WHITE,
    "bg_color": NAVY,
    "align": "center",
    "text_wrap": True,
    "border": 1,
    "border_color": WHITE,
}
TO_FILL: Look = CELL | {"locked": False, "bg_color": WHITE}
PREFILLED: Look = CELL | {"locked": False, "bg_color": SKY}
LOCKED: Look = CELL | {"locked": True, "bg_color": GREY}
OPEN: Look = PLAIN | {"locked": False}  # outside a table, and still the reader's own to use

# --- verdicts on a cell --------------------------------------------------------------------

WRONG: Look = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
DOUBTFUL: Look = {"bg_color": "#FFEB9C", "font_color": "#7F4F00"}
READY: Look = {"bg_color": "#C6E5C3", "font_color": "#0B4A12"}
ALARM: Look = {"font_color": "#9C0006"}  # words alone, without a fill
CALM: Look = {"font_color": "#0B4A12"}

# --- states of targets and units -----------------------------------------------------------

DONE: Look = {"bg_color": NAVY, "font_color": WHITE}
UNDERWAY: Look = {"bg_color": "#A7D0F0", "font_color": INK}
SHORT: Look = {"bg_color": "#F46A25", "font_color": INK}
ABSENT: Look = {"bg_color": WHITE, "font_color": INK, "border": 3, "border_color": INK}

# --- values --------------------------------------------------------------------------------

COUNT_FORMAT = "#,##0"
COUNT_OR_DASH = '#,##0;-#,##0;"–"'  # nil shows as yearbooks print it, and stays a zero
MONEY_FORMAT = "#,##0.0##"
RATE_FORMAT = "0.0"
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"

_TEXT: Look = {"num_format": TEXT_FORMAT, "text_wrap": True}
_SHORT_TEXT: Look = {"num_format": TEXT_FORMAT, "align": "center"}
_FIGURE: Look = {"num_format": COUNT_FORMAT, "align": "right", "indent": 1}

VALUES: Mapping[Type, Look] = {
    "text": _TEXT,
    "count": _FIGURE,
    "money": _FIGURE | {"num_format": MONEY_FORMAT},
    "percent": _FIGURE | {"num_format": MONEY_FORMAT},
    "date": {"num_format": DATE_FORMAT, "align": "center"},
    "choice": _TEXT,
    "yes_no": _SHORT_TEXT,
    "code": _SHORT_TEXT,
    "tax_code": _SHORT_TEXT,
    "phone": _SHORT_TEXT,
    "reference": _TEXT,
    "url": {"num_format": TEXT_FORMAT},
    "row_number": {"num_format": "0", "align": "center"},
}
"""How a value of each column type looks; identifiers are text, so that no zero is eaten."""

WIDTHS: Mapping[Type, float] = {
    "text": 30,
    "count": 11,
    "money": 14,
    "percent": 10,
    "date": 13,
    "choice": 24,
    "yes_no": 11,
    "code": 12,
    "tax_code": 15,
    "phone": 14,
    "reference": 28,
    "url": 26,
    "row_number": 6,
}
"""Column widths in characters of the default font."""

LINE_HEIGHT = 16.0  # points of a line of text in the default size
TITLE_ROW, SUBTITLE_ROW, SECTION_ROW = 26.0, 18.0, 22.0  # room for accents over accents


@lru_cache(maxsize=1 << 16)  # a large season has more texts than memory should keep
def lines_of(text: str, width: float) -> int:
    """How many lines a text takes when it is wrapped at words in a column of that width.

    `width` in characters of the default font, as columns are measured. Bold capitals may take a
    line more than the text needs in plain type: better a line too high than a word cut off.
    """
    room = max(1.0, width - 1.5)  # the cell's own margins
    total = 0
    for paragraph in text.split("\n"):
        lines, used = 1, 0.0
        for word in paragraph.split():
            need = _measure(word)
            if used and used + _BLANK + need > room:
                lines, used = lines + 1, 0.0
            used += (_BLANK if used else 0.0) + need
            lines, used = lines + int(used // room), used % room
        total += lines
    return total


_BLANK = 0.55
_NARROW = frozenset("iljtfrsI.,;:!|'()[]/-“”")
_BROAD = frozenset("mwMW%–—…")


@lru_cache(maxsize=1 << 14)  # the words of a season are few
def _measure(word: str) -> float:
    """The width of a word in widths of a digit, as the letters of the font go."""
    total = 0.0
    for letter in normalize("NFD", word):
        if combining(letter):
            continue
        if letter in _NARROW:
            total += 0.7
        elif letter in _BROAD:
            total += 1.7
        else:
            total += 1.4 if letter.isupper() else 1.0
    return total
