"""Layouts at random: the figures stay those of the rows that were meant, or an error says so.

A wrong figure without a finding is the one fault that cannot be forgiven.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from consolidate.text import bare
from tests.damage.good import FILE, good_book
from tests.damage.judging import Came, good_came, judged_together
from tests.damage.tools import TITLES
from tests.office import plan

TABLES = [s.key for s in plan().tables]
Step = tuple[str, str, int, int]


class Hands:
    """What hands do to one table, wherever it has got to by now."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def grid(self) -> list[list[Any]]:
        return [list(row) for row in self.sheet.iter_rows(values_only=True)]

    def lay(self, grid: list[list[Any]]) -> None:
        """Put a grid of values in the place of what is there; formats stay with their cells."""
        for merged in list(self.sheet.merged_cells.ranges):
            self.sheet.unmerge_cells(str(merged))
        for row in self.sheet.iter_rows():
            for cell in row:
                cell.value = None
        for r, row in enumerate(grid, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    cell = self.sheet.cell(r, c, value)
                    cell.number_format = "dd/mm/yyyy" if hasattr(value, "year") else "General"

    def size(self) -> tuple[int, int]:
        return max(1, self.sheet.max_row), max(1, self.sheet.max_column)


def insert_row(hands: Hands, a: int, _: int) -> None:
    grid = hands.grid()
    grid.insert(a % (len(grid) + 1), [])
    hands.lay(grid)


def insert_column(hands: Hands, a: int, _: int) -> None:
    at = a % (hands.size()[1] + 1)
    hands.lay([[*row[:at], None, *row[at:]] for row in hands.grid()])


def delete_row(hands: Hands, a: int, _: int) -> None:
    """Whoever deletes a row means it, so that only heads and rows above them are deleted here."""
    grid = hands.grid()
    heads = [i for i, row in enumerate(grid) if {"row_no", "TT"} & set(row)]
    if heads:
        del grid[a % (heads[-1] + 1)]
        hands.lay(grid)


def delete_column(hands: Hands, a: int, _: int) -> None:
    at = a % hands.size()[1]
    hands.lay([[*row[:at], *row[at + 1 :]] for row in hands.grid()])


def move_column(hands: Hands, a: int, b: int) -> None:
    columns = [list(c) for c in zip(*hands.grid(), strict=True)]
    columns.insert(b % len(columns), columns.pop(a % len(columns)))
    hands.lay([list(row) for row in zip(*columns, strict=True)])


def move_row(hands: Hands, a: int, b: int) -> None:
    grid = hands.grid()
    grid.insert(b % len(grid), grid.pop(a % len(grid)))
    hands.lay(grid)


def move_visible_column(hands: Hands, a: int, b: int) -> None:
    """Two columns change places from the visible title down; the hidden names stay."""
    grid = hands.grid()
    top = next((i for i, row in enumerate(grid) if "row_no" in row), 4) + 1
    one, other = a % hands.size()[1], b % hands.size()[1]
    for row in grid[top:]:
        row[one], row[other] = row[other], row[one]
    hands.lay(grid)


def copy_column(hands: Hands, a: int, b: int) -> None:
    at = a % hands.size()[1]
    columns = [list(c) for c in zip(*hands.grid(), strict=True)]
    columns.insert(b % (len(columns) + 1), list(columns[at]))
    hands.lay([list(row) for row in zip(*columns, strict=True)])


def hide_row(hands: Hands, a: int, _: int) -> None:
    hands.sheet.row_dimensions[1 + a % hands.size()[0]].hidden = True


def hide_column(hands: Hands, a: int, _: int) -> None:
    letters = hands.sheet.cell(1, 1 + a % hands.size()[1]).column_letter
    hands.sheet.column_dimensions[letters].hidden = True


def merge_cells(hands: Hands, a: int, b: int) -> None:
    """Merging keeps the first value and loses the others, as spreadsheets do.

    Rows of data are merged only where nothing is lost and nothing is meant for two rows at once:
    what that means is said by the damages.
    """
    rows, columns = hands.size()
    row, column = 1 + a % rows, 1 + b % columns
    across = b // 7 % 3
    down = a // 7 % 3 if row < 5 else 0
    beside = (hands.sheet.cell(row, column + n).value for n in range(1, across + 1))
    if row > 6 and any(v is not None for v in beside):
        return
    if any(
        m.min_row <= row + down and row <= m.max_row
        and m.min_col <= column + across and column <= m.max_col
        for m in hands.sheet.merged_cells.ranges
    ):  # fmt: skip
        return
    hands.sheet.merge_cells(
        start_row=row, end_row=row + down, start_column=column, end_column=column + across
    )


def rename_title(hands: Hands, a: int, b: int) -> None:
    """A title is worded anew: shortened, taken from elsewhere, or something else altogether."""
    grid = hands.grid()
    row = next((i for i, r in enumerate(grid) if "row_no" in r), 4) + 1
    if row < len(grid):
        texts = [v for v in grid[row] if isinstance(v, str)]
        at = a % len(grid[row])
        words = ("Nội dung", "Số lượng", "Nữ", "Tổng số", *texts)
        grid[row][at] = words[b % len(words)]
        hands.lay(grid)


def change_case(hands: Hands, a: int, b: int) -> None:
    """Case and encoding anywhere, marks in heads alone: a name without marks is another name."""
    grid = hands.grid()
    at = a % len(grid)
    ways = (str.upper, str.lower, lambda t: unicodedata.normalize("NFD", t), bare)
    change = ways[b % (4 if at < 6 else 3)]
    row = grid[at]
    for place, value in enumerate(row):
        if isinstance(value, str) and not value.startswith("="):
            row[place] = change(value)
    hands.lay(grid)


def drop_names(hands: Hands, _: int, __: int) -> None:
    """The hidden row of field names is deleted."""
    hands.lay([row for row in hands.grid() if "row_no" not in row])


def split_title(hands: Hands, a: int, b: int) -> None:
    """A row of groups is put over the titles and merged across."""
    grid = hands.grid()
    top = next((i for i, row in enumerate(grid) if "row_no" in row), 4) + 1
    width = hands.size()[1]
    first = a % width
    last = min(width - 1, first + 1 + b % 4)
    grid.insert(top, [None] * first + ["Trong đó"])
    hands.lay(grid)
    hands.sheet.merge_cells(
        start_row=top + 1, end_row=top + 1, start_column=first + 1, end_column=last + 1
    )


def add_total(hands: Hands, a: int, _: int) -> None:
    grid = hands.grid()
    total: list[Any] = [None, "Tổng cộng"]
    for column in list(zip(*grid, strict=True))[2:]:
        numbers = [v for v in column if isinstance(v, int | float)]
        total.append(sum(numbers) if numbers else None)
    grid.insert(max(7, a % (len(grid) + 1)), total)
    hands.lay(grid)


STEPS = {
    f.__name__: f
    for f in (
        insert_row, insert_column, delete_row, delete_column, move_column, move_row,
        move_visible_column, copy_column, hide_row, hide_column, merge_cells, rename_title,
        change_case, drop_names, split_title, add_total,
    )
}  # fmt: skip
OF_BOOKS = ("copy_sheet", "split_sheet", "rename_sheet", "swap_titles", "move_sheet")


def to_book(book: Workbook, step: Step) -> None:
    """One step; sheets go by the plan's key, whatever they are called by now."""
    name, key, a, b = step
    sheets = {s.title: s for s in book}
    sheet = book._sheets[[*TITLES].index(key) + 1] if name != "move_sheet" else None
    match name:
        case "copy_sheet" if sheet is not None:
            copy = book.copy_worksheet(sheet)
            copy.title = f"{sheet.title[:20]} ({a % 8 + 2})"
        case "split_sheet" if sheet is not None:
            copy = book.copy_worksheet(sheet)
            grid = Hands(sheet).grid()
            at = 6 + a % max(1, len(grid) - 6)
            Hands(sheet).lay(grid[:at])
            Hands(copy).lay([*grid[:6], *grid[at:]])
            copy.title = f"{sheet.title[:20]} ({b % 8 + 2})"
        case "rename_sheet" if sheet is not None:
            sheet.title = ("Sheet1", "Bieu 1", "tong hop", "Danh sách")[a % 4] + str(b % 9)
        case "swap_titles" if sheet is not None:
            other = book._sheets[1 + a % len(TITLES)]
            sheet.title, other.title, kept = "tạm", "tạm 2", (sheet.title, other.title)
            if other is sheet:
                sheet.title = kept[0]
            else:
                sheet.title, other.title = kept[1], kept[0]
        case "move_sheet":
            book.move_sheet(list(sheets.values())[a % len(sheets)], b % 5 - 2)
        case _ if sheet is not None:
            STEPS[name](Hands(sheet), a, b)


steps = st.tuples(
    st.sampled_from([*STEPS, *OF_BOOKS]),
    st.sampled_from(TABLES),
    st.integers(0, 99),
    st.integers(0, 99),
)
layouts = st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=25)


