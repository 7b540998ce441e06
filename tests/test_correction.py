"""The correction workbook as a file: what it holds, and what comes of it when it is sent again.

One run over many units, one scenario each, then the same folder with their workbooks sent again.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from consolidate.correction import Changed, corrections, written_meanwhile
from consolidate.correction.written import _collected, _tasks
from consolidate.decisions.answers import nothing_known
from consolidate.decisions.model import Decisions, Waiver
from consolidate.recognise.own_marks import ROW_KEY
from consolidate.sheet_names import APPENDIX, CHECK, GUIDE, LISTS, LIVE, MARKS, META, TO_FIX
from consolidate.template import form_hash, layout
from tests.corrected import (
    ERRORS,
    Round,
    codes,
    commune,
    faulty,
    good,
    list_of,
    mended,
    ran,
    rows_of,
    typed_over,
)
from tests.office import Return, cooperative, plan

CITIZEN = "001085012345"
STARS = "*" * 12

CLEAN, FAULTY, SAME_NAME, ZIPPED, HALF, EMPTIED = "D002", "D001", "D003", "D004", "D005", "D006"
TYPED, SILENT, BESIDE, SIGNED, OLD, MANY = "D007", "D008", "D009", "D016", "D017", "D018"
CONFLICT, NUMBERED = "D019", "D020"


# --- what the units sent ---------------------------------------------------------------------


def typed(folder):
    """What cannot be read, of every kind of cell."""
    path = good(TYPED).write(folder)
    opened = load_workbook(path)
    sheet = opened["HTX"]
    for cell, value in {
        "L7": "khoảng 20", "O7": 1.5, "E8": "31/02/2025", "M8": date(2025, 1, 9), "S9": 0.5,
        "P9": True, "R9": "=1/0",
    }.items():  # fmt: skip
        sheet[cell].value = value
    sheet["S9"].number_format = "0%"
    for column in range(1, 35):  # a gap, and a row below it
        sheet.cell(30, column).value = sheet.cell(11, column).value
        sheet.cell(11, column).value = None
    opened.save(path)
    path.write_bytes(with_error(path.read_bytes(), "R9", "#DIV/0!"))


def with_error(data, address, error):
    """The workbook with an error stored in a cell, as Excel would."""
    stream = BytesIO()
    pattern = rf'<c r="{address}"([^>]*)><f>[^<]*</f><v ?/>(</v>)?</c>'.encode()
    stored = rf'<c r="{address}"\1 t="e"><f>1/0</f><v>{error}</v></c>'.encode()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(pattern, stored, part)
            new.writestr(name, part)
    return stream.getvalue()


def silent(folder):
    """What is read without a word although it is not stored as the template stores it."""
    path, code = good(SILENT).write(folder), codes(SILENT)[0]
    cells = {
        "L7": "3",
        "I7": "ĐANG  HOẠT ĐỘNG",
        "C7": f"{code[:4]} {code[4:]}",
        "E7": "12/03/2020",
        "M8": 9,
    }
    path.write_bytes(typed_over(path.read_bytes(), {f"HTX!{a}": v for a, v in cells.items()}))


def beside(folder):
    """Rows that are no data, a column and a sheet of the unit's own, numbers of citizens."""
    path = faulty(BESIDE).write(folder)
    opened = load_workbook(path)
    sheet = opened["HTX"]
    extra = next(c for c in range(1, 100) if sheet.cell(6, c).value is None)
    note = next(c for c in range(1, 100) if sheet.cell(5, c).value == "note")
    for row, column, value in (
        (12, 2, "Tổng cộng"), (12, 13, 99), (14, 2, "Người lập biểu"), (15, 2, "Nguyễn Thị Mẫu"),
        (6, extra, "Ghi chú riêng"), (8, extra, "hỏi lại chị Hoa"), (9, extra, date(2025, 5, 4)),
        (7, note, f"Liên hệ {CITIZEN}"), (8, note, CITIZEN),
    ):  # fmt: skip
        sheet.cell(row, column).value = value
    own = opened.create_sheet("Danh sách riêng")
    own["B2"].value, own["C2"].value = "Việc riêng của quận", 12.5
    opened["Thông tin chung"]["F2"].value = "Gửi lần đầu ngày 16"
    opened.save(path)


def signed(folder):
    """A row of data below the signature."""
    path = good(SIGNED).write(folder)
    opened = load_workbook(path)
    sheet = opened["HTX"]
    for column in range(1, 35):
        sheet.cell(14, column).value = sheet.cell(11, column).value
        sheet.cell(11, column).value = None
    sheet["B12"].value = "Người lập biểu"
    opened.save(path)


