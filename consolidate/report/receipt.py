"""Biểu 09: what came and what became of it, file by file, and who has not sent anything."""

from __future__ import annotations

from consolidate.outcome import Return, UnitState
from consolidate.plan.models import OutputForm
from consolidate.report.annex import LEAST_ROW, MIDDLE, TEXT, Annex, Head
from consolidate.report.context import Report
from consolidate.report.paper import Paper
from consolidate.report.states import (
    LATE,
    UNIT_LIST,
    UNIT_LOOKS,
    file_sentence,
    file_word,
    word,
)
from consolidate.style import DATE_FORMAT, DONE, LINKED, SHORT, UNDERWAY, Look

NAME, SUBMISSION, DAY, NUMBER, STATE, SENTENCE, FILE = range(1, 8)

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


def heads(report: Report) -> tuple[Head, ...]:
    """The columns of the form; the officials' edition names no file of a sender."""
    fixed = (
        Head("TT", "A", 5),
        Head("Đơn vị", "B", 28),
        Head("Lần gửi", "C", 8),
        Head("Ngày báo cáo", "D", 13),
        Head("Số, ký hiệu", "E", 16),
        Head("Tình trạng", "F", 18),
        Head("Diễn giải", "G", 46),
    )
    return fixed if report.is_official else (*fixed, Head("Tệp đã gửi", "H", 44))


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    annex = Annex(report, form, paper, heads(report))

    def body(row: int) -> int:
        for number, (name, unit, item) in enumerate(lines_of_receipt(report), start=1):
            paper.number(row, 0, number, MIDDLE)
            paper.text(row, NAME, name, TEXT)
            if item is not None:
                _file(annex, row, name, item, late=unit is not None and unit.late)
            elif unit is not None:
                _missing(annex, row, unit)
            row += 1
        return row

    annex.draw(body)


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


def _file(annex: Annex, row: int, name: str, item: Return, *, late: bool) -> None:
    report, paper = annex.report, annex.paper
    fields = report.outcome.plan.form_fields
    typed = item.form.get(fields.report_no) if fields.report_no else None
    number, sentence = str(typed or ""), file_sentence(item)
    state = file_word(item)
    if late and item.counts:
        state = f"{state}; {word(report.outcome.plan, UNIT_LIST, LATE).lower()}"
    texts = {NAME: name, NUMBER: number, STATE: state, SENTENCE: sentence}
    annex.fit(row, texts if report.is_official else texts | {FILE: item.file})
    if item.submission is None:
        paper.blank(row, SUBMISSION, MIDDLE)
    else:
        paper.number(row, SUBMISSION, item.submission, MIDDLE)
    paper.day(row, DAY, item.report_date, MIDDLE | {"num_format": DATE_FORMAT})
    paper.text(row, NUMBER, number, TEXT)
    paper.text(row, STATE, state, MIDDLE | FILE_LOOKS.get(item.state, {}))
    paper.text(row, SENTENCE, sentence, TEXT)
    if report.is_official:
        return
    if item.kept_as:
        paper.link(row, FILE, f"external:nguon/{item.kept_as}", item.file, TEXT | LINKED)
    else:
        paper.text(row, FILE, item.file, TEXT)


def _missing(annex: Annex, row: int, unit: UnitState) -> None:
    paper = annex.paper
    paper.sheet.set_row(row, LEAST_ROW)
    for column in range(SUBMISSION, annex.last + 1):
        paper.blank(row, column, TEXT)
    said = word(annex.report.outcome.plan, UNIT_LIST, unit.state)
    paper.text(row, STATE, said, MIDDLE | UNIT_LOOKS[unit.state])
    paper.text(row, SENTENCE, MISSING, TEXT)
