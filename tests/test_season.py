"""The season comes out as it was designed. Every figure here was added up by hand from its story
(examples/README.md), not copied from a run."""

from __future__ import annotations

import csv
import re
from hashlib import sha256
from zipfile import ZipFile

import pytest

from tests.independent import count
from tests.season import RETURNS, ROOT, season

# --- what each unit adds, as the story has it ------------------------------------------------
# T1, T2A, T2B: organisations; T3A, T3B: women with stable jobs; T4: women managers trained and in
# all; T4M: participations; T5: officers trained and in all.

BY_UNIT = {
    #        T1 T2A T2B T3A T3B  T4      T4M T5
    "D001": (0, 0, 1, 0, 6, (0, 0), 0, (5, 5)),
    "D002": (0, 0, 0, 0, 0, (0, 0), 0, (4, 4)),
    "D003": (0, 1, 0, 12, 0, (2, 2), 0, (9, 9)),
    "D004": (0, 1, 0, 18, 0, (3, 3), 0, (6, 6)),
    "D005": (0, 1, 0, 9, 0, (1, 1), 0, (9, 9)),
    "D006": (0, 0, 1, 0, 7, (0, 0), 0, (6, 6)),
    "D007": (0, 0, 1, 0, 8, (0, 0), 25, (5, 5)),
    "D008": (0, 1, 1, 10, 9, (1, 2), 0, (6, 6)),
    "D009": (0, 0, 0, 0, 0, (1, 1), 0, (10, 10)),
    "D019": (0, 0, 1, 0, 12, (0, 0), 0, (5, 5)),
    "D021": (0, 0, 0, 0, 0, (0, 1), 0, (5, 5)),
    "D268": (0, 1, 0, 19, 0, (1, 2), 48, (5, 6)),
    "D016": (1, 1, 1, 15 + 7, 10, (3 + 2, 3 + 2), 37, (8, 8)),
    "D017": (0, 1, 1, 18, 11, (2, 3), 50 + 40, (8, 8)),
    "D018": (0, 1, 0, 16, 0, (2, 2), 43, (6, 6)),
    "D020": (0, 0, 1, 0, 9, (1, 1), 0, (6, 6)),
    "D250": (0, 1, 1, 14, 8, (2, 2), 33, (6, 6)),
    "D271": (0, 1, 1, 15, 12, (3, 3), 57, (9, 9)),
    "D272": (0, 1, 1, 17, 9, (1 + 1, 2 + 1), 41, (6, 6)),
    "D273": (1, 0, 0, 9, 0, (3, 3), 0, (6, 6)),
    "D274": (0, 1, 0, 13, 8, (2, 2), 28, (6, 6)),
    "D275": (0, 0, 0, 0, 0, (0, 0), 25, (6, 6)),
    "D276": (0, 1, 0, 15, 0, (1, 2), 33, (6, 6)),
    "D278": (0, 1, 0, 20, 0, (2, 2), 38, (7, 7)),
    "D279": (0, 1, 1, 17, 7, (3, 3), 41, (8, 8)),
    "D280": (0, 1, 0, 11, 0, (2, 2), 30, (6, 6)),
    "D281": (0, 0, 1, 0, 10, (0, 0), 27, (6, 6)),
    "D269": (0, 0, 1, 0, 10, (0, 0), 0, (5, 5)),
    "CITY": (0, 0, 0, 0, 0, (0, 0), 35 + 30, (3, 3)),
}

TOTALS = {
    "T1": (2, None),
    "T2A": (16, None),
    "T2B": (14, None),
    "T3A": (255, None),
    "T3B": (136, None),
    "T4": (39, 45),
    "T4M": (661, None),
    "T5": (183, 184),
}
GOALS = {"T1": 3, "T2A": 15, "T2B": 20, "T3A": 300, "T3B": 200, "T4": 1.0, "T4M": None, "T5": 1.0}
STATUS = {
    "T1": "in_progress",
    "T2A": "exceeded",
    "T2B": "in_progress",
    "T3A": "in_progress",
    "T3B": "in_progress",
    "T4": "in_progress",
    "T4M": "memo",
    "T5": "in_progress",
}
PENDING = {"T1": 1, "T2A": 1, "T2B": 2, "T3A": 5 + 8, "T3B": 6 + 7, "T4": 4, "T4M": 30, "T5": 1}

# --- what became of the files ----------------------------------------------------------------

