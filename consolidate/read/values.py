"""Stored text to values: numbers, serial dates, escapes, and whether a format shows a date."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache

EPOCH_1900 = datetime(1899, 12, 30)
EPOCH_1904 = datetime(1904, 1, 1)
LAST_SERIAL = 2_958_466  # 1 January 10000: spreadsheets end before it
PHANTOM_DAY = 60  # 29 February 1900, which the 1900 system counts and no calendar has
SHOWN = 40  # letters of a broken value that are quoted

_LONGEST_NUMBER = 400
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?))?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)


def number(text: str) -> float | None:
    """A finite decimal in ASCII digits, else None: never NaN, infinity, `1_000` or `១២`."""
    if len(text) > _LONGEST_NUMBER or "_" in text or not text.isascii():
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def whole(text: str | None) -> int | None:
    """A non-negative integer in ASCII digits of at most nine places, else None."""
    if text is None or len(text) > 9 or not text.isascii() or not text.isdigit():
        return None
    return int(text)


@lru_cache(maxsize=4096)  # a season has few distinct days
def moment(serial: float, date1904: bool) -> datetime | None:
    """The moment that a serial number stands for, to the millisecond.

    None where no calendar has it: before the first day of the date system (a mere time of day is
    a number), after the year 9999, and 29 February 1900.
    """
    if date1904:
        if not 0 <= serial < LAST_SERIAL - 1462:
            return None
        epoch = EPOCH_1904
    else:
        if not 1 <= serial < LAST_SERIAL or PHANTOM_DAY <= serial < PHANTOM_DAY + 1:
            return None
        # before the phantom day the count is one short
        epoch = EPOCH_1900 if serial > PHANTOM_DAY else EPOCH_1900 + timedelta(days=1)
    days = math.floor(serial)
    milliseconds = round((serial - days) * 86_400_000)
    try:
        return epoch + timedelta(days, 0, 0, milliseconds)
    except OverflowError:  # the last millisecond of 9999, rounded up
        return None


def iso_moment(text: str) -> datetime | None:
    """An ISO 8601 date with or without a time, as cells of type `d` hold; the zone is dropped."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    day, time = match.groups()
    try:
        return datetime.fromisoformat(f"{day}T{(time or '00:00').replace(',', '.')[:15]}")
    except ValueError:
        return None


def unescape(text: str) -> str:
    """Decode the `_x000D_` escapes of OOXML text; lone surrogates become U+FFFD."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
        if _SURROGATES.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def is_date_format(number_format: str) -> bool:
    """Whether a number format shows a date or a time of day.

    A format with digit places (`#`, `?`) shows a number whatever letters it carries, and a
    duration (`[h]:mm`) is a number too.
    """
    if number_format == "General" or not _DATE_LETTERS.search(number_format):
        return False
    first = number_format.split(";")[0]
    if re.search(r"\[(h+|m+|s+)\]", first, re.IGNORECASE):
        return False
    bare = _LITERALS.sub("", first)
    bare = bare.replace("General", "")
    return "#" not in bare and "?" not in bare and bool(_DATE_LETTERS.search(bare))


def short(text: str) -> str:
    """A broken value as it may be quoted."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
