"""The shipped plan with one district's file in it: typed rows that break no rule, to be changed."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from consolidate.plan import Plan, bundled, load_plan
from consolidate.rules import World
from consolidate.tables import Sender, Table

Row = dict[str, Any]
File = dict[str, list[Row]]

FIRST_ROW = 8

_DTYPES = {
    "count": "Int64",
    "money": "Float64",
    "percent": "Float64",
    "date": "datetime64[us]",
    "yes_no": "boolean",
}
_JOBS: Row = {
    "managers_total": 5, "managers_women": 2, "members_total": 20, "members_women": 12,
    "workers_total": 8, "workers_women": 6, "women_stable_jobs": 10, "women_new_jobs_ytd": 10,
    "sector": "agriculture", "founding_support_level": "district",
}  # fmt: skip
NEW: Row = _JOBS | {
    "org_name": "HTX Rau sạch Ví Dụ", "tax_code": "0199990011", "status": "new",
    "registration_date": date(2025, 3, 12), "commune_code": "00001",
}  # fmt: skip
OLD: Row = _JOBS | {
    "org_name": "HTX Mây tre Ví Dụ", "tax_code": "0199990029", "status": "active",
    "registration_date": date(2020, 3, 12), "commune_code": "00004", "women_new_jobs_ytd": 3,
    "converted_from": "THT Thêu Ví Dụ",
}  # fmt: skip
GROUP: Row = _JOBS | {
    "org_name": "THT Chăn nuôi Ví Dụ", "legal_form": "contract_only", "status": "active",
    "founded_date": date(2021, 5, 4), "commune_code": "00001", "women_new_jobs_ytd": 3,
}  # fmt: skip
CONVERTED: Row = GROUP | {
    "org_name": "THT Thêu Ví Dụ", "status": "converted", "women_stable_jobs": 0,
    "women_new_jobs_ytd": 0,
}  # fmt: skip
DISTRICT: File = {
    "report_info": [
        {
            "unit_code": "D001", "unit_name": "Hội LHPN quận Ba Đình", "period_code": "2025-H1",
            "submission_no": 1, "data_cutoff_date": date(2025, 6, 14),
            "report_date": date(2025, 6, 16), "preparer_name": "Nguyễn Thị Ví Dụ",
            "local_plan_status": "drafting", "nil_htx": False, "nil_tht": False,
            "nil_managers": False, "nil_support": False, "nil_training": False,
            "nil_activities": False,
        }
    ],
    "cooperatives": [NEW, OLD],
    "cooperative_groups": [GROUP, CONVERTED],
    "women_managers": [
        {
            "full_name": name, "org_name": org, "position": position, "in_post": True,
            "trained_ytd": True, "training_level": "district", "training_ref": "L01",
        }
        for name, org, position in (
            ("Trần Thị A", "HTX Rau sạch Ví Dụ", "director"),
            ("Trần Thị B", "HTX Rau sạch Ví Dụ", "board_member"),
            ("Trần Thị C", "HTX Mây tre Ví Dụ", "chair_board"),
            ("Trần Thị D", "HTX Mây tre Ví Dụ", "deputy_director"),
            ("Trần Thị E", "THT Chăn nuôi Ví Dụ", "tht_leader"),
        )
    ],
    "support_actions": [
        {
            "org_name": "HTX Mây tre Ví Dụ", "support_type": "digital", "support_level": "district",
            "support_date": date(2025, 4, 2), "content": "Mở gian hàng trên sàn, bán 120 đơn",
        },
        {
            "org_name": "THT Chăn nuôi Ví Dụ", "support_type": "credit", "loan_source": "vbsp",
            "loan_amount": 100.0, "support_level": "district", "support_date": date(2025, 5, 2),
            "content": "Vay vốn mua giống, 10 hộ",
        },
    ],
    "training_courses": [
        {
            "course_code": "L01", "course_name": "Tập huấn Luật HTX", "topic": "coop_law",
            "organiser_level": "district", "start_date": date(2025, 3, 3),
            "end_date": date(2025, 3, 4), "participants_total": 30, "participants_women": 28,
            "p_htx_managers": 4, "p_htx_members": 10, "p_tht_members": 6, "p_public": 4,
            "p_officers": 6,
        }
    ],
    "union_officers": [
        {
            "full_name": f"Lê Thị {n}", "position": "Cán bộ", "officer_level": level,
            "commune_code": commune, "trained_ytd": True, "training_level": "district",
            "training_ref": "L01",
        }
        for n, (level, commune) in enumerate((("district", None), ("commune", "00001")))
    ],
    "activities": [
        {
            "task_code": "III.1.2", "activity_name": "Tuyên truyền tại chi hội",
            "activity_form": "conference", "organiser_level": "commune",
            "start_date": date(2025, 4, 1), "sessions": 2, "participants_total": 80,
            "participants_women": 75,
        },
        {
            "task_code": "III.1.5", "activity_name": "Bài về mô hình", "activity_form": "article",
            "organiser_level": "district", "start_date": date(2025, 4, 1), "sessions": 0,
            "media_items": 3,
        },
    ],
    "remarks": [
        {"category": "nomination", "content": "Cách làm hay", "org_name": "HTX Mây tre Ví Dụ"}
    ],
}  # fmt: skip


@cache
def shipped_plan() -> Plan:
    """The plan that comes with the program."""
    return load_plan(bundled())


def district_file() -> File:
    """A file that breaks no rule (but says which communes have no officer), free to be changed."""
    return deepcopy(DISTRICT)


def world_of(*files: File, unit: str = "D001", period: str = "2025-H1", **settings: Any) -> World:
    """The world of files of one unit, each with its own look-ups; the cutoff is the period's."""
    plan = shipped_plan()
    sender = plan.unit(unit)
    cutoff = plan.period(period).cutoff
    return World(
        plan=plan,
        period=plan.period(period),
        settings={s.field: s.default for s in plan.settings} | settings,
        tables={s.key: _table(s.key, [f.get(s.key, []) for f in files]) for s in plan.sheets},
        senders=[Sender(unit, sender.full_name, sender.level, pd.Timestamp(cutoff))] * len(files),
    )


def _table(key: str, files: list[list[Row]]) -> Table:
    columns = shipped_plan().sheet(key).column
    rows = [row for file in files for row in file]
    index = pd.RangeIndex(len(rows))
    unknown = {field for row in rows for field in row} - {c.field for c in columns}
    assert not unknown, unknown
    values = {
        c.field: pd.Series([r.get(c.field) for r in rows], dtype=_DTYPES.get(c.type, "object"))
        for c in columns
    }
    refused = pd.DataFrame(False, index=index, columns=[c.field for c in columns])
    origin = {
        "file": [number for number, file in enumerate(files) for _ in file],
        "row": [FIRST_ROW + place for file in files for place, _ in enumerate(file)],
    }
    return Table(
        key,
        pd.DataFrame(values, index=index),
        refused,
        pd.DataFrame(origin, index=index, dtype="int64"),
    )
