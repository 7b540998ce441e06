"""Every kind of damage: what can be recovered is recovered exactly, the rest is said.

Whatever happens, no row counts with other values than it was sent with unless an error says so.
"""

from __future__ import annotations

import pytest

from tests.damage import cells, columns, combined, containers, forms, rows, saves, score, sheets
from tests.damage.catalogue import DAMAGES, REFUSED, TOLD, WHOLE, Damage
from tests.damage.judging import Came, good_came, judged_alone, judged_together
from tests.libreoffice import needs_libreoffice

GROUPS = [m.GROUP for m in (sheets, columns, rows, cells, forms, containers, combined)]


def faults(damage: Damage, here: Came) -> list[str]:
    """What is not as the damage says it must be."""
    good = good_came()
    errors = {*here.errors} - {*good.errors}
    wanted = {
        WHOLE: ("accepted",),
        TOLD: ("needs_correction", "other_period"),
        REFUSED: ("unreadable",),
    }
    checks = {
        f"found {dict(here.found)}": set(damage.says) <= set(here.found),
        f"invented {here.invented(good)}": not here.invented(good),
        f"state {here.state}": here.state in wanted[damage.comes],
        "something is lost": damage.comes != WHOLE or here.is_whole(good),
        f"errors {errors}": damage.comes != WHOLE or not errors,
        f"no error among {damage.says}": damage.comes == WHOLE
        or any(one in here.errors for one in damage.says),
    }
    return [said for said, holds in checks.items() if not holds]


def test_the_good_return_is_good():
    good = good_came()
    assert good.state == "accepted"
    assert all(good.rows.values())
    assert good.figures["T3A"] > 0


def test_there_are_enough_kinds():
    assert len(DAMAGES) >= 60
    assert {d.group for d in DAMAGES.values()} == {*GROUPS, saves.GROUP}


def test_the_published_score_is_fresh():
    assert score.PAGE.read_text(encoding="utf-8") == score.page(), "python -m tests.damage.score"


@pytest.mark.parametrize("group", GROUPS)
def test_what_comes_of_it(group):
    check(group)


@needs_libreoffice
@pytest.mark.thorough
def test_what_comes_of_it_after_another_program():
    check(saves.GROUP)


def check(group):
    """All damages of a group, judged together."""
    mine = {name: d for name, d in DAMAGES.items() if d.group == group}
    came = judged_together({name: d.files() for name, d in mine.items()})
    wrong = {name: said for name in mine if (said := faults(mine[name], came[name]))}
    assert wrong == {}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "damage", [d for d in DAMAGES.values() if d.group != saves.GROUP], ids=lambda d: d.name
)
def test_what_comes_of_it_end_to_end(damage):
    assert faults(damage, judged_alone(damage.files())) == []
