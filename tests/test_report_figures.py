"""Figures and their spelling: what a cell shows, in the ways of the Union's reports."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidate.report.figures import (
    Live,
    constant,
    half_up,
    joined,
    percent,
    percent_of,
    quoted,
    spelt,
    spelt_number,
    summed_where,
)
from consolidate.report.values import impersonal
from consolidate.text import with_unit


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_rate_is_rounded_half_up_and_never_reaches_100_from_below(part: int, whole: int) -> None:
    shown = percent_of(part, whole)
    exact = Fraction(part, whole) * 1000
    expected = Fraction(int(exact + Fraction(1, 2)), 10)
    if part < whole and expected >= 100:
        expected = Fraction(999, 10)
    assert isinstance(shown, float)
    assert Fraction(str(shown)) == expected
    assert (shown >= 100) == (part >= whole)


def test_rates_of_the_brief() -> None:
    assert percent_of(2999, 3000) == 99.9
    assert percent_of(2, 3) == 66.7
    assert percent_of(13, 2000) == 0.7  # 0,65 is written 0,7
    assert percent_of(5, 0) == "–"
    assert half_up(0.15, 1) == 0.2  # the nearest double is a little less


def test_a_dash_takes_part_in_a_rate_as_a_dash() -> None:
    assert percent(Live("A1", "–"), Live("B1", 3)).value == "–"


@pytest.mark.parametrize(
    ("value", "decimals", "padded", "said"),
    [
        (2, 0, True, "02"), (0, 0, True, "00"), (12, 0, True, "12"), (1234, 0, True, "1.234"),
        (1234567, 0, False, "1.234.567"), (66.7, 1, False, "66,7"), (130, 1, False, "130"),
        (1005.25, 2, False, "1.005,25"), (999.96, 1, False, "1.000"),
        (150.5, 3, True, "150,5"), (2.25, 3, True, "2,25"), (0.125, 3, True, "0,125"),
        (2, 3, True, "02"), (10.05, 3, True, "10,05"), (7.9996, 3, True, "08"),
    ],
)  # fmt: skip
def test_numbers_are_spelt_as_letters_spell_them(
    value: float, decimals: int, padded: bool, said: str
) -> None:
    assert spelt_number(value, decimals=decimals, padded=padded) == said


def test_a_dash_is_spelt_without_a_percent_sign() -> None:
    assert spelt(Live("A1", "–"), decimals=1, suffix="%").value == "–"
    assert spelt(Live("A1", 66.7), decimals=1, suffix="%").value == "66,7%"


def test_a_long_text_is_a_constant_in_pieces() -> None:
    text = 'Chữ "dài" ' * 60
    assert max(len(piece) for piece in quoted(text).split('"&"')) <= 255 * 2
    assert constant(text).value == text
    assert quoted("") == '""'


def test_a_figure_with_decimals_is_not_joined_bare() -> None:
    assert joined(Live("A1", 3.0), "/", Live("B1", 4)) == Live('A1&"/"&B1', "3/4")
    with pytest.raises(ValueError, match=r"1\.5"):
        joined(Live("A1", 1.5))


@pytest.mark.parametrize(
    "typed",
    ["0912345678", "gọi 0912 345 678.", "(024) 3825.1234 hoặc 024.3825.1234", "+84 912 345 678"],
)
def test_a_telephone_does_not_leave_the_office(typed: str) -> None:
    assert "***" in impersonal(typed)
    assert not any(digit.isdigit() for digit in impersonal(typed))


@pytest.mark.parametrize(
    "typed",
    ["0199990011", "1.234.567", "kinh phí 0,25 tỷ; 300 người", "Quyết định 209/QĐ-UBND 2030"],
)
def test_other_numbers_stay(typed: str) -> None:
    assert impersonal(typed) == typed


@pytest.mark.parametrize("code", ["D001", "CITY", "Đ1", "quận"])
def test_codes_that_begin_with_a_letter_are_criteria(code: str) -> None:
    assert summed_where("S", ("U", code), ("R", 7)) == f'SUMIFS(S,U,"{code}",R,7)'


@pytest.mark.parametrize("code", ["01", "1", "1E1", "=1", ">5", "TRUE", "A*", "10%", "-"])
def test_codes_that_a_criterion_would_misread_are_compared_as_texts(code: str) -> None:
    assert summed_where("S", ("U", code), ("R", 7)) == f'SUMPRODUCT(--(U="{code}"),--(R=7),S)'


@pytest.mark.parametrize(
    ("title", "unit", "said"),
    [
        ("Trong đó: nữ", "người", "Trong đó: nữ (người)"),
        ("Số lớp", "lớp", "Số lớp"),
        ("Tổng số lượt người", "lượt người", "Tổng số lượt người"),
        ("HTX thành lập mới", "HTX", "HTX thành lập mới"),
        ("Lĩnh vực", "", "Lĩnh vực"),
    ],
)
def test_a_title_says_its_unit_once(title: str, unit: str, said: str) -> None:
    assert with_unit(title, unit) == said
