"""Faults of the world around the output folder, each with one sentence for the officer."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNCHANGED = "Kết quả của lần chạy trước vẫn còn nguyên."
NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class PublishError(Exception):
    """The output folder could not be written; `str()` is the sentence that the officer reads."""


class Busy(PublishError):
    """Another run is writing into the same folder."""


class FileInUse(PublishError):
    """An output of the previous run is open in another program, or may not be written."""


class NoRoom(PublishError):
    """The disk or the quota is full."""


class NotWritable(PublishError):
    """The folder is read-only, or is no folder."""


class HalfDone(PublishError):
    """The disk failed while files were replaced, and while they were put back: run again."""


class SourceChanged(PublishError):
    """A file to be copied went away or changed while the run was under way."""


def sentence_of(fault: OSError, folder: Path, kept: str = UNCHANGED) -> PublishError:
    """The named exception for a fault of the file system, its sentence naming the folder.

    `kept` says what became of what stood there.
    """
    if fault.errno in NO_ROOM:
        return NoRoom(
            f"Ổ đĩa không còn đủ chỗ để ghi vào “{folder}”. "
            f"Dọn bớt tệp hoặc chọn ổ đĩa khác rồi chạy lại. {kept}".rstrip()
        )
    if fault.errno in REFUSED:
        return NotWritable(
            f"Không được phép ghi vào “{folder}” (thư mục chỉ đọc hoặc có tệp đang mở). "
            f"Đóng các tệp trong thư mục đó hoặc chọn thư mục khác rồi chạy lại. {kept}".rstrip()
        )
    if fault.errno == errno.ENOTDIR or isinstance(fault, FileExistsError | NotADirectoryError):
        return NotWritable(
            f"“{folder}” không ghi vào được vì trên đường dẫn có một tệp. "
            "Chọn thư mục khác rồi chạy lại."
        )
    if fault.errno == errno.ENAMETOOLONG:
        return NotWritable(
            f"Đường dẫn “{folder}” quá dài. Chọn thư mục có đường dẫn ngắn hơn rồi chạy lại."
        )
    return PublishError(
        f"Không ghi được vào “{folder}” (mã lỗi {fault.errno} của hệ điều hành). "
        f"Kiểm tra ổ đĩa hoặc mạng rồi chạy lại. {kept}".rstrip()
    )


@contextmanager
def named_faults(folder: Path) -> Iterator[None]:
    """Turn any OSError inside the block into a PublishError about `folder`."""
    try:
        yield
    except OSError as fault:
        raise sentence_of(fault, folder) from fault
