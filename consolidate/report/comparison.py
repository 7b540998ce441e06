"""The sheet "So sánh kỳ trước": every target and the number of organisations, then and now."""

from __future__ import annotations

from collections import Counter

from consolidate.outcome import Measured, Previous
from consolidate.plan.models import OutputForm, Ratio, SheetPlan
from consolidate.report import targets
from consolidate.report.annex import BODY, LEAST_ROW, MIDDLE, TEXT, TOTAL, figure
from consolidate.report.context import Report, sheet_title
from consolidate.report.data import DataSheet
from consolidate.report.edition import TITLES
from consolidate.report.figures import NONE, UNKNOWN, Live, constant, half_up, percent_of, quoted
from consolidate.report.moved import FATE, SHEET
from consolidate.report.moved import TITLE as MOVED
from consolidate.report.paper import Paper
from consolidate.report.since import COUNTED_NOW, KNOWN_BEFORE, Fate, followed
from consolidate.style import (
    COUNT_OR_DASH,
    HEAD,
    LINE_HEIGHT,
    MONEY_FORMAT,
    NOTE,
    RATE_FORMAT,
    lines_of,
)

SHEET_TITLE = "So sánh kỳ trước"
NAME, UNIT, BEFORE, NOW, CHANGE, SHARE, REMARK = range(7)
WIDTHS = (46.0, 12.0, 14.0, 14.0, 14.0, 15.0, 40.0)
LAST = len(WIDTHS) - 1
POINTS = "Tăng, giảm tính bằng điểm phần trăm"
NOT_BEFORE = "Kỳ trước không có mục tiêu này"
OTHER_YEAR = (
    "Kỳ trước thuộc năm {year}. Số liệu lũy kế từ đầu mỗi năm, nên chỉ so sánh được khi hai kỳ có "
    "cùng số tháng."
)
COVERED = "Đơn vị có số liệu"
FEWER = "Phần giảm có thể do còn đơn vị chưa báo cáo"
SAME_YEAR = "Số liệu lũy kế từ đầu năm: phần tăng là kết quả thêm được kể từ kỳ trước."
MEANINGS = {
    Fate.SAME: "Không đổi",
    Fate.CHANGED: "Thay đổi (xem từng cột trong bảng biến động)",
    Fate.WAITING: "Chờ chỉnh sửa (dòng kỳ này còn lỗi, chưa tính)",
    Fate.GONE: "Không còn trong báo cáo của đơn vị",
    Fate.SILENT: "Của đơn vị kỳ này chưa có số liệu",
    Fate.UNCLEAR: "Chưa đối chiếu được (địa bàn cũ đã chia tách)",
    Fate.CAME: "Mới có",
}


def draw(report: Report, previous: Previous, paper: Paper) -> None:
    """Draw the whole sheet."""
    for column, width in enumerate(WIDTHS):
        paper.sheet.set_column(column, column, width)
    paper.sheet.hide_gridlines(2)
    paper.page(landscape=True)
    now = report.outcome.period
    title = f"{now.name} so với {previous.name}"
    paper.heading(title, f"{TITLES[report.edition]}.", report.standing)
    paper.way_back(3)
    row = _targets(report, previous, paper, 5)
    moved = next((sheet for sheet in report.data if sheet.key == MOVED), None)
    if moved is not None:
        row = _organisations(report, moved, paper, row + 1)
    paper.sheet.print_area(0, 0, row - 1, LAST)


def _head(paper: Paper, row: int, titles: dict[int, str]) -> int:
    tallest = max(lines_of(t, WIDTHS[c] * 0.9) for c, t in titles.items())
    paper.sheet.set_row(row, tallest * LINE_HEIGHT + 6)
    for column, title in titles.items():
        paper.text(row, column, title, HEAD)
    return row + 1


def _note(paper: Paper, row: int, text: str) -> int:
    paper.sheet.set_row(row, lines_of(text, sum(WIDTHS)) * LINE_HEIGHT + 2)
    paper.span(row, (0, LAST), text, NOTE | {"text_wrap": True})
    return row + 1


