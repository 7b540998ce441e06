"""A return typed in fonts from before Unicode comes out as if it had been typed in Unicode."""

import openpyxl
from openpyxl.styles import Font

from consolidate.legacy_tables import TCVN3, VNI
from tests.office import Return, consolidated, cooperative, figures, manager, plan, said, support

OLD = {".VnTime": {v: k for k, v in TCVN3.items()}, "VNI-Times": {v: k for k, v in VNI.items()}}


def typed_in(font, path):
    """The same workbook, its table cells as the old keyboard driver would have left them."""
    book = openpyxl.load_workbook(path)
    for sheet in plan().tables:
        for row in book[sheet.title].iter_rows(min_row=7):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = "".join(OLD[font].get(c, c) for c in cell.value)
                    cell.font = Font(name=font)
    book.save(path)


def tables():
    return {
        "cooperatives": [cooperative(n, org_name=f"Hợp tác xã Nông nghiệp Đồng Phú {n}")
                         for n in range(4)],
        "women_managers": [manager(f"Hợp tác xã Nông nghiệp Đồng Phú {n}", f"Nguyễn Thị Mẫu {n}")
                           for n in range(4)],
        "support_actions": [support("Hợp tác xã Nông nghiệp Đồng Phú 0")],
    }  # fmt: skip


def test_old_fonts_are_read(tmp_path):
    plain = consolidated(tmp_path / "plain", Return(tables=tables()))
    for font in OLD:
        folder = tmp_path / font.strip(".")
        folder.mkdir()
        typed_in(font, Return(tables=tables()).write(folder))
        outcome = consolidated(folder)
        assert {code for _, _, code in said(outcome)} == {"FIL-10"}, font
        assert figures(outcome) == figures(plain)
        names = outcome.tables["cooperatives"]["org_name"].tolist()
        assert names == plain.tables["cooperatives"]["org_name"].tolist()


def test_unicode_in_an_old_font_is_left_alone(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    path = Return(tables=tables()).write(folder)
    book = openpyxl.load_workbook(path)
    for sheet in plan().tables:
        for row in book[sheet.title].iter_rows(min_row=7):
            for cell in row:
                if cell.value is not None:
                    cell.font = Font(name=".VnTime")
    book.save(path)
    assert said(consolidated(folder)) == []


def test_a_name_that_was_chosen_from_a_list_in_an_old_font(tmp_path):
    """The list gives the letters of the old font to a cell that has a font of today."""
    plain = consolidated(tmp_path / "plain", Return(tables=tables()))
    for font in OLD:
        folder = tmp_path / font.strip(".")
        folder.mkdir()
        path = Return(tables=tables()).write(folder)
        book = openpyxl.load_workbook(path)
        for title, column in (("HTX", 2), ("Nữ quản lý", 3), ("Hỗ trợ", 2)):
            for (cell,) in book[title].iter_rows(min_row=7, min_col=column, max_col=column):
                if cell.value:
                    cell.value = "".join(OLD[font].get(c, c) for c in cell.value)
                    if title == "HTX":
                        cell.font = Font(name=font)
        book.save(path)
        outcome = consolidated(folder)
        assert [(key, code) for key, _, code in said(outcome)] == [
            ("cooperatives", "FIL-10"),
            ("women_managers", "FIL-10"),
            ("support_actions", "FIL-10"),
        ], font
        assert figures(outcome) == figures(plain)


def test_a_word_of_today_that_reads_as_an_old_name_is_left_alone(tmp_path):
    """“Phó” stands for Phú in TCVN3; where a cooperative is called Phó, it is that one."""
    rows = [cooperative(0, org_name="HTX Phú"), cooperative(1, org_name="HTX Phó")]
    rows += [cooperative(n, org_name=f"HTX Đồng Phú {n}") for n in (2, 3)]
    folder = tmp_path / "in"
    folder.mkdir()
    people = [
        manager("HTX Phó"),
        *(manager(r["org_name"], f"Lê Thị {n}") for n, r in enumerate(rows) if n != 1),
    ]
    path = Return(tables={"cooperatives": rows, "women_managers": people}).write(folder)
    book = openpyxl.load_workbook(path)
    for row in (7, 9, 10):
        cell = book["HTX"].cell(row, 2)
        cell.value = "".join(OLD[".VnTime"].get(c, c) for c in cell.value)
        cell.font = Font(name=".VnTime")
    book.save(path)
    managers = consolidated(folder).tables["women_managers"]
    assert managers["org_name"].tolist()[0] == "HTX Phó"
