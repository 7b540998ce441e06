"""Names of files from anywhere: what they are called, and which are left behind by systems."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable

from consolidate.read.codepages import decode_name

_LITTER = frozenset({"desktop.ini", "thumbs.db", ".ds_store", "__macosx"})
_LOCKS = ("~$", ".~lock.")
_RESOURCES = "._"  # what a Mac keeps beside each file on a disk of another system
_UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_REPLACEMENT = "\ufffd"


def is_litter(name: str) -> bool:
    """Whether a file or folder is a system's own: lock files, thumbnails, settings."""
    folded = name.casefold()
    return folded in _LITTER or folded.startswith((*_LOCKS, _RESOURCES))


def on_disk(name: str) -> str:
    """The name of a file on disk as text; names that are not UTF-8 are decoded on evidence."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = decode_name(os.fsencode(name)) if os.name == "posix" else name
    return clean(name)


def in_archive(name: str) -> tuple[str, ...]:
    """The steps of a member's name. It is only ever shown: roots, drives and ".." lead nowhere."""
    steps = name.replace("\\", "/").split("/")
    return tuple(clean(step) for step in steps if step not in ("", ".", ".."))


def clean(name: str) -> str:
    """Composed letters; what would break a line, turn its direction or not show is replaced."""
    composed = unicodedata.normalize("NFC", name)
    if composed.isprintable():
        return composed
    return "".join(_REPLACEMENT if unicodedata.category(c) in _UNSHOWABLE else c for c in composed)


def joined(steps: Iterable[str]) -> str:
    """Steps as one name."""
    return "/".join(steps)
