"""The lines of the first sheet: what must be mended, and what is mended already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consolidate import style
from consolidate.correction import words
from consolidate.correction.appendix import Kept
from consolidate.correction.lines import Line, pattern_of, sheet_of
from consolidate.correction.marks import NOW, Block, Ground
from consolidate.correction.page import (
    ACCEPTED_ROW,
    CENTRED,
    CODE,
    END,
    GRAVITY,
    GROUP,
    HEAD_ROW,
    INDENT,
    LEFT,
    LINKED,
    LINKED_GROUP,
    PLACE,
    QUIET,
    SAID,
    START,
    STATE,
    STATUS,
    STATUS_ROW,
    SUBJECT,
    TODO,
    TOP,
    WHY,
    WIDTHS,
)
from consolidate.correction.standing import UNKNOWN, Counted, counted, rows_at_first
from consolidate.folded import MANY
from consolidate.issues import Severity, column_letters
from consolidate.sheet_names import APPENDIX
from consolidate.template import FormLayout, TableLayout
from consolidate.template.drawing import Pen
from consolidate.template.edition import Edition
from consolidate.template.layout import quoted

SECTIONS = (
    (Severity.ERROR, words.MUST),
    (Severity.WARNING, words.SHOULD),
    (Severity.INFO, words.NOTED),
)


@dataclass(frozen=True)
class List:
    """What the sheet is drawn from.

    `accepted` says what was taken of each sheet, `appendix` has the blocks there that each line
    speaks of.
    """

    lines: Sequence[Line]
    blocks: Mapping[int, Block]  # marks by position of the line
    ground: Ground
    appendix: Mapping[int, Sequence[Kept]]  # by position of the line
    accepted: str
    sending: str


def write_to_fix(pen: Pen, edition: Edition, what: List) -> None:
    """Write the lines of a unit, and what stands above them."""
    pen.text(2, 1, f"{edition.identity}   |   {what.sending}", style.SUBTITLE)
    pen.text(ACCEPTED_ROW, 1, what.accepted, TOP)
    height = style.lines_of(what.accepted, 1.15 * sum(WIDTHS)) * style.LINE_HEIGHT + 4
    pen.height(ACCEPTED_ROW, height)
    row = HEAD_ROW
    errors: dict[int, int | str] = {}  # row -> how many faults stand
    for severity, heading in SECTIONS:
        mine = [(n, x) for n, x in enumerate(what.lines) if x.severity is severity]
        if not mine:
            continue
        row += 1
        pen.text(row, 1, heading, style.SECTION)
        pen.height(row, 24)
        group = None
        for position, line in mine:
            if line.sheet != group or position == mine[0][0]:
                row += 1
                group = line.sheet
                _write_group(pen, row, [x for _, x in mine if x.sheet == group], edition)
            row += 1
            standing = _write_line(pen, row, position, line, what)
            if severity is Severity.ERROR:
                errors[row] = standing
    _write_status(pen, errors)


def _write_status(pen: Pen, errors: Mapping[int, int | str]) -> None:
    letters = column_letters(LEFT)
    left = f"SUM({letters}{min(errors)}:{letters}{max(errors)})" if errors else "0"
    before, after = words.REMAINING.split("{0}")
    number = sum(n for n in errors.values() if isinstance(n, int))
    text = f'=IF({left}=0,"{words.ALL_MENDED}","{before}"&{left}&"{after}")'
    value = words.REMAINING.format(number) if number else words.ALL_MENDED
    pen.formula(STATUS_ROW, 1, text, STATUS, value)


def _write_group(pen: Pen, row: int, lines: Sequence[Line], edition: Edition) -> None:
    """The name of a sheet and how much there is; of very much the commonest kind first."""
    key = lines[0].sheet
    sheet = sheet_of(key, edition.plan)
    title = sheet.title if sheet else key or words.WHOLE_FILE
    number = sum(len(x.found) for x in lines)
    wording = words.GROUP_OF_MANY if number > MANY else words.GROUP
    text = wording.format(sheet=title, number=number, pattern=pattern_of(lines[0]))
    for column in range(2, len(WIDTHS) + 1):
        pen.blank(row, column, GROUP)
    if sheet:
        pen.link(row, 1, f"{quoted(title)}!A1", text, LINKED_GROUP)
    else:
        pen.text(row, 1, text, GROUP)
    pen.height(row, 20)


def _write_line(pen: Pen, row: int, position: int, line: Line, what: List) -> int | str:
    """Write a line; how many of its faults stand, blank where no formula can say."""
    block = what.blocks.get(position)
    at, kept = f"${column_letters(LEFT)}{row}", what.appendix.get(position, ())
    left, start, end = counted(line, block, what.ground, at, kept)
    for column, (formula, value) in zip((LEFT, START, END), (left, start, end), strict=True):
        pen.formula(row, column, formula, style.PLAIN, value)
    pen.text(row, GRAVITY, line.severity, style.PLAIN)
    pen.text(row, SUBJECT, line.subject, SAID)
    _write_place(pen, row, position, line, what)
    pen.text(row, WHY, line.why, SAID)
    pen.text(row, TODO, line.todo, SAID)
    _write_state(pen, row, line, block, left)
    pen.text(row, CODE, line.code, QUIET)
    texts = ((line.subject, SUBJECT), (line.why, WHY), (line.todo, TODO))
    lines = max(style.lines_of(t, WIDTHS[c - 1] - INDENT) for t, c in texts)
    pen.height(row, lines * style.LINE_HEIGHT + 6)
    return left[1]


def _write_place(pen: Pen, row: int, position: int, line: Line, what: List) -> None:
    """The link to the first cell that is still to be mended, found again by its row's key."""
    place = _layout(line, what.ground)
    spot = line.found[0].spot
    if position in what.appendix:
        target = f"{quoted(APPENDIX)}!A{what.appendix[position][0].start}"
        pen.link(row, PLACE, target, APPENDIX, LINKED)
    elif place is None or (spot is not None and line.state and position not in what.blocks):
        _write_fixed_place(pen, row, line, place)
    elif spot is None:
        pen.link(row, PLACE, f"{quoted(place.title)}!A1", place.title, LINKED)
    else:
        pen.formula(row, PLACE, *_found_again(row, line, place, what))


