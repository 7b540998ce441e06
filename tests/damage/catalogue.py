"""The kinds of damage by name: what is done, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from openpyxl.workbook import Workbook

from tests.damage.good import FILE, good_book, good_bytes

WHOLE, TOLD, REFUSED = "whole", "told", "refused"
"""Every value as in the good return · an error says what is not counted · the file is not read."""

Files = Mapping[str, bytes]  # what lies in the folder, by name


@dataclass(frozen=True)
class Damage:
    """One kind of damage; `says` are findings (sheet or blank, code) that must be among others."""

    name: str
    title: str
    group: str
    comes: str
    says: tuple[tuple[str, str], ...]
    files: Callable[[], Files]


DAMAGES: dict[str, Damage] = {}


def to_book(
    group: str, title: str, comes: str, *says: tuple[str, str]
) -> Callable[[Callable[[Workbook], None]], Callable[[Workbook], None]]:
    """Registers a function that spoils an open workbook."""

    def register(spoil: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
        to_made(spoil.__name__, group, title, comes, says, lambda: {FILE: spoiled(spoil)})
        return spoil

    return register


def to_file(
    group: str, title: str, comes: str, *says: tuple[str, str]
) -> Callable[[Callable[[bytes], Files]], Callable[[bytes], Files]]:
    """Registers a function that makes files out of the bytes of the good return."""

    def register(spoil: Callable[[bytes], Files]) -> Callable[[bytes], Files]:
        to_made(spoil.__name__, group, title, comes, says, lambda: spoil(good_bytes()))
        return spoil

    return register


def spoiled(spoil: Callable[[Workbook], None]) -> bytes:
    """The good workbook after a function has been at it."""
    book = good_book()
    spoil(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def to_made(
    name: str,
    group: str,
    title: str,
    comes: str,
    says: Iterable[tuple[str, str]],
    files: Callable[[], Files],
) -> None:
    """Registers a damage by what makes its files."""
    if name in DAMAGES:
        raise ValueError(f"two damages are called {name}")
    DAMAGES[name] = Damage(name, title, group, comes, tuple(says), files)
