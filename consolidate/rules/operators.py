"""What may be compared with what, and which kind an operand must have."""

from __future__ import annotations

from dataclasses import replace

from consolidate.rules.kinds import NUMBER, TEXT, TRUTH, Kind
from consolidate.rules.nodes import (
    Arithmetic,
    Compare,
    Literal,
    NameKey,
    Node,
    Operator,
    Span,
)
from consolidate.rules.scope import Scope
from consolidate.rules.syntax import RuleError, nearest


def expect(kind: Kind, node: Node, scope: Scope) -> None:
    """Refuse an operand of another kind."""
    if node.type.kind is not kind:
        raise scope.fault(
            f"Chỗ này cần một {kind.words}, đây là một {node.type.kind.words}.", node.span
        )


def expect_text(node: Node, scope: Scope) -> None:
    """Refuse an operand that is neither a text nor a reference."""
    if not node.type.is_text:
        raise scope.fault(f"Chỗ này cần một văn bản, đây là một {node.type.kind.words}.", node.span)


def negated_number(of: Node, span: Span) -> Node:
    """The negative of a number."""
    if isinstance(of, Literal):
        return Literal(value=-float(of.value), type=NUMBER, span=span)  # type: ignore[arg-type]
    nought = Literal(value=0.0, type=NUMBER, span=span)
    return Arithmetic(operator="-", left=nought, right=of, type=NUMBER, span=span)


def compare(operator: Operator, left: Node, right: Node, scope: Scope, span: Span) -> Node:
    """The comparison of two values, refused where it could never be meant."""
    left, right = as_choice(left, right, scope), as_choice(right, left, scope)
    kinds = left.type.kind, right.type.kind
    if kinds[0] is not kinds[1]:
        raise _mismatch(left, right, scope, span)
    ordered = operator not in ("==", "!=")
    if ordered and kinds[0] not in (Kind.NUMBER, Kind.DATE):
        raise scope.fault(f"Một {kinds[0].words} không có lớn hơn, nhỏ hơn.", span)
    if kinds[0] is Kind.CHOICE and not left.type.codes & right.type.codes:
        raise scope.fault("Hai danh mục không có mã nào chung, so sánh không bao giờ đúng.", span)
    if kinds[0] is Kind.REFERENCE:
        left, right = as_name_key(left), as_name_key(right)
    return Compare(operator=operator, left=left, right=right, type=TRUTH, span=span)


def as_choice(node: Node, other: Node, scope: Scope) -> Node:
    """A text that stands beside a choice, as a code of the choice's list."""
    if other.type.kind is not Kind.CHOICE or not isinstance(node, Literal):
        return node
    if node.type.kind is not Kind.TEXT:
        return node
    if node.value not in other.type.codes:
        word = str(node.value)
        raise scope.fault(
            f"“{word}” không phải là mã của danh mục.{nearest(word, other.type.codes)}", node.span
        )
    return replace(node, type=replace(other.type, listed=""))


def as_name_key(node: Node) -> NameKey:
    """The name key of a text."""
    return NameKey(of=node, type=TEXT, span=node.span)


def _mismatch(left: Node, right: Node, scope: Scope, span: Span) -> RuleError:
    kinds = {left.type.kind, right.type.kind}
    advice = ""
    if kinds == {Kind.DATE, Kind.TEXT}:
        advice = ' Viết ngày dạng date("2024-07-01").'
    elif kinds == {Kind.REFERENCE, Kind.TEXT}:
        advice = " Dùng name_key(…) cho cả hai bên."
    return scope.fault(
        f"Không so sánh được một {left.type.kind.words} với một {right.type.kind.words}.{advice}",
        span,
    )
