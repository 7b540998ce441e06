"""Where references lead: from a name that was typed to the row of the same file that bears it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from consolidate.rules.nodes import Derived, Field, Node, This, Through
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Mask, Positions, Vector, mapped
from consolidate.rules.world import World

NOWHERE = -1
SPELLINGS = ("typed", "full", "key")  # as typed, with the legal form, by the name key


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

    In the scope of rules that is the first row of the file with the same name as typed, the one
    that a reference to this name leads to; after merging it is the row that stands for the same
    thing.
    """
    return world.remember(("leaders", sheet), lambda: _leaders(world, sheet))


def _leaders(world: World, sheet: str) -> Positions:
    if world.merged:
        named = names_of_rows(world, sheet, "typed") != 0
        return np.where(named, world.standing_for(sheet), NOWHERE)
    return _first_rows(world, sheet, "typed").find(
        names_of_rows(world, sheet, "typed"), world.files(sheet)
    )


def _resolve(field: Field, world: World) -> Pointers:
    """Names are matched as they are typed first, then with their legal form, then by name key,
    which leaves it out: an organisation and the one that it grew out of may differ by it alone."""
    named, files = world.column(field.sheet, field.name), world.files(field.sheet)
    which = np.full(len(named), NOWHERE, dtype=np.int64)
    row = np.full(len(named), NOWHERE, dtype=np.int64)
    for spelling in SPELLINGS:
        if np.all(row[named.known] != NOWHERE):
            break
        numbers = numbers_of_names(named, world, spelling)
        for order, target in enumerate(field.type.targets):
            found = _first_rows(world, target, spelling).find(numbers, files)
            new = (row == NOWHERE) & (found != NOWHERE)
            which[new], row[new] = order, found[new]
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


def names_of_rows(world: World, sheet: str, spelling: str) -> Positions:
    """The names of a sheet's rows as numbers (see `numbers_of_names`)."""
    label = world.plan.sheet(sheet).label
    if label is None:
        raise ValueError(f"sheet {sheet} has no label to refer to")
    return world.remember(
        ("names of rows", sheet, spelling),
        lambda: numbers_of_names(world.column(sheet, label), world, spelling),
    )


def numbers_of_names(names: Vector, world: World, spelling: str) -> Positions:
    """One number for each name in the run, in one of the SPELLINGS; 0 where there is none."""
    numbers: dict[str, int] = world.remember(("names", spelling), dict)
    spell = {"typed": _as_typed, "full": world.full_name_key, "key": world.name_key}[spelling]

    def number(text: str) -> int:
        spelt = spell(text)
        return numbers.setdefault(spelt, len(numbers) + 1) if spelt else 0

    return np.where(names.known, mapped(names.data, number, "int64"), 0)


def _as_typed(text: str) -> str:
    """A text with case and spacing levelled, as a spreadsheet compares it."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _first_rows(world: World, sheet: str, spelling: str) -> _FirstRows:
    key = ("first rows", sheet, spelling)
    return world.remember(
        key, lambda: _FirstRows(names_of_rows(world, sheet, spelling), world.files(sheet))
    )


class _FirstRows:
    """The first row of each name in each file. Names are numbers, 0 being none."""

    def __init__(self, numbers: Positions, files: Positions) -> None:
        rows = np.flatnonzero(numbers)
        self._places, first = np.unique(files[rows] << 32 | numbers[rows], return_index=True)
        self._rows = rows[first]

    def find(self, numbers: Positions, files: Positions) -> Positions:
        """For each name and file the first row that bears it; NOWHERE where none does."""
        found = np.full(len(numbers), NOWHERE, dtype=np.int64)
        if len(self._places) == 0:
            return found
        places = files << 32 | numbers
        near = np.minimum(np.searchsorted(self._places, places), len(self._places) - 1)
        hit = self._places[near] == places
        found[hit] = self._rows[near[hit]]
        return found
