"""What every sheet of one workbook shares: the outcome, the edition, its names and its coverage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from consolidate.outcome import Measured, Outcome, UnitState
from consolidate.plan.models import OutputForm, Target
from consolidate.report.data import DataSheet
from consolidate.report.edition import OFFICIAL, Edition
from consolidate.report.figures import Live, constant, joined
from consolidate.report.ranges import Ranges
from consolidate.text import vietnamese_date

COVERAGE = "Don_vi_co_so_lieu"


LONGEST_TITLE = 31  # characters of a sheet's title
REFUSED = re.compile(r"[\[\]:*?/\\']")


def sheet_title(form: OutputForm) -> str:
    """The title of the sheet of a form: its number and, where the plan has one, its short name."""
    title = f"Biểu {form.number} – {form.short}" if form.short else f"Biểu {form.number}"
    return " ".join(REFUSED.sub(" ", title).split())[:LONGEST_TITLE].strip()


@dataclass(frozen=True)
class Report:
    """One edition of the workbook of one outcome."""

    outcome: Outcome
    edition: Edition
    data: tuple[DataSheet, ...]
    ranges: Ranges

    @property
    def is_official(self) -> bool:
        """Whether the workbook leaves the office."""
        return self.edition == OFFICIAL

    @cached_property
    def units(self) -> tuple[UnitState, ...]:
        """Units of the forms: the expected ones, then the others that were heard of."""
        expected = [u for u in self.outcome.units if u.expected]
        others = [u for u in self.outcome.units if not u.expected and u.state != "missing"]
        return (*expected, *others)

    @cached_property
    def shares(self) -> dict[str, dict[str, int | float]]:
        """What each unit adds to each column of `Outcome.by_unit`: column, unit, number."""
        return _numbers(self.outcome.by_unit)

    @cached_property
    def away(self) -> dict[str, dict[str, int | float]]:
        """The same of what a unit reported and counts at another unit."""
        return _numbers(self.outcome.elsewhere)

    @property
    def covered(self) -> Live:
        """How many of the expected units the figures hold, for example "28/30".

        Counted in the form of the units, where the plan has one.
        """
        outcome, name = self.outcome, COVERAGE
        if not any(form.kind == "units" for form in outcome.plan.forms):
            return constant(f"{outcome.reported}/{outcome.expected}")
        reported = Live(f'COUNTIF({name},"x")', outcome.reported)
        expected = Live(f"ROWS({name})", outcome.expected)
        return joined(reported, "/", expected)

    @property
    def coverage(self) -> Live:
        """The same with its unit, for example "28/30 đơn vị"."""
        return joined(self.covered, " đơn vị")

    @property
    def standing(self) -> Live:
        """Whether the figures are provisional, final, or complete."""
        outcome = self.outcome
        when = f", tổng hợp ngày {vietnamese_date(outcome.date)}"
        if outcome.final:
            return joined("BẢN CHÍNH THỨC – số liệu của ", self.coverage, when)
        if outcome.is_complete:
            return joined("Số liệu đầy đủ của ", self.coverage, when)
        return joined("BẢN TẠM TÍNH – số liệu của ", self.coverage, when)

    def measured(self, codes: Sequence[str] = ()) -> tuple[Measured, ...]:
        """The targets of those codes in the plan's order; all of them where none is named."""
        return tuple(m for m in self.outcome.targets if not codes or m.target.code in codes)

    def mark(self, target: Target, suffix: str = "") -> str:
        """The name of the column that holds what each row adds to a target."""
        return self.ranges.of(target.measure.sheet, target.code + suffix)


def _numbers(frame: pd.DataFrame) -> dict[str, dict[str, int | float]]:
    """Plain numbers by column and code; whole ones without decimals."""
    return {
        str(column): {
            code: int(value) if float(value).is_integer() else float(value)
            for code, value in zip(frame.index, frame[column].tolist(), strict=True)
        }
        for column in frame
    }
