"""thay-doi.xlsx: what moved since the last run with other inputs, and by which file."""

from __future__ import annotations

from typing import Final

from consolidate.changes import Change, Snapshot, changes, from_text, to_text
from consolidate.outcome import Outcome
from consolidate.read import read_book
from consolidate.read.cells import VALUE, Unreadable
from consolidate.report.paper import Canvas, Paper
from consolidate.style import CELL, HEAD, LINE_HEIGHT, NOTE, WRAPPED
from consolidate.text import vietnamese_number

FILE_NAME: Final = "thay-doi.xlsx"
TARGETS, UNITS, MEMORY = "Mục tiêu", "Đơn vị", "_nho"
CHUNK = 30_000  # letters of one cell
FIGURE = CELL | {"num_format": "#,##0.##;-#,##0.##;0", "align": "right"}
MOVED = CELL | {"num_format": "+#,##0.##;-#,##0.##;0", "align": "right"}
CAUSES = {
    "new": "Báo cáo mới nhận: {file}",
    "replaced": "Báo cáo được thay bằng: {file}",
    "gone": "Không còn tính tệp: {file}",
    "renamed": "Tệp đổi tên: {file}",
    "decided": "Quyết định của cán bộ tổng hợp",
    "elsewhere": "Tổ chức, cá nhân có ở cả đơn vị khác, nay tính ở nơi khác",
}


def read_earlier(data: bytes) -> tuple[Snapshot, Snapshot | None] | None:
    """What the book of an earlier run remembers; None where it is no such book."""
    try:
        book = read_book(data, lambda title: title == MEMORY)
    except Unreadable:
        return None
    sheet = next((s for s in book.sheets if s.title == MEMORY), None)
    if sheet is None:
        return None
    cells = (sheet.rows[r][0] for r in sorted(sheet.rows))
    return from_text("".join(str(c[VALUE]) for c in cells))


def said(outcome: Outcome, base: Snapshot | None, now: Snapshot) -> list[str]:
    """Two lines for the screen: units that came, and targets that moved (none: nothing moved)."""
    if base is None:
        return []
    came = len(now.files) - len(base.files)
    lines = [f"{'+' if came > 0 else ''}{came} đơn vị"] if came else []
    for measured in outcome.targets:
        code = measured.target.code
        before, after = base.total(code), now.total(code)
        if before != after:
            figures = f"{vietnamese_number(before)} → {vietnamese_number(after)}"
            lines.append(f"{measured.target.clause} {measured.target.short}: {figures}")
    return lines or ["không có số liệu nào thay đổi so với lần trước"]


def write_changes(outcome: Outcome, base: Snapshot | None, now: Snapshot) -> bytes:
    """The bytes of the book. Without a base it says that there is nothing to compare with."""
    canvas = Canvas(created=outcome.date, large=False)
    title = f"Thay đổi so với lần tổng hợp trước – {outcome.period.name}"
    canvas.properties(title, outcome.plan.short, outcome.plan.document.short_organisation)
    moved = changes(base, now) if base else ()
    hint = (
        f"So với lần tổng hợp có số liệu khác gần nhất (ngày {_day(base.date)})."
        if base
        else "Chưa có lần tổng hợp nào trước đó với số liệu khác để so sánh."
    )
    _targets(canvas, outcome, base, now, (title, hint))
    _units(canvas, outcome, moved, (title, hint))
    memory, text = Paper(canvas, MEMORY), to_text(now, base)
    for row, start in enumerate(range(0, len(text), CHUNK)):
        memory.text(row, 0, text[start : start + CHUNK])
    memory.sheet.very_hidden()
    return canvas.bytes()


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _open(canvas: Canvas, name: str, said_above: tuple[str, str], head: dict[str, float]) -> Paper:
    paper = Paper(canvas, name)
    paper.heading(*said_above)
    for column, (title, width) in enumerate(head.items()):
        paper.text(3, column, title, HEAD)
        paper.sheet.set_column(column, column, width)
    paper.sheet.set_row(3, 2 * LINE_HEIGHT + 4)
    paper.sheet.freeze_panes(4, 0)
    paper.sheet.repeat_rows(3)
    paper.page(landscape=True)
    return paper


def _targets(
    canvas: Canvas,
    outcome: Outcome,
    base: Snapshot | None,
    now: Snapshot,
    said_above: tuple[str, str],
) -> None:
    head = {
        "Mục": 8.0,
        "Mục tiêu": 60.0,
        "Đơn vị tính": 14.0,
        "Lần trước": 14.0,
        "Lần này": 14.0,
        "Tăng, giảm": 14.0,
    }
    paper = _open(canvas, TARGETS, said_above, head)
    for row, measured in enumerate(outcome.targets, 4):
        target = measured.target
        paper.text(row, 0, target.clause)
        paper.text(row, 1, target.title, CELL | WRAPPED)
        paper.text(row, 2, target.unit if measured.denominator is None else "số đạt")
        before, after = base.total(target.code) if base else None, now.total(target.code)
        if before is None:
            paper.text(row, 3, "–", CELL | {"align": "right"})
            paper.number(row, 4, after, FIGURE)
            paper.text(row, 5, "–", CELL | {"align": "right"})
        else:
            paper.number(row, 3, before, FIGURE)
            paper.number(row, 4, after, FIGURE)
            paper.number(row, 5, after - before, MOVED)
        paper.sheet.set_row(row, 2 * LINE_HEIGHT + 4)


def _units(
    canvas: Canvas, outcome: Outcome, moved: tuple[Change, ...], said_above: tuple[str, str]
) -> None:
    head = {
        "Mục": 8.0,
        "Chỉ số": 46.0,
        "Đơn vị": 30.0,
        "Lần trước": 12.0,
        "Lần này": 12.0,
        "Tăng, giảm": 12.0,
        "Nguyên nhân": 60.0,
    }
    paper = _open(canvas, UNITS, said_above, head)
    if not moved:
        paper.text(4, 0, "Không có số liệu nào thay đổi.", NOTE)
    targets = {t.target.code: t.target for t in outcome.targets}
    for row, one in enumerate(
        sorted(moved, key=lambda c: (list(targets).index(c.code.removesuffix("_base")), c.code)), 4
    ):
        target = targets[one.code.removesuffix("_base")]
        paper.text(row, 0, target.clause)
        ending = " (mẫu số)" if one.code.endswith("_base") else ""
        paper.text(row, 1, f"{target.short}{ending}", CELL | WRAPPED)
        paper.text(row, 2, outcome.plan.unit(one.unit).name)
        paper.number(row, 3, one.before, FIGURE)
        paper.number(row, 4, one.after, FIGURE)
        paper.number(row, 5, one.by, MOVED)
        paper.text(row, 6, CAUSES[one.cause].format(file=one.file), CELL | WRAPPED)
