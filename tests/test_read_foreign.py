"""xls, xlsb and ods: the same cells as xlsx gives, and no way to harm the process that asks."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
import xlwt
from hostile.binary import cell, ods, record, row, table, wide, xlsb
from hostile.containers import flipped
from libreoffice import needs_libreoffice

from consolidate.limits import LIMITS
from consolidate.read import kind_of, read_book
from consolidate.read.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    FORMULA,
    KIND,
    NUMBER,
    TEXT,
    VALUE,
    Flaw,
    Style,
    Unreadable,
)
from consolidate.read.child import read_at_edge
from consolidate.read.foreign import read_foreign
from consolidate.read.ods import read_ods
from consolidate.read.xls import read_xls
from consolidate.read.xlsb import read_xlsb


def cause(read, data, limits=LIMITS):
    with pytest.raises(Unreadable) as refusal:
        read(data, limits)
    return refusal.value.code


def row_of(book, number=1):
    return [c[:3] for c in book.sheets[0].rows.get(number, [])]


# --- xls -----------------------------------------------------------------------------------------


def an_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("HTX")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    struck = xlwt.easyxf("font: name .VnTime, struck_out on", num_format_str="0.0%")
    for column, (value, style) in enumerate(
        [("Hợp tác xã", None), (12.5, None), (date(2025, 6, 20), day), (True, None), (0.25, struck)]
    ):
        sheet.write(2, column, value, style or xlwt.Style.default_style)
    sheet.row(2).set_cell_error(5, "#REF!")
    sheet.write(3, 0, "ẩn")
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    sheet.write_merge(5, 6, 1, 2, "gộp")
    hidden = book.add_sheet("Ẩn")
    hidden.visibility = 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_xls_cell_by_cell():
    book = read_xls(an_xls(), LIMITS)
    sheet = book.sheets[0]
    assert row_of(book, 3) == [
        (1, TEXT, "Hợp tác xã"),
        (2, NUMBER, 12.5),
        (3, DATE, datetime(2025, 6, 20)),
        (4, BOOLEAN, True),
        (5, NUMBER, 0.25),
        (6, ERROR, "#REF!"),
    ]
    assert book.styles[sheet.rows[3][4][3]] == Style("0.0%", ".VnTime", True)
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merges) == ({4}, {2}, ((6, 2, 7, 3),))
    assert [(s.title, s.state) for s in book.sheets] == [("HTX", "visible"), ("Ẩn", "hidden")]
    assert book.flaws == (Flaw("FIL-21", 0, 0, "xls"),)


def test_xls_is_read_in_another_process_with_the_same_answer():
    data = an_xls()
    assert kind_of(data, "x.xlsx") == "xls"
    assert read_book(data) == read_xls(data, LIMITS)
    skipped = read_book(data, lambda title: title != "HTX").sheets[0]
    assert (skipped.skipped, skipped.holds_values, skipped.rows) == (True, True, {})


def test_limits_hold_for_xls_as_well():
    data = an_xls()
    assert cause(read_xls, data, replace(LIMITS, rows=2)) == "rows"
    assert cause(read_xls, data, replace(LIMITS, sheets=1)) == "sheets"
    short = read_xls(data, replace(LIMITS, text_letters=4, columns=5)).sheets[0]
    assert short.rows[3][0][KIND] == ERROR
    assert short.flaws == (Flaw("FIL-20", 3, 6),)


# --- xlsb ----------------------------------------------------------------------------------------

RK_12 = struct.pack("<I", (12 << 2) | 2)
RK_CENTS = struct.pack("<I", (1234 << 2) | 3)
RK_NEGATIVE = struct.pack("<i", (-7 << 2) | 2)
RK_HALF = struct.pack("<I", struct.unpack("<Q", struct.pack("<d", 1.5))[0] >> 32)
CELLS = (
    row(2)
    + cell(7, 1, struct.pack("<I", 1))
    + cell(2, 2, RK_12)
    + cell(2, 3, RK_CENTS)
    + cell(2, 4, RK_NEGATIVE)
    + cell(2, 5, RK_HALF)
    + cell(5, 6, struct.pack("<d", 45828.0), 1)
    + cell(4, 7, b"\1")
    + cell(3, 8, b"\x17")
    + cell(6, 9, wide("trong ô"))
    + cell(1, 10, b"")
    + row(3, hidden=True)
    + cell(8, 1, wide("chữ") + b"\0" * 10)
    + cell(9, 2, struct.pack("<d", 2.5) + b"\0" * 10)
    + cell(10, 3, b"\0" + b"\0" * 10)
    + cell(11, 4, b"\x2a" + b"\0" * 10)
    + cell(2, 5, RK_12, 2)
)


def test_xlsb_cell_by_cell():
    extra = record(60, struct.pack("<4IH", 1, 2, 0, 0, 1)) + record(
        176, struct.pack("<4I", 4, 5, 0, 1)
    )
    book = read_xlsb(xlsb(CELLS, extra=extra), LIMITS)
    assert row_of(book, 2) == [
        (1, TEXT, "một"),
        (2, NUMBER, 12.0),
        (3, NUMBER, 12.34),
        (4, NUMBER, -7.0),
        (5, NUMBER, 1.5),
        (6, DATE, datetime(2025, 6, 20)),
        (7, BOOLEAN, True),
        (8, ERROR, "#REF!"),
        (9, TEXT, "trong ô"),
    ]
    assert [c[1:3] + c[4:] for c in book.sheets[0].rows[3]] == [
        (TEXT, "chữ", True),
        (NUMBER, 2.5, True),
        (BOOLEAN, False, True),
        (ERROR, "#N/A", True),
        (NUMBER, 12.0, False),
    ]
    sheet = book.sheets[0]
    assert book.styles[sheet.rows[3][4][3]] == Style("General", ".VnTime", True)
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merges) == ({3}, {2, 3}, ((5, 1, 6, 2),))


def test_xlsb_as_another_reader_sees_it():
    data = xlsb(CELLS)
    seen = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name("HTX")
    ours = read_book(data).sheets[0]
    for number, values in enumerate(seen.to_python(skip_empty_area=False), 1):
        mine = {c[0]: c for c in ours.rows.get(number, [])}
        for column, value in enumerate(values, 1):
            if column not in mine:
                assert value == ""
            elif mine[column][KIND] == ERROR:
                assert value == ""  # what it loses
            elif mine[column][KIND] == DATE:
                assert value == mine[column][VALUE].date()
            else:
                assert value == mine[column][VALUE]


def test_xlsb_dates_of_1904_and_texts_that_are_not_there():
    cells = row(1) + cell(5, 1, struct.pack("<d", 0.0), 1) + cell(7, 2, struct.pack("<I", 9))
    assert row_of(read_xlsb(xlsb(cells, date1904=True), LIMITS)) == [
        (1, DATE, datetime(1904, 1, 1)),
        (2, ERROR, "9"),
    ]


@pytest.mark.parametrize(
    "cells",
    [
        row(1) + cell(5, 1, b"\0\0\0"),
        row(1) + cell(6, 1, struct.pack("<I", 1_000_000)),
        row(1) + b"\x05\x10\0",
        row(2_000_000) + cell(2, 1, RK_12),
        cell(2, 1, RK_12),
        row(1) + cell(2, 20_000, RK_12),
        b"\xff\xff",
    ],
)
def test_xlsb_records_that_are_cut_or_out_of_place_are_damage(cells):
    assert cause(read_xlsb, xlsb(cells)) == "damaged"


def test_xlsb_with_a_cell_twice_and_numbers_that_are_none():
    cells = row(1) + cell(2, 1, RK_12) + cell(2, 1, RK_HALF)
    cells += cell(5, 2, struct.pack("<d", float("nan")))
    book = read_xlsb(xlsb(cells), LIMITS)
    assert row_of(book) == [(1, ERROR, "12.0 / 1.5"), (2, ERROR, "nan")]
    assert [f.code for f in book.sheets[0].flaws] == ["FIL-19"]


# --- ods -----------------------------------------------------------------------------------------


def one(attributes, inside=""):
    cells = f"<table:table-cell {attributes}>{inside}</table:table-cell>"
    return ods(table(f"<table:table-row>{cells}</table:table-row>"))


P = "<text:p>{}</text:p>"


@pytest.mark.parametrize(
    ("attributes", "inside", "expected"),
    [
        ('office:value-type="float" office:value="1.5"', P.format("1,5"), (NUMBER, 1.5)),
        ('office:value-type="float" office:value="NaN"', P.format("x"), (ERROR, "NaN")),
        ('office:value-type="percentage" office:value="0.25"', P.format("25%"), (NUMBER, 0.25)),
        ('office:value-type="currency" office:value="7"', P.format("7 đ"), (NUMBER, 7.0)),
        ('office:value-type="boolean" office:boolean-value="true"', "", (BOOLEAN, True)),
        (
            'office:value-type="float" office:value="0" table:formula="of:=FALSE()"',
            P.format("SAI"),
            (BOOLEAN, False),
        ),
        (
            'office:value-type="date" office:date-value="2025-06-20"',
            P.format("20/06/25"),
            (DATE, datetime(2025, 6, 20)),
        ),
        (
            'office:value-type="date" office:date-value="2025-06-20T13:30:00"',
            "",
            (DATE, datetime(2025, 6, 20, 13, 30)),
        ),
        ('office:value-type="date" office:date-value="20/06/2025"', "", (ERROR, "20/06/2025")),
        ('office:value-type="time" office:time-value="PT12H00M00S"', "", (NUMBER, 0.5)),
        ('office:value-type="time" office:time-value="noon"', "", (ERROR, "noon")),
        ('office:value-type="string"', P.format("một") + P.format("hai"), (TEXT, "một\nhai")),
        ('office:value-type="string"', P.format('<text:s text:c="2"/><text:tab/>'), (TEXT, "  \t")),
        ('office:value-type="string"', P.format("<text:span>a</text:span>b"), (TEXT, "ab")),
        ('office:value-type="string" office:string-value="thật"', P.format("x"), (TEXT, "thật")),
        (
            'office:value-type="string" calcext:value-type="error" table:formula="of:=1/0"',
            P.format("#DIV/0!"),
            (ERROR, "#DIV/0!"),
        ),
        (
            'office:value-type="float" office:value="0" table:formula="of:=1/0"',
            P.format("#REF!"),
            (ERROR, "#REF!"),
        ),
        ('table:formula="of:=A2"', "", (FORMULA, None)),
        ('office:value-type="lạ" office:value="1"', "", (ERROR, "lạ")),
        ("", P.format("không kiểu"), (TEXT, "không kiểu")),
        ("", "", None),
        ('office:value-type="string"', P.format(""), None),
        ('office:value-type="string"', "<draw:frame><text:p>hình</text:p></draw:frame>", None),
    ],
)  # fmt: skip
def test_ods_cells(attributes, inside, expected):
    found = row_of(read_ods(one(attributes, inside), LIMITS))
    assert found == ([] if expected is None else [(1, *expected)])


def test_ods_repeats_states_styles_and_notes():
    styles = (
        '<style:style style:name="ta2"><style:table-properties table:display="false"/>'
        "</style:style>"
        '<number:date-style style:name="N1"><number:month number:style="long"/>'
        '<number:year number:style="long"/></number:date-style>'
        '<style:style style:name="ce1" style:parent-style-name="ce0" style:data-style-name="N1"/>'
        '<style:style style:name="ce0"><style:text-properties fo:font-family=".VnTime" '
        'style:text-line-through-style="solid"/></style:style>'
    )
    value = 'office:value-type="float" office:value="{}"'
    dated = 'table:style-name="ce1" office:value-type="date" office:date-value="2025-03-01"'
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16382"/>'
    )
    rows = (
        '<table:table-row table:number-rows-repeated="4"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell '
        f'table:number-columns-repeated="3" {value.format(5)}/><table:table-cell {dated}/>'
        '</table:table-row><table:table-row table:visibility="filter"><table:covered-table-cell/>'
        f'<table:table-cell {value.format(6)} table:number-columns-spanned="2" '
        'table:number-rows-spanned="3"><office:annotation><dc:date>x</dc:date>'
        "<text:p>ghi</text:p><text:p>chú</text:p></office:annotation><text:p>6</text:p>"
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000">'
        "<table:table-cell/></table:table-row>"
    )
    cache = table("<table:table-source/><table:table-row/>", "file:///x#HTX")
    book = read_ods(
        ods([table(rows, columns=columns), table("", "Ẩn", "ta2"), cache], styles), LIMITS
    )
    assert [(s.title, s.state) for s in book.sheets] == [("HTX", "visible"), ("Ẩn", "hidden")]
    sheet = book.sheets[0]
    assert list(sheet.rows) == [5, 6, 7]
    assert [c[:3] for c in sheet.rows[6]] == [
        *((column, NUMBER, 5.0) for column in (1, 2, 3)),
        (4, DATE, datetime(2025, 3, 1)),
    ]
    assert book.styles[sheet.rows[5][3][3]] == Style("mm yyyy", ".VnTime", True)
    assert sheet.hidden_rows == {7}
    assert sheet.hidden_columns == set(range(3, 201))
    assert sheet.merges == ((7, 2, 9, 3),)
    assert sheet.comments == {(7, 2): "ghi\nchú"}


FIVE = 'office:value-type="float" office:value="5"'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell {FIVE}/>'
         "</table:table-row>", "rows"),
        (f'<table:table-row><table:table-cell table:number-columns-repeated="16384" {FIVE}/>'
         "</table:table-row>", "columns"),
        (f'<table:table-row table:number-rows-repeated="20000"><table:table-cell {FIVE} '
         'table:number-columns-repeated="51"/></table:table-row>', "cells"),
        (f'<table:table-row table:number-rows-repeated="{10**20}"><table:table-cell {FIVE}/>'
         "</table:table-row>", "damaged"),
        (f'<table:table-row table:number-rows-repeated="-1"><table:table-cell {FIVE}/>'
         "</table:table-row>", "damaged"),
        ("<table:table-row><table:table-cell><table:table/></table:table-cell></table:table-row>",
         "damaged"),
        ("<table:table-row><table:table-row/></table:table-row>", "damaged"),
        (f"<table:table-cell {FIVE}/>", "damaged"),
    ],
)  # fmt: skip
def test_ods_repeated_values_beyond_the_limits(rows, expected):
    assert cause(read_ods, ods(table(rows))) == expected


def test_ods_repeated_blanks_cost_nothing():
    rows = '<table:table-row table:number-rows-repeated="99999999999999999999"><table:table-cell '
    rows += 'table:number-columns-repeated="16384"/></table:table-row>'
    assert read_ods(ods(table(rows * 10)), LIMITS).sheets[0].rows == {}


def test_ods_of_two_thousand_million_blanks_in_a_text():
    inside = P.format('a<text:s text:c="2000000000"/>b')
    book = read_ods(one('office:value-type="string"', inside), LIMITS)
    assert row_of(book)[0][1] == ERROR


def test_ods_that_is_encrypted_twice_named_or_holds_a_doctype():
    assert cause(read_ods, ods(table(""), manifest="<manifest:encryption-data/>")) == "encrypted"
    assert cause(read_ods, ods([table(""), table("")])) == "twin_sheets"
    assert cause(read_ods, ods("")) == "no_sheet"
    assert cause(read_ods, ods(table(""), doctype="<!DOCTYPE x>")) == "doctype"


def test_ods_through_the_front_door():
    data = one('office:value-type="float" office:value="1.5"')
    assert kind_of(data) == "ods"
    assert row_of(read_book(data)) == [(1, NUMBER, 1.5)]


# --- the process that may die --------------------------------------------------------------------


def test_a_reader_that_runs_out_of_memory_is_an_answer():
    cells = f'<table:table-cell table:number-columns-repeated="50" {FIVE}/></table:table-row>'
    data = ods(table(f'<table:table-row table:number-rows-repeated="20000">{cells}'))
    with pytest.raises(Unreadable) as refusal:
        read_foreign(data, "ods", limits=replace(LIMITS, child_memory_bytes=25_000_000))
    assert refusal.value.code == "died"
    assert len(read_foreign(data, "ods").sheets[0].rows) == 20_000


def test_a_reader_that_takes_too_long_is_stopped():
    with pytest.raises(Unreadable) as refusal:
        read_foreign(an_xls(), "xls", limits=replace(LIMITS, child_seconds=0))
    assert refusal.value.code == "deadline"


def test_whatever_a_foreign_reader_raises_is_an_answer_without_its_text():
    data = an_xls()
    answers = {
        (answer.code, answer.detail)
        for at in range(600, len(data), 97)
        if isinstance(
            answer := read_at_edge(read_xls, flipped(data, at, at % 8), LIMITS), Unreadable
        )
    }
    assert answers
    for code, detail in answers:
        assert code in ("damaged", "encrypted", "unknown", "no_sheet", "columns")
        assert "Hợp" not in detail


def test_reading_needs_no_pandas_and_no_other_heavy_module():
    code = (
        "import sys, consolidate.read, consolidate.intake; "
        "print([m for m in ('pandas', 'numpy', 'pandera', 'xlrd', 'openpyxl', 'multiprocessing') "
        "if m in sys.modules])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


# --- LibreOffice as a witness --------------------------------------------------------------------


def rich(path):
    """A workbook with everything that a return may hold."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    month = book.add_format({"num_format": "mm/yyyy"})
    percent = book.add_format({"num_format": "0.0%"})
    struck = book.add_format({"font_name": ".VnTime", "font_strikeout": True})
    sheet = book.add_worksheet("HTX")
    for number in range(3, 40):
        sheet.write_string(number, 0, f"Xin chào  hai  cách\nxuống dòng {number}")
        sheet.write_number(number, 1, number * 1.5)
        sheet.write_datetime(number, 2, datetime(2025, 1, number % 28 + 1), day)
        sheet.write_datetime(number, 3, datetime(2025, 1, 1), month)
        sheet.write_boolean(number, 4, number % 2 == 0)
        sheet.write_formula(number, 5, f"=B{number + 1}*2", None, number * 3.0)
        sheet.write_formula(number, 6, "=1/0", None, "#DIV/0!")
        sheet.write_formula(number, 7, "=NA()", None, "#N/A")
        sheet.write_number(number, 8, number / 8, percent)
        sheet.write_string(number, 9, "gạch", struck)
    out, above = (book.add_format(f) for f in ({"font_strikeout": True}, {"font_script": 1}))
    sheet.write_rich_string("A101", "1", out, "15", "12", above, "3")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column(4, 4, 10, None, {"hidden": True})
    sheet.merge_range("L1:M2", "gộp")
    sheet.write_comment("A4", "ghi chú\nhai dòng")
    sheet.write_string("A100", "xa")
    book.add_worksheet("Ẩn").hide()
    book.add_worksheet("Trống")
    book.close()


def comparable(book):
    """Cells with what all formats can say: no formula flags, formats only as percent or date."""
    return {
        (sheet.title, number, c[0]): (
            c[1:3],
            "%" in book.styles[c[3]].number_format,
            book.styles[c[3]].font,
            book.styles[c[3]].strike,
        )
        for sheet in book.sheets
        for number, cells in sheet.rows.items()
        for c in cells
    }


@needs_libreoffice
@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_libreoffice_saves_reads_as_the_original(kind, tmp_path):
    original = tmp_path / "goc.xlsx"
    rich(original)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(tmp_path / kind), str(original)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = read_book((tmp_path / kind / f"goc.{kind}").read_bytes())
    before = read_book(original.read_bytes())
    assert saved.kind == kind
    assert comparable(saved) == comparable(before)
    for ours, theirs in zip(before.sheets, saved.sheets, strict=True):
        assert (theirs.title, theirs.state) == (ours.title, ours.state)
        assert theirs.hidden_rows == ours.hidden_rows
        assert theirs.hidden_columns == ours.hidden_columns
        assert theirs.merges == ours.merges
        assert theirs.comments == ours.comments
