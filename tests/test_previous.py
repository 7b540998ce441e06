"""An earlier period's output speaks of this one (XP-01 … XP-07), and fills the next template."""

from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from consolidate.carried import carried_over
from consolidate.cli import cli
from consolidate.consolidation import Asked, run
from consolidate.decisions.answers import Known
from consolidate.decisions.model import Decisions, Waiver
from consolidate.export import tidy_files
from consolidate.intake import find
from consolidate.previous import read_previous
from consolidate.record import record
from consolidate.refusals import NoPrevious
from tests.office import (
    Return,
    consolidated,
    cooperative,
    figures,
    group,
    manager,
    plan,
    said,
    support,
)  # fmt: skip


def published(folder, *returns, period="2025-H1"):
    """A loader of the output of an earlier run."""
    outcome = consolidated(folder, *returns, period=period)
    files = {f"so-lieu/{name}": data for name, data in tidy_files(outcome).items()}
    files["ket-qua.json"] = record(outcome, {})

    def load(name):
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    return load


def year(folder, load, *returns, decisions=None):
    """The annual run that looks back at an earlier output."""
    folder.mkdir()
    for one in returns:
        one.write(folder)
    known = Known(decisions or Decisions(), {}, {})
    asked = Asked(plan(), plan().period("2025-Y"), known=known, previous=load)
    return run(asked, find([folder]), lambda _: None)


def half(tables=None, **changes):
    return Return(tables=tables or listed(**changes))


def whole(tables=None, **changes):
    return Return(period="2025-Y", tables=tables or listed(**changes))


def listed(**changes):
    return {"cooperatives": [cooperative(**changes)], "women_managers": [manager()]}


def test_the_same_return_gives_no_finding(tmp_path):
    load = published(tmp_path / "h1", half())
    assert said(year(tmp_path / "y", load, whole())) == []


def test_what_is_gone_is_asked_for_where_its_unit_reports(tmp_path):
    other = Return(unit="D002", tables=listed(commune_code="00037", tax_code="0199990029"))
    load = published(tmp_path / "h1", half(), other)
    outcome = year(tmp_path / "y", load, Return(period="2025-Y"))
    assert said(outcome) == [("cooperatives", 0, "XP-01")]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ({"women_new_jobs_ytd": 5}, {"women_new_jobs_ytd": 2}, ("T7", "XP-02")),
        ({"women_new_jobs_ytd": 2}, {"women_new_jobs_ytd": 5}, None),
        ({"org_name": "HTX Mẫu số 0"}, {"registration_date": date(2020, 3, 21)}, ("E7", "XP-03")),
        ({"tax_code": "0199990029"}, {"tax_code": "0199990011"}, ("C7", "XP-03")),
        ({"tax_code": None}, {"tax_code": "0199990011"}, None),
        ({"members_total": 80}, {"members_total": 12}, ("O7", "XP-07")),
        ({"members_total": 22}, {"members_total": 12}, None),
        ({"members_total": 100}, {"members_total": 60}, None),
    ],
)
def test_what_changed(tmp_path, before, now, found):
    load = published(tmp_path / "h1", half(**before))
    outcome = year(tmp_path / "y", load, whole(**now))
    expected = [("cooperatives", *found)] if found else []
    assert [f for f in said(outcome) if f[2].startswith("XP")] == expected


def test_a_name_written_with_the_tone_elsewhere_has_not_changed(tmp_path):
    load = published(tmp_path / "h1", half(org_name="HTX Hòa Bình Mẫu số 0"))
    later = listed(org_name="HTX Hoà Bình mẫu số 0")
    later["women_managers"][0]["org_name"] = "HTX Hoà Bình mẫu số 0"
    assert said(year(tmp_path / "y", load, whole(later))) == []


def test_things_without_a_code_are_known_by_name_and_commune(tmp_path):
    rows = {"cooperative_groups": [group(members_total=60, members_women=5)]}
    load = published(tmp_path / "h1", Return(tables=rows))
    later = {"cooperative_groups": [group()]}
    found = said(year(tmp_path / "y", load, Return(period="2025-Y", tables=later)))
    assert [code for _, _, code in found] == ["XP-07"]


