"""docs/do-ben.md: every kind of damage and what comes of it, for those who send and who collect.

`python -m tests.damage.score` writes the page; `--check` says whether it is fresh. The tests see to
it that what the page says is so.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.damage import cells, columns, combined, containers, forms, rows, saves, sheets
from tests.damage.catalogue import DAMAGES, REFUSED, TOLD, WHOLE, Damage

PAGE = Path(__file__).parents[2] / "docs" / "do-ben.md"
WORDS = {
    WHOLE: "khôi phục đủ",
    TOLD: "báo lỗi, không tính phần sai",
    REFUSED: "không đọc, nói rõ lý do",
}
HEAD = """# Tệp gửi về bị hỏng, bị sửa thì sao?

Một báo cáo đúng được làm hỏng theo {all} cách mà người và phần mềm vẫn thường làm, rồi đem tổng
hợp. Mỗi cách có một phép thử chạy lại ở mỗi lần sửa chương trình; trang này viết từ chính các phép
thử đó.

| Kết quả | Số cách | Nghĩa là |
|---|---:|---|
| {whole_words} | {whole} | mọi dòng, mọi con số đúng như báo cáo gốc |
| {told_words} | {told} | có lỗi chỉ rõ chỗ; không con số sai nào được tính |
| {refused_words} | {refused} | tệp không mở được; đơn vị được nêu tên để gửi lại |

Không có cách nào làm sai một con số mà không báo. Ngoài danh sách này, hàng nghìn cách chèn, xóa,
chuyển, ẩn, gộp, đổi tên, sao chép được thử ngẫu nhiên với cùng đòi hỏi.

Mã ở cột “Có nói” được giải thích ở [quy-tac.md](quy-tac.md) và bằng lệnh
`consolidate explain <mã>`.
"""


def page() -> str:
    """The page as it must be."""
    counts = Counter(d.comes for d in DAMAGES.values())
    words = {f"{comes}_words": said for comes, said in WORDS.items()}
    parts = [HEAD.format(all=len(DAMAGES), **counts, **words)]
    for module in (sheets, columns, rows, cells, forms, containers, combined, saves):
        parts += [f"## {module.GROUP}", ""]
        parts += ["| Việc xảy ra | Kết quả | Có nói |", "|---|---|---|"]
        parts += [_line(d) for d in DAMAGES.values() if d.group == module.GROUP]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _line(damage: Damage) -> str:
    codes = dict.fromkeys(code for _, code in damage.says)
    said = ", ".join(f"[{code}](quy-tac.md#{code.lower()})" for code in codes)
    return f"| {damage.title} | {WORDS[damage.comes]} | {said} |"


def main(arguments: list[str]) -> int:
    """Write the page, or say with `--check` whether it is as it must be."""
    if "--check" in arguments:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
