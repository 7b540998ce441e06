"""The sheet "Đối soát": every row that was seen was accepted, set aside or skipped with a reason.

Two tables: by sheet (compared with the consolidated tables of this workbook) and, in the working
edition, by file. The differences are formulas; all of them must be zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consolidate.catalogue import REASONS
from consolidate.issues import column_letters
from consolidate.outcome import SET_ASIDE, Return, SheetCount
from consolidate.report.annex import LEAST_ROW, MIDDLE, TEXT, TOTAL, figure
from consolidate.report.context import Report
from consolidate.report.figures import NONE, Live
from consolidate.report.paper import Paper
from consolidate.report.states import ROWS, file_word
from consolidate.report.tables import ROW, STATE
from consolidate.style import (
    COUNT_FORMAT,
    COUNT_OR_DASH,
    HEAD,
    LINE_HEIGHT,
    LINKED,
    lines_of,
)

SHEET_TITLE = "Đối soát"
WIDTHS = (40.0, 20.0, 18.0, 22.0, 11.0, 11.0, 11.0, 11.0, 12.0, 46.0)
SEEN = 4  # column of the first figure; accepted, set aside, skipped and the difference follow


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows seen and what became of them."""

    seen: int
    accepted: int
    set_aside: int
    skipped: int

    @property
    def difference(self) -> int:
        """What the ledger cannot account for: always nothing."""
        return self.seen - self.accepted - self.set_aside - self.skipped


def draw(report: Report, paper: Paper) -> None:
    """Draw the whole sheet."""
    widths = WIDTHS if not report.is_official else (24.0, 4.0, 4.0, 4.0, *WIDTHS[4:9], 30.0)
    for column, width in enumerate(widths):
        paper.sheet.set_column(column, column, width)
    paper.page(landscape=True)
    about = "Dòng có dữ liệu = được tính + để riêng + bỏ qua. Cột “Chênh lệch” phải bằng 0."
    paper.heading("Đối soát – không dòng nào bị mất", about)
    paper.way_back(2)
    row = _by_sheet(report, paper, 4)
    if not report.is_official:
        row = _by_file(report, paper, row + 1)
    paper.sheet.print_area(0, 0, row, len(widths) - 1)


def _head(paper: Paper, row: int, titles: tuple[str, ...]) -> None:
    paper.sheet.set_row(row, 2 * LINE_HEIGHT + 6)
    for column, title in enumerate(titles):
        paper.text(row, column, title, HEAD)


COUNT_TITLES = ("Dòng có dữ liệu", "Được tính", "Để riêng", "Bỏ qua", "Chênh lệch")


def _by_sheet(report: Report, paper: Paper, row: int) -> int:
    """Files that count, by sheet, beside the number of rows that this workbook holds."""
    paper.section(row, "Theo biểu (các tệp được tính)")
    last = "Số dòng ở bảng tổng hợp trong tệp này"
    _head(paper, row + 1, ("", "", "", "", *COUNT_TITLES, last))
    paper.span(row + 1, (0, SEEN - 1), "Biểu", HEAD)
    first = row = row + 2
    totals: list[Counts] = []
    for sheet in report.outcome.plan.tables:
        counts = [
            _counts(count)
            for item in report.outcome.returns
            if item.counts
            for count in item.sheets
            if count.sheet == sheet.key
        ]
        total = _sum(counts)
        totals.append(total)
        paper.sheet.set_row(row, LEAST_ROW)
        paper.span(row, (0, SEEN - 1), sheet.title, TEXT)
        _figures(paper, row, total)
        paper.live(row, SEEN + 5, _held(report, sheet.key, total), MIDDLE)
        row += 1
    _total(paper, first, row, _sum(totals))
    return row + 1


def _counts(count: SheetCount) -> Counts:
    return Counts(count.rows_seen, count.accepted, count.set_aside, len(count.skipped))


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(
        sum(c.seen for c in counts),
        sum(c.accepted for c in counts),
        sum(c.set_aside for c in counts),
        sum(c.skipped for c in counts),
    )


