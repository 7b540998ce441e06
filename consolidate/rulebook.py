"""The rulebook as a page: every code, where it is declared, where it is read, what tries it.

`python -m consolidate.rulebook` writes `docs/quy-tac.md` anew for the shipped plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from consolidate.explain import (
    CATALOGUE_FILE,
    SEVERITIES,
    Explained,
    Words,
    lines_of,
    rulebook,
    told_once,
)
from consolidate.plan import bundled, load_plan
from consolidate.plan.models import Plan

PAGE = Path(__file__).parents[1] / "docs" / "quy-tac.md"
CASES = "../tests/cases"


def page(plan: Plan) -> str:
    """The page, in Markdown; links lead to where things stand beside it in the repository."""
    book = list(rulebook(plan).values())
    return "\n".join([*_head(plan, book), *_table(plan, book), *_in_full(plan, book)]) + "\n"


def _head(plan: Plan, book: list[Explained]) -> Iterator[str]:
    rules = [rule for sheet in plan.sheets for rule in sheet.rule]
    later = [rule for rule in rules if not rule.live]
    yield "# Quy tắc kiểm tra"
    yield ""
    yield (
        "Trang này do chương trình viết ra từ chính các khai báo (`python -m "
        "consolidate.rulebook`), không sửa tay. Xem một mã ở dòng lệnh: `consolidate explain "
        "HTX-06`; tìm theo chữ: `consolidate explain so dinh danh`."
    )
    yield ""
    yield "- **Lỗi**: dòng (hoặc tệp) để riêng, chưa được tính cho đến khi sửa."
    yield "- **Cảnh báo**: vẫn được tính, cần xem lại."
    yield "- **Ghi nhận**: chỉ ghi lại để biết."
    yield ""
    yield (
        f"Có {len(book)} mã. Kế hoạch khai báo {len(rules)} quy tắc, mỗi quy tắc được đọc ba nơi: "
        "khi kiểm tra (bảng dữ liệu), trong mẫu (công thức) và ở trang này. "
        f"{len(later)} quy tắc không kiểm tra được ngay trong mẫu; lý do ghi ở từng mã."
    )
    yield ""


def _table(plan: Plan, book: list[Explained]) -> Iterator[str]:
    yield "| mã | mức độ | nội dung | khai báo ở | trong mẫu | trường hợp thử |"
    yield "|--|--|--|--|--|--|"
    for entry in book:
        severities = ", ".join(SEVERITIES[s].capitalize() for s in entry.severities)
        declared = ", ".join(dict.fromkeys(_link(w, plan) for w in entry.words))
        case = f"[{entry.code}]({CASES}/{entry.code}.toml)"
        message = entry.words[0].message.replace("|", "\\|")
        yield (
            f"| [{entry.code}](#{entry.code.lower()}) | {severities} | {message} | {declared} "
            f"| {_in_template(entry)} | {case} |"
        )
    yield ""


def _in_template(entry: Explained) -> str:
    live = {w.live for w in entry.words}
    return "một phần" if len(live) > 1 else "có" if live == {True} else "không"


def _link(words: Words, plan: Plan) -> str:
    if words.declared == CATALOGUE_FILE:
        return f"[{Path(words.declared).name}](../{words.declared})"
    return f"[{Path(words.declared).name}](../schemas/{plan.key}/{words.declared})"


def _in_full(plan: Plan, book: list[Explained]) -> Iterator[str]:
    for entry in book:
        yield f"### {entry.code}"
        yield ""
        for words, sheets in told_once(entry.words):
            where = f", biểu {', '.join(sheets)}" if sheets else ""
            yield f"**{SEVERITIES[words.severity].capitalize()}**{where} ({_link(words, plan)})"
            yield ""
            for label, text in lines_of(words):
                if text:
                    yield f"- {label}: {text}"
            if words.condition:
                yield f"- Điều kiện: `{words.condition}`"
            yield ""


def write_page(path: Path) -> None:
    """Write the page of the shipped plan."""
    path.write_text(page(load_plan(bundled())), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_page(PAGE)
