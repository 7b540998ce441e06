"""Counts and sums over rows of other sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from consolidate.rules.compute import compute, value_of
from consolidate.rules.identity import labels
from consolidate.rules.keys import comparable, numbered
from consolidate.rules.kinds import NUMBER, Kind
from consolidate.rules.nodes import All, Compare, Lookup, NameKey, Node, This, asks
from consolidate.rules.references import NOWHERE, leaders, pointers
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Array, Mask, Positions, Vector
from consolidate.rules.world import World

PAIRS_AT_ONCE = 2_000_000  # pairs of rows held in memory together


@compute.register
def _lookup(node: Lookup, world: World, rows: Rows) -> Vector:
    """Rows meet in groups: those of one file, or those that refer to one row and that row."""
    others, askers = _groups(node, world, rows)
    if asks(node.condition) or (node.value is not None and asks(node.value)):
        numbers, known = _by_pairs(node, world, rows, others, askers)
    else:
        numbers, known = _by_groups(node, world, others, askers)
    known &= askers != NOWHERE
    return Vector(NUMBER, np.where(known, numbers, 0.0), known, np.zeros(len(known), dtype=bool))


def _groups(node: Lookup, world: World, rows: Rows) -> tuple[Positions, Positions]:
    """The group of each row of the other sheet, and of each row that asks."""
    if node.via is not None:
        own = leaders(world, node.asking)
        led = pointers(node.via, world, Rows(node.sheet))
        here = led.which == led.targets.index(node.asking)
        groups = np.full(len(here), NOWHERE)
        groups[here] = own[led.row[here]]  # a sheet without rows is pointed at by none
        return groups, own
    count, asked = world.size(node.sheet), world.size(rows.sheet)
    if world.merged or not rows.sheet:
        return np.zeros(count, dtype=np.int64), np.zeros(asked, dtype=np.int64)
    return world.files(node.sheet), world.files(rows.sheet)


def _by_groups(
    node: Lookup, world: World, others: Positions, askers: Positions
) -> tuple[Array, Mask]:
    """The condition does not look at the row that asks: one answer a group."""
    inner = Rows(node.sheet)
    chosen = np.flatnonzero(value_of(node.condition, world, inner).true & (others != NOWHERE))
    value = value_of(node.value, world, inner).take(chosen) if node.value is not None else None
    size = 1 + max(others.max(initial=0), askers.max(initial=0))
    numbers, known = _added(node, world, others[chosen], chosen, value, size)
    at = np.where(askers != NOWHERE, askers, 0)
    return numbers[at], known[at]


def _by_pairs(
    node: Lookup, world: World, rows: Rows, others: Positions, askers: Positions
) -> tuple[Array, Mask]:
    """The condition looks at the row that asks: every pair of a group is judged."""
    others, askers = _narrowed(node, world, rows, others, askers)
    numbers, known = np.zeros(len(askers)), np.ones(len(askers), dtype=bool)
    for asking, inner in _pairs(others, askers):
        pair_rows = Rows(node.sheet, inner, Rows(rows.sheet, asking))
        held = value_of(node.condition, world, pair_rows).true
        value = None
        if node.value is not None:
            value = value_of(node.value, world, pair_rows).take(np.flatnonzero(held))
        first, last = asking[0], asking[-1] + 1
        groups = asking[held] - first
        numbers[first:last], known[first:last] = _added(
            node, world, groups, inner[held], value, last - first
        )
    return numbers, known


def _added(
    node: Lookup,
    world: World,
    groups: Positions,
    chosen: Positions,
    value: Vector | None,
    size: int,
) -> tuple[Array, Mask]:
    """Counts or sums by group. A sum of rows that are all blank is not known, one of none is 0."""
    everything = np.ones(size, dtype=bool)
    if value is not None:
        met = np.bincount(groups, minlength=size)
        read = np.bincount(groups, weights=value.known, minlength=size)
        weights = np.where(value.known, value.data, 0.0)
        return np.bincount(groups, weights=weights, minlength=size), (met == 0) | (read > 0)
    if node.distinct is not None:
        same = labels(world, node.sheet, node.distinct)[chosen]
        per_group = 1 + same.max(initial=0)
        groups = np.unique(groups * per_group + same) // per_group
    return np.bincount(groups, minlength=size).astype(np.float64), everything


def _narrowed(
    node: Lookup, world: World, rows: Rows, others: Positions, askers: Positions
) -> tuple[Positions, Positions]:
    """Smaller groups where the condition asks for equality or speaks of the other row alone.

    `x == this.y` as a part of an `and` can only hold between rows that agree, and a part without
    `this` only for rows that fulfil it; the pairs left over are judged by the whole condition.
    """
    inner, asking = Rows(node.sheet), Rows(rows.sheet)
    keys = [np.concatenate([others, askers])]
    taking_part = keys[0] != NOWHERE
    count = len(others)
    for part in node.condition.of if isinstance(node.condition, All) else (node.condition,):
        if not asks(part):
            taking_part[:count] &= value_of(part, world, inner).true
            continue
        sides = _equality(part)
        if sides is not None:
            theirs, their_value = comparable(sides[0], world, inner)
            ours, our_value = comparable(sides[1], world, asking)
            keys.append(np.concatenate([theirs, ours]))
            taking_part &= np.concatenate([their_value.known, our_value.known])
    numbers = np.where(taking_part, numbered(keys), NOWHERE)
    return numbers[:count], numbers[count:]


def _equality(part: Node) -> tuple[Node, Node] | None:
    """The two sides of `x == this.y`: what the other row says, and what the asking row says."""
    if not isinstance(part, Compare) or part.operator != "==":
        return None
    if part.left.type.kind is Kind.NUMBER:  # equal within half a millionth: no key
        return None
    for theirs, ours in ((part.left, part.right), (part.right, part.left)):
        asked = _of_asking_row(ours)
        if asked is not None and not asks(theirs):
            return theirs, asked
    return None


def _of_asking_row(node: Node) -> Node | None:
    """What a node reads of the row that asks, as that row's own expression."""
    if isinstance(node, This):
        return node.of
    if isinstance(node, NameKey):
        inner = _of_asking_row(node.of)
        return None if inner is None else replace(node, of=inner)
    return None


def _pairs(others: Positions, askers: Positions) -> Iterator[tuple[Positions, Positions]]:
    """Pairs (row that asks, other row) of one group, in portions, by asking row in order."""
    order = np.argsort(others, kind="stable")
    groups = others[order]
    first = np.searchsorted(groups, askers, side="left")
    counts = np.searchsorted(groups, askers, side="right") - first
    counts[askers == NOWHERE] = 0
    ends = np.cumsum(counts)
    start = 0
    while start < len(askers):
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + PAIRS_AT_ONCE, side="right")), start + 1)
        portion = counts[start:stop]
        asking = np.repeat(np.arange(start, stop), portion)
        within = np.arange(len(asking)) - np.repeat(np.cumsum(portion) - portion, portion)
        if len(asking):
            yield asking, order[np.repeat(first[start:stop], portion) + within]
        start = stop
