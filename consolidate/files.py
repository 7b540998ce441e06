"""What became of each file that was met, and what is known of each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from consolidate.catalogue import PHRASES, finding
from consolidate.decisions.aside import set_aside
from consolidate.decisions.model import NEITHER, Decisions, Question, unit_key
from consolidate.decisions.questions import which_unit
from consolidate.issues import Issue, Place, Severity
from consolidate.merge import Submission, choose
from consolidate.outcome import (
    BY_THE_OFFICER,
    NOT_CHOSEN,
    Previous,
    Return,
    SheetCount,
    UnitState,
)
from consolidate.parse.readings import Digest, ParsedSheet
from consolidate.plan.models import Period, Plan, Unit
from consolidate.plan.succession import units_in_place_of
from consolidate.recognise.names import unit_hint
from consolidate.recognise.senders import known_before
from consolidate.stack import form_value
from consolidate.template import form_hash, versions
from consolidate.text import mask


@dataclass(frozen=True, slots=True)
class Placed:
    """A digest with its state so far and the findings that placing it gave."""

    digest: Digest
    state: str
    is_judged: bool  # whether the rules of the run's period are asked of its rows
    issues: tuple[Issue, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether its accepted rows are in the figures."""
        return self.state == "accepted"


def place_files(
    plan: Plan,
    period: Period,
    digests: Sequence[Digest],
    decisions: Decisions,
    previous: Previous | None,
) -> tuple[list[Placed], tuple[Question, ...]]:
    """Give every file one state (design section 10), in official order of the units.

    Files without a unit come last. The order is the order of the stacked rows, so that the first
    row of a thing is the first unit's. With the states come the questions that placing asked.
    """
    asides = set_aside(decisions.asides, [d.file for d in digests])
    first = {d.sha256: d.file for d in digests if d.file in asides}  # no copy counts in their place
    placed: list[Placed] = []
    candidates: list[Submission] = []
    for digest in sorted(digests, key=lambda d: (_rank(plan, period, d.unit), d.file)):
        if digest.file in asides:
            state, issues = _by_the_officer(digest, asides[digest.file].reason)
        elif digest.decided == NEITHER:
            state, issues = _by_the_officer(
                digest, decisions.answers[unit_key(digest.sha256)].reason
            )
        else:
            state, issues = _state(plan, period, digest, first)
        if state == "accepted":
            number = form_value(plan, digest, plan.form_fields.submission)
            candidates.append(Submission(len(placed), digest, number))
        judged = state in ("accepted", "needs_correction") and not issues
        placed.append(Placed(digest, state, judged, tuple(issues)))
    choice = choose(plan, candidates, decisions)
    more = [*choice.issues, *(i for p in placed for i in _about_file(plan, period, p))]
    settled = [
        replace(
            p,
            state=choice.states.get(i, p.state),
            issues=(*p.issues, *(x for x in more if x.place.file == p.digest.file)),
        )
        for i, p in enumerate(placed)
    ]
    unplaced = [p.digest for p in placed if p.digest.decided or _is_unplaced(p)]
    known = known_before(plan, previous) if unplaced else {}
    return settled, (*choice.asked, *(which_unit(plan, period, d, known) for d in unplaced))


def _is_unplaced(placed: Placed) -> bool:
    return placed.state == "needs_correction" and placed.digest.unit is None


def _about_file(plan: Plan, period: Period, placed: Placed) -> list[Issue]:
    """FIL-15 where the name of a file points to another unit, FIL-05 where its form is older."""
    digest, issues = placed.digest, []
    if not placed.is_judged:
        return []
    guess = unit_hint(digest.file, plan, period)
    if digest.decided and digest.unit:
        name = plan.unit(digest.unit).full_name
        issues.append(finding(Place(digest.file), "QDI-02", unit=name))
    elif guess and digest.unit and guess.is_clear and guess.code != digest.unit:
        issues.append(
            finding(
                Place(digest.file),
                "FIL-15",
                unit=plan.unit(digest.unit).full_name,
                guess=plan.unit(guess.code).full_name,
            )
        )
    stamped = digest.template.get("form")
    if stamped and stamped != form_hash(plan, period):
        issues.append(
            finding(
                Place(digest.file),
                "FIL-05",
                **versions(plan, period, digest.template),
                unlike="; ".join(digest.unlike) or PHRASES["same_columns"],
            )
        )
    return issues


def _pointed_at(plan: Plan, period: Period, returns: Sequence[Return]) -> set[str]:
    """Units that the name of an unreadable file points to clearly."""
    hints = [unit_hint(r.file, plan, period) for r in returns if r.state == "unreadable"]
    return {h.code for h in hints if h and h.is_clear}


def _rank(plan: Plan, period: Period, unit: str | None) -> tuple[int, int]:
    if unit is None:
        return 2, 0
    order = [u.code for u in plan.units].index(unit)
    return (1 if plan.unit(unit).level in period.optional else 0), order


