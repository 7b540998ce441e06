"""Targets, coverage, pace and status over the rows that count."""

from consolidate.measure.counts import Tally, tally
from consolidate.measure.rating import measured
from consolidate.measure.units import by_unit

__all__ = ["Tally", "by_unit", "measured", "tally"]
