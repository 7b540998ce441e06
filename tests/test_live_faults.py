"""The faults of `tests/cases/`, typed into a good workbook in LibreOffice, against the program.

The sheet "Kiểm tra" is read after each case. "Ready" must mean that the program finds no error
that a formula could find; and where every cell holds what its column stores, what is to be mended
on a sheet is an error of the program on that sheet, too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from libreoffice import drive, needs_libreoffice

from consolidate import template
from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.issues import Severity
from consolidate.plan.models import Column
from consolidate.read import read_book
from consolidate.read.cells import (
    BOOLEAN,
    COLUMN,
    DATE,
    HAS_FORMULA,
    KIND,
    NUMBER,
    TEXT,
    VALUE,
    Cell,
)
from tests.cases.returns import FORM_COLUMN, Sent, plan
from tests.test_cases import CASES, PERIOD, Case

pytestmark = [pytest.mark.thorough, needs_libreoffice]

READY = "SẴN SÀNG GỬI"
TYPED = {"typed", "copied", "emptied", "cells", "only", "submission", "found"}
KINDS = {"count": NUMBER, "money": NUMBER, "percent": NUMBER, "date": DATE}
DAY_0 = datetime(1899, 12, 30)
GOOD = Case("GOOD", 1, "the good return", (Sent(),))

FILL = """
book = open_book(sys.argv[2])
check = book.Sheets.getByName("Kiểm tra")
good, cases = json.load(open(sys.argv[3], encoding="utf-8"))
book.enableAutomaticCalculation(False)

def put(title, row, column, value):
    cell = book.Sheets.getByName(title).getCellByPosition(column - 1, row - 1)
    if value is None:
        cell.clearContents(1 + 2 + 4 + 16)
    elif isinstance(value, str):
        cell.String = value
    else:
        cell.Value = value

def verdict():
    book.calculate()
    lines = check.getCellRangeByName("A8:D20").getDataArray()
    return [check.getCellRangeByName("A4").String,
            [line[0] for line in lines if isinstance(line[3], float) and line[2] > 0]]

for place in good:
    put(*place)
answer = {"": verdict()}
for name, changes in cases.items():
    for title, row, column, old, new in changes:
        put(title, row, column, new)
    answer[name] = verdict()
    for title, row, column, old, new in changes:
        put(title, row, column, old)
