"""Cells beyond the table of the grammar: what is read, what is refused, what is suggested."""

from datetime import date, datetime
from typing import Any

import pytest

from consolidate.catalogue import CATALOGUE
from consolidate.issues import Severity
from consolidate.parse import Context, parser_of
from consolidate.parse.readings import Reading
from consolidate.plan import bundled, load_plan
from consolidate.read.cells import BOOLEAN, DATE, ERROR, FORMULA, NUMBER, TEXT, Style
from tests.parse_plan import CONTEXT, PERIOD, PLAN, UNITS, a_column

PERCENT, MONTH = Style("0%"), Style("mmm-yy")


def read(type_: str, value: Any, style: Style = Style(), **keys: Any) -> Reading:  # noqa: B008
    kinds = {str: TEXT, float: NUMBER, bool: BOOLEAN, datetime: DATE}
    column = a_column(type_, **keys)
    return parser_of(column, CONTEXT)((1, kinds[type(value)], value, 0, False), style)


def fact(reading: Reading, name: str) -> str:
    return dict(reading.facts)[name]


@pytest.mark.parametrize(
    ("value", "number", "code"),
    [
        ("1 250 000", 1250000, ""),
        ("1.250,00", 1250, ""),
        ("15,0", 15, ""),
        ("'15", 15, ""),
        ("15.", 15, "GEN-04"),
        ("15 (người)", 15, "GEN-04"),
        ("3 lớp", 3, "GEN-04"),
        (-0.0, 0, ""),
        (14.999999999999998, 15, ""),  # as the spreadsheet shows and compares it
        (2.0**53, 2**53, ""),
        ("15,5", None, "GEN-03"),
        ("0.500", None, "GEN-03"),
        ("15²", None, "GEN-03"),
        ("½", None, "GEN-03"),
        ("១២", None, "GEN-03"),
        ("nan", None, "GEN-03"),
        ("1_000", None, "GEN-05"),
        ("9" * 5000, None, "GEN-03"),
        (1e300, None, "GEN-03"),
        (float("nan"), None, "GEN-03"),
        (float("inf"), None, "GEN-03"),
        (True, None, "GEN-03"),
        (datetime(2025, 3, 5), None, "GEN-03"),
        (15.5, None, "GEN-06"),
        ("15 20", None, "GEN-05"),
        ("15\n20", None, "GEN-05"),
        ("20 đến 25", None, "GEN-05"),
        ("20 trở lên", None, "GEN-05"),
        ("+5", None, "GEN-05"),
        ("2 nghìn người", None, "GEN-03"),
        (123456789012.0, None, "GEN-11"),
        ("123456789012", None, "GEN-11"),
    ],
)
def test_counts(value, number, code):
    reading = read("count", value)
    assert (reading.value, reading.code) == (number, code)
    assert isinstance(reading.value, int | None)


@pytest.mark.parametrize(
    ("value", "style", "suggested"),
    [
        ("l5", Style(), "15"),
        ("3O", Style(), "30"),
        ("20+5", Style(), "25"),
        ("3 lớp học", Style(), "3"),
        (datetime(1900, 1, 15), Style("dd/mm/yyyy"), "15"),
        (datetime(1900, 3, 1), Style("dd/mm/yyyy"), "61"),
        ("2 nghìn người", Style(), ""),
        ("15%", Style(), ""),
        (0.15, PERCENT, ""),
        (1.0, PERCENT, ""),
    ],
)
def test_what_a_count_was_meant_to_be(value, style, suggested):
    reading = read("count", value, style)
    assert reading.refused
    assert fact(reading, "suggest") == (f" Có phải “{suggested}”?" if suggested else "")


