"""Dates: day first as they are written here, never guessed where a day is missing."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from consolidate.parse.context import Context
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import quoted, refusal, remark, shown, suggestion
from consolidate.plan.models import Column
from consolidate.read.cells import DATE, NUMBER, TEXT, Style, Value
from consolidate.text import as_typed, bare, keyboard, vietnamese_date

EARLIEST, LATEST = 2000, 2100  # years that a report can speak of
SIGNED_WITHIN = timedelta(days=62)  # of the end of the period; later dates may be exchanged ones
_EPOCH = date(1899, 12, 30)  # day 0 of serial numbers from March 1900 on

_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?\.?"
_DAY_MONTH_YEAR = re.compile(
    rf"(?:ngay )?([0-9]{{1,2}}) ?[/.\-] ?([0-9]{{1,2}}) ?[/.\-] ?([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_YEAR_MONTH_DAY = re.compile(rf"([0-9]{{4}})[/.\-]([0-9]{{1,2}})[/.\-]([0-9]{{1,2}}){_TIME}", re.I)
_IN_WORDS = re.compile(
    r"(?:ngay )?([0-9]{1,2})[ \-/.]*(?:thang|thg) ?([0-9]{1,2})[ ,\-/.]*(?:nam )?([0-9]{4})\.?"
)
_MONTH = re.compile(
    r"(?:t|thang |thg ?)?([0-9]{1,2})(?: ?[/.\-,] ?| nam | )([0-9]{4})|([0-9]{4})[/\-]([0-9]{1,2})"
)
_MONTH_ALONE = re.compile(r"(?:t|thang ?|thg ?)([0-9]{1,2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2}) ?[/.\-] ?([0-9]{1,2})")
_COMPACT = re.compile(
    r"([0-9]{2})([0-9]{2})((?:20|21)[0-9]{2})|((?:20|21)[0-9]{2})([0-9]{2})([0-9]{2})"
)
_RANGE_OF_DAYS = re.compile(
    r"(?:tu )?(?:ngay )?([0-9]{1,2}) ?- ?[0-9]{1,2}[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})"
)
_ANY_DATE = re.compile(
    r"(?<![0-9])([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]((?:20|21)[0-9]{2})(?![0-9])"
)


def date_of(year: int | str, month: int | str, day: int | str) -> date | None:
    """The date, None where the calendar has none or a report cannot speak of it."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def date_reader(column: Column, context: Context) -> Reader:
    """Reads dates; a month alone only where the column allows it (GEN-13, its first day)."""
    plan_year = context.plan.year

    def read(kind: str, value: Value, style: Style) -> Reading:
        if kind == DATE and isinstance(value, datetime):
            reading = _of_stored(value.date(), style, column)
        elif kind == NUMBER and isinstance(value, float):
            reading = _of_serial(value, column, context)
        elif kind == TEXT and isinstance(value, str):
            typed = as_typed(value)
            reading = _of_text(typed, plan_year, column) or _refused(typed, column, context)
        else:
            return _refused(shown(kind, value, style), column, context)
        if isinstance(reading.value, date):
            return _swapped(reading, context, column)
        return reading if reading.code else _refused(shown(kind, value, style), column, context)

    return read


def _swapped(reading: Reading, context: Context, column: Column) -> Reading:
    """GEN-09: outside of the year so far, and inside of the period with day and month exchanged.

    A machine that puts the month first stores 05/07 as another valid date; the value stays.
    """
    day = reading.value
    is_month = bool(reading.code) and isinstance(day, date) and day.day == 1
    if not isinstance(day, date) or is_month:
        return reading
    if context.plan.year_start <= day <= _latest(column, context):
        return reading
    meant = date_of(day.year, day.day, day.month)
    if meant is None or not context.period.start <= meant <= context.period.end:
        return reading
    written = quoted(vietnamese_date(day), column)
    return remark(
        day, "GEN-09", value=written, read=written, swapped=quoted(vietnamese_date(meant), column)
    )


def _latest(column: Column, context: Context) -> date:
    """The last day that a cell of a column can well mean: a report is signed after its period."""
    form, end = context.plan.form, context.period.end
    is_report_date = column is form.by_field.get(context.plan.form_fields.report_date)
    return end + SIGNED_WITHIN if is_report_date else end


