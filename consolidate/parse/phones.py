"""Telephone numbers: ten digits of a mobile, eleven of a landline. Never quoted in a finding."""

from __future__ import annotations

import re

from consolidate.catalogue import PHRASES
from consolidate.parse.context import Context
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import refusal, remark, shown
from consolidate.plan.models import Column
from consolidate.read.cells import NUMBER, Style, Value
from consolidate.text import keyboard

_VALID = re.compile(r"0[35789][0-9]{8}|02[0-9]{9}")
_PARTS = re.compile(r"[0-9+(][0-9+(). \-]*[0-9]")
_BETWEEN = re.compile(r"\s*(?:[/;,&|\n]|\b(?:và|hoặc|hay)\b|\s-\s)\s*")

# Prefixes of eleven digits that the Ministry withdrew in 2018, and what they became.
_WITHDRAWN = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def phone_reader(column: Column, context: Context) -> Reader:  # noqa: ARG001 - one shape for all
    """Reads a telephone number as its digits from 0 on.

    What cannot be read is a warning (GEN-14) and leaves the cell blank; of two numbers the first
    is kept.
    """

    def read(kind: str, value: Value, style: Style) -> Reading:
        text = keyboard(shown(kind, value, style)).lstrip("'’ ")
        numbers = [_digits(p, padded=kind == NUMBER) for p in _BETWEEN.split(text) if p]
        if len(numbers) == 1 and len(numbers[0]) == 12 and numbers[0].startswith("0"):
            return refusal("GEN-11")
        if not numbers or not _VALID.fullmatch(numbers[0]):
            return remark(None, "GEN-14", suggest=_new_prefix(numbers[0] if numbers else ""))
        if len(numbers) > 1:
            return remark(numbers[0], "GEN-14", suggest=PHRASES["first_number"])
        return Reading(numbers[0])

    return read


def _digits(part: str, *, padded: bool) -> str:
    """The digits of one number from its 0 on: +84 and 0084 stand for it, a number cell lost it."""
    if not _PARTS.fullmatch(part):
        return ""
    digits = re.sub(r"[^0-9]", "", part)
    if part.startswith("+84") or (digits.startswith("84") and len(digits) in (11, 12)):
        return f"0{digits[2:].lstrip('0')}"
    if digits.startswith("0084"):
        return f"0{digits[4:].lstrip('0')}"
    return f"0{digits}" if padded and len(digits) in (9, 10) else digits


def _new_prefix(digits: str) -> str:
    old = digits[:4]
    if len(digits) != 11 or old not in _WITHDRAWN:
        return ""
    return PHRASES["prefix"].format(old=old, new=_WITHDRAWN[old])
