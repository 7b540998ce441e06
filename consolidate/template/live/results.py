"""The very hidden sheet on which the live checks are worked out, once for the whole workbook.

Three parts: for each table the last row that holds anything, found by halving; what is known of
the sender; and a line for each check with how often it fires and where it fires first. Nothing
here carries a value from the start: a program that does not calculate on opening calculates cells
without a value, and would believe any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from consolidate.issues import Severity, column_letters
from consolidate.sheet_names import LIVE
from consolidate.style import BOLD, PLAIN
from consolidate.template import words
from consolidate.template.drawing import Pen, must
from consolidate.template.edition import Edition
from consolidate.template.layout import FormLayout, Layout, TableLayout, quoted
from consolidate.template.live.checks import Check
from consolidate.template.names import (
    CUTOFF,
    UNIT,
    UNIT_LEVEL,
    UNIT_NAME,
    column_name,
    filled_name,
    last_name,
    list_name,
)

BITS = 20  # of a row number
KEY_ROW, FIRST_BIT = 1, 2
LAST = FIRST_BIT + BITS - 1
SENDER = LAST + 2
FIRST_CHECK = SENDER + 6
TITLE, SENTENCE, SEVERITY, COUNT, FIRST = range(1, 6)
BEYOND = 10_000_000  # more than any row number
UNCALCULATED = ""


@dataclass(frozen=True)
class Results:
    """Where the checks are worked out."""

    checks: tuple[Check, ...]

    @property
    def last_check(self) -> int:
        """The row of the last check."""
        return FIRST_CHECK + len(self.checks) - 1

    def lines(self, column: int) -> str:
        """The cells of a column of the checks, from another sheet."""
        return _cells(column, FIRST_CHECK, self.last_check)

    def count(self, sheet: str | None) -> str:
        """How many findings a sheet has, or all sheets together."""
        return f"SUM({_cells(COUNT, *self._rows(sheet))})"

    def errors(self, sheet: str | None) -> str:
        """How many of them must be mended before the workbook is sent."""
        rows = self._rows(sheet)
        severities, counts = _cells(SEVERITY, *rows), _cells(COUNT, *rows)
        return f'SUMIF({severities},"{words.MUST_MEND}",{counts})'

    def doubts(self, sheet: str | None) -> str:
        """How many of them are only to be looked at."""
        return f"{self.count(sheet)}-{self.errors(sheet)}"

    def _rows(self, sheet: str | None) -> tuple[int, int]:
        """First and last row of the checks of a sheet, which stand together."""
        rows = [
            FIRST_CHECK + i
            for i, check in enumerate(self.checks)
            if sheet is None or check.sheet.key == sheet
        ]
        return rows[0], rows[-1]


def write_results(
    workbook: Any, pen: Pen, where: Layout, edition: Edition, checks: Sequence[Check]
) -> Results:
    """Write the sheet and define the names by which formulas speak of tables and sender."""
    for column, table in enumerate(where.tables.values(), 1):
        _write_search(pen, column, table)
        _define_table(workbook, table, _cells(column, LAST, LAST))
    for field in where.form.rows:
        must(workbook.define_name(_form_name(where.form, field), f"={where.form.input(field)}"))
    _write_sender(workbook, pen, where.form, edition)
    results = Results(tuple(checks))
    for row, check in enumerate(results.checks, FIRST_CHECK):
        must(workbook.define_name(f"_check.{row}", f"={check.fires}"))
        _write_check(pen, row, check)
    return results


def _write_search(pen: Pen, column: int, table: TableLayout) -> None:
    """The last row from the highest bit down: a bit is set if something stands that far below."""
    pen.text(KEY_ROW, column, table.sheet.key, BOLD)
    first, last = (f"{quoted(table.title)}!${c}:${c}" for c in ("A", table.last_letters))
    letters = column_letters(column)
    for i in range(BITS):
        row, step = FIRST_BIT + i, 2 ** (BITS - 1 - i)
        above = f"{letters}{row - 1}+" if i else ""
        region = f"INDEX({first},{above}{step}):INDEX({last},ROWS({last}))"
        formula = f"={above}IF(IFERROR(COUNTA({region}),0)>0,{step},0)"
        pen.formula(row, column, formula, PLAIN, UNCALCULATED)


def _define_table(workbook: Any, table: TableLayout, last: str) -> None:
    key, head = table.sheet.key, f"{quoted(table.title)}!{table.own_head}"
    must(workbook.define_name(last_name(key), f"={last}"))
    ends = f"MAX(ROW({head})+1,{last_name(key)})"
    numbers = []
    for column in table.shown:
        whole = table.whole(column.field)
        cells = f"INDEX({whole},ROW({head})+1):INDEX({whole},{ends})"
        must(workbook.define_name(column_name(key, column.field), f"={cells}"))
        if column.type == "row_number":
            numbers.append(f"-(1-ISBLANK({column_name(key, column.field)}))")
    first, last = (table.whole(c.field) for c in (table.shown[0], table.shown[-1]))
    block = f"INDEX({first},ROW({head})+1):INDEX({last},{ends})"
    ones = f"TRANSPOSE(COLUMN({quoted(table.title)}!$A$1:${table.last_letters}$1)^0)"
    filled = f"(MMULT(1-ISBLANK({block}),{ones}){''.join(numbers)}>0)*1"
    must(workbook.define_name(filled_name(key), f"={filled}"))


def _form_name(form: FormLayout, field: str) -> str:
    return column_name(form.sheet.key, field)


def _write_sender(workbook: Any, pen: Pen, form: FormLayout, edition: Edition) -> None:
    """The file's own data date, where it lies in the period, and the unit."""
    parts, period = edition.plan.form_fields, edition.period
    start, end, cutoff = (
        f"DATE({d.year},{d.month},{d.day})" for d in (period.start, period.end, period.cutoff)
    )
    own = _form_name(form, parts.cutoff)
    code = _form_name(form, parts.unit_code)
    levels, codes = list_name("units", "level"), list_name("units", "code")
    level = f'=IFERROR(INDEX({levels},MATCH({code},{codes},0)),"")'
    facts = {
        CUTOFF: f"=IF(ISNUMBER({own}),IF(({own}>={start})*({own}<={end}),{own},{cutoff}),{cutoff})",
        UNIT: f"={code}",
        UNIT_NAME: f"={_form_name(form, parts.unit_name)}",
        UNIT_LEVEL: f'="{edition.unit.level}"' if edition.unit else level,
    }
    for row, (name, formula) in enumerate(facts.items(), SENDER):
        pen.text(row, 1, name, BOLD)
        pen.formula(row, 2, formula, PLAIN, UNCALCULATED)
        must(workbook.define_name(name, f"={_cells(2, row, row)}"))


