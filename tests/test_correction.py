"""The correction workbook as a file: what it holds, and what comes of it when it is sent again."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl import load_workbook

from consolidate.read import read_book
from consolidate.read.cells import TEXT
from consolidate.recognise.own_marks import ROW_KEY
from consolidate.sheet_names import APPENDIX, CHECK, GUIDE, LISTS, LIVE, MARKS, META, TO_FIX
from consolidate.template import build, layout
from tests.corrected import list_of, ran, typed_over
from tests.office import CODES, Return, cooperative, group, manager, plan, support

CITIZEN = "001085012345"


def raw(text):
    """Text in a cell as it stands, not a code of a list."""
    return (0, TEXT, text, 0, False)


def faulty(**changes):
    """A return of Ba Đình with four errors in four rows of cooperatives and one good row."""
    rows = [
        cooperative(0),
        cooperative(1, managers_women=9),
        cooperative(2, tax_code="0199990012"),
        cooperative(3, status=raw("Đang hoạt độg")),
        cooperative(4, members_total=None),
    ]
    names = [f"HTX Mẫu số {n}" for n in range(5)]
    managers = [manager(n, f"Trần Thị {n}") for n in names]
    tables = {"cooperatives": rows, "women_managers": managers, "support_actions": [support()]}
    return Return(**({"unit": "D001", "tables": tables} | changes))


def truth(**changes):
    """The same return as it should have been sent."""
    rows = [cooperative(n) for n in range(5)]
    return faulty(**({"tables": faulty().tables | {"cooperatives": rows}} | changes))


MENDED = {"HTX!M8": 1, "HTX!C9": CODES[2], "HTX!I10": "Đang hoạt động", "HTX!O11": 12}
ERRORS = [
    ("cooperatives", "C9", "HTX-02"),
    ("cooperatives", "I10", "GEN-02"),
    ("cooperatives", "M8", "GEN-10"),
    ("cooperatives", "O11", "GEN-01"),
]


def errors(one):
    """(sheet, cell, code) of the errors of a run."""
    return sorted((sheet, cell, code) for _, sheet, cell, code in one.found("error"))


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A run over a faulty and a good return."""
    return ran(tmp_path_factory.mktemp("first"), faulty(), truth(unit="D002", tables={}))


@pytest.fixture(scope="module")
def book(first):
    return first.books["D001-ba-dinh.xlsx"]


# --- who gets one ----------------------------------------------------------------------------


def test_only_a_unit_that_must_correct_gets_a_workbook(first):
    assert errors(first) == ERRORS
    assert first.units() == {"D001": "needs_correction", "D002": "valid"}
    assert list(first.books) == ["D001-ba-dinh.xlsx"]


def test_a_conflict_gets_none(tmp_path):
    one = ran(tmp_path, faulty(name="a.xlsx"), truth(name="b.xlsx"))
    assert set(one.states().values()) == {"conflict"}
    assert one.books == {}


def test_a_file_that_cannot_be_placed_gets_none(tmp_path):
    one = ran(tmp_path, faulty(form={"unit_code": None, "unit_name": "Hội LHPN nơi khác"}))
    assert set(one.states().values()) == {"needs_correction"}
    assert one.books == {}


def test_the_same_files_give_the_same_bytes(first, tmp_path):
    again = ran(tmp_path, faulty(), truth(unit="D002", tables={}))
    assert again.books == first.books


def test_a_unit_finds_nothing_of_another(tmp_path):
    ours, theirs = "HTX Chỉ có ở Ba Đình", "HTX Chỉ có ở Hoàn Kiếm"
    one = ran(
        tmp_path,
        Return("D001", tables={"cooperatives": [cooperative(0, org_name=ours, members_women=99)]}),
        Return("D002", tables={"cooperatives": [
            cooperative(1, org_name=theirs, commune_code="00037", members_women=99)]}),
    )  # fmt: skip
    texts = {name: all_text(data) for name, data in one.books.items()}
    assert ours in texts["D001-ba-dinh.xlsx"]
    assert theirs not in texts["D001-ba-dinh.xlsx"]
    assert theirs in texts["D002-hoan-kiem.xlsx"]
    assert ours not in texts["D002-hoan-kiem.xlsx"]


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


