"""Workbooks in which rules stand as formulas beside random rows, to be judged by LibreOffice."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from consolidate.issues import column_letters
from consolidate.plan.models import Column, Period, Plan, SheetPlan, Unit
from consolidate.rules import World
from consolidate.rules.excel import Layout
from consolidate.tables import Sender, Table

HEAD = 6  # row of the head; data stand below it
REFUSED = object()  # something that the column's type does not take
REFUSABLE = ("count", "money", "percent", "date", "choice", "yes_no")
Row = dict[str, Any]

_DTYPES = {
    "count": "Int64",
    "money": "Float64",
    "percent": "Float64",
    "date": "datetime64[us]",
    "yes_no": "boolean",
}


@dataclass(frozen=True)
class Season:
    """Rows of one file: a plan, a period, who sends it, and for each sheet its rows."""

    plan: Plan
    period: Period
    unit: Unit
    rows: Mapping[str, list[Row]] = field(default_factory=dict)

    @property
    def cutoff(self) -> date:
        return self.period.cutoff - timedelta(days=3)

    def world(self) -> World:
        tables = {s.key: _table(s, self.rows[s.key]) for s in self.plan.sheets}
        unit = self.unit
        sender = Sender(unit.code, unit.full_name, unit.level, pd.Timestamp(self.cutoff))
        settings = {s.field: s.default for s in self.plan.settings}
        return World(self.plan, self.period, settings, tables, [sender])


def _table(sheet: SheetPlan, rows: list[Row]) -> Table:
    values, refused = {}, {}
    for column in sheet.column:
        cells = [row.get(column.field) for row in rows]
        refused[column.field] = [c is REFUSED for c in cells]
        plain = [None if c is REFUSED else c for c in cells]
        values[column.field] = pd.Series(plain, dtype=_DTYPES.get(column.type, "object"))
    index = pd.RangeIndex(len(rows))
    origin = pd.DataFrame({"file": 0, "row": np.arange(len(rows))}, index=index)
    return Table(
        sheet.key,
        pd.DataFrame(values, index=index),
        pd.DataFrame(refused, index=index, dtype=bool),
        origin.astype("int64"),
    )


# --- random rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """Names from which rows take theirs: what stands in front by sheet, what follows, people."""

    before: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    people: tuple[str, ...]


ALIKE = Words(
    {
        "cooperatives": ("HTX ", "Công ty "),
        "cooperative_groups": ("Nhóm ", "HTX "),
        "clubs": ("CLB ", "Nhóm "),
        "teams": ("Nhóm ", "Tổ "),
    },
    (
        "An Bình", "Hòa Lạc", "Gió Núi", "Sông Đáy", "Mây Trắng", "Đồng Xanh", "Bãi Sậy", "Cây Đa",
        "Tre Ngà", "Lúa Mới", "Ba Gò", "Vườn Na", "Bến Đá", "Ao Sen", "Đồi Chè", "Chợ Mơ",
    ),
    tuple(f"{a} {b}" for a in ("Lê Thị", "Phạm", "Vũ Thị", "Đỗ") for b in ("Na", "Mai", "Ly")),
)  # fmt: skip
"""What has one name key is spelt alike (a formula compares what was typed)."""

UNLIKE = Words(
    {
        "cooperatives": ("HTX ", "Hợp tác xã ", ""),
        "cooperative_groups": ("THT ", "Tổ hợp tác ", "HTX "),
    },
    ("An Bình", "Hòa Lạc", "Hoà Lạc", "Thủy Tiên", "Thuỷ Tiên", "Mây"),
    ("Lê Hòa", "Lê Hoà", "Vũ Na"),
)
"""One name key in several spellings."""

CODES = ("0199990011", "0199990029", "0199990036", "0199990043", "0199990050", "0199990068")


def random_rows(empty: Season, count: int, seed: int, words: Words = ALIKE) -> Season:
    """A season of `count` rows a sheet: right types, blanks, refused cells, names that recur."""
    draw = _Draw(empty, words, random.Random(seed))
    return replace(
        empty, rows={s.key: [draw.row(s) for _ in range(count)] for s in empty.plan.sheets}
    )


class _Draw:
    def __init__(self, empty: Season, words: Words, dice: random.Random) -> None:
        self.plan, self.period, self.unit = empty.plan, empty.period, empty.unit
        self.words, self.dice = words, dice
        start, end = self.plan.year_start, self.period.cutoff
        self.days = [
            date(2000, 1, 1), start - timedelta(days=1), start, start + timedelta(days=40),
            end - timedelta(days=4), end - timedelta(days=3), end - timedelta(days=2), end,
            self.period.end, self.period.end + timedelta(days=1),
        ]  # fmt: skip

    def row(self, sheet: SheetPlan) -> Row:
        return {c.field: self.cell(sheet, c) for c in sheet.shown if c.type != "row_number"}

    def cell(self, sheet: SheetPlan, column: Column) -> Any:
        chance = self.dice.random()
        if chance < 0.12:
            return None
        if chance < 0.15 and column.type in (
            "count",
            "money",
            "percent",
            "date",
            "choice",
            "yes_no",
        ):
            return REFUSED
        return self.value(sheet, column)

    def value(self, sheet: SheetPlan, column: Column) -> Any:
        pick = self.dice.choice
        if column.type == "yes_no":
            return pick((True, False))
        if column.list and column.type in ("choice", "code"):
            values = self.plan.values_of(column.list, self.unit, self.period)
            return pick(values[:6] if self.dice.random() < 0.7 else values).code
        match column.type:
            case "count":
                return pick((0, 0, 0, 1, 1, 1, 2, 2, 3, 5, 8, 1001))
            case "money" | "percent":
                return pick((0.0, 0.1, 0.1 + 0.2, 0.3, 0.5, 12.5, 50.0, 50.000001, 800.25))
            case "date":
                return pick(self.days)
            case "tax_code":
                return pick(CODES)
            case "reference":
                target = pick(column.refers_to)
                return self.recased(self.label(target))
        if column.field == sheet.label:
            return self.recased(self.label(sheet.key))
        if column.field == "full_name":
            return self.recased(pick(self.words.people))
        words = ("a", "Hỗ trợ", "Ho tro", "Mười chữ cái", "Họp <5 người*", "Đ?", "~x", '"nháy"')
        return self.recased(pick(words))

    def label(self, sheet: str) -> str:
        if sheet in self.words.before:
            before, names = self.words.before[sheet], self.words.names
            return self.dice.choice(before) + self.dice.choice(names)
        return f"L{self.dice.randint(1, 400):03}"

    def recased(self, text: str) -> str:
        """The same text, now and then in other letters: a spreadsheet sees no difference."""
        chance = self.dice.random()
        return text.upper() if chance < 0.1 else text.lower() if chance < 0.2 else text


# --- the workbook --------------------------------------------------------------------------------


class Book:
    """A workbook with a sheet for each sheet of the plan, and names for what formulas speak of."""

    def __init__(self, path: Path, season: Season) -> None:
        self.season = season
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.letters: dict[str, dict[str, str]] = {}
        self.sheets: dict[str, Any] = {}
        self.free: dict[str, int] = {}
        for sheet in season.plan.sheets:
            self._write(sheet)
        self._lists()

    def close(self) -> None:
        self.book.close()

    def layout(self, cell: Callable[[str], str]) -> Layout:
        """How formulas speak; `cell` gives the cells of the row that is judged."""
        return Layout(
            plan=self.season.plan,
            period=self.season.period,
            cell=cell,
            column=lambda key, field: f"{key}.{field}",
            filled=lambda key: f"{key}._filled",
            titles=lambda code: f"DM_{code}",
            blank=lambda _, x: f'(TRIM({x})="")',
            settings={s.field: s.default for s in self.season.plan.settings},
            cutoff="_cutoff",
            unit="_unit",
            unit_name="_unit.name",
            unit_level="_unit.level",
        )

    def in_row(self, sheet: str, row: int) -> Layout:
        """As a conditional format reads a rule: cells of one row (counted from 0)."""
        letters = self.letters[sheet]
        return self.layout(lambda field: f"${letters[field]}{HEAD + 1 + row}")

    def in_all_rows(self, sheet: str) -> Layout:
        """As the count of findings reads it: whole columns."""
        return self.layout(lambda field: f"{sheet}.{field}")

    def array(self, sheet: str, name: str, formula: str) -> int:
        """Put a formula over all rows beside the table, through a name; its column from 0."""
        self.book.define_name(name, f"={formula}")
        at, count = self._next(sheet), len(self.season.rows[sheet])
        self.sheets[sheet].write_array_formula(HEAD, at, HEAD + count - 1, at, f"{{={name}}}")
        return at

    def plain(self, sheet: str, formulas: list[str], *, array: bool) -> int:
        """Put one formula beside each of the first rows; its column from 0."""
        at = self._next(sheet)
        for row, formula in enumerate(formulas, HEAD):
            if array:
                self.sheets[sheet].write_array_formula(row, at, row, at, f"{{={formula}}}")
            else:
                self.sheets[sheet].write_formula(row, at, f"={formula}")
        return at

    def _next(self, sheet: str) -> int:
        self.free[sheet] += 1
        return self.free[sheet]

    def _write(self, sheet: SheetPlan) -> None:
        tab = self.sheets[sheet.key] = self.book.add_worksheet(sheet.title)
        rows = self.season.rows[sheet.key]
        last = HEAD + max(len(rows), 1)
        self.letters[sheet.key] = {c.field: column_letters(i) for i, c in enumerate(sheet.shown, 1)}
        self.free[sheet.key] = len(sheet.shown) + 1
        for at, column in enumerate(sheet.shown):
            tab.write_string(HEAD - 1, at, column.title)
            letters = column_letters(at + 1)
            cells = f"'{sheet.title}'!${letters}${HEAD + 1}:${letters}${last}"
            self.book.define_name(f"{sheet.key}.{column.field}", f"={cells}")
            for row, values in enumerate(rows, HEAD):
                self._cell(tab, row, at, column, values.get(column.field))
        first, end = self.letters[sheet.key][sheet.shown[0].field], column_letters(len(sheet.shown))
        block = f"'{sheet.title}'!${first}${HEAD + 1}:${end}${last}"
        ones = f"TRANSPOSE(COLUMN('{sheet.title}'!$A$1:${end}$1)^0)"
        self.book.define_name(f"{sheet.key}._filled", f"=(MMULT(1-ISBLANK({block}),{ones})>0)*1")

    def _cell(self, tab: Any, row: int, at: int, column: Column, value: Any) -> None:
        if value is None:
            return
        if value is REFUSED:
            tab.write_string(row, at, "không rõ")
        elif isinstance(value, bool):
            tab.write_string(row, at, self._title("yes_no", "yes" if value else "no"))
        elif isinstance(value, date):
            tab.write_datetime(row, at, datetime.combine(value, time()), self.day)
        elif isinstance(value, int | float):
            tab.write_number(row, at, value)
        elif column.type == "choice":
            tab.write_string(row, at, self._title(column.list or "", value))
        else:
            tab.write_string(row, at, value)

    def _title(self, code: str, value: str) -> str:
        values = self.season.plan.values_of(code, self.season.unit, self.season.period)
        return next(v.title for v in values if v.code == value)

    def _lists(self) -> None:
        tab = self.book.add_worksheet("DM")
        season = self.season
        for at, code in enumerate(season.plan.lists):
            titles = [v.title for v in season.plan.values_of(code, season.unit, season.period)]
            for row, title in enumerate(titles):
                tab.write_string(row, at, title)
            letters = column_letters(at + 1)
            cells = f"DM!${letters}$1:${letters}${max(1, len(titles))}"
            self.book.define_name(f"DM_{code}", f"={cells}")
        facts = {
            "_unit": season.unit.code,
            "_unit.name": season.unit.full_name,
            "_unit.level": season.unit.level,
        }
        at = len(season.plan.lists) + 1
        for row, (name, fact) in enumerate(facts.items()):
            tab.write_string(row, at, fact)
            self.book.define_name(name, f"=DM!${column_letters(at + 1)}${row + 1}")
        tab.write_datetime(3, at, datetime.combine(season.cutoff, time()), self.day)
        self.book.define_name("_cutoff", f"=DM!${column_letters(at + 1)}$4")


def with_names_found(season: Season, seed: int) -> Season:
    """The same season with references to names that stand there, spelt as they are there."""
    dice, sheets = random.Random(seed), season.plan.sheets
    names = {
        s.key: [r[s.label] for r in season.rows[s.key] if r[s.label]] for s in sheets if s.label
    }

    def changed(sheet: SheetPlan, row: Row) -> Row:
        filled = [c for c in sheet.shown if c.refers_to and row[c.field]]
        return row | {c.field: dice.choice(names[dice.choice(c.refers_to)]) for c in filled}

    rows = {s.key: [changed(s, row) for row in season.rows[s.key]] for s in sheets}
    return replace(season, rows=rows)


def without(season: Season, sheet: str) -> Season:
    """The same season with one sheet empty."""
    return replace(season, rows={**season.rows, sheet: []})
