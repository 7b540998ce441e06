"""What only shows when the returns of all units lie side by side: one thing listed by several.

XU-01 to XU-04 follow from what the plan calls one thing (`[identity]`, `[[likely]]`); further
rules stand in the plan folder with `scope = "units"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from consolidate.catalogue import finding
from consolidate.decisions.things import Settled
from consolidate.issues import Issue, Place
from consolidate.plan.models import OTHER_UNIT, Rule, SheetPlan
from consolidate.quote import Quoter
from consolidate.rules import World, evaluate, first_rows
from consolidate.tables import Sender
from consolidate.text import mask
from consolidate.validate import Source, active_rules


def across_units(
    world: World, settled: Mapping[str, Settled], sources: Sequence[Source]
) -> list[Issue]:
    """Findings about accepted rows of the files that count. `world` is merged, `sources` are
    indexed by the files of its rows. None of them sets a row aside."""
    return [*_one_thing(world, settled, sources), *_rules(world, sources)]


# --- rules of the plan -----------------------------------------------------------------------


def _rules(world: World, sources: Sequence[Source]) -> Iterator[Issue]:
    """Rules of the scope "units": broken among all files, and not within the row's own.

    What is wrong within one file is another rule's matter, or nobody's.
    """
    apart = replace(world, merged=False, canonical={})
    for sheet in world.plan.tables:
        if not len(world.tables[sheet.key]):
            continue
        for position, rule in active_rules(sheet, world.plan.periods, world.period):
            if rule.scope == "units":
                node = world.read(rule.require, sheet.key, "truth")
                together = evaluate(node, world, sheet.key).false
                alone = evaluate(node, apart, sheet.key).false
                yield from _broken(
                    world, sheet, position, np.flatnonzero(together & ~alone), sources
                )


def _broken(
    world: World, sheet: SheetPlan, position: int, rows: np.ndarray, sources: Sequence[Source]
) -> Iterator[Issue]:
    rule = sheet.rule[position]
    quote, numbers = Quoter(rule, sheet, world), world.tables[sheet.key].origin["row"].to_numpy()
    first = _first(world, sheet, rule)
    for row in rows:
        source = sources[world.files(sheet.key)[row]]
        field = next(iter(rule.blamed), "")
        column = source.cells.get(sheet.key, {}).get(field, 0)
        place = Place(source.file, sheet.key, int(numbers[row]), column, field)
        facts = dict(quote.facts(int(row), place))
        if first is not None:
            facts[OTHER_UNIT] = world.sender(sheet.key, int(first[row])).unit_name
        yield Issue(place, rule.code, rule.severity, tuple(sorted(facts.items())), position)


def _first(world: World, sheet: SheetPlan, rule: Rule) -> np.ndarray | None:
    """For each row the first row with the same key, where the rule asks that a key be unique."""
    node = world.read(rule.require, sheet.key, "truth")
    return first_rows(node, world, sheet.key)


# --- one thing in several returns ------------------------------------------------------------


def _one_thing(
    world: World, settled: Mapping[str, Settled], sources: Sequence[Source]
) -> Iterator[Issue]:
    """XU-01 and XU-04 at the row that does not count, XU-02 and XU-03 where rows are only alike.

    What the officer has answered is not said again.
    """
    for key, one in settled.items():
        for row in np.flatnonzero(one.standing != np.arange(len(one.standing))):
            mine, first = world.sender(key, int(row)), world.sender(key, one.standing[row])
            if mine.unit != first.unit and int(row) not in one.answered:
                code = "XU-04" if mine.unit_level in world.period.optional else "XU-01"
                yield _said_at(world, key, int(row), code, sources, (first, mine))
        for code, group in one.unsure:
            units = tuple(world.sender(key, r) for r in group)
            yield _said_at(world, key, group[-1], code, sources, units)


def _said_at(
    world: World, key: str, row: int, code: str, sources: Sequence[Source], units: Sequence[Sender]
) -> Issue:
    label = world.plan.sheet(key).label or ""
    number = int(world.tables[key].origin["row"].iloc[row])
    place = Place(sources[world.files(key)[row]].file, key, number)
    name = mask(str(world.cells(key, label)[row]))
    return finding(place, code, name=name, a=units[0].unit_name, b=units[-1].unit_name)
