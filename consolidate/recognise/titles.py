"""The words of a head: which column of the plan a title means, and how surely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from consolidate.plan.models import SheetPlan
from consolidate.text import fold, nearest

NEAR = 0.86  # least likeness of a near match
_NUMBERED = re.compile(r"^\s*[(\[]?(\d{1,2}|[A-Za-z])[.)\]:]\s*(?=\S{2})")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A field and the column that was taken for it; `how`: field_row · title · alias · near."""

    field: str
    column: int
    header: str
    how: str


@lru_cache(maxsize=1 << 14)
def title_key(text: str) -> str:
    """The key by which titles are compared; the mark of obligatory columns is not part of it."""
    return fold(text.replace("(*)", " "))


_Titled = tuple[str, str, tuple[str, ...]]  # field, title and aliases of a column


def titles_of(plan: SheetPlan) -> Titles:
    """The titles of a sheet's columns; the same ones for every file of a season."""
    return _titles(tuple((c.field, c.title, tuple(c.aliases)) for c in plan.shown))


@lru_cache(maxsize=256)
def _titles(columns: tuple[_Titled, ...]) -> Titles:
    return Titles(columns)


class Titles:
    """The titles of a sheet's columns and whatever else their heads may say.

    What a header means is worked out once: the files of a season share their heads.
    """

    def __init__(self, columns: Sequence[_Titled]) -> None:
        self.by_title = _lone((title_key(title), field) for field, title, _ in columns)
        self.by_short = _lone((_short(title), field) for field, title, _ in columns)
        self.by_alias = _lone((title_key(a), field) for field, _, more in columns for a in more)
        self.fields = frozenset(field for field, _, _ in columns)
        self.sure = lru_cache(maxsize=4096)(self._sure)
        self.near = lru_cache(maxsize=4096)(self._near)

    def exact(self, header: str) -> str | None:
        """The field whose title the header is."""
        return next((self.by_title[k] for k in _spellings(header) if k in self.by_title), None)

    def _sure(self, header: str) -> tuple[str, str] | None:
        """Field and how (title · alias) where the words leave no doubt.

        A title without what stands in its brackets is still that title; a title or an alias that
        two columns share says nothing.
        """
        found = self.exact(header)
        if found:
            return found, "title"
        short = self.by_short.get(_short(header))
        if short:
            return short, "title"
        alias = next((self.by_alias[k] for k in _spellings(header) if k in self.by_alias), None)
        return (alias, "alias") if alias else None

    def _near(self, header: str) -> str | None:
        """The field whose title is so like the header that no other comes near it."""
        close = nearest(title_key(header), list(self.by_title), NEAR)
        return self.by_title[close] if close else None


def by_words(headers: Mapping[int, Sequence[str]], titles: Titles) -> list[FoundColumn]:
    """The columns that their headers name. Each column may have several readings, best first.

    Titles go before aliases and these before likeness, so that a rough reading never takes what
    another column says outright. Two columns that name one field are both returned; two that are
    merely like one title say nothing.
    """
    found: dict[int, FoundColumn] = {}
    for wanted in ("title", "alias"):
        taken = {f.field for f in found.values()}
        for number, readings in headers.items():
            for header in readings if number not in found else ():
                named = titles.sure(header)
                if named and named[1] == wanted and (wanted == "title" or named[0] not in taken):
                    found[number] = FoundColumn(named[0], number, header, wanted)
                    break
    taken = {f.field for f in found.values()}
    guesses = {
        number: (field, readings[0])
        for number, readings in headers.items()
        if number not in found and readings and (field := titles.near(readings[0]))
    }
    claims = Counter(field for field, _ in guesses.values())
    near = [
        FoundColumn(field, number, header, "near")
        for number, (field, header) in guesses.items()
        if field not in taken and claims[field] == 1
    ]
    return [*found.values(), *near]


def _spellings(header: str) -> tuple[str, ...]:
    """Keys of a header as it stands, and without a number in front of it."""
    plain = title_key(header)
    bare = title_key(_NUMBERED.sub("", header))
    return (plain, bare) if bare and bare != plain else (plain,)


def _short(text: str) -> str:
    """The key of a title without what stands in brackets."""
    return title_key(_NUMBERED.sub("", _IN_BRACKETS.sub(" ", text)))


def _lone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keys that only one column has, with its field."""
    claims: dict[str, set[str]] = {}
    for key, field in pairs:
        claims.setdefault(key, set()).add(field)
    return {key: next(iter(f)) for key, f in claims.items() if key and len(f) == 1}
