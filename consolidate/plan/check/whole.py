from consolidate.plan.draft import Draft
from consolidate.plan.faults import PlanFault
from consolidate.plan.models import Plan


def draft_faults(draft: Draft, plan: Plan | None) -> list[PlanFault]:
    return []
