"""quyet-dinh.xlsx: what the officer is asked, what was answered, what is in force."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.decisions.answers import Known, line_of
from consolidate.decisions.layout import (
    FILE_NAME,
    FINAL,
    FINAL_HEAD,
    FINAL_QUESTION,
    HEAD_ROW,
    OBSOLETE,
    OBSOLETE_HEAD,
    QUESTION_HEAD,
    QUESTIONS,
    SETTING_HEAD,
    SETTINGS,
    WAIVER_HEAD,
    WAIVERS,
)
from consolidate.decisions.model import Question
from consolidate.outcome import Outcome
from consolidate.plan.models import Setting
from consolidate.report.paper import Canvas, Paper
from consolidate.settings import shown
from consolidate.style import (
    CELL,
    DOUBTFUL,
    HEAD,
    LINE_HEIGHT,
    LOCKED,
    NOTE,
    SUBTITLE,
    TITLE,
    TO_FILL,
    WRAPPED,
    Look,
    lines_of,
)
from consolidate.text import NO, YES
from consolidate.words import message_of

__all__ = ["FILE_NAME", "write_decisions"]

READ: Look = CELL | WRAPPED | {"valign": "top"}
FILL: Look = TO_FILL | WRAPPED | {"valign": "top"}
DONE = READ | {"bg_color": LOCKED["bg_color"]}
LISTS = "DM"
UNWAIVABLE = "Không chấp nhận được: ô này không đọc ra giá trị, đơn vị phải nhập lại."


def write_decisions(outcome: Outcome, known: Known) -> bytes:
    """The bytes of the book: open questions first, every earlier entry kept as it was typed."""
    answered = known.decisions.answers
    asked = sorted(outcome.questions, key=lambda q: (q.key in answered, q.key))
    canvas = Canvas(created=outcome.date, large=False)
    canvas.properties(
        f"Quyết định của cán bộ tổng hợp – {outcome.period.name}",
        outcome.plan.short,
        outcome.plan.document.short_organisation,
    )
    lists = _Lists()
    _questions(canvas, outcome, asked, known, lists)
    _waivers(canvas, outcome, known)
    _settings(canvas, outcome, known, lists)
    _final(canvas, outcome, known)
    _obsolete(canvas, asked, known)
    lists.write(canvas)
    return canvas.bytes()


class _Lists:
    """Dropdown lists of the book, written once at the end on a hidden sheet."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []

    def source(self, values: tuple[str, ...]) -> str:
        """The range of a list; a list that stands there already is used again."""
        if values not in self.columns:
            self.columns.append(values)
        number = self.columns.index(values)
        letters = _letters(number)
        return f"='{LISTS}'!${letters}$1:${letters}${len(values)}"

    def write(self, canvas: Canvas) -> None:
        """Put the lists on their sheet."""
        paper = Paper(canvas, LISTS)
        for column, values in enumerate(self.columns):
            for row, value in enumerate(values):
                paper.text(row, column, value)
        paper.sheet.hide()


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _open(
    canvas: Canvas, title: str, head: Sequence[str], widths: Sequence[float], hint: str
) -> Paper:
    """A sheet with its title, its hint and its head; the table begins below."""
    paper = Paper(canvas, title)
    paper.text(0, 0, title.upper(), TITLE)
    paper.text(1, 0, hint, SUBTITLE)
    for column, (text, width) in enumerate(zip(head, widths, strict=True)):
        paper.text(HEAD_ROW - 1, column, text, HEAD)
        paper.sheet.set_column(column, column, width)
    paper.sheet.set_row(HEAD_ROW - 1, 2 * LINE_HEIGHT + 4)
    paper.sheet.freeze_panes(HEAD_ROW, 0)
    paper.sheet.repeat_rows(HEAD_ROW - 1)
    paper.page(landscape=True)
    return paper


def _line(
    paper: Paper, row: int, texts: Sequence[str], looks: Sequence[Look], widths: Sequence[float]
) -> None:
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        paper.text(row, column, text, look)
    lines = max(lines_of(t, w) for t, w in zip(texts, widths, strict=True))
    paper.sheet.set_row(row, max(1, min(lines, 24)) * LINE_HEIGHT + 4)


def _dropdown(paper: Paper, row: int, column: int, source: str) -> None:
    paper.sheet.data_validation(
        row,
        column,
        row,
        column,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "Ngoài danh sách",
            "error_message": "Chọn một giá trị trong danh sách.",
        },
    )


def _questions(
    canvas: Canvas, outcome: Outcome, asked: Sequence[Question], known: Known, lists: _Lists
) -> None:
    widths = (16, 38, 34, 34, 24, 32, 24, 12, 30)
    hint = "Chọn ở cột “Trả lời”, ghi lý do, lưu tệp rồi chạy lại. Câu đã trả lời được giữ."
    paper = _open(canvas, QUESTIONS, QUESTION_HEAD, widths, hint)
    if not asked:
        paper.text(HEAD_ROW, 0, "Không có câu hỏi nào.", NOTE)
    for row, one in enumerate(asked, HEAD_ROW):
        answer, reason, day = (known.typed.get((QUESTIONS, one.key, c), "") for c in (6, 7, 8))
        if not answer:
            answer, reason, day = (known.typed.get((OBSOLETE, one.key, c), "") for c in (3, 4, 5))
        rows = [f"{title}\n{lines}" for title, lines in one.rows]
        note = _said_of(known, one, answer)
        texts = (
            one.key,
            one.text,
            *[*rows, "", ""][:2],
            one.suggestion,
            answer,
            reason,
            day,
            note,
        )
        looks = [DONE if answer and not note else READ] * 5 + [FILL] * 3
        _line(paper, row, texts, [*looks, _note_look(note)], widths)
        _dropdown(paper, row, 5, lists.source(tuple(o.title for o in one.options)))
    paper.sheet.activate()
    if outcome.issues:
        paper.sheet.set_selection(HEAD_ROW, 5, HEAD_ROW, 5)


