"""Counts and sums over other rows, the first of a key, what no row has.

Rows that ask stand below one another, the others side by side: a product with a column of ones
counts for each row that asks. (COUNTIF would take `<5` for a comparison and 0199990011 for a
number; and it cannot ask for many rows at once.) Whether a row above is the same is asked of one
column by MATCH, which costs a tenth of a square of rows against rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from consolidate.plan.models import AnyOf
from consolidate.rules.compiler import compile_expression
from consolidate.rules.excel.cells import plain, trimmed
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
    met, place = _met(node, down), _places(down, down)
    apart = [] if node.via is None else [value(node.via, down)]
    kept: list[set[str]] = []
    earlier = []
    for own, theirs, key in _ways_to_be_the_same(identity, down):
        parts = list(dict.fromkeys([*(as_key(n, down) for n in key), *apart]))
        if _is_any(identity, down) and any(said <= set(parts) for said in kept):
            continue  # who is the same by more is the same by less
        kept.append(set(parts))
        words = _in_one_text(parts)
        earlier.append(both(own, _stands_before(place, words, both(met, theirs), words)))
    return other_than(either(*earlier))


def _is_any(identity: str, down: Here) -> bool:
    """Whether each key of an identity speaks for itself."""
    return isinstance(down.book.plan.sheet(down.sheet).identity[identity], AnyOf)


def _ways_to_be_the_same(identity: str, down: Here) -> Iterator[tuple[str, str, tuple[Node, ...]]]:
    """What a row and the other must fill in, and the key by which they are then compared.

    With `any` each key speaks for itself; else the first one that is filled in both decides, so
    that a later key is asked of others that lack what this row has. Names are compared as typed.
    """
    sheet = down.book.plan.sheet(down.sheet)
    declared = sheet.identity[identity]
    any_of = isinstance(declared, AnyOf)
    filled: list[str] = []
    for parts in declared.any if isinstance(declared, AnyOf) else declared:
        key = tuple(_as_typed(compile_expression(p, sheet, down.book.plan)) for p in parts)
        present = both(*(known(n, down) for n in key))
        for has in product((True, False), repeat=0 if any_of else len(filled)):
            before = list(zip(filled, has, strict=False))
            ours = [f if own else other_than(f"({f})") for f, own in before]
            theirs = [other_than(f"({f})") for f, own in before if own]
            yield both(present, *ours), both(present, *theirs), key
        filled.append(present)


def _in_one_text(parts: list[str]) -> str:
    """Several values as one text, to be looked for together."""
    return '&"|"&'.join(parts)


def _places(here: Here, down: Here) -> str:
    """The place of a row among all rows of its sheet, counted from 1."""
    return f"({_row_numbers(here)}-MIN({_row_numbers(down)})+1)"


def _stands_before(place: str, words: str, among: str, theirs: str) -> str:
    """Whether a row above bears the same text, of those rows that count."""
    found = f"MATCH({plain(words)},IF({among},{plain(theirs)}),0)"
    return f"(IFERROR({found},{place})<{place})"


def _as_typed(node: Node) -> Node:
    """A name instead of its key: of two spellings of one name each is its own."""
    return node.of if isinstance(node, NameKey) else node


# --- unique, missing -----------------------------------------------------------------------------


@true.register
def _unique_true(node: Unique, here: Here) -> str:
    return both(_takes_part(node, here), other_than(_earlier(node, here)))


@false.register
def _unique_false(node: Unique, here: Here) -> str:
    return both(_takes_part(node, here), _earlier(node, here))


def _takes_part(node: Unique, here: Here) -> str:
    first, *later = node.keys
    return both(known(first, here), *(either(known(k, here), absent(k, here)) for k in later))


def _earlier(node: Unique, here: Here) -> str:
    """Whether a row above has the same keys."""
    _no_wider(here)
    down = here.rows(node.sheet, "down")
    ours, theirs = (_in_one_text([_as_words(k, h) for k in node.keys]) for h in (here, down))
    return _stands_before(_places(here, down), ours, _takes_part(node, down), theirs)


def _as_words(key: Node, here: Here) -> str:
    """A key as text; what is blank is the empty text."""
    words = as_key(key, here)
    if key.type.kind in (Kind.NUMBER, Kind.DATE):
        words = f"ROUND({words},6)"
    return f'IF({known(key, here)},{words}&"","")'


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
