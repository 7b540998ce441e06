"""The correction workbook in the hands of its readers: LibreOffice corrects, sorts, deletes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from libreoffice import convert, drive, needs_libreoffice, recalculate
from openpyxl import load_workbook

from consolidate.sheet_names import MARKS, TO_FIX
from tests.corrected import (
    HEAD_ROW,
    codes,
    commune,
    faulty,
    good,
    mended,
    ran,
    raw,
    rows_of,
    typed_over,
)
from tests.office import Return, cooperative, manager
from tests.test_correction import beside, old_template, typed

pytestmark = [pytest.mark.thorough, needs_libreoffice]

UNIT = "D001"

USE = """
book = open_book(sys.argv[2])
steps = json.loads(sys.argv[3])
fix, sheet = (book.Sheets.getByName(t) for t in ("Cần sửa", "HTX"))
control = book.CurrentController
control.setActiveSheet(sheet)
coloured = book.Sheets.getByName("DM").getCellRangeByName("IV1")

def names():
    return [sheet.getCellByPosition(1, row).String for row in range(60)]

def at(name):
    return names().index(name) + 1

def told():
    book.calculate()
    lines = {}
    for row in range(8, 60):
        code = fix.getCellByPosition(5, row).String
        if code:
            lines[code] = [fix.getCellByPosition(c, row).String for c in (1, 4)]
    return {"status": fix.getCellByPosition(0, 2).String, "lines": lines}

answer = [told()]
for what, *rest in steps:
    if what == "put":
        name, column, value = rest
        control.select(sheet.getCellRangeByName("%s%d" % (column, at(name))))
        act(book, "EnterString", StringName=value)
    elif what == "sort":
        area, column = rest
        control.select(sheet.getCellRangeByName(area))
        act(book, "DataSort", ByRows=True, HasHeader=True, Col1=column, Ascending1=False,
            IncludeAttribs=True)
    elif what == "insert":
        control.select(sheet.getCellRangeByName("A%d" % at(rest[0])))
        act(book, "InsertRows")
    elif what == "delete":
        control.select(sheet.getCellRangeByName("A%d" % at(rest[0])))
        act(book, "DeleteRows")
    elif what == "save":
        url = uno.systemPathToFileUrl(rest[0])
        book.storeToURL(url, (prop("FilterName", rest[1]),))
    answer.append(told())
