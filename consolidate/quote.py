"""The values that a finding quotes, as people write them. Personal values are masked here."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from consolidate.issues import Place
from consolidate.plan.models import Column, Plan, Rule, SheetPlan
from consolidate.rules import World, evaluate
from consolidate.text import mask, name_key, nearest, vietnamese_date, vietnamese_number

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
SHORT, LONG = 60, 240  # letters of a typed value, and of a list that was worked out
HIDDEN = "(không ghi lại)"


def shown(value: Any, column: Column | None, plan: Plan) -> str:
    """A typed value as people see it: titles for codes, Vietnamese numbers and dates."""
    if value is None or pd.isna(value):
        return "(để trống)"
    if isinstance(value, np.generic):
        value = value.item()
    if column is not None and column.personal:
        return HIDDEN
    if isinstance(value, bool) or (column is not None and column.type == "yes_no"):
        return _title("yes" if value else "no", column, plan)
    if isinstance(value, datetime | date):
        return vietnamese_date(value)
    if isinstance(value, int | float):
        return vietnamese_number(value)
    text = _title(str(value), column, plan)
    return _short(text) if column else _short_list(text)


def _title(code: str, column: Column | None, plan: Plan) -> str:
    if column is None or column.list is None:
        return code
    chosen = plan.lists[column.list]
    if chosen.source == "communes":
        return next((c.title for c in plan.communes if c.code == code), code)
    return next((v.title for v in chosen.values if v.code == code), code)


def _short(text: str) -> str:
    masked = mask(text)
    return masked if len(masked) <= SHORT else f"{masked[: SHORT - 1]}…"


def _short_list(text: str) -> str:
    """A list that was worked out, cut behind one of its parts."""
    masked = mask(text)
    if len(masked) <= LONG:
        return masked
    whole, comma, _ = masked[: LONG - 2].rpartition(", ")
    return f"{whole}{comma}…" if comma else f"{masked[: LONG - 1]}…"


class Quoter:
    """Quotes for one rule (or one finding of the mechanism) of one sheet, row by row.

    Expressions of `rule.facts` are evaluated once for all rows.
    """

    def __init__(self, rule: Rule | None, sheet: SheetPlan, world: World) -> None:
        self.rule, self.sheet, self.world = rule, sheet, world
        self.wanted = set(PLACEHOLDER.findall(f"{rule.message} {rule.help}")) if rule else set()
        self.computed = {
            name: evaluate(world.read(text, sheet.key), world, sheet.key)
            for name, text in (rule.facts if rule else {}).items()
        }

    def facts(self, row: int, place: Place) -> tuple[tuple[str, str], ...]:
        """The facts for the finding of one row at a place; its field is the blamed column."""
        said = {"row": str(place.row)} if place.row else {}
        if place.field:
            column = self.sheet.by_field[place.field]
            said["title"] = column.title
            said["value"] = self._value(place.field, row)
            said["cell"] = place.cell or ""
            said |= self._expected(column)
        for name in self.wanted - set(said):
            said[name] = self._wanted(name, row, place.field)
        return tuple(sorted(said.items()))

    def _value(self, field: str, row: int) -> str:
        value = self.world.cells(self.sheet.key, field)[row]
        return shown(value, self.sheet.by_field[field], self.world.plan)

    def _wanted(self, name: str, row: int, field: str) -> str:
        if name in self.computed:
            vector = self.computed[name]
            return shown(vector.data[row] if vector.known[row] else None, None, self.world.plan)
        if name in self.sheet.by_field:
            return self._value(name, row)
        sender = self.world.sender(self.sheet.key, row)
        match name:
            case "suggest":
                return self._suggest(row, field)
            case "cutoff":
                return vietnamese_date(sender.cutoff)
            case "year_start":
                return vietnamese_date(self.world.plan.year_start)
            case "unit":
                return sender.unit_name
            case "period_start":
                return vietnamese_date(self.world.period.start)
            case "period_end":
                return vietnamese_date(self.world.period.end)
            case "sheet":
                return self.sheet.title
            case _:
                return ""

    def _suggest(self, row: int, field: str) -> str:
        """The nearest label that a reference could have meant, in the same file."""
        column = self.sheet.by_field[field]
        file = self.world.files(self.sheet.key)[row]
        typed = self.world.cells(self.sheet.key, field)[row]
        labels: list[str] = []
        for key in column.refers_to:
            label = self.world.plan.sheet(key).label
            if label and key in self.world.tables:
                named = self.world.cells(key, label)
                mine = (named[r] for r in np.flatnonzero(self.world.files(key) == file))
                labels += [name for name in mine if name is not None]
        close = nearest(str(typed), labels) if typed else None
        names = self.world.plan.names
        if close is None or name_key(close, names) == name_key(str(typed), names):
            return ""
        return f" Có phải “{_short(close)}”?"

    def _expected(self, column: Column) -> dict[str, str]:
        """The facts that the sentences of range and list findings need."""
        low, high = column.min, column.max
        bounds = [
            f"từ {shown(low, None, self.world.plan)} trở lên" if low is not None else "",
            f"không quá {shown(high, None, self.world.plan)}" if high is not None else "",
        ]
        said = ", ".join(b for b in bounds if b)
        kind = {"count": "số nguyên", "date": "ngày"}.get(column.type, "số")
        return {
            "expected": f"{kind} {said or 'không âm'}",
            "suggest": "",
            "example": vietnamese_date(self.world.period.cutoff),
        }
