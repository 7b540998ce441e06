"""Biểu 01: every target of the plan compared with what was achieved, on one page to be signed."""

from __future__ import annotations

from consolidate.outcome import Measured
from consolidate.plan.models import OutputForm, Ratio
from consolidate.report.annex import MIDDLE, TEXT, Annex, Head, figure, first_row
from consolidate.report.context import Report
from consolidate.report.edition import TITLES
from consolidate.report.figures import NONE, Live, constant, joined, percent, shown, spelt
from consolidate.report.paper import Paper
from consolidate.report.states import PACES, TARGET_LIST, TARGET_LOOKS, word
from consolidate.report.tables import BASE
from consolidate.style import COUNT_FORMAT, COUNT_OR_DASH, MONEY_FORMAT, RATE_FORMAT
from consolidate.text import vietnamese_date

TITLE, UNIT, GOAL, ACHIEVED, RATE, VERDICT, COVERAGE, PENDING, REMARK = range(1, 10)

TO_THE_ROWS = "Xem các dòng được tính"
CERTAIN = "Chắc chắn đạt, dù các đơn vị còn thiếu không có thêm kết quả"
LEGEND = (
    "“–” là không phát sinh hoặc không giao chỉ tiêu. Tỷ lệ lấy một chữ số thập phân; chưa đủ 100% "
    "thì không làm tròn thành 100. “Chờ chỉnh sửa” là phần sẽ cộng thêm khi các dòng để riêng được "
    "sửa xong; ở mục tiêu tính bằng % là số cộng thêm vào số đạt, tức số đứng trước dấu “/” ở cột "
    "“Ghi chú”. Các con số là công thức, tính từ các bảng chi tiết trong tệp này.",
)


def heads(report: Report, form: OutputForm) -> tuple[Head, ...]:
    """The columns of the form."""
    plan, period = report.outcome.plan, report.outcome.period
    goal = form.goal_title or f"Kế hoạch năm {plan.year}"
    return (
        Head("TT", "A", 5),
        Head("Mục tiêu", "B", 42),
        Head("Đơn vị tính", "C", 11),
        Head(goal, "1", 11),
        Head(f"Thực hiện (lũy kế đến {vietnamese_date(period.cutoff)})", "2", 14),
        Head("Tỷ lệ so với kế hoạch (%)", "3 = 2/1", 12),
        Head("Đánh giá", "4", 17),
        Head("Số đơn vị có số liệu", "5", 13),
        Head("Chờ chỉnh sửa", "6", 9),
        Head("Ghi chú", "7", 28),
    )


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    annex = Annex(report, form, paper, heads(report, form), headed=True, one_page=True)

    def body(row: int) -> int:
        for number, measured in enumerate(report.measured(form.targets), start=1):
            _line(annex, row, number, measured)
            row += 1
        return row

    annex.draw(body, (*LEGEND, f"{TITLES[report.edition]}."))


def rows_of(report: Report, form: OutputForm) -> dict[str, int]:
    """The spreadsheet's row (from 1) of each target, for formulas of other sheets."""
    first = first_row(report, form, headed=True) + 1
    return {m.target.code: first + n for n, m in enumerate(report.measured(form.targets))}


def _line(annex: Annex, row: int, number: int, measured: Measured) -> None:
    report, paper, target = annex.report, annex.paper, measured.target
    title = f"{target.title} (mục {target.clause})"
    remark, said = remarks(report, measured), verdict(report, measured)
    annex.fit(row, {TITLE: title, VERDICT: said, REMARK: shown(remark)})
    paper.number(row, 0, number, MIDDLE)
    paper.text(row, TITLE, title, TEXT)
    paper.text(row, UNIT, target.unit, MIDDLE)
    _goal(paper, row, measured)
    rows = report.ranges.link(target.measure.sheet, target.code)
    achieved, look = achieved_of(report, measured), figure(format_of(measured))
    paper.live_link((row, ACHIEVED), rows, achieved, look, TO_THE_ROWS)
    rate = rate_of(report, measured, f"E{row + 1}", f"D{row + 1}")
    paper.live(row, RATE, rate, figure(RATE_FORMAT))
    paper.text(row, VERDICT, said, MIDDLE | TARGET_LOOKS.get(measured.status, {}))
    paper.live(row, COVERAGE, report.coverage, MIDDLE)
    paper.number(row, PENDING, measured.pending, figure(COUNT_OR_DASH))
    paper.said(row, REMARK, remark, TEXT)


def _goal(paper: Paper, row: int, measured: Measured) -> None:
    goal = measured.target.goal
    if goal is None:
        paper.text(row, GOAL, NONE, figure(COUNT_FORMAT))
        return
    shown_goal = goal * 100 if isinstance(measured.target.measure, Ratio) else goal
    whole = float(shown_goal).is_integer()
    paper.number(row, GOAL, shown_goal, figure(COUNT_FORMAT if whole else RATE_FORMAT))


def format_of(measured: Measured) -> str:
    """The number format of what was achieved: percent for a ratio, decimals where there are any."""
    if isinstance(measured.target.measure, Ratio):
        return RATE_FORMAT
    return COUNT_FORMAT if float(measured.numerator).is_integer() else MONEY_FORMAT


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
        return constant(NONE)
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


def remarks(report: Report, measured: Measured) -> Live | str:
    """The parts of a ratio, that a goal is certain, and the plan's own note."""
    target = measured.target
    said = [CERTAIN] if measured.certain and not report.outcome.is_complete else []
    said += [target.note.rstrip(".")] if target.note else []
    text = ". ".join(said)
    if not isinstance(target.measure, Ratio):
        return text
    of, to = numerator_of(report, measured), denominator_of(report, measured)
    parts = joined(spelt(of, decimals=1), "/", spelt(to, decimals=1))  # sums may have decimals
    return joined(parts, f". {text}") if text else parts
