"""What each TOML file of a plan folder may hold, key by key."""

from __future__ import annotations

from consolidate.plan.models import (
    ChoiceList,
    Level,
    Model,
    OutputForm,
    Period,
    PlanHead,
    Setting,
    Target,
)


class PlanToml(PlanHead):
    """plan.toml: the plan itself. Tables in double brackets carry the name of one thing."""

    level: tuple[Level, ...]
    period: tuple[Period, ...]
    target: tuple[Target, ...] = ()
    setting: tuple[Setting, ...] = ()


class ListsToml(Model):
    """lists.toml: the dropdown lists."""

    list: tuple[ChoiceList, ...] = ()


class FormsToml(Model):
    """forms.toml: the forms (Biểu) of the consolidated workbook."""

    form: tuple[OutputForm, ...] = ()
