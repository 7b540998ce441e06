"""What became of communes when the roster changed: successors are suggestions, never facts."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.plan.models import Commune, Period, Plan, Unit
from consolidate.text import fold


def units_in_place_of(plan: Plan, unit: Unit, period: Period) -> tuple[Unit, ...]:
    """Units of a period whose communes took over communes of a unit of another time, in order."""
    old = {(c.version, c.code) for c in plan.communes if c.unit == unit.code}
    new = {
        (s.new_version, s.new_code)
        for s in plan.successions
        if s.new_version == period.communes and (s.old_version, s.old_code) in old
    }
    heirs = {c.unit for c in plan.communes if (c.version, c.code) in new}
    return tuple(u for u in plan.units if u.code in heirs)


def communes_in_place_of(
    plan: Plan, title: str, unit: Unit | None, period: Period
) -> tuple[Commune, ...]:
    """Communes of the period's roster that took over what another roster calls by this title.

    With a unit only those that it reports, where there are any. A name without its kind counts
    where it names one commune of the other roster. Successions are followed in both directions.
    """
    named = _named(plan, title, period)
    passed = {
        new
        for s in plan.successions
        for old, new in _both_ways(s.old_version, s.old_code, s.new_version, s.new_code)
        if old in named and new[0] == period.communes
    }
    found = [c for c in plan.communes if (c.version, c.code) in passed]
    own = [c for c in found if unit is not None and c.unit == unit.code]
    return tuple(own or found)


def _named(plan: Plan, title: str, period: Period) -> set[tuple[str, str]]:
    """Version and code of the communes of other rosters that bear this title, or this name."""
    key = fold(title)
    others = [c for c in plan.communes if c.version != period.communes]
    titled = {(c.version, c.code) for c in others if fold(c.title) == key}
    plain = {(c.version, c.code) for c in others if fold(c.name) == key}
    return titled or (plain if len(plain) == 1 else set())


def _both_ways(
    old_version: str, old: str, new_version: str, new: str
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    yield (old_version, old), (new_version, new)
    yield (new_version, new), (old_version, old)
