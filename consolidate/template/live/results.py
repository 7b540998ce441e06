"""The very hidden sheet on which the live checks are worked out, once for the whole workbook.

Four parts: for each table where its rows begin and end, and how many of them are blank; what is
known of the sender; a line for each check with how often it fires, and where first; beside them a
line for each group of checks of one sheet that are equally grave. Nothing here carries a value from
the start: a program that does not calculate on opening calculates cells without a value, and would
believe any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from consolidate.issues import Severity, column_letters
from consolidate.plan.models import SheetPlan
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
    check_name,
    column_name,
    filled_name,
    first_name,
    last_name,
    list_name,
)

BLOCK, HALVINGS = 2048, 9  # rows that are looked through one by one; together all rows of a sheet
KEY_ROW, FIRST_HALF = 1, 2
BEGIN = FIRST_HALF + HALVINGS
END, GAPS = BEGIN + 1, BEGIN + 2
SENDER = GAPS + 2
FIRST_CHECK = SENDER + 6
SENTENCE, COUNT, FIRST = 1, 2, 3  # columns of the checks
START, TITLE, SEVERITY = 4, 5, 6  # columns of the groups
UNCALCULATED = ""


@dataclass(frozen=True)
class Results:
    """Where the checks are worked out."""

    checks: tuple[Check, ...]

    @property
    def last_check(self) -> int:
        """The row of the last check."""
        return FIRST_CHECK + len(self.checks) - 1

    @property
    def groups(self) -> list[tuple[SheetPlan, Severity, int, int]]:
        """Sheet, severity, first and last row of the checks that stand together."""
        groups, row = [], FIRST_CHECK
        for (_, severity), own in groupby(self.checks, lambda c: (c.sheet.key, c.severity)):
            checks = list(own)
            groups.append((checks[0].sheet, severity, row, row + len(checks) - 1))
            row += len(checks)
        return groups

    def cells(self, column: int) -> str:
        """The cells of a column of the checks, from another sheet."""
        return _cells(column, FIRST_CHECK, self.last_check)

    def of_group(self, column: int, check: str) -> str:
        """What the group of a check says in a column; checks are numbered from 1."""
        last = FIRST_CHECK + len(self.groups) - 1
        starts, said = _cells(START, FIRST_CHECK, last), _cells(column, FIRST_CHECK, last)
        return f"LOOKUP({check},{starts},{said})"

    def errors(self, sheet: str | None) -> str:
        """How many findings of a sheet, or of all, must be mended before the workbook is sent."""
        return self._sum(sheet, {Severity.ERROR})

    def doubts(self, sheet: str | None) -> str:
        """How many of them are only to be looked at."""
        return self._sum(sheet, {Severity.WARNING, Severity.INFO})

    def count(self, sheet: str) -> str:
        """How many findings a sheet has."""
        return self._sum(sheet, set(Severity))

    def _sum(self, sheet: str | None, severities: set[Severity]) -> str:
        ranges = [
            _cells(COUNT, first, last)
            for plan, severity, first, last in self.groups
            if severity in severities and sheet in (None, plan.key)
        ]
        return f"SUM({','.join(ranges)})" if ranges else "0"


def write_results(
    workbook: Any, pen: Pen, where: Layout, edition: Edition, checks: Sequence[Check]
) -> Results:
    """Write the sheet and define the names by which formulas speak of tables and sender."""
    for column, table in enumerate(where.tables.values(), 1):
        _write_search(pen, column, table)
        _define_table(workbook, table, column)
    for field in where.form.rows:
        must(workbook.define_name(_form_name(where.form, field), f"={where.form.input(field)}"))
    _write_sender(workbook, pen, where.form, edition)
    results = Results(tuple(checks))
    for row, check in enumerate(results.checks, FIRST_CHECK):
        must(workbook.define_name(check_name(row), f"={check.fires}"))
        _write_check(pen, row, check, where)
    for row, (sheet, severity, first, _) in enumerate(results.groups, FIRST_CHECK):
        pen.entry(row, START, float(first - FIRST_CHECK + 1), PLAIN)
        pen.text(row, TITLE, sheet.title)
        pen.text(row, SEVERITY, _in_words(severity))
    return results


def _write_search(pen: Pen, column: int, table: TableLayout) -> None:
    """The first and the last row of a table, and how many between them are blank.

    The last one is found by halving what lies below, down to a block of rows of which each is
    looked at: whole columns would take seconds. Nothing above the head is looked at, where the
    counter of the sheet stands, which counts what is found here.
    """
    pen.text(KEY_ROW, column, table.sheet.key, BOLD)
    letters, cells = column_letters(column), table.all_columns
    above = ""
    for i in range(HALVINGS):
        step = BLOCK * 2 ** (HALVINGS - 1 - i)
        region = _block(cells, f"{above}{step}", f"ROWS({cells})")
        formula = f"={above}IF(IFERROR(COUNTA({region}),0)>0,{step},0)"
        pen.formula(FIRST_HALF + i, column, formula, PLAIN, UNCALCULATED)
        above = f"{letters}{FIRST_HALF + i}+"
    base = above.removesuffix("+")
    top, bottom = f"MAX({letters}{BEGIN},{above}1)", f"{above}{BLOCK}"
    block = _block(cells, top, bottom)
    rows = f"ROW(INDEX({cells},{top},1):INDEX({cells},{bottom},1))-{base}"
    begin = f"=ROW({quoted(table.title)}!{table.own_head})+1"
    end = f"=MAX({letters}{BEGIN},{above}SUMPRODUCT(MAX((1-ISBLANK({block}))*({rows}))))"
    gaps = f"=SUMPRODUCT(1-{_filled(table)})"
    for row, formula in ((BEGIN, begin), (END, end), (GAPS, gaps)):
        pen.formula(row, column, formula, PLAIN, UNCALCULATED)


def _define_table(workbook: Any, table: TableLayout, column: int) -> None:
    key = table.sheet.key
    must(workbook.define_name(first_name(key), f"={_cells(column, BEGIN, BEGIN)}"))
    must(workbook.define_name(last_name(key), f"={_cells(column, END, END)}"))
    for shown in table.shown:
        must(workbook.define_name(column_name(key, shown.field), f"={_column(table, shown.field)}"))
    ones = f"ROW({column_name(key, table.shown[0].field)})^0"
    filled = f"IF({_cells(column, GAPS, GAPS)}=0,{ones},{_filled(table)})"
    must(workbook.define_name(filled_name(key), f"={filled}"))


def _column(table: TableLayout, field: str) -> str:
    """The cells of a field, from the first row to the last."""
    key, whole = table.sheet.key, table.whole(field)
    return f"INDEX({whole},{first_name(key)}):INDEX({whole},{last_name(key)})"


def _block(cells: str, top: str, bottom: str) -> str:
    """All columns of a table, from one row to another.

    All of them are named, or a cell between the first and the last would not have it worked out
    anew.
    """
    return f"INDEX({cells},{top},1):INDEX({cells},{bottom},COLUMNS({cells}))"


def _filled(table: TableLayout) -> str:
    """For each row 1 where anything stands in it besides its running number.

    It looks at every cell: what is asked for each check is known without it where no row is blank.
    """
    key = table.sheet.key
    block = _block(table.all_columns, first_name(key), last_name(key))
    ones = f"TRANSPOSE(COLUMN({quoted(table.title)}!$A$1:${table.last_letters}$1)^0)"
    numbers = "".join(
        f"-(1-ISBLANK({column_name(key, c.field)}))" for c in table.shown if c.type == "row_number"
    )
    return f"(MMULT(1-ISBLANK({block}),{ones}){numbers}>0)*1"


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


def _write_check(pen: Pen, row: int, check: Check, where: Layout) -> None:
    """What a check says, how often it fires, and the address of the cell where it fires first."""
    fires, counted = check_name(row), f"{column_letters(COUNT)}{row}"
    if check.sheet is where.form.sheet:
        cell = where.form.input(check.place)
        first = f"ROW({cell})"
    else:
        cell = where.tables[check.sheet.key].head(check.place)
        first = first_name(check.sheet.key)
        if not check.is_whole:
            first += f"-1+SUMPRODUCT(MATCH(1,{fires},0))"
    pen.text(row, SENTENCE, check.sentence)
    pen.formula(row, COUNT, f"=SUMPRODUCT({fires})", PLAIN, UNCALCULATED)
    address = f'=IF({counted}=0,"",ADDRESS({first},COLUMN({cell}),4))'
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
