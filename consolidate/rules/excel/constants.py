"""What is the same in every row: constants, settings, the period, who sent the file."""

from __future__ import annotations

from datetime import date

from consolidate.rules.excel.joined import NO, YES, text
from consolidate.rules.excel.layout import Here
from consolidate.rules.excel.readings import absent, false, is_code, known, not_live, true, value
from consolidate.rules.nodes import Literal, Node, PeriodDate, Sent, Setting

Plain = str | float | bool | date


def written(constant: Plain) -> str:
    """A constant as a formula writes it."""
    if isinstance(constant, date):
        return f"DATE({constant.year},{constant.month},{constant.day})"
    if isinstance(constant, str):
        return text(constant)
    if isinstance(constant, bool):
        return YES if constant else NO
    return f"{int(constant)}" if constant == int(constant) else repr(float(constant))


def _constant(node: Node, here: Here) -> Plain | None:
    """What a constant node stands for; None for a setting without a value."""
    match node:
        case Literal():
            return node.value
        case PeriodDate():
            return here.book.period.start if node.what == "start" else here.book.period.end
        case Setting():
            return here.book.settings[node.name]
    raise not_live(node, here)


@value.register(Literal)
@value.register(PeriodDate)
@value.register(Setting)
def _value_of_constant(node: Node, here: Here) -> str:
    constant = _constant(node, here)
    return written("" if constant is None else constant)


@known.register(Literal)
@known.register(PeriodDate)
@known.register(Setting)
def _constant_known(node: Node, here: Here) -> str:
    return NO if _constant(node, here) is None else YES


@absent.register(Setting)
def _constant_absent(node: Node, here: Here) -> str:
    return YES if _constant(node, here) is None else NO


@true.register(Literal)
@true.register(Setting)
def _constant_true(node: Node, here: Here) -> str:
    return YES if _constant(node, here) is True else NO


@false.register(Literal)
@false.register(Setting)
def _constant_false(node: Node, here: Here) -> str:
    return YES if _constant(node, here) is False else NO


@is_code.register(Literal)
@is_code.register(Setting)
def _constant_is(node: Node, code: str, here: Here) -> str:
    return YES if _constant(node, here) == code else NO


# --- who sent it ---------------------------------------------------------------------------------


@value.register
def _sent(node: Sent, here: Here) -> str:
    names = {
        "unit": here.book.unit,
        "name": here.book.unit_name,
        "level": here.book.unit_level,
        "cutoff": here.book.cutoff,
    }
    return names[node.what]


@known.register
def _sent_known(node: Sent, here: Here) -> str:
    return YES if node.what == "cutoff" else f'({value(node, here)}<>"")'


@is_code.register
def _sent_is(node: Sent, code: str, here: Here) -> str:
    return f"({value(node, here)}={text(code)})"