@pytest.mark.parametrize(
    ("value", "unit", "amount", "code"),
    [
        ("500k", "triệu đồng", 0.5, "GEN-04"),
        ("500 nghìn đồng", "triệu đồng", 0.5, "GEN-04"),
        ("1.250.000 đồng", "triệu đồng", 1.25, "GEN-04"),
        ("1.5tỷ", "triệu đồng", 1500.0, "GEN-04"),
        ("500 triệu", "đồng", 500_000_000.0, "GEN-04"),
        ("500 triệu", "nghìn đồng", 500_000.0, "GEN-04"),
        ("500 triệu", "tỷ đồng", 0.5, "GEN-04"),
        ("5 triệu/người/tháng", "triệu đồng/người/tháng", 5.0, "GEN-04"),
        ("500 USD", "USD", 500.0, "GEN-04"),
        ("1.234.567,89", "triệu đồng", 1234567.89, "GEN-07"),
        ("1234,567", "triệu đồng", 1234.567, ""),
        ("0,500", "triệu đồng", 0.5, ""),
        ("12 345,6", "triệu đồng", 12345.6, ""),
        ("-5", "triệu đồng", -5.0, ""),
        (6_000_000.0, "triệu đồng/người/tháng", 6_000_000.0, "GEN-07"),
        (500_000_000.0, "đồng", 500_000_000.0, ""),
        ("500 USD", "triệu đồng", None, "GEN-03"),
        ("500 triệu", "USD", None, "GEN-03"),
        ("1 tỷ rưỡi", "triệu đồng", None, "GEN-03"),
        ("1 tỷ 200", "triệu đồng", None, "GEN-05"),
        ("200 triệu 1 tỷ", "triệu đồng", None, "GEN-05"),
        ("5 triệu 3 triệu", "triệu đồng", None, "GEN-05"),
        ("1.23,5", "triệu đồng", None, "GEN-03"),
        ("5-10 triệu", "triệu đồng", None, "GEN-05"),
        (float("nan"), "triệu đồng", None, "GEN-03"),
        (datetime(2025, 1, 1), "triệu đồng", None, "GEN-03"),
    ],
)
def test_amounts_in_the_unit_of_their_column(value, unit, amount, code):
    reading = read("money", value, unit=unit)
    assert (reading.value, reading.code) == (amount, code)


def test_an_amount_in_dong_is_suggested_in_the_unit_of_the_column():
    assert fact(read("money", 500_000_000.0), "suggest") == "500"
    assert fact(read("money", "1.250.000"), "suggest") == "1,25"


@pytest.mark.parametrize(
    ("value", "style", "share", "code"),
    [
        (0.07, PERCENT, 7.0, ""),
        ("12,5 %", Style(), 12.5, ""),
        ("0,5%", Style(), 0.5, ""),
        (0.0, Style(), 0.0, ""),
        (1.0, Style(), None, "GEN-05"),
        ("0,5", Style(), None, "GEN-05"),
        (float("inf"), Style(), None, "GEN-03"),
        (float("inf"), PERCENT, None, "GEN-03"),
    ],
)
def test_percentages(value, style, share, code):
    reading = read("percent", value, style)
    assert (reading.value, reading.code) == (share, code)


@pytest.mark.parametrize(
    ("value", "day", "code"),
    [
        ("15/03/2025 08:30", date(2025, 3, 15), ""),
        ("2025-03-15T00:00:00", date(2025, 3, 15), ""),
        ("15-thg3-2025", date(2025, 3, 15), ""),
        ("3/15/25", date(2025, 3, 15), "GEN-09"),
        ("5/7/2025", date(2025, 7, 5), "GEN-09"),
        (datetime(2019, 5, 7), date(2019, 5, 7), ""),
        (datetime(2025, 7, 31), date(2025, 7, 31), ""),  # no month 31 to exchange it with
        (datetime(1900, 1, 15), None, "GEN-08"),
        (datetime(2101, 1, 1), None, "GEN-08"),
        ("07/2025", None, "GEN-08"),
        ("15/3/1025", None, "GEN-08"),
        ("13/13/2025", None, "GEN-08"),
        ("quý 2/2025", None, "GEN-08"),
        (float("nan"), None, "GEN-08"),
        (True, None, "GEN-08"),
    ],
)
def test_dates(value, day, code):
    reading = read("date", value)
    assert (reading.value, reading.code) == (day, code)


@pytest.mark.parametrize(
    ("value", "suggested"),
    [
        ("31/04/2025", "30/04/2025"),
        ("29/02/2025", "28/02/2025"),
        ("15/3", "15/03/2025"),
        ("10-12/3/2025", "10/03/2025"),
        ("từ 10/3/2025 đến 12/3/2025", "10/03/2025"),
        ("20250315", "15/03/2025"),
        (15032025.0, "15/03/2025"),
        ("45731", "15/03/2025"),
        ("Quý I", ""),
        ("2025", ""),
    ],
)
def test_what_a_date_was_meant_to_be(value, suggested):
    reading = read("date", value)
    assert reading.refused
    assert fact(reading, "suggest") == (f" Có phải “{suggested}”?" if suggested else "")


def test_a_month_is_a_date_only_where_the_column_says_so():
    for value in ("T7/2025", "tháng 7 năm 2025", "2025-07", "7.2025", "Tháng 7"):
        assert read("date", value, month_only_allowed=True)[:2] == (date(2025, 7, 1), "GEN-13")
        assert read("date", value).code == "GEN-08"


