"""What the name of a file hints at. A hint is compared with the form and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from consolidate.plan.models import Period, Plan, Unit
from consolidate.text import bare

ABBREVIATED = {
    "q": "quan",
    "h": "huyen",
    "tx": "thi xa",
    "p": "phuong",
    "x": "xa",
    "tt": "thi tran",
}
HALF_YEAR = re.compile(r"\b6 ?(thang|t)\b")
ENDINGS = re.compile(r"(\.(xlsx|xlsm|xlsb|xls|ods|zip|pdf|rar|docx?|csv))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hint:
    """A unit that a file name may mean; `is_clear` where it names the unit and no other."""

    code: str
    is_clear: bool


def unit_hint(name: str, plan: Plan, period: Period | None) -> Hint | None:
    """The unit that a file name points to, among those that may report in the period.

    Without a period every unit is asked, and a name that two of them bear says nothing. A name
    in full is clear; initials ("BTL") are a weak hint; two units named give none, and neither does
    a unit named with its kind that does not report in the period.
    """
    words = _words(name)
    units = plan.may_report(period) if period else plan.units
    found = _of_kind(words, plan.units) or [u for u in units if _names(words, u)]
    found = [u for u in found if not any(_within(u, o) for o in found if o is not u)]
    if found:
        return Hint(found[0].code, is_clear=True) if len(found) == 1 and found[0] in units else None
    initials = [u for u in units if _initials(u) in words.split() and len(_initials(u)) >= 3]
    return Hint(initials[0].code, is_clear=False) if len(initials) == 1 else None


def period_hint(name: str, plan: Plan) -> str | None:
    """The period a file name points to, by code.

    It stands there ("2025-H1"), or "6 tháng" does where one period is so named, or a unit that
    reports in one period only is named with its kind.
    """
    words = _words(name)
    coded = [p for p in plan.periods if bare(p.code) in words]
    half = [p for p in plan.periods if HALF_YEAR.search(words) and HALF_YEAR.search(bare(p.name))]
    kinds = _of_kind(words, plan.units)
    theirs = [p for p in plan.periods if kinds and all(u in plan.may_report(p) for u in kinds)]
    found = coded or half or theirs
    return found[0].code if len(found) == 1 else None


def _words(name: str) -> str:
    stem = ENDINGS.sub("", PurePosixPath(name).name)
    words = re.sub(r"[^0-9a-z]+", " ", bare(stem)).split()
    return " ".join(ABBREVIATED.get(w, w) for w in words)


def _of_kind(words: str, units: Sequence[Unit]) -> list[Unit]:
    """Units that are named with their kind or by their code, whoever else has their name."""
    padded = f" {words} "
    return [
        u
        for u in units
        if f" {bare(u.kind)} {bare(u.name)} " in padded or f" {bare(u.code)} " in padded
    ]


def _names(words: str, unit: Unit) -> bool:
    """Whether a name names a unit plainly, and with no other kind in front of it."""
    padded, name = f" {words} ", bare(unit.name)
    if f" {name} " not in padded:
        return False
    before = padded.split(f" {name} ", 1)[0].strip()
    return not any(before.endswith(kind) for kind in ABBREVIATED.values())


def _within(unit: Unit, other: Unit) -> bool:
    """Whether a unit's name is only a part of another's that was named too."""
    a, b = bare(unit.name), bare(other.name)
    return a != b and f" {a} " in f" {b} "


def _initials(unit: Unit) -> str:
    return "".join(w[0] for w in bare(unit.name).split())
