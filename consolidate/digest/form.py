"""The form sheet of one file: who reports, for which period, and every line as a typed value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consolidate.catalogue import PHRASES, finding
from consolidate.digest.findings import about_columns, of_reading
from consolidate.digest.rows import shown
from consolidate.issues import Issue, Place, Severity
from consolidate.parse import Context, parser_of
from consolidate.parse.readings import ParsedSheet, Typed
from consolidate.plan.models import Column, Plan, SheetPlan, Unit
from consolidate.read.cells import COLUMN, STYLE, VALUE, Cell, Style
from consolidate.recognise.form import FormLine, find_form
from consolidate.recognise.sheets import FoundSheet
from consolidate.text import bare, fold, mask, plain_number, tidy


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a return is from and for which period, as far as that can be said without guessing."""

    unit: Unit | None
    period: str | None
    issues: tuple[Issue, ...]


def lines_of(found: FoundSheet) -> dict[str, FormLine]:
    """The lines of the form by field name."""
    return {line.field: line for line in find_form(found.sheet, found.plan)}


def identify(
    file: str, plan: Plan, lines: Mapping[str, FormLine], meta: Mapping[str, str]
) -> Identity:
    """The unit and the period of a return (design section 10, "Files and identity").

    The visible form decides, code and name agreeing; the hidden stamp serves where the form's
    code is blank (FIL-02 is then a warning). A form that contradicts itself is not placed.
    """
    fields = plan.form_fields
    code, name = _text(lines, fields.unit_code), _text(lines, fields.unit_name)
    column = plan.form.by_field[fields.unit_code]
    line = lines.get(fields.unit_code)
    place = Place(
        file, plan.form.key, line.row if line else 0, line.column if line else 0, fields.unit_code
    )
    period = _period(plan, _text(lines, fields.period)) or _period(plan, meta.get("period", ""))
    facts = {"title": column.title, "value": mask(code), "example": plan.units[0].code}
    blank = finding(place, "FIL-02", **facts)
    typed = code.upper().replace(" ", "")
    if typed and plan.has_unit(typed):
        unit = plan.unit(typed)
        if name and not _is_named(unit, name):
            said = finding(place, "INF-02", name=mask(name), unit=f"{unit.code} – {unit.full_name}")
            return Identity(None, period, (said,))
        return Identity(unit, period, ())
    stamped = meta.get("unit", "")
    if not typed and plan.has_unit(stamped) and (not name or _is_named(plan.unit(stamped), name)):
        return Identity(plan.unit(stamped), period, (replace(blank, severity=Severity.WARNING),))
    return Identity(None, period, (blank,))


def parse_form(
    file: str,
    found: FoundSheet,
    lines: Mapping[str, FormLine],
    styles: Sequence[Style],
    context: Context,
) -> ParsedSheet:
    """The form as a table of one row. `rows` holds the row of each field, in column order."""
    plan = found.plan
    columns: dict[str, list[Typed]] = {}
    refused: dict[str, list[int]] = {}
    kept: dict[tuple[int, str], Cell] = {}
    shown_fields = {c.field for c in plan.shown}
    issues = about_columns(file, plan, 0, (c.field for c in plan.shown if c.field not in lines))
    for column in plan.column:
        line = lines.get(column.field)
        columns[column.field] = [None]
        if line is None or line.cell is None or column.field not in shown_fields:
            continue
        if line.others:
            issues.append(_doubled(file, plan, column, line))
            refused[column.field] = [0]
            kept[line.row, column.field] = line.cell
            continue
        reading = parser_of(column, context)(line.cell, styles[line.cell[STYLE]])
        columns[column.field] = [reading.value]
        is_known = column.field == context.plan.form_fields.unit_code  # identify() speaks of it
        if reading.code and reading.code != "GEN-01" and not is_known:
            place = Place(file, plan.key, line.row, line.column, column.field)
            issues.append(of_reading(reading, place, column))
        if reading.refused and reading.code != "GEN-01":
            refused[column.field] = [0]
            kept[line.row, column.field] = line.cell
    issues += (_beside(file, plan, line, c) for line in lines.values() for c in line.beside)
    return ParsedSheet(
        key=plan.key,
        title=found.sheet.title,
        rows=[0],
        columns=columns,
        refused=refused,
        cells={f: line.column for f, line in lines.items()},
        issues=tuple(issues),
        kept=kept,
        lines={f: line.row for f, line in lines.items()},
    )


def _doubled(file: str, plan: SheetPlan, column: Column, line: FormLine) -> Issue:
    """FIL-25 for a field that stands in several lines of the form with different answers."""
    place = Place(file, plan.key, line.row, line.column, column.field)
    found = ", ".join(f"dòng {row}" for row in (line.row, *line.others))
    return finding(place, "FIL-25", sheet=plan.title, title=column.title, found=found)


def _beside(file: str, plan: SheetPlan, line: FormLine, cell: Cell) -> Issue:
    """FIL-29 for what somebody wrote beside an answer."""
    place = Place(file, plan.key, line.row, cell[COLUMN])
    personal = plan.by_field[line.field].personal
    quoted = PHRASES["hidden"] if personal else mask(shown(cell))
    return finding(place, "FIL-29", cell=place.cell or "", value=quoted)


def _text(lines: Mapping[str, FormLine], field: str) -> str:
    line = lines.get(field)
    if line is None or line.cell is None:
        return ""
    value = line.cell[VALUE]
    if isinstance(value, float):
        return plain_number(value)
    return tidy("" if value is None else str(value))


def _period(plan: Plan, text: str) -> str | None:
    """The code of a period named by code or by name."""
    key = fold(text)
    return next((p.code for p in plan.periods if key in (fold(p.code), fold(p.name))), None)


def _is_named(unit: Unit, name: str) -> bool:
    """Whether a typed name can be the unit's: it names the unit, and no other kind of unit.

    Marks are not asked for ("Ba Dinh"), because the code has decided and the name only agrees.
    """
    typed, kind, own = bare(name), bare(unit.kind), bare(unit.name)
    if typed in {bare(n) for n in (unit.full_name, unit.name, *unit.aliases)}:
        return True
    padded = f" {typed} "
    others = (w for w in KINDS if w != kind and f" {w} " in padded.replace(f" {own} ", " "))
    return f" {own} " in padded and not any(others)


KINDS = ("quan", "huyen", "thi xa", "xa", "phuong", "thi tran", "thanh pho")
