"""The form sheet: one line a field, and what it says about who reports, when, and which sending."""

from __future__ import annotations

from dataclasses import dataclass

from consolidate.plan.models import SheetPlan
from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Cell, Sheet
from consolidate.recognise.columns import title_key
from consolidate.text import tidy


@dataclass(frozen=True, slots=True)
class FormLine:
    """Where a field of the form stands: its row, the column of its input, and the cell if any."""

    field: str
    row: int
    column: int
    cell: Cell | None


def find_form(sheet: Sheet, plan: SheetPlan) -> tuple[FormLine, ...]:
    """The lines of the form: by the field names down a column, else by the words of the labels.

    The input is the cell right of the label; where that is blank, the next one that is not. The
    plan's own help, which the template prints beside the input, is no input. A field that is found
    nowhere has no line.
    """
    fields = {c.field for c in plan.shown}
    titles = {title_key(c.title): c.field for c in plan.shown}
    helps = {c.field: tidy(c.help) for c in plan.shown}
    aliases = {title_key(a): c.field for c in plan.shown for a in c.aliases}
    lines: dict[str, FormLine] = {}
    for row in sorted(sheet.rows):
        cells = sheet.rows[row]
        texts = [(c[COLUMN], tidy(str(c[VALUE]))) for c in cells if c[KIND] == TEXT]
        marked = next(((c, v) for c, v in texts if v in fields), None)
        label = next(((c, v) for c, v in texts if title_key(v) in titles), None)
        if marked:
            field, start = marked[1], label[0] if label else marked[0] + 1
        elif label:
            field, start = titles[title_key(label[1])], label[0]
        else:
            other = next(((c, v) for c, v in texts if title_key(v) in aliases), None)
            if other is None:
                continue
            field, start = aliases[title_key(other[1])], other[0]
        if field not in lines:
            after = [c for c in cells if c[COLUMN] > start and tidy(str(c[VALUE])) != helps[field]]
            first = after[0] if after and after[0][COLUMN] <= start + 3 else None
            lines[field] = FormLine(field, row, first[COLUMN] if first else start + 1, first)
    return tuple(lines.values())
