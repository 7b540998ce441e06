"""Choices that are no cells: flags of a list, values chosen by a condition, known ones."""

from __future__ import annotations

from consolidate.rules.excel.joined import both, either, other_than
from consolidate.rules.excel.layout import Here
from consolidate.rules.excel.readings import absent, false, is_code, known, not_live, one_of, true
from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import Call, Flag


@true.register
def _flag_true(node: Flag, here: Here) -> str:
    return one_of(node.of, [code for code, said in node.values if said], here)


@false.register
def _flag_false(node: Flag, here: Here) -> str:
    return both(known(node.of, here), other_than(true(node, here)))


@is_code.register
def _flag_is(node: Flag, code: str, here: Here) -> str:
    return one_of(node.of, [own for own, said in node.values if said == code], here)


@known.register
def _flag_known(node: Flag, here: Here) -> str:
    if node.type.kind is Kind.TRUTH:  # a flag that is not written is said to be false
        return known(node.of, here)
    return one_of(node.of, [code for code, _ in node.values], here)


@absent.register
def _flag_absent(node: Flag, here: Here) -> str:
    if node.type.kind is Kind.TRUTH:
        return absent(node.of, here)
    return either(absent(node.of, here), both(known(node.of, here), other_than(known(node, here))))


@is_code.register
def _if_else_is(node: Call, code: str, here: Here) -> str:
    if node.function != "if_else":
        raise not_live(node, here)
    condition, left, right = node.arguments
    return either(
        both(true(condition, here), is_code(left, code, here)),
        both(false(condition, here), is_code(right, code, here)),
    )
