"""Values as keys: numbers that agree exactly where two rows have the same value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from consolidate.rules.compute import value_of
from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import Node
from consolidate.rules.references import leaders, pointers
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Array, Positions, Vector, mapped
from consolidate.rules.world import World

DECIMALS = 6  # of a number that is told apart from others


def comparable(node: Node, world: World, rows: Rows) -> tuple[Array, Vector]:
    """What tells a value apart from others, and the value itself.

    Upper and lower case of a text are the same, and numbers with the same six decimals; a
    reference is the row that it leads to, or its name key where it leads nowhere.
    """
    value = value_of(node, world, rows)
    if node.type.kind is Kind.REFERENCE:
        return _destinations(node, value, world, rows), value
    if node.type.kind is Kind.TEXT:
        return mapped(value.data, str.casefold), value
    if node.type.kind is Kind.NUMBER:
        return np.round(value.data, DECIMALS), value
    return value.data, value


def _destinations(node: Node, value: Vector, world: World, rows: Rows) -> Array:
    led = pointers(node, world, rows)
    told = mapped(value.data, world.name_key)
    for order, sheet in enumerate(led.targets):
        here = led.which == order
        told[here] = leaders(world, sheet)[led.row[here]] * len(led.targets) + order
    return told


def numbered(parts: Iterable[Array | pd.Series[Any]]) -> Positions:
    """One number for each distinct combination of parts (all of one length)."""
    combined = np.zeros(1, dtype=np.int64)  # as long as the parts after the first of them
    for part in parts:
        codes, distinct = pd.factorize(part)
        combined, seen = pd.factorize(combined * (len(distinct) + 1) + codes)
        if len(seen) == len(combined):
            break  # no two are alike: what is left cannot tell them further apart
    return combined.astype(np.int64)
