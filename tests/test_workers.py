"""Reading in other processes: the same answers, whoever reads and whoever dies."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from failing_readers import dawdles, dies, fails
from hostile.raw import book
from season import RETURNS, run

from consolidate import workers
from consolidate.digest import Job
from consolidate.intake import find
from consolidate.parse.readings import Digest
from consolidate.plan import bundled, load_plan
from consolidate.plan.models import Plan
from consolidate.workers import Pool, default_jobs, digest_all, processes

GOOD = ("LONG BIEN.xlsx", "Đống Đa.xlsx", "BTL.xlsx", "Thanh Tri 16.6.2025.xlsx", "PHUC THO.zip")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(bundled())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some returns of the season, and files that are none."""
    here = tmp_path / "returns"
    here.mkdir()
    for name in GOOD:
        (here / name).write_bytes((RETURNS / name).read_bytes())
    (here / "hong.xlsx").write_bytes(b"PK\3\4" + b"\0" * 200)
    (here / "la.xlsx").write_bytes(book())
    return here


def jobs_of(folder: Path) -> list[Job]:
    return [Job(f, "2025-H1") for f in find([folder])]


def none_told(_: Digest) -> None:
    pass


def outputs(folder: Path) -> dict[str, str]:
    """Every file of an output but the book of changes, by its hash."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name not in {"thay-doi.xlsx", ".khoa"}
    }


# --- the same answers ------------------------------------------------------------------------


def test_two_processes_write_what_one_writes(folder: Path, tmp_path: Path) -> None:
    one = run(folder, tmp_path / "one", "--jobs", "1", "--period", "2025-H1")
    two = run(folder, tmp_path / "two", "--jobs", "2", "--period", "2025-H1")
    assert outputs(one.out) == outputs(two.out)
    assert len(one.record["returns"]) == len(GOOD) + 2


@pytest.mark.thorough
@pytest.mark.parametrize("jobs", ["2", "4"])
def test_the_whole_season_is_the_same(jobs: str, tmp_path: Path) -> None:
    one = run(RETURNS, tmp_path / "one", "--jobs", "1")
    many = run(RETURNS, tmp_path / "many", "--jobs", jobs)
    assert outputs(one.out) == outputs(many.out)


class Shuffled(Executor):
    """Finishes what it was given in some other order, all in this process."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.given: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []
        self.most = 0
        self.lock = threading.Lock()
        self.closed = False
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self.lock:
            self.given.append((future, fn, args))
            self.most = max(self.most, len(self.given))
        return future

    def _work(self) -> None:
        while not self.closed:
            time.sleep(0.01)  # so that several are waiting
            with self.lock:
                chosen = (
                    self.given.pop(self.chance.randrange(len(self.given))) if self.given else None
                )
            if chosen:
                future, function, arguments = chosen
                future.set_result(function(*arguments))

    def shutdown(self, *_: Any, **__: Any) -> None:
        self.closed = True
        self.thread.join()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_completion_makes_no_difference(folder: Path, plan: Plan, seed: int) -> None:
    jobs = jobs_of(folder)
    expected = digest_all(jobs, plan, None, none_told)
    executor = Shuffled(seed)
    told: list[str] = []
    answers = digest_all(
        jobs, plan, Pool(2, lambda: executor), lambda d: told.append(d.file), meanwhile=int
    )
    assert answers == expected
    assert told == [j.found.name for j in jobs]
    assert 1 < executor.most <= workers.IN_FLIGHT * 2


def test_any_executor_serves(folder: Path, plan: Plan) -> None:
    jobs = jobs_of(folder)
    answers = digest_all(
        jobs, plan, Pool(2, lambda: ThreadPoolExecutor(2)), none_told, read=dawdles
    )
    assert answers == digest_all(jobs, plan, None, none_told)


def test_meanwhile_is_done_before_the_first_answer(folder: Path, plan: Plan) -> None:
    told: list[str] = []
    digest_all(
        jobs_of(folder), plan, Pool(2, lambda: ThreadPoolExecutor(2)),
        lambda _: told.append("answer"), meanwhile=lambda: told.append("meanwhile"),
    )  # fmt: skip
    assert told[0] == "meanwhile"


# --- deaths ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [["chet.xlsx"], pytest.param(["chet 1.xlsx", "chet 2.xlsx"], marks=pytest.mark.thorough)],
)
def test_a_death_is_the_finding_of_its_file_alone(
    folder: Path, plan: Plan, names: list[str]
) -> None:
    for name in names:
        (folder / name).write_bytes(book())
    jobs = jobs_of(folder)
    answers = digest_all(jobs, plan, processes(2, len(jobs)), none_told, read=dies)
    dead = [a for a in answers if a.kind == "died"]
    assert [a.file for a in dead] == names
    assert {(i.code, dict(i.facts)["cause"]) for a in dead for i in a.issues} == {
        ("FIL-01", "died")
    }
    assert all(len(a.sha256) == 64 and not a.ours and not a.readable for a in dead)
    others = [j for j in jobs if j.found.name not in names]
    assert [a for a in answers if a.kind != "died"] == digest_all(others, plan, None, none_told)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.thorough)])
def test_a_failure_of_ours_is_told_without_its_words(folder: Path, plan: Plan, jobs: int) -> None:
    todo = jobs_of(folder)
    answers = digest_all(todo, plan, processes(jobs, len(todo)), none_told, read=fails)
    [failed] = [a for a in answers if a.kind == "unknown"]
    assert failed.file == "la.xlsx"
    assert "KeyError" in str(failed) and "0912345678" not in str(failed)
    assert sum(a.ours for a in answers) == len(GOOD)


# --- how many --------------------------------------------------------------------------------


def test_few_files_are_read_by_one_process() -> None:
    assert default_jobs(30) == 1
    assert 1 <= default_jobs(3000) <= workers.MOST
    assert processes(4, 1) is None
    assert processes(1, 100) is None
    two = processes(4, 2)
    assert two is not None and two.size == 2
