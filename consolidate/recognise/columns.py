"""Which column is which: by the hidden row of field names first, then by the words of the head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consolidate.plan.models import Column, SheetPlan
from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Sheet
from consolidate.text import fold, nearest, tidy

HEAD_WITHIN = 30  # rows in which a head is looked for
NEAR = 0.86  # least likeness of a near match


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A field and the column that was taken for it; `how`: field_row · title · alias · near."""

    field: str
    column: int
    header: str
    how: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: where it is, what was found in it, and what was not.

    `renamed` and `moved` are fields; `doubled` maps a field to the columns that claim it;
    `extra` holds (column, header) of columns that belong to no field.
    """

    row: int
    columns: tuple[FoundColumn, ...]
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    extra: tuple[tuple[int, str], ...] = ()

    @property
    def by_field(self) -> dict[str, int]:
        """Field name -> column number."""
        return {c.field: c.column for c in self.columns}


def title_key(text: str) -> str:
    """The key by which titles are compared; the mark of obligatory columns is not part of it."""
    return fold(text.replace("(*)", " "))


def find_head(sheet: Sheet, plan: SheetPlan) -> Head | None:
    """The head of a table in a sheet, or None where nothing looks like one."""
    fields = {c.field: c for c in plan.shown}
    for row in _first_rows(sheet):
        named = [(c, v) for c, v in _texts(sheet, row) if v in fields]
        if len({v for _, v in named}) >= max(2, len(fields) // 3):
            return _head_by_fields(sheet, plan, row, named)
    return _head_by_titles(sheet, plan)


def field_names_in(sheet: Sheet) -> set[str]:
    """Texts in the first rows that are written as field names are (to tell sheets apart)."""
    return {
        value
        for row in _first_rows(sheet)
        for _, value in _texts(sheet, row)
        if value.isascii() and value.islower()
    }


def _first_rows(sheet: Sheet) -> list[int]:
    return sorted(sheet.rows)[:HEAD_WITHIN]


def _texts(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    for cell in sheet.rows.get(row, ()):
        if cell[KIND] == TEXT:
            yield cell[COLUMN], tidy(str(cell[VALUE]))


def _head_by_fields(
    sheet: Sheet, plan: SheetPlan, field_row: int, named: list[tuple[int, str]]
) -> Head:
    below = [r for r in _first_rows(sheet) if r > field_row]
    columns = [c for c, _ in named]
    head_row = below[0] if below and _looks_like_head(sheet, plan, below[0]) else field_row
    headers = _headers(sheet, head_row) if head_row != field_row else {}
    found = [FoundColumn(f, c, headers.get(c, ""), "field_row") for c, f in named]
    taken = {f for _, f in named}
    rest = {c: h for c, h in headers.items() if c not in columns}
    by_words = _by_words(rest, [c for c in plan.shown if c.field not in taken])
    return _head(head_row, plan, [*found, *by_words], headers)


def _looks_like_head(sheet: Sheet, plan: SheetPlan, row: int) -> bool:
    """Whether the words of a row are titles; a row of other words is data and must stay data."""
    texts = dict(_texts(sheet, row))
    sure = [c for c in _by_words(texts, list(plan.shown)) if c.how != "near"]
    return len(sure) >= 2 or (bool(sure) and len(texts) == len(sheet.rows[row]))


def _head_by_titles(sheet: Sheet, plan: SheetPlan) -> Head | None:
    """The row (or pair of rows, merged cells filled) whose words match most columns."""
    best: tuple[int, Head] | None = None
    for row in _first_rows(sheet):
        for headers in (_headers(sheet, row), _joined(sheet, row)):
            found = _by_words(headers, list(plan.shown))
            sure = sum(c.how != "near" for c in found)
            if sure >= max(2, len(_needed(plan)) // 2) and (best is None or sure > best[0]):
                best = sure, _head(row, plan, found, headers)
    return best[1] if best else None


def _needed(plan: SheetPlan) -> list[Column]:
    return [c for c in plan.shown if c.required]


def _headers(sheet: Sheet, row: int) -> dict[int, str]:
    return dict(_texts(sheet, row))


def _joined(sheet: Sheet, row: int) -> dict[int, str]:
    """Heads of two rows read top-down, the upper one spread over its merged cells."""
    upper = dict(_texts(sheet, row - 1))
    for r1, c1, r2, c2 in sheet.merges:
        if r1 <= row - 1 <= r2 and c2 - c1 < 50:
            text = next((v for c, v in _texts(sheet, r1) if c == c1), "")
            upper |= {c: text for c in range(c1, c2 + 1) if text}
    lower = dict(_texts(sheet, row))
    columns = sorted({*upper, *lower})
    return {c: " ".join(t for t in (upper.get(c, ""), lower.get(c, "")) if t) for c in columns}


def _by_words(headers: Mapping[int, str], columns: list[Column]) -> list[FoundColumn]:
    """Match headers to columns: exact key of the title, then alias, then a near and lone match."""
    keys = {c: title_key(h) for c, h in headers.items()}
    found: list[FoundColumn] = []

    def take(how: str, wanted: Mapping[str, Column]) -> None:
        for number, key in keys.items():
            column = wanted.get(key)
            if column and number not in {f.column for f in found}:
                found.append(FoundColumn(column.field, number, headers[number], how))

    take("title", {title_key(c.title): c for c in columns})
    left = [c for c in columns if c.field not in {f.field for f in found}]
    take("alias", _lone({title_key(a): c for c in left for a in c.aliases}, left))
    left = [c for c in left if c.field not in {f.field for f in found}]
    titles = {title_key(c.title): c for c in left}
    used = {f.column for f in found}
    guesses: dict[int, Column] = {}
    for number, key in keys.items():
        guess = nearest(key, list(titles), NEAR) if number not in used else None
        if guess:
            guesses[number] = titles[guess]
    claims = [c.field for c in guesses.values()]
    found += [
        FoundColumn(c.field, n, headers[n], "near")
        for n, c in guesses.items()
        if claims.count(c.field) == 1
    ]
    return found


def _lone(aliases: dict[str, Column], columns: list[Column]) -> dict[str, Column]:
    """Aliases that only one column has: an alias of two columns says nothing."""
    claims = [title_key(a) for c in columns for a in {title_key(x) for x in c.aliases}]
    return {a: c for a, c in aliases.items() if claims.count(a) == 1}


def _head(row: int, plan: SheetPlan, found: list[FoundColumn], headers: Mapping[int, str]) -> Head:
    claims = [f.field for f in found]
    doubled = tuple(c.field for c in plan.shown if claims.count(c.field) > 1)
    kept = sorted((f for f in found if f.field not in doubled), key=lambda f: f.column)
    order = {c.field: i for i, c in enumerate(plan.shown)}
    titles = {c.field: title_key(c.title) for c in plan.shown}
    used = {f.column for f in found}
    return Head(
        row=row,
        columns=tuple(kept),
        missing=tuple(c.field for c in plan.shown if c.field not in claims),
        doubled=doubled,
        renamed=tuple(f.field for f in kept if f.header and title_key(f.header) != titles[f.field]),
        moved=_moved([f.field for f in kept], order),
        extra=tuple((c, h) for c, h in sorted(headers.items()) if c not in used and h),
    )


def _moved(fields: list[str], order: Mapping[str, int]) -> tuple[str, ...]:
    """Fields outside the longest run that keeps the form's order: they were moved."""
    runs: list[list[str]] = []
    for field in fields:
        before = [run for run in runs if order[run[-1]] < order[field]]
        runs.append([*_longest(before), field])
    kept = set(_longest(runs))
    return tuple(f for f in fields if f not in kept)


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=len) if runs else []
