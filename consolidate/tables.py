"""The stacked rows of one sheet over all returns, typed, each row with where it came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True)
class Table:
    """Rows of one sheet of the plan. The three frames share one RangeIndex.

    `values` has one column a field: count -> Int64, money and percent -> Float64, date ->
    datetime64[us], yes_no -> boolean, everything else -> object with None for blank.
    `refused` has the same columns as truth values: something was typed and could not be read.
    `origin` has the columns `file` (position of the return in the run) and `row` (of the sheet).
    """

    sheet: str
    values: pd.DataFrame
    refused: pd.DataFrame
    origin: pd.DataFrame

    def __len__(self) -> int:
        return len(self.values)

    def take(self, positions: npt.NDArray[np.int64]) -> Table:
        """The rows at these positions, in this order, under a fresh RangeIndex."""
        index = pd.RangeIndex(len(positions))
        frames = [f.take(positions) for f in (self.values, self.refused, self.origin)]
        for frame in frames:
            frame.index = index
        return Table(self.sheet, *frames)


@dataclass(frozen=True)
class Sender:
    """What expressions may ask about the return that a row stands in."""

    unit: str  # code
    unit_name: str
    unit_level: str
    cutoff: pd.Timestamp
