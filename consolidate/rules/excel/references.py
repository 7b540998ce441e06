"""References: whether a name stands on another sheet, and what that row says.

A name is looked for as it is typed. Its row is the first that bears it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from consolidate.rules.excel.cells import plain, trimmed
from consolidate.rules.excel.joined import NO, both, either, other_than
from consolidate.rules.excel.layout import Here, NotLive
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
from consolidate.rules.nodes import Field, Found, Node, SheetOf, This, Through


def label_of(here: Here, sheet: str) -> str:
    """The field by which rows of a sheet are referred to."""
    label = here.book.plan.sheet(sheet).label
    if label is None:
        raise NotLive("Biểu được tham chiếu không có cột tên.")
    return label


def borne_by(words: str, here: Here, sheet: str) -> str:
    """Whether a row of a sheet bears a name (not blank)."""
    names = trimmed(here.book.column(sheet, label_of(here, sheet)))
    return f"ISNUMBER(MATCH({plain(words)},{plain(names)},0))"


def _cell_of(node: Node, here: Here) -> tuple[Field, Here]:
    """The cell in which a reference stands, and from where it is seen."""
    if isinstance(node, This) and here.asking is not None:
        return _cell_of(node.of, here.asking)
    if isinstance(node, Field):
        return node, here
    raise NotLive("Công thức Excel không đi qua hai lần tham chiếu.")


def _targets(node: Node, here: Here) -> Iterator[tuple[str, str]]:
    """Each sheet that a reference may point to, with the formula that it points there."""
    for sheet, unclaimed, borne in _in_turn(node, here):
        yield sheet, both(unclaimed, borne)


def _in_turn(node: Node, here: Here) -> Iterator[tuple[str, str, str]]:
    """Each sheet that may be meant: that none before it is, and that it has the name."""
    field, place = _cell_of(node, here)
    if place.arranged == "across":
        raise NotLive("Công thức Excel không tra cứu được từ các dòng nằm ngang.")
    words = value(field, place)
    before: list[str] = [known(field, place)]
    for sheet in field.type.targets:
        borne = borne_by(words, place, sheet)
        yield sheet, both(*before), borne
        before.append(other_than(borne))


@true.register
def _found_true(node: Found, here: Here) -> str:
    return _on_any(node.reference, here)


def _on_any(reference: Node, here: Here) -> str:
    """Whether a row of any sheet that may be meant bears the name."""
    field, place = _cell_of(reference, here)
    borne = (borne for _, _, borne in _in_turn(reference, here))
    return both(known(field, place), either(*borne))


@false.register
def _found_false(node: Found, here: Here) -> str:
    field, place = _cell_of(node.reference, here)
    return both(known(field, place), other_than(true(node, here)))


@is_code.register
def _sheet_is(node: SheetOf, code: str, here: Here) -> str:
    return dict(_targets(node.reference, here)).get(code, NO)


@known.register
def _sheet_known(node: SheetOf, here: Here) -> str:
    return _on_any(node.reference, here)


# --- what the row says ---------------------------------------------------------------------------


def _gathered(node: Through, here: Here, ask: Callable[[Node, Here], str]) -> str:
    """A 0 or 1 of the row that a reference points to; what is picked is 0 where there is none."""
    parts = []
    inner = dict(node.inner)
    for sheet, unclaimed, _ in _in_turn(node.reference, here):
        if sheet in inner:
            told = ask(inner[sheet], here.rows(sheet, "down"))
            if told != NO:
                parts.append(both(unclaimed, f"({_picked(node, here, sheet, told)}>0)"))
    return either(*parts)


def _picked(node: Through, here: Here, sheet: str, numbers: str) -> str:
    """Of one number a row of a sheet, that of the row that a reference points to; else 0.

    LOOKUP answers a whole column of places at once, where INDEX would give one value.
    """
    field, place = _cell_of(node.reference, here)
    names = here.book.column(sheet, label_of(here, sheet))
    first = f"MATCH({plain(value(field, place))},{plain(trimmed(names))},0)"
    places = f"ROW({names})-MIN(ROW({names}))+1"
    return f"IFERROR(LOOKUP({first},{places},({numbers})*ROW({names})^0),0)"


@true.register
def _through_true(node: Through, here: Here) -> str:
    return _gathered(node, here, true)


@false.register
def _through_false(node: Through, here: Here) -> str:
    return _gathered(node, here, false)


@known.register
def _through_known(node: Through, here: Here) -> str:
    return _gathered(node, here, known)


@absent.register
def _through_absent(node: Through, here: Here) -> str:
    return _gathered(node, here, absent)


@is_code.register
def _through_is(node: Through, code: str, here: Here) -> str:
    return _gathered(node, here, lambda inner, place: is_code(inner, code, place))


@one_of.register
def _through_one_of(node: Through, codes: Sequence[str], here: Here) -> str:
    """The row is looked for once, not once for each code."""
    return _gathered(node, here, lambda inner, place: one_of(inner, codes, place))


@value.register
def _through_value(node: Through, here: Here) -> str:
    """A number or a date; texts cannot be added up."""
    if node.type.kind not in ("number", "date"):
        raise not_live(node, here)
    parts = []
    inner = dict(node.inner)
    for sheet, unclaimed, _ in _in_turn(node.reference, here):
        if sheet in inner:
            down = here.rows(sheet, "down")
            number = f"IF({known(inner[sheet], down)},{value(inner[sheet], down)},0)"
            parts.append(both(unclaimed, _picked(node, here, sheet, number)))
    return f"({'+'.join(parts)})"
