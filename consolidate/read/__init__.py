"""Bytes to sheets of cells: true addresses, and errors and formulas kept apart from values."""

from __future__ import annotations

from consolidate.limits import LIMITS, Limits
from consolidate.read.cells import Book, Unreadable
from consolidate.read.container import Container
from consolidate.read.kinds import READ, ZIP, kind_of, zip_kind
from consolidate.read.xlsx import Wanted, read_xlsx

__all__ = ["READ", "kind_of", "read_book"]


def read_book(
    data: bytes, wanted: Wanted | None = None, *, name: str = "", limits: Limits = LIMITS
) -> Book:
    """Read a workbook of any kind that is read, told by its content.

    `wanted(title)` says whether a sheet's cells are needed: another sheet is listed with its title
    and state and the fact whether it holds a value. Raises Unreadable with a cause of
    catalogue.CAUSES; nothing is ever read in part.
    """
    if len(data) > limits.file_bytes:
        raise Unreadable(*limits.passed("file_bytes"))
    if data.startswith(ZIP):
        container = Container.of_bytes(data, limits, "archive_members")
        kind = zip_kind(container)
        if kind in ("xlsx", "xlsm"):
            return read_xlsx(container, wanted, limits)
    else:
        kind = kind_of(data, name, limits)
    if kind not in READ:
        raise Unreadable(kind)
    from consolidate.read.foreign import read_foreign

    return read_foreign(data, kind, wanted, limits=limits)
