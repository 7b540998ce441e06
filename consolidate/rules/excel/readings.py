"""The questions that a formula can put to a node; each kind of node answers in its own module.

The three values of logic are told by two formulas, one for "known and true" and one for "known and
false"; a value comes with a formula that tells where it is known. All but `value` are 0 or 1 and
may stand in a product.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from consolidate.rules.excel.joined import NO, either
from consolidate.rules.excel.layout import Here, NotLive
from consolidate.rules.nodes import Node


def not_live(node: Node, here: Here) -> NotLive:
    """That no formula can say a node."""
    return NotLive(f"Công thức Excel không diễn đạt được {type(node).__name__} ở {here.sheet}.")


@singledispatch
def true(node: Node, here: Here) -> str:
    """Where a condition is known and true."""
    raise not_live(node, here)


@singledispatch
def false(node: Node, here: Here) -> str:
    """Where a condition is known and false."""
    raise not_live(node, here)


@singledispatch
def value(node: Node, here: Here) -> str:
    """A number, date or text; it may be an error where it is not known."""
    raise not_live(node, here)


@singledispatch
def known(node: Node, here: Here) -> str:
    """Where a value is known."""
    raise not_live(node, here)


@singledispatch
def absent(node: Node, here: Here) -> str:  # noqa: ARG001 - one shape for all
    """Where it is known that there is no value; nowhere, unless the node says otherwise."""
    return NO


@singledispatch
def is_code(node: Node, code: str, here: Here) -> str:  # noqa: ARG001 - one shape for all
    """Where a choice is known and has this code."""
    raise not_live(node, here)


@singledispatch
def one_of(node: Node, codes: Sequence[str], here: Here) -> str:
    """Where a choice is known and has one of several codes."""
    return either(*(is_code(node, code, here) for code in codes))
