"""The plan folder: models, loading, and the judging of what belongs together."""

from consolidate.plan.faults import PlanError, PlanFault
from consolidate.plan.load import bundled, load_plan
from consolidate.plan.models import Plan

__all__ = ["Plan", "PlanError", "PlanFault", "bundled", "load_plan"]
