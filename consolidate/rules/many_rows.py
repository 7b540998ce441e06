"""The functions that look at many rows: what each takes, and the node that it gives."""

from __future__ import annotations

import ast
from dataclasses import replace

from consolidate.plan.models import SheetPlan
from consolidate.rules.called import Called
from consolidate.rules.kinds import NUMBER, TEXT, TRUTH, Kind, Type
from consolidate.rules.nodes import Field, Literal, Lookup, Missing, Node, Unique, asks
from consolidate.rules.operators import expect
from consolidate.rules.syntax import nearest


def unique_of(called: Called) -> Node:
    """The first row of a key."""
    sheet, keys = called.scope.sheet, called.values()
    if sheet is None:
        raise called.scope.fault("unique cần một biểu có dòng; ở đây không có.", called.span)
    for key in keys:
        if asks(key):
            raise called.scope.fault("Khóa của unique không dùng được “this”.", key.span)
    return Unique(sheet=sheet.key, keys=keys, type=TRUTH, span=called.span)


def missing_of(called: Called) -> Node:
    """What no row of a sheet has."""
    other = _sheet_named(called)
    field = called.read(called.tree.args[1], replace(called.scope, sheet=other, asking=None))
    if not isinstance(field, Field) or not field.type.listed:
        raise called.scope.fault("missing cần một cột có danh mục.", called.scope.span(called.tree))
    return Missing(
        sheet=other.key, field=field, listed=field.type.listed, type=TEXT, span=called.span
    )


def count_of(called: Called) -> Node:
    """How many rows refer to the row that asks."""
    other = _sheet_named(called)
    return _lookup(called, other, via=_refers(called, other), condition_at=1)


def sum_of(called: Called) -> Node:
    """A number of the rows that refer to the row that asks, added up."""
    other = _sheet_named(called)
    value = called.read(called.tree.args[1], called.scope.inside(other))
    expect(Kind.NUMBER, value, called.scope)
    return replace(_lookup(called, other, via=_refers(called, other), condition_at=2), value=value)


def rows_of(called: Called) -> Node:
    """How many rows of the file there are."""
    return _lookup(called, _sheet_named(called), via=None, condition_at=1)


def _lookup(called: Called, other: SheetPlan, via: Field | None, condition_at: int) -> Lookup:
    arguments = called.tree.args
    condition: Node = Literal(value=True, type=TRUTH, span=called.span)
    if len(arguments) > condition_at:
        condition = called.read(arguments[condition_at], called.scope.inside(other))
        expect(Kind.TRUTH, condition, called.scope)
    asking = called.scope.sheet
    return Lookup(
        sheet=other.key,
        asking=asking.key if asking is not None else "",
        via=via,
        condition=condition,
        distinct=_distinct(called, other),
        type=NUMBER,
        span=called.span,
    )


def _sheet_named(called: Called) -> SheetPlan:
    """The sheet whose key is the first argument."""
    first, scope = called.tree.args[0], called.scope
    keys = [s.key for s in scope.plan.sheets]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        raise scope.fault(f"Cách gọi: {called.shape}.", first)
    if first.value not in keys:
        raise scope.fault(f"Không có biểu “{first.value}”.{nearest(first.value, keys)}", first)
    return scope.plan.sheet(first.value)


def _refers(called: Called, other: SheetPlan) -> Field:
    """The column of the other sheet that refers to the sheet that asks."""
    asking, scope = called.scope.sheet, called.scope
    if asking is None:
        raise scope.fault(f"{called.name} cần một dòng để hỏi; ở đây dùng rows.", called.span)
    columns = [c for c in other.column if asking.key in c.refers_to]
    wanted = _text_named(called, "by")
    if wanted is not None:
        columns = [c for c in columns if c.field == wanted]
    if not columns:
        raise scope.fault(
            f"Biểu “{other.title}” không có cột nào tham chiếu tới biểu “{asking.title}”.",
            called.span,
        )
    if len(columns) > 1:
        fields = ", ".join(c.field for c in columns)
        raise scope.fault(
            f"Biểu “{other.title}” có nhiều cột tham chiếu tới biểu “{asking.title}” ({fields}): "
            f'ghi thêm by = "{columns[0].field}".',
            called.span,
        )
    kind = Type(Kind.REFERENCE, targets=columns[0].refers_to)
    return Field(sheet=other.key, name=columns[0].field, type=kind, span=called.span)


def _distinct(called: Called, other: SheetPlan) -> str | None:
    identity = _text_named(called, "distinct")
    if identity is not None and identity not in other.identity:
        raise called.scope.fault(
            f"Biểu “{other.title}” không khai báo định danh “{identity}”."
            + nearest(identity, other.identity),
            called.span,
        )
    return identity


def _text_named(called: Called, name: str) -> str | None:
    """The text of a named argument, None where it is not given."""
    for keyword in called.tree.keywords:
        if keyword.arg == name:
            value = keyword.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value
            raise called.scope.fault(f"{name} cần một tên trong dấu nháy.", value)
    return None
