"""The sheet "Biến động tổ chức": each organisation of the earlier period or of this one."""

from __future__ import annotations

from consolidate.outcome import Outcome
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.edition import OFFICIAL, Edition
from consolidate.report.since import Fate, Movement, followed, movements
from consolidate.report.tables import FILE, ROW, kept_link
from consolidate.report.values import impersonal
from consolidate.style import VALUES, Look

TITLE = "Biến động tổ chức"
FATE, SHEET = "fate", "sheet"
LONG: Look = VALUES["text"]


def moved_sheet(outcome: Outcome, edition: Edition) -> DataSheet | None:
    """The table of all that came, left, changed or stayed; None where there is nothing before.

    The officials' edition names organisations alone, and of no sheet that stays in the office.
    """
    if outcome.previous is None or not followed(outcome):
        return None
    official = edition == OFFICIAL
    found = [m for m in movements(outcome) if m.sheet.in_official or not official]
    plan = outcome.plan
    columns = (
        DataColumn(FATE, "Biến động", VALUES["code"], 24, [str(m.fate) for m in found]),
        DataColumn(SHEET, "Biểu", VALUES["code"], 12, [m.sheet.title for m in found]),
        DataColumn(
            "unit", "Đơn vị", LONG, 22, [plan.unit(m.unit).name if m.unit else None for m in found]
        ),
        DataColumn("name", "Tên tổ chức", LONG, 40, [_words(m.name, official) for m in found]),
        DataColumn(
            "said", "Kỳ trước → kỳ này", LONG, 70, [_words(m.said, official) for m in found]
        ),
        DataColumn(
            "row",
            "Dòng của kỳ này",
            VALUES["row_number"],
            9,
            [_row(outcome, m) for m in found],
            links=() if official else tuple(_link(outcome, m) for m in found),
        ),
    )
    return DataSheet(
        key=TITLE,
        title=TITLE,
        heading=f"Biến động tổ chức so với {outcome.previous.name}",
        about=_about(),
        columns=columns,
        rows=len(found),
        frozen=1,
    )


def _about() -> str:
    return (
        f"“{Fate.GONE}”: đơn vị đã báo cáo kỳ này và không ghi tổ chức đó nữa. "
        f"“{Fate.UNCLEAR}”: địa bàn cũ đã chia về nhiều nơi."
    )


def _words(text: str, official: bool) -> str | None:
    return (impersonal(text) if official else text) or None


def _row(outcome: Outcome, movement: Movement) -> int | None:
    if movement.row is None:
        return None
    return int(outcome.tables[movement.sheet.key][ROW].iloc[movement.row])


def _link(outcome: Outcome, movement: Movement) -> str:
    """Into the kept file, at the row of now."""
    if movement.row is None:
        return ""
    table = outcome.tables[movement.sheet.key]
    titles = {(r.file, c.sheet): c.title for r in outcome.returns for c in r.sheets}
    title = titles.get((table[FILE].iloc[movement.row], movement.sheet.key), movement.sheet.title)
    return kept_link(str(table["kept_as"].iloc[movement.row]), title, f"A{_row(outcome, movement)}")
