"""The shipped plan's rules and derived fields: each is broken by one change, and only it."""

from datetime import date
from typing import Any

import pytest
from shipped_world import FIRST_ROW, NEW, OLD, File, district_file, shipped_plan, world_of

from consolidate.rules import compile_expression, evaluate

Change = dict[str, Any]
Broken = set[tuple[str, str, int]]
"""(sheet, code, position of the row in its file)"""

DATE = date(2024, 11, 15)  # before the plan's year


def broken(*files: File, **where: Any) -> list[Broken]:
    """Every rule that a row breaks, for each file; all files are judged at once."""
    world = world_of(*files, **where)
    found: list[Broken] = [set() for _ in files]
    for sheet in world.plan.sheets:
        origin = world.tables[sheet.key].origin
        for rule in sheet.rule:
            node = compile_expression(rule.require, sheet, world.plan, "truth")
            for at in evaluate(node, world, sheet.key).false.nonzero()[0]:
                place = (sheet.key, rule.code, int(origin["row"][at]) - FIRST_ROW)
                found[origin["file"][at]].add(place)
    return found


def codes_of(file: File, **where: Any) -> set[str]:
    return {code for _, code, _ in broken(file, **where)[0]}


def changed(sheet: str, row: int, change: Change) -> File:
    file = district_file()
    file[sheet][row] |= change
    return file


def test_a_file_that_breaks_no_rule() -> None:
    # OFF-05 tells of communes without an officer; it stands once, whatever the row
    assert codes_of(district_file()) == {"OFF-05"}