# --- targets -------------------------------------------------------------------------------


def _targets(report: Report, previous: Previous, paper: Paper, row: int) -> int:
    paper.section(row, "1. Các mục tiêu")
    titles = ("Mục tiêu", "Đơn vị tính", previous.name, report.outcome.period.name)
    heads = (*titles, "Tăng, giảm", "Tăng, giảm (%)", "Ghi chú")
    row = _head(paper, row + 1, dict(enumerate(heads)))
    row = _coverage(report, previous, paper, row)
    form = next((f for f in report.outcome.plan.forms if f.kind == "targets"), None)
    for measured in report.measured(form.targets if form else ()):
        _target(report, form, previous, paper, row, measured)
        row += 1
    other = previous.year != report.outcome.plan.year
    text = OTHER_YEAR.format(year=previous.year) if other else SAME_YEAR
    return _note(paper, row, text)


def _coverage(report: Report, previous: Previous, paper: Paper, row: int) -> int:
    """Of how many units the figures of either period are: fewer units have smaller figures."""
    remark = "" if report.outcome.is_complete else FEWER
    paper.sheet.set_row(row, max(LEAST_ROW, lines_of(remark, WIDTHS[REMARK] - 2) * LINE_HEIGHT + 4))
    paper.text(row, NAME, COVERED, TEXT)
    paper.text(row, UNIT, "đơn vị", MIDDLE)
    then = constant("/".join(map(str, previous.coverage)))
    for column, covered in ((BEFORE, then), (NOW, report.covered)):
        paper.live(row, column, covered, figure(COUNT_OR_DASH))
    for column in (CHANGE, SHARE):
        paper.text(row, column, "", TEXT)
    paper.text(row, REMARK, remark, TEXT)
    return row + 1


def _target(
    report: Report,
    form: OutputForm | None,
    previous: Previous,
    paper: Paper,
    row: int,
    measured: Measured,
) -> None:
    target = measured.target
    then = before_of(previous, measured)
    remark = remark_of(measured, known=target.code in previous.targets)
    title = f"{target.short} (mục {target.clause})"
    tall = max(lines_of(title, WIDTHS[NAME] - 2), lines_of(remark, WIDTHS[REMARK] - 2))
    paper.sheet.set_row(row, max(LEAST_ROW, tall * LINE_HEIGHT + 4))
    paper.text(row, NAME, title, TEXT)
    paper.text(row, UNIT, target.unit, MIDDLE)
    look = figure(_format(measured, then))
    if isinstance(then, str):
        paper.text(row, BEFORE, then, look)
    else:
        paper.number(row, BEFORE, then, look)
    paper.live(row, NOW, _now(report, form, measured), look)
    change, share = changes(measured, then, _now(report, form, measured), row)
    signed = figure(_signed(_format(measured, then)))
    paper.live(row, CHANGE, change, signed)
    paper.live(row, SHARE, share, figure(_signed(RATE_FORMAT)))
    paper.text(row, REMARK, remark, TEXT)


def before_of(previous: Previous, measured: Measured) -> float | str:
    """The earlier figure as Biểu 01 would have shown it; unknown where there is none."""
    if measured.target.code not in previous.targets:
        return UNKNOWN
    numerator, denominator = previous.targets[measured.target.code]
    if not isinstance(measured.target.measure, Ratio):
        return int(numerator) if float(numerator).is_integer() else numerator
    return UNKNOWN if denominator is None else percent_of(numerator, denominator)


def _now(report: Report, form: OutputForm | None, measured: Measured) -> Live:
    """The figure of now: the cell of the form of targets, where the plan has one."""
    achieved = targets.achieved_of(report, measured)
    if form is None:
        return achieved
    line = targets.rows_of(report, form)[measured.target.code]
    return Live(f"'{sheet_title(form)}'!E{line}", achieved.value)


