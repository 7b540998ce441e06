"""Values that depend on all rows of a sheet: the first of a key, and what no row has."""

from __future__ import annotations

from functools import reduce

import numpy as np

from consolidate.rules.compute import compute
from consolidate.rules.keys import comparable, numbered
from consolidate.rules.kinds import TEXT
from consolidate.rules.nodes import Missing, Node, Unique, walk
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Array, Positions, Vector, mapped, truth
from consolidate.rules.world import World

NO_KEY = -1


@compute.register
def _unique(node: Unique, world: World, rows: Rows) -> Vector:
    """True on the first row of a key. A blank first part is unknown, later ones are values."""
    first = _first_with_key(node, world, rows)
    return truth(first == np.arange(len(first)), first != NO_KEY)


def first_rows(node: Node, world: World, sheet: str) -> Positions | None:
    """For each row of a sheet the first row that has its key, NO_KEY for a row without one.

    The key is that of the first `unique` in an expression; None where it has none.
    """
    asked = next((n for n in walk(node) if isinstance(n, Unique)), None)
    return None if asked is None else _first_with_key(asked, world, Rows(sheet))


def _first_with_key(node: Unique, world: World, rows: Rows) -> Positions:
    parts = [comparable(key, world, rows) for key in node.keys]
    readable = reduce(np.logical_and, [v.known | v.absent for _, v in parts])
    taking_part = np.flatnonzero(parts[0][1].known & readable)
    columns: list[Array] = [_scope(world, rows.sheet)]
    for data, value in parts:
        columns += [data, value.known]
    numbers = numbered([column[taking_part] for column in columns])
    _, first, group = np.unique(numbers, return_index=True, return_inverse=True)
    found = np.full(rows.count(world), NO_KEY, dtype=np.int64)
    found[taking_part] = taking_part[first[group]]
    return found


@compute.register
def _missing(node: Missing, world: World, rows: Rows) -> Vector:
    """The list is the one that the unit of the asking row sees; blank where nothing is missing.

    Not known where a cell of the field could not be read: it may hold just that value.
    """
    had = world.column(node.sheet, node.field.name)
    scope, asked = _scope(world, node.sheet), _scope(world, rows.sheet)
    files = world.files(rows.sheet) if rows.sheet else np.zeros(1, dtype=np.int64)
    unread = scope[~had.known & ~had.absent]
    told: dict[int, str] = {}
    for file, group in dict(zip(files.tolist(), asked.tolist(), strict=True)).items():
        codes = set(had.data[had.known & (scope == group)])
        told[file] = _titles_without(node, world, file, codes)
    data = mapped(files, told.__getitem__)
    readable = ~np.isin(asked, unread)
    return Vector(TEXT, data, readable & (data != ""), readable & (data == ""))


def _titles_without(node: Missing, world: World, file: int, codes: set[str]) -> str:
    unit = world.senders[file].unit
    if not world.plan.has_unit(unit):
        return ""  # nobody knows which values a return without a unit should have
    values = world.remember(
        ("values", node.listed, unit),
        lambda: world.plan.values_of(node.listed, world.plan.unit(unit), world.period),
    )
    return ", ".join(value.title for value in values if value.code not in codes)


def _scope(world: World, sheet: str) -> Positions:
    """What rows are compared within: their file, or everything after merging."""
    if world.merged or not sheet:
        return np.zeros(world.size(sheet), dtype=np.int64)
    return world.files(sheet)
