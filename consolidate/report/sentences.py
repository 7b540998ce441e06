"""The sheet "Câu chữ": the results in the sentences of an official report, ready to be copied.

A plan may word a target's sentence itself; its figures are formulas over Biểu 01, so a sentence
never says another number than the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from consolidate.outcome import Measured
from consolidate.plan.models import OutputForm, Ratio
from consolidate.report import targets
from consolidate.report.context import Report, sheet_title
from consolidate.report.figures import Live, joined, shown, spelt
from consolidate.report.paper import Paper
from consolidate.style import LINE_HEIGHT, PLAIN, lines_of

SHEET_TITLE = "Câu chữ"
WIDTH = 80.0  # a portrait page
PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
GENERAL = "{title}: {achieved} {unit}, đạt {rate} kế hoạch năm ({achieved}/{goal} {unit})"
RATIO = "{title}: {of}/{to}, đạt {rate}"
MEMO = "{title}: {achieved} {unit}"


def draw(report: Report, paper: Paper) -> None:
    """Draw the whole sheet."""
    paper.sheet.set_column(0, 0, WIDTH, paper.canvas.format(PLAIN))
    paper.page(landscape=False)
    about = "Các con số là công thức, lấy từ Biểu mục tiêu."
    paper.heading("Câu chữ cho báo cáo – chép sang Word", about)
    paper.way_back(2)
    row = 4
    look = PLAIN | {"font_size": 14, "text_wrap": True, "valign": "top"}
    for sentence in sentences(report):
        lines = lines_of(shown(sentence), WIDTH * 0.85)
        paper.sheet.set_row(row, lines * LINE_HEIGHT * 1.2 + 6)
        paper.live(row, 0, sentence, look)
        row += 1
    paper.sheet.print_area(0, 0, row - 1, 0)


def sentences(report: Report) -> Iterator[Live]:
    """First who has reported, then one sentence a target."""
    period = report.outcome.period.name
    within = f"Trong {uncapitalised(period)}"
    yield joined(f"{within}, có ", report.coverage, " gửi báo cáo có số liệu được tổng hợp.")
    form = next((f for f in report.outcome.plan.forms if f.kind == "targets"), None)
    if form is not None:
        for measured in report.measured(form.targets):
            yield _sentence(report, form, measured, within)


def _sentence(report: Report, form: OutputForm, measured: Measured, within: str) -> Live:
    target = measured.target
    pattern = uncapitalised(target.sentence or _pattern(measured))
    texts = {"title": uncapitalised(target.title), "unit": target.unit}
    parts: list[Live | str] = [f"{within}, "]
    position = 0
    for match in PLACEHOLDER.finditer(pattern):
        parts.append(pattern[position : match.start()])
        name = match.group(1)
        parts.append(texts[name] if name in texts else _figure(report, form, measured, name))
        position = match.end()
    parts.append(pattern[position:].rstrip(".") + ".")
    return joined(*(p for p in parts if p != ""))


def uncapitalised(text: str) -> str:
    """A title inside a sentence; one that begins with an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _pattern(measured: Measured) -> str:
    if measured.target.goal is None:
        return MEMO
    return RATIO if isinstance(measured.target.measure, Ratio) else GENERAL


def _figure(report: Report, form: OutputForm, measured: Measured, name: str) -> Live:
    """One number of a sentence, spelt as letters spell it. KeyError for an unknown name."""
    row = targets.rows_of(report, form)[measured.target.code]
    sheet = f"'{sheet_title(form)}'!"
    is_ratio = isinstance(measured.target.measure, Ratio)
    achieved = Live(f"{sheet}E{row}", targets.achieved_of(report, measured).value)
    match name:
        case "achieved" if is_ratio:
            return spelt(achieved, decimals=1)
        case "achieved":
            return _count(achieved)
        case "goal":
            goal = (measured.target.goal or 0) * (100 if is_ratio else 1)
            return _count(Live(f"{sheet}D{row}", goal))
        case "rate":
            rate = targets.rate_of(report, measured, f"{sheet}E{row}", f"{sheet}D{row}")
            return spelt(Live(f"{sheet}F{row}", rate.value), decimals=1, suffix="%")
        case "of":
            return _count(targets.numerator_of(report, measured))
        case "to":
            return _count(targets.denominator_of(report, measured))
        case _:
            raise KeyError(name)


def _count(figure: Live) -> Live:
    """A number of things or of money; decimals where it has any."""
    is_whole = isinstance(figure.value, str) or float(figure.value).is_integer()
    return spelt(figure, decimals=0 if is_whole else 3, padded=True)
