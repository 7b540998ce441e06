"""Attributed changes add up to the whole change, whatever came, went or was replaced."""

from dataclasses import replace
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from report_outcome import make_outcome

from consolidate.changes import Snapshot, base_of, changes, from_text, snapshot, to_text
from consolidate.changes_book import said, write_changes
from consolidate.decisions.model import Decisions

UNITS, CODES = ("D001", "D002", "D003"), ("T1", "T4", "T4_base")


@st.composite
def snapshots(draw):
    units = draw(st.lists(st.sampled_from(UNITS), unique=True))
    figures = {u: {c: draw(st.integers(0, 50)) for c in CODES} for u in units}
    hashes, names = st.sampled_from("abc"), st.sampled_from(["x.xlsx", "y.xlsx"])
    files = {u: (draw(hashes), draw(names)) for u in units if draw(st.booleans())}
    decisions, inputs = draw(st.sampled_from("pq")), draw(st.sampled_from("12345"))
    return Snapshot("2025-H1", inputs, decisions, "2025-06-20", files, figures)


@given(snapshots(), snapshots())
def test_changes_add_up(before, now):
    found = changes(before, now)
    for code in CODES:
        moved = sum(c.by for c in found if c.code == code)
        assert moved == now.total(code) - before.total(code)
    assert all(c.by for c in found)


@given(snapshots(), snapshots())
def test_a_change_names_the_file_that_made_it(before, now):
    for one in changes(before, now):
        if one.cause in ("new", "replaced", "renamed"):
            assert one.file == now.files[one.unit][1]
        elif one.cause == "gone":
            assert one.file == before.files[one.unit][1]
        else:
            assert before.files.get(one.unit) == now.files.get(one.unit)


@given(snapshots(), snapshots(), snapshots())
def test_a_repeat_is_compared_with_the_same_run(first, second, third):
    base = base_of((second, first), third)
    if second.inputs == third.inputs:
        assert base == first
    else:
        assert base == second


@given(snapshots(), st.none() | snapshots())
def test_snapshots_survive_the_book(now, base):
    assert from_text(to_text(now, base)) == (now, base)
    assert from_text(to_text(now, base)[:-1]) is None


def test_a_ratio_moves_when_more_persons_are_in_it():
    """Two of three, then two of four: the rate fell although as many are trained."""
    outcome = make_outcome()
    now = snapshot(outcome, Decisions())
    fewer = {unit: dict(figures) for unit, figures in now.figures.items()}
    fewer["D002"]["T4_base"] -= 1
    base = replace(now, figures=fewer)
    before, after = base.total("T4_base"), now.total("T4_base")
    counted = now.total("T4")
    assert said(outcome, base, now) == [f"II.4 Nữ quản lý: {counted}/{before} → {counted}/{after}"]
    book = load_workbook(BytesIO(write_changes(outcome, base, now)))
    lines = [row[2:6] for row in book["Mục tiêu"].iter_rows(min_row=5, values_only=True)]
    assert ("số đạt", counted, counted, 0) in lines
    assert ("tổng số", before, after, 1) in lines
    assert [r[1] for r in book["Đơn vị"].iter_rows(min_row=5, values_only=True)] == [
        "Nữ quản lý (tổng số)"
    ]


def test_a_whole_figure_has_no_comma_behind_it():
    """Excel prints the comma of optional decimals ("2,"), so those are asked for where needed."""
    outcome = make_outcome()
    now = snapshot(outcome, Decisions())
    sheet = load_workbook(BytesIO(write_changes(outcome, now, now)))["Mục tiêu"]
    assert not any(".#" in c.number_format for row in sheet["D5:F9"] for c in row)
