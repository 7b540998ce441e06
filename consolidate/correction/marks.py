"""Marks on wrong cells that go when the cell is mended, wherever its row has been moved to.

Every row that was put back carries a hidden key. A very hidden sheet has one line a mark: its key,
what was typed, the row that has this key now (0 where it is gone or was emptied), and whether the
fault still stands. It stands while the live rule fires in that row; where there is no live rule,
while the cell holds what was typed. Such a cell is coloured by its mark, which says where it is and
how grave; the others are coloured by the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consolidate import style
from consolidate.correction.lines import Line, Spot
from consolidate.issues import Severity, column_letters
from consolidate.plan.models import Plan
from consolidate.recognise.own_marks import ROW_KEY
from consolidate.sheet_names import MARKS
from consolidate.template import Entry, Filling, FormLayout, Layout, TableLayout
from consolidate.template.drawing import Pen, must
from consolidate.template.edition import Edition, shown
from consolidate.template.layout import LAST_ROW, quoted
from consolidate.template.live import Check
from consolidate.template.names import column_name
from consolidate.words import rule_of

KEY, TYPED, FOUND, NOW, STANDS, SHEET, COLUMN, GRAVITY = range(1, 9)
FIRST = 2  # row of the first mark
HEAD = ("key", "typed", "found", "now", "stands", "sheet", "column", "gravity")
NAMED = (NOW, STANDS, SHEET, COLUMN, GRAVITY)  # columns by which colours are asked for
BLANK_CODES = ("GEN-01", "INF-01")  # a cell that may become right while it stays blank
LONGEST_FORMULA = 8_000  # of 8,192
NAME = "_mark."
COLOURS = {Severity.ERROR: style.WRONG, Severity.WARNING: style.DOUBTFUL}


@dataclass(frozen=True)
class Block:
    """The marks of one line, on consecutive rows of the hidden sheet."""

    first: int
    last: int

    def cells(self, column: int) -> str:
        """The cells of a column of these marks, as other sheets refer to them."""
        letters = column_letters(column)
        return f"{quoted(MARKS)}!${letters}${self.first}:${letters}${self.last}"


@dataclass(frozen=True)
class Ground:
    """What marks are made from: the template as drawn, its checks, and what stands in its cells.

    `errors` are the cells that hold the error of a formula: sheet, row (0 on the form) and field.
    """

    edition: Edition
    where: Layout
    checks: tuple[Check, ...]
    filling: Filling
    errors: frozenset[tuple[str, int, str]]

    @property
    def plan(self) -> Plan:
        """The plan of the template."""
        return self.edition.plan

    def typed(self, sheet: str, row: int, field: str) -> Entry:
        """What stands in a cell (of the form where the row is 0), as the template shows it."""
        entries = self.filling.form
        if row:
            entries = self.filling.tables[sheet][row - TableLayout.first_row]
        entry = entries.get(field)
        column = self.plan.sheet(sheet).by_field[field]
        return entry if isinstance(entry, tuple) else shown(column, entry, self.edition)

    def live(self, line: Line) -> list[Check]:
        """The live checks that ask what a line complains of."""
        issue = line.found[0].issue
        if rule_of(issue, self.plan) is not None:
            return self.by_rule(line)
        return [
            c
            for c in self.checks
            if c.rule is None and c.sheet.key == line.sheet and issue.place.field in c.fields
        ]

    def by_rule(self, line: Line) -> list[Check]:
        """The live checks of the plan's rule that speaks in a line."""
        rule = rule_of(line.found[0].issue, self.plan)
        return [c for c in self.checks if c.rule is rule] if rule is not None else []


def write_keys(pen: Pen, table: TableLayout, rows: Iterable[int]) -> None:
    """Give each row that was put back a key, in a hidden column that sorting takes along."""
    at = table.last_column + 1
    pen.text(table.field_row, at, ROW_KEY)
    for row in rows:
        pen.entry(row, at, row, style.OPEN)


def draw_keys(pen: Pen, table: TableLayout) -> None:
    """Draw the column of the keys."""
    at = table.last_column + 1
    pen.hide_column(at, style.OPEN)
    pen.sheet.autofilter(table.head_row - 1, 0, LAST_ROW - 1, at - 1)


def draw_marks(workbook: Any, pens: Mapping[str, Pen], pen: Pen, where: Layout) -> None:
    """Draw the hidden sheet, and the colours that its marks will give to cells.

    Ranges of other sheets are meant by name, as everywhere in the template.
    """
    for column, text in enumerate(HEAD, 1):
        pen.text(FIRST - 1, column, text, style.BOLD)
    for column in NAMED:
        must(workbook.define_name(f"{NAME}{HEAD[column - 1]}", f"={cells_of(column, FIRST)}"))
    pen.sheet.very_hidden()
    for place in where.places:
        for severity, look in COLOURS.items():
            _colour(pens[place.title], place, severity, look)


def cells_of(column: int, last: int) -> str:
    """The cells of a column of all marks, as other sheets refer to them."""
    return Block(FIRST, last).cells(column)


def write_marks(pen: Pen, lines: Sequence[Line], ground: Ground) -> dict[int, Block]:
    """Write the hidden sheet; the marks of each line by its position."""
    blocks: dict[int, Block] = {}
    row = FIRST
    for position, line in enumerate(lines):
        if not line.is_located or line.state:
            continue
        block = Block(row, row + len(line.found) - 1)
        blocks[position] = block
        for told in line.found:
            assert told.spot is not None
            _write_mark(pen, row, line, told.spot, ground)
            row += 1
    return blocks


