"""What the name of a file hints at. A hint is compared with the form and decides nothing."""

from __future__ import annotations

import re
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


@dataclass(frozen=True, slots=True)
class Hint:
    """A unit that a file name may mean; `is_clear` where it names the unit and no other."""

    code: str
    is_clear: bool


def unit_hint(name: str, plan: Plan, period: Period | None) -> Hint | None:
    """The unit that a file name points to, among those that may report in the period.

    Without a period every unit is asked, and a name that two of them bear says nothing. A name
    in full is clear; initials ("BTL") are a weak hint; two units named give none.
    """
    words = _words(name)
    units = plan.may_report(period) if period else plan.units
    named = [(u, how) for u in units if (how := _names(words, u))]
    of_kind = [u for u, how in named if how == "kind"]
    found = of_kind or [u for u, _ in named]
    found = [u for u in found if not any(_within(u, o) for o in found if o is not u)]
    if len(found) == 1:
        return Hint(found[0].code, is_clear=True)
    if found:
        return None
    initials = [u for u in units if _initials(u) in words.split() and len(_initials(u)) >= 3]
    return Hint(initials[0].code, is_clear=False) if len(initials) == 1 else None


def period_hint(name: str, plan: Plan) -> str | None:
    """The period a file name points to: its code, or "6 tháng" where one period is so named."""
    words = _words(name)
    coded = [p for p in plan.periods if bare(p.code) in words]
    half = [p for p in plan.periods if HALF_YEAR.search(words) and HALF_YEAR.search(bare(p.name))]
    found = coded or half
    return found[0].code if len(found) == 1 else None


def _words(name: str) -> str:
    stem = PurePosixPath(name).name
    stem = re.sub(r"(\.(xlsx|xlsm|xlsb|xls|ods|zip|pdf|rar|docx?|csv))+$", "", stem, flags=re.I)
    words = re.sub(r"[^0-9a-z]+", " ", bare(stem)).split()
    return " ".join(ABBREVIATED.get(w, w) for w in words)


def _names(words: str, unit: Unit) -> str:
    """How a name names a unit: with its kind, plainly, by its code, or not at all (blank)."""
    padded, name, kind = f" {words} ", bare(unit.name), bare(unit.kind)
    if f" {unit.code.lower()} " in padded or f" {kind} {name} " in padded:
        return "kind"
    if f" {name} " not in padded:
        return ""
    before = padded.split(f" {name} ", 1)[0].strip()
    other_kinds = (k for k in ABBREVIATED.values() if k != kind)
    return "" if any(before.endswith(f"{k}") for k in other_kinds) else "plain"


def _within(unit: Unit, other: Unit) -> bool:
    """Whether a unit's name is only a part of another's that was named too."""
    a, b = bare(unit.name), bare(other.name)
    return a != b and f" {a} " in f" {b} "


def _initials(unit: Unit) -> str:
    return "".join(w[0] for w in bare(unit.name).split())
