"""Biểu 01: every target of the plan compared with what was achieved, on one page to be signed."""

from __future__ import annotations

from consolidate.outcome import Measured
from consolidate.plan.models import OutputForm, Ratio
from consolidate.report.annex import (
    FIGURE,
    MIDDLE,
    TEXT,
    Head,
    draw_columns,
    draw_heads,
    draw_signatures,
    draw_titles,
    fit_cells,
    note,
    set_page,
)
from consolidate.report.context import Report
from consolidate.report.figures import NONE, Live, constant, joined, percent
from consolidate.report.paper import Paper
from consolidate.report.states import PACES, TARGET_LIST, TARGET_LOOKS, word
from consolidate.report.tables import BASE
from consolidate.style import COUNT_FORMAT, MONEY_FORMAT, RATE_FORMAT, Look
from consolidate.text import vietnamese_date

GOAL, ACHIEVED = 3, 4  # columns
CERTAIN = "Chắc chắn đạt, dù các đơn vị còn thiếu không có thêm kết quả"
LEGEND = (
    "Ghi chú: “–” là không phát sinh hoặc không giao chỉ tiêu. Tỷ lệ lấy một chữ số thập phân; "
    "chưa đủ 100% thì không làm tròn thành 100. “Chờ chỉnh sửa” là phần sẽ cộng thêm khi các dòng "
    "để riêng được sửa xong. Các con số là công thức, tính từ các bảng chi tiết trong tệp này."
)


def heads(report: Report, form: OutputForm) -> list[Head]:
    """The columns of the form."""
    plan, period = report.outcome.plan, report.outcome.period
    goal = form.goal_title or f"Kế hoạch năm {plan.year}"
    return [
        Head("TT", "A", 5),
        Head("Mục tiêu", "B", 40),
        Head("Đơn vị tính", "C", 9),
        Head(goal, "1", 11),
        Head(f"Thực hiện (lũy kế đến {vietnamese_date(period.cutoff)})", "2", 14),
        Head("Tỷ lệ so với kế hoạch (%)", "3 = 2/1", 12),
        Head("Đánh giá", "4", 17),
        Head("Số đơn vị có số liệu", "5", 14),
        Head("Chờ chỉnh sửa", "6", 10),
        Head("Ghi chú", "7", 26),
    ]


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    columns = heads(report, form)
    widths = [h.width for h in columns]
    last = len(columns) - 1
    set_page(paper, columns, landscape=form.landscape, one_page=True)
    row = draw_heads(report, paper, last, split=2) + 1
    lines = (f"Biểu số {form.number}", form.title, report.outcome.period.name, form.attached)
    row = draw_titles(report, paper, row, widths, lines)
    row = draw_columns(paper, row, columns)
    for number, measured in enumerate(report.measured(form.targets), start=1):
        _target(report, paper, row, number, measured, widths)
        row += 1
    for text in (*form.notes, LEGEND):
        row = note(paper, row, widths, text)
    if form.signed:
        row = draw_signatures(report, paper, row + 1, last, split=2)
    paper.sheet.print_area(0, 0, row - 1, last)


def _target(
    report: Report, paper: Paper, row: int, number: int, measured: Measured, widths: list[float]
) -> None:
    target = measured.target
    title = f"{target.title} (mục {target.clause})"
    remark = remarks(report, measured)
    fit_cells(paper, row, [(title, widths[1]), (str(remark.value), widths[-1])])
    achieved = achieved_of(report, measured)
    paper.number(row, 0, number, MIDDLE)
    paper.text(row, 1, title, TEXT)
    paper.text(row, 2, target.unit, MIDDLE)
    _goal(paper, row, measured)
    paper.live(row, ACHIEVED, achieved, FIGURE | _format_of(measured))
    rate = rate_of(report, measured, f"E{row + 1}", f"D{row + 1}")
    paper.live(row, 5, rate, FIGURE | {"num_format": RATE_FORMAT})
    paper.text(row, 6, verdict(report, measured), MIDDLE | TARGET_LOOKS.get(measured.status, {}))
    paper.live(row, 7, report.coverage, MIDDLE)
    paper.number(row, 8, measured.pending, FIGURE | {"num_format": '#,##0.##;-#,##0.##;"–"'})
    if remark.value:
        paper.live(row, 9, remark, TEXT)
    else:
        paper.blank(row, 9, TEXT)


def _goal(paper: Paper, row: int, measured: Measured) -> None:
    goal = measured.target.goal
    if goal is None:
        paper.text(row, GOAL, NONE, FIGURE)
    else:
        paper.number(row, GOAL, goal * scale(measured), FIGURE | _format_of(measured))


def scale(measured: Measured) -> int:
    """A ratio is shown in percent."""
    return 100 if isinstance(measured.target.measure, Ratio) else 1


def _format_of(measured: Measured) -> Look:
    if isinstance(measured.target.measure, Ratio):
        return {"num_format": "0.0;-0.0;0"}
    whole = float(measured.numerator).is_integer()
    return {"num_format": COUNT_FORMAT if whole else MONEY_FORMAT}


def numerator_of(report: Report, measured: Measured) -> Live:
    """The sum of what the rows add to a target."""
    return Live(f"SUM({report.mark(measured.target)})", measured.numerator)


def denominator_of(report: Report, measured: Measured) -> Live:
    """The sum of what a ratio divides by (KeyError where the target is no ratio)."""
    value = 0 if measured.denominator is None else measured.denominator
    return Live(f"SUM({report.mark(measured.target, BASE)})", value)


def achieved_of(report: Report, measured: Measured) -> Live:
    """The figure of a target as Biểu 01 shows it: a sum, or a ratio in percent."""
    of = numerator_of(report, measured)
    if not isinstance(measured.target.measure, Ratio):
        return of
    return percent(of, denominator_of(report, measured))


def rate_of(report: Report, measured: Measured, achieved: str, goal: str) -> Live:
    """Column 3: achieved in percent of the goal; of a ratio over its raw parts, not rounded ones.

    `achieved` and `goal` are the addresses of columns 2 and 1 of the same row.
    """
    target = measured.target
    if target.goal is None:
        return Live(f'"{NONE}"', NONE)
    if not isinstance(target.measure, Ratio):
        return percent(Live(achieved, measured.numerator), Live(goal, target.goal))
    of, to = numerator_of(report, measured), denominator_of(report, measured)
    wanted = Live(f"({to.formula}*{goal}/100)", float(to.value) * target.goal)
    return percent(of, wanted)


def verdict(report: Report, measured: Measured) -> str:
    """The plan's word for the status, with the pace where one is asked."""
    if measured.status == "memo":
        return NONE
    said = word(report.outcome.plan, TARGET_LIST, measured.status)
    if measured.status == "in_progress" and measured.on_pace is not None:
        return f"{said}, {PACES[measured.on_pace]}"
    return said


def remarks(report: Report, measured: Measured) -> Live:
    """The parts of a ratio, that a goal is certain, and the plan's own note."""
    target = measured.target
    said = [CERTAIN] if measured.certain and not report.outcome.is_complete else []
    said += [target.note] if target.note else []
    text = ". ".join(said)
    if not isinstance(target.measure, Ratio):
        return constant(text)
    parts = joined(numerator_of(report, measured), "/", denominator_of(report, measured))
    return joined(parts, f". {text}") if text else parts