def test_each_finding_says_where_why_and_what_to_do(book):
    lines = list_of(book)
    assert [(place, code, state) for _, place, _, _, state, code in lines if state == "Phải sửa"] == [
        ("M8", "GEN-10", "Phải sửa"),
        ("C9", "HTX-02", "Phải sửa"),
        ("I10", "GEN-02", "Phải sửa"),
        ("O11", "GEN-01", "Phải sửa"),
    ]  # fmt: skip
    assert lines[0][:4] == (
        "Trong đó: nữ",
        "M8",
        "Số nữ quản lý (9) lớn hơn tổng số người quản lý, điều hành (3).",
        "Kiểm tra lại hai cột; số nữ không được vượt tổng số.",
    )
    head = load_workbook(BytesIO(book))[TO_FIX]
    said = " ".join(str(c.value) for row in head["A1:A6"] for c in row)
    assert "HTX: 5 dòng, dùng được 1" in said
    assert "Lần gửi mới: 2 (thay cho lần 1)" in said


def test_wrong_cells_carry_a_note_in_words(book):
    sheet = load_workbook(BytesIO(book))["HTX"]
    notes = {c.coordinate: c.comment.text for row in sheet for c in row if c.comment}
    assert {a for a, text in notes.items() if text.startswith("CẦN SỬA")} == {
        "M8", "C9", "I10", "O11",
    }  # fmt: skip
    assert notes["O11"] == "CẦN SỬA (GEN-01)\nBắt buộc nhập.\n→ Nhập “Tổng số thành viên chính thức” vào ô này."  # fmt: skip


def test_each_sheet_leads_back_to_the_list(book):
    opened = load_workbook(BytesIO(book))
    for sheet in plan().sheets:
        linked = (c.hyperlink for row in opened[sheet.title] for c in row if c.hyperlink)
        targets = {link.location for link in linked}
        assert f"'{TO_FIX}'!A1" in targets, sheet.title


def test_warnings_stand_below_errors(tmp_path):
    rows = [cooperative(0, revenue_ytd=5e8), cooperative(1, members_women=99)]
    lines = list_of(only(ran(tmp_path, Return("D001", tables={"cooperatives": rows}))))
    states = [line[4] for line in lines]
    assert states == sorted(states, key=["Phải sửa", "Nên xem lại", "Ghi nhận"].index)
    assert {"Phải sửa", "Nên xem lại"} <= set(states)


def only(one):
    (book,) = one.books.values()
    return book


# --- nothing is lost -------------------------------------------------------------------------


def test_values_stand_where_they_stood(book):
    sheet = load_workbook(BytesIO(book))["HTX"]
    typed = [[sheet.cell(r, c).value for c in (2, 3, 9, 13, 15)] for r in range(7, 12)]
    assert typed == [
        ["HTX Mẫu số 0", CODES[0], "Đang hoạt động", 1, 12],
        ["HTX Mẫu số 1", CODES[1], "Đang hoạt động", 9, 12],
        ["HTX Mẫu số 2", "0199990012", "Đang hoạt động", 1, 12],
        ["HTX Mẫu số 3", CODES[3], "Đang hoạt độg", 1, 12],
        ["HTX Mẫu số 4", CODES[4], "Đang hoạt động", 1, None],
    ]
    assert sheet["E7"].value == datetime(2020, 3, 12)


def test_a_blank_row_stays_a_blank_row(tmp_path):
    path = truth().write(tmp_path)
    opened = load_workbook(path)
    sheet = opened["HTX"]
    row = [c.value for c in sheet[11]]
    for column, value in enumerate(row, 1):
        sheet.cell(20, column).value = value
        sheet.cell(11, column).value = None
    sheet["M20"].value = 9
    opened.save(path)
    one = ran(tmp_path)
    assert errors(one) == [("cooperatives", "M20", "GEN-10")]
    again = load_workbook(BytesIO(only(one)))["HTX"]
    assert (again["B20"].value, again["B11"].value) == ("HTX Mẫu số 4", None)


def test_numbers_of_citizens_are_masked_and_asked_for_again(tmp_path):
    rows = [cooperative(0, note=CITIZEN, main_products=f"Rau, liên hệ {CITIZEN}")]
    one = ran(tmp_path, Return("D001", tables={"cooperatives": rows}))
    assert CITIZEN not in all_text(only(one))
    cells = load_workbook(BytesIO(only(one)))["HTX"]
    assert "*" * 12 in {c.value for c in cells[7]}
    assert f"Rau, liên hệ {'*' * 12}" in {c.value for c in cells[7]}
    (tmp_path / "lan 2.xlsx").write_bytes(only(one))
    note = next(cell for _, _, cell, code in one.found("error") if code == "GEN-11")
    assert ("cooperatives", note, "GEN-11") in errors(ran(tmp_path))


