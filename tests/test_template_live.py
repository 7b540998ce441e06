"""Live checks judged by LibreOffice, against what the program itself refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from libreoffice import drive, needs_libreoffice

from consolidate import template
from consolidate.issues import Severity, column_letters
from consolidate.parse import Context, parser_of
from consolidate.plan import Plan, bundled, load_plan
from consolidate.plan.models import Column, Period
from consolidate.read import read_book
from consolidate.read.cells import BOOLEAN, COLUMN, DATE, KIND, NUMBER, STYLE, TEXT, Cell
from consolidate.template import Filling
from consolidate.template.edition import Edition, list_of
from consolidate.template.live import Check, checks_of
from consolidate.template.live.checks import cell_checks
from consolidate.template.live.results import FIRST_CHECK

pytestmark = [pytest.mark.thorough, needs_libreoffice]

TEXTS = [
    "", " ", "\u00a0", "-", "–", "…", "...", "0", "15", "15 người", "1.500", "20-25", "khoảng 20",
    "abc",
    "Có", "có", "Có ", "Không", "x", "*", "?", "~", "C?", "Có*", "Đang hoạt động", "ĐANG HOẠT ĐỘNG",
    "Thành lập mới trong năm", "Thành phố", "Khác", "Phường Phúc Xá", "Phường Lạ", "new",
    "0199990011", "0199990012", "199990011", "01999900110", "0199990011-001", "0100000000",
    "001085012345", "001 085 012 345", "************", "0912345678",
    "0168 234 5678", "024 3825 1234", "091234567",
    "15/03/2025", "31/02/2025", "03/2025", "13/2025", "3/2025", "2025", "15/3", "tháng 3",
    "https://example.vn/a", "HTX Một", "HTX Không Có", "L01", "Nội dung đủ dài để đọc được.",
    "Dòng một\nDòng hai", "=1+1", "15²", "TRUE", "#N/A", "1e5", "12,5", "12.5",
]  # fmt: skip
NUMBERS = [
    0,
    1,
    2,
    15,
    1.5,
    -3,
    0.5,
    1e5,
    45000,
    2019,
    1e11,
    1e12,
    2.0**53,
    2.0**54,
    199990011,
    1e-9,
]
RAW: list[Cell] = [
    *((0, TEXT, t, 0, False) for t in TEXTS),
    *((0, NUMBER, float(n), 0, False) for n in NUMBERS),
    *((0, BOOLEAN, b, 0, False) for b in (True, False)),
    *(
        (0, DATE, datetime(*d), 0, False)
        for d in ((2025, 3, 15), (1999, 12, 31), (2000, 1, 1), (2100, 12, 31), (2101, 1, 1))
    ),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(bundled())


@pytest.fixture(scope="module")
def period(plan: Plan) -> Period:
    return plan.periods[0]


READ_CHECKS = """
book = open_book(sys.argv[2])
book.calculateAll()
scratch = book.Sheets.getByName("DM")
answer = {}
for name, rows in json.loads(sys.argv[3]).items():
    area = scratch.getCellRangeByPosition(200, 0, 200, rows - 1)
    area.setArrayFormula("=" + name)
    answer[name] = [row[0] for row in area.getDataArray()]
    area.clearContents(1 + 2 + 4 + 16)
