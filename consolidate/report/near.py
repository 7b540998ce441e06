"""The sheet "Vì sao chưa tính": what does not count yet, the nearest to counting first.

Conditions are asked in order and the first that fails is the reason, so a row that fails at the
last one lacks that alone. Rows that fail at the first are of another kind and are left out. Of a
ratio, what stands in its base and is not counted lacks one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from consolidate.issues import column_letters
from consolidate.outcome import SET_ASIDE, Outcome
from consolidate.plan.models import Counted, Derived, Ratio, SheetPlan, Summed
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.states import ROWS
from consolidate.report.tables import BASE, FILE, ROW, STATE, UNIT, WHY, kept_link
from consolidate.report.values import blank_as_none
from consolidate.style import VALUES

TITLE = "Vì sao chưa tính"
SHORT_OF_RATIO = "Có trong tổng số, chưa đạt yêu cầu"
Open = list[tuple[int, str]]  # of each row how many conditions are open at most, and the reason


class Miss(NamedTuple):
    """One row that does not count for one thing; sorts by how little is missing."""

    missing: int
    place: int
    unit: str
    sheet: str
    name: str
    wanted: str
    reason: str
    row: int
    link: str


def near_sheet(outcome: Outcome) -> DataSheet:
    """All near misses of the conditions on which targets rest."""
    found = sorted(
        miss
        for sheet in outcome.plan.tables
        for wanted, missing in _open(outcome, sheet)
        for miss in _misses(outcome, sheet, wanted, missing)
    )
    text, number = VALUES["text"], VALUES["row_number"]
    columns = (
        DataColumn("missing", "Còn thiếu (điều kiện)", number, 11, [m.missing for m in found]),
        DataColumn("unit", "Đơn vị", text, 20, [outcome.plan.unit(m.unit).name for m in found]),
        DataColumn("sheet", "Biểu", text, 14, [m.sheet for m in found]),
        DataColumn(
            "row", "Dòng", number, 8, [m.row for m in found], links=tuple(m.link for m in found)
        ),
        DataColumn("name", "Tên", text, 34, [m.name for m in found]),
        DataColumn("wanted", "Chưa được tính là", text, 44, [m.wanted for m in found]),
        DataColumn("reason", "Lý do", text, 52, [m.reason for m in found]),
    )
    return DataSheet(
        key=TITLE,
        title=TITLE,
        heading="Vì sao chưa tính – gần đạt xếp trước",
        about="Số “1” nghĩa là chỉ còn thiếu điều kiện đã nêu; số lớn hơn là mức thiếu nhiều nhất.",
        columns=columns,
        rows=len(found),
    )


def _open(outcome: Outcome, sheet: SheetPlan) -> Iterator[tuple[str, Open]]:
    """What the rows of a sheet may count as, and what each of them lacks for it."""
    table = outcome.tables[sheet.key]
    set_aside = [state == SET_ASIDE for state in table[STATE]]
    for derived in _asked(outcome, sheet):
        reasons = blank_as_none(table[derived.field + WHY])
        rows = zip(reasons, set_aside, strict=True)
        yield derived.title, [_missing(derived, why, set_aside=aside) for why, aside in rows]
    for target in outcome.plan.targets:
        if target.ratio and target.measure.sheet == sheet.key:
            yield target.short, _short_of(target.ratio, target.code, sheet, table)


def _short_of(ratio: Ratio, code: str, sheet: SheetPlan, table: pd.DataFrame) -> Open:
    """Rows in the base of a ratio that are not counted, those of `_missing` aside."""
    asked = [d for d in sheet.derived if d.all and d.field in _names(ratio.of)]
    whys = [blank_as_none(table[d.field + WHY]) for d in asked]
    firsts = {d.all[0].otherwise for d in asked}
    missing: Open = []
    for position, (base, counts) in enumerate(zip(table[code + BASE], table[code], strict=True)):
        said = [why[position] for why in whys if why[position]]
        is_new = base and not counts and firsts.issuperset(said)
        missing.append((1, said[0] if said else SHORT_OF_RATIO) if is_new else (0, ""))
    return missing


def _names(condition: str) -> set[str]:
    return set(re.findall(r"[a-z][a-z0-9_]*", condition))


def _asked(outcome: Outcome, sheet: SheetPlan) -> list[Derived]:
    """Derived truth values that a target of this sheet speaks of."""
    spoken = " ".join(
        _conditions(target.measure)
        for target in outcome.plan.targets
        if target.measure.sheet == sheet.key
    )
    return [d for d in sheet.derived if d.all and d.field in _names(spoken)]


def _conditions(measure: Counted | Summed | Ratio) -> str:
    return f"{measure.of} {measure.to}" if isinstance(measure, Ratio) else measure.where


def _misses(outcome: Outcome, sheet: SheetPlan, wanted: str, missing: Open) -> list[Miss]:
    table = outcome.tables[sheet.key]
    places = {u.unit.code: place for place, u in enumerate(outcome.units)}
    titles = {(r.file, c.sheet): c.title for r in outcome.returns for c in r.sheets}
    label = sheet.label or next(c.field for c in sheet.shown if c.type != "row_number")
    found: list[Miss] = []
    columns = (blank_as_none(table[c]) for c in (UNIT, FILE, ROW, "kept_as", label))
    for (number, why), unit, file, row, kept, name in zip(missing, *columns, strict=True):
        if number:
            title = titles.get((file, sheet.key), sheet.title)
            link = kept_link(kept, title, f"{column_letters(1)}{int(row)}")
            said = (unit, sheet.title, str(name or ""), wanted, why, int(row), link)
            found.append(Miss(number, places[unit], *said))
    return found


def _missing(derived: Derived, reason: Any, *, set_aside: bool) -> tuple[int, str]:
    """How many conditions are open at most, and the reason; 0 where nothing is near."""
    reasons = [condition.otherwise for condition in derived.all]
    waiting = f"{ROWS[SET_ASIDE]} (xem Nhật ký kiểm tra)"
    if not reason:
        return (1, waiting) if set_aside else (0, "")
    position = reasons.index(reason)
    if position == 0:
        return 0, ""
    missing = len(reasons) - position + set_aside
    return missing, f"{reason}; {waiting[0].lower()}{waiting[1:]}" if set_aside else reason
