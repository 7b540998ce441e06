"""All findings of a run, one complaint a cell, in the order in which people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from consolidate.decisions.model import WAIVED
from consolidate.files import Placed
from consolidate.issues import Issue, Severity
from consolidate.outcome import BY_THE_OFFICER
from consolidate.plan.models import Plan
from consolidate.validate import Verdict

SWAPPED = "GEN-09"  # speaks only where no rule speaks of the date (design section 10)
ENOUGH = frozenset({"XP-05", BY_THE_OFFICER})  # with one of them nothing else of a file is said
GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}


def gather(
    plan: Plan, placed: Sequence[Placed], verdicts: Mapping[str, Verdict], across: Iterable[Issue]
) -> tuple[Issue, ...]:
    """Findings of reading, placing, judging and merging.

    A cell has one complaint: the gravest, of equals that of the earliest stage. What was mended
    while reading (an info) and what the officer accepted are said beside it. Sorted by unit in
    official order (the order of `placed`), then file, sheet, row, column.
    """
    read = [i for p in placed for i in p.issues]
    for one in (p.digest for p in placed if not _says_all(p)):
        read += [*one.issues, *(i for sheet in one.sheets for i in sheet.issues)]
    mended = [i for i in read if i.severity is Severity.INFO]
    complaints = [i for i in read if i.severity is not Severity.INFO]
    complaints += [i for v in verdicts.values() for i in v.issues]
    complaints += across
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
            GRAVITY[issue.severity],
            issue.code,
            issue.variant,
            issue.facts,
        )

    return tuple(sorted([*mended, *_one_a_cell(complaints)], key=reading_order))


def _says_all(placed: Placed) -> bool:
    """Whether nothing else is worth saying of a file.

    It is another one's copy; or of a level that does not report in the period, so that its lists
    were held against the wrong roster; or the officer has set it aside.
    """
    return placed.state == "duplicate" or any(i.code in ENOUGH for i in placed.issues)


def _one_a_cell(complaints: Sequence[Issue]) -> list[Issue]:
    """Of the complaints about one cell the gravest, given in the order of the stages.

    Where a rule speaks of a date that may have day and month swapped, it carries the swap as its
    suggestion. What the officer accepted is kept besides: it hides no other fault of its cell.
    """
    cells: dict[tuple[str, str, int, int], list[Issue]] = defaultdict(list)
    kept: list[Issue] = []
    for one in complaints:
        place = one.place
        if place.cell is None:
            kept.append(one)
        else:
            cells[place.file, place.sheet, place.row, place.column].append(one)
    for rivals in cells.values():
        accepted = [r for r in rivals if WAIVED in dict(r.facts)]
        swaps = [r for r in rivals if r.code == SWAPPED]
        others = [r for r in rivals if r not in accepted and r not in swaps]
        kept += accepted
        if others:
            first = min(others, key=lambda r: GRAVITY[r.severity])
            if swaps:
                swapped = ("swapped", dict(swaps[0].facts)["swapped"])
                first = replace(first, facts=tuple(sorted((*first.facts, swapped))))
            kept.append(first)
        elif not accepted:
            kept += swaps
    return kept