NOT_ACCEPTED = {
    "Cau Giay.xlsx": ("D005", 1, "superseded"),
    "Thach That.xlsx": ("D276", 1, "needs_correction"),
    "Phú Xuyên - báo cáo KTTT.xlsx": ("D280", 1, "needs_correction"),
    "Danh sách đăng ký hội chợ.xlsx": (None, None, "not_a_return"),
    "BC Ba Dinh (ban scan co dau).pdf": (None, None, "unreadable"),
}
OF_UNIT = {
    "D001": "BC 6 thang Q. Ba Dinh.xlsx",
    "D002": "Hoàn Kiếm - không phát sinh.xlsx",
    "D003": "Hội LHPN quận Tây Hồ_6 tháng.xlsx",
    "D004": "LONG BIEN.xlsx",
    "D005": "Cau Giay (sua lan 2).xlsx",
    "D006": "Đống Đa.xlsx",
    "D007": "HBT 6T 2025.xlsx",
    "D008": "quan Hoang Mai.xlsx",
    "D009": "thanh xuan ok final.zip/thanh xuan ok final.xls",
    "D016": "H. Sóc Sơn - Biểu tổng hợp.xlsx",
    "D017": "BÁO CÁO ĐỀ ÁN 01 H. ĐÔNG ANH.xlsx",
    "D018": "Gia Lâm 6 tháng đầu năm 2025.xlsx",
    "D019": "Hội LHPN quận Nam Từ Liêm_6 tháng.ods",
    "D020": "Thanh Tri 16.6.2025.xlsx",
    "D021": "BTL.xlsx",
    "D250": "Bao cao huyen Me Linh (1).xlsx",
    "D268": "Copy of Mau bao cao.xlsx",
    "D269": "Biểu tổng hợp HTX - TX Sơn Tây.xlsx",
    "D271": "Bao cao de an 01 huyen Ba Vi.xlsx",
    "D272": "PHUC THO.zip/Phuc Tho - bieu mau KH139.xlsx",
    "D273": "Dan Phuong gui Thanh hoi.xlsx",
    "D274": "Mau bao cao (1).xlsx",
    "D275": "Bản sao của Mẫu báo cáo.xlsx",
    "D276": "Thach That.xlsx",
    "D278": "Thanh Oai_BC6T.xlsx",
    "D279": "D279-thuong-tin.xlsx",
    "D280": "Phú Xuyên - báo cáo KTTT.xlsx",
    "D281": "BÁO CÁO ĐỀ ÁN 01 H. ỨNG HOÀ.xlsx",
    "CITY": "Thanh hoi - cac lop tap huan.xlsx",
}
UNIT_STATES = dict.fromkeys(OF_UNIT, "valid") | {
    "D005": "valid_with_warnings",
    "D018": "valid_with_warnings",
    "D020": "valid_with_warnings",
    "D278": "valid_with_warnings",
    "D281": "valid_with_warnings",
    "D276": "needs_correction",
    "D280": "needs_correction",
    "D277": "missing",
    "D282": "missing",
}

# --- what must be found ----------------------------------------------------------------------