def _said_of(known: Known, question: Question, answer: str) -> str:
    """A sentence about an answer that is none of the question's options."""
    if answer and not known.decisions.chosen(question):
        return f"“{answer}” không có trong danh sách trả lời; chọn lại ở cột “Trả lời”."
    return ""


def _note_look(note: str) -> Look:
    return READ | DOUBTFUL if note else READ


def _waivers(canvas: Canvas, outcome: Outcome, known: Known) -> None:
    widths = (12, 14, 22, 10, 46, 14, 40)
    hint = "Mỗi dòng chấp nhận một lỗi ở “Nhật ký kiểm tra” để dòng đó được tính. Phải ghi lý do."
    paper = _open(canvas, WAIVERS, WAIVER_HEAD, widths, hint)
    lines = list(dict.fromkeys(k for t, k, _ in known.typed if t == WAIVERS))
    for row, key in enumerate(lines, HEAD_ROW):
        texts = [known.typed.get((WAIVERS, key, c), "") for c in range(1, 7)]
        note = _about_waiver(outcome, texts)
        _line(paper, row, [*texts, note], [FILL] * 6 + [_note_look(note)], widths)
    for row in range(HEAD_ROW + len(lines), HEAD_ROW + len(lines) + 20):
        for column in range(6):
            paper.text(row, column, "", FILL)


def _about_waiver(outcome: Outcome, texts: Sequence[str]) -> str:
    """What became of a waiver: in force, not found, or without the reason that it must have."""
    code, unit, sheet, cell, reason, _ = texts
    if not reason:
        return "Chưa có hiệu lực: phải ghi lý do."
    files = {r.file for r in outcome.returns if r.unit == unit}
    titles = {s.key: s.title for s in outcome.plan.sheets}
    for issue in outcome.issues:
        spot = issue.place.cell or str(issue.place.row)
        same = (issue.code, titles.get(issue.place.sheet), spot) == (code, sheet, cell)
        if same and issue.place.file in files:
            return "Đang có hiệu lực." if "waived" in dict(issue.facts) else UNWAIVABLE
    return "Lần chạy này không có lỗi như vậy; kiểm tra lại mã lỗi, đơn vị, biểu, ô."


def _settings(canvas: Canvas, outcome: Outcome, known: Known, lists: _Lists) -> None:
    widths = (16, 46, 60, 34, 34, 40)
    hint = "Để trống cột “Lựa chọn của cán bộ” thì dùng giá trị mặc định."
    paper = _open(canvas, SETTINGS, SETTING_HEAD, widths, hint)
    for row, setting in enumerate(outcome.plan.settings, HEAD_ROW):
        key = line_of(setting)
        typed = known.typed.get((SETTINGS, key, 5), "")
        fault = known.faults.get((SETTINGS, key))
        note = message_of(fault, outcome.plan)[0] if fault else ""
        texts = (key, setting.title, setting.help, shown(setting, setting.default), typed, note)
        _line(paper, row, texts, [READ] * 4 + [FILL, _note_look(note)], widths)
        choices = _choices(setting)
        if choices:
            _dropdown(paper, row, 4, lists.source(choices))


def _choices(setting: Setting) -> tuple[str, ...]:
    if setting.type == "yes_no":
        return YES, NO
    return tuple(v.title for v in setting.values)


def _final(canvas: Canvas, outcome: Outcome, known: Known) -> None:
    widths = (34, 14, 60, 50)
    hint = (
        "Chọn “Có” thì các biểu không còn ghi “Bản tạm tính”. Còn đơn vị thiếu thì phải ghi lý do."
    )
    paper = _open(canvas, FINAL, FINAL_HEAD, widths, hint)
    answer, reason = (known.typed.get((FINAL, FINAL_QUESTION, c), "") for c in (2, 3))
    refused = known.decisions.final and not outcome.final
    missing = outcome.expected - outcome.reported
    note = f"Còn {missing} đơn vị chưa có số liệu: ghi lý do ở cột “Lý do”." if refused else ""
    texts = (FINAL_QUESTION, answer, reason, note)
    _line(paper, HEAD_ROW, texts, [READ, FILL, FILL, _note_look(note)], widths)
    paper.sheet.data_validation(HEAD_ROW, 1, HEAD_ROW, 1, {"validate": "list", "source": [YES, NO]})


def _obsolete(canvas: Canvas, asked: Sequence[Question], known: Known) -> None:
    """Answers to questions that this run did not ask: kept, and used again when they come back."""
    widths = (22, 60, 40, 40, 14)
    paper = _open(
        canvas,
        OBSOLETE,
        OBSOLETE_HEAD,
        widths,
        "Câu trả lời cho những câu hỏi lần chạy này không còn gặp; được dùng lại nếu gặp lại.",
    )
    still = {q.key for q in asked}
    gone = [a for a in known.decisions.answers.values() if a.key not in still]
    if not gone:
        paper.text(HEAD_ROW, 0, "Không có.", NOTE)
    for row, one in enumerate(gone, HEAD_ROW):
        _line(paper, row, (one.key, one.text, one.choice, one.reason, one.day), [READ] * 5, widths)
