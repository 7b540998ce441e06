"""What the screen says at the end: what you have, what is missing, what to do next. 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from consolidate.folded import Folded, fold, pattern, told
from consolidate.generation import Generation
from consolidate.issues import Issue, Severity
from consolidate.outcome import BY_THE_OFFICER, NOT_CHOSEN, Measured, Outcome, Return
from consolidate.publish import Published
from consolidate.text import vietnamese_number

WIDTH = 80
LABEL = 12
MOST_NAMES = 12  # names in a row on the screen
SEVERITIES = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.INFO: "GHI NHẬN"}


def lines(
    outcome: Outcome, returns: Sequence[Path], published: Published, made: Generation
) -> Iterator[str]:
    """The summary of a run, most important last (what to do next)."""
    yield from _block("THƯ MỤC", _folder(returns, outcome))
    yield from _block("KỲ BÁO CÁO", [outcome.period.name])
    yield ""
    yield from _block("ĐÃ NHẬN", [_received(outcome)])
    missing = [u.unit.name for u in outcome.units if u.expected and u.state == "missing"]
    if missing:
        yield from _block("CÒN THIẾU", [f"{_names(missing)}{_overdue(outcome)}"])
    late = [u.unit.name for u in outcome.units if u.late]
    if late:
        yield from _block("GỬI MUỘN", [_names(late)])
    yield from _block(
        "MỤC TIÊU", [_target(t) for t in outcome.targets if t.target.goal is not None]
    )
    if made.moved:
        several = ["so với lần chạy trước:", *made.moved]
        yield from _block("THAY ĐỔI", several if len(made.moved) > 1 else made.moved)
    yield ""
    yield from _block("KẾT QUẢ", [str(published.folder)])
    books = [name for name in published.written if name.endswith(".xlsx") and "/" not in name]
    yield from _block("", books)
    for name, where in published.kept:
        yield from _block("", [f"Tệp {name} đã được sửa từ trước, giữ lại ở {where}."])
    steps = _next(outcome, published, made)
    yield from _block("VIỆC TIẾP", [f"{n}. {t}" for n, t in enumerate(steps, 1)])


def _overdue(outcome: Outcome) -> str:
    days = (outcome.date - outcome.period.due).days
    return f"   (quá hạn {days} ngày)" if days > 0 else ""


def findings(outcome: Outcome) -> Iterator[str]:
    """Every fault by file: where, what, what to do; one that repeats down a column once.

    A sheet with more findings than anybody reads begins with its commonest fault.
    """
    by_file: dict[str, list[Issue]] = {r.file: [] for r in outcome.returns}
    for issue in outcome.issues:
        by_file.setdefault(issue.place.file, []).append(issue)
    for file, found in by_file.items():
        errors, warnings = _number(found, Severity.ERROR), _number(found, Severity.WARNING)
        yield from textwrap.wrap(f"{file}: {errors} lỗi, {warnings} cảnh báo", WIDTH)
        for _, group in groupby(found, key=lambda i: i.place.sheet):
            of_sheet = list(group)
            yield from _wrap(pattern(of_sheet, outcome.plan), "  ")
            for folded in fold(of_sheet):
                message, advice = told(folded, outcome.plan)
                label = SEVERITIES[folded.severity]
                yield from _wrap(f"{label} {_where(outcome, folded)}{message}", "  ")
                yield from _wrap(f"→ {advice} ({folded.first.code})", "    ")


def has_errors(outcome: Outcome) -> bool:
    """Whether a finding of severity error was made."""
    return any(i.severity is Severity.ERROR for i in outcome.issues)


def _folder(returns: Sequence[Path], outcome: Outcome) -> list[str]:
    names = ", ".join(str(p) for p in returns)
    return [f"{names}   ({len(outcome.returns)} tệp)"]


def _received(outcome: Outcome) -> str:
    files = {state: sum(_file_state(r) == state for r in outcome.returns) for state in _FILE_STATES}
    parts = [f"{outcome.reported}/{outcome.expected} đơn vị"]
    parts += [f"{words} {files[state]}" for state, words in _FILE_STATES.items() if files[state]]
    return ";  ".join(parts)


def _file_state(item: Return) -> str:
    return item.reason if item.reason in _FILE_STATES else item.state


_FILE_STATES = {
    "accepted": "tệp dùng được",
    "needs_correction": "tệp cần chỉnh sửa",
    "conflict": "tệp cần chọn",
    "superseded": "tệp đã có bản thay",
    BY_THE_OFFICER: "tệp để riêng",
    NOT_CHOSEN: "tệp không được chọn",
    "duplicate": "tệp trùng",
    "other_period": "tệp kỳ khác",
    "not_a_return": "tệp không phải báo cáo",
    "unreadable": "tệp không đọc được",
}


def _target(measured: Measured) -> str:
    target = measured.target
    if measured.denominator is not None:
        figure = (
            f"{vietnamese_number(measured.numerator)}/{vietnamese_number(measured.denominator)}"
        )
    else:
        goal = vietnamese_number(target.goal or 0)
        figure = f"{vietnamese_number(measured.numerator)}/{goal}"
    return f"{target.clause} {target.short}: {figure}"


def _next(outcome: Outcome, published: Published, made: Generation) -> Iterator[str]:
    returned = sum(name.startswith("tra-lai/") for name in published.written)
    wrong = [u.unit.name for u in outcome.units if u.state == "needs_correction" and u.file]
    if returned:
        yield f"Gửi lại {returned} tệp trong tra-lai cho đơn vị sửa: {_names(wrong)}"
    if outcome.unanswered:
        yield f"Trả lời {outcome.unanswered} câu hỏi trong quyet-dinh.xlsx, lưu rồi chạy lại"
    if made.unused:
        yield (
            f"Xem lại {made.unused} mục đã ghi trong quyet-dinh.xlsx nhưng chưa dùng được: lý do ở "
            "cột “Ghi chú của chương trình”"
        )
    missing = sum(u.expected and u.state == "missing" for u in outcome.units)
    if missing:
        yield f"Nhắc {missing} đơn vị chưa báo cáo: tin soạn sẵn ở nhac-viec"
    bad = [r.file for r in outcome.returns if r.state in ("unreadable", "not_a_return")]
    if bad:
        yield f"Xem {len(bad)} tệp không dùng được ở biểu nhận báo cáo: {_names(bad, 3, 'tệp')}"
    if not (returned or outcome.unanswered or made.unused or missing or bad):
        yield "Mở tệp bao-cao để xem và ký"


def _names(names: Sequence[str], most: int = MOST_NAMES, kind: str = "đơn vị") -> str:
    """Names in a row; of very many the first ones and how many of the kind are left."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} và {len(names) - most} {kind} khác"


def _where(outcome: Outcome, folded: Folded) -> str:
    titles = {s.key: s.title for s in outcome.plan.sheets}
    place = folded.first.place
    sheet = titles.get(place.sheet, place.sheet)
    spot = folded.spot if place.column or not folded.spot else f"dòng {folded.spot}"
    return f"[{', '.join(p for p in (sheet, spot) if p)}] " if sheet else ""


def _number(found: Iterable[Issue], severity: Severity) -> int:
    return sum(i.severity is severity for i in found)


def _block(label: str, texts: Sequence[str]) -> Iterator[str]:
    for position, text in enumerate(texts):
        head = f"{label if position == 0 else '':<{LABEL}}"
        yield from textwrap.wrap(
            text,
            WIDTH,
            initial_indent=head,
            subsequent_indent=" " * LABEL,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
