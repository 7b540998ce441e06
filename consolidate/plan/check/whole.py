"""All judgements of a draft, in one go."""

from __future__ import annotations

from consolidate.plan.check.expressions import expression_faults
from consolidate.plan.check.forms import form_faults
from consolidate.plan.check.head import head_faults
from consolidate.plan.check.known import Known
from consolidate.plan.check.lists import list_faults
from consolidate.plan.check.roster import roster_faults
from consolidate.plan.check.rules import rule_faults
from consolidate.plan.check.sheets import sheet_faults
from consolidate.plan.draft import Draft
from consolidate.plan.faults import PlanFault
from consolidate.plan.models import Plan


def draft_faults(draft: Draft, plan: Plan | None) -> list[PlanFault]:
    """Every fault that only shows when the parts of a plan are held side by side.

    `plan` is the draft as a whole, None where a part of it could not be read; expressions are
    judged only when there is a whole, because they reach across sheets.
    """
    known = Known(draft)
    faults = [
        *head_faults(known),
        *list_faults(known),
        *roster_faults(known),
        *sheet_faults(known),
        *rule_faults(known),
        *form_faults(known),
    ]
    if plan is not None:
        faults += expression_faults(known, plan)
    return faults
