"""Publishes with a fault at the first, second, third … call of the system, until none is left.

A script: `fault_points.py FOLDER kill|once|always|timed one-step|steps MOST`. Each attempt runs in
a forked child whose audit hook strikes (`timed`: the parent kills it after so many microseconds);
the parent says what it finds afterwards, one line of JSON an attempt, at most about MOST of them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from generations import FOREIGN, NEW, OLD, lay, standing

from consolidate.publish import PublishError, claim
from consolidate.publish.errors import HalfDone

CALLS = {
    "open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.scandir", "os.truncate", "os.utime",
}  # fmt: skip
DONE, REFUSED, HALF, BROKEN = 0, 3, 4, 9


def strike(kind: str, point: int) -> None:
    """From now on the call number `point` of this process kills it, or fails."""
    seen = 0

    def hook(event: str, _: tuple) -> None:
        nonlocal seen
        if event not in CALLS:
            return
        seen += 1
        if kind == "kill" and seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        if (kind == "once" and seen == point) or (kind == "always" and seen >= point):
            raise OSError(5, "struck")

    sys.addaudithook(hook)


def publish_struck(folder: Path, kind: str, point: int, *, in_one_step: bool) -> None:
    """In the child: publish the new generation and leave with what came of it."""
    strike(kind, point)
    status = DONE
    try:
        with claim(folder) as place:
            place.publish(NEW, in_one_step=in_one_step)
    except HalfDone:
        status = HALF
    except PublishError:
        status = REFUSED
    except BaseException as fault:  # noqa: BLE001 (anything else is what the test looks for)
        print(repr(fault), file=sys.stderr)
        status = BROKEN
    os._exit(status)


def word_for(folder: Path) -> str:
    found = standing(folder)
    if found == OLD | FOREIGN:
        return "old"
    return "new" if found == NEW | FOREIGN else "mixture"


def attempt(base: Path, kind: str, point: int, *, in_one_step: bool) -> dict:
    shutil.rmtree(base, ignore_errors=True)
    folder = base / "ket-qua"
    lay(folder, OLD | FOREIGN)
    child = os.fork()
    if child == 0:
        publish_struck(folder, kind, point, in_one_step=in_one_step)
    if kind == "timed":
        time.sleep(point / 1e6)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    found = word_for(folder)
    with claim(folder):
        repaired = word_for(folder)
    with claim(folder) as place:
        place.publish(NEW, in_one_step=in_one_step)
    return {
        "point": point,
        "killed": os.WIFSIGNALED(status),
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "found": found,
        "repaired": repaired,
        "afterwards": word_for(folder),
        "remains": sorted(path.name for path in base.iterdir() if path != folder),
    }


def count_of_calls(base: Path, *, in_one_step: bool) -> int:
    """How many calls an undisturbed publication makes."""
    shutil.rmtree(base, ignore_errors=True)
    lay(base / "ket-qua", OLD | FOREIGN)
    reader, writer = os.pipe()
    if os.fork() == 0:
        seen: list[str] = []
        sys.addaudithook(lambda event, _: seen.append(event) if event in CALLS else None)
        with claim(base / "ket-qua") as place:
            place.publish(NEW, in_one_step=in_one_step)
        os.write(writer, str(len(seen)).encode())
        os._exit(DONE)
    os.wait()
    os.close(writer)
    with os.fdopen(reader) as stream:
        return int(stream.read())


def main(base: Path, kind: str, way: str, most: int) -> None:
    in_one_step = way == "one-step"
    if kind == "timed":
        chance = random.Random(139)
        points = [chance.randrange(20_000) for _ in range(most)]
    else:
        calls = count_of_calls(base, in_one_step=in_one_step)
        points = list(range(1, calls + 2))[:: 1 + calls // most]
    for point in points:
        print(json.dumps(attempt(base, kind, point, in_one_step=in_one_step)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
