"""units.csv, communes.csv, succession.csv: codes that stand once and point to something."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel

from consolidate.plan.check.known import Known
from consolidate.plan.faults import PlanFault, near
from consolidate.plan.models import Commune
from consolidate.plan.rosters import Roster

R = TypeVar("R", bound=BaseModel)


def roster_faults(known: Known) -> Iterator[PlanFault]:
    """Every fault of the three rosters."""
    draft = known.draft
    if draft.units is not None:
        yield from _twice(draft.units, [u.code for u in draft.units.rows], "mã đơn vị")
        yield from _level_faults(known)
    if draft.communes is not None:
        names = [f"{c.version} {c.code}" for c in draft.communes.rows]
        yield from _twice(draft.communes, names, "xã, phường")
        yield from _commune_faults(known, draft.communes)
    if draft.successions is not None and draft.communes is not None:
        yield from _succession_faults(known)


def _twice(roster: Roster[R], names: Sequence[Hashable], what: str) -> Iterator[PlanFault]:
    seen: set[Hashable] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield roster.fault(position, f"{what} “{name}” được khai báo hai lần.")
        seen.add(name)


def _level_faults(known: Known) -> Iterator[PlanFault]:
    """A level must be declared, and some period must expect or admit its units."""
    units, head = known.draft.units, known.head
    if units is None or head is None:
        return
    reporting = {level for p in head.period for level in (p.units, *p.optional)}
    for position, unit in enumerate(units.rows):
        said = known.wrong_level(unit.level)
        if not said and unit.level not in reporting and not known.draft.doubtful:
            said = f"đơn vị “{unit.code}”: không kỳ nào có cấp “{unit.level}” báo cáo."
        if said:
            yield units.fault(position, said)


def _commune_faults(known: Known, communes: Roster[Commune]) -> Iterator[PlanFault]:
    units = known.draft.units
    if units is None or units.faults:
        return
    codes = {u.code for u in units.rows}
    for position, commune in enumerate(communes.rows):
        if commune.unit not in codes:
            said = f"không có đơn vị “{commune.unit}” trong units.csv{near(commune.unit, codes)}"
            yield communes.fault(position, said)


def _succession_faults(known: Known) -> Iterator[PlanFault]:
    communes, successions = known.draft.communes, known.draft.successions
    if communes is None or successions is None or communes.faults:
        return
    there = {(c.version, c.code) for c in communes.rows}
    for position, s in enumerate(successions.rows):
        for version, code in ((s.old_version, s.old_code), (s.new_version, s.new_code)):
            if (version, code) not in there:
                said = f"communes.csv không có mã “{code}” ở phiên bản “{version}”."
                yield successions.fault(position, said)
