"""Faults of a plan folder: each a place and one sentence, all of them told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class PlanFault:
    """One fault: file (relative to the plan folder), line (0 where it has none), a sentence.

    `caret` shows the place inside an expression: two lines, the expression and a mark under it.
    """

    file: str
    line: int
    text: str
    caret: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}" if self.line else self.file
        shown = "".join(f"\n    {line}" for line in self.caret.splitlines())
        return f"{place}: {self.text}{shown}"


class PlanError(Exception):
    """The plan folder cannot be used. `faults` holds every fault, by file and line."""

    def __init__(self, faults: Iterable[PlanFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def near(word: str, known: Iterable[str]) -> str:
    """The end of a sentence that suggests the nearest known word; blank where none is near."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; có phải “{found[0]}”?" if found else "."
