"""Correction workbooks for tests: folders of returns, the workbooks of a run, and cells typed over
as a clerk would."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from consolidate.consolidation import Asked, run
from consolidate.correction import corrections
from consolidate.intake import find
from consolidate.outcome import Outcome
from consolidate.sheet_names import TO_FIX
from tests.office import Return, plan

HEAD_ROW = 8
PERIOD = "2025-H1"


@dataclass(frozen=True)
class Round:
    """A run over a folder, and the correction workbooks that it gave."""

    outcome: Outcome
    books: dict[str, bytes]

    def found(self, *severities: str) -> list[tuple[str, str, str | None, str]]:
        """(file, sheet, cell or row, code) of the findings of these severities."""
        return [
            (i.place.file, i.place.sheet, i.place.cell or str(i.place.row or ""), i.code)
            for i in self.outcome.issues
            if i.severity in severities
        ]

    def states(self) -> dict[str, str]:
        """State of every file."""
        return {r.file: r.state for r in self.outcome.returns}

    def units(self) -> dict[str, str]:
        """State of every unit that sent anything."""
        return {u.unit.code: u.state for u in self.outcome.units if u.state != "missing"}

    def figures(self) -> dict[str, tuple[float, float | None]]:
        """Numerator and denominator of every target."""
        return {m.target.code: (m.numerator, m.denominator) for m in self.outcome.targets}


def ran(folder: Path, *returns: Return, period: str = PERIOD, **asked: Any) -> Round:
    """Run over a folder, after these returns have been written into it."""
    folder.mkdir(exist_ok=True, parents=True)
    for one in returns:
        one.write(folder)
    found = find([folder])
    outcome = run(Asked(plan(), plan().period(period), jobs=1, **asked), found, lambda _: None)
    return Round(outcome, corrections(outcome, found))


def typed_over(book: bytes, cells: dict[str, Any]) -> bytes:
    """The workbook with other values at addresses such as "HTX!M9"; None empties a cell."""
    opened = load_workbook(BytesIO(book))
    for address, value in cells.items():
        sheet, cell = address.rsplit("!", 1)
        opened[sheet][cell].value = value
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


def list_of(book: bytes) -> list[tuple[Any, ...]]:
    """The lines of the first sheet as they are stored: subject, place, why, what, state, code."""
    sheet = load_workbook(BytesIO(book), data_only=True)[TO_FIX]
    rows = sheet.iter_rows(min_row=HEAD_ROW + 1, max_col=6, values_only=True)
    return [row for row in rows if row[5]]
