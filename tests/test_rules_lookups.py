"""Single cases of look-ups and identities that a reader should be able to check by eye."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from consolidate.rules import compile_expression, evaluate, labels
from consolidate.tables import Table
from tests.ruled_plan import REFUSED, Rows, ruled_plan, world

PLAN = ruled_plan()


def values(text: str, sheet: str, *files: dict[str, Rows], **more: Any) -> list[Any]:
    """The value of an expression in every row; None where it is not known."""
    vector = evaluate(
        compile_expression(text, PLAN.sheet(sheet), PLAN), world(*files, **more), sheet
    )
    return [
        value.item() if hasattr(value, "item") else value if known else None
        for value, known in (
            (vector.data[i] if vector.known[i] else None, vector.known[i])
            for i in range(len(vector))
        )
    ]


def club(name: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def person(full_name: Any, org: Any, **more: Any) -> dict[str, Any]:
    return {"full_name": full_name, "org": org, **more}


def test_an_unreadable_cell_is_not_blank() -> None:
    clubs = [club("A", members=REFUSED), club("B"), club("C", members=0)]
    assert values("blank(members)", "clubs", {"clubs": clubs}) == [None, True, False]
    assert values("filled(members)", "clubs", {"clubs": clubs}) == [None, False, True]
    assert values("members >= 0", "clubs", {"clubs": clubs}) == [None, None, True]


def test_nought_is_a_number_and_a_blank_is_none() -> None:
    clubs = [club("A", members=0, women=0), club("B", women=0)]
    assert values("total(members, women)", "clubs", {"clubs": clubs}) == [0, 0]
    assert values("total(members)", "clubs", {"clubs": clubs}) == [0, None]
    assert values("women / members", "clubs", {"clubs": clubs}) == [None, None]


def test_numbers_agree_within_half_a_millionth() -> None:
    clubs = [club("A", income=0.1 + 0.2), club("B", income=0.300001)]
    assert values("income == 0.3", "clubs", {"clubs": clubs}) == [True, False]
    assert values("income <= 0.3", "clubs", {"clubs": clubs}) == [True, False]


def test_a_divisor_that_equals_nought_is_nought() -> None:
    clubs = [club("A", income=0.1 + 0.2), club("B", income=0.300001)]
    assert values("1 / (income - 0.3) > 0", "clubs", {"clubs": clubs}) == [None, True]


def test_numbers_that_are_equal_are_one_key() -> None:
    clubs = [club(n, income=i) for n, i in (("A", 0.3), ("B", 0.1 + 0.2), ("C", 0.300001))]
    assert values("unique(income)", "clubs", {"clubs": clubs}) == [True, False, True]


def test_a_flag_of_a_blank_choice_is_blank() -> None:
    clubs = [club("A", state="closed"), club("B"), club("C", state=REFUSED)]
    assert values("blank(state.alive)", "clubs", {"clubs": clubs}) == [False, True, None]
    assert values("filled(state.phase)", "clubs", {"clubs": clubs}) == [True, False, None]


def test_references_stay_within_the_file() -> None:
    files = (
        {"clubs": [club("CLB Hoà Lạc", members=3)], "people": [person("Na", "clb hòa lạc")]},
        {"clubs": [club("CLB Gió")], "people": [person("Na", "CLB Hoà Lạc")]},
    )
    assert values("found(org)", "people", *files) == [True, False]
    assert values("org.members", "people", *files) == [3, None]
    assert values('count("people")', "clubs", *files) == [1, 0]


def test_a_club_and_the_team_that_it_grew_out_of_are_told_apart_by_what_was_typed() -> None:
    file = {
        "clubs": [club("CLB Gió")],
        "teams": [club("Đội Gió")],
        "people": [person("Na", "Đội Gió"), person("Mai", "CLB gió"), person("Ly", "Gió")],
    }
    assert values("sheet(org)", "people", file) == ["teams", "clubs", "clubs"]


def test_a_club_that_was_listed_twice_is_asked_about_once() -> None:
    file = {
        "clubs": [club("CLB Gió"), club("clb  gió"), club(REFUSED), club(None)],
        "people": [person("Na", "CLB Gió"), person("Mai", "clb gió"), person("Ly", None)],
    }
    assert values('count("people")', "clubs", file) == [2, 2, None, None]


def test_of_two_spellings_of_one_name_each_is_asked_about_by_itself() -> None:
    file = {
        "clubs": [club("CLB Gió"), club("Câu lạc bộ Gió"), club("Đội Gió")],
        "people": [
            person("Na", "CLB Gió"), person("Na", "Câu lạc bộ Gió"), person("Ly", "CLB TT Gió"),
            person("Mai", "câu lạc bộ gió"), person("Vân", "Gió"),
        ],
    }  # fmt: skip
    assert values('count("people")', "clubs", file) == [2, 2, 0]
    assert values("unique(org)", "people", file) == [True, True, True, False, False]


def test_after_merging_the_row_that_stands_for_the_thing_answers() -> None:
    files = (
        {"clubs": [club("CLB Gió", members=7)], "people": [person("Na", "CLB Gió")]},
        {"clubs": [club("CLB Gió", members=9)], "people": [person("Mai", "CLB Gió")]},
    )
    same = {"clubs": np.array([0, 0])}
    merged = {"merged": True, "canonical": same}
    assert values('count("people")', "clubs", *files, **merged) == [2, 2]
    assert values("org.members", "people", *files, **merged) == [7, 7]
    assert values('count("people")', "clubs", *files) == [1, 1]


def test_rows_meet_by_what_they_share() -> None:
    file = {
        "clubs": [club("CLB Gió", area="01"), club("CLB Mây", area="01"), club("CLB Nắng")],
        "teams": [club("Đội gió", area="01"), club("Đội Mây", area="02"), club("Đội nắng")],
    }
    text = 'rows("teams", name_key(name) == name_key(this.name) and area == this.area)'
    assert values(text, "clubs", file) == [1, 0, 0]
    assert values('rows("teams", name_key(name) == name_key(this.name))', "clubs", file) == [
        1,
        1,
        1,
    ]


def test_rows_in_pairs_without_anything_shared() -> None:
    clubs = [club(f"A{i}", members=i) for i in range(6)]
    text = 'rows("clubs", members > this.members)'
    assert values(text, "clubs", {"clubs": clubs}) == [5, 4, 3, 2, 1, 0]


def test_what_no_row_has_is_named_by_title() -> None:
    files = ({"clubs": [club("A", area="01")]}, {"clubs": [club("B", area="03")]})
    assert values('missing("clubs", area)', "clubs", *files) == ["Xã Bãi", None]
    assert values('blank(missing("clubs", area))', "clubs", *files) == [False, True]


def test_a_sum_of_no_rows_is_nought_and_of_blanks_is_not_known() -> None:
    file = {
        "clubs": [club("A"), club("B"), club("C")],
        "people": [person("Na", "B"), person("Mai", "C", hours=2.5), person("Ly", "C")],
    }
    assert values('sum("people", hours)', "clubs", file) == [0, None, 2.5]


def test_without_a_sheet_there_is_one_row() -> None:
    node = compile_expression("settings.least_women + year(cutoff)", None, PLAN, "number")
    vector = evaluate(node, world(), "")
    assert vector.data.tolist() == [2032.0] and vector.known.all()
    rows = compile_expression('rows("clubs")', None, PLAN, "number")
    files = ({"clubs": [club("A")]}, {"clubs": [club("B")]})
    assert evaluate(rows, world(*files), "").data.tolist() == [2.0]


def test_a_setting_without_a_value_is_blank() -> None:
    clubs = [club("A", founded=date(2031, 2, 1))]
    assert values("founded >= settings.from_day", "clubs", {"clubs": clubs}) == [None]
    settings = {"from_day": date(2031, 1, 1)}
    text = "founded >= settings.from_day"
    assert values(text, "clubs", {"clubs": clubs}, settings=settings) == [True]


def test_empty_tables_have_no_values() -> None:
    for text in ('count("people")', "unique(name)", "is_led", 'missing("teams", area) == ""'):
        assert values(text, "clubs", {}) == []


# --- identities ----------------------------------------------------------------------------------


def same(identity: str, sheet: str, *files: dict[str, Rows], merged: bool = False) -> list[int]:
    return [int(x) for x in labels(world(*files, merged=merged), sheet, identity)]


def test_the_first_key_that_is_filled_in_both_decides() -> None:
    clubs = [
        club("CLB Gió", number="0199990011", area="01"),
        club("CLB Mây", number="0199990011", area="02"),  # same number, another name
        club("CLB Gió", number="0199990029", area="01"),  # same name, another number
        club("clb gió", area="01"),  # no number: the name decides
        club("CLB Gió", area="02"),
        club("CLB Gió"),  # no area is an area of its own
        club("Câu lạc bộ Gió"),
        club(None),
        club(None),
    ]
    assert same("club", "clubs", {"clubs": clubs}) == [0, 0, 2, 0, 4, 5, 5, 7, 8]


def test_an_unreadable_area_is_no_area() -> None:
    clubs = [club("Gió", area=REFUSED), club("Gió", area=REFUSED), club("Gió")]
    assert same("club", "clubs", {"clubs": clubs}) == [0, 1, 2]


def test_with_any_one_key_is_enough_and_it_carries_on() -> None:
    people = [
        person("Na", "CLB Gió", phone="1"),
        person("Na", "CLB Mây", phone="1"),  # the same telephone
        person("na", "clb mây", phone="2"),  # the same club as the second
        person("Na", "CLB Nắng"),  # a name alone never unites
        person("Mai", "CLB Gió", phone="1"),
        person(None, "CLB Gió", phone="1"),
    ]
    assert same("person", "people", {"people": people}) == [0, 0, 0, 3, 4, 5]


def test_files_are_apart_in_rules_and_together_after_merging() -> None:
    files = ({"clubs": [club("CLB Gió", area="01")]}, {"clubs": [club("CLB gió", area="01")]})
    assert same("club", "clubs", *files) == [0, 1]
    assert same("club", "clubs", *files, merged=True) == [0, 0]


def test_people_of_one_club_spelt_two_ways_are_one_person() -> None:
    file = {
        "clubs": [club("CLB Thể thao Hoà Lạc")],
        "people": [person("Na", "CLB TT Hòa Lạc"), person("Na", "Câu lạc bộ thể thao Hoà Lạc")],
    }
    assert same("person", "people", file) == [0, 0]


def test_many_rows_take_little_time() -> None:
    """50,000 rows and 80 conditions take half a second; a loop over rows would take a minute."""
    rows = [club(f"CLB {i % 4000}", members=i % 50, women=i % 7, state="new") for i in range(1000)]
    small = world({"clubs": rows})
    frames = [small.tables["clubs"].values, small.tables["clubs"].refused]
    frames.append(small.tables["clubs"].origin)
    big = Table("clubs", *(pd.concat([frame] * 50, ignore_index=True) for frame in frames))
    ours = replace(small, tables={**small.tables, "clubs": big})
    started = time.perf_counter()
    for limit in range(80):
        text = f'women <= members or state != "new" or total(members, {limit}) > 3'
        node = compile_expression(text, PLAN.sheet("clubs"), PLAN, "truth")
        assert len(evaluate(node, ours, "clubs")) == 50_000
    assert time.perf_counter() - started < 10


def test_many_rows_of_one_name_and_as_many_codes_are_told_apart_in_time() -> None:
    from consolidate.rules.identity import _Groups

    count = 20_000  # each with each would be 200 million comparisons
    groups = _Groups(count)
    groups.join(np.arange(count), [np.arange(count)])
    assert len(set(groups.first_rows().tolist())) == count
