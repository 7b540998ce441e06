"""Counts and percentages. A count is a whole number from 0; a blank is never one."""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import Decimal

from consolidate.catalogue import PHRASES
from consolidate.parse.context import Context
from consolidate.parse.numerals import LONGEST, NUMERAL, decimal, whole
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import (
    is_percent,
    percentage,
    quoted,
    refusal,
    remark,
    shown,
    suggestion,
)
from consolidate.plan.models import Column
from consolidate.read.cells import NUMBER, TEXT, Style, Value
from consolidate.text import as_typed, bare, plain_number

GREATEST = 2**53  # above this, floats and so spreadsheets skip integers

# Words of the language that may stand behind a count; those of a plan stand in its names.
_PERSONS = ("người", "ng", "lượt", "lượt người")
_NONE = {bare(words) for words in ("không", "không có", "không phát sinh", "chưa phát sinh")}
_ROUGH = {
    bare(word)
    for word in (
        "khoảng", "trên", "dưới", "gần", "hơn", "chừng", "tầm", "độ", "ước", "xấp", "ít", "nhất",
        "tối", "đa", "thiểu", "trở", "lên", "xuống", "đến", "mấy", "vài", "từ", "và", "hoặc",
    )
}  # fmt: skip
_NUMBER_AND_WORDS = re.compile(rf"({NUMERAL})([.,;]?)\s*([^0-9]*)")
_NUMBERS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*")
_SUM = re.compile(rf"{NUMERAL}(?:\s*\+\s*{NUMERAL})+")
_NUMBER_WORDS = {
    bare(word) for word in ("chục", "trăm", "nghìn", "ngàn", "k", "triệu", "tr", "tỷ", "tỉ", "rưỡi")
}
_ROUGH_SIGNS = re.compile(r"[~≈<>≤≥±+?]")
_LOOKS_LIKE_DIGITS = re.compile(r"[0-9lI|oOОоІі]+")
_AS_DIGITS = str.maketrans("lI|oOОоІі", "111000011")


def is_nil(text: str) -> bool:
    """Whether the text says that there is none: a dash, or a word such as "Không phát sinh".

    In counts and amounts that is 0 (brief 3.3). Dots say that it is not known, and are not nil.
    """
    return not text.strip("- ") or bare(text) in _NONE


def is_rough(text: str) -> bool:
    """Whether the text holds a number, but an approximate one, a range, or several."""
    numbers = _NUMBERS.findall(text)
    words = set(bare(text).split())
    return bool(numbers) and (
        len(numbers) > 1 or bool(_ROUGH_SIGNS.search(text)) or bool(words & _ROUGH)
    )


def no_number(text: str, column: Column, expected: str) -> Reading:
    """The refusal of a text that is no number: GEN-05 where it is a rough one, else GEN-03."""
    if is_rough(text):
        total = sum(whole(n) or 0 for n in _NUMBERS.findall(text)) if _SUM.fullmatch(text) else 0
        meant = plain_number(total) if total else None
        return refusal("GEN-05", value=quoted(text, column), suggest=suggestion(column, meant))
    return not_expected(text, column, expected, _meant(text) if expected == "count" else None)


def _meant(text: str) -> str | None:
    """The count that was probably meant: letters drawn like digits, or an unknown word behind."""
    if len(text) > LONGEST:
        return None
    if _LOOKS_LIKE_DIGITS.fullmatch(text) and not text.isdecimal() and _NUMBERS.search(text):
        return text.translate(_AS_DIGITS)
    found = _NUMBER_AND_WORDS.fullmatch(text)
    words = bare(found[3]).split() if found else []
    if (
        not found
        or not words
        or _NUMBER_WORDS.intersection(words)
        or not all(word.isascii() for word in words)
    ):
        return None
    return found[1] if whole(found[1]) is not None else None


def not_expected(text: str, column: Column, expected: str, meant: str | None = None) -> Reading:
    """The refusal of something that is not what the column asks for (GEN-03)."""
    return refusal(
        "GEN-03",
        expected=PHRASES[expected],
        value=quoted(text, column),
        suggest=suggestion(column, meant),
    )


