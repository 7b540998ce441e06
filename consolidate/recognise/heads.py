"""Where the head of a table is and which column is which. Nothing is told by its position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from consolidate.plan.models import SheetPlan
from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Sheet
from consolidate.recognise.scales import other_units
from consolidate.recognise.titles import FoundColumn, Titles, by_words, title_key, titles_of
from consolidate.text import tidy

HEAD_WITHIN = 30  # rows in which a head is looked for
TALLEST = 3  # rows that a head may have
BELOW_FIELDS = 4  # rows under the field names in which the visible head is looked for
WIDEST = 50  # columns over which a title is spread; a wider merge is the title of a sheet

Headers = dict[int, tuple[str, ...]]
"""Column -> readings of its head, best first: all its rows together, then its own row alone."""


@dataclass(frozen=True)
class Head:
    """The head of a table: where it is, what was found in it, and what was not.

    It reaches from `first` (its field names, where it has them) to `row`; the table stands below.
    `renamed` and `moved` are fields. `doubled` maps a field to the columns that claim it, and
    `contradicted` a field to the (column, header) whose title is another field's, or names another
    unit of money: neither is read.
    `extra` holds (column, header) of columns that belong to no field.
    """

    row: int
    first: int
    columns: tuple[FoundColumn, ...]
    missing: tuple[str, ...] = ()
    doubled: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    contradicted: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    renamed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    extra: tuple[tuple[int, str], ...] = ()

    @cached_property
    def by_field(self) -> dict[str, int]:
        """Field name -> column number."""
        return {c.field: c.column for c in self.columns}

    @property
    def unread(self) -> tuple[str, ...]:
        """Fields that have no column to be read from."""
        return (*self.missing, *self.doubled, *self.contradicted)


def find_head(sheet: Sheet, plan: SheetPlan) -> Head | None:
    """The head of a table in a sheet, or None where nothing looks like one.

    A column of money under the name of another unit is contradicted like one under another title.
    """
    head = _find(sheet, plan)
    other = other_units(sheet, head.first, head.columns, plan) if head else {}
    if head is None or not other:
        return head
    return replace(
        head,
        columns=tuple(c for c in head.columns if c.field not in other),
        contradicted={**head.contradicted, **other},
        renamed=tuple(f for f in head.renamed if f not in other),
        moved=tuple(f for f in head.moved if f not in other),
    )


def _find(sheet: Sheet, plan: SheetPlan) -> Head | None:
    """The head of a table as its names and titles say.

    The row of field names decides, unless the titles under it tell another story: then somebody
    put a table of his own there, and only words can say which column is which.
    """
    titles, words = titles_of(plan), _Words(sheet)
    for row in _first_rows(sheet):
        named = [(c, v) for c, v in texts_of(sheet, row) if v in titles.fields]
        if len({v for _, v in named}) >= max(2, len(titles.fields) // 3):
            head = _by_fields(words, plan, titles, row, named)
            if head is not None:
                return head
    return _by_titles(words, plan, titles)


def texts_of(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    """Column and tidied text of the text cells of a row."""
    for cell in sheet.rows.get(row, ()):
        if cell[KIND] == TEXT and (text := tidy(str(cell[VALUE]))):
            yield cell[COLUMN], text


def field_names_in(sheet: Sheet) -> set[str]:
    """Texts in the first rows that are written as field names are (to tell sheets apart)."""
    return {
        value
        for row in _first_rows(sheet)
        for _, value in texts_of(sheet, row)
        if value.isascii() and value.islower()
    }


def _first_rows(sheet: Sheet) -> list[int]:
    return sorted(sheet.rows)[:HEAD_WITHIN]


class _Words:
    """The texts in the first rows of a sheet, each row as it is and spread over its merges."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.first_rows = _first_rows(sheet)
        last = max(self.first_rows, default=0)
        self.merges = [
            m
            for m in sheet.merges
            if m[0] <= last and m[3] - m[1] < WIDEST and m[2] - m[0] < TALLEST
        ]

    def headers(self, row: int, height: int) -> Headers:
        """What stands over each column in `height` rows that end at `row`.

        A title that is merged down is said once; one that is merged across stands over all its
        columns only where there is another row below it.
        """
        rows = [self._texts(r, across=r < row) for r in range(row - height + 1, row + 1)]
        headers: Headers = {}
        for column in sorted({c for texts in rows for c in texts}):
            parts = list(dict.fromkeys(t[column] for t in rows if column in t))
            joined, own = " ".join(parts), rows[-1].get(column, "")
            headers[column] = (joined, own) if own and own != joined else (joined,)
        return headers

    def _texts(self, row: int, *, across: bool) -> dict[int, str]:
        texts = dict(texts_of(self.sheet, row))
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom:
                text = next((v for c, v in texts_of(self.sheet, top) if c == left), "")
                texts |= {c: text for c in range(left, (right if across else left) + 1) if text}
        return texts


# --- by the row of field names ---------------------------------------------------------------


