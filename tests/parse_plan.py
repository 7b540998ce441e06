"""A small plan for tests of reading: a few lists, one period, two units."""

from datetime import date
from typing import Any

from consolidate.parse import Context
from consolidate.plan.models import (
    ChoiceList,
    Column,
    Commune,
    Document,
    FormFields,
    Guide,
    Level,
    ListValue,
    Names,
    Period,
    Plan,
    SheetPlan,
    Unit,
)

NAMES = Names(
    drop_leading=("hợp tác xã", "htx", "tổ hợp tác", "tổ ht", "tht"),
    expand={"nn": "nông nghiệp", "dv": "dịch vụ", "tm": "thương mại"},
    unit_words=("HTX", "THT", "lớp"),
)
PERIOD = Period(
    code="2025-H1",
    name="6 tháng đầu năm 2025",
    start=date(2025, 1, 1),
    end=date(2025, 6, 30),
    cutoff=date(2025, 6, 14),
    due=date(2025, 6, 20),
    units="district",
    communes="old",
    pace=0.5,
)
STATUS = ChoiceList(
    code="status",
    title="Tình trạng",
    values=(
        ListValue(code="new", title="Thành lập mới trong năm", aliases=("Thành lập mới",)),
        ListValue(code="active", title="Đang hoạt động"),
        ListValue(code="suspended", title="Tạm ngừng hoạt động", aliases=("Tạm ngừng", "Ngừng")),
        ListValue(code="ended", title="Đã chấm dứt", aliases=("Ngừng",)),
    ),
)
YES_NO = ChoiceList(
    code="yes_no",
    title="Có hoặc Không",
    values=(ListValue(code="yes", title="Có"), ListValue(code="no", title="Không")),
)
UNITS = (
    Unit(code="D001", name="Ba Đình", full_name="Quận Ba Đình", kind="quận", level="district",
         slug="ba-dinh"),
    Unit(code="D271", name="Ba Vì", full_name="Huyện Ba Vì", kind="huyện", level="district",
         slug="ba-vi"),
)  # fmt: skip
COMMUNES = (
    Commune(version="old", code="00001", name="Phúc Xá", kind="phường", unit="D001"),
    Commune(version="old", code="00004", name="Trúc Bạch", kind="phường", unit="D001"),
    Commune(version="old", code="09661", name="Phú Sơn", kind="xã", unit="D271"),
    Commune(version="old", code="09619", name="Tây Đằng", kind="thị trấn", unit="D271"),
)


def a_plan() -> Plan:
    """The plan, whole enough for the models and for reading cells."""
    form = SheetPlan(
        key="info",
        title="Thông tin",
        kind="form",
        column=(Column(field="a", title="A", type="text"),),
    )
    return Plan(
        code="1/KH",
        key="small",
        version="1",
        title="Kế hoạch thử",
        short="Thử",
        year=2025,
        year_start=date(2025, 1, 1),
        year_end=date(2025, 12, 31),
        document=Document.model_construct(),
        guide=Guide(steps=()),
        form_fields=FormFields.model_construct(sheet="info", report_date="reported"),
        names=NAMES,
        levels=(Level(code="district", title="Huyện"),),
        sheet_order=("info",),
        periods=(PERIOD,),
        settings=(),
        targets=(),
        units=UNITS,
        communes=COMMUNES,
        lists={
            "status": STATUS,
            "yes_no": YES_NO,
            "communes": ChoiceList(code="communes", source="communes"),
            "units": ChoiceList(code="units", source="units"),
        },
        sheets=(form,),
        forms=(),
    )


PLAN = a_plan()
CONTEXT = Context(PLAN, PERIOD, UNITS[0])


def a_column(type_: str, **keys: Any) -> Column:
    """A column of a type, with the unit and the list that such columns of the tests have."""
    usual: dict[str, Any] = {
        "count": {"unit": "người"},
        "money": {"unit": "triệu đồng"},
        "yes_no": {"list": "yes_no"},
        "choice": {"list": "status"},
    }.get(type_, {})
    return Column(**({"field": "f", "title": "Cột", "type": type_} | usual | keys))
