"""quyet-dinh.xlsx back into decisions. A wrong entry gets a sentence and stays where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consolidate.catalogue import finding
from consolidate.decisions.layout import (
    ASIDE,
    FILE_NAME,
    FINAL,
    HEAD_ROW,
    OBSOLETE,
    QUESTIONS,
    SETTINGS,
    WAIVERS,
)
from consolidate.decisions.model import Answer, Aside, Decisions, Waiver
from consolidate.issues import Issue, Place
from consolidate.plan.models import Plan, Setting
from consolidate.read import read_book
from consolidate.read.cells import COLUMN, VALUE, Book, Unreadable
from consolidate.text import NO, YES, fold, plain_number, tidy, vietnamese_date


@dataclass(frozen=True)
class Known:
    """What the previous book held: decisions, and everything as typed, so that nothing is lost.

    `typed` maps (sheet, key of the line, column number) to the text in the cell; `faults` are
    sentences about entries that cannot be used, by the same key.
    """

    decisions: Decisions
    typed: Mapping[tuple[str, str, int], str]
    faults: Mapping[tuple[str, str], Issue]


def nothing_known() -> Known:
    """Before the first run there are no decisions."""
    return Known(Decisions(), {}, {})


def read_decisions(data: bytes, plan: Plan) -> Known:
    """The decisions in the bytes of a quyet-dinh.xlsx. Raises Unreadable where it is none.

    Answers are texts of the dropdowns; whether a question still takes them is seen when it is
    asked again. Settings are typed here, because they hold before anything is read.
    """
    book = read_book(data, None)
    ours = {fold(title) for title in (QUESTIONS, WAIVERS, ASIDE, SETTINGS, FINAL, OBSOLETE)}
    if not any(fold(sheet.title) in ours for sheet in book.sheets):
        raise Unreadable("no_sheet")
    typed: dict[tuple[str, str, int], str] = {}
    rows: dict[tuple[str, str], int] = {}
    for title in (QUESTIONS, WAIVERS, ASIDE, SETTINGS, FINAL, OBSOLETE):
        for row, texts in _lines(book, title):
            key = _line_key(title, row, texts)
            rows[title, key] = row
            typed |= {(title, key, column): text for column, text in texts.items()}
    settings, faults = _settings(plan, typed, rows)
    final, reason = _final(typed)
    decisions = Decisions(
        settings=settings,
        answers=dict(_answers(typed)),
        waivers=tuple(_waivers(typed)),
        asides=tuple(_asides(typed)),
        final=final,
        final_reason=reason,
    )
    return Known(decisions, typed, faults)


def _lines(book: Book, title: str) -> Iterator[tuple[int, dict[int, str]]]:
    for sheet in book.sheets:
        if fold(sheet.title) == fold(title):
            for row in sorted(r for r in sheet.rows if r > HEAD_ROW):
                texts = {c[COLUMN]: _text(c[VALUE]) for c in sheet.rows[row]}
                if any(texts.values()):
                    yield row, texts


def _line_key(title: str, row: int, texts: Mapping[int, str]) -> str:
    """Questions and settings are known by their code, lines of the officer by their row."""
    return texts.get(1, "") if title in (QUESTIONS, SETTINGS, OBSOLETE, FINAL) else str(row)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return plain_number(value)
    if isinstance(value, date):
        return vietnamese_date(value)
    return tidy(str(value)) if value is not None else ""


def _answers(typed: Mapping[tuple[str, str, int], str]) -> Iterator[tuple[str, Answer]]:
    for title, key in dict.fromkeys((t, k) for t, k, _ in typed):
        columns = {QUESTIONS: (2, 6, 7, 8), OBSOLETE: (2, 3, 4, 5)}.get(title)
        if columns and key:
            text, choice, reason, day = (typed.get((title, key, c), "") for c in columns)
            if choice:
                yield key, Answer(key, choice, reason, day, text)


def _waivers(typed: Mapping[tuple[str, str, int], str]) -> Iterator[Waiver]:
    for key in dict.fromkeys(k for t, k, _ in typed if t == WAIVERS):
        yield Waiver(*(typed.get((WAIVERS, key, c), "") for c in range(1, 7)))


def _asides(typed: Mapping[tuple[str, str, int], str]) -> Iterator[Aside]:
    for key in dict.fromkeys(k for t, k, _ in typed if t == ASIDE):
        file, reason, day = (typed.get((ASIDE, key, c), "") for c in range(1, 4))
        if file:
            yield Aside(file, reason, day)


def _final(typed: Mapping[tuple[str, str, int], str]) -> tuple[bool, str]:
    for title, key, column in typed:
        if title == FINAL and column == 2 and fold(typed[title, key, 2]) == fold(YES):
            return True, typed.get((FINAL, key, 3), "")
    return False, ""


def _settings(
    plan: Plan, typed: Mapping[tuple[str, str, int], str], rows: Mapping[tuple[str, str], int]
) -> tuple[dict[str, Any], dict[tuple[str, str], Issue]]:
    values: dict[str, Any] = {}
    faults: dict[tuple[str, str], Issue] = {}
    for setting in plan.settings:
        text = typed.get((SETTINGS, line_of(setting), 5), "")
        if not text:
            continue
        value = value_of(setting, text, plan)
        if value is None:
            row = rows[SETTINGS, line_of(setting)]
            place = Place(FILE_NAME, SETTINGS, row, 5)
            faults[SETTINGS, line_of(setting)] = finding(
                place, "QDI-01", cell=f"E{row}", value=text, title=setting.title
            )
        else:
            values[setting.field] = value
    return values, faults


def line_of(setting: Setting) -> str:
    """The key of a setting's line: its code, which no other setting has."""
    return setting.code


def value_of(setting: Setting, text: str, plan: Plan) -> Any:
    """A typed setting from what the officer chose or typed; None where it is no value of it.

    A day outside the periods of the plan is none: a wrong year would let nothing or all count.
    """
    match setting.type:
        case "choice":
            found = [v.code for v in setting.values if fold(text) in (fold(v.title), fold(v.code))]
            return found[0] if found else None
        case "yes_no":
            return {fold(YES): True, fold(NO): False}.get(fold(text))
        case "date":
            day = _day(text)
            first, last = min(p.start for p in plan.periods), max(p.end for p in plan.periods)
            return day if day is not None and first <= day <= last else None
        case _:
            return _number(setting, text)


def _day(text: str) -> date | None:
    parts = text.replace("-", "/").split("/")
    if len(parts) != 3 or not all(p.isdecimal() for p in parts):
        return None
    day, month, year = (int(p) for p in (reversed(parts) if len(parts[0]) == 4 else parts))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(setting: Setting, text: str) -> float | int | None:
    percent = text.endswith("%")
    plain = text.removesuffix("%").strip().replace(".", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    if setting.type == "percent":
        share = number / 100 if percent or number > 1 else number
        return share if 0 < share <= 1 else None
    if setting.type == "count":
        return int(number) if number.is_integer() and number >= 0 else None
    return number if number >= 0 else None
