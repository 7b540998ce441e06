"""Every limit of reading, declared once, each with the cause that is told where it is passed.

An ordinary return inflates to less than 3 MB: each limit stands at least fifty times above what
an honest file needs. Tests give smaller ones; nothing else has to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

MB = 1_000_000


def _limit(value: int, cause: str) -> int:
    """A field of Limits: its value, and the key of its sentence in catalogue.CAUSES."""
    return field(default=value, metadata={"cause": cause})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file, one archive, one workbook and one sheet may hold. Bytes end in `_bytes`."""

    # files as they arrive
    file_bytes: int = _limit(50 * MB, "file_too_large")
    archive_bytes: int = _limit(500 * MB, "archive_too_large")
    archive_members: int = _limit(5_000, "archive_members")
    archive_inflated_bytes: int = _limit(2_000 * MB, "archive_inflated")
    archive_levels: int = _limit(2, "archive_levels")
    # any container
    directory_bytes: int = _limit(8 * MB, "directory")
    # workbooks
    book_members: int = _limit(1_000, "book_members")
    book_inflated_bytes: int = _limit(200 * MB, "book_inflated")
    part_bytes: int = _limit(100 * MB, "part_inflated")
    token_bytes: int = _limit(1 * MB, "token")
    tags: int = _limit(4_500_000, "tags")
    names: int = _limit(10_000, "names")
    depth: int = _limit(64, "depth")
    # sheets
    sheets: int = _limit(200, "sheets")
    title_letters: int = _limit(255, "sheet_title")
    rows: int = _limit(20_000, "rows")
    columns: int = _limit(200, "columns")
    cells: int = _limit(1_000_000, "cells")
    stray_cells: int = _limit(100, "columns")  # values beyond the columns that are told one by one
    merges: int = _limit(20_000, "merges")
    text_letters: int = 32_767  # a longer text refuses its cell, not the file
    # the process that reads foreign formats
    child_memory_bytes: int = _limit(512 * MB, "died")
    child_seconds: int = _limit(8, "deadline")

    def passed(self, name: str) -> tuple[str, str]:
        """Cause and shown value of the limit `name`, for `raise Unreadable(*limits.passed(…))`."""
        value: int = getattr(self, name)
        if name.endswith("_bytes") and value >= MB:
            return CAUSE[name], f"{value // MB} MB"
        return CAUSE[name], f"{value:,}".replace(",", ".")


CAUSE: dict[str, str] = {f.name: f.metadata["cause"] for f in fields(Limits) if f.metadata}

LIMITS = Limits()
