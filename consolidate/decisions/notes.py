"""What the program says beside each entry of the officer: in force, or why it is not."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.decisions.answers import Known, line_of
from consolidate.decisions.aside import meant
from consolidate.decisions.layout import ASIDE, SETTINGS, WAIVERS
from consolidate.decisions.model import WAIVED, Question, Waiver
from consolidate.issues import Severity
from consolidate.outcome import Outcome
from consolidate.plan.models import Setting
from consolidate.words import message_of

IN_FORCE = "Đang có hiệu lực."
IN_FORCE_BARE = "Đang có hiệu lực; nên ghi thêm lý do."
UNREADABLE_CELL = "Không chấp nhận được: ô này không đọc ra giá trị, đơn vị phải nhập lại."
UNREADABLE_SHEET = "Không chấp nhận được: có dữ liệu không đọc được, đơn vị phải sửa và gửi lại."


def unused(outcome: Outcome, known: Known) -> int:
    """How many entries of the officer do nothing as they stand; answers to questions aside."""
    files = [item.file for item in outcome.returns]
    notes = [
        *(about_waiver(outcome, texts) for texts in typed_lines(known, WAIVERS, 6)),
        *(about_aside(files, texts, "") for texts in typed_lines(known, ASIDE, 3)),
        *(about_setting(outcome, known, setting) for setting in outcome.plan.settings),
        about_final(outcome, known),
    ]
    return sum(bool(note) and note not in (IN_FORCE, IN_FORCE_BARE) for note in notes)


def typed_lines(known: Known, title: str, columns: int) -> list[list[str]]:
    """The lines that the officer typed on a sheet, by the columns that are the officer's."""
    lines = dict.fromkeys(k for t, k, _ in known.typed if t == title)
    texts = ([known.typed.get((title, k, c), "") for c in range(1, columns + 1)] for k in lines)
    return [line for line in texts if any(line)]


def about_answer(known: Known, question: Question, answer: str) -> str:
    """A sentence about an answer that is none of the question's options."""
    if answer and not known.decisions.chosen(question):
        return f"“{answer}” không có trong danh sách trả lời; chọn lại ở cột “Trả lời”."
    return ""


def about_waiver(outcome: Outcome, texts: Sequence[str]) -> str:
    """What became of a waiver: in force, not found, or without the reason that it must have."""
    waiver = Waiver(*texts)
    if not waiver.reason:
        return "Chưa có hiệu lực: phải ghi lý do."
    units = {r.file: r.unit or "" for r in outcome.returns}
    titles = {s.key: s.title for s in outcome.plan.sheets}
    for issue in outcome.issues:
        place = issue.place
        if waiver.covers(issue, units.get(place.file, ""), titles.get(place.sheet, place.sheet)):
            if WAIVED in dict(issue.facts):
                return IN_FORCE
            if issue.severity is not Severity.ERROR:
                return "Không cần chấp nhận: đây là cảnh báo, dòng vẫn được tính."
            return UNREADABLE_CELL if place.cell else UNREADABLE_SHEET
    return "Lần chạy này không có lỗi như vậy; kiểm tra lại mã lỗi, đơn vị, biểu, ô."


def about_aside(files: Sequence[str], texts: Sequence[str], cell: str) -> str:
    """What became of a file that was to be set aside: done, not found, or not clear which."""
    file, reason, _ = texts
    found = meant(file, files)
    if not file:
        return f"Ô {cell} chưa ghi tên tệp."
    if len(found) > 1:
        return f"Ô {cell}: có {len(found)} tệp tên “{file}”; chọn tên kèm thư mục trong danh sách."
    if not found:
        return f"Ô {cell}: lần chạy này không có tệp “{file}”; chọn tên tệp trong danh sách."
    return IN_FORCE if reason else IN_FORCE_BARE


def about_setting(outcome: Outcome, known: Known, setting: Setting) -> str:
    """The fault of a choice that cannot be used."""
    fault = known.faults.get((SETTINGS, line_of(setting)))
    return message_of(fault, outcome.plan)[0] if fault else ""


def about_final(outcome: Outcome, known: Known) -> str:
    """Why the figures are not final although the officer said so."""
    if not known.decisions.final or outcome.final:
        return ""
    missing = outcome.expected - outcome.reported
    return f"Còn {missing} đơn vị chưa có số liệu: ghi lý do ở cột “Lý do”."
