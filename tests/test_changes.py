"""Attributed changes add up to the whole change, whatever came, went or was replaced."""

from hypothesis import given
from hypothesis import strategies as st

from consolidate.changes import Snapshot, base_of, changes, from_text, to_text

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
