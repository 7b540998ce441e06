"""The seasons as files: the first, and those that look back at it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from consolidate.arguments import offers
from consolidate.plan import bundled, load_plan
from consolidate.template import build
from examples.season.cells import cells_of
from examples.season.clerk import fill_in
from examples.season.design import Sending, sendings
from examples.season.saving import archive_bytes, member, saved_by_libreoffice, workbook_bytes
from examples.season.strangers import FAIR, SCAN, fair, scan

PERIOD = "2025-H1"
LATER = ("2025-Y", "2025-Y-126")  # their templates offer what the first period came to


def write_all(root: Path) -> None:
    """Write the returns of every season below a folder, each into <period>/returns.

    The first season is consolidated on the way, because the later templates begin with its rows.
    """
    first = root / PERIOD / "returns"
    write(first)
    with tempfile.TemporaryDirectory() as room:
        output = Path(room, "output")
        subprocess.run(
            [sys.executable, "-m", "consolidate", "run", str(first), "--out", str(output)],
            check=True, stdout=subprocess.DEVNULL, timeout=600,
        )  # fmt: skip
        for period in LATER:
            write(root / period / "returns", period, output)


def workbooks(
    keys: Collection[str] = (), period: str = PERIOD, previous: Path | None = None
) -> Iterator[tuple[Sending, bytes]]:
    """Each workbook that was sent (or those of some keys), as a program like Excel saves it.

    With `previous`, the output of an earlier period, the templates came prefilled from it.
    """
    plan = load_plan(bundled("plan-139-2025"))
    chosen = plan.period(period)
    filling_of = offers(previous, plan, chosen) if previous else lambda _: None
    for sending in sendings(period):
        if keys and sending.key not in keys:
            continue
        unit = plan.unit(sending.unit)
        workbook = load_workbook(BytesIO(build(plan, chosen, unit, filling_of(unit))))
        fill_in(workbook, sending)
        yield sending, workbook_bytes(workbook)


def write(folder: Path, period: str = PERIOD, previous: Path | None = None) -> None:
    """Write every file of a season into a folder.

    What was written before is kept while its cells are still right: other words in the guide do
    not make another return, and LibreOffice does not save one workbook into the same bytes twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for sending, content in workbooks((), period, previous):
        if not stands(folder, sending, content):
            again = sending.by_libreoffice
            _write(
                folder, sending, saved_by_libreoffice(content, sending.kind) if again else content
            )
    if period == PERIOD:
        (folder / FAIR).write_bytes(fair())
        (folder / SCAN).write_bytes(scan())


def stands(folder: Path, sending: Sending, content: bytes) -> bool:
    """Whether the folder holds this sending with the cells of this workbook."""
    outer, slash, inner = sending.file.partition("/")
    if not (folder / outer).exists():
        return False
    there = (folder / outer).read_bytes()
    if slash:
        there = member(there, inner)
    if sending.kind != "xlsx":
        there = saved_by_libreoffice(there, "xlsx", of=sending.kind)
    return cells_of(there) == cells_of(content)


def _write(folder: Path, sending: Sending, content: bytes) -> None:
    """A name with a slash is a workbook inside an archive."""
    outer, slash, inner = sending.file.partition("/")
    (folder / outer).write_bytes(archive_bytes({inner: content}) if slash else content)
