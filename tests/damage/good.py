"""The return that is damaged: every sheet filled, nothing wrong with it."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.workbook import Workbook

from tests.office import Return, cooperative, group, manager, officer, plan, support

UNIT, PERIOD, FILE = "D001", "2025-H1", "Ba Dinh.xlsx"
FIELD_ROW, HEAD_ROW, FIRST_ROW = 5, 6, 7


def course(number: int, **changes):
    return {
        "course_code": f"L0{number}",
        "course_name": f"Lớp quản trị số {number}",
        "topic": "management",
        "organiser_level": "district",
        "start_date": date(2025, 3, 4 + number),
        "participants_total": 30,
        "participants_women": 28,
        "p_htx_managers": 4,
        "p_htx_members": 10,
        "p_tht_members": 6,
        "p_public": 8,
        "p_officers": 2,
    } | changes


def activity(number: int, **changes):
    return {
        "task_code": "III.1.2",
        "activity_name": f"Hội nghị tuyên truyền số {number}",
        "activity_form": "conference",
        "organiser_level": "district",
        "start_date": date(2025, 4, 1 + number),
        "sessions": number,
        "participants_total": 40 + number,
        "participants_women": 35,
    } | changes


TABLES = {
    "cooperatives": [
        cooperative(0, women_stable_jobs=12, main_products="Rau sạch, hoa"),
        cooperative(
            1,
            org_name="HTX Hoà Bình",
            commune_code="00004",
            status="new",
            registration_date=date(2025, 2, 20),
            women_stable_jobs=7,
            women_new_jobs_ytd=7,
        ),
        cooperative(2, org_name="HTX Nghĩa Lộ", women_stable_jobs=9, women_income=6.5),
        cooperative(3, org_name="HTX Ước Mơ", women_stable_jobs=14, workers_women=9),
    ],
    "cooperative_groups": [
        group(0),
        group(1, org_name="Tổ hợp tác Thêu ren", women_stable_jobs=4, members_women=4),
    ],
    "women_managers": [
        manager("HTX Mẫu số 0", "Trần Thị Ví Dụ"),
        manager("HTX Hoà Bình", "Lê Thị Mẫu", trained_ytd=False, training_level=None),
        manager("HTX Nghĩa Lộ", "Đỗ Thị Thử", position="chair_board"),
        manager("HTX Ước Mơ", "Phạm Thị Nháp"),
        manager("Tổ hợp tác Mẫu số 0", "Vũ Thị Giả", position="tht_leader"),
    ],
    "support_actions": [
        support("HTX Mẫu số 0"),
        support("HTX Nghĩa Lộ", support_type="market", support_date=date(2025, 5, 6)),
        support(
            "HTX Ước Mơ", support_type="credit", loan_source="vbsp", loan_amount=150.5
        ),
        support("Tổ hợp tác Mẫu số 0", support_type="branding"),
    ],
    "training_courses": [
        course(1),
        course(2, participants_total=25, participants_women=22, p_public=3),
    ],
    "union_officers": [
        officer("Nguyễn Thị Cán Bộ"),
        officer("Hoàng Thị Cơ Sở", officer_level="commune", commune_code="00001"),
    ],
    "activities": [activity(1), activity(2)],
    "remarks": [
        {"category": "proposal", "content": "Mở thêm lớp tập huấn", "addressed_to": "city_union"},
    ],
}  # fmt: skip


@cache
def good_bytes() -> bytes:
    """The good return as the template was filled in."""
    with TemporaryDirectory() as folder:
        return (
            Return(unit=UNIT, period=PERIOD, tables=TABLES, name=FILE)
            .write(Path(folder))
            .read_bytes()
        )


@cache
def _light_bytes() -> bytes:
    """The same as saved by another program: no control totals, lists, live checks, formats."""
    book = openpyxl.load_workbook(BytesIO(good_bytes()))
    for title in ("Kiểm tra", "_kiem_tra", "DM"):
        del book[title]
    for sheet in book:
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.data_validations.dataValidation = []
        sheet.protection.sheet = False
    for name in list(book.defined_names):
        del book.defined_names[name]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def good_book() -> Workbook:
    """The good return in the hands of openpyxl, light enough for hundreds of examples."""
    return openpyxl.load_workbook(BytesIO(_light_bytes()))


def columns_of(key: str) -> dict[str, int]:
    """Field -> column of a table of the template."""
    return {c.field: n for n, c in enumerate(plan().sheet(key).shown, 1)}