# (sheet, row, change, codes that it breaks as sheet:code:row, or code for this very row)
CLOSED = {"women_stable_jobs": 0, "women_new_jobs_ytd": 0}
UNSIGNED = {"tax_code": None, "registration_date": None}
TOO_MANY = {"workers_women": 0, "women_stable_jobs": 13, "women_new_jobs_ytd": 13}
LATE = {"data_cutoff_date": date(2025, 7, 1), "report_date": date(2025, 7, 2)}
ALONE = {"members_total": 1, "members_women": 1, "women_stable_jobs": 5}
NO_OWN = {"officer_level": "commune", "commune_code": "00004"}
BREAKS: list[tuple[str, int, Change, str]] = [
    ("report_info", 0, LATE, "INF-03"),
    ("report_info", 0, {"report_date": date(2025, 6, 1)}, "INF-04"),
    ("report_info", 0, {"local_plan_status": "approved"}, "INF-05"),
    ("report_info", 0, {"local_plan_status": "approved", "local_plan_no": "1/KH"}, "INF-05"),
    ("report_info", 0, {"budget_spent": 10.0, "budget_allocated": 9.5}, "INF-06"),
    ("report_info", 0, {"budget_spent": 10.0, "budget_allocated": 6.0, "other_funds": 4.0}, ""),
    ("report_info", 0, {"nil_htx": True}, "INF-08"),
    ("cooperatives", 0, {"managers_women": 6}, "GEN-10 HTX-19"),
    ("cooperatives", 0, {"members_women": 21}, "GEN-10"),
    ("cooperatives", 0, {"workers_women": 9}, "GEN-10"),
    ("cooperatives", 0, {"tax_code": None}, "HTX-04"),
    ("cooperatives", 1, {"tax_code": None}, "HTX-22"),
    ("cooperatives", 0, {"registration_date": None}, "HTX-05"),
    ("cooperatives", 0, {"registration_date": DATE}, "HTX-06"),
    ("cooperatives", 0, {"registration_date": date(2025, 6, 15)}, "HTX-06"),
    ("cooperatives", 1, {"registration_date": date(2025, 2, 1)}, "HTX-07"),
    ("cooperatives", 1, CLOSED | {"status": "consulting"}, "HTX-08 support_actions:SUP-07:0"),
    ("cooperatives", 1, CLOSED | UNSIGNED | {"status": "consulting"}, "support_actions:SUP-07:0"),
    ("cooperatives", 0, {"managers_women": 0}, "HTX-09 HTX-19"),
    ("cooperatives", 0, {"members_total": 4, "members_women": 4}, "HTX-10"),
    ("cooperatives", 0, {"women_stable_jobs": 19, "women_new_jobs_ytd": 19}, "HTX-11"),
    ("cooperatives", 1, {"women_new_jobs_ytd": 11}, "HTX-12"),
    ("cooperatives", 1, {"status": "suspended"}, "HTX-13"),
    ("cooperatives", 0, TOO_MANY, "HTX-11 HTX-14"),
    ("cooperatives", 0, {"women_income": 0.4}, "HTX-15"),
    ("cooperatives", 0, {"women_income": 50.0}, ""),
    ("cooperatives", 0, {"women_new_jobs_ytd": 4}, "HTX-16"),
    ("cooperatives", 1, {"tax_code": "0199990011"}, "HTX-17"),
    ("cooperatives", 1, {"converted_from": "THT Không có"}, "HTX-18"),
    ("cooperatives", 1, {"converted_from": "THT Chăn nuôi Ví Dụ"}, "HTX-18"),
    ("cooperatives", 0, {"managers_women": 1}, "HTX-19"),
    ("cooperatives", 0, {"quality_rating": "good"}, "HTX-21"),
    ("cooperatives", 0, {"quality_rating": "not_rated"}, ""),
    ("cooperative_groups", 0, {"managers_women": 6}, "GEN-10"),
    ("cooperative_groups", 0, {"members_women": 21}, "GEN-10"),
    ("cooperative_groups", 0, {"workers_women": 9}, "GEN-10"),
    ("cooperative_groups", 0, {"legal_form": "registered"}, "THT-01"),
    ("cooperative_groups", 0, {"tax_code": "0199990036"}, "THT-02"),
    ("cooperative_groups", 0, ALONE, "THT-03"),
    ("cooperative_groups", 0, {"women_stable_jobs": 19}, "THT-04"),
    ("cooperative_groups", 0, {"women_new_jobs_ytd": 11}, "HTX-12"),
    ("cooperative_groups", 1, {"women_stable_jobs": 1}, "THT-05"),
    ("cooperative_groups", 0, {"managers_women": 0}, "THT-06"),
    ("cooperative_groups", 1, {"status": "ended"}, "cooperatives:HTX-18:1"),
    ("women_managers", 0, {"org_name": "HTX Không có"}, "MGR-01 cooperatives:HTX-19:0"),
    ("women_managers", 0, {"training_level": None}, "MGR-02"),
    ("women_managers", 0, {"training_ref": "L09"}, "MGR-03"),
    ("women_managers", 0, {"training_ref": "Lớp của Thành hội", "training_level": "city"}, ""),
    ("women_managers", 0, {"position": "tht_leader"}, "MGR-04 cooperatives:HTX-19:0"),
    ("women_managers", 4, {"position": "director"}, "MGR-04"),
    ("women_managers", 4, {"position": "other"}, ""),
    ("women_managers", 1, {"full_name": "TRẦN THỊ A"}, "MGR-05 cooperatives:HTX-19:0"),
    ("support_actions", 0, {"org_name": "HTX Không có"}, "SUP-01"),
    ("support_actions", 0, {"support_date": DATE}, "SUP-02"),
    ("support_actions", 1, {"loan_source": None}, "SUP-03"),
    ("support_actions", 1, {"loan_amount": None}, "SUP-03"),
    ("support_actions", 0, {"loan_amount": 5.0}, "SUP-04"),
    ("support_actions", 0, {"content": "Đã làm"}, "SUP-05"),
    ("support_actions", 0, {"org_name": "HTX Rau sạch Ví Dụ"}, "SUP-06"),
    ("training_courses", 0, {"participants_women": 31}, "GEN-10"),
    ("training_courses", 0, {"p_public": 5}, "TRN-02"),
    ("training_courses", 0, {"start_date": DATE}, "TRN-03"),
    ("training_courses", 0, {"end_date": date(2025, 3, 2)}, "TRN-03"),
    ("training_courses", 0, {"organiser_level": "city"}, "TRN-04"),
    ("training_courses", 0, {"organiser_level": "commune"}, ""),
    ("training_courses", 0, {"p_htx_managers": 3, "p_public": 5}, "TRN-06"),
    ("training_courses", 0, {"p_officers": 1, "p_public": 9}, "TRN-06"),
    ("training_courses", 0, {"participants_total": 1030, "p_public": 1004}, "TRN-07"),
    ("union_officers", 1, {"commune_code": None}, "OFF-01"),
    ("union_officers", 0, {"training_level": None}, "OFF-02"),
    ("union_officers", 0, NO_OWN, "OFF-04 union_officers:OFF-04:1"),
    ("activities", 0, {"participants_women": 81}, "GEN-10"),
    ("activities", 1, {"media_items": 0}, "ACT-01"),
    ("activities", 1, {"media_items": None}, "ACT-01"),
    ("activities", 0, {"participants_total": None, "participants_women": None}, "ACT-02"),
    ("activities", 0, {"task_code": "III.1.3"}, "ACT-03"),
    ("activities", 0, {"start_date": DATE}, "ACT-04"),
    ("activities", 0, {"activity_name": "TẬP HUẤN LUẬT HTX"}, "ACT-05"),
    ("remarks", 0, {"org_name": None}, "REM-01"),
]  # fmt: skip


