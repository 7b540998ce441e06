"""Defined names by which formulas of a template speak of its sheets. Nothing but names.

Ranges of other sheets are always meant by name: Excel rewrites direct references in validations
and formats into an extension that other programs drop, and a name keeps formulas short.

- `cooperatives.org_name`: the cells of a column from the row below the head to the last row of
  the sheet that holds anything (at least one cell); on the form sheet the one input cell;
- `cooperatives._first` and `cooperatives._last`: the numbers of its first and last row;
- `cooperatives._filled`: for each row of the range 1 where something stands in it besides its
  running number, else 0;
- `DM_positions`: the titles of a list as its dropdown shows them, `DM_positions.code` their codes,
  `DM_positions.counts_as_manager` their flags (1 or 0, or text), all three of the same length;
- `_check.42`: the live check that is worked out in row 42, 1 for each row of its table that it
  complains of, else 0;
- `_cutoff`, `_unit`, `_unit.name`, `_unit.level`: the file's own data date (the period's where the
  form has none in the period), and who reports.

A live check is read twice: in a conditional format for one row (cells as `$M6`, the row being
relative, anchored at the head row) and over all rows at once, in an array formula, where the same
cells are the named ranges. So a condition is joined by `*` and `+` and compared with 0: AND, OR
and NOT would fold a whole column into one answer. Look-ups take a column of keys.
"""

from __future__ import annotations

import re

CUTOFF = "_cutoff"
UNIT = "_unit"
UNIT_NAME = "_unit.name"
UNIT_LEVEL = "_unit.level"
LIST_PREFIX = "DM_"


def column_name(sheet: str, field: str) -> str:
    """The cells of a field below the head, or the input cell of the form sheet."""
    return f"{sheet}.{field}"


def first_name(sheet: str) -> str:
    """The number of the row below the head; fields never begin with a low line."""
    return f"{sheet}._first"


def last_name(sheet: str) -> str:
    """The number of the last row that holds anything, at least that of the row below the head."""
    return f"{sheet}._last"


def filled_name(sheet: str) -> str:
    """Which rows hold something besides a running number."""
    return f"{sheet}._filled"


def check_name(row: int) -> str:
    """The live check that is worked out in a row of the hidden sheet."""
    return f"_check.{row}"


def list_name(code: str, part: str = "") -> str:
    """The titles of a list, or with `part` its codes ("code") or a flag."""
    plain = LIST_PREFIX + re.sub(r"[^A-Za-z0-9_]", "_", code)
    return f"{plain}.{part}" if part else plain


def names_offered(sheets: tuple[str, ...]) -> str:
    """The labels of the rows of one or several sheets, as a reference's dropdown shows them."""
    return f"{LIST_PREFIX}{'_'.join(sheets)}.rows"
