"""Live checks: what is missing or wrong shows while it is typed, in the unit's own workbook."""

from __future__ import annotations

from consolidate.issues import Severity
from consolidate.template.edition import Edition
from consolidate.template.layout import Layout
from consolidate.template.live.checks import Check, cell_checks
from consolidate.template.live.colours import colour
from consolidate.template.live.results import Results, write_results
from consolidate.template.live.rules import Later, rules_of

__all__ = ["Check", "Later", "Results", "checks_of", "colour", "write_results"]


def checks_of(where: Layout, edition: Edition) -> tuple[tuple[Check, ...], tuple[Later, ...]]:
    """All live checks, sheet by sheet in the order of the template, errors before warnings.

    With them the rules that can only be checked when reports are joined.
    """
    checks: list[Check] = []
    later: list[Later] = []
    for place in where.places:
        own = [*cell_checks(place), *rules_of(place, edition)]
        later += [c for c in own if isinstance(c, Later)]
        live = [c for c in own if isinstance(c, Check)]
        checks += sorted(live, key=lambda c: list(Severity).index(c.severity))
    return tuple(checks), tuple(later)
