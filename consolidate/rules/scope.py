"""Where an expression stands: which names mean what, and what their attributes are."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace

from consolidate.plan.models import Derived as DerivedPlan
from consolidate.plan.models import Plan, SheetPlan
from consolidate.rules.kinds import (
    DATE,
    TEXT,
    TRUTH,
    Kind,
    Type,
    column_type,
    common_type,
    setting_type,
)
from consolidate.rules.nodes import (
    Derived,
    Field,
    Flag,
    Literal,
    Node,
    PeriodDate,
    Sent,
    Setting,
    Span,
    This,
    Through,
)
from consolidate.rules.syntax import RuleError, nearest, span_of

RESERVED = frozenset(
    {"this", "unit", "period", "settings", "year_start", "cutoff", "true", "false"}
)  # names that no column may carry


@dataclass(frozen=True)
class Scope:
    """What is known while a text is read.

    `asking` is the sheet of the row that asks, inside a condition over rows of another sheet;
    `reading` holds the derived fields whose expressions are being read, to tell a circle.
    `read_derived` turns a derived field of the plan into a node.
    """

    text: str
    plan: Plan
    sheet: SheetPlan | None
    read_derived: Callable[[Scope, SheetPlan, DerivedPlan, Span], Derived]
    asking: SheetPlan | None = None
    reading: tuple[tuple[str, str], ...] = ()

    def inside(self, sheet: SheetPlan) -> Scope:
        """The scope of a condition over rows of `sheet`, asked from a row of the present one."""
        return replace(self, sheet=sheet, asking=self.sheet)

    def span(self, tree: ast.expr) -> Span:
        """Where a part stands in the text."""
        return span_of(tree, self.text)

    def fault(self, message: str, where: ast.expr | Span) -> RuleError:
        """What is wrong at a place of the text, to be raised."""
        offset, length = self.span(where) if isinstance(where, ast.expr) else where
        return RuleError(message, offset, length)


# --- names ---------------------------------------------------------------------------------------


def named(name: str, scope: Scope, span: Span) -> Node:
    """The node of a bare name."""
    match name:
        case "true" | "false":
            return Literal(value=name == "true", type=TRUTH, span=span)
        case "year_start":
            return Literal(value=scope.plan.year_start, type=DATE, span=span)
        case "cutoff":
            return Sent(what="cutoff", type=DATE, span=span)
        case "unit":
            codes = frozenset(u.code for u in scope.plan.units)
            return Sent(what="unit", type=Type(Kind.CHOICE, codes), span=span)
        case "this" | "period" | "settings":
            raise scope.fault(f"Sau “{name}” cần dấu chấm và một tên, ví dụ “{name}.x”.", span)
    if scope.sheet is not None:
        found = _field_of(scope.sheet, name, scope, span)
        if found is not None:
            return found
    raise _unknown_name(name, scope, span)


def _field_of(sheet: SheetPlan, name: str, scope: Scope, span: Span) -> Node | None:
    column = sheet.by_field.get(name)
    if column is not None:
        kind = column_type(column, scope.plan)
        if kind is None:
            raise scope.fault(f"Cột “{name}” chỉ để đánh số, không dùng được trong quy tắc.", span)
        return Field(sheet=sheet.key, name=name, type=kind, span=span)
    for derived in sheet.derived:
        if derived.field == name:
            return scope.read_derived(scope, sheet, derived, span)
    return None


def _unknown_name(name: str, scope: Scope, span: Span) -> RuleError:
    known = set(RESERVED)
    where = "ở đây"
    if scope.sheet is not None:
        known |= fields_of(scope.sheet)
        where = f"của biểu “{scope.sheet.title}”"
    return scope.fault(
        f"“{name}” không phải là cột, trường suy ra {where} hay tên có sẵn.{nearest(name, known)}",
        span,
    )


def fields_of(sheet: SheetPlan) -> set[str]:
    """The names of a sheet's columns and derived fields."""
    return {*sheet.by_field, *(d.field for d in sheet.derived)}


# --- attributes ----------------------------------------------------------------------------------


def attribute(tree: ast.Attribute, scope: Scope, read: Callable[[ast.expr, Scope], Node]) -> Node:
    """The node of `something.name`."""
    span = scope.span(tree)
    if isinstance(tree.value, ast.Name):
        match tree.value.id:
            case "this":
                return _of_asking_row(tree.attr, scope, span)
            case "unit":
                return _of_unit(tree.attr, scope, span)
            case "period":
                return _of_period(tree.attr, scope, span)
            case "settings":
                return _of_settings(tree.attr, scope, span)
    return attribute_of(read(tree.value, scope), tree.attr, scope, span)