def _state(
    plan: Plan, period: Period, digest: Digest, first: dict[str, str]
) -> tuple[str, list[Issue]]:
    if not digest.readable:
        return "unreadable", []
    if digest.sha256 in first:
        other = first[digest.sha256]
        return "duplicate", [finding(Place(digest.file), "FIL-04", file=digest.file, other=other)]
    first[digest.sha256] = digest.file
    if not digest.ours:
        return "not_a_return", [finding(Place(digest.file), "FIL-23", file=digest.file)]
    if digest.period is not None and digest.period != period.code:
        other = plan.period(digest.period).name
        said = finding(
            Place(digest.file), "FIL-16", file=digest.file, other=other, period=period.name
        )
        return "other_period", [said]
    if digest.unit is None:
        return "needs_correction", []
    unit = plan.unit(digest.unit)
    if unit not in plan.may_report(period):
        names = ", ".join(u.full_name for u in units_in_place_of(plan, unit, period))
        then = PHRASES["successors"].format(units=names) if names else ""
        facts = {"unit": unit.full_name, "period": period.name, "successors": then}
        return "needs_correction", [finding(Place(digest.file), "XP-05", **facts)]
    return "accepted", []


def _by_the_officer(digest: Digest, reason: str) -> tuple[str, list[Issue]]:
    """A file that the officer sets aside, with the reason that was given."""
    why = PHRASES["because"].format(reason=mask(reason)) if reason else ""
    return "superseded", [finding(Place(digest.file), BY_THE_OFFICER, why=why)]


def returns_of(
    plan: Plan,
    placed: Sequence[Placed],
    set_aside: Mapping[str, Mapping[str, int]],
    issues: Sequence[Issue],
) -> tuple[Return, ...]:
    """Every file as the record shows it, by name.

    `set_aside` has, for each judged file, the number of rows that were set aside, by sheet.
    """
    wrong = {i.place.file for i in issues if i.severity is Severity.ERROR}
    made = [_return(plan, p, set_aside.get(p.digest.file), p.digest.file in wrong) for p in placed]
    return tuple(sorted(made, key=lambda r: r.file))


def _return(
    plan: Plan, placed: Placed, set_aside: Mapping[str, int] | None, has_errors: bool
) -> Return:
    digest, fields = placed.digest, plan.form_fields
    form = {f: form_value(plan, digest, f) for f in plan.form.by_field}
    number = form[fields.submission]
    state = "needs_correction" if placed.counts and has_errors else placed.state
    return Return(
        file=digest.file,
        sha256=digest.sha256,
        size=digest.size,
        kind=digest.kind,
        state=state,
        unit=digest.unit,
        period=digest.period,
        submission=number,
        report_date=_day(form[fields.report_date]),
        cutoff=_day(form[fields.cutoff]),
        form=form,
        sheets=tuple(
            _count(s, len(s.rows) if s.lost else (set_aside or {}).get(s.key, _refused_rows(s)))
            for s in sorted(digest.sheets, key=lambda s: plan.sheet_order.index(s.key))
            if s.key != plan.form.key
        ),
        counts=placed.counts,
        reason=_reason(placed),
        kept_as=_kept_as(plan, digest, number) if placed.counts else "",
    )


def _reason(placed: Placed) -> str:
    """The code that explains a state: what the officer said, else the first error of the file."""
    said = (*placed.issues, *placed.digest.issues)
    decided = (i for i in said if i.code in (BY_THE_OFFICER, NOT_CHOSEN))
    errors = (i for i in said if i.severity is Severity.ERROR)
    return next((i.code for i in (*decided, *errors)), "")


def _refused_rows(sheet: ParsedSheet) -> int:
    return len({position for rows in sheet.refused.values() for position in rows})


def _count(sheet: ParsedSheet, set_aside: int) -> SheetCount:
    return SheetCount(
        sheet=sheet.key,
        title=sheet.title,
        rows_seen=sheet.seen,
        accepted=len(sheet.rows) - set_aside,
        set_aside=set_aside,
        skipped=sheet.skipped,
        read_as=sheet.read_as,
    )


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _kept_as(plan: Plan, digest: Digest, number: Any) -> str:
    """The name of a file that counts in nguon/: unit, slug and submission, never the sender's."""
    unit = plan.unit(digest.unit or "")
    ending = f"-lan-{number}" if number is not None else ""
    return f"{unit.code}-{unit.slug}{ending}.{digest.kind}"


def states_of_units(
    plan: Plan, period: Period, returns: Sequence[Return], issues: Sequence[Issue]
) -> tuple[UnitState, ...]:
    """What is known of each expected unit and of each other unit that reported, in order."""
    pointed = _pointed_at(plan, period, returns)
    units = [
        u
        for u in plan.may_report(period)
        if u.level == period.units
        or any(r.unit == u.code and r.period == period.code for r in returns)
    ]
    units.sort(key=lambda u: _rank(plan, period, u.code))
    return tuple(_unit_state(u, period, returns, issues, u.code in pointed) for u in units)


def _unit_state(
    unit: Unit,
    period: Period,
    returns: Sequence[Return],
    issues: Sequence[Issue],
    is_pointed_at: bool,
) -> UnitState:
    own = [r for r in returns if r.unit == unit.code]
    counted = next((r for r in own if r.counts), None)
    expected = unit.level == period.units
    if counted is None:
        in_conflict = any(r.state == "conflict" for r in own)
        state = "needs_correction" if in_conflict else "unreadable" if is_pointed_at else "missing"
        return UnitState(unit, state, expected)
    mine = [i for i in issues if i.place.file == counted.file]
    errors = sum(i.severity is Severity.ERROR for i in mine)
    warnings = sum(i.severity is Severity.WARNING for i in mine)
    state = "needs_correction" if errors else "valid_with_warnings" if warnings else "valid"
    return UnitState(
        unit=unit,
        state=state,
        expected=expected,
        late=counted.report_date is not None and counted.report_date > period.due,
        file=counted.file,
        submission=counted.submission,
        report_date=counted.report_date,
        errors=errors,
        warnings=warnings,
    )