CORRECTIONS = {
    ("Cau Giay.xlsx", "cooperatives", "S7", "HTX-11"),  # 19 jobs for 12 women
    ("Thach That.xlsx", "cooperatives", "R8", "GEN-10"),  # more women than workers
    ("Thach That.xlsx", "cooperatives", "C9", "HTX-02"),  # check digit
    ("Thach That.xlsx", "cooperative_groups", "D7", "GEN-11"),  # a 12-digit number
    ("Thach That.xlsx", "support_actions", "D10", "SUP-02"),  # last year's date
    ("Thach That.xlsx", "activities", "G8", "GEN-03"),  # a word where a number belongs
    ("Phú Xuyên - báo cáo KTTT.xlsx", "cooperatives", "I8", "GEN-02"),  # not in the list
    ("Phú Xuyên - báo cáo KTTT.xlsx", "cooperative_groups", "N7", "GEN-01"),  # left blank
    ("Phú Xuyên - báo cáo KTTT.xlsx", "women_managers", "G9", "MGR-02"),  # trained by whom?
    ("Phú Xuyên - báo cáo KTTT.xlsx", "support_actions", "I10", "SUP-03"),  # loan without sum
    ("Phú Xuyên - báo cáo KTTT.xlsx", "training_courses", "I8", "TRN-02"),  # 40, groups give 35
    ("Phú Xuyên - báo cáo KTTT.xlsx", "union_officers", "E11", "OFF-01"),  # of which commune?
    ("Phú Xuyên - báo cáo KTTT.xlsx", "activities", "F8", "GEN-08"),  # 31 February
    ("BC Ba Dinh (ban scan co dau).pdf", None, None, "FIL-01"),
    ("Danh sách đăng ký hội chợ.xlsx", None, None, "FIL-23"),
}
WARNINGS = {
    ("Cau Giay (sua lan 2).xlsx", "cooperative_groups", None, "FIL-34"),  # one less than before
    ("Gia Lâm 6 tháng đầu năm 2025.xlsx", "women_managers", "B8", "MGR-05"),  # chair and director
    ("Thanh Tri 16.6.2025.xlsx", "cooperatives", None, "XU-01"),  # also in Hoàng Mai's file
    ("Thanh Oai_BC6T.xlsx", "cooperatives", "M8", "HTX-09"),  # no woman among the managers
    ("Thanh Oai_BC6T.xlsx", "cooperative_groups", "M7", "THT-06"),
    ("Phú Xuyên - báo cáo KTTT.xlsx", "activities", "H9", "GEN-04"),  # "15 người"
} | {
    # typed in .VnTime; its letters are put into Unicode, one warning a sheet
    ("BÁO CÁO ĐỀ ÁN 01 H. ỨNG HOÀ.xlsx", sheet, cell, "FIL-10")
    for sheet, cell in (
        ("cooperative_groups", "B7"),
        ("women_managers", "B7"),
        ("support_actions", "B7"),
        ("training_courses", "C7"),
        ("union_officers", "B7"),
        ("activities", "C7"),
    )
}
FULLY_STAFFED = {"D003", "D005", "D009"}  # an officer in every commune
REPAIRS = {
    ("Phú Xuyên - báo cáo KTTT.xlsx", "cooperatives", "C7", "HTX-03"),  # the zero that Excel ate
    ("Phú Xuyên - báo cáo KTTT.xlsx", "support_actions", "D11", "GEN-13"),  # "03/2025"
    ("H. Sóc Sơn - Biểu tổng hợp.xlsx", "support_actions", "B7", "SUP-06"),
    ("Dan Phuong gui Thanh hoi.xlsx", "support_actions", "B7", "SUP-06"),
    ("Dan Phuong gui Thanh hoi.xlsx", "support_actions", "B8", "SUP-06"),
    ("PHUC THO.zip/Phuc Tho - bieu mau KH139.xlsx", "women_managers", "B9", "MGR-06"),  # two HTX
    ("Thanh hoi - cac lop tap huan.xlsx", "support_actions", "B8", "SUP-06"),
    ("Thanh hoi - cac lop tap huan.xlsx", "cooperatives", None, "XU-04"),
    ("thanh xuan ok final.zip/thanh xuan ok final.xls", None, None, "FIL-21"),  # no checksum
} | {
    (file, "union_officers", None, "OFF-05")
    for unit, file in OF_UNIT.items()
    if unit not in FULLY_STAFFED | {"CITY"}
}


def test_the_story_adds_up_to_its_totals() -> None:
    """The hand-made table by unit gives the hand-made totals; one woman manages in two units."""
    for position, code in enumerate(TOTALS):
        parts = [line[position] for line in BY_UNIT.values()]
        if isinstance(parts[0], tuple):
            numerator, denominator = (sum(p[i] for p in parts) for i in (0, 1))
        else:
            numerator, denominator = sum(parts), None
        assert (numerator, denominator) == TOTALS[code], code


def test_every_target_is_the_hand_made_one() -> None:
    assert season().figures() == TOTALS


def test_a_second_reader_that_shares_no_code_counts_the_same() -> None:
    second = count(RETURNS)
    assert second.figures == TOTALS
    assert second.reported == 28


def test_the_second_reader_finds_as_many_good_rows_in_every_sheet() -> None:
    titles = {
        "cooperatives": "HTX",
        "cooperative_groups": "THT",
        "women_managers": "Nữ quản lý",
        "support_actions": "Hỗ trợ",
        "training_courses": "Đào tạo",
        "union_officers": "Cán bộ Hội",
        "activities": "Hoạt động",
        "remarks": "Khó khăn, kiến nghị",
    }
    ours = {
        (r["file"], titles[s["sheet"]]): s["accepted"]
        for r in season().record["returns"]
        if r["counts"]
        for s in r["sheets"]
    }
    assert ours == count(RETURNS).good_rows


@pytest.mark.parametrize("code", TOTALS)
def test_goal_rate_status_pending_and_coverage(code: str) -> None:
    target = season().target(code)
    numerator, denominator = TOTALS[code]
    achieved = numerator if denominator is None else numerator / denominator
    rate = None if GOALS[code] is None else achieved / GOALS[code]
    assert target == target | {
        "goal": GOALS[code],
        "achieved": achieved,
        "rate": rate,
        "pending": PENDING[code],
        "status": STATUS[code],
        "units_reported": 28,
        "units_expected": 30,
    }