def test_two_periods_are_never_added(tmp_path):
    tables = listed() | {"support_actions": [support()]}
    load = published(tmp_path / "h1", Return(tables=tables))
    outcome = year(tmp_path / "y", load, Return(period="2025-Y", tables=tables))
    assert figures(outcome)["T3A"] == 12
    assert outcome.previous.targets["T3A"] == (12, None)
    assert outcome.previous.targets["T4"] == (1, 1)


def test_what_was_reported_in_an_earlier_year_is_not_new(tmp_path):
    outcome = year(tmp_path / "y", last_year(tmp_path), whole(NEW))
    assert ("cooperatives", "B7", "XP-04") in said(outcome)
    assert figures(outcome)["T1"] == 0
    assert outcome.tables["cooperatives"]["state"].tolist() == ["set_aside"]


def test_that_it_is_new_all_the_same_can_be_accepted(tmp_path):
    waiver = Waiver("XP-04", "D001", "HTX", "B7", "năm trước báo cáo nhầm")
    decisions = Decisions(waivers=(waiver,))
    outcome = year(tmp_path / "y", last_year(tmp_path), whole(NEW), decisions=decisions)
    assert "XP-04" not in [code for _, _, code in said(outcome)]
    assert figures(outcome)["T1"] == 1


NEW = listed(status="new", registration_date=date(2025, 2, 3), women_new_jobs_ytd=12)


def last_year(folder):
    """The output of the same year's first half as if it were of the year before."""
    load = published(folder / "h1", half())

    def older(name):
        data = load(name)
        return data.replace(b'"date": "2025', b'"date": "2024') if name.endswith("json") else data

    return older


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"period": "2025-Y"}', b"[1]"])
def test_a_folder_that_is_no_output_is_refused(tmp_path, content):
    def load(name):
        if content is None:
            raise FileNotFoundError(name)
        return content

    with pytest.raises(NoPrevious):
        year(tmp_path / "y", load, whole())


SAVED = {
    "with semicolons": lambda data: data.replace(b",", b";"),
    "a number changed": lambda data: data.replace(b",12,", b",ba,"),
    "cut": lambda data: data[:-40],
    "in another encoding": lambda data: data.decode("utf-8-sig").encode("utf-16"),
    "taken out": lambda _: None,
}


@pytest.mark.parametrize("saved", SAVED)
def test_a_table_that_is_not_as_it_was_written_is_refused(tmp_path, saved):
    returns, before = tmp_path / "h1", tmp_path / "before"
    returns.mkdir()
    half().write(returns)
    result = CliRunner().invoke(cli, ["run", str(returns), "--out", str(before)])
    assert result.exit_code == 0
    table = before / "so-lieu/cooperatives.csv"
    data = SAVED[saved](table.read_bytes())
    table.write_bytes(data) if data else table.unlink()
    with pytest.raises(NoPrevious, match=r"cooperatives\.csv"):
        year(tmp_path / "y", lambda name: (before / name).read_bytes(), whole())


def test_a_column_that_had_another_type_is_refused(tmp_path):
    load = published(tmp_path / "h1", half())

    def other(name):
        return load(name).replace(b",12,", b",ba,")

    with pytest.raises(NoPrevious, match=r"cooperatives\.csv"):
        year(tmp_path / "y", other, whole())


def test_the_same_period_is_no_earlier_one(tmp_path):
    load = published(tmp_path / "h1", whole(), period="2025-Y")
    with pytest.raises(NoPrevious):
        year(tmp_path / "y", load, whole())


def without_a_stamp(path):
    book = openpyxl.load_workbook(path)
    next(r for r in book["_meta"].iter_rows() if r[0].value == "unit")[1].value = None
    book.save(path)


