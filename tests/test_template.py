"""The template: what stands where, what is open, what the dropdowns offer, what it hashes to."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from consolidate import template
from consolidate.plan import Plan, bundled, load_plan
from consolidate.plan.models import Period
from consolidate.read import read_book
from consolidate.recognise.form import find_form
from consolidate.recognise.sheets import find_sheets
from consolidate.sheet_names import CHECK, GUIDE, LISTS, LIVE, META
from consolidate.style import lines_of
from consolidate.template import Filling
from consolidate.template.__main__ import write_masters
from consolidate.template.drawing import (
    MESSAGE_LIMIT,
    TITLE_LIMIT,
    NotWritten,
    cut,
    must,
    units,
)
from consolidate.template.edition import list_of
from consolidate.template.layout import LAST_COLUMN, LAST_ROW
from consolidate.template.lists import REFERENCES

MASTERS = Path(__file__).parents[1] / "templates" / "xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(bundled())


@pytest.fixture(scope="module")
def period(plan: Plan) -> Period:
    return plan.periods[0]


@pytest.fixture(scope="module")
def data(plan: Plan, period: Period) -> bytes:
    return template.build(plan, period, plan.unit("D001"))


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def sheet_xml(data: bytes, title: str) -> ElementTree.Element:
    """The XML of a sheet, found by its position, which is that of its part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        titles = [s.get("name") for s in book.iter(f"{MAIN}sheet")]
        part = f"xl/worksheets/sheet{titles.index(title) + 1}.xml"
        return ElementTree.fromstring(archive.read(part))


def defined(book: Workbook, name: str) -> list[str]:
    """The texts of the range that a defined name of plain cells stands for."""
    ((title, cells),) = book.defined_names[name].destinations
    return [c.value for (c,) in book[title][cells]]


# --- bytes -----------------------------------------------------------------------------------


def test_same_arguments_give_same_bytes(plan: Plan, period: Period, data: bytes) -> None:
    assert template.build(plan, period, plan.unit("D001")) == data


@pytest.mark.parametrize(
    ("period_code", "unit_code"),
    [("2025-H1", "D282"), ("2025-Y-126", "C00070")],
)
def test_pressed_books_are_the_drawn_ones(plan: Plan, period_code: str, unit_code: str) -> None:
    """A unit's words put into a book of marks give the book that is drawn for the unit alone."""
    period, unit = plan.period(period_code), plan.unit(unit_code)
    pressed = load_workbook(BytesIO(template.build(plan, period, unit)))
    drawn = load_workbook(BytesIO(template.build(plan, period, unit, Filling(form={"note": ""}))))
    assert pressed.sheetnames == drawn.sheetnames
    for title in drawn.sheetnames:
        cells, others = (
            {
                c.coordinate: (getattr(c.value, "text", c.value), c.style_id)
                for row in book[title].iter_rows()
                for c in row
                if c.value not in (None, "")
            }
            for book in (pressed, drawn)
        )
        assert cells == others
        rules, other_rules = (
            [(str(r.sqref), r.formula1, r.prompt) for r in b[title].data_validations.dataValidation]
            for b in (pressed, drawn)
        )
        assert rules == other_rules
    names, other_names = (
        {n: d.attr_text for n, d in b.defined_names.items()} for b in (pressed, drawn)
    )
    assert names == other_names
    properties = [{p.name: p.value for p in b.custom_doc_props.props} for b in (pressed, drawn)]
    assert properties[0] == properties[1]


def test_every_unit_gets_another_book_of_moderate_size(plan: Plan) -> None:
    """Thirty of them go out in one message. A unit above the others offers all communes."""
    for period in plan.periods:
        units = plan.may_report(period)[::-40]
        books = {u.code: template.build(plan, period, u) for u in units}
        assert len(set(books.values())) == len(books)
        assert max(map(len, books.values())) < 80_000


def test_masters_are_fresh(tmp_path: Path) -> None:
    """Run `python -m consolidate.template` where this fails."""
    write_masters(tmp_path)
    kept, made = ({p.name: p.read_bytes() for p in d.glob("*.xlsx")} for d in (MASTERS, tmp_path))
    assert kept.keys() == made.keys()
    assert [n for n in made if kept[n] != made[n]] == []


def test_names_of_files(plan: Plan) -> None:
    assert template.file_name(plan.unit("D001")) == "D001-ba-dinh.xlsx"


# --- what stands where -----------------------------------------------------------------------


