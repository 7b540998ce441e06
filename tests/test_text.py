"""Keys, masks and words: what is the same, what stays apart, what may be shown."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate.text import (
    bare,
    fold,
    has_personal_number,
    keyboard,
    mask,
    name_key,
    nearest,
    slug,
    tidy,
    vietnamese_date,
    vietnamese_number,
)
from tests.parse_plan import NAMES

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)  # lone surrogates and controls too
VIETNAMESE = st.text(
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ ",
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hợp tác xã\xa0 NN\tĐồng Phú \n", "Hợp tác xã NN Đồng Phú"),
        ("\ufeffHội\u200b LHPN", "Hội LHPN"),
        (unicodedata.normalize("NFD", "Đống Đa"), "Đống Đa"),
        ("Ðồng Phú, ðường 1", "Đồng Phú, đường 1"),
        ("Hoà", "Hoà"),
        ("a\x00b\x1fc\ud800d\uffff", "abcd"),
        ("", ""),
        (" \u3000 ", ""),
    ],
)
def test_tidy_takes_off_only_what_cannot_be_seen(typed, kept):
    assert tidy(typed) == kept


def test_tidy_keeps_lines_where_they_matter():
    assert tidy(" Dòng 1 \r\n\r\n  dòng   2\r", keep_lines=True) == "Dòng 1\n\ndòng 2"
    assert tidy(" Dòng 1 \r\n  dòng 2") == "Dòng 1 dòng 2"


@given(ANY_TEXT, st.booleans())
def test_tidy_is_done_once_and_leaves_nothing_that_breaks_a_file(text, keep_lines):
    once = tidy(text, keep_lines=keep_lines)
    assert tidy(once, keep_lines=keep_lines) == once
    once.encode("utf-8")
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "HOÀ  BÌNH"),
        ("thủy sản", "Thuỷ sản."),
        ("Khỏe", "khoẻ"),
        ("Quận, huyện,thị xã", "quận huyện thị xã"),
        ("Kế toán trưởng/Kế toán", "kế toán trưởng - kế toán"),
        ("Tổ2", "tổ 2"),
        (unicodedata.normalize("NFD", "Mỹ Đức"), "mỹ đức"),
    ],
)
def test_titles_that_are_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa", "Hoa"), ("Ba Vì", "Ba Vi"), ("Đống", "Dống"), ("Hoa2", "Hòa"), ("Mỹ", "Mĩ"),
     ("Tú", "Tứ"), ("quý", "quỳ")],
)  # fmt: skip
def test_titles_that_are_not(one, other):
    assert fold(one) != fold(other)


@given(VIETNAMESE)
def test_fold_knows_neither_case_nor_composition_nor_itself(text):
    key = fold(text)
    assert fold(text.upper()) == fold(unicodedata.normalize("NFD", text)) == key
    assert bare(text).isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX NN Hoà Bình", "Hợp tác xã nông nghiệp Hòa Bình"),
        ("HTX DV-NN Phú Yên", "hợp tác xã dịch vụ nông nghiệp “Phú Yên”"),
        ("H.T.X Vân Hà", "HTX Vân Hà"),
        ("THT Rau sạch", "Tổ hợp tác rau sạch"),
        ("HTX Аn Рhú", "HTX An Phú"),  # Cyrillic А and Р
        ("Nguyễn Thị  Hòa", "NGUYỄN THỊ HOÀ"),
    ],
)
def test_names_of_the_same(one, other):
    assert name_key(one, NAMES) == name_key(other, NAMES) != ""


def test_names_that_stay_apart():
    assert name_key("HTX Phú Yên", NAMES) != name_key("HTX Phú Yến", NAMES)
    assert name_key("HTXanh", NAMES) == "htxanh"
    assert name_key("HTX", NAMES) == "htx", "a name of nothing but the form keeps it"


def test_the_nearest_is_said_only_where_it_is_alone():
    statuses = ["Đang hoạt động", "Tạm ngừng hoạt động", "Đã chấm dứt"]
    assert nearest("Đang hoạt độg", statuses) == "Đang hoạt động"
    assert nearest("dang hoat dong", statuses) == "Đang hoạt động"
    assert nearest("abc", statuses) is None
    assert nearest("Kim Liên", ["Kim Liền", "Kim Liến"]) is None
    assert nearest("Kim Liê", ["Kim Liên", "Kim Liên"]) == "Kim Liên"
    assert nearest("", statuses) is None
    assert nearest("x", []) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("CCCD 001099000001", "CCCD ************"),
        ("001 099 000 001", "************"),
        ("0912345678", "0912345678"),
        ("0199990036-001", "0199990036-001"),
        ("15/03/2025 20/04/2025", "15/03/2025 20/04/2025"),
        ("1234567890123", "1234567890123"),
    ],
)
def test_citizen_numbers_are_masked_wherever_they_stand(value, shown):
    assert mask(value) == shown


def test_personal_values_are_masked_whole():
    assert "Hoa" not in mask("Nguyễn Thị Hoa", personal=True)
    assert mask("", personal=True) == ""


@pytest.mark.parametrize(
    ("text", "holds"),
    [("001099000001", True), ("số 036 188 000 123", True), ("999999999999", False),
     ("0199990036001", False), ("0912345678", False), ("097123456789", False)],
)  # fmt: skip
def test_what_looks_like_a_citizen_number(text, holds):
    assert has_personal_number(text) is holds


@pytest.mark.parametrize(
    ("number", "written"),
    [(1234.5, "1.234,5"), (0, "0"), (-0.5, "-0,5"), (1234567, "1.234.567"), (-1234567.25,
     "-1.234.567,25"), (100.0, "100"), (1e21, "1.000.000.000.000.000.000.000"), (0.1, "0,1"),
     (999, "999"), (1e-7, "0,0000001")],
)  # fmt: skip
def test_numbers_are_written_the_vietnamese_way(number, written):
    assert vietnamese_number(number) == written


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
@settings(max_examples=200)
def test_every_digit_of_a_number_is_written(number):
    written = vietnamese_number(number).replace(".", "").replace(",", ".")
    assert (float if isinstance(number, float) else int)(written) == number


def test_dates_and_file_names():
    assert vietnamese_date(date(2025, 3, 5)) == "05/03/2025"
    assert slug("Quận Ba Đình (mới)") == "quan-ba-dinh-moi"
    assert keyboard("１.２５０ – ５") == "1.250 - 5"
    assert keyboard("15²") == "15²"
