"""The sheet "Cột đã nhận diện": which column of which file was read as what, and why.

Columns that stand under their own title with their own hidden name are told in one line a sheet;
every other one has a line of its own, so that what was guessed is seen at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from consolidate.issues import column_letters
from consolidate.outcome import Outcome, Return, SheetCount
from consolidate.parse.readings import ReadAs
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.tables import kept_link
from consolidate.style import VALUES
from consolidate.text import fold

TITLE = "Cột đã nhận diện"
AS_TEMPLATE = "Đúng mẫu"
TO_SEE = "Cần xem"
HOW: dict[str, tuple[str, str]] = {
    "field_row": ("Theo tên ẩn của cột; tiêu đề đã bị sửa", ""),
    "title": ("Theo tiêu đề của mẫu", ""),
    "alias": ("Theo tên gọi khác mà kế hoạch cho phép", ""),
    "near": ("Theo tiêu đề gần giống", TO_SEE),
    "missing": ("Tệp không có cột này", TO_SEE),
    "doubled": ("Có hai cột như nhau; không đọc cột nào", TO_SEE),
    "contradicted": ("Tiêu đề và tên ẩn chỉ hai cột khác nhau; không đọc", TO_SEE),
}
"""How a column was told, in words, and whether a person should look."""


class Line(NamedTuple):
    """One column of one file, or all columns of a sheet that are as in the template."""

    unit: str | None
    file: str
    sheet: str
    column: str
    letters: str | None
    header: str | None
    how: str
    see: str | None
    link: str


def recognised_sheet(outcome: Outcome) -> DataSheet:
    """All files that were read, in their order."""
    lines = [
        line
        for item in outcome.returns
        for count in item.sheets
        if count.read_as
        for line in _lines(outcome, item, count)
    ]
    text, code = VALUES["text"], VALUES["code"]
    columns = (
        DataColumn("see", "Cần xem", code, 10, [x.see for x in lines]),
        DataColumn("unit", "Đơn vị", text, 20, [x.unit for x in lines]),
        DataColumn("file", "Tệp", text, 34, [x.file for x in lines]),
        DataColumn("sheet", "Trang trong tệp", text, 20, [x.sheet for x in lines]),
        DataColumn("column", "Cột của mẫu", text, 40, [x.column for x in lines]),
        DataColumn(
            "letters",
            "Đọc từ cột",
            code,
            9,
            [x.letters for x in lines],
            links=tuple(x.link for x in lines),
        ),
        DataColumn("header", "Tiêu đề trong tệp", text, 40, [x.header for x in lines]),
        DataColumn("how", "Căn cứ", text, 40, [x.how for x in lines]),
    )
    return DataSheet(
        key=TITLE,
        title=TITLE,
        heading="Cột đã nhận diện – cột nào của tệp được đọc là cột nào của mẫu",
        about=f"Cột đứng đúng chỗ, đúng tiêu đề gộp một dòng, ghi “{AS_TEMPLATE}”.",
        columns=columns,
        rows=len(lines),
        frozen=3,
        marked=(0, TO_SEE),
    )


def _lines(outcome: Outcome, item: Return, count: SheetCount) -> Iterator[Line]:
    unit = outcome.plan.unit(item.unit).name if item.unit else None
    fields = outcome.plan.sheet(count.sheet).by_field
    usual = [one for one in count.read_as if _is_usual(one, fields[one.field].title)]
    if usual:
        said = f"{len(usual)}/{len(count.read_as)} cột"
        yield Line(unit, item.file, count.title, said, None, None, AS_TEMPLATE, None, "")
    for one in count.read_as:
        if one in usual:
            continue
        how, see = HOW[one.how]
        letters = column_letters(one.column) if one.column else None
        link = kept_link(item.kept_as, count.title, f"{letters}1") if letters else ""
        title = fields[one.field].title
        yield Line(
            unit, item.file, count.title, title, letters, one.header or None, how, see or None, link
        )


def _is_usual(one: ReadAs, title: str) -> bool:
    return one.how == "field_row" and fold(one.header) == fold(title)
