"""Figures by unit, in the order of the roster; with what is counted elsewhere they add up."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from consolidate.measure.counts import Tally


def by_unit(tallies: Sequence[Tally], units: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numerators (and for a ratio, `<code>_base`) of each unit: counted here, counted elsewhere."""
    here: dict[str, list[int | float]] = {}
    away: dict[str, list[int | float]] = {}
    for one in tallies:
        code = one.target.code
        here[code] = [one.total(one.counted & (one.units == u)) for u in units]
        away[code] = [one.total(one.elsewhere & (one.units == u)) for u in units]
        if one.base is not None and one.base_elsewhere is not None:
            here[f"{code}_base"] = [one.total(one.base & (one.units == u)) for u in units]
            away[f"{code}_base"] = [one.total(one.base_elsewhere & (one.units == u)) for u in units]
    index = pd.Index(units, name="unit")
    return pd.DataFrame(here, index=index), pd.DataFrame(away, index=index)
