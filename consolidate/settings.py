"""The officer's choices in force, and what they do to a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from consolidate.plan.models import Period, Plan, Setting
from consolidate.text import NO, YES, vietnamese_date, vietnamese_number


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


def shown(setting: Setting, value: Any) -> str:
    """A value of a setting as people read it: a date, a number, the title of a choice."""
    if value is None:
        return "Theo kỳ báo cáo"
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return vietnamese_date(value)
    if isinstance(value, int | float):
        percent = setting.type == "percent"
        return (
            f"{vietnamese_number(round(value * 100, 3))}%" if percent else vietnamese_number(value)
        )
    return {v.code: v.title for v in setting.values}.get(value, str(value))