book.close(True)
"""


def fired(path: Path, checks: tuple[Check, ...], rows: int) -> Iterator[tuple[Check, list[Any]]]:
    """Each check of the tables with its answer for every row, as LibreOffice works it out."""
    names = {f"_check.{FIRST_CHECK + i}": rows for i, c in enumerate(checks) if not c.is_whole}
    for name, answer in drive(READ_CHECKS, str(path), json.dumps(names)).items():
        yield checks[int(name.split(".")[1]) - FIRST_CHECK], answer


def is_bad(column: Column, cell: Cell | None, style: Any, context: Context) -> bool:
    """Whether the program finds an error in the cell by itself."""
    reading = parser_of(column, context)(cell, style)
    if reading.refused or (column.required and reading.value is None):
        return True
    low, high, value = column.min, column.max, reading.value
    if value is None or isinstance(value, str | bool):
        return False
    below = low is not None and value < low  # type: ignore[operator]
    return below or (high is not None and value > high)  # type: ignore[operator]


def is_clean(column: Column, cell: Cell | None, titles: list[str]) -> bool:
    """Whether the cell holds what the column's type stores, so that both readings must agree."""
    if cell is None:
        return True
    kind, value = cell[1], cell[2]
    if column.type in ("count", "money"):
        return kind == NUMBER
    if column.type == "date":
        return kind == DATE
    if column.type in ("choice", "yes_no"):
        return kind == TEXT and str(value) in [*titles, "abc", "HTX Một"]
    return kind == TEXT and str(value) in ("abc", "0199990011", "0199990012", "HTX Một")


def test_ready_means_that_no_cell_is_refused(plan: Plan, period: Period, tmp_path: Path) -> None:
    """Every kind of content in every column: what the program refuses, the sheet has marked."""
    unit = plan.unit("D001")
    tables = {
        t.key: [
            {c.field: RAW[(i + n) % len(RAW)] for n, c in enumerate(t.shown)}
            for i in range(len(RAW))
        ]
        for t in plan.tables
    }
    path = tmp_path / "raw.xlsx"
    path.write_bytes(template.build(plan, period, unit, Filling(tables=tables)))
    book = read_book(path.read_bytes())
    cells = {s.title: s.rows for s in book.sheets}
    context = Context(plan, period, unit)
    where = template.layout(plan)
    checks, _ = checks_of(Edition(plan, period, unit))
    own = [
        c
        for place in where.tables.values()
        for c in cell_checks(place)
        if c.severity is Severity.ERROR and len(c.fields) == 1
    ]
    seen = 0
    for check, answer in fired(path, checks, len(RAW)):
        if check not in own:
            continue
        column = check.sheet.by_field[check.fields[0]]
        table = where.tables[check.sheet.key]
        at, code = table.columns[column.field], list_of(column)
        titles = [v.title for v in plan.values_of(code, unit, period)] if code else []
        numeric = column.type in ("count", "money", "percent", "date")
        for i, fires in enumerate(answer):
            row = cells[table.title].get(table.first_row + i, [])
            cell = next((c for c in row if c[COLUMN] == at), None)
            style = book.styles[cell[STYLE]] if cell else book.styles[0]
            if numeric and cell and cell[KIND] == BOOLEAN:
                continue  # LibreOffice takes a truth value for a number
            bad = is_bad(column, cell, style, context)
            said = (check.sheet.key, column.field, cell, fires)
            assert fires in (0, 1), said
            assert fires >= bad, said
            if is_clean(column, cell, titles):
                assert fires == bad, said
            seen += 1
    assert seen > 5_000


GOOD = Filling(
    form={
        "report_date": date(2025, 6, 16),
        "preparer_name": "Nguyễn Thị Mẫu",
        "local_plan_status": "drafting",
        **{f"nil_{t}": False for t in ("htx", "managers")},
        **{f"nil_{t}": True for t in ("tht", "support", "training", "activities")},
    },
    tables={
        "cooperatives": [
            {
                "org_name": "HTX Rau sạch Mẫu",
                "tax_code": "0199990011",
                "registration_date": date(2020, 3, 12),
                "commune_code": "00001",
                "sector": "agriculture",
                "status": "active",
                "founding_support_level": "district",
                "managers_total": 5,
                "managers_women": 1,
                "members_total": 12,
                "members_women": 9,
                "workers_total": 8,
                "workers_women": 6,
                "women_stable_jobs": 15,
                "women_new_jobs_ytd": 0,
            }
        ],
        "women_managers": [
            {
                "full_name": "Trần Thị Mẫu",
                "org_name": "HTX Rau sạch Mẫu",
                "position": "director",
                "in_post": True,
                "trained_ytd": False,
            }
        ],
        "union_officers": [
            {
                "full_name": "Lê Thị Mẫu",
                "position": "Phó Chủ tịch",
                "officer_level": "district",
                "trained_ytd": False,
            }
        ],
    },
)

