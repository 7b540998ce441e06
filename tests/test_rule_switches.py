"""A rule of a plan folder is switched off, on from a period, or made graver; faults get a caret."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from consolidate.cli import cli
from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.plan import Plan, PlanError, bundled, load_plan
from tests.cases.returns import Sent

HTX, MANAGERS = "sheets/cooperatives.toml", "sheets/women_managers.toml"
FEW = [
    ["HTX", 2, "Tổng số thành viên chính thức", 4],
    ["HTX", 2, "Trong đó: thành viên nữ", 4],
    ["HTX", 2, "Số thành viên, lao động nữ có việc làm ổn định (tại ngày chốt số liệu)", 10],
]  # HTX-10, a warning
RULE = 'code = "HTX-10"\nseverity = "warning"\n'


def folder_with(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the shipped plan in which one thing is written otherwise."""
    shutil.copytree(bundled(), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def judged(folder: Path, plan: Plan, period: str = "2025-H1"):
    """The one return of four members, judged by a plan."""
    returns = folder / "returns"
    returns.mkdir()
    reported = ["Thông tin chung", "Ngày lập báo cáo", plan.period(period).due]
    (returns / "a.xlsx").write_bytes(Sent(typed=[*FEW, reported]).bytes(1, period))
    return run(Asked(plan, plan.period(period), jobs=1), find([returns]), lambda _: None)


def found(outcome) -> list[tuple[str, str]]:
    """Codes and severities. The return was made from the template as it ships: a rule that is
    changed in mid-season makes no new form."""
    return [(i.code, str(i.severity)) for i in outcome.issues]


def changed(tmp_path: Path, new: str) -> Plan:
    return load_plan(folder_with(tmp_path / "plan", HTX, RULE, new))


def test_a_rule_as_it_ships(tmp_path):
    outcome = judged(tmp_path, load_plan(bundled()))
    assert found(outcome) == [("HTX-10", "warning")]
    assert [u.state for u in outcome.units if u.file] == ["valid_with_warnings"]


def test_a_rule_that_is_switched_off_is_silent(tmp_path):
    plan = changed(tmp_path, f"{RULE}enabled = false\n")
    assert found(judged(tmp_path, plan)) == []


@pytest.mark.parametrize(("period", "codes"), [("2025-H1", []), ("2025-Y", ["HTX-10"])])
def test_a_rule_holds_from_its_first_period_on(tmp_path, period, codes):
    plan = changed(tmp_path, f'{RULE}since = "2025-Y"\n')
    assert [code for code, _ in found(judged(tmp_path, plan, period))] == codes


def test_a_rule_that_is_made_an_error_sets_the_row_aside(tmp_path):
    plan = changed(tmp_path, RULE.replace("warning", "error"))
    outcome = judged(tmp_path, plan)
    assert found(outcome) == [("HTX-10", "error")]
    assert outcome.tables["cooperatives"]["state"].tolist() == ["accepted", "set_aside"]


def test_a_rule_that_is_made_an_info_is_only_told(tmp_path):
    plan = changed(tmp_path, RULE.replace("warning", "info"))
    assert found(judged(tmp_path, plan)) == [("HTX-10", "info")]


# --- rules between units ---------------------------------------------------------------------

BETWEEN = 'code = "MGR-06"\nseverity = "info"\nscope = "units"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (BETWEEN, BETWEEN.replace("info", "error"), "chỉ nhận"),
        ('live_reason = "Mẫu không thấy tệp của đơn vị khác."', "", "live"),
    ],
)
def test_what_a_rule_between_units_may_not_be(tmp_path, old, new, said):
    with pytest.raises(PlanError, match=said):
        load_plan(folder_with(tmp_path / "plan", MANAGERS, old, new))


def test_only_a_rule_between_units_quotes_the_other_unit(tmp_path):
    quoted = 'message = "Người ở dòng này đã có ở một dòng phía trên, cùng “{org_name}”'
    wrong = quoted.replace("{org_name}", "{other_unit}")
    with pytest.raises(PlanError, match="other_unit"):
        load_plan(folder_with(tmp_path / "plan", MANAGERS, quoted, wrong))


# --- faults, end to end ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said", "under"),
    [
        ("'members_total >= 5'", "'membrs_total >= 5'", "members_total", "membrs_total"),
        ("'members_total >= 5'", "'members_total >= '", "thiếu phần cuối", ">="),
        ("'members_total >= 5'", "'(members_total >= 5'", "chưa có dấu đóng", "("),
        ("'members_total >= 5'", "'members_total >= year_start'", "ngày", "members_total >="),
        ("'members_total >= 5'", "'totl(members_total) >= 5'", "total", "totl"),
        ('\'status != "consulting" or blank(tax_code)\'',
         '\'status != "consultin" or blank(tax_code)\'', "consulting", '"consultin"'),
    ],
)  # fmt: skip
def test_a_faulty_rule_gets_its_line_and_a_caret(tmp_path, old, new, said, under):
    plan = folder_with(tmp_path / "plan", HTX, old, new)
    answer = CliRunner().invoke(cli, ["check", str(tmp_path), "--plan", str(plan)])
    assert answer.exit_code == 2
    assert isinstance(answer.exception, SystemExit)
    first, text, caret = answer.output.splitlines()
    line = (plan / HTX).read_text(encoding="utf-8").splitlines().index(f"require = {new}") + 1
    assert first.startswith(f"{HTX}, dòng {line}: quy tắc HTX-")
    assert said in first
    start, end = caret.index("^"), caret.rindex("^") + 1
    assert set(caret.strip()) == {"^"}
    assert under in text[start:end] or text[start:end] in under
