"""thay-doi.xlsx: what moved since the last run with other inputs, and by which file."""

from __future__ import annotations

from typing import Final

from consolidate.changes import Change, Snapshot, changes, from_text, to_text
from consolidate.measure.counts import whole
from consolidate.outcome import Measured, Outcome
from consolidate.read import read_book
from consolidate.read.cells import VALUE, Unreadable
from consolidate.report.paper import Canvas, Paper
from consolidate.style import (
    CELL,
    COUNT_FORMAT,
    HEAD,
    LINE_HEIGHT,
    MONEY_FORMAT,
    NOTE,
    WRAPPED,
    Look,
)
from consolidate.text import vietnamese_number

FILE_NAME: Final = "thay-doi.xlsx"
TARGETS, UNITS, MEMORY = "Mục tiêu", "Đơn vị", "_nho"
CHUNK = 30_000  # letters of one cell
FIGURE = CELL | {"align": "right"}
COUNTED, OF_ALL = "số đạt", "tổng số"  # the two parts of a ratio
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
        codes = [code for code, _ in _parts(measured)]
        before, after = (
            "/".join(vietnamese_number(run.total(code)) for code in codes) for run in (base, now)
        )
        if before != after:
            target = measured.target
            lines.append(f"{target.clause} {target.short}: {before} → {after}")
    return lines or ["không có số liệu nào thay đổi so với lần trước"]


def _parts(measured: Measured) -> list[tuple[str, str]]:
    """The figures of a target with their unit: its own, or the two that a ratio is made of."""
    code = measured.target.code
    if measured.denominator is None:
        return [(code, measured.target.unit)]
    return [(code, COUNTED), (f"{code}_base", OF_ALL)]


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
    lines = [(m.target, *part) for m in outcome.targets for part in _parts(m)]
    for row, (target, code, unit) in enumerate(lines, 4):
        paper.text(row, 0, target.clause)
        paper.text(row, 1, target.title, CELL | WRAPPED)
        paper.text(row, 2, unit)
        _movement(paper, row, 3, base.total(code) if base else None, now.total(code))
        paper.sheet.set_row(row, 2 * LINE_HEIGHT + 4)


def _movement(
    paper: Paper, row: int, column: int, before: float | None, after: float | int
) -> None:
    """A figure of the last run, of this one, and by how much it moved."""
    paper.number(row, column + 1, after, _look(after))
    if before is None:
        for empty in (column, column + 2):
            paper.text(row, empty, "–", FIGURE)
        return
    paper.number(row, column, before, _look(before))
    paper.number(row, column + 2, whole(after - before), _look(after - before, sign="+"))


def _look(value: float, sign: str = "") -> Look:
    """Decimals where there are any: Excel leaves the comma of optional ones behind a whole."""
    shown = COUNT_FORMAT if float(value).is_integer() else MONEY_FORMAT
    return FIGURE | {"num_format": f"{sign}{shown};-{shown};0"}


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
        ending = f" ({OF_ALL})" if one.code.endswith("_base") else ""
        paper.text(row, 1, f"{target.short}{ending}", CELL | WRAPPED)
        paper.text(row, 2, outcome.plan.unit(one.unit).name)
        _movement(paper, row, 3, one.before, one.after)
        paper.text(row, 6, CAUSES[one.cause].format(file=one.file), CELL | WRAPPED)
