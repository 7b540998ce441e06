"""What reading one workbook may still cost. Counted while inflating, never taken from a header."""

from __future__ import annotations

from consolidate.limits import Limits
from consolidate.read.cells import Unreadable


class Budget:
    """Inflated bytes and tags of one workbook so far; raises Unreadable where a limit is passed."""

    __slots__ = ("_bytes", "_tags", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = 0
        self._tags = 0

    def inflate(self, amount: int) -> None:
        """Account for `amount` more inflated bytes."""
        self._bytes += amount
        if self._bytes > self.limits.book_inflated_bytes:
            raise Unreadable(*self.limits.passed("book_inflated_bytes"))

    def parse(self, tags: int) -> None:
        """Account for `tags` more tags that are handed to the XML parser.

        The count bounds the time that one file takes, and unlike a clock gives the same answer on
        every machine.
        """
        self._tags += tags
        if self._tags > self.limits.tags:
            raise Unreadable(*self.limits.passed("tags"))
