"""ket-qua.json: what a run found, for machines. The same outcome gives the same bytes.

The first eight keys and the keys inside them are a contract; what is added stands behind them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from consolidate import __version__
from consolidate.issues import Issue
from consolidate.outcome import Measured, Outcome, Return, UnitState
from consolidate.words import message_of

Entry = dict[str, Any]


def record(outcome: Outcome, outputs: Mapping[str, str | None]) -> bytes:
    """The run record as UTF-8 JSON.

    `outputs` maps the name of every other file of the generation to its SHA-256, None for a file
    that may differ between equal runs. Rates are unrounded; dates are ISO; blank is null.
    """
    entry = {
        "program": f"consolidate {__version__}",
        "plan": outcome.plan.code,
        "period": outcome.period.code,
        "date": outcome.date.isoformat(),
        "returns": [_return(one) for one in outcome.returns],
        "units": [_unit(one) for one in outcome.units],
        "issues": _issues(outcome),
        "targets": [_target(outcome, one) for one in outcome.targets],
        "settings": {name: _plain(value) for name, value in sorted(outcome.settings.items())},
        "final": outcome.final,
        "plan_digest": outcome.plan.digest,
        "outputs": [{"file": name, "sha256": sha} for name, sha in sorted(outputs.items())],
    }
    body = ",\n".join(f"{_text(key)}: {_lines(value)}" for key, value in entry.items())
    # a file name may hold bytes that are no text; JSON writes those as escapes
    return f"{{\n{body}\n}}\n".encode("utf-8", "backslashreplace")


def _lines(value: Any) -> str:
    """A value on one line, a list with one line an entry: two records can be compared by line."""
    if isinstance(value, list) and value:
        return "[\n " + ",\n ".join(_text(one) for one in value) + "\n]"
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _return(one: Return) -> Entry:
    return {
        "file": one.file,
        "sha256": one.sha256,
        "unit": one.unit,
        "submission": one.submission,
        "state": one.state,
        "sheets": [
            {
                "sheet": count.sheet,
                "rows_seen": count.rows_seen,
                "accepted": count.accepted,
                "set_aside": count.set_aside,
                "skipped": len(count.skipped),
            }
            for count in one.sheets
        ],
        "period": one.period,
        "report_date": _plain(one.report_date),
        "counts": one.counts,
        "kept_as": one.kept_as or None,
        "reason": one.reason or None,
    }


def _unit(one: UnitState) -> Entry:
    return {
        "unit": one.unit.code,
        "name": one.unit.name,
        "state": one.state,
        "late": one.late,
        "expected": one.expected,
        "file": one.file,
        "errors": one.errors,
        "warnings": one.warnings,
    }


def _issues(outcome: Outcome) -> list[Entry]:
    units = {one.file: one.unit for one in outcome.returns}
    return [_issue(issue, units.get(issue.place.file), outcome) for issue in outcome.issues]


def _issue(issue: Issue, unit: str | None, outcome: Outcome) -> Entry:
    message, advice = message_of(issue, outcome.plan)
    place = issue.place
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "file": place.file or None,
        "unit": unit,
        "sheet": place.sheet or None,
        "row": place.row or None,
        "cell": place.cell,
        "field": place.field or None,
        "value": dict(issue.facts).get("value"),
        "message": message,
        "help": advice,
    }


def _target(outcome: Outcome, one: Measured) -> Entry:
    return {
        "code": one.target.code,
        "goal": _plain(one.target.goal),
        "achieved": _plain(one.achieved),
        "numerator": _plain(one.numerator),
        "denominator": _plain(one.denominator),
        "rate": _plain(one.rate),
        "pending": _plain(one.pending),
        "status": one.status,
        "units_reported": outcome.reported,
        "units_expected": outcome.expected,
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers of numpy as Python's, dates as ISO text."""
    if isinstance(value, np.generic):
        return value.item()
    return value.isoformat() if hasattr(value, "isoformat") else value
