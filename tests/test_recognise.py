"""Which sheet, which column, which line: what was read as what, and why; by position never."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.comments import Comment

from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.outcome import Outcome
from consolidate.read.cells import NUMBER, TEXT, Sheet
from consolidate.recognise.form import find_form
from consolidate.recognise.heads import find_head
from consolidate.recognise.titles import title_key, titles_of
from tests.office import Return, consolidated, cooperative, plan, said

OFFICERS = plan().sheet("union_officers")
HTX = plan().sheet("cooperatives")
FIELDS = [c.field for c in OFFICERS.shown]
TITLES = [c.title for c in OFFICERS.shown]
DATA = [1, "Lê Thị Ví Dụ", "Phó Chủ tịch", "Quận, huyện, thị xã", None, "Có", "Thành phố"]


def sheet(*rows, merges=(), first=1):
    """A sheet from rows of plain values; None is blank."""
    cells = {
        number: [
            (column, TEXT if isinstance(v, str) else NUMBER, v, 0, False)
            for column, v in enumerate(row, 1)
            if v is not None
        ]
        for number, row in enumerate(rows, first)
    }
    return Sheet("x", rows={n: c for n, c in cells.items() if c}, merges=merges)


def hows(head):
    return {c.field: c.how for c in head.columns}


# --- heads of tables -------------------------------------------------------------------------


def test_field_names_come_first_whatever_the_titles_say():
    head = find_head(sheet(FIELDS, ["cột " + "abcdefghi"[i] for i in range(9)], DATA), OFFICERS)
    assert set(hows(head).values()) == {"field_row"}
    assert head.by_field == {f: n for n, f in enumerate(FIELDS, 1)}


def test_without_names_titles_in_any_order():
    head = find_head(sheet(TITLES[::-1], DATA[::-1]), OFFICERS)
    assert set(hows(head).values()) == {"title"}
    assert head.by_field["full_name"] == 8
    assert head.missing == ()


def test_an_alias_and_a_near_title_are_told_apart_from_titles():
    titles = ["STT", "Họ tên", "Chức danh", "Cấp công tac", *TITLES[4:]]
    head = find_head(sheet(titles, DATA), OFFICERS)
    assert hows(head)["full_name"] == "alias"
    assert hows(head)["officer_level"] == "near"
    assert set(head.renamed) >= {"full_name", "position", "officer_level"}


def test_nothing_is_known_by_its_place():
    assert find_head(sheet(["a", "b", "c", "d", "e", "f", "g", "h", "i"], DATA), OFFICERS) is None
    one_missing = [*TITLES[:1], "Tên gọi khác hẳn", *TITLES[2:]]
    assert find_head(sheet(one_missing, DATA), OFFICERS).missing == ("full_name",)


def test_a_title_like_two_columns_is_none_of_them():
    titles = titles_of(HTX)
    assert titles.near("Trong đó: thành viên hoặc lao động nữ") is None
    assert titles.sure("Nữ quản lý") == ("managers_women", "alias")


def test_a_likeness_never_takes_what_another_column_says_outright():
    titles = [*TITLES, "Họ và tên  cũ"]
    head = find_head(sheet(titles, DATA), OFFICERS)
    assert head.by_field["full_name"] == 2
    assert head.extra == ((10, "Họ và tên cũ"),)


@pytest.mark.parametrize("names", [FIELDS, [None] * 9], ids=["names", "titles"])
def test_a_column_that_stands_twice_is_not_read(names):
    head = find_head(sheet([*names, names[1]], [*TITLES, TITLES[1]], DATA), OFFICERS)
    assert head.doubled == {"full_name": (2, 10)}
    assert "full_name" not in head.by_field


def test_a_title_of_another_column_contradicts_the_hidden_name():
    titles = TITLES.copy()
    titles[1], titles[2] = titles[2], titles[1]
    head = find_head(sheet(FIELDS, titles, DATA), OFFICERS)
    assert set(head.contradicted) == {"full_name", "position"}
    assert not {"full_name", "position"} & set(head.by_field)


def test_names_over_somebody_elses_table_are_not_believed():
    own = ["STT", "Xã, phường, thị trấn", "Họ và tên", "Chức vụ", "Cấp công tác"]
    head = find_head(sheet(FIELDS, own, DATA), OFFICERS)
    assert head.by_field["full_name"] == 3
    assert "trained_ytd" in head.missing


def test_a_short_title_over_its_own_column_contradicts_nothing():
    """ "Nữ" is an alias of another column, which is titled in its own place."""
    titles = [c.title for c in HTX.shown]
    names = [c.field for c in HTX.shown]
    titles[names.index("managers_women")] = "Nữ"
    head = find_head(sheet(names, titles, [1, "HTX"]), HTX)
    assert head.contradicted == {}
    assert head.renamed == ("managers_women",)


def test_a_head_of_two_rows_is_read_downwards():
    upper = ["TT", "Họ và", "Chức vụ", "Cấp công tác", "Xã, phường, thị trấn", "Tập huấn"]
    lower = [None, "tên", None, None, None, "Đã được tập huấn từ đầu năm", "Cấp tổ chức lớp"]
    merges = (*((1, c, 2, c) for c in (1, 3, 4, 5)), (1, 6, 1, 7))
    head = find_head(sheet(upper, lower, DATA, merges=merges), OFFICERS)
    assert (head.first, head.row) == (1, 2)
    assert head.by_field["full_name"] == 2
    assert head.by_field["trained_ytd"] == 6
    assert head.by_field["training_level"] == 7


def test_only_columns_that_left_their_neighbours_are_moved():
    order = ["row_no", "position", "full_name", *FIELDS[3:]]
    head = find_head(sheet([None, *order[:3], None, *order[3:]], DATA), OFFICERS)
    assert len(head.moved) == 1


def test_a_title_is_itself_in_any_case_order_of_accents_and_brackets():
    titles = titles_of(HTX)
    for text in (
        "MÃ SỐ HTX (MÃ SỐ THUẾ) (*)", "3. Mã số HTX", "(3) Mã số HTX (10 số)",
        "mã số  HTX\n(mã số thuế)",
    ):  # fmt: skip
        assert titles.sure(text) == ("tax_code", "title"), text


def test_every_title_and_alias_of_the_plan_names_its_own_column():
    for declared in plan().sheets:
        titles = titles_of(declared)
        for column in declared.shown:
            assert titles.sure(column.title) == (column.field, "title")
            for alias in column.aliases:
                assert titles.sure(alias)[0] == column.field, (declared.key, alias)
        assert len({title_key(c.title) for c in declared.shown}) == len(declared.shown)


def test_a_list_of_their_own_is_not_taken_for_a_sheet_that_is_blank(tmp_path):
    path = Return(tables={"cooperatives": [cooperative(0)]}).write(tmp_path)
    book = openpyxl.load_workbook(path)
    own = book.create_sheet("Ghi nhớ")
    own.append(["TT", "Nội dung", "Ghi chú"])
    own.append([1, "Gọi lại cho phường", "gấp"])
    book.save(path)
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    assert ("Ghi nhớ", 0, "FIL-07") in said(outcome)
    assert not {i.code for i in outcome.issues} & {"FIL-08", "FIL-09"}


# --- the form --------------------------------------------------------------------------------


def test_labels_that_look_like_a_field_do_not_take_it_from_its_own_line():
    rows = (["", "Đơn vị", "Hội LHPN thành phố"], ["unit_name", "Tên đơn vị báo cáo", "Hội X"])
    lines = {line.field: line for line in find_form(sheet(*rows), plan().form)}
    assert lines["unit_name"].row == 2
    assert lines["unit_name"].cell[2] == "Hội X"


def test_a_line_that_is_repeated_word_for_word_is_no_fault():
    row = ["submission_no", "Lần gửi", 2]
    lines = find_form(sheet(row, row, ["submission_no", "Lần gửi", 3]), plan().form)
    assert [(line.row, line.others) for line in lines] == [(1, (3,))]


# --- as the outcome tells it -----------------------------------------------------------------


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> Outcome:
    one = Return(tables={"cooperatives": [cooperative(0)]})
    return consolidated(tmp_path_factory.mktemp("read") / "x", one)


def test_the_outcome_says_which_column_was_read_as_what_and_why(outcome):
    (returned,) = outcome.returns
    read = {c.sheet: c.read_as for c in returned.sheets}
    assert [r.field for r in read["cooperatives"]] == [c.field for c in HTX.shown]
    assert {r.how for one in read.values() for r in one} == {"field_row"}
    assert read["cooperatives"][1].header.startswith("Tên hợp tác xã")


def test_a_district_in_the_period_of_communes_is_told_who_took_over(tmp_path):
    one = Return(tables={}, form={"period_code": "2025-Y-126"})
    outcome = consolidated(tmp_path / "x", one, period="2025-Y-126")
    assert ("", 0, "XP-05") in said(outcome)
    (issue,) = [i for i in outcome.issues if i.code == "XP-05"]
    heirs = dict(issue.facts)["successors"]
    assert "Hội LHPN phường Ba Đình" in heirs
    assert "Cầu Giấy" not in heirs


def test_a_commune_of_another_roster_is_told_its_successors(tmp_path):
    """Trúc Bạch passed whole to Ba Đình; a name that never was has no successor."""
    rows = [cooperative(0, commune_code="Phường Trúc Bạch"), cooperative(1, commune_code="Xã Ảo")]
    one = Return(unit="C00004", period="2025-Y-126", tables={"cooperatives": rows})
    outcome = consolidated(tmp_path / "x", one, period="2025-Y-126")
    facts = {i.place.row: dict(i.facts) for i in outcome.issues if i.code == "GEN-02"}
    assert facts[7]["suggest"] == " “Phường Trúc Bạch” nay thuộc Phường Ba Đình."
    assert "nay thuộc" not in facts[8]["suggest"]


def test_notes_are_quoted_whole_and_no_personal_number_in_them(tmp_path):
    path = Return(tables={"cooperatives": [cooperative(0)]}).write(tmp_path)
    book = openpyxl.load_workbook(path)
    book["HTX"]["S7"].comment = Comment("Hai chị nghỉ sinh\nCCCD 001185012345", "Người Ví Dụ")
    book["Cán bộ Hội"]["B7"].comment = Comment("Chị ở số 5 phố Ví Dụ", "Người Ví Dụ")
    book.save(path)
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    quoted = {i.place.cell: dict(i.facts)["value"] for i in outcome.issues if i.code == "FIL-29"}
    assert quoted == {"S7": "Hai chị nghỉ sinh CCCD ************", "B7": "(không ghi lại)"}


def suggested(tmp_path, name="bao cao.xlsx", **cells):
    """What is suggested for a return whose form was spoilt and whose stamp is gone."""
    tables = {"cooperatives": [cooperative(0), cooperative(1), cooperative(2)]}
    path = Return(tables=tables, name=name).write(tmp_path)
    book = openpyxl.load_workbook(path)
    del book["_meta"]
    book.custom_doc_props.props.clear()
    form = book["Thông tin chung"]
    lines = {form.cell(row, 1).value: row for row in range(1, 40)}
    for field, value in cells.items():
        form.cell(lines[field], 3).value = value
    book.save(path)
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    assert outcome.returns[0].unit is None
    (question,) = [q for q in outcome.questions if q.kind == "which_unit"]
    return question.suggestion


def test_the_communes_of_its_rows_suggest_whose_return_it_is(tmp_path):
    assert suggested(tmp_path, unit_code=None, unit_name=None).startswith("D001")


def test_a_form_that_contradicts_itself_is_settled_by_what_the_file_holds(tmp_path):
    assert suggested(tmp_path, unit_code="D002").startswith("D001")


def test_voices_that_are_divided_suggest_nobody(tmp_path):
    name = "Hoan Kiem.xlsx"
    assert suggested(tmp_path, name, unit_code=None, unit_name=None) == ""


def older_template(path):
    """The return as a template of other columns and sheets would give it."""
    book = openpyxl.load_workbook(path)
    htx, places = book["HTX"], {c.value: c.column for c in book["HTX"][5]}
    htx.cell(6, places["sector"]).value = "Ngành nghề"
    htx.cell(5, places["note"]).value = "charter_capital"
    htx.cell(6, places["note"]).value = "Vốn điều lệ"
    book.remove(book["THT"])
    for row in book["_meta"].iter_rows():
        if row[0].value in ("form", "version"):
            row[1].value = "0"
    book.save(path)


def test_an_older_template_is_read_and_its_differences_are_said(tmp_path):
    older_template(Return(tables={"cooperatives": [cooperative(0)]}).write(tmp_path))
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    (one,) = (i for i in outcome.issues if i.code == "FIL-05")
    assert dict(one.facts)["unlike"] == (
        "thiếu biểu “THT”; biểu “HTX” thiếu cột “Ghi chú”, có thêm cột “Vốn điều lệ”, "
        "ghi cột “Lĩnh vực hoạt động chính” là “Ngành nghề”"
    )
    assert outcome.tables["cooperatives"]["org_name"].tolist() == ["HTX Mẫu số 0"]


def test_a_form_that_differs_by_its_lists_alone_is_said_so(tmp_path):
    path = Return(tables={"cooperatives": [cooperative(0)]}).write(tmp_path)
    book = openpyxl.load_workbook(path)
    next(r for r in book["_meta"].iter_rows() if r[0].value == "form")[1].value = "0"
    book.save(path)
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    (one,) = (i for i in outcome.issues if i.code == "FIL-05")
    assert "danh mục" in dict(one.facts)["unlike"]