def test_sheets_stand_in_order_and_two_are_hidden(book: Workbook, plan: Plan) -> None:
    own = [s.title for s in plan.sheets]
    assert book.sheetnames == [GUIDE, *own, CHECK, LISTS, META, LIVE]
    states = {t: book[t].sheet_state for t in book.sheetnames if book[t].sheet_state != "visible"}
    assert states == {LISTS: "hidden", META: "veryHidden", LIVE: "veryHidden"}


def test_field_names_stand_hidden_directly_above_the_head(book: Workbook, plan: Plan) -> None:
    for table in template.layout(plan).tables.values():
        sheet = book[table.title]
        for column in table.shown:
            at = table.columns[column.field]
            assert sheet.cell(table.head_row - 1, at).value == column.field
            star = " (*)" if column.required else ""
            assert sheet.cell(table.head_row, at).value == column.title + star
        assert sheet.row_dimensions[table.field_row].hidden
        assert not sheet.row_dimensions[table.head_row].hidden


def test_form_has_field_label_and_input_in_columns_a_b_c(book: Workbook, plan: Plan) -> None:
    form = template.layout(plan).form
    sheet = book[form.title]
    assert sheet.column_dimensions["A"].hidden
    found = {sheet.cell(r, 1).value: sheet.cell(r, 2).value for r in form.rows.values()}
    assert found == {c.field: c.title + (" (*)" if c.required else "") for c in form.sheet.shown}


def test_form_knows_who_reports_and_when(book: Workbook, plan: Plan, period: Period) -> None:
    form = template.layout(plan).form
    parts = plan.form_fields
    sheet = book[form.title]
    typed = {f: sheet.cell(r, 3).value for f, r in form.rows.items()}
    filled = {f: v for f, v in typed.items() if v is not None}
    assert filled == {
        parts.unit_code: "D001",
        parts.unit_name: plan.unit("D001").full_name,
        parts.period: period.code,
        parts.submission: 1,
        parts.cutoff: datetime.combine(period.cutoff, datetime.min.time()),
    }
    locked = {f for f, r in form.rows.items() if sheet.cell(r, 3).protection.locked}
    assert locked == {parts.unit_code, parts.unit_name, parts.period}


def test_blank_master_asks_for_the_unit(plan: Plan, period: Period) -> None:
    book = load_workbook(BytesIO(template.build(plan, period, None)))
    form = template.layout(plan).form
    cell = book[form.title].cell(form.rows[plan.form_fields.unit_code], 3)
    assert cell.value is None
    assert not cell.protection.locked
    assert defined(book, "DM_units.code") == [u.code for u in plan.may_report(period)]


def test_every_sheet_says_unit_period_and_version(book: Workbook, plan: Plan) -> None:
    for title in book.sheetnames:
        if title not in (LISTS, META, LIVE):
            top = [str(c.value) for row in book[title].iter_rows(max_row=3) for c in row if c.value]
            line = next(t for t in top if "Kỳ báo cáo" in t)
            assert plan.unit("D001").full_name in line
            assert plan.period("2025-H1").name in line
            assert f"phiên bản {plan.version}" in line


def test_stamp_stands_in_meta_and_in_the_properties(
    book: Workbook, plan: Plan, period: Period
) -> None:
    expected = {
        "plan": plan.key,
        "version": plan.version,
        "form": template.form_hash(plan, period),
        "unit": "D001",
        "period": period.code,
    }
    rows = {r[0].value: r[1].value for r in book[META].iter_rows(max_col=2)}
    assert {k: rows[k] for k in expected} == expected
    assert {p.name: p.value for p in book.custom_doc_props.props} == expected


def test_recogniser_finds_everything_and_nothing_else(data: bytes, plan: Plan) -> None:
    found = find_sheets(read_book(data), plan)
    assert (found.missing, found.foreign) == ((), ())
    for key, sheet in found.found.items():
        if sheet.head is None:
            lines = find_form(sheet.sheet, sheet.plan)
            expected = template.layout(plan).form.rows
            assert {line.field: line.row for line in lines} == expected
            assert {line.column for line in lines} == {3}
        else:
            where = template.layout(plan).tables[key]
            assert sheet.head.by_field == where.columns
            flaws = (sheet.head.missing, sheet.head.renamed, sheet.head.moved, sheet.head.extra)
            assert flaws == ((), (), (), ())


# --- what is open ----------------------------------------------------------------------------


