"""Correction workbooks for tests: runs over folders of returns, and cells typed over as a clerk
would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from consolidate.consolidation import Asked, run
from consolidate.correction import corrections
from consolidate.intake import Found, find
from consolidate.outcome import Outcome
from consolidate.parse.codes import has_check_digit
from consolidate.read import read_book
from consolidate.read.cells import COLUMN, TEXT, VALUE
from consolidate.sheet_names import TO_FIX
from tests.office import Return, cooperative, manager, plan, support

HEAD_ROW = 8
PERIOD = "2025-H1"


@dataclass(frozen=True)
class Round:
    """A run over a folder, and the correction workbooks that it gave."""

    outcome: Outcome
    books: dict[str, bytes]
    found_files: Sequence[Found]

    def book(self, unit: str) -> bytes:
        """The workbook of a unit."""
        (data,) = (b for name, b in self.books.items() if name.startswith(unit))
        return data

    def found(self, unit: str, *severities: str) -> list[tuple[str, str, str]]:
        """(sheet, cell or row, code) of the findings in the file of a unit that counts."""
        (file,) = (u.file for u in self.outcome.units if u.unit.code == unit)
        return sorted(
            (i.place.sheet, i.place.cell or str(i.place.row or ""), i.code)
            for i in self.outcome.issues
            if i.place.file == file and i.severity in (severities or ("error",))
        )

    def files(self) -> dict[str, str]:
        """State of every file."""
        return {r.file: r.state for r in self.outcome.returns}

    def units(self) -> dict[str, str]:
        """State of every unit that sent anything."""
        return {u.unit.code: u.state for u in self.outcome.units if u.state != "missing"}

    def figures(self, unit: str) -> dict[str, float]:
        """What a unit adds to each target."""
        return self.outcome.by_unit.loc[unit].to_dict()


def ran(folder: Path, *returns: Return, period: str = PERIOD, **asked: Any) -> Round:
    """Run over a folder, after these returns have been written into it."""
    folder.mkdir(exist_ok=True, parents=True)
    for one in returns:
        one.write(folder)
    found = find([folder])
    outcome = run(Asked(plan(), plan().period(period), jobs=1, **asked), found, lambda _: None)
    return Round(outcome, corrections(outcome, found), found)


# --- returns ---------------------------------------------------------------------------------


def raw(text: str) -> tuple[int, str, str, int, bool]:
    """Text in a cell as it stands, not a code of a list."""
    return (0, TEXT, text, 0, False)


def commune(unit: str) -> str:
    """The first commune of a unit."""
    return plan().communes_of(plan().unit(unit), plan().period(PERIOD))[0].code


@cache
def codes(unit: str) -> tuple[str, ...]:
    """Five tax codes that no other unit has."""
    made = [c for n in range(90_000, 91_000) if has_check_digit(c := f"01999{n:05}")]
    first = 5 * [u.code for u in plan().units].index(unit)
    return tuple(made[first : first + 5])


def good(unit: str = "D001", **changes: Any) -> Return:
    """Five cooperatives with a manager each; nothing is wrong."""
    names = [f"HTX số {n} {unit}" for n in range(5)]
    rows = [
        cooperative(n, org_name=name, tax_code=codes(unit)[n], commune_code=commune(unit))
        for n, name in enumerate(names)
    ]
    tables = {
        "cooperatives": rows,
        "women_managers": [manager(n, f"Trần Thị {n}") for n in names],
        "support_actions": [support(names[0])],
    }
    return Return(**({"unit": unit, "tables": tables} | changes))


def faulty(unit: str = "D001", **changes: Any) -> Return:
    """The same with an error in each cooperative but the first."""
    one = good(unit, **changes)
    faults: list[dict[str, Any]] = [
        {},
        {"managers_women": 9},
        {"tax_code": "0199990012"},
        {"status": raw("Đang hoạt độg")},
        {"members_total": None},
    ]
    rows = [row | fault for row, fault in zip(one.tables["cooperatives"], faults, strict=True)]
    one.tables["cooperatives"] = rows
    return one


ERRORS = [
    ("cooperatives", "C9", "HTX-02"),
    ("cooperatives", "I10", "GEN-02"),
    ("cooperatives", "M8", "GEN-10"),
    ("cooperatives", "O11", "GEN-01"),
]


def mended(unit: str) -> dict[str, Any]:
    """The cells in which `faulty` must become `good`."""
    right = codes(unit)[2]
    return {"HTX!M8": 1, "HTX!C9": right, "HTX!I10": "Đang hoạt động", "HTX!O11": 12}


# --- cells -----------------------------------------------------------------------------------


def typed_over(book: bytes, cells: dict[str, Any]) -> bytes:
    """The workbook with other values at addresses such as "HTX!M9"; None empties a cell."""
    opened = load_workbook(BytesIO(book))
    for address, value in cells.items():
        sheet, cell = address.rsplit("!", 1)
        if sheet not in opened.sheetnames:
            opened.create_sheet(sheet)
        opened[sheet][cell].value = value
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


def rows_of(book: bytes, title: str) -> dict[int, dict[int, Any]]:
    """The values of a sheet by row and column."""
    sheet = next(s for s in read_book(book).sheets if s.title == title)
    return {n: {c[COLUMN]: c[VALUE] for c in cells} for n, cells in sheet.rows.items()}


def list_of(book: bytes) -> list[tuple[Any, ...]]:
    """The lines of the first sheet as they are stored: subject, place, why, what, state, code."""
    rows = [tuple(r.get(c) for c in range(1, 7)) for r in rows_of(book, TO_FIX).values()]
    return [row for row in rows[4:] if row[5] and row[5] != "Mã"]
