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

_SIGNS = r"[ .\-()]{0,2}"
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?84{_SIGNS}0?|0){_SIGNS}"
    rf"(?:[35789](?:{_SIGNS}[0-9]){{8}}|2(?:{_SIGNS}[0-9]){{9}})(?![0-9])"
)
_OLD_PHONE = re.compile(rf"(?<![0-9])01(?:{_SIGNS}[0-9]){{9}}(?![0-9])")

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
        text = keyboard(shown(kind, value, style)).strip("'’ ()")
        if kind == NUMBER and re.fullmatch(r"[0-9]{9,10}", text):
            text = f"0{text}"  # a number cell lost it
        if re.fullmatch(r"0[0-9]{11}", text):
            return refusal("GEN-11")
        phones = [found[0] for found in _PHONE.finditer(text)]
        if not phones:
            return remark(None, "GEN-14", suggest=_new_prefix(text))
        first = _digits(phones[0])
        if phones[0] == text:
            return Reading(first)
        more = PHRASES["first_number"] if len(phones) > 1 else ""
        return remark(first, "GEN-14", suggest=more)

    return read


def _digits(phone: str) -> str:
    """The digits from 0 on; +84, 0084 and 84 stand for it."""
    digits = re.sub(r"[^0-9]", "", phone).removeprefix("00")
    return f"0{digits[2:].removeprefix('0')}" if digits.startswith("84") else digits


def _new_prefix(text: str) -> str:
    found = _OLD_PHONE.search(text)
    old = _digits(found[0])[:4] if found else ""
    return PHRASES["prefix"].format(old=old, new=_WITHDRAWN[old]) if old in _WITHDRAWN else ""
