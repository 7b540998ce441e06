"""Which rows are the same thing: the same organisation, the same person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consolidate.plan.models import AnyOf
from consolidate.rules.compiler import compile_expression
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
    sheet = world.plan.sheet(sheet_key)
    filled = np.ones(world.size(sheet_key), dtype=bool)
    columns: list[Array] = [] if world.merged else [world.files(sheet_key)]
    for text in parts:
        node = compile_expression(text, sheet, world.plan)
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
        apart: list[int] = []
        for root in dict.fromkeys(self._root(int(row)) for row in rows):
            near = next((other for other in apart if self._agree(other, root, before)), None)
            if near is None:
                apart.append(root)
            else:
                apart[apart.index(near)] = self._unite(near, root)

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

    def _agree(self, left: int, right: int, before: Sequence[Positions]) -> bool:
        for numbers in before:
            ours = set(numbers[self._members.get(left, [left])]) - {UNFILLED}
            theirs = set(numbers[self._members.get(right, [right])]) - {UNFILLED}
            if ours and theirs and not ours & theirs:
                return False
        return True
