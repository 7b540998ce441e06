"""From a column of the plan to the function that reads its cells, and a whole column at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from consolidate.catalogue import PHRASES
from consolidate.parse.choices import choice_reader, code_reader, yes_no_reader
from consolidate.parse.codes import tax_code_reader
from consolidate.parse.context import Context
from consolidate.parse.dates import date_reader
from consolidate.parse.money import money_reader
from consolidate.parse.numbers import count_reader, percent_reader
from consolidate.parse.phones import phone_reader
from consolidate.parse.readings import Parser, Reader, Reading, Typed
from consolidate.parse.saying import refusal
from consolidate.parse.texts import line_reader, text_reader
from consolidate.plan.models import Column
from consolidate.read.cells import ERROR, FORMULA, KIND, NUMBER, STYLE, TEXT, VALUE, Cell, Style
from consolidate.text import MASKED, has_personal_number, keyboard

_READERS: dict[str, Callable[[Column, Context], Reader]] = {
    "text": text_reader,
    "count": count_reader,
    "money": money_reader,
    "percent": percent_reader,
    "date": date_reader,
    "choice": choice_reader,
    "yes_no": yes_no_reader,
    "code": code_reader,
    "tax_code": tax_code_reader,
    "phone": phone_reader,
    "reference": line_reader,
    "url": line_reader,
}
_MEAN_SOMETHING_BY_A_DASH = ("count", "money", "yes_no")
_REMEMBERED = 1 << 14  # readings a column remembers; free text seldom repeats and stays out
_SAYS_SOMETHING = re.compile(r"\w")
_LONG_NUMBER = re.compile(r"\d[\d .]{10}")

_BLANK = Reading(None)


@dataclass(frozen=True, slots=True)
class ParsedColumn:
    """The values of a column in the order of its cells, and the readings that say something."""

    values: list[Typed]
    said: tuple[tuple[int, Reading], ...]  # (position, reading)


def parser_of(column: Column, context: Context) -> Parser:
    """The function that reads any cell of the column: a typed value, or one refusal.

    Text that is blank, or a dash where a dash means nothing, is blank. Dots say "not known" and
    are blank, too; in a required column that is GEN-01. Broken formulas are FIL-11, whatever the
    type. The running number of a row is never read.
    """
    if column.type == "row_number":
        return lambda _cell, _style: _BLANK
    read = _READERS[column.type](column, context)
    is_count, remembers = column.type == "count", column.type not in ("text", "url")
    known: dict[tuple[str, object, Style], Reading] = {}

    def parse(cell: Cell | None, style: Style) -> Reading:
        if cell is None:
            return _BLANK
        kind, value = cell[KIND], cell[VALUE]
        if not remembers:
            return _before_type(cell, column) or read(kind, value, style)
        if is_count and kind == NUMBER and isinstance(value, float) and 0 <= value < 1e9:
            number = int(value)
            if number == value and (not number or "%" not in style.number_format):
                return Reading(number)
        key = (kind, value, style)
        reading = known.get(key)
        if reading is None:
            reading = _before_type(cell, column) or read(kind, value, style)
            if len(known) < _REMEMBERED:
                known[key] = reading
        return reading

    return parse


def _before_type(cell: Cell, column: Column) -> Reading | None:
    """What can be said of a cell before its type is asked; None where the type shall speak."""
    kind, value = cell[KIND], cell[VALUE]
    if kind == ERROR:
        return refusal("FIL-11", value=str(value))
    if kind == FORMULA:
        return refusal("FIL-11", value=PHRASES["uncalculated"])
    if kind != TEXT or not isinstance(value, str):
        return None
    if not _SAYS_SOMETHING.match(value) and (said := _of_signs(value, column)):
        return said
    if column.type != "url" and _LONG_NUMBER.search(value) and has_personal_number(keyboard(value)):
        return refusal("GEN-11")
    return None


def _of_signs(value: str, column: Column) -> Reading | None:
    """What can be said of a text that begins with a sign: it may hold nothing else."""
    signs = keyboard(value).replace(" ", "")
    if not signs:
        return _BLANK
    if not signs.strip(".…"):
        return refusal("GEN-01") if column.required else _BLANK
    if signs == MASKED:  # a citizen's number that a correction workbook did not repeat
        return refusal("GEN-11")
    if not signs.strip("-") and column.type not in _MEAN_SOMETHING_BY_A_DASH:
        return _BLANK
    return None


def parse_column(
    parser: Parser, cells: Iterable[Cell | None], styles: Sequence[Style]
) -> ParsedColumn:
    """Read the cells of a column from top to bottom. `styles` is the book's, indexed by cell."""
    values: list[Typed] = []
    said: list[tuple[int, Reading]] = []
    for position, cell in enumerate(cells):
        if cell is None:
            values.append(None)
            continue
        reading = parser(cell, styles[cell[STYLE]])
        values.append(reading.value)
        if reading.code:
            said.append((position, reading))
    return ParsedColumn(values, tuple(said))
