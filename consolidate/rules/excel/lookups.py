"""Counts and sums over other rows, the first of a key, what no row has.

Rows that ask stand below one another, the others side by side: a product with a column of ones
counts for each row that asks. (COUNTIF would take `<5` for a comparison and 0199990011 for a
number; and it cannot ask for many rows at once.)
"""

from __future__ import annotations

from consolidate.plan.models import AnyOf
from consolidate.rules.compiler import compile_expression
from consolidate.rules.excel.cells import trimmed
from consolidate.rules.excel.joined import NO, YES, both, either, other_than
from consolidate.rules.excel.layout import Here, NotLive
from consolidate.rules.excel.readings import absent, false, known, true, value
from consolidate.rules.excel.references import borne_by, label_of
from consolidate.rules.excel.values import as_key
from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import Lookup, Missing, NameKey, Node, Unique, asks


def _ones(here: Here) -> str:
    """A column of ones, one for each row of a sheet."""
    first = next(c.field for c in here.book.plan.sheet(here.sheet).shown)
    return f"ROW({here.book.column(here.sheet, first)})^0"


def _row_numbers(here: Here) -> str:
    """The number of each row; of the row itself where one is judged."""
    first = next(c.field for c in here.book.plan.sheet(here.sheet).shown)
    return here.laid(f"ROW({here.cell(first)})")


def _no_wider(here: Here) -> None:
    if here.arranged == "across":
        raise NotLive("Công thức Excel không đếm được trong một phép đếm khác.")


# --- count, sum, rows ----------------------------------------------------------------------------


@known.register
def _lookup_known(node: Lookup, here: Here) -> str:
    asked = YES
    if node.via is not None:
        label = here.declared(label_of(here, here.sheet))
        asked = other_than(here.book.blank(label, here.cell(label.field)))
    if node.value is None:
        return asked
    met, read = (
        _counted(node, here, YES),
        _counted(node, here, known(node.value, _others(node, here))),
    )
    return both(asked, f"(({met}=0)+({read}>0)>0)")


@value.register
def _lookup_value(node: Lookup, here: Here) -> str:
    _no_wider(here)
    if node.value is not None:
        others = _others(node, here)
        is_known = known(node.value, others)
        return _counted(node, here, f"IF({is_known},{value(node.value, others)},0)")
    if node.distinct is not None:
        return _counted(node, here, _first_met(node, here, node.distinct))
    return _counted(node, here, YES)


def _asks(node: Lookup) -> bool:
    return asks(node.condition) or (node.value is not None and asks(node.value))


def _others(node: Lookup, here: Here) -> Here:
    """The other rows: side by side where they must meet each row that asks."""
    return here.rows(node.sheet, "across" if _asks(node) else "down", asked=_asks(node))


def _met(node: Lookup, others: Here) -> str:
    """Which of the other rows count: filled, no row of a sheet that comes first, and fulfilling."""
    filled = others.book.filled(node.sheet)
    parts = [f"TRANSPOSE({filled})" if others.arranged == "across" else filled]
    if node.via is not None:
        words = value(node.via, others)
        for sheet in node.via.type.targets[: node.via.type.targets.index(node.asking)]:
            if others.arranged == "across":
                raise NotLive("Công thức Excel không tra cứu được từ các dòng nằm ngang.")
            parts.append(other_than(borne_by(words, others, sheet)))
    return both(*parts, true(node.condition, others))


def _counted(node: Lookup, here: Here, weights: str) -> str:
    """The weights of the rows that count for the row here, added up."""
    others = _others(node, here)
    told = both(_met(node, others), weights) if weights != NO else NO
    if told == NO:
        return NO
    down = here.rows(node.sheet, "down")
    if node.via is None and not _asks(node):
        return f"SUMPRODUCT(1*({told}))"
    meets = YES if node.via is None else _refers(node, here, down.turned())
    if _asks(node):
        return f"MMULT(1*({both(meets, told)}),{_ones(down)})"
    return f"MMULT(1*{meets},1*({told}))"


def _refers(node: Lookup, here: Here, across: Here) -> str:
    """Whether each of the other rows, side by side, names the row here."""
    if node.via is None:
        return YES
    own = trimmed(here.cell(label_of(here, here.sheet)))
    return f"({own}={value(node.via, across)})"


