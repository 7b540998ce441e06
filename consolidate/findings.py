"""All findings of a run, one complaint a cell, in the order in which people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from consolidate.files import Placed
from consolidate.issues import Issue, Severity
from consolidate.plan.models import Plan
from consolidate.validate import Verdict

SWAPPED = "GEN-09"  # speaks only where no rule makes the date an error (design section 10)


def gather(
    plan: Plan, placed: Sequence[Placed], verdicts: Mapping[str, Verdict], across: Iterable[Issue]
) -> tuple[Issue, ...]:
    """Findings of reading, placing, judging and merging; a duplicate file says only that it is one.

    Sorted by unit in official order (the order of `placed`), then file, sheet, row, column.
    """
    issues = [i for p in placed for i in p.issues]
    issues += [i for p in placed if p.state != "duplicate" for i in p.digest.issues]
    issues += [
        i for p in placed if p.state != "duplicate" for s in p.digest.sheets for i in s.issues
    ]
    issues += [i for v in verdicts.values() for i in v.issues]
    issues += across
    files = {p.digest.file: n for n, p in enumerate(placed)}
    sheets = {key: n for n, key in enumerate(plan.sheet_order)}

    def reading_order(issue: Issue) -> tuple[object, ...]:
        place = issue.place
        return (
            files.get(place.file, len(files)),
            sheets.get(place.sheet, len(sheets)),
            place.sheet,
            place.row,
            place.column,
            list(Severity).index(issue.severity),
            issue.code,
            issue.variant,
            issue.facts,
        )

    return tuple(sorted(_without_swaps(issues), key=reading_order))


def _without_swaps(issues: Sequence[Issue]) -> list[Issue]:
    """Dates that a rule calls wrong carry the swap of day and month as their suggestion."""
    at: dict[tuple[str, str, int, str], list[Issue]] = defaultdict(list)
    for one in issues:
        place = one.place
        if place.field:
            at[place.file, place.sheet, place.row, place.field].append(one)
    kept: list[Issue] = []
    for one in issues:
        place = one.place
        rivals = at.get((place.file, place.sheet, place.row, place.field), [])
        errors = [r for r in rivals if r.severity is Severity.ERROR]
        swaps = [r for r in rivals if r.code == SWAPPED]
        if one.code == SWAPPED and errors:
            continue
        if swaps and one in errors:
            swapped = dict(swaps[0].facts).get("swapped", "")
            one = replace(one, facts=tuple(sorted((*one.facts, ("swapped", swapped)))))
        kept.append(one)
    return kept
