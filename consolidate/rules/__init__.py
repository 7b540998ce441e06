"""The rule language: text to typed tree, and from the tree the value in every row.

A rule has three readings, and all start from the same tree: a verdict on every row of a table
(`evaluate`), a live check in a workbook (`consolidate.rules.excel`), and a line of words.
"""

from consolidate.rules import calls, distinct, logic, lookups  # register how nodes are worked out
from consolidate.rules.compiler import compile_expression
from consolidate.rules.distinct import first_rows
from consolidate.rules.evaluate import evaluate
from consolidate.rules.identity import labels
from consolidate.rules.kinds import Kind, Type
from consolidate.rules.nodes import Node, columns_read, sheets_read
from consolidate.rules.scope import RESERVED
from consolidate.rules.syntax import RuleError
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
    "calls",
    "columns_read",
    "compile_expression",
    "distinct",
    "evaluate",
    "first_rows",
    "labels",
    "logic",
    "lookups",
    "sheets_read",
]
