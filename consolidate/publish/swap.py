"""Putting a finished generation in the place of the previous one, and finishing what was cut off.

Two ways. Where the system can exchange two folders in one step, the new folder is built beside,
files of others are linked into it, and the exchange shows the old folder or the new at every
instant. Elsewhere a journal lists every step before the first is taken: a fault undoes them, and
the next start completes them after a kill.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from consolidate.publish.durable import replace_synced, sha256_of, sync_folder
from consolidate.publish.errors import HalfDone
from consolidate.publish.exchange import exchange
from consolidate.publish.generation import Settlement, contents, free_name
from consolidate.publish.in_use import refuse_open_files

STAGE, BACKUP, JOURNAL = "moi", "cu", "nhat-ky.json"
MANY = 500  # with more files of others than this the folder is not ours to exchange


def swap(folder: Path, shop: Path, settled: Settlement, *, in_one_step: bool) -> bool:
    """Put the stage of the workshop in place; True where it was done in one step.

    Any fault leaves the folder as it was.
    """
    if not folder.exists():
        (shop / STAGE).rename(folder)
        sync_folder(folder.parent)
        return True
    if in_one_step and _may_exchange(folder, settled) and _swap_whole(folder, shop, settled):
        return True
    _swap_by_steps(folder, shop, settled)
    return False


def resume(folder: Path, shop: Path) -> None:
    """Finish the swap that a killed run had begun; without a journal there is nothing to finish."""
    try:
        journal = json.loads((shop / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    settled = Settlement(
        **{key: tuple(journal[key]) for key in ("put", "remove", "stay", "edited")},
        aside=tuple((was, now) for was, now in journal["aside"]),
    )
    if journal["inode"] is None:
        _take_steps(folder, shop, settled, done=[])
    elif folder.exists() and folder.stat().st_ino == journal["inode"]:
        _tidy(folder, shop / STAGE, settled)  # the exchange was done; else the stage is waste
    (shop / JOURNAL).unlink()


def _may_exchange(folder: Path, settled: Settlement) -> bool:
    """Not a folder that somebody works in (ours as current folder), nor one mostly of others."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the current folder has been removed, so it is not this one
        return len(settled.stay) <= MANY
    return len(settled.stay) <= MANY and here != folder and folder not in here.parents


def _write_journal(shop: Path, settled: Settlement, inode: int | None) -> None:
    entry = asdict(settled) | {"inode": inode}
    replace_synced(shop / JOURNAL, json.dumps(entry, ensure_ascii=True).encode("ascii"))


# --- in one step -----------------------------------------------------------------------------


def _swap_whole(folder: Path, shop: Path, settled: Settlement) -> bool:
    """Exchange the folders; False (nothing has happened) where that cannot be done here."""
    stage = shop / STAGE
    if not _take_along(folder, stage, settled):
        _drop_links(stage, settled)
        return False
    stage.chmod(folder.stat().st_mode & 0o7777)
    for parent in {(stage / name).parent for name in (*settled.put, *settled.stay)}:
        sync_folder(parent)
    _write_journal(shop, settled, stage.stat().st_ino)
    if not exchange(stage, folder):
        (shop / JOURNAL).unlink()
        _drop_links(stage, settled)
        return False
    with suppress(OSError):  # the new generation stands; what is left is the next run's to finish
        sync_folder(folder.parent)
        _tidy(folder, stage, settled)
        (shop / JOURNAL).unlink()
    return True


def _taken_along(settled: Settlement) -> list[tuple[str, str]]:
    return [(name, name) for name in settled.stay] + list(settled.aside)


def _take_along(folder: Path, stage: Path, settled: Settlement) -> bool:
    """Link what must stay into the stage; False where the file system cannot link."""
    try:
        for was, now in _taken_along(settled):
            parent = Path(now) if now.endswith("/") else Path(now).parent
            _mirror(folder, stage, parent)
            if not now.endswith("/"):
                os.link(folder / was, stage / now, follow_symlinks=False)
    except OSError:
        return False
    return True


