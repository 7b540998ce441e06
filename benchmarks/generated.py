"""Generated seasons: as many returns as asked, on our own templates, filled in and free of errors.

    python -m benchmarks.generated FOLDER FILES ROWS [careless]

What stands in the rows comes from the returns of examples/, told apart by running numbers; the
rows of a table refer to those of another in turn. Rows that would be errors are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from consolidate.consolidation import Asked, run
from consolidate.digest import Job, digest
from consolidate.intake import find
from consolidate.issues import Severity
from consolidate.parse.codes import has_check_digit
from consolidate.parse.readings import Typed
from consolidate.plan import bundled, load_plan
from consolidate.plan.models import Column, Period, Plan, SheetPlan, Unit
from consolidate.template import Filling, build, file_name, layout

EXAMPLES = Path(__file__).parents[1] / "examples"
Row = dict[str, Typed]


def _codes() -> Iterator[str]:
    """Fictitious tax codes with the right check digit, as long as they last."""
    return (c for n in range(198000000, 199990000) if has_check_digit(c := f"{n:010}"))


@dataclass
class Clerk:
    """Fills in the templates of one season."""

    plan: Plan
    period: Period
    form: Row
    pool: dict[str, list[Row]]
    rows: int
    is_careless: bool = False  # leaves cells blank that must be filled in, one in each table
    codes: Iterator[str] = field(default_factory=_codes)

    def filled(self, unit: Unit, number: int) -> bytes:
        """The return of a unit; `number` tells its names from those of other units."""
        tables = {
            sheet.key: [self._row(sheet, i, unit, number) for i in range(self.rows)]
            for sheet in self.plan.tables
            if self.pool[sheet.key]
        }
        for sheet in self.plan.tables if self.is_careless else ():
            needed = [c.field for c in sheet.shown if c.required and c.field != sheet.label]
            for row in tables.get(sheet.key, [])[:1]:
                row[needed[-1]] = None
        nil = {s.nil_field: s.key not in tables for s in self.plan.tables if s.nil_field}
        return build(self.plan, self.period, unit, Filling(self.form | nil, tables))

    def _row(self, sheet: SheetPlan, i: int, unit: Unit, number: int) -> Row:
        pool = self.pool[sheet.key]
        row, name = pool[i % len(pool)], f"{number:03}.{i:02}"
        values = {c.field: row[c.field] for c in sheet.shown if c.type != "row_number"}
        for column in sheet.shown:
            value = values.get(column.field)
            if value is not None:
                values[column.field] = self._value(value, column, i, unit, (sheet, name))
        return values

    def _value(
        self, value: Typed, column: Column, i: int, unit: Unit, where: tuple[SheetPlan, str]
    ) -> Typed:
        sheet, name = where
        if column.type == "tax_code":
            return next(self.codes, None)
        if column.type == "phone":
            return None
        if column.list and self.plan.lists[column.list].source == "communes":
            communes = self.plan.values_of(column.list, unit, self.period)
            return communes[i % len(communes)].code
        if column.type == "reference":
            other = self.plan.sheet(column.refers_to[0])
            source = self.pool[other.key]
            label = source[i % len(source)][other.label or ""] if source else None
            return f"{label} {name}" if label else None
        if column.field == sheet.label or column.type == "text":
            return f"{value} {name}"
        return value


def clerk_of(plan: Plan, period: Period, rows: int, trial: Path) -> Clerk:
    """A clerk whose rows draw no error, which is tried with one return in the folder `trial`."""
    form, pool = _pool(plan, plan.periods[0])
    unit = plan.expected(period)[0]
    for _ in range(4):
        clerk = Clerk(plan, period, form, pool, max(len(p) for p in pool.values()))
        trial.mkdir(parents=True, exist_ok=True)
        (trial / file_name(unit)).write_bytes(clerk.filled(unit, 0))
        found = run(Asked(plan, period), find([trial]), lambda _: None).issues
        heads = {key: table.head_row for key, table in layout(plan).tables.items()}
        wrong = {
            (i.place.sheet, (i.place.row - heads[i.place.sheet] - 1) % len(pool[i.place.sheet]))
            for i in found
            if i.severity is Severity.ERROR and i.place.row and i.place.sheet in heads
        }
        if not wrong:
            break
        pool = {
            key: [r for n, r in enumerate(made) if (key, n) not in wrong]
            for key, made in pool.items()
        }
    return Clerk(plan, period, form, pool, rows)


def _pool(plan: Plan, period: Period) -> tuple[Row, dict[str, list[Row]]]:
    """A form, and the rows of each table, of the returns of the examples."""
    parts = plan.form_fields
    own = (parts.unit_code, parts.unit_name, parts.period, parts.submission)
    forms: list[Row] = []
    pool: dict[str, list[Row]] = {s.key: [] for s in plan.tables}
    for file in find(sorted(EXAMPLES.glob("*/returns"))):
        one = digest(Job(file, period.code), plan)
        for sheet in one.sheets:
            rows: Sequence[Row] = [
                {f: values[i] for f, values in sheet.columns.items()}
                for i in range(len(sheet.rows))
            ]
            if sheet.key in pool:
                pool[sheet.key] += rows
            elif one.period == period.code:
                forms += rows
    form: Mapping[str, Typed] = max(forms, key=lambda r: sum(v is not None for v in r.values()))
    return {f: v for f, v in form.items() if f not in own}, pool


def write_season(
    plan: Plan, folder: Path, files: int, rows: int, *, are_careless: bool = False
) -> None:
    """Write as many returns, each of `rows` rows a table, of the first period that expects them.

    Where no period expects so many, units send further returns under further numbers. With
    `are_careless` every unit must correct its return.
    """
    period = next((p for p in plan.periods if len(plan.expected(p)) >= files), plan.periods[-1])
    clerk = clerk_of(plan, period, rows, folder.with_name(folder.name + "-trial"))
    clerk.is_careless = are_careless
    units = plan.expected(period)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        unit = units[number % len(units)]
        clerk.form[plan.form_fields.submission] = number // len(units) + 1
        (folder / f"{number:04}-{file_name(unit)}").write_bytes(clerk.filled(unit, number))


if __name__ == "__main__":
    write_season(
        load_plan(bundled()),
        Path(sys.argv[1]),
        int(sys.argv[2]),
        int(sys.argv[3]),
        are_careless="careless" in sys.argv[4:],
    )
