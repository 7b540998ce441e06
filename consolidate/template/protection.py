"""Protection that guards the heads and leaves the rest to those who fill in."""

from __future__ import annotations

from typing import Any

ALLOWED = (
    "objects",
    "scenarios",
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_columns",
    "insert_rows",
    "insert_hyperlinks",
    "delete_columns",
    "delete_rows",
    "select_locked_cells",
    "sort",
    "autofilter",
    "pivot_tables",
    "select_unlocked_cells",
)


def protect(sheet: Any) -> None:
    """Protect a sheet without a password: only what is locked cannot be changed."""
    sheet.protect("", dict.fromkeys(ALLOWED, True))
