"""Publishing: one generation of outputs replaces the previous one, whole or not at all.

    with claim(folder) as place:            # locked, repaired, nothing open elsewhere
        answers = read(folder / …)          # the previous generation may be read here
        place.publish(files)                # name below the folder -> bytes, or a file to copy

The folder is known as ours by the run record in it, which lists every output with its hash. Files
of others stay. An output that somebody has edited is never lost: it stays, or stands beside the
new one under another name. What the folder is to hold is decided elsewhere.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from consolidate.publish.durable import sha256_of, sync_folder, write_synced
from consolidate.publish.errors import (
    Busy,
    FileInUse,
    NoRoom,
    NotWritable,
    PublishError,
    SourceChanged,
    named_faults,
    sentence_of,
)
from consolidate.publish.generation import INSIDE, is_portable, recorded, settle
from consolidate.publish.in_use import refuse_open_files
from consolidate.publish.lock import locked
from consolidate.publish.swap import BACKUP, JOURNAL, STAGE, resume, swap

__all__ = [
    "Busy",
    "Claim",
    "FileInUse",
    "NoRoom",
    "NotWritable",
    "PublishError",
    "Published",
    "SourceChanged",
    "claim",
    "publish",
    "sha256_of",
]

RECORD = "ket-qua.json"
LOCK = "khoa"
Files = Mapping[str, bytes | Path]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. Names are below `folder`, with slashes.

    `kept`: (name, where it stands now) of outputs that somebody had edited, and of files of others
    that stood where an output must stand. `in_one_step`: no instant showed a mixture.
    """

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    in_one_step: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """The output folder while this run alone may write it. `outputs`: of the previous run."""

    folder: Path
    outputs: dict[str, str | None]
    _shop: Path
    _record: str

    def publish(
        self, files: Files, carried: Mapping[str, str] | None = None, *, in_one_step: bool = True
    ) -> Published:
        """Replace the previous generation by `files`, the record among them.

        `carried` maps the name of a file that the run has read to its SHA-256 as read, where its
        content lives on in the new file, so that it need not be kept although it was edited.
        `in_one_step=False` takes the way of systems that cannot exchange folders.
        Raises PublishError; the previous generation is whole then.
        """
        _check_names(files, self._record)
        stage = self._shop / STAGE
        with named_faults(self.folder):
            _clear(self._shop)
            new = _stage(stage, files, self._record)
            _believe(stage, new, self._record)
            settled = settle(self.folder, self.outputs, new, carried or {})
            try:
                whole = swap(self.folder, self._shop, settled, in_one_step=in_one_step)
            except (FileInUse, PermissionError) as fault:
                raise _left_beside(self.folder, stage, fault) from fault
        kept = [*settled.aside, *((name, name) for name in settled.edited)]
        return Published(self.folder, settled.put, settled.remove, tuple(kept), whole)


@contextmanager
def claim(out: Path, record_name: str = RECORD) -> Iterator[Claim]:
    """Take the output folder for one run: lock it, finish what a killed run had begun, look for
    outputs that are open elsewhere.

    Raises PublishError (Busy, FileInUse, NotWritable, NoRoom) before anything has changed.
    """
    with ExitStack() as leaving:
        with named_faults(out):
            folder = out.resolve()
            if folder.exists() and not folder.is_dir():
                raise NotADirectoryError(str(folder))
            if folder.exists() and not _is_writable(folder):
                raise PermissionError(errno.EACCES, "read-only", str(folder))
            shop = _workshop(folder)
            leaving.enter_context(locked(shop / LOCK, folder))
            leaving.callback(_clear, shop)
            resume(folder, shop)
            _clear(shop)
            outputs = recorded(folder, record_name)
            refuse_open_files(folder, outputs)
        yield Claim(folder, outputs, shop, record_name)


def publish(
    out: Path,
    files: Files,
    record_name: str = RECORD,
    carried: Mapping[str, str] | None = None,
) -> Published:
    """`claim` and `Claim.publish` in one, for callers that read nothing from the folder."""
    with claim(out, record_name) as place:
        return place.publish(files, carried)


# --- the workshop: a folder on the same file system, seen by nobody ---------------------------


def _workshop(folder: Path) -> Path:
    """Where to build: beside the folder, or inside where its parent cannot take it."""
    inside = folder / INSIDE
    if inside.exists() or folder == folder.parent or _is_mount(folder):
        return inside
    beside = folder.with_name(f".{folder.name}{INSIDE}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir(mode=0o700, exist_ok=True)
    except PermissionError:
        if not folder.is_dir():
            raise
        return inside
    return beside


def _is_writable(folder: Path) -> bool:
    """Whether names may be made in the folder by whoever the program runs as."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _is_mount(folder: Path) -> bool:
    """Whether another file system, or another view of this one, begins at the folder."""
    if os.path.ismount(folder):
        return True
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:  # not Linux
        return False
    points = {line.split(" ")[4] for line in mounts.splitlines()}
    return str(folder).replace(" ", "\\040") in points


def _clear(shop: Path) -> None:
    """Empty the workshop but for its lock; what cannot go now goes at the next run.

    With a journal in it a swap waits to be finished: then nothing may go.
    """
    if (shop / JOURNAL).exists():
        return
    for name in (STAGE, BACKUP):
        shutil.rmtree(shop / name, ignore_errors=True)
    with suppress(OSError):
        (shop / f"{JOURNAL}.moi").unlink()


def _left_beside(folder: Path, stage: Path, fault: FileInUse | PermissionError) -> FileInUse:
    """Keep the finished result under another name, so that a long run was not for nothing."""
    why = str(fault) if isinstance(fault, FileInUse) else str(sentence_of(fault, folder))
    spare = next(
        path
        for number in count(1)
        if not (path := folder.with_name(f"{folder.name}-moi-{number}")).exists()
    )
    stage.rename(spare)
    return FileInUse(f"{why} Kết quả mới đang để ở thư mục “{spare}”.")


def _check_names(files: Files, record_name: str) -> None:
    """A fault here is the program's, not the world's."""
    wrong = [name for name in files if not is_portable(name)]
    if wrong or record_name not in files:
        raise ValueError(f"outputs need portable names and a record: {wrong or record_name}")


def _stage(stage: Path, files: Files, record_name: str) -> dict[str, str]:
    """Write every file into the stage, forced to the disk; names and hashes, the record last."""
    stage.mkdir(mode=0o700)  # the folder holds personal data: its owner's alone when it is new
    hashes: dict[str, str] = {}
    for name in sorted(files, key=lambda n: (n == record_name, n)):
        target, content = stage / name, files[name]
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path) and not content.is_file():
            raise SourceChanged(f"Tệp “{content}” không còn ở chỗ cũ. Kiểm tra rồi chạy lại.")
        hashes[name] = write_synced(target, content)
    for parent in sorted({(stage / name).parent for name in files}):
        sync_folder(parent)
    return hashes


def _believe(stage: Path, hashes: Mapping[str, str], record_name: str) -> None:
    """Read back every file, and hold it against what went in and what the record says."""
    said = recorded(stage, record_name)
    for name, sha in hashes.items():
        if sha256_of(stage / name) != sha:
            raise OSError(5, "what was read back is not what was written", str(stage / name))
        if (said.get(name) or sha) != sha:
            raise SourceChanged(
                f"Tệp “{name}” đã thay đổi trong lúc chạy. Không sửa, không chép tệp trong khi "
                "chương trình đang chạy; hãy chạy lại."
            )
