"""Rows that were inserted, cut and pasted, deleted or sorted are still checked, in LibreOffice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from libreoffice import drive, needs_libreoffice

from consolidate import template
from consolidate.issues import column_letters
from consolidate.plan import bundled, load_plan
from consolidate.template import Filling

pytestmark = [pytest.mark.thorough, needs_libreoffice]

MOVE = r'''
book = open_book(sys.argv[2])
plan = json.loads(sys.argv[3])
control = book.CurrentController
sheet, checks = book.Sheets.getByName(plan["title"]), book.Sheets.getByName("Kiểm tra")
control.setActiveSheet(sheet)
first, last, women, total = plan["first"], plan["last"], plan["women"], plan["total"]

def select(area):
    control.select(sheet.getCellRangeByName(area))

def rows(top, bottom):
    select("A%d:%s%d" % (top, last, bottom))

def number(column, row, value):
    sheet.getCellRangeByName("%s%d" % (column, row)).Value = value

def listed():
    book.calculate()
    data = checks.getCellRangeByName("A1:E60").getDataArray()
    own = [row for row in data if row[0] == plan["title"] and plan["said"] in str(row[4])]
    return {"status": data[3][0], "lines": [[row[1], row[2]] for row in own]}

def coloured(row):
    """Whether a conditional format reaches the cell."""
    at = sheet.getCellRangeByName("%s%d" % (women, row)).CellAddress
    formats = sheet.ConditionalFormats.getConditionalFormats()
    return any(
        area.StartColumn <= at.Column <= area.EndColumn and area.StartRow <= at.Row <= area.EndRow
        for entry in formats for area in entry.Range.RangeAddresses
    )

def fault_in(row):
    number(women, row, 9)
    found = listed() | {"coloured": coloured(row)}
    number(women, row, 1)
    found["mended"] = listed()["lines"]
    return found

def written(row):
    for field, column in plan["columns"].items():
        sheet.getCellRangeByName("%s%d" % (column, row)).String = field
    number(total, row, 3)
    number(women, row, 1)

answer = {"untouched": fault_in(first)}
rows(first - 1, first + 3)
act(book, "DataSort", ByRows=True, HasHeader=True, Col1=2, Ascending1=False, IncludeAttribs=True)
answer["names"] = [sheet.getCellRangeByName("B%d" % (first + i)).String for i in range(4)]
answer["sorted, first"] = fault_in(first)
answer["sorted, third"] = fault_in(first + 2)
select("A%d" % (first + 1))
act(book, "DeleteRows")
answer["above it deleted"] = fault_in(first + 1)
select("A%d" % first)
act(book, "DeleteRows")
answer["first deleted"] = fault_in(first)
rows(first, first)
act(book, "Cut")
select("A%d" % (first + 9))
act(book, "Paste")
answer["cut and pasted below"] = fault_in(first + 9)
select("A%d" % first)
act(book, "InsertRows")
written(first)
answer["inserted at the top"] = fault_in(first)
answer["pushed down"] = fault_in(first + 10)
book.close(True)
'''


def test_a_row_that_was_moved_is_still_checked(tmp_path: Path) -> None:
    plan = load_plan(bundled())
    table = template.layout(plan).tables["cooperatives"]
    names = [f"HTX {name}" for name in ("Ba", "Hai", "Một", "Năm")]
    rows: list[Any] = [
        {"org_name": name, "managers_total": 3, "managers_women": 1} for name in names
    ]
    path = tmp_path / "D001.xlsx"
    filling = Filling(tables={"cooperatives": rows})
    path.write_bytes(template.build(plan, plan.periods[0], plan.unit("D001"), filling))
    women = table.columns["managers_women"]
    asked = {
        "title": table.title,
        "first": table.first_row,
        "last": table.last_letters,
        "women": column_letters(women),
        "total": column_letters(table.columns["managers_total"]),
        "columns": {"HTX Mới": column_letters(table.columns["org_name"])},
        "said": "số nữ không được vượt tổng số",
    }
    steps = drive(MOVE, str(path), json.dumps(asked))
    assert steps.pop("names") == sorted(names, reverse=True)
    first = table.first_row
    at = {
        "untouched": first,
        "sorted, first": first,
        "sorted, third": first + 2,
        "above it deleted": first + 1,
        "first deleted": first,
        "cut and pasted below": first + 9,
        "inserted at the top": first,
        "pushed down": first + 10,
    }
    for step, row in at.items():
        assert steps[step]["lines"] == [[f"{column_letters(women)}{row}", 1.0]], step
        assert steps[step]["status"].startswith("CHƯA GỬI ĐƯỢC"), step
        assert steps[step]["coloured"], step
        assert steps[step]["mended"] == [], step
