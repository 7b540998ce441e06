"""The door: a rule as a formula that is true where the rule is broken."""

from __future__ import annotations

from consolidate.rules.excel.layout import Here, Layout, NotLive
from consolidate.rules.excel.readings import false
from consolidate.rules.nodes import Node

LONGEST = 7500  # of 8,192 characters; the writer of a template puts something around it


def excel_condition(node: Node, book: Layout, sheet_key: str) -> str:
    """A formula (without "=") that is 1 where a condition is known and false, and 0 elsewhere.

    It is written for the row whose cells `book.cell` gives, which may as well be all rows at once:
    it is joined by `*` and `+` alone, so that in an array it gives one answer a row. Raises
    NotLive where no formula of Excel 2010 says it.
    """
    formula = false(node, Here(book, sheet_key))
    if len(formula) > LONGEST:
        raise NotLive("Công thức dài quá giới hạn của Excel.")
    return formula
