"""Writing so that a power cut leaves the old bytes or the new, and knowing bytes by their hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

PIECE = 1 << 20


def sha256_of(content: bytes | Path) -> str:
    """Hexadecimal SHA-256 of bytes, or of the file at a path."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_synced(target: Path, content: bytes | Path) -> str:
    """Write (or copy) to a new file, force it to the disk, and return the SHA-256 of what went in.

    The target must not exist yet: two writers of one name are a fault of ours, not a wish.
    """
    digest = hashlib.sha256()
    with target.open("xb") as stream:
        if isinstance(content, bytes):
            digest.update(content)
            stream.write(content)
        else:
            with content.open("rb") as source:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system lets a folder be opened."""
    if os.name == "nt":  # folders cannot be opened there; NTFS journals its names
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:  # some network shares refuse to sync a folder (EINVAL)
        if fault.errno not in {22, 95}:
            raise
    finally:
        os.close(handle)


def replace_synced(target: Path, content: bytes) -> None:
    """Put `content` at `target` in one step: a reader sees the old bytes or the new."""
    draft = target.with_name(f"{target.name}.moi")
    draft.unlink(missing_ok=True)
    write_synced(draft, content)
    draft.replace(target)
    sync_folder(target.parent)
