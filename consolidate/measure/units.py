"""Figures by unit, in the order of the roster; with what is counted elsewhere they add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from consolidate.measure.counts import Tally


def by_unit(tallies: Sequence[Tally], units: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numerators (and for a ratio, `<code>_base`) of each unit: counted here, counted elsewhere."""

    def spread(one: Tally, rows: np.ndarray) -> list[int | float]:
        own = one.by_unit(rows)
        return [own.get(unit, 0) for unit in units]

    here: dict[str, list[int | float]] = {}
    away: dict[str, list[int | float]] = {}
    for one in tallies:
        code = one.target.code
        here[code] = spread(one, one.counted)
        away[code] = spread(one, one.elsewhere)
        if one.base is not None and one.base_elsewhere is not None:
            here[f"{code}_base"] = spread(one, one.base)
            away[f"{code}_base"] = spread(one, one.base_elsewhere)
    index = pd.Index(units, name="unit")
    return pd.DataFrame(here, index=index), pd.DataFrame(away, index=index)