def _of_stored(day: date, style: Style, column: Column) -> Reading:
    """A date that the spreadsheet stored. One that shows no day was typed as a month."""
    if not EARLIEST <= day.year <= LATEST:
        return Reading(None)
    format_ = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", style.number_format.lower())
    if day.day == 1 and "m" in format_ and "y" in format_ and "d" not in format_:
        return _month_only(day, f"{day.month:02}/{day.year}", column)
    return Reading(day)


def _month_only(day: date, typed: str, column: Column) -> Reading:
    """A month: its first day where that is precise enough, else to be looked at."""
    read, value = vietnamese_date(day), quoted(typed, column)
    if column.month_only_allowed:
        return remark(day, "GEN-13", value=value, read=read)
    return remark(day, "GEN-04", value=value, read=read, unit="")


def _of_serial(value: float, column: Column, context: Context) -> Reading:
    """A number without a date format. 45731 is a day, 2019 is a year and no day (brief 3.3)."""
    if day := _of_serial_number(value):
        typed = str(int(value))
        return remark(
            day, "GEN-04", value=quoted(typed, column), read=vietnamese_date(day), unit=""
        )
    typed = str(int(value)) if value.is_integer() else repr(value)
    return _refused(typed, column, context)


def _of_serial_number(value: float) -> date | None:
    """The day of a serial number, 1 January 2000 to 31 December 2100."""
    return _EPOCH + timedelta(days=int(value)) if 36526 <= value < 73416 else None


def _of_text(typed: str, plan_year: int, column: Column) -> Reading | None:
    """The date that is written there, None where it is none."""
    text = _plain(typed)
    if found := _YEAR_MONTH_DAY.fullmatch(text):
        day = date_of(*found.groups())
        return Reading(day) if day else None
    if found := _IN_WORDS.fullmatch(text):
        day = date_of(found[3], found[2], found[1])
        return Reading(day) if day else None
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return _of_day_first(found[1], found[2], found[3], typed, column)
    first = _first_of_month(text, plan_year) if column.month_only_allowed else None
    return _month_only(first, typed, column) if first else None


def _plain(typed: str) -> str:
    """Small letters without marks, punctuation kept: the patterns are written in these."""
    return " ".join(re.sub(r"[^\W\d_]+", lambda word: bare(word[0]), typed).split())


def _of_day_first(first: str, second: str, year: str, typed: str, column: Column) -> Reading | None:
    full = year if len(year) == 4 else f"20{year}"
    value = quoted(typed, column)
    day = date_of(full, second, first)
    if day is None:
        day = date_of(full, first, second) if int(second) > 12 else None
        read = quoted(vietnamese_date(day), column) if day else ""
        return remark(day, "GEN-09", value=value, read=read, swapped=read) if day else None
    if len(year) == 2:
        return remark(
            day, "GEN-04", value=value, read=quoted(vietnamese_date(day), column), unit=""
        )
    return Reading(day)


def _first_of_month(text: str, plan_year: int) -> date | None:
    if found := _MONTH.fullmatch(text):
        return date_of(found[2] or found[3], found[1] or found[4], 1)
    if found := _MONTH_ALONE.fullmatch(text):
        return date_of(plan_year, found[1], 1)
    return None


def _refused(typed: str, column: Column, context: Context) -> Reading:
    meant = _meant(_plain(keyboard(typed)), context.plan.year)
    return refusal(
        "GEN-08",
        value=quoted(typed, column),
        suggest=suggestion(column, vietnamese_date(meant) if meant else None),
        example=vietnamese_date(context.period.cutoff),
    )


def _meant(text: str, plan_year: int) -> date | None:
    """The date that was probably meant, for a suggestion alone."""
    if re.fullmatch(r"[0-9]{5}", text):
        return _of_serial_number(int(text))
    if found := _COMPACT.fullmatch(text):
        return date_of(found[3] or found[4], found[2] or found[5], found[1] or found[6])
    if found := _RANGE_OF_DAYS.match(text):
        return date_of(found[3], found[2], found[1])
    if found := _DAY_MONTH.fullmatch(text):
        return date_of(plan_year, found[2], found[1])
    if found := _ANY_DATE.search(text):
        year, month, day = int(found[3]), int(found[2]), int(found[1])
        if 1 <= month <= 12 and 28 < day <= 31:  # 31/02: the last day of the month
            day = min(day, calendar.monthrange(year, month)[1])
        return date_of(year, month, day)
    return None
