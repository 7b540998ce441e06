"""The plan's rules as live checks: which can be said by a formula, and which cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from consolidate.issues import Severity
from consolidate.plan.models import Column, Rule, SheetPlan
from consolidate.rules import RuleError, compile_expression, excel
from consolidate.rules.nodes import Literal, Node, PeriodDate, Sent
from consolidate.settings import in_force
from consolidate.template import words
from consolidate.template.edition import Edition
from consolidate.template.layout import FormLayout, TableLayout
from consolidate.template.live import conditions
from consolidate.template.live.checks import Cells, Check, cells_of, make, whole
from consolidate.template.names import (
    CUTOFF,
    UNIT,
    UNIT_LEVEL,
    UNIT_NAME,
    column_name,
    filled_name,
    list_name,
)

Place = FormLayout | TableLayout


@dataclass(frozen=True)
class Later:
    """A rule that no formula can say: it is checked when reports are joined, and why only then."""

    sheet: SheetPlan
    sentence: str
    reason: str


def rules_of(place: Place, edition: Edition) -> Iterator[Check | Later]:
    """The rules of a sheet that hold in the period, and the columns that some rows must fill."""
    for column in place.sheet.shown:
        if column.required_when:
            yield _required_when(column, place, edition)
    for rule in edition.plan.rules_in(place.sheet, edition.period):
        said = _of_rule(rule, place, edition)
        yield replace(said, rule=rule) if isinstance(said, Check) else said


def _required_when(column: Column, place: Place, edition: Edition) -> Check | Later:
    demand = f"not ({column.required_when}) or filled({column.field})"
    sentence = f"“{column.title}”: {words.MISSING_HERE}"
    return _check(demand, place, edition, (Severity.ERROR, sentence, (column.field,)))


def _of_rule(rule: Rule, place: Place, edition: Edition) -> Check | Later:
    shown = {c.field for c in place.sheet.shown}
    fields = tuple(f for f in rule.blamed if f in shown)
    titles = ", ".join(f"“{place.sheet.by_field[f].title}”" for f in fields)
    sentence = (
        f"{titles}: {_help(rule, place.sheet, edition)}"
        if titles
        else _help(rule, place.sheet, edition)
    )
    if not rule.live:
        return Later(place.sheet, sentence, rule.live_reason)
    told = (rule.severity, sentence, fields)
    if rule.scope == "sheet":
        return _of_sheet(rule, place, edition, told)
    return _check(rule.require, place, edition, told)


Told = tuple[Severity, str, tuple[str, ...]]
"""How grave a check is, what it says, and the fields that it blames."""


def _of_sheet(rule: Rule, place: Place, edition: Edition, told: Told) -> Check | Later:
    """A rule judged once a file, unless it names columns of its own sheet."""
    form = edition.plan.form
    try:
        node = compile_expression(rule.require, form, edition.plan, "truth")
    except RuleError:
        return _check(rule.require, place, edition, told)

    def named(field: str) -> str:
        return column_name(form.key, field)

    try:
        condition = excel.excel_condition(node, _book(edition, named), form.key)
    except excel.NotLive as fault:
        return Later(place.sheet, told[1], fault.reason)
    return whole(place, told[2], told[0], told[1], condition)


def _check(require: str, place: Place, edition: Edition, told: Told) -> Check | Later:
    severity, sentence, fields = told
    node = compile_expression(require, place.sheet, edition.plan, "truth")
    try:
        one, every = (
            excel.excel_condition(node, _book(edition, cells), place.sheet.key)
            for cells in cells_of(place)
        )
    except excel.NotLive as fault:
        return Later(place.sheet, sentence, fault.reason)
    return make(place, fields, severity, sentence, (one, every))


def _book(edition: Edition, cell: Cells) -> excel.Layout:
    return excel.Layout(
        plan=edition.plan,
        period=edition.period,
        cell=cell,
        column=column_name,
        filled=filled_name,
        titles=list_name,
        blank=conditions.blank,
        settings=in_force(edition.plan, {}),
        cutoff=CUTOFF,
        unit=UNIT,
        unit_name=UNIT_NAME,
        unit_level=UNIT_LEVEL,
    )


# --- words -----------------------------------------------------------------------------------


def _help(rule: Rule, sheet: SheetPlan, edition: Edition) -> str:
    """The rule's help with the dates in it that are the same for every row."""
    known = {
        name: text
        for name, expression in rule.facts.items()
        if (text := _constant(compile_expression(expression, sheet, edition.plan), edition))
    }
    needed = set(re.findall(r"\{(\w+)\}", rule.help))
    return rule.help.format(**known) if needed <= known.keys() else words.LOOK_AGAIN


def _constant(node: Node, edition: Edition) -> str:
    match node:
        case Literal(value=date() as day):
            return f"{day:%d/%m/%Y}"
        case PeriodDate(what=what):
            return f"{getattr(edition.period, what):%d/%m/%Y}"
        case Sent(what="cutoff"):
            return f"{edition.period.cutoff:%d/%m/%Y}"
        case _:
            return ""