def changes(measured: Measured, then: float | str, now: Live, row: int) -> tuple[Live, Live]:
    """Now less before, and that in percent of before; points alone for a ratio."""
    a, b = f"D{row + 1}", f"C{row + 1}"
    digits = 1 if isinstance(measured.target.measure, Ratio) else 3
    known = isinstance(now.value, int | float) and isinstance(then, int | float)
    moved: float | str = UNKNOWN
    share: float | str = UNKNOWN
    if isinstance(now.value, int | float) and isinstance(then, int | float):
        moved = half_up(now.value - then, digits)
        share = NONE if then == 0 else half_up((now.value - then) / then * 100, 1)
    both = f"AND(ISNUMBER({a}),ISNUMBER({b}))"
    change = Live(f'IF({both},ROUND({a}-{b},{digits}),"{UNKNOWN}")', moved)
    if isinstance(measured.target.measure, Ratio):
        return change, Live(f'IF({both},"{NONE}","{UNKNOWN}")', NONE if known else UNKNOWN)
    formula = f'IF({both},IF({b}=0,"{NONE}",ROUND(({a}-{b})/{b}*100,1)),"{UNKNOWN}")'
    return change, Live(formula, share)


def remark_of(measured: Measured, *, known: bool) -> str:
    """What must be known to read the line."""
    if not known:
        return NOT_BEFORE
    return POINTS if isinstance(measured.target.measure, Ratio) else ""


def _format(measured: Measured, then: float | str) -> str:
    whole = isinstance(then, str) or float(then).is_integer()
    chosen = targets.format_of(measured)
    return chosen if whole or isinstance(measured.target.measure, Ratio) else MONEY_FORMAT


def _signed(num_format: str) -> str:
    """A number format in which an increase carries its sign."""
    return f"+{num_format};-{num_format};0"


# --- organisations -------------------------------------------------------------------------

LINES: tuple[tuple[str, tuple[Fate, ...]], ...] = (
    ("Có trong báo cáo kỳ trước", KNOWN_BEFORE),
    *((MEANINGS[fate], (fate,)) for fate in (*KNOWN_BEFORE, Fate.CAME)),
    ("Được tính trong báo cáo kỳ này", COUNTED_NOW),
)


def _organisations(report: Report, moved: DataSheet, paper: Paper, row: int) -> int:
    """How many organisations came, left and stayed: counted in the table of movements."""
    paper.section(row, "2. Các tổ chức")
    sheets = [s for s in followed(report.outcome) if s.in_official or not report.is_official]
    shown = sheets[: LAST - 1]
    heads = {NAME: "Biến động"} | {UNIT + n: s.title for n, s in enumerate(shown)}
    row = _head(paper, row + 1, heads)
    fates, titles = ([*c.values] for c in moved.columns[:2])
    pairs = Counter(zip(titles, fates, strict=True))
    for text, some in LINES:
        look = TEXT if len(some) == 1 else TEXT | {"bold": True}
        paper.sheet.set_row(row, max(LEAST_ROW, lines_of(text, WIDTHS[NAME] - 4) * LINE_HEIGHT + 4))
        paper.text(row, NAME, text, look)
        for column, sheet in enumerate(shown, start=UNIT):
            count = sum(pairs[sheet.title, str(fate)] for fate in some)
            base = TOTAL if len(some) > 1 else BODY
            paper.live(
                row, column, _counted(report, sheet, some, count), figure(COUNT_OR_DASH, base)
            )
        row += 1
    paper.link(row, 0, f"internal:'{MOVED}'!A1", f"Xem từng tổ chức ở bảng “{MOVED}”")
    return row + 1


def _counted(report: Report, sheet: SheetPlan, fates: tuple[Fate, ...], count: int) -> Live:
    fate, title = report.ranges.of(MOVED, FATE), report.ranges.of(MOVED, SHEET)
    terms = (f"COUNTIFS({fate},{quoted(one)},{title},{quoted(sheet.title)})" for one in fates)
    return Live("+".join(terms), count)
