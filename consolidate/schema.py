"""A sheet of the plan compiled to a pandera `DataFrameSchema` over the stacked rows of all returns.

Cells are parsed before (pandera's own coercion loses findings), so the schema judges typed columns.
The name of each check is its finding: a code, or a code with the position of the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors

from consolidate.plan.models import ChoiceList, Column, Plan, Rule, SheetPlan
from consolidate.rules import World, evaluate

DTYPES = {
    "count": "Int64",
    "money": "Float64",
    "percent": "Float64",
    "date": "datetime64[us]",
    "yes_no": "boolean",
}
RANGE_CODES = {"count": "GEN-03", "date": "GEN-08"}
ROW_NUMBER = "row_number"
WHOLE = "all rows"  # the one group that a check of the frame looks at


@dataclass(frozen=True, slots=True)
class Checked:
    """What a failed check of a schema means: a code of the mechanism, or a rule of the plan."""

    code: str
    blame: tuple[str, ...]
    rule: Rule | None = None
    variant: int = 0


def dtype_of(column: Column) -> str:
    """The pandas type of a typed column; texts and codes are objects with None for blank."""
    return DTYPES.get(column.type, "object")


def schema_of(
    sheet: SheetPlan, world: World, rules: Iterable[tuple[int, Rule]]
) -> tuple[pa.DataFrameSchema, dict[str, Checked]]:
    """The schema of a sheet in a world, and what each of its checks means, by the check's name.

    A column check is named `<code> <field>`, a check of the frame `<code>#<position>`.
    """
    meanings: dict[str, Checked] = {}
    columns = {
        column.field: _column(column, sheet, world.plan, meanings)
        for column in sheet.shown
        if column.type != ROW_NUMBER
    }
    checks = [*_required_when(sheet, world, meanings)]
    for position, rule in rules:
        name = f"{rule.code}#{position}"
        meanings[name] = Checked(rule.code, rule.blamed, rule, position)
        checks.append(_check(rule.require, name, sheet, world))
    return pa.DataFrameSchema(columns, checks=checks, name=sheet.key, title=sheet.title), meanings


def required(field: str) -> str:
    """The name of the check that an obligatory column is filled; pandera gives it none."""
    return f"required {field}"


def _blank_code(sheet: SheetPlan) -> str:
    return "INF-01" if sheet.kind == "form" else "GEN-01"


def _column(
    column: Column, sheet: SheetPlan, plan: Plan, meanings: dict[str, Checked]
) -> pa.Column:
    needed = column.required and column.field != plan.form_fields.unit_code
    if needed:  # a blank code of the unit is the reader's matter (FIL-02)
        meanings[required(column.field)] = Checked(_blank_code(sheet), (column.field,))
    checks = []
    if column.list:
        name = f"GEN-02 {column.field}"
        meanings[name] = Checked("GEN-02", (column.field,))
        codes = _codes(plan.lists[column.list], plan)
        if column.type != "yes_no":
            checks.append(pa.Check.isin(codes, error=name, name=name))
    for bound, check in (("min", pa.Check.ge), ("max", pa.Check.le)):
        limit = getattr(column, bound)
        if limit is not None:
            code = RANGE_CODES.get(column.type, "GEN-02")
            name = f"{code} {column.field} {bound}"
            meanings[name] = Checked(code, (column.field,))
            value = pd.Timestamp(limit) if column.type == "date" else limit
            checks.append(check(value, error=name, name=name))
    return pa.Column(
        dtype_of(column),
        checks=checks,
        nullable=not needed,
        title=column.title,
        description=column.help or None,
        name=column.field,
    )


def _codes(chosen: ChoiceList, plan: Plan) -> list[str]:
    """Every code of a list, of whatever unit and period; the parser has judged the unit's own."""
    match chosen.source:
        case "communes":
            return sorted({c.code for c in plan.communes})
        case "units":
            return [u.code for u in plan.units]
        case "periods":
            return [p.code for p in plan.periods]
        case _:
            return [v.code for v in chosen.values]


def _required_when(
    sheet: SheetPlan, world: World, meanings: dict[str, Checked]
) -> Iterable[pa.Check]:
    for column in sheet.shown:
        if column.required_when:
            name = f"required when {column.field}"
            meanings[name] = Checked(_blank_code(sheet), (column.field,))
            demand = f"not ({column.required_when}) or filled({column.field})"
            yield _check(demand, name, sheet, world)


def _check(expression: str, name: str, sheet: SheetPlan, world: World) -> pa.Check:
    """A vectorised check: true where the expression is true or unknown (design section 3)."""
    node = world.read(expression, sheet.key, "truth")

    def holds(groups: Mapping[str, pd.DataFrame]) -> pd.Series[bool]:
        verdict = evaluate(node, world, sheet.key)
        return pd.Series(~verdict.false, index=groups[WHOLE].index)

    return pa.Check(holds, groupby=_whole, name=name, error=name)


def _whole(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """All rows as one group. Of a grouped check pandera keeps the verdicts alone; of another one
    it copies out every row that failed, which takes longer than all judging."""
    return [(WHOLE, frame)]


# --- what pandera answers ---------------------------------------------------------------------


def failures(
    schema: pa.DataFrameSchema, frame: pd.DataFrame, meanings: Mapping[str, Checked]
) -> Iterator[tuple[Checked, np.ndarray]]:
    """What pandera finds in a frame: each failed check with the positions of its rows.

    In the order in which the checks were declared. A check without a meaning is a fault of ours
    (RuntimeError).
    """
    if frame.empty:
        return
    failed: dict[str, np.ndarray] = {}
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            name = _name_of(error)
            if name not in meanings:
                raise RuntimeError(f"{schema.name}: {name}") from error
            failed[name] = _rows_of(error)
    for name in meanings:
        if name in failed:
            yield meanings[name], failed[name]


def _name_of(error: SchemaError) -> str:
    """The name of the check that failed. A blank in an obligatory column has pandera's own name."""
    if error.reason_code is not None and error.reason_code.name == "SERIES_CONTAINS_NULLS":
        return required(error.schema.name)
    return str(getattr(error.check, "name", error.check))


def _rows_of(error: SchemaError) -> np.ndarray:
    output = error.check_output
    if isinstance(output, pd.Series):
        return output.index[~output.to_numpy(bool)].to_numpy()
    cases = error.failure_cases
    if isinstance(cases, pd.DataFrame):
        return np.unique(cases["index"].to_numpy())
    raise RuntimeError(str(error.reason_code)) from error
