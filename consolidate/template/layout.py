"""Where things stand in a template. Rows and columns count from 1, as spreadsheets show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consolidate.issues import column_letters
from consolidate.plan.models import Column, Plan, SheetPlan

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

TITLE_ROW, IDENTITY_ROW, COUNTER_ROW = 1, 2, 3  # of every sheet that is filled in


@dataclass(frozen=True)
class TableLayout:
    """A table: the hidden row of field names stands directly above the one visible head row."""

    sheet: SheetPlan
    columns: Mapping[str, int]  # field -> column number

    unit_row = 4
    field_row = 5
    head_row = 6
    first_row = 7

    @property
    def title(self) -> str:
        """The title of the sheet."""
        return self.sheet.title

    @property
    def shown(self) -> tuple[Column, ...]:
        """The declared columns, in order."""
        return self.sheet.shown

    @property
    def last_column(self) -> int:
        """The number of the last column of the table."""
        return len(self.columns)

    def below_head(self, field: str) -> str:
        """The column of a field from its head down, as formulas of other sheets refer to it.

        The head belongs to the range, because it cannot be deleted: a range that began at the
        first row of data would be lost with that row.
        """
        letters = column_letters(self.columns[field])
        return f"{quoted(self.title)}!${letters}${self.head_row}:${letters}${LAST_ROW}"

    def whole(self, field: str) -> str:
        """The whole column of a field, as formulas of other sheets refer to it."""
        letters = column_letters(self.columns[field])
        return f"{quoted(self.title)}!${letters}:${letters}"

    def head(self, field: str) -> str:
        """The head cell of a field, as formulas of other sheets refer to it."""
        letters = column_letters(self.columns[field])
        return f"{quoted(self.title)}!${letters}${self.head_row}"


@dataclass(frozen=True)
class FormLayout:
    """The form sheet: one line a field, its name hidden in column A."""

    sheet: SheetPlan
    rows: Mapping[str, int]  # field -> row number

    field_column = 1
    label_column = 2
    input_column = 3
    help_column = 4
    head_row = 4
    first_row = 5

    @property
    def title(self) -> str:
        """The title of the sheet."""
        return self.sheet.title

    def input(self, field: str) -> str:
        """The input cell of a field, as formulas of other sheets refer to it."""
        return f"{quoted(self.title)}!${column_letters(self.input_column)}${self.rows[field]}"


@dataclass(frozen=True)
class Layout:
    """Every sheet of the plan and where its fields stand."""

    form: FormLayout
    tables: Mapping[str, TableLayout]


def layout(plan: Plan) -> Layout:
    """Where everything stands in the templates of a plan; the same for every unit and period."""
    form = plan.form
    return Layout(
        form=FormLayout(
            sheet=form,
            rows={c.field: FormLayout.first_row + i for i, c in enumerate(form.shown)},
        ),
        tables={
            table.key: TableLayout(
                sheet=table, columns={c.field: i for i, c in enumerate(table.shown, 1)}
            )
            for table in plan.tables
        },
    )


def quoted(title: str) -> str:
    """A sheet title as formulas write it, always in apostrophes."""
    return "'" + title.replace("'", "''") + "'"
