"""Zip containers from untrusted hands: members are located, bounded, and checked to their end.

`zipfile` reads the central directory; inflating is done here, because a member is believed only
after it was inflated whole, has the length and the checksum that the directory states, and no
other member shares its bytes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from consolidate.limits import Limits
from consolidate.read.cells import Unreadable
from consolidate.read.codepages import decode_name

_LOCAL_BYTES = 30
_FARTHEST = 1 << 62
PIECE = 1 << 16  # packed bytes a step: small, so that a bomb is noticed early
WHOLE = 4_000_000  # members up to this size are inflated in one call

_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNICODE_PATH = 0x7075  # extra field of archivers that store the name in a code page as well


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a zip: enough to read it again without the central directory.

    `raw` is the name as stored; `name` the stored name decoded as UTF-8 or else byte by byte.
    """

    name: str
    raw: bytes
    offset: int
    packed: int
    size: int
    checksum: int
    method: int
    encrypted: bool

    @property
    def path(self) -> str:
        """The name by which a part is looked for: writers differ in case, slashes and a start."""
        return self.name.replace("\\", "/").removeprefix("./").removeprefix("/").casefold()


class Container:
    """The members of one zip, in the order of its central directory."""

    def __init__(self, source: BinaryIO, limits: Limits, most: str) -> None:
        """Open `source`; `most` names the limit on the number of members.

        Raises Unreadable: damaged, too many members, overlapping members.
        """
        self._source = source
        allowed: int = getattr(limits, most)
        stated = _check_directory(source, limits, most)
        try:
            with zipfile.ZipFile(source) as archive:
                infos, start = archive.infolist(), archive.start_dir
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
            raise Unreadable("damaged") from None
        if len(infos) > allowed:
            raise Unreadable(*limits.passed(most))
        if len(infos) != stated:  # one damaged record swallows those that follow it
            raise Unreadable("damaged")
        self.members = tuple(_member(info) for info in infos)
        _refuse_overlap(source, self.members, start)

    @classmethod
    def of_bytes(cls, data: bytes, limits: Limits, most: str = "book_members") -> Container:
        """Open a zip that is held in memory."""
        return cls(BytesIO(data), limits, most)

    def by_name(self) -> dict[str, Member]:
        """Members by path; raises Unreadable where two members share one.

        Readers disagree which of two members of one name counts, so none is believed.
        """
        found: dict[str, Member] = {}
        for member in self.members:
            if found.setdefault(member.path, member) is not member:
                raise Unreadable("twin_members", shown(member.name))
        return found

    def read(self, member: Member, most: int, passed: tuple[str, str]) -> bytes:
        """The whole member, checked; raises Unreadable with `passed` beyond `most` bytes."""
        return read_member(self._source, member, most, passed)

    def pieces(
        self, member: Member, most: int, passed: tuple[str, str], count: Callable[[int], None]
    ) -> Iterator[bytes]:
        """The member piece by piece; what came is to be believed only after the last piece."""
        return inflate(self._source, member, most, passed, count)


def shown(name: str) -> str:
    """A member's name as it may stand in a sentence: printable and short."""
    return "".join(c if c.isprintable() else "?" for c in name)[:80]


def read_member(source: BinaryIO, member: Member, most: int, passed: tuple[str, str]) -> bytes:
    """One member of a zip from its location alone: inflated whole under a limit, and checked."""
    return b"".join(inflate(source, member, most, passed, _no_count))


def inflate(
    source: BinaryIO,
    member: Member,
    most: int,
    passed: tuple[str, str],
    count: Callable[[int], None],
) -> Iterator[bytes]:
    """Inflate a member in pieces; `count` is told the length of each before it is handed on.

    Raises Unreadable: `passed` beyond `most` bytes, "damaged" where length or checksum differ
    from the directory's, "encrypted" for a member with a password, "packing" for a method of
    packing that is not deflate.
    """
    if member.encrypted:
        raise Unreadable("encrypted")
    if member.size > most:
        raise Unreadable(*passed)
    start = _data_start(source, member)
    source.seek(start)
    steps = _stored(source, member) if member.method == zipfile.ZIP_STORED else None
    checksum = length = 0
    for piece in steps or _deflated(source, member):
        length += len(piece)
        if length > member.size:  # the directory understates: nothing in this zip can be trusted
            raise Unreadable("damaged", shown(member.name))
        count(len(piece))
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if length != member.size or checksum != member.checksum:
        raise Unreadable("damaged", shown(member.name))


