"""Outputs of the previous run that are open in Excel: found before any work, with a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from consolidate.publish.errors import FileInUse


def try_to_write(path: Path) -> None:
    """Open a file for writing and close it again; Windows refuses while Excel holds it."""
    with path.open("r+b"):
        pass


def refuse_open_files(
    folder: Path, names: Iterable[str], probe: Callable[[Path], None] = try_to_write
) -> None:
    """Raise FileInUse for the first of the files that cannot be written now."""
    for name in names:
        path = folder / name
        if not path.is_file() or path.is_symlink():
            continue
        try:
            probe(path)
        except PermissionError as fault:
            raise FileInUse(sentence(path)) from fault


def sentence(path: Path) -> str:
    """What the officer must close, and who has it open as far as the neighbours of the file say."""
    who = opened_by(path)
    owner = f" (máy của: {who})" if who else " hoặc chỉ cho đọc"
    return f"Tệp “{path.name}” đang mở{owner}. Đóng tệp rồi chạy lại; chưa có gì bị thay đổi."


def opened_by(path: Path) -> str:
    """Name in the lock file that Excel (~$…) or LibreOffice (.~lock.…#) puts beside; else blank."""
    try:
        return _excel_user((path.parent / f"~${path.name}").read_bytes())
    except OSError:
        pass
    try:
        line = (path.parent / f".~lock.{path.name}#").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return next((part.strip() for part in line.split(",")[:2] if part.strip()), "")


def _excel_user(owner_file: bytes) -> str:
    """The name in Excel's owner file: a length and the name, in the code page, then in UTF-16."""
    wide = owner_file[57 : 57 + 2 * int.from_bytes(owner_file[55:57], "little")]
    if wide and len(wide) <= 108:
        return wide.decode("utf-16-le", errors="replace").strip("\0 ")
    return owner_file[1 : 1 + owner_file[0]].decode("cp1258", "replace") if owner_file else ""
