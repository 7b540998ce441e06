"""What moved since the last run with other inputs, each movement with the file that made it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from consolidate.decisions.model import Decisions
from consolidate.measure.counts import whole
from consolidate.outcome import Outcome

Figures = dict[str, float]  # code of a target (and `<code>_base`) -> figure


@dataclass(frozen=True)
class Snapshot:
    """One run in short. `files` maps a unit to its file that counts (hash, name); `figures` maps a
    unit to its figures; `inputs` names everything that the run was made from, `decisions` the
    officer's part of it."""

    period: str
    inputs: str
    decisions: str
    date: str
    files: Mapping[str, tuple[str, str]]
    figures: Mapping[str, Figures]

    def total(self, code: str) -> float | int:
        """The figure of all units together."""
        return whole(math.fsum(f.get(code, 0) for f in self.figures.values()))


@dataclass(frozen=True)
class Change:
    """A figure of a unit that moved, and why: `new`, `replaced`, `gone` (its file), `decided`
    (the officer), or `elsewhere` (its things are counted at another unit now, or no longer)."""

    code: str
    unit: str
    before: float | int
    after: float | int
    cause: str
    file: str = ""

    @property
    def by(self) -> float | int:
        """By how much it moved."""
        return whole(self.after - self.before)


def snapshot(outcome: Outcome, decisions: Decisions) -> Snapshot:
    """The run in short. The same inputs give the same snapshot."""
    decided = _hash(sorted(_said(decisions).items()))
    inputs = [
        outcome.plan.digest,
        outcome.period.code,
        decided,
        outcome.date.isoformat(),
        sorted((r.file, r.sha256) for r in outcome.returns),
    ]
    shas = {r.file: r.sha256 for r in outcome.returns}
    return Snapshot(
        period=outcome.period.code,
        inputs=_hash(inputs),
        decisions=decided,
        date=outcome.date.isoformat(),
        files={u.unit.code: (shas[u.file], u.file) for u in outcome.units if u.file},
        figures={
            str(unit): {str(k): whole(float(v)) for k, v in row.items()}
            for unit, row in outcome.by_unit.to_dict("index").items()
        },
    )


def changes(before: Snapshot, now: Snapshot) -> tuple[Change, ...]:
    """Every figure of a unit that moved. For each target they add up to its whole movement."""
    units = dict.fromkeys([*now.figures, *before.figures])
    found = []
    for unit in units:
        old, new = before.figures.get(unit, {}), now.figures.get(unit, {})
        for code in dict.fromkeys([*new, *old]):
            a, b = old.get(code, 0), new.get(code, 0)
            if a != b:
                cause, file = _cause(before, now, unit)
                found.append(Change(code, unit, whole(a), whole(b), cause, file))
    return tuple(found)


def _cause(before: Snapshot, now: Snapshot, unit: str) -> tuple[str, str]:
    old, new = before.files.get(unit), now.files.get(unit)
    if old != new:
        if old is None and new is not None:
            return "new", new[1]
        if new is None:
            return "gone", old[1] if old else ""
        return ("replaced", new[1]) if old and old[0] != new[0] else ("renamed", new[1])
    return ("decided", "") if before.decisions != now.decisions else ("elsewhere", "")


def base_of(earlier: tuple[Snapshot, Snapshot | None] | None, now: Snapshot) -> Snapshot | None:
    """The run to compare with: the last one with other inputs, so that a repeat says the same.

    `earlier` is the last run and what that one was compared with; another period is no base.
    """
    if earlier is None:
        return None
    last, base = earlier
    chosen = base if last.inputs == now.inputs else last
    return chosen if chosen is not None and chosen.period == now.period else None


def to_text(now: Snapshot, base: Snapshot | None) -> str:
    """Both snapshots as text that the next run reads."""
    whole_text = {"now": asdict(now), "base": asdict(base) if base else None}
    return json.dumps(whole_text, ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> tuple[Snapshot, Snapshot | None] | None:
    """The snapshots of an earlier run, or None where the text is none."""
    try:
        read = json.loads(text)
        base = read["base"]
        return _snapshot(read["now"]), _snapshot(base) if base else None
    except (ValueError, KeyError, TypeError):
        return None


def _snapshot(read: Mapping[str, Any]) -> Snapshot:
    files = {str(u): (str(sha), str(name)) for u, (sha, name) in read["files"].items()}
    figures = {str(u): {str(k): float(v) for k, v in f.items()} for u, f in read["figures"].items()}
    plain = {k: str(read[k]) for k in ("period", "inputs", "decisions", "date")}
    return Snapshot(**plain, files=files, figures=figures)


def _said(decisions: Decisions) -> dict[str, str]:
    return {
        "settings": repr(sorted(decisions.settings.items())),
        "answers": repr(sorted((k, a.choice) for k, a in decisions.answers.items())),
        "waivers": repr([(w.code, w.unit, w.sheet, w.cell, w.reason) for w in decisions.waivers]),
        "asides": repr(sorted(one.file for one in decisions.asides)),
        "final": repr((decisions.final, decisions.final_reason)),
    }


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
