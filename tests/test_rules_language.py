"""What the language refuses, where the caret stands, and what it suggests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate.rules import RESERVED, Kind, RuleError, columns_read, compile_expression
from tests.ruled_plan import ruled_plan

PLAN = ruled_plan()


def fault(text: str, sheet: str | None = "clubs", want: str | None = None) -> tuple[str, str]:
    """The part of the text that is refused, and why."""
    with pytest.raises(RuleError) as caught:
        compile_expression(text, PLAN.sheet(sheet) if sheet else None, PLAN, want)
    error = caught.value
    return text[error.offset : error.offset + error.length], error.message_vi


REFUSED = [
    # (expression, what the caret stands under)
    ("membres > 1", "membres"),
    ('name == "Hòa Bình" and membres > 1', "membres"),  # letters of two bytes before the caret
    ("members >\n   womem", "womem"),
    ("  members > womem", "womem"),
    ("founded > 5", "founded > 5"),
    ('founded > "2031-01-01"', 'founded > "2031-01-01"'),
    ("members > name", "members > name"),
    ('state == "nwe"', '"nwe"'),
    ('state in ("new", "runing")', '"runing"'),
    ('state == area', "state == area"),
    ("state > state", "state > state"),
    ("name > name", "name > name"),
    ("members", "members"),
    ("members and online", "members"),
    ("not members", "members"),
    ("name + members", "name"),
    ("members % 2", "members % 2"),
    ("members ** 2", "members ** 2"),
    ("members if online else women", "members if online else women"),
    ("[members]", "[members]"),
    ("lambda: 1", "lambda: 1"),
    ("(x := 1)", "x := 1"),
    ("members is 1", "members is 1"),
    ("~members", "~members"),
    ("state.alve", "state.alve"),
    ("online.alive", "online.alive"),
    ("grew_from.sate", "grew_from.sate"),
    ('grew_from.state == "closed"', '"closed"'),
    ("unit.size", "unit.size"),
    ("period.due", "period.due"),
    ("settings.jbos", "settings.jbos"),
    ("settings.jobs == \"stok\"", '"stok"'),
    ("unit", "unit"),
    ("unit == \"B9\"", '"B9"'),
    ("this.members > 1", "this.members"),
    ("this", "this"),
    ("row_no > 1", "row_no"),
    ("True", "True"),
    ("None == name", "None"),
    ("b'x' == name", "b'x'"),
    ("members > 1e400", "1e400"),
    ("eval(name)", "eval"),
    ("__import__('os')", "__import__"),
    ("name.upper()", "name.upper()"),
    ("name.__class__", "name.__class__"),
    ("blank()", "blank()"),
    ("blank(name, note)", "blank(name, note)"),
    ("blank(*name)", "blank(*name)"),
    ("blank(x=name)", "blank(x=name)"),
    ("found(name)", "name"),
    ("sheet(name)", "name"),
    ("total(name)", "name"),
    ("if_else(members, 1, 2)", "members"),
    ("if_else(online, 1, name)", "if_else(online, 1, name)"),
    ("year(members)", "members"),
    ("length(members)", "members"),
    ("between(members, 1, founded)", "between(members, 1, founded)"),
    ("starts_with(name, note)", "note"),
    ("date(2031)", "date(2031)"),
    ('date("2031-02-30") > founded', '"2031-02-30"'),
    ('count("peple") > 1', '"peple"'),
    ("count(people) > 1", "people"),
    ('count("teams") > 1', 'count("teams")'),
    ('count("people", hours) > 1', "hours"),
    ('count("people", actve) > 1', "actve"),
    ('count("people", this.mebers > 1) > 1', "this.mebers"),
    ('count("people", distinct="persn") > 1', 'count("people", distinct="persn")'),
    ('rows("people", by="org") > 1', '"org"'),
    ('sum("people", active) > 1', "active"),
    ('missing("clubs", name)', 'missing("clubs", name)'),
    ('rows("people", unique(this.name)) > 1', "this.name"),
    ("", ""),
    ("members >", ">"),
    ("members > 1)", ")"),
    ('name == "a\\n"', "\\"),
    ('"CLB" in name', '"CLB" in name'),
    ("members = 3", "="),
    ("name == “a”", "“"),
]  # fmt: skip


def test_a_slip_of_the_pen_is_named() -> None:
    assert "==" in fault("members = 3")[1]
    assert "“" in fault("name == “a”")[1]
    assert "starts_with" in fault('"CLB" in name')[1]


@pytest.mark.parametrize(("text", "under"), REFUSED)
def test_refused_with_a_caret(text: str, under: str) -> None:
    where, message = fault(text, want="truth")
    assert where.strip("()") == under.strip("()") or where == under
    assert message.endswith((".", "?"))


SUGGESTED = [
    ("membres > 1", "members"),
    ('state == "nwe"', "new"),
    ("state.alve", "alive"),
    ("grew_from.sate", "state"),
    ("settings.jbos", "jobs"),
    ("fond(grew_from)", "found"),
    ('rows("peple")', "people"),
    ('count("people", distinct="persn")', "person"),
    ("unit.lvel", "level"),
]


@pytest.mark.parametrize(("text", "word"), SUGGESTED)
def test_the_nearest_name_is_suggested(text: str, word: str) -> None:
    assert f"“{word}”?" in fault(text)[1]


def test_deep_and_long_texts_are_refused() -> None:
    assert "sâu" in fault("not " * 5000 + "true")[1] or "dài" in fault("not " * 5000 + "true")[1]
    assert "sâu" in fault("not " * 100 + "true")[1]
    assert "dài" in fault("true or " * 1000 + "true")[1]
    fault("(" * 300 + "true" + ")" * 300)


def test_without_a_sheet_only_constants_have_names() -> None:
    node = compile_expression("settings.strict and year_start < period.end", None, PLAN, "truth")
    assert node.type.kind is Kind.TRUTH
    assert fault("members > 1", None)[0] == "members"


def test_a_derived_field_may_not_need_itself() -> None:
    sheet = PLAN.sheet("clubs")
    circle = sheet.derived[1].model_copy(update={"field": "a", "value": "b + 1"})
    back = sheet.derived[1].model_copy(update={"field": "b", "value": "a + 1"})
    sheet = sheet.model_copy(update={"derived": (circle, back)})
    with pytest.raises(RuleError, match="chính nó"):
        compile_expression("a > 1", sheet, PLAN)


def test_a_fault_inside_a_derived_field_is_told_at_its_name() -> None:
    sheet = PLAN.sheet("clubs")
    wrong = sheet.derived[1].model_copy(update={"field": "a", "value": "membres"})
    sheet = sheet.model_copy(update={"derived": (wrong,)})
    with pytest.raises(RuleError, match="membres") as caught:
        compile_expression("women > 1 and a > 1", sheet, PLAN)
    assert (caught.value.offset, caught.value.length) == (14, 1)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("members > 1", "number"),
        ("members", "truth"),
        ("founded", "text"),
        ("name", "date"),
    ],
)
def test_the_kind_that_is_wanted(text: str, want: str) -> None:
    assert fault(text, want=want)[0] == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("name", "text"),
        ("grew_from", "reference"),
        ("state", "choice"),
        ("men", "number"),
        ("is_new", "truth"),
        ("founded", "date"),
        ("unit", "choice"),
        ("unit.name", "text"),
        ("state.phase", "choice"),
        ("grew_from.members", "number"),
        ('count("people")', "number"),
        ('missing("teams", area)', "text"),
        ("if_else(online, state, state)", "choice"),
        ('if_else(online, "new", state)', "choice"),
        ("name_key(grew_from)", "text"),
        ("members <= women <= 5", "truth"),
        ('state in ("new")', "truth"),
        ("-5", "number"),
        ("-members", "number"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert compile_expression(text, PLAN.sheet("clubs"), PLAN).type.kind == kind


def test_codes_of_every_sheet_that_a_reference_may_point_to_are_well_typed() -> None:
    people = PLAN.sheet("people")
    for code in ("new", "closed", "merged"):
        compile_expression(f'org.state == "{code}"', people, PLAN)
    assert fault('org.state == "head"', "people")[0] == '"head"'
    assert compile_expression("org.income", people, PLAN).type.kind == "number"  # clubs alone


def test_the_same_text_at_another_place_is_the_same_tree() -> None:
    clubs = PLAN.sheet("clubs")
    one = compile_expression("members > 1", clubs, PLAN)
    other = compile_expression("   members   >   1", clubs, PLAN)
    assert one == other and hash(one) == hash(other)
    assert one.span != other.span


def test_columns_read_follow_derived_fields_and_look_ups() -> None:
    node = compile_expression("is_led or men > 2", PLAN.sheet("clubs"), PLAN)
    assert columns_read(node) == {
        ("clubs", "members"),
        ("clubs", "women"),
        ("people", "post"),
        ("people", "active"),
        ("people", "org"),
    }


def test_no_column_of_the_plan_has_a_reserved_name() -> None:
    assert not RESERVED & {c.field for s in PLAN.sheets for c in s.column}


SCRAPS = [*"abcmn01 ()[]{}<>=!+-*/.,'\"\\\n\t\0éộ:@^|&~%#_;", "members", " and ", "not ", "count("]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=20).map("".join))
def test_any_text_is_read_or_refused_in_its_own_bounds(text: str) -> None:
    try:
        compile_expression(text, PLAN.sheet("clubs"), PLAN)
    except RuleError as error:
        assert error.message_vi
        assert 0 <= error.offset <= max(len(text), 1)
        assert error.length >= 1
