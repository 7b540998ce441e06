"""The consolidated tables: one a sheet of the plan, each row with where it came from.

The working edition holds every row of every file that counts, set-aside rows marked. The
officials' edition holds accepted rows without personal columns and, for sheets of persons, numbers
by unit (`people.py`). Both carry the marks on which the figures rest: what a row adds to what.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from consolidate.outcome import ACCEPTED, SET_ASIDE, Outcome
from consolidate.plan.models import (
    Column,
    Derived,
    FormColumn,
    OutputForm,
    Ratio,
    SheetPlan,
    Target,
)
from consolidate.report.data import HEAD_SHARE, DataColumn, DataSheet
from consolidate.report.edition import OFFICIAL, Edition
from consolidate.report.states import ROWS
from consolidate.report.values import Titles, blank_as_none, impersonal
from consolidate.style import VALUES, WIDTHS, lines_of
from consolidate.text import with_unit

UNIT, UNIT_NAME, FILE, ROW, STATE = "unit", "unit_name", "file", "row", "state"
BASE, VALUE, WHY = "_base", "_value", "_why"
COUNTED_TWICE = "Trùng với dòng khác, đã tính một lần"

MARK_WIDTH = 12.0
WHY_WIDTH = 30.0


def data_sheet(outcome: Outcome, sheet: SheetPlan, edition: Edition) -> DataSheet:
    """The table of one sheet, row by row, as that edition may show it."""
    table = outcome.tables[sheet.key]
    official = edition == OFFICIAL
    if official:
        table = table[table[STATE] == ACCEPTED]
    columns = [
        *_origin(outcome, sheet, table, official=official),
        *_fields(outcome, sheet, table, official=official),
        *_derived(outcome, sheet, table),
        *marks(outcome, sheet, table),
    ]
    about = "Chỉ gồm các dòng được tính." if official else "Gồm cả các dòng để riêng (có đánh dấu)."
    return DataSheet(
        key=sheet.key,
        title=sheet.title,
        heading=f"{sheet.title} – số liệu tổng hợp của các đơn vị",
        about=f"{about} Số 1 hoặc con số ở cột mang mã mục tiêu là phần được tính vào mục tiêu đó.",
        columns=tuple(_distinct(columns)),
        rows=len(table),
        frozen=2,
        marked=None if official else ([c.key for c in columns].index(STATE), ROWS[SET_ASIDE]),
    )


def _origin(
    outcome: Outcome, sheet: SheetPlan, table: pd.DataFrame, *, official: bool
) -> list[DataColumn]:
    """Where a row is from; the row number leads to the kept file in the working edition."""
    codes = table[UNIT].tolist()
    names = [outcome.plan.unit(code).name for code in codes]
    rows = [int(row) for row in table[ROW]]
    titles = {
        (item.file, count.sheet): count.title for item in outcome.returns for count in item.sheets
    }
    text, number = VALUES["text"], VALUES["row_number"]
    code = DataColumn(UNIT, "Mã đơn vị", VALUES["code"], 11, codes)
    name = DataColumn(UNIT_NAME, "Đơn vị", text, 20, names)
    if official:
        return [code, name, DataColumn(ROW, "Dòng trong tệp", number, 8, rows)]
    links = tuple(
        kept_link(kept, titles.get((file, sheet.key), sheet.title), f"A{row}")
        for kept, file, row in zip(table["kept_as"], table[FILE], rows, strict=True)
    )
    states = [ROWS[state] for state in table[STATE]]
    return [
        code,
        name,
        DataColumn(FILE, "Tệp", text, 28, table[FILE].tolist()),
        DataColumn(ROW, "Dòng trong tệp", number, 8, rows, links=links),
        DataColumn(STATE, "Trạng thái", text, 16, states),
    ]


def kept_link(kept_as: str, title: str, cell: str) -> str:
    """A relative link into a kept file, at one cell of one of its sheets."""
    if not kept_as:
        return ""
    quoted = title.replace("'", "''")
    return f"external:nguon/{kept_as}#'{quoted}'!{cell}"


def _fields(
    outcome: Outcome, sheet: SheetPlan, table: pd.DataFrame, *, official: bool
) -> list[DataColumn]:
    titles = Titles(outcome)
    shown = [
        c
        for c in sheet.shown
        if c.type != "row_number" and not (official and c.personal) and c.field in table
    ]
    return [_field(column, table[column.field], titles, official=official) for column in shown]


def _field(column: Column, values: pd.Series[Any], titles: Titles, *, official: bool) -> DataColumn:
    words = titles.words(column, blank_as_none(values))
    if official and column.type in ("text", "url"):
        words = [w if w is None else impersonal(str(w)) for w in words]
    title = with_unit(column.title, column.unit)
    width = _unbroken(title, WIDTHS[column.type])
    return DataColumn(column.field, title, VALUES[column.type], width, words, name=column.title)


def _unbroken(title: str, least: float) -> float:
    """The width of a column in whose head no word is broken, "đồng/người/tháng" being one."""
    width = least
    while any(lines_of(word, width * HEAD_SHARE) > 1 for word in title.split()):
        width += 1
    return width


def _derived(outcome: Outcome, sheet: SheetPlan, table: pd.DataFrame) -> list[DataColumn]:
    """Computed fields, and beside each truth value why it does not hold."""
    titles = Titles(outcome)
    columns: list[DataColumn] = []
    for derived in sheet.derived:
        if derived.field not in table:
            continue
        values = blank_as_none(table[derived.field])
        columns.append(
            DataColumn(derived.field, derived.title, {}, 14, [titles.plainly(v) for v in values])
        )
        if derived.all:
            columns.append(_why(outcome, sheet, derived, table))
    return columns


def _why(outcome: Outcome, sheet: SheetPlan, derived: Derived, table: pd.DataFrame) -> DataColumn:
    """The first reason against; or that the same thing was already counted in another row."""
    reasons = [reason or None for reason in blank_as_none(table[derived.field + WHY])]
    holds = blank_as_none(table[derived.field])
    accepted = (table[STATE] == ACCEPTED).tolist()
    asked = [_asked(t) for t in outcome.plan.targets if t.measure.sheet == sheet.key]
    counted = [table[mark].tolist() for field, mark in asked if field == derived.field]
    for position, reason in enumerate(reasons):
        twice = bool(counted) and not any(flags[position] for flags in counted)
        if reason is None and holds[position] and accepted[position] and twice:
            reasons[position] = COUNTED_TWICE
    title = f"Lý do chưa tính: {derived.title}"
    return DataColumn(derived.field + WHY, title, VALUES["text"], WHY_WIDTH, reasons)


def _asked(target: Target) -> tuple[str, str]:
    """What a target asks of a row, of a ratio for its base; and the column of rows that count."""
    measure = target.measure
    if isinstance(measure, Ratio):
        return measure.to.strip(), target.code + BASE
    return measure.where.strip(), target.code


# --- marks: what a row adds to what ------------------------------------------------------------


def marks(outcome: Outcome, sheet: SheetPlan, table: pd.DataFrame) -> list[DataColumn]:
    """One column for each target and each computed column of a form that rests on this sheet."""
    return [
        *(
            column
            for target in outcome.plan.targets
            if target.measure.sheet == sheet.key
            for column in _target_marks(target, table)
        ),
        *(
            _form_mark(form, position, column, table)
            for form, position, column in form_columns(outcome, sheet.key)
        ),
    ]


def _mark(key: str, title: str, values: list[Any], name: str) -> DataColumn:
    """A column of marks; decimals show where a row has any."""
    whole = all(float(v).is_integer() for v in values if isinstance(v, int | float))
    look = VALUES["count"] if whole else VALUES["money"]
    return DataColumn(key, title, look, MARK_WIDTH, values, name=name)


def _target_marks(target: Target, table: pd.DataFrame) -> list[DataColumn]:
    values = table.get(target.code + VALUE)
    title = f"{target.code} – {target.short}"
    columns = [_mark(target.code, title, _adding(table[target.code], values), target.code)]
    if target.ratio:
        base = _adding(table[target.code + BASE], values)
        name = f"{target.code} tổng số"
        columns.append(_mark(target.code + BASE, f"{title}: tổng số để so sánh", base, name))
    return columns


def _adding(flags: pd.Series[Any], values: pd.Series[Any] | None) -> list[Any]:
    """What each row adds: nothing where it does not count, else its value, else one."""
    counts = [flag is not None and bool(flag) for flag in blank_as_none(flags)]
    if values is None:
        return [1 if yes else None for yes in counts]
    return [v if yes else None for yes, v in zip(counts, blank_as_none(values), strict=True)]


def form_columns(outcome: Outcome, sheet: str) -> list[tuple[OutputForm, int, FormColumn]]:
    """Computed columns of forms that rest on a sheet, with their position (from 1)."""
    return [
        (form, position, column)
        for form in outcome.plan.forms
        for position, column in enumerate(form.columns, start=1)
        if isinstance(column, FormColumn) and (column.sheet or form.sheet) == sheet
    ]


def mark_key(form: OutputForm, position: int) -> str:
    """The column of a table that holds what a row adds to a column of a form."""
    return f"form_{form.number}_{position}"


def _form_mark(
    form: OutputForm, position: int, column: FormColumn, table: pd.DataFrame
) -> DataColumn:
    title = f"Biểu {form.number} – {column.title}"
    values = blank_as_none(table[mark_key(form, position)])
    return _mark(mark_key(form, position), title, values, f"Bieu {form.number} cot {position}")


def _distinct(columns: list[DataColumn]) -> list[DataColumn]:
    """Titles made different where two are the same: a table has each title once."""
    seen: dict[str, int] = {}
    result: list[DataColumn] = []
    for column in columns:
        times = seen[column.title.casefold()] = seen.get(column.title.casefold(), 0) + 1
        title = column.title if times == 1 else f"{column.title} ({times})"
        result.append(replace(column, title=title))
    return result