def _stored(source: BinaryIO, member: Member) -> Iterator[bytes]:
    left = member.packed
    while left > 0:
        piece = source.read(min(left, WHOLE))
        if not piece:
            return
        left -= len(piece)
        yield piece


def _deflated(source: BinaryIO, member: Member) -> Iterator[bytes]:
    if member.method != zipfile.ZIP_DEFLATED:
        raise Unreadable("packing")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    step = member.packed if member.size <= WHOLE else PIECE
    left = member.packed
    try:
        while not inflater.eof:
            packed = inflater.unconsumed_tail
            if not packed:
                packed = source.read(min(left, step))
                left -= len(packed)
            piece = inflater.decompress(packed, WHOLE)
            if not piece and not packed:  # nothing more goes in, nothing more comes out
                raise Unreadable("damaged", shown(member.name))
            yield piece
    except zlib.error:
        raise Unreadable("damaged", shown(member.name)) from None


def _no_count(_: int) -> None:
    """For members that are bounded by their own size alone."""


def _check_directory(source: BinaryIO, limits: Limits, most: str) -> int:
    """How many members the end of the directory states.

    Raises Unreadable for a directory that is too large, before `zipfile` makes objects of it.
    """
    total = source.seek(0, 2)
    source.seek(max(0, total - (1 << 16) - _END.size))
    tail = source.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise Unreadable("damaged")
    _, _, _, _, entries, size, _, _ = _END.unpack_from(tail, at)
    if at >= _LOCATOR_64.size and tail[at - _LOCATOR_64.size :].startswith(b"PK\6\7"):
        source.seek(max(0, total - len(tail) + at - _LOCATOR_64.size - _END_64.size))
        record = source.read(_END_64.size)
        if len(record) == _END_64.size and record.startswith(b"PK\6\6"):
            entries, size = _END_64.unpack(record)[7:9]
    if entries > getattr(limits, most):
        raise Unreadable(*limits.passed(most))
    if size > limits.directory_bytes:
        raise Unreadable(*limits.passed("directory_bytes"))
    return int(entries)


def _member(info: zipfile.ZipInfo) -> Member:
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        raw = name.encode("utf-8", "surrogatepass")
    else:
        raw = name.encode("cp437")  # the inverse of what zipfile did to the stored bytes
        name = _unicode_path(info.extra, raw) or decode_name(raw)
    return Member(
        name,
        raw,
        info.header_offset,
        info.compress_size,
        info.file_size,
        info.CRC,
        info.compress_type,
        bool(info.flag_bits & _ENCRYPTED),
    )


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name of a member's extra field, where it belongs to the stored name."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack_from("<I", field, 1)
            if checksum == zlib.crc32(raw):
                try:
                    return field[5:].decode("utf-8")
                except UnicodeDecodeError:
                    return None
    return None


def _data_start(source: BinaryIO, member: Member) -> int:
    """Where the packed bytes begin; the local header must name the same member."""
    if not 0 <= member.offset < _FARTHEST:
        raise Unreadable("damaged", shown(member.name))
    source.seek(member.offset)
    header = source.read(_LOCAL_BYTES)
    if len(header) < _LOCAL_BYTES or not header.startswith(b"PK\3\4"):
        raise Unreadable("damaged", shown(member.name))
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    if source.read(name_length) != member.raw:
        raise Unreadable("damaged", shown(member.name))
    return member.offset + _LOCAL_BYTES + int(name_length) + int(extra_length)


def _refuse_overlap(source: BinaryIO, members: Iterable[Member], directory: int) -> None:
    """Refuse members that share bytes: a small file could otherwise inflate without end."""
    inorder = sorted(members, key=lambda m: m.offset)
    ends = [m.offset for m in inorder[1:]] + [directory]
    for member, end in zip(inorder, ends, strict=False):
        if _data_start(source, member) + member.packed > end:
            raise Unreadable("overlap", shown(member.name))
