"""What only a person can decide about a file, asked from what a run found."""

from __future__ import annotations

from consolidate.decisions.model import NEITHER, NEITHER_TITLE, Option, Question, unit_key
from consolidate.parse.readings import Digest
from consolidate.plan.models import Period, Plan
from consolidate.recognise.names import unit_hint
from consolidate.text import mask


def which_unit(plan: Plan, period: Period, digest: Digest) -> Question:
    """Which unit a return is from that cannot be placed. The file's name is only a suggestion."""
    options = (
        Option(NEITHER, NEITHER_TITLE),
        *(Option(u.code, f"{u.code} – {u.full_name}") for u in plan.may_report(period)),
    )
    hint = unit_hint(digest.file, plan, period)
    titles = {s.key: s.title for s in plan.sheets}
    held = "\n".join(
        f"{titles[s.key]}: {len(s.rows)} dòng" for s in digest.sheets if s.key in titles
    )
    return Question(
        key=unit_key(digest.sha256),
        kind="which_unit",
        text=f"Tệp “{mask(digest.file)}” không cho biết là của đơn vị nào.",
        options=options,
        suggestion=next((o.title for o in options if hint and o.code == hint.code), ""),
        rows=((mask(digest.file), held),),
    )
