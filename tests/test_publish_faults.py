"""Publishing under fire: killed, refused and out of room at every call that it makes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fault_points import DONE, HALF, REFUSED
from generations import NEW, OLD, generation, lay, standing

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and signals")
SCRIPT = Path(__file__).parent / "fault_points.py"
ONE_STEP_HERE = sys.platform == "linux"


def struck(folder: Path, kind: str, way: str, most: int) -> list[dict]:
    told = subprocess.run(
        [sys.executable, SCRIPT, folder, kind, way, str(most)],
        check=True,
        capture_output=True,
        text=True,
    )
    attempts = [json.loads(line) for line in told.stdout.splitlines()]
    assert attempts
    return attempts


def assert_whole(attempts: list[dict]) -> None:
    """What holds after every fault, whatever the way: repaired whole, and nothing left over."""
    for told in attempts:
        assert told["repaired"] in {"old", "new"}, told
        assert told["afterwards"] == "new", told
        assert told["remains"] == [], told
        assert told["killed"] or told["status"] in {DONE, REFUSED, HALF}, told
        assert told["status"] != DONE or told["found"] == "new", told


MANY = pytest.param(10_000, marks=pytest.mark.thorough, id="every call")
FEW = pytest.param(12, id="some calls")


@pytest.mark.skipif(not ONE_STEP_HERE, reason="this system cannot exchange folders")
@pytest.mark.parametrize("most", [FEW, MANY])
def test_killed_at_any_call_the_folder_is_old_or_new(tmp_path, most):
    attempts = struck(tmp_path, "kill", "one-step", most)
    assert_whole(attempts)
    assert {told["found"] for told in attempts} == {"old", "new"}
    assert any(told["killed"] for told in attempts)


@pytest.mark.parametrize("most", [FEW, MANY])
def test_killed_between_steps_the_next_start_completes(tmp_path, most):
    assert_whole(struck(tmp_path, "kill", "steps", most))


@pytest.mark.parametrize("most", [FEW, MANY])
@pytest.mark.parametrize("kind", ["once", "always"])
def test_a_call_that_fails_leaves_the_old_generation_or_completes_the_new(tmp_path, kind, most):
    attempts = struck(tmp_path, kind, "one-step", most)
    assert_whole(attempts)
    for told in attempts:
        assert told["found"] == ("new" if told["status"] == DONE else "old"), told


@pytest.mark.parametrize("most", [FEW, MANY])
def test_a_step_that_fails_once_is_taken_back(tmp_path, most):
    attempts = struck(tmp_path, "once", "steps", most)
    assert_whole(attempts)
    for told in attempts:
        assert told["found"] == ("new" if told["status"] == DONE else "old"), told


@pytest.mark.thorough
def test_a_disk_that_fails_for_good_between_steps_is_confessed(tmp_path):
    attempts = struck(tmp_path, "always", "steps", 10_000)
    assert_whole(attempts)
    for told in attempts:
        assert told["found"] != "mixture" or told["status"] == HALF, told


@pytest.mark.thorough
@pytest.mark.skipif(not ONE_STEP_HERE, reason="this system cannot exchange folders")
def test_killed_at_two_hundred_instants(tmp_path):
    attempts = struck(tmp_path, "timed", "one-step", 200)
    assert_whole(attempts)
    assert all(told["found"] in {"old", "new"} for told in attempts)


@pytest.mark.parametrize("limit", [1, 100, 1000])
def test_out_of_room_the_old_generation_stands(tmp_path, limit):
    folder = tmp_path / "ket-qua"
    lay(folder, OLD)
    code = (
        "import resource, sys, pathlib\n"
        "from generations import NEW\n"
        "from consolidate.publish import NoRoom, publish\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "try:\n    publish(pathlib.Path(sys.argv[1]), NEW)\n"
        "except NoRoom as fault:\n    sys.exit('no room: ' + str(fault))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, folder],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert told.returncode == 1 and told.stderr.startswith("no room: "), told.stderr
    assert standing(folder) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["ket-qua"]
    assert NEW != OLD


def test_a_file_held_at_the_last_moment_keeps_the_result_beside(tmp_path):
    folder = tmp_path / "ket-qua"
    lay(folder, OLD)
    code = (
        "import sys, pathlib\n"
        "from generations import NEW\n"
        "from consolidate.publish import FileInUse, claim\n"
        "def held(event, arguments):\n"
        "    if event == 'os.rename' and str(arguments[1]).endswith('/ket-qua/tong-hop.xlsx'):\n"
        "        raise PermissionError(13, 'sharing violation')\n"
        "sys.addaudithook(held)\n"
        "try:\n"
        "    with claim(pathlib.Path(sys.argv[1])) as place:\n"
        "        place.publish(NEW, in_one_step=False)\n"
        "except FileInUse as fault:\n    print(fault)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, folder],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    spare = tmp_path / "ket-qua-moi-1"
    assert str(spare) in told.stdout, told.stderr
    assert standing(folder) == OLD
    assert standing(spare) == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ket-qua", "ket-qua-moi-1"]


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.thorough)])
def test_of_runs_at_once_some_win_whole_and_the_others_say_who_is_busy(tmp_path, rounds):
    code = (
        "import sys, pathlib\n"
        "from generations import generation\n"
        "from consolidate.publish import Busy, publish\n"
        "me = sys.argv[2]\n"
        "names = [f'{n}.txt' for n in range(30)]\n"
        "sys.stdin.readline()\n"
        "try:\n    publish(pathlib.Path(sys.argv[1]), generation(me, *names))\n"
        "except Busy:\n    print('busy')\n"
        "else:\n    print('done')\n"
    )
    folder = tmp_path / "ket-qua"
    names = [f"{number}.txt" for number in range(30)]
    for _ in range(rounds):
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", code, folder, label],
                cwd=Path(__file__).parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for label in "abc"
        ]
        for run in runs:  # all are at the gate before the first may go
            run.stdin.write("\n")
            run.stdin.flush()
        told = {label: run.communicate() for label, run in zip("abc", runs, strict=True)}
        assert {out.strip() for out, _ in told.values()} <= {"busy", "done"}, told
        won = [label for label, (out, _) in told.items() if out.strip() == "done"]
        assert standing(folder) in [generation(label, *names) for label in won]
        assert [path.name for path in tmp_path.iterdir()] == ["ket-qua"]
