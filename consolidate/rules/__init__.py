"""The rule language: text to typed tree, and from the tree the value in every row.

A rule has three readings, and all start from the same tree: a verdict on every row of a table
(`evaluate`), a live check in a workbook (`consolidate.rules.excel`), and a line of words.

Only the first needs pandas, which takes longer to import than a plan takes to judge: what it is
made of is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from consolidate.rules.compiler import compile_expression
from consolidate.rules.kinds import Kind, Type
from consolidate.rules.nodes import Node, columns_read, sheets_read
from consolidate.rules.scope import RESERVED
from consolidate.rules.syntax import RuleError

if TYPE_CHECKING:
    from consolidate.rules.compute import evaluate
    from consolidate.rules.distinct import first_rows
    from consolidate.rules.identity import labels
    from consolidate.rules.vectors import Vector
    from consolidate.rules.world import World

__all__ = [
    "RESERVED",
    "Kind",
    "Node",
    "RuleError",
    "Type",
    "Vector",
    "World",
    "columns_read",
    "compile_expression",
    "evaluate",
    "first_rows",
    "labels",
    "sheets_read",
]

_OVER_ROWS = {
    "Vector": "vectors",
    "World": "world",
    "evaluate": "compute",
    "first_rows": "distinct",
    "labels": "identity",
}
_NODES = ("calls", "distinct", "logic", "lookups")  # register how nodes are worked out


def __getattr__(name: str) -> Any:
    """What works over rows, imported when it is first asked for."""
    if name not in _OVER_ROWS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for module in _NODES:
        import_module(f"{__name__}.{module}")
    found = getattr(import_module(f"{__name__}.{_OVER_ROWS[name]}"), name)
    globals()[name] = found
    return found
