"""The template in the hands of its readers: LibreOffice types, inserts, deletes, sorts, filters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from libreoffice import convert, drive, needs_libreoffice
from openpyxl import load_workbook

from consolidate import template
from consolidate.plan import Plan, bundled, load_plan
from consolidate.template import Filling
from consolidate.template.edition import list_of

pytestmark = [pytest.mark.thorough, needs_libreoffice]

NAMES = ["HTX Một", "HTX Hai", "HTX Ba", "HTX Bốn", "HTX Năm"]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(bundled())


@pytest.fixture(scope="module")
def book(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template with five rows in the first two tables."""
    rows = [{"org_name": name} for name in NAMES]
    path = tmp_path_factory.mktemp("use") / "D001.xlsx"
    filling = Filling(tables={"cooperatives": rows, "cooperative_groups": rows[:1]})
    path.write_bytes(template.build(plan, plan.periods[0], plan.unit("D001"), filling))
    return path


USE = """
book = open_book(sys.argv[2])
control = book.CurrentController
answer = {}
for title, head, label in json.loads(sys.argv[3]):
    sheet = book.Sheets.getByName(title)
    control.setActiveSheet(sheet)
    first = head + 1

    def select(area):
        control.select(sheet.getCellRangeByName(area))

    def column(rows):
        return [sheet.getCellRangeByName("%s%d" % (label, first + i)).String for i in range(rows)]

    for i in range(5):  # typed as a user types: through the menu command, which minds protection
        select("%s%d" % (label, first + i))
        act(book, "EnterString", StringName="Dòng %d" % i)
    steps = {"typed": column(5), "protected": sheet.isProtected()}
    select("A%d" % (first + 2))
    act(book, "InsertRows")
    steps["inserted"] = column(6)
    select("A%d" % (first + 2))
    act(book, "DeleteRows")
    steps["deleted"] = column(6)
    select("A%d:%s%d" % (head, sys.argv[4], first + 4))
    number = ord(label) - 64
    act(book, "DataSort", ByRows=True, HasHeader=True, Col1=number, Ascending1=False,
        IncludeAttribs=True)
    steps["sorted"] = column(5)
    select("%s%d" % (label, head))
    before = sheet.getCellRangeByName("%s%d" % (label, head)).String
    act(book, "DeleteRows")
    steps["head_kept"] = sheet.getCellRangeByName("%s%d" % (label, head)).String == before
    filters = book.getPropertyValue("UnnamedDatabaseRanges")
    area = None
    index = sheet.RangeAddress.Sheet
    if filters.hasByTable(index):
        area = filters.getByTable(index)
    steps["filter_set"] = bool(area and area.AutoFilter)
    if area:
        descriptor = area.getFilterDescriptor()
        field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        field.Field = number - 1
        field.IsNumeric = False
        field.StringValue = "Dòng 3"
        field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        descriptor.setFilterFields((field,))
        area.refresh()
        steps["visible"] = [
            sheet.getCellRangeByName("%s%d" % (label, first + i)).String
            for i in range(5)
            if sheet.Rows.getByIndex(first + i - 1).IsVisible
        ]
    answer[title] = steps
book.close(True)
"""


def test_rows_are_typed_inserted_deleted_sorted_and_filtered_under_protection(
    plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "D001.xlsx"
    path.write_bytes(template.build(plan, plan.periods[0], plan.unit("D001")))
    tables = [
        (t.title, t.head_row, "C" if t.sheet.key == "activities" else "B")
        for t in template.layout(plan).tables.values()
        if t.sheet.key in ("cooperatives", "women_managers", "activities")
    ]
    typed = [f"Dòng {i}" for i in range(5)]
    for steps in drive(USE, str(path), json.dumps(tables), "F").values():
        assert steps == {
            "protected": True,
            "typed": typed,
            "inserted": [*typed[:2], "", *typed[2:]],
            "deleted": [*typed, ""],
            "sorted": typed[::-1],
            "head_kept": True,
            "filter_set": True,
            "visible": ["Dòng 3"],
        }


OFFER = """
book = open_book(sys.argv[2])
names = json.loads(sys.argv[3])
scratch = book.Sheets.getByName("Kiểm tra")
scratch.unprotect("")
cell = scratch.getCellRangeByName("Z1")

def offered(name):
    cell.Formula = "=ROWS(" + name + ")"
    count = int(cell.Value)
    values = []
    for i in range(count):
        cell.Formula = "=INDEX(" + name + ";" + str(i + 1) + ")"
        values.append(cell.String)
    return values

sheet = book.Sheets.getByName("HTX")
before = {n: offered(n) for n in names}
sheet.getCellRangeByName("B20").String = "HTX Mới"
book.Sheets.getByName("HTX").unprotect("")
sheet.Rows.removeByIndex(6, 1)
after = {n: offered(n) for n in names}
answer = [before, after]
book.close(True)
"""


def test_dropdowns_offer_lists_and_names_that_were_typed(plan: Plan, book: Path) -> None:
    unit, period = plan.unit("D001"), plan.periods[0]
    rules = load_workbook(book)
    asked: dict[str, list[str]] = {}
    for table in template.layout(plan).tables.values():
        sources = {
            next(iter(r.sqref.ranges)).min_col: r.formula1
            for r in rules[table.title].data_validations.dataValidation
            if r.type == "list"
        }
        for column in table.shown:
            code = list_of(column)
            if code:
                values = [v.title for v in plan.values_of(code, unit, period)]
                asked[sources[table.columns[column.field]].removeprefix("=")] = values
            elif column.type == "reference":
                name = sources[table.columns[column.field]].removeprefix("=")
                filled = {"cooperatives": NAMES, "cooperative_groups": NAMES[:1]}
                asked[name] = [n for k in column.refers_to for n in filled.get(k, [])] or [""]
    before, after = drive(OFFER, str(book), json.dumps(list(asked)))
    assert before == asked
    grown: Any = dict(asked)
    both = "DM_cooperatives_cooperative_groups.rows"
    grown[both] = [*NAMES[1:], "HTX Mới", NAMES[0]]  # the first row is gone, one below was typed
    assert after == grown


def test_guide_and_form_are_one_page_each(book: Path, tmp_path: Path) -> None:
    """Pages are counted by their page objects: no library reads PDF here."""
    data = load_workbook(book)
    for title in data.sheetnames:
        if title not in ("Hướng dẫn", "Thông tin chung"):
            data[title].sheet_state = "hidden"
    kept = tmp_path / "two.xlsx"
    data.save(kept)
    (made,) = convert([kept], "pdf", tmp_path)
    assert made.read_bytes().count(b"/Type/Page\n") + made.read_bytes().count(b"/Type/Page/") == 2