def test_what_was_read_without_a_word_is_stored_as_the_template_stores_it(tmp_path):
    """The live checks would mark it otherwise, and the unit would have to mend what is right."""
    path = truth().write(tmp_path)
    book = typed_over(path.read_bytes(), {
        "HTX!L7": "3", "HTX!I7": "ĐANG  HOẠT ĐỘNG", "HTX!C7": "0199 990 011", "HTX!E7": "12/03/2020",
        "HTX!M8": 9,
    })  # fmt: skip
    path.write_bytes(book)
    sheet = load_workbook(BytesIO(only(ran(tmp_path))))["HTX"]
    assert [sheet[a].value for a in ("L7", "I7", "C7", "E7")] == [
        3, "Đang hoạt động", CODES[0], datetime(2020, 3, 12),
    ]  # fmt: skip


def test_what_could_not_be_read_is_put_back_as_it_was_typed(tmp_path):
    typed = {
        "HTX!L7": "khoảng 20", "HTX!O7": 1.5, "HTX!E8": "31/02/2025", "HTX!M8": date(2025, 1, 9),
        "HTX!S9": 0.5, "HTX!P9": True, "HTX!Q9": "", "HTX!R9": "=1/0",
    }  # fmt: skip
    path = truth().write(tmp_path)
    opened = load_workbook(path)
    for address, value in typed.items():
        opened["HTX"][address[4:]].value = value
    opened["HTX"]["S9"].number_format = "0%"
    opened.save(path)
    path.write_bytes(with_error(path.read_bytes(), "R9", "#DIV/0!"))
    one = ran(tmp_path)
    before = {c for c in errors(one) if c[0] == "cooperatives"}
    assert {cell for _, cell, _ in before} >= {"L7", "O7", "E8", "M8", "S9", "P9", "Q9", "R9"}
    sheet = load_workbook(BytesIO(only(one)))["HTX"]
    assert [sheet[a].value for a in ("L7", "O7", "E8", "M8", "S9", "P9", "R9")] == [
        "khoảng 20", 1.5, "31/02/2025", datetime(2025, 1, 9), "50%", True, "=#DIV/0!",
    ]  # fmt: skip
    (tmp_path / "lan 2.xlsx").write_bytes(only(one))
    after = {c for c in errors(ran(tmp_path)) if c[0] == "cooperatives"}
    assert after == before


