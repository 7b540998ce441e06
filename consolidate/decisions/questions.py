"""What only a person can decide about a file, asked from what a run found."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.decisions.model import (
    NEITHER,
    NEITHER_TITLE,
    Option,
    Question,
    file_key,
    unit_key,
)
from consolidate.decisions.rivals import differences
from consolidate.parse.readings import SHORT_HASH, Digest
from consolidate.plan.models import Period, Plan
from consolidate.recognise.senders import Known, likely_unit
from consolidate.text import mask


def which_unit(plan: Plan, period: Period, digest: Digest, known: Known) -> Question:
    """Which unit a return is from that cannot be placed. What it holds suggests an answer, and
    what was `known` of its organisations before."""
    options = (
        Option(NEITHER, NEITHER_TITLE),
        *(Option(u.code, f"{u.code} – {u.full_name}") for u in plan.may_report(period)),
    )
    likely = likely_unit(plan, period, digest, known)
    titles = {s.key: s.title for s in plan.tables}
    held = "\n".join(
        f"{titles[s.key]}: {len(s.rows)} dòng" for s in digest.sheets if s.key in titles and s.rows
    )
    return Question(
        key=unit_key(digest.sha256),
        kind="which_unit",
        text=f"Tệp “{mask(digest.file)}” không cho biết là của đơn vị nào.",
        options=options,
        suggestion=next((o.title for o in options if likely and o.code == likely.code), ""),
        rows=((mask(digest.file), held),),
    )


def which_file(plan: Plan, unit: str, number: int, rivals: Sequence[Digest]) -> Question:
    """Which of several returns of one sending counts; what the first two say differently."""
    told = differences(plan, *rivals[:2])
    return Question(
        key=file_key(unit, number, (d.sha256 for d in rivals)),
        kind="which_file",
        text=f"{plan.unit(unit).full_name} gửi {len(rivals)} tệp khác nhau, cùng ghi lần gửi "
        f"{number}. Tính tệp nào?",
        options=tuple(Option(d.sha256[:SHORT_HASH], d.file) for d in rivals),
        rows=tuple((d.file, lines) for d, lines in zip(rivals, told, strict=False)),
    )