book.close(True)
"""


def used(book: bytes, folder: Path, *steps: list[Any]) -> list[dict[str, Any]]:
    """What the list says at first and after each step."""
    path = folder / "sua.xlsx"
    path.write_bytes(book)
    answer: list[dict[str, Any]] = drive(USE, str(path), json.dumps(steps))
    return answer


def of_unit() -> Return:
    """Faults with a live rule, one without, a doubt, and a row that is right."""
    faults: dict[str, dict[str, Any]] = {
        "HTX A": {},
        "HTX B": {"managers_women": 9},
        "HTX C": {"tax_code": "0199990012"},
        "HTX D": {"status": raw("Đang hoạt độg")},
        "HTX E": {"members_total": None, "revenue_ytd": 5e8},
        "HTX Hai lần": {"tax_code": None, "converted_from": None},
        "HTX  hai LẦN": {"tax_code": None},
    }
    rows = [
        cooperative(n, org_name=name, commune_code=commune(UNIT)) | fault
        for n, (name, fault) in enumerate(faults.items())
    ]
    managers = [manager(name, f"Trần Thị {n}") for n, name in enumerate(faults)]
    return Return(UNIT, tables={"cooperatives": rows, "women_managers": managers})


def test_marks_and_lines_follow_their_rows(tmp_path: Path) -> None:
    book = ran(tmp_path / "first", of_unit()).book(UNIT)
    said = used(
        book,
        tmp_path,
        ["put", "HTX B", "M", "8"],  # still more than there are in all
        ["put", "HTX B", "L", "9"],  # mended in the other column
        ["put", "HTX C", "C", "0199990013"],  # another wrong one
        ["put", "HTX C", "C", "0199990036"],
        ["sort", "A6:AJ13", 2],
        ["put", "HTX D", "I", "Đang hoạt động"],
        ["insert", "HTX E"],
        ["delete", "HTX E"],
        ["put", "HTX  hai LẦN", "B", "HTX Ba lần"],
    )
    states = [{code: state for code, (_, state) in s["lines"].items()} for s in said]
    errors = {c for c, s in states[0].items() if s == "Phải sửa"}
    doubts = {c for c, s in states[0].items() if s == "Nên xem lại"}
    assert errors == {"GEN-10", "HTX-02", "GEN-02", "GEN-01"}
    assert {"GEN-07", "HTX-17"} <= doubts  # no formula can say either
    assert said[0]["lines"]["GEN-10"][0] == "M8"

    def open_after(step: int) -> set[str]:
        return {c for c, s in states[step].items() if s in ("Phải sửa", "Nên xem lại")}

    assert open_after(1) == open_after(0)
    assert states[2]["GEN-10"] == "Đã sửa"
    assert states[3]["HTX-02"] == "Phải sửa"
    assert states[4]["HTX-02"] == "Đã sửa"
    assert open_after(5) == open_after(4)
    assert said[5]["lines"]["GEN-02"][0] != said[4]["lines"]["GEN-02"][0]
    assert states[6]["GEN-02"] == "Đã sửa"
    before, after = (int(said[n]["lines"]["GEN-01"][0][1:]) for n in (6, 7))
    assert after == before + 1
    assert said[8]["lines"]["GEN-01"] == ["–", "Không còn dòng"]
    assert said[8]["lines"]["GEN-07"] == ["–", "Không còn dòng"]
    assert states[8]["HTX-17"] == "Nên xem lại"
    assert states[9]["HTX-17"] == "Đã đổi"
    assert said[0]["status"] == "CÒN 4 ĐIỂM PHẢI SỬA"
    assert said[9]["status"] == "ĐÃ SỬA HẾT CÁC ĐIỂM PHẢI SỬA Ở TRANG NÀY"


def test_what_the_list_carries_is_what_a_recalculation_gives(tmp_path: Path) -> None:
    """In a preview, and in a window that does not calculate, people read the stored values."""
    folder = tmp_path / "first"
    folder.mkdir()
    for write in (beside, old_template, typed):
        write(folder)
    without_a_sheet(folder)
    books = ran(folder, of_unit(), faulty("D002")).books
    assert len(books) == 6
    paths = []
    for name, data in books.items():
        path = tmp_path / name
        path.write_bytes(typed_over_canary(data))
        paths.append(path)
    for (name, data), again in zip(
        books.items(), recalculate(paths, tmp_path / "again"), strict=True
    ):
        for title in (TO_FIX, MARKS):
            stored, now = (filled(rows_of(d, title)) for d in (data, again.read_bytes()))
            if title == TO_FIX:
                assert now.pop(CANARY_ROW)[1] == CANARY_ROW * 2, name
            assert now == stored, (name, title)


def without_a_sheet(folder: Path) -> None:
    """A return that lost a sheet, and with it an obligatory column of another one."""
    path = good("D003").write(folder)
    book = load_workbook(path)
    del book["Hoạt động"]
    sheet = book["HTX"]
    at = next(c for c in range(1, 40) if sheet.cell(5, c).value == "managers_total")
    sheet.delete_cols(at)
    book.save(path)


def filled(rows: dict[int, dict[int, Any]]) -> dict[int, dict[int, Any]]:
    """The cells that show something."""
    return {n: {c: v for c, v in r.items() if v not in (None, "")} for n, r in rows.items()}


CANARY_ROW = 200


def typed_over_canary(data: bytes) -> bytes:
    """The workbook with a formula that carries no value, so that a recalculation shows."""
    return typed_over(data, {f"{TO_FIX}!A{CANARY_ROW}": "=ROW()*2"})


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_mended_and_saved_by_libreoffice_it_is_valid_in_one_round(
    kind: str, tmp_path: Path
) -> None:
    first = ran(tmp_path / "returns", faulty(UNIT))
    path = tmp_path / "sua" / "sua.xlsx"
    path.parent.mkdir()
    path.write_bytes(typed_over(first.book(UNIT), mended(UNIT)))
    (again,) = convert([path], kind, tmp_path / "luu")
    (tmp_path / "returns" / f"gui lai.{kind}").write_bytes(again.read_bytes())
    second = ran(tmp_path / "returns")
    assert second.units() == {UNIT: "valid"}
    assert second.files()[f"{UNIT} lan 1.xlsx"] == "superseded"
    own = {code for _, _, code in second.found(UNIT, "error", "warning", "info")}
    assert own <= {"FIL-21", "OFF-05"}
    assert second.figures(UNIT) == ran(tmp_path / "truth", good(UNIT)).figures(UNIT)
    assert codes(UNIT)[2] in {
        v for row in rows_of(again.read_bytes(), "HTX").values() for v in row.values()
    }
    assert HEAD_ROW in rows_of(again.read_bytes(), TO_FIX)
