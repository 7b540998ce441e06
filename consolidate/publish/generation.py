"""Which files of the output folder are ours, and what becomes of each when a new run comes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from consolidate.publish.durable import sha256_of
from consolidate.publish.errors import NotWritable

Hashes = Mapping[str, str | None]
"""Name below the folder (with /) -> SHA-256; None for a file that is known by its name alone."""

INSIDE = ".dang-ghi"  # the workshop, where it must stand inside the folder


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of every file, by name below the folder.

    `put`: written now, the record last. `remove`: of the previous run, not written again, and as
    we left them. `aside`: (name, new name) of files that stand where one of ours must stand and
    are not as we wrote them. `stay`: everything else, among it `edited`, outputs of the previous
    run that are no longer written but were changed by somebody.
    """

    put: tuple[str, ...]
    remove: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    stay: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


def recorded(folder: Path, record_name: str) -> dict[str, str | None]:
    """The outputs that the run record in the folder lists, itself included; empty without one."""
    try:
        record = json.loads((folder / record_name).read_text(encoding="utf-8"))
        outputs = {str(entry["file"]): entry["sha256"] for entry in record.get("outputs", ())}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # no record, or none of ours: then nothing in the folder is ours
    return {name: sha for name, sha in outputs.items() if is_portable(name)} | {record_name: None}


def is_portable(name: str) -> bool:
    """Whether a name stays below the folder on every system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and ".." not in parts
        and not set(name) & set('\\:*?"<>|\0')
    )


def contents(folder: Path) -> Iterator[str]:
    """Names of all files below the folder; links are files, empty folders end in a slash.

    A folder that cannot be listed raises OSError: what is in it must not be lost unseen.
    """

    def refuse(fault: OSError) -> None:
        raise fault

    if not folder.exists():
        return
    for root, folders, files in os.walk(folder, onerror=refuse):
        here = Path(root)
        if here == folder:
            folders[:] = [name for name in folders if name != INSIDE]
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(set(folders) - set(links))
        for name in sorted([*files, *links]):
            yield (here / name).relative_to(folder).as_posix()
        if here != folder and not (files or links or folders):
            yield here.relative_to(folder).as_posix() + "/"


def settle(folder: Path, old: Hashes, new: Hashes, carried: Mapping[str, str]) -> Settlement:
    """Decide about every file in the folder.

    `old`: outputs of the previous run; `new`: outputs of this one, in the order of writing;
    `carried`: hashes of files that this run has read and whose content lives on in the new ones
    (the officer's decisions), so that they may be replaced although they were edited.
    """
    parents = {str(parent) for name in new for parent in PurePosixPath(name).parents}
    ours = parents | {str(parent) for name in old for parent in PurePosixPath(name).parents}
    blocked = next((name for name in new if (folder / name).is_dir()), None)
    if blocked:
        raise NotWritable(f"“{folder / blocked}” là một thư mục; đổi tên nó rồi chạy lại.")
    remove, aside, stay, edited = [], [], [], []
    for name in contents(folder):
        if name in new:
            if not _is_ours(folder, name, old, new, carried):
                aside.append((name, free_name(folder, name)))
        elif name in parents:
            aside.append((name, free_name(folder, name)))
        elif name in old and _is_ours(folder, name, old, {}, carried):
            remove.append(name)
        elif not name.endswith("/") or name.rstrip("/") not in ours:
            stay.append(name)
            edited.extend([name] if name in old else [])
    return Settlement(tuple(new), tuple(remove), tuple(aside), tuple(stay), tuple(edited))


def _is_ours(folder: Path, name: str, old: Hashes, new: Hashes, carried: Mapping[str, str]) -> bool:
    """Whether a file is as a run of ours left it, so that nothing is lost with it."""
    if name in old and old[name] is None:
        return True
    if (folder / name).is_symlink():
        return False
    return sha256_of(folder / name) in {old.get(name), new.get(name), carried.get(name)}


def free_name(folder: Path, name: str) -> str:
    """A name beside `name` that is not taken: x-da-sua.xlsx, x-da-sua-2.xlsx, …"""
    path = PurePosixPath(name)
    number = 1
    while True:
        tail = "-da-sua" if number == 1 else f"-da-sua-{number}"
        candidate = str(path.with_name(f"{path.stem}{tail}{path.suffix}"))
        if not os.path.lexists(folder / candidate):
            return candidate
        number += 1
