"""References by a name that several things of one file bear: nobody can say which is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from consolidate.rules.identity import labels
from consolidate.rules.nodes import Field
from consolidate.rules.references import SPELLINGS, names_of_rows, numbers_of_names
from consolidate.rules.vectors import Positions
from consolidate.rules.world import World


@dataclass(frozen=True, slots=True)
class Namesake:
    """A row whose reference may mean two things, as (sheet, row): the one it leads to first."""

    row: int
    taken: tuple[str, int]
    other: tuple[str, int]


def namesakes(world: World, field: Field) -> Iterator[Namesake]:
    """The rows of a reference whose name, as far as it was needed to find a row, leads to rows of
    the same file that are different things. Of rows of one thing any will do."""
    named, files = world.column(field.sheet, field.name), world.files(field.sheet)
    found = np.zeros(len(named), dtype=bool)
    for spelling in SPELLINGS:
        if np.all(found[named.known]):
            break
        bearers = _bearers(world, field.type.targets, spelling)
        places = files << 32 | numbers_of_names(named, world, spelling)
        several = _of_several_things(bearers)
        for row in np.flatnonzero(~found & np.isin(places, several)):
            mine = np.flatnonzero(bearers.place == places[row])
            other = mine[bearers.thing[mine] != bearers.thing[mine[0]]][0]
            yield Namesake(int(row), bearers.at(mine[0]), bearers.at(other))
        found |= np.isin(places, bearers.place)


@dataclass(frozen=True, slots=True)
class _Bearers:
    """The named rows of some sheets, in the order in which references look for them."""

    sheets: tuple[str, ...]
    sheet: Positions
    row: Positions
    place: Positions  # file and name in one number
    thing: Positions

    def at(self, position: int) -> tuple[str, int]:
        return self.sheets[self.sheet[position]], int(self.row[position])


def _bearers(world: World, sheets: tuple[str, ...], spelling: str) -> _Bearers:
    numbers = [names_of_rows(world, s, spelling) for s in sheets]
    rows = [np.flatnonzero(n) for n in numbers]
    return _Bearers(
        sheets=sheets,
        sheet=np.repeat(np.arange(len(sheets)), [len(r) for r in rows]),
        row=np.concatenate(rows),
        place=np.concatenate(
            [world.files(s)[r] << 32 | n[r] for s, r, n in zip(sheets, rows, numbers, strict=True)]
        ),
        thing=np.concatenate(
            [
                _things(world, s)[r] * len(sheets) + order
                for order, (s, r) in enumerate(zip(sheets, rows, strict=True))
            ]
        ),
    )


def _things(world: World, sheet: str) -> Positions:
    identity = next(iter(world.plan.sheet(sheet).identity), None)
    return np.arange(world.size(sheet)) if identity is None else labels(world, sheet, identity)


def _of_several_things(bearers: _Bearers) -> Positions:
    """The places that rows of different things share."""
    order = np.lexsort((bearers.thing, bearers.place))
    place, thing = bearers.place[order], bearers.thing[order]
    again = (place[1:] == place[:-1]) & (thing[1:] != thing[:-1])
    several: Positions = np.unique(place[1:][again])
    return several
