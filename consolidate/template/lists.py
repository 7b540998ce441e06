"""The hidden sheet of lists: values of every dropdown, and the names typed on other sheets.

Dropdowns know their values by defined names, because ranges on other sheets are rewritten by
Excel into an extension that other programs drop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from consolidate.issues import column_letters
from consolidate.plan.models import Plan
from consolidate.sheet_names import LISTS
from consolidate.style import BOLD, PLAIN
from consolidate.template.drawing import Pen, must
from consolidate.template.edition import Edition, list_of
from consolidate.template.layout import Layout, TableLayout, quoted
from consolidate.template.names import column_name, list_name, names_offered
from consolidate.template.validation import Lists

HEAD, FIRST = 1, 2
REFERENCES = 200  # names of other sheets that a dropdown offers; more may be typed


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
    shelf = _Shelf(workbook, pen)
    coded = {c.list for s in edition.plan.sheets for c in s.shown if c.type == "code"}
    values = {code: edition.values(code) for code in used_lists(edition.plan)}
    for code in sorted(values, key=lambda c: -len(values[c])):
        shelf.put(list_name(code), [v.title for v in values[code]])
        if code in coded:
            shelf.put(list_name(code, "code"), [v.code for v in values[code]])
    for keys, filled in offered(edition.plan, labels).items():
        shelf.gather(names_offered(keys), [where.tables[key] for key in keys], filled)
    return Lists(
        of_list={code: list_name(code) for code in used_lists(edition.plan)},
        of_codes={code: list_name(code, "code") for code in coded if code},
        of_sheets={keys: names_offered(keys) for keys in referenced(edition.plan)},
    )


def offered(plan: Plan, labels: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], list[str]]:
    """What rows that are filled in offer to references, by the sheets that these may point to."""
    return {
        keys: [text for key in keys for text in labels.get(key, ()) if text][:REFERENCES]
        for keys in referenced(plan)
    }


class _Shelf:
    """The columns of the sheet, filled from the left, each with a name for what stands in it.

    The longest list comes first, so that no row has a gap: see `press`.
    """

    def __init__(self, workbook: Any, pen: Pen) -> None:
        self.workbook, self.pen, self.column = workbook, pen, 0

    def put(self, name: str, texts: Sequence[str]) -> None:
        """A column of texts."""
        cells = self._take(name, max(1, len(texts)))
        for row, text in enumerate(texts, FIRST):
            self.pen.text(row, self.column, text)
        must(self.workbook.define_name(name, f"={cells}"))

    def gather(self, name: str, tables: Sequence[TableLayout], filled: Sequence[str]) -> None:
        """A column of what stands in the label columns of tables, without gaps, table by table.

        One array formula over all its cells, with no function younger than Excel 2007; rows may be
        sorted, inserted and deleted under it. `filled` is what it gives to begin with.
        """
        cells = self._take(name, REFERENCES)
        labels = [_label_cells(t) for t in tables]
        text = '""'
        for i in reversed(range(len(tables))):
            before = "".join(f"-{_count(c)}" for c in labels[:i])
            place = f"ROW($1:${REFERENCES}){before}"
            rows = f"SMALL(IF(LEN({labels[i]})>0,ROW({labels[i]})),{place})"
            found = f"LOOKUP({rows},ROW({labels[i]}),{labels[i]})"
            text = f"IF({place}<={_count(labels[i])},{found},{text})"
        area = (FIRST, self.column, FIRST + REFERENCES - 1, self.column)
        self.pen.array(area, f'=IFERROR({text},"")', PLAIN, filled)
        offered = f"MIN({REFERENCES},MAX(1,{'+'.join(map(_count, labels))}))"
        first = cells.split(":")[0]
        must(self.workbook.define_name(name, f"={first}:INDEX({cells},{offered})"))

    def _take(self, head: str, count: int) -> str:
        """The next column, with its head; the cells below it as other sheets refer to them."""
        self.column += 1
        self.pen.text(HEAD, self.column, head, BOLD)
        letters = column_letters(self.column)
        return f"{quoted(LISTS)}!${letters}${FIRST}:${letters}${FIRST + count - 1}"


def _label_cells(table: TableLayout) -> str:
    if table.sheet.label is None:
        raise ValueError(table.sheet.key)
    return column_name(table.sheet.key, table.sheet.label)


def _count(cells: str) -> str:
    return f"SUMPRODUCT((LEN({cells})>0)*1)"