def count_reader(column: Column, context: Context) -> Reader:
    """Reads whole numbers from 0, with a known word behind them if need be (GEN-04)."""
    words = {bare(w) for w in (*_PERSONS, *context.plan.names.unit_words, column.unit)}
    words |= set(bare(column.unit).split())

    def read(kind: str, value: Value, style: Style) -> Reading:
        if kind == NUMBER and isinstance(value, float):
            return _count_of_number(value, style, column)
        if kind == TEXT and isinstance(value, str):
            return _count_of_text(as_typed(value), words, column)
        return not_expected(shown(kind, value, style), column, "count", _day_as_number(value))

    return read


def _day_as_number(value: Value) -> str | None:
    """A number that was typed into a cell with a date format, where it can be nothing else.

    Small numbers show as days of 1900; the other date system of workbooks begins in 1904.
    """
    if not isinstance(value, datetime) or value.year != 1900:
        return None
    day = value.timetuple().tm_yday
    return str(day if day < 60 else day + 1)  # spreadsheets know a 29 February 1900


def _count_of_number(value: float, style: Style, column: Column) -> Reading:
    if is_percent(style) and value:
        return not_expected(shown(NUMBER, value, style), column, "count")
    # A spreadsheet shows and compares fifteen digits: 14.999999999999998 is 15 to everyone.
    exact = value if value.is_integer() else float(f"{value:.15g}")
    if exact.is_integer() and 0 <= exact <= GREATEST:
        return Reading(int(exact)) if len(f"{exact:.0f}") != 12 else refusal("GEN-11")
    typed = repr(exact)
    thousand = Decimal(typed) * 1000 if abs(exact) < GREATEST else Decimal(0)
    if exact > 0 and thousand == thousand.to_integral_value() and thousand:
        return refusal("GEN-06", value=typed, suggest=plain_number(int(thousand)))
    return not_expected(shown(NUMBER, value, style), column, "count")


def _count_of_text(text: str, words: set[str], column: Column) -> Reading:
    if is_nil(text):
        return Reading(0)
    found = _NUMBER_AND_WORDS.fullmatch(text)
    number = whole(found[1]) if found else None
    if number is not None and re.fullmatch(r"[0-9]{12}", found[1] if found else ""):
        return refusal("GEN-11")
    if found is None or number is None or number > GREATEST:
        return no_number(text, column, "count")
    if not found[2] and not found[3]:
        return Reading(number)
    if found[3] and (bare(found[3]) not in words or _ROUGH_SIGNS.search(found[3])):
        return no_number(text, column, "count")
    return remark(number, "GEN-04", value=quoted(text, column), read=str(number), unit="")


def percent_reader(column: Column, context: Context) -> Reader:  # noqa: ARG001 - one shape for all
    """Reads percentages as the number before the sign (50% gives 50).

    A bare number above 0 and up to 1 may be a share or a percentage and is refused (GEN-05).
    """

    def read(kind: str, value: Value, style: Style) -> Reading:
        if kind == NUMBER and isinstance(value, float) and math.isfinite(value):
            if is_percent(style):
                return Reading(float(percentage(value).replace(",", ".")))
            return _share_or_percent(value, shown(kind, value, style), column)
        if kind == TEXT and isinstance(value, str):
            return _percent_of_text(as_typed(value), column)
        return not_expected(shown(kind, value, style), column, "percent")

    return read


def _share_or_percent(value: float, text: str, column: Column) -> Reading:
    if 0 < value <= 1:
        meant = (f"{plain_number(value)}%", f"{percentage(value)}%")
        return refusal("GEN-05", value=quoted(text, column), suggest=suggestion(column, *meant))
    return Reading(value)


def _percent_of_text(text: str, column: Column) -> Reading:
    found = re.fullmatch(rf"(-?)({NUMERAL})\s*(%?)", text)
    number = decimal(found[2], grouped=False) if found else None
    if found is None or number is None:
        return no_number(text, column, "percent")
    value = float(-number.value if found[1] else number.value)
    return Reading(value) if found[3] else _share_or_percent(value, text, column)
