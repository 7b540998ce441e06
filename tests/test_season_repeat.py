"""The same returns give the same bytes: again, elsewhere, at another hour, in another language."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.season import RETURNS, ROOT, run, season

MOVES_ON = {"thay-doi.xlsx"}  # tells what moved since the last run

SURROUNDINGS = {
    "Hanoi, Vietnamese": {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "far west, plain C, legacy streams": {
        "TZ": "Pacific/Marquesas",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4242",
        "PYTHONIOENCODING": "cp1258",
        "PYTHONUTF8": "0",
    },
}


def contents(out: Path) -> dict[str, str]:
    """The hash of every file of an output folder that must be repeated."""
    return {
        str(p.relative_to(out)): sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name not in MOVES_ON
    }


def elsewhere(out: Path, cwd: Path, surroundings: dict[str, str], *returns: str) -> None:
    """consolidate run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "consolidate", "run", *returns, "--out", str(out)],
        cwd=cwd, env={**os.environ, **surroundings}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0), done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("where", SURROUNDINGS)
def test_the_same_bytes_wherever_it_is_run(where: str, tmp_path: Path) -> None:
    cwd = tmp_path / "làm việc"
    cwd.mkdir()
    elsewhere(tmp_path / "out", cwd, SURROUNDINGS[where], str(RETURNS))
    assert contents(tmp_path / "out") == contents(season().out)


@pytest.mark.thorough
def test_the_same_bytes_by_another_way_to_the_folder(tmp_path: Path) -> None:
    """Relative to the current folder, and with several processes instead of one."""
    relative = os.path.relpath(RETURNS, ROOT / "examples")
    elsewhere(tmp_path / "out", ROOT / "examples", {}, relative, "--jobs", "3")
    assert contents(tmp_path / "out") == contents(season().out)


@pytest.mark.thorough
def test_running_into_the_same_folder_again_changes_no_byte(tmp_path: Path) -> None:
    first = contents(run(RETURNS, tmp_path / "out", "--jobs", "1").out)
    assert contents(run(RETURNS, tmp_path / "out", "--jobs", "1").out) == first


@pytest.mark.thorough
def test_the_order_and_the_hours_of_the_files_do_not_matter(tmp_path: Path) -> None:
    copy = tmp_path / "returns"
    copy.mkdir()
    for hour, path in enumerate(sorted(RETURNS.iterdir(), reverse=True)):
        (copy / path.name).write_bytes(path.read_bytes())
        os.utime(copy / path.name, (hour * 3600.0, hour * 3600.0))
    ran = run(copy, tmp_path / "out", "--jobs", "1")
    assert contents(ran.out) == contents(season().out)
