"""The officer's choices in force, and what they do to a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consolidate.plan.models import Period, Plan


def in_force(plan: Plan, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every setting by field: the officer's where there is one, else the default."""
    return {s.field: chosen.get(s.field, s.default) for s in plan.settings}


def with_overrides(plan: Plan, period: Period, settings: Mapping[str, Any]) -> Period:
    """The period with the cutoff and pace that settings override (D-7, D-12)."""
    changes: dict[str, Any] = {
        s.overrides: settings[s.field]
        for s in plan.settings
        if s.overrides and settings[s.field] is not None
    }
    return period.model_copy(update=changes)
