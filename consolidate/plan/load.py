"""From a plan folder to a Plan, or to every fault of the folder at once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from consolidate.plan.check import draft_faults
from consolidate.plan.draft import PLAN, read_draft
from consolidate.plan.faults import PlanError, PlanFault
from consolidate.plan.models import Plan

SHIPPED = "plan-139-2025"


def load_plan(folder: Path) -> Plan:
    """Read and judge a plan folder.

    Raises PlanError with every fault of the folder: what does not parse, what does not fit the
    models, and what does not belong together.
    """
    if not folder.is_dir():
        raise PlanError([PlanFault(str(folder), 0, "không có thư mục kế hoạch này.")])
    draft = read_draft(folder)
    plan = draft.whole()
    faults = [*draft.faults, *draft_faults(draft, plan)]
    if plan is None or faults:
        raise PlanError(faults)
    return plan


def bundled(name: str = SHIPPED) -> Path:
    """The folder of a plan that came with the program.

    An installed program carries a copy of its own; a source tree has it at the top.
    Raises PlanError where neither has that name.
    """
    package = Path(str(files("consolidate")))
    for root in (package / "_data", package.parent):
        folder = root / "schemas" / name
        if (folder / PLAN).is_file():
            return folder
    raise PlanError([PlanFault(name, 0, "chương trình không có sẵn kế hoạch này.")])
