"""What belongs together in a plan folder: names that must be declared, kinds that must agree."""

from consolidate.plan.check.whole import draft_faults

__all__ = ["draft_faults"]
