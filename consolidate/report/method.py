"""The sheet "Phương pháp tính": what is counted and how, with which settings, from which files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from consolidate import __version__
from consolidate.outcome import Measured
from consolidate.plan.models import Counted, Ratio, Setting, Summed
from consolidate.report.context import Report
from consolidate.report.edition import TITLES
from consolidate.report.paper import Paper
from consolidate.report.states import file_word
from consolidate.settings import shown
from consolidate.style import (
    CELL,
    LINE_HEIGHT,
    SECTION_ROW,
    Look,
    lines_of,
)
from consolidate.text import vietnamese_date

SHEET_TITLE = "Phương pháp tính"
LABEL_WIDTH, TEXT_WIDTH = 38.0, 96.0
PAGE = 480.0  # points of rows that a page surely holds
START = PAGE / 3  # of a long section, that stands below its heading on the same page
LABEL: Look = CELL | {"bold": True, "text_wrap": True, "valign": "top"}
SAID: Look = CELL | {"text_wrap": True, "valign": "top", "align": "left", "indent": 1}

SIGNS = (
    ("–", "Không phát sinh, hoặc không giao chỉ tiêu."),
    ("…", "Chưa có số liệu: đơn vị chưa báo cáo, hoặc ô để trống. Không bao giờ coi là 0."),
    ("Tỷ lệ (%)", "Một chữ số thập phân, làm tròn lên từ 0,05; chưa đủ 100% thì không ghi 100."),
    (
        "Tỷ lệ của nhiều đơn vị",
        "Tổng các số đạt chia cho tổng các số phải đạt; không lấy bình quân tỷ lệ của các đơn vị.",
    ),
    (
        "Để riêng",
        "Dòng còn lỗi: không tính vào số liệu cho đến khi đơn vị sửa; phần này ghi ở cột “Chờ "
        "chỉnh sửa”.",
    ),
)
KINDS = {
    Counted: "Đếm số dòng đủ điều kiện",
    Summed: "Cộng số liệu của các dòng đủ điều kiện",
    Ratio: "Số đạt chia cho tổng số, lấy từ danh sách từng dòng",
}
ONCE = "mỗi tổ chức, cá nhân tính một lần dù có ở nhiều dòng, nhiều đơn vị"


class Line(NamedTuple):
    """A label and what is said of it."""

    label: str
    text: str


def draw(report: Report, paper: Paper) -> None:
    """Draw the whole sheet. Draw it last: it lists the names that formulas have used."""
    paper.sheet.set_column(0, 0, LABEL_WIDTH)
    paper.sheet.set_column(1, 1, TEXT_WIDTH)
    paper.page(landscape=True)
    edition = f"{report.outcome.period.name}. {TITLES[report.edition]}."
    paper.heading("Phương pháp tính và căn cứ của số liệu", edition)
    paper.way_back(2)
    row, used, breaks = 4, 4 * LINE_HEIGHT, []
    for title, lines in sections(report):
        heights = [_height(line) for line in lines]
        needed = SECTION_ROW + sum(heights) + LINE_HEIGHT
        if used + min(needed, START) > PAGE:
            breaks.append(row)
            used = 0.0
        used += needed
        paper.section(row, title)
        row += 1
        for line, height in zip(lines, heights, strict=True):
            paper.sheet.set_row(row, height)
            paper.text(row, 0, line.label, LABEL)
            paper.text(row, 1, line.text, SAID)
            row += 1
        row += 1
    paper.sheet.set_h_pagebreaks(breaks)
    paper.sheet.print_area(0, 0, row - 1, 1)


def _height(line: Line) -> float:
    lines = max(lines_of(line.label, LABEL_WIDTH - 2), lines_of(line.text, TEXT_WIDTH - 2))
    return lines * LINE_HEIGHT + 4


def sections(report: Report) -> list[tuple[str, list[Line]]]:
    """Everything that the sheet says, in order."""
    definitions = report.outcome.plan.guide.definitions
    return [
        ("1. Kế hoạch, kỳ báo cáo, phiên bản", list(_basis(report))),
        ("2. Định nghĩa", [_definition(text) for text in definitions]),
        ("3. Cách tính từng mục tiêu", [_target(report, m) for m in report.outcome.targets]),
        ("4. Lựa chọn đang áp dụng", [_setting(report, s) for s in report.outcome.plan.settings]),
        ("5. Quy ước", [Line(sign, meaning) for sign, meaning in SIGNS]),
        ("6. Tên vùng dùng trong công thức", [Line(n.name, n.meaning) for n in report.ranges.used]),
        ("7. Các tệp đã nhận và mã băm SHA-256", list(_files(report))),
    ]


def _basis(report: Report) -> Iterator[Line]:
    outcome = report.outcome
    plan, period = outcome.plan, outcome.period
    yield Line("Kế hoạch", f"{plan.code} – {plan.title}")
    yield Line("Kỳ báo cáo", f"{period.name}, lũy kế từ ngày {vietnamese_date(plan.year_start)}")
    yield Line("Ngày chốt số liệu", vietnamese_date(period.cutoff))
    yield Line("Hạn gửi báo cáo", vietnamese_date(period.due))
    yield Line("Ngày tổng hợp", vietnamese_date(outcome.date))
    yield Line("Đơn vị có số liệu", f"{outcome.reported}/{outcome.expected} đơn vị")
    yield Line("Phiên bản mẫu", plan.version)
    yield Line("Phiên bản chương trình", f"consolidate {__version__}")
    yield Line("Mã băm của thư mục kế hoạch", plan.digest)


def _definition(text: str) -> Line:
    """A definition reads "term: meaning"."""
    term, colon, meaning = text.partition(": ")
    return Line(term, meaning[:1].upper() + meaning[1:]) if colon else Line("", text)


def _target(report: Report, measured: Measured) -> Line:
    target = measured.target
    measure = target.measure
    said = [KINDS[type(measure)] + (f"; {ONCE}" if measure.distinct else "")]
    reasons = _reasons(report, measure)
    if reasons:
        said.append(f"Không tính khi: {'; '.join(reasons)}")
    if target.note:
        said.append(target.note.rstrip("."))
    sheet = report.outcome.plan.sheet(measure.sheet).title
    said.append(f"Lấy từ biểu “{sheet}”, cột “{target.code} – {target.short}”")
    return Line(f"Mục {target.clause}: {target.short}", ". ".join(said) + ".")


def _reasons(report: Report, measure: Counted | Summed | Ratio) -> list[str]:
    """Why a row does not count, from the conditions of the fields that the target speaks of."""
    spoken = measure.to if isinstance(measure, Ratio) else measure.where
    names = set(re.findall(r"[a-z][a-z0-9_]*", spoken))
    derived = [d for d in report.outcome.plan.sheet(measure.sheet).derived if d.field in names]
    reasons = [c.otherwise for d in derived for c in d.all]
    return [r[:1].lower() + r[1:] for r in dict.fromkeys(reasons)] if len(derived) == 1 else []


def _setting(report: Report, setting: Setting) -> Line:
    value = report.outcome.settings.get(setting.field, setting.default)
    kept = "" if value == setting.default else " (đã đổi so với mặc định)"
    if value is None and setting.overrides:
        kept = f": {shown(setting, getattr(report.outcome.period, setting.overrides))}"
    return Line(f"{setting.code}. {setting.title}", f"{shown(setting, value)}{kept}")


def _files(report: Report) -> Iterator[Line]:
    """Every file by its hash; the officials' edition names units instead of senders' files."""
    for item in report.outcome.returns:
        unit = report.outcome.plan.unit(item.unit).full_name if item.unit else "Chưa rõ đơn vị"
        number = f", lần gửi {item.submission}" if item.submission is not None else ""
        label = f"{unit}{number}" if report.is_official else item.file
        said = "" if report.is_official else f"{unit}{number}; "
        yield Line(label, f"{said}{file_word(item).lower()}; {item.sha256}")
