"""Live checks: what is missing or wrong shows while it is typed, in the unit's own workbook."""

from consolidate.template.live.checks import Check, checks_of
from consolidate.template.live.colours import colour
from consolidate.template.live.results import Results, write_results

__all__ = ["Check", "Results", "checks_of", "colour", "write_results"]
