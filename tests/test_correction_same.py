"""A return without faults, put back into a fresh template and read again, is the same return."""

from __future__ import annotations

import hashlib
import string
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate.correction.book import Case, write_book
from consolidate.correction.returned import read_again
from consolidate.digest import Job, digest
from consolidate.intake import Found
from consolidate.parse import Context
from consolidate.plan import bundled, load_plan
from consolidate.read import read_book
from consolidate.template import Filling, build
from consolidate.template.edition import Edition, list_of
from consolidate.text import mask
from tests.test_second_plan import SMALL

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéèẻẽẹếềểễệóòỏõọốồổỗộíìỉĩịúùủũụứừửữựýỳỷỹỵ"
SIGNS = string.printable.replace("\x0b", "").replace("\x0c", "").replace("\r", "")
ODD = "\u0301\u0323\u00a0\u200b\u2028😀漢ß½²™–—…“”\ufffd\x07\x1f\u0085"
LONGEST = 32_767


@cache
def small():
    return load_plan(SMALL)


@cache
def shipped():
    return load_plan(bundled())


def texts():
    """Anything that may stand in a cell, but for 12 digits in a row: they are masked."""
    letters = st.text(LETTERS + LETTERS.upper() + SIGNS + ODD, min_size=1, max_size=60)
    told = st.sampled_from([
        "007", "0199990011", "=1+1", "+84", "+84912345678", "@x", "-2+3", "'0199990011",
        "-", "…", "'", "_x000D_", "_x0041_", "#REF!", "TRUE",
        "1e5", "12/03/2025", "Dòng một\nDòng hai", "  hai  khoảng  trắng  ", "<b>&amp;</b>",
        "Hoà Bình", "Hòa Bình", "Hoa\u0300 Bi\u0300nh", "ạ" * LONGEST, "{=SUM(A1)}", "https://a.vn",
    ])  # fmt: skip
    return (letters | told).filter(lambda t: mask(t) == t)


def values(column, edition):
    """Values that the column takes, and blank."""
    code = list_of(column)
    listed = [v.code for v in edition.values(code)] if code else []
    low = column.min if isinstance(column.min, int | float) else 0
    high = column.max if isinstance(column.max, int | float) else 10**9
    taken = {
        "count": st.integers(int(low), int(min(high, 10**9))),
        "money": st.floats(0, 1e6, allow_nan=False).map(lambda x: round(x, 3)),
        "percent": st.integers(2, 100).map(float),
        "date": st.dates(date(2000, 1, 1), date(2100, 12, 31)),
        "yes_no": st.booleans(),
        "choice": st.sampled_from(listed or [None]),
        "code": st.sampled_from(listed) if listed else texts(),
        "tax_code": st.just("0199990011"),
        "phone": st.sampled_from(["0912345678", "091 234 5678", "02438251234"]),
        "row_number": st.integers(1, 999),
    }.get(column.type, texts())
    return st.none() | taken


def fillings(plan, edition):
    """Rows of every table of a plan, and lines of its form."""
    own = plan.form_fields
    kept = (own.unit_code, own.unit_name, own.period, own.submission)
    form = {c.field: values(c, edition) for c in plan.form.shown if c.field not in kept}
    tables = {
        t.key: st.lists(
            st.fixed_dictionaries({c.field: values(c, edition) for c in t.shown}), max_size=4
        )
        for t in plan.tables
    }
    return st.builds(Filling, st.fixed_dictionaries(form), st.fixed_dictionaries(tables))


def edition_of(plan):
    return Edition(plan, plan.periods[0], next(iter(plan.units)))


def read(path, plan, data):
    """The digest of a file that holds these bytes, but for its name."""
    path.write_bytes(data)
    found = Found(path.name, path, size=len(data))
    return found, digest(Job(found, plan.periods[0].code), plan)


def refilled(path, plan, data):
    """A return and the same return after its refill."""
    edition = edition_of(plan)
    found, before = read(path, plan, data)
    context = Context(plan, edition.period, edition.unit)
    returned = read_again(found, hashlib.sha256(data).hexdigest(), context)
    book = write_book(Case(edition, (), (), 1, 2), returned)
    _, after = read(path, plan, book)
    return before, after


def same(before, after, plan):
    """Every value of every sheet, the number of the sending apart."""
    assert (after.unit, after.period, after.template) == (
        before.unit,
        before.period,
        before.template | {k: v for k, v in after.template.items() if ":" in k},
    )
    number = plan.form_fields.submission
    for old, new in zip(before.sheets, after.sheets, strict=True):
        columns = old.columns | ({number: [2]} if old.key == plan.form.key else {})
        assert new.columns == columns
        assert new.rows == old.rows
        assert new.skipped == old.skipped
        assert {p: c[1:3] for p, c in new.kept.items()} == {p: c[1:3] for p, c in old.kept.items()}
        assert new.issues == old.issues
    assert after.issues == before.issues


@settings(max_examples=25)
@given(data=st.data())
def test_a_return_put_back_is_the_same_return(data, tmp_path_factory):
    plan = small()
    filling = data.draw(fillings(plan, edition_of(plan)))
    edition = edition_of(plan)
    book = build(plan, edition.period, edition.unit, filling)
    same(*refilled(tmp_path_factory.mktemp("same") / "return.xlsx", plan, book), plan)


@pytest.mark.thorough
@settings(max_examples=60)
@given(data=st.data())
def test_a_return_of_the_shipped_plan_put_back_is_the_same(data, tmp_path_factory):
    plan = shipped()
    filling = data.draw(fillings(plan, edition_of(plan)))
    edition = edition_of(plan)
    book = build(plan, edition.period, edition.unit, filling)
    same(*refilled(tmp_path_factory.mktemp("same") / "return.xlsx", plan, book), plan)


def test_text_is_kept_to_the_letter(tmp_path):
    """Not only what is read from it: blanks, breaks and marks as they were typed."""
    plan, edition = shipped(), edition_of(shipped())
    typed = [
        "  hai  khoảng  trắng ", "Dòng một\nDòng hai\n", "Hoa\u0300", "=1+1", "_x0041_",
        "ạ" * LONGEST,
    ]  # fmt: skip
    rows = [{"org_name": f"HTX {n}", "note": t} for n, t in enumerate(typed)]
    book = build(plan, edition.period, edition.unit, Filling(tables={"cooperatives": rows}))
    path = tmp_path / "return.xlsx"
    path.write_bytes(book)
    found = Found(path.name, path, size=len(book))
    returned = read_again(
        found, hashlib.sha256(book).hexdigest(), Context(plan, edition.period, edition.unit)
    )
    again = read_book(write_book(Case(edition, (), (), 1, 2), returned))
    sheet = next(s for s in again.sheets if s.title == "HTX")
    texts_now = [c[2] for r in range(7, 13) for c in sheet.rows[r] if c[2] in typed]
    assert texts_now == typed
