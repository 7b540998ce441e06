"""The value of an expression in every row, by whole columns."""

from __future__ import annotations

from functools import reduce, singledispatch

import numpy as np

from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import (
    Derived,
    Field,
    Flag,
    Found,
    Literal,
    Lookup,
    Missing,
    NameKey,
    Node,
    PeriodDate,
    Sent,
    Setting,
    SheetOf,
    StartsWith,
    This,
    Through,
    Unique,
    asks,
)
from consolidate.rules.references import NOWHERE, pointers
from consolidate.rules.rows import Rows
from consolidate.rules.vectors import Vector, constant, mapped, nothing, truth
from consolidate.rules.world import World

COSTLY = (Derived, Flag, Through, NameKey, Found, SheetOf, StartsWith, Unique, Missing, Lookup)
"""What is worked out once for all rows of a sheet and kept."""


def evaluate(node: Node, world: World, sheet_key: str) -> Vector:
    """The value of an expression in every row of a sheet ("" for the one row of no sheet)."""
    return value_of(node, world, Rows(sheet_key))


def value_of(node: Node, world: World, rows: Rows) -> Vector:
    """The value of a node in some rows."""
    if not isinstance(node, COSTLY) or asks(node):
        return compute(node, world, rows)
    all_rows = Rows(rows.sheet)
    whole = world.remember((rows.sheet, node), lambda: compute(node, world, all_rows))
    return whole if rows.at is None else whole.take(rows.at)


@singledispatch
def compute(node: Node, world: World, rows: Rows) -> Vector:
    """How each kind of node is worked out."""
    raise TypeError(f"no value for {type(node).__name__} on {rows.sheet} of {world.plan.key}")


# --- leaves --------------------------------------------------------------------------------------


@compute.register
def _literal(node: Literal, world: World, rows: Rows) -> Vector:
    return constant(node.value, node.type, rows.count(world))


@compute.register
def _field(node: Field, world: World, rows: Rows) -> Vector:
    whole = world.column(node.sheet, node.name)
    return whole if rows.at is None else whole.take(rows.at)


@compute.register
def _setting(node: Setting, world: World, rows: Rows) -> Vector:
    return constant(world.settings[node.name], node.type, rows.count(world))


@compute.register
def _period_date(node: PeriodDate, world: World, rows: Rows) -> Vector:
    day = world.period.start if node.what == "start" else world.period.end
    return constant(day, node.type, rows.count(world))


@compute.register
def _sent(node: Sent, world: World, rows: Rows) -> Vector:
    if not rows.sheet:
        day = world.period.cutoff if node.what == "cutoff" else None
        return constant(day, node.type, 1)
    told = world.remember(("sent", node.what), lambda: _of_senders(node, world))
    files = world.files(rows.sheet)
    return told.take(files if rows.at is None else files[rows.at])


def _of_senders(node: Sent, world: World) -> Vector:
    """What is known of each sender, in the order of the files."""
    names = {"unit": "unit", "name": "unit_name", "level": "unit_level", "cutoff": "cutoff"}
    blank = nothing(node.type, len(world.senders))
    data, known = blank.data, blank.known
    for position, sender in enumerate(world.senders):
        told = getattr(sender, names[node.what])
        known[position] = bool(told)
        if told:
            data[position] = told.to_datetime64() if node.what == "cutoff" else told
    return Vector(node.type, data, known, blank.absent)


@compute.register
def _this(node: This, world: World, rows: Rows) -> Vector:
    if rows.asking is None:
        raise ValueError("no row asks")
    return value_of(node.of, world, rows.asking)


@compute.register
def _derived(node: Derived, world: World, rows: Rows) -> Vector:
    """An unknown condition fails: what is not shown to count does not count."""
    if node.value is not None:
        return value_of(node.value, world, rows)
    holds = [value_of(condition, world, rows).true for condition in node.conditions]
    everything = np.ones(rows.count(world), dtype=bool)
    return truth(reduce(np.logical_and, holds, everything), everything)


# --- what references and choices say -------------------------------------------------------------


@compute.register
def _flag(node: Flag, world: World, rows: Rows) -> Vector:
    of = value_of(node.of, world, rows)
    said = dict(node.values)
    if node.type.kind is Kind.TRUTH:
        data = mapped(of.data, lambda code: bool(said.get(code, False)), "bool")
        return Vector(node.type, data, of.known, of.absent)
    data = mapped(of.data, lambda code: str(said.get(code, "")))
    known = of.known & (data != "")
    return Vector(node.type, data, known, (of.known & ~known) | of.absent)


@compute.register
def _through(node: Through, world: World, rows: Rows) -> Vector:
    led = pointers(node.reference, world, rows)
    result = nothing(node.type, len(led.row))
    data, known, absent = result.data, result.known, result.absent
    for sheet, inner in node.inner:
        here = led.which == led.targets.index(sheet)
        far = value_of(inner, world, Rows(sheet)).take(led.row[here])
        data[here], known[here], absent[here] = far.data, far.known, far.absent
    return result


@compute.register
def _found(node: Found, world: World, rows: Rows) -> Vector:
    led = pointers(node.reference, world, rows)
    return truth(led.row != NOWHERE, led.filled)


@compute.register
def _sheet_of(node: SheetOf, world: World, rows: Rows) -> Vector:
    led = pointers(node.reference, world, rows)
    keys = np.array([*led.targets, ""], dtype=object)
    found = led.row != NOWHERE
    return Vector(node.type, keys[led.which], found, np.zeros(len(found), dtype=bool))
