"""How seldom a process of ours looks for objects that hold only each other."""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000  # a run keeps what it makes; looking through it more often took a tenth of it


def collect_seldom() -> None:
    """Let the collector of this process wait for that many new objects."""
    gc.set_threshold(NEW_OBJECTS)
