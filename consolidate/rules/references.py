"""Where references lead: from a name that was typed to the row of the same file that bears it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from consolidate.rules.nodes import Derived, Field, Node, This, Through
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Array, Mask, Positions, mapped
from consolidate.rules.world import World

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Pointers:
    """For each row the sheet (an index into `targets`) and the row of it (its position) that it
    points to.

    Both are NOWHERE where nothing was found; `filled`: a name was typed and could be read.
    """

    targets: tuple[str, ...]
    which: Positions
    row: Positions
    filled: Mask

    def take(self, at: Positions) -> Pointers:
        """The pointers of the rows at these positions."""
        return Pointers(self.targets, self.which[at], self.row[at], self.filled[at])


def pointers(node: Node, world: World, rows: Rows) -> Pointers:
    """Where a value of kind reference leads, in each of the rows."""
    match node:
        case This() if rows.asking is not None:
            return pointers(node.of, world, rows.asking)
        case Field():
            whole = world.remember(("pointers", node), lambda: _resolve(node, world))
            return whole if rows.at is None else whole.take(rows.at)
        case Derived(value=Node() as value):
            return pointers(value, world, rows)
        case Through():
            return _beyond(node, world, rows)
    raise TypeError(f"{type(node).__name__} is no reference")


def leaders(world: World, sheet: str) -> Positions:
    """For each row of a sheet the row that look-ups take for it; NOWHERE if its name is unreadable.

    In the scope of rules that is the first row of the file with the same name key, so that an
    organisation that was listed twice is asked about once; after merging it is the row that
    stands for the same thing.
    """
    return world.remember(("leaders", sheet), lambda: _leaders(world, sheet))


def _leaders(world: World, sheet: str) -> Positions:
    keys, taking_part = _labels(world, sheet)
    if world.merged:
        return np.where(taking_part, world.standing_for(sheet), NOWHERE)
    first = _Index(world.name_keys(keys), world.files(sheet), taking_part)
    return first.find(world.name_keys(keys), world.files(sheet), taking_part)


def _labels(world: World, sheet: str) -> tuple[Array, Mask]:
    """The names by which rows of a sheet are referred to, and which of them can be read."""
    label = world.plan.sheet(sheet).label
    if label is None:
        raise ValueError(f"sheet {sheet} has no label to refer to")
    named = world.column(sheet, label)
    return named.data, named.known


def _resolve(field: Field, world: World) -> Pointers:
    """Names are matched as they are typed first, then by name key: an organisation and the one
    that it grew out of may differ by their legal form only, which the name key leaves out."""
    named, files = world.column(field.sheet, field.name), world.files(field.sheet)
    which = np.full(len(named), NOWHERE, dtype=np.int64)
    row = np.full(len(named), NOWHERE, dtype=np.int64)
    for spelt in (_as_typed, world.name_keys):
        keys = spelt(named.data)
        for order, target in enumerate(field.type.targets):
            labels, readable = _labels(world, target)
            index = _Index(spelt(labels), world.files(target), readable)
            open_ = named.known & (row == NOWHERE) & (keys != "")
            found = index.find(keys, files, open_)
            which = np.where(found != NOWHERE, order, which)
            row = np.where(found != NOWHERE, found, row)
    if world.merged:
        for order, target in enumerate(field.type.targets):
            here = which == order
            row[here] = world.standing_for(target)[row[here]]
    return Pointers(field.type.targets, which, row, named.known)


def _beyond(node: Through, world: World, rows: Rows) -> Pointers:
    """A reference that is read through another one."""
    near = pointers(node.reference, world, rows)
    which = np.full(len(near.row), NOWHERE, dtype=np.int64)
    row = np.full(len(near.row), NOWHERE, dtype=np.int64)
    filled = np.zeros(len(near.row), dtype=bool)
    for sheet, value in node.inner:
        here = near.which == near.targets.index(sheet)
        far = pointers(value, world, Rows(sheet)).take(near.row[here])
        renamed = np.array([*map(node.type.targets.index, far.targets), NOWHERE])
        which[here], row[here], filled[here] = renamed[far.which], far.row, far.filled
    return Pointers(node.type.targets, which, row, filled)


def _as_typed(texts: Array) -> Array:
    """Texts with case and spacing levelled, as a spreadsheet compares them."""
    return mapped(texts, lambda t: " ".join(unicodedata.normalize("NFC", t).casefold().split()))


class _Index:
    """The first row of each key in each file."""

    def __init__(self, keys: Array, files: Positions, taking_part: Mask) -> None:
        self._numbers: dict[str, int] = {}
        taking_part = taking_part & (keys != "")
        rows = np.flatnonzero(taking_part)
        for key in keys[rows]:
            self._numbers.setdefault(key, len(self._numbers))
        places = self._places(keys[rows], files[rows])
        self._sorted, first = np.unique(places, return_index=True)
        self._rows = rows[first]

    def _places(self, keys: Array, files: Positions) -> Positions:
        numbers = mapped(keys, lambda key: self._numbers.get(key, NOWHERE)).astype(np.int64)
        return np.where(numbers == NOWHERE, NOWHERE, files << 32 | numbers)

    def find(self, keys: Array, files: Positions, wanted: Mask) -> Positions:
        """The first row that has the key, for each wanted one; NOWHERE elsewhere."""
        found = np.full(len(keys), NOWHERE, dtype=np.int64)
        if len(self._sorted) == 0:
            return found
        places = self._places(keys, files)
        near = np.minimum(np.searchsorted(self._sorted, places), len(self._sorted) - 1)
        hit = wanted & (self._sorted[near] == places)
        found[hit] = self._rows[near[hit]]
        return found
