"""Biểu 09: what came and what became of it, file by file, and who has not sent anything."""

from __future__ import annotations

from consolidate.outcome import Return, UnitState
from consolidate.plan.models import OutputForm
from consolidate.report.annex import (
    MIDDLE,
    TEXT,
    Head,
    draw_columns,
    draw_signatures,
    draw_titles,
    fit_cells,
    note,
    set_page,
)
from consolidate.report.context import Report
from consolidate.report.paper import Paper
from consolidate.report.states import FILES, UNIT_LIST, UNIT_LOOKS, file_sentence, word
from consolidate.style import ABSENT, DATE_FORMAT, DONE, LINKED, SHORT, UNDERWAY, Look

FILE_LOOKS: dict[str, Look] = {
    "accepted": DONE,
    "needs_correction": SHORT,
    "conflict": SHORT,
    "unreadable": SHORT,
    "not_a_return": UNDERWAY,
    "other_period": UNDERWAY,
}
UNPLACED = "(chưa xác định được đơn vị)"
MISSING = "Chưa nhận được tệp nào tính được của kỳ này."
"""Said of an expected unit of which nothing counts and no file of this period is known."""


def heads(report: Report) -> list[Head]:
    """The columns of the form; the officials' edition names no file of a sender."""
    fixed = [
        Head("TT", "A", 5),
        Head("Đơn vị", "B", 22),
        Head("Lần gửi", "C", 7),
        Head("Ngày báo cáo", "D", 13),
        Head("Số, ký hiệu", "E", 16),
        Head("Tình trạng", "F", 18),
        Head("Diễn giải", "G", 44),
    ]
    return fixed if report.is_official else [*fixed, Head("Tệp đã gửi", "H", 34)]


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    columns = heads(report)
    widths = [h.width for h in columns]
    last = len(columns) - 1
    set_page(paper, columns, landscape=form.landscape, one_page=False)
    lines = (f"Biểu số {form.number}", form.title, report.outcome.period.name, form.attached)
    row = draw_titles(report, paper, 0, widths, lines)
    row = draw_columns(paper, row, columns)
    paper.sheet.repeat_rows(row - 2, row - 1)
    for number, (name, unit, item) in enumerate(lines_of_receipt(report), start=1):
        paper.number(row, 0, number, MIDDLE)
        paper.text(row, 1, name, TEXT)
        if item is not None:
            _file(report, paper, row, item, widths)
        elif unit is not None:
            _missing(report, paper, row, unit, widths)
        row += 1
    for text in form.notes:
        row = note(paper, row, widths, text)
    if form.signed:
        row = draw_signatures(report, paper, row + 1, last, split=last // 2)
    paper.sheet.print_area(0, 0, row - 1, last)


def lines_of_receipt(report: Report) -> list[tuple[str, UnitState | None, Return | None]]:
    """Name of the unit, the unit, its file: every file once, every unit at least once."""
    outcome = report.outcome
    by_unit: dict[str | None, list[Return]] = {}
    for item in outcome.returns:
        by_unit.setdefault(item.unit, []).append(item)
    lines: list[tuple[str, UnitState | None, Return | None]] = []
    for unit in report.units:
        own = by_unit.pop(unit.unit.code, [])
        own.sort(key=lambda r: (r.submission or 0, r.file))
        lines += [(unit.unit.full_name, unit, item) for item in own]
        if not own or (unit.file is None and all(r.state == "other_period" for r in own)):
            lines.append((unit.unit.full_name, unit, None))
    for code, own in by_unit.items():
        name = UNPLACED if code is None else outcome.plan.unit(code).full_name
        lines += [(name, None, item) for item in own]
    return lines


def _file(report: Report, paper: Paper, row: int, item: Return, widths: list[float]) -> None:
    sentence = file_sentence(item)
    fields = report.outcome.plan.form_fields
    number = item.form.get(fields.report_no) if fields.report_no else None
    cells = [(sentence, widths[6]), (str(number or ""), widths[4])]
    if not report.is_official:
        cells.append((item.file, widths[7]))
    fit_cells(paper, row, cells)
    if item.submission is None:
        paper.blank(row, 2, MIDDLE)
    else:
        paper.number(row, 2, item.submission, MIDDLE)
    paper.day(row, 3, item.report_date, MIDDLE | {"num_format": DATE_FORMAT})
    paper.text(row, 4, str(number) if number else "", TEXT)
    paper.text(row, 5, FILES[item.state][0], MIDDLE | FILE_LOOKS.get(item.state, {}))
    paper.text(row, 6, sentence, TEXT)
    if report.is_official:
        return
    if item.kept_as:
        paper.link(row, 7, f"external:nguon/{item.kept_as}", item.file, TEXT | LINKED)
    else:
        paper.text(row, 7, item.file, TEXT)


def _missing(report: Report, paper: Paper, row: int, unit: UnitState, widths: list[float]) -> None:
    paper.sheet.set_row(row, 20)
    for column in range(2, len(widths)):
        paper.blank(row, column, TEXT)
    said = word(report.outcome.plan, UNIT_LIST, unit.state)
    paper.text(row, 5, said, MIDDLE | UNIT_LOOKS.get(unit.state, ABSENT))
    paper.text(row, 6, MISSING, TEXT)
