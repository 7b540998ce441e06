"""How wide and high a table is drawn, and how it lies on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import ceil

from consolidate import style
from consolidate.plan.models import Column
from consolidate.template import words
from consolidate.template.edition import Edition, list_of
from consolidate.template.layout import TableLayout

COUNTER_WIDTH = 30.0  # characters that the longest text of a sheet's counter takes
FROZEN_WIDTH = 45.0  # characters that may stay in sight while the sheet is scrolled sideways
PAGE_WIDTH = 210.0  # characters that a landscape page holds at 60 %, below which nobody reads
WIDEST = 42.0  # of a column of choices with long texts
LINES = 4  # of a title in the head


@dataclass(frozen=True)
class Shape:
    """The widths of a table's columns in characters, and what follows from them."""

    where: TableLayout
    widths: Mapping[str, float]

    @cached_property
    def frozen(self) -> int:
        """How many columns stay in sight: up to the one that names the row, if they are narrow."""
        sheet = self.where.sheet
        label = sheet.label or next((c.field for c in sheet.shown if c.required), None)
        wanted = self.where.columns[label] if label else 1
        room = FROZEN_WIDTH
        for number, width in enumerate(list(self.widths.values())[:wanted]):
            room -= width
            if room < 0:
                return number
        return wanted

    @property
    def beside_counter(self) -> int:
        """The column right of those that stay in sight and of the sheet's counter."""
        until = accumulate(self.widths.values())
        needed = next((n for n, width in enumerate(until, 1) if width >= COUNTER_WIDTH), 1)
        return max(self.frozen, needed) + 1

    @property
    def head_height(self) -> float:
        """Points that the head row needs."""
        lines = (style.lines_of(head_text(c), self.widths[c.field]) for c in self.where.shown)
        return max(lines) * style.LINE_HEIGHT + 8

    @property
    def unit_height(self) -> float:
        """Points that the row of units of measure needs."""
        lines = (style.lines_of(unit_text(c), self.widths[c.field]) for c in self.where.shown)
        return max(lines) * style.LINE_HEIGHT + 2

    @property
    def pages_wide(self) -> int:
        """How many landscape pages stand side by side, each with the frozen columns."""
        widths = list(self.widths.values())
        repeated, rest = sum(widths[: self.frozen]), sum(widths[self.frozen :])
        return max(1, ceil(rest / (PAGE_WIDTH - repeated)))


def shape_of(where: TableLayout, edition: Edition) -> Shape:
    """The shape of a table as an edition draws it."""
    return Shape(where, {c.field: _width(c, edition) for c in where.shown})


def head_text(column: Column) -> str:
    """The title of a column as it is drawn: the star is not part of what was declared."""
    return column.title + (words.OBLIGATORY if column.required else "")


def unit_text(column: Column) -> str:
    """The unit of measure as it stands above the head, blank where there is none."""
    return words.UNIT_OF_MEASURE.format(unit=column.unit) if column.unit else ""


def _width(column: Column, edition: Edition) -> float:
    """By type, and wider where a word of the title, or a text of its list, needs it.

    Lists that differ from unit to unit have no say: all units get the same columns.
    """
    usual = style.WIDTHS[column.type]
    if column.type == "row_number":
        return usual
    longest = max((len(w) for w in column.title.split()), default=0)
    needed = max(usual, longest + 3, len(column.title) / LINES + 3)
    code = list_of(column)
    if column.type == "choice" and code and edition.plan.lists[code].source == "values":
        texts = max((len(v.title) for v in edition.values(code)), default=0)
        needed = max(needed, min(WIDEST, texts / 2 + 2))
    return needed