def _by_fields(
    words: _Words, plan: SheetPlan, titles: Titles, field_row: int, named: list[tuple[int, str]]
) -> Head | None:
    """The head under a row of field names; None where its titles contradict the names."""
    row, headers = _under(words, titles, field_row, dict(named))
    agreed = {f for c, f in named if _agrees(headers.get(c, ()), f, titles)}
    wrong = {
        c: (f, readings[0])
        for c, f in named
        if (readings := headers.get(c, ())) and _says_another(readings, f, agreed, titles)
    }
    if len(wrong) >= max(2, len(agreed)):
        return None
    found = [
        FoundColumn(f, c, _reading(headers.get(c, ()), f, titles), "field_row")
        for c, f in named
        if c not in wrong
    ]
    names = {f for _, f in named}
    rest = {c: h for c, h in headers.items() if c not in dict(named)}
    more = [f for f in by_words(rest, titles) if f.field not in names]
    bounds = min(field_row, row), max(field_row, row)
    contradicted = {f: (c, header) for c, (f, header) in wrong.items()}
    return _head(bounds, plan, [*found, *more], headers, contradicted)


def _under(
    words: _Words, titles: Titles, field_row: int, named: Mapping[int, str]
) -> tuple[int, Headers]:
    """The last row of the visible head and its headers; the row itself where it has no titles.

    A row of other words is data and must stay data: at least two columns (or all of the row's
    cells) have to be titled as their field is.
    """
    best, best_row, best_headers = 0, field_row, dict[int, tuple[str, ...]]()
    below = [r for r in words.first_rows if r > field_row][:BELOW_FIELDS]
    for row in below:
        for height in range(1, min(TALLEST, row - field_row) + 1):
            headers = words.headers(row, height)
            agreed = sum(_agrees(h[:1], named.get(c, ""), titles) for c, h in headers.items())
            sure = agreed or sum(titles.sure(h[0]) is not None for h in headers.values())
            if sure > best and (sure >= 2 or len(headers) == len(words.sheet.rows[row])):
                best, best_row, best_headers = sure, row, headers
            if agreed == len(named):
                return row, headers
    return best_row, best_headers


def _agrees(readings: Sequence[str], name: str, titles: Titles) -> bool:
    return any(
        (named := titles.sure(header)) is not None and named[0] == name for header in readings
    ) or any(titles.near(header) == name for header in readings[:1])


def _reading(readings: Sequence[str], name: str, titles: Titles) -> str:
    """The reading of a header that names the field, else the first one; blank without a header."""
    named = (h for h in readings if (n := titles.sure(h)) is not None and n[0] == name)
    return next(named, readings[0] if readings else "")


def _says_another(readings: Sequence[str], name: str, agreed: set[str], titles: Titles) -> bool:
    """Whether the visible title is another field's than the name above it says.

    Whoever typed below it read the title. An alias says so only where that other field is not
    titled in its own place: "Nữ" over one column is short for many titles.
    """
    if _agrees(readings, name, titles):
        return False
    exact = next((f for h in readings if (f := titles.exact(h))), None)
    if exact:
        return True
    named = next((n for h in readings if (n := titles.sure(h))), None)
    return named is not None and named[0] not in agreed


# --- by words --------------------------------------------------------------------------------


def _by_titles(words: _Words, plan: SheetPlan, titles: Titles) -> Head | None:
    """The row, with up to two rows above it, whose words match most columns."""
    needed = sum(c.required for c in plan.shown)
    best: tuple[int, int, int, list[FoundColumn], Headers] | None = None
    for row in words.first_rows:
        for height in range(1, min(TALLEST, row) + 1):
            headers = words.headers(row, height)
            found = by_words(headers, titles)
            sure = len({c.field for c in found if c.how != "near"})
            if sure >= max(2, needed // 2) and (best is None or sure > best[0]):
                best = sure, row - height + 1, row, found, headers
    if best is None:
        return None
    _, first, row, found, headers = best
    return _head((first, row), plan, found, headers, {})


# --- what a head says ------------------------------------------------------------------------


def _head(
    bounds: tuple[int, int],
    plan: SheetPlan,
    found: Sequence[FoundColumn],
    headers: Headers,
    contradicted: Mapping[str, tuple[int, str]],
) -> Head:
    claims = Counter(f.field for f in found)
    doubled = {
        c.field: tuple(sorted(f.column for f in found if f.field == c.field))
        for c in plan.shown
        if claims[c.field] > 1
    }
    kept = sorted((f for f in found if f.field not in doubled), key=lambda f: f.column)
    order = {c.field: i for i, c in enumerate(plan.shown)}
    titles = {c.field: title_key(c.title) for c in plan.shown}
    used = {f.column for f in found} | {c for c, _ in contradicted.values()}
    return Head(
        row=bounds[1],
        first=bounds[0],
        columns=tuple(kept),
        missing=tuple(
            c.field for c in plan.shown if not claims[c.field] and c.field not in contradicted
        ),
        doubled=doubled,
        contradicted={f: c for f, c in contradicted.items() if f not in doubled},
        renamed=tuple(f.field for f in kept if f.header and title_key(f.header) != titles[f.field]),
        moved=_moved([f.field for f in kept], order),
        extra=tuple((c, h[0]) for c, h in sorted(headers.items()) if c not in used and h[0]),
    )


def _moved(fields: list[str], order: Mapping[str, int]) -> tuple[str, ...]:
    """Fields outside the longest run that keeps the form's order: they were moved."""
    runs: list[list[str]] = []
    for name in fields:
        before = [run for run in runs if order[run[-1]] < order[name]]
        runs.append([*_longest(before), name])
    kept = set(_longest(runs))
    return tuple(f for f in fields if f not in kept)


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=len) if runs else []
