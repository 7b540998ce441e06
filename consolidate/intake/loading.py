"""The bytes of a file that was found, as they were at one moment."""

from __future__ import annotations

import os
import stat
from io import BytesIO
from typing import BinaryIO

from consolidate.intake.faults import told
from consolidate.intake.found import Found
from consolidate.limits import LIMITS, Limits
from consolidate.read.cells import Unreadable
from consolidate.read.container import read_member

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe in the file's place must not hold us up
)


def load(found: Found, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file. Raises Unreadable with the problem it was found with, or with what
    stands in the way now: "changed" where it changes under our hands twice in a row."""
    if found.problem:
        raise Unreadable(found.problem, found.detail)
    try:
        data = _steady(found, limits)
        if data is None:
            data = _steady(found, limits)
    except OSError as fault:
        raise Unreadable(*told(fault)) from None
    if data is None:
        raise Unreadable("changed")
    return data


def _steady(found: Found, limits: Limits) -> bytes | None:
    """The bytes, or None where size or time of the file on disk changed while it was read."""
    with os.fdopen(os.open(found.path, _FLAGS), "rb") as source:
        before = os.fstat(source.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("not_a_file")
        try:
            data = _read(source, found, limits)
        except Unreadable:
            if _stamp(before) != _stamp(os.fstat(source.fileno())):
                return None
            raise
        after = os.fstat(source.fileno())
    whole = bool(found.members) or len(data) == after.st_size
    return data if whole and _stamp(before) == _stamp(after) else None


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _read(source: BinaryIO, found: Found, limits: Limits) -> bytes:
    passed = limits.passed("file_bytes")
    if not found.members:
        data = source.read(limits.file_bytes + 1)
        if len(data) > limits.file_bytes:
            raise Unreadable(*passed)
        return data
    data = b""
    for member in found.members:
        data = read_member(source, member, limits.file_bytes, passed)
        source = BytesIO(data)
    return data