def test_every_file_has_its_state() -> None:
    states = {
        r["file"]: (r["unit"], r["submission"], r["state"]) for r in season().record["returns"]
    }
    wanted = {
        file: (unit, 2 if unit == "D005" else 1, "accepted") for unit, file in OF_UNIT.items()
    }
    assert states == wanted | NOT_ACCEPTED


def test_every_unit_has_its_state_and_the_late_one_is_late() -> None:
    units = season().record["units"]
    assert {u["unit"]: u["state"] for u in units} == UNIT_STATES
    assert [u["unit"] for u in units if u["late"]] == ["D269"]


def test_exactly_the_faults_that_were_made_are_found() -> None:
    assert season().codes(severity=("error",)) == CORRECTIONS


def test_exactly_the_doubts_that_were_sown_are_raised() -> None:
    assert season().codes(severity=("warning",)) == WARNINGS


def test_exactly_these_repairs_and_notes_are_listed() -> None:
    assert season().codes(severity=("info",)) == REPAIRS


def test_clean_files_raise_no_alarm() -> None:
    """23 of the 28 files of districts, and the city's, are clean: nobody is to be bothered."""
    troubled = {i["unit"] for i in season().record["issues"] if i["severity"] != "info"}
    clean = set(OF_UNIT) - troubled
    assert clean == set(OF_UNIT) - {"D005", "D018", "D020", "D276", "D278", "D280", "D281"}


def test_no_finding_quotes_a_twelve_digit_number_or_a_person() -> None:
    said = str(season().record["issues"]) + season().said
    assert not re.search(r"(?<!\d)\d{12}(?!\d)", said)
    assert "999000000139" not in said


def test_the_output_folder_holds_what_is_promised() -> None:
    out = season().out
    files = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
    assert files >= {
        "tong-hop-2025-H1-bao-cao.xlsx",
        "tong-hop-2025-H1-noi-bo.xlsx",
        "quyet-dinh.xlsx",
        "ket-qua.json",
        "so-lieu/datapackage.json",
        "so-lieu/cooperatives.csv",
        "so-lieu/report_info.csv",
        "so-lieu/units.csv",
        "so-lieu/lists.csv",
    }
    kept = {p.name[:4] for p in (out / "nguon").iterdir()}
    assert kept == {code[:4] for code in OF_UNIT}
    reminded = {p.name.partition("-")[0] for p in (out / "nhac-viec").glob("D*.txt")}
    assert reminded == set(UNIT_STATES) - {"CITY"}


def test_the_record_keeps_its_contract() -> None:
    record = season().record
    assert record["plan"] == "139/KH-BTV"
    assert record["period"] == "2025-H1"
    assert record["date"] == "2025-06-23"  # the latest report date of a file that counts
    fields = {
        "returns": {"file", "sha256", "unit", "submission", "state", "sheets"},
        "units": {"unit", "name", "state", "late"},
        "issues": {
            "code", "severity", "file", "unit", "sheet", "row", "cell", "field", "value",
            "message", "help",
        },
        "targets": {
            "code", "goal", "achieved", "numerator", "denominator", "rate", "pending", "status",
            "units_reported", "units_expected",
        },
    }  # fmt: skip
    for part, wanted in fields.items():
        assert all(wanted <= set(entry) for entry in record[part]), part
    ledger = {"sheet", "rows_seen", "accepted", "set_aside", "skipped"}
    assert all(set(s) == ledger for r in record["returns"] for s in r["sheets"])


def test_what_counted_is_kept_as_it_was_received() -> None:
    for one in season().record["returns"]:
        if one["counts"]:
            kept = season().out / "nguon" / one["kept_as"]
            assert sha256(kept.read_bytes()).hexdigest() == one["sha256"]


def test_nobody_is_named_in_the_edition_for_officials() -> None:
    """Names of the rosters and telephones: left out, not hidden."""
    people = set()
    for table, field in (("women_managers", "full_name"), ("union_officers", "full_name")):
        path = season().out / "so-lieu" / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            people |= {row[field] for row in csv.DictReader(stream)}
    assert len(people) > 200
    with ZipFile(season().out / "tong-hop-2025-H1-bao-cao.xlsx") as book:
        text = "".join(book.read(n).decode("utf-8") for n in book.namelist() if n.endswith("xml"))
    assert [name for name in sorted(people) if name in text] == []
    assert "0900000139" not in text


def test_the_readme_states_these_totals() -> None:
    text = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (T\w+) \|.*\| \*\*(.+?)\*\* \|", text, flags=re.MULTILINE))
    said = {code: str(n) if d is None else f"{n}/{d}" for code, (n, d) in TOTALS.items()}
    assert rows == said
