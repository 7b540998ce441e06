"""The functions of the language: what each takes, and the node that it gives."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace

from consolidate.plan.models import SheetPlan
from consolidate.rules.kinds import NUMBER, TEXT, TRUTH, Kind, Type, common_type
from consolidate.rules.nodes import (
    All,
    Call,
    Field,
    Found,
    Literal,
    Lookup,
    Missing,
    NameKey,
    Node,
    Not,
    SheetOf,
    Span,
    StartsWith,
    Unique,
    asks,
)
from consolidate.rules.operators import as_choice, compare, expect, expect_text
from consolidate.rules.scope import Scope
from consolidate.rules.syntax import nearest

Read = Callable[[ast.expr, Scope], Node]


@dataclass(frozen=True)
class Called:
    """A call as it stands in the text."""

    tree: ast.Call
    scope: Scope
    read: Read
    name: str
    span: Span

    def values(self) -> tuple[Node, ...]:
        """The arguments, read in the sheet of the expression."""
        return tuple(self.read(argument, self.scope) for argument in self.tree.args)

    def only(self) -> Node:
        """The one argument."""
        return self.values()[0]


@dataclass(frozen=True)
class Function:
    """How a function is called: how many arguments, which further names, and what it gives."""

    shape: str
    least: int
    most: int | None
    build: Callable[[Called], Node]
    named: tuple[str, ...] = ()


def call(name: str, tree: ast.Call, scope: Scope, read: Read) -> Node:
    """The node of a call of a known function."""
    function, span = FUNCTIONS[name], scope.span(tree)
    count = len(tree.args)
    too_many = function.most is not None and count > function.most
    if count < function.least or too_many or any(isinstance(a, ast.Starred) for a in tree.args):
        raise scope.fault(f"Cách gọi: {function.shape}.", span)
    for keyword in tree.keywords:
        if keyword.arg not in function.named:
            raise scope.fault(f"Cách gọi: {function.shape}.", scope.span(keyword.value))
    return function.build(Called(tree, scope, read, name, span))


# --- functions of one row ------------------------------------------------------------------------


def _blank(called: Called) -> Node:
    return Call(function="blank", arguments=(called.only(),), type=TRUTH, span=called.span)


def _filled(called: Called) -> Node:
    return Not(of=_blank(called), type=TRUTH, span=called.span)


def _total(called: Called) -> Node:
    values = called.values()
    for value in values:
        expect(Kind.NUMBER, value, called.scope)
    return Call(function="total", arguments=values, type=NUMBER, span=called.span)


def _if_else(called: Called) -> Node:
    condition, left, right = called.values()
    expect(Kind.TRUTH, condition, called.scope)
    left, right = (
        as_choice(left, right, called.scope),
        as_choice(right, left, called.scope),
    )
    kind = common_type(left.type, right.type)
    if kind is None or kind.kind is Kind.REFERENCE:
        raise called.scope.fault(
            f"Hai giá trị của if_else phải cùng kiểu, đây là một {left.type.kind.words} và một "
            f"{right.type.kind.words}.",
            called.span,
        )
    arguments = (condition, left, right)
    return Call(function="if_else", arguments=arguments, type=kind, span=called.span)


def _year(called: Called) -> Node:
    of = called.only()
    expect(Kind.DATE, of, called.scope)
    return Call(function="year", arguments=(of,), type=NUMBER, span=called.span)


def _length(called: Called) -> Node:
    of = called.only()
    expect_text(of, called.scope)
    return Call(function="length", arguments=(of,), type=NUMBER, span=called.span)


def _between(called: Called) -> Node:
    of, least, most = called.values()
    scope, span = called.scope, called.span
    above = compare(">=", of, least, scope, span)
    below = compare("<=", of, most, scope, span)
    return All(of=(above, below), type=TRUTH, span=span)


def _name_key(called: Called) -> Node:
    of = called.only()
    expect_text(of, called.scope)
    return NameKey(of=of, type=TEXT, span=called.span)


def _starts_with(called: Called) -> Node:
    of, *beginnings = called.values()
    expect_text(of, called.scope)
    for beginning in beginnings:
        if not isinstance(beginning, Literal) or beginning.type.kind is not Kind.TEXT:
            raise called.scope.fault("Phần đầu phải là văn bản trong dấu nháy.", beginning.span)
    texts = tuple(str(b.value) for b in beginnings if isinstance(b, Literal))
    return StartsWith(of=of, beginnings=texts, type=TRUTH, span=called.span)


# --- functions of a reference --------------------------------------------------------------------


def _found(called: Called) -> Node:
    of = called.only()
    expect(Kind.REFERENCE, of, called.scope)
    return Found(reference=of, type=TRUTH, span=called.span)


def _sheet(called: Called) -> Node:
    of = called.only()
    expect(Kind.REFERENCE, of, called.scope)
    kind = Type(Kind.CHOICE, frozenset(of.type.targets))
    return SheetOf(reference=of, type=kind, span=called.span)


# --- functions of many rows ----------------------------------------------------------------------


def _unique(called: Called) -> Node:
    sheet, keys = called.scope.sheet, called.values()
    if sheet is None:
        raise called.scope.fault("unique cần một biểu có dòng; ở đây không có.", called.span)
    for key in keys:
        if asks(key):
            raise called.scope.fault("Khóa của unique không dùng được “this”.", key.span)
    return Unique(sheet=sheet.key, keys=keys, type=TRUTH, span=called.span)


def _missing(called: Called) -> Node:
    other = _sheet_named(called)
    field = called.read(called.tree.args[1], replace(called.scope, sheet=other, asking=None))
    if not isinstance(field, Field) or not field.type.listed:
        raise called.scope.fault("missing cần một cột có danh mục.", called.scope.span(called.tree))
    return Missing(
        sheet=other.key, field=field, listed=field.type.listed, type=TEXT, span=called.span
    )


def _count(called: Called) -> Node:
    other = _sheet_named(called)
    return _lookup(called, other, via=_refers(called, other), condition_at=1)


def _sum(called: Called) -> Node:
    other = _sheet_named(called)
    value = called.read(called.tree.args[1], called.scope.inside(other))
    expect(Kind.NUMBER, value, called.scope)
    return replace(_lookup(called, other, via=_refers(called, other), condition_at=2), value=value)


def _rows(called: Called) -> Node:
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
        raise scope.fault(f"Cách gọi: {FUNCTIONS[called.name].shape}.", first)
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


FUNCTIONS: dict[str, Function] = {
    "blank": Function("blank(x)", 1, 1, _blank),
    "filled": Function("filled(x)", 1, 1, _filled),
    "found": Function("found(tham chiếu)", 1, 1, _found),
    "sheet": Function("sheet(tham chiếu)", 1, 1, _sheet),
    "total": Function("total(a, b, …)", 1, None, _total),
    "if_else": Function("if_else(điều kiện, a, b)", 3, 3, _if_else),
    "year": Function("year(ngày)", 1, 1, _year),
    "length": Function("length(văn bản)", 1, 1, _length),
    "between": Function("between(x, từ, đến)", 3, 3, _between),
    "name_key": Function("name_key(tên)", 1, 1, _name_key),
    "starts_with": Function('starts_with(x, "…", …)', 2, None, _starts_with),
    "unique": Function("unique(khóa, …)", 1, None, _unique),
    "missing": Function('missing("biểu", cột)', 2, 2, _missing),
    "count": Function(
        'count("biểu", điều kiện, distinct = "định danh")', 1, 2, _count, ("distinct", "by")
    ),
    "sum": Function('sum("biểu", giá trị, điều kiện)', 2, 3, _sum, ("by",)),
    "rows": Function('rows("biểu", điều kiện, distinct = "định danh")', 1, 2, _rows, ("distinct",)),
}
