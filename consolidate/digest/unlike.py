"""How the form of a return differs from the plan's, in words: what an older template lacks or has.

The hidden row of field names tells it; what somebody typed over or beside is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidate.catalogue import PHRASES
from consolidate.read.cells import Sheet
from consolidate.recognise.heads import field_names_in, texts_of
from consolidate.recognise.sheets import FoundSheet, FoundSheets
from consolidate.recognise.titles import title_key
from consolidate.text import mask

MOST = 4  # titles of a kind that are named one by one
FIELD_NAMES = 3  # names in a row that make a sheet one of a template


def unlike(sheets: FoundSheets) -> tuple[str, ...]:
    """Each sheet that is lacking or new, each table with columns that are; none where all agree."""
    return (
        *_said("sheets_gone", [s.title for s in sheets.missing]),
        *_said("sheets_more", [s.title for s in sheets.foreign if _is_of_a_template(s)]),
        *(text for found in sheets.found.values() for text in _of_table(found)),
    )


def _is_of_a_template(sheet: Sheet) -> bool:
    return len(field_names_in(sheet)) >= FIELD_NAMES


def _of_table(found: FoundSheet) -> Iterator[str]:
    head, plan = found.head, found.plan
    named = dict(texts_of(found.sheet, head.first)) if head else {}
    if head is None or not plan.by_field.keys() & named.values():
        return
    gone = [plan.by_field[f].title for f in head.missing if plan.by_field[f].type != "row_number"]
    more = [header for column, header in head.extra if column in named and named[column].isascii()]
    other = [
        PHRASES["titled"].format(title=plan.by_field[c.field].title, header=mask(c.header))
        for c in head.columns
        if c.header and title_key(c.header) != title_key(plan.by_field[c.field].title)
    ]
    parts = (*_said("columns_gone", gone), *_said("columns_more", more), *_said("renamed", other))
    if parts:
        yield PHRASES["in_sheet"].format(sheet=plan.title, said=", ".join(parts))


def _said(phrase: str, names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    shown = ", ".join(n if n[:1] == "“" else f"“{mask(n)}”" for n in names[:MOST])
    rest = PHRASES["and_more"].format(number=len(names) - MOST) if len(names) > MOST else ""
    return (PHRASES[phrase].format(names=shown + rest),)
