"""Which files of a run the officer sets aside: names as people type them, held against files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidate.decisions.model import Aside
from consolidate.text import tidy


def set_aside(asides: Iterable[Aside], files: Sequence[str]) -> dict[str, Aside]:
    """The files of a run that are set aside; a name of no file or of several means none."""
    found = ((meant(one.file, files), one) for one in asides)
    return {names[0]: one for names, one in found if len(names) == 1}


def meant(typed: str, files: Sequence[str]) -> tuple[str, ...]:
    """The files that a typed name may mean: the whole name, else the last part of it alone.

    The ending may be left out, as most systems hide it; case and kind of slash say nothing.
    """
    if typed in files:
        return (typed,)
    name = _key(typed.replace("\\", "/"))
    whole = tuple(f for f in files if name in _spellings(f))
    return whole or tuple(f for f in files if name in _spellings(f.rsplit("/", 1)[-1]))


def _spellings(name: str) -> tuple[str, str]:
    return _key(name), _key(name.rsplit(".", 1)[0])


def _key(name: str) -> str:
    return tidy(name).casefold()
