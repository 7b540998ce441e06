"""One run at a time in one folder: a lock that dies with its process.

The system's own file lock is held, so a lock left behind by a killed run is free by itself and no
guess about process numbers is needed; the file carries number and machine for the sentence only.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from consolidate.publish.errors import Busy

HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
LOCKED_BYTE = 1 << 20  # far behind the text, which others must be able to read under Windows


def _take(handle: int) -> None:
    """Lock one byte of the file for this process, or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        # not flock: forked workers of a killed run would go on holding that one
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, LOCKED_BYTE)


def _holder(path: Path) -> str:
    """Who holds the lock, as words for the sentence; blank where the file does not say."""
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return f" (máy {who['host']}, tiến trình số {who['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _acquire(path: Path, folder: Path) -> int:
    """A handle that holds the lock at `path`; Busy where another run does."""
    while True:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:  # the run before us has just removed its workshop
            continue
        try:
            _take(handle)
            if _same(handle, path):
                return handle
        except OSError as fault:
            os.close(handle)
            if fault.errno in HELD:
                raise Busy(
                    f"Một lần chạy khác đang ghi vào “{folder}”{_holder(path)}. "
                    "Chờ lần chạy đó kết thúc rồi chạy lại."
                ) from fault
            raise
        os.close(handle)  # the run before us removed the file that we had opened: once more


def _same(handle: int, path: Path) -> bool:
    """Whether the open file is still the one that stands at the path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold the lock file at `path` for the block; its folder is made where it is missing.

    Raises Busy where another process holds it. The file goes away at the end.
    """
    handle = _acquire(path, folder)
    try:
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
        yield
    finally:
        if os.name == "nt":  # an open file cannot be removed there, and another may have opened it
            os.close(handle)
            with suppress(OSError):
                path.unlink()
        else:
            with suppress(OSError):
                path.unlink()
            os.close(handle)
        with suppress(OSError):  # what cannot be removed now is the next run's to remove
            path.parent.rmdir()
