"""Which template it is: of which plan, for which period, for which unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from consolidate.parse.readings import Typed
from consolidate.plan.models import Column, ListValue, Period, Plan, Unit
from consolidate.template import words

YES_NO = "yes_no"  # the list behind every column of that type


@dataclass(frozen=True, eq=False)
class Occasion:
    """A plan and a period as the key of what was worked out for them once.

    A plan is the same only as the same object: comparing two of them is not worth its time.
    """

    plan: Plan
    period: Period

    def __hash__(self) -> int:
        return hash((id(self.plan), self.period.code))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Occasion) and self.plan is other.plan and self.period == other.period
        )


@dataclass(frozen=True)
class Edition:
    """A template of a plan for a period; without a unit it is the blank master."""

    plan: Plan
    period: Period
    unit: Unit | None

    @property
    def identity(self) -> str:
        """The line that every sheet carries: unit, period, and the version of the template."""
        return words.IDENTITY.format(
            unit=self.unit.full_name if self.unit else words.NO_UNIT,
            period=self.period.name,
            version=self.plan.version,
            plan=self.plan.code,
        )

    @property
    def created(self) -> datetime:
        """A date for the document's properties that does not depend on a clock."""
        return datetime.combine(self.period.start, time())

    def values(self, code: str) -> tuple[ListValue, ...]:
        """The values of a list as this unit sees them."""
        return self.plan.values_of(code, self.unit, self.period)

    def opening(self) -> dict[str, Typed]:
        """What the form sheet says before anybody has typed: who, when, and the first sending."""
        parts = self.plan.form_fields
        known: dict[str, Typed] = {
            parts.period: self.period.code,
            parts.submission: 1,
            parts.cutoff: self.period.cutoff,
        }
        if self.unit:
            known |= {parts.unit_code: self.unit.code, parts.unit_name: self.unit.full_name}
        return known


def list_of(column: Column) -> str | None:
    """The list that a column's values come from, if any."""
    return column.list or (YES_NO if column.type == YES_NO else None)


def shown(column: Column, value: Typed, edition: Edition) -> Typed:
    """A typed value as the template writes it: codes of choices by their titles.

    A code that the list does not hold is written as it is.
    """
    if isinstance(value, bool):
        value = "yes" if value else "no"
    code = list_of(column)
    if column.type in ("choice", YES_NO) and code and isinstance(value, str):
        return next((v.title for v in edition.values(code) if v.code == value), value)
    return value


def as_datetime(value: date) -> datetime:
    """A date as spreadsheets store it."""
    return value if isinstance(value, datetime) else datetime.combine(value, time())
