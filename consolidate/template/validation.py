"""What a cell says when the cursor is in it, and what it refuses or questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from consolidate.plan.models import Column, Number
from consolidate.template import words
from consolidate.template.drawing import MESSAGE_LIMIT, TITLE_LIMIT, cut
from consolidate.template.edition import Edition, as_datetime, list_of
from consolidate.template.words import Refusal

STOPS_UP_TO = 60  # longer lists question what is typed and let it pass
FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)

Options = dict[str, Any]


@dataclass(frozen=True)
class Lists:
    """Where dropdowns find their values: defined names by list and by referenced sheets."""

    of_list: dict[str, str]
    of_codes: dict[str, str]
    of_sheets: dict[tuple[str, ...], str]


def hint(column: Column, edition: Edition) -> str:
    """How a cell is filled in: the plan's own words, else those of the column's type."""
    if column.help:
        return column.help
    return words.HINTS[column.type].format(
        unit=column.unit,
        example=edition.period.cutoff,
        sheets=", ".join(edition.plan.sheet(k).title for k in column.refers_to),
    )


def prompt(column: Column, edition: Edition) -> str:
    """What a cell says when the cursor is in it: how, how much, and whether it must be filled."""
    parts = [hint(column, edition)]
    if column.max_length:
        parts.append(words.HINT_LENGTH.format(limit=column.max_length))
    if column.required:
        parts.append(words.HINT_REQUIRED)
    return " ".join(p for p in parts if p)


def validation(column: Column, edition: Edition, lists: Lists) -> Options | None:
    """The validation of a column's cells, or None where nothing is to be said."""
    rule = _rule(column, edition, lists)
    text = prompt(column, edition)
    if column.type == "row_number" or (rule["validate"] == "any" and not text):
        return None
    if text:
        rule |= {
            "input_title": cut(column.title, TITLE_LIMIT),
            "input_message": cut(text, MESSAGE_LIMIT),
        }
    return rule


def _rule(column: Column, edition: Edition, lists: Lists) -> Options:
    code = list_of(column)
    if code:
        name = (lists.of_codes if column.type == "code" else lists.of_list)[code]
        stops = len(edition.values(code)) <= STOPS_UP_TO
        refusal = words.REFUSE_LIST if stops else words.WARN_LIST
        return {"validate": "list", "source": f"={name}"} | _refused(column, refusal, stop=stops)
    match column.type:
        case "reference":
            return _reference(column, edition, lists)
        case "count":
            return _between(column, "integer", 0) | _refused(column, words.REFUSE_COUNT, stop=True)
        case "money" | "percent":
            return _between(column, "decimal", 0) | _refused(column, words.WARN_MONEY)
        case "date":
            return _dates(column) | _refused(column, words.WARN_DATE)
        case "text" if column.max_length:
            limit = {"validate": "length", "criteria": "<=", "value": column.max_length}
            return limit | _refused(column, words.WARN_LENGTH)
        case _:
            return {"validate": "any"}


def _reference(column: Column, edition: Edition, lists: Lists) -> Options:
    titles = ", ".join(edition.plan.sheet(k).title for k in column.refers_to)
    rule: Options = {"validate": "list", "source": f"={lists.of_sheets[column.refers_to]}"}
    if column.free_text:
        return rule | {"show_error": False}
    return rule | _refused(column, words.WARN_REFERENCE, sheets=titles)


def _between(column: Column, kind: str, least: Number) -> Options:
    low = least if column.min is None else column.min
    if column.max is None:
        return {"validate": kind, "criteria": ">=", "value": low}
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": column.max}


def _dates(column: Column) -> Options:
    low = column.min if isinstance(column.min, date) else FIRST_DATE
    high = column.max if isinstance(column.max, date) else LAST_DATE
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": as_datetime(low),
        "maximum": as_datetime(high),
    }


def _refused(column: Column, refusal: Refusal, *, stop: bool = False, sheets: str = "") -> Options:
    title, message = (
        part.format(
            sheets=sheets,
            limit=column.max_length,
            range=_range(column),
        )
        for part in refusal
    )
    return {
        "error_title": cut(title, TITLE_LIMIT),
        "error_message": cut(message, MESSAGE_LIMIT),
        "error_type": "stop" if stop else "warning",
    }


def _range(column: Column) -> str:
    """The limits of a column in words."""
    if column.type == "date":
        low: object = column.min or FIRST_DATE
        high: object = column.max or LAST_DATE
        return words.RANGE_BETWEEN.format(low=f"{low:%d/%m/%Y}", high=f"{high:%d/%m/%Y}")
    low = 0 if column.min is None else column.min
    if column.max is None:
        return words.RANGE_FROM.format(low=low)
    return words.RANGE_BETWEEN.format(low=low, high=column.max)
