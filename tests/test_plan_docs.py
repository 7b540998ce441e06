"""The page about plan folders: its small plan loads, and no key or function is left untold."""

import re
import shutil
import typing
from pathlib import Path

import pytest
from test_plan_faults import FAULTS, SMALL, change, faults_of

from consolidate.plan import load_plan
from consolidate.plan import models as m
from consolidate.plan.files import PlanToml
from consolidate.rules.functions import FUNCTIONS

PAGE = (Path(__file__).parent.parent / "docs" / "plan-folder.md").read_text(encoding="utf-8")
MODELS = [
    PlanToml, m.Document, m.Guide, m.FormFields, m.Names, m.Reminders, m.Level, m.Period, m.Setting,
    m.Target,
    m.Counted, m.Summed, m.Ratio, m.ChoiceList, m.ListValue, m.Unit, m.Commune, m.Succession,
    m.SheetPlan, m.Likely, m.History, m.Column, m.Rule, m.Condition, m.Derived, m.OutputForm,
    m.FormColumn,
]  # fmt: skip


def test_the_small_plan_of_the_page_loads(tmp_path: Path) -> None:
    blocks = re.findall(r"```\w+ file=(\S+)\n(.*?)```", PAGE, re.S)
    assert len(blocks) == 6
    for name, text in blocks:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan = load_plan(tmp_path)
    assert [u.code for u in plan.units] == ["B1", "B2", "B3"]
    assert [t.goal for t in plan.targets] == [100]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_told(model: type[m.Model]) -> None:
    told = set(re.findall(r"\w+", PAGE))
    assert set(model.model_fields) <= told


def test_every_type_and_function_is_told() -> None:
    assert all(f"| `{kind}` |" in PAGE for kind in typing.get_args(m.Type))
    assert all(f"`{name}(" in PAGE for name in FUNCTIONS)


def test_the_faults_of_the_page_are_those_that_are_told(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "plan"))
    for name in ("a target's identity", "misspelt key", "a rule that names no column", "two units"):
        change(folder, FAULTS[name])
    shown = re.search(r"```\n(plan\.toml, dòng.*?)\n```", PAGE, re.S)
    assert shown is not None
    assert "\n".join(str(fault) for fault in faults_of(folder)) == shown[1]
