"""Saving: the same workbook gives the same bytes, today and next year."""

from __future__ import annotations

import re
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl.workbook import Workbook

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that an archive can carry
CORE = "docProps/core.xml"
KIND = "mimetype"  # what an OpenDocument file says of itself; stands in it uncompressed
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def workbook_bytes(workbook: Workbook) -> bytes:
    """The workbook as a file, without the hour at which it was saved."""
    stream = BytesIO()
    workbook.save(stream)
    stamp = f"{workbook.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode()
    members = _members(stream)
    members[CORE] = MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", members[CORE])
    return archive_bytes(members)


def archive_bytes(members: dict[str, bytes]) -> bytes:
    """A zip archive of these members, in this order, without dates."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_STORED if name == KIND else ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return stream.getvalue()


def saved_by_libreoffice(content: bytes, kind: str = "xlsx", of: str = "xlsx") -> bytes:
    """The same workbook opened and saved again by LibreOffice, recalculated.

    `kind` is what it is saved as (xlsx, ods, xls), `of` what it was.
    """
    with tempfile.TemporaryDirectory() as room:
        source, target = Path(room, "in", f"book.{of}"), Path(room, "out")
        source.parent.mkdir()
        source.write_bytes(content)
        profile = Path(room, "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
             "--outdir", str(target), str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        saved = target / f"book.{kind}"
        return saved.read_bytes() if kind == "xls" else archive_bytes(_members(saved))


def member(archive: bytes, name: str) -> bytes:
    """A file of an archive."""
    return _members(BytesIO(archive))[name]


def _members(file: BytesIO | Path) -> dict[str, bytes]:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
