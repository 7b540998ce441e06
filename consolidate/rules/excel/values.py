"""Numbers, dates and texts that are no cells: arithmetic, functions of one row, derived fields."""

from __future__ import annotations

from consolidate.rules.excel.cells import shown_text
from consolidate.rules.excel.joined import NO, YES, both, either, other_than, summed
from consolidate.rules.excel.layout import Here, NotLive
from consolidate.rules.excel.readings import (
    absent,
    false,
    is_code,
    known,
    not_live,
    true,
    value,
)
from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import (
    Arithmetic,
    Call,
    Derived,
    Field,
    Lookup,
    NameKey,
    Node,
    This,
    Through,
    Unique,
    walk,
)

# --- the row that asks, derived fields -----------------------------------------------------------


def _asking(here: Here) -> Here:
    if here.asking is None:
        raise NotLive("Không có dòng nào hỏi.")
    return here.asking


@value.register
def _this_value(node: This, here: Here) -> str:
    return value(node.of, _asking(here))


@known.register
def _this_known(node: This, here: Here) -> str:
    return known(node.of, _asking(here))


@absent.register
def _this_absent(node: This, here: Here) -> str:
    return absent(node.of, _asking(here))


@true.register
def _this_true(node: This, here: Here) -> str:
    return true(node.of, _asking(here))


@false.register
def _this_false(node: This, here: Here) -> str:
    return false(node.of, _asking(here))


@is_code.register
def _this_is(node: This, code: str, here: Here) -> str:
    return is_code(node.of, code, _asking(here))


@true.register
def _derived_true(node: Derived, here: Here) -> str:
    if node.value is not None:
        return true(node.value, here)
    return both(*(true(condition, here) for condition in node.conditions))


@false.register
def _derived_false(node: Derived, here: Here) -> str:
    """A condition that is not known fails."""
    return false(node.value, here) if node.value is not None else other_than(true(node, here))


@value.register
def _derived_value(node: Derived, here: Here) -> str:
    return value(_of_derived(node, here), here)


@known.register
def _derived_known(node: Derived, here: Here) -> str:
    return YES if node.value is None else known(node.value, here)


@absent.register
def _derived_absent(node: Derived, here: Here) -> str:
    return NO if node.value is None else absent(node.value, here)


@is_code.register
def _derived_is(node: Derived, code: str, here: Here) -> str:
    return is_code(_of_derived(node, here), code, here)


def _of_derived(node: Derived, here: Here) -> Node:
    if node.value is None:
        raise not_live(node, here)
    return node.value


# --- arithmetic ----------------------------------------------------------------------------------


@value.register
def _arithmetic(node: Arithmetic, here: Here) -> str:
    return f"({value(node.left, here)}{node.operator}{value(node.right, here)})"


@known.register
def _arithmetic_known(node: Arithmetic, here: Here) -> str:
    operands = both(known(node.left, here), known(node.right, here))
    if node.operator != "/" or operands == NO:
        return operands
    divisor = value(node.right, here)
    return f"IF({operands},(ROUND({divisor},6)<>0)*1,0)"


@absent.register
def _arithmetic_absent(node: Arithmetic, here: Here) -> str:
    readable = (_readable(node.left, here), _readable(node.right, here))
    return both(*readable, either(absent(node.left, here), absent(node.right, here)))


def _readable(node: Node, here: Here) -> str:
    return either(known(node, here), absent(node, here))


# --- functions of one row ------------------------------------------------------------------------


@value.register
def _call(node: Call, here: Here) -> str:
    match node.function:
        case "total":
            parts = (_or_nought(a, here) for a in node.arguments)
            return f"({summed(parts)})"
        case "if_else":
            return _chosen(node, here)
        case "year":
            return f"YEAR({value(node.arguments[0], here)})"
        case "length":
            return f"LEN({value(node.arguments[0], here)})"
    raise not_live(node, here)


def _chosen(node: Call, here: Here) -> str:
    """LibreOffice fails on a matrix inside of an IF inside of an IF, outside of arrays."""
    if any(isinstance(below, Through | Lookup | Unique) for below in walk(node)):
        raise NotLive("Công thức Excel không chọn được giữa các số tra cứu từ biểu khác.")
    condition, left, right = node.arguments
    return f"IF({true(condition, here)},{value(left, here)},{value(right, here)})"


def _or_nought(node: Node, here: Here) -> str:
    is_known = known(node, here)
    return value(node, here) if is_known == YES else f"IF({is_known},{value(node, here)},0)"


@known.register
def _call_known(node: Call, here: Here) -> str:
    match node.function:
        case "total":
            some = either(*(known(a, here) for a in node.arguments))
            return both(some, *(_readable(a, here) for a in node.arguments))
        case "if_else":
            condition, left, right = node.arguments
            return either(
                both(true(condition, here), known(left, here)),
                both(false(condition, here), known(right, here)),
            )
        case "year" | "length":
            return known(node.arguments[0], here)
    raise not_live(node, here)


@absent.register
def _call_absent(node: Call, here: Here) -> str:
    match node.function:
        case "total":
            return both(*(absent(a, here) for a in node.arguments))
        case "if_else":
            condition, left, right = node.arguments
            return either(
                both(true(condition, here), absent(left, here)),
                both(false(condition, here), absent(right, here)),
            )
        case "year" | "length":
            return absent(node.arguments[0], here)
    raise not_live(node, here)


@value.register(NameKey)
@known.register(NameKey)
@absent.register(NameKey)
def _name_key(_node: NameKey, _here: Here) -> str:
    raise NotLive("Tên viết khác nhau (hoa, thường, vị trí dấu) chỉ so được khi tổng hợp.")


def as_key(node: Node, here: Here) -> str:
    """A value as it is compared with the same value of another row."""
    if isinstance(node, This):
        return as_key(node.of, _asking(here))
    if isinstance(node, Field) and node.type.kind in (Kind.CHOICE, Kind.TRUTH):
        return shown_text(node.name, here)
    return value(node, here)