def _held(report: Report, sheet: str, total: Counts) -> Live:
    """How many rows of a sheet this workbook holds, in words that say which."""
    if not report.ranges.has(sheet, ROW):
        return Live(f'"{NONE}"', NONE)
    rows = report.ranges.of(sheet, ROW)
    if report.is_official:
        return Live(f"COUNT({rows})", total.accepted)
    state = report.ranges.of(sheet, STATE)
    aside = f'COUNTIF({state},"{ROWS[SET_ASIDE]}")'
    formula = f'COUNT({rows})-{aside}&" được tính + "&{aside}&" để riêng"'
    return Live(formula, f"{total.accepted} được tính + {total.set_aside} để riêng")


def _by_file(report: Report, paper: Paper, row: int) -> int:
    """Every sheet of every file that was read, counted or not."""
    paper.section(row, "Theo tệp và biểu (mọi tệp đọc được)")
    titles = ("Tệp", "Đơn vị", "Tình trạng tệp", "Biểu", *COUNT_TITLES, "Lý do bỏ qua")
    _head(paper, row + 1, titles)
    head = row + 1
    first = row = row + 2
    totals: list[Counts] = []
    for item in report.outcome.returns:
        for count in item.sheets:
            _file_line(report, paper, row, item, count)
            totals.append(_counts(count))
            row += 1
    if row == first:
        paper.span(row, (0, len(titles) - 1), "Không có tệp nào đọc được", MIDDLE)
        row += 1
    _total(paper, first, row, _sum(totals))
    paper.sheet.repeat_rows(head)
    paper.sheet.autofilter(head, 0, row - 1, len(titles) - 1)
    return row + 1


def _file_line(report: Report, paper: Paper, row: int, item: Return, count: SheetCount) -> None:
    unit = report.outcome.plan.unit(item.unit).name if item.unit else NONE
    reasons = skipped_words(count)
    texts = (item.file, unit, file_word(item), count.title)
    tallest = max(
        lines_of(reasons, WIDTHS[-1] - 2),
        *(lines_of(text, width - 2) for text, width in zip(texts, WIDTHS[:SEEN], strict=True)),
    )
    paper.sheet.set_row(row, tallest * LINE_HEIGHT + 4)
    if item.kept_as:
        paper.link(row, 0, f"external:nguon/{item.kept_as}", item.file, TEXT | LINKED)
    else:
        paper.text(row, 0, item.file, TEXT)
    paper.text(row, 1, unit, TEXT)
    paper.text(row, 2, file_word(item), TEXT)
    paper.text(row, 3, count.title, TEXT)
    _figures(paper, row, _counts(count))
    paper.text(row, SEEN + 5, reasons, TEXT)


def _figures(paper: Paper, row: int, counts: Counts) -> None:
    figures = (counts.seen, counts.accepted, counts.set_aside, counts.skipped)
    for column, value in enumerate(figures, start=SEEN):
        paper.number(row, column, value, figure(COUNT_OR_DASH))
    seen, accepted, aside, skipped = (column_letters(SEEN + 1 + n) for n in range(4))
    line = row + 1
    formula = f"{seen}{line}-{accepted}{line}-{aside}{line}-{skipped}{line}"
    paper.live(row, SEEN + 4, Live(formula, counts.difference), figure("0"))


def _total(paper: Paper, first: int, row: int, total: Counts) -> None:
    paper.sheet.set_row(row, LEAST_ROW)
    paper.span(row, (0, SEEN - 1), "TỔNG CỘNG", TOTAL | {"align": "center"})
    figures = (total.seen, total.accepted, total.set_aside, total.skipped, total.difference)
    look = figure(COUNT_FORMAT, TOTAL)
    for column, value in enumerate(figures, start=SEEN):
        letters = column_letters(column + 1)
        formula = f"SUM({letters}{first + 1}:{letters}{row})"
        paper.live(row, column, Live(formula, value), look)
    paper.text(row, SEEN + 5, "", TOTAL)


def skipped_words(count: SheetCount) -> str:
    """Which rows were skipped, and why: "dòng tổng cộng (dòng 12); …"."""
    rows: dict[str, list[int]] = {}
    for skipped in count.skipped:
        rows.setdefault(skipped.reason, []).append(skipped.row)
    return "; ".join(
        f"{REASONS[reason]} (dòng {', '.join(str(n) for n in numbers)})"
        for reason, numbers in rows.items()
    )
