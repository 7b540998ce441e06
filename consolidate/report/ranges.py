"""Defined names: every range that a formula of the workbook rests on, and what it means.

Formulas speak of names only, so that an auditor can read them, and every name that is used stands
with its meaning on the sheet of methods.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from consolidate.issues import column_letters
from consolidate.report.data import DataSheet

LONGEST = 60


class Name(NamedTuple):
    """A defined name, where it points and what stands there."""

    name: str
    address: str
    meaning: str


def plain(text: str) -> str:
    """ASCII letters, digits and underscores of a Vietnamese text, for use in a name."""
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "_", letters).strip("_")


def address(sheet: str, column: int, first: int, last: int) -> str:
    """An absolute range in one column; rows and column count from 0."""
    letters = column_letters(column + 1)
    title = sheet.replace("'", "''")
    return f"='{title}'!${letters}${first + 1}:${letters}${last + 1}"


class Ranges:
    """The names of one workbook. A name is defined when a formula first asks for it."""

    def __init__(self, sheets: Iterable[DataSheet]) -> None:
        self._known: dict[tuple[str, str], Name] = {}
        self._used: dict[tuple[str, str], Name] = {}
        self._taken: set[str] = set()
        for sheet in sheets:
            self.add(sheet)

    def add(self, sheet: DataSheet) -> None:
        """Know the columns of one more sheet."""
        for position, column in enumerate(sheet.columns):
            wanted = f"{plain(sheet.title)}_{plain(column.name or column.title)}"
            self._known[sheet.key, column.key] = Name(
                _free(wanted, self._taken),
                address(sheet.title, position, sheet.first_row, sheet.last_row),
                f"Biểu “{sheet.title}”, cột “{column.title}”",
            )

    def of(self, sheet: str, column: str) -> str:
        """The name of a column of a data sheet (KeyError where there is none)."""
        entry = self._known[sheet, column]
        self._used[sheet, column] = entry
        return entry.name

    def link(self, sheet: str, column: str) -> str:
        """A link that selects a column of a data sheet: the reader sees its rows and their sum."""
        return f"internal:{self._known[sheet, column].address.lstrip('=').replace('$', '')}"

    def has(self, sheet: str, column: str) -> bool:
        """Whether the edition holds that column."""
        return (sheet, column) in self._known

    def define(self, name: str, where: str, meaning: str) -> str:
        """A name for a range that is no column of a data sheet."""
        self._used["", name] = Name(name, where, meaning)
        return name

    @property
    def used(self) -> tuple[Name, ...]:
        """Names that formulas rest on, in alphabetical order."""
        return tuple(sorted(self._used.values()))


def _free(wanted: str, taken: set[str]) -> str:
    """A name nobody has yet: it starts with a letter, and case does not tell two names apart."""
    base = wanted[:LONGEST].rstrip("_")
    if not base[:1].isalpha():
        base = f"Bang_{base}"
    name, again = base, 2
    while name.casefold() in taken:
        name, again = f"{base}_{again}", again + 1
    taken.add(name.casefold())
    return name
