"""What came of damaged returns, compared with the good one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consolidate.consolidation import Asked, run
from consolidate.digest import Job, digest
from consolidate.intake import find
from consolidate.issues import Severity
from consolidate.ledger import prove
from consolidate.outcome import ACCEPTED, Outcome
from consolidate.parse.readings import Digest
from consolidate.pipeline import Run, consolidate
from consolidate.settings import in_force
from tests.damage.catalogue import Files
from tests.damage.good import FILE, PERIOD, UNIT, good_bytes
from tests.office import figures, plan

Rows = dict[str, Counter[tuple[Any, ...]]]


@dataclass(frozen=True)
class Came:
    """What came of one file: its state and unit, accepted rows, typed form, and findings."""

    state: str
    unit: str | None
    rows: Rows
    form: dict[str, Any]
    found: Counter[tuple[str, str]]  # (sheet, code)
    errors: Counter[tuple[str, str]]
    figures: dict[str, Any] | None = None  # where the file was judged alone

    def is_whole(self, good: Came) -> bool:
        """Whether nothing is lost and nothing is other than in the good return."""
        mine = (self.unit, self.rows, self.form, self.figures or good.figures)
        return mine == (good.unit, good.rows, good.form, good.figures)

    def invented(self, good: Came) -> Rows:
        """Rows that count here and are none of the good ones: a value may be gone, not other."""
        found = {}
        for key, rows in good.rows.items():
            left = self.rows[key] - rows
            sources = list((rows - self.rows[key]).elements())
            for row in list(left.elements()):
                source = next((s for s in sources if _is_part(row, s)), None)
                if source is not None:
                    sources.remove(source)
                    left[row] -= 1
            if +left:
                found[key] = +left
        return found


def _is_part(row: tuple[Any, ...], whole: tuple[Any, ...]) -> bool:
    return all(a is None or a == b for a, b in zip(row, whole, strict=True))


def judged_alone(files: Files) -> Came:
    """What comes of a folder with these files, end to end. One of them counts at most."""
    with TemporaryDirectory() as folder:
        _write(Path(folder), files)
        asked = Asked(plan(), plan().period(PERIOD), jobs=1)
        outcome = run(asked, find([Path(folder)]), lambda _: None)
    returned = next((r for r in outcome.returns if r.counts), outcome.returns[0])
    files = [r.file for r in outcome.returns]
    rows = _accepted(outcome)[returned.file]
    alone = _came(outcome, rows, files, returned.file)
    return replace(alone, unit=returned.unit, figures=figures(outcome))


def judged_together(many: Mapping[str, Files]) -> dict[str, Came]:
    """What comes of many folders, by name.

    For speed they are judged in few runs, each return under a unit of its own. What a return says
    of its own rows does not depend on the others.
    """
    answers: dict[str, Came] = {}
    names = list(many)
    for start in range(0, len(names), len(_units())):
        batch = {name: _digests(many[name]) for name in names[start : start + len(_units())]}
        answers |= _judged(batch)
    return answers


def _judged(batch: Mapping[str, list[Digest]]) -> dict[str, Came]:
    """One run over the digests of several folders."""
    digests: list[Digest] = []
    own: dict[str, tuple[list[str], str | None]] = {}
    for unit, (name, found) in zip(_units(), batch.items(), strict=False):
        renamed = [
            replace(
                _relabelled(d, f"{name}/{d.file}"),
                unit=unit if d.unit == UNIT else d.unit,
                sha256=f"{name} {d.sha256}",
            )
            for d in found
        ]
        digests += renamed
        own[name] = [d.file for d in renamed], found[0].unit
    asked = Run(plan(), plan().period(PERIOD), in_force(plan(), {}))
    outcome = consolidate(asked, digests)
    prove(outcome, digests)
    counting, rows = {r.file for r in outcome.returns if r.counts}, _accepted(outcome)
    answers = {}
    for name, (files, was) in own.items():
        main = next((f for f in files if f in counting), files[0])
        answers[name] = replace(_came(outcome, rows[main], files, main), unit=was)
    return answers


def _relabelled(one: Digest, file: str) -> Digest:
    """A digest whose findings stand in a file of another name."""
    sheets = tuple(
        replace(s, issues=tuple(replace(i, place=replace(i.place, file=file)) for i in s.issues))
        for s in one.sheets
    )
    issues = tuple(replace(i, place=replace(i.place, file=file)) for i in one.issues)
    return replace(one, file=file, sheets=sheets, issues=issues)


def _digests(files: Files) -> list[Digest]:
    with TemporaryDirectory() as folder:
        _write(Path(folder), files)
        return [digest(Job(f, PERIOD), plan()) for f in find([Path(folder)])]


def _write(folder: Path, files: Files) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


@cache
def _units() -> list[str]:
    return [u.code for u in plan().expected(plan().period(PERIOD))]


def _came(outcome: Outcome, rows: Rows, files: list[str], main: str) -> Came:
    returned = next(r for r in outcome.returns if r.file == main)
    mine = [i for i in outcome.issues if i.place.file in files and i.code not in ACROSS]
    return Came(
        state=returned.state,
        unit=returned.unit,
        rows=rows,
        form={f: v for f, v in returned.form.items() if f != outcome.plan.form_fields.unit_code},
        found=Counter((i.place.sheet, i.code) for i in mine),
        errors=Counter((i.place.sheet, i.code) for i in mine if i.severity is Severity.ERROR),
    )


ACROSS = ("XU-01", "XU-02", "XU-03", "XU-04", "MGR-06", "SUP-08", "TRN-05", "FIL-15")
"""What the company of other units says, and a name that was given for the company's sake."""


def _accepted(outcome: Outcome) -> dict[str, Rows]:
    """The accepted rows of each file, by sheet."""
    found: dict[str, Rows] = {
        r.file: {s.key: Counter() for s in outcome.plan.tables} for r in outcome.returns
    }
    for key, table in outcome.tables.items():
        fields = [c.field for c in outcome.plan.sheet(key).column]
        mine = table.loc[table["state"] == ACCEPTED, ["file", *fields]].astype(object)
        for file, *row in mine.where(mine.notna(), None).itertuples(index=False, name=None):
            found[file][key][tuple(row)] += 1
    return found


@cache
def good_came() -> Came:
    """What comes of the good return itself."""
    return judged_alone({FILE: good_bytes()})
