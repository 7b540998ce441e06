"""One generation of outputs: every file of the output folder, from the outcome of a run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from consolidate import export, report
from consolidate.changes import base_of, snapshot
from consolidate.changes_book import FILE_NAME as CHANGES
from consolidate.changes_book import read_earlier, said, write_changes
from consolidate.correction import Changed, Written, written_meanwhile
from consolidate.decisions.answers import Known
from consolidate.decisions.book import FILE_NAME as DECISIONS
from consolidate.decisions.book import write_decisions
from consolidate.decisions.notes import unused
from consolidate.intake import Found, load
from consolidate.outcome import Outcome, Return
from consolidate.publish import SourceChanged
from consolidate.read.cells import Unreadable
from consolidate.record import record
from consolidate.reminders import reminders
from consolidate.report.edition import TITLES

RECORD = "ket-qua.json"
CHANGED = "Tệp “{file}” đã thay đổi trong lúc chạy; hãy chạy lại."


@dataclass(frozen=True, slots=True)
class Generation:
    """Files by their names in the output folder, and lines that say what moved since before."""

    files: dict[str, bytes | Path]
    moved: tuple[str, ...]
    unused: int  # entries of the officer in quyet-dinh.xlsx that do nothing as they stand


def generation(
    outcome: Outcome,
    found: Sequence[Found],
    known: Known,
    last: bytes | None,
    jobs: int | None = None,
) -> Generation:
    """Every file of the output folder; the record lists the others with their hashes.

    `last` is thay-doi.xlsx of the generation before, if there is one: that file alone depends on
    what was run before, so the record carries no hash of it. `jobs` is how many processes may
    write the correction workbooks.
    """
    with written_meanwhile(outcome, found, jobs) as written:
        files: dict[str, bytes | Path] = {
            report.file_name(outcome, edition): report.write(outcome, edition) for edition in TITLES
        }
        files |= {f"so-lieu/{name}": data for name, data in export.tidy_files(outcome).items()}
        files |= {f"nhac-viec/{name}": data for name, data in reminders(outcome).items()}
        files[DECISIONS] = write_decisions(outcome, known)
        files |= {f"tra-lai/{name}": data for name, data in _corrections(written).items()}
    hashes: dict[str, str | None] = {
        n: hashlib.sha256(d).hexdigest() for n, d in files.items() if isinstance(d, bytes)
    }
    by_name = {f.name: f for f in found}
    for one in (r for r in outcome.returns if r.counts):
        name = f"nguon/{one.kept_as}"
        files[name] = _original(one, by_name[one.file])
        hashes[name] = one.sha256
    now = snapshot(outcome, known.decisions)
    base = base_of(read_earlier(last) if last else None, now)
    files[CHANGES] = write_changes(outcome, base, now)
    files[RECORD] = record(outcome, hashes | {CHANGES: None})
    return Generation(files, tuple(said(outcome, base, now)), unused(outcome, known))


def _corrections(written: Written) -> dict[str, bytes]:
    try:
        return written()
    except Changed as gone:
        raise SourceChanged(CHANGED.format(file=gone)) from gone


def _original(one: Return, found: Found) -> bytes | Path:
    """A file that counts, as received: its path, or its bytes where it stands in an archive.

    Publishing compares what it copies with the hash in the record.
    """
    if not found.members:
        return found.path
    try:
        data = load(found)
    except Unreadable:
        data = b""
    if hashlib.sha256(data).hexdigest() != one.sha256:
        raise SourceChanged(CHANGED.format(file=one.file))
    return data
