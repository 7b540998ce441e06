"""Biểu 01 a third way: plain Python over so-lieu/*.csv, sharing no code with what wrote them.

An analyst with the plan in hand and the tables on the desk comes to the figures that are signed.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from consolidate import report
from consolidate.export import tidy_files
from tests.office import Return, consolidated, cooperative, group, manager, officer, support
from tests.season import season

Row = dict[str, str]
Thing = tuple[str, str]
ORGANISATIONS = {"cooperatives": "registration_date", "cooperative_groups": "founded_date"}
YEAR_START = "2025-01-01"
UNION = {"city", "district", "commune"}
MANAGERS = {"chair_board", "vice_chair_board", "board_member", "director", "deputy_director",
            "head_supervisory", "supervisory_member"}  # fmt: skip
NO_STRENGTHENING = {"survey", "other"}


def tables_of(files: Mapping[str, bytes]) -> dict[str, list[Row]]:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        for name, data in files.items()
        if name.endswith(".csv")
    }


def key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def thing(sheet: str, row: Row) -> Thing:
    return sheet, row["tax_code"] or f"{key(row['org_name'])} / {row['commune_code']}"


def standing(tables: dict[str, list[Row]]) -> dict[Thing, Row]:
    """Each organisation with the first row that has it: the tables are in official order."""
    found: dict[Thing, Row] = {}
    for sheet in ORGANISATIONS:
        for row in tables[sheet]:
            found.setdefault(thing(sheet, row), row)
    return found


def meant(tables: dict[str, list[Row]]) -> dict[tuple[str, str], Thing]:
    """The organisation that a file calls by a name."""
    return {
        (row["file"], key(row["org_name"])): thing(sheet, row)
        for sheet in reversed(ORGANISATIONS)
        for row in tables[sheet]
    }


def organisations(tables: dict[str, list[Row]]) -> dict[str, tuple[int, int | None]]:
    names = meant(tables)
    cutoffs = {row["file"]: row["data_cutoff_date"] for row in tables["report_info"]}
    helped = {
        names.get((row["file"], key(row["org_name"])))
        for row in tables["support_actions"]
        if row["support_type"] not in NO_STRENGTHENING
    }
    new, strong, jobs = (dict.fromkeys(ORGANISATIONS, 0) for _ in range(3))
    for (sheet, code), row in standing(tables).items():
        if row["founding_support_level"] not in UNION or int(row["managers_women"] or 0) < 1:
            continue
        since = row[ORGANISATIONS[sheet]]
        in_year = YEAR_START <= since <= cutoffs[row["file"]]
        is_new = row["status"] == "new" and in_year
        is_strong = row["status"] == "active" and (sheet, code) in helped
        if sheet == "cooperatives":
            is_new = is_new and bool(row["tax_code"])
        new[sheet] += is_new
        strong[sheet] += is_strong
        jobs[sheet] += int(row["women_stable_jobs"] or 0) if is_new or is_strong else 0
    return {
        "T1": (new["cooperatives"], None),
        "T2A": (strong["cooperatives"], None),
        "T2B": (strong["cooperative_groups"], None),
        "T3A": (jobs["cooperatives"], None),
        "T3B": (jobs["cooperative_groups"], None),
    }


def women(tables: dict[str, list[Row]]) -> tuple[int, int]:
    """Trained and all women who manage cooperatives; one telephone makes two names one."""
    names, stands = meant(tables), standing(tables)
    found: list[tuple[set[tuple[str, object]], bool]] = []
    for row in tables["women_managers"]:
        what = names.get((row["file"], key(row["org_name"])))
        if what is None or what[0] != "cooperatives" or row["in_post"] != "true":
            continue
        organisation = stands[what]
        active = organisation["status"] in {"new", "active"}
        if row["position"] not in MANAGERS or not active or organisation["managers_women"] == "0":
            continue
        marks: set[tuple[str, object]] = {(key(row["full_name"]), what)}
        if row["phone"]:
            marks.add((key(row["full_name"]), row["phone"]))
        trained = row["trained_ytd"] == "true"
        for same in [w for w in found if w[0] & marks]:
            found.remove(same)
            marks, trained = marks | same[0], trained or same[1]
        found.append((marks, trained))
    return sum(trained for _, trained in found), len(found)


def third_way(files: Mapping[str, bytes]) -> dict[str, tuple[int, int | None]]:
    tables = tables_of(files)
    officers: dict[tuple[str, ...], bool] = {}
    for row in tables["union_officers"]:
        who = (row["unit"], key(row["full_name"]), row["officer_level"], row["commune_code"])
        officers[who] = officers.get(who, False) or row["trained_ytd"] == "true"
    reached = sum(
        int(row[field] or 0)
        for row in tables["training_courses"]
        for field in ("p_htx_members", "p_tht_members", "p_public")
    )
    return {
        **organisations(tables),
        "T4": women(tables),
        "T4M": (reached, None),
        "T5": (sum(officers.values()), len(officers)),
    }


LINES = ("T1", "T2A", "T2B", "T3A", "T3B", "T4", "T4M", "T5")


def signed(data: bytes) -> dict[str, tuple[object, str]]:
    """The achieved figure and the remark of each line of Biểu 01."""
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[0]
    rows = [r for r in sheet.iter_rows(values_only=True) if isinstance(r[0], int) and r[2]]
    return {code: (r[4], str(r[9])) for code, r in zip(LINES, rows, strict=True)}


def agree(files: Mapping[str, bytes], data: bytes) -> None:
    lines = signed(data)
    for code, (numerator, denominator) in third_way(files).items():
        achieved, remark = lines[code]
        if denominator is None:
            assert achieved == numerator, code
            continue
        rate = Decimal(numerator * 100) / denominator
        assert achieved == float(rate.quantize(Decimal("0.1"), ROUND_HALF_UP)), code
        assert remark.startswith(f"{numerator}/{denominator}"), code


EXPECTED = {
    "T1": (1, None),
    "T2A": (2, None),
    "T2B": (1, None),
    "T3A": (36, None),
    "T3B": (5, None),
    "T4": (2, 2),
    "T4M": (0, None),
    "T5": (2, 3),
}


@pytest.mark.parametrize(
    ("period", "units"),
    [
        ("2025-H1", ("D001", "D002")),
        pytest.param("2025-Y", ("D001", "D002"), marks=pytest.mark.thorough),
        pytest.param("2025-Y-126", ("C00004", "C00008"), marks=pytest.mark.thorough),
    ],
)
def test_a_small_season_of_each_period(tmp_path: Path, period: str, units: tuple[str, str]) -> None:
    level = "commune" if period.endswith("126") else "district"
    place = ("00004", "00008") if level == "commune" else ("00001", "00037")
    people = [manager(), manager(name="Đỗ Thị Thử", trained_ytd=False, phone="0912345678"),
              manager("HTX Mẫu số 1", "Đỗ Thị Thử", phone="0912345678")]  # fmt: skip
    posted = {"officer_level": level} | ({"commune_code": place[0]} if level == "commune" else {})
    first = Return(
        unit=units[0],
        period=period,
        tables={
            "cooperatives": [cooperative(n, commune_code=place[0]) for n in range(3)],
            "cooperative_groups": [group(commune_code=place[0])],
            "support_actions": [
                support(),
                support("HTX Mẫu số 1"),
                support("HTX Mẫu số 2", support_type="survey"),
                support("Tổ hợp tác Mẫu số 0"),
            ],
            "women_managers": people,
            "union_officers": [
                officer(**posted),
                officer("Ngô Thị Ví Dụ", trained_ytd=False, **posted),
            ],
        },
    )
    new = cooperative(3, commune_code=place[1], status="new", registration_date="2025-03-05")
    posted |= {"commune_code": place[1]} if level == "commune" else {}
    second = Return(
        unit=units[1],
        period=period,
        tables={
            "cooperatives": [cooperative(0, commune_code=place[1], women_stable_jobs=99), new],
            "women_managers": [manager()],
            "union_officers": [officer(**posted)],
        },
    )
    outcome = consolidated(tmp_path / "r", first, second, period=period)
    files = tidy_files(outcome)
    assert third_way(files) == EXPECTED
    for edition in ("bao-cao", "noi-bo"):
        agree(files, report.write(outcome, edition))


@pytest.mark.thorough
@pytest.mark.parametrize("edition", ["bao-cao", "noi-bo"])
def test_the_example_season(edition: str) -> None:
    out = season().out
    files = {path.name: path.read_bytes() for path in (out / "so-lieu").glob("*.csv")}
    assert third_way(files) == season().figures()
    agree(files, (out / f"tong-hop-2025-H1-{edition}.xlsx").read_bytes())
