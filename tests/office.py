"""Returns for tests: templates of the shipped plan filled in and consolidated, as real files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.plan import bundled, load_plan
from consolidate.template import Filling, build

CODES = [
    "0199990011", "0199990029", "0199990036", "0199990043", "0199990050", "0199990068",
    "0199990075", "0199990082",
]  # fmt: skip


@cache
def plan():
    return load_plan(bundled())


def cooperative(number=0, **changes):
    """A good row of the sheet of cooperatives of Ba Đình; it counts nowhere without support."""
    return {
        "org_name": f"HTX Mẫu số {number}",
        "tax_code": CODES[number],
        "registration_date": date(2020, 3, 12),
        "commune_code": "00001",
        "sector": "agriculture",
        "status": "active",
        "founding_support_level": "district",
        "managers_total": 3,
        "managers_women": 1,
        "members_total": 12,
        "members_women": 8,
        "workers_total": 10,
        "workers_women": 6,
        "women_stable_jobs": 12,
        "women_new_jobs_ytd": 2,
    } | changes


def group(number=0, **changes):
    """A good row of the sheet of cooperative groups of Ba Đình."""
    return {
        "org_name": f"Tổ hợp tác Mẫu số {number}",
        "legal_form": "contract_only",
        "commune_code": "00004",
        "sector": "trade_services",
        "status": "active",
        "founding_support_level": "commune",
        "managers_total": 2,
        "managers_women": 2,
        "members_total": 6,
        "members_women": 5,
        "workers_total": 0,
        "workers_women": 0,
        "women_stable_jobs": 5,
        "women_new_jobs_ytd": 0,
    } | changes


def manager(org="HTX Mẫu số 0", name="Trần Thị Ví Dụ", **changes):
    return {
        "full_name": name,
        "org_name": org,
        "position": "director",
        "in_post": True,
        "trained_ytd": True,
        "training_level": "city",
    } | changes


def support(org="HTX Mẫu số 0", **changes):
    return {
        "org_name": org,
        "support_type": "ocop",
        "support_date": date(2025, 4, 2),
        "support_level": "district",
        "content": "Hỗ trợ hồ sơ đánh giá sản phẩm",
    } | changes


def officer(name="Lê Thị Cán Bộ", **changes):
    return {
        "full_name": name,
        "position": "Phó Chủ tịch",
        "officer_level": "district",
        "trained_ytd": True,
        "training_level": "city",
    } | changes


@dataclass
class Return:
    """One filled template. Tables that are not given are declared nil where they can be."""

    unit: str = "D001"
    period: str = "2025-H1"
    submission: int = 1
    tables: dict = field(default_factory=dict)
    form: dict = field(default_factory=dict)
    name: str = ""

    def write(self, folder: Path) -> Path:
        period, unit = plan().period(self.period), plan().unit(self.unit)
        tables = {"union_officers": [officer(officer_level=unit.level)]} | self.tables
        form = {
            "submission_no": self.submission,
            "data_cutoff_date": period.cutoff,
            "report_date": period.cutoff,
            "preparer_name": "Nguyễn Thị Mẫu",
            "local_plan_status": "drafting",
        }
        for sheet in plan().tables:
            if sheet.nil_field:
                form[sheet.nil_field] = not tables.get(sheet.key)
        filling = Filling(form=form | self.form, tables=tables)
        path = folder / (self.name or f"{self.unit} lan {self.submission}.xlsx")
        path.write_bytes(build(plan(), period, unit, filling))
        return path


def consolidated(folder: Path, *returns: Return, period: str | None = "2025-H1"):
    """The outcome of a folder that holds these returns."""
    folder.mkdir(exist_ok=True)
    for one in returns:
        one.write(folder)
    chosen = plan().period(period) if period else None
    return run(Asked(plan(), chosen), find([folder]), lambda _: None)


def figures(outcome):
    """Numerator of each target by its code."""
    return {m.target.code: m.numerator for m in outcome.targets}


def states(outcome):
    """State of each file by its name."""
    return {r.file: r.state for r in outcome.returns}


def said(outcome, *, at_least="warning"):
    """(sheet, cell or row, code) of the findings, infos left out unless asked for."""
    order = ["error", "warning", "info"]
    return [
        (i.place.sheet, i.place.cell or i.place.row, i.code)
        for i in outcome.issues
        if order.index(i.severity) <= order.index(at_least)
    ]
