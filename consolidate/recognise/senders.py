"""Whose return a file may be that does not say so: a suggestion to the officer, never a fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from consolidate.parse.readings import Digest
from consolidate.plan.models import Period, Plan, Unit
from consolidate.recognise.names import unit_hint
from consolidate.text import bare

FEWEST_ROWS = 2  # rows whose communes say something
MOST_OF_THEM = 2 / 3


def likely_unit(plan: Plan, period: Period, digest: Digest) -> Unit | None:
    """The unit to which most of what the file holds points, among those that may report.

    Asked are the code and the name on its form, the stamp of its template, the communes of its
    rows and the name of the file. Two units with as many voices give none.
    """
    units = {u.code: u for u in plan.may_report(period)}
    voices = Counter(code for code in _voices(plan, period, digest) if code in units)
    ranked = voices.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return units[ranked[0][0]]


def _voices(plan: Plan, period: Period, digest: Digest) -> Iterator[str]:
    form = next((s for s in digest.sheets if s.key == plan.form.key), None)
    if form is not None:
        code = form.columns[plan.form_fields.unit_code][0]
        yield str(code)
        yield from _named(plan, period, str(form.columns[plan.form_fields.unit_name][0] or ""))
    yield digest.template.get("unit", "")
    yield from _by_communes(plan, period, digest)
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
    best = found.most_common(1)
    enough = best and best[0][1] >= max(FEWEST_ROWS, MOST_OF_THEM * found.total())
    return [best[0][0]] if enough else []