def test_all_columns_are_open_and_only_heads_are_locked(
    data: bytes, book: Workbook, plan: Plan
) -> None:
    """On a protected sheet a row can be deleted only if each of its cells is open."""
    for table in template.layout(plan).tables.values():
        root = sheet_xml(data, table.title)
        spans = [(int(c.get("min")), int(c.get("max"))) for c in root.iter(f"{MAIN}col")]
        assert [n for lo, hi in spans for n in range(lo, hi + 1)] == [*range(1, LAST_COLUMN + 1)]
        styles = [int(c.get("style")) for c in root.iter(f"{MAIN}col")]
        assert not any(book._cell_styles[s].protectionId == 0 for s in styles)
        sheet: Worksheet = book[table.title]
        assert not book._protections[book._cell_styles[styles[0]].protectionId].locked
        for column in table.columns.values():
            assert sheet.cell(table.head_row, column).protection.locked


def test_protection_has_no_password_and_forbids_nothing_else(book: Workbook, plan: Plan) -> None:
    for table in plan.tables:
        guard = book[table.title].protection
        assert guard.sheet
        assert guard.password is None
        forbidden = [
            name
            for name in [
                "formatCells",
                "formatColumns",
                "formatRows",
                "insertRows",
                "insertColumns",
                "deleteRows",
                "deleteColumns",
                "sort",
                "autoFilter",
                "selectLockedCells",
            ]
            if getattr(guard, name)
        ]
        assert forbidden == []


def test_filter_and_frozen_head(book: Workbook, plan: Plan) -> None:
    for table in template.layout(plan).tables.values():
        sheet = book[table.title]
        assert sheet.auto_filter.ref.startswith(f"A{table.head_row}:")
        assert sheet.auto_filter.ref.endswith(str(LAST_ROW))
        assert sheet.freeze_panes.endswith(str(table.first_row))
        assert sheet.print_title_rows == f"${table.unit_row}:${table.head_row}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_codes_and_phones_are_text_and_no_blank_cells_are_formatted(
    data: bytes, book: Workbook, plan: Plan
) -> None:
    for table in template.layout(plan).tables.values():
        sheet = book[table.title]
        assert sheet.max_row == table.head_row
        styles = [c.get("style") for c in sheet_xml(data, table.title).iter(f"{MAIN}col")]
        for column, number in table.columns.items():
            if table.sheet.by_field[column].type in ("tax_code", "phone", "code"):
                style = book._cell_styles[int(styles[number - 1])]
                assert style.numFmtId == 49  # text


# --- validations -----------------------------------------------------------------------------


def test_dropdowns_offer_the_list_down_the_whole_column(
    book: Workbook, plan: Plan, period: Period
) -> None:
    unit = plan.unit("D001")
    for table in template.layout(plan).tables.values():
        rules = {str(r.sqref): r for r in book[table.title].data_validations.dataValidation}
        for column in table.shown:
            code = list_of(column)
            if code is None:
                continue
            letters = book[table.title].cell(1, table.columns[column.field]).column_letter
            rule = rules[f"{letters}{table.head_row}:{letters}{LAST_ROW}"]
            offered = defined(book, rule.formula1.removeprefix("="))
            assert offered == [v.title for v in plan.values_of(code, unit, period)]
            assert rule.errorStyle in (None, "stop") if len(offered) <= 60 else "warning"


def test_communes_are_those_of_the_unit_by_their_full_names(book: Workbook, plan: Plan) -> None:
    code = next(c.code for c in plan.lists.values() if c.source == "communes")
    names = defined(book, f"DM_{code}")
    assert "Phường Phúc Xá" in names
    assert len(names) == 13  # the wards of Ba Đình in the first half of 2025
    assert all(n.startswith("Phường ") for n in names)


def test_texts_of_validations_fit(book: Workbook, plan: Plan) -> None:
    """xlsxwriter drops what is too long; here nothing is dropped and nothing is empty."""
    for sheet in plan.sheets:
        for rule in book[sheet.title].data_validations.dataValidation:
            assert units(rule.promptTitle or "") <= TITLE_LIMIT
            assert 0 < units(rule.prompt or "") <= MESSAGE_LIMIT
            if rule.type in ("list", "whole", "decimal", "date") and rule.showErrorMessage:
                assert 0 < units(rule.errorTitle) <= TITLE_LIMIT
                assert 0 < units(rule.error) <= MESSAGE_LIMIT


