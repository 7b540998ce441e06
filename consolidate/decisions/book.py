"""quyet-dinh.xlsx: what the officer is asked, what was answered, what is in force."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.decisions.answers import Known, line_of
from consolidate.decisions.drawing import (
    DONE,
    FILL,
    READ,
    Lists,
    dropdown,
    note_look,
    open_sheet,
    write_line,
)
from consolidate.decisions.layout import (
    ASIDE,
    ASIDE_HEAD,
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
from consolidate.decisions.notes import (
    about_answer,
    about_aside,
    about_final,
    about_setting,
    about_waiver,
    typed_lines,
)
from consolidate.outcome import Outcome
from consolidate.plan.models import Setting
from consolidate.report.paper import Canvas, Paper
from consolidate.settings import shown
from consolidate.style import NOTE
from consolidate.text import NO, YES

__all__ = ["FILE_NAME", "write_decisions"]


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
    lists = Lists()
    _questions(canvas, outcome, asked, known, lists)
    _waivers(canvas, outcome, known)
    _asides(canvas, outcome, known, lists)
    _settings(canvas, outcome, known, lists)
    _final(canvas, outcome, known)
    _obsolete(canvas, asked, known)
    lists.write(canvas)
    return canvas.bytes()


def _questions(
    canvas: Canvas, outcome: Outcome, asked: Sequence[Question], known: Known, lists: Lists
) -> None:
    widths = (16, 38, 34, 34, 24, 32, 24, 12, 30)
    hint = "Chọn ở cột “Trả lời”, ghi lý do, lưu tệp rồi chạy lại. Câu đã trả lời được giữ."
    paper = open_sheet(canvas, QUESTIONS, QUESTION_HEAD, widths, hint)
    if not asked:
        paper.text(HEAD_ROW, 0, "Không có câu hỏi nào.", NOTE)
    for row, one in enumerate(asked, HEAD_ROW):
        answer, reason, day = (known.typed.get((QUESTIONS, one.key, c), "") for c in (6, 7, 8))
        if not answer:
            answer, reason, day = (known.typed.get((OBSOLETE, one.key, c), "") for c in (3, 4, 5))
        rows = [f"{title}\n{lines}" for title, lines in one.rows]
        note = about_answer(known, one, answer)
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
        write_line(paper, row, texts, [*looks, note_look(note)], widths)
        dropdown(paper, (row, row), 5, lists.source(tuple(o.title for o in one.options)))
    paper.sheet.activate()
    if outcome.issues:
        paper.sheet.set_selection(HEAD_ROW, 5, HEAD_ROW, 5)


def _waivers(canvas: Canvas, outcome: Outcome, known: Known) -> None:
    widths = (12, 14, 22, 10, 46, 14, 40)
    hint = "Mỗi dòng chấp nhận một lỗi ở “Nhật ký kiểm tra” để dòng đó được tính. Phải ghi lý do."
    paper = open_sheet(canvas, WAIVERS, WAIVER_HEAD, widths, hint)
    texts = typed_lines(known, WAIVERS, 6)
    _entries(paper, [(t, about_waiver(outcome, t)) for t in texts], widths)


def _entries(
    paper: Paper, lines: Sequence[tuple[Sequence[str], str]], widths: Sequence[float]
) -> int:
    """Lines of the officer with what is said of them, and room for more; the last row."""
    columns = len(widths) - 1
    for row, (texts, note) in enumerate(lines, HEAD_ROW):
        write_line(paper, row, [*texts, note], [FILL] * columns + [note_look(note)], widths)
    room = range(HEAD_ROW + len(lines), HEAD_ROW + len(lines) + 20)
    for row in room:
        for column in range(columns):
            paper.text(row, column, "", FILL)
    return room[-1]


def _asides(canvas: Canvas, outcome: Outcome, known: Known, lists: Lists) -> None:
    widths = (50, 46, 14, 44)
    hint = "Mỗi dòng để riêng một tệp, không tính vào kết quả. Xóa dòng để tính lại tệp đó."
    paper = open_sheet(canvas, ASIDE, ASIDE_HEAD, widths, hint)
    files = [item.file for item in outcome.returns]
    lines = enumerate(typed_lines(known, ASIDE, 3), HEAD_ROW + 1)
    last = _entries(paper, [(t, about_aside(files, t, f"A{row}")) for row, t in lines], widths)
    if files:
        dropdown(paper, (HEAD_ROW, last), 0, lists.source(tuple(files)))


def _settings(canvas: Canvas, outcome: Outcome, known: Known, lists: Lists) -> None:
    widths = (16, 46, 60, 34, 34, 40)
    hint = "Để trống cột “Lựa chọn của cán bộ” thì dùng giá trị mặc định."
    paper = open_sheet(canvas, SETTINGS, SETTING_HEAD, widths, hint)
    for row, setting in enumerate(outcome.plan.settings, HEAD_ROW):
        key = line_of(setting)
        typed = known.typed.get((SETTINGS, key, 5), "")
        note = about_setting(outcome, known, setting)
        texts = (key, setting.title, setting.help, shown(setting, setting.default), typed, note)
        write_line(paper, row, texts, [READ] * 4 + [FILL, note_look(note)], widths)
        choices = _choices(setting)
        if choices:
            dropdown(paper, (row, row), 4, lists.source(choices))


def _choices(setting: Setting) -> tuple[str, ...]:
    if setting.type == "yes_no":
        return YES, NO
    return tuple(v.title for v in setting.values)


def _final(canvas: Canvas, outcome: Outcome, known: Known) -> None:
    widths = (34, 14, 60, 50)
    hint = (
        "Chọn “Có” thì các biểu không còn ghi “Bản tạm tính”. Còn đơn vị thiếu thì phải ghi lý do."
    )
    paper = open_sheet(canvas, FINAL, FINAL_HEAD, widths, hint)
    answer, reason = (known.typed.get((FINAL, FINAL_QUESTION, c), "") for c in (2, 3))
    note = about_final(outcome, known)
    texts = (FINAL_QUESTION, answer, reason, note)
    write_line(paper, HEAD_ROW, texts, [READ, FILL, FILL, note_look(note)], widths)
    paper.sheet.data_validation(HEAD_ROW, 1, HEAD_ROW, 1, {"validate": "list", "source": [YES, NO]})


def _obsolete(canvas: Canvas, asked: Sequence[Question], known: Known) -> None:
    """Answers to questions that this run did not ask: kept, and used again when they come back."""
    widths = (22, 60, 40, 40, 14)
    paper = open_sheet(
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
        write_line(
            paper, row, (one.key, one.text, one.choice, one.reason, one.day), [READ] * 5, widths
        )
