"""The Excel reading of every live rule of the shipped plan, held against the reading by pandas.

LibreOffice calculates what a template would: each rule over 500 random rows, as an array over all
rows and as formulas of single rows, and gives the same verdict as `evaluate`, row by row.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from consolidate.issues import Severity
from consolidate.plan import Plan, bundled, load_plan
from consolidate.plan.models import Rule, SheetPlan
from consolidate.rules import Node, compile_expression, evaluate
from consolidate.rules.excel import NotLive, excel_condition
from tests.libreoffice import needs_libreoffice, recalculate
from tests.live_books import (
    ALIKE,
    HEAD,
    UNLIKE,
    Book,
    Season,
    random_rows,
    with_names_found,
    without,
)
from tests.ruled_plan import ruled_plan
from tests.rules_random import truths

SINGLE_ROWS = 12
SENDERS = (("2025-H1", "D001", 500), ("2025-Y-126", "C00070", 100), ("2025-H1", "CITY", 100))
CONFIRMED = set(
    re.findall(
        r"[A-Z]+",
        """ABS COLUMN COUNTA DATE IF IFERROR INDEX INT ISBLANK ISNUMBER LEFT LEN LOOKUP MATCH MID
        MIN MMULT MOD RIGHT ROUND ROW ROWS SEARCH SUBSTITUTE SUMPRODUCT TRANSPOSE TRIM YEAR""",
    )
)  # functions of Excel 2007, which LibreOffice and WPS have, too


@cache
def plan() -> Plan:
    return load_plan(bundled())


@dataclass(frozen=True)
class Case:
    sheet: SheetPlan
    rule: Rule
    node: Node
    name: str


def cases(chosen: Plan) -> list[Case]:
    return [
        Case(sheet, rule, compile_expression(rule.require, sheet, chosen, "truth"), f"_r{n}.{i}")
        for n, sheet in enumerate(chosen.sheets)
        for i, rule in enumerate(sheet.rule)
        if rule.live
    ]


def of(period: str = "2025-H1", unit: str = "D001") -> Season:
    return Season(plan(), plan().period(period), plan().unit(unit))


def formula(case: Case, season: Season, tmp_path: Path) -> str:
    book = Book(tmp_path / "unused.xlsx", season)
    return excel_condition(case.node, book.in_row(case.sheet.key, 0), case.sheet.key)


@pytest.fixture(scope="module")
def season() -> Season:
    return random_rows(of(), 1, seed=1)


def test_every_live_rule_has_a_formula_and_no_other_rule_could_have(
    season: Season, tmp_path: Path
) -> None:
    book = Book(tmp_path / "unused.xlsx", season)
    for sheet in plan().sheets:
        for rule in sheet.rule:
            node = compile_expression(rule.require, sheet, plan(), "truth")
            if rule.scope not in ("row", "sheet"):
                continue  # judged over the files of several units, which no workbook sees
            if rule.live:
                assert excel_condition(node, book.in_row(sheet.key, 0), sheet.key)
            else:
                with pytest.raises(NotLive):
                    excel_condition(node, book.in_row(sheet.key, 0), sheet.key)


def test_formulas_keep_to_what_old_programs_have(season: Season, tmp_path: Path) -> None:
    for case in cases(plan()):
        text = formula(case, season, tmp_path)
        bare = re.sub(r'"[^"]*"', '""', text)
        assert len(text) < 8000, case.rule.code
        assert set(re.findall(r"([A-Z][A-Z.0-9]*)\(", bare)) <= CONFIRMED, case.rule.code
        assert "{" not in bare and "!" not in bare, case.rule.code  # no array constant, names only
        assert all(len(t) <= 257 for t in re.findall(r'"[^"]*"', text)), case.rule.code
        assert _depth(bare) < 60, case.rule.code


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


# --- the proof -----------------------------------------------------------------------------------


def drawn(period: str, unit: str, rows: int) -> Season:
    return random_rows(of(period, unit), rows, seed=rows)


def test_the_random_rows_break_every_rule_and_keep_every_rule() -> None:
    """A rule that never fires, or always does, would prove nothing."""
    broken, kept = set(), set()
    for sender in SENDERS:
        world = drawn(*sender).world()
        for case in cases(plan()):
            verdict = evaluate(case.node, world, case.sheet.key)
            broken |= {case.name} if verdict.false.any() else set()
            kept |= {case.name} if verdict.true.any() else set()
    names = {case.name for case in cases(plan())}
    asks_the_file = {c.name for c in cases(plan()) if c.rule.scope == "sheet"}
    assert names - broken <= asks_the_file
    assert names - kept <= asks_the_file


@dataclass(frozen=True)
class Verdicts:
    """Where a rule is broken: by pandas, and by its formula over all rows and in single ones."""

    pandas: list[bool]
    every: list[object]
    array: list[object]
    plain: list[object]


def written(case: Case, book: Book) -> tuple[int, int, int]:
    """The rule beside its rows: over all rows, and in single rows as an array and plain."""
    key = case.sheet.key
    every = book.array(key, case.name, excel_condition(case.node, book.in_all_rows(key), key))
    count = min(SINGLE_ROWS, len(book.season.rows[key]))
    single = [excel_condition(case.node, book.in_row(key, r), key) for r in range(count)]
    return every, book.plain(key, single, array=True), book.plain(key, single, array=False)


def calculated(path: Path, out: Path) -> dict[str, list[list[object]]]:
    """The values of a workbook after LibreOffice has calculated it, by sheet title."""
    (made,) = recalculate([path], out)
    book = load_workbook(made, data_only=True)
    return {
        s.title: [list(r) for r in s.iter_rows(min_row=HEAD + 1, values_only=True)] for s in book
    }


def verdicts(season: Season, tmp_path: Path, chosen: list[Case]) -> dict[str, Verdicts]:
    """What both readings say of each case, by its name."""
    path = tmp_path / "rules.xlsx"
    book = Book(path, season)
    columns = {case.name: written(case, book) for case in chosen}
    canary = book.book.add_worksheet("Canary")
    canary.write_formula(HEAD, 0, "=1+1", None, 999)
    book.close()
    values = calculated(path, tmp_path / "out")
    assert values["Canary"][0][0] == 2, "LibreOffice has not calculated anything"
    world = season.world()
    found = {}
    for case in chosen:
        broken = evaluate(case.node, world, case.sheet.key).false.tolist()
        rows = values[case.sheet.title]
        every, array, plain = (
            [row[at] for row in rows[: len(broken) if at == columns[case.name][0] else SINGLE_ROWS]]
            for at in columns[case.name]
        )
        found[case.name] = Verdicts(broken, every, array[: len(broken)], plain[: len(broken)])
    return found


def disagreements(season: Season, tmp_path: Path, chosen: list[Case]) -> list[str]:
    told = verdicts(season, tmp_path, chosen)
    return [
        f"{case.sheet.key} {case.rule.code} row {row} ({how}): formula {said!r}, pandas "
        f"{told[case.name].pandas[row]}: {case.rule.require}: {season.rows[case.sheet.key][row]}"
        for case in chosen
        for how in ("every", "array", "plain")
        for row, said in enumerate(getattr(told[case.name], how))
        if said not in (0, 1) or bool(said) != told[case.name].pandas[row]
    ]


@pytest.mark.thorough
@needs_libreoffice
@pytest.mark.parametrize(("period", "unit", "rows"), SENDERS)
def test_both_readings_agree(period: str, unit: str, rows: int, tmp_path: Path) -> None:
    assert disagreements(drawn(period, unit, rows), tmp_path, cases(plan())) == []


@pytest.mark.thorough
@needs_libreoffice
def test_both_readings_agree_where_a_table_is_empty(tmp_path: Path) -> None:
    season = random_rows(of(), 30, seed=5)
    season = without(without(season, "women_managers"), "support_actions")
    judged = [c for c in cases(plan()) if season.rows[c.sheet.key]]
    assert disagreements(season, tmp_path, judged) == []


@pytest.mark.thorough
@needs_libreoffice
@pytest.mark.parametrize("rows", [8, 15, 40])
def test_no_error_is_kept_silent_where_names_are_spelt_in_several_ways(
    rows: int, tmp_path: Path
) -> None:
    """A formula may then fire where pandas does not. Where pandas finds an error, the rule's
    formula fires, or another error of the same row does (a name that is not found)."""
    season = random_rows(of(), rows, seed=rows, words=UNLIKE)
    errors = [c for c in cases(plan()) if c.rule.severity is Severity.ERROR]
    told = verdicts(season, tmp_path, errors)
    differ, silent = 0, []
    for case in errors:
        beside = [told[c.name].every for c in errors if c.sheet is case.sheet]
        for row, broken in enumerate(told[case.name].pandas):
            differ += broken != bool(told[case.name].every[row])
            if broken and not any(fired[row] for fired in beside):
                silent.append((case.sheet.key, case.rule.code, row))
    assert silent == []
    assert differ, "these spellings made no difference at all"


UNSEEN = {
    "report_info": (
        'rows("women_managers", org_name.status.active and in_post, distinct = "person") > 3',
        "budget_spent / (budget_allocated - other_funds) <= 1",
    ),
    "cooperatives": (
        "unique(women_income)",
        "unique(note, sells_online)",
        "blank(status.active)",
        "filled(status.active)",
        "status.active == sells_online",
        "blank(women_income / revenue_ytd)",
        "1 / (members_total - members_women) != 1",
        "-5 <= members_women - members_total <= 3",
        'org_name not in ("HTX An Bình", "htx hòa lạc", "Công ty Gió Núi")',
        'note in ("HỖ TRỢ", "họp <5 người*", "đ?", "~X")',
        'starts_with(note, "HO", "đ?")',
        "converted_from.founded_date <= registration_date",
        "filled(converted_from.note) or converted_from.members_total >= members_total",
        'rows("cooperatives", tax_code == this.tax_code and org_name != this.org_name) == 0',
        'sum("support_actions", loan_amount, support_type == "credit") / members_total <= 100',
        'count("women_managers", in_post) == count("women_managers", trained_ytd)',
    ),
    "cooperative_groups": (
        'count("cooperatives", status == "new") == 0 or status == "converted"',
        'count("women_managers", true, distinct = "person") <= managers_women',
    ),
    "women_managers": (
        "unique(phone)",
        "unique(org_name, position, in_post)",
        "org_name.is_new",
        'org_name.converted_from.status == "converted"',
        "training_ref.participants_total / training_ref.participants_women > 1",
        'rows("women_managers", full_name == this.full_name and phone != this.phone) == 0',
    ),
    "training_courses": (
        'sum("women_managers", org_name.members_women, in_post) < 5',
        "p_officers in (p_public, p_others, 8)",
    ),
    "activities": (
        "unique(activity_name, start_date)",
        "task_code.main_level == organiser_level",
    ),
}  # conditions that no rule of the plan asks


@pytest.mark.thorough
@needs_libreoffice
def test_both_readings_agree_on_conditions_that_no_rule_asks(tmp_path: Path) -> None:
    assert disagreements(random_rows(of(), 200, seed=11), tmp_path, unseen()) == []


@pytest.mark.thorough
@needs_libreoffice
def test_both_readings_agree_in_any_spelling_where_every_name_is_found(tmp_path: Path) -> None:
    spelt = random_rows(of(), 60, seed=4, words=replace(UNLIKE, people=ALIKE.people))
    judged = [*cases(plan()), *unseen()]
    assert disagreements(with_names_found(spelt, seed=4), tmp_path, judged) == []


def unseen() -> list[Case]:
    return [
        conditioned(plan(), key, text, number)
        for number, (key, text) in enumerate((k, t) for k, texts in UNSEEN.items() for t in texts)
    ]


def conditioned(chosen: Plan, key: str, text: str, number: int) -> Case:
    """A condition as a rule of a sheet."""
    sheet = chosen.sheet(key)
    rule = plan().form.rule[0].model_copy(update={"code": f"R-{number}", "require": text})
    return Case(sheet, rule, compile_expression(text, sheet, chosen, "truth"), f"_r.{number}")


spoken = st.sampled_from([s.key for s in ruled_plan().sheets]).flatmap(
    lambda sheet: st.tuples(st.just(sheet), truths(sheet))
)


@pytest.mark.thorough
@needs_libreoffice
@settings(
    max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(st.lists(spoken, min_size=40, max_size=40), st.integers(0, 99))
def test_both_readings_agree_on_random_conditions_of_another_plan(
    tmp_path_factory: pytest.TempPathFactory, conditions: list[tuple[str, str]], seed: int
) -> None:
    other, folder = ruled_plan(), tmp_path_factory.mktemp("random")
    season = random_rows(Season(other, other.periods[0], other.units[0]), 40, seed)
    chosen = []
    probe = Book(folder / "unused.xlsx", season)
    for number, (key, text) in enumerate(conditions):
        case = conditioned(other, key, text, number)
        with contextlib.suppress(NotLive):
            excel_condition(case.node, probe.in_row(key, 0), key)
            chosen.append(case)
    assert disagreements(season, folder, chosen) == []


@pytest.mark.thorough
@needs_libreoffice
def test_a_wrong_formula_would_be_seen(tmp_path: Path) -> None:
    season = random_rows(of(), 40, seed=9)
    sheet = plan().tables[0]
    right = next(c for c in cases(plan()) if c.sheet is sheet)
    node = compile_expression(f"not ({right.rule.require})", sheet, plan(), "truth")
    path = tmp_path / "rules.xlsx"
    book = Book(path, season)
    at = book.array(
        sheet.key, "_wrong", excel_condition(node, book.in_all_rows(sheet.key), sheet.key)
    )
    book.close()
    told = [bool(r[at]) for r in calculated(path, tmp_path / "out")[sheet.title][:40]]
    broken = evaluate(right.node, season.world(), sheet.key).false
    assert any(t != b for t, b in zip(told, broken, strict=True))