@pytest.mark.parametrize(("listed_before", "suggested"), [(2, "D002"), (1, "")])
def test_organisations_of_before_suggest_whose_a_nameless_return_is(
    tmp_path, listed_before, suggested
):
    """One organisation alone is too little to say anything."""
    rows = [cooperative(n, commune_code="00037") for n in range(listed_before)]
    load = published(tmp_path / "h1", Return(unit="D002", tables={"cooperatives": rows}))
    folder = tmp_path / "y"
    folder.mkdir()
    nameless = Return(
        period="2025-Y",
        form={"unit_code": None, "unit_name": "Hội LHPN"},
        tables={"cooperatives": [cooperative(n, commune_code=None) for n in range(2)]},
        name="BC.xlsx",
    )
    without_a_stamp(nameless.write(folder))
    asked = Asked(plan(), plan().period("2025-Y"), previous=load)
    (question,) = run(asked, find([folder]), lambda _: None).questions
    assert question.suggestion.partition(" – ")[0] == suggested


def offered(load, period, unit):
    chosen = plan().period(period)
    earlier = read_previous(load, plan(), chosen)
    return carried_over(earlier, plan(), chosen, plan().unit(unit)).tables


def test_the_next_template_offers_what_was_known_and_leaves_the_status_blank(tmp_path):
    tables = listed() | {
        "cooperatives": [cooperative(), cooperative(1, status="dissolved", women_stable_jobs=0)],
        "women_managers": [manager(), manager(name="Đinh Thị Cũ", in_post=False)],
    }
    load = published(tmp_path / "h1", Return(tables=tables))
    found = offered(load, "2025-Y", "D001")
    assert [r["org_name"] for r in found["cooperatives"]] == ["HTX Mẫu số 0"]
    assert [r["full_name"] for r in found["women_managers"]] == ["Trần Thị Ví Dụ"]
    assert [r["full_name"] for r in found["union_officers"]] == ["Lê Thị Cán Bộ"]
    assert "status" not in found["cooperatives"][0]
    assert found["cooperatives"][0]["registration_date"] == date(2020, 3, 12)
    assert offered(load, "2025-Y", "D002") == {}


def test_rows_follow_a_commune_that_passed_whole_and_no_other(tmp_path):
    whole_ones = {s.old_code: s.new_code for s in plan().successions if s.extent == "full"}
    split = {s.old_code for s in plan().successions if s.extent == "part"}
    own = [c.code for c in plan().communes if c.unit == "D001"]
    passed = next(c for c in own if c in whole_ones)
    torn = next(c for c in own if c in split)
    rows = [cooperative(0, commune_code=passed), cooperative(1, commune_code=torn)]
    people = [manager(), manager("HTX Mẫu số 1", "Đỗ Thị Thử")]
    tables = {"cooperatives": rows, "women_managers": people}
    load = published(tmp_path / "h1", Return(tables=tables))
    successor = f"C{whole_ones[passed]}"
    found = offered(load, "2025-Y-126", successor)
    assert [r["org_name"] for r in found["cooperatives"]] == ["HTX Mẫu số 0"]
    assert found["cooperatives"][0]["commune_code"] == whole_ones[passed]
    assert [r["full_name"] for r in found["women_managers"]] == ["Trần Thị Ví Dụ"]
    offers = [
        offered(load, "2025-Y-126", u.code).get("cooperatives", [])
        for u in plan().units
        if u.level == "commune" and u.code != successor
    ]
    assert not any(offers)


def test_what_a_district_and_the_city_both_reported_is_offered_once(tmp_path):
    whole_ones = {s.old_code: s.new_code for s in plan().successions if s.extent == "full"}
    own = [c.code for c in plan().communes if c.unit == "D001"]
    passed = next(c for c in own if c in whole_ones)
    district, city = (Return(unit=u, tables=listed(commune_code=passed)) for u in ("D001", "CITY"))
    load = published(tmp_path / "h1", district, city)
    found = offered(load, "2025-Y-126", f"C{whole_ones[passed]}")
    assert len(found["cooperatives"]) == 1
    assert len(found["women_managers"]) == 1
