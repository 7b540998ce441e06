"""Logic with three values, arithmetic, comparisons."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from consolidate.rules.compute import compute, value_of
from consolidate.rules.kinds import NUMBER, Kind
from consolidate.rules.nodes import All, Any, Arithmetic, Compare, Not
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Array, Vector, mapped, strict, truth
from consolidate.rules.world import World

HALF = 5e-7  # numbers are compared after rounding their difference to six decimals


@compute.register
def _not(node: Not, world: World, rows: Rows) -> Vector:
    of = value_of(node.of, world, rows)
    return truth(~of.data, of.known)


@compute.register
def _all(node: All, world: World, rows: Rows) -> Vector:
    parts = [value_of(part, world, rows) for part in node.of]
    true = reduce(np.logical_and, [part.true for part in parts])
    false = reduce(np.logical_or, [part.false for part in parts])
    return truth(true, true | false)


@compute.register
def _any(node: Any, world: World, rows: Rows) -> Vector:
    parts = [value_of(part, world, rows) for part in node.of]
    true = reduce(np.logical_or, [part.true for part in parts])
    false = reduce(np.logical_and, [part.false for part in parts])
    return truth(true, true | false)


@compute.register
def _arithmetic(node: Arithmetic, world: World, rows: Rows) -> Vector:
    left, right = value_of(node.left, world, rows), value_of(node.right, world, rows)
    operate: Callable[[Array, Array], Array] = {
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": np.divide,
    }[node.operator]
    with np.errstate(all="ignore"):  # nought as a divisor and overflow are unknown, said below
        data = operate(left.data, right.data)
    result = strict(NUMBER, data, (left, right))
    told = np.isfinite(data)
    if node.operator == "/":
        told &= abs(right.data) >= HALF
    return Vector(NUMBER, np.where(told, data, 0.0), result.known & told, result.absent)


@compute.register
def _compare(node: Compare, world: World, rows: Rows) -> Vector:
    left, right = value_of(node.left, world, rows), value_of(node.right, world, rows)
    known = left.known & right.known
    match left.type.kind:
        case Kind.NUMBER:
            return truth(_numbers(node.operator, left.data - right.data), known)
        case Kind.DATE:
            return truth(_ordered(node.operator, left.data, right.data), known)
        case Kind.TEXT:
            same = mapped(left.data, str.casefold) == mapped(right.data, str.casefold)
        case _:
            same = left.data == right.data
    return truth(same if node.operator == "==" else ~same, known)


def _numbers(operator: str, difference: Array) -> Array:
    """Compare by the difference; closer than half a millionth is equal."""
    match operator:
        case "<":
            return difference <= -HALF
        case "<=":
            return difference < HALF
        case ">":
            return difference >= HALF
        case ">=":
            return difference > -HALF
        case "==":
            return abs(difference) < HALF
        case _:
            return abs(difference) >= HALF


def _ordered(operator: str, left: Array, right: Array) -> Array:
    compare: Callable[[Array, Array], Array] = {
        "<": np.less,
        "<=": np.less_equal,
        ">": np.greater,
        ">=": np.greater_equal,
        "==": np.equal,
        "!=": np.not_equal,
    }[operator]
    return compare(left, right)