def test_a_month_that_the_spreadsheet_made_a_date_is_said():
    stored = datetime(2025, 3, 1)
    assert read("date", stored, MONTH, month_only_allowed=True).code == "GEN-13"
    assert read("date", stored, MONTH)[:2] == (date(2025, 3, 1), "GEN-04")
    assert read("date", datetime(2025, 3, 5), MONTH).code == ""


@pytest.mark.parametrize(
    ("value", "answer", "code"),
    [
        (True, True, ""),
        (0.0, False, ""),
        ("Rồi", True, ""),
        ("Chưa có", False, ""),
        ("Không (đang học)", False, "GEN-04"),
        ("Có thể", None, "GEN-02"),
        ("Không rõ", None, "GEN-02"),
        ("Đã nghỉ", None, "GEN-02"),
        (2.0, None, "GEN-02"),
        ("K", None, "GEN-02"),
    ],
)
def test_yes_and_no(value, answer, code):
    reading = read("yes_no", value)
    assert (reading.value, reading.code) == (answer, code)


def test_a_tick_of_a_picture_font_is_a_tick_only_there():
    assert read("yes_no", "ü", Style(font="Wingdings")).value is True
    assert read("yes_no", "ü", Style(font="Arial")).code == "GEN-02"


@pytest.mark.parametrize(
    ("value", "list_", "code", "suggested"),
    [
        ("ĐANG HOẠT ĐỘNG.", "status", "active", ""),
        ("active", "status", "active", ""),
        ("Thành lập mới", "status", "new", ""),
        ("phúc xá", "communes", "00001", ""),
        ("dang hoat dong", "status", None, " Có phải “Đang hoạt động”?"),
        ("Đang hoạt độg", "status", None, " Có phải “Đang hoạt động”?"),
        ("Ngừng", "status", None, " Có phải “Tạm ngừng hoạt động” hay “Đã chấm dứt”?"),
        ("ngung", "status", None, " Có phải “Tạm ngừng hoạt động” hay “Đã chấm dứt”?"),
        ("P. Phúc Xá", "communes", None, " Có phải “Phường Phúc Xá”?"),
        (1.0, "communes", None, " Có phải “Phường Phúc Xá”?"),
        ("Thị trấn Tây Đằng", "communes", None, ""),  # of another unit
        ("abc", "status", None, ""),
    ],
)
def test_choices(value, list_, code, suggested):
    reading = read("choice", value, list=list_)
    assert reading.value == code
    if code is None:
        assert (reading.code, fact(reading, "suggest")) == ("GEN-02", suggested)
    else:
        assert reading.code == ""


def test_a_return_from_nobody_known_may_name_any_commune():
    parser = parser_of(a_column("choice", list="communes"), Context(PLAN, PERIOD))
    for name, code in (("Phường Phúc Xá", "00001"), ("Thị trấn Tây Đằng", "09619")):
        assert parser((1, TEXT, name, 0, False), Style()).value == code


def test_codes():
    assert read("code", "d001", list="units").value == "D001"
    assert read("code", "Quận Ba Đình", list="units").value == "D001"
    assert read("code", "D999", list="units").code == "GEN-02"
    assert read("code", " L 01 ").value == "L 01"
    assert read("code", 7.0).value == "7"


@pytest.mark.parametrize(
    ("value", "number", "code"),
    [
        ("0199990036001", "0199990036", "HTX-01"),
        ("0199.990.029", "0199990029", ""),
        ("MST 0199990050", "0199990050", "GEN-04"),
        ("0199990036-000", None, "HTX-01"),
        ("199990011", None, "HTX-01"),  # text is never padded
        ("1.9999E+08", None, "HTX-01"),  # digits were lost
        ("0199990011 0199990029", None, "HTX-01"),
        (199990012.0, None, "HTX-02"),
        ("0000000000", None, "HTX-02"),
        (1099000001.0, None, "GEN-11"),  # a citizen's number that lost two zeros
        (36099000001.0, None, "GEN-11"),
        (1e300, None, "HTX-01"),
    ],
)
def test_tax_codes(value, number, code):
    reading = read("tax_code", value)
    assert (reading.value, reading.code) == (number, code)
    assert reading.refused == (number is None)


def test_a_lost_zero_of_text_is_suggested():
    assert fact(read("tax_code", "199990011"), "suggest") == " Có phải “0199990011”?"