@pytest.fixture(scope="module")
def found() -> list[Broken]:
    return broken(*(changed(sheet, row, change) for sheet, row, change, _ in BREAKS))


@pytest.mark.parametrize("number", range(len(BREAKS)), ids=lambda n: f"{BREAKS[n][0]}-{n}")
def test_one_change_breaks_what_it_must_and_nothing_else(number: int, found: list[Broken]) -> None:
    sheet, row, _, codes = BREAKS[number]
    expected: Broken = set()
    for text in codes.split():
        where = text.split(":")
        expected.add((where[0], where[1], int(where[2])) if len(where) == 3 else (sheet, text, row))
    assert {place for place in found[number] if place[1] != "OFF-05"} == expected


def test_every_rule_is_broken_somewhere() -> None:
    met = {code.split(":")[1] if ":" in code else code for *_, c in BREAKS for code in c.split()}
    apart = {"INF-07", "HTX-20", "THT-07", "THT-08", "TRN-01", "OFF-03", "OFF-05", "MGR-07"}
    apart |= {"MGR-06", "SUP-08", "TRN-05"}  # between organisations and units: tests/cases
    assert met | apart == {r.code for s in shipped_plan().sheets for r in s.rule}


def test_an_empty_table_must_be_declared() -> None:
    file = district_file()
    file["activities"] = []
    assert "INF-07" in codes_of(file)
    file["report_info"][0]["nil_activities"] = True
    assert "INF-07" not in codes_of(file)


@pytest.mark.parametrize(
    "name", ["Tổ hợp tác Thêu", "THT Thêu", "Liên hiệp HTX Thêu", "Công ty TNHH Thêu"]
)
def test_a_name_that_is_no_cooperative(name: str) -> None:
    file = district_file()
    file["cooperatives"].append(OLD | {"org_name": name, "tax_code": "0199990043"})
    assert ("cooperatives", "HTX-20", 2) in broken(file)[0]


def test_rows_that_stand_twice() -> None:
    file = district_file()
    file["cooperative_groups"].append(
        file["cooperative_groups"][0] | {"org_name": "Tổ hợp tác chăn nuôi ví dụ"}
    )
    file["cooperatives"].append(
        NEW | {"org_name": "hợp tác xã rau sạch ví dụ", "tax_code": None, "status": "active"}
    )
    file["training_courses"] *= 2
    file["union_officers"].append(file["union_officers"][1] | {"full_name": "LÊ THỊ 1"})
    assert broken(file)[0] >= {
        ("cooperatives", "HTX-17", 2),
        ("cooperative_groups", "THT-07", 2),
        ("training_courses", "TRN-01", 1),
        ("union_officers", "OFF-03", 2),
    }


def test_a_cooperative_without_a_manager_named() -> None:
    file = district_file()
    file["women_managers"] = file["women_managers"][:2]
    assert ("cooperatives", "MGR-07", 1) in broken(file)[0]
    file["cooperatives"][1]["managers_women"] = 0
    assert "MGR-07" not in codes_of(file)


def test_a_cooperative_and_a_group_of_one_name() -> None:
    file = district_file()
    file["cooperative_groups"].append(
        file["cooperative_groups"][0] | {"org_name": "THT Rau sạch Ví Dụ"}
    )
    assert ("cooperative_groups", "THT-08", 2) in broken(file)[0]


