"""Words for what became of a file, a row and a pace. Words of a plan come from its lists."""

from __future__ import annotations

from consolidate.issues import Severity
from consolidate.outcome import ACCEPTED, BY_THE_OFFICER, NOT_CHOSEN, SET_ASIDE, Return
from consolidate.plan import Plan
from consolidate.style import ABSENT, DONE, SHORT, UNDERWAY, Look

ROWS = {ACCEPTED: "Được tính", SET_ASIDE: "Để riêng, chờ chỉnh sửa"}

SEVERITIES = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Cảnh báo",
    Severity.INFO: "Ghi nhận",
}

PACES = {True: "đúng tiến độ", False: "chậm tiến độ"}

FILES: dict[str, tuple[str, str]] = {
    "accepted": ("Được tính", "Số liệu của tệp đã được tổng hợp."),
    "needs_correction": (
        "Cần chỉnh sửa",
        "Tệp còn điểm phải sửa; đơn vị sửa rồi gửi lại lần sau.",
    ),
    "superseded": ("Đã thay thế", "Đơn vị đã gửi lần sau; chỉ tính lần gửi sau cùng."),
    "duplicate": ("Trùng tệp", "Nội dung giống hệt một tệp khác; chỉ tính một lần."),
    "conflict": (
        "Chờ quyết định",
        "Có tệp khác cùng đơn vị, cùng lần gửi nhưng khác nội dung; chưa tính tệp nào.",
    ),
    "other_period": ("Kỳ khác", "Tệp là báo cáo của kỳ khác, không tính vào kỳ này."),
    "unreadable": ("Không đọc được", "Không mở được tệp; đề nghị gửi lại tệp Excel theo mẫu."),
    "not_a_return": ("Không phải báo cáo", "Trong tệp không có biểu nào của mẫu."),
}
"""State of a file in words, and what it means in a sentence."""

DECIDED: dict[str, tuple[str, str]] = {
    BY_THE_OFFICER: (
        "Để riêng",
        "Cán bộ tổng hợp đã để riêng tệp, không tính; lý do ở quyet-dinh.xlsx.",
    ),
    NOT_CHOSEN: ("Không được chọn", "Cán bộ tổng hợp đã chọn tệp khác của cùng lần gửi."),
}
"""The same of a file whose state the officer decided, by its reason."""

COUNTED_WITH_FAULTS = "Các dòng đúng đã được tổng hợp; dòng còn lỗi để riêng, chờ đơn vị sửa."

TARGET_LIST, UNIT_LIST = "target_status", "submission_status"
LATE = "late"  # of the list of units

TARGET_LOOKS: dict[str, Look] = {
    "exceeded": DONE,
    "met": DONE,
    "in_progress": UNDERWAY,
    "incomplete": UNDERWAY,
    "not_met": SHORT,
}
UNIT_LOOKS: dict[str, Look] = {
    "valid": DONE,
    "valid_with_warnings": UNDERWAY,
    "needs_correction": SHORT,
    "unreadable": SHORT,
    "missing": ABSENT,
}


def word(plan: Plan, list_code: str, code: str) -> str:
    """The title of a value of one of the plan's lists (KeyError where the list lacks it)."""
    titles = {v.code: v.title for v in plan.lists[list_code].values}
    return titles[code]


def file_word(item: Return) -> str:
    """State of a file in words."""
    return DECIDED.get(item.reason, FILES[item.state])[0]


def file_sentence(item: Return) -> str:
    """What became of a file, in one sentence."""
    if item.state == "needs_correction" and item.counts:
        return COUNTED_WITH_FAULTS
    return DECIDED.get(item.reason, FILES[item.state])[1]
