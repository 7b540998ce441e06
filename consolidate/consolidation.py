"""A run around the core: files to digests, digests to the outcome.

What is slow to import waits until the files are being read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from consolidate.decisions.answers import Known, nothing_known
from consolidate.digest import Job
from consolidate.intake import Found
from consolidate.parse.readings import Digest
from consolidate.plan.models import Period, Plan
from consolidate.refusals import NothingToDo
from consolidate.settings import in_force, with_overrides
from consolidate.workers import Seen, default_jobs, digest_all, processes

if TYPE_CHECKING:
    from consolidate.outcome import Outcome

Load = Callable[[str], bytes]  # the bytes of a file of an earlier output, by name


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked for. Without a period the returns say which."""

    plan: Plan
    period: Period | None
    date: date | None = None
    jobs: int | None = None
    known: Known = field(default_factory=nothing_known)
    previous: Load | None = None
    otherwise: Period | None = None  # the period where no file names one


def run(asked: Asked, found: Sequence[Found], seen: Seen) -> Outcome:
    """Digest the files and consolidate them. Raises NothingToDo and LedgerOpen."""
    period = asked.period.code if asked.period else ""
    decisions = asked.known.decisions
    jobs = [Job(f, period, decisions.units()) for f in found]
    pool = processes(asked.jobs or default_jobs(len(found)), len(found))
    digests = digest_all(jobs, asked.plan, pool, seen, meanwhile=_import_the_core)
    chosen = asked.period or _period_of(asked, digests)
    if not period:
        digests = _again(digests, jobs, asked.plan, chosen)
    from consolidate.ledger import prove
    from consolidate.pipeline import Run, consolidate
    from consolidate.previous import read_previous

    earlier = read_previous(asked.previous, asked.plan, chosen) if asked.previous else None
    settings = in_force(asked.plan, decisions.settings)
    adjusted = with_overrides(asked.plan, chosen, settings)
    asks = Run(asked.plan, adjusted, settings, asked.date, decisions, earlier)
    outcome = consolidate(asks, digests)
    prove(outcome, digests)
    return outcome


def _import_the_core() -> None:
    """What judging needs, and pandas with it, is imported while other processes read."""
    import consolidate.pipeline  # noqa: F401


def _period_of(asked: Asked, digests: Sequence[Digest]) -> Period:
    """The period that most returns carry; of two with equally many the later one."""
    plan = asked.plan
    counted = Counter(d.period for d in digests if d.ours and d.period)
    if not counted and asked.otherwise:
        return asked.otherwise
    if not counted:
        raise NothingToDo(
            "Không tìm thấy tệp báo cáo nào theo mẫu trong thư mục. Kiểm tra lại đường dẫn, "
            f"hoặc nêu kỳ báo cáo bằng --period (ví dụ {plan.periods[0].code})."
        )
    order = [p.code for p in plan.periods]
    return plan.period(max(counted, key=lambda code: (counted[code], order.index(code))))


def _again(
    digests: Sequence[Digest], jobs: Sequence[Job], plan: Plan, period: Period
) -> list[Digest]:
    """Files that name no period were read before the period was known: read them once more."""
    from consolidate.digest import digest

    return [
        digest(replace(job, period=period.code), plan) if d.ours and d.period is None else d
        for d, job in zip(digests, jobs, strict=True)
    ]
