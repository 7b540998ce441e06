"""The sheet "Tổng quan": on one page progress, a map of the units, who is missing, what is next."""

from __future__ import annotations

import math

from consolidate.issues import Severity
from consolidate.outcome import Measured, UnitState
from consolidate.plan.models import OutputForm, Ratio
from consolidate.report import targets
from consolidate.report.annex import figure
from consolidate.report.context import Report, sheet_title
from consolidate.report.edition import TITLES
from consolidate.report.figures import NONE, Live, spelt_number
from consolidate.report.paper import CONTENTS, Paper
from consolidate.report.states import TARGET_LOOKS, UNIT_LIST, UNIT_LOOKS, word
from consolidate.style import (
    CELL,
    FONT,
    LINE_HEIGHT,
    LINKED,
    NAVY,
    PLAIN,
    Look,
    lines_of,
)
from consolidate.text import vietnamese_date

COLUMNS = 6
WIDTH = 17.0
LAST = COLUMNS - 1
ONE_PAGE = 60  # units; the tiles of more could not be read on one page
MOST_TILES = 200  # beyond, a map has no page; the counts by state remain
TEXT: Look = PLAIN | {"text_wrap": True, "valign": "top"}
TILE: Look = CELL | {"align": "center", "text_wrap": True, "font_size": 11}
MIDDLE: Look = CELL | {"align": "center", "text_wrap": True}


def draw(report: Report, paper: Paper, titles: list[str]) -> None:
    """Draw the whole sheet. `titles` are the other sheets, for the table of contents."""
    paper.sheet.set_column(0, LAST, WIDTH, paper.canvas.format(PLAIN))
    paper.sheet.hide_gridlines(2)
    paper.page(landscape=False, pages_high=1 if len(report.units) <= ONE_PAGE else 2)
    edition = f"{report.outcome.period.name}. {TITLES[report.edition]}."
    paper.heading(f"{CONTENTS} – {report.outcome.plan.short}", edition, report.standing)
    row = _progress(report, paper, 4)
    row = _units(report, paper, row + 1)
    row = _waiting(report, paper, row + 1)
    if not report.is_official:
        row = _next(report, paper, row + 1)
    row = _contents(paper, row + 1, titles)
    paper.sheet.print_area(0, 0, row - 1, LAST)


def _progress(report: Report, paper: Paper, row: int) -> int:
    """Each rated target with its share of the goal, and the same as bars."""
    paper.section(row, "Tiến độ các mục tiêu")
    form = next((f for f in report.outcome.plan.forms if f.kind == "targets"), None)
    rated = [m for m in report.outcome.targets if m.target.goal is not None]
    if form is None or not rated:
        return row + 1
    lines = targets.rows_of(report, form)
    first = row = row + 1
    shown = [m for m in rated if m.target.code in lines]
    for measured in shown:
        _target(report, form, paper, row, measured, lines[measured.target.code])
        row += 1
    _bars(report, paper, first, shown)
    return row + BAR_ROWS


BAR_ROWS = 12
CHART_FONT = {"name": FONT, "size": 11}


def _target(
    report: Report, form: OutputForm, paper: Paper, row: int, measured: Measured, line: int
) -> None:
    """Name, achieved of the goal in words, rate, verdict."""
    sheet = f"'{sheet_title(form)}'!"
    achieved = targets.achieved_of(report, measured)
    rate = targets.rate_of(report, measured, "", "")
    paper.sheet.set_row(row, 2 * LINE_HEIGHT)
    paper.span(row, (0, 1), measured.target.short, CELL)
    look = figure(targets.format_of(measured), CELL | {"right": 0})  # "2 / 3 HTX" reads as one
    paper.live(row, 2, Live(f"{sheet}E{line}", achieved.value), look)
    paper.text(row, 3, f"/ {goal_words(measured)}", CELL | {"left": 0})
    paper.live(row, 4, Live(f"{sheet}F{line}", rate.value), figure(PART, CELL))
    said = Live(f"{sheet}G{line}", targets.verdict(report, measured))
    paper.live(row, 5, said, MIDDLE | {"font_size": 11} | TARGET_LOOKS.get(measured.status, {}))


PART = '0.0"%"'


def goal_words(measured: Measured) -> str:
    """A goal with its unit, for example "300 người" or "100%"."""
    goal = measured.target.goal
    if goal is None:
        return NONE
    if isinstance(measured.target.measure, Ratio):
        return f"{spelt_number(goal * 100, decimals=3)}%"
    return f"{spelt_number(goal, decimals=3)} {measured.target.unit}"