def _first_met(node: Lookup, here: Here, identity: str) -> str:
    """Which of the rows that count have none before them that is the same thing and counts."""
    if _asks(node):
        raise NotLive("Công thức Excel không đếm được số khác nhau khi điều kiện hỏi dòng khác.")
    down = here.rows(node.sheet, "down")
    across = down.turned()
    met = _met(node, down)
    parts = [
        _same_thing(identity, down, across),
        f"TRANSPOSE({met})",
        f"({_row_numbers(down)}>{_row_numbers(across)})",
    ]
    if node.via is not None:
        parts.append(f"({value(node.via, down)}={value(node.via, across)})")
    return f"(MMULT(1*({both(*parts)}),{_ones(down)})=0)"


def _same_thing(identity: str, down: Here, across: Here) -> str:
    """Whether rows are the same thing by the plan's identity, names being compared as typed."""
    sheet = down.book.plan.sheet(down.sheet)
    declared = sheet.identity[identity]
    any_of = isinstance(declared, AnyOf)
    verdicts, open_ = [], YES
    for key in declared.any if isinstance(declared, AnyOf) else declared:
        nodes = [_as_typed(compile_expression(part, sheet, down.book.plan)) for part in key]
        filled = both(*(known(n, h) for n in nodes for h in (down, across)))
        agree = both(filled, *(f"({as_key(n, down)}={as_key(n, across)})" for n in nodes))
        verdicts.append(both(open_, agree))
        if not any_of:
            open_ = both(open_, other_than(f"({filled})"))
    return either(*verdicts)


def _as_typed(node: Node) -> Node:
    """A name instead of its key: of two spellings of one name each is its own."""
    return node.of if isinstance(node, NameKey) else node


# --- unique, missing -----------------------------------------------------------------------------


@true.register
def _unique_true(node: Unique, here: Here) -> str:
    return both(_takes_part(node, here), f"({_earlier(node, here)}=0)")


@false.register
def _unique_false(node: Unique, here: Here) -> str:
    return both(_takes_part(node, here), f"({_earlier(node, here)}>0)")


def _takes_part(node: Unique, here: Here) -> str:
    first, *later = node.keys
    return both(known(first, here), *(either(known(k, here), absent(k, here)) for k in later))


def _earlier(node: Unique, here: Here) -> str:
    """How many rows above have the same keys."""
    _no_wider(here)
    across = here.rows(node.sheet, "across")
    parts = [_takes_part(node, across), _same_value(node.keys[0], here, across)]
    for key in node.keys[1:]:
        ours, theirs = known(key, here), known(key, across)
        parts.append(f"({ours}={theirs})")
        parts.append(either(other_than(f"({ours})"), _same_value(key, here, across)))
    parts.append(f"({_row_numbers(here)}>{_row_numbers(across)})")
    return f"MMULT(1*({both(*parts)}),{_ones(across)})"


def _same_value(key: Node, here: Here, across: Here) -> str:
    ours, theirs = as_key(key, here), as_key(key, across)
    if key.type.kind in (Kind.NUMBER, Kind.DATE):
        both_known = both(known(key, here), known(key, across))
        return f"IF({both_known},(ROUND({ours}-{theirs},6)=0)*1,0)"
    return f"({ours}={theirs})"


@absent.register
def _missing_absent(node: Missing, here: Here) -> str:
    """That nothing is missing."""
    return both(_all_read(node, here), f"({_without(node, here)}=0)")


@known.register
def _missing_known(node: Missing, here: Here) -> str:
    return both(_all_read(node, here), f"({_without(node, here)}>0)")


def _without(node: Missing, here: Here) -> str:
    """How many values of the list no row has."""
    down = here.rows(node.sheet, "down")
    shown, titles = trimmed(down.cell(node.field.name)), here.book.titles(node.listed)
    return f"SUMPRODUCT(1*(MMULT(1*({titles}=TRANSPOSE({shown})),{_ones(down)})=0))"


def _all_read(node: Missing, here: Here) -> str:
    down = here.rows(node.sheet, "down")
    readable = either(known(node.field, down), absent(node.field, down))
    return f"(SUMPRODUCT(1*({other_than(readable)}))=0)"
