"""From the text of an expression to a typed tree: what the language allows and what it refuses."""

from __future__ import annotations

import ast
import unicodedata
from dataclasses import replace
from datetime import date

from consolidate.plan.models import Derived as DerivedPlan
from consolidate.plan.models import Plan, SheetPlan
from consolidate.rules.functions import FUNCTIONS, call
from consolidate.rules.kinds import DATE, NUMBER, TEXT, TRUTH, Kind
from consolidate.rules.nodes import (
    All,
    Any,
    Arithmetic,
    Derived,
    Literal,
    Node,
    Not,
    Operator,
    Span,
)
from consolidate.rules.operators import compare, expect, negated_number
from consolidate.rules.scope import Scope, attribute, named
from consolidate.rules.syntax import RuleError, nearest, syntax_tree

_COMPARISONS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def compile_expression(
    text: str, sheet: SheetPlan | None, plan: Plan, want: str | None = None
) -> Node:
    """Read an expression of the rule language as a typed tree.

    `sheet` is the sheet whose fields it may name (None: no fields, only settings and constants).
    `want` is the kind that is needed: "truth", "number", "text", "date", or None for any.
    Raises RuleError, in Vietnamese and with the place, for anything that the language lacks.
    """
    scope = Scope(text, plan, sheet, read_derived)
    node = read(syntax_tree(text), scope)
    if want is not None and node.type.kind != want and not (want == "text" and node.type.is_text):
        wanted = Kind(want).words
        message = f"Ở đây cần một {wanted}, biểu thức này cho một {node.type.kind.words}."
        raise RuleError(message, 0, len(text))
    return node


def read_derived(scope: Scope, sheet: SheetPlan, derived: DerivedPlan, span: Span) -> Derived:
    """A derived field as a node, its own expressions read in its own sheet."""
    here = (sheet.key, derived.field)
    if here in scope.reading:
        raise scope.fault(f"Trường suy ra “{derived.field}” được tính từ chính nó.", span)
    reading = (*scope.reading, here)
    try:
        if derived.value is not None:
            value = _read_text(derived.value, sheet, scope, reading)
            return Derived(
                sheet=sheet.key, name=derived.field, value=value, type=value.type, span=span
            )
        conditions = tuple(_read_text(c.when, sheet, scope, reading) for c in derived.all)
        for condition in conditions:
            expect(Kind.TRUTH, condition, scope)
    except RuleError as fault:
        raise scope.fault(
            f"Trường suy ra “{derived.field}” có lỗi: {fault.message_vi}", span
        ) from None
    return Derived(
        sheet=sheet.key, name=derived.field, conditions=conditions, type=TRUTH, span=span
    )


def _read_text(
    text: str, sheet: SheetPlan, scope: Scope, reading: tuple[tuple[str, str], ...]
) -> Node:
    inside = replace(scope, text=text, sheet=sheet, asking=None, reading=reading)
    return read(syntax_tree(text), inside)


def read(tree: ast.expr, scope: Scope) -> Node:
    """The typed node of a part of the syntax tree."""
    match tree:
        case ast.Constant():
            return _literal(tree, scope)
        case ast.Name():
            return named(tree.id, scope, scope.span(tree))
        case ast.Attribute():
            return attribute(tree, scope, read)
        case ast.BoolOp():
            return _logic(tree, scope)
        case ast.UnaryOp():
            return _unary(tree, scope)
        case ast.BinOp():
            return _arithmetic(tree, scope)
        case ast.Compare():
            return _comparisons(tree, scope)
        case ast.Call():
            return _call(tree, scope)
    raise scope.fault("Cách viết này không có trong ngôn ngữ quy tắc.", tree)


def _literal(tree: ast.Constant, scope: Scope) -> Node:
    value, span = tree.value, scope.span(tree)
    if isinstance(value, bool):
        raise scope.fault("Viết “true” hoặc “false” bằng chữ thường.", span)
    if isinstance(value, int | float) and abs(value) < 1e15:  # beyond, a double skips integers
        return Literal(value=float(value), type=NUMBER, span=span)
    if isinstance(value, str):
        return Literal(value=unicodedata.normalize("NFC", value), type=TEXT, span=span)
    raise scope.fault("Chỉ dùng được số, văn bản trong dấu nháy, true, false.", span)


