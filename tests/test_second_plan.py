"""Another plan of other people: from blank templates to the consolidated workbook, no Python
changed, and not a word of the first plan in anything that comes out."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from consolidate.cli import cli
from consolidate.plan import bundled
from examples.season.clerk import fill_in
from examples.season.design import Sending

SMALL = Path(__file__).parent / "plans" / "small"
PERIOD = "2026-Q1"
EAST, WEST, FAR = "Tổ vay vốn xóm Đông", "Tổ vay vốn xóm Tây", "Tổ vay vốn bãi bồi"


def loan(who: str, group: str, purpose: str, state: str, *sums: str) -> dict[str, str]:
    amount, left, day = sums or ("", "", "")
    return {
        "Chủ hộ": who,
        "Thuộc tổ": group,
        "Mục đích vay": purpose,
        "Tình trạng": state,
        "Số vốn vay": amount,
        "Còn phải trả": left,
        "Ngày nhận vốn": day,
    }


def group(name: str, households: str, poor: str) -> dict[str, str]:
    return {"Tên tổ": name, "Số hộ trong tổ": households, "Trong đó: hộ nghèo": poor}


def sent(unit: str, nil: str, **tables: list[dict[str, str]]) -> Sending:
    named = {"groups": "Tổ vay vốn", "loans": "Khoản vay", "visits": "Thăm vườn"}
    return Sending(
        key=unit,
        unit=unit,
        file=f"{unit}.xlsx",
        by_libreoffice=False,
        form={"Ngày lập": "28/03/2026", "Không có khoản vay nào": nil},
        tables={named[key]: rows for key, rows in tables.items()},
        form_title="Bìa",
    )


SENT = (
    sent(
        "B01",
        "Không",
        groups=[group(EAST, "20", "5")],
        loans=[
            loan("Lê Thị Na", EAST, "Mua giống", "Trong hạn", "12.5", "10", "10/02/2026"),
            loan("Lê Thị Na", EAST, "Hệ thống tưới", "Quá hạn", "20", "8", "20/01/2026"),
            loan("Bùi Văn Ổi", EAST, "Nhà lưới", "Đang xét"),
        ],
        visits=[
            {
                "Tổ đón khách": EAST,
                "Ngày": "10/03/2026",
                "Số hộ trong tổ tham gia": "10",
                "Số khách": "4",
            }
        ],
    ),
    sent(
        "B02",
        "Không",
        groups=[group(WEST, "15", "2")],
        loans=[
            loan("Lê Thị Na", WEST, "Nhà lưới", "Đã trả hết", "30", "0", "05/01/2026"),
            loan("Ngô Thị Mận", WEST, "Mua giống", "Trong hạn", "15.5", "15.5", "12/03/2026"),
            loan("Hồ Văn Bưởi", WEST, "Mua giống", "Trong hạn", "10", "12", "14/03/2026"),
        ],
    ),
    sent(
        "B03",
        "Có",
        groups=[group(FAR, "9", "1")],
        visits=[{"Tổ đón khách": FAR, "Ngày": "12/02/2026", "Số hộ trong tổ tham gia": "5"}],
    ),
)

# One household of Đồng Trên with two loans, two of Đồng Dưới, one of them with the same name.
# The third loan of Đồng Dưới leaves more to pay than was lent: set aside.
FIGURES = {
    "G1": (3, None),
    "G2": (12.5 + 20 + 30 + 15.5, None),
    "G3": (8, 10 + 8 + 0 + 15.5),
    "G4": (10 + 4 + 5, None),
}

FOREIGN = re.compile(
    r"139/KH|plan-139|KH-BTV|\bHTX\b|\bTHT\b|\bKTTT\b|hợp tác|phụ nữ|LHPN|Hà Nội|thành hội|\bquận\b"
    r"|\bđề án\b|cooperative|women|officer|nữ quản lý|cán bộ hội|củng cố|\b2025\b|\bD\d{3}\b|OCOP",
    re.IGNORECASE,
)


def consolidate(*arguments: str) -> str:
    result = CliRunner().invoke(cli, [*arguments, "--plan", str(SMALL)])
    if result.exit_code != 0:
        raise AssertionError(result.output) from result.exception
    return result.output


@cache
def ran() -> tuple[Path, dict[str, Any], str]:
    """The folder of everything that came out, the record, and what was said."""
    folder = Path(tempfile.mkdtemp(prefix="second-plan-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    blank, returns, out = folder / "templates", folder / "returns", folder / "out"
    said = consolidate("templates", "--period", PERIOD, "--out", str(blank))
    returns.mkdir()
    names = {p.name.partition("-")[0]: p for p in blank.iterdir()}
    for sending in SENT:
        workbook = load_workbook(names[sending.unit])
        fill_in(workbook, sending)
        workbook.save(returns / sending.file)
    said += consolidate("run", str(returns), "--out", str(out), "--jobs", "1")
    return folder, json.loads((out / "ket-qua.json").read_text(encoding="utf-8")), said


def texts(path: Path, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a file or in the parts of a workbook, with where it stands."""
    where = name or path.name
    content = path.read_bytes()
    if path.suffix not in (".xlsx", ".zip"):
        yield where, content.decode("utf-8-sig")
        return
    with ZipFile(BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels", ".vml")):
                yield f"{where}/{part}", archive.read(part).decode("utf-8")


def test_a_template_for_each_unit_that_may_report() -> None:
    folder, _, _ = ran()
    assert sorted(p.name for p in (folder / "templates").iterdir()) == [
        "B01-dong-tren.xlsx",
        "B02-dong-duoi.xlsx",
        "B03-ben-cat.xlsx",
        "B04-go-sao.xlsx",
        "OFFICE-van-phong.xlsx",
    ]


def test_the_figures_of_the_second_plan() -> None:
    _, record, _ = ran()
    figures = {t["code"]: (t["numerator"], t["denominator"]) for t in record["targets"]}
    assert figures == FIGURES
    late = next(t for t in record["targets"] if t["code"] == "G3")
    assert late["achieved"] == pytest.approx(8 / 33.5)
    assert late["status"] not in ("met", "exceeded")
    assert (late["units_reported"], late["units_expected"]) == (3, 4)


def test_the_findings_of_the_second_plan() -> None:
    _, record, _ = ran()
    assert {(i["file"], i["sheet"], i["cell"], i["code"]) for i in record["issues"]} == {
        ("B02.xlsx", "loans", "G9", "VAY-01"),
        ("B03.xlsx", "groups", "B7", "TO-01"),
    }
    states = {u["unit"]: u["state"] for u in record["units"] if u["expected"]}
    assert states == {
        "B01": "valid",
        "B02": "needs_correction",
        "B03": "valid_with_warnings",
        "B04": "missing",
    }


def test_its_forms_stand_in_the_consolidated_workbook() -> None:
    folder, _, _ = ran()
    names = load_workbook(
        folder / "out" / f"tong-hop-{PERIOD}-bao-cao.xlsx", read_only=True
    ).sheetnames
    for title in ("Kết quả", "Chi hội", "Quá hạn", "Mục đích", "Gửi báo cáo"):
        assert any(title in name for name in names), (title, names)


def test_the_first_plan_is_full_of_the_words_that_are_looked_for() -> None:
    shipped = bundled()
    for name in (
        "plan.toml",
        "units.csv",
        "sheets/cooperatives.toml",
        "sheets/union_officers.toml",
    ):
        assert len(set(FOREIGN.findall((shipped / name).read_text(encoding="utf-8")))) >= 2, name


def test_no_word_of_another_plan_comes_out() -> None:
    folder, _, said = ran()
    out = [p for p in folder.rglob("*") if p.is_file()]
    assert len(out) > 15
    everything = [("screen", said), *(t for p in out for t in texts(p))]
    leaks = {
        (where, found.group()) for where, text in everything for found in FOREIGN.finditer(text)
    }
    assert leaks == set()
