"""Attacks on the container: bombs, lies, overlaps, twins, cuts."""

from __future__ import annotations

import struct
import zlib

from hostile.raw import SHEET, book, parts, worksheet, zipped

_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def entry(name: bytes, content: bytes, *, size: int | None = None, flags: int = 0) -> bytes:
    """A local header with its deflated content; `size` is the length that it claims."""
    packed = deflated(content)
    claimed = len(content) if size is None else size
    return (
        struct.pack("<4s5H3I2H", _LOCAL, 20, flags, 8, 0, 33, zlib.crc32(content), len(packed),
                    claimed, len(name), 0) + name + packed
    )  # fmt: skip


def central(name: bytes, content: bytes, offset: int, *, size: int | None = None, flags: int = 0,
            packed: int | None = None) -> bytes:  # fmt: skip
    """A record of the central directory."""
    claimed = len(content) if size is None else size
    length = len(deflated(content)) if packed is None else packed
    return struct.pack("<4s6H3I5H2I", _CENTRAL, 20, 20, flags, 8, 0, 33, zlib.crc32(content),
                       length, claimed, len(name), 0, 0, 0, 0, 0, offset) + name  # fmt: skip


def end(count: int, size: int, offset: int) -> bytes:
    """The end of the central directory."""
    return struct.pack("<4s4H2IH", _END, 0, 0, count, count, size, offset, 0)


def deflated(content: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(content) + squeezer.flush()


def with_sheet(sheet: bytes, *, claimed: int | None = None) -> bytes:
    """A workbook whose sheet claims another size than it has."""
    body, directory = b"", b""
    members = {name: part.encode() for name, part in parts().items()} | {SHEET: sheet}
    for name, content in members.items():
        size = claimed if name == SHEET else None
        raw = name.encode()
        directory += central(raw, content, len(body), size=size)
        body += entry(raw, content, size=size)
    return body + directory + end(len(members), len(directory), len(body))


def claiming_exabytes() -> bytes:
    """A workbook whose sheet claims, in the way of zip64, sixteen exabytes."""
    data = with_sheet(b"<worksheet/>")
    at = data.rindex(_CENTRAL)
    record, rest = bytearray(data[at:].partition(_END)[0]), data[data.rindex(_END) :]
    record[24:28] = b"\xff" * 4  # the size stands in the extra field
    record[30:32] = struct.pack("<H", 12)
    record += struct.pack("<HHQ", 1, 8, (1 << 64) - 1)
    size = int.from_bytes(rest[12:16], "little") + 12
    return data[:at] + bytes(record) + rest[:12] + struct.pack("<I", size) + rest[16:]


def overlapping(copies: int) -> bytes:
    """Many members that share the bytes of one kernel."""
    kernel = b"0" * 100_000
    body, directory = entry(b"a.xlsx", kernel), b""
    for _ in range(copies):
        directory += central(b"a.xlsx", kernel, 0)
    return body + directory + end(copies, len(directory), len(body))


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    """The same file with one bit turned."""
    damaged = bytearray(data)
    damaged[at] ^= 1 << bit
    return bytes(damaged)


def renamed_locally(data: bytes, old: bytes, new: bytes) -> bytes:
    """A member whose local header carries another name of the same length."""
    at = data.index(old)
    return data[:at] + new + data[at + len(old) :]


def bomb(megabytes: int) -> bytes:
    """A sheet of nothing but blanks between its tags."""
    blank = " " * (megabytes * 1_000_000)
    return book(replaced={SHEET: worksheet(blank)})


def nested(levels: int, inner: bytes) -> bytes:
    """A file in so many zips, one in the other."""
    name = "trong.xlsx"
    for level in range(levels):
        inner, name = zipped({name: inner}), f"{level}.zip"
    return inner
