"""The whole season as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from consolidate.plan import bundled, load_plan
from consolidate.template import build
from examples.season.clerk import fill_in
from examples.season.design import Sending, sendings
from examples.season.saving import archive_bytes, saved_by_libreoffice, workbook_bytes
from examples.season.strangers import FAIR, SCAN, fair, scan

PERIOD = "2025-H1"


def workbooks() -> Iterator[tuple[Sending, bytes]]:
    """Each workbook that was sent, as a program like Excel saves it."""
    plan = load_plan(bundled("plan-139-2025"))
    period = plan.period(PERIOD)
    for sending in sendings():
        template = build(plan, period, plan.unit(sending.unit))
        workbook = load_workbook(BytesIO(template))
        fill_in(workbook, sending)
        yield sending, workbook_bytes(workbook)


def write(folder: Path, by_libreoffice: Callable[[bytes], bytes] = saved_by_libreoffice) -> None:
    """Write every file of the season into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for sending, content in workbooks():
        saved = by_libreoffice(content) if sending.by_libreoffice else content
        _write(folder, sending.file, saved)
    (folder / FAIR).write_bytes(fair())
    (folder / SCAN).write_bytes(scan())


def _write(folder: Path, name: str, content: bytes) -> None:
    """A name with a slash is a workbook inside an archive."""
    outer, slash, inner = name.partition("/")
    (folder / outer).write_bytes(archive_bytes({inner: content}) if slash else content)
