"""The annual season: templates prefilled from the half year, filled in, compared with it.

The figures were added up by hand from the story: Tây Hồ goes on; in Long Biên a cumulative figure
fell; Sóc Sơn supported its old cooperative itself; Đông Anh lost 18 members; Gia Lâm lists its
cooperative no more; Đan Phượng has a second new one.
"""

from __future__ import annotations

import functools

from tests.season import ROOT, Ran, run, season

RETURNS = ROOT / "examples" / "2025-Y" / "returns"
DONG_ANH, LONG_BIEN = "BC nam 2025 huyen Dong Anh.xlsx", "LONG BIEN nam 2025.xlsx"
GIA_LAM = "Gia Lâm cả năm 2025.xlsx"


@functools.cache
def year() -> Ran:
    """The run over the annual returns that looks back at the half year."""
    half = season().out
    return run(RETURNS, half.parent / "year", "--previous", str(half), "--jobs", "1")


def test_every_target_is_the_hand_made_one() -> None:
    assert year().figures() == {
        "T1": (1 + 2, None),
        "T2A": (1 + 1 + 1 + 1, None),
        "T2B": (1 + 1, None),
        "T3A": (14 + 18 + (15 + 8) + 18 + (9 + 6), None),
        "T3B": (10 + 11, None),
        "T4": (2 + 3 + 5 + 3 + 3, 2 + 3 + 5 + 3 + 4),
        "T4M": (37 + 90 + 43, None),
        "T5": (43, 9 + 6 + 8 + 8 + 6 + 6),
    }


def test_short_of_the_goal_with_units_missing_is_incomplete_and_not_failed() -> None:
    status = {t["code"]: t["status"] for t in year().record["targets"]}
    assert (status["T1"], status["T2B"], status["T5"]) == ("met", "incomplete", "met")
    assert {(t["units_reported"], t["units_expected"]) for t in year().record["targets"]} == {
        (6, 30)
    }


def test_exactly_what_moved_since_the_half_year_is_asked() -> None:
    assert year().codes(severity=("error", "warning")) == {
        (GIA_LAM, "cooperatives", None, "XP-01"),
        (LONG_BIEN, "cooperatives", "T7", "XP-02"),
        (DONG_ANH, "cooperatives", "O7", "XP-07"),
    }