def _write_mark(pen: Pen, row: int, line: Line, spot: Spot, ground: Ground) -> None:
    place = _place(line.sheet, ground.where)
    stands, is_live = _stands(line, spot, row, ground)
    pen.entry(row, TYPED, ground.typed(line.sheet, spot.row, spot.field), style.PLAIN)
    if isinstance(place, FormLayout):
        now = place.rows[spot.field]
        pen.formula(row, NOW, f"=ROW({column_name(line.sheet, spot.field)})", style.PLAIN, now)
    else:
        pen.entry(row, KEY, spot.row, style.PLAIN)
        keys = _whole(place, place.last_column + 1)
        found = f"=IFERROR(MATCH($A{row},{keys},0),0)"
        pen.formula(row, FOUND, found, style.PLAIN, spot.row)
        pen.formula(row, NOW, _in_use(place, row), style.PLAIN, spot.row)
    pen.formula(row, STANDS, stands, style.PLAIN, 1)
    if not is_live and line.severity in COLOURS:
        if isinstance(place, FormLayout):
            column, cell = place.input_column, place.input(spot.field)
        else:
            column, cell = place.columns[spot.field], place.head(spot.field)
        pen.text(row, SHEET, line.sheet)
        pen.formula(row, COLUMN, f"=COLUMN({cell})", style.PLAIN, column)
        pen.text(row, GRAVITY, line.severity)


def _place(sheet: str, where: Layout) -> FormLayout | TableLayout:
    return where.tables.get(sheet, where.form)


def _in_use(place: TableLayout, row: int) -> str:
    """The row that has the key; 0 where nothing stands in it besides its running number."""
    block = f"{quoted(place.title)}!$A:${place.last_letters}"
    numbers = "".join(
        f"-COUNTA(INDEX({_whole(place, place.columns[c.field])},$C{row}))"
        for c in place.shown
        if c.type == "row_number"
    )
    return f"=IF($C{row}=0,0,IF(COUNTA(INDEX({block},$C{row},0)){numbers}>0,$C{row},0))"


def _stands(line: Line, spot: Spot, row: int, ground: Ground) -> tuple[str, bool]:
    """The formula that says whether a fault stands, and whether the template colours it itself."""
    place = _place(line.sheet, ground.where)
    issue = line.found[0].issue
    checks = ground.live(line) if issue.place.field else []
    conditions = [c for check in checks for f, c in check.colours if f == spot.field]
    fires = _fires(conditions, place, row)
    by_rule = rule_of(issue, ground.plan) is not None or issue.code in BLANK_CODES
    is_live = bool(fires) and by_rule
    if not is_live:
        fires = f"({_unchanged(line.sheet, spot, place, row, ground)}{'+' if fires else ''}{fires})"
    guard = "" if isinstance(place, FormLayout) else f"$D{row}=0"
    stands = f"({fires}>0)*1"
    return (f"=IF({guard},0,{stands})" if guard else f"={stands}"), is_live


def _fires(conditions: Sequence[str], place: FormLayout | TableLayout, row: int) -> str:
    """The live conditions asked of the row that has the key; blank where there are none."""
    if isinstance(place, TableLayout):
        own = re.compile(rf"\$([A-Z]+){place.head_row}(?![0-9])")

        def cell(found: re.Match[str]) -> str:
            return f"INDEX({quoted(place.title)}!${found[1]}:${found[1]},$D{row})"

        conditions = [own.sub(cell, c) for c in conditions]
    joined = "+".join(f"SUMPRODUCT({c})" for c in conditions)
    return joined if len(joined) < LONGEST_FORMULA else ""


def _unchanged(
    sheet: str, spot: Spot, place: FormLayout | TableLayout, row: int, ground: Ground
) -> str:
    """1 while the cell holds what was typed, to the letter."""
    if isinstance(place, FormLayout):
        cell = column_name(sheet, spot.field)
    else:
        cell = f"INDEX({_whole(place, place.columns[spot.field])},$D{row})"
    if (sheet, spot.row, spot.field) in ground.errors:
        return f"ISERROR({cell})*1"
    return f"IFERROR(EXACT({cell},$B{row})*1,1)"


def _whole(place: TableLayout, column: int) -> str:
    letters = column_letters(column)
    return f"{quoted(place.title)}!${letters}:${letters}"


def _colour(
    pen: Pen, place: FormLayout | TableLayout, severity: Severity, look: style.Look
) -> None:
    """A colour for the cells of a sheet that have a mark of a severity which still stands."""
    wanted = f'({NAME}sheet="{place.sheet.key}")*({NAME}gravity="{severity}")'
    here = f"({NAME}column=COLUMN())*({NAME}now=ROW())*{NAME}stands"
    if isinstance(place, FormLayout):
        rows = place.rows.values()
        area = (min(rows) - 1, place.input_column - 1, max(rows) - 1, place.input_column - 1)
    else:
        area = (place.head_row - 1, 0, LAST_ROW - 1, place.last_column - 1)
    options = {
        "type": "formula",
        "criteria": f"=SUMPRODUCT({wanted}*{here})>0",
        "format": pen.formats(look),
    }
    must(pen.sheet.conditional_format(*area, options))
