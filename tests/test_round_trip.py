"""A season in which every unit is wrong, in every way that has a case, sends what is put right.

Who corrects knows nothing but the true values: it types them wherever something else stands.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import MergedCell

from consolidate.template import layout
from tests.cases.returns import Sent, good_return, plan
from tests.corrected import PERIOD, Round, ran
from tests.libreoffice import convert, needs_libreoffice
from tests.test_cases import CASES, Case

pytestmark = pytest.mark.thorough

UNITS = [u.code for u in plan().expected(plan().period(PERIOD))]
CELLS = Path(__file__).parent / "data" / "cell-cases.csv"
AT_ONCE = 10  # workbooks that LibreOffice saves in one start
COLUMNS = {  # a row and columns of "HTX" for each type of the cell grammar
    "int": ("Tổng số thành viên chính thức", "Lao động không phải thành viên"),
    "money": ("Doanh thu từ đầu năm (lũy kế)",),
    "date": ("Ngày cấp Giấy chứng nhận lần đầu",),
    "tax_code": ("Mã số HTX (mã số thuế)",),
}
OWN = {"unit", "typed", "found", "name", "submission", "only"}
NO_RETURN = {"raw", "password", "cut", "period", "twice", "members", "stamp", "kind"}


# --- what the units send ---------------------------------------------------------------------


def told(case: Case) -> bool:
    """Whether a case is one readable return of a known unit in which something is found."""
    one, usual = case.files[0], Sent()
    other = {f.name for f in fields(Sent) if getattr(one, f.name) != getattr(usual, f.name)}
    form = plan().form_fields
    own = {plan().form.by_field[f].title for f in
           (form.unit_code, form.unit_name, form.period, form.submission)}  # fmt: skip
    typed = {line[1] for line in one.typed if line[0] == plan().form.title}
    return not case.is_alone and bool(one.found) and not other & NO_RETURN and not typed & own


TOLD = [c for c in CASES if told(c)]
TYPED = [c for c in TOLD if all(getattr(c.files[0], f.name) == getattr(Sent(), f.name)
                                for f in fields(Sent) if f.name not in OWN)]  # fmt: skip
SHAPED = [c for c in TOLD if c not in TYPED]


def grammar() -> Iterator[list[Any]]:
    """Every cell that is not simply read, as something that is typed into a column of its type."""
    cases = csv.DictReader(CELLS.read_text(encoding="utf-8").splitlines())
    for number, case in enumerate(cases):
        titles = [t for t in COLUMNS.get(case["target_type"], ()) if t in titles_of("HTX")]
        if not case["outcome"].startswith(("error", "warn")) or not titles:
            continue
        kind, value = case["excel_type"], case["raw"]
        typed: Any = value
        if kind.startswith("number"):
            typed = float(value)
        elif kind.startswith("datetime"):
            typed = datetime.fromisoformat(kind.split()[1])
        yield ["HTX", 1 + number % 2, titles[number % len(titles)], typed]


def titles_of(title: str) -> set[str]:
    return {c.title for t in plan().tables if t.title == title for c in t.shown}


def season_of_typed() -> list[Sent]:
    """Each unit has the typed faults of a thirtieth of all cases, and of the cell grammar."""
    typed: dict[str, list[Any]] = {unit: [] for unit in UNITS}
    for number, case in enumerate(TYPED):
        typed[UNITS[number % len(UNITS)]] += case.files[0].typed
    for number, line in enumerate(grammar()):
        typed[UNITS[number % len(UNITS)]].append(line)
    return [Sent(unit=unit, typed=lines) for unit, lines in typed.items()]


def seasons_of_shapes() -> Iterator[list[Sent]]:
    """Rows, columns and sheets that are not as they should be: a case a unit."""
    for first in range(0, len(SHAPED), len(UNITS)):
        some = [c.files[0] for c in SHAPED[first : first + len(UNITS)]]
        yield [
            Sent(**{f.name: getattr(one, f.name) for f in fields(Sent)} | {"unit": unit})
            for unit, one in zip(UNITS, some, strict=False)
        ]


# --- who corrects ----------------------------------------------------------------------------


def put_right(book: bytes, unit: str) -> bytes:
    """The workbook with the true value in every cell that holds another one."""
    truth, where = good_return(unit, PERIOD), layout(plan())
    opened = load_workbook(BytesIO(book))
    for table in where.tables.values():
        sheet, true = opened[table.title], truth[table.title]
        last = max([sheet.max_row, *(row for row, _ in true)])
        for row in range(table.first_row, last + 1):
            for column in table.columns.values():
                put(sheet.cell(row, column), true.get((row, column)))
    form, own = where.form, plan().form_fields
    for field, row in where.form.rows.items():
        if field not in (own.unit_code, own.unit_name, own.period, own.submission):
            place = row, form.input_column
            put(opened[form.title].cell(*place), truth[form.title].get(place))
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


def put(cell: Any, true: Any) -> None:
    now = cell.value
    if isinstance(cell, MergedCell) or now == true:
        return
    cell.value = true


def told_true(folder: Path, units: list[str]) -> Round:
    """What a run finds where all of these units had sent what is true."""
    folder.mkdir()
    for unit in units:
        (folder / f"{unit}.xlsx").write_bytes(Sent(unit=unit).bytes(1, PERIOD))
    return ran(folder)


def sent_again(folder: Path, first: Round, books: dict[str, bytes], truth: Round) -> None:
    """Send corrected workbooks beside the first ones, and compare all with the truth."""
    for name, data in books.items():
        (folder / f"gửi lại {name}").write_bytes(data)
    second = ran(folder)
    units = {name[:4] for name in books}
    assert {u: s for u, s in second.units().items() if u in units} == {
        u: s for u, s in truth.units().items() if u in units
    }
    assert not second.books.keys() & books.keys()
    for name in books:
        assert second.files()[f"{name[:4]}.xlsx"] == "superseded"
    old = {u: first.figures(u) for u in UNITS if u not in units}
    for unit in units:
        assert second.figures(unit) == truth.figures(unit), unit
    for unit, figures in old.items():
        if unit in first.units() and first.units()[unit] != "missing":
            assert second.figures(unit) == figures, unit


def written(folder: Path, sent: list[Sent]) -> Round:
    folder.mkdir()
    for one in sent:
        (folder / f"{one.unit}.xlsx").write_bytes(one.bytes(1, PERIOD))
    return ran(folder)


@needs_libreoffice
def test_whatever_is_typed_wrong_is_right_after_one_round(tmp_path: Path) -> None:
    sent = season_of_typed()
    assert len(TYPED) > 90
    assert sum(len(s.typed) for s in sent) > 150
    first = written(tmp_path / "returns", sent)
    assert {name[:4] for name in first.books} == set(UNITS)
    typed = tmp_path / "typed"
    typed.mkdir()
    paths = []
    for name, book in first.books.items():
        paths.append(typed / name)
        paths[-1].write_bytes(put_right(book, name[:4]))
    saved = [
        path
        for first_of in range(0, len(paths), AT_ONCE)
        for path in convert(paths[first_of : first_of + AT_ONCE], "xlsx", tmp_path / "saved")
    ]
    books = {path.name: path.read_bytes() for path in saved}
    sent_again(tmp_path / "returns", first, books, told_true(tmp_path / "truth", UNITS))


@pytest.mark.parametrize("number", range((len(SHAPED) - 1) // len(UNITS) + 1))
def test_whatever_is_out_of_shape_is_right_after_one_round(number: int, tmp_path: Path) -> None:
    sent = list(seasons_of_shapes())[number]
    first = written(tmp_path / "returns", sent)
    assert first.books
    books = {name: put_right(book, name[:4]) for name, book in first.books.items()}
    units = [s.unit for s in sent]
    sent_again(tmp_path / "returns", first, books, told_true(tmp_path / "truth", units))
