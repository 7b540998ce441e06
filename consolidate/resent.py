"""What a return of an earlier sending listed and the one that counts no longer lists.

The later sending stands in place of the earlier one. Whoever sends a supplement thinks otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidate.catalogue import PHRASES, finding
from consolidate.files import Placed
from consolidate.issues import Issue, Place
from consolidate.outcome import BY_THE_OFFICER
from consolidate.parse.readings import Digest
from consolidate.plan.models import Plan, SheetPlan
from consolidate.stack import form_value
from consolidate.text import mask, name_key

MOST_NAMES = 3


def gone_since(plan: Plan, placed: Sequence[Placed]) -> Iterator[Issue]:
    """FIL-34 for each sheet of a file that counts, if the sending before listed more things."""
    for one in (p.digest for p in placed if p.counts):
        before = [p.digest for p in placed if _is_sent_before(plan, p, one)]
        if before:
            last = max(before, key=lambda d: (_number(plan, d), d.file))
            yield from _gone(plan, last, one)


def _is_sent_before(plan: Plan, placed: Placed, counted: Digest) -> bool:
    digest = placed.digest
    by_the_officer = any(i.code == BY_THE_OFFICER for i in placed.issues)
    return (
        placed.state == "superseded"
        and digest.unit == counted.unit
        and not by_the_officer
        and _number(plan, digest) < _number(plan, counted)
    )


def _number(plan: Plan, digest: Digest) -> int:
    return int(form_value(plan, digest, plan.form_fields.submission) or 0)


def _gone(plan: Plan, before: Digest, now: Digest) -> Iterator[Issue]:
    for sheet in (s for s in plan.tables if s.label is not None):
        listed = {key for keys in _things(plan, sheet, now).values() for key in keys}
        things = _things(plan, sheet, before)
        names = [name for name, keys in things.items() if not keys & listed]
        if names:
            personal = sheet.by_field[sheet.label or ""].personal
            shown = "" if personal else ": " + ", ".join(f"“{mask(n)}”" for n in names[:MOST_NAMES])
            more = len(names) - MOST_NAMES
            rest = PHRASES["and_more"].format(number=more) if shown and more > 0 else ""
            yield finding(
                Place(now.file, sheet.key),
                "FIL-34",
                sheet=sheet.title,
                number=str(len(names)),
                file=mask(before.file),
                names=shown + rest,
            )


def _things(plan: Plan, sheet: SheetPlan, digest: Digest) -> dict[str, set[str]]:
    """The names that a sheet of a return lists, each with the keys that it is known by."""
    found: dict[str, set[str]] = {}
    codes = [c.field for c in sheet.shown if c.type == "tax_code"]
    for rows in (s.columns for s in digest.sheets if s.key == sheet.key):
        for at, name in enumerate(rows[sheet.label or ""]):
            if name is not None:
                keys = found.setdefault(str(name), {name_key(str(name), plan.names)})
                keys |= {str(rows[code][at]) for code in codes if rows[code][at] is not None}
    return found
