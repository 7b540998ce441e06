"""Digests many files, here or in other processes; the answers come in the order of the jobs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context

from consolidate.catalogue import finding
from consolidate.digest import Job, digest
from consolidate.issues import Place
from consolidate.parse.readings import Digest
from consolidate.plan.models import Plan

ALONE_UP_TO = 60  # files that one process reads sooner than a pool starts
CHUNK = 16
IN_FLIGHT = 4  # chunks a worker, so that memory does not grow with the number of files

Seen = Callable[[Digest], None]


def default_jobs(files: int) -> int:
    """How many processes help for so many files."""
    return 1 if files <= ALONE_UP_TO else min(4, os.cpu_count() or 1)


@contextmanager
def pool(jobs: int) -> Iterator[Executor | None]:
    """Worker processes, or None where the work is done in this one."""
    if jobs <= 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as executor:
        yield executor


def digest_all(
    jobs: Sequence[Job], plan: Plan, executor: Executor | None, seen: Seen
) -> list[Digest]:
    """Digest every job; `seen` is told of each answer as it comes.

    Any `concurrent.futures.Executor` serves. A worker that dies takes its chunk with it; the
    files of that chunk are then digested one at a time, each in a process of its own.
    """
    if executor is None:
        return [_told(digest(job, plan), seen) for job in jobs]
    chunks = [list(jobs[i : i + CHUNK]) for i in range(0, len(jobs), CHUNK)]
    answers: list[Digest] = []
    waiting = iter(chunks)
    running = [(c, executor.submit(_digest_chunk, c, plan)) for c in islice(waiting, IN_FLIGHT)]
    while running:
        chunk, future = running.pop(0)
        try:
            found = future.result()
        except BrokenProcessPool:
            found = [_digest_alone(job, plan) for job in chunk]
        answers += [_told(one, seen) for one in found]
        following = next(waiting, None)
        if following is not None:
            running.append((following, _submit(executor, following, plan)))
    return answers


def _submit(executor: Executor, chunk: list[Job], plan: Plan):  # type: ignore[no-untyped-def]
    return executor.submit(_digest_chunk, chunk, plan)


def _digest_chunk(jobs: list[Job], plan: Plan) -> list[Digest]:
    return [digest(job, plan) for job in jobs]


def _digest_alone(job: Job, plan: Plan) -> Digest:
    """One file in a process of its own; a death is that file's finding."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as lone:
        try:
            return lone.submit(digest, job, plan).result()
        except BrokenProcessPool:
            said = finding(
                Place(job.found.name), "FIL-01", file=job.found.name, cause="died", detail=""
            )
            return Digest(
                job.found.name,
                "",
                job.found.size,
                "died",
                issues=(said,),
                readable=False,
                ours=False,
            )


def _told(answer: Digest, seen: Seen) -> Digest:
    seen(answer)
    return answer
