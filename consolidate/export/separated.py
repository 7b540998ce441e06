"""Values as text in a CSV file, so that no spreadsheet takes a text for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

BOM = "\ufeff"  # without it a double click in Excel shows broken letters
_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """A text that a spreadsheet could take for a formula, with an apostrophe in front.

    Texts that begin so are those with = + - @, a tab, a line break or a full-width twin of these
    first, apostrophes before it not counted; so taking one apostrophe off gives the text again.
    """
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def cell(value: Any) -> str:
    """One typed value: ISO dates, decimal point, true and false; a blank is empty, never 0."""
    if isinstance(value, str):
        return guarded(value)
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return "" if isnan(value) else str(value)
    return str(value)


def to_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file: comma, CRLF, UTF-8 with BOM. What is no text in a file name is escaped."""
    stream = io.StringIO(newline="")
    stream.write(BOM)
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8", "backslashreplace")
