"""What a cell is read against: the plan, the period, and the unit that the return is from."""

from __future__ import annotations

from dataclasses import dataclass

from consolidate.plan.models import Period, Plan, Unit


@dataclass(frozen=True, slots=True)
class Context:
    """One return's context. `unit` is None while nobody knows which unit it is from."""

    plan: Plan
    period: Period
    unit: Unit | None = None