def _write_fixed_place(
    pen: Pen, row: int, line: Line, place: FormLayout | TableLayout | None
) -> None:
    """A place that needs no mending: its cell, or a dash."""
    spot = line.found[0].spot
    if place is None or spot is None:
        pen.text(row, PLACE, words.NOWHERE, CENTRED)
        return
    at = _column(place, spot.field)
    cell = f"{column_letters(at)}{spot.row or _form_row(place, spot.field)}"
    pen.link(row, PLACE, f"{quoted(place.title)}!{cell}", cell, LINKED)


def _found_again(
    row: int, line: Line, place: FormLayout | TableLayout, what: List
) -> tuple[str, style.Look, str]:
    spot = line.found[0].spot
    assert spot is not None
    head = f"{quoted(place.title)}!${column_letters(_column(place, spot.field))}$1"

    def address(at: int) -> str:
        return f"ADDRESS(${column_letters(at)}{row},COLUMN({head}),4)"

    start, end = f"${column_letters(START)}{row}", f"${column_letters(END)}{row}"
    shown = f'{address(START)}&IF({end}>{start}," … "&{address(END)},"")'
    link = f'HYPERLINK("#{quoted(place.title)}!"&{address(START)},{shown})'
    rows, letters = rows_at_first(line, what.ground), column_letters(_column(place, spot.field))
    first, last = min(rows), max(rows)
    value = f"{letters}{first}" + (f" … {letters}{last}" if last > first else "")
    return f'=IF({start}=0,"{words.NOWHERE}",{link})', LINKED, value


def _layout(line: Line, ground: Ground) -> FormLayout | TableLayout | None:
    where = ground.where
    if not line.sheet or line.sheet == where.form.sheet.key:
        return where.form if line.sheet else None
    return where.tables.get(line.sheet)


def _column(place: FormLayout | TableLayout, field: str) -> int:
    return place.input_column if isinstance(place, FormLayout) else place.columns[field]


def _form_row(place: FormLayout | TableLayout, field: str) -> int:
    return place.rows[field] if isinstance(place, FormLayout) else 0


def _write_state(pen: Pen, row: int, line: Line, block: Block | None, standing: Counted) -> None:
    if line.state:
        pen.text(row, STATE, line.state, CENTRED)
        return
    is_error = line.severity is Severity.ERROR
    waiting = words.TO_MEND if is_error else words.TO_LOOK_AT
    if standing == UNKNOWN:
        pen.text(row, STATE, words.TO_DECIDE if is_error else waiting, CENTRED)
        return
    done = words.MENDED if is_error else words.CHANGED
    left, number = f"${column_letters(LEFT)}{row}", len(line.found)
    if block is None:
        formula = f'=IF({left}=0,"{done}","{waiting}")'
    else:
        before, between, after = _parts(words.SOME_LEFT)
        some = f'"{before}"&{left}&"{between}{number}{after}{line.unit_of_count}"'
        gone = f"COUNTIF({block.cells(NOW)},0)={number}"
        formula = (
            f'=IF({left}=0,IF({gone},"{words.ROW_GONE}","{done}"),'
            f'IF({left}<{number},{some},"{waiting}"))'
        )
    pen.formula(row, STATE, formula, CENTRED, waiting if standing[1] else done)


def _parts(text: str) -> Iterator[str]:
    before, rest = text.split("{0}")
    between, rest = rest.split("{1}")
    return iter((before, between, rest.replace("{2}", "")))
