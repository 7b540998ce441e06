"""The findings of a unit as the lines of a list: what repeats down a column is one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from consolidate.correction import words
from consolidate.correction.blocks import BESIDE_THE_TABLE
from consolidate.correction.refill import Refilled, own_fields
from consolidate.folded import MANY, fold
from consolidate.issues import Issue, Severity
from consolidate.plan.models import Column, Plan, SheetPlan
from consolidate.template import Layout
from consolidate.words import message_of

FEW = 3  # findings of a kind that are listed one by one where they do not say the same
DONE_BY_REFILLING = ("FIL-05", "FIL-09", "FIL-14", "FIL-18", "FIL-21", "FIL-22", "FIL-31")
"""Codes of what is no longer so in a fresh template."""
COLUMNS_NOT_READ = ("FIL-08", "FIL-25", "FIL-26")
"""Codes of columns that the return did not have or whose cells were not believed: blank now."""
IN_THE_APPENDIX = ("FIL-07", "FIL-12", "FIL-17")
"""Codes of what stands in the appendix now, where nobody complains of it."""
OUT_OF_REACH = ("FIL-20",)
"""Codes of cells that were not read, so that they stand nowhere in the new workbook."""


@dataclass(frozen=True)
class Spot:
    """Where a finding lies in the new workbook: a row of a table (0 on the form), and a field."""

    row: int
    field: str


@dataclass(frozen=True)
class Told:
    """One finding in words that do not name its address, which may change while it is mended."""

    issue: Issue
    why: str
    todo: str
    spot: Spot | None  # None where it is about a sheet, the file, or what stands in the appendix
    state: str = ""  # what became of it already, blank where the unit must act


@dataclass(frozen=True)
class Line:
    """One line of the list: findings of one kind, in the order of their rows."""

    severity: Severity
    sheet: str  # key of the plan, or the title of a sheet of the unit; blank for the file
    subject: str
    why: str
    todo: str
    code: str
    found: tuple[Told, ...]

    @property
    def state(self) -> str:
        """What became of it already, blank where the unit must act."""
        return self.found[0].state

    @property
    def is_located(self) -> bool:
        """Whether its findings lie in cells or rows of the new workbook."""
        return self.found[0].spot is not None

    @property
    def unit_of_count(self) -> str:
        """Whether cells are counted or rows."""
        return words.CELLS if self.found[0].issue.place.field else words.ROWS


def lines_of(issues: Sequence[Issue], plan: Plan, where: Layout, refilled: Refilled) -> list[Line]:
    """All lines, errors first, then by sheet; in a sheet with very many the commonest first."""
    folds = ([_told(i, plan, where, refilled) for i in f.issues] for f in fold(issues))
    lines = [line for found in folds for line in _lines(found, plan)]
    sheets = {key: n for n, key in enumerate(("", *plan.sheet_order))}
    number = {
        (s, k): sum(len(x.found) for x in lines if (x.severity, x.sheet) == (s, k))
        for s, k in {(x.severity, x.sheet) for x in lines}
    }

    def order(line: Line) -> tuple[object, ...]:
        crowded = number[line.severity, line.sheet] > MANY
        place = line.found[0].issue.place
        return (
            list(Severity).index(line.severity),
            sheets.get(line.sheet, len(sheets)),
            line.sheet,
            -len(line.found) if crowded else 0,
            place.row,
            place.column,
            line.code,
        )

    return sorted(lines, key=order)


def pattern_of(line: Line) -> str:
    """A kind of finding in a few words: the column, how many cells, and why."""
    why = line.found[0].why.rstrip(".")
    wording = words.PATTERN if line.found[0].issue.place.field else words.PATTERN_OF_ROWS
    return wording.format(title=line.subject, number=len(line.found), why=_small(why))


def _lines(found: Iterable[Told], plan: Plan) -> Iterator[Line]:
    """The lines of one fault: what is mended in the tables apart from what is settled or beside
    them, each as one line where all say the same or there are many; else one each.
    """

    def kind(told: Told) -> tuple[bool, str]:
        return told.spot is None, told.state

    for _, alike in groupby(sorted(found, key=kind), kind):
        some = list(alike)
        same = len({(t.why, t.todo) for t in some}) == 1
        if len(some) > 1 and (same or len(some) > FEW):
            wording = words.SEVERAL_ALIKE if same else words.SEVERAL
            what = words.CELLS if some[0].issue.place.field else words.ROWS
            why = wording.format(number=len(some), what=what, why=_small(some[0].why))
            yield _line(some, plan, why)
        else:
            yield from (_line([one], plan, one.why) for one in some)


def _line(found: Sequence[Told], plan: Plan, why: str) -> Line:
    first = found[0].issue
    return Line(
        severity=first.severity,
        sheet=first.place.sheet,
        subject=_subject(found[0], plan),
        why=why,
        todo=found[0].todo,
        code=first.code,
        found=tuple(found),
    )


def _subject(told: Told, plan: Plan) -> str:
    """The column that a line is about; a row, a sheet or the file where it is about no column."""
    place = told.issue.place
    sheet = sheet_of(place.sheet, plan)
    field = place.field or (told.spot.field if told.spot and place.column else "")
    if sheet is not None and field in sheet.by_field:
        return sheet.by_field[field].title
    if place.sheet and sheet is None:
        return words.PART_OF_APPENDIX if place.row else words.WHOLE_PAGE
    if place.row and not place.column and told.issue.code not in COLUMNS_NOT_READ:
        return words.WHOLE_ROW
    return words.WHOLE_SHEET if place.sheet else words.WHOLE_FILE


def sheet_of(key: str, plan: Plan) -> SheetPlan | None:
    """The sheet of the plan of that key; None for a sheet of the unit's own, and for the file."""
    return plan.sheet(key) if key in plan.sheet_order else None


