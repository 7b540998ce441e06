"""Functions of the values of one row."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from consolidate.rules.compute import compute, value_of
from consolidate.rules.kinds import NUMBER, TEXT
from consolidate.rules.nodes import Call, NameKey, Node, StartsWith
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Vector, mapped, strict, truth
from consolidate.rules.world import World


@compute.register
def _call(node: Call, world: World, rows: Rows) -> Vector:
    arguments = tuple(value_of(argument, world, rows) for argument in node.arguments)
    return _FUNCTIONS[node.function](node, arguments)


def _blank(_node: Node, arguments: tuple[Vector, ...]) -> Vector:
    (of,) = arguments
    return truth(of.absent, of.known | of.absent)


def _total(_node: Node, arguments: tuple[Vector, ...]) -> Vector:
    """Blanks are skipped; with a cell that cannot be read the sum is not known either."""
    readable = reduce(np.logical_and, [a.known | a.absent for a in arguments])
    some = reduce(np.logical_or, [a.known for a in arguments])
    data = reduce(np.add, [np.where(a.known, a.data, 0.0) for a in arguments])
    return Vector(NUMBER, data, readable & some, readable & ~some)


def _if_else(node: Node, arguments: tuple[Vector, ...]) -> Vector:
    condition, left, right = arguments
    return Vector(
        node.type,
        np.where(condition.data, left.data, right.data),
        condition.known & np.where(condition.data, left.known, right.known),
        condition.known & np.where(condition.data, left.absent, right.absent),
    )


def _year(_node: Node, arguments: tuple[Vector, ...]) -> Vector:
    years = arguments[0].data.astype("datetime64[Y]").astype(np.int64) + 1970
    return strict(NUMBER, years.astype(np.float64), arguments)


def _length(_node: Node, arguments: tuple[Vector, ...]) -> Vector:
    return strict(NUMBER, mapped(arguments[0].data, len, "float64"), arguments)


_FUNCTIONS: dict[str, Callable[[Node, tuple[Vector, ...]], Vector]] = {
    "blank": _blank,
    "total": _total,
    "if_else": _if_else,
    "year": _year,
    "length": _length,
}


@compute.register
def _starts_with(node: StartsWith, world: World, rows: Rows) -> Vector:
    of = value_of(node.of, world, rows)
    beginnings = tuple(b.casefold() for b in node.beginnings)
    data = mapped(of.data, lambda text: text.casefold().startswith(beginnings), "bool")
    return truth(data, of.known)


@compute.register
def _name_key(node: NameKey, world: World, rows: Rows) -> Vector:
    of = value_of(node.of, world, rows)
    keys = mapped(of.data, world.name_key)
    known = of.known & (keys != "")
    return Vector(TEXT, keys, known, (of.known & ~known) | of.absent)
