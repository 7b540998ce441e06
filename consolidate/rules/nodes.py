"""The typed syntax tree of an expression.

Nodes are compared and hashed by meaning: where an expression stands in the text does not count,
so that the same sub-expression in two rules is computed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Literal as OneOf

from consolidate.rules.kinds import Type

Span = tuple[int, int]  # offset and length in the text, in characters
Operator = OneOf["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, kw_only=True)
class Node:
    """Anything that has a value in every row."""

    type: Type
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, kw_only=True)
class Literal(Node):
    """A value that stands in the text, or follows from the plan alone."""

    value: str | float | bool | date


@dataclass(frozen=True, kw_only=True)
class Field(Node):
    """A column of a sheet."""

    sheet: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Derived(Node):
    """A derived field: `value`, or a truth value that holds where all `conditions` do."""

    sheet: str
    name: str
    conditions: tuple[Node, ...] = ()
    value: Node | None = None


@dataclass(frozen=True, kw_only=True)
class Sent(Node):
    """What is known about the sender of a row."""

    what: OneOf["unit", "name", "level", "cutoff"]


@dataclass(frozen=True, kw_only=True)
class PeriodDate(Node):
    """A date of the period that is reported."""

    what: OneOf["start", "end"]


@dataclass(frozen=True, kw_only=True)
class Setting(Node):
    """A choice of the officer."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Flag(Node):
    """A flag of a choice. `values` has what each code says; a flag not set is false or blank."""

    of: Node
    name: str
    values: tuple[tuple[str, bool | str], ...]


@dataclass(frozen=True, kw_only=True)
class Through(Node):
    """A value of the row that a reference points to; `inner` says how to read it, by sheet."""

    reference: Node
    inner: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, kw_only=True)
class This(Node):
    """A value of the row that asks, inside a condition over rows of another sheet."""

    of: Node


@dataclass(frozen=True, kw_only=True)
class Not(Node):
    """True for false, false for true."""

    of: Node


@dataclass(frozen=True, kw_only=True)
class All(Node):
    """`and` of several."""

    of: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Any(Node):
    """`or` of several."""

    of: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Compare(Node):
    """A comparison of two values of one kind."""

    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, kw_only=True)
class Arithmetic(Node):
    """A sum, difference, product or quotient of two numbers."""

    operator: OneOf["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True, kw_only=True)
class Call(Node):
    """A function of the values of one row."""

    function: OneOf["blank", "total", "if_else", "year", "length"]
    arguments: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class StartsWith(Node):
    """Whether a text begins with one of several, upper and lower case being the same."""

    of: Node
    beginnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NameKey(Node):
    """The key by which a name is matched."""

    of: Node


@dataclass(frozen=True, kw_only=True)
class Found(Node):
    """Whether a reference points to a row."""

    reference: Node


@dataclass(frozen=True, kw_only=True)
class SheetOf(Node):
    """The key of the sheet that a reference points to."""

    reference: Node


@dataclass(frozen=True, kw_only=True)
class Unique(Node):
    """Whether a row is the first of its sheet with these keys."""

    sheet: str
    keys: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Missing(Node):
    """The titles of a list's values that no row of a sheet has."""

    sheet: str
    field: Field
    listed: str


@dataclass(frozen=True, kw_only=True)
class Lookup(Node):
    """A count of rows of another sheet, or a sum over them where `value` is set.

    `via` names the column by which those rows refer to the row that asks; without it all rows
    of the file are meant.
    """

    sheet: str
    asking: str  # sheet of the row that asks
    via: Field | None
    condition: Node
    value: Node | None = None
    distinct: str | None = None


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node."""
    for each in fields(node):
        held = getattr(node, each.name)
        if isinstance(held, Node):
            yield held
        elif isinstance(held, tuple):
            for item in held:
                if isinstance(item, Node):
                    yield item
                elif isinstance(item, tuple):
                    yield from (part for part in item if isinstance(part, Node))


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


@cache
def asks(node: Node) -> bool:
    """Whether a condition reads the row that asks (`this` inside a further look-up is its own)."""
    if isinstance(node, This):
        return True
    if isinstance(node, Lookup):
        return False
    return any(asks(child) for child in children(node))


def columns_read(node: Node) -> frozenset[tuple[str, str]]:
    """The columns (sheet, field) that a verdict depends on, derived fields followed."""
    return frozenset((n.sheet, n.name) for n in walk(node) if isinstance(n, Field))


def sheets_read(node: Node) -> frozenset[str]:
    """The sheets that a value depends on: those of its columns and all that it looks into."""
    found: set[str] = set()
    for each in walk(node):
        if isinstance(each, Field | Derived | Unique | Missing | Lookup):
            found.add(each.sheet)
        elif isinstance(each, Found | SheetOf | Through):
            found.update(each.reference.type.targets)
    return frozenset(found)
