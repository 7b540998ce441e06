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

    @property
    def last_letters(self) -> str:
        """The letters of the last column of the table."""
        return column_letters(self.last_column)

    @property
    def in_use(self) -> str:
        """A factor for conditional formats: 1 in a row below the head that holds anything.

        The running number does not count; the row is the one of the head, made relative.
        """
        apart = "".join(
            f"-COUNTA(${column_letters(self.columns[c.field])}{self.head_row})"
            for c in self.shown
            if c.type == "row_number"
        )
        cells = f"$A{self.head_row}:${self.last_letters}{self.head_row}"
        return f"(ROW()>ROW({self.own_head}))*(COUNTA({cells}){apart}>0)*"

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

    @property
    def all_columns(self) -> str:
        """The whole columns of the table, as formulas of other sheets refer to them."""
        return f"{quoted(self.title)}!$A:${self.last_letters}"

    @property
    def own_head(self) -> str:
        """The first head cell, as formulas of the same sheet refer to it."""
        return f"$A${self.head_row}"

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

    in_use = ""  # every line of the form is in use

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

    @property
    def places(self) -> tuple[FormLayout | TableLayout, ...]:
        """The form and the tables, in the order of the template."""
        return (self.form, *self.tables.values())


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
