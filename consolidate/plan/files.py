"""What each TOML file of a plan folder may hold, key by key."""

from __future__ import annotations

from datetime import date

from pydantic import StrictInt

from consolidate.plan.models import (
    ChoiceList,
    Code,
    Document,
    FormFields,
    Guide,
    Level,
    Model,
    Names,
    OutputForm,
    Period,
    Reminders,
    Setting,
    Target,
)


class PlanToml(Model):
    """plan.toml: the plan itself. Tables in double brackets carry the name of one thing."""

    code: str
    key: Code
    version: str
    title: str
    short: str
    year: StrictInt
    year_start: date
    year_end: date
    document: Document
    guide: Guide
    form_fields: FormFields
    names: Names = Names()
    reminders: Reminders | None = None
    sheet_order: tuple[str, ...]
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
