"""The whole program killed while it runs: the output folder is the old generation or the new."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from generations import standing

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere folders cannot be exchanged"),
]
PERIOD = "2025-H1"
KILLS = 6


def program(*arguments: str | Path) -> list[str | Path]:
    return [sys.executable, "-m", "consolidate", *arguments]


def run(returns: Path, out: Path) -> None:
    subprocess.run(
        program("run", returns, "--period", PERIOD, "--out", out), check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def season(tmp_path_factory) -> Path:
    """Returns of one unit and of three, and the generations that they give."""
    base = tmp_path_factory.mktemp("season")
    made = base / "mau"
    command = program("templates", "--period", PERIOD, "--out", made)
    subprocess.run(command, check=True, capture_output=True)
    files = sorted(made.glob("D*.xlsx"))
    for name, chosen in (("one", files[:1]), ("three", files[:3])):
        (base / name).mkdir()
        for file in chosen:
            shutil.copy(file, base / name)
    run(base / "one", base / "old")
    shutil.copytree(base / "old", base / "again")
    run(base / "three", base / "again")
    return base


def test_killed_at_any_time_and_started_again(season, tmp_path):
    old, new = standing(season / "old"), standing(season / "again")
    assert old != new
    chance = random.Random(139)
    began = time.perf_counter()
    shutil.copytree(season / "old", tmp_path / "ket-qua")
    run(season / "three", tmp_path / "ket-qua")
    whole = time.perf_counter() - began
    found = []
    for _ in range(KILLS):
        home = tmp_path / "lan"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(season / "old", home / "ket-qua")
        victim = subprocess.Popen(
            program("run", season / "three", "--period", PERIOD, "--out", home / "ket-qua"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(whole * (0.3 + 0.8 * chance.random()))
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        standing_now = standing(home / "ket-qua")
        assert standing_now in (old, new)
        found.append(standing_now == new)
        run(season / "three", home / "ket-qua")
        assert standing(home / "ket-qua") == new
        assert [path.name for path in home.iterdir()] == ["ket-qua"]
    assert not all(found)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_told_to_end_it_says_so_and_keeps_the_last_results(season, tmp_path):
    """The window is closed, or the machine goes down."""
    shutil.copytree(season / "old", tmp_path / "ket-qua")
    began = time.perf_counter()
    run(season / "three", tmp_path / "khac")
    whole = time.perf_counter() - began
    for signalled in (signal.SIGTERM, signal.SIGHUP):
        victim = subprocess.Popen(
            program("run", season / "three", "--period", PERIOD, "--out", tmp_path / "ket-qua"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        time.sleep(whole * 0.5)
        victim.send_signal(signalled)
        _, said = victim.communicate()
        assert victim.returncode in (130, -signal.SIGINT)  # the same to a shell
        assert len(said.decode().split("\n")) <= 3  # a sentence, and no traceback
        assert "Đã dừng theo yêu cầu" in said.decode()
        assert standing(tmp_path / "ket-qua") == standing(season / "old")
