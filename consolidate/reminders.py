"""One text for each expected unit, ready to be sent: what is missing, wrong or settled."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.folded import fold, told
from consolidate.issues import Severity
from consolidate.outcome import Outcome, UnitState
from consolidate.plan.models import Reminders
from consolidate.template import file_name
from consolidate.text import vietnamese_date

MOST_FINDINGS = 5
LONGEST = 700  # letters that a message on a phone shows without folding
ALL = "tat-ca.txt"
RULE = "\n\n----------\n\n"


def reminders(outcome: Outcome) -> dict[str, bytes]:
    """The texts by file name (below nhac-viec/), with all of them in one more file.

    Empty where the plan has no wording. Nothing personal is in them: findings come masked.
    """
    wording = outcome.plan.reminders
    if wording is None:
        return {}
    texts = {
        file_name(u.unit).replace(".xlsx", ".txt"): _text(outcome, wording, u)
        for u in outcome.units
        if u.expected
    }
    whole = RULE.join(texts.values())
    return {name: f"{text}\n".encode() for name, text in (texts | {ALL: whole}).items()}


def _text(outcome: Outcome, wording: Reminders, state: UnitState) -> str:
    facts = {
        "unit": state.unit.full_name,
        "period": outcome.period.name,
        "due": vietnamese_date(outcome.period.due),
        "cutoff": vietnamese_date(outcome.period.cutoff),
        "days": str((outcome.date - outcome.period.due).days),
        "file": file_name(state.unit),
        "contact": outcome.plan.document.contact,
        "organisation": outcome.plan.document.short_organisation,
        "number": str(state.errors),
        "findings": "",
    }
    if state.state in ("missing", "unreadable"):
        if state.state == "unreadable" or any(r.unit == state.unit.code for r in outcome.returns):
            return _filled(wording.unusable, facts)
        is_late = outcome.date > outcome.period.due
        return _filled(wording.overdue if is_late else wording.missing, facts)
    if state.file is None:
        return _filled(wording.conflict, facts)
    if state.errors:
        return _with_findings(outcome, wording.correct, facts, state)
    return _filled(wording.thanks, facts)


def _with_findings(outcome: Outcome, wording: str, facts: dict[str, str], state: UnitState) -> str:
    """As many findings as fit, at most five; what is left over is counted."""
    lines = list(_findings(outcome, state))
    for shown in range(min(MOST_FINDINGS, len(lines)), 0, -1):
        rest = len(lines) - shown
        told = [*lines[:shown], *([f"- và {rest} loại lỗi khác, xem trong tệp"] if rest else [])]
        text = _filled(wording, facts | {"findings": "\n".join(told)})
        if len(text) <= LONGEST:
            return text
        if shown == 1:
            told[0] = f"{lines[0][: len(lines[0]) - (len(text) - LONGEST) - 1]}…"
            return _filled(wording, facts | {"findings": "\n".join(told)})
    return _filled(wording, facts)


def _findings(outcome: Outcome, state: UnitState) -> Iterator[str]:
    """One line for each kind of error of the unit, in reading order; repeats are folded."""
    mine = [
        i for i in outcome.issues if i.place.file == state.file and i.severity is Severity.ERROR
    ]
    titles = {s.key: s.title for s in outcome.plan.sheets}
    for folded in fold(mine):
        place = folded.first.place
        unit = "ô" if place.column else "dòng"
        where = f", {unit} {folded.spot}" if folded.spot else ""
        message, _ = told(folded, outcome.plan)
        yield f"- {titles.get(place.sheet, place.sheet)}{where}: {message}"


def _filled(wording: str, facts: dict[str, str]) -> str:
    return wording.strip().format_map(facts)
