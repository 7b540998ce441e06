"""The tables of the tidy data: what an outcome holds, column by column, with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from consolidate.export.separated import cell, to_bytes
from consolidate.outcome import ACCEPTED, Outcome
from consolidate.plan.models import ChoiceList, Column, Plan, SheetPlan

STRING, INTEGER, NUMBER, DATE, BOOLEAN = "string", "integer", "number", "date", "boolean"
TYPES = {
    "count": INTEGER,
    "money": NUMBER,
    "percent": NUMBER,
    "date": DATE,
    "yes_no": BOOLEAN,
}  # every other type of the plan is text
UNITS, LISTS = "units", "lists"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a CSV file. `values`: the codes that may stand in it; empty where any may."""

    name: str
    title: str
    type: str = STRING
    description: str = ""
    unit: str = ""
    personal: bool = False
    list: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """One CSV file: its columns, its rows as typed values, and the columns that name a row."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]
    key: tuple[str, ...]
    description: str = ""
    of_units: bool = True  # whether its column `unit` refers to units.csv

    @property
    def path(self) -> str:
        """Name of its file."""
        return f"{self.name}.csv"

    def to_csv(self) -> bytes:
        """The file."""
        return to_bytes(
            [field.name for field in self.fields],
            ([cell(value) for value in row] for row in self.rows),
        )


SOURCE = (
    Field("unit", "Mã đơn vị", description="Giải thích ở units.csv."),
    Field("file", "Tệp báo cáo", description="Tên tệp như khi nhận về."),
    Field("row", "Dòng", INTEGER, "Số dòng trong trang tính của tệp báo cáo."),
)


def resources(outcome: Outcome) -> tuple[Resource, ...]:
    """Every table, in the order of the plan, then the explanations of the codes."""
    sheets = [_table(outcome, sheet) for sheet in outcome.plan.tables]
    return (_form(outcome), *sheets, _units(outcome), _lists(outcome))


def _form(outcome: Outcome) -> Resource:
    """What each file that counts says of itself; `row` is blank, for it stands in many lines."""
    sheet = outcome.plan.form
    rows = (
        (one.unit, one.file, None, *(one.form.get(column.field) for column in _read(sheet)))
        for one in outcome.returns
        if one.counts
    )
    return Resource(
        sheet.key, sheet.title, _fields(outcome.plan, sheet), tuple(rows), ("file",), sheet.help
    )


def _table(outcome: Outcome, sheet: SheetPlan) -> Resource:
    frame = outcome.tables[sheet.key]
    accepted = frame[frame["state"] == ACCEPTED]
    names = [*(field.name for field in SOURCE), *(column.field for column in _read(sheet))]
    columns = [accepted[name].astype(object).tolist() for name in names]
    return Resource(
        sheet.key,
        sheet.title,
        _fields(outcome.plan, sheet),
        tuple(zip(*columns, strict=True)),
        ("file", "row"),
        sheet.help,
    )


def _fields(plan: Plan, sheet: SheetPlan) -> tuple[Field, ...]:
    return (*SOURCE, *(_field(plan, column) for column in _read(sheet)))


def _read(sheet: SheetPlan) -> tuple[Column, ...]:
    """The columns that are read: a running number is not, and `row` says more."""
    return tuple(column for column in sheet.column if column.type != "row_number")


def _field(plan: Plan, column: Column) -> Field:
    chosen = plan.lists[column.list] if column.list and column.type == "choice" else None
    return Field(
        column.field,
        column.title,
        TYPES.get(column.type, STRING),
        column.help,
        column.unit,
        column.personal,
        column.list or "",
        tuple(value.code for value in chosen.values) if chosen else (),
    )


def _units(outcome: Outcome) -> Resource:
    """The units that report or may report in the period."""
    plan, period = outcome.plan, outcome.period
    expected = {unit.code for unit in plan.expected(period)}
    rows = (
        (unit.code, unit.name, unit.full_name, unit.kind, unit.level, unit.code in expected)
        for unit in plan.may_report(period)
    )
    fields = (
        Field("unit", "Mã đơn vị"),
        Field("name", "Tên"),
        Field("full_name", "Tên đầy đủ"),
        Field("kind", "Loại"),
        Field("level", "Cấp"),
        Field("expected", "Phải báo cáo", BOOLEAN),
    )
    return Resource(UNITS, "Đơn vị báo cáo", fields, tuple(rows), ("unit",), of_units=False)


def _lists(outcome: Outcome) -> Resource:
    """Every code that may stand in the tables, with the text that people chose."""
    fields = (
        Field("list", "Danh mục"),
        Field("code", "Mã"),
        Field("title", "Nội dung"),
        Field("unit", "Mã đơn vị", description="Chỉ có ở danh mục chia theo đơn vị."),
    )
    rows = (
        (name, *value)
        for name, chosen in outcome.plan.lists.items()
        for value in _values(outcome, chosen)
    )
    return Resource(LISTS, "Danh mục mã", fields, tuple(rows), ("list", "code"), of_units=False)


def _values(outcome: Outcome, chosen: ChoiceList) -> Iterator[tuple[str, str, str | None]]:
    plan = outcome.plan
    match chosen.source:
        case "communes":
            of_period = (c for c in plan.communes if c.version == outcome.period.communes)
            yield from _once((c.code, c.title, c.unit) for c in of_period)
        case "units":
            yield from ((u.code, u.full_name, u.code) for u in plan.may_report(outcome.period))
        case "periods":
            yield from ((p.code, p.name, None) for p in plan.periods)
        case _:
            yield from ((v.code, v.title, None) for v in chosen.values)


def _once(
    values: Iterable[tuple[str, str, str | None]],
) -> Iterator[tuple[str, str, str | None]]:
    """Each code once: a commune that two units report stands in the roster twice."""
    seen: set[str] = set()
    for value in values:
        if value[0] not in seen:
            seen.add(value[0])
            yield value
