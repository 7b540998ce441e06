"""Everything that lies in the given folders, archives and files, in an order that never varies."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from consolidate.intake.faults import told
from consolidate.intake.found import Found
from consolidate.intake.names import in_archive, is_litter, joined, on_disk
from consolidate.limits import LIMITS, Limits
from consolidate.read.cells import Unreadable
from consolidate.read.container import Container, Member
from consolidate.read.kinds import zip_kind

RECORD, OURS, WORKSHOP = "ket-qua.json", b'"program": "consolidate', ".dang-ghi"
_ZIP = b"PK"
_NO_ARCHIVE = (".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".pptx", ".pdf", ".xls")
_MOUNT_POINT = 0xA0000003  # Windows: a folder that stands for another one


def find(paths: Sequence[Path], limits: Limits = LIMITS) -> list[Found]:
    """Every file under the given folders, archives and files, sorted by name.

    Sub-folders and zip archives are entered; litter of systems and folders that an earlier run
    wrote are passed over (their workbooks would pass for newer returns); links, devices and
    whatever cannot be entered are listed with their problem. A path that is given by the user may
    be a link itself. Raises FileNotFoundError for a path that does not exist.
    """
    met: dict[tuple[Path, tuple[Member, ...]], tuple[Path, Found]] = {}
    for given in paths:
        root = given.resolve(strict=True)
        steps = () if root.is_dir() else (on_disk(given.name),)
        for found in _Search(limits).under(root, steps):
            met.setdefault((found.path, found.members), (root, found))
    return _told_apart(list(met.values()))


def _is_output(folder: Path) -> bool:
    """Whether a folder is the output of an earlier run, or the workshop of one."""
    if folder.name.endswith(WORKSHOP):
        return True
    try:
        with (folder / RECORD).open("rb") as record:
            return OURS in record.read(64)
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class _Search:
    limits: Limits

    def under(self, root: Path, steps: tuple[str, ...]) -> Iterator[Found]:
        """Whatever is met from `root` on; `steps` is its name relative to the given folder."""
        waiting = [(root, steps)]
        while waiting:
            path, steps = waiting.pop()
            try:
                status = path.lstat()
                if stat.S_ISDIR(status.st_mode) and not _is_mount_point(status):
                    if path != root and _is_output(path):
                        continue
                    waiting += [
                        (inner, (*steps, on_disk(inner.name)))
                        for inner in path.iterdir()
                        if not is_litter(inner.name)
                    ]
                else:
                    yield from self._at(path, steps, status)
            except OSError as fault:
                cause, detail = told(fault)
                name = joined(steps) or on_disk(path.name)
                yield Found(name, path, problem=cause, detail=detail)

    def _at(self, path: Path, steps: tuple[str, ...], status: os.stat_result) -> Iterator[Found]:
        if stat.S_ISREG(status.st_mode):
            yield from self._file(path, steps, status.st_size)
        elif stat.S_ISLNK(status.st_mode) or _is_mount_point(status):
            yield Found(joined(steps), path, problem="link")
        else:
            yield Found(joined(steps), path, problem="not_a_file")

    def _file(self, path: Path, steps: tuple[str, ...], size: int) -> Iterator[Found]:
        plain = Found(joined(steps), path, size=size)
        with path.open("rb") as source:
            if source.read(2) == _ZIP:
                container = self._archive(source, plain)
                if isinstance(container, Found):
                    yield container
                    return
                if container is not None:
                    yield from _Archive(self.limits, path, source).inside(container, steps, ())
                    return
        yield _bounded(plain, self.limits, "file_bytes")

    def _archive(self, source: BinaryIO, plain: Found) -> Container | Found | None:
        """The archive in a zip file, what is wrong with it, or None where it is a document."""
        try:
            container = Container(source, self.limits, "archive_members")
        except Unreadable as refusal:
            if plain.name.casefold().endswith(_NO_ARCHIVE):
                return None  # reading it says what is wrong
            return replace(plain, problem=refusal.code, detail=refusal.detail)
        if zip_kind(container) != "zip":
            return None
        over = _bounded(plain, self.limits, "archive_bytes")
        return over if over.problem else container


@dataclass(frozen=True, slots=True)
class _Archive:
    """One archive on disk and the archives within it."""

    limits: Limits
    path: Path
    source: BinaryIO

    def inside(
        self, container: Container, steps: tuple[str, ...], way: tuple[Member, ...]
    ) -> Iterator[Found]:
        """The files of an archive that was reached by `way`; an empty one is listed itself."""
        whole = Found(joined(steps), self.path, way, way[-1].size if way else 0)
        if sum(m.size for m in container.members) > self.limits.archive_inflated_bytes:
            yield _with_problem(whole, self.limits, "archive_inflated_bytes")
            return
        empty = True
        for member in container.members:
            inner = in_archive(member.name)
            if member.name.endswith(("/", "\\")) or not inner or any(map(is_litter, inner)):
                continue
            empty = False
            yield from self._member(container, member, (*steps, *inner), (*way, member))
        if empty:
            yield replace(whole, problem="archive_empty")

    def _member(
        self,
        container: Container,
        member: Member,
        steps: tuple[str, ...],
        way: tuple[Member, ...],
    ) -> Iterator[Found]:
        plain = _bounded(
            Found(joined(steps), self.path, way, member.size), self.limits, "file_bytes"
        )
        if plain.problem or steps[-1].casefold().endswith(_NO_ARCHIVE):
            yield plain
            return
        try:
            nested = self._nested(container, member)
        except Unreadable as refusal:
            yield replace(plain, problem=refusal.code, detail=refusal.detail)
            return
        if nested is None:
            yield plain
        elif len(way) >= self.limits.archive_levels:
            yield _with_problem(plain, self.limits, "archive_levels")
        else:
            yield from self.inside(nested, steps, way)

    def _nested(self, container: Container, member: Member) -> Container | None:
        """The archive that a member is, or None where it is a document or anything else."""
        most = self.limits.file_bytes
        data = container.read(member, most, self.limits.passed("file_bytes"))
        if not data.startswith(_ZIP):
            return None
        nested = Container(BytesIO(data), self.limits, "archive_members")
        return nested if zip_kind(nested) == "zip" else None


def _bounded(found: Found, limits: Limits, most: str) -> Found:
    allowed: int = getattr(limits, most)
    return found if found.size <= allowed else _with_problem(found, limits, most)


def _with_problem(found: Found, limits: Limits, passed: str) -> Found:
    cause, detail = limits.passed(passed)
    return replace(found, problem=cause, detail=detail)


def _is_mount_point(status: os.stat_result) -> bool:
    return getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT


def _told_apart(met: list[tuple[Path, Found]]) -> list[Found]:
    """Sorted by name, each name once: by the name of the given folder, else by a number."""
    roots: dict[str, set[Path]] = defaultdict(set)
    for root, found in met:
        roots[found.name].add(root)
    named = [
        replace(f, name=f"{on_disk(root.name)}/{f.name}") if len(roots[f.name]) > 1 else f
        for root, f in met
    ]
    named.sort(key=lambda f: (f.name, str(f.path), [m.offset for m in f.members]))
    taken: set[str] = set()
    told: list[Found] = []
    for found in named:
        name, number = found.name, 1
        while name in taken:
            number += 1
            name = f"{found.name} ({number})"
        taken.add(name)
        told.append(replace(found, name=name) if name != found.name else found)
    return told
