"""Control totals: how many numbers a number column holds and what they add up to.

A template carries them by formula on its stamp, keyed as here; the reader compares them with the
number cells that it found below the head. They tell damage in formats without a checksum, and rows
that were not read.
"""

from __future__ import annotations

from consolidate.plan.models import Column

NUMBERS = ("count", "money", "percent")
"""Types of column that have control totals."""


def is_controlled(column: Column) -> bool:
    """Whether a column has control totals."""
    return column.type in NUMBERS


def count_key(sheet: str, field: str) -> str:
    """The key under which the stamp holds how many numbers stand in a column."""
    return f"count:{sheet}.{field}"


def sum_key(sheet: str, field: str) -> str:
    """The key under which the stamp holds the sum of the numbers of a column."""
    return f"sum:{sheet}.{field}"