def test_counts_are_whole_numbers_and_stop(book: Workbook, plan: Plan) -> None:
    for table in template.layout(plan).tables.values():
        rules = book[table.title].data_validations.dataValidation
        kinds = {next(iter(r.sqref.ranges)).min_col: r for r in rules}
        for column in table.shown:
            rule = kinds.get(table.columns[column.field])
            if column.type == "count":
                assert (rule.type, rule.errorStyle or "stop") == ("whole", "stop")
            if column.type == "date":
                assert (rule.type, rule.errorStyle) == ("date", "warning")


def test_a_return_code_of_the_writer_is_not_passed_over() -> None:
    must(0)
    with pytest.raises(NotWritten):
        must(-2)


# --- formulas --------------------------------------------------------------------------------

OF_EXCEL_2007 = {
    "ADDRESS",
    "COLUMN",
    "COLUMNS",
    "COUNT",
    "COUNTA",
    "DATE",
    "FIND",
    "HYPERLINK",
    "IF",
    "IFERROR",
    "INDEX",
    "INT",
    "ISBLANK",
    "ISNUMBER",
    "LEFT",
    "LEN",
    "LOOKUP",
    "MATCH",
    "MAX",
    "MID",
    "MIN",
    "MMULT",
    "MOD",
    "NOT",
    "RIGHT",
    "ROUND",
    "ROW",
    "ROWS",
    "SEARCH",
    "SMALL",
    "SUBSTITUTE",
    "SUM",
    "SUMIF",
    "SUMPRODUCT",
    "TRANSPOSE",
    "TRIM",
    "YEAR",
}
"""Functions that every program knows in which a template may be opened."""


