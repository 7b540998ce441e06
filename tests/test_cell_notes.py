"""What people write into notes at cells stands below the remarks, in the working edition alone."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment

from consolidate import report
from tests.office import Return, consolidated, cooperative, manager

REMARKS = "Biểu 08"
NOTES = {"B7": "HTX đang xin giải thể", "M7": "CCCD 001185012345", "O9": ""}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """All texts of the form of remarks, by edition."""
    folder = tmp_path_factory.mktemp("notes")
    tables = {"cooperatives": [cooperative()], "women_managers": [manager()]}
    path = Return(tables=tables).write(folder)
    book = openpyxl.load_workbook(path)
    for cell, text in NOTES.items():
        book["HTX"][cell].comment = Comment(text, "Ví Dụ")
    book["Nữ quản lý"]["B7"].comment = Comment("bà Trần Thị Ví Dụ nghỉ", "Ví Dụ")
    book.save(path)
    outcome = consolidated(folder)
    return {edition: _texts(outcome, edition) for edition in ("noi-bo", "bao-cao")}


def _texts(outcome, edition):
    book = openpyxl.load_workbook(BytesIO(report.write(outcome, edition)))
    sheet = next(s for s in book if s.title.startswith(REMARKS))
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)


def test_a_note_is_told_with_its_unit_and_cell(texts):
    assert "Ba Đình, HTX, ô B7: HTX đang xin giải thể" in texts["noi-bo"]


def test_numbers_of_persons_are_masked_and_notes_at_persons_not_quoted(texts):
    assert "001185012345" not in texts["noi-bo"]
    assert "Ba Đình, HTX, ô M7: CCCD" in texts["noi-bo"]
    assert "Ba Đình, Nữ quản lý, ô B7: (không ghi lại)" in texts["noi-bo"]


def test_the_officials_edition_has_no_notes(texts):
    assert "giải thể" not in texts["bao-cao"]
    assert "B7" not in texts["bao-cao"]
