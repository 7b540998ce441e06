"""A run around the core: files to digests, digests to the outcome, the outcome to output files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from consolidate.digest import Job
from consolidate.intake import Found, load
from consolidate.outcome import Outcome
from consolidate.parse.readings import Digest
from consolidate.plan.models import Period, Plan
from consolidate.read.cells import Unreadable
from consolidate.settings import in_force, with_overrides
from consolidate.workers import Seen, default_jobs, digest_all, pool

RECORD = "ket-qua.json"


class NothingToDo(Exception):
    """No return was found and no period was named: there is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked for. Without a period the returns say which."""

    plan: Plan
    period: Period | None
    date: date | None = None
    jobs: int | None = None


def run(asked: Asked, found: Sequence[Found], seen: Seen) -> Outcome:
    """Digest the files and consolidate them. Raises NothingToDo."""
    period = asked.period.code if asked.period else ""
    with pool(asked.jobs or default_jobs(len(found))) as executor:
        digests = digest_all([Job(f, period) for f in found], asked.plan, executor, seen)
        chosen = asked.period or _period_of(asked.plan, digests)
        digests = _again(digests, found, asked.plan, chosen) if not period else digests
    from consolidate.pipeline import Run, consolidate

    settings = in_force(asked.plan, {})
    adjusted = with_overrides(asked.plan, chosen, settings)
    return consolidate(Run(asked.plan, adjusted, settings, asked.date), digests)


def _period_of(plan: Plan, digests: Sequence[Digest]) -> Period:
    """The period that most returns carry; of two with equally many the later one."""
    counted = Counter(d.period for d in digests if d.ours and d.period)
    if not counted:
        raise NothingToDo(
            "Không tìm thấy tệp báo cáo nào theo mẫu trong thư mục. Kiểm tra lại đường dẫn, "
            f"hoặc nêu kỳ báo cáo bằng --period (ví dụ {plan.periods[0].code})."
        )
    order = [p.code for p in plan.periods]
    return plan.period(max(counted, key=lambda code: (counted[code], order.index(code))))


def _again(
    digests: Sequence[Digest], found: Sequence[Found], plan: Plan, period: Period
) -> list[Digest]:
    """Files that name no period were read before the period was known: read them once more."""
    from consolidate.digest import digest

    return [
        digest(Job(f, period.code), plan) if d.ours and d.period is None else d
        for d, f in zip(digests, found, strict=True)
    ]


def outputs(outcome: Outcome, found: Sequence[Found]) -> dict[str, bytes | Path]:
    """Every file of the output folder by its name in it; the record lists the others' hashes."""
    from consolidate import export, report
    from consolidate.record import record
    from consolidate.report.edition import TITLES

    files: dict[str, bytes | Path] = {
        report.file_name(outcome, edition): report.write(outcome, edition)
        for edition in TITLES
    }
    files |= {f"so-lieu/{name}": data for name, data in export.tidy_files(outcome).items()}
    files |= _originals(outcome, found)
    hashes = {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if isinstance(d, bytes)}
    return files | {RECORD: record(outcome, hashes)}


def _originals(outcome: Outcome, found: Sequence[Found]) -> dict[str, bytes]:
    """The files that count, as received."""
    by_name = {f.name: f for f in found}
    kept: dict[str, bytes] = {}
    for one in outcome.returns:
        if one.counts:
            data = load(by_name[one.file])
            if hashlib.sha256(data).hexdigest() != one.sha256:
                raise Unreadable("changed")
            kept[f"nguon/{one.kept_as}"] = data
    return kept
