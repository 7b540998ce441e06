"""Readers that die, fail or dawdle; a module of their own, which other processes import quickly."""

from __future__ import annotations

import os
import time

from consolidate.digest import Job, digest
from consolidate.parse.readings import Digest
from consolidate.plan.models import Plan


def dies(job: Job, plan: Plan) -> Digest:
    """Ends its process over some files, as a crash of the interpreter does."""
    if job.found.name.startswith("chet"):
        os._exit(134)
    return digest(job, plan)


def fails(job: Job, plan: Plan) -> Digest:
    """Has a fault that shows over some files, and quotes a cell."""
    if job.found.name.startswith("la"):
        raise KeyError("0912345678")
    return digest(job, plan)


def dawdles(job: Job, plan: Plan) -> Digest:
    """Takes longer over some files."""
    if job.found.name.startswith("BTL"):
        time.sleep(0.2)
    return digest(job, plan)
