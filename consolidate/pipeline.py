"""The story of a run, in order: digest, place, judge, choose, merge, measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from consolidate.across_periods import across_periods
from consolidate.across_units import across_units
from consolidate.decisions.model import Decisions
from consolidate.decisions.things import Settled
from consolidate.files import Placed, place_files, returns_of, states_of_units
from consolidate.findings import gather
from consolidate.issues import Issue, Severity
from consolidate.measure import by_unit, measured, tally
from consolidate.merge import same_things
from consolidate.outcome import Outcome, Previous, Return
from consolidate.parse.readings import Digest
from consolidate.plan.models import Period, Plan
from consolidate.resent import gone_since
from consolidate.rules import World
from consolidate.stack import merged_world, sources_of, world_of
from consolidate.traced import Rows, traced_tables
from consolidate.validate import Verdict, validate


@dataclass(frozen=True)
class Run:
    """What a run is asked: the plan, the period, the officer's settings, the date of the report."""

    plan: Plan
    period: Period
    settings: Mapping[str, Any]
    date: date | None = None
    decisions: Decisions = field(default_factory=Decisions)
    previous: Previous | None = None


def consolidate(run: Run, digests: Sequence[Digest]) -> Outcome:
    """Everything that is to be known of the files of a run."""
    plan, period = run.plan, run.period
    placed, asked = place_files(plan, period, digests, run.decisions, run.previous)
    judged = [p for p in placed if p.is_judged]
    world = world_of(plan, period, run.settings, [p.digest for p in judged])
    sources = sources_of([p.digest for p in judged])
    verdicts = validate(world, sources, run.decisions)
    set_aside = {key: _set_aside(key, v, world, judged) for key, v in verdicts.items()}
    earlier = _against_earlier(run, world, judged, set_aside)
    rows, settled = _rows_that_count(world, judged, set_aside, run.decisions)
    tallies = [tally(rows.accepted, t) for t in plan.targets]
    hoped = [tally(rows.every, t) for t in plan.targets] if rows.set_aside else tallies
    files = [p.digest.file for p in judged]
    across = [
        *gone_since(plan, placed),
        *earlier,
        *across_units(rows.accepted, settled, sources),
    ]
    issues = gather(plan, placed, verdicts, across)
    returns = returns_of(plan, placed, _by_file(world, files, set_aside), issues)
    units = states_of_units(plan, period, returns, issues)
    complete = all(u.file is not None for u in units if u.expected)
    here, away = by_unit(tallies, [u.unit.code for u in units])
    questions = (*asked, *(q for one in settled.values() for q in one.asked))
    kept_as = {r.file: r.kept_as for r in returns}
    return Outcome(
        plan=plan,
        period=period,
        settings=dict(run.settings),
        date=run.date or _date_of(returns, period),
        returns=returns,
        units=units,
        tables=traced_tables(rows, tallies, files, kept_as),
        issues=issues,
        previous=run.previous,
        targets=tuple(
            measured(t, h, period, complete=complete) for t, h in zip(tallies, hoped, strict=True)
        ),
        by_unit=here,
        elsewhere=away,
        questions=questions,
        unanswered=sum(not run.decisions.chosen(q) for q in questions),
        final=run.decisions.final and (complete or bool(run.decisions.final_reason)),
    )


def _against_earlier(
    run: Run, world: World, judged: Sequence[Placed], set_aside: Mapping[str, np.ndarray]
) -> list[Issue]:
    """What an earlier period says. An error of it sets its row aside, too."""
    if run.previous is None:
        return []
    sources = sources_of([p.digest for p in judged])
    files = {p.digest.file: n for n, p in enumerate(judged)}
    found = [
        run.decisions.weighed(
            one,
            world.senders[files[one.place.file]].unit,
            run.plan.sheet(one.place.sheet).title,
        )
        for one in across_periods(world, sources, run.previous, [p.counts for p in judged])
    ]
    for one in found:
        if one.severity is Severity.ERROR:
            origin = world.tables[one.place.sheet].origin
            here = (origin["file"] == files[one.place.file]) & (origin["row"] == one.place.row)
            set_aside[one.place.sheet][here.to_numpy(bool)] = True
    return found


def _set_aside(key: str, verdict: Verdict, world: World, judged: Sequence[Placed]) -> np.ndarray:
    """Rows that an error sets aside, and all rows of a sheet that lost an obligatory column."""
    lost = np.array(
        [any(s.lost for s in p.digest.sheets if s.key == key) for p in judged], dtype=bool
    )
    files = world.tables[key].origin["file"].to_numpy(int)
    return verdict.set_aside | lost[files] if len(files) else verdict.set_aside


def _rows_that_count(
    world: World,
    judged: Sequence[Placed],
    set_aside: Mapping[str, np.ndarray],
    decisions: Decisions,
) -> tuple[Rows, dict[str, Settled]]:
    """The rows of the files that count, all and accepted; what was settled of the latter."""
    counts = np.array([p.counts for p in judged], dtype=bool)
    every: dict[str, np.ndarray] = {}
    accepted: dict[str, np.ndarray] = {}
    where: dict[str, np.ndarray] = {}
    for key, table in world.tables.items():
        mine = counts[table.origin["file"].to_numpy(int)] if len(table) else np.zeros(0, bool)
        every[key] = np.flatnonzero(mine)
        is_form = world.plan.sheet(key).kind == "form"
        accepted[key] = np.flatnonzero(mine & (is_form | ~set_aside[key]))
        where[key] = np.searchsorted(every[key], accepted[key])
    counted, settled = same_things(merged_world(world, accepted), decisions)
    hoped = counted
    if any(len(accepted[key]) < len(rows) for key, rows in every.items()):
        good = {key: np.isin(every[key], accepted[key]) for key in every}
        hoped, _ = same_things(merged_world(world, every), decisions, good)
    return Rows(every=hoped, accepted=counted, where=where), settled


def _by_file(
    world: World, files: Sequence[str], set_aside: Mapping[str, np.ndarray]
) -> dict[str, dict[str, int]]:
    """Number of set-aside rows by file and sheet."""
    counted: dict[str, dict[str, int]] = {file: {} for file in files}
    for key, mask in set_aside.items():
        origin = world.tables[key].origin["file"].to_numpy(int)
        for position, file in enumerate(files):
            counted[file][key] = int((mask & (origin == position)).sum())
    return counted


def _date_of(returns: Sequence[Return], period: Period) -> date:
    """The latest report date of the files that count, the due date where none does."""
    dates = [r.report_date for r in returns if r.counts and r.report_date is not None]
    return max(dates, default=period.due)
