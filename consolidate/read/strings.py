"""sharedStrings.xml: the texts of a workbook by number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from consolidate.read.budget import Budget
from consolidate.read.markup import Attributes, parse
from consolidate.read.values import unescape


class Strings(NamedTuple):
    """Texts by number; `overlong` are the numbers of texts that no spreadsheet can hold."""

    texts: tuple[str, ...] = ()
    overlong: frozenset[int] = frozenset()


def read_strings(pieces: Iterable[bytes], part: str, budget: Budget) -> Strings:
    """Texts of `<si>`, rich runs joined, phonetic runs left out. Declared counts are ignored."""
    listener = _Strings(budget.limits.text_letters)
    parse(pieces, part, listener, budget)
    return Strings(tuple(listener.texts), frozenset(listener.overlong))


class _Strings:
    root = "sst"

    def __init__(self, most: int) -> None:
        self.most = most
        self.texts: list[str] = []
        self.overlong: set[int] = set()
        self.runs: list[str] = []
        self.inside = False  # in a <t> that is shown
        self.phonetic = False

    def begin(self, name: str, _: Attributes) -> None:
        if name == "t":
            self.inside = not self.phonetic
        elif name == "si":
            self.runs = []
        elif name == "rPh":
            self.phonetic = True

    def characters(self, text: str) -> None:
        if self.inside:
            self.runs.append(text)

    def finish(self, name: str) -> None:
        if name == "t":
            self.inside = False
        elif name == "si":
            text = unescape("".join(self.runs))
            if len(text) > self.most:
                self.overlong.add(len(self.texts))
                text = text[: self.most]
            self.texts.append(text)
        elif name == "rPh":
            self.phonetic = False
