"""A fault that repeats down a column is told once, with its range; nothing is lost by it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from consolidate.folded import MANY, RANGES, fold, pattern, told
from consolidate.issues import Issue, Place, Severity
from consolidate.plan import bundled, load_plan

PLAN = load_plan(bundled())
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def blank(row: int, column: int = 18, field: str = "workers_women") -> Issue:
    place = Place("a.xlsx", "cooperatives", row, column, field)
    facts = (("cell", place.cell or ""), ("row", str(row)), ("title", "Trong đó: lao động nữ"))
    return Issue(place, "GEN-01", ERROR, facts)


def not_a_number(row: int, value: str) -> Issue:
    place = Place("a.xlsx", "cooperatives", row, 15, "members_total")
    facts = {"cell": place.cell or "", "title": "Tổng số", "value": value, "suggest": "",
             "expected": "số nguyên không âm"}  # fmt: skip
    return Issue(place, "GEN-03", ERROR, tuple(sorted(facts.items())))


def test_one_fault_down_a_column_is_one_line_with_its_range():
    (line,) = fold(blank(row) for row in (7, 8, 9, 12))
    assert line.spot == "R7:R9, R12"
    assert told(line, PLAN) == (
        "“Trong đó: lao động nữ”: bắt buộc nhập.",
        "Nhập “Trong đó: lao động nữ” vào ô R7:R9, R12.",
    )


def test_one_finding_is_told_without_the_address_that_stands_before_it():
    (line,) = fold([blank(7)])
    assert (line.spot, told(line, PLAN)[0]) == ("R7", "“Trong đó: lao động nữ”: bắt buộc nhập.")


def test_different_values_are_told_by_the_first_as_an_example():
    (line,) = fold([not_a_number(7, "l5"), not_a_number(8, "mười")])
    assert line.spot == "O7:O8"
    assert told(line, PLAN)[0] == (
        "2 ô, ví dụ ô O7: “Tổng số”: cần số nguyên không âm, đang là “l5”."
    )


def test_rows_are_folded_where_they_say_the_same():
    def skipped(row: int, reason: str) -> Issue:
        facts = (("reason", reason), ("row", str(row)))
        return Issue(Place("a.xlsx", "cooperatives", row), "FIL-12", INFO, facts)

    found = [skipped(9, "dòng tổng cộng"), skipped(10, "chữ ký"), skipped(11, "chữ ký")]
    assert [(f.spot, told(f, PLAN)[0]) for f in fold(found)] == [
        ("9", "Bỏ qua (dòng tổng cộng)."),
        ("10–11", "Bỏ qua (chữ ký)."),
    ]


def test_findings_of_files_and_sheets_stay_alone():
    lost = [
        Issue(Place("a.xlsx", "cooperatives"), "XP-01", WARNING, (("name", name),))
        for name in ("HTX Một", "HTX Hai")
    ]
    assert [len(f.issues) for f in fold(lost)] == [1, 1]


def test_what_differs_in_file_column_code_rule_or_severity_is_apart():
    base = blank(7)
    others = [
        Issue(Place("b.xlsx", "cooperatives", 8, 18, "workers_women"), "GEN-01", ERROR),
        blank(8, 17, "workers_total"),
        Issue(base.place, "GEN-03", ERROR),
        Issue(base.place, "GEN-01", WARNING),
        Issue(base.place, "GEN-01", ERROR, (), 1),
    ]
    assert len(fold([base, *others])) == 6


def test_many_ranges_are_counted_and_not_written_out():
    (line,) = fold(blank(row) for row in range(1, 41, 2))
    assert line.spot.count(",") == RANGES - 1
    assert line.spot.endswith(f" và {20 - RANGES} ô khác")


def test_a_sheet_with_very_many_findings_begins_with_the_commonest():
    found = [not_a_number(row, "x") for row in range(7, 187)] + [blank(r) for r in range(7, 60)]
    assert len(found) > MANY
    assert pattern(found, PLAN) == (
        "“HTX”: 233 điểm, nhiều nhất ở cột “Tổng số”: 180 ô, cần số nguyên không âm, đang là “x”."
    )
    assert pattern(found[:MANY], PLAN) == ""


findings = st.builds(blank, st.integers(1, 40), st.sampled_from([17, 18]), st.just("workers_women"))


@given(st.lists(findings))
def test_nothing_is_lost_or_told_twice(found):
    lines = fold(found)
    assert Counter(i for line in lines for i in line.issues) == Counter(found)
    assert len({(line.first.place.column, line.first.code) for line in lines}) == len(lines)
