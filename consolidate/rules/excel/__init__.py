"""The Excel reading of a rule: from the same typed tree to a formula that Excel 2010 can say.

What it says is what `evaluate` says wherever cells hold what their column's type stores and names
are spelt alike (upper and lower case and blanks apart). Two differences remain. A name that is
only the same by its name key is not found: a rule that demands `found` then fires, so that where
a plan has one for a reference, no error behind that reference is kept silent. And where things
are counted once (`distinct`), of two spellings of one name each is its own.
"""

from consolidate.rules.excel import cells, choices, constants, lookups, references, truths, values
from consolidate.rules.excel.condition import excel_condition
from consolidate.rules.excel.layout import Layout, NotLive

__all__ = [
    "Layout",
    "NotLive",
    "cells",
    "choices",
    "constants",
    "excel_condition",
    "lookups",
    "references",
    "truths",
    "values",
]