def spoiled(program: list[Step]) -> bytes:
    book = good_book()
    # Steps that give sheets other places come last: the others find their sheet by its place.
    for step in sorted(program, key=lambda s: s[0] == "move_sheet"):
        to_book(book, step)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def folded(one: Came) -> Came:
    """The same without the difference between capitals and small letters."""
    rows = {
        key: Counter(
            tuple(v.casefold() if isinstance(v, str) else v for v in row)
            for row in table.elements()
        )
        for key, table in one.rows.items()
    }
    return replace(one, rows=rows)


def silent_faults(programs: list[list[Step]]) -> dict[int, Any]:
    """Programs after which something is lost or other and no error says so."""
    good = folded(good_came())
    files = {str(n): {FILE: spoiled(p)} for n, p in enumerate(programs)}
    return {
        n: (programs[n], here.invented(good), dict(here.found))
        for n, here in ((int(k), folded(v)) for k, v in judged_together(files).items())
        if not here.is_whole(good) and not set(here.errors) - set(good.errors)
    }


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(layouts)
def test_no_layout_makes_a_wrong_figure_in_silence(programs):
    assert silent_faults(programs) == {}


@pytest.mark.thorough
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(layouts)
def test_no_layout_makes_a_wrong_figure_in_silence_at_length(programs):
    assert silent_faults(programs) == {}
