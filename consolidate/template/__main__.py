"""`python -m consolidate.template` writes the blank masters of the shipped plan anew."""

from __future__ import annotations

from pathlib import Path

from consolidate.plan import bundled, load_plan
from consolidate.template import build, master_name

MASTERS = Path(__file__).parents[2] / "templates" / "xlsx"


def write_masters(folder: Path) -> None:
    """Write one blank master for each period of the shipped plan."""
    plan = load_plan(bundled())
    folder.mkdir(parents=True, exist_ok=True)
    for period in plan.periods:
        (folder / master_name(plan, period)).write_bytes(build(plan, period, None))


if __name__ == "__main__":
    write_masters(MASTERS)
