"""Conditions: logic with three values, comparisons, functions that give a truth value."""

from __future__ import annotations

from consolidate.rules.excel.joined import both, either, guarded, other_than, text
from consolidate.rules.excel.layout import Here
from consolidate.rules.excel.readings import (
    absent,
    false,
    is_code,
    known,
    not_live,
    one_of,
    true,
    value,
)
from consolidate.rules.excel.values import as_key
from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import (
    All,
    Any,
    Call,
    Compare,
    Field,
    Literal,
    Node,
    Not,
    StartsWith,
    This,
)

_OPPOSITE = {"==": "<>", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_WRITTEN = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@true.register
def _not_true(node: Not, here: Here) -> str:
    return false(node.of, here)


@false.register
def _not_false(node: Not, here: Here) -> str:
    return true(node.of, here)


@true.register
def _all_true(node: All, here: Here) -> str:
    return both(*(true(part, here) for part in node.of))


@false.register
def _all_false(node: All, here: Here) -> str:
    return either(*(false(part, here) for part in node.of))


@true.register
def _any_true(node: Any, here: Here) -> str:
    options = _options(node)
    if options is None:
        return either(*(true(part, here) for part in node.of))
    of, codes = options
    return one_of(of, codes, here)


@false.register
def _any_false(node: Any, here: Here) -> str:
    """`x in ("a", "b")` asks once whether x is known, not once for each code."""
    options = _options(node)
    if options is None:
        return both(*(false(part, here) for part in node.of))
    of, codes = options
    return both(known(of, here), other_than(one_of(of, codes, here)))


def _options(node: Any) -> tuple[Node, list[str]] | None:
    """The choice that is held against several codes, and the codes."""
    of: Node | None = None
    codes = []
    for part in node.of:
        if not isinstance(part, Compare) or part.operator != "==":
            return None
        if part.left.type.kind is not Kind.CHOICE or not isinstance(part.right, Literal):
            return None
        if of is not None and part.left != of:
            return None
        of = part.left
        codes.append(str(part.right.value))
    return (of, codes) if of is not None else None


# --- comparisons ---------------------------------------------------------------------------------


@true.register
def _compare_true(node: Compare, here: Here) -> str:
    return _compared(node, _WRITTEN[node.operator], here)


@false.register
def _compare_false(node: Compare, here: Here) -> str:
    return _compared(node, _OPPOSITE[node.operator], here)


def _compared(node: Compare, operator: str, here: Here) -> str:
    left, right = node.left, node.right
    match left.type.kind:
        case Kind.TRUTH:
            return _truths(left, right, here, same=operator == "=")
        case Kind.CHOICE:
            return _choices(left, right, here, same=operator == "=")
    both_known = both(known(left, here), known(right, here))
    a, b = value(left, here), value(right, here)
    if left.type.kind is Kind.NUMBER:
        return guarded(both_known, f"ROUND({a}-{b},6){operator}0")
    return guarded(both_known, f"{a}{operator}{b}")


def _truths(left: Node, right: Node, here: Here, *, same: bool) -> str:
    yes, no = true(right, here), false(right, here)
    if not same:
        yes, no = no, yes
    return either(both(true(left, here), yes), both(false(left, here), no))


def _choices(left: Node, right: Node, here: Here, *, same: bool) -> str:
    if isinstance(left, Literal):
        left, right = right, left
    if isinstance(right, Literal):
        equal = is_code(left, str(right.value), here)
        return equal if same else both(known(left, here), other_than(equal))
    if _of_one_list(left, right):
        equal = f"({as_key(left, here)}={as_key(right, here)})"
        both_known = both(known(left, here), known(right, here))
        return both(both_known, equal if same else other_than(equal))
    shared = sorted(left.type.codes & right.type.codes)
    equal = either(*(both(is_code(left, c, here), is_code(right, c, here)) for c in shared))
    if same:
        return equal
    return both(known(left, here), known(right, here), other_than(equal))


def _of_one_list(left: Node, right: Node) -> bool:
    """Whether two cells show titles of the same list, so that the titles may be compared."""
    fields = [n.of if isinstance(n, This) else n for n in (left, right)]
    return all(isinstance(f, Field) for f in fields) and (
        left.type.listed == right.type.listed != ""
    )


# --- functions -----------------------------------------------------------------------------------


@true.register
def _call_true(node: Call, here: Here) -> str:
    if node.function == "blank":
        return absent(node.arguments[0], here)
    return _if_else(node, here, true)


@false.register
def _call_false(node: Call, here: Here) -> str:
    if node.function == "blank":
        return known(node.arguments[0], here)
    return _if_else(node, here, false)


def _if_else(node: Call, here: Here, verdict: object) -> str:
    if node.function != "if_else":
        raise not_live(node, here)
    condition, left, right = node.arguments
    ask = true if verdict is true else false
    return either(
        both(true(condition, here), ask(left, here)),
        both(false(condition, here), ask(right, here)),
    )


@true.register
def _starts_true(node: StartsWith, here: Here) -> str:
    return both(known(node.of, here), _starts(node, here))


@false.register
def _starts_false(node: StartsWith, here: Here) -> str:
    return both(known(node.of, here), other_than(_starts(node, here)))


def _starts(node: StartsWith, here: Here) -> str:
    words = value(node.of, here)
    return either(*(f"(LEFT({words},{len(b)})={text(b)})" for b in node.beginnings))
