"""The run record: its contract, key by key, and that it can be written of any outcome."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from report_outcome import CANARIES, make_outcome

from consolidate.record import record

OUTPUTS = {"thay-doi.xlsx": None, "tong-hop.xlsx": "ab" * 32}


@pytest.fixture(scope="module")
def told() -> dict:
    return json.loads(record(make_outcome(), OUTPUTS))


def test_the_keys_of_the_contract_come_first_and_in_its_order(told):
    assert list(told)[:8] == [
        "program", "plan", "period", "date", "returns", "units", "issues", "targets",
    ]  # fmt: skip
    first = {name: list(told[name][0]) for name in ("returns", "units", "issues", "targets")}
    assert first["returns"][:6] == ["file", "sha256", "unit", "submission", "state", "sheets"]
    assert first["units"][:4] == ["unit", "name", "state", "late"]
    assert first["issues"] == [
        "code", "severity", "file", "unit", "sheet", "row", "cell", "field", "value", "message",
        "help",
    ]  # fmt: skip
    assert first["targets"] == [
        "code", "goal", "achieved", "numerator", "denominator", "rate", "pending", "status",
        "units_reported", "units_expected",
    ]  # fmt: skip


def test_rows_of_every_sheet_add_up(told):
    sheets = [sheet for one in told["returns"] for sheet in one["sheets"]]
    assert sheets
    for sheet in sheets:
        assert sheet["rows_seen"] == sheet["accepted"] + sheet["set_aside"] + sheet["skipped"]


def test_rates_are_unrounded_and_what_is_unknown_is_null(told):
    targets = {one["code"]: one for one in told["targets"]}
    assert targets["T1"]["rate"] == 2 / 3
    assert targets["T1"]["denominator"] is None
    assert targets["T4M"]["goal"] is targets["T4M"]["rate"] is None
    assert [u["unit"] for u in told["units"] if u["state"] == "missing"] == ["D003"]


def test_a_finding_says_where_and_whose(told):
    first = told["issues"][0]
    assert (first["code"], first["unit"], first["sheet"], first["row"], first["cell"]) == (
        "GEN-01", "D001", "coops", 9, "F9",
    )  # fmt: skip
    about_a_file = told["issues"][1]
    assert about_a_file["row"] is about_a_file["cell"] is about_a_file["sheet"] is None


def test_every_output_is_listed_with_its_hash(told):
    assert told["outputs"] == [
        {"file": "thay-doi.xlsx", "sha256": None},
        {"file": "tong-hop.xlsx", "sha256": "ab" * 32},
    ]


def test_no_personal_value_is_in_it():
    text = record(make_outcome(), OUTPUTS).decode()
    assert [canary for canary in CANARIES if canary in text] == []


def test_the_same_outcome_gives_the_same_bytes():
    assert record(make_outcome(), OUTPUTS) == record(
        make_outcome(), dict(reversed(OUTPUTS.items()))
    )


def test_numbers_of_numpy_and_names_that_are_no_text():
    outcome = make_outcome()
    odd = replace(outcome.returns[1], file="b\udce1o.xlsx")
    first = replace(outcome.targets[0], numerator=np.int64(2), rate=np.float64(0.1))
    content = record(replace(outcome, returns=(odd,), targets=(first,)), {})
    again = json.loads(content.decode("utf-8"))
    assert again["targets"][0]["numerator"] == 2 and again["targets"][0]["rate"] == 0.1
    assert again["returns"][0]["file"] == "b\udce1o.xlsx"


def test_what_is_no_number_is_refused():
    outcome = make_outcome()
    broken = replace(outcome.targets[0], rate=float("nan"))
    with pytest.raises(ValueError, match="JSON"):
        record(replace(outcome, targets=(broken,)), {})