def _write_check(pen: Pen, row: int, check: Check) -> None:
    """What a check says, how often it fires, and the address of the cell where it fires first."""
    fires = f"_check.{row}"
    pen.text(row, TITLE, check.sheet.title)
    pen.text(row, SENTENCE, check.sentence)
    pen.text(row, SEVERITY, _in_words(check.severity))
    cells = column_name(check.sheet.key, check.place)
    first = f"MIN(ROW({cells}))"
    if not check.is_whole:
        first = f"{BEYOND}-SUMPRODUCT(MAX({fires}*({BEYOND}-ROW({cells}))))"
    counted = f"{column_letters(COUNT)}{row}"
    address = f'=IF({counted}=0,"",ADDRESS({first},MIN(COLUMN({cells})),4))'
    pen.formula(row, COUNT, f"=SUMPRODUCT({fires})", PLAIN, UNCALCULATED)
    pen.formula(row, FIRST, address, PLAIN, UNCALCULATED)


def _in_words(severity: Severity) -> str:
    return {
        Severity.ERROR: words.MUST_MEND,
        Severity.WARNING: words.SHOULD_LOOK,
        Severity.INFO: words.NOTE_ONLY,
    }[severity]


def _cells(column: int, first: int, last: int) -> str:
    letters = column_letters(column)
    if first == last:
        return f"{quoted(LIVE)}!${letters}${first}"
    return f"{quoted(LIVE)}!${letters}${first}:${letters}${last}"