def _logic(tree: ast.BoolOp, scope: Scope) -> Node:
    parts = tuple(read(part, scope) for part in tree.values)
    for part in parts:
        expect(Kind.TRUTH, part, scope)
    joined = All if isinstance(tree.op, ast.And) else Any
    return joined(of=parts, type=TRUTH, span=scope.span(tree))


def _unary(tree: ast.UnaryOp, scope: Scope) -> Node:
    of, span = read(tree.operand, scope), scope.span(tree)
    match tree.op:
        case ast.Not():
            expect(Kind.TRUTH, of, scope)
            return Not(of=of, type=TRUTH, span=span)
        case ast.USub():
            expect(Kind.NUMBER, of, scope)
            return negated_number(of, span)
    raise scope.fault("Dấu này không có trong ngôn ngữ quy tắc.", span)


def _arithmetic(tree: ast.BinOp, scope: Scope) -> Node:
    left, right = read(tree.left, scope), read(tree.right, scope)
    span = scope.span(tree)
    for side in (left, right):
        expect(Kind.NUMBER, side, scope)
    match tree.op:
        case ast.Add():
            return Arithmetic(operator="+", left=left, right=right, type=NUMBER, span=span)
        case ast.Sub():
            return Arithmetic(operator="-", left=left, right=right, type=NUMBER, span=span)
        case ast.Mult():
            return Arithmetic(operator="*", left=left, right=right, type=NUMBER, span=span)
        case ast.Div():
            return Arithmetic(operator="/", left=left, right=right, type=NUMBER, span=span)
    raise scope.fault("Phép tính này không có trong ngôn ngữ quy tắc (chỉ có + - * /).", span)


def _comparisons(tree: ast.Compare, scope: Scope) -> Node:
    """A comparison, or a chain such as `a <= b <= c`, read as `a <= b and b <= c`."""
    span = scope.span(tree)
    parts: list[Node] = []
    left_tree = tree.left
    for operator, right_tree in zip(tree.ops, tree.comparators, strict=True):
        left = read(left_tree, scope)
        if isinstance(operator, ast.In | ast.NotIn):
            within = _within(left, right_tree, scope, span)
            negated = isinstance(operator, ast.NotIn)
            parts.append(Not(of=within, type=TRUTH, span=span) if negated else within)
        elif type(operator) in _COMPARISONS:
            right = read(right_tree, scope)
            parts.append(compare(_COMPARISONS[type(operator)], left, right, scope, span))
        else:
            raise scope.fault("Dùng == hoặc != thay cho “is”.", span)
        left_tree = right_tree
    return parts[0] if len(parts) == 1 else All(of=tuple(parts), type=TRUTH, span=span)


def _within(left: Node, tree: ast.expr, scope: Scope, span: Span) -> Node:
    """`left in (…)`: equal to one of several."""
    trees = tree.elts if isinstance(tree, ast.Tuple) else [tree]
    if not trees:
        raise scope.fault("Sau “in” cần ít nhất một giá trị trong ngoặc.", span)
    if isinstance(left, Literal) and left.type.kind is Kind.TEXT and trees == [tree]:
        raise scope.fault(
            "“in” không tìm chữ ở trong văn bản; dùng starts_with(…) để hỏi phần đầu.", span
        )
    parts = tuple(compare("==", left, read(part, scope), scope, span) for part in trees)
    return parts[0] if len(parts) == 1 else Any(of=parts, type=TRUTH, span=span)


def _call(tree: ast.Call, scope: Scope) -> Node:
    if not isinstance(tree.func, ast.Name):
        raise scope.fault("Cách gọi này không có trong ngôn ngữ quy tắc.", tree)
    name = tree.func.id
    if name == "date":
        return _date(tree, scope)
    if name not in FUNCTIONS:
        known = {*FUNCTIONS, "date"}
        raise scope.fault(f"Không có hàm “{name}”.{nearest(name, known)}", tree.func)
    return call(name, tree, scope, read)


def _date(tree: ast.Call, scope: Scope) -> Node:
    match tree.args:
        case [ast.Constant(value=str(text))] if not tree.keywords:
            try:
                day = date.fromisoformat(text)
            except ValueError:
                raise scope.fault(f"“{text}” không phải một ngày có thật.", tree.args[0]) from None
            return Literal(value=day, type=DATE, span=scope.span(tree))
    raise scope.fault('Viết ngày dạng date("2024-07-01").', tree)
