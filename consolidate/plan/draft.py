"""A plan folder as far as it could be read: what is whole, and the faults met on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from consolidate.plan.faults import PlanError, PlanFault
from consolidate.plan.files import FormsToml, ListsToml, PlanToml
from consolidate.plan.fitting import Fitted, fit
from consolidate.plan.models import Commune, Plan, PlanHead, SheetPlan, Succession, Unit
from consolidate.plan.rosters import (
    COMMUNES,
    SUCCESSION,
    UNITS,
    Roster,
    read_communes,
    read_successions,
    read_units,
)
from consolidate.plan.source import read_toml

PLAN, LISTS, FORMS, SHEETS = "plan.toml", "lists.toml", "forms.toml", "sheets"
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True)
class Draft:
    """The parts of a plan folder. A part that could not be read at all is None."""

    plan: Fitted[PlanToml] | None
    lists: Fitted[ListsToml] | None
    forms: Fitted[FormsToml] | None
    sheets: dict[str, Fitted[SheetPlan] | None]  # by the name of the file
    units: Roster[Unit] | None
    communes: Roster[Commune] | None
    successions: Roster[Succession] | None
    faults: tuple[PlanFault, ...]
    digest: str

    @property
    def doubtful(self) -> frozenset[str]:
        """Names of all that was left out of some file."""
        tomls = (self.plan, self.lists, self.forms, *self.sheets.values())
        return frozenset(name for toml in tomls if toml is not None for name in toml.doubtful)

    @property
    def readable_sheets(self) -> dict[str, SheetPlan]:
        """The sheets that could be read, by the name of their file, which stands for their key."""
        return {
            key: fitted.value.model_copy(update={"key": key})
            for key, fitted in self.sheets.items()
            if fitted is not None and fitted.value is not None
        }

    def whole(self) -> Plan | None:
        """The plan, where enough of every file could be read; what did not fit is missing."""
        sheets = self.readable_sheets
        if (
            not (self.plan and self.plan.value and self.lists and self.lists.value)
            or not (self.forms and self.forms.value)
            or self.units is None
            or not all(key in sheets for key in self.plan.value.sheet_order)
        ):
            return None
        head = self.plan.value
        shared = {name: getattr(head, name) for name in PlanHead.model_fields}
        return Plan(
            **shared,
            levels=head.level,
            periods=head.period,
            settings=head.setting,
            targets=head.target,
            units=self.units.rows,
            communes=self.communes.rows if self.communes else (),
            successions=self.successions.rows if self.successions else (),
            lists={chosen.code: chosen for chosen in self.lists.value.list},
            sheets=tuple(sheets[key] for key in head.sheet_order),
            forms=self.forms.value.form,
            digest=self.digest,
        )


def read_draft(folder: Path) -> Draft:
    """Read every file of a plan folder; each fault is kept and none stops the others."""
    faults: list[PlanFault] = []

    def kept(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except PlanError as error:
            faults.extend(error.faults)
            return None

    def toml(file: str, model: type[M]) -> Fitted[M] | None:
        fitted = kept(lambda: fit(read_toml(folder, file), model))
        faults.extend(fitted.faults if fitted else ())
        return fitted

    def roster(read: Callable[[Path], Roster[M]]) -> Roster[M] | None:
        rows = kept(lambda: read(folder))
        faults.extend(rows.faults if rows else ())
        return rows

    names = sorted(path.stem for path in (folder / SHEETS).glob("*.toml"))
    return Draft(
        plan=toml(PLAN, PlanToml),
        lists=toml(LISTS, ListsToml),
        forms=toml(FORMS, FormsToml),
        sheets={name: toml(f"{SHEETS}/{name}.toml", SheetPlan) for name in names},
        units=roster(read_units),
        communes=roster(read_communes),
        successions=roster(read_successions),
        faults=tuple(faults),
        digest="" if faults else _digest(folder),  # a file at fault may not even open
    )


def _digest(folder: Path) -> str:
    """A hash of the folder's files, the same whatever line ends they were stored with."""
    hashed = hashlib.sha256()
    for path in _files(folder):
        hashed.update(path.relative_to(folder).as_posix().encode() + b"\0")
        hashed.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return hashed.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    named = [folder / name for name in (PLAN, LISTS, FORMS, UNITS, COMMUNES, SUCCESSION)]
    yield from (path for path in named if path.is_file())
    yield from sorted((folder / SHEETS).glob("*.toml"))
