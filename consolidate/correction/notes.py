"""Notes on wrong cells: what is wrong and what to do, where the cursor comes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consolidate import style
from consolidate.correction import words
from consolidate.correction.lines import Line
from consolidate.issues import Severity
from consolidate.recognise.own_marks import NOTE_HEADS
from consolidate.template import FormLayout, Layout
from consolidate.template.drawing import Pen, must

MOST = 500  # notes of one sheet; one with more faults has its list
WIDTH, LINE, LETTERS = 340, 17, 46  # pixels of a note and of a line of it, letters in a line
FILLS = {Severity.ERROR: "#FDE9EB", Severity.WARNING: "#FFF6D6"}
HEADS = dict(zip((Severity.ERROR, Severity.WARNING), NOTE_HEADS, strict=True))


def write_notes(pens: Mapping[str, Pen], lines: Sequence[Line], where: Layout, author: str) -> None:
    """Hang a note on each cell that a line speaks of; several findings share one."""
    notes: dict[tuple[str, int, int], list[str]] = {}
    grave: dict[tuple[str, int, int], Severity] = {}
    for line in lines:
        if line.severity not in HEADS:
            continue
        for told in line.found:
            if told.spot is None:
                continue
            at = _at(line.sheet, told.spot.row, told.spot.field, where)
            text = words.NOTE.format(
                head=HEADS[line.severity], code=line.code, why=told.why, todo=told.todo
            )
            notes.setdefault(at, []).append(text)
            grave.setdefault(at, line.severity)
    written: dict[str, int] = {}
    for (title, row, column), texts in notes.items():
        written[title] = written.get(title, 0) + 1
        if written[title] <= MOST:
            _write(pens[title], row, column, "\n\n".join(texts), author, grave[title, row, column])


def _at(sheet: str, row: int, field: str, where: Layout) -> tuple[str, int, int]:
    table = where.tables.get(sheet)
    if table is None:
        form: FormLayout = where.form
        return form.title, form.rows[field], form.input_column
    return table.title, row, table.columns[field]


def _write(pen: Pen, row: int, column: int, text: str, author: str, severity: Severity) -> None:
    lines = sum(1 + len(part) // LETTERS for part in text.split("\n"))
    options = {
        "author": author,
        "color": FILLS[severity],
        "font_name": style.FONT,
        "font_size": 11,
        "width": WIDTH,
        "height": LINE * (lines + 1),
    }
    must(pen.sheet.write_comment(row - 1, column - 1, text, options))
