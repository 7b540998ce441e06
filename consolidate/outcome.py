"""The answer of a run: what the writers write. Every figure is here; writers compute none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from consolidate.decisions.model import Question
from consolidate.issues import Issue
from consolidate.parse.readings import ReadAs, Skipped
from consolidate.plan import Plan
from consolidate.plan.models import Period, Target, Unit
from consolidate.rules import World

ACCEPTED, SET_ASIDE = "accepted", "set_aside"
BY_THE_OFFICER = "QDI-03"  # the reason of a file that the officer set aside
NOT_CHOSEN = "QDI-04"  # the reason of a file beside which the officer chose another one


@dataclass(frozen=True, slots=True)
class SheetCount:
    """The ledger of one sheet of one file: rows_seen = accepted + set_aside + skipped."""

    sheet: str
    title: str
    rows_seen: int
    accepted: int
    set_aside: int
    skipped: tuple[Skipped, ...] = ()
    read_as: tuple[ReadAs, ...] = ()  # which column was read as what, and why


@dataclass(frozen=True, slots=True)
class Return:
    """One file that was met, and what became of it.

    `state`: accepted · needs_correction · superseded · duplicate · conflict · other_period ·
    unreadable · not_a_return. `counts` says whether its accepted rows are in the figures.
    """

    file: str
    sha256: str
    size: int
    kind: str
    state: str
    unit: str | None = None
    period: str | None = None
    submission: int | None = None
    report_date: date | None = None
    cutoff: date | None = None
    form: dict[str, Any] = field(default_factory=dict)  # typed fields of the form sheet
    sheets: tuple[SheetCount, ...] = ()
    counts: bool = False
    reason: str = ""  # code of the finding that explains the state, where one does
    kept_as: str = ""  # its name in nguon/, where it counts


@dataclass(frozen=True, slots=True)
class UnitState:
    """One unit: missing, unreadable, needs_correction, valid_with_warnings or valid."""

    unit: Unit
    state: str
    expected: bool
    late: bool = False
    file: str | None = None  # the return that counts
    submission: int | None = None
    report_date: date | None = None
    report_no: str | None = None
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A target compared with its goal.

    `numerator` over accepted rows; `denominator` None unless the target is a ratio; `achieved`
    None where a ratio has denominator 0; `pending` what set-aside rows would add; `status`:
    exceeded · met · not_met · in_progress · incomplete · not_applicable · memo; `on_pace` None
    where pace does not bear on it. Rates are unrounded.
    """

    target: Target
    numerator: float | int
    denominator: int | float | None
    achieved: float | int | None
    rate: float | None
    pending: float | int
    status: str
    on_pace: bool | None
    certain: bool = False  # met whatever the missing units report


@dataclass(frozen=True)
class Previous:
    """What an earlier run published: its period, its year, its figures, and its rows.

    `coverage` is (units with figures, units expected). `targets` maps the code of a target to
    (numerator, denominator or None). `world` holds the
    accepted rows as tables of the present plan; a column that the earlier plan did not have is
    blank. `units[sheet]` is the unit of each row.
    """

    period: str
    name: str
    year: int
    coverage: tuple[int, int]
    targets: Mapping[str, tuple[float, float | None]]
    world: World
    units: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Outcome:
    """Everything that a run found out, for one plan and period.

    `tables[sheet]` holds the rows of every file that counts, in official order: columns `unit`
    (code), `file` (name), `row`, `state` (accepted or set_aside), `kept_as`, then the fields of
    the sheet (choices as codes, blank as missing), then its derived fields, then for each truth
    value `<field>_why` (first reason that fails, blank where it holds), then for each target of
    the sheet a truth column of its code (counts in the numerator, one row an identity) and, for a
    ratio, `<code>_base` (counts in the denominator). Where a target adds a value (a sum, a ratio
    of sums) `<code>_value` holds what the row adds where it counts. For each form of kind rows a
    truth column `form_<number>` says which rows it lists (accepted ones, one an identity); for
    each computed column of a form `form_<number>_<position>` (from 1, among all columns of the
    form) holds what the row shows or adds there: a number, 1 for a row that is counted, missing
    for one that is not.
    `by_unit` is indexed by unit code and has for each target the columns `<code>` and, for a
    ratio, `<code>_base`; `elsewhere` has the same shape and says how much of the unit's own is
    counted at another unit.
    """

    plan: Plan
    period: Period
    settings: dict[str, Any]
    date: date
    returns: tuple[Return, ...]
    units: tuple[UnitState, ...]
    tables: dict[str, pd.DataFrame]
    issues: tuple[Issue, ...]
    targets: tuple[Measured, ...]
    by_unit: pd.DataFrame
    elsewhere: pd.DataFrame
    questions: tuple[Question, ...] = ()  # all that the officer was asked, answered or not
    unanswered: int = 0  # of them, those that wait for the officer
    previous: Previous | None = None
    final: bool = False  # the officer declared the figures final (quyet-dinh.xlsx)

    @property
    def expected(self) -> int:
        """Number of units that must report in the period."""
        return sum(u.expected for u in self.units)

    @property
    def reported(self) -> int:
        """Expected units with at least one file that counts."""
        return sum(u.expected and u.file is not None for u in self.units)

    @property
    def is_complete(self) -> bool:
        """Whether every expected unit counts."""
        return self.reported == self.expected
