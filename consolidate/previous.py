"""An earlier period's output, read back: its rows, typed, and its figures."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from consolidate.decisions.model import Decisions
from consolidate.export.separated import unguarded
from consolidate.merge import same_things
from consolidate.outcome import Previous
from consolidate.plan.models import Column, Period, Plan, SheetPlan
from consolidate.refusals import NoPrevious
from consolidate.rules import World
from consolidate.schema import dtype_of
from consolidate.tables import Sender, Table

RECORD, TABLES = "ket-qua.json", "so-lieu"
Load = Callable[[str], bytes]


def read_previous(load: Load, plan: Plan, period: Period) -> Previous:
    """The earlier output. `load` gives the bytes of a file of it by name, or raises OSError.

    Raises NoPrevious where the record is missing, is of another shape, or is of this very period,
    and where a table is not the one that was written then.
    """
    try:
        record = json.loads(load(RECORD))
        earlier, day = str(record["period"]), date.fromisoformat(record["date"])
        targets = {
            str(t["code"]): (float(t["numerator"]), t["denominator"]) for t in record["targets"]
        }
        hashes = {str(o["file"]): str(o["sha256"]) for o in record["outputs"]}
        coverage = _coverage(record["units"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise NoPrevious(
            "Thư mục kỳ trước không có tệp ket-qua.json dùng được; chỉ đúng thư mục kết quả của "
            "lần tổng hợp kỳ trước."
        ) from fault
    if earlier == period.code:
        raise NoPrevious(f"Thư mục kỳ trước là của chính kỳ {period.name}.")
    known = next((p for p in plan.periods if p.code == earlier), None)
    tables, units = {}, {}
    for sheet in plan.sheets:
        name = f"{TABLES}/{sheet.key}.csv"
        rows = _rows(load, name, hashes.get(name))
        try:
            tables[sheet.key] = _table(sheet, rows)
        except ValueError as fault:  # written by a plan whose column was of another type
            raise NoPrevious(
                f"Tệp “{name}” của kỳ trước có giá trị không đúng kiểu cột của kế hoạch này."
            ) from fault
        units[sheet.key] = np.array([r.get("unit", "") for r in rows], dtype=object)
    codes = list(dict.fromkeys(u for each in units.values() for u in each))
    tables = {key: _of_units(table, units[key], codes) for key, table in tables.items()}
    world = World(
        plan=plan,
        period=known or period,
        settings={s.field: s.default for s in plan.settings},
        tables=tables,
        senders=[_sender(plan, code, known or period) for code in codes],
        merged=True,
    )
    merged, _ = same_things(world, Decisions())
    name = known.name if known else earlier
    return Previous(earlier, name, day.year, coverage, targets, merged, units)


def _coverage(units: list[dict[str, Any]]) -> tuple[int, int]:
    """How many of the units that had to report had figures, and how many had to."""
    expected = [unit for unit in units if unit["expected"]]
    return sum(unit["file"] is not None for unit in expected), len(expected)


def _rows(load: Load, name: str, written: str | None) -> list[dict[str, str]]:
    """The rows of a table; `written` is the hash that the record has of it.

    Excel saves CSV with other marks, dates and zeros: a table that was saved is not believed.
    """
    try:
        data = load(name)
    except FileNotFoundError:
        if written is None:
            return []  # the earlier plan had no such sheet
        raise NoPrevious(f"Thư mục kỳ trước thiếu tệp “{name}”; chép lại đủ thư mục.") from None
    except OSError as fault:
        raise NoPrevious(f"Không đọc được tệp “{name}” của kỳ trước.") from fault
    if written not in (None, hashlib.sha256(data).hexdigest()):
        raise NoPrevious(
            f"Tệp “{name}” của kỳ trước đã bị sửa sau khi tổng hợp (có thể do mở bằng Excel rồi "
            "lưu). Chép lại bản gốc, hoặc tổng hợp lại kỳ đó."
        )
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _table(sheet: SheetPlan, rows: list[dict[str, str]]) -> Table:
    values = {c.field: _column(c, [r.get(c.field, "") for r in rows]) for c in sheet.column}
    frame = pd.DataFrame(values, index=pd.RangeIndex(len(rows)))
    refused = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    numbers = [int(r["row"]) if r.get("row", "").isdecimal() else 0 for r in rows]
    origin = pd.DataFrame({"file": np.zeros(len(rows), int), "row": np.asarray(numbers, int)})
    return Table(sheet.key, frame, refused, origin)


def _of_units(table: Table, units: np.ndarray, codes: list[str]) -> Table:
    """Each unit of the earlier output stands for one return of it."""
    files = np.array([codes.index(u) for u in units], dtype=int)
    return Table(table.sheet, table.values, table.refused, table.origin.assign(file=files))


def _column(column: Column, texts: list[str]) -> pd.Series[Any]:
    dtype = dtype_of(column)
    if dtype == "datetime64[us]":
        days = [date.fromisoformat(t) if t else None for t in texts]
        return pd.to_datetime(pd.Series(days, dtype=object)).astype("datetime64[us]")
    readers: dict[str, Callable[[str], Any]] = {
        "Int64": int,
        "Float64": float,
        "boolean": lambda t: t == "true",
    }
    read = readers.get(dtype, unguarded)
    return pd.Series([read(t) if t else None for t in texts], dtype=dtype)


def _sender(plan: Plan, code: str, period: Period) -> Sender:
    name, level = ("", "")
    if plan.has_unit(code):
        name, level = plan.unit(code).full_name, plan.unit(code).level
    return Sender(code, name, level, pd.Timestamp(period.cutoff))
