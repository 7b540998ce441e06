"""The last sheet: whether the workbook may be sent, and what is still missing or wrong."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate import style
from consolidate.issues import column_letters
from consolidate.template import words
from consolidate.template.drawing import Pen, must
from consolidate.template.edition import Edition
from consolidate.template.layout import COUNTER_ROW, FormLayout, Layout, TableLayout, quoted
from consolidate.template.live import Later, Results
from consolidate.template.live.results import (
    COUNT,
    FIRST,
    FIRST_CHECK,
    SENTENCE,
    SEVERITY,
    TITLE,
    UNCALCULATED,
)
from consolidate.template.names import filled_name
from consolidate.template.protection import protect

STATUS_ROW, DOUBT_ROW, HEAD_ROW = 4, 5, 7
LINES = 30  # kinds of findings that are listed at once
WIDTHS = (24.0, 16.0, 12.0, 15.0, 96.0)
HELPER = len(WIDTHS) + 1  # a hidden column: the row of the check that a line shows

_CENTRED = style.CELL | {"align": "center"}
_MIDDLE = {"align": "center"}
LOOKS = (
    style.PLAIN,
    style.LINKED | _MIDDLE,
    style.PLAIN | _MIDDLE,
    style.PLAIN | _MIDDLE,
    style.WRAPPED,
)  # of the columns, for cells of the list that an array formula fills


def write_check(
    pen: Pen, where: Layout, edition: Edition, results: Results, later: Sequence[Later]
) -> None:
    """Draw the sheet of checks; `later` says what can only be checked when reports are joined."""
    for column, (width, look) in enumerate(zip(WIDTHS, LOOKS, strict=True), 1):
        pen.widths(column, column, width, look)
    pen.hide_column(HELPER, style.PLAIN)
    pen.text(1, 1, words.CHECK_TITLE, style.TITLE)
    pen.text(2, 1, edition.identity, style.SUBTITLE)
    pen.height(1, 26)
    _write_status(pen, results)
    row = _write_sheets(pen, where, results)
    row = _write_lines(pen, row + 2, results)
    _write_later(pen, row + 1, later)
    pen.sheet.set_paper(9)
    pen.sheet.set_landscape()
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.5)
    pen.sheet.freeze_panes(DOUBT_ROW, 0)
    pen.sheet.hide_gridlines(2)
    protect(pen.sheet)


def write_counter(pen: Pen, place: FormLayout | TableLayout, results: Results) -> None:
    """At the head of a sheet: how many points of it are to be looked at."""
    count = results.count(place.sheet.key)
    text = f'=IF({count}=0,"{words.COUNTER_NONE}",{_filled_in(words.COUNTER, count)})'
    column = 1 if isinstance(place, TableLayout) else place.label_column
    pen.formula(COUNTER_ROW, column, text, style.BOLD, UNCALCULATED)
    cell = f"${column_letters(column)}${COUNTER_ROW}"
    calm = f'{cell}="{words.COUNTER_NONE}"'
    for condition, look in ((calm, style.CALM), (f"NOT({calm})", style.ALARM)):
        options = {"type": "formula", "criteria": f"={condition}", "format": pen.formats(look)}
        area = (COUNTER_ROW - 1, column - 1, COUNTER_ROW - 1, column - 1)
        must(pen.sheet.conditional_format(*area, options))


def _write_status(pen: Pen, results: Results) -> None:
    errors = results.errors(None)
    doubts = results.doubts(None)
    status = f'=IF({errors}=0,"{words.READY}",{_filled_in(words.NOT_READY, errors)})'
    doubt = f'=IF({doubts}=0,"",{_filled_in(words.READY_WITH_DOUBTS, doubts)})'
    big = style.BOLD | {"font_size": 18, "align": "left", "indent": 1}
    pen.formula(STATUS_ROW, 1, status, big, UNCALCULATED)
    for column in range(2, len(WIDTHS) + 1):
        pen.blank(STATUS_ROW, column, big)
    pen.formula(DOUBT_ROW, 1, doubt, style.PLAIN | {"indent": 1}, UNCALCULATED)
    pen.height(STATUS_ROW, 34)
    cell = f"$A${STATUS_ROW}"
    for ready, look in ((f'{cell}="{words.READY}"', style.READY), ("TRUE", style.WRONG)):
        options = {
            "type": "formula",
            "criteria": f"={ready}",
            "format": pen.formats(look),
            "stop_if_true": True,
        }
        area = (STATUS_ROW - 1, 0, STATUS_ROW - 1, len(WIDTHS) - 1)
        must(pen.sheet.conditional_format(*area, options))


def _write_sheets(pen: Pen, where: Layout, results: Results) -> int:
    """A line for each sheet: how many rows, how many points. Returns the row of the last."""
    for column, text in enumerate(words.CHECK_SHEETS, 1):
        pen.text(HEAD_ROW, column, text, style.HEAD)
    pen.height(HEAD_ROW, 22)
    row = HEAD_ROW
    for place in where.places:
        row += 1
        link = style.CELL | style.LINKED | style.BORDERED
        pen.link(row, 1, f"{quoted(place.title)}!A1", place.title, link)
        pen.blank(row, 2, _CENTRED)
        if isinstance(place, TableLayout):
            pen.formula(row, 2, f"={rows_filled(place)}", _CENTRED, UNCALCULATED)
        key = place.sheet.key
        for column, count in ((3, results.errors(key)), (4, results.doubts(key))):
            pen.formula(row, column, f"={count}", _CENTRED, UNCALCULATED)
    for column, look in ((2, style.WRONG), (3, style.DOUBTFUL)):
        options = {"type": "cell", "criteria": ">", "value": 0, "format": pen.formats(look)}
        must(pen.sheet.conditional_format(HEAD_ROW, column, row - 1, column, options))
    return row


def rows_filled(table: TableLayout) -> str:
    """A formula for the number of rows in which anything stands."""
    return f"SUMPRODUCT({filled_name(table.sheet.key)})"


def _write_lines(pen: Pen, row: int, results: Results) -> int:
    """The list of findings, the first ones first. Returns the row below it."""
    pen.text(row, 1, words.CHECK_LIST, style.SECTION)
    pen.text(row + 1, 1, words.CHECK_HOW, style.NOTE)
    head = row + 2
    for column, text in enumerate(words.CHECK_LINES, 1):
        pen.text(head, column, text, style.HEAD)
    pen.height(head, 22)
    first, last = head + 1, head + LINES
    counts = results.cells(COUNT)
    places = f"ROW({counts})-{FIRST_CHECK - 1}"
    lines = f"ROW($1:${LINES})"
    area = (first, HELPER, last, HELPER)
    pen.array(area, f'=IFERROR(SMALL(IF({counts}>0,{places}),{lines}),"")', style.PLAIN)
    letters = column_letters(HELPER)
    checks = f"${letters}${first}:${letters}${last}"
    for column, shown in (
        (1, results.of_group(TITLE, checks)),
        (3, f"LOOKUP({checks},{places},{counts})"),
        (4, results.of_group(SEVERITY, checks)),
        (5, f"LOOKUP({checks},{places},{results.cells(SENTENCE)})"),
    ):
        pen.array((first, column, last, column), f'=IF({checks}="","",{shown})', LOOKS[column - 1])
    for line in range(first, last + 1):
        place = f"INDEX({results.cells(FIRST)},${letters}{line})"
        link = f'HYPERLINK("#\'"&$A{line}&"\'!"&{place},{place})'
        shown = f'=IF(${letters}{line}="","",{link})'
        pen.formula(line, 2, shown, LOOKS[1], UNCALCULATED)
        pen.height(line, 2 * style.LINE_HEIGHT + 2)
    below = head + LINES + 1
    more = f"SUMPRODUCT(({counts}>0)*1)-{LINES}"
    text = f'=IF({more}>0,{_filled_in(words.CHECK_MORE, more)},"")'
    pen.formula(below, 1, text, style.NOTE, UNCALCULATED)
    _rule_off(pen, head + 1, below - 1)
    return below + 1


def _rule_off(pen: Pen, first: int, last: int) -> None:
    """Lines and colours where the list has something to say, and nothing where it is at its end."""
    area = (first - 1, 0, last - 1, len(WIDTHS) - 1)
    helper = f"${column_letters(HELPER)}{first}"
    severity = f"${column_letters(4)}{first}"
    severity_area = (first - 1, 3, last - 1, 3)
    for where, condition, look in (
        (severity_area, f'{severity}="{words.MUST_MEND}"', style.WRONG),
        (severity_area, f'({severity}<>"")*({severity}<>"{words.MUST_MEND}")', style.DOUBTFUL),
        (area, f'{helper}<>""', style.BORDERED),
    ):
        options = {"type": "formula", "criteria": f"={condition}", "format": pen.formats(look)}
        must(pen.sheet.conditional_format(*where, options))


def _write_later(pen: Pen, row: int, later: Sequence[Later]) -> None:
    """What no formula can say, with the reason."""
    if not later:
        return
    pen.text(row, 1, words.CHECK_LATER, style.SECTION)
    for offset, rule in enumerate(later, 1):
        text = words.CHECK_LATER_LINE.format(
            sheet=rule.sheet.title, sentence=rule.sentence, reason=rule.reason
        )
        pen.text(row + offset, 1, text, style.NOTE)


def _filled_in(text: str, number: str) -> str:
    """A text with a number in it, as a formula."""
    before, after = text.split("{0}")
    parts = [f'"{before}"' if before else "", number, f'"{after}"' if after else ""]
    return "&".join(p for p in parts if p)
