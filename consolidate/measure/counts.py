"""Which rows make the figure of a target: one row an identity, counted at one unit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from consolidate.plan.models import Ratio, Summed, Target
from consolidate.rules import World, evaluate, labels
from consolidate.rules.keys import numbered


@dataclass(frozen=True)
class Tally:
    """A target over the rows of its sheet (arrays are as long as the table).

    `counted` says which rows are in the numerator and `base` which are in the denominator of a
    ratio: one row an identity. `value` is what a row adds where it counts (None: one each).
    `elsewhere` and `base_elsewhere` mark the first row of an identity in a unit that meets the
    condition there and is counted at another unit.
    """

    target: Target
    units: np.ndarray
    counted: np.ndarray
    elsewhere: np.ndarray
    base: np.ndarray | None = None
    base_elsewhere: np.ndarray | None = None
    value: np.ndarray | None = None

    def total(self, rows: np.ndarray) -> int | float:
        """The sum over the rows of a mask: what they add, or their number."""
        if self.value is None:
            return int(rows.sum())
        return whole(math.fsum(self.value[rows & ~np.isnan(self.value)]))

    def by_unit(self, rows: np.ndarray) -> dict[str, int | float]:
        """The total over the rows of a mask by unit; one that adds nothing is left out."""
        adds = np.ones(len(rows)) if self.value is None else self.value
        added: dict[str, list[float]] = {}
        for row in np.flatnonzero(rows & ~np.isnan(adds)):
            added.setdefault(self.units[row], []).append(adds[row])
        return {unit: whole(math.fsum(numbers)) for unit, numbers in added.items()}

    @property
    def numerator(self) -> int | float:
        """The figure over all units."""
        return self.total(self.counted)

    @property
    def denominator(self) -> int | float | None:
        """What a ratio divides by, over all units; None where the target is no ratio."""
        return None if self.base is None else self.total(self.base)


def whole(number: float) -> int | float:
    """An int where a float is one, so that counts stay counts."""
    return int(number) if float(number).is_integer() else float(number)


def tally(world: World, target: Target) -> Tally:
    """Count one target over the accepted rows of a merged world (brief 2.1, 2.2, 2.4)."""
    measure = target.measure
    units = unit_codes(world, measure.sheet)
    value = None
    if isinstance(measure, Ratio):
        of, to = (
            truths(world, measure.sheet, condition)
            for condition in (f"({measure.to}) and ({measure.of})", measure.to)
        )
        counted = _one_each(world, measure.sheet, of, measure.distinct)
        base = _one_each(world, measure.sheet, to, measure.distinct, first=counted)
        elsewhere, base_elsewhere = (
            _elsewhere(world, measure.sheet, met, here, measure.distinct)
            for met, here in ((of, counted), (to, base))
        )
        if measure.value is not None:
            value = numbers(world, measure.sheet, measure.value)
        return Tally(target, units, counted, elsewhere, base, base_elsewhere, value)
    if isinstance(measure, Summed):
        value = numbers(world, measure.sheet, measure.value)
    met = truths(world, measure.sheet, measure.where)
    counted = _one_each(world, measure.sheet, met, measure.distinct)
    elsewhere = _elsewhere(world, measure.sheet, met, counted, measure.distinct)
    return Tally(target, units, counted, elsewhere, value=value)


def unit_codes(world: World, sheet: str) -> np.ndarray:
    """The code of the unit that sent each row."""
    senders = np.array([s.unit for s in world.senders], dtype=object)
    codes: np.ndarray = senders[world.files(sheet)]
    return codes


def truths(world: World, sheet: str, condition: str) -> np.ndarray:
    """Where a condition is known and true."""
    verdict = evaluate(world.read(condition, sheet, "truth"), world, sheet)
    return np.asarray(verdict.known & np.asarray(verdict.data, dtype=bool))


def numbers(world: World, sheet: str, expression: str) -> np.ndarray:
    """The value of a numeric expression in each row, NaN where it is unknown."""
    vector = evaluate(world.read(expression, sheet, "number"), world, sheet)
    return np.where(vector.known, vector.data, np.nan).astype(float)


def once(world: World, sheet: str, condition: str, distinct: str | None) -> np.ndarray:
    """Rows that meet a condition, one an identity.

    Things that other rows refer to count by the row that stands for them,
    the first unit's in official order (XU-01); of persons, any row that meets the condition.
    """
    return _one_each(world, sheet, truths(world, sheet, condition), distinct)


def _one_each(
    world: World,
    sheet: str,
    met: np.ndarray,
    distinct: str | None,
    first: np.ndarray | None = None,
) -> np.ndarray:
    """Of the rows that meet a condition one an identity, from among `first` where it has one there.

    So what is counted of a ratio is counted in the same row, and in the same unit, as its base.
    """
    if distinct is None:
        return met
    ids = _things(world, sheet, distinct)
    if sheet in world.canonical:
        met = met & (ids == np.arange(len(ids)))
    if first is not None:
        met = first | (met & ~np.isin(ids, ids[first]))
    return _first_of(ids, met)


def _elsewhere(
    world: World, sheet: str, met: np.ndarray, counted: np.ndarray, distinct: str | None
) -> np.ndarray:
    """The first rows in their unit that meet a condition and are counted in another unit."""
    if distinct is None:
        return np.zeros(len(met), dtype=bool)
    ids = _things(world, sheet, distinct)
    own = numbered([ids, unit_codes(world, sheet)])  # things, each unit's apart
    away = met & np.isin(ids, ids[counted]) & ~np.isin(own, own[counted])
    return _first_of(own, away)


def _things(world: World, sheet: str, distinct: str) -> np.ndarray:
    """For each row the first row of its thing, or the one that stands for it."""
    if sheet in world.canonical:
        return world.standing_for(sheet)
    return labels(world, sheet, distinct)


def _first_of(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The first row of each identity among the rows of a mask."""
    rows = np.flatnonzero(mask)
    chosen = np.zeros(len(mask), dtype=bool)
    chosen[rows[np.unique(ids[rows], return_index=True)[1]]] = True
    return chosen