def test_a_commune_and_the_city_judge_levels_by_their_own() -> None:
    file = district_file()
    assert "TRN-04" in codes_of(file, unit="C00004", period="2025-Y-126")
    file["training_courses"][0]["organiser_level"] = "central"
    assert "TRN-04" in codes_of(file, unit="CITY")
    file["activities"][0]["task_code"] = "III.1.3"
    assert "ACT-03" not in codes_of(file, unit="CITY")
    assert "OFF-04" in codes_of(file, unit="CITY")
    assert "OFF-04" not in codes_of(file, unit="AFF1")


# --- what counts ---------------------------------------------------------------------------------


def holds(sheet: str, field: str, file: File, **settings: Any) -> list[bool]:
    world = world_of(file, **settings)
    node = compile_expression(field, world.plan.sheet(sheet), world.plan, "truth")
    return [bool(x) for x in evaluate(node, world, sheet).true]


def test_what_counts_of_a_file_that_is_right() -> None:
    file = district_file()
    assert holds("cooperatives", "is_new", file) == [True, False]
    assert holds("cooperatives", "is_strengthened", file) == [False, True]
    assert holds("cooperatives", "is_active_in_scope", file) == [True, True]
    assert holds("cooperative_groups", "is_strengthened", file) == [True, False]
    assert holds("cooperative_groups", "is_new", file) == [False, False]
    assert holds("women_managers", "is_counted", file) == [True, True, True, True, False]
    assert holds("union_officers", "is_trained", file) == [True, True]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "active"},
        {"tax_code": None},
        {"registration_date": DATE},
        {"registration_date": date(2025, 6, 15)},
        {"registration_date": None},
        {"founding_support_level": "none"},
        {"managers_women": 0},
        {"managers_women": None},
    ],
    ids=str,
)
def test_a_cooperative_that_is_not_new(change: Change) -> None:
    assert not holds("cooperatives", "is_new", changed("cooperatives", 0, change))[0]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "suspended"},
        {"status": "new"},
        {"founding_support_level": "none"},
        {"managers_women": 0},
    ],
    ids=str,
)
def test_a_cooperative_that_is_not_strengthened(change: Change) -> None:
    assert not holds("cooperatives", "is_strengthened", changed("cooperatives", 1, change))[1]


def test_a_review_alone_does_not_strengthen() -> None:
    file = changed("support_actions", 0, {"support_type": "survey"})
    assert not holds("cooperatives", "is_strengthened", file)[1]


def test_a_new_group() -> None:
    change = {"status": "new", "founded_date": date(2025, 2, 1)}
    file = changed("cooperative_groups", 0, change)
    assert holds("cooperative_groups", "is_new", file) == [True, False]
    assert holds("cooperative_groups", "is_strengthened", file) == [False, False]


def test_d_1_only_what_the_city_founded() -> None:
    file = district_file()
    assert not any(holds("cooperatives", "is_new", file, new_by="city"))
    file["cooperatives"][0]["founding_support_level"] = "city"
    assert holds("cooperatives", "is_new", file, new_by="city") == [True, False]


def test_d_2_many_women_workers() -> None:
    change = {"managers_women": 0, "workers_total": 20, "workers_women": 10}
    file = changed("cooperatives", 1, change)
    assert not holds("cooperatives", "is_strengthened", file)[1]
    assert holds("cooperatives", "is_strengthened", file, many_women=True)[1]
    file["cooperatives"][1]["workers_total"] = 21
    assert not holds("cooperatives", "is_strengthened", file, many_women=True)[1]


def test_d_2a_how_many_women_make_the_scope() -> None:
    assert not any(holds("cooperatives", "is_active_in_scope", district_file(), in_scope_women=3))


def test_d_4_who_counts_as_a_manager() -> None:
    file = changed("women_managers", 0, {"position": "accountant"})
    counted = [holds("women_managers", "is_counted", file, managers=m) for m in (
        "board", "with_accountants", "with_groups",
    )]  # fmt: skip
    assert [c[0] for c in counted] == [False, True, True]
    assert [c[4] for c in counted] == [False, False, True]


def test_a_manager_who_left_or_whose_cooperative_is_out_of_scope() -> None:
    file = changed("women_managers", 0, {"in_post": False})
    file["cooperatives"][1]["status"] = "suspended"
    assert holds("women_managers", "is_counted", file) == [False, True, False, False, False]
