"""A target compared with its goal (brief 2.3)."""

from __future__ import annotations

from consolidate.measure.counts import Tally, whole
from consolidate.outcome import Measured
from consolidate.plan.models import Period, Ratio, Target


def measured(counted: Tally, with_pending: Tally, period: Period, *, complete: bool) -> Measured:
    """The achievement of a target.

    `counted` is over accepted rows, `with_pending` over accepted and set-aside ones. Raw figures
    are compared, never rounded ones.
    """
    target = counted.target
    numerator, denominator = counted.numerator, counted.denominator
    achieved: float | int | None = numerator
    if denominator is not None:
        achieved = numerator / denominator if denominator else None
    goal = target.goal
    rate = None if goal is None or achieved is None else _rate(achieved, goal)
    return Measured(
        target=target,
        numerator=numerator,
        denominator=denominator,
        achieved=achieved,
        rate=rate,
        pending=whole(with_pending.numerator - numerator),
        status=_status(target, achieved, period, complete=complete),
        on_pace=None if rate is None or target.at_most is not None else rate >= period.pace,
        certain=_is_certain(target, achieved),
    )


def _rate(achieved: float, goal: float) -> float | None:
    return achieved / goal if goal else None


def _status(target: Target, achieved: float | None, period: Period, *, complete: bool) -> str:
    if target.goal is None:
        return "memo"
    if achieved is None:
        return "not_applicable"
    if target.at_least is not None and achieved >= target.at_least:
        beyond = achieved > target.at_least and not isinstance(target.measure, Ratio)
        return "exceeded" if beyond else "met"
    if target.at_most is not None and achieved <= target.at_most:
        return "met"
    if not period.is_final:
        return "in_progress"
    return "not_met" if complete else "incomplete"


def _is_certain(target: Target, achieved: float | None) -> bool:
    """Whether units that are still silent cannot undo it: sums and counts only grow."""
    return (
        target.at_least is not None
        and not isinstance(target.measure, Ratio)
        and achieved is not None
        and achieved >= target.at_least
    )
