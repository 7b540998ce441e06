"""Faults of the disk as causes that an officer can act on."""

from __future__ import annotations

import errno


def told(fault: OSError) -> tuple[str, str]:
    """Cause of catalogue.CAUSES and its detail."""
    if isinstance(fault, PermissionError):
        return "denied", ""
    if isinstance(fault, FileNotFoundError):
        return "gone", ""
    if fault.errno == errno.ELOOP:
        return "link", ""
    return "disk", errno.errorcode.get(fault.errno or 0, "")
