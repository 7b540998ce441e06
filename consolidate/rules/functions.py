"""The functions of the language: how each is called, and the node that it gives."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from consolidate.rules.called import Called, Read
from consolidate.rules.kinds import NUMBER, TEXT, TRUTH, Kind, Type, common_type
from consolidate.rules.many_rows import count_of, missing_of, rows_of, sum_of, unique_of
from consolidate.rules.nodes import (
    All,
    Call,
    Found,
    Literal,
    NameKey,
    Node,
    Not,
    SheetOf,
    StartsWith,
)
from consolidate.rules.operators import as_choice, compare, expect, expect_text
from consolidate.rules.scope import Scope


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
    return function.build(Called(tree, scope, read, name, function.shape, span))


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
    "unique": Function("unique(khóa, …)", 1, None, unique_of),
    "missing": Function('missing("biểu", cột)', 2, 2, missing_of),
    "count": Function(
        'count("biểu", điều kiện, distinct = "định danh")', 1, 2, count_of, ("distinct", "by")
    ),
    "sum": Function('sum("biểu", giá trị, điều kiện)', 2, 3, sum_of, ("by",)),
    "rows": Function(
        'rows("biểu", điều kiện, distinct = "định danh")', 1, 2, rows_of, ("distinct",)
    ),
}
