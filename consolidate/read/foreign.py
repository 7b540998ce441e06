"""Formats of others, read in a process of their own that may die, swell or hang alone.

Their readers abort, recurse and loop on files of a few kilobytes; a limit on memory and a deadline
turn each of these into a finding for the one file.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import consolidate
from consolidate.limits import LIMITS, Limits
from consolidate.read.cells import Book, Sheet, Unreadable
from consolidate.read.xlsx import Wanted

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console flashes up


def read_foreign(
    data: bytes, kind: str, wanted: Wanted | None = None, *, limits: Limits = LIMITS
) -> Book:
    """Read xls, xlsb or ods. Raises Unreadable: its own cause, "died" or "deadline"."""
    command = [sys.executable, "-m", "consolidate.read.child", kind]
    request = pickle.dumps((data, limits))
    try:
        done = subprocess.run(
            command,
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.child_seconds,
            env=_environment(),
            creationflags=_NO_WINDOW,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(*limits.passed("child_seconds")) from None
    if done.returncode != 0 or not done.stdout:
        raise Unreadable("died")
    answer = pickle.loads(done.stdout)
    if isinstance(answer, Unreadable):
        raise answer
    book: Book = answer
    if wanted is None:
        return book
    return replace(book, sheets=tuple(s if wanted(s.title) else _skipped(s) for s in book.sheets))


def _skipped(sheet: Sheet) -> Sheet:
    return Sheet(sheet.title, sheet.state, skipped=True, holds_values=sheet.holds_values)


def _environment() -> dict[str, str]:
    """The child must find this very package, wherever the parent found it."""
    own = str(Path(consolidate.__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (own, others)))}