def attribute_of(node: Node, name: str, scope: Scope, span: Span) -> Node:
    """An attribute of a value that was read: a flag of a choice, a field behind a reference."""
    if isinstance(node, This):
        return _this(attribute_of(node.of, name, scope, span), span)
    if isinstance(node, Through):
        return _through_again(node, name, scope, span)
    if node.type.kind is Kind.CHOICE and node.type.listed:
        return _flag(node, name, scope, span)
    if node.type.kind is Kind.REFERENCE:
        return _through(node, name, scope, span)
    raise scope.fault(f"Một {node.type.kind.words} không có thuộc tính “{name}”.", span)


def _of_asking_row(name: str, scope: Scope, span: Span) -> Node:
    if scope.asking is None:
        raise scope.fault("“this” chỉ dùng được bên trong count, sum, rows.", span)
    outside = replace(scope, sheet=scope.asking, asking=None)
    return _this(named(name, outside, span), span)


def _this(node: Node, span: Span) -> This:
    return This(of=node, type=node.type, span=span)


def _of_unit(name: str, scope: Scope, span: Span) -> Node:
    match name:
        case "name":
            return Sent(what="name", type=TEXT, span=span)
        case "level":
            codes = frozenset(level.code for level in scope.plan.levels)
            return Sent(what="level", type=Type(Kind.CHOICE, codes), span=span)
    raise scope.fault(f"“unit” chỉ có “name” và “level”.{nearest(name, ('name', 'level'))}", span)


def _of_period(name: str, scope: Scope, span: Span) -> Node:
    match name:
        case "start" | "end":
            return PeriodDate(what=name, type=DATE, span=span)
    raise scope.fault(f"“period” chỉ có “start” và “end”.{nearest(name, ('start', 'end'))}", span)


def _of_settings(name: str, scope: Scope, span: Span) -> Node:
    kind = setting_type(name, scope.plan)
    if kind is None:
        known = [s.field for s in scope.plan.settings]
        raise scope.fault(f"Không có thiết lập “{name}”.{nearest(name, known)}", span)
    return Setting(name=name, type=kind, span=span)


def _flag(node: Node, name: str, scope: Scope, span: Span) -> Flag:
    choices = scope.plan.lists[node.type.listed]
    if name not in choices.flags:
        raise scope.fault(
            f"Danh mục “{choices.code or node.type.listed}” không có cờ “{name}”."
            + nearest(name, choices.flags),
            span,
        )
    values = tuple((v.code, v.flags[name]) for v in choices.values if name in v.flags)
    if choices.flags[name] == "yes_no":
        return Flag(of=node, name=name, values=values, type=TRUTH, span=span)
    codes = frozenset(str(value) for _, value in values)
    return Flag(of=node, name=name, values=values, type=Type(Kind.CHOICE, codes), span=span)


def _through(node: Node, name: str, scope: Scope, span: Span) -> Through:
    """A field of the row that a reference points to; at least one target must have it."""
    inner = []
    known: set[str] = set()
    for key in node.type.targets:
        sheet = scope.plan.sheet(key)
        known |= fields_of(sheet)
        field = _field_of(sheet, name, scope, span)
        if field is not None:
            inner.append((key, field))
    if not inner:
        titles = ", ".join(f"“{scope.plan.sheet(key).title}”" for key in node.type.targets)
        raise scope.fault(f"Biểu {titles} không có cột “{name}”.{nearest(name, known)}", span)
    return _joined(node, inner, scope, span)


def _through_again(node: Through, name: str, scope: Scope, span: Span) -> Through:
    """An attribute of what was read through a reference, taken in each sheet it may lie in.

    A sheet whose value has no such attribute is left out; if all are, the first says why.
    """
    inner, faults = [], []
    for key, value in node.inner:
        try:
            inner.append((key, attribute_of(value, name, scope, span)))
        except RuleError as fault:
            faults.append(fault)
    if not inner:
        raise faults[0]
    return _joined(node.reference, inner, scope, span)


def _joined(reference: Node, inner: list[tuple[str, Node]], scope: Scope, span: Span) -> Through:
    kind: Type | None = inner[0][1].type
    for _, value in inner[1:]:
        kind = common_type(kind, value.type) if kind is not None else None
    if kind is None:
        raise scope.fault(
            "Các biểu được tham chiếu khai báo trường này với các kiểu khác nhau.", span
        )
    return Through(reference=reference, inner=tuple(inner), type=kind, span=span)
