"""The correction workbooks of a run, written here or in other processes; the bytes are the same."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from consolidate.correction.book import Case, write_book
from consolidate.correction.returned import read_again
from consolidate.intake import Found
from consolidate.issues import Issue
from consolidate.parse import Context
from consolidate.plan.models import Plan
from consolidate.template import file_name
from consolidate.template.edition import Edition
from consolidate.workers import default_jobs, processes

if TYPE_CHECKING:  # it brings pandas, which the other processes do without
    from consolidate.outcome import Outcome, UnitState

ALONE_UP_TO = 30  # workbooks; two processes more start in the time of writing twenty of them
CHUNK = 16  # workbooks that are asked for together at most

Written = Callable[[], dict[str, bytes]]


@dataclass(frozen=True)
class Task:
    """What the workbook of one unit is made from, but for the plan."""

    unit: str
    period: str
    found: Found
    sha256: str
    issues: tuple[Issue, ...]
    counts: tuple[tuple[str, int, int], ...]
    submission: int | None
    next_submission: int


def corrections(outcome: Outcome, found: Sequence[Found]) -> dict[str, bytes]:
    """The correction workbooks of a run by file name. Raises Changed where a file has changed."""
    return _all(outcome.plan, _tasks(outcome, found))


@contextmanager
def written_meanwhile(
    outcome: Outcome, found: Sequence[Found], jobs: int | None = None
) -> Iterator[Written]:
    """The same, written in other processes while the caller does something else.

    What is given is called for the workbooks when they are needed. `jobs` is how many processes;
    without it a few workbooks are written in this one.
    """
    tasks = _tasks(outcome, found)
    pool = processes(jobs or default_jobs(len(tasks), ALONE_UP_TO), len(tasks))
    if pool is None:
        yield partial(_all, outcome.plan, tasks)
        return
    packed = pickle.dumps(outcome.plan)
    length = max(1, min(CHUNK, len(tasks) // (2 * pool.size)))
    chunks = [tasks[i : i + length] for i in range(0, len(tasks), length)]
    executor = pool.start()
    try:
        futures = [executor.submit(_chunk, packed, chunk) for chunk in chunks]
        yield lambda: _collected(outcome.plan, chunks, futures)
    finally:
        executor.shutdown(cancel_futures=True)


def _collected(
    plan: Plan, chunks: Sequence[Sequence[Task]], futures: Sequence[Future[dict[str, bytes]]]
) -> dict[str, bytes]:
    """What other processes wrote; what they did not live to write is written here."""
    made: dict[str, bytes] = {}
    for chunk, future in zip(chunks, futures, strict=True):
        try:
            made |= future.result()
        except BrokenExecutor:
            made |= _all(plan, chunk)
    return made


def _chunk(packed: bytes, tasks: Sequence[Task]) -> dict[str, bytes]:
    return _all(_unpacked(packed), tasks)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Plan:
    """The plan, once a process: what was worked out for it is found again by the object."""
    plan: Plan = pickle.loads(packed)
    return plan


def _all(plan: Plan, tasks: Sequence[Task]) -> dict[str, bytes]:
    return {file_name(plan.unit(task.unit)): _write(plan, task) for task in tasks}


def _write(plan: Plan, task: Task) -> bytes:
    edition = Edition(plan, plan.period(task.period), plan.unit(task.unit))
    returned = read_again(task.found, task.sha256, Context(plan, edition.period, edition.unit))
    case = Case(edition, task.issues, task.counts, task.submission, task.next_submission)
    return write_book(case, returned)


def _tasks(outcome: Outcome, found: Sequence[Found]) -> list[Task]:
    """One for each unit that must correct a file that counts."""
    by_name = {f.name: f for f in found}
    states = [u for u in outcome.units if u.state == "needs_correction" and u.file is not None]
    issues: dict[str, list[Issue]] = {u.file or "": [] for u in states}
    for issue in outcome.issues:
        if issue.place.file in issues:
            issues[issue.place.file].append(issue)
    return [_task(outcome, state, by_name, issues) for state in states]


def _task(
    outcome: Outcome,
    state: UnitState,
    by_name: dict[str, Found],
    issues: dict[str, list[Issue]],
) -> Task:
    period = outcome.period.code
    own = [r for r in outcome.returns if r.unit == state.unit.code and r.period == period]
    one = next(r for r in own if r.file == state.file)
    return Task(
        unit=state.unit.code,
        period=period,
        found=by_name[one.file],
        sha256=one.sha256,
        issues=tuple(issues[one.file]),
        counts=tuple((s.title, s.rows_seen, s.accepted) for s in one.sheets),
        submission=one.submission,
        next_submission=max(r.submission or 1 for r in own) + 1,
    )