def _told(issue: Issue, plan: Plan, where: Layout, refilled: Refilled) -> Told:
    spot = _spot(issue, plan, where, refilled)
    rows = refilled.rows.get(issue.place.sheet, {})
    facts = dict(issue.facts)
    if spot is not None:
        facts |= {"cell": words.THIS, "row": words.THIS}
        if facts.get("other", "").isdigit():
            facts["other"] = str(rows.get(int(facts["other"]), facts["other"]))
    why, todo = message_of(replace(issue, facts=tuple(sorted(facts.items()))), plan)
    if issue.code in words.TODO_HERE:
        todo = _wording(issue, plan, refilled).format_map(facts)
    if spot is not None:
        title = facts.get("title", "")
        for prefix in (f"Ô {words.THIS} “{title}”: ", f"Dòng {words.THIS}: "):
            why = why.removeprefix(prefix)
    return Told(issue, _capital(why), todo, spot, _state(issue, plan, refilled))


def _wording(issue: Issue, plan: Plan, refilled: Refilled) -> str:
    """What is to be done here, where the help of a finding speaks of the old file."""
    if _may_stay_blank(issue, plan, refilled):
        return words.TODO_IF_ANY
    is_unread = issue.code == "FIL-08" and refilled.blocks_of(issue)
    return words.TODO_UNREAD if is_unread else words.TODO_HERE[issue.code]


def _spot(issue: Issue, plan: Plan, where: Layout, refilled: Refilled) -> Spot | None:
    place, sheet = issue.place, sheet_of(issue.place.sheet, plan)
    if sheet is None:
        return None
    shown = {c.field for c in sheet.shown}
    if sheet.kind == "form":
        return Spot(0, place.field) if place.field in where.form.rows else None
    now = refilled.rows.get(place.sheet, {}).get(place.row)
    if now is None or issue.code in (*BESIDE_THE_TABLE, *OUT_OF_REACH):
        return None
    field = place.field or refilled.field_at(place.sheet, place.column)
    if field not in shown:
        field = sheet.label or next(c.field for c in sheet.shown if c.type != "row_number")
    return Spot(now, field)


def column_of(issue: Issue, plan: Plan) -> Column | None:
    """The column of a table that a finding of COLUMNS_NOT_READ is about."""
    sheet, title = sheet_of(issue.place.sheet, plan), dict(issue.facts).get("title", "")
    if sheet is None or sheet.kind != "table" or issue.code not in COLUMNS_NOT_READ:
        return None
    return next((c for c in sheet.shown if issue.place.field == c.field or c.title == title), None)


def _may_stay_blank(issue: Issue, plan: Plan, refilled: Refilled) -> bool:
    """Whether a finding is about a column that was not read, held nothing and needs nothing."""
    column = column_of(issue, plan)
    is_needed = column is None or column.required or bool(column.required_when)
    return not is_needed and not refilled.blocks_of(issue)


def _state(issue: Issue, plan: Plan, refilled: Refilled) -> str:
    place, own = issue.place, own_fields(plan)
    if (place.sheet, place.row) in refilled.moved and not place.field:
        return words.TAKEN_UP
    is_done = issue.code in DONE_BY_REFILLING or _may_stay_blank(issue, plan, refilled)
    if is_done or (place.sheet == plan.form.key and place.field in own):
        return words.DONE_HERE
    may_stay = issue.code in IN_THE_APPENDIX and issue.severity is not Severity.ERROR
    if may_stay and refilled.blocks_of(issue):
        return words.KEPT_ASIDE
    return words.NOTED_ONLY if issue.severity is Severity.INFO else ""


def _small(text: str) -> str:
    """A sentence as the end of another."""
    return text[:1].lower() + text[1:] if text[:2] != text[:2].upper() else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
