"""What a formula reads in a cell, by the type of its column."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.plan.models import Column
from consolidate.rules.excel.joined import NO, YES, either, other_than, text
from consolidate.rules.excel.layout import Here, NotLive
from consolidate.rules.excel.readings import absent, false, is_code, known, one_of, true, value
from consolidate.rules.kinds import Kind
from consolidate.rules.nodes import Field

YES_NO = "yes_no"  # the list behind every column of that type
BAR = "|"  # between titles
SEVERAL = 3


def trimmed(cell: str) -> str:
    """The text of a cell without blanks that nobody sees."""
    return f'TRIM(SUBSTITUTE({cell},"\u00a0"," "))'


def literally(words: str) -> str:
    """A text to be looked for in cells as it stands: MATCH takes `*` and `?` for anything."""
    for sign in "~*?":
        words = f'SUBSTITUTE({words},"{sign}","~{sign}")'
    return words


def plain(words: str) -> str:
    """A text with other signs for those that MATCH takes for anything.

    Both what is looked for and what it is looked for among: LibreOffice knows no escaped signs
    among texts that a formula has made, Excel does.
    """
    for sign, other in zip("~*?", "¬¤¿", strict=True):
        words = f'SUBSTITUTE({words},"{sign}","{other}")'
    return words


def in_list(words: str, titles: str) -> str:
    """Whether a text is one of the titles of a list."""
    return f"ISNUMBER(MATCH({literally(words)},{titles},0))"


@true.register
def _true(node: Field, here: Here) -> str:
    return is_code(node, "yes", here)


@false.register
def _false(node: Field, here: Here) -> str:
    return is_code(node, "no", here)


def shown_text(field: str, here: Here) -> str:
    """The text that the cells of a field show."""
    return here.laid(trimmed(here.cell(field)))


@is_code.register
def _is_code(node: Field, code: str, here: Here) -> str:
    if not here.shows(node.name):
        return NO
    shown = _shown(here.declared(node.name), code, here)
    return f"({shown_text(node.name, here)}={text(shown)})"


@one_of.register
def _one_of(node: Field, codes: Sequence[str], here: Here) -> str:
    """Several titles are looked through at once: each comparison would trim the cell anew."""
    if not here.shows(node.name):
        return NO
    column = here.declared(node.name)
    titles = [_shown(column, code, here) for code in codes]
    if len(titles) < SEVERAL or any(BAR in title for title in titles):
        return either(*(is_code(node, code, here) for code in codes))
    asked = f'"{BAR}"&{literally(trimmed(here.cell(node.name)))}&"{BAR}"'
    among = text(BAR + "".join(title + BAR for title in titles))
    return here.laid(f"ISNUMBER(SEARCH({asked},{among}))")


def _shown(column: Column, code: str, here: Here) -> str:
    """What a cell of a column shows for a code."""
    if column.type == "code":
        return code
    values = here.book.plan.lists[column.list or YES_NO].values
    for listed in values:
        if listed.code == code:
            return listed.title
    if values:
        return code  # a code of another sheet's list: no cell of this one shows it
    raise NotLive("Danh mục này mỗi đơn vị một khác, công thức không gọi tên từng giá trị được.")


@value.register
def _value(node: Field, here: Here) -> str:
    return here.laid(_in_cell(node, here)) if here.shows(node.name) else "0"


def _in_cell(node: Field, here: Here) -> str:
    cell, column = here.cell(node.name), here.declared(node.name)
    match node.type.kind:
        case Kind.NUMBER:
            return cell
        case Kind.DATE if column.month_only_allowed:
            return f"INT(IF(ISNUMBER({cell}),{cell},{_first_of_month(cell)}))"
        case Kind.DATE:
            return f"INT({cell})"
        case _:
            return trimmed(cell)


def _first_of_month(cell: str) -> str:
    """The date of a text such as 03/2025."""
    words = trimmed(cell)
    return f"DATE(RIGHT({words},4)*1,LEFT({words},LEN({words})-5)*1,1)"


@known.register
def _known(node: Field, here: Here) -> str:
    if not here.shows(node.name):
        return NO
    column = here.declared(node.name)
    match node.type.kind:
        case Kind.NUMBER | Kind.DATE:
            asked = _in_cell(node, here) if column.month_only_allowed else here.cell(node.name)
            return here.laid(f"ISNUMBER({asked})")
        case Kind.CHOICE | Kind.TRUTH if column.type != "code":
            titles = here.book.titles(column.list or YES_NO)
            return here.laid(in_list(trimmed(here.cell(node.name)), titles))
        case _:
            return other_than(absent(node, here))


@absent.register
def _absent(node: Field, here: Here) -> str:
    if not here.shows(node.name):
        return YES
    return here.laid(here.book.blank(here.declared(node.name), here.cell(node.name)))
