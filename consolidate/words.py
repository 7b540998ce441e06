"""The two sentences of a finding: what is wrong, and what to do. Vietnamese, for people.

The words stand in the plan folder (its own rules) or in the catalogue (findings of the mechanism);
the facts come with the Issue. Nothing is worded here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from consolidate.catalogue import CATALOGUE, CAUSES, PHRASES
from consolidate.issues import Issue
from consolidate.plan.models import Plan, Rule, SheetPlan

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_GAPS = re.compile(r"  +")


class MissingFact(LookupError):
    """A sentence asks for a fact that its finding does not carry: a fault of the program."""


def message_of(issue: Issue, plan: Plan) -> tuple[str, str]:
    """The message and the help of a finding, with its facts filled in.

    A rule that speaks of a date with day and month swapped, perhaps, ends with that suggestion.
    Raises MissingFact where a sentence asks for more than the finding carries.
    """
    message, advice = sentences_of(issue, plan)
    facts = facts_of(issue, plan)
    if "swapped" in facts and "{swapped}" not in message:
        message += PHRASES["suggest"].format(value=facts["swapped"])
    return _fill(message, facts, issue.code), _fill(advice, facts, issue.code)


def sentences_of(issue: Issue, plan: Plan) -> tuple[str, str]:
    """The sentences as declared: by the plan's rule that `variant` points to, else the catalogue.

    Raises MissingFact where neither knows the code.
    """
    rule = rule_of(issue, plan)
    if rule is not None:
        return rule.message, rule.help
    if issue.code not in CATALOGUE:
        raise MissingFact(f"no words for {issue.code}")
    if _is_out_of_bounds(issue, plan):
        return PHRASES["bounds"], PHRASES["within_bounds"]
    return CATALOGUE[issue.code].message, CATALOGUE[issue.code].help


def rule_of(issue: Issue, plan: Plan) -> Rule | None:
    """The rule of the plan that speaks in this finding; None for one of the mechanism."""
    sheet = _sheet_of(issue, plan)
    if sheet is None or issue.variant >= len(sheet.rule):
        return None
    rule = sheet.rule[issue.variant]
    return rule if rule.code == issue.code else None


def facts_of(issue: Issue, plan: Plan) -> dict[str, str]:
    """What a sentence may ask for: the facts of the finding, and what its place says by itself."""
    place, sheet = issue.place, _sheet_of(issue, plan)
    column = sheet.by_field.get(place.field) if sheet else None
    facts = {"file": place.file, "sheet": sheet.title if sheet else place.sheet}
    if place.row:
        facts["row"] = str(place.row)
    if place.cell:
        facts["cell"] = place.cell
    if column:
        facts["title"] = column.title
    facts |= dict(issue.facts)
    if facts.get("cause") in CAUSES:
        facts["cause"] = _fill(CAUSES[facts["cause"]], facts, issue.code)
    return facts


def placeholders(*sentences: str) -> frozenset[str]:
    """The names of the facts that sentences ask for."""
    return frozenset(PLACEHOLDER.findall(" ".join(sentences)))


def _is_out_of_bounds(issue: Issue, plan: Plan) -> bool:
    """Whether a value was read and lies beyond `min` or `max`; no list and no calendar forbids it.

    A count has its bounds in the sentence of GEN-03 already.
    """
    sheet = _sheet_of(issue, plan)
    column = sheet.by_field.get(issue.place.field) if sheet else None
    known = column is not None and column.list is None and "expected" in dict(issue.facts)
    return known and issue.code in {"GEN-02", "GEN-08"}


def _sheet_of(issue: Issue, plan: Plan) -> SheetPlan | None:
    try:
        return plan.sheet(issue.place.sheet)
    except KeyError:  # a sheet of the file that the plan does not know, or none
        return None


def _fill(sentence: str, facts: Mapping[str, str], code: str) -> str:
    try:
        filled = PLACEHOLDER.sub(lambda found: facts[found[1]], sentence)
    except KeyError as missing:
        raise MissingFact(f"{code} asks for {missing.args[0]}") from missing
    return _GAPS.sub(" ", filled).replace("….", "…").strip()
