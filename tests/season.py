"""The season of examples/, run once a process through the command line as it is given to people."""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from consolidate.cli import cli

ROOT = Path(__file__).parents[1]
RETURNS = ROOT / "examples" / "2025-H1" / "returns"


@dataclass(frozen=True)
class Ran:
    """A run: the folder it wrote, its record, and what it said on the screen."""

    out: Path
    record: dict[str, Any]
    said: str

    def target(self, code: str) -> dict[str, Any]:
        """A target of the record."""
        return next(t for t in self.record["targets"] if t["code"] == code)

    def returned(self, file: str) -> dict[str, Any]:
        """A file of the record."""
        return next(r for r in self.record["returns"] if r["file"] == file)

    def figures(self) -> dict[str, tuple[Any, Any]]:
        """Numerator and denominator of every target."""
        return {t["code"]: (t["numerator"], t["denominator"]) for t in self.record["targets"]}

    def codes(self, *, severity: tuple[str, ...] = ("error", "warning", "info")) -> set[Any]:
        """(file, sheet, cell, code) of the findings of some severities."""
        return {
            (i["file"], i["sheet"], i["cell"], i["code"])
            for i in self.record["issues"]
            if i["severity"] in severity
        }


def run(returns: Path, out: Path, *options: str) -> Ran:
    """consolidate run RETURNS --out OUT, in this process."""
    result = CliRunner().invoke(cli, ["run", str(returns), "--out", str(out), *options])
    if result.exit_code != 0:
        raise AssertionError(result.output) from result.exception
    record = json.loads((out / "ket-qua.json").read_text(encoding="utf-8"))
    return Ran(out, record, result.output)


@functools.cache
def season() -> Ran:
    """The run over examples/2025-H1/returns."""
    folder = Path(tempfile.mkdtemp(prefix="season-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return run(RETURNS, folder / "out", "--jobs", "1")


def checked(*files: Path, period: str = "2025-H1") -> dict[str, Any]:
    """The record of consolidate check FILE... --json: judged and counted, nothing written."""
    result = CliRunner().invoke(cli, ["check", *map(str, files), "--period", period, "--json"])
    if result.exit_code not in (0, 1) or not isinstance(result.exception, SystemExit | None):
        raise AssertionError(result.output) from result.exception
    record: dict[str, Any] = json.loads(result.stdout)
    return record