def old_template(folder):
    """A template of another version: a column less, another one more."""
    path = faulty(OLD).write(folder)
    opened = load_workbook(path)
    for row in opened["_meta"].iter_rows():
        if row[0].value in ("form", "version"):
            row[1].value = "0"
    sheet = opened["HTX"]
    head = {sheet.cell(5, c).value: c for c in range(1, sheet.max_column + 1)}
    sheet.delete_cols(head["revenue_ytd"])
    for row, value in ((5, "old_field"), (6, "Cột của mẫu cũ"), (7, "giá trị cũ")):
        sheet.cell(row, head["note"]).value = value
    opened.save(path)


def many(folder):
    """More findings than a person reads."""
    rows = [
        cooperative(
            0,
            org_name=f"HTX {n}",
            commune_code=commune(MANY),
            tax_code=f"mã {n}",
            managers_women=1 if n < 20 else 0,
            members_women=99 if n < 3 else 8,
        )
        for n in range(220)
    ]
    Return(MANY, tables={"cooperatives": rows}).write(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The returns of all units."""
    made = tmp_path_factory.mktemp("returns")
    for unit in (FAULTY, SAME_NAME, ZIPPED, HALF, EMPTIED):
        faulty(unit).write(made)
    good(CLEAN).write(made)
    for write in (typed, silent, beside, signed, old_template, many):
        write(made)
    faulty(CONFLICT, name="a.xlsx").write(made)
    good(CONFLICT, name="b.xlsx").write(made)
    good(NUMBERED, submission=2).write(made)
    faulty(NUMBERED, submission=4).write(made)
    faulty("D021", form={"unit_code": None, "unit_name": "Hội LHPN nơi khác"}).write(made)
    return made


@pytest.fixture(scope="module")
def first(folder):
    return ran(folder)


@pytest.fixture(scope="module")
def book(first):
    return first.book(FAULTY)


@pytest.fixture(scope="module")
def second(folder, first):
    """The same folder with what the units sent next: mended, half mended, or not at all."""
    (folder / "sửa").mkdir()
    for unit in (FAULTY, TYPED, SILENT, BESIDE, SIGNED, MANY):
        (folder / f"{unit} lan 2.xlsx").write_bytes(first.book(unit))
    again = typed_over(first.book(SAME_NAME), mended(SAME_NAME))
    (folder / "sửa" / f"{SAME_NAME} lan 1.xlsx").write_bytes(again)
    with zipfile.ZipFile(folder / "gui lai.zip", "w") as archive:
        archive.writestr("Q. Long Bien.xlsx", typed_over(first.book(ZIPPED), mended(ZIPPED)))
    half = {a: v for a, v in mended(HALF).items() if a in ("HTX!M8", "HTX!C9")}
    half = typed_over(first.book(HALF), half)
    (folder / f"{HALF} lan 2.xlsx").write_bytes(half)
    (folder / f"{OLD} lan 2.xlsx").write_bytes(typed_over(first.book(OLD), mended(OLD)))
    emptied = {f"HTX!{get_column_letter(c)}11": None for c in range(1, 35)}
    managers = {f"Nữ quản lý!{letter}11": None for letter in "ABCDEFGHIJ"}
    three = {a: v for a, v in mended(EMPTIED).items() if a != "HTX!O11"}
    left = typed_over(first.book(EMPTIED), three | emptied | managers)
    (folder / f"{EMPTIED} lan 2.xlsx").write_bytes(left)
    return ran(folder)


@pytest.fixture(scope="module")
def truth(tmp_path_factory) -> Round:
    """What the units should have sent."""
    units = (SAME_NAME, ZIPPED, HALF, SIGNED, OLD)
    return ran(tmp_path_factory.mktemp("truth"), *map(good, units))


# --- who gets one ----------------------------------------------------------------------------


def test_only_a_unit_that_must_correct_gets_a_workbook(first):
    assert first.found(FAULTY) == ERRORS
    wrong = {code for code, state in first.units().items() if state == "needs_correction"}
    assert CLEAN not in wrong
    assert {name[:4] for name in first.books} == wrong - {CONFLICT}
    assert "D001-ba-dinh.xlsx" in first.books


def test_a_conflict_and_a_file_that_cannot_be_placed_get_none(first):
    assert first.files()["a.xlsx"] == first.files()["b.xlsx"] == "conflict"
    assert first.units()[CONFLICT] == "needs_correction"
    assert first.files()["D021 lan 1.xlsx"] == "needs_correction"
    assert not [name for name in first.books if name.startswith((CONFLICT, "D021"))]


def test_the_same_file_gives_the_same_bytes_whoever_else_has_sent(book, tmp_path):
    assert ran(tmp_path, faulty()).books == {"D001-ba-dinh.xlsx": book}


def test_a_unit_finds_nothing_of_another(first):
    for unit in (FAULTY, HALF):
        others = re.findall(r"HTX số \d (D\d{3})", all_text(first.book(unit)))
        assert set(others) == {unit}


def all_text(data):
    """Every part of a workbook as text."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return "\n".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())


# --- what it looks like ----------------------------------------------------------------------


def test_the_list_comes_first_and_is_the_only_sheet_in_hand(book):
    opened = load_workbook(BytesIO(book))
    titles = [s.title for s in plan().sheets]
    assert opened.sheetnames == [TO_FIX, GUIDE, *titles, CHECK, LISTS, META, LIVE, MARKS]
    assert opened.active.title == TO_FIX
    assert [s.title for s in opened if s.sheet_view.tabSelected] == [TO_FIX]
    assert {s.title for s in opened if s.sheet_state != "visible"} == {LISTS, META, LIVE, MARKS}
    for sheet in plan().sheets:
        linked = (c.hyperlink for row in opened[sheet.title] for c in row if c.hyperlink)
        assert f"'{TO_FIX}'!A1" in {link.location for link in linked}, sheet.title
    notes = {c.coordinate: c.comment.text for row in opened["HTX"] for c in row if c.comment}
    wanted = {cell for _, cell, _ in ERRORS}
    assert {a for a, text in notes.items() if text.startswith("CẦN SỬA")} == wanted
    help_text = "Nhập “Tổng số thành viên chính thức” vào ô này."
    assert notes["O11"] == f"CẦN SỬA (GEN-01)\nBắt buộc nhập.\n→ {help_text}"


def test_each_finding_says_where_why_and_what_to_do(book):
    lines = list_of(book)
    assert [(line[1], line[5]) for line in lines if line[4] == "Phải sửa"] == [
        ("M8", "GEN-10"),
        ("C9", "HTX-02"),
        ("I10", "GEN-02"),
        ("O11", "GEN-01"),
    ]
    assert lines[0][:4] == (
        "Trong đó: nữ",
        "M8",
        "Số nữ quản lý (9) lớn hơn tổng số người quản lý, điều hành (3).",
        "Kiểm tra lại hai cột; số nữ không được vượt tổng số.",
    )
    rows = rows_of(book, TO_FIX)
    said = " ".join(str(v) for n in range(1, 7) for v in rows[n].values())
    assert "CÒN 4 ĐIỂM PHẢI SỬA" in said
    assert "HTX: 5 dòng, dùng được 1" in said
    assert "Lần gửi mới: 2 (thay cho lần 1)" in said


def test_warnings_stand_below_errors(first):
    states = [line[4] for line in list_of(first.book(BESIDE))]
    order = ["Phải sửa", "Nên xem lại", "Giữ ở trang Phụ lục", "Ghi nhận"]
    assert [s for s in states if s == "Phải sửa"] == states[: states.count("Phải sửa")]
    assert set(states) <= set(order)


def test_a_fault_down_a_column_is_one_line_and_of_very_many_the_pattern_is_named_first(first):
    book = first.book(MANY)
    line = list_of(book)[0]
    assert (line[1], line[5]) == ("C7 … C226", "HTX-01")
    assert line[2].startswith("220 ô, ví dụ: mã số phải có 10 chữ số, đang là “mã 0”.")
    heads = [str(r.get(1)) for r in rows_of(book, TO_FIX).values()]
    pattern = "Nhiều nhất là cột “Mã số HTX (mã số thuế)”: 220 ô"
    assert pattern in next(h for h in heads if h.startswith("HTX: "))


def test_old_programs_can_work_out_every_formula(book):
    found = re.findall(r"<f[^>]*>([^<]*)</f>|<formula>([^<]*)</formula>", all_text(book))
    written = [a or b for a, b in found]
    assert max(map(len, written)) <= 8192
    plain = re.sub(r"&quot;.*?&quot;", "", " ".join(written))
    younger = {"TEXTJOIN", "CONCAT", "IFS", "XLOOKUP", "FILTER", "MAXIFS", "LET", "UNIQUE"}
    assert not set(re.findall(r"([A-Z][A-Z0-9.]+)\(", plain)) & younger


# --- nothing is lost -------------------------------------------------------------------------


def test_values_stand_where_they_stood(book):
    rows = rows_of(book, "HTX")
    assert [[rows[r].get(c) for c in (2, 3, 9, 13, 15)] for r in range(7, 12)] == [
        ["HTX số 0 D001", codes(FAULTY)[0], "Đang hoạt động", 1, 12],
        ["HTX số 1 D001", codes(FAULTY)[1], "Đang hoạt động", 9, 12],
        ["HTX số 2 D001", "0199990012", "Đang hoạt động", 1, 12],
        ["HTX số 3 D001", codes(FAULTY)[3], "Đang hoạt độg", 1, 12],
        ["HTX số 4 D001", codes(FAULTY)[4], "Đang hoạt động", 1, None],
    ]
    assert rows[7][5] == datetime(2020, 3, 12)
    assert APPENDIX not in load_workbook(BytesIO(book)).sheetnames


def test_what_could_not_be_read_is_put_back_as_it_was_typed(first, second):
    rows = rows_of(first.book(TYPED), "HTX")
    assert (rows[7][12], rows[7][15], rows[8][5]) == ("khoảng 20", 1.5, "31/02/2025")
    assert (rows[8][13], rows[9][19]) == (datetime(2025, 1, 9), "50%")
    assert (rows[9][16], rows[9][18]) == (True, "#DIV/0!")
    assert (rows[30][2], rows.get(11)) == ("HTX số 4 D007", None)
    before = first.found(TYPED)
    assert {"L7", "O7", "E8", "M8", "S9", "P9", "R9"} <= {cell for _, cell, _ in before}
    assert second.found(TYPED) == before


def test_what_was_read_without_a_word_is_stored_as_the_template_stores_it(first):
    """The live checks would mark it otherwise, and the unit would have to mend what is right."""
    row = rows_of(first.book(SILENT), "HTX")[7]
    assert (row[12], row[9], row[3]) == (3, "Đang hoạt động", codes(SILENT)[0])
    assert row[5] == datetime(2020, 3, 12)


def test_numbers_of_citizens_are_masked_and_one_that_stood_alone_is_asked_for_again(first, second):
    text = all_text(first.book(BESIDE))
    assert CITIZEN not in text
    assert f"Liên hệ {STARS}" in text
    asked = [[cell for _, cell, code in one.found(BESIDE) if code == "GEN-11"]
             for one in (first, second)]  # fmt: skip
    assert [[cell[-1] for cell in cells] for cells in asked] == [["7", "8"], ["8"]]


def test_what_has_no_place_is_in_the_appendix_and_stays_there(first, second):
    kept = [list(r.values()) for r in rows_of(first.book(BESIDE), APPENDIX).values()]
    assert [8, "HTX số 1 D009", "hỏi lại chị Hoa"] in kept
    assert [9, "HTX số 2 D009", datetime(2025, 5, 4)] in kept
    assert [12, "dòng tổng cộng", "Tổng cộng", 99] in kept
    assert [2, "Việc riêng của quận", 12.5] in kept
    assert ["F2", "Gửi lần đầu ngày 16"] in kept
    assert {"Người lập biểu", "Nguyễn Thị Mẫu"} <= {v for row in kept for v in row}
    assert [list(r.values()) for r in rows_of(second.book(BESIDE), APPENDIX).values()] == kept
    codes = {code for _, _, code in second.found(BESIDE, "error", "warning", "info")}
    assert not codes & {"FIL-07", "FIL-09", "FIL-12", "FIL-13", "FIL-17", "FIL-29"}


def test_what_is_said_of_the_appendix_leads_there_and_is_settled_only_where_it_is(first):
    lines = {line[5]: line for line in list_of(first.book(BESIDE))}
    for code, subject, state in (
        ("FIL-17", "Cả biểu", "Giữ ở trang Phụ lục"),
        ("FIL-12", "Cả dòng", "Giữ ở trang Phụ lục"),
        ("FIL-13", "Trong đó: nữ", "Nên xem lại"),
    ):
        assert (lines[code][0], lines[code][1], lines[code][4]) == (subject, APPENDIX, state)


def test_a_row_below_the_signature_is_a_row_again(first, second, truth):
    assert ("cooperatives", "14", "FIL-24") in first.found(SIGNED)
    assert "Đã chuyển vào bảng" in [line[4] for line in list_of(first.book(SIGNED))]
    assert second.units()[SIGNED] == "valid"
    assert second.figures(SIGNED) == truth.figures(SIGNED)


def test_a_return_of_another_template_gets_its_values_in_the_present_one(first, second, truth):
    assert "FIL-05" in {code for _, _, code in first.found(OLD, "warning")}
    book = first.book(OLD)
    stamp = {r[1]: r.get(2) for r in rows_of(book, META).values()}
    assert stamp["form"] == form_hash(plan(), plan().period("2025-H1"))
    kept = rows_of(book, APPENDIX)
    assert {"Cột của mẫu cũ", "giá trị cũ"} <= {v for row in kept.values() for v in row.values()}
    assert second.units()[OLD] == "valid"
    assert second.figures(OLD) == truth.figures(OLD)


# --- sent again ------------------------------------------------------------------------------


def test_sent_back_unmended_it_gives_the_same_findings(first, second):
    assert second.files()["D001 lan 1.xlsx"] == "superseded"
    for unit in (FAULTY, MANY):
        both = (unit, "error", "warning", "info")
        assert second.found(*both) == first.found(*both)


@pytest.mark.parametrize("unit", [SAME_NAME, ZIPPED])
def test_mended_it_is_valid_in_one_round_and_its_figures_are_the_truth(unit, second, truth):
    assert second.units()[unit] == "valid"
    assert second.files()[f"{unit} lan 1.xlsx"] == "superseded"
    assert not [name for name in second.books if name.startswith(unit)]
    assert second.figures(unit) == truth.figures(unit)


def test_half_mended_only_the_other_half_comes_again(second, truth, tmp_path):
    assert second.found(HALF) == [e for e in ERRORS if e[1] in ("I10", "O11")]
    rest = {a: v for a, v in mended(HALF).items() if a in ("HTX!I10", "HTX!O11")}
    (tmp_path / "lan 3.xlsx").write_bytes(typed_over(second.book(HALF), rest))
    third = ran(tmp_path)
    assert third.units() == {HALF: "valid"}
    assert third.outcome.returns[0].submission == 3
    assert third.figures(HALF) == truth.figures(HALF)


def test_the_number_is_raised_above_every_number_of_the_unit(first):
    where = layout(plan()).form
    form = rows_of(first.book(NUMBERED), where.title)
    assert form[where.rows["submission_no"]][where.input_column] == 5


def test_row_keys_are_no_data(book, second):
    rows = rows_of(book, "HTX")
    column = next(c for c, v in rows[5].items() if v == ROW_KEY)
    assert [rows[r][column] for r in range(7, 12)] == [7, 8, 9, 10, 11]
    assert ROW_KEY not in rows_of(book, "THT")[5].values()
    assert second.units()[EMPTIED].startswith("valid")  # a row with nothing but its key
    (counted,) = [
        s
        for r in second.outcome.returns
        if r.unit == EMPTIED and r.counts
        for s in r.sheets
        if s.sheet == "cooperatives"
    ]
    assert (counted.rows_seen, counted.accepted) == (4, 4)


# --- in other processes ----------------------------------------------------------------------


@pytest.mark.thorough
def test_other_processes_write_the_same_bytes(first):
    with written_meanwhile(first.outcome, first.found_files, 2) as written:
        assert written() == first.books


def test_what_a_process_did_not_live_to_write_is_written_here(first):
    tasks = _tasks(first.outcome, first.found_files)[:2]
    died = Future()
    died.set_exception(BrokenExecutor())
    made = _collected(plan(), [tasks], [died])
    assert made == dict(list(first.books.items())[:2])


def test_a_file_that_has_changed_is_said(first, tmp_path):
    path = faulty().write(tmp_path)
    one = ran(tmp_path)
    path.write_bytes(first.book(FAULTY))
    with pytest.raises(Changed, match="D001"):
        corrections(one.outcome, one.found_files)


def test_what_the_officer_decided_before_still_holds(tmp_path):
    """A row keeps its number, so a waiver finds its cell again."""
    waiver = Waiver("GEN-10", FAULTY, "HTX", "M8", "đã kiểm tra qua điện thoại")
    known = replace(nothing_known(), decisions=Decisions(waivers=(waiver,)))
    one = ran(tmp_path, faulty(), known=known)
    assert one.found(FAULTY) == [e for e in ERRORS if e[1] != "M8"]
    rest = {a: v for a, v in mended(FAULTY).items() if a != "HTX!M8"}
    (tmp_path / "lan 2.xlsx").write_bytes(typed_over(one.book(FAULTY), rest))
    assert ran(tmp_path, known=known).found(FAULTY) == []


def test_other_processes_do_without_pandas():
    """Importing it takes as long as writing a dozen workbooks."""
    told = "import sys, consolidate.correction.written; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