def _bars(report: Report, paper: Paper, first: int, shown: list[Measured]) -> None:
    """One bar a target: percent of the goal. The description says the same in words."""
    last = first + len(shown) - 1
    chart = paper.canvas.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Tỷ lệ so với kế hoạch (%)",
            "categories": [paper.title, first, 0, last, 0],
            "values": [paper.title, first, 4, last, 4],
            "fill": {"color": NAVY},
            "data_labels": {"value": True, "num_format": "0.0", "font": CHART_FONT},
            "gap": 60,
        }
    )
    title = "Tỷ lệ so với kế hoạch (%)"
    chart.set_title({"name": title, "name_font": CHART_FONT | {"size": 12, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": CHART_FONT})
    words = "; ".join(f"{m.target.short} {_rate_words(report, m)}" for m in shown)
    chart.set_size({"width": COLUMNS * (int(WIDTH) * 7 + 5), "height": BAR_ROWS * 20 - 6})
    paper.sheet.insert_chart(last + 1, 0, chart, {"description": words, "y_offset": 4})


def _rate_words(report: Report, measured: Measured) -> str:
    rate = targets.rate_of(report, measured, "", "").value
    return f"{spelt_number(rate, decimals=1)}%" if isinstance(rate, int | float) else rate


def _units(report: Report, paper: Paper, row: int) -> int:
    """One tile a unit, its state in words and by fill; below them how many are in each state."""
    paper.section(row, "Tình hình gửi báo cáo")
    row += 1
    if len(report.units) <= MOST_TILES:
        row = _tiles(report, paper, row)
    return _state_counts(report, paper, row)


def _tiles(report: Report, paper: Paper, first: int) -> int:
    """All tiles as high as the longest text needs. Gives the row below them."""
    plan, units = report.outcome.plan, report.units
    texts = [f"{u.unit.name}\n{word(plan, UNIT_LIST, u.state)}" for u in units]
    tallest = max(lines_of(text, WIDTH) for text in texts)
    below = first + math.ceil(len(units) / COLUMNS)
    for row in range(first, below):
        paper.sheet.set_row(row, tallest * LINE_HEIGHT + 4)
    for place, (unit, text) in enumerate(zip(units, texts, strict=True)):
        line, column = divmod(place, COLUMNS)
        paper.text(first + line, column, text, TILE | UNIT_LOOKS[unit.state])
    return below


def _state_counts(report: Report, paper: Paper, row: int) -> int:
    counts: dict[str, int] = {}
    for unit in report.units:
        counts[unit.state] = counts.get(unit.state, 0) + 1
    said = "; ".join(
        f"{word(report.outcome.plan, UNIT_LIST, state)}: {counts[state]}"
        for state in UNIT_LOOKS
        if state in counts
    )
    return _paragraph(paper, row, f"{said}.")


def _waiting(report: Report, paper: Paper, row: int) -> int:
    """Who has not sent anything, and who was late."""
    outcome = report.outcome
    missing = [u for u in outcome.units if u.expected and u.state == "missing"]
    late = [u for u in outcome.units if u.late]
    paper.section(row, "Còn thiếu, gửi muộn")
    due = vietnamese_date(outcome.period.due)
    row = _paragraph(paper, row + 1, f"Chưa báo cáo ({len(missing)}): {_names(missing)}.")
    return _paragraph(paper, row, f"Gửi sau hạn {due} ({len(late)}): {_names(late)}.")


def _names(units: list[UnitState]) -> str:
    return ", ".join(u.unit.name for u in units) if units else "không có"


def _next(report: Report, paper: Paper, row: int) -> int:
    """What the officer does next."""
    paper.section(row, "Việc tiếp theo")
    row += 1
    for number, text in enumerate(next_steps(report), start=1):
        row = _paragraph(paper, row, f"{number}. {text}")
    return row


def next_steps(report: Report) -> list[str]:
    """What is to be done, the most urgent first; the same that the screen says after a run."""
    outcome = report.outcome
    conflicts = sum(r.state == "conflict" for r in outcome.returns)
    faulty = sum(u.state == "needs_correction" and u.file is not None for u in outcome.units)
    missing = sum(u.expected and u.state == "missing" for u in outcome.units)
    unplaced = sum(r.unit is None for r in outcome.returns)
    steps = []
    if conflicts:
        steps.append(
            f"Chọn tệp được tính trong quyet-dinh.xlsx: {conflicts} tệp cùng đơn vị, cùng lần gửi "
            "nhưng khác nội dung."
        )
    if faulty:
        errors = sum(i.severity is Severity.ERROR for i in outcome.issues)
        steps.append(
            f"Gửi tệp sửa trong thư mục tra-lai cho {faulty} đơn vị ({errors} lỗi, xem Nhật ký "
            "kiểm tra)."
        )
    if outcome.unanswered and not conflicts:
        steps.append(
            f"Trả lời {outcome.unanswered} câu hỏi trong quyet-dinh.xlsx, lưu rồi chạy lại."
        )
    if missing:
        steps.append(f"Nhắc {missing} đơn vị chưa báo cáo: lời nhắc có sẵn trong nhac-viec.")
    if unplaced:
        steps.append(
            f"Xem lại {unplaced} tệp chưa rõ đơn vị hoặc không đọc được{_receipt(report)}."
        )
    if not steps and not outcome.final:
        steps.append("Đủ báo cáo. Xem lại lần cuối, chọn “Bản chính thức” trong quyet-dinh.xlsx.")
    return steps or ["Mở bản báo cáo để xem và ký."]


def _receipt(report: Report) -> str:
    """Where every file that was met is listed, where the plan has a form for it."""
    forms = [f for f in report.outcome.plan.forms if f.kind == "receipt"]
    return f" ({sheet_title(forms[0])})" if forms else ""


def _contents(paper: Paper, row: int, titles: list[str]) -> int:
    """Links to every sheet, three in a row: a title runs over the empty cell beside it."""
    paper.section(row, "Mục lục")
    row += 1
    for place, title in enumerate(titles):
        line, column = divmod(place, COLUMNS // 2)
        url = f"internal:'{title}'!A1"
        paper.link(row + line, 2 * column, url, title, LINKED | {"font_size": 11})
    return row + (2 * len(titles) + COLUMNS - 1) // COLUMNS


def _paragraph(paper: Paper, row: int, text: str) -> int:
    paper.sheet.set_row(row, lines_of(text, COLUMNS * WIDTH) * LINE_HEIGHT + 2)
    paper.span(row, (0, LAST), text, TEXT)
    return row + 1
