"""What only a person can decide about a file, asked from what a run found."""

from __future__ import annotations

from consolidate.decisions.model import NEITHER, NEITHER_TITLE, Option, Question, unit_key
from consolidate.parse.readings import Digest
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
    titles = {s.key: s.title for s in plan.sheets}
    held = "\n".join(
        f"{titles[s.key]}: {len(s.rows)} dòng" for s in digest.sheets if s.key in titles
    )
    return Question(
        key=unit_key(digest.sha256),
        kind="which_unit",
        text=f"Tệp “{mask(digest.file)}” không cho biết là của đơn vị nào.",
        options=options,
        suggestion=next((o.title for o in options if likely and o.code == likely.code), ""),
        rows=((mask(digest.file), held),),
    )
