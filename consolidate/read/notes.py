"""commentsN.xml: the notes of a sheet by address, as text."""

from __future__ import annotations

import re

from consolidate.read.budget import Budget
from consolidate.read.markup import Attributes, parse
from consolidate.read.sheet import column_number
from consolidate.read.values import unescape

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_notes(xml: bytes, part: str, budget: Budget) -> dict[tuple[int, int], str]:
    """(row, column) -> text of the note."""
    listener = _Notes()
    parse([xml], part, listener, budget)
    return {place: unescape("".join(runs)) for place, runs in listener.found.items()}


class _Notes:
    root = "comments"

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], list[str]] = {}
        self.runs: list[str] | None = None
        self.phonetic = False
        self.inside = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "comment":
            match = _ADDRESS.fullmatch(attributes.get("ref", "").upper())
            if match is not None:
                place = int(match[2]), column_number(match[1])
                self.runs = self.found.setdefault(place, [])
        elif name == "t":
            self.inside = not self.phonetic
        elif name == "rPh":
            self.phonetic = True

    def characters(self, text: str) -> None:
        if self.inside and self.runs is not None:
            self.runs.append(text)

    def finish(self, name: str) -> None:
        if name == "comment":
            self.runs = None
        elif name == "t":
            self.inside = False
        elif name == "rPh":
            self.phonetic = False
