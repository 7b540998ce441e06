"""Every expression of a plan, read by the rule language: names that exist, kinds that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from consolidate.plan.check.known import Known
from consolidate.plan.faults import PlanFault
from consolidate.plan.lines import Path
from consolidate.plan.models import AnyOf, Derived, FormColumn, OutputForm, Plan, SheetPlan, Target
from consolidate.plan.source import Source

_NAME = re.compile(r"[A-Za-z_]\w*")
TRUTH, NUMBER = "truth", "number"


class Expression(NamedTuple):
    """An expression, where it stands, whose fields it may name, and the kind that is needed."""

    source: Source
    path: Path
    about: str  # what it belongs to, for people
    text: str
    sheet: SheetPlan
    want: str | None
    derived: str = ""  # the derived field that it belongs to


def expression_faults(known: Known, plan: Plan) -> Iterator[PlanFault]:
    """The fault of every expression that cannot be read.

    One fault, one line: an expression that names something which is wrong elsewhere is passed
    over, be it a column that was left out or a derived field that cannot be read itself.
    """
    unsafe = _unsafe(known)
    asked = [e for e in expressions(known) if not unsafe & _names(e.text)]
    wrong = [(e, fault) for e in asked if (fault := _fault(e, plan)) is not None]
    broken = {e.derived for e, _ in wrong if e.derived}
    causes = [(e, f) for e, f in wrong if not _names(f.within(e.text)) & (broken - {e.derived})]
    for expression, fault in causes or wrong:  # derived fields in a circle blame each other
        yield expression.source.fault_within(
            expression.path,
            expression.text,
            (fault.offset, fault.length),
            f"{expression.about}: {fault.message}",
        )


class Fault(NamedTuple):
    """What is wrong inside an expression, and where in it."""

    message: str
    offset: int
    length: int

    def within(self, text: str) -> str:
        """The part of the expression that is meant."""
        return text[self.offset : self.offset + self.length]


def _fault(expression: Expression, plan: Plan) -> Fault | None:
    # the rules know the models of this package, so they are met only when a plan is judged
    from consolidate.rules.compiler import compile_expression
    from consolidate.rules.syntax import RuleError

    try:
        compile_expression(expression.text, expression.sheet, plan, expression.want)
    except RuleError as error:
        return Fault(error.message_vi, error.offset, error.length)
    return None


def _names(text: str) -> set[str]:
    return set(_NAME.findall(text))


def _unsafe(known: Known) -> set[str]:
    """Names that no expression can be judged by, because their declaration is at fault."""
    unsafe = set(known.draft.doubtful)
    for sheet in known.sheets.values():
        for column in sheet.column:
            lists = [known.wrong_list(column.list)] if column.list else []
            references = [known.wrong_reference(key) for key in column.refers_to]
            if any([*lists, *references]):
                unsafe.add(column.field)
            if any(references):
                unsafe.add(sheet.key)  # count and sum look for its references
    waiting = [d for sheet in known.sheets.values() for d in sheet.derived]
    while True:
        met = [d for d in waiting if any(unsafe & _names(t) for _, t in _derived_texts(d))]
        if not met:
            return unsafe
        unsafe |= {d.field for d in met}
        waiting = [d for d in waiting if d.field not in unsafe]


# --- where the expressions stand -----------------------------------------------------------------


def expressions(known: Known) -> Iterator[Expression]:
    """Every expression of the plan's files."""
    for key, sheet in known.sheets.items():
        fitted = known.draft.sheets[key]
        if fitted is not None:
            yield from _of_sheet(fitted.source, sheet)
    head, forms = known.draft.plan, known.draft.forms
    if head is not None and head.value is not None:
        for i, target in enumerate(head.value.target):
            yield from _of_target(head.source, i, target, known)
    if forms is not None and forms.value is not None:
        for i, form in enumerate(forms.value.form):
            yield from _of_form(forms.source, i, form, known)


def _of_sheet(source: Source, sheet: SheetPlan) -> Iterator[Expression]:
    for i, column in enumerate(sheet.column):
        if column.required_when is not None:
            path: Path = ("column", i, "required_when")
            about = f"cột “{column.field}”"
            yield Expression(source, path, about, column.required_when, sheet, TRUTH)
    for path, about, text in _keys(sheet):
        yield Expression(source, path, about, text, sheet, None)
    for name in ("new_when", "carried_when"):
        wanted = getattr(sheet.history, name, None)
        if wanted:
            yield Expression(source, ("history", name), f"[history] {name}", wanted, sheet, TRUTH)
    for i, derived in enumerate(sheet.derived):
        for path, text in _derived_texts(derived):
            want = TRUTH if path[0] == "all" else None
            about, whole = f"trường suy ra “{derived.field}”", ("derived", i, *path)
            yield Expression(source, whole, about, text, sheet, want, derived.field)
    for i, rule in enumerate(sheet.rule):
        about = f"quy tắc {rule.code}"
        yield Expression(source, ("rule", i, "require"), about, rule.require, sheet, TRUTH)
        for name, text in rule.facts.items():
            yield Expression(source, ("rule", i, "facts", name), about, text, sheet, None)


def _keys(sheet: SheetPlan) -> Iterator[tuple[Path, str, str]]:
    """The parts of the keys by which rows are, or may be, one thing."""
    for name, identity in sheet.identity.items():
        for key in identity.any if isinstance(identity, AnyOf) else identity:
            for text in key:
                yield ("identity", name), f"[identity] “{name}”", text
    for i, likely in enumerate(sheet.likely):
        for n, text in enumerate(likely.key):
            yield ("likely", i, "key", n), f"[[likely]] {likely.code}", text


def _derived_texts(derived: Derived) -> list[tuple[Path, str]]:
    if derived.value is not None:
        return [(("value",), derived.value)]
    return [(("all", n, "when"), c.when) for n, c in enumerate(derived.all)]


def _of_target(source: Source, i: int, target: Target, known: Known) -> Iterator[Expression]:
    for name in ("count", "sum", "ratio"):
        measure = getattr(target, name)
        sheet = known.sheets.get(measure.sheet) if measure is not None else None
        if sheet is None:
            continue
        for key, want in (("where", TRUTH), ("of", TRUTH), ("to", TRUTH), ("value", NUMBER)):
            text = getattr(measure, key, None)
            if text is not None:
                path: Path = ("target", i, name, key)
                about = f"mục tiêu “{target.code}”"
                yield Expression(source, path, about, text, sheet, want)


def _of_form(source: Source, i: int, form: OutputForm, known: Known) -> Iterator[Expression]:
    sheet = known.sheets.get(form.sheet or "")
    if sheet is None:
        return
    about = f"biểu {form.number}"
    yield Expression(source, ("form", i, "where"), about, form.where, sheet, TRUTH)
    for n, column in enumerate(form.columns):
        if not isinstance(column, FormColumn):
            continue
        own = known.sheets.get(column.sheet) if column.sheet else sheet
        for key, want in (("value", None), ("count", TRUTH), ("sum", NUMBER)):
            text = getattr(column, key)
            if text is not None and own is not None:
                path: Path = ("form", i, "columns", n, key)
                yield Expression(source, path, about, text, own, want)
