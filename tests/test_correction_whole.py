"""Nothing that a unit typed is lost: whatever its return looks like, each text and number of it
stands somewhere in its correction workbook."""

from __future__ import annotations

from collections import Counter
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from consolidate.correction.book import Case, write_book
from consolidate.correction.returned import read_again
from consolidate.intake import Found
from consolidate.parse import Context
from consolidate.read import read_book
from consolidate.read.cells import HAS_FORMULA, VALUE, Value
from consolidate.sheet_names import CHECK, GUIDE, LISTS, LIVE, MARKS, META, TO_FIX
from consolidate.template import build
from consolidate.template.edition import Edition
from consolidate.text import bare, mask
from tests.office import plan
from tests.test_layouts import Step, layouts, spoiled

OURS = {TO_FIX, GUIDE, CHECK, LISTS, META, LIVE, MARKS}


@cache
def edition() -> Edition:
    return Edition(plan(), plan().periods[0], plan().units[0])


def said(data: bytes) -> Counter[Value]:
    """How often each value stands in a workbook, hidden sheets and formulas apart.

    A choice is put back by its title, so that spelling makes no difference.
    """
    cells = (
        cell[VALUE]
        for sheet in read_book(data).sheets
        if sheet.title not in OURS
        for row in sheet.rows.values()
        for cell in row
        if not cell[HAS_FORMULA]
    )
    values = (bare(mask(v)) if isinstance(v, str) else v for v in cells)
    return Counter(v for v in values if v not in (None, ""))


@cache
def of_template() -> set[Value]:
    """What stands in a blank template, and other words for its titles."""
    own = build(plan(), edition().period, edition().unit)
    aliases = {bare(a) for s in plan().sheets for c in s.shown for a in c.aliases}
    return {*said(own), *aliases}


def put_back(data: bytes, path: Path) -> bytes:
    """The correction workbook of a return."""
    path.write_bytes(data)
    found, one = Found(path.name, path, size=len(data)), edition()
    context = Context(one.plan, one.period, one.unit)
    returned = read_again(found, sha256(data).hexdigest(), context)
    return write_book(Case(one, (), (), 1, 2), returned)


def lost(programs: list[list[Step]], path: Path) -> list[tuple[list[Step], Counter[Value]]]:
    """Programs of steps after which something is missing, and what."""
    made = []
    for program in programs:
        sent = spoiled(program)
        gone = said(sent) - said(put_back(sent, path))
        gone = Counter({v: n for v, n in gone.items() if v not in of_template()})
        if gone:
            made.append((program, gone))
    return made


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(layouts)
def test_nothing_typed_is_lost(tmp_path_factory, programs):
    assert lost(programs, tmp_path_factory.mktemp("lost") / "return.xlsx") == []


@pytest.mark.thorough
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(layouts)
def test_nothing_typed_is_lost_at_length(tmp_path_factory, programs):
    assert lost(programs, tmp_path_factory.mktemp("lost") / "return.xlsx") == []


def test_what_stands_in_a_head_for_a_title_is_kept(tmp_path):
    """The titles of a sheet are gone, and the reader takes the first row of data for them."""
    step: Step = ("delete_row", "union_officers", 41, 77)
    assert lost([[step]], tmp_path / "return.xlsx") == []
    renamed: Step = ("rename_title", "cooperatives", 45, 1)
    assert lost([[renamed]], tmp_path / "return.xlsx") == []
