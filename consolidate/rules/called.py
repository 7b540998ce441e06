"""A call of a function, as the functions of the language see it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from consolidate.rules.nodes import Node, Span
from consolidate.rules.scope import Scope

Read = Callable[[ast.expr, Scope], Node]


@dataclass(frozen=True)
class Called:
    """A call as it stands in the text; `shape` says how the function is called."""

    tree: ast.Call
    scope: Scope
    read: Read
    name: str
    shape: str
    span: Span

    def values(self) -> tuple[Node, ...]:
        """The arguments, read in the sheet of the expression."""
        return tuple(self.read(argument, self.scope) for argument in self.tree.args)

    def only(self) -> Node:
        """The one argument."""
        return self.values()[0]