answer["again"] = verdict()
book.close(True)
"""

Place = tuple[str, int, int]
Cells = dict[Place, Cell]


@dataclass(frozen=True)
class Judged:
    """A case with what both say: the sheets with errors and, of the program, their codes."""

    case: Case
    status: str
    marked: frozenset[str]
    errors: dict[str, set[str]]


# --- what is typed ---------------------------------------------------------------------------


@cache
def inputs() -> dict[str, dict[int, Column]]:
    """What is asked at which column of a table, or at which row of the form, by sheet."""
    where = template.layout(plan())
    asked = {
        t.title: {n: t.sheet.by_field[f] for f, n in t.columns.items()}
        for t in where.tables.values()
    }
    form = {row: plan().form.by_field[field] for field, row in where.form.rows.items()}
    return {where.form.title: form} | asked


def column_at(place: Place) -> Column | None:
    """What an input cell is asked for; None for all other cells."""
    title, row, column = place
    if title == plan().form.title:
        return inputs()[title].get(row) if column == FORM_COLUMN else None
    return inputs()[title].get(column)


def cells_of(case: Case) -> Cells:
    """What stands in the sheets of the plan."""
    sheets = read_book(case.files[0].bytes(1, PERIOD)).sheets
    return {
        (s.title, row, cell[COLUMN]): cell
        for s in sheets
        if s.title in inputs()
        for row, cells in s.rows.items()
        for cell in cells
    }


def stored(place: Place, cell: Cell | None) -> Any:
    """What a spreadsheet stores. A task by its bare code is chosen from the list instead, which
    is how the good return must be typed to be ready.
    """
    if cell is None:
        return None
    if cell[KIND] == DATE:
        return (cell[VALUE] - DAY_0).days  # type: ignore[operator]
    column = column_at(place)
    if column and column.list and column.type == "choice":
        unit, period = plan().unit("D001"), plan().period(PERIOD)
        values = plan().values_of(column.list, unit, period)
        return next((v.title for v in values if cell[VALUE] in v.aliases), cell[VALUE])
    return cell[VALUE]


def other(good: Cells, now: Cells) -> dict[Place, tuple[Any, Any]]:
    """The cells in which a case is not the good return: what stood there, and what is typed."""
    pairs = {p: (stored(p, good.get(p)), stored(p, now.get(p))) for p in sorted(good | now)}
    return {p: pair for p, pair in pairs.items() if pair[0] != pair[1]}


def is_typed(case: Case) -> bool:
    """Whether it is one return of the usual unit with nothing but other cells."""
    if case.is_alone or case.period != PERIOD or case.code.startswith("FIL-"):
        return False
    usual = Sent()
    changed = {k for k, v in vars(case.files[0]).items() if v != getattr(usual, k)}
    return changed <= TYPED


def faults() -> Iterator[tuple[Case, Cells, dict[Place, tuple[Any, Any]]]]:
    """The cases that are typed, with their cells and those that are other."""
    good = cells_of(GOOD)
    for case in filter(is_typed, CASES):
        now = cells_of(case)
        changes = other(good, now)
        new = [now[p] for p in changes if p in now]
        odd = any(cell[HAS_FORMULA] or cell[KIND] == BOOLEAN for cell in new)
        if not odd and all(map(column_at, changes)):
            yield case, now, changes


def is_own_kind(case: Case) -> bool:
    """Whether every cell that is other holds the kind of value that its column stores."""
    now = cells_of(case)
    return all(
        place not in now
        or now[place][KIND] == KINDS.get(column.type, TEXT if column.type != "row_number" else "")
        for place in other(cells_of(GOOD), now)
        if (column := column_at(place))
    )


# --- judged twice ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, list[str]]]:
    """Status and marked sheets of each case, by the name of its file; "" is the good return."""
    folder = tmp_path_factory.mktemp("typed")
    book, told = folder / "D001.xlsx", folder / "faults.json"
    book.write_bytes(template.build(plan(), plan().period(PERIOD), plan().unit("D001")))
    good = [[*p, stored(p, c)] for p, c in cells_of(GOOD).items() if column_at(p)]
    good = [place for place in good if place[1] > 6 or place[0] == plan().form.title]
    changes = {
        case.name_of(0): [[*place, *pair] for place, pair in changed.items()]
        for case, _, changed in faults()
    }
    told.write_text(json.dumps([good, changes]), encoding="utf-8")
    return drive(FILL, str(book), str(told))


@pytest.fixture(scope="module")
def judged(
    verdicts: dict[str, tuple[str, list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> list[Judged]:
    """Each case with what the sheet of checks says and what the program finds."""
    folder: Path = tmp_path_factory.mktemp("judged")
    cases = [case for case, _, _ in faults()]
    for number, case in enumerate(cases, 1):
        case.write(folder, number)
    titles = {s.key: s.title for s in plan().sheets}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    asked = Asked(plan(), plan().period(PERIOD), jobs=1)
    for issue in run(asked, find([folder]), lambda _: None).issues:
        if issue.severity is Severity.ERROR:
            found[issue.place.file][titles.get(issue.place.sheet, "")].add(issue.code)
    names = {case.name_of(0): case for case in cases}
    return [
        Judged(case, verdicts[name][0], frozenset(verdicts[name][1]), dict(found[name]))
        for name, case in names.items()
    ]


# What the sheet cannot see or sees more strictly, by the case.
UNSEEN = {
    ("GEN-11", 1): "a number inside a longer text: no formula that all spreadsheets know finds it",
    ("INF-02", 1): "code and name of the unit are printed in locked cells and compared by nobody",
}
SPELT = "a formula compares names as they are typed, the program by their key"
CLEANED = "the program takes the main code out of what is typed, and says so"
STRICTER = {
    ("GEN-02", 2): SPELT,
    ("HTX-01", 2): CLEANED,
    ("HTX-01", 3): CLEANED,
    ("HTX-18", 3): SPELT,
    ("HTX-20", 1): SPELT,
    ("HTX-20", 2): SPELT,
    ("MGR-01", 2): SPELT,
    ("MGR-07", 3): SPELT,
    ("SUP-01", 2): SPELT,
}


def named(one: Judged) -> tuple[str, int]:
    return one.case.code, one.case.number


def test_the_good_return_is_ready_before_and_after(
    verdicts: dict[str, tuple[str, list[str]]],
) -> None:
    assert verdicts[""] == verdicts["again"] == [READY, []]


def test_ready_means_that_the_program_finds_no_error(judged: list[Judged]) -> None:
    """Sheet by sheet: where the program finds an error, the sheet of checks has one to mend."""
    unseen = {named(one) for one in judged if one.errors.keys() - one.marked}
    assert unseen == UNSEEN.keys()
    for one in judged:
        assert (one.status == READY) == (not one.marked), named(one)
    caught = [one for one in judged if one.errors and one.status != READY]
    assert len(caught) >= 40  # or the test proves little
    codes = {code for one in caught for found in one.errors.values() for code in found}
    assert len(codes) >= 30, sorted(codes)


def test_what_is_to_be_mended_is_an_error_of_the_program(judged: list[Judged]) -> None:
    """Where every cell holds what its column stores."""
    own = [one for one in judged if is_own_kind(one.case)]
    stricter = {named(one) for one in own if one.marked - one.errors.keys()}
    assert stricter == STRICTER.keys()
    assert len([one for one in own if one.status == READY]) >= 40