def _mirror(folder: Path, stage: Path, name: Path) -> None:
    """Make a folder of others in the stage, with the rights and dates that it has."""
    if not (stage / name).exists():
        _mirror(folder, stage, name.parent)
        (stage / name).mkdir()
        shutil.copystat(folder / name, stage / name)


def _drop_links(stage: Path, settled: Settlement) -> None:
    """Take the links out of the stage again, so that only what is to be put stands in it."""
    for _, now in _taken_along(settled):
        if now.endswith("/"):
            continue
        (stage / now).unlink(missing_ok=True)


def _tidy(folder: Path, old: Path, settled: Settlement) -> None:
    """Remove the previous folder, but move over what was saved in it at the last moment."""
    known = dict(_taken_along(settled))
    gone = {*settled.put, *settled.remove} - {was for was, _ in settled.aside}
    for name in list(contents(old)):
        target = folder / known.get(name, name)
        if name in gone or name.endswith("/") or _same(old / name, target):
            continue
        if os.path.lexists(target) and name not in known:
            target = folder / free_name(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        (old / name).replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


# --- by steps --------------------------------------------------------------------------------


def _swap_by_steps(folder: Path, shop: Path, settled: Settlement) -> None:
    """Keep what will be replaced, write the journal, take the steps; a fault undoes them all."""
    for name in (*settled.put, *settled.remove):
        if (folder / name).exists():
            _keep(folder / name, shop / BACKUP / name)
    refuse_open_files(folder, (*settled.put, *settled.remove))
    _write_journal(shop, settled, None)
    done: list[tuple[str, str]] = []
    try:
        _take_steps(folder, shop, settled, done)
    except BaseException:
        try:
            _undo(folder, shop, settled, done)
        except OSError as fault:
            raise HalfDone(
                f"Ổ đĩa báo lỗi giữa chừng khi đang thay kết quả trong “{folder}”, nên thư mục này "
                "có thể lẫn tệp cũ và tệp mới. Chạy lại để hoàn tất; không dùng số liệu trong đó "
                "trước khi chạy lại."
            ) from fault
        (shop / JOURNAL).unlink()
        raise
    with suppress(OSError):  # the new generation stands; a journal without a stage does nothing
        (shop / JOURNAL).unlink()


def _keep(path: Path, backup: Path) -> None:
    backup.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, backup)
    except OSError:  # no links on this file system: the bytes then
        shutil.copy2(path, backup)


def _take_steps(folder: Path, shop: Path, settled: Settlement, done: list[tuple[str, str]]) -> None:
    """Every step, skipping those that a killed run has taken; `done` says which were taken now."""
    for was, now in settled.aside:
        if os.path.lexists(folder / was) and not os.path.lexists(folder / now):
            (folder / was).rename(folder / now)
            done.append((now, was))
    for name in settled.put:
        if (shop / STAGE / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (shop / STAGE / name).replace(folder / name)
            done.append((name, ""))
    for name in settled.remove:
        if _untouched(folder / name, shop / BACKUP / name):
            (folder / name).unlink()
            done.append((name, ""))
    for parent in {(folder / name).parent for name in (*settled.put, *settled.remove)}:
        if parent.exists():
            sync_folder(parent)
            if parent != folder and not any(parent.iterdir()):
                parent.rmdir()


def _untouched(path: Path, backup: Path) -> bool:
    """Whether a file is still as it was when the journal was written."""
    return path.exists() and backup.exists() and sha256_of(path) == sha256_of(backup)


def _undo(folder: Path, shop: Path, settled: Settlement, done: list[tuple[str, str]]) -> None:
    """Take the steps back, last first."""
    for name, was in reversed(done):
        if was:
            (folder / name).rename(folder / was)
            continue
        if name in settled.put:
            (folder / name).replace(shop / STAGE / name)
        if (shop / BACKUP / name).exists():
            (shop / BACKUP / name).replace(folder / name)
