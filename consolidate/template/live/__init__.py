"""Live checks: what is missing or wrong shows while it is typed, in the unit's own workbook."""

from __future__ import annotations

from functools import lru_cache

from consolidate.issues import Severity
from consolidate.template.edition import Edition, Occasion
from consolidate.template.layout import layout
from consolidate.template.live.checks import Check, cell_checks
from consolidate.template.live.colours import colour
from consolidate.template.live.results import Results, write_results
from consolidate.template.live.rules import Later, rules_of

__all__ = ["Check", "Checks", "Later", "Results", "checks_of", "colour", "write_results"]


Checks = tuple[tuple[Check, ...], tuple[Later, ...]]
"""The live checks, and the rules that can only be checked when reports are joined."""


def checks_of(edition: Edition) -> Checks:
    """All live checks, sheet by sheet in the order of the template, errors before warnings.

    They are the same for all units.
    """
    return _checks(Occasion(edition.plan, edition.period))


@lru_cache(maxsize=8)
def _checks(occasion: Occasion) -> Checks:
    edition = Edition(occasion.plan, occasion.period, None)
    checks: list[Check] = []
    later: list[Later] = []
    for place in layout(edition.plan).places:
        own = [*cell_checks(place), *rules_of(place, edition)]
        later += [c for c in own if isinstance(c, Later)]
        live = [c for c in own if isinstance(c, Check)]
        checks += sorted(live, key=lambda c: list(Severity).index(c.severity))
    return tuple(checks), tuple(later)
