"""The unit of money that a table names: where it is not the form's, its figures are others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consolidate.parse.money import scale_of
from consolidate.plan.models import SheetPlan
from consolidate.read.cells import KIND, TEXT, VALUE, Sheet
from consolidate.recognise.titles import FoundColumn
from consolidate.text import bare, tidy

_PARTS = re.compile(r"[()\[\],;:\n]|\s[-–]\s")
_MILLION = re.compile(r"\b1[. ]?000[. ]?000(?![. ]?\d)")
_THOUSAND = re.compile(r"\b1[. ]?000(?![. ]?\d)")
_UNIT = re.compile(
    r"(tỷ|tỉ|triệu|nghìn|ngàn|đồng|vnđ|vnd)"  # with their marks: "động" is another word
    r"|.*\b(?P<end>(tỷ|tỉ|triệu|nghìn|ngàn) +(đồng|đ|vnđ|vnd))"
    r"|((tỷ|tỉ|triệu|tr|nghìn|ngàn)[. ]*(đồng|đ|vnđ|vnd)|đồng|vnđ|vnd)( ?/.*)?",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"(don vi( tinh)?|dvt)\b.*")


def other_units(
    sheet: Sheet, first: int, columns: Sequence[FoundColumn], plan: SheetPlan
) -> dict[str, tuple[int, str]]:
    """Fields of money whose title, or else a line above the head, names another unit than theirs.

    With the column and the words that say so: 1500 under "nghìn đồng" is not 1500 triệu đồng.
    """
    stated = _above(sheet, first)
    found = {}
    for one in columns:
        column = plan.by_field[one.field]
        if column.type == "money" and (own := scale_of(column.unit)) is not None:
            words = one.header if _scales(one.header) else stated
            if (scales := _scales(words)) and own not in scales:
                found[one.field] = (one.column, words)
    return found


def _above(sheet: Sheet, first: int) -> str:
    """The line above the head that names the unit of all its figures; blank without one."""
    rows = (sheet.rows[row] for row in sorted(sheet.rows) if row < first)
    texts = (tidy(str(c[VALUE])) for cells in rows for c in cells if c[KIND] == TEXT)
    return next((t for t in texts if _OF_ALL.fullmatch(bare(t)) and _scales(t)), "")


def _scales(text: str) -> set[int]:
    """How many đồng the units are that a text names in brackets, behind a mark, or at its end."""
    plain = _THOUSAND.sub("nghìn ", _MILLION.sub("triệu ", text))
    units = (_UNIT.fullmatch(tidy(part)) for part in _PARTS.split(plain))
    scales = (scale_of(unit["end"] or unit[0]) for unit in units if unit)
    return {scale for scale in scales if scale is not None}
