"""Amounts of money, in the column's unit: "1,2 tỷ" in a column of triệu đồng is 1200."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from consolidate.catalogue import PHRASES
from consolidate.parse.context import Context
from consolidate.parse.numbers import is_nil, no_number, not_expected
from consolidate.parse.numerals import NUMERAL, decimal
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import is_percent, quoted, remark, shown
from consolidate.plan.models import Column
from consolidate.read.cells import NUMBER, TEXT, Style, Value
from consolidate.text import as_typed, bare, plain_number, vietnamese_number

# Words for đồng, by their key without marks, and how many đồng they are.
_DONG = {"dong": 1, "d": 1, "vnd": 1}
_SCALES = {
    "ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "trd": 10**6,
    "nghin": 10**3, "ngan": 10**3, "k": 10**3,
}  # fmt: skip
_FACTORS = _SCALES | _DONG
ABSURD = 10**12  # đồng; what reaches this in one cell was typed in a smaller unit than the column's

_PART = re.compile(
    rf"\s*({NUMERAL})\s*([^\W\d_]+)\.?(?:\s+(?:đồng|đ|vnđ|vnd)(?![^\W\d_]))?[\s,;]*", re.IGNORECASE
)
_SIGNED = re.compile(rf"(-?)({NUMERAL})")


def scale_of(unit: str) -> int | None:
    """How many đồng one of a unit is ("triệu đồng/người" is a million); None if it is no đồng."""
    words = bare(unit).split()
    if not words:
        return None
    if words[0] in _SCALES and (len(words) == 1 or words[1] in _DONG):
        return _SCALES[words[0]]
    return _DONG.get(words[0])


def money_reader(column: Column, context: Context) -> Reader:  # noqa: ARG001 - one shape for all
    """Reads amounts. Words for đồng convert (GEN-04); absurd ones are said (GEN-07)."""
    scale = scale_of(column.unit)

    def read(kind: str, value: Value, style: Style) -> Reading:
        if kind == NUMBER and isinstance(value, float) and math.isfinite(value):
            if not is_percent(style):
                return _believed(value, None, scale, column)
        elif kind == TEXT and isinstance(value, str):
            return _of_text(as_typed(value), scale, column)
        return not_expected(shown(kind, value, style), column, "money")

    return read


def _believed(value: float, text: str | None, scale: int | None, column: Column) -> Reading:
    """The amount as typed. One that is absurd in this unit was probably typed in đồng: GEN-07."""
    if scale is None or scale == 1 or value * scale < ABSURD:
        return Reading(value)
    text = vietnamese_number(value) if text is None else text
    meant = plain_number(float(Decimal(repr(value)) / scale))
    return remark(value, "GEN-07", value=quoted(text, column), unit=column.unit, suggest=meant)


def _of_text(text: str, scale: int | None, column: Column) -> Reading:
    if is_nil(text) or bare(text) == "khong dong":
        return Reading(0.0)
    if plain := _SIGNED.fullmatch(text):
        number = decimal(plain[2])
        if number is None:
            return no_number(text, column, "money")
        value = float(-number.value if plain[1] else number.value)
        reading = _believed(value, text, scale, column)
        return _ambiguous(value, text, column) if number.ambiguous and not reading.code else reading
    amount = _with_words(text, scale, column)
    if amount is None:
        return no_number(text, column, "money")
    return _read_as(amount, text, column)


def _ambiguous(value: float, text: str, column: Column) -> Reading:
    """One separator before three digits: taken the Vietnamese way, and said."""
    written = plain_number(value)
    read = written if value.is_integer() else PHRASES["decimal"].format(value=written)
    return remark(value, "GEN-04", value=quoted(text, column), read=read, unit=_unit(column))


def _read_as(value: float, text: str, column: Column) -> Reading:
    return remark(
        value,
        "GEN-04",
        value=quoted(text, column),
        read=plain_number(value),
        unit=_unit(column),
    )


def _unit(column: Column) -> str:
    return f" {column.unit}" if column.unit else ""


def _own_words(unit: str) -> set[str]:
    """The column's unit as people write it behind an amount, with and without "đồng"."""
    words = bare(unit).split()
    return {" ".join(words), " ".join(w for w in words if w not in _DONG)} - {""}


def _with_words(text: str, scale: int | None, column: Column) -> float | None:
    """The amount of "1 tỷ 200 triệu" in the column's unit; None where a word is not understood."""
    own = re.fullmatch(rf"({NUMERAL})\s*([^0-9]+)", text)
    if own and bare(own[2]) in _own_words(column.unit):
        number = decimal(own[1])
        return float(number.value) if number else None
    if scale is None:
        return None
    total, above, position = Decimal(0), 10**12, 0
    while position < len(text):
        part = _PART.match(text, position)
        number = decimal(part[1]) if part else None
        factor = _FACTORS.get(bare(part[2])) if part else None
        if part is None or number is None or factor is None or factor >= above:
            return None
        total, above, position = total + number.value * factor, factor, part.end()
    return float(total / scale)
