"""What all formats share once cells are collected: order, doubled addresses, bounds."""

from __future__ import annotations

from consolidate.limits import Limits
from consolidate.read.cells import COLUMN, ERROR, KIND, VALUE, Cell, Flaw, Unreadable

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
DOUBLED, BEYOND = "FIL-19", "FIL-20"

Rows = dict[int, list[Cell]]


def settle(title: str, rows: Rows, unsorted: set[int], limits: Limits) -> tuple[Rows, list[Flaw]]:
    """Rows in order, each with its cells in column order, and what was wrong with them.

    An address with two unequal values becomes an error cell and a Flaw, never one of the two. A
    value to the right of the columns that are read is a Flaw at its address and no cell. Raises
    Unreadable where more rows or columns hold values than are read.
    """
    flaws: list[Flaw] = []
    for row in unsorted & rows.keys():
        rows[row] = _in_order(row, rows[row], flaws)
    check_size(title, len(rows), sum(map(len, rows.values())), limits)
    strays = 0
    for row, cells in list(rows.items()):
        if cells[-1][COLUMN] > limits.columns or row > LAST_ROW:
            kept = [c for c in cells if c[COLUMN] <= limits.columns and row <= LAST_ROW]
            out = [c for c in cells if c[COLUMN] > limits.columns or row > LAST_ROW]
            strays += len(out)
            if strays > limits.stray_cells:
                cause, most = limits.passed("columns")
                raise Unreadable(cause, f"{title}: {most}")
            flaws += [Flaw(BEYOND, row, c[COLUMN]) for c in out]
            if kept:
                rows[row] = kept
            else:
                del rows[row]
    if list(rows) != sorted(rows):
        rows = dict(sorted(rows.items()))
    return rows, sorted(flaws, key=lambda f: (f.row, f.column, f.code))


def check_size(title: str, rows: int, cells: int, limits: Limits) -> None:
    """Raise Unreadable where a sheet has more rows or cells with values than are read."""
    for name, count in (("rows", rows), ("cells", cells)):
        if count > getattr(limits, name):
            cause, most = limits.passed(name)
            raise Unreadable(cause, f"{title}: {most}")


def _in_order(row: int, cells: list[Cell], flaws: list[Flaw]) -> list[Cell]:
    """The cells of one row sorted, each address once."""
    kept: dict[int, Cell] = {}
    for cell in cells:
        before = kept.setdefault(cell[COLUMN], cell)
        if before[KIND : VALUE + 1] != cell[KIND : VALUE + 1]:
            detail = f"{before[VALUE]} / {cell[VALUE]}"
            kept[cell[COLUMN]] = (cell[COLUMN], ERROR, detail, cell[3], cell[4])
            flaws.append(Flaw(DOUBLED, row, cell[COLUMN], detail))
    return [kept[column] for column in sorted(kept)]
