"""A correction workbook for each unit that must correct: its own return, marked, to be sent again.

A unit whose files are in conflict gets none: the question is the officer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidate.correction.book import Case, write_book
from consolidate.correction.returned import Changed, read_again
from consolidate.intake import Found
from consolidate.outcome import Outcome, Return, UnitState
from consolidate.parse import Context
from consolidate.template import file_name
from consolidate.template.edition import Edition

__all__ = ["Changed", "corrections"]


def corrections(outcome: Outcome, found: Sequence[Found]) -> dict[str, bytes]:
    """The correction workbooks of a run by file name. Raises Changed where a file has changed."""
    by_name = {f.name: f for f in found}
    returns = {r.file: r for r in outcome.returns}
    made: dict[str, bytes] = {}
    for state in _that_must_correct(outcome):
        one = returns[state.file or ""]
        case = case_of(outcome, state, one)
        context = Context(outcome.plan, case.edition.period, state.unit)
        returned = read_again(by_name[one.file], one.sha256, context)
        made[file_name(state.unit)] = write_book(case, returned)
    return made


def case_of(outcome: Outcome, state: UnitState, one: Return) -> Case:
    """What the workbook of a unit is made from, but for the cells of its return."""
    period = outcome.plan.period(outcome.period.code)
    sent = [
        r.submission or 1
        for r in outcome.returns
        if r.unit == state.unit.code and r.period == period.code
    ]
    return Case(
        edition=Edition(outcome.plan, period, state.unit),
        issues=tuple(i for i in outcome.issues if i.place.file == one.file),
        counts=one.sheets,
        submission=one.submission,
        next_submission=max(sent, default=1) + 1,
    )


def _that_must_correct(outcome: Outcome) -> Iterator[UnitState]:
    return (u for u in outcome.units if u.state == "needs_correction" and u.file is not None)
