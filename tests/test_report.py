"""The consolidated workbook over a hand-made outcome: what stands where, and what must not."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from report_outcome import CANARIES, KEPT, SENT_AS, make_outcome, with_no_rows

from consolidate import report
from consolidate.outcome import Outcome
from consolidate.plan.models import Setting
from consolidate.report.book import drawn, report_of

EDITIONS = ("noi-bo", "bao-cao")
VOLATILE_OR_NEW = re.compile(
    r"\b(TODAY|NOW|RAND|OFFSET|INDIRECT|CELL|INFO|XLOOKUP|FILTER|SORT|UNIQUE|LET|TEXTJOIN|CONCAT|"
    r"IFS|MAXIFS|MINIFS|SWITCH|TEXT|FIXED|DOLLAR)\("
)


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    outcome = make_outcome()
    return {edition: report.write(outcome, edition) for edition in EDITIONS}


@functools.cache
def opened(data: bytes, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def parts(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())


def row_of(sheet: Worksheet, text: str, column: int = 2) -> int:
    """The first row whose cell in a column begins with a text."""
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, column).value or "").startswith(text):
            return row
    raise AssertionError(text)


def words(sheet: Worksheet) -> list[str]:
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


def test_the_file_is_named_by_period_and_edition() -> None:
    assert report.file_name(make_outcome(), "bao-cao") == "tong-hop-2030-H1-bao-cao.xlsx"
    with pytest.raises(ValueError, match="khac"):
        report.file_name(make_outcome(), "khac")


def test_the_form_to_be_signed_comes_first_and_is_one_page(books: dict[str, bytes]) -> None:
    for data in books.values():
        book = opened(data)
        sheet = book.worksheets[0]
        assert (book.sheetnames[0], book.active.title) == ("Biểu 01", "Biểu 01")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one wide, one high by default
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)
        assert "TM. BAN THƯỜNG VỤ" in words(sheet)
        assert "(Kèm theo Báo cáo số ...../BC-THU)" in words(sheet)
        assert sum(sheet.column_dimensions[c].width for c in "ABCDE") <= 95  # a phone's width


def test_every_target_shows_goal_figure_rate_verdict_and_coverage(
    books: dict[str, bytes],
) -> None:
    sheet = opened(books["bao-cao"])["Biểu 01"]

    def line(title: str) -> list[object]:
        row = row_of(sheet, title)
        return [sheet.cell(row, column).value for column in range(3, 10)]

    pace = "Đang thực hiện, đúng tiến độ"
    assert line("Thành lập mới") == ["HTX", 3, 2, 66.7, pace, "2/3 đơn vị", 1]
    assert line("Việc làm ổn định") == ["người", 20, 17, 85, pace, "2/3 đơn vị", 7]
    assert line("Nữ quản lý") == ["%", 100, 66.7, 66.7, pace, "2/3 đơn vị", 0]
    assert line("Tổng số việc làm") == ["người", "–", 21, "–", "–", "2/3 đơn vị", 7]
    numbers = row_of(sheet, "B")
    assert [sheet.cell(numbers, c).value for c in range(1, 7)] == [*"ABC", 1, 2, "3 = 2/1"]


@pytest.mark.parametrize(
    ("final", "everyone", "said"),
    [
        (False, False, "BẢN TẠM TÍNH – số liệu của 2/3 đơn vị, tổng hợp ngày 22/06/2030"),
        (True, False, "BẢN CHÍNH THỨC – số liệu của 2/3 đơn vị, tổng hợp ngày 22/06/2030"),
        (False, True, "Số liệu đầy đủ của 2/2 đơn vị, tổng hợp ngày 22/06/2030"),
    ],
)
def test_every_form_says_whether_it_is_provisional(final: bool, everyone: bool, said: str) -> None:
    outcome = replace(make_outcome(), final=final)
    if everyone:
        outcome = replace(outcome, units=(*outcome.units[:2], outcome.units[3]))
    book = opened(report.write(outcome, "bao-cao"))
    for title in (t for t in book.sheetnames if t.startswith("Biểu")):
        assert said in words(book[title]), title


def test_same_outcome_same_bytes(books: dict[str, bytes]) -> None:
    again = make_outcome()
    for edition, data in books.items():
        assert report.write(again, edition) == data
    properties = opened(books["bao-cao"]).properties
    assert properties.created.date() == date(2030, 6, 22)
    assert properties.creator == "Hội Thử nghiệm"
    assert "không có dữ liệu cá nhân" in properties.subject


def test_the_way_of_writing_does_not_change_a_cell(books: dict[str, bytes]) -> None:
    large = opened(drawn(report_of(make_outcome(), "noi-bo"), large=True), values=False)
    small = opened(books["noi-bo"], values=False)
    assert large.sheetnames == small.sheetnames
    for title in small.sheetnames:
        cells = [
            {c.coordinate: c.value for row in book[title].iter_rows() for c in row if c.value}
            for book in (small, large)
        ]
        assert cells[0] == cells[1], title


# --- formulas ----------------------------------------------------------------------------------


def formulas(book: Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, cell.coordinate, str(cell.value))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_formula_has_a_value_and_speaks_of_defined_names(
    books: dict[str, bytes], edition: str
) -> None:
    live, still = opened(books[edition], values=False), opened(books[edition])
    found = formulas(live)
    assert len(found) > 60
    used: set[str] = set()
    for title, cell, formula in found:
        assert still[title][cell].value is not None, (title, cell)
        assert len(formula) < 8192
        assert not VOLATILE_OR_NEW.search(formula), formula
        constants = re.findall(r'"((?:[^"]|"")*)"', formula)
        assert all(len(text) <= 255 for text in constants)
        bare = re.sub(r'"(?:[^"]|"")*"', "", formula)
        used |= set(re.findall(r"[A-Za-z]\w*_\w+", bare))
    names = set(live.defined_names)
    assert used == names
    method = words(still["Phương pháp tính"])
    assert names <= set(method)


@pytest.mark.parametrize("edition", EDITIONS)
def test_names_point_at_the_column_that_they_say(books: dict[str, bytes], edition: str) -> None:
    book = opened(books[edition])
    method = book["Phương pháp tính"]
    meanings = {
        str(method.cell(row, 1).value): str(method.cell(row, 2).value)
        for row in range(1, method.max_row + 1)
    }
    for name, defined in book.defined_names.items():
        ((title, area),) = defined.destinations
        first = area.replace("$", "").split(":")[0]
        head = book[title][first].offset(row=-1).value
        if title == "Biểu 02":
            head = book[title][first].offset(row=-2).value
        assert f"“{head}”" in meanings[name], name


def test_figures_of_the_first_form_are_formulas_in_both_editions(
    books: dict[str, bytes],
) -> None:
    for data in books.values():
        sheet = opened(data, values=False)["Biểu 01"]
        row = row_of(sheet, "Thành lập mới")
        assert sheet.cell(row, 5).value == "=SUM(HTX_T1)"
        link = sheet.cell(row, 5).hyperlink.location
        assert re.fullmatch(r"'HTX'!([A-Z]+)6:\1\d+", link)  # to the rows that it adds
        row = row_of(sheet, "Nữ quản lý")
        assert "SUM(Nu_quan_ly_T4)/SUM(Nu_quan_ly_T4_tong_so)" in sheet.cell(row, 5).value


# --- units and receipt ---------------------------------------------------------------------------


def test_units_add_up_to_the_whole_and_silence_is_no_zero(books: dict[str, bytes]) -> None:
    sheet = opened(books["noi-bo"])["Biểu 02"]
    total = row_of(sheet, "TỔNG CỘNG", 1)

    def line(row: int) -> list[object]:
        return [sheet.cell(row, column).value for column in range(3, 11)]

    ba_dinh = line(row_of(sheet, "Ba Đình"))
    assert ba_dinh == ["Cần chỉnh sửa; gửi muộn", "x", 1, 15, 1, 2, 50, 19]
    assert line(row_of(sheet, "Tây Hồ")) == ["Chưa báo cáo", None, *["…"] * 6]
    assert line(row_of(sheet, "Hội Thành phố"))[1:] == ["x", 0, 0, 0, 0, "–", 0]
    assert line(total)[2:] == [2, 17, 2, 3, 66.7, 21]
    remark = sheet.cell(row_of(sheet, "Đống Đa"), 11).value
    assert remark == ("Đã tính ở đơn vị khác: HTX mới 1; Nữ quản lý 1/1")


def test_the_receipt_names_every_file_and_every_silent_unit(books: dict[str, bytes]) -> None:
    sheet = opened(books["noi-bo"])["Biểu 09"]
    first = row_of(sheet, "B") + 1
    lines = [
        [sheet.cell(row, column).value for column in (2, 3, 6, 8)]
        for row in range(first, sheet.max_row + 1)
        if sheet.cell(row, 1).value
    ]
    assert lines == [
        ["Quận Ba Đình", 1, "Đã thay thế", "Ba Dinh lan 1.xlsx"],
        ["Quận Ba Đình", 2, "Cần chỉnh sửa; gửi muộn", SENT_AS],
        ["Quận Đống Đa", 1, "Được tính", "Dong Da.xlsx"],
        ["Quận Tây Hồ", None, "Chưa báo cáo", None],
        ["Hội LHPN Thành phố", 1, "Được tính", "TP.xlsx"],
        ["(chưa xác định được đơn vị)", None, "Không đọc được", "ban-ky.pdf"],
    ]


def test_links_lead_to_kept_files_and_to_sheets_that_exist(books: dict[str, bytes]) -> None:
    book = opened(books["noi-bo"])
    outside, inside = set(), set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                link = cell.hyperlink
                if link is not None and link.target:
                    outside.add(
                        (link.target.replace("\\", "/"), link.location)
                    )  # Excel writes it so
                elif link is not None:
                    inside.add(link.location.split("!")[0].strip("'"))
    assert inside <= set(book.sheetnames)
    assert len(inside) == len(book.sheetnames)  # the contents name every sheet
    kept = {f"nguon/{name}" for name in (*KEPT.values(), "CITY-thanh-pho-lan-1.xlsx")}
    assert {target for target, _ in outside} == kept
    assert (f"nguon/{KEPT['D001']}", "'2. HTX'!A7") in outside  # the sheet's title in that file
    assert (f"nguon/{KEPT['D001']}", "'2. HTX'!F9") in outside  # the cell of a finding
    row = book["HTX"]["D6"]
    assert (row.value, row.hyperlink.location) == (7, "'2. HTX'!A7")


# --- tables, findings, ledger --------------------------------------------------------------------


def table(sheet: Worksheet, head: int = 5) -> list[dict[str, object]]:
    titles = [cell.value for cell in sheet[head]]
    return [
        dict(zip(titles, values, strict=True))
        for values in sheet.iter_rows(min_row=head + 1, values_only=True)
    ]


def test_tables_hold_words_marks_and_reasons(books: dict[str, bytes]) -> None:
    rows = table(opened(books["noi-bo"])["HTX"])
    assert [row["Trạng thái"] for row in rows] == [
        "Được tính", "Được tính", "Để riêng, chờ chỉnh sửa", "Được tính", "Được tính",
    ]  # fmt: skip
    first, second, third, _, last = rows
    assert (first["T1 – HTX mới"], first["T3 – Việc làm"]) == (1, 15)
    assert first["Mã số"] == "0199990011"
    assert first["Ngày cấp"].date() == date(2030, 2, 1)
    assert (second["Lĩnh vực"], second["HTX mới"]) == ("1.10", "Không")
    assert second["Lý do chưa tính: HTX mới"] == "Không thành lập trong năm"
    assert third["T1 – HTX mới"] is None
    assert last["Lý do chưa tính: HTX mới"] == "Trùng với dòng khác, đã tính một lần"
    assert last["Việc làm ổn định (người)"] is None  # a blank stays blank


def test_text_of_others_never_becomes_a_formula(books: dict[str, bytes]) -> None:
    for edition, data in books.items():
        book = opened(data, values=False)
        notes = [cell for row in book["HTX"].iter_rows() for cell in row
                 if str(cell.value).startswith("=HYPER")]  # fmt: skip
        assert notes, edition
        assert all(cell.data_type == "s" for cell in notes)


def test_findings_are_listed_by_unit_with_what_to_do(books: dict[str, bytes]) -> None:
    rows = table(opened(books["noi-bo"])["Nhật ký kiểm tra"])
    assert [(r["Mã"], r["Đơn vị"], r["Biểu"], r["Ô, dòng"], r["Mức độ"]) for r in rows] == [
        ("GEN-01", "Ba Đình", "HTX", "F9", "Lỗi"),
        ("FIL-01", None, None, None, "Lỗi"),
        ("FIL-15", "Ba Đình", None, None, "Cảnh báo"),
    ]
    assert rows[0]["Cách xử lý"] == "Nhập “Ngày cấp” vào ô F9."


def test_findings_of_a_file_stand_in_the_order_of_its_sheets() -> None:
    outcome = make_outcome()
    first = next(i for i in outcome.issues if i.code == "GEN-01")
    before = replace(first, place=replace(first.place, sheet="managers"))
    outcome = replace(outcome, issues=(before, *outcome.issues))
    rows = table(opened(report.write(outcome, "noi-bo"))["Nhật ký kiểm tra"])
    assert [r["Biểu"] for r in rows][:2] == ["Nữ quản lý", "HTX"]


def test_one_fault_down_a_column_is_one_line_that_counts_its_cells() -> None:
    outcome = make_outcome()
    first = next(i for i in outcome.issues if i.code == "GEN-01")
    repeated = [
        replace(
            first,
            place=replace(first.place, row=row),
            facts=tuple((k, f"F{row}" if k == "cell" else v) for k, v in first.facts),
        )
        for row in (10, 11, 14)
    ]
    outcome = replace(outcome, issues=(*outcome.issues, *repeated))
    sheet = opened(report.write(outcome, "noi-bo"))["Nhật ký kiểm tra"]
    line = table(sheet)[0]
    assert (line["Ô, dòng"], line["Số điểm"]) == ("F9:F11, F14", 4)
    assert sheet["D6"].hyperlink.location == "'2. HTX'!F9"
    assert sum(int(str(r["Số điểm"])) for r in table(sheet)) == len(outcome.issues)


def test_near_misses_come_nearest_first(books: dict[str, bytes]) -> None:
    rows = table(opened(books["noi-bo"])["Vì sao chưa tính"])
    said = [(r["Còn thiếu (điều kiện)"], r["Tên"], r["Chưa được tính là"]) for r in rows]
    assert said == [
        (1, "Trần Thị Bích Liên", "Nữ quản lý"),  # in the base of the ratio, not trained
        (2, "HTX Chưa Xong", "HTX mới"),  # set aside, and without a date
    ]


def test_the_next_steps_are_those_of_the_screen() -> None:
    def steps(outcome: Outcome) -> list[str]:
        rows = words(opened(report.write(outcome, "noi-bo"))["Tổng quan"])
        return rows[rows.index("Việc tiếp theo") + 1 : rows.index("Mục lục")]

    outcome = replace(make_outcome(), unanswered=2)
    assert steps(outcome) == [
        "1. Gửi tệp sửa trong thư mục tra-lai cho 1 đơn vị (2 lỗi, xem Nhật ký kiểm tra).",
        "2. Trả lời 2 câu hỏi trong quyet-dinh.xlsx, lưu rồi chạy lại.",
        "3. Nhắc 1 đơn vị chưa báo cáo: lời nhắc có sẵn trong nhac-viec.",
        "4. Xem lại 1 tệp chưa rõ đơn vị hoặc không đọc được (Biểu 09).",
    ]
    complete = replace(
        outcome,
        returns=tuple(r for r in outcome.returns if r.unit),
        units=tuple(replace(u, state="valid") for u in outcome.units),
        unanswered=0,
    )
    assert "Bản chính thức" in steps(complete)[0]
    assert steps(replace(complete, final=True)) == ["1. Mở bản báo cáo để xem và ký."]


def test_a_setting_that_follows_the_period_says_what_that_is() -> None:
    outcome = make_outcome()
    pace = Setting(
        code="D-12", field="pace", title="Tỷ lệ", help="", type="percent", overrides="pace"
    )
    plan = outcome.plan.model_copy(update={"settings": (*outcome.plan.settings, pace)})
    for chosen, said in ((None, "Theo kỳ báo cáo: 50%"), (0.6, "60% (đã đổi so với mặc định)")):
        settings = outcome.settings | {"pace": chosen}
        book = opened(report.write(replace(outcome, plan=plan, settings=settings), "noi-bo"))
        found = {str(row[0].value): row[1].value for row in book["Phương pháp tính"].iter_rows()}
        assert found["D-12. Tỷ lệ"] == said


def test_the_ledger_accounts_for_every_row(books: dict[str, bytes]) -> None:
    sheet = opened(books["noi-bo"])["Đối soát"]
    heads = [c for row in sheet.iter_rows() for c in row if c.value == "Chênh lệch"]
    assert len(heads) == 2
    for head in heads:
        row = head.row + 1
        while sheet.cell(row, head.column).value is not None:
            assert sheet.cell(row, head.column).value == 0
            row += 1
        assert row > head.row + 2
    said = words(sheet)
    assert "4 được tính + 1 để riêng" in said
    assert "dòng tổng cộng (dòng 12); phần chữ ký, nơi nhận (dòng 13)" in said


def test_sentences_read_like_a_report(books: dict[str, bytes]) -> None:
    said = words(opened(books["noi-bo"])["Câu chữ"])
    assert (
        "Trong 6 tháng đầu năm 2030, các cấp Hội đã hỗ trợ thành lập mới 02 HTX, đạt 66,7% kế "
        "hoạch năm (02/03 HTX)."
    ) in said
    assert "Trong 6 tháng đầu năm 2030, nữ quản lý được đào tạo: 02/03, đạt 66,7%." in said
    assert "Trong 6 tháng đầu năm 2030, có 2/3 đơn vị gửi báo cáo có số liệu được tổng hợp." in said


def test_lists_and_groups_count_what_the_tables_hold(books: dict[str, bytes]) -> None:
    book = opened(books["noi-bo"])
    rows = book["Biểu 03"]
    line = row_of(rows, "Ba Đình")
    assert [rows.cell(line, c).value for c in (3, 6, 9)] == ["HTX Sen Hồng", 15, 2]
    assert rows.cell(row_of(rows, "CỘNG", 1), 6).value == 17
    groups = book["Biểu 05 – Lĩnh vực HTX THT"]
    found = {groups.cell(r, 2).value: groups.cell(r, 4).value for r in range(7, 10)}
    assert found == {"1.1": 15, "1.10": 6, "Khác": 0}
    formula = opened(books["noi-bo"], values=False)["Biểu 05 – Lĩnh vực HTX THT"].cell(7, 4).value
    assert formula == "=SUMPRODUCT(--(HTX_Linh_vuc=$B7),HTX_Bieu_05_cot_2)"


# --- the officials' edition ----------------------------------------------------------------------


def test_no_part_of_the_officials_edition_holds_a_person(books: dict[str, bytes]) -> None:
    working, official = parts(books["noi-bo"]), parts(books["bao-cao"])
    for secret in (*CANARIES, SENT_AS):
        assert secret in working
        assert secret not in official
    for typed in ("012345678901", "0987 654 321"):  # into a note
        assert typed in working
        assert typed not in official
    assert "nguon/" not in official


def test_the_officials_edition_has_no_working_sheet_and_hides_nothing(
    books: dict[str, bytes],
) -> None:
    book = opened(books["bao-cao"])
    assert book.sheetnames == [
        "Biểu 01", "Tổng quan", "Biểu 02", "Biểu 03", "Biểu 05 – Lĩnh vực HTX THT", "Biểu 06",
        "Biểu 09",
        "Biểu đồ theo đơn vị", "Phương pháp tính", "Đối soát", "HTX", "Nữ quản lý",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(d.hidden for d in sheet.row_dimensions.values())
        assert not any(d.hidden for d in sheet.column_dimensions.values())
        assert not any(cell.comment for row in sheet.iter_rows() for cell in row)
    assert len(table(book["HTX"])) == 4  # accepted rows only
    people = table(book["Nữ quản lý"])
    assert [(r["Đơn vị"], r["T4 – Nữ quản lý"]) for r in people if r["T4 – Nữ quản lý"]] == [
        ("Ba Đình", 1), ("Đống Đa", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS)
def test_sheets_are_accessible(books: dict[str, bytes], edition: str) -> None:
    """What of the checklists of accessible spreadsheets a program can judge."""
    book = opened(books[edition])
    assert book.properties.title
    for sheet in book:
        assert sheet["A1"].value, sheet.title
        assert len(sheet.title) <= 31
        assert not sheet._images
        for name, area in sheet.tables.items():  # name and range
            assert name.isascii()
            first, last = (openpyxl.utils.cell.coordinate_from_string(c)
                           for c in area.split(":"))  # fmt: skip
            heads = [c.value for c in sheet[first[1]]]
            assert len({str(h).casefold() for h in heads}) == len(heads)
            assert all(m.max_row < first[1] or m.min_row > last[1] for m in sheet.merged_cells)
            assert sheet.freeze_panes
    charts = [s.title for s in book for _ in s._charts]
    assert charts == ["Tổng quan", "Biểu đồ theo đơn vị"]
    assert parts(books[edition]).count('descr="') == len(charts)


def test_an_outcome_without_a_single_row_is_a_workbook_too(tmp_path: Path) -> None:
    outcome = with_no_rows(make_outcome())
    for edition in EDITIONS:
        path = tmp_path / report.file_name(outcome, edition)
        path.write_bytes(report.write(outcome, edition))
        book = openpyxl.load_workbook(path, data_only=True)
        assert "Không phát sinh" in words(book["Biểu 03"])
        assert "Không phát sinh" in words(book["HTX"])
        row = row_of(book["Biểu 01"], "Nữ quản lý")
        assert [book["Biểu 01"].cell(row, c).value for c in (5, 6, 7)] == [
            "–", "–", "Không phát sinh",
        ]  # fmt: skip


def test_a_plan_without_a_form_of_units_still_says_its_coverage() -> None:
    outcome = make_outcome()
    forms = tuple(f for f in outcome.plan.forms if f.kind != "units")
    plan = outcome.plan.model_copy(update={"forms": forms})
    book = opened(report.write(replace(outcome, plan=plan), "bao-cao"))
    row = row_of(book["Biểu 01"], "Thành lập mới")
    assert book["Biểu 01"].cell(row, 8).value == "2/3 đơn vị"
    assert "Don_vi_co_so_lieu" not in book.defined_names
