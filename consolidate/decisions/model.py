"""Questions, answers, waivers, files set aside: plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from consolidate.issues import Issue, Severity
from consolidate.parse.readings import SHORT_HASH
from consolidate.text import fold

NEITHER = "bo-qua"  # answer: this file is set aside
NEITHER_TITLE = "Không tính tệp này"
APART = "khac-nhau"  # answer: two different things
TOGETHER = "cung-mot"  # answer: one and the same thing
UNIT_KEY = "don-vi:"
WAIVED = "waived"  # the fact of an error that the officer accepted: why


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a question offers: what is stored, and what the officer chooses."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can decide. `key` is the same in every run that asks it.

    `rows` are shown side by side: (heading, lines).
    """

    key: str
    kind: str  # which_file · which_unit · which_row · same_thing
    text: str
    options: tuple[Option, ...]
    suggestion: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the officer chose: the text in the cell; the reason and the day where they are given."""

    key: str
    choice: str
    reason: str = ""
    day: str = ""
    text: str = ""  # the question as it was asked, for answers that no longer apply


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that the officer accepts: code, unit, sheet (title), cell, reason and day.

    The cell is a row's number for a finding about a row, and blank for one about a sheet.
    """

    code: str
    unit: str
    sheet: str
    cell: str
    reason: str
    day: str = ""

    def covers(self, issue: Issue, unit: str, sheet: str) -> bool:
        """Whether it speaks of a finding of a unit, in a sheet of that title."""
        said = (issue.code, unit, sheet, issue.place.spot)
        typed = (self.code, self.unit, self.sheet, self.cell)
        return [fold(text) for text in typed] == [fold(text) for text in said]


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that the officer sets aside: its name as typed, reason and day."""

    file: str
    reason: str
    day: str = ""


@dataclass(frozen=True)
class Decisions:
    """All that the officer decided, ready to be asked."""

    settings: Mapping[str, Any] = field(default_factory=dict)  # field -> typed value
    answers: Mapping[str, Answer] = field(default_factory=dict)  # key of the question -> answer
    waivers: tuple[Waiver, ...] = ()
    asides: tuple[Aside, ...] = ()
    final: bool = False
    final_reason: str = ""

    def chosen(self, question: Question) -> str:
        """The code of the option that answers a question, blank where it has no usable answer."""
        answer = self.answers.get(question.key)
        if answer is None:
            return ""
        exact = [o for o in question.options if answer.choice in (o.title, o.code)]
        text = fold(answer.choice)
        alike = [o for o in question.options if text in (fold(o.title), fold(o.code))]
        meant = exact or alike  # names of files may differ in signs alone
        return meant[0].code if len(meant) == 1 else ""

    def units(self) -> dict[str, str]:
        """Files that the officer placed: short hash -> unit, or NEITHER for a file set aside."""
        return {
            key.removeprefix(UNIT_KEY): NEITHER
            if fold(answer.choice) == fold(NEITHER_TITLE)
            else answer.choice.split(" – ", 1)[0].strip().upper()
            for key, answer in self.answers.items()
            if key.startswith(UNIT_KEY)
        }

    def weighed(self, issue: Issue, unit: str, sheet: str) -> Issue:
        """The finding, or an info with the reason where it is an error that the officer accepts.

        A waiver without a reason accepts nothing.
        """
        if issue.severity is not Severity.ERROR:
            return issue
        reasons = (w.reason for w in self.waivers if w.reason and w.covers(issue, unit, sheet))
        reason = next(reasons, "")
        if not reason:
            return issue
        facts = tuple(sorted((*issue.facts, (WAIVED, reason))))
        return replace(issue, severity=Severity.INFO, facts=facts)


def file_key(unit: str, submission: int | None, hashes: Iterable[str]) -> str:
    """The key of the question which of several files of one submission counts.

    A further file makes it another question: nobody has said that it does not count.
    """
    together = sha256(" ".join(sorted(hashes)).encode()).hexdigest()
    return f"tep:{unit}:{submission or 0}:{together[:SHORT_HASH]}"


def unit_key(sha256: str) -> str:
    """The key of the question which unit a file is from."""
    return f"{UNIT_KEY}{sha256[:SHORT_HASH]}"


def thing_key(sheet: str, names: tuple[tuple[str, str], ...]) -> str:
    """The key of the question about one thing in several units: sheet, and (unit, name) pairs."""
    return f"trung:{sheet}:" + "|".join(f"{unit}={name}" for unit, name in sorted(set(names)))
