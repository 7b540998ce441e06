"""What an earlier period says of this one: things that are gone, changed, or not new at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from consolidate.catalogue import finding
from consolidate.issues import Issue, Place
from consolidate.outcome import Previous
from consolidate.plan.models import AnyOf, Column, SheetPlan
from consolidate.quote import shown
from consolidate.rules import World, evaluate
from consolidate.text import fold, mask, vietnamese_number
from consolidate.validate import Source

LARGE_SHARE, LARGE_NUMBER = 0.5, 10  # XP-07: moved by more than both


@dataclass(frozen=True)
class Pairs:
    """Rows of now and before that are one thing: positions, as long as each other."""

    now: np.ndarray
    before: np.ndarray


def across_periods(
    world: World, sources: Sequence[Source], previous: Previous, counts: Sequence[bool]
) -> Iterator[Issue]:
    """XP-01 to XP-04 and XP-07 for the files that count. `world` holds the rows of all files.

    Figures are compared within one plan year only; across years only XP-04 speaks.
    """
    same_year = previous.year == world.plan.year
    for sheet in world.plan.tables:
        if sheet.history is None or not len(previous.world.tables[sheet.key]):
            continue
        pairs = matched(world, previous.world, sheet)
        kept = np.array([counts[f] for f in world.files(sheet.key)[pairs.now]], dtype=bool)
        pairs = Pairs(pairs.now[kept], pairs.before[kept])
        about = _About(world, sources, previous, sheet)
        if not same_year:
            yield from about.not_new(pairs)
            continue
        if sheet.history.gone:
            yield from about.gone(pairs, counts)
        yield from about.changed(pairs)
        yield from about.moved(pairs)


def matched(world: World, earlier: World, sheet: SheetPlan) -> Pairs:
    """Each row of now with the row of before that is the same thing, by the sheet's identity.

    The first key that is filled in both decides, as within one period; one row of before serves
    every row of now that agrees with it.
    """
    identity = next(iter(sheet.identity.values()), ())
    alternatives = identity.any if isinstance(identity, AnyOf) else identity
    taken: dict[int, int] = {}
    for parts in alternatives:
        before: dict[tuple[str, ...], int] = {}
        for row, key in _keys(earlier, sheet, parts).items():
            before.setdefault(key, row)
        for row, key in _keys(world, sheet, parts).items():
            if row not in taken and key in before:
                taken[row] = before[key]
    rows = sorted(taken)
    return Pairs(np.array(rows, dtype=int), np.array([taken[r] for r in rows], dtype=int))


def _keys(world: World, sheet: SheetPlan, parts: Sequence[str]) -> Mapping[int, tuple[str, ...]]:
    vectors = [evaluate(world.read(p, sheet.key), world, sheet.key) for p in parts]
    known = np.logical_and.reduce([v.known for v in vectors])
    return {int(row): tuple(str(v.data[row]) for v in vectors) for row in np.flatnonzero(known)}


class _About:
    """Findings about one sheet, now against before."""

    def __init__(
        self, world: World, sources: Sequence[Source], previous: Previous, sheet: SheetPlan
    ) -> None:
        self.world, self.sources, self.previous, self.sheet = world, sources, previous, sheet
        self.now = world.tables[sheet.key]
        self.before = previous.world.tables[sheet.key]

    def gone(self, pairs: Pairs, counts: Sequence[bool]) -> Iterator[Issue]:
        """XP-01: things of units that count now, which their returns no longer list."""
        files = {s.unit: i for i, s in enumerate(self.world.senders) if counts[i]}
        for row in np.setdiff1d(np.arange(len(self.before)), pairs.before):
            unit = str(self.previous.units[self.sheet.key][row])
            if unit in files:
                place = Place(self.sources[files[unit]].file, self.sheet.key)
                yield finding(place, "XP-01", name=self._name(self.before.values, row))

    def changed(self, pairs: Pairs) -> Iterator[Issue]:
        """XP-03: an identifying field that was filled before and now says something else."""
        watched = self.sheet.history.watched if self.sheet.history else ()
        for column in (self.sheet.by_field[f] for f in watched):
            for now, a, before in self._values(pairs, column):
                if _differ(a, before):
                    yield self._at(
                        now,
                        column,
                        "XP-03",
                        before=self._shown(column, before),
                        now=self._shown(column, a),
                    )

    def moved(self, pairs: Pairs) -> Iterator[Issue]:
        """XP-02 and XP-07: a cumulative figure that fell, a stock that moved a great deal."""
        for column in (c for c in self.sheet.shown if c.measure):
            for now, a, b in self._numbers(pairs, column):
                figures = {"before": vietnamese_number(b), "now": vietnamese_number(a)}
                if column.measure == "cumulative" and a < b:
                    yield self._at(now, column, "XP-02", **figures)
                far = abs(a - b) > LARGE_NUMBER and abs(a - b) > LARGE_SHARE * abs(b)
                if column.measure == "stock" and far:
                    yield self._at(now, column, "XP-07", **figures)

    def not_new(self, pairs: Pairs) -> Iterator[Issue]:
        """XP-04: said to be new in this plan year, and reported in an earlier one."""
        condition = self.sheet.history.new_when if self.sheet.history else None
        if condition is None:
            return
        node = self.world.read(condition, self.sheet.key, "truth")
        verdict = evaluate(node, self.world, self.sheet.key)
        for row in pairs.now:
            if verdict.known[row] and verdict.data[row]:
                column = self.sheet.by_field[self.sheet.label or self.sheet.shown[0].field]
                yield self._at(
                    int(row),
                    column,
                    "XP-04",
                    year=str(self.previous.year),
                    name=self._name(self.now.values, int(row)),
                )

    def _values(self, pairs: Pairs, column: Column) -> Iterator[tuple[int, object, object]]:
        """(row of now, value of now, value of before) where both are filled."""
        now = self.now.values[column.field].to_numpy(dtype=object)
        before = self.before.values[column.field].to_numpy(dtype=object)
        for row, other in zip(pairs.now, pairs.before, strict=True):
            if not pd.isna(now[row]) and not pd.isna(before[other]):
                yield int(row), now[row], before[other]

    def _numbers(self, pairs: Pairs, column: Column) -> Iterator[tuple[int, float, float]]:
        for row, a, b in self._values(pairs, column):
            if isinstance(a, int | float) and isinstance(b, int | float):
                yield row, a, b

    def _shown(self, column: Column, value: object) -> str:
        return shown(value, column, self.world.plan)

    def _name(self, values: pd.DataFrame, row: int) -> str:
        return mask(str(values[self.sheet.label or self.sheet.shown[0].field].iloc[row]))

    def _at(self, row: int, column: Column, code: str, **facts: str) -> Issue:
        source = self.sources[int(self.now.origin["file"].iloc[row])]
        number = int(self.now.origin["row"].iloc[row])
        letters = source.cells.get(self.sheet.key, {}).get(column.field, 0)
        place = Place(source.file, self.sheet.key, number, letters, column.field)
        return finding(place, code, cell=place.cell or "", title=column.title, **facts)


def _differ(a: object, b: object) -> bool:
    """Whether two values differ as people read them: case and tone marks of text do not count."""
    if isinstance(a, str) and isinstance(b, str):
        return fold(a) != fold(b)
    return a != b
