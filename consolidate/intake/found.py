"""One file that was met."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from consolidate.read.container import Member


@dataclass(frozen=True, slots=True)
class Found:
    """A file on disk, or a member of an archive on disk.

    `name` is relative to the given folder, with "/" and in composed letters, a file inside an
    archive as "outer.zip/inner.xlsx"; it is unique in a search and safe to show anywhere.
    `members` leads from the archive at `path` to the file, one step a level. `problem` is a cause
    of catalogue.CAUSES where the file cannot even be loaded, and `detail` fills its sentence.
    """

    name: str
    path: Path
    members: tuple[Member, ...] = ()
    size: int = 0
    problem: str = ""
    detail: str = ""