def formulas(data: bytes) -> Iterator[tuple[str, str]]:
    """Every formula of a book, each with the element that holds it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") or part == "xl/workbook.xml":
                for element in ElementTree.fromstring(archive.read(part)).iter():
                    tag = element.tag.removeprefix(MAIN)
                    if tag in ("f", "formula", "formula1", "formula2", "definedName"):
                        yield tag, element.text or ""


def test_formulas_keep_within_the_limits_of_old_programs(data: bytes) -> None:
    for tag, text in formulas(data):
        bare = re.sub(r"'[^']*'", "'s'", re.sub(r'"[^"]*"', '""', text))
        assert set(re.findall(r"([A-Z][A-Z.0-9]*)\(", bare)) <= OF_EXCEL_2007, text
        assert len(text) <= (255 if tag in ("formula1", "formula2") else 8_192), text
        assert all(len(t) <= 255 for t in re.findall(r'"([^"]*)"', text)), text
        assert "{" not in bare and "#REF!" not in text, text
        assert deepest(bare) <= 64, text
        if tag in ("formula", "formula1", "formula2"):
            assert "!" not in bare, text  # other sheets by defined names only


def deepest(formula: str) -> int:
    """How deep parentheses stand in one another."""
    depths = accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in formula)
    return max(depths, default=0)


# --- filling ---------------------------------------------------------------------------------


def test_filled_values_stand_where_the_layout_says(plan: Plan, period: Period) -> None:
    row = {
        "org_name": "HTX Mẫu",
        "tax_code": "0199990011",
        "registration_date": date(2025, 3, 12),
        "status": "new",
        "managers_total": 5,
        "legal_rep_is_woman": True,
        "women_income": 6.5,
        "note": "=1+1",
        "members_total": (15, "text", "15 người", 0, False),
    }
    filling = Filling(form={"submission_no": 2}, tables={"cooperatives": [row]})
    data = template.build(plan, period, plan.unit("D001"), filling)
    book = load_workbook(BytesIO(data))
    where = template.layout(plan)
    table = where.tables["cooperatives"]
    sheet = book[table.title]
    typed = {f: sheet.cell(table.first_row, table.columns[f]) for f in row}
    assert {f: c.value for f, c in typed.items()} == {
        "org_name": "HTX Mẫu",
        "tax_code": "0199990011",
        "registration_date": datetime(2025, 3, 12),
        "status": "Thành lập mới trong năm",
        "managers_total": 5,
        "legal_rep_is_woman": "Có",
        "women_income": 6.5,
        "note": "=1+1",
        "members_total": "15 người",
    }
    assert typed["note"].data_type == "s"
    assert not any(c.protection.locked for c in typed.values())
    assert book[where.form.title].cell(where.form.rows["submission_no"], 3).value == 2


def test_names_that_are_filled_in_are_offered_at_once(plan: Plan, period: Period) -> None:
    """The formulas of the hidden sheet carry these values for programs that do not calculate."""
    tables = {
        "cooperatives": [{"org_name": "HTX Một"}, {}, {"org_name": "HTX Hai"}],
        "cooperative_groups": [{"org_name": "THT Ba"}],
    }
    data = template.build(plan, period, plan.unit("D001"), Filling(tables=tables))
    sheet = load_workbook(BytesIO(data), data_only=True)[LISTS]
    heads = {c.value: c.column for c in sheet[1]}
    stack = heads["DM_cooperatives_cooperative_groups.rows"]
    names = [sheet.cell(2 + i, stack).value for i in range(REFERENCES)]
    assert [n for n in names if n] == ["HTX Một", "HTX Hai", "THT Ba"]


# --- the hash of the form ----------------------------------------------------------------------


def edited(folder: Path, file: str, old: str, new: str) -> Plan:
    """The shipped plan with one text of one file replaced."""
    shutil.copytree(bundled(), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_plan(folder)


COOPERATIVES = "sheets/cooperatives.toml"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (COOPERATIVES, 'title = "Tên hợp tác xã"', 'title = "Tên của hợp tác xã"'),
        (COOPERATIVES, "required = true", "required = false"),
        ("lists.toml", 'title = "Đang xây dựng"', 'title = "Đang soạn thảo"'),
        (COOPERATIVES, 'type = "count"', 'type = "money"'),
    ],
)
def test_form_hash_changes_with_the_form(
    plan: Plan, period: Period, tmp_path: Path, file: str, old: str, new: str
) -> None:
    other = edited(tmp_path / "plan", file, old, new)
    assert template.form_hash(other, period) != template.form_hash(plan, period)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("plan.toml", "due = 2025-06-20", "due = 2025-06-25"),
        ("plan.toml", "at_least = 3", "at_least = 4"),
        ("plan.toml", "dd/mm/yyyy", "ngày/tháng/năm"),
        (COOPERATIVES, "key =", "# một lời ghi chú\nkey ="),
        (COOPERATIVES, 'severity = "warning"', 'severity = "error"'),
        (COOPERATIVES, 'severity = "error"', 'severity = "error"\nenabled = false'),
        (COOPERATIVES, 'severity = "error"', 'severity = "error"\nsince = "2025-Y"'),
        (COOPERATIVES, "managers_women <= managers_total", "managers_women < managers_total"),
    ],
)
def test_form_hash_keeps_with_rules_and_words(
    plan: Plan, period: Period, tmp_path: Path, file: str, old: str, new: str
) -> None:
    other = edited(tmp_path / "plan", file, old, new)
    same = template.form_hash(other, other.period(period.code))
    assert same == template.form_hash(plan, period)


def test_form_hash_differs_between_periods(plan: Plan) -> None:
    assert len({template.form_hash(plan, p) for p in plan.periods}) == len(plan.periods)


def test_form_hash_is_the_same_for_all_units(plan: Plan, period: Period) -> None:
    hashes = set()
    for code in ("D001", "D002"):
        book = load_workbook(BytesIO(template.build(plan, period, plan.unit(code))))
        hashes |= {r[1].value for r in book[META].iter_rows(max_col=2) if r[0].value == "form"}
    assert len(hashes) == 1


# --- words -----------------------------------------------------------------------------------


def test_nothing_untranslated_is_shown(book: Workbook) -> None:
    """Words of machines have no place on a sheet that people see."""
    machine = re.compile(
        r"\b(null|none|nan|dtype|schema|true|false|error|sheet\d)\b", re.IGNORECASE
    )
    shown = [
        str(cell.value)
        for title in book.sheetnames
        if book[title].sheet_state == "visible"
        for row in book[title].iter_rows()
        for cell in row
        if cell.value is not None
        and cell.data_type == "s"
        and not book[title].row_dimensions[cell.row].hidden
    ]
    assert [t for t in shown if machine.search(t)] == []


@given(st.text(), st.integers(1, 300))
def test_cut_text_fits_and_keeps_its_beginning(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


@given(st.lists(st.text("abcdê ", min_size=1), min_size=1, max_size=8), st.floats(8, 60))
def test_more_text_takes_no_fewer_lines(words: list[str], width: float) -> None:
    heights = [lines_of(" ".join(words[: n + 1]), width) for n in range(len(words))]
    assert heights == sorted(heights)
    assert heights[0] >= 1
