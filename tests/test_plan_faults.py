"""Every fault of a plan folder: one readable line, with file and line, all of them at once."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from consolidate.plan import PlanError, PlanFault, load_plan

SMALL = Path(__file__).parent / "plans" / "small"
PLAN, LISTS, FORMS = "plan.toml", "lists.toml", "forms.toml"
COVER, GROUPS, LOANS = "sheets/cover.toml", "sheets/groups.toml", "sheets/loans.toml"
UNITS = "units.csv"


@dataclass(frozen=True)
class Edit:
    """A change of one file (`old` stands once in it), and where and with what word it is met.

    `at` is a text of the line that is named; without it the first line of `new`.
    """

    file: str
    old: str
    new: str
    word: str
    at: str = ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "plan"))


def change(folder: Path, edit: Edit) -> int:
    """Apply an edit; the line (from 1) on which its fault must be reported."""
    path = folder / edit.file
    text = path.read_text(encoding="utf-8")
    assert text.count(edit.old) == 1, f"{edit.old!r} stands {text.count(edit.old)} times"
    text = text.replace(edit.old, edit.new)
    path.write_text(text, encoding="utf-8", newline="\n")
    wanted = edit.at or edit.new.strip("\n").splitlines()[0]
    assert wanted in text
    return text[: text.index(wanted)].count("\n") + 1


def faults_of(folder: Path) -> tuple[PlanFault, ...]:
    with pytest.raises(PlanError) as caught:
        load_plan(folder)
    return caught.value.faults


FAULTS = {
    # --- keys and kinds of values
    "misspelt key": Edit(LOANS, "nil_field = ", "nil_feild = ", "có phải “nil_field”"),
    "misspelt key of a column": Edit(
        LOANS, 'aliases = ["Hộ vay"]', 'alias = ["Hộ vay"]', "có phải “aliases”"
    ),
    "misspelt key of a rule": Edit(
        GROUPS, 'code = "TO-01"\nseverity', 'code = "TO-01"\nserverity', "“severity”", "serverity"
    ),
    "misspelt key of an inline table": Edit(
        PLAN, 'distinct = "household" }', 'distint = "household" }', "có phải “distinct”", "distint"
    ),
    "misspelt flag of a value": Edit(
        LISTS, "is_out = true, is_late", "is_out = true, is_lat", "có phải “is_late”", "is_lat ="
    ),
    "unknown type": Edit(
        LOANS, 'type = "choice"\nlist = "purposes"', 'type = "chioce"\nlist = "purposes"', "choice"
    ),
    "a severity that is none": Edit(
        LOANS,
        'code = "VAY-01"\nseverity = "error"',
        'code = "VAY-01"\nseverity = "eror"',
        "có phải “error”",
        '"eror"',
    ),
    "text for a truth value": Edit(
        LOANS, "required = true\npersonal", 'required = "yes"\npersonal', "true hoặc false"
    ),
    "one for true": Edit(
        LOANS, "month_only_allowed = true", "month_only_allowed = 1", "true hoặc false"
    ),
    "a number as text": Edit(PLAN, "at_least = 8", 'at_least = "8"', "số"),
    "a date that is text": Edit(PLAN, "due = 2026-04-05", 'due = "sớm"', "ngày"),
    "a text that is a number": Edit(PLAN, 'version = "3"', "version = 3", "ngoặc kép"),
    "a table for a text": Edit(PLAN, 'place = "Ví Dụ"', "place = { a = 1 }", "ngoặc kép"),
    "a list for a text": Edit(LOANS, 'title = "Khoản vay"', 'title = ["Khoản vay"]', "ngoặc kép"),
    "a text for a list": Edit(
        PLAN, 'optional = ["office"]\npace = 0.25', 'optional = "office"\npace = 0.25', "danh sách"
    ),
    "a field with capitals": Edit(LOANS, 'field = "paid_on"', 'field = "PaidOn"', "chữ thường"),
    "a code with blanks": Edit(PLAN, 'code = "G4"', 'code = "G 4"', "không dấu"),
    "a pace over one": Edit(PLAN, "pace = 0.25", "pace = 25", "không quá 1"),
    "missing message": Edit(
        LOANS,
        'message = "Còn phải trả {outstanding}, lớn hơn số vốn vay {amount}."\n',
        "",
        "“message”",
        '[[rule]]\ncode = "VAY-01"',
    ),
    "missing help": Edit(
        GROUPS, 'help = "Kiểm tra lại hai cột."\n', "", "“help”", '[[rule]]\ncode = "GEN-10"'
    ),
    "blank message": Edit(
        GROUPS,
        'message = "Tổ “{group_name}” chưa có khoản vay nào đã chi."',
        'message = " "',
        "còn trống",
    ),
    "missing part of the document": Edit(PLAN, 'place = "Ví Dụ"\n', "", "“place”", "[document]"),
    # --- names that must be declared
    "a rule that names no column": Edit(
        LOANS, "require = 'outstanding <= amount'", "require = 'outstanding <= amuont'", "amuont"
    ),
    "a rule of two kinds": Edit(
        LOANS, "require = 'outstanding <= amount'", "require = 'outstanding <= paid_on'", "ngày"
    ),
    "a rule that is no truth value": Edit(
        LOANS, "require = 'outstanding <= amount'", "require = 'amount'", "đúng/sai"
    ),
    "a rule that does not parse": Edit(
        LOANS, "require = 'outstanding <= amount'", "require = 'outstanding <= '", "cú pháp"
    ),
    "an unknown code of a list": Edit(
        GROUPS,
        'count("loans", loan_state.is_out) > 0\'',
        'count("loans", loan_state == "gone") > 0\'',
        "gone",
    ),
    "a sheet that a rule names": Edit(
        COVER, 'rows("loans", true)', 'rows("loan", true)', "có biểu “loan”", 'loan"'
    ),
    "a fact that names no column": Edit(
        LOANS, 'from = "year_start"', 'from = "year_begin"', "year_begin"
    ),
    "a condition of a column": Edit(
        LOANS, "required_when = 'loan_state.is_out'", "required_when = 'loan_state.is_in'", "is_in"
    ),
    "a derived field": Edit(
        LOANS, "amount >= settings.least_amount", "amount >= settings.least_amuont", "least_amount"
    ),
    "an identity": Edit(
        GROUPS, '[["name_key(group_name)"]]', '[["name_key(groupname)"]]', "groupname"
    ),
    "a target's condition": Edit(
        PLAN, "of = 'loan_state.is_late'", "of = 'loan_state.is_lost'", "is_lost"
    ),
    "a target's value": Edit(
        PLAN, "value = 'amount', where", "value = 'purpose', where", "cần một số"
    ),
    "a form's condition": Edit(
        FORMS, "where = 'loan_state.is_late'", "where = 'loan_state.is_lost'", "is_lost"
    ),
    "a form's computed column": Edit(FORMS, "sum = 'amount'", "sum = 'amont'", "amont"),
    "blame of no column": Edit(
        LOANS, 'blame = "outstanding"', 'blame = "outstandng"', "có phải “outstanding”"
    ),
    "a list that does not exist": Edit(
        LOANS, 'list = "purposes"', 'list = "purpose"', "có phải “purposes”"
    ),
    "a reference to no sheet": Edit(
        LOANS, 'refers_to = ["groups"]', 'refers_to = ["group"]', "có phải “groups”"
    ),
    "a reference to the form": Edit(
        LOANS, 'refers_to = ["groups"]', 'refers_to = ["cover"]', "không phải là bảng"
    ),
    "a reference without a label": Edit(
        LOANS, 'refers_to = ["groups"]', 'refers_to = ["visits"]', "label"
    ),
    "label of no column": Edit(GROUPS, 'label = "group_name"', 'label = "name"', "“name”"),
    "tick of no line": Edit(LOANS, 'nil_field = "no_loans"', 'nil_field = "no_loan"', "no_loans"),
    "a target's sheet": Edit(
        PLAN, 'sum = { sheet = "visits"', 'sum = { sheet = "visit"', "có phải “visits”"
    ),
    "a target's identity": Edit(
        PLAN, 'distinct = "household"', 'distinct = "house"', "có phải “household”"
    ),
    "a form's target": Edit(
        FORMS,
        'kind = "units"\ntargets = ["G1", "G2", "G3", "G4"]',
        'kind = "units"\ntargets = ["G1", "G9"]',
        "“G9”",
        '"G9"',
    ),
    "a form's column": Edit(
        FORMS, 'columns = ["group_name", "purpose"', 'columns = ["group_name", "propose"', "purpose"
    ),
    "a form's group": Edit(FORMS, 'group_by = "purpose"', 'group_by = "porpose"', "purpose"),
    "a field of the form sheet": Edit(PLAN, 'cutoff = "as_of"', 'cutoff = "as_off"', "as_of"),
    "unknown sheet in sheet_order": Edit(
        PLAN,
        '["cover", "groups", "loans", "visits"]',
        '["cover", "groups", "loans", "visit"]',
        "có phải “visits”",
        "sheet_order",
    ),
    "a period's level": Edit(
        PLAN,
        'units = "branch"\noptional = ["office"]\npace = 0.25',
        'units = "branches"\noptional = ["office"]\npace = 0.25',
        "có phải “branch”",
    ),
    "an example's field": Edit(PLAN, "amount = 12.5", "ammount = 12.5", "có phải “amount”"),
    "an example's code": Edit(PLAN, 'purpose = "seed"', 'purpose = "sead"', "có phải “seed”"),
    "a sentence's quotation": Edit(
        PLAN, "đạt {rate} kế hoạch", "đạt {rates} kế hoạch", "có phải “rate”", "{rates}"
    ),
    "a message's quotation": Edit(
        LOANS, "số vốn vay {amount}.", "số vốn vay {amounts}.", "có phải “amount”", "{amounts}"
    ),
    "a message's brace": Edit(
        LOANS, "số vốn vay {amount}.", "số vốn vay {amount.", "ngoặc nhọn", "{amount."
    ),
    # --- what stands twice
    "two units": Edit(UNITS, "B03,Bến Cát", "B02,Bến Cát", "hai lần", "B02,Bến Cát"),
    "two periods": Edit(
        PLAN, 'code = "2026-Q4"', 'code = "2026-Q1"\n', "hai lần", 'code = "2026-Q1"\n\n'
    ),
    "two targets": Edit(PLAN, 'code = "G2"\n', 'code = "G1" \n', "hai lần", 'code = "G1" '),
    "two settings": Edit(PLAN, 'code = "S-2"\n', 'code = "S-1" \n', "hai lần", 'code = "S-1" '),
    "two setting fields": Edit(
        PLAN, 'field = "least_amount"', 'field = "visits" ', "hai lần", 'field = "visits" '
    ),
    "two levels": Edit(PLAN, 'code = "office"', 'code = "branch" ', "hai lần", 'code = "branch" '),
    "two columns": Edit(
        LOANS, 'field = "outstanding"', 'field = "amount" ', "hai lần", 'field = "amount" '
    ),
    "a column and a derived field": Edit(
        LOANS, 'field = "is_paid_out"', 'field = "amount" ', "hai lần", 'field = "amount" '
    ),
    "two lists": Edit(
        LISTS, 'code = "quarters"', 'code = "yes_no" ', "hai lần", 'code = "yes_no" '
    ),
    "two codes of a list": Edit(
        LISTS, '{ code = "water"', '{ code = "seed" ', "hai lần", 'code = "seed" '
    ),
    "two values that read alike": Edit(LISTS, '"Nhà màng"', '"mua giống"', "đã dùng cho mã “seed”"),
    "two forms": Edit(FORMS, 'number = "2"', 'number = "1" ', "hai lần", 'number = "1" '),
    "two sheets of one title": Edit(
        LOANS, 'title = "Khoản vay"', 'title = "Tổ vay vốn"', "đã dùng cho biểu “groups”"
    ),
    # --- what does not belong together
    "an unknown level of a unit": Edit(
        UNITS, "chi hội,branch,go-sao", "chi hội,brench,go-sao", "branch"
    ),
    "a cutoff outside the period": Edit(
        PLAN, "cutoff = 2026-03-25", "cutoff = 2026-04-25", "ngoài kỳ"
    ),
    "an end before the start": Edit(PLAN, "end = 2026-03-31", "end = 2025-03-31", "trước “start”"),
    "a period outside the year": Edit(
        PLAN,
        "end = 2026-12-31\ncutoff",
        "end = 2027-12-31\ncutoff",
        "year_end",
        "start = 2026-01-01\nend = 2027",
    ),
    "two measures": Edit(
        PLAN,
        "at_most = 0.05\n",
        "at_most = 0.05\nsum = { sheet = \"loans\", value = 'amount' }\n",
        "đúng một",
        "ratio =",
    ),
    "two goals": Edit(PLAN, "at_most = 0.05", "at_most = 0.05\nat_least = 1", "at_most"),
    "a default that is no value": Edit(
        PLAN, 'default = "all"', 'default = "every"', "“default” không hợp"
    ),
    "a setting without default": Edit(PLAN, "default = 1\n", "", "default", 'code = "S-2"'),
    "an override of another kind": Edit(PLAN, 'overrides = "pace"', 'overrides = "cutoff"', "date"),
    "a choice without a list": Edit(
        LOANS, 'list = "purposes"\n', "", "cần khóa “list”", '[[column]]\nfield = "purpose"'
    ),
    "a list for a number": Edit(
        LOANS,
        'type = "money"\nunit = "triệu đồng"\nmin = 0',
        'type = "money"\nlist = "purposes"\nmin = 0',
        "không dùng danh mục",
        'list = "purposes"\nmin',
    ),
    "a bound of another kind": Edit(GROUPS, "max = 60", "max = 2026-01-01", "không hợp"),
    "bounds that cross": Edit(GROUPS, "max = 20", "max = -1", "nhỏ hơn"),
    "a date's key on a number": Edit(GROUPS, "max = 60", "month_only_allowed = true", "date"),
    "twice obligatory": Edit(
        LOANS,
        "required_when = 'loan_state.is_out'",
        "required_when = 'loan_state.is_out'\nrequired = true",
        "required",
    ),
    "an unknown tier": Edit(GROUPS, 'tier = "ext"', 'tier = "exst"', "ext"),
    "a name of the rule language": Edit(LOANS, 'field = "paid_on"', 'field = "cutoff"', "có sẵn"),
    "a name of the merged table": Edit(
        "sheets/visits.toml", 'field = "story"', 'field = "file"', "bảng tổng hợp"
    ),
    "a key that is not the file's": Edit(LOANS, 'key = "loans"', 'key = "loan"', "giống nhau"),
    "a title that a workbook refuses": Edit(
        LOANS, 'title = "Khoản vay"', 'title = "1. Khoản/vay"', "chữ số"
    ),
    "a title of the program": Edit(
        LOANS, 'title = "Khoản vay"', 'title = "Kiểm tra"', "chương trình"
    ),
    "generated list with values": Edit(
        LISTS,
        'source = "units"',
        'source = "units"\nvalues = [{ code = "a", title = "A" }]',
        "values",
        'values = [{ code = "a"',
    ),
    "list without values": Edit(LISTS, 'source = "units"', 'title_ = "x"', "title_"),
    "a flag of another kind": Edit(
        LISTS,
        'is_out = true, group = "closed"',
        'is_out = "có", group = "closed"',
        "true hoặc false",
        'is_out = "có"',
    ),
    "no word for a state": Edit(
        LISTS, '  { code = "met", title = "Đạt" },\n', "", "met", '[[list]]\ncode = "target_status"'
    ),
    "groups without a group": Edit(
        FORMS, 'group_by = "purpose"\n', "", "group_by", '[[form]]\nnumber = "4"'
    ),
    "notes at cells below groups": Edit(
        FORMS,
        'group_by = "purpose"\n',
        'group_by = "purpose"\ncell_notes = true\n',
        "cell_notes",
        "cell_notes = true",
    ),
    "a form with a measure too many": Edit(
        FORMS,
        "count = 'true', distinct",
        "count = 'true', sum = 'amount', distinct",
        "đúng một",
        "count = 'true', sum",
    ),
    "live or not": Edit(
        GROUPS,
        'blame = "group_name"\n',
        'blame = "group_name"\nlive = false\n',
        "live_reason",
        '[[rule]]\ncode = "TO-01"',
    ),
    "a rule of no period": Edit(
        GROUPS,
        'blame = "group_name"\n',
        'blame = "group_name"\nsince = "2026-Q2"\n',
        "“2026-Q2”",
        "since",
    ),
    # --- tables of units
    "a column of units": Edit(UNITS, "slug,aliases", "slog,aliases", "slug", "code,"),
    "a cell too many": Edit(UNITS, "ben-cat,", "ben-cat,,", "cần 7", "B03"),
    "a blank name": Edit(UNITS, "B03,Bến Cát", "B03,", "“name”", "B03"),
    "a slug with marks": Edit(UNITS, "ben-cat", "bến-cát", "không dấu", "B03"),
    "a quote that stays open": Edit(UNITS, "B04,Gò Sáo", 'B04,"Gò" Sáo', "ngoặc kép", "B04"),
}
# Edits that take a name away, so that what names it is at fault as well.
SAYS_MORE = {
    "a code with blanks", "a column and a derived field", "a cutoff outside the period",
    "a field with capitals", "a name of the rule language", "a period's level",
    "list without values", "misspelt key of a rule", "two columns", "two levels", "two lists",
    "two setting fields", "two targets", "unknown sheet in sheet_order", "a column of units",
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_line_with_its_place(folder: Path, name: str) -> None:
    edit = FAULTS[name]
    line = change(folder, edit)
    faults = faults_of(folder)
    met = [f for f in faults if (f.file, f.line) == (edit.file, line)]
    assert any(edit.word in f.text for f in met), faults
    assert all("\n" not in f.text for f in faults)
    assert len(faults) == 1 or name in SAYS_MORE


def test_the_small_plan_has_no_fault() -> None:
    assert load_plan(SMALL).key == "small"


def test_a_level_that_reports_in_no_period(folder: Path) -> None:
    change(
        folder,
        Edit(
            PLAN,
            '[[level]]\ncode = "office"',
            '[[level]]\ncode = "far"\ntitle = "Xa"\n\n[[level]]\ncode = "office"',
            "",
        ),
    )
    line = change(folder, Edit(UNITS, "chi hội,branch,go-sao", "chi hội,far,go-sao", ""))
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == (UNITS, line)
    assert "không kỳ nào" in fault.text


def test_every_fault_at_once_and_sorted(folder: Path) -> None:
    names = [
        "misspelt key", "missing help", "two units", "a rule that names no column",
        "a target's identity", "a form's column", "misspelt flag of a value", "an example's code",
    ]  # fmt: skip
    edits = [FAULTS[name] for name in names]
    expected = set()
    for edit in edits:
        change(folder, edit)
    for edit in edits:
        text = (folder / edit.file).read_text(encoding="utf-8")
        at = edit.at or edit.new.strip("\n").splitlines()[0]
        expected.add((edit.file, text[: text.index(at)].count("\n") + 1))
    faults = faults_of(folder)
    assert {(f.file, f.line) for f in faults} == expected
    assert list(faults) == sorted(faults)


SYNTAX = {
    "an open string": ('title = "Khoản vay"', 'title = "Khoản vay', "đóng ngoặc"),
    "a bare word": (
        "required_when = 'loan_state.is_out'",
        "required_when = loan_state.is_out",
        "ngoặc kép",
    ),
    "yes for true": ("month_only_allowed = true", "month_only_allowed = yes", "giá trị"),
    "a key twice": ("month_only_allowed = true", 'help = "Hai"', "hai lần"),
    "a missing sign": ("month_only_allowed = true", "month_only_allowed true", "“=”"),
    "a date of no calendar": ("month_only_allowed = true", "min = 2026-02-30", "lịch"),
    "an open list": ('aliases = ["Hộ vay"]', 'aliases = ["Hộ vay"', "“]”"),
}


@pytest.mark.parametrize("name", SYNTAX)
def test_wrong_toml_is_one_fault_and_the_other_files_give_theirs(folder: Path, name: str) -> None:
    old, new, word = SYNTAX[name]
    line = change(folder, Edit(LOANS, old, new, word))
    other = change(folder, FAULTS["two units"])
    faults = faults_of(folder)
    of_file = [f for f in faults if f.file == LOANS]
    assert len(of_file) == 1
    assert word in of_file[0].text
    assert line <= of_file[0].line <= line + 2  # some are only seen on the next line with words
    assert (UNITS, other) in {(f.file, f.line) for f in faults}


def test_the_caret_stands_under_the_place(folder: Path) -> None:
    change(folder, FAULTS["a rule that names no column"])
    (fault,) = faults_of(folder)
    shown, mark = fault.caret.splitlines()
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "amuont"


def test_a_wrapped_expression_names_its_own_line(folder: Path) -> None:
    edit = Edit(
        LOANS,
        "require = 'outstanding <= amount'",
        "require = '''\noutstanding\n  <= amuont'''",
        "amuont",
        "<= amuont",
    )
    line = change(folder, edit)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == (LOANS, line)
    shown, mark = fault.caret.splitlines()
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "amuont"


def test_derived_fields_in_a_circle(folder: Path) -> None:
    change(folder, Edit(LOANS, "{ when = 'loan_state.is_out'", "{ when = 'is_large'", ""))
    path = folder / LOANS
    more = '\n[[derived]]\nfield = "is_large"\ntitle = "Lớn"\nvalue = \'is_paid_out\'\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert any("chính nó" in f.text for f in faults_of(folder))


def test_a_faulty_derived_field_is_told_once(folder: Path) -> None:
    change(folder, FAULTS["a derived field"])
    assert len(faults_of(folder)) == 1  # and not again in each target and form that asks it


def test_two_forms_or_none(folder: Path) -> None:
    change(folder, Edit(COVER, 'kind = "form"', 'kind = "table"', ""))
    assert any("đúng một biểu" in f.text for f in faults_of(folder))


@pytest.mark.parametrize("file", [PLAN, LISTS, FORMS, UNITS, LOANS])
def test_a_file_that_is_not_there(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert any(f.file in (file, PLAN) for f in faults_of(folder))


@pytest.mark.parametrize("file", [PLAN, LISTS, UNITS, LOANS])
def test_a_file_that_does_not_open(folder: Path, file: str) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()
    (fault,) = [f for f in faults_of(folder) if f.file == file]
    assert "không mở được" in fault.text


@pytest.mark.parametrize(
    "edit",
    [
        Edit(LOANS, 'title = "Khoản vay"', 'title = "Khoản\\u0000 vay"', "điều khiển"),
        Edit(LISTS, '"Nhà màng"', '"Nhà\\u000b màng"', "điều khiển"),
        Edit(LOANS, 'title = "Khoản vay"', 'title = "Khoản\x0b vay"', "điều khiển"),
        Edit(UNITS, "Bến Cát,", "Bến\x0bCát,", "điều khiển", "Bến\x0bCát"),
    ],
)
def test_letters_that_no_workbook_can_hold(folder: Path, edit: Edit) -> None:
    text = (folder / edit.file).read_text(encoding="utf-8")
    new = text.replace(edit.old, edit.new, 1)
    (folder / edit.file).write_text(new, encoding="utf-8", newline="\n")
    line = new[: new.index(edit.at or edit.new)].count("\n") + 1
    (fault,) = [f for f in faults_of(folder) if f.file == edit.file]
    assert (fault.line, edit.word in fault.text) == (line, True)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_cells_without_commas_are_one_fault(folder: Path, mark: str) -> None:
    text = (folder / UNITS).read_text(encoding="utf-8")
    (folder / UNITS).write_text(text.replace(",", mark), encoding="utf-8")
    (fault,) = [f for f in faults_of(folder) if f.file == UNITS]
    assert (fault.line, "dấu phẩy" in fault.text) == (1, True)


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    text = (folder / LOANS).read_text(encoding="utf-8")
    (folder / LOANS).write_bytes(text.encode("utf-16"))
    (fault,) = [f for f in faults_of(folder) if f.file == LOANS]
    assert "UTF-8" in fault.text


def test_no_folder(tmp_path: Path) -> None:
    assert "không có thư mục" in faults_of(tmp_path / "none")[0].text


def test_windows_line_ends_change_nothing(folder: Path) -> None:
    before = load_plan(folder)
    for path in [*folder.glob("*.*"), *folder.glob("sheets/*.toml")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8", newline="\r\n")
    assert load_plan(folder) == before


def test_a_mark_of_byte_order_is_passed_over(folder: Path) -> None:
    for path in [*folder.glob("*.*"), *folder.glob("sheets/*.toml")]:
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load_plan(folder).key == "small"
