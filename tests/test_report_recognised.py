"""The sheet "Cột đã nhận diện": what was guessed is seen at once, the rest in one line a sheet."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
from report_outcome import SENT_AS, make_outcome

from consolidate import report
from consolidate.outcome import Outcome
from consolidate.parse.readings import ReadAs

TITLE = "Cột đã nhận diện"
SEEN = (
    ReadAs("org_name", 2, "Tên hợp tác xã (*)", "field_row"),
    ReadAs("tax_code", 4, "Mã số thuế của HTX", "near"),
    ReadAs("sector", 3, "Ngành", "alias"),
    ReadAs("jobs", 0, "", "missing"),
    ReadAs("note", 9, "Ghi chú", "field_row"),
)


def with_columns(outcome: Outcome) -> Outcome:
    """The corrected return of the first unit was read column by column."""
    return replace(
        outcome,
        returns=tuple(
            replace(item, sheets=(replace(item.sheets[0], read_as=SEEN), *item.sheets[1:]))
            if item.file == SENT_AS
            else item
            for item in outcome.returns
        ),
    )


def test_columns_that_are_no_longer_as_in_the_template_have_a_line_of_their_own() -> None:
    data = report.write(with_columns(make_outcome()), "noi-bo")
    sheet = openpyxl.load_workbook(BytesIO(data))[TITLE]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=6)]
    assert [[row[0], *row[4:7]] for row in rows] == [
        [None, "2/5 cột", None, None],
        ["Cần xem", "Mã số", "D", "Mã số thuế của HTX"],
        [None, "Lĩnh vực", "C", "Ngành"],
        ["Cần xem", "Việc làm ổn định", None, None],
    ]
    assert {(row[1], row[2], row[3]) for row in rows} == {("Ba Đình", SENT_AS, "2. HTX")}
    links = [c.hyperlink for row in sheet.iter_rows(min_row=6) for c in row if c.hyperlink]
    assert [link.location for link in links] == ["'2. HTX'!D1", "'2. HTX'!C1"]


def test_the_officials_edition_does_not_have_it() -> None:
    data = report.write(with_columns(make_outcome()), "bao-cao")
    assert TITLE not in openpyxl.load_workbook(BytesIO(data)).sheetnames
