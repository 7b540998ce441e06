"""Rules and derived fields: all but their expressions."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.catalogue import CATALOGUE
from consolidate.issues import Severity
from consolidate.plan.check.known import Known, spoken
from consolidate.plan.check.quotes import quote_faults
from consolidate.plan.faults import PlanFault, near
from consolidate.plan.lines import Path
from consolidate.plan.models import OTHER_UNIT, Derived, Rule, SheetPlan
from consolidate.plan.source import Source


def rule_faults(known: Known) -> Iterator[PlanFault]:
    """Every fault of rules and derived fields that is not inside an expression."""
    for fitted in known.draft.sheets.values():
        if fitted is None or fitted.value is None:
            continue
        source, sheet = fitted.source, fitted.value
        for i, rule in enumerate(sheet.rule):
            for path, said in _one_rule(rule, sheet, known):
                yield from spoken(source, ("rule", i, *path), f"quy tắc {rule.code}: {said}")
        for i, derived in enumerate(sheet.derived):
            yield from _one_derived(source, i, derived)
        for i, likely in enumerate(sheet.likely):
            if likely.code not in CATALOGUE:
                said = f"[[likely]]: chương trình không có mã “{likely.code}”"
                yield source.fault(("likely", i, "code"), said + near(likely.code, CATALOGUE))


def _one_rule(rule: Rule, sheet: SheetPlan, known: Known) -> Iterator[tuple[Path, str]]:
    for key in ("message", "help"):
        if not getattr(rule, key).strip():
            yield (key,), f"“{key}” còn trống."
    for i, field in enumerate(rule.blamed):
        said = known.wrong_field(sheet.key, field)
        if said:
            yield ("blame",) if isinstance(rule.blame, str) else ("blame", i), said
    yield from _quoted_faults(rule, sheet, known)
    if rule.scope == "units":
        yield from _between_units(rule, sheet)
    for name in rule.facts:
        if name in sheet.by_field:
            yield ("facts", name), f"“{name}” đã là tên một cột, hãy đặt tên khác."
    if rule.live == bool(rule.live_reason):
        yield ("live_reason",), "“live_reason” cần có khi và chỉ khi live = false."
    periods = [p.code for p in known.head.period] if known.head else []
    if rule.since is not None and periods and rule.since not in (*periods, *known.draft.doubtful):
        yield ("since",), f"không có kỳ “{rule.since}”{near(rule.since, periods)}"


def _between_units(rule: Rule, sheet: SheetPlan) -> Iterator[tuple[Path, str]]:
    """A rule between units speaks when the rows that count are known: too late for an error."""
    if sheet.kind == "form":
        yield ("scope",), 'scope = "units" chỉ dùng ở biểu là bảng.'
    if rule.severity is Severity.ERROR:
        yield ("severity",), 'scope = "units" chỉ nhận "warning" hoặc "info".'
    if rule.live:
        yield ("live",), 'scope = "units" cần live = false: mẫu không thấy tệp của đơn vị khác.'


def _quoted_faults(rule: Rule, sheet: SheetPlan, known: Known) -> Iterator[tuple[Path, str]]:
    """A sentence may quote the fields of its sheet and the facts of its rule."""
    fields = {*sheet.by_field, *(d.field for d in sheet.derived)}
    if rule.scope == "units" and "unique(" in rule.require:
        fields.add(OTHER_UNIT)
    for key in ("message", "help"):
        for said in quote_faults(getattr(rule, key), fields | {*rule.facts} | known.draft.doubtful):
            yield (key,), said


def _one_derived(source: Source, i: int, derived: Derived) -> Iterator[PlanFault]:
    path = ("derived", i)
    if bool(derived.all) == (derived.value is not None):
        said = f"trường suy ra “{derived.field}” cần đúng một trong “all” và “value”."
        yield source.fault(path, said)
    for n, condition in enumerate(derived.all):
        if not condition.otherwise.strip():
            said = f"trường suy ra “{derived.field}”: “otherwise” còn trống."
            yield source.fault((*path, "all", n), said)
