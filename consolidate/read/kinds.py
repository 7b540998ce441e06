"""What a file is, told by its content. The extension speaks only where content cannot."""

from __future__ import annotations

import re

from consolidate.limits import LIMITS, Limits
from consolidate.read.cells import Unreadable
from consolidate.read.container import Container

READ = frozenset({"xlsx", "xlsm", "xls", "xlsb", "ods"})

ZIP = (b"PK\3\4", b"PK\5\6")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "pdf"),
    (0, b"\x89PNG\r\n", "picture"),
    (0, b"\xff\xd8\xff", "picture"),
    (0, b"GIF8", "picture"),
    (0, b"BM", "picture"),
    (0, b"II*\0", "picture"),
    (0, b"MM\0*", "picture"),
    (4, b"ftypheic", "picture"),
    (4, b"ftypheix", "picture"),
    (4, b"ftypmif1", "picture"),
    (8, b"WEBPVP8", "picture"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b\x08", "gz"),
    (0, b"{\\rtf", "doc"),
    (0, b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (0, b"MZ", "program"),
    (0, b"\x78\x9f\x3e\x22", "mail"),  # winmail.dat: what Outlook makes of its attachments
    # BIFF without a container, as very old programs write
    (0, b"\x09\x08", "xls"),
    (0, b"\x09\x04", "xls"),
    (0, b"\x09\x02", "xls"),
    (0, b"\x09\x00", "xls"),
)
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "mail"),
)
_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("index/document.iwa", "numbers"),
    ("index.zip", "numbers"),
    ("xl/vbaproject.bin", "xlsm"),
    ("xl/workbook.xml", "xlsx"),
)
_HTML = re.compile(
    r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|meta|style)\b", re.S
)
_WEB_ARCHIVE = re.compile(r"mime-version:.*multipart/related", re.S)
_MAIL = re.compile(
    r"(mime-version|from|received|return-path|delivered-to|message-id|subject|date|x-[\w-]+): "
)
_HEAD = 4096
_SPACE_OR_BOM = b"\xef\xbb\xbf \t\r\n"


def kind_of(data: bytes, name: str = "", limits: Limits = LIMITS) -> str:
    """The kind of a file, for example xlsx, xls, encrypted, pdf, html, zip, empty, unknown_kind.

    Never raises: a zip that cannot be looked into is `zip`, and reading it says why. `name` tells
    csv from text and serves where two kinds of document are nested in one file.
    """
    if not data.strip(b"\0"):
        return "zeros" if data else "empty"
    if data.startswith(ZIP):
        return _zip_kind(data, limits)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    head = data[:_HEAD]
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset) and (len(magic) > 2 or b"\0" in head):
            return kind
    return "pdf" if b"%PDF-" in head[:1024] else _text_kind(data, name)


def zip_kind(container: Container) -> str:
    """What a zip is: a kind of document, or `zip` for an archive of files.

    One part in its usual place is enough: a workbook that lost another is a damaged workbook, not
    an archive of its parts.
    """
    names = {m.path for m in container.members}
    for part, kind in _ZIP_PARTS:
        if part in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        return _open_document_kind(container)
    if "[content_types].xml" in names or any(n.startswith("xl/worksheets/") for n in names):
        return "xlsx"
    return "zip"


def _zip_kind(data: bytes, limits: Limits) -> str:
    try:
        return zip_kind(Container.of_bytes(data, limits, "archive_members"))
    except Unreadable:
        return "zip"


def _open_document_kind(container: Container) -> str:
    """Which kind of OpenDocument; the member `mimetype` says so in plain letters."""
    member = next(m for m in container.members if m.path == "mimetype")
    try:
        stated = container.read(member, _HEAD, ("damaged", "mimetype"))
    except Unreadable:
        return "ods"  # reading it says what is damaged
    return "ods" if b"spreadsheet" in stated else "docx" if b"text" in stated else "zip"


def _ole_kind(data: bytes, name: str) -> str:
    found = [kind for stream, kind in _OLE_STREAMS if _has_stream(data, stream)]
    if not found:
        directory = 512 * (int.from_bytes(data[48:52], "little") + 1)
        return "ole" if directory < len(data) else "damaged"  # cut before its list of streams
    if "doc" in found and name.casefold().endswith((".doc", ".dot")):
        return "doc"
    return found[0]


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether a compound file has a directory entry of a stream of that name.

    Entries are looked for where they lie, 128 bytes each, and no chain is followed: a file with a
    loop in its chains costs no more than another.
    """
    name = stream.encode("utf-16-le") + b"\0\0"
    at = data.find(name)
    while at >= 0:
        entry = data[at + 64 : at + 67]
        if at % 128 == 0 and entry == len(name).to_bytes(2, "little") + b"\x02":
            return True
        at = data.find(name, at + 1)
    return False


def _text_kind(data: bytes, name: str) -> str:
    text = _text(data[:_HEAD])
    if text is None:
        return "unknown_kind"
    start = text.lstrip().casefold()
    if "<workbook" in start and "office:spreadsheet" in start:
        return "xml"
    if "<office:document " in start:
        return "fods"
    if _HTML.match(start) or _WEB_ARCHIVE.match(start):
        return "html"
    if _MAIL.match(start):
        return "mail"
    if name.casefold().endswith((".csv", ".tsv")) or _looks_tabular(text, len(data) > _HEAD):
        return "csv"
    return "text"


def _text(head: bytes) -> str | None:
    """The head as text, where it is text in UTF-8, UTF-16 or a code page of one byte a letter."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    control = sum(b < 9 or 13 < b < 32 for b in head)
    if control:
        return None
    return head.lstrip(_SPACE_OR_BOM).decode("utf-8", "replace")


def _looks_tabular(text: str, is_cut: bool) -> bool:
    """Whether each line holds one mark equally often, the last one only where it is whole."""
    lines = [line for line in text.splitlines() if line.strip()]
    lines = lines[:-1] if is_cut else lines
    return len(lines) >= 2 and any(
        all(line.count(mark) == lines[0].count(mark) > 0 for line in lines) for mark in ",;\t"
    )
