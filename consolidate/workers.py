"""Digests many files, here or in other processes; the answers come in the order of the jobs."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from consolidate.catalogue import finding
from consolidate.digest import Job, digest
from consolidate.garbage import collect_seldom
from consolidate.intake import load
from consolidate.issues import Place
from consolidate.parse.readings import Digest
from consolidate.plan.models import Plan
from consolidate.read.cells import Unreadable

# A process that starts costs the processor as much as reading a dozen files: up to so many files
# two of them would add more than a tenth to the whole run.
ALONE_UP_TO = 60
MOST = 4  # processes that are started unasked
CHUNK = 16  # files that are sent together at most
IN_FLIGHT = 2  # chunks a process, so that memory does not grow with the number of files

Seen = Callable[[Digest], None]
Read = Callable[[Job, Plan], Digest]
_Chunk = Sequence[Job]


@dataclass(frozen=True, slots=True)
class Pool:
    """How many processes read side by side, and how they are started.

    Any `concurrent.futures.Executor` serves, one of a cluster as well. It is started anew after
    it broke.
    """

    size: int
    start: Callable[[], Executor]


def default_jobs(files: int, alone_up_to: int = ALONE_UP_TO) -> int:
    """How many processes help for so many files, if one serves for the first few."""
    return 1 if files <= alone_up_to else min(MOST, _processors())


def processes(jobs: int, files: int) -> Pool | None:
    """Processes of this machine, no more than there are files; None for this one alone."""
    size = min(jobs, files)
    return Pool(size, partial(_spawn, size)) if size > 1 else None


def digest_all(
    jobs: Sequence[Job],
    plan: Plan,
    pool: Pool | None,
    seen: Seen,
    *,
    meanwhile: Callable[[], object] = lambda: None,
    read: Read = digest,
) -> list[Digest]:
    """Digest every job. The answers depend neither on the pool nor on who is ready first.

    `seen` is told of each answer as it comes. `meanwhile` is called while others read, perhaps more
    than once; it is not called where nobody else reads. A file that fells the process that reads
    it is answered with FIL-01, and so is one over which reading itself fails; neither takes
    another file along.
    """
    answers: Iterator[Digest] = (_safely(read, job, plan) for job in jobs)
    if pool is not None:
        answers = _elsewhere(jobs, pickle.dumps((plan, read)), pool, meanwhile)
    return [_told(answer, seen) for answer in answers]


def _elsewhere(
    jobs: Sequence[Job], packed: bytes, pool: Pool, meanwhile: Callable[[], object]
) -> Iterator[Digest]:
    todo = deque(_chunks(jobs, pool.size))
    while todo:
        suspects = yield from _until_broken(todo, packed, pool, meanwhile)
        yield from _one_by_one(suspects, packed)


def _until_broken(
    todo: deque[_Chunk], packed: bytes, pool: Pool, meanwhile: Callable[[], object]
) -> Generator[Digest, None, list[Job]]:
    """Have the chunks digested in order; where the pool breaks, gives the jobs under way.

    Chunks that were not yet sent are left in `todo`.
    """
    under_way: deque[tuple[_Chunk, Future[list[Digest]]]] = deque()
    with _started(pool) as executor:
        try:
            while todo or under_way:
                while todo and len(under_way) < IN_FLIGHT * pool.size:
                    under_way.append((todo[0], executor.submit(_digest_chunk, todo[0], packed)))
                    todo.popleft()
                meanwhile()
                yield from under_way[0][1].result()
                under_way.popleft()
        except BrokenExecutor:
            return [job for chunk, _ in under_way for job in chunk]
    return []


def _one_by_one(jobs: Sequence[Job], packed: bytes) -> Iterator[Digest]:
    """Each job alone in a process that serves until it dies, so that a death has one cause.

    Where not even an idle process lives, no file is to blame: the files are digested here.
    """
    left = deque(jobs)
    while left:
        with _started(Pool(1, partial(_spawn, 1))) as lone:
            alive = False
            try:
                alive = lone.submit(_is_alive).result()
                while left:
                    yield from lone.submit(_digest_chunk, [left[0]], packed).result()
                    left.popleft()
            except BrokenExecutor:
                job = left.popleft()
                yield _refused(job, "died", "") if alive else _digest_chunk([job], packed)[0]


def _chunks(jobs: Sequence[Job], size: int) -> list[_Chunk]:
    """Chunks of several files, but enough of them that every process has work to the end."""
    length = max(1, min(CHUNK, len(jobs) // (4 * size)))
    return [jobs[i : i + length] for i in range(0, len(jobs), length)]


# --- in the other process --------------------------------------------------------------------


def _is_alive() -> bool:
    return True


def _digest_chunk(jobs: _Chunk, packed: bytes) -> list[Digest]:
    plan, read = _unpacked(packed)
    return [_safely(read, job, plan) for job in jobs]


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> tuple[Plan, Read]:
    """The plan, once a process: it is sent as bytes, so that any executor serves."""
    plan, read = pickle.loads(packed)
    return plan, read


def _safely(read: Read, job: Job, plan: Plan) -> Digest:
    """The outer edge of reading: a file over which we fail is an answer about that file.

    The class of the exception is told for support, never its text, which may quote a cell.
    """
    try:
        return read(job, plan)
    except Exception as fault:  # noqa: BLE001  see above
        return _refused(job, "unknown", type(fault).__name__)


def _refused(job: Job, cause: str, detail: str) -> Digest:
    """The answer for a file that nothing can be read from (FIL-01)."""
    name = job.found.name
    try:
        data = load(job.found)
    except Unreadable:
        data = b""
    return Digest(
        file=name,
        sha256=hashlib.sha256(data).hexdigest() if data else "",
        size=len(data) or job.found.size,
        kind=cause,
        issues=(finding(Place(name), "FIL-01", file=name, cause=cause, detail=detail),),
        readable=False,
        ours=False,
    )


# --- processes -------------------------------------------------------------------------------


def _spawn(size: int) -> Executor:
    """Fresh processes, as every system has them; forked ones read slower and inherit locks."""
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """A process of ours says nothing when the run is stopped, and does not outlive it."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def _started(pool: Pool) -> Iterator[Executor]:
    """A pool at work. What it has not begun is dropped where the run is stopped."""
    executor = pool.start()
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        return os.cpu_count() or 1


def _told(answer: Digest, seen: Seen) -> Digest:
    seen(answer)
    return answer