TYPE = """
book = open_book(sys.argv[2])
check = book.Sheets.getByName("Kiểm tra")

def lines():
    rows = [[check.getCellByPosition(c, r).String for c in range(5)] for r in range(60)]
    head = next(i for i, row in enumerate(rows) if row[1] == "Ô đầu tiên")
    return [row[:4] for row in rows[head + 1 : head + 31] if row[0]]

def state():
    counters = {}
    for title in book.Sheets.ElementNames:
        for cell in ("A3", "B3"):
            text = book.Sheets.getByName(title).getCellRangeByName(cell).String
            if "điểm cần xem lại" in text:
                counters[title] = text
    return {"status": check.getCellRangeByName("A4").String, "lines": lines(),
            "counters": counters}

answer = {"fresh": state()}
for name, title, cell, value in json.loads(sys.argv[3]):
    target = book.Sheets.getByName(title).getCellRangeByName(cell)
    before = target.Formula
    if isinstance(value, str):
        target.String = value
    else:
        target.Value = value
    answer[name] = state()
    if before[:1] == "'" or not before.replace(".", "").isdigit():
        target.String = before.lstrip("'")
    else:
        target.Value = float(before)
    answer["back from " + name] = state()
book.close(True)
"""


def test_the_sheet_of_checks_follows_what_is_typed(
    plan: Plan, period: Period, tmp_path: Path
) -> None:
    """Ready when nothing is wrong; one wrong cell, and it says where, how many, and how grave."""
    path = tmp_path / "good.xlsx"
    path.write_bytes(template.build(plan, period, plan.unit("D001"), GOOD))
    where = template.layout(plan)

    def cell(sheet: str, field: str) -> str:
        table = where.tables[sheet]
        return f"{column_letters(table.columns[field])}{table.first_row}"

    coop = "cooperatives"
    faults: dict[str, tuple[str, str, Any, str]] = {
        # name: (sheet title, cell, value, how grave)
        "more women": ("HTX", cell(coop, "managers_women"), 9, "Phải sửa"),
        "blank": ("HTX", cell(coop, "members_women"), "", "Phải sửa"),
        "text": ("HTX", cell(coop, "workers_total"), "8 người", "Phải sửa"),
        "unknown": ("HTX", cell(coop, "status"), "Đang ngủ", "Phải sửa"),
        "high income": ("HTX", cell(coop, "women_income"), 100, "Nên xem lại"),
        "check digit": ("HTX", cell(coop, "tax_code"), "0199990012", "Phải sửa"),
        "stranger": ("Nữ quản lý", cell("women_managers", "org_name"), "HTX Lạ", "Phải sửa"),
    }
    steps = [[name, title, at, value] for name, (title, at, value, _) in faults.items()]
    answer = drive(TYPE, str(path), json.dumps(steps))
    fresh = answer["fresh"]
    assert fresh["status"] == "SẴN SÀNG GỬI"
    assert fresh["lines"] == [["Cán bộ Hội", "B7", "1", "Lưu ý"]]  # a note stands in no way
    assert set(fresh["counters"]) == {s.title for s in plan.sheets}
    calm = {t for t, text in fresh["counters"].items() if text.startswith("Không còn")}
    assert calm == {s.title for s in plan.sheets} - {"Cán bộ Hội"}
    for name, (title, at, _, grave) in faults.items():
        seen = answer[name]
        assert [title, at] in [line[:2] for line in seen["lines"]], name
        assert grave in [line[3] for line in seen["lines"] if line[1] == at], name
        assert seen["counters"][title].startswith("Còn "), name
        assert (seen["status"] == "SẴN SÀNG GỬI") == (grave != "Phải sửa"), name
        assert answer[f"back from {name}"] == fresh, name
