"""Which submission of a unit counts, and which rows of different files are the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consolidate.catalogue import finding
from consolidate.decisions.model import Decisions, Question
from consolidate.decisions.questions import which_file
from consolidate.decisions.things import Settled, settle
from consolidate.issues import Issue, Place
from consolidate.outcome import NOT_CHOSEN
from consolidate.parse.readings import SHORT_HASH, Digest
from consolidate.plan.models import Plan
from consolidate.rules import World, labels
from consolidate.text import mask


@dataclass(frozen=True, slots=True)
class Submission:
    """What deciding needs to know of one file that is placed in the run's unit and period."""

    position: int  # in the run
    digest: Digest
    number: int | None  # of the sending, as the form says


@dataclass(frozen=True, slots=True)
class Choice:
    """The state of each submission by its position, what is to be said, and who had to be asked."""

    states: Mapping[int, str]
    issues: tuple[Issue, ...] = ()
    asked: tuple[Question, ...] = ()


def choose(plan: Plan, submissions: Sequence[Submission], decisions: Decisions) -> Choice:
    """Decide for each unit which file counts (design section 10).

    The highest submission number counts (`accepted`) and the lower ones are `superseded`. Where
    two files share the highest number, all of them are in `conflict` and none counts until the
    officer has chosen: their contents differ, or one of them would have been set aside as a
    duplicate before. A blank number is lower than any other.
    """
    states: dict[int, str] = {}
    issues: list[Issue] = []
    asked: list[Question] = []
    for unit in dict.fromkeys(s.digest.unit or "" for s in submissions):
        own = [s for s in submissions if s.digest.unit == unit]
        top = max(s.number or 0 for s in own)
        best = [s for s in own if (s.number or 0) == top]
        states |= {s.position: "superseded" for s in own}
        if len(best) == 1:
            states[best[0].position] = "accepted"
            continue
        question = which_file(plan, unit, top, [s.digest for s in best])
        asked.append(question)
        chosen = [s for s in best if s.digest.sha256[:SHORT_HASH] == decisions.chosen(question)]
        states |= {s.position: "accepted" for s in chosen}
        if chosen:
            others = (s.digest.file for s in best if s not in chosen)
            taken = chosen[0].digest.file
            issues += [finding(Place(file), NOT_CHOSEN, other=mask(taken)) for file in others]
        else:
            states |= {s.position: "conflict" for s in best}
            files = ", ".join(f"“{s.digest.file}”" for s in best)
            issues += [finding(Place(s.digest.file), "FIL-03", files=files) for s in best]
    return Choice(states, tuple(issues), tuple(asked))


def same_things(
    world: World, decisions: Decisions, good: Mapping[str, np.ndarray] | None = None
) -> tuple[World, dict[str, Settled]]:
    """A merged world in which references lead to the row that stands for its thing.

    Rows stand in official order, so the first row of an identity stands for it: the row of the
    first unit (XU-01), the city's and affiliated bodies' after those of the units (XU-04). The
    officer may let another unit's row stand, part what agrees, or join what is only alike.
    `good` says by sheet which rows are not set aside (all where it is not given): one that is set
    aside stands for nothing that a good row tells.
    """
    settled: dict[str, Settled] = {}
    pointed_at = {key for s in world.plan.sheets for c in s.column for key in c.refers_to}
    for sheet in world.plan.tables:
        if sheet.key in pointed_at and sheet.identity and len(world.tables[sheet.key]):
            ids = labels(world, sheet.key, next(iter(sheet.identity)))
            mine = np.ones(len(ids), dtype=bool) if good is None else good[sheet.key]
            settled[sheet.key] = settle(world, sheet, ids, decisions, mine)
    canonical = {key: one.standing for key, one in settled.items()}
    return replace(world, canonical=canonical), settled
