"""What holds for every cell: numbers come back, repairs are said, a blank is no zero."""

import re
from collections.abc import Callable
from datetime import date, datetime
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.vn import mst

from consolidate.catalogue import CATALOGUE
from consolidate.parse import parse_column, parser_of
from consolidate.parse.codes import has_check_digit
from consolidate.parse.readings import Reading
from consolidate.read.cells import BOOLEAN, DATE, ERROR, FORMULA, NUMBER, TEXT, Cell, Style
from consolidate.text import fold, tidy, vietnamese_date, vietnamese_number
from tests.parse_plan import CONTEXT, STATUS, a_column

TYPES = ("text", "count", "money", "percent", "date", "choice", "yes_no", "code", "tax_code",
         "phone", "reference", "url", "row_number")  # fmt: skip
PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "count": int, "money": float, "percent": float, "date": date, "yes_no": bool,
}  # fmt: skip
PARSERS = {t: parser_of(a_column(t), CONTEXT) for t in TYPES}
STYLES = (Style(), Style("0%"), Style("mmm-yy"), Style("General", "Wingdings"))
SAID_BY_THE_CALLER = {"cell", "title", "sheet", "row", "file"}

ANY_TEXT = st.text(st.characters(codec=None), max_size=30)  # surrogates and controls too
LIKE_CELLS = st.text("0123456789.,-/+~ %đtỷriệuHTXkhông…Oolngày\xa0\u200b៣²", max_size=14)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.tuples(st.just(1), st.just(TEXT), ANY_TEXT | LIKE_CELLS, st.just(0), st.booleans()),
    st.tuples(st.just(1), st.just(NUMBER), st.floats(), st.just(0), st.booleans()),
    st.tuples(st.just(1), st.just(DATE), st.datetimes(), st.just(0), st.booleans()),
    st.tuples(st.just(1), st.just(BOOLEAN), st.booleans(), st.just(0), st.booleans()),
    st.tuples(st.just(1), st.just(ERROR), st.just("#REF!"), st.just(0), st.booleans()),
    st.tuples(st.just(1), st.just(FORMULA), st.none(), st.just(0), st.booleans()),
)


def read(type_: str, text: str) -> Reading:
    return PARSERS[type_]((1, TEXT, text, 0, False), Style())


def facts_of(code: str) -> set[str]:
    entry = CATALOGUE[code]
    named = {name for _, name, _, _ in Formatter().parse(entry.message + entry.help) if name}
    return named - SAID_BY_THE_CALLER


def any_cell_gives_a_value_of_its_type_or_a_finding_in_full(drawn: tuple[str, Cell, Style]) -> None:
    type_, cell, style = drawn
    reading = PARSERS[type_](cell, style)
    assert not (reading.refused and reading.value is not None)
    assert reading.code in CATALOGUE if reading.code else not reading.refused
    if reading.code:
        assert {name for name, _ in reading.facts} == facts_of(reading.code)
    if reading.value is not None:
        assert isinstance(reading.value, PYTHON_TYPES.get(type_, str))
        assert isinstance(reading.value, bool) == (type_ == "yes_no")
    for _, text in reading.facts:
        text.encode("utf-8")
        assert not re.search(r"(?<![0-9.])[0-9]{12}(?![0-9])", text)
    if cell[1] in (ERROR, FORMULA) and type_ != "row_number":
        assert (reading.code, reading.refused) == ("FIL-11", True)


def a_count_is_what_its_digits_say(text: str) -> None:
    """No text becomes a number that it does not show, and none quietly loses a part."""
    reading = read("count", text)
    if reading.value is None:
        return
    shown = re.sub(r"[^0-9]", "", tidy(text).translate(FULL_WIDTH))
    if not shown:
        assert reading.value == 0
        assert fold(text) in ("", "không", "không co1", "không phat1 sinh", "chưa phat1 sinh",
                              "khong", "khong co", "khong phat sinh") and tidy(text)  # fmt: skip
    elif not reading.code:
        decimals = re.search(r"[.,](0+)$", tidy(text).translate(FULL_WIDTH))
        assert int(shown) == reading.value or (
            decimals and int(shown) == reading.value * 10 ** len(decimals[1])
        )
    else:
        assert dict(reading.facts)["read"] == str(reading.value)


FULL_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF0E: ".", 0xFF0C: ","}


def a_count_comes_back_however_it_is_grouped(drawn: tuple[int, str]) -> None:
    number, separator = drawn
    reading = read("count", f"{number:,}".replace(",", separator))
    assert reading.value == number or (reading.refused and number >= 10**11)
    assert not reading.code or reading.refused


def an_amount_comes_back_the_vietnamese_way(number: float) -> None:
    reading = read("money", vietnamese_number(number))
    assert reading.value == number or reading.refused


def an_amount_the_english_way_is_right_or_said(number: float) -> None:
    written = f"{number:,.3f}".rstrip("0").rstrip(".")
    reading = read("money", written)
    assert reading.code or reading.value == float(written.replace(",", ""))


def a_percentage_comes_back(number: float) -> None:
    reading = read("percent", f"{vietnamese_number(number).replace('.', '')}%")
    assert reading.value == number or reading.refused


