"""Written numbers to exact ones. Vietnamese writing first: 1.234,5; the English one where certain.

Only ASCII digits are digits here: `int` and `float` would also take ១២, 1_000 and nan.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

NUMERAL = r"[0-9](?:[0-9., ]*[0-9])?"  # a pattern for what these functions may be given
LONGEST = 18  # digits; more is no figure of a report, and int() of thousands of digits is slow

_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_POINT_LAST = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)\.([0-9]+)")
_COMMA_LAST = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+),([0-9]+)")
_SEPARATORS = re.compile(r"[., ]")


class Numeral(NamedTuple):
    """A number; `ambiguous` where the other country's writing gives another one (1.234, 1,234)."""

    value: Decimal
    ambiguous: bool = False


def whole(text: str) -> int | None:
    """The integer that is written there, None where it is none.

    Groups of three are thousands whatever stands between them, because a count has no decimals;
    decimals that are all zero (15,0) are none.
    """
    if len(text) > LONGEST * 2:
        return None
    if not _SEPARATORS.search(text) or _GROUPED.fullmatch(text):
        return _integer(text)
    for pattern in (_COMMA_LAST, _POINT_LAST):
        if (parts := pattern.fullmatch(text)) and not parts[2].strip("0"):
            return _integer(parts[1])
    return None


def decimal(text: str, *, grouped: bool = True) -> Numeral | None:
    """The number that is written there, None where it is none.

    With both separators the last is the decimal one; a separator that repeats groups thousands.
    One point before exactly three digits groups thousands, one comma is decimal: both are the
    Vietnamese reading and marked ambiguous. Without `grouped` one separator is always decimal.
    """
    if len(text) > LONGEST * 2:
        return None
    if not _SEPARATORS.search(text):
        return _numeral(text)
    separator = _GROUPED.fullmatch(text)
    if separator and grouped:
        if separator[1] == " " or text.count(separator[1]) > 1:
            return _numeral(_SEPARATORS.sub("", text))
        if separator[1] == ".":
            return _numeral(text.replace(".", ""), ambiguous=True)
    for pattern in (_COMMA_LAST, _POINT_LAST):
        if parts := pattern.fullmatch(text):
            digits = f"{_SEPARATORS.sub('', parts[1])}.{parts[2]}"
            return _numeral(digits, ambiguous=grouped and separator is not None)
    return None


def _integer(text: str) -> int | None:
    digits = _SEPARATORS.sub("", text)
    return int(digits) if len(digits) <= LONGEST else None


def _numeral(digits: str, *, ambiguous: bool = False) -> Numeral | None:
    return Numeral(Decimal(digits), ambiguous) if len(digits) <= LONGEST + 1 else None
