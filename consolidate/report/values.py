"""Typed values as people read them: titles for codes, words for truth, None for blank."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from consolidate.outcome import Outcome
from consolidate.plan.models import Column
from consolidate.text import NO, YES, mask


def blank_as_none(values: pd.Series[Any]) -> list[Any]:
    """A column as plain Python values; missing of every kind as None."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "M":
        days: list[Any] = values.to_numpy().astype("datetime64[D]").tolist()
        return days
    plain = values.to_numpy(dtype=object, copy=True)
    plain[pd.isna(plain)] = None
    found: list[Any] = plain.tolist()
    return found


# Vietnamese mobile and fixed numbers as people write them: 0912 345 678, 024.3825.1234, +84…
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?84[ .-]?|0)(?:[35789]\d|2\d{1,2})(?:[ .)-]{0,2}\d){7,8}(?![\d])"
)
NO_PHONE = "***"


def impersonal(text: str) -> str:
    """Free text as the officials' edition may hold it: no citizen's number and no telephone."""
    return _PHONE.sub(NO_PHONE, mask(text))


class Titles:
    """What people see instead of codes, in one period of one plan."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def of_list(self, code: str) -> dict[str, str]:
        """Code to title of every value of a list, as the whole city sees it."""
        found = self._lists.get(code)
        if found is None:
            values = self._outcome.plan.values_of(code, None, self._outcome.period)
            found = self._lists[code] = {v.code: v.title for v in values}
        return found

    @cached_property
    def _lists(self) -> dict[str, dict[str, str]]:
        return {}

    def words(self, column: Column, values: list[Any]) -> list[Any]:
        """The values of a column as they stand in a table (None for blank)."""
        if column.type == "yes_no":
            return [None if v is None else self.plainly(bool(v)) for v in values]
        if column.list is not None:
            titles = self.of_list(column.list)
            return [None if v is None else titles.get(v, v) for v in values]
        return values

    def plainly(self, value: Any) -> Any:
        """A computed value: truth in words, everything else as it is."""
        if isinstance(value, bool | np.bool_):
            return YES if value else NO
        return value
