"""An outcome made by hand over a tiny plan: what the tests of the consolidated workbook write.

Three districts must report, one of them has not, and the city has sent a file of its own. One
cooperative stands in two districts, one row is set aside, one manager works in two cooperatives.
Personal values are canaries: no part of the officials' edition may hold them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from consolidate.issues import Issue, Place, Severity
from consolidate.outcome import (
    ACCEPTED,
    SET_ASIDE,
    Measured,
    Outcome,
    Return,
    SheetCount,
    UnitState,
)
from consolidate.parse.readings import Skipped
from consolidate.plan.models import (
    ChoiceList,
    Column,
    Condition,
    Counted,
    Derived,
    Document,
    FormColumn,
    FormFields,
    Guide,
    Level,
    ListValue,
    OutputForm,
    Period,
    Plan,
    Ratio,
    Setting,
    SettingValue,
    SheetPlan,
    Summed,
    Target,
    Unit,
)

CANARIES = ("Nguyễn Thị Hoàng Yến", "0912999888", "Trần Thị Bích Liên", "Lê Thị Chim Khuyên")
SENT_AS = "BC 6 thang chi Hoang Yen (sua).xlsx"


def values(**titles: str) -> tuple[ListValue, ...]:
    return tuple(ListValue(code=code, title=title) for code, title in titles.items())


def make_plan() -> Plan:
    """A plan of four units, two tables and four targets."""
    return Plan(
        code="9/KH-THU",
        key="plan-thu",
        version="3",
        title="Kế hoạch thử về hợp tác xã",
        short="Kế hoạch thử",
        year=2030,
        year_start=date(2030, 1, 1),
        year_end=date(2030, 12, 31),
        document=Document(
            organisation="Hội Thử nghiệm",
            short_organisation="Hội Thử",
            head_left=("HỘI THỬ NGHIỆM", "BAN THƯỜNG VỤ"),
            head_right=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"),
            place="Hà Nội",
            report_sign="/BC-THU",
            sign_left=("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
            sign_right=("TM. BAN THƯỜNG VỤ", "(Ký tên, đóng dấu)"),
            contact="Ban Thử nghiệm",
            privacy="Chỉ dùng để tổng hợp.",
        ),
        guide=Guide(steps=("Điền vào ô trắng.",), definitions=("Mới: thành lập trong năm.",)),
        form_fields=FormFields(
            sheet="info",
            unit_code="unit_code",
            unit_name="unit_name",
            period="period_code",
            submission="submission_no",
            cutoff="cutoff_date",
            report_date="report_date",
            report_no="report_no",
        ),
        levels=(Level(code="district", title="Quận"), Level(code="city", title="Thành phố")),
        sheet_order=("info", "coops", "managers"),
        periods=(
            Period(
                code="2030-H1",
                name="6 tháng đầu năm 2030",
                start=date(2030, 1, 1),
                end=date(2030, 6, 30),
                cutoff=date(2030, 6, 14),
                due=date(2030, 6, 20),
                units="district",
                optional=("city",),
                pace=0.5,
            ),
        ),
        settings=(
            Setting(
                code="D-1",
                field="jobs",
                title="Tính theo số nào?",
                help="Mặc định số đang có.",
                type="choice",
                values=(SettingValue(code="stock", title="Số đang có"),),
                default="stock",
            ),
        ),
        targets=make_targets(),
        units=(
            *(
                Unit(
                    code=code,
                    name=name,
                    full_name=f"Quận {name}",
                    kind="quận",
                    level="district",
                    slug=slug,
                )
                for code, name, slug in (
                    ("D001", "Ba Đình", "ba-dinh"),
                    ("D002", "Đống Đa", "dong-da"),
                    ("D003", "Tây Hồ", "tay-ho"),
                )
            ),
            Unit(
                code="CITY",
                name="Hội Thành phố",
                full_name="Hội LHPN Thành phố",
                kind="thành phố",
                level="city",
                slug="thanh-pho",
            ),
        ),
        lists={
            "yes_no": ChoiceList(title="Có/Không", values=values(yes="Có", no="Không")),
            "status": ChoiceList(
                title="Tình trạng", values=values(new="Thành lập mới", active="Đang hoạt động")
            ),
            "sector": ChoiceList(
                title="Lĩnh vực", values=values(**{"n1.1": "1.1", "n1.10": "1.10", "k": "Khác"})
            ),
            "target_status": ChoiceList(
                title="Đánh giá",
                values=values(
                    exceeded="Vượt",
                    met="Đạt",
                    not_met="Chưa đạt",
                    in_progress="Đang thực hiện",
                    not_applicable="Không phát sinh",
                    incomplete="Chưa đủ số liệu",
                ),
            ),
            "submission_status": ChoiceList(
                title="Tình trạng gửi",
                values=values(
                    missing="Chưa báo cáo",
                    valid="Đã nhận, hợp lệ",
                    valid_with_warnings="Đã nhận, có cảnh báo",
                    needs_correction="Cần chỉnh sửa",
                    unreadable="Không đọc được",
                    late="Gửi muộn",
                ),
            ),
        },
        sheets=make_sheets(),
        forms=make_forms(),
        digest="a" * 64,
    )


def make_targets() -> tuple[Target, ...]:
    return (
        Target(
            code="T1",
            clause="II.1",
            title="Thành lập mới HTX",
            short="HTX mới",
            unit="HTX",
            at_least=3,
            count=Counted(sheet="coops", where="is_new", distinct="organisation"),
            sentence="các cấp Hội đã hỗ trợ thành lập mới {achieved} HTX, đạt {rate} kế hoạch "
            "năm ({achieved}/{goal} HTX)",
        ),
        Target(
            code="T3",
            clause="II.3",
            title="Việc làm ổn định",
            short="Việc làm",
            unit="người",
            at_least=20,
            sum=Summed(sheet="coops", value="jobs", where="is_new", distinct="organisation"),
        ),
        Target(
            code="T4",
            clause="II.4",
            title="Nữ quản lý được đào tạo",
            short="Nữ quản lý",
            unit="%",
            at_least=1.0,
            unit_rated=True,
            ratio=Ratio(sheet="managers", of="trained", distinct="person"),
        ),
        Target(
            code="T4M",
            clause="II.4",
            title="Tổng số việc làm",
            short="Tổng việc làm",
            unit="người",
            sum=Summed(sheet="coops", value="jobs"),
        ),
    )


def make_sheets() -> tuple[SheetPlan, ...]:
    return (
        SheetPlan(
            key="info",
            title="Thông tin chung",
            kind="form",
            in_official=False,
            column=tuple(
                Column(field=f, title=t, type=kind, personal=f == "preparer")  # type: ignore[arg-type]
                for f, t, kind in (
                    ("unit_code", "Mã đơn vị", "code"),
                    ("unit_name", "Tên đơn vị", "text"),
                    ("period_code", "Kỳ báo cáo", "code"),
                    ("submission_no", "Lần gửi", "count"),
                    ("cutoff_date", "Số liệu tính đến", "date"),
                    ("report_date", "Ngày lập", "date"),
                    ("report_no", "Số, ký hiệu", "text"),
                    ("preparer", "Người lập biểu", "text"),
                )
            ),
        ),
        SheetPlan(
            key="coops",
            title="HTX",
            label="org_name",
            column=(
                Column(field="row_no", title="TT", type="row_number"),
                Column(field="org_name", title="Tên hợp tác xã", type="text"),
                Column(field="tax_code", title="Mã số", type="tax_code"),
                Column(field="sector", title="Lĩnh vực", type="choice", list="sector"),
                Column(field="status", title="Tình trạng", type="choice", list="status"),
                Column(field="founded", title="Ngày cấp", type="date"),
                Column(field="jobs", title="Việc làm ổn định", type="count", unit="người"),
                Column(field="leader", title="Họ tên tổ trưởng", type="text", personal=True),
                Column(field="note", title="Ghi chú", type="text"),
            ),
            identity={"organisation": (("tax_code",), ("org_name",))},
            derived=(
                Derived(
                    field="is_new",
                    title="HTX mới",
                    all=(
                        Condition(when='status == "new"', otherwise="Không thành lập trong năm"),
                        Condition(when="filled(tax_code)", otherwise="Chưa có mã số"),
                        Condition(when="filled(founded)", otherwise="Chưa có ngày cấp"),
                    ),
                ),
            ),
        ),
        SheetPlan(
            key="managers",
            title="Nữ quản lý",
            in_official=False,
            column=(
                Column(field="full_name", title="Họ và tên", type="text", personal=True),
                Column(field="org_name", title="HTX", type="reference", refers_to=("coops",)),
                Column(field="trained", title="Đã đào tạo", type="yes_no", list="yes_no"),
                Column(field="phone", title="Điện thoại", type="phone", personal=True),
            ),
            identity={"person": (("full_name", "org_name"),)},
        ),
    )


def make_forms() -> tuple[OutputForm, ...]:
    return (
        OutputForm(
            number="01",
            title="Kết quả thực hiện các mục tiêu",
            kind="targets",
            attached="(Kèm theo Báo cáo số ...../BC-THU)",
            signed=True,
            notes=("Số liệu lũy kế.",),
        ),
        OutputForm(number="02", title="Kết quả theo đơn vị", kind="units"),
        OutputForm(
            number="03",
            title="Danh sách HTX mới",
            kind="rows",
            sheet="coops",
            where="is_new",
            columns=(
                "org_name",
                "tax_code",
                "founded",
                "jobs",
                "leader",
                "note",
                FormColumn(title="Số nữ quản lý", unit="người", value='count("managers")'),
            ),
        ),
        OutputForm(
            number="05",
            title="Việc làm theo lĩnh vực",
            short="Lĩnh vực: HTX/THT",
            kind="groups",
            sheet="coops",
            group_by="sector",
            columns=(
                FormColumn(title="Số HTX", unit="HTX", count="true", distinct="organisation"),
                FormColumn(title="Việc làm", unit="người", sum="jobs"),
            ),
        ),
        OutputForm(
            number="06",
            title="Nữ quản lý theo đơn vị",
            kind="groups",
            sheet="managers",
            group_by="trained",
            columns=(FormColumn(title="Số người", unit="người", count="true", distinct="person"),),
        ),
        OutputForm(number="09", title="Tình hình gửi báo cáo", kind="receipt"),
    )


def coops() -> pd.DataFrame:
    """Five rows: two counted, one counted elsewhere, one not new, one set aside."""
    nan = float("nan")
    rows: list[dict[str, Any]] = [
        row("D001", 7, org_name="HTX Sen Hồng", tax_code="0199990011", sector="n1.1",
            status="new", founded="2030-02-01", jobs=15, leader=CANARIES[0],
            note="=HYPERLINK(\"http://x\")", is_new=True, T1=True, T3=True, T3_value=15.0,
            T4M=True, T4M_value=15.0, form_03=True, form_03_7=2.0, form_05_1=1.0, form_05_2=15.0),
        row("D001", 8, org_name="HTX Hoa Sữa", sector="n1.10", status="active", jobs=4,
            is_new_why="Không thành lập trong năm", T4M=True, T4M_value=4.0, form_05_1=1.0,
            form_05_2=4.0),
        row("D001", 9, org_name="HTX Chưa Xong", sector="k", status="new", tax_code="0199990036",
            is_new_why="Chưa có ngày cấp", state=SET_ASIDE, jobs=7),
        row("D002", 7, org_name="HTX Mây Tre", tax_code="0199990029", sector="n1.10",
            status="new", founded="2030-03-05", jobs=2,
            note="gọi chị Nga 0987 654 321, số 012345678901",
            is_new=True,
            T1=True, T3=True, T3_value=2.0, T4M=True, T4M_value=2.0, form_03=True, form_03_7=0.0,
            form_05_1=1.0, form_05_2=2.0),
        row("D002", 8, org_name="HTX Sen Hồng", tax_code="0199990011", sector="n1.1",
            status="new", founded="2030-02-01", is_new=True),
    ]  # fmt: skip
    del nan
    frame = pd.DataFrame(rows)
    frame["founded"] = pd.to_datetime(frame["founded"]).astype("datetime64[us]")
    frame["jobs"] = frame["jobs"].astype("Int64")
    return frame


def row(unit: str, number: int, **fields: Any) -> dict[str, Any]:
    """One row of the cooperatives: what is not said is blank, and counts for nothing."""
    blank: dict[str, Any] = dict.fromkeys(
        ("org_name", "tax_code", "sector", "status", "founded", "jobs", "leader", "note")
    )
    flags: dict[str, Any] = {"is_new": False, "is_new_why": ""} | dict.fromkeys(
        ("T1", "T3", "T4M", "form_03"), False
    )
    marks = dict.fromkeys(
        ("T3_value", "T4M_value", "form_03_7", "form_05_1", "form_05_2"), float("nan")
    )
    origin = {
        "unit": unit, "file": SENT_AS if unit == "D001" else "Dong Da.xlsx", "row": number,
        "state": ACCEPTED, "kept_as": KEPT[unit],
    }  # fmt: skip
    return origin | blank | flags | marks | fields


KEPT = {"D001": "D001-ba-dinh-lan-2.xlsx", "D002": "D002-dong-da-lan-1.xlsx"}


def managers() -> pd.DataFrame:
    """Four managers, one of them set aside; one person stands in two units and counts once."""
    people = [
        ("D001", 7, CANARIES[0], True, CANARIES[1], ACCEPTED, True, True),
        ("D001", 8, CANARIES[2], False, None, ACCEPTED, False, True),
        ("D001", 9, CANARIES[3], None, None, SET_ASIDE, False, False),
        ("D002", 7, CANARIES[2], True, None, ACCEPTED, True, True),
        ("D002", 8, CANARIES[0], True, CANARIES[1], ACCEPTED, False, False),
    ]
    frame = pd.DataFrame(
        [
            {
                "unit": unit, "file": SENT_AS if unit == "D001" else "Dong Da.xlsx",
                "row": number, "state": state, "kept_as": KEPT[unit], "full_name": name,
                "org_name": "HTX Sen Hồng", "trained": trained, "phone": phone, "T4": counts,
                "T4_base": base, "form_06_1": 1.0 if base else float("nan"),
            }
            for unit, number, name, trained, phone, state, counts, base in people
        ]
    )  # fmt: skip
    frame["trained"] = frame["trained"].astype("boolean")
    return frame


def make_outcome() -> Outcome:
    """The whole outcome."""
    plan = make_plan()
    targets = plan.targets
    index = pd.Index(["D001", "D002", "D003", "CITY"], name="unit")
    here = pd.DataFrame(
        {"T1": [1, 1, 0, 0], "T3": [15, 2, 0, 0], "T4": [1, 1, 0, 0], "T4_base": [2, 1, 0, 0],
         "T4M": [19, 2, 0, 0]}, index=index,
    )  # fmt: skip
    away = pd.DataFrame(0, index=index, columns=here.columns)
    away.loc["D002", ["T1", "T4_base", "T4"]] = [1, 1, 1]
    units = [plan.unit(code) for code in ("D001", "D002", "D003", "CITY")]
    return Outcome(
        plan=plan,
        period=plan.period("2030-H1"),
        settings={"jobs": "stock"},
        date=date(2030, 6, 22),
        returns=make_returns(),
        units=(
            UnitState(units[0], "needs_correction", True, True, SENT_AS, 2, date(2030, 6, 22),
                      None, 1, 1),
            UnitState(units[1], "valid", True, False, "Dong Da.xlsx", 1, date(2030, 6, 18)),
            UnitState(units[2], "missing", True),
            UnitState(units[3], "valid", False, False, "TP.xlsx", 1, date(2030, 6, 20)),
        ),
        tables={"coops": coops(), "managers": managers()},
        issues=(
            Issue(Place(SENT_AS, "coops", 9, 6, "founded"), "GEN-01", Severity.ERROR,
                  (("cell", "F9"), ("title", "Ngày cấp"))),
            Issue(Place(SENT_AS), "FIL-15", Severity.WARNING,
                  (("guess", "Tây Hồ"), ("unit", "D001"))),
            Issue(Place("ban-ky.pdf"), "FIL-01", Severity.ERROR,
                  (("file", "ban-ky.pdf"), ("cause", "tệp PDF."))),
        ),
        targets=(
            Measured(targets[0], 2, None, 2, 2 / 3, 1, "in_progress", True),
            Measured(targets[1], 17, None, 17, 0.85, 7, "in_progress", True),
            Measured(targets[2], 2, 3, 2 / 3, 2 / 3, 0, "in_progress", True),
            Measured(targets[3], 21, None, 21, None, 7, "memo", None),
        ),
        by_unit=here,
        elsewhere=away,
    )  # fmt: skip


def make_returns() -> tuple[Return, ...]:
    def item(file: str, state: str, unit: str | None, number: int | None, **more: Any) -> Return:
        return Return(
            file=file, sha256=f"{len(file):064d}", size=1000, kind="xlsx", state=state, unit=unit,
            period="2030-H1", submission=number, report_date=date(2030, 6, 18),
            form={"report_no": "12/BC", "preparer": CANARIES[2], "unit_code": unit,
                  "submission_no": number}, **more,
        )  # fmt: skip

    skipped = (Skipped(12, "total"), Skipped(13, "signature"))
    return (
        item("Ba Dinh lan 1.xlsx", "superseded", "D001", 1),
        item(SENT_AS, "needs_correction", "D001", 2, counts=True, kept_as=KEPT["D001"],
             sheets=(SheetCount("coops", "2. HTX", 5, 2, 1, skipped),
                     SheetCount("managers", "Nữ quản lý", 3, 2, 1))),
        item("Dong Da.xlsx", "accepted", "D002", 1, counts=True, kept_as=KEPT["D002"],
             sheets=(SheetCount("coops", "HTX", 2, 2, 0), SheetCount("managers", "NQL", 2, 2, 0))),
        item("TP.xlsx", "accepted", "CITY", 1, counts=True, kept_as="CITY-thanh-pho-lan-1.xlsx",
             sheets=(SheetCount("coops", "HTX", 0, 0, 0),)),
        replace(item("ban-ky.pdf", "unreadable", None, None), form={}, kind="pdf",
                reason="FIL-01", report_date=None),
    )  # fmt: skip


def with_no_rows(outcome: Outcome) -> Outcome:
    """The same without a single row or file."""
    return replace(
        outcome,
        returns=(),
        units=tuple(UnitState(u.unit, "missing", u.expected) for u in outcome.units[:3]),
        tables={key: table.iloc[:0] for key, table in outcome.tables.items()},
        issues=(),
        targets=tuple(
            replace(m, numerator=0, denominator=None if m.denominator is None else 0,
                    achieved=None if m.denominator is not None else 0,
                    rate=None, pending=0,
                    status="not_applicable" if m.denominator is not None else m.status)
            for m in outcome.targets
        ),
        by_unit=outcome.by_unit * 0,
        elsewhere=outcome.elsewhere * 0,
    )  # fmt: skip
