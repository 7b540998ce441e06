"""A small invented plan (clubs, teams, people, courses) and worlds of typed rows for its rules."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from consolidate.plan.models import Plan
from consolidate.rules import World
from consolidate.tables import Sender, Table

REFUSED = object()  # something was typed that could not be read

LISTS: dict[str, Any] = {
    "yes_no": {
        "code": "yes_no",
        "values": [{"code": "yes", "title": "Có"}, {"code": "no", "title": "Không"}],
    },
    "club_state": {
        "code": "club_state",
        "flags": {"alive": "yes_no", "phase": "text"},
        "values": [
            {"code": "new", "title": "Mới lập", "alive": True, "phase": "start"},
            {"code": "running", "title": "Đang hoạt động", "alive": True, "phase": "middle"},
            {"code": "closed", "title": "Đã đóng cửa", "phase": "end"},
        ],
    },
    "team_state": {
        "code": "team_state",
        "flags": {"alive": "yes_no"},
        "values": [
            {"code": "new", "title": "Mới lập", "alive": True},
            {"code": "merged", "title": "Đã thành câu lạc bộ"},
        ],
    },
    "posts": {
        "code": "posts",
        "flags": {"leads": "yes_no", "of": "text"},
        "values": [
            {"code": "head", "title": "Chủ nhiệm", "leads": True, "of": "club"},
            {"code": "deputy", "title": "Phó chủ nhiệm", "leads": True, "of": "club"},
            {"code": "captain", "title": "Đội trưởng", "of": "team"},
            {"code": "helper", "title": "Khác"},
        ],
    },
    "levels": {
        "code": "levels",
        "values": [
            {"code": "region", "title": "Vùng"},
            {"code": "branch", "title": "Chi hội"},
        ],
    },
    "areas": {"code": "areas", "source": "communes"},
    "units": {"code": "units", "source": "units"},
}


def _column(field: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "title": field.replace("_", " ").capitalize(), "type": kind, **more}


SHEETS: list[dict[str, Any]] = [
    {
        "key": "info",
        "title": "Thông tin",
        "kind": "form",
        "column": [
            _column("unit_code", "code", list="units"),
            _column("data_date", "date"),
            _column("no_clubs", "yes_no"),
        ],
    },
    {
        "key": "clubs",
        "title": "Câu lạc bộ",
        "label": "name",
        "column": [
            _column("row_no", "row_number"),
            _column("name", "text"),
            _column("number", "tax_code"),
            _column("founded", "date"),
            _column("area", "choice", list="areas"),
            _column("state", "choice", list="club_state"),
            _column("members", "count"),
            _column("women", "count"),
            _column("income", "money"),
            _column("online", "yes_no"),
            _column("grew_from", "reference", refers_to=("teams",)),
            _column("note", "text"),
        ],
        "identity": {"club": (("number",), ("name_key(name)", "area"))},
        "derived": [
            {
                "field": "is_new",
                "title": "Mới",
                "all": [
                    {"when": 'state == "new"', "otherwise": "Không phải mới lập"},
                    {"when": "between(founded, year_start, cutoff)", "otherwise": "Ngoài năm"},
                    {"when": "women >= settings.least_women", "otherwise": "Không có nữ"},
                ],
            },
            {"field": "men", "title": "Nam", "value": "members - women"},
            {
                "field": "is_led",
                "title": "Có người đứng đầu",
                "all": [
                    {
                        "when": 'count("people", post.leads and active) >= 1',
                        "otherwise": "Chưa có người đứng đầu",
                    }
                ],
            },
        ],
    },
    {
        "key": "teams",
        "title": "Đội",
        "label": "name",
        "column": [
            _column("name", "text"),
            _column("state", "choice", list="team_state"),
            _column("members", "count"),
            _column("area", "choice", list="areas"),
            _column("signed", "date"),
        ],
        "identity": {"team": (("name_key(name)", "area"),)},
    },
    {
        "key": "people",
        "title": "Người",
        "column": [
            _column("full_name", "text", personal=True),
            _column("org", "reference", refers_to=("clubs", "teams")),
            _column("post", "choice", list="posts"),
            _column("active", "yes_no"),
            _column("phone", "phone", personal=True),
            _column("hours", "money"),
            _column("course", "reference", refers_to=("courses",), free_text=True),
        ],
        "identity": {
            "person": {"any": (("name_key(full_name)", "org"), ("name_key(full_name)", "phone"))}
        },
        "derived": [
            {
                "field": "counts",
                "title": "Được tính",
                "all": [
                    {"when": "active", "otherwise": "Không còn giữ chức vụ"},
                    {"when": "org.state.alive", "otherwise": "Tổ chức không hoạt động"},
                    {"when": 'sheet(org) == "clubs"', "otherwise": "Không thuộc câu lạc bộ"},
                ],
            }
        ],
    },
    {
        "key": "courses",
        "title": "Lớp",
        "label": "code",
        "column": [
            _column("code", "text"),
            _column("begins", "date"),
            _column("level", "choice", list="levels"),
            _column("people", "count"),
        ],
    },
]


@cache
def ruled_plan() -> Plan:
    """The plan, whole."""
    words = ("a",)
    return Plan.model_validate(
        {
            "code": "7/KH",
            "key": "clubs-plan",
            "version": "1",
            "title": "Kế hoạch câu lạc bộ",
            "short": "Câu lạc bộ",
            "year": 2031,
            "year_start": date(2031, 1, 1),
            "year_end": date(2031, 12, 31),
            "document": {
                "organisation": "a", "short_organisation": "a", "head_left": words,
                "head_right": words, "place": "a", "report_sign": "a", "sign_left": words,
                "sign_right": words, "contact": "a", "privacy": "a",
            },
            "guide": {"steps": words},
            "form_fields": {
                "sheet": "info", "unit_code": "unit_code", "unit_name": "unit_code",
                "period": "unit_code", "submission": "unit_code", "cutoff": "data_date",
                "report_date": "data_date",
            },
            "names": {
                "drop_leading": ("câu lạc bộ", "clb", "đội"),
                "expand": {"tt": "thể thao", "clb": "câu lạc bộ"},
            },
            "levels": (
                {"code": "region", "title": "Vùng"}, {"code": "branch", "title": "Chi hội"},
            ),
            "sheet_order": tuple(s["key"] for s in SHEETS),
            "periods": (
                {
                    "code": "2031-H1", "name": "Nửa đầu năm 2031", "start": date(2031, 1, 1),
                    "end": date(2031, 6, 30), "cutoff": date(2031, 6, 14),
                    "due": date(2031, 6, 20), "units": "branch", "optional": ("region",),
                    "communes": "v1",
                },
            ),
            "settings": (
                {
                    "code": "S-1", "field": "least_women", "title": "a", "help": "a",
                    "type": "count", "default": 1,
                },
                {
                    "code": "S-2", "field": "jobs", "title": "a", "help": "a", "type": "choice",
                    "values": ({"code": "stock", "title": "a"}, {"code": "flow", "title": "b"}),
                    "default": "stock",
                },
                {
                    "code": "S-3", "field": "strict", "title": "a", "help": "a", "type": "yes_no",
                    "default": True,
                },
                {"code": "S-4", "field": "from_day", "title": "a", "help": "a", "type": "date"},
            ),
            "targets": (),
            "units": (
                {
                    "code": "B1", "name": "Đông", "full_name": "Chi hội Đông", "kind": "Chi hội",
                    "level": "branch", "slug": "dong",
                },
                {
                    "code": "B2", "name": "Tây", "full_name": "Chi hội Tây", "kind": "Chi hội",
                    "level": "branch", "slug": "tay",
                },
                {
                    "code": "R", "name": "Vùng", "full_name": "Vùng", "kind": "Vùng",
                    "level": "region", "slug": "vung",
                },
            ),
            "communes": tuple(
                {"version": "v1", "code": c, "name": n, "kind": "xã", "unit": u}
                for c, n, u in (("01", "An Hòa", "B1"), ("02", "Bãi", "B1"), ("03", "Cồn", "B2"))
            ),
            "lists": LISTS,
            "sheets": SHEETS,
            "forms": (),
        }
    )  # fmt: skip


_DTYPES = {
    "count": "Int64",
    "money": "Float64",
    "percent": "Float64",
    "date": "datetime64[us]",
    "yes_no": "boolean",
}

Rows = list[dict[str, Any]]


def table(sheet: str, files: list[Rows]) -> Table:
    """A table of the plan: for each file its rows, a field that is left out being blank."""
    columns = ruled_plan().sheet(sheet).column
    rows = [row for file in files for row in file]
    values, refused = {}, {}
    for column in columns:
        cells = [row.get(column.field) for row in rows]
        refused[column.field] = [cell is REFUSED for cell in cells]
        plain = [None if cell is REFUSED else cell for cell in cells]
        values[column.field] = pd.Series(plain, dtype=_DTYPES.get(column.type, "object"))
    origin = {
        "file": [number for number, file in enumerate(files) for _ in file],
        "row": [place + 8 for file in files for place, _ in enumerate(file)],
    }
    index = pd.RangeIndex(len(rows))
    return Table(
        sheet,
        pd.DataFrame(values, index=index),
        pd.DataFrame(refused, index=index, dtype=bool),
        pd.DataFrame(origin, index=index, dtype="int64"),
    )


def world(*files: dict[str, Rows], merged: bool = False, **more: Any) -> World:
    """A world of files, each a mapping from sheet key to rows; senders take turns in the roster."""
    plan = ruled_plan()
    senders = [
        Sender(unit.code, unit.full_name, unit.level, pd.Timestamp(2031, 5, 1 + number))
        for number, unit in enumerate((plan.units * len(files))[: len(files)])
    ]
    return World(
        plan=plan,
        period=plan.periods[0],
        settings={s.field: s.default for s in plan.settings} | more.pop("settings", {}),
        tables={s.key: table(s.key, [file.get(s.key, []) for file in files]) for s in plan.sheets},
        senders=senders,
        merged=merged,
        **more,
    )
