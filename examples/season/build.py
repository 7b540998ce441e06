"""The whole season as files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from consolidate.plan import bundled, load_plan
from consolidate.template import build
from examples.season.cells import cells_of
from examples.season.clerk import fill_in
from examples.season.design import Sending, sendings
from examples.season.saving import archive_bytes, saved_by_libreoffice, workbook_bytes
from examples.season.strangers import FAIR, SCAN, fair, scan

PERIOD = "2025-H1"


def workbooks(keys: Collection[str] = ()) -> Iterator[tuple[Sending, bytes]]:
    """Each workbook that was sent (or those of some keys), as a program like Excel saves it."""
    plan = load_plan(bundled("plan-139-2025"))
    period = plan.period(PERIOD)
    for sending in sendings():
        if keys and sending.key not in keys:
            continue
        template = build(plan, period, plan.unit(sending.unit))
        workbook = load_workbook(BytesIO(template))
        fill_in(workbook, sending)
        yield sending, workbook_bytes(workbook)


def write(folder: Path) -> None:
    """Write every file of the season into a folder.

    LibreOffice does not save the same workbook into the same bytes twice: what it saved before
    is kept while its cells are still right.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for sending, content in workbooks():
        if sending.by_libreoffice and _stands(folder / sending.file, content):
            continue
        saved = saved_by_libreoffice(content) if sending.by_libreoffice else content
        _write(folder, sending.file, saved)
    (folder / FAIR).write_bytes(fair())
    (folder / SCAN).write_bytes(scan())


def _stands(path: Path, content: bytes) -> bool:
    return path.exists() and cells_of(path.read_bytes()) == cells_of(content)


def _write(folder: Path, name: str, content: bytes) -> None:
    """A name with a slash is a workbook inside an archive."""
    outer, slash, inner = name.partition("/")
    (folder / outer).write_bytes(archive_bytes({inner: content}) if slash else content)
