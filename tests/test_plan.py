"""The plan that is shipped: counted by hand, and told apart from what may only look right."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from consolidate.issues import Severity
from consolidate.plan import Plan, PlanError, bundled, load_plan
from consolidate.plan.models import AnyOf, Ratio, Summed

COLUMNS = {
    "report_info": 24,
    "cooperatives": 28,
    "cooperative_groups": 24,
    "women_managers": 10,
    "support_actions": 11,
    "training_courses": 18,
    "union_officers": 9,
    "activities": 14,
    "remarks": 6,
}
TITLES = [
    "Thông tin chung", "HTX", "THT", "Nữ quản lý", "Hỗ trợ", "Đào tạo", "Cán bộ Hội",
    "Hoạt động", "Khó khăn, kiến nghị",
]  # fmt: skip
# code: how many rules carry it (one for each pair of columns, each level, each table)
RULES = {
    "report_info": "INF-03 INF-04 INF-05 INF-06 INF-07:6 INF-08:6",
    "cooperatives": (
        "GEN-10:3 HTX-04 HTX-05 HTX-06 HTX-07 HTX-08:2 HTX-09 HTX-10 HTX-11 HTX-12 HTX-13 HTX-14 "
        "HTX-15 HTX-16 HTX-17:2 HTX-18 HTX-19 HTX-20 HTX-21 HTX-22 MGR-07"
    ),
    "cooperative_groups": (
        "GEN-10:3 HTX-12 THT-01 THT-02 THT-03 THT-04 THT-05 THT-06 THT-07 THT-08"
    ),
    "women_managers": "MGR-01 MGR-02 MGR-03:3 MGR-04 MGR-05 MGR-06:2",
    "support_actions": "SUP-01 SUP-02 SUP-03 SUP-04 SUP-05 SUP-06 SUP-07 SUP-08",
    "training_courses": "GEN-10 TRN-01 TRN-02 TRN-03:2 TRN-04:3 TRN-05 TRN-06:2 TRN-07",
    "union_officers": "OFF-01 OFF-02 OFF-03 OFF-04 OFF-05",
    "activities": "GEN-10 ACT-01 ACT-02 ACT-03 ACT-04 ACT-05",
    "remarks": "REM-01",
}
ERRORS = (
    "INF-03 INF-05 INF-07 INF-08 GEN-10 HTX-04 HTX-05 HTX-06 HTX-11 HTX-12 HTX-18 THT-01 THT-02 "
    "THT-04 THT-05 MGR-01 MGR-02 MGR-04 MGR-07 SUP-01 SUP-02 SUP-03 SUP-04 TRN-01 TRN-02 TRN-03 "
    "TRN-04 OFF-01 OFF-02 OFF-04 ACT-01 ACT-02 ACT-04 REM-01"
)
INFOS = "HTX-16 MGR-06 SUP-06 OFF-05"
LIST_SIZES = {
    "yes_no": 2, "periods": 0, "local_plan_status": 4, "htx_status": 5, "tht_status": 5,
    "tht_form": 3, "support_level": 4, "organiser_level": 5, "officer_level": 3, "sectors": 7,
    "quality": 5, "positions": 11, "support_types": 11, "loan_sources": 5, "training_topics": 8,
    "activity_forms": 14, "remark_types": 5, "addressees": 5, "target_status": 6,
    "submission_status": 6, "tasks": 18, "units": 0, "communes_of_unit": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(bundled())


def parts(listed: str) -> dict[str, int]:
    """`A B:2` as {A: 1, B: 2}."""
    return {code: int(n or 1) for code, _, n in (p.partition(":") for p in listed.split())}


# --- what it holds -------------------------------------------------------------------------------


def test_sheets_and_columns(plan: Plan) -> None:
    assert {s.key: len(s.column) for s in plan.sheets} == COLUMNS
    assert sum(COLUMNS.values()) == 144
    assert [s.title for s in plan.sheets] == TITLES
    assert [s.key for s in plan.sheets if s.kind == "form"] == ["report_info"]


def test_rules_and_their_severities(plan: Plan) -> None:
    assert {s.key: Counter(r.code for r in s.rule) for s in plan.sheets} == {
        key: parts(listed) for key, listed in RULES.items()
    }
    for rule in (r for s in plan.sheets for r in s.rule):
        if rule.code in parts(ERRORS):
            assert rule.severity is Severity.ERROR, rule.code
        else:
            wanted = Severity.INFO if rule.code in parts(INFOS) else Severity.WARNING
            assert rule.severity is wanted, rule.code


def test_lists(plan: Plan) -> None:
    assert {code: len(chosen.values) for code, chosen in plan.lists.items()} == LIST_SIZES
    tasks = {v.code: v for v in plan.lists["tasks"].values}
    assert tasks["III.1.2"].title.startswith("III.1.2 Tuyên truyền")
    assert "III.1.2" in tasks["III.1.2"].aliases  # the bare code is read as well
    assert Counter(v.flags["main_level"] for v in tasks.values()) == {
        "all": 10,
        "city": 6,
        "district": 2,
    }
    counted = [
        v.code for v in plan.lists["support_types"].values if v.flags.get("counts_as_strengthening")
    ]
    assert len(counted) == 9


def test_units_in_the_order_of_the_plan(plan: Plan) -> None:
    levels = Counter(u.level for u in plan.units)
    assert levels == {"district": 30, "commune": 126, "affiliated": 2, "city": 1}
    districts = plan.expected(plan.period("2025-H1"))
    assert Counter(u.kind for u in districts) == {"quận": 12, "huyện": 17, "thị xã": 1}
    assert [districts[0].code, districts[11].code, districts[12].code, districts[29].code] == [
        "D001",
        "D268",
        "D016",
        "D269",
    ]
    assert plan.unit("D001").full_name == "Hội LHPN quận Ba Đình"
    assert plan.unit("C00004").full_name == "Hội LHPN phường Ba Đình"
    assert plan.unit("CITY").full_name == "Hội LHPN thành phố Hà Nội"


def test_communes_and_what_became_of_them(plan: Plan) -> None:
    assert Counter(c.version for c in plan.communes) == {"2024": 526, "2025": 126}
    assert Counter(c.kind for c in plan.communes if c.version == "2024") == {
        "phường": 160,
        "xã": 345,
        "thị trấn": 21,
    }
    assert Counter(s.extent for s in plan.successions) == {"part": 468, "full": 327}
    first_half, year = plan.period("2025-H1"), plan.period("2025-Y-126")
    ba_dinh = plan.communes_of(plan.unit("D001"), first_half)
    assert len(ba_dinh) == 13
    assert ba_dinh[0].title == "Phường Phúc Xá"
    assert [c.title for c in plan.communes_of(plan.unit("C00004"), year)] == ["Phường Ba Đình"]
    assert len(plan.communes_of(plan.unit("CITY"), first_half)) == 526


def test_periods(plan: Plan) -> None:
    assert [(p.code, p.units, len(plan.expected(p)), p.pace) for p in plan.periods] == [
        ("2025-H1", "district", 30, 0.5),
        ("2025-Y", "district", 30, 1.0),
        ("2025-Y-126", "commune", 126, 1.0),
    ]
    assert plan.period("2025-H1").cutoff == date(2025, 6, 14)
    assert plan.period("2025-Y").due == date(2025, 12, 20)
    assert len(plan.may_report(plan.period("2025-H1"))) == 33


def test_targets(plan: Plan) -> None:
    assert [(t.code, t.clause, t.goal, t.unit_rated) for t in plan.targets] == [
        ("T1", "II.1", 3, False),
        ("T2A", "II.2", 15, False),
        ("T2B", "II.2", 20, False),
        ("T3A", "II.3", 300, False),
        ("T3B", "II.3", 200, False),
        ("T4", "II.4", 1.0, True),
        ("T4M", "II.4", None, False),
        ("T5", "II.5", 1.0, True),
    ]
    by_code = {t.code: t.measure for t in plan.targets}
    assert isinstance(by_code["T3A"], Summed)
    assert isinstance(by_code["T4"], Ratio)
    assert by_code["T4"].distinct == "person"


def test_settings_have_the_defaults_that_were_proposed(plan: Plan) -> None:
    assert {s.code: s.default for s in plan.settings} == {
        "D-1": "any",
        "D-2": False,
        "D-2a": 1,
        "D-3": "stock",
        "D-3a": "six_months",
        "D-4": "board",
        "D-5": "this_year",
        "D-6": "full",
        "D-7": None,
        "D-8": "new_only",
        "D-9": "none",
        "D-10": "none",
        "D-11": "direct",
        "D-12": None,
    }
    assert {s.code: s.overrides for s in plan.settings if s.overrides} == {
        "D-7": "cutoff",
        "D-12": "pace",
    }


def test_a_choice_with_more_than_one_value_changes_a_figure(plan: Plan) -> None:
    """A setting that nothing asks would be a promise that nothing keeps."""
    expressions = " ".join(
        [
            *(c.when for s in plan.sheets for d in s.derived for c in d.all),
            *(t.measure.value for t in plan.targets if isinstance(t.measure, Summed)),
        ]
    )
    for setting in plan.settings:
        if setting.overrides is None and len(setting.values) != 1:
            assert f"settings.{setting.field}" in expressions, setting.code


def test_identities(plan: Plan) -> None:
    person = plan.sheet("women_managers").identity["person"]
    assert isinstance(person, AnyOf)
    assert len(person.any) == 2
    assert plan.sheet("cooperatives").identity["organisation"] == (
        ("tax_code",),
        ("name_key(org_name)", "commune_code"),
    )


def test_forms(plan: Plan) -> None:
    assert [(f.number, f.kind) for f in plan.forms] == [
        ("01", "targets"), ("02", "units"), ("03", "rows"), ("04a", "rows"), ("04b", "rows"),
        ("05a", "groups"), ("05b", "groups"), ("06a", "groups"), ("06b", "groups"),
        ("07", "groups"), ("08", "rows"), ("09", "receipt"),
    ]  # fmt: skip


def test_personal_columns_stay_in_the_office(plan: Plan) -> None:
    personal = {(s.key, c.field) for s in plan.sheets for c in s.column if c.personal}
    assert personal == {
        ("report_info", "preparer_name"),
        ("report_info", "preparer_phone"),
        ("report_info", "approver_name"),
        ("cooperative_groups", "leader_name"),
        ("women_managers", "full_name"),
        ("women_managers", "phone"),
        ("union_officers", "full_name"),
    }
    for form in plan.forms:
        assert not {(form.sheet, c) for c in form.columns if isinstance(c, str)} & personal
    for sheet in plan.sheets:
        for rule in sheet.rule:
            quoted = set(re.findall(r"{(\w+)}", rule.message + rule.help))
            assert not {(sheet.key, name) for name in quoted} & personal, rule.code


# --- what people read ----------------------------------------------------------------------------


def test_every_column_says_what_to_write(plan: Plan) -> None:
    for sheet in plan.sheets:
        for column in sheet.column:
            assert 5 <= len(column.help) <= 110, (sheet.key, column.field)
            assert column.help[-1] in ".…", (sheet.key, column.field)


def test_every_rule_says_what_is_wrong_and_what_to_do(plan: Plan) -> None:
    verbs = {
        "Ghi", "Kiểm", "Chọn", "Xóa", "Sửa", "Điền", "Thêm", "Giữ", "Chuyển", "Kê", "Đặt",
    }  # fmt: skip
    for rule in (r for s in plan.sheets for r in s.rule):
        assert rule.message.endswith("."), rule.code
        assert rule.help.split()[0] in verbs, rule.code
        assert rule.wrong, rule.code
        assert rule.right, rule.code
        assert rule.wrong != rule.right, rule.code


def test_what_stands_in_quotes_is_declared(plan: Plan) -> None:
    """Titles and list values are declared once: a sentence that quotes one must quote it right."""
    declared = {s.title for s in plan.sheets} | {c.title for s in plan.sheets for c in s.column}
    declared |= {v.title for chosen in plan.lists.values() for v in chosen.values}
    declared |= {p.name for p in plan.periods}
    free = {"Không phát sinh", "Kiểm tra", "SẴN SÀNG GỬI", "khoảng", "trên", "20-25"}
    texts = [t for s in plan.sheets for r in s.rule for t in (r.message, r.help)]
    texts += [c.help for s in plan.sheets for c in s.column] + [*plan.guide.steps]
    for text in texts:
        for quoted in re.findall("“([^”]*)”", text):
            assert "{" in quoted or quoted in declared | free, text


def test_no_word_of_machines(plan: Plan) -> None:
    texts = [t for s in plan.sheets for r in s.rule for t in (r.message, r.help)]
    texts += [c.help for s in plan.sheets for c in s.column]
    for text in texts:
        assert not re.search(r"\b(null|none|nan|true|false|schema|dtype)\b", text, re.I), text
        assert "không hợp lệ" not in text, text


# --- where it lies -------------------------------------------------------------------------------


def test_the_shipped_plan_is_found_by_name() -> None:
    assert bundled() == bundled("plan-139-2025")
    assert (bundled() / "plan.toml").is_file()


def test_a_plan_that_is_not_shipped() -> None:
    with pytest.raises(PlanError, match="không có sẵn"):
        bundled("plan-none")


def test_the_digest_changes_with_every_file(tmp_path: Path) -> None:
    small = Path(__file__).parent / "plans" / "small"
    digests = set()
    for changed in [None, *sorted(small.rglob("*.toml")), *sorted(small.glob("*.csv"))]:
        folder = tmp_path / str(len(digests))
        for path in small.rglob("*.*"):
            (folder / path.relative_to(small)).parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            comment = "\n" if path.suffix == ".csv" else "# một ghi chú\n"
            copied = folder / path.relative_to(small)
            copied.write_text(text + comment * (path == changed), encoding="utf-8")
        digests.add(load_plan(folder).digest)
    assert len(digests) == 1 + 7 + 1  # as it is, seven TOML files, one roster
