"""Exchanging two folders in one step, where the system can (Linux: renameat2)."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
CANNOT = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EOPNOTSUPP, errno.EPERM}


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders so that no instant shows anything but the one or the other.

    False where the system or the file system has no such step (nothing has happened then);
    OSError for any other fault.
    """
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:  # a C library older than 2018
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    fault = ctypes.get_errno()
    if fault in CANNOT:
        return False
    raise OSError(fault, os.strerror(fault), str(other))
