"""Which rows are the same thing: the same organisation, the same person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from consolidate.plan.models import AnyOf
from consolidate.rules.keys import comparable, numbered
from consolidate.rules.kinds import Kind
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Array, Positions
from consolidate.rules.world import World

UNFILLED = -1


def labels(world: World, sheet_key: str, identity_name: str) -> Positions:
    """For each row of a sheet the position of the first row that is the same thing.

    Rules of the plan's `[identity]`: two rows are the same when the first key that is filled in
    both agrees, or, with `any`, when one of the keys agrees. Of the keys that are tried in order a
    blank choice is a value (an officer of no commune is not an officer of every commune). In the
    scope of rules rows of different files are never the same. A row without a filled key is
    itself alone.
    """
    key = ("labels", sheet_key, identity_name)
    return world.remember(key, lambda: _labels(world, sheet_key, identity_name))


def _labels(world: World, sheet_key: str, identity_name: str) -> Positions:
    identity = world.plan.sheet(sheet_key).identity[identity_name]
    any_of = isinstance(identity, AnyOf)
    keys = identity.any if isinstance(identity, AnyOf) else identity
    numbers = [_key_numbers(key, world, sheet_key, any_of) for key in keys]
    groups = _Groups(world.size(sheet_key))
    for level, same in enumerate(numbers):
        for rows in _repeated(same):
            groups.join(rows, () if any_of else numbers[:level])
    return groups.first_rows()


def _key_numbers(
    parts: tuple[str, ...], world: World, sheet_key: str, every_part: bool
) -> Positions:
    """A number for each value of a key, UNFILLED where a part that it needs is blank."""
    filled = np.ones(world.size(sheet_key), dtype=bool)
    columns: list[Array] = [] if world.merged else [world.files(sheet_key)]
    for text in parts:
        node = world.read(text, sheet_key)
        data, value = comparable(node, world, Rows(sheet_key))
        may_be_blank = not every_part and len(parts) > 1 and node.type.kind is Kind.CHOICE
        filled &= value.known | value.absent if may_be_blank else value.known
        columns += [data, value.known]
    return np.where(filled, numbered(columns), UNFILLED)


def _repeated(numbers: Positions) -> list[Positions]:
    """The rows of each number that occurs more than once, in order."""
    order = np.argsort(numbers, kind="stable")
    order = order[numbers[order] != UNFILLED]
    starts = np.flatnonzero(np.diff(numbers[order], prepend=UNFILLED))
    return [rows for rows in np.split(order, starts[1:]) if len(rows) > 1]


class _Groups:
    """Rows that are the same thing, as trees that point to their first row."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))
        self._members: dict[int, list[int]] = {}

    def first_rows(self) -> Positions:
        """For each row the first of its group."""
        return np.array([self._root(row) for row in range(len(self._first))], dtype=np.int64)

    def join(self, rows: Positions, before: Sequence[Positions]) -> None:
        """Unite the groups of rows that agree in a key.

        Groups that disagree in a key that comes before stay apart: each further group joins the
        first one that it does not contradict.
        """
        apart = _Apart()
        for root in dict.fromkeys(self._root(int(row)) for row in rows):
            held = [set(keys[self._members.get(root, [root])]) - {UNFILLED} for keys in before]
            near = apart.first_that_agrees(held)
            if near is None:
                apart.add(root, held)
            else:
                apart.grow(near, self._unite(apart.roots[near], root), held)

    def _root(self, row: int) -> int:
        while self._first[row] != row:
            self._first[row] = self._first[self._first[row]]
            row = self._first[row]
        return row

    def _unite(self, left: int, right: int) -> int:
        low, high = sorted((left, right))
        self._first[high] = low
        joined = self._members.pop(low, [low]) + self._members.pop(high, [high])
        self._members[low] = joined
        return low


Held = list[set[int]]  # for each key that comes before, its values in a group


class _Apart:
    """Groups that agree in a key and contradict each other in one before, in their order.

    Only groups that share a value, or lack a key altogether, are looked at: thousands of rows of
    one name and as many codes would else be compared each with each.
    """

    def __init__(self) -> None:
        self.roots: list[int] = []
        self._held: list[Held] = []
        self._with: dict[tuple[int, int], list[int]] = {}  # (key, value) -> groups
        self._lacking: list[int] = []  # groups without a value of some key

    def first_that_agrees(self, held: Held) -> int | None:
        """The first group that holds no other value of any key; None where all contradict."""
        if held and all(held):
            shared = (g for pair in _pairs(held) for g in self._with.get(pair, ()))
            asked: Iterable[int] = sorted({*shared, *self._lacking})
        else:
            asked = range(len(self.roots))
        return next((g for g in asked if _agree(self._held[g], held)), None)

    def add(self, root: int, held: Held) -> None:
        """A group that contradicts all before it."""
        self.roots.append(root)
        self._held.append([set() for _ in held])
        self._lacking.append(len(self.roots) - 1)
        self.grow(len(self.roots) - 1, root, held)

    def grow(self, group: int, root: int, held: Held) -> None:
        """The group has these values, too, and this first row."""
        self.roots[group] = root
        for pair in _pairs(held):
            self._with.setdefault(pair, []).append(group)
        self._held[group] = [a | b for a, b in zip(self._held[group], held, strict=True)]
        if all(self._held[group]) and group in self._lacking:
            self._lacking.remove(group)


def _pairs(held: Held) -> Iterable[tuple[int, int]]:
    return ((key, value) for key, values in enumerate(held) for value in values)


def _agree(ours: Held, theirs: Held) -> bool:
    return all(not a or not b or a & b for a, b in zip(ours, theirs, strict=True))