@pytest.mark.parametrize(
    ("value", "number", "code"),
    [
        ("(024) 3756 1234", "02437561234", ""),
        ("84912345678", "0912345678", ""),
        ("+84 (0)24 37561234", "02437561234", ""),
        (2437561234.0, "02437561234", ""),
        ("0912 345 678 (Hoa)", "0912345678", "GEN-14"),
        ("0912345678 0987654321", "0912345678", "GEN-14"),
        ("091234567", None, "GEN-14"),
        ("09123456789", None, "GEN-14"),
        ("không có", None, "GEN-14"),
        ("001099000001", None, "GEN-11"),
    ],
)
def test_phones(value, number, code):
    reading = read("phone", value)
    assert (reading.value, reading.code) == (number, code)
    assert reading.refused == (code == "GEN-11")
    assert "0912345678" not in str(reading.facts)


def test_of_two_numbers_it_is_said_that_the_first_was_taken():
    assert fact(read("phone", "0912345678/0987654321"), "suggest") == " Đã lấy số đầu tiên."
    assert fact(read("phone", "0912345678 (Hoa)"), "suggest") == ""


def test_the_new_prefix_is_said_without_the_number():
    said = fact(read("phone", "0168 234 5678"), "suggest")
    assert "0168" in said
    assert "038" in said
    assert "234" not in said


@pytest.mark.parametrize("type_", ["count", "money", "date", "choice", "tax_code", "yes_no"])
def test_nothing_personal_is_quoted(type_):
    for value in ("Trần Thị Hòa", "2 Trần Thị Hòa", "99/99/2025 Hòa", "Đang hoạt độn Hòa"):
        reading = read(type_, value, personal=True)
        assert reading.refused
        assert "Hòa" not in str(reading.facts)


def test_long_values_are_quoted_short():
    assert len(fact(read("count", "mười " * 50), "value")) == 60


@pytest.mark.parametrize(
    "type_", ["text", "count", "money", "date", "choice", "yes_no", "tax_code", "phone", "url"]
)
def test_broken_formulas_are_never_values(type_):
    parser = parser_of(a_column(type_), CONTEXT)
    broken = parser((1, ERROR, "#REF!", 0, True), Style())
    empty = parser((1, FORMULA, None, 0, True), Style())
    assert (broken.code, broken.refused, fact(broken, "value")) == ("FIL-11", True, "#REF!")
    assert (empty.code, empty.refused) == ("FIL-11", True)


def test_a_running_number_is_never_read():
    parser = parser_of(a_column("row_number"), CONTEXT)
    assert parser((1, ERROR, "#REF!", 0, True), Style()) == Reading(None)


def test_dots_are_not_known_and_dashes_are_none():
    for dots in ("…", "...", ". . .", "……"):
        assert read("count", dots, required=True)[1:] == ("GEN-01", (), True)
        assert read("count", dots) == read("text", dots) == Reading(None)
    for dash in ("-", "–", " — ", "---"):
        assert read("count", dash) == Reading(0)
        assert read("yes_no", dash) == Reading(False)
        for type_ in ("text", "date", "choice", "tax_code", "phone", "reference"):
            assert read(type_, dash) == Reading(None)


def test_text_is_kept_with_its_lines():
    assert read("text", " Dòng 1\r\n\u200bdòng  2 ").value == "Dòng 1\ndòng 2"
    assert read("text", 12.0).value == "12"
    assert read("text", datetime(2025, 3, 4)).value == "04/03/2025"
    long = read("text", "x" * 11, max_length=10)
    assert (long.value, long.code, long.refused) == ("x" * 11, "GEN-15", False)
    assert read("text", "CCCD 001099000001").code == "GEN-11"
    assert read("url", "https://vidu.vn/001099000001").value == "https://vidu.vn/001099000001"


def test_every_value_of_the_plan_reads_as_its_code():
    plan = load_plan(bundled())
    for period in plan.periods:
        for unit in plan.may_report(period)[::40]:
            context = Context(plan, period, unit)
            for sheet in plan.sheets:
                for column in sheet.column:
                    if column.type != "choice" or column.list is None:
                        continue
                    parser = parser_of(column, context)
                    for value in plan.values_of(column.list, unit, period):
                        for written in (value.title, value.code, value.title.upper()):
                            cell = (1, TEXT, written, 0, False)
                            assert parser(cell, Style()) == Reading(value.code)


def test_a_refusal_is_an_error_and_a_value_is_none():
    """The severity of the catalogue is the consequence, but for a branch's code (a warning)."""
    for value, type_ in (
        ("x", "count"),
        ("31/02/2025", "date"),
        ("abc", "choice"),
        ("0", "tax_code"),
    ):
        reading = read(type_, value)
        assert reading.refused
        assert CATALOGUE[reading.code].severity is Severity.ERROR
    assert len(UNITS) == 2
