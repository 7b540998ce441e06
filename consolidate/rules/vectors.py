"""A value in every row, with what is known about it: three-valued logic spelt out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from consolidate.rules.kinds import TRUTH, Kind, Type

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

_DTYPES: dict[Kind, str] = {
    Kind.NUMBER: "float64",
    Kind.TEXT: "object",
    Kind.CHOICE: "object",
    Kind.REFERENCE: "object",
    Kind.DATE: "datetime64[us]",
    Kind.TRUTH: "bool",
}
_FILLERS: dict[Kind, Any] = {
    Kind.NUMBER: 0.0,
    Kind.TEXT: "",
    Kind.CHOICE: "",
    Kind.REFERENCE: "",
    Kind.DATE: np.datetime64(0, "us"),
    Kind.TRUTH: False,
}


@dataclass(frozen=True, slots=True)
class Vector:
    """A value in every row.

    `data` is float64, bool, datetime64[us] or object (texts, codes) and holds a filler where
    nothing is known. `known`: there is a value. `absent`: it is known that there is none (a blank
    cell). Neither: nothing can be said, because a cell could not be read, a reference leads
    nowhere, or a number was divided by nought.
    """

    type: Type
    data: Array
    known: Mask
    absent: Mask

    def __len__(self) -> int:
        return len(self.known)

    @property
    def true(self) -> Mask:
        """Rows where a truth value is known and true."""
        held: Mask = self.known & self.data
        return held

    @property
    def false(self) -> Mask:
        """Rows where a truth value is known and false."""
        held: Mask = self.known & ~self.data
        return held

    def take(self, at: Positions) -> Vector:
        """The values of the rows at these positions."""
        return Vector(self.type, self.data[at], self.known[at], self.absent[at])


def constant(value: str | float | bool | date | None, kind: Type, size: int) -> Vector:
    """The same value in every row; None is a blank."""
    known = np.broadcast_to(np.bool_(value is not None), size)
    one = np.empty((), dtype=_DTYPES[kind.kind])
    one[()] = _FILLERS[kind.kind] if value is None else value
    return Vector(kind, np.broadcast_to(one, size), known, ~known)


def nothing(kind: Type, size: int) -> Vector:
    """A vector in which no row is known, and none is known to be blank."""
    data = np.full(size, _FILLERS[kind.kind], dtype=_DTYPES[kind.kind])
    return Vector(kind, data, np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))


def truth(data: Array, known: Mask) -> Vector:
    """A truth value; where it is not known, nothing more can be said."""
    return Vector(TRUTH, data.astype(bool, copy=False), known, np.zeros(len(known), dtype=bool))


def strict(kind: Type, data: Array, operands: tuple[Vector, ...]) -> Vector:
    """A value that needs all of its operands; blank where one is blank and all can be read."""
    known = reduce(np.logical_and, [o.known for o in operands])
    readable = reduce(np.logical_and, [o.known | o.absent for o in operands])
    return Vector(kind, data, known, readable & ~known)


def mapped(data: Array, convert: Callable[[Any], Any], dtype: str = "object") -> Array:
    """`convert` of every value, called once for each distinct one."""
    codes, distinct = pd.factorize(data)
    results = np.empty(len(distinct), dtype=dtype)
    results[:] = [convert(value) for value in distinct]
    converted: Array = results[codes]
    return converted


def from_series(values: pd.Series[Any], refused: Mask, kind: Type) -> Vector:
    """A column of a table as a vector."""
    cells = values.array
    blank = np.asarray(cells.isna(), dtype=bool)
    if kind.kind in (Kind.NUMBER, Kind.TRUTH):
        data = cells.to_numpy(dtype=_DTYPES[kind.kind], na_value=_FILLERS[kind.kind])
    elif kind.kind is Kind.DATE:
        data = cells.to_numpy(dtype="datetime64[us]")
    else:
        data = cells.to_numpy(dtype=object)
        blank = blank | (data == "")
    unread = blank | refused
    data = np.where(unread, np.array(_FILLERS[kind.kind], dtype=data.dtype), data)
    return Vector(kind, data, ~unread, blank & ~refused)
