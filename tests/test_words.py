"""Sentences of findings: every placeholder has its fact, and every sentence is fit for an officer.

That a sentence can be filled is proved from the source: every place that makes a finding names its
code and its facts, so each call is held against the sentence in the catalogue.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import consolidate
from consolidate.catalogue import CATALOGUE, CAUSES
from consolidate.consolidation import Asked, run
from consolidate.digest import Job, digest
from consolidate.intake import find
from consolidate.issues import Issue, Place, Severity
from consolidate.plan import bundled, load_plan
from consolidate.plan.models import OTHER_UNIT, Plan
from consolidate.words import MissingFact, facts_of, message_of, placeholders
from tests.cases.returns import Sent

PACKAGE = Path(consolidate.__file__).parent
MAKERS = {"finding": 1, "refusal": 0, "remark": 1}  # name -> position of the code
OF_A_CELL = {"file", "sheet", "row", "cell", "title"}  # said by the place
FORBIDDEN = re.compile(r"\b(null|none|dtype|schema|nan|regex|parse|error)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(bundled())


def calls() -> Iterator[tuple[str, str, set[str], bool]]:
    """(where, code, facts, whether further facts are passed on) of every finding that is made."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            position = MAKERS.get(node.func.id)
            if position is None or len(node.args) <= position:
                continue
            code = node.args[position]
            if isinstance(code, ast.Constant):
                named = {keyword.arg for keyword in node.keywords if keyword.arg}
                passed_on = any(keyword.arg is None for keyword in node.keywords)
                where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                yield where, str(code.value), named, passed_on


def test_every_finding_that_is_made_has_its_words_and_its_facts():
    made = list(calls())
    assert len(made) > 40
    lacking = [
        (where, code, sorted(missing))
        for where, code, named, passed_on in made
        if (missing := wanted(code) - named - OF_A_CELL) and not passed_on
    ]
    assert lacking == []


def wanted(code: str) -> frozenset[str]:
    entry = CATALOGUE[code]
    return placeholders(entry.message, entry.help)


def test_every_rule_of_the_plan_asks_only_for_what_a_rule_can_say(plan):
    from_the_run = {
        "value", "suggest", "cutoff", "year_start", "unit", "period_start", "period_end",
        "expected", "example", "swapped", OTHER_UNIT,
    }  # fmt: skip
    lacking = [
        (sheet.key, rule.code, sorted(missing))
        for sheet in plan.sheets
        for rule in sheet.rule
        if (
            missing := placeholders(rule.message, rule.help)
            - set(sheet.by_field) - set(plan.form.by_field) - set(rule.facts)
            - from_the_run - OF_A_CELL
        )
    ]  # fmt: skip
    assert lacking == []


def test_a_missing_fact_is_told_to_us_and_not_to_the_officer(plan):
    with pytest.raises(MissingFact, match="GEN-08 asks for"):
        message_of(Issue(Place("a.xlsx"), "GEN-08", Severity.ERROR), plan)
    with pytest.raises(MissingFact, match="no words for"):
        message_of(Issue(Place("a.xlsx"), "XYZ-99", Severity.ERROR), plan)


def test_a_finding_of_the_mechanism_speaks_through_the_catalogue(plan):
    table = plan.tables[0]
    column = next(c for c in table.column if c.type == "count")
    place = Place("a.xlsx", table.key, 9, 13, column.field)
    said, advice = message_of(Issue(place, "GEN-01", Severity.ERROR), plan)
    assert said == f"Ô M9 “{column.title}”: bắt buộc nhập."
    assert advice == f"Nhập “{column.title}” vào ô M9."


def test_a_rule_of_the_plan_speaks_for_itself(plan):
    table = next(s for s in plan.tables if len(s.rule) > 1)
    for position, rule in enumerate(table.rule):
        facts = tuple((name, f"<{name}>") for name in placeholders(rule.message, rule.help))
        issue = Issue(
            Place("a.xlsx", table.key, 9), rule.code, rule.severity, facts, variant=position
        )
        said, advice = message_of(issue, plan)
        assert said.split("<")[0].startswith(rule.message.split("{")[0].strip())
        assert advice.split("<")[0].startswith(rule.help.split("{")[0].strip())


@pytest.mark.parametrize("field", ["women_income", "registration_date"])
@pytest.mark.parametrize("code", ["GEN-02", "GEN-08"])
def test_a_value_beyond_its_bounds_is_told_by_them(plan, field, code):
    place = Place("a.xlsx", "cooperatives", 7, 3, field)
    facts = (("expected", "số không quá 5"), ("suggest", ""), ("value", "9"))
    message, advice = message_of(Issue(place, code, Severity.ERROR, facts), plan)
    assert "cần số không quá 5, đang là “9”" in message
    assert "C7" in advice


def test_a_fact_with_braces_is_not_filled_again(plan):
    facts = (("found", "{title}"), ("sheet", "HTX"))
    said, _ = message_of(Issue(Place("a.xlsx"), "FIL-17", Severity.WARNING, facts), plan)
    assert "“{title}”" in said


@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_every_cause_completes_the_sentence_of_an_unreadable_file(plan, cause):
    facts = (("cause", cause), ("detail", "xl/workbook.xml"))
    said, _ = message_of(Issue(Place("a.xlsx"), "FIL-01", Severity.ERROR, facts), plan)
    assert "a.xlsx" in said and cause not in said.split()
    assert "{" not in said


def test_every_cause_that_is_raised_has_its_sentence():
    raised = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Unreadable"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                raised.add(str(node.args[0].value))
    assert raised - CAUSES.keys() == set()


def test_sentences_are_short_and_say_what_to_do():
    for code, entry in CATALOGUE.items():
        assert len(entry.message) <= 240 and len(entry.help) <= 240, code
        assert entry.message.endswith((".", "?", "}", ")")), code
        assert entry.help.endswith("."), code
        assert entry.help[0].isupper(), code
        assert not FORBIDDEN.search(entry.message + entry.help), code
        assert "không hợp lệ" not in entry.message, code


def test_what_a_place_says_by_itself(plan):
    table = plan.tables[0]
    issue = Issue(Place("a.xlsx", table.key, 9), "FIL-14", Severity.WARNING)
    assert facts_of(issue, plan) == {"file": "a.xlsx", "sheet": table.title, "row": "9"}


def test_a_form_of_another_period_is_said_to_be_one(plan, tmp_path):
    stamp = {"period": "2025-Y", "form": "0123456789abcdef"}
    (tmp_path / "a.xlsx").write_bytes(Sent(stamp=stamp).bytes(1, "2025-H1"))
    outcome = run(Asked(plan, plan.period("2025-H1"), jobs=1), find([tmp_path]), lambda _: None)
    said = [message_of(i, plan)[0] for i in outcome.issues if i.code == "FIL-05"]
    assert len(said) == 1
    assert "1 của kỳ “Năm 2025”, mẫu hiện hành 1 của kỳ “6 tháng đầu năm 2025”" in said[0]


def test_a_number_in_the_place_of_a_code_is_quoted_as_it_is_shown(plan, tmp_path):
    sent = Sent(typed=[["Thông tin chung", "Mã đơn vị", 1]]).bytes(1, "2025-H1")
    (tmp_path / "a.xlsx").write_bytes(sent)
    issues = digest(Job(find([tmp_path])[0], "2025-H1"), plan).issues
    said = [message_of(i, plan)[0] for i in issues if i.code == "FIL-02"]
    assert said == ["Không xác định được đơn vị báo cáo: ô “Mã đơn vị” đang là “1”."]
