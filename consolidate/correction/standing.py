"""How many faults of a line still stand, and where: as formulas, with the values of the start."""

from __future__ import annotations

from consolidate.correction.lines import Line, sheet_of
from consolidate.correction.marks import NOW, STANDS, Block, Ground
from consolidate.issues import Severity
from consolidate.template.layout import LAST_ROW
from consolidate.template.live.results import FIRST_CHECK
from consolidate.template.names import column_name, filled_name

COLUMN_CODES = ("FIL-08", "FIL-25", "FIL-26")  # a column that was not read; its cells are blank now

BEYOND = LAST_ROW + 1  # more than any row number
Counted = tuple[str, int | str]
"""A formula and the value that it has when the workbook is written."""


NOWHERE: Counted = ("=0", 0)
UNKNOWN: Counted = ('=""', "")  # no formula can follow it, or there is nothing to follow


def counted(
    line: Line, block: Block | None, ground: Ground, left: str
) -> tuple[Counted, Counted, Counted]:
    """How many faults of a line stand, and the first and last row in which one does.

    `block` has the marks of the line, `left` is the cell in which the first formula will stand.
    """
    if block is None:
        return _at_large(line, ground), NOWHERE, NOWHERE
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
    names = [f"_check.{FIRST_CHECK + ground.checks.index(c)}" for c in ground.live(line)]
    if sheet is not None and issue.code == "FIL-06" and sheet.kind == "table":
        nil = column_name(ground.plan.form.key, sheet.nil_field) if sheet.nil_field else ""
        said = f'*({nil}="")' if nil else ""
        return f"=(SUMPRODUCT({filled_name(sheet.key)})=0)*1{said}", 1
    if sheet is not None and issue.code in COLUMN_CODES:
        title = dict(issue.facts).get("title")
        fields = {c.field for c in sheet.shown if c.title == title}
        names = [
            f"_check.{FIRST_CHECK + n}"
            for n, c in enumerate(ground.checks)
            if c.sheet is sheet and c.rule is None and set(c.fields) == fields
        ]
    if not names:
        return UNKNOWN
    return f"=({'+'.join(f'SUMPRODUCT({n})' for n in names)}>0)*1", 1


def rows_at_first(line: Line, ground: Ground) -> list[int]:
    """The rows of a line's findings as the workbook is written."""
    form = ground.where.form.rows
    return [t.spot.row or form[t.spot.field] for t in line.found if t.spot]
