"""How many faults of a line still stand, and where: as formulas, with the values of the start."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.correction.appendix import Kept
from consolidate.correction.lines import (
    COLUMNS_NOT_READ,
    Line,
    column_of,
    sheet_of,
)
from consolidate.correction.marks import NOW, STANDS, Block, Ground
from consolidate.issues import Severity
from consolidate.plan.models import Column, SheetPlan
from consolidate.template.edition import YES_NO
from consolidate.template.layout import LAST_ROW
from consolidate.template.live import Check
from consolidate.template.live.results import FIRST_CHECK
from consolidate.template.names import check_name, column_name, filled_name

BEYOND = LAST_ROW + 1  # more than any row number
Counted = tuple[str, int | str]
"""A formula and the value that it has when the workbook is written."""


NOWHERE: Counted = ("=0", 0)
UNKNOWN: Counted = ('=""', "")  # no formula can follow it, or there is nothing to follow


def counted(
    line: Line, block: Block | None, ground: Ground, left: str, kept: Sequence[Kept]
) -> tuple[Counted, Counted, Counted]:
    """How many faults of a line stand, and the first and last row in which one does.

    `block` has the marks of the line, `left` is the cell in which the first formula will stand,
    `kept` are the blocks of the appendix that it speaks of.
    """
    if block is None:
        at_large = _at_large(line, ground)
        if kept and not line.state and (at_large == UNKNOWN or line.code in COLUMNS_NOT_READ):
            at_large = _in_the_appendix(kept, at_large)
        return at_large, NOWHERE, NOWHERE
    stands, now = block.cells(STANDS), block.cells(NOW)
    standing = f"{BEYOND}-SUMPRODUCT(MAX({stands}*({BEYOND}-{now})))"
    present = f"{BEYOND}-SUMPRODUCT(MAX(({now}>0)*({BEYOND}-{now})))"
    start = f"=IF({left}>0,{standing},IF(SUM({now})=0,0,{present}))"
    rows = rows_at_first(line, ground)
    return (
        (f"=SUM({stands})", len(line.found)),
        (start, min(rows)),
        (f"=SUMPRODUCT(MAX({stands}*{now}))", max(rows)),
    )


def _at_large(line: Line, ground: Ground) -> Counted:
    """Of what is about a sheet or the file: whether it stands, as far as a formula can say."""
    if line.state:
        return UNKNOWN if line.severity is Severity.INFO else NOWHERE
    issue, sheet = line.found[0].issue, sheet_of(line.sheet, ground.plan)
    if sheet is not None and sheet.kind == "table":
        if issue.code == "FIL-06":
            return _sheet_missing(sheet, ground)
        if issue.code in COLUMNS_NOT_READ:
            return _column_missing(sheet, column_of(issue, ground.plan), ground)
    return _fires(ground.by_rule(line), ground, 1)


def _in_the_appendix(kept: Sequence[Kept], besides: Counted) -> Counted:
    """1 until all that was sent is gone from the appendix, and what else is asked is settled."""
    others = [] if besides == UNKNOWN else [besides[0].removeprefix("=")]
    left = "+".join([*others, *(one.count for one in kept)])
    return f"=({left}>0)*1", int(besides[1] == 1 or any(one.holds_anything for one in kept))


def _fires(checks: list[Check], ground: Ground, value: int) -> Counted:
    """1 where one of the checks fires anywhere."""
    names = [check_name(FIRST_CHECK + ground.checks.index(c)) for c in checks]
    if not names:
        return UNKNOWN
    return f"=({'+'.join(f'SUMPRODUCT({n})' for n in names)}>0)*1", value


def _sheet_missing(sheet: SheetPlan, ground: Ground) -> Counted:
    """A sheet that was missing stands until it has rows or the form says that there is nothing."""
    blank = f"SUMPRODUCT({filled_name(sheet.key)})=0"
    if sheet.nil_field is None:
        return f"=({blank})*1", 1
    form, yes = ground.plan.form.key, ground.plan.lists[YES_NO].values
    nil = next(v.title for v in yes if v.code == "yes")
    said = ground.typed(form, 0, sheet.nil_field) == nil
    return f'=({blank})*({column_name(form, sheet.nil_field)}<>"{nil}")', int(not said)


def _column_missing(sheet: SheetPlan, column: Column | None, ground: Ground) -> Counted:
    """A column that was not read stands until what must be filled in it is filled in."""
    if column is None:
        return UNKNOWN
    checks = [
        c
        for c in ground.checks
        if c.sheet is sheet and c.rule is None and c.fields == (column.field,)
    ]
    has_rows = any(ground.filling.tables.get(sheet.key, ()))
    return _fires(checks, ground, int(column.required and has_rows))


def rows_at_first(line: Line, ground: Ground) -> list[int]:
    """The rows of a line's findings as the workbook is written."""
    form = ground.where.form.rows
    return [t.spot.row or form[t.spot.field] for t in line.found if t.spot]
