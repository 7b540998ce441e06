"""The sheet "Nhật ký kiểm tra": every finding, where it is, what is wrong and what to do."""

from __future__ import annotations

from typing import Any

from consolidate.folded import fold, told
from consolidate.issues import Issue, Severity
from consolidate.outcome import Outcome, Return
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.states import SEVERITIES
from consolidate.report.tables import kept_link
from consolidate.style import VALUES, Look

TITLE = "Nhật ký kiểm tra"
RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
SHORT: Look = VALUES["code"]
LONG: Look = VALUES["text"]
WRAPPED_CODE: Look = SHORT | {"text_wrap": True}


def findings_sheet(outcome: Outcome) -> DataSheet:
    """All findings, the gravest first, then by unit; what repeats down a column stands once.

    Of one file in the order of the outcome, which is that of the sheets of the plan.
    """
    returns = {item.file: item for item in outcome.returns}
    order = {u.unit.code: place for place, u in enumerate(outcome.units)}
    found = fold(
        sorted(
            outcome.issues,
            key=lambda i: (RANKS[i.severity], *_rank(returns.get(i.place.file), order)),
        )
    )
    firsts = [one.first for one in found]
    said = [told(one, outcome.plan) for one in found]
    columns = (
        _column("severity", "Mức độ", 11, [SEVERITIES[i.severity] for i in firsts]),
        _column("unit", "Đơn vị", 20, [_unit(outcome, returns, i) for i in firsts], LONG),
        _column("sheet", "Biểu", 16, [_sheet(outcome, i) for i in firsts], LONG),
        DataColumn(
            "cell",
            "Ô, dòng",
            WRAPPED_CODE,
            14,
            [one.spot or None for one in found],
            links=tuple(_link(outcome, returns, i) for i in firsts),
        ),
        _column("message", "Nội dung", 60, [message for message, _ in said], LONG),
        _column("help", "Cách xử lý", 50, [advice for _, advice in said], LONG),
        _column("count", "Số điểm", 8, [len(one.issues) for one in found], VALUES["count"]),
        _column("code", "Mã", 9, [i.code for i in firsts]),
        _column("file", "Tệp", 34, [i.place.file for i in firsts], LONG),
    )
    return DataSheet(
        key=TITLE,
        title=TITLE,
        heading="Nhật ký kiểm tra – mọi điểm đã phát hiện trong các tệp",
        about="Lỗi: dòng để riêng, chưa tính. Cảnh báo: vẫn tính, cần xem lại. Ghi nhận: đã tự sửa "
        "khi đọc. Điểm giống nhau trong một cột gộp một dòng.",
        columns=columns,
        rows=len(found),
        marked=(0, SEVERITIES[Severity.ERROR]),
    )


def _column(
    key: str, title: str, width: float, values: list[Any], look: Look = SHORT
) -> DataColumn:
    return DataColumn(key, title, look, width, values)


def _rank(item: Return | None, order: dict[str, int]) -> tuple[int, str]:
    if item is None or item.unit is None:
        return len(order) + 1, item.file if item else ""
    return order.get(item.unit, len(order)), item.file


def _unit(outcome: Outcome, returns: dict[str, Return], issue: Issue) -> str | None:
    item = returns.get(issue.place.file)
    return outcome.plan.unit(item.unit).name if item is not None and item.unit else None


def _sheet(outcome: Outcome, issue: Issue) -> str | None:
    titles = {sheet.key: sheet.title for sheet in outcome.plan.sheets}
    return titles.get(issue.place.sheet, issue.place.sheet) or None


def _link(outcome: Outcome, returns: dict[str, Return], issue: Issue) -> str:
    """Into the kept file, where the file counts and the finding has a cell or a row."""
    item, place = returns.get(issue.place.file), issue.place
    if item is None or not place.row:
        return ""
    titles = {count.sheet: count.title for count in item.sheets}
    if place.sheet == outcome.plan.form.key:
        titles |= {outcome.plan.form.key: outcome.plan.form.title}
    title = titles.get(place.sheet)
    return kept_link(item.kept_as, title, place.cell or f"A{place.row}") if title else ""
