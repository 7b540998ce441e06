"""File names as they come: the 24 lines of file-name-cases.csv, each held to what it says."""

from __future__ import annotations

import csv
import unicodedata
import zipfile
from pathlib import Path

import pytest

from consolidate.consolidation import Asked, run
from consolidate.intake import find
from consolidate.recognise.names import period_hint, unit_hint
from tests.office import Return, plan, states

CASES = (Path(__file__).parent / "data" / "file-name-cases.csv").read_text(encoding="utf-8")
LINES = list(csv.DictReader(CASES.splitlines()))
NAMED = [line for line in LINES if line["expected_unit_hint"][:1] in "DC" and line["file_name"]]
VAGUE = [line for line in LINES if line["expected_unit_hint"] in ("ambiguous", "none")]
CONTENT = {
    "skip", "open zip", "unreadable", "unreadable FIL-01", "read, never run macros",
    "unreadable or converted", "sniff content",
}  # fmt: skip


def period_of(line):
    """The period in whose units a name is looked for: its own, else the half-year of districts."""
    return plan().period(line["expected_period_hint"] or "2025-H1")


def test_every_line_is_tried():
    told = {line["expected_unit_hint"] for line in LINES}
    assert len(LINES) == 24
    assert told <= CONTENT | {line["expected_unit_hint"] for line in NAMED + VAGUE}


@pytest.mark.parametrize("line", NAMED, ids=lambda line: line["file_name"])
def test_a_name_points_to_its_unit(line):
    name = line["file_name"].removesuffix(" with NFD name")
    if "NFD" in line["file_name"]:
        name = unicodedata.normalize("NFD", "Đống Đa.xlsx")
    hint = unit_hint(name, plan(), period_of(line))
    wanted = line["expected_unit_hint"]
    assert hint is not None
    if wanted == "C(by list)":
        unit = plan().unit(hint.code)
        assert (unit.level, unit.name, hint.is_clear) == ("commune", "Phú Xuyên", True)
    else:
        assert (hint.code, hint.is_clear) == (wanted.rstrip("?"), not wanted.endswith("?"))


@pytest.mark.parametrize("line", VAGUE, ids=lambda line: line["file_name"])
def test_a_vague_name_says_nothing(line):
    assert unit_hint(line["file_name"], plan(), None) is None


def test_the_period_decides_between_a_district_and_the_commune_of_its_name():
    assert unit_hint("Ba Dinh.xlsx", plan(), plan().period("2025-H1")).code == "D001"
    assert unit_hint("Ba Dinh.xlsx", plan(), plan().period("2025-Y-126")).code == "C00004"


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["file_name"])
def test_a_name_points_to_its_period(line):
    assert period_hint(line["file_name"], plan()) == (line["expected_period_hint"] or None)


def test_a_kind_that_does_not_report_in_the_period_is_no_hint():
    name = "Hội LHPN quận Nam Từ Liêm_6 tháng.xlsx"
    assert unit_hint(name, plan(), plan().period("2025-Y-126")) is None
    assert unit_hint("Phường Ba Đình.xlsx", plan(), plan().period("2025-H1")) is None


def test_lines_about_content_hold_for_real_files(tmp_path):
    """Lock files are passed over; an archive is opened; the ending of a name decides nothing."""
    good = Return(name="mau.xlsx").write(tmp_path).read_bytes()
    (tmp_path / "mau.xlsx").unlink()
    for name in ("~$BC Ba Dinh.xlsx", ".~lock.BC Ba Dinh.xlsx#"):
        (tmp_path / name).write_bytes(b"\x07Nguoi Mau")
    with zipfile.ZipFile(tmp_path / "BC Ba Dinh.xlsx.zip", "w") as archive:
        archive.writestr("BC Ba Dinh.xlsx", good)
    (tmp_path / "BC Ba Dinh.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(64))
    (tmp_path / "BC Ba Dinh.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    (tmp_path / "BC Ba Dinh.xls").write_bytes(b"<html><table><tr><td>HTX</td></tr></table></html>")
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    assert states(outcome) == {
        "BC Ba Dinh.xlsx.zip/BC Ba Dinh.xlsx": "accepted",
        "BC Ba Dinh.rar": "unreadable",
        "BC Ba Dinh.pdf": "unreadable",
        "BC Ba Dinh.xls": "unreadable",
    }
    causes = {r.file: r.kind for r in outcome.returns if r.state == "unreadable"}
    assert causes["BC Ba Dinh.rar"] == "rar"
    assert causes["BC Ba Dinh.pdf"] == "pdf"
    assert causes["BC Ba Dinh.xls"] == "html"


def test_macros_are_not_run_and_the_file_is_read(tmp_path):
    source = Return(name="mau.xlsx").write(tmp_path)
    target = tmp_path / "BC Ba Dinh.xlsm"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "[Content_Types].xml":
                plain = (
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
                )
                data = data.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
            new.writestr(item, data)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(64))
    source.unlink()
    outcome = run(Asked(plan(), plan().period("2025-H1")), find([tmp_path]), lambda _: None)
    assert states(outcome) == {"BC Ba Dinh.xlsm": "accepted"}
    assert "FIL-22" in {i.code for i in outcome.issues}