def a_date_comes_back_in_every_writing(day: date) -> None:
    writings = (vietnamese_date(day), f"{day.day}/{day.month}/{day.year}", day.isoformat(),
                f"{day.day}.{day.month}.{day.year}",
                f"ngày {day.day} tháng {day.month} năm {day.year}",
                f"{day.day} thg {day.month}, {day.year}")  # fmt: skip
    stored = PARSERS["date"](
        (1, DATE, datetime(day.year, day.month, day.day), 0, False), Style("dd/mm/yyyy")
    )
    for reading in (stored, *(read("date", written) for written in writings)):
        assert reading.value == day
        assert reading.code in ("", "GEN-09")


def a_date_that_is_read_stood_there(text: str) -> None:
    reading = read("date", text)
    if reading.value is not None and not reading.code:
        assert isinstance(reading.value, date)
        numbers = [int(n) for n in re.findall("[0-9]+", tidy(text).translate(FULL_WIDTH))][:3]
        assert sorted(numbers) == sorted((reading.value.day, reading.value.month,
                                          reading.value.year))  # fmt: skip


def only_what_is_in_the_list_is_chosen(text: str) -> None:
    reading = read("choice", text)
    written = {fold(w): v.code for v in STATUS.values for w in (v.title, v.code, *v.aliases)}
    assert reading.value is None or written[fold(text)] == reading.value


def a_blank_is_never_a_value(drawn: tuple[str, str]) -> None:
    type_, blank = drawn
    assert read(type_, blank) == PARSERS[type_](None, Style()) == Reading(None)


def one_wrong_digit_of_a_code_is_caught(drawn: tuple[str, int, str]) -> None:
    code, place, digit = drawn
    assert has_check_digit(code) == mst.is_valid(code)
    if has_check_digit(code) and code[place] != digit:
        assert not has_check_digit(code[:place] + digit + code[place + 1 :])


def two_exchanged_digits_of_a_code_are_caught(drawn: tuple[str, int]) -> None:
    code, place = drawn
    if has_check_digit(code) and code[place] != code[place + 1]:
        exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert not has_check_digit(exchanged)
        assert read("tax_code", exchanged).refused


def text_is_kept_as_typed(text: str) -> None:
    reading = read("text", text)
    kept = tidy(text, keep_lines=True)
    assert reading.value == kept or (reading.value is None and not re.search(r"\w{3}", kept)) or (
        reading.code == "GEN-11"
    )  # fmt: skip


def a_code() -> st.SearchStrategy[str]:
    """Ten digits, half of them with the right last one."""
    nine = st.text("0123456789", min_size=9, max_size=9)
    return st.builds(lambda n, last: n + (_last(n) or last), nine, st.sampled_from("0123456789"))


def _last(nine: str) -> str:
    return next((d for d in "0123456789" if mst.is_valid(nine + d)), "")


AMOUNTS = st.decimals(-(10**12), 10**12, places=3).map(float) | st.floats(-1e15, 1e15)
PROPERTIES: list[tuple[Callable[[Any], None], st.SearchStrategy[Any]]] = [
    (
        any_cell_gives_a_value_of_its_type_or_a_finding_in_full,
        st.tuples(st.sampled_from(TYPES), CELLS, st.sampled_from(STYLES)),
    ),
    (a_count_is_what_its_digits_say, LIKE_CELLS | ANY_TEXT),
    (
        a_count_comes_back_however_it_is_grouped,
        st.tuples(st.integers(0, 10**13), st.sampled_from([".", ",", " ", "\xa0", ""])),
    ),
    (an_amount_comes_back_the_vietnamese_way, AMOUNTS),
    (an_amount_the_english_way_is_right_or_said, AMOUNTS),
    (a_percentage_comes_back, AMOUNTS),
    (a_date_comes_back_in_every_writing, st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    (a_date_that_is_read_stood_there, LIKE_CELLS | st.text("0123456789/.- ", max_size=12)),
    (
        only_what_is_in_the_list_is_chosen,
        ANY_TEXT | st.sampled_from([v.title for v in STATUS.values]).map(str.upper),
    ),
    (
        a_blank_is_never_a_value,
        st.tuples(st.sampled_from(TYPES), st.text(" \t\n\r\xa0\u200b\ufeff\u3000", max_size=5)),
    ),
    (
        one_wrong_digit_of_a_code_is_caught,
        st.tuples(a_code(), st.integers(0, 9), st.sampled_from("0123456789")),
    ),
    (two_exchanged_digits_of_a_code_are_caught, st.tuples(a_code(), st.integers(0, 8))),
    (text_is_kept_as_typed, ANY_TEXT),
]
NAMES = [holds.__name__ for holds, _ in PROPERTIES]


def _run(holds: Callable[[Any], None], drawn: st.SearchStrategy[Any], examples: int) -> None:
    @settings(max_examples=examples, deadline=None, database=None)
    @given(drawn)
    def run(value: Any) -> None:
        holds(value)

    run()


@pytest.mark.parametrize(("holds", "drawn"), PROPERTIES, ids=NAMES)
def test_it_holds(holds, drawn):
    _run(holds, drawn, 200)


@pytest.mark.thorough
@pytest.mark.parametrize(("holds", "drawn"), PROPERTIES, ids=NAMES)
def test_it_holds_for_many(holds, drawn):
    _run(holds, drawn, 3_000)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(TYPES), st.lists(CELLS | st.none(), max_size=20))
def test_a_column_is_its_cells(type_, cells):
    parser = parser_of(a_column(type_), CONTEXT)
    column = parse_column(parser, cells, STYLES)
    one_by_one = [PARSERS[type_](cell, STYLES[0]) for cell in cells]
    assert column.values == [r.value for r in one_by_one]
    assert column.said == tuple((i, r) for i, r in enumerate(one_by_one) if r.code)
