"""What a return holds that has no place in the template: kept for the appendix, in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from consolidate.catalogue import REASONS
from consolidate.correction import words
from consolidate.correction.blocks import Block
from consolidate.correction.entries import as_typed, lost_with
from consolidate.correction.returned import Returned, ReturnedSheet
from consolidate.issues import Place, column_letters
from consolidate.plan.models import SheetPlan
from consolidate.read.cells import (
    COLUMN,
    ERROR,
    FORMULA,
    HAS_FORMULA,
    KIND,
    TEXT,
    VALUE,
    Cell,
    Sheet,
)
from consolidate.recognise.heads import find_head
from consolidate.recognise.own_marks import (
    CELL_SENT,
    ROW_KEY,
    ROW_SENT,
    TO_MOVE,
    kept_in,
    says_something,
)
from consolidate.sheet_names import APPENDIX, TO_FIX
from consolidate.template import Entry
from consolidate.template import words as template_words
from consolidate.template.shape import head_text, unit_text
from consolidate.text import bare, mask, tidy

_IDENTITY = re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(tidy(template_words.IDENTITY))))


def leftovers_of(returned: Returned, taken: Iterable[str]) -> tuple[Block, ...]:
    """Everything that is not in the tables and on the form: extra columns, rows that are no data,
    what stands beside a table, notes of the unit, its other sheets, and an earlier appendix.

    `taken` are the reasons of rows that stand in the tables although they are no data.
    """
    made: list[Block] = []
    if returned.appendix is not None:
        made += _earlier(returned, returned.appendix)
    for sheet in returned.sheets.values():
        plan = sheet.found.plan
        known = frozenset(_texts_of(plan))
        if sheet.rows is not None:
            made += _extra_columns(returned, sheet, plan)
            made += _other_rows(returned, sheet, plan, frozenset(taken))
            made += _quoted_errors(sheet, plan)
        elif plan.kind == "table":
            made.append(
                _whole(returned, sheet.found.sheet, words.UNREAD_SHEET, plan.key, plan.title)
            )
        if plan.kind == "form" or sheet.rows is not None:
            made += _other_cells(returned, sheet, plan, known)
        made += _own_notes(sheet.found.sheet, plan)
        made += (_copy(returned, copy, plan, known) for copy, _ in sheet.found.copies)
    for foreign in returned.foreign:
        made.append(_whole(returned, foreign, words.OTHER_SHEET, foreign.title, foreign.title))
    return tuple(b for b in made if b.rows)


def _texts_of(plan: SheetPlan) -> Iterator[str]:
    """The texts that the template itself draws on a sheet."""
    yield from (plan.title.upper(), plan.help, ROW_KEY, words.BACK.format(sheet=TO_FIX))
    yield from template_words.FORM_HEAD
    for column in plan.shown:
        yield from (column.field, column.title, head_text(column), unit_text(column), column.help)
        yield from column.aliases


def _extra_columns(returned: Returned, sheet: ReturnedSheet, plan: SheetPlan) -> Iterator[Block]:
    """Columns that belong to no field, each value beside the name of its row."""
    assert sheet.rows is not None and sheet.found.head is not None
    head = sheet.found.head
    extra = _extra(sheet)
    if not extra:
        return
    titles = _texts_in(sheet.found.sheet, head.row)
    label = head.by_field.get(plan.label or "", 0)
    rows = []
    numbers = []
    for row, cells in sheet.rows.at.items():
        if any(c in cells for c in extra):
            named = _content(returned, cells.get(label))
            rows.append((row, named, *(_content(returned, cells.get(c)) for c in extra)))
            numbers.append(row)
    label_title = plan.by_field[plan.label].title if plan.label else ""
    shown = tuple(mask(titles.get(c, column_letters(c))) for c in extra)
    yield Block(
        plan.key,
        words.EXTRA_COLUMNS.format(sheet=plan.title),
        (ROW_SENT, label_title, *shown),
        tuple(rows),
        tuple(numbers),
        (0, 0, *extra),
    )


def _extra(sheet: ReturnedSheet) -> list[int]:
    """Columns with data that belong to no field."""
    if sheet.rows is None or sheet.found.head is None:
        return []
    used = set(sheet.found.head.by_field.values())
    return sorted({c for cells in sheet.rows.at.values() for c in cells} - used)


def _other_rows(
    returned: Returned, sheet: ReturnedSheet, plan: SheetPlan, taken: frozenset[str]
) -> Iterator[Block]:
    """Rows that are no data: totals, headings, notes, signatures, with the reason of each."""
    assert sheet.rows is not None and sheet.found.head is not None
    titles = {c: plan.by_field[f].title for f, c in sheet.found.head.by_field.items()}
    others = [(n, c) for n, c in sheet.rows.body if sheet.rows.verdicts[n] not in taken]
    for is_beside, heading in ((True, words.ROWS_BESIDE), (False, words.OTHER_ROWS)):
        some = [(n, c) for n, c in others if any(x[COLUMN] not in titles for x in c) is is_beside]
        columns = sorted({c[COLUMN] for _, cells in some for c in cells})
        shown = (titles.get(c, column_letters(c)) for c in columns)
        yield Block(
            plan.key,
            heading.format(sheet=plan.title),
            (ROW_SENT, words.REASON, *shown),
            tuple(
                (n, REASONS[sheet.rows.verdicts[n]], *_spread(returned, cells, columns))
                for n, cells in some
            ),
            tuple(n for n, _ in some),
            is_beside=is_beside,
        )


def _other_cells(
    returned: Returned, sheet: ReturnedSheet, plan: SheetPlan, known: frozenset[str]
) -> Iterator[Block]:
    """What was typed above or into the head of a table, or beside the lines of the form."""
    ours = {bare(text) for text in known} - {""}
    answered = (line for line in returned.lines.values() if not line.others)
    inputs = {(line.row, line.column) for line in answered}
    extra = set(_extra(sheet))
    above = {n for n, _ in sheet.rows.above} if sheet.rows else set()
    last = sheet.head_row if plan.kind == "table" else max(sheet.found.sheet.rows, default=0)
    found = [
        (Place("", "", row, cell[COLUMN]).cell, _content(returned, cell))
        for row, cells in sorted(sheet.found.sheet.rows.items())
        if row <= last and row not in above
        for cell in cells
        if not (plan.kind == "form" and (row, cell[COLUMN]) in inputs)
        and not (row == sheet.head_row and cell[COLUMN] in extra)
        and not _is_ours(cell, ours)
    ]
    heading = words.OTHER_CELLS.format(sheet=plan.title)
    yield Block(plan.key, heading, (CELL_SENT, words.CONTENT), tuple(found))


def _is_ours(cell: Cell, ours: set[str]) -> bool:
    """Whether a cell holds nothing, a formula, or a text of the template, however it is spelt."""
    if cell[KIND] != TEXT or cell[HAS_FORMULA]:
        return cell[HAS_FORMULA]
    text = tidy(str(cell[VALUE]))
    return not text or bare(text) in ours or bool(_IDENTITY.fullmatch(text))


def _own_notes(sheet: Sheet, plan: SheetPlan) -> Iterator[Block]:
    """Notes that the unit hung on cells."""
    found = tuple(
        (Place("", "", row, column).cell, mask(text))
        for (row, column), text in sorted(sheet.comments.items())
        if tidy(text)
    )
    heading = words.OWN_NOTES.format(sheet=plan.title)
    yield Block(plan.key, heading, (CELL_SENT, words.CONTENT), found)


def _quoted_errors(sheet: ReturnedSheet, plan: SheetPlan) -> Iterator[Block]:
    """What error cells quote and cannot show: two values of one address, too long a text."""
    assert sheet.rows is not None
    found = tuple(
        (Place("", "", row, cell[COLUMN]).cell, quoted)
        for row, cells in sheet.rows.body
        for cell in cells
        if (quoted := lost_with(cell))
    )
    heading = words.LONG_CELLS.format(sheet=plan.title)
    yield Block(plan.key, heading, (CELL_SENT, words.CONTENT), found)


def _copy(returned: Returned, sheet: Sheet, plan: SheetPlan, known: frozenset[str]) -> Block:
    """A copy of a sheet of ours: what was typed into it, under the titles that stand there."""
    ours = {bare(text) for text in known} - {""}
    head = find_head(sheet, plan) if plan.kind == "table" else None
    typed = {
        n: [c for c in cells if (head and n > head.row and c[HAS_FORMULA]) or not _is_ours(c, ours)]
        for n, cells in sheet.rows.items()
    }
    block = _whole(
        returned, replace(sheet, rows=typed), words.OTHER_SHEET, sheet.title, sheet.title
    )
    titles = {bare(text): c.title for c in plan.shown for text in (c.title, head_text(c))}
    found = {
        column_letters(c[COLUMN]): titles[text]
        for cells in sheet.rows.values()
        for c in cells
        if c[KIND] == TEXT and (text := bare(tidy(str(c[VALUE])))) in titles
    }
    return replace(block, head=tuple(found.get(letters, letters) for letters in block.head))


def _whole(returned: Returned, sheet: Sheet, heading: str, key: str, title: str) -> Block:
    """A sheet as it was, each row with its number."""
    rows = {
        n: cells for n, cells in sorted(sheet.rows.items()) if any(says_something(c) for c in cells)
    }
    columns = sorted({c[COLUMN] for cells in rows.values() for c in cells if says_something(c)})
    return Block(
        key,
        heading.format(sheet=mask(title)),
        (ROW_SENT, *map(column_letters, columns)),
        tuple((n, *_spread(returned, cells, columns)) for n, cells in rows.items()),
        tuple(rows),
        is_sheet=True,
    )


def _earlier(returned: Returned, sheet: Sheet) -> Iterator[Block]:
    """The appendix of the workbook that the unit sent back, block by block."""
    rest = {n: cells for n, row in sheet.rows.items() if (cells := _without_title(row))}
    for kept in kept_in(replace(sheet, rows=rest)):
        every = (kept.head, *kept.rows)
        columns = range(1, max((c[COLUMN] for row in every for c in row), default=0) + 1)
        titles = _spread(returned, kept.head, columns)
        yield Block(
            APPENDIX,
            kept.heading.removeprefix(TO_MOVE),
            tuple("" if t is None else str(t) for t in titles) if kept.head else (),
            tuple(_spread(returned, cells, columns) for cells in kept.rows),
            (kept.row,) * len(kept.rows),
            is_urgent=kept.heading.startswith(TO_MOVE),
        )


def _without_title(cells: Sequence[Cell]) -> list[Cell]:
    """A row of an earlier appendix without what stands over all of them."""
    ours = (words.APPENDIX_TITLE, words.APPENDIX_HOW)
    return [c for c in cells if c[KIND] != TEXT or tidy(str(c[VALUE])) not in ours]


def _spread(returned: Returned, cells: Iterable[Cell], columns: Iterable[int]) -> tuple[Entry, ...]:
    at: Mapping[int, Cell] = {c[COLUMN]: c for c in cells}
    return tuple(_content(returned, at.get(c)) for c in columns)


def _content(returned: Returned, cell: Cell | None) -> Entry:
    """The content of a cell outside the tables; an error as its text."""
    if cell is None or cell[KIND] == FORMULA:
        return None
    return mask(str(cell[VALUE])) if cell[KIND] == ERROR else as_typed(cell, returned.style(cell))


def _texts_in(sheet: Sheet, row: int) -> dict[int, str]:
    return {c[COLUMN]: tidy(str(c[VALUE])) for c in sheet.rows.get(row, ()) if c[KIND] == TEXT}
