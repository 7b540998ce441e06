"""Which submission of a unit counts, and which rows of different files are the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consolidate.catalogue import finding
from consolidate.issues import Issue, Place
from consolidate.rules import World, labels
from consolidate.text import mask


@dataclass(frozen=True, slots=True)
class Submission:
    """What deciding needs to know of one file that is placed in the run's unit and period."""

    position: int  # in the run
    file: str
    unit: str
    submission: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The state of each submission by its position, and what is to be said."""

    states: Mapping[int, str]
    issues: tuple[Issue, ...]


def choose(submissions: Sequence[Submission]) -> Choice:
    """Decide for each unit which file counts (design section 10).

    The highest submission number counts (`accepted`) and the lower ones are `superseded`. Where
    two files share the highest number, all of them are in `conflict` and none counts: their
    contents differ, or one of them would have been set aside as a duplicate before. A blank
    number is lower than any other.
    """
    states: dict[int, str] = {}
    issues: list[Issue] = []
    for unit in dict.fromkeys(s.unit for s in submissions):
        own = [s for s in submissions if s.unit == unit]
        top = max(s.submission or 0 for s in own)
        best = [s for s in own if (s.submission or 0) == top]
        states |= {s.position: "superseded" for s in own}
        states |= {s.position: "accepted" if len(best) == 1 else "conflict" for s in best}
        if len(best) > 1:
            files = ", ".join(f"“{s.file}”" for s in best)
            issues += [finding(Place(s.file), "FIL-03", files=files) for s in best]
    return Choice(states, tuple(issues))


def same_things(world: World) -> World:
    """A merged world in which references lead to the row that stands for its thing.

    Rows stand in official order, so the first row of an identity stands for it: the row of the
    first unit (XU-01), the city's and affiliated bodies' after those of the units (XU-04).
    """
    canonical = dict(world.canonical)
    pointed_at = {key for s in world.plan.sheets for c in s.column for key in c.refers_to}
    for sheet in world.plan.tables:
        if sheet.key in pointed_at and sheet.identity and len(world.tables[sheet.key]):
            ids = labels(world, sheet.key, next(iter(sheet.identity)))
            first = np.unique(ids, return_index=True, return_inverse=True)
            canonical[sheet.key] = first[1][first[2]]
    return replace(world, canonical=canonical)


def across_units(world: World, files: Sequence[str]) -> list[Issue]:
    """XU-01 and XU-04: a thing that two units list, said at the row that does not count."""
    issues = []
    for key, canonical in world.canonical.items():
        sheet, table = world.plan.sheet(key), world.tables[key]
        sender_of = table.origin["file"].to_numpy(int)
        for row in np.flatnonzero(np.asarray(canonical) != np.arange(len(table))):
            mine = world.senders[sender_of[row]]
            first = world.senders[sender_of[canonical[row]]]
            if mine.unit == first.unit or sheet.label is None:
                continue
            code = "XU-04" if mine.unit_level in world.period.optional else "XU-01"
            place = Place(files[sender_of[row]], key, int(table.origin["row"].iloc[row]))
            name = mask(str(table.values[sheet.label].iloc[row]))
            issues.append(finding(place, code, name=name, a=first.unit_name, b=mine.unit_name))
    return issues
