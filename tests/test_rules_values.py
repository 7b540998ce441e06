"""Every value of the language against a separate interpreter that goes row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidate.rules import compile_expression, evaluate, labels
from tests.ruled_plan import Rows, world
from tests.rules_oracle import Oracle, Row
from tests.rules_random import PLAN, files, numbers, truths

SHEETS = [s.key for s in PLAN.sheets]
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

expressions = st.sampled_from(SHEETS).flatmap(
    lambda sheet: st.tuples(st.just(sheet), st.one_of(truths(sheet), numbers(sheet)))
)


def told(vector: Any, position: int) -> tuple[str, Any]:
    """A value of a vector in the words of the oracle."""
    if vector.known[position]:
        value = vector.data[position]
        return "known", value.item() if hasattr(value, "item") else value
    return ("blank" if vector.absent[position] else "unsure"), None


def agree(
    text: str, sheet: str, returned: list[dict[str, Rows]], merged: bool, told_to_oracle: str = ""
) -> None:
    canonical = {}
    if merged:
        bare = world(*returned, merged=True)
        canonical = {
            "clubs": labels(bare, "clubs", "club"),
            "teams": labels(bare, "teams", "team"),
        }
    ours = world(*returned, merged=merged, canonical=canonical)
    oracle = Oracle(returned, merged, {k: v.tolist() for k, v in canonical.items()})
    vector = evaluate(compile_expression(text, PLAN.sheet(sheet), PLAN), ours, sheet)
    for position in range(len(vector)):
        expected = oracle.read(told_to_oracle or text, Row(sheet, position))
        state, value = told(vector, position)
        if vector.type.kind == "truth":  # of a condition only its verdict is used
            state = "known" if state == "known" else "unsure"
            wanted = "known" if expected.state == "known" else "unsure"
        else:
            wanted = expected.state
        assert state == wanted, (text, position, expected, state, value)
        if state == "known":
            if isinstance(value, float):
                assert value == pytest.approx(float(expected.value)), (text, position, expected)
            else:
                assert value == expected.value, (text, position, expected)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(expressions, files, st.booleans())
def test_values_agree_with_the_oracle(
    expression: tuple[str, str], returned: list[dict[str, Rows]], merged: bool
) -> None:
    sheet, text = expression
    agree(text, sheet, returned, merged)


@pytest.mark.thorough
@settings(max_examples=2000, deadline=None, suppress_health_check=QUIET)
@given(expressions, files, st.booleans())
def test_values_agree_with_the_oracle_at_length(
    expression: tuple[str, str], returned: list[dict[str, Rows]], merged: bool
) -> None:
    sheet, text = expression
    agree(text, sheet, returned, merged)


def test_the_comparison_notices_a_difference() -> None:
    returned: list[dict[str, Rows]] = [{"clubs": [{"name": "A", "members": 1}]}]
    agree("members > 0", "clubs", returned, merged=False)
    with pytest.raises(AssertionError):
        agree("members > 0", "clubs", returned, merged=False, told_to_oracle="members > 1")
