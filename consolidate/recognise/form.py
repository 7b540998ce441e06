"""The form sheet: one line a field, and what it says about who reports, when, and which sending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from consolidate.plan.models import SheetPlan
from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Cell, Sheet
from consolidate.recognise.titles import Titles, titles_of
from consolidate.text import tidy

REACH = 3  # columns right of a label in which its input may stand


@dataclass(frozen=True, slots=True)
class FormLine:
    """Where a field of the form stands: its row, the column of its input, and the cell if any.

    `others` are rows that claim the same field and say something else, `beside` are cells right of
    the input that are not the plan's help.
    """

    field: str
    row: int
    column: int
    cell: Cell | None
    others: tuple[int, ...] = ()
    beside: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A row that names a field: where, the column of its label (0 if unknown), cells beyond."""

    field: str
    row: int
    at: int
    label: int
    after: tuple[Cell, ...]

    def labelled(self, labels: int) -> _Named:
        """With a label column: its own, else the one of the other lines, else the next."""
        label = self.label or max(labels, self.at + 1)
        return replace(self, label=label, after=tuple(c for c in self.after if c[COLUMN] > label))


def find_form(sheet: Sheet, plan: SheetPlan) -> tuple[FormLine, ...]:
    """The lines of the form: by the field names down a column, else by the words of the labels.

    The input is the cell right of the label; where that is blank, the next one that is not, as far
    as the column of the plan's own help, which the template prints beside the inputs. A field that
    is found nowhere has no line; labels count only for fields that no name claims.
    """
    titles = titles_of(plan)
    ways: tuple[Callable[[str], str | None], ...] = (
        lambda text: text if text in titles.fields else None,
        titles.exact,
        lambda text: named[0] if (named := titles.sure(text)) else None,
    )
    named: dict[str, list[_Named]] = {}
    used: set[int] = set()
    for way in ways:
        found = [n for r in sheet.rows if r not in used and (n := _named(sheet, r, way, titles))]
        fresh = [n for n in found if n.field not in named]
        for one in fresh:
            named.setdefault(one.field, []).append(one)
            used.add(one.row)
    beside = Counter(n.label for rivals in named.values() for n in rivals if n.label)
    labels = beside.most_common(1)[0][0] if beside else 0
    settled = {f: [n.labelled(labels) for n in rivals] for f, rivals in named.items()}
    help_column = _help_column(plan, [n for rivals in settled.values() for n in rivals])
    lines = {field: _line(rivals, help_column) for field, rivals in settled.items()}
    return tuple(lines[c.field] for c in plan.shown if c.field in lines)


def _named(
    sheet: Sheet, row: int, way: Callable[[str], str | None], titles: Titles
) -> _Named | None:
    cells = sheet.rows[row]
    texts = [(c[COLUMN], tidy(str(c[VALUE]))) for c in cells if c[KIND] == TEXT]
    at, field = next(((c, f) for c, v in texts if (f := way(v))), (0, ""))
    if not field:
        return None
    is_name = any(c == at and v == field for c, v in texts)
    label = next((c for c, v in texts if c > at and titles.exact(v) == field), 0 if is_name else at)
    return _Named(field, row, at, label, tuple(c for c in cells if c[COLUMN] > max(at, label)))


def _help_column(plan: SheetPlan, named: list[_Named]) -> int | None:
    """The column in which most of the plan's helps stand."""
    helps = {c.field: tidy(c.help) for c in plan.shown}
    at = Counter(
        c[COLUMN]
        for one in named
        for c in one.after
        if helps[one.field] and tidy(str(c[VALUE])) == helps[one.field]
    )
    return at.most_common(1)[0][0] if at else None


def _line(rivals: list[_Named], help_column: int | None) -> FormLine:
    """The first line of a field, and the rows of others that say something else."""
    inputs = [_input(one, help_column) for one in rivals]
    first, cell = rivals[0], inputs[0]
    others = tuple(
        one.row for one, other in zip(rivals, inputs, strict=True) if _said(other) != _said(cell)
    )
    column = cell[COLUMN] if cell else first.label + 1
    beside = tuple(c for c in first.after if c[COLUMN] > column and c[COLUMN] != help_column)
    return FormLine(first.field, first.row, column, cell, others, beside)


def _input(one: _Named, help_column: int | None) -> Cell | None:
    last = one.label + REACH if help_column is None else help_column - 1
    return next((c for c in one.after if c[COLUMN] <= last), None)


def _said(cell: Cell | None) -> object:
    return None if cell is None else cell[VALUE]
