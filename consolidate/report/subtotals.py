"""Sub-totals of the form of units: what the quận, the huyện, the thị xã add to the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from consolidate.issues import column_letters
from consolidate.outcome import UnitState
from consolidate.report.figures import UNKNOWN, Live, joined, percent

OTHERS = "Các đơn vị khác"
MOST_RUNS = 100  # of neighbouring lines; a formula has at most 8,192 characters


class Group(NamedTuple):
    """Units of one kind: what the line is called and their places among the lines of the form."""

    title: str
    places: tuple[int, ...]


def by_kind(units: Sequence[UnitState]) -> list[Group]:
    """The groups of a form; none where all units that must report are of one kind, or where the
    kinds alternate so often that a formula over their lines would be longer than Excel takes."""
    kinds: dict[str, list[int]] = {}
    others: list[int] = []
    for place, one in enumerate(units):
        (kinds.setdefault(one.unit.kind, []) if one.expected else others).append(place)
    runs = (len(lines_of_group(places, 0).runs) for places in kinds.values())
    if len(kinds) < 2 or max(runs) > MOST_RUNS:
        return []
    groups = [Group(f"Cộng {len(some)} {kind}", tuple(some)) for kind, some in kinds.items()]
    return [*groups, Group(OTHERS, tuple(others))] if others else groups


class Lines(NamedTuple):
    """The lines of a group on the sheet, as ranges of rows (from 1) without gaps."""

    runs: tuple[tuple[int, int], ...]

    def addresses(self, column: int) -> list[str]:
        """Their cells in a column (from 0), for use in formulas."""
        letters = column_letters(column + 1)
        return [f"{letters}{a}:{letters}{b}" if b > a else f"{letters}{a}" for a, b in self.runs]


def lines_of_group(places: Sequence[int], first: int) -> Lines:
    """The lines of some places where the first place stands in a row (counted from 0)."""
    runs: list[tuple[int, int]] = []
    for place in places:
        row = first + place + 1
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return Lines(tuple(runs))


def reported(lines: Lines, column: int, count: int) -> Live:
    """How many units of the group have figures: their crosses in a column."""
    terms = (f'COUNTIF({cells},"x")' for cells in lines.addresses(column))
    return Live(f"({'+'.join(terms)})", count)


def coverage(has: Live, of: int) -> Live:
    """The same in words, for example "11/12 đơn vị"."""
    return joined(has, f"/{of} đơn vị")


def added(lines: Lines, column: int, has: Live, values: Sequence[float]) -> Live:
    """The sum of a column over the group; unknown where none of its units has figures."""
    total = math.fsum(values)
    known = int(total) if total.is_integer() else total
    formula = f'IF({has.formula}=0,"{UNKNOWN}",SUM({",".join(lines.addresses(column))}))'
    return Live(formula, known if has.value else UNKNOWN)


def rate(row: int, column: int, has: Live, of: Live, to: Live) -> Live:
    """The rate of a group over its own two sums, which stand in the two columns before."""
    share = percent(
        Live(f"{column_letters(column - 1)}{row + 1}", of.value),
        Live(f"{column_letters(column)}{row + 1}", to.value),
    )
    formula = f'IF({has.formula}=0,"{UNKNOWN}",{share.formula})'
    return Live(formula, share.value if has.value else UNKNOWN)
