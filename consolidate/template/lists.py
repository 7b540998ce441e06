"""The hidden sheet of lists: values of every dropdown, and the names typed on other sheets.

Dropdowns know their values by defined names, because ranges on other sheets are rewritten by
Excel into an extension that other programs drop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consolidate.issues import column_letters
from consolidate.plan.models import Plan
from consolidate.sheet_names import LISTS
from consolidate.style import BOLD, PLAIN
from consolidate.template.drawing import Pen, must
from consolidate.template.edition import Edition, list_of
from consolidate.template.layout import Layout, TableLayout, quoted
from consolidate.template.validation import Lists

HEAD, FIRST = 1, 2
REFERENCES = 200  # names of other sheets that a dropdown offers; more may be typed
PREFIX = "DM_"


def used_lists(plan: Plan) -> tuple[str, ...]:
    """The lists that the shown columns name, in the order of the plan."""
    named = {list_of(c) for s in plan.sheets for c in s.shown}
    return tuple(code for code in plan.lists if code in named)


def referenced(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Each set of sheets that a shown reference may point to, in order of appearance."""
    sets = (c.refers_to for s in plan.sheets for c in s.shown if c.refers_to)
    return tuple(dict.fromkeys(sets))


def write_lists(
    workbook: Any, pen: Pen, edition: Edition, where: Layout, labels: Mapping[str, Sequence[str]]
) -> Lists:
    """Write the sheet of lists and define its names.

    `labels` holds for each sheet the label of each row that is filled in from the start, blank
    where it has none; the formulas that gather them carry these as their values.
    """
    columns = iter(range(1, 1 + 4 * len(edition.plan.lists) + 4 * len(edition.plan.sheets)))
    of_list: dict[str, str] = {}
    of_codes: dict[str, str] = {}
    for code in used_lists(edition.plan):
        values = edition.values(code)
        titles, codes = next(columns), next(columns)
        _write_column(pen, titles, code, [v.title for v in values])
        _write_column(pen, codes, f"{code}.code", [v.code for v in values])
        of_list[code], of_codes[code] = name_of(code), name_of(code, "code")
        for name, column in ((of_list[code], titles), (of_codes[code], codes)):
            _define(workbook, name, _range(column, max(1, len(values))))
    chains = {
        key: _Chain(where.tables[key], next(columns), labels.get(key, ()))
        for key in dict.fromkeys(k for keys in referenced(edition.plan) for k in keys)
    }
    for chain in chains.values():
        chain.write(pen)
    of_sheets: dict[tuple[str, ...], str] = {}
    for keys in referenced(edition.plan):
        of_sheets[keys] = name_of("_".join(keys), "rows")
        _write_stack(workbook, pen, next(columns), of_sheets[keys], [chains[k] for k in keys])
    return Lists(of_list, of_codes, of_sheets)


def name_of(code: str, part: str = "") -> str:
    """The defined name of a list, or of a part of it: its codes, the names of its rows."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", code)
    return f"{PREFIX}{plain}.{part}" if part else f"{PREFIX}{plain}"


class _Chain:
    """A column with the row numbers of the filled labels of a sheet, one below the other.

    Each cell looks for the next text below the row that the cell above has found: no array
    formula, no function younger than Excel 2007, and the rows may be sorted, inserted, deleted.
    """

    def __init__(self, table: TableLayout, column: int, labels: Sequence[str]) -> None:
        if table.sheet.label is None:
            raise ValueError(table.sheet.key)
        self.table, self.label, self.column = table, table.sheet.label, column
        self.filled = [(table.first_row + i, text) for i, text in enumerate(labels) if text]
        self.filled = self.filled[:REFERENCES]

    @property
    def cells(self) -> str:
        """The row numbers that were found, then blanks."""
        letters = column_letters(self.column)
        return f"${letters}${FIRST}:${letters}${FIRST + REFERENCES - 1}"

    def at(self, i: int) -> str:
        """Position i of them, counted from 0."""
        return f"{column_letters(self.column)}{FIRST + i}"

    @property
    def count(self) -> str:
        """The cell below them that says how many were found."""
        return f"${column_letters(self.column)}${FIRST + REFERENCES}"

    def write(self, pen: Pen) -> None:
        pen.text(HEAD, self.column, f"{self.table.sheet.key}.row", BOLD)
        whole = self.table.whole(self.label)
        values = [row for row, _ in self.filled]
        for i in range(REFERENCES):
            above = self.at(i - 1) if i else f"ROW({self.table.head(self.label)})"
            rest = f"INDEX({whole},{above}+1):INDEX({whole},ROWS({whole}))"
            found = f'IFERROR({above}+MATCH("?*",{rest},0),"")'
            formula = f'=IF({above}="","",{found})' if i else f"={found}"
            pen.formula(FIRST + i, self.column, formula, PLAIN, _at(values, i))
        count = f"=COUNT({self.cells})"
        pen.formula(FIRST + REFERENCES, self.column, count, PLAIN, len(values))


def _write_stack(workbook: Any, pen: Pen, column: int, name: str, chains: Sequence[_Chain]) -> None:
    """The labels of several sheets below one another, and the name of the part that is filled."""
    pen.text(HEAD, column, name, BOLD)
    values = [text for chain in chains for _, text in chain.filled]
    for i in range(REFERENCES):
        formula = "=" + "".join(_pick(chain, before, i) for before, chain in _before(chains))
        formula += '""' + ")" * len(chains)
        pen.formula(FIRST + i, column, formula, PLAIN, _at(values, i))
    letters = column_letters(column)
    count = "+".join(f"{quoted(LISTS)}!{c.count}" for c in chains)
    start = f"{quoted(LISTS)}!${letters}${FIRST}"
    rest = f"{quoted(LISTS)}!${letters}${FIRST}:${letters}${FIRST + REFERENCES - 1}"
    _define(workbook, name, f"{start}:INDEX({rest},MIN({REFERENCES},MAX(1,{count})))")


def _before(chains: Sequence[_Chain]) -> Iterator[tuple[Sequence[_Chain], _Chain]]:
    for i, chain in enumerate(chains):
        yield chains[:i], chain


def _pick(chain: _Chain, before: Sequence[_Chain], i: int) -> str:
    """The beginning of an IF: position i of the stack falls into this chain."""
    whole = chain.table.whole(chain.label)
    if not before:
        return f'IF({chain.at(i)}<>"",INDEX({whole},{chain.at(i)}),'
    place = "".join([f"ROW()-{FIRST - 1}", *(f"-{c.count}" for c in before)])
    return f"IF({place}<={chain.count},INDEX({whole},INDEX({chain.cells},{place})),"


def _write_column(pen: Pen, column: int, head: str, texts: Sequence[str]) -> None:
    pen.text(HEAD, column, head, BOLD)
    for row, text in enumerate(texts, FIRST):
        pen.text(row, column, text)


def _range(column: int, count: int) -> str:
    letters = column_letters(column)
    return f"{quoted(LISTS)}!${letters}${FIRST}:${letters}${FIRST + count - 1}"


def _define(workbook: Any, name: str, refers: str) -> None:
    must(workbook.define_name(name, f"={refers}"))


def _at(values: Sequence[Any], i: int) -> Any:
    return values[i] if i < len(values) else ""
