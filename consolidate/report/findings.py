"""The sheet "Nhật ký kiểm tra": every finding, where it is, what is wrong and what to do."""

from __future__ import annotations

from typing import Any

from consolidate.issues import Issue, Severity
from consolidate.outcome import Outcome, Return
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.states import SEVERITIES
from consolidate.report.tables import kept_link
from consolidate.style import VALUES, Look
from consolidate.words import message_of

TITLE = "Nhật ký kiểm tra"
RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
SHORT: Look = VALUES["code"]
LONG: Look = VALUES["text"]


def findings_sheet(outcome: Outcome) -> DataSheet:
    """All findings by unit and file, the gravest of a file first."""
    returns = {item.file: item for item in outcome.returns}
    order = {u.unit.code: place for place, u in enumerate(outcome.units)}
    found = sorted(
        outcome.issues,
        key=lambda i: (*_rank(returns.get(i.place.file), order), RANKS[i.severity], i.place),
    )
    said = [message_of(issue, outcome.plan) for issue in found]
    columns = (
        _column("severity", "Mức độ", 11, [SEVERITIES[i.severity] for i in found]),
        _column("unit", "Đơn vị", 20, [_unit(outcome, returns, i) for i in found], LONG),
        _column("sheet", "Biểu", 16, [_sheet(outcome, i) for i in found], LONG),
        _column("row", "Dòng", 7, [i.place.row or None for i in found], VALUES["row_number"]),
        DataColumn(
            "cell",
            "Ô",
            SHORT,
            8,
            [i.place.cell for i in found],
            links=tuple(_link(outcome, returns, i) for i in found),
        ),
        _column("message", "Nội dung", 60, [message for message, _ in said], LONG),
        _column("help", "Cách xử lý", 50, [advice for _, advice in said], LONG),
        _column("code", "Mã", 9, [i.code for i in found]),
        _column("file", "Tệp", 34, [i.place.file for i in found], LONG),
    )
    return DataSheet(
        key=TITLE,
        title=TITLE,
        heading="Nhật ký kiểm tra – mọi điểm đã phát hiện trong các tệp",
        about="Lỗi: dòng để riêng, chưa tính. Cảnh báo: vẫn tính, cần xem lại. Ghi nhận: đã tự sửa "
        "khi đọc.",
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
    """Into the kept file, where the file counts and the finding has a cell."""
    item = returns.get(issue.place.file)
    if item is None or issue.place.cell is None:
        return ""
    titles = {count.sheet: count.title for count in item.sheets}
    if issue.place.sheet == outcome.plan.form.key:
        titles |= {outcome.plan.form.key: outcome.plan.form.title}
    title = titles.get(issue.place.sheet)
    return kept_link(item.kept_as, title, issue.place.cell) if title else ""
