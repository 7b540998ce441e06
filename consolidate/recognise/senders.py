"""Whose return a file may be that does not say so: a suggestion to the officer, never a fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from consolidate.outcome import Previous
from consolidate.parse.readings import Digest
from consolidate.plan.models import Column, Period, Plan, SheetPlan, Unit
from consolidate.recognise.names import unit_hint
from consolidate.text import bare, name_key

FEWEST_ROWS = 2  # rows whose communes say something
MOST_OF_THEM = 2 / 3


Known = Mapping[str, str]
"""What was listed in an earlier period, by name key or code, and the unit that listed it."""


def likely_unit(plan: Plan, period: Period, digest: Digest, known: Known) -> Unit | None:
    """The unit to which most of what the file holds points, among those that may report.

    Asked are the code and the name on its form, the stamp of its template, the communes of its
    rows, what of its rows was `known` before, and the name of the file. Two units with as many
    voices give none.
    """
    units = {u.code: u for u in plan.may_report(period)}
    voices = Counter(code for code in _voices(plan, period, digest, known) if code in units)
    ranked = voices.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return units[ranked[0][0]]


def known_before(plan: Plan, previous: Previous | None) -> Known:
    """Organisations of an earlier output with the one unit that listed each."""
    if previous is None:
        return {}
    units: dict[str, set[str]] = {}
    for sheet in _listing_organisations(plan):
        for column in _telling(sheet):
            values = previous.world.tables[sheet.key].values[column.field]
            for value, unit in zip(values, previous.units[sheet.key], strict=True):
                if isinstance(value, str):
                    units.setdefault(_key(column, value, plan), set()).add(unit)
    return {key: listed.pop() for key, listed in units.items() if len(listed) == 1}


def _listing_organisations(plan: Plan) -> list[SheetPlan]:
    """Sheets of things with an identity that other sheets refer to."""
    pointed_at = {key for s in plan.sheets for c in s.column for key in c.refers_to}
    return [s for s in plan.tables if s.key in pointed_at and s.identity]


def _telling(sheet: SheetPlan) -> list[Column]:
    """The columns that tell which organisation it is: its name, its code."""
    return [c for c in sheet.shown if c.field == sheet.label or c.type == "tax_code"]


def _key(column: Column, value: str, plan: Plan) -> str:
    return value if column.type == "tax_code" else name_key(value, plan.names)


def _voices(plan: Plan, period: Period, digest: Digest, known: Known) -> Iterator[str]:
    form = next((s for s in digest.sheets if s.key == plan.form.key), None)
    if form is not None:
        code = form.columns[plan.form_fields.unit_code][0]
        yield str(code)
        yield from _named(plan, period, str(form.columns[plan.form_fields.unit_name][0] or ""))
    yield digest.template.get("unit", "")
    yield from _by_communes(plan, period, digest)
    yield from _by_what_was_known(plan, digest, known)
    hint = unit_hint(digest.file, plan, period)
    if hint is not None and hint.is_clear:
        yield hint.code


def _named(plan: Plan, period: Period, text: str) -> list[str]:
    """The one unit that a text names in full, by name or by another name of its own."""
    key = bare(text)
    found = [
        u.code
        for u in plan.may_report(period)
        if key and key in {bare(n) for n in (u.full_name, u.name, *u.aliases)}
    ]
    return found if len(found) == 1 else []


def _by_communes(plan: Plan, period: Period, digest: Digest) -> list[str]:
    """The unit that reports most of the communes in the rows."""
    reporter = {c.code: c.unit for c in plan.communes if c.version == period.communes}
    listed = {
        (sheet.key, column.field)
        for sheet in plan.tables
        for column in sheet.shown
        if column.list is not None and plan.lists[column.list].source == "communes"
    }
    found = Counter(
        reporter[value]
        for sheet in digest.sheets
        for field, values in sheet.columns.items()
        if (sheet.key, field) in listed
        for value in values
        if isinstance(value, str) and value in reporter
    )
    return _clear(found)


def _by_what_was_known(plan: Plan, digest: Digest, known: Known) -> list[str]:
    """The unit that listed most of the organisations before."""
    columns = {s.key: _telling(s) for s in _listing_organisations(plan)}
    rows = (
        {_key(c, str(v), plan) for c in columns[s.key] if (v := s.columns[c.field][at]) is not None}
        for s in digest.sheets
        for at in range(len(s.rows))
        if s.key in columns
    )
    return _clear(Counter(unit for row in rows for unit in {known[k] for k in row & known.keys()}))


def _clear(found: Counter[str]) -> list[str]:
    """The unit with most of the rows, where they are enough to say something."""
    best = found.most_common(1)
    enough = best and best[0][1] >= max(FEWEST_ROWS, MOST_OF_THEM * found.total())
    return [best[0][0]] if enough else []
