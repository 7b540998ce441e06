"""Texts for the units: the right one, short, and nothing personal in it."""

from dataclasses import replace
from datetime import date

from consolidate.issues import Severity
from consolidate.reminders import ALL, LONGEST, reminders
from tests.office import Return, consolidated, cooperative, manager, plan
from tests.test_counting import one_cooperative


def texts(outcome):
    return {name: data.decode() for name, data in reminders(outcome).items()}


def test_each_expected_unit_gets_its_own_text(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        Return(unit="D001", tables=one_cooperative()),
        Return(unit="D002", tables=one_cooperative(commune_code="00037", women_stable_jobs=30)),
        Return(unit="D003", name="a.xlsx"),
        Return(unit="D003", tables={"cooperatives": [cooperative(1, commune_code="00091")]},
               name="b.xlsx"),
    )  # fmt: skip
    said = texts(outcome)
    assert set(said) == {
        f"{u.code}-{u.slug}.txt" for u in plan().units if u.level == "district"
    } | {ALL}
    wording = plan().reminders
    for name, start in (
        ("D001-ba-dinh.txt", wording.thanks),
        ("D002-hoan-kiem.txt", wording.correct),
        ("D003-tay-ho.txt", wording.conflict),
        ("D004-long-bien.txt", wording.missing),
    ):
        first = start.strip().splitlines()[1].split("}")[1].split("{")[0]
        assert first in said[name], name
    assert "HTX, ô S7" in said["D002-hoan-kiem.txt"]
    assert all(said[n].strip() in said[ALL] for n in said if n != ALL)
    assert all(len(t) <= LONGEST for n, t in said.items() if n != ALL)


def test_who_sent_something_that_cannot_be_used_is_not_told_that_nothing_came(tmp_path):
    broken = tmp_path / "in" / "D002-hoan-kiem.xlsx"
    broken.parent.mkdir()
    broken.write_bytes(b"PK\x03\x04 nothing")
    outcome = consolidated(tmp_path / "in", Return(), Return(unit="D003", period="2025-Y"))
    said, wording = texts(outcome), plan().reminders
    part = wording.unusable.strip().splitlines()[1].split("}")[1].split("{")[0]
    assert part in said["D002-hoan-kiem.txt"] and part in said["D003-tay-ho.txt"]
    assert part not in said["D004-long-bien.txt"]


def test_after_the_due_date_the_text_says_how_late(tmp_path):
    outcome = consolidated(tmp_path / "in", Return(form={"report_date": date(2025, 6, 25)}))
    assert "quá hạn 5 ngày" in texts(outcome)["D002-hoan-kiem.txt"]


def test_many_findings_are_five_at_most_and_the_rest_is_counted(tmp_path):
    wrong = cooperative(
        managers_women=9, members_women=50, workers_women=60, women_stable_jobs=200,
        women_new_jobs_ytd=300, status="new", registration_date=date(2019, 1, 1), tax_code=None,
    )  # fmt: skip
    managers = [manager(name="Bùi Thị Riêng", phone="0912345678", training_level=None)]
    outcome = consolidated(
        tmp_path / "in", Return(tables={"cooperatives": [wrong], "women_managers": managers})
    )
    text = texts(outcome)["D001-ba-dinh.txt"]
    assert 1 <= text.count("\n- ") <= 6
    assert "loại lỗi khác" in text
    assert len(text) <= LONGEST
    assert "Riêng" not in text and "0912345678" not in text


def test_a_finding_that_is_too_long_is_cut(tmp_path):
    outcome = consolidated(
        tmp_path / "in", Return(tables=one_cooperative(women_stable_jobs=30) | {"remarks": []})
    )
    (found,) = [i for i in outcome.issues if i.severity is Severity.ERROR]
    long = replace(found, facts=tuple((name, f"{text} " * 99) for name, text in found.facts))
    changed = replace(outcome, issues=(long,))
    text = texts(changed)["D001-ba-dinh.txt"].strip()
    assert "…\n" in text
    assert len(text) <= LONGEST
    assert "hạn gửi 20/06/2025" in text


def test_no_brace_is_left_in_any_text(tmp_path):
    outcome = consolidated(tmp_path / "in", Return())
    assert not any("{" in t or "}" in t for t in texts(outcome).values())
