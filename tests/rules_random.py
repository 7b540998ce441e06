"""Random worlds and random expressions of the rule language, well typed, over the invented plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.ruled_plan import REFUSED, ruled_plan

PLAN = ruled_plan()

NAMES = ("CLB An Bình", "clb an  bình", "Đội An Bình", "Hoà Lạc", "CLB Hòa Lạc", "TT Gió", "-")
PEOPLE = ("Lê Thị Na", "lê thị na", "Phạm Hoà", "Phạm Hòa", "?")
NUMBERS = (0, 1, 2, 5, 0.5, 0.1, 0.30000000000000004, 3)
DAYS = (date(2030, 12, 31), date(2031, 1, 1), date(2031, 5, 1), date(2031, 5, 2), date(2031, 7, 1))

POOLS: dict[str, tuple[Any, ...]] = {
    "count": (0, 1, 2, 5),
    "money": (0.0, 0.1, 0.3, 0.30000000000000004, 0.5, 12.5),
    "date": DAYS,
    "yes_no": (True, False),
    "text": NAMES,
    "tax_code": ("0199990011", "0199990029"),
    "phone": ("0912345678", "0912345679"),
}


def _cell(sheet: str, field: str) -> st.SearchStrategy[Any]:
    column = PLAN.sheet(sheet).by_field[field]
    if column.list == "areas":
        pool: tuple[Any, ...] = tuple(c.code for c in PLAN.communes)
    elif column.list == "units":
        pool = tuple(u.code for u in PLAN.units)
    elif column.type == "choice" and column.list:
        pool = tuple(v.code for v in PLAN.lists[column.list].values)
    elif column.type == "reference":
        pool = ("L01", "l01", "L02") if column.refers_to == ("courses",) else NAMES
    elif field == "code":
        pool = ("L01", "l01", "L02", "L03")
    elif field == "full_name":
        pool = PEOPLE
    else:
        pool = POOLS[column.type]
    return st.sampled_from((*pool, *pool, *pool, None, REFUSED))


def _row(sheet: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = [c.field for c in PLAN.sheet(sheet).column if c.type != "row_number"]
    return st.fixed_dictionaries({field: _cell(sheet, field) for field in fields})


files = st.lists(
    st.fixed_dictionaries(
        {
            sheet.key: st.lists(_row(sheet.key), min_size=1, max_size=1)
            if sheet.kind == "form"
            else st.lists(_row(sheet.key), max_size=5)
            for sheet in PLAN.sheets
        }
    ),
    min_size=1,
    max_size=2,
)


# --- expressions ---------------------------------------------------------------------------------

Texts = st.SearchStrategy[str]
LABELLED = {"clubs": "people", "teams": "people", "courses": "people"}


def _fields(sheet: str, *types: str) -> list[str]:
    return [c.field for c in PLAN.sheet(sheet).column if c.type in types]


@st.composite
def truths(draw: st.DrawFn, sheet: str, depth: int = 3, this: str | None = None) -> str:
    """A condition over rows of a sheet; `this`: the sheet of the row that asks."""
    leaf = depth <= 0
    kind = draw(st.integers(0, 5 if leaf else 12))
    match kind:
        case 0 | 1:
            return draw(_comparison(sheet, depth, this))
        case 2:
            return draw(_choice_test(sheet))
        case 3:
            fields = _fields(sheet, "yes_no") or ["true"]
            return draw(st.sampled_from([*fields, "settings.strict"]))
        case 4:
            return f"{draw(st.sampled_from(['blank', 'filled']))}({draw(_anything(sheet))})"
        case 5:
            return draw(_special(sheet))
        case 6 | 7 | 8:
            word = draw(st.sampled_from([" and ", " or "]))
            parts = [draw(truths(sheet, depth - 1, this)) for _ in range(draw(st.integers(2, 3)))]
            return f"({word.join(parts)})"
        case 9:
            return f"(not {draw(truths(sheet, depth - 1, this))})"
        case 10:
            low, high = draw(numbers(sheet, depth - 1, this)), draw(numbers(sheet, 0, this))
            return f"between({draw(numbers(sheet, 0, this))}, {low}, {high})"
        case 11 if this is not None:
            return draw(_of_this(sheet, this))
        case _:
            left, right = draw(truths(sheet, 0, this)), draw(truths(sheet, 0, this))
            return f"if_else({draw(truths(sheet, 0, this))}, {left}, {right})"


@st.composite
def numbers(draw: st.DrawFn, sheet: str, depth: int = 2, this: str | None = None) -> str:
    """A number over rows of a sheet."""
    fields = _fields(sheet, "count", "money")
    plain = [*fields, *fields, *map(str, NUMBERS), "settings.least_women"]
    if sheet == "clubs":
        plain += ["men", "year(founded)"]
    if sheet == "people":
        plain += ["org.members", "length(full_name)"]
    if this == "clubs":
        plain += ["this.members", "this.men"]
    kind = draw(st.integers(0, 2 if depth <= 0 else 8))
    match kind:
        case 0 | 1 | 2:
            return draw(st.sampled_from(plain))
        case 3 | 4:
            op = draw(st.sampled_from("+-*/"))
            return f"({draw(numbers(sheet, depth - 1, this))} {op} {draw(numbers(sheet, 0, this))})"
        case 5:
            parts = [draw(numbers(sheet, depth - 1, this)) for _ in range(draw(st.integers(1, 3)))]
            return f"total({', '.join(parts)})"
        case 6:
            condition = draw(truths(sheet, 0, this))
            return f"if_else({condition}, {draw(numbers(sheet, 0, this))}, 1)"
        case _:
            return draw(_lookup(sheet, depth))


@st.composite
def _lookup(draw: st.DrawFn, sheet: str, depth: int) -> str:
    other = draw(st.sampled_from(["clubs", "people", "teams"]))
    if sheet in LABELLED and draw(st.booleans()):
        condition = draw(truths("people", depth - 1, sheet))
        if draw(st.booleans()):
            return f'sum("people", {draw(numbers("people", 0, sheet))}, {condition})'
        distinct = draw(st.sampled_from(["", ', distinct="person"']))
        return f'count("people", {condition}{distinct})'
    condition = draw(truths(other, depth - 1, sheet))
    distinct = ', distinct="person"' if other == "people" and draw(st.booleans()) else ""
    return f'rows("{other}", {condition}{distinct})'


@st.composite
def _comparison(draw: st.DrawFn, sheet: str, depth: int, this: str | None) -> str:
    op = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
    dates = _fields(sheet, "date")
    if dates and draw(st.integers(0, 3)) == 0:
        days = [*dates, "year_start", "cutoff", "period.end", 'date("2031-05-01")']
        return f"{draw(st.sampled_from(dates))} {op} {draw(st.sampled_from(days))}"
    left = draw(numbers(sheet, depth - 1, this))
    if draw(st.integers(0, 5)) == 0:
        return f"{left} <= {draw(numbers(sheet, 0, this))} < {draw(numbers(sheet, 0, this))}"
    return f"{left} {op} {draw(numbers(sheet, 0, this))}"


@st.composite
def _choice_test(draw: st.DrawFn, sheet: str) -> str:
    tests = {
        "info": ['unit_code == unit', 'unit.level == "branch"'],
        "clubs": ['state == "new"', 'state in ("running", "closed")', 'state.phase != "end"',
                  "state.alive", 'area == "01"', 'settings.jobs == "stock"',
                  'grew_from.state == "merged"'],
        "teams": ['state != "merged"', "state.alive", 'area not in ("01", "02")'],
        "people": ['post == "head"', "post.leads", 'post.of == "club"', 'org.state == "new"',
                   'org.state in ("closed", "merged")', "org.state.alive", 'sheet(org) == "teams"',
                   'org.state.phase == "start"', 'org.grew_from.state.alive'],
        "courses": ['level == unit.level', 'level == "region"'],
    }  # fmt: skip
    return draw(st.sampled_from(tests[sheet]))


@st.composite
def _special(draw: st.DrawFn, sheet: str) -> str:
    tests = {
        "info": ['rows("clubs") > 0', 'blank(missing("clubs", area))'],
        "clubs": ["is_new", "is_led", "unique(number)", "unique(name_key(name), area)",
                  "found(grew_from)", 'starts_with(name, "clb", "Đội")', 'name == "clb an bình"',
                  'blank(missing("teams", area))', "unique(grew_from, state)"],
        "teams": ["unique(name_key(name))", 'name_key(name) == "an bình"', "unique(signed, area)"],
        "people": ["counts", "org.is_new", "org.is_led", "unique(name_key(full_name), org)",
                   "found(org)", "found(course)", "found(org.grew_from)", "org.is_new and active",
                   "unique(org)", "org == org.grew_from"],
        "courses": ["unique(code)", "begins >= year_start"],
    }  # fmt: skip
    return draw(st.sampled_from(tests[sheet]))


@st.composite
def _of_this(draw: st.DrawFn, sheet: str, this: str) -> str:
    if this == "clubs":
        tests = ["this.is_new", "this.women > 1", "blank(this.grew_from)", "found(this.grew_from)"]
        if sheet == "clubs":
            tests += ["name_key(name) == name_key(this.name)", "this.area == area",
                      "this.state.phase == state.phase"]  # fmt: skip
        if sheet == "teams":
            tests += ["name_key(name) == name_key(this.name) and area == this.area",
                      "area == this.area", "this.founded == signed"]  # fmt: skip
        if sheet == "people":
            tests += ["org == this.grew_from", "hours > this.income", "this.online == active"]
        return draw(st.sampled_from(tests))
    if this == "people":
        return draw(st.sampled_from(["this.active", "this.post.leads", "this.org.is_new"]))
    return draw(st.sampled_from(["true", "false"]))


@st.composite
def _anything(draw: st.DrawFn, sheet: str) -> str:
    fields = [c.field for c in PLAN.sheet(sheet).column if c.type != "row_number"]
    more = {
        "clubs": [
            "state.phase",
            "state.alive",
            "men",
            "name_key(name)",
            "grew_from.members",
            "women / members",
        ],
        "people": [
            "post.of",
            "post.leads",
            "org.state",
            "org.grew_from",
            "total(hours)",
            "sheet(org)",
        ],
    }
    return draw(st.sampled_from([*fields, *more.get(sheet, [])]))
