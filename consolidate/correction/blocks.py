"""The blocks of the appendix: which of them a finding speaks of, and what must leave them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from consolidate.issues import Issue
from consolidate.recognise.own_marks import BESIDE
from consolidate.template import Entry

BESIDE_THE_TABLE = ("FIL-32",)
"""Codes of cells that no column of ours reads, whatever else stands in their row."""


@dataclass(frozen=True)
class Block:
    """A heading, the titles of its columns, and rows.

    `sheet` is the plan's key of the sheet that it comes from, or a title; `rows_sent` the number
    that each row had there (in an earlier appendix that of its heading, 0 where it is no row of a
    sheet), `columns_sent` those of its columns.
    """

    sheet: str
    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    rows_sent: tuple[int, ...] = ()
    columns_sent: tuple[int, ...] = ()
    is_sheet: bool = False  # a sheet as a whole
    is_beside: bool = False  # rows that are no data and reach beyond the columns of the table
    is_urgent: bool = False  # an error speaks of it: it must be moved into a table

    @property
    def holds_what_was_sent(self) -> bool:
        """Whether anything stands in it besides what its rows are named by."""
        return any(e is not None for row in self.rows for e in row[BESIDE:])


def concerns(issue: Issue, block: Block) -> bool:
    """Whether a block holds what a finding is about."""
    place, is_beside = issue.place, issue.code in BESIDE_THE_TABLE
    if block.sheet != place.sheet:
        return False
    if block.is_sheet:
        return not place.row
    if block.columns_sent:
        return bool(_columns(issue, block))
    return place.row in block.rows_sent or (is_beside and block.is_beside)


def apart(blocks: Iterable[Block], errors: Sequence[Issue]) -> tuple[Block, ...]:
    """The blocks with all that errors speak of in blocks of its own."""
    return tuple(part for block in blocks for part in _parts(block, errors))


def _parts(block: Block, errors: Sequence[Issue]) -> Iterator[Block]:
    mine = [e for e in errors if concerns(e, block)]
    if not mine:
        yield block
    elif not block.columns_sent:
        yield replace(block, is_urgent=True)
    else:
        wanted = {c for e in mine for c in _columns(e, block)}
        yield replace(_of_columns(block, wanted), is_urgent=True)
        others = {c for c in block.columns_sent if c} - wanted
        if others:
            yield _of_columns(block, others)


def _columns(issue: Issue, block: Block) -> set[int]:
    """The columns of a block that a finding is about."""
    at, is_beside = issue.place.column, issue.code in BESIDE_THE_TABLE
    return {c for c in block.columns_sent if c and (c == at or (is_beside and c >= at))}


def _of_columns(block: Block, wanted: Collection[int]) -> Block:
    """Some columns of a block, and the rows that hold anything in them."""
    at = [n for n, c in enumerate(block.columns_sent) if not c or c in wanted]
    rows = {
        number: tuple(row[n] for n in at)
        for number, row in zip(block.rows_sent, block.rows, strict=True)
        if any(row[n] is not None for n in at[BESIDE:])
    }
    return replace(
        block,
        head=tuple(block.head[n] for n in at),
        rows=tuple(rows.values()),
        rows_sent=tuple(rows),
        columns_sent=tuple(block.columns_sent[n] for n in at),
    )