def with_error(data, address, error):
    """The workbook with an error stored in a cell of the sheet HTX, as Excel would."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            pattern = rf'<c r="{address}"([^>]*)><f>[^<]*</f><v ?/>(</v>)?</c>'.encode()
            stored = rf'<c r="{address}"\1 t="e"><f>1/0</f><v>{error}</v></c>'.encode()
            if name.startswith("xl/worksheets/"):
                part = re.sub(pattern, stored, part)
            new.writestr(name, part)
    return stream.getvalue()


def test_rows_that_are_no_data_extra_columns_and_sheets_are_in_the_appendix(tmp_path):
    path = faulty().write(tmp_path)
    opened = load_workbook(path)
    sheet = opened["HTX"]
    last = sheet.max_column
    for column, value in ((2, "Tổng cộng"), (13, 99)):
        sheet.cell(12, column).value = value
    sheet.cell(14, 2).value = "Người lập biểu"
    sheet.cell(15, 2).value = "Nguyễn Thị Mẫu"
    column = next(c for c in range(1, 100) if sheet.cell(6, c).value is None)
    sheet.cell(6, column).value = "Ghi chú riêng"
    sheet.cell(8, column).value = "hỏi lại chị Hoa"
    sheet.cell(9, column).value = datetime(2025, 5, 4)
    other = opened.create_sheet("Danh sách riêng")
    other["B2"].value, other["C2"].value = "Việc riêng của quận", 12.5
    opened["Thông tin chung"]["F2"].value = "Gửi lần đầu ngày 16"
    opened.save(path)
    assert last
    one = ran(tmp_path)
    kept = load_workbook(BytesIO(only(one)))[APPENDIX]
    values = [[c.value for c in row if c.value is not None] for row in kept]
    assert [8, "HTX Mẫu số 1", "hỏi lại chị Hoa"] in values
    assert [9, "HTX Mẫu số 2", datetime(2025, 5, 4)] in values
    assert [12, "dòng tổng cộng", "Tổng cộng", 99] in values
    assert [2, "Việc riêng của quận", 12.5] in values
    assert ["F2", "Gửi lần đầu ngày 16"] in values
    assert {"Người lập biểu", "Nguyễn Thị Mẫu"} <= {v for row in values for v in row}
    (tmp_path / "lan 2.xlsx").write_bytes(only(one))
    second = ran(tmp_path)
    mine = [(s, c, code) for f, s, c, code in second.found("error", "warning") if f == "lan 2.xlsx"]
    assert sorted(mine) == ERRORS
    again = load_workbook(BytesIO(only(second)))[APPENDIX]
    kept_again = [[c.value for c in row if c.value is not None] for row in again]
    assert [row for row in values[3:] if row] == [row for row in kept_again[3:] if row]


def test_a_clean_appendix_is_no_appendix(book):
    assert APPENDIX not in load_workbook(BytesIO(book)).sheetnames


def test_a_row_below_the_signature_is_a_row_again(tmp_path):
    path = truth().write(tmp_path)
    opened = load_workbook(path)
    sheet = opened["HTX"]
    row = [c.value for c in sheet[11]]
    for column, value in enumerate(row, 1):
        sheet.cell(14, column).value = value
        sheet.cell(11, column).value = None
    sheet.cell(12, 2).value = "Người lập biểu"
    opened.save(path)
    one = ran(tmp_path)
    assert ("cooperatives", "14", "FIL-24") in errors(one)
    assert "Đã chuyển vào bảng" in [line[4] for line in list_of(only(one))]
    (tmp_path / "lan 2.xlsx").write_bytes(only(one))
    second = ran(tmp_path)
    assert second.units() == {"D001": "valid"}
    assert second.figures() == ran(tmp_path / "truth", truth()).figures()


def test_a_return_of_another_template_gets_its_values_in_the_present_one(tmp_path):
    path = faulty().write(tmp_path)
    opened = load_workbook(path)
    for row in opened["_meta"].iter_rows():
        if row[0].value in ("form", "version"):
            row[1].value = "0"
    sheet = opened["HTX"]
    head = {sheet.cell(5, c).value: c for c in range(1, sheet.max_column + 1)}
    sheet.delete_cols(head["revenue_ytd"])
    sheet.cell(5, head["note"] + 1).value = "old_field"
    sheet.cell(6, head["note"] + 1).value = "Cột của mẫu cũ"
    sheet.cell(7, head["note"] + 1).value = "giá trị cũ"
    opened.save(path)
    one = ran(tmp_path)
    assert "FIL-05" in {code for *_, code in one.found("warning")}
    stamp = {r[0].value: r[1].value for r in load_workbook(BytesIO(only(one)))["_meta"]}
    fresh = load_workbook(BytesIO(build(plan(), plan().period("2025-H1"), plan().unit("D001"))))
    assert stamp["form"] == {r[0].value: r[1].value for r in fresh["_meta"]}["form"]
    kept = load_workbook(BytesIO(only(one)))[APPENDIX]
    assert "giá trị cũ" in {c.value for row in kept for c in row}
    mended = typed_over(only(one), MENDED)
    (tmp_path / "lan 2.xlsx").write_bytes(mended)
    second = ran(tmp_path)
    assert second.units() == {"D001": "valid"}


# --- many findings ---------------------------------------------------------------------------


def test_a_fault_down_a_column_is_one_line_with_its_range(tmp_path):
    rows = [cooperative(0, org_name=f"HTX {n}", tax_code=f"mã {n}") for n in range(8)]
    lines = list_of(only(ran(tmp_path, Return("D001", tables={"cooperatives": rows}))))
    (line,) = [x for x in lines if x[5] == "HTX-01"]
    assert line[1] == "C7 … C14"
    assert line[2].startswith("8 ô, ví dụ: mã số phải có 10 chữ số, đang là “mã 0”.")


def test_of_very_many_findings_the_pattern_is_named_first(tmp_path):
    rows = [
        cooperative(
            0,
            org_name=f"HTX {n}",
            tax_code=f"mã {n}",
            managers_women=1 if n < 20 else 0,
            members_women=99 if n < 3 else 8,
        )
        for n in range(220)
    ]
    one = only(ran(tmp_path, Return("D001", tables={"cooperatives": rows})))
    sheet = load_workbook(BytesIO(one), data_only=True)[TO_FIX]
    heads = [r[0] for r in sheet.iter_rows(values_only=True) if str(r[0]).startswith("HTX: ")]
    assert "Nhiều nhất là cột “Mã số HTX (mã số thuế)”: 220 ô" in heads[0]
    assert list_of(one)[0][5] == "HTX-01"


# --- sent again ------------------------------------------------------------------------------


def test_sent_back_unmended_it_gives_the_same_findings(first, book, tmp_path):
    faulty().write(tmp_path)
    (tmp_path / "lan 2.xlsx").write_bytes(book)
    second = ran(tmp_path)
    assert second.states() == {"D001 lan 1.xlsx": "superseded", "lan 2.xlsx": "needs_correction"}
    ours = [
        (s, c, code)
        for f, s, c, code in second.found("error", "warning", "info")
        if f == "lan 2.xlsx"
    ]
    theirs = [(s, c, code) for f, s, c, code in first.found("error", "warning", "info")
              if f == "D001 lan 1.xlsx"]  # fmt: skip
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("way", ["beside", "same name", "zip"])
def test_mended_it_is_valid_in_one_round_and_the_totals_are_the_truth(book, way, tmp_path):
    folder = tmp_path / "returns"
    folder.mkdir()
    mended = typed_over(book, MENDED)
    old = faulty().write(folder)
    if way == "beside":
        (folder / "D001-ba-dinh.xlsx").write_bytes(mended)
    elif way == "same name":
        (folder / "moi").mkdir()
        (folder / "moi" / old.name).write_bytes(mended)
    else:
        with zipfile.ZipFile(folder / "gui lai.zip", "w") as archive:
            archive.writestr("D001-ba-dinh.xlsx", mended)
    second = ran(folder)
    assert second.units() == {"D001": "valid"}
    assert second.states()[old.name] == "superseded"
    assert second.books == {}
    assert second.figures() == ran(tmp_path / "truth", truth()).figures()


def test_half_mended_only_the_other_half_comes_again(book, tmp_path):
    faulty().write(tmp_path)
    half = dict(list(MENDED.items())[:2])
    (tmp_path / "lan 2.xlsx").write_bytes(typed_over(book, half))
    second = ran(tmp_path)
    assert [e for e in ERRORS if f"HTX!{e[1]}" not in half] == [
        (s, c, code) for f, s, c, code in sorted(second.found("error")) if f == "lan 2.xlsx"
    ]
    rest = {a: v for a, v in MENDED.items() if a not in half}
    (tmp_path / "lan 3.xlsx").write_bytes(typed_over(only(second), rest))
    third = ran(tmp_path)
    assert third.units() == {"D001": "valid"}
    assert third.figures() == ran(tmp_path / "truth", truth()).figures()


def test_the_number_is_raised_above_every_number_of_the_unit(tmp_path):
    one = ran(tmp_path, truth(submission=2), faulty(submission=4), truth(unit="D002", tables={}))
    where = layout(plan()).form
    form = load_workbook(BytesIO(only(one)))[where.title]
    assert form.cell(where.rows["submission_no"], where.input_column).value == 5


def test_row_keys_are_no_data(book):
    sheet = next(s for s in read_book(book).sheets if s.title == "HTX")
    keys = {c[0]: c[2] for c in sheet.rows[5]}
    column = max(keys)
    assert keys[column] == ROW_KEY
    assert [c[2] for row in range(7, 12) for c in sheet.rows[row] if c[0] == column] == [
        7.0, 8.0, 9.0, 10.0, 11.0,
    ]  # fmt: skip


def test_a_row_that_was_emptied_but_for_its_key_is_blank(book, tmp_path):
    emptied = {f"HTX!{openpyxl.utils.get_column_letter(c)}11": None for c in range(1, 35)}
    managers = {f"Nữ quản lý!{letter}11": None for letter in "ABCDEFGHIJ"}
    mended = {a: v for a, v in MENDED.items() if a != "HTX!O11"}
    (tmp_path / "lan 2.xlsx").write_bytes(typed_over(book, mended | emptied | managers))
    second = ran(tmp_path)
    assert second.units() == {"D001": "valid"}
    (sheet,) = [s for r in second.outcome.returns for s in r.sheets if s.sheet == "cooperatives"]
    assert (sheet.rows_seen, sheet.accepted) == (4, 4)


def test_old_programs_can_work_out_every_formula(book):
    texts = all_text(book)
    formulas = re.findall(r"<f[^>]*>([^<]*)</f>|<formula>([^<]*)</formula>", texts)
    written = [a or b for a, b in formulas]
    assert max(map(len, written)) <= 8192
    plain = re.sub(r"&quot;.*?&quot;", "", " ".join(written))
    functions = set(re.findall(r"([A-Z][A-Z0-9.]+)\(", plain))
    younger = {
        "TEXTJOIN",
        "CONCAT",
        "IFS",
        "XLOOKUP",
        "FILTER",
        "MAXIFS",
        "MINIFS",
        "LET",
        "UNIQUE",
    }
    assert not functions & younger


def test_group_and_manager_rows_have_keys_too(tmp_path):
    tables = {"cooperative_groups": [group(0, managers_women=9)], "union_officers": []}
    one = only(ran(tmp_path, Return("D001", tables=tables)))
    opened = load_workbook(BytesIO(one))
    assert ROW_KEY in {c.value for c in opened["THT"][5]}
    assert ROW_KEY not in {c.value for c in opened["HTX"][5]}
