"""Tidy data: what stands in it, read back by another reader; no text becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_outcome import CANARIES, SENT_AS, make_outcome, with_no_rows

from consolidate.export import tidy_files
from consolidate.export.separated import cell, guarded, to_bytes, unguarded


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tidy_files(make_outcome())


def rows_of(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_sheet_has_its_file_and_the_codes_are_explained(files):
    assert list(files) == [
        "info.csv", "coops.csv", "managers.csv", "units.csv", "lists.csv",
        "datapackage.json", "DOC-TRUOC.txt",
    ]  # fmt: skip


def test_accepted_rows_alone_in_the_columns_of_the_plan(files):
    rows = rows_of(files["coops.csv"])
    assert list(rows[0]) == [
        "unit", "file", "row", "org_name", "tax_code", "sector", "status", "founded", "jobs",
        "leader", "note",
    ]  # fmt: skip
    assert [(r["unit"], r["row"]) for r in rows] == [
        ("D001", "7"), ("D001", "8"), ("D002", "7"), ("D002", "8"),
    ]  # fmt: skip
    first = rows[0]
    assert first["file"] == SENT_AS
    assert first["founded"] == "2030-02-01"
    assert first["status"] == "new"
    assert first["jobs"] == "15"
    assert first["leader"] == CANARIES[0]  # personal columns are included
    assert rows[1]["founded"] == rows[3]["jobs"] == ""  # blank is not zero


def test_truth_values_are_true_and_false(files):
    assert [r["trained"] for r in rows_of(files["managers.csv"])] == [
        "true", "false", "true", "true",
    ]  # fmt: skip


def test_one_row_for_each_file_that_counts(files):
    outcome = make_outcome()
    rows = rows_of(files["info.csv"])
    assert [r["file"] for r in rows] == [r.file for r in outcome.returns if r.counts]
    assert {r["row"] for r in rows} == {""}
    assert rows[0]["submission_no"] == "2"


def test_a_sheet_without_rows_keeps_its_head():
    files = tidy_files(with_no_rows(make_outcome()))
    assert rows_of(files["coops.csv"]) == []
    assert files["coops.csv"].startswith("\ufeffunit,file,row,org_name".encode())


def test_the_same_outcome_gives_the_same_bytes(files):
    assert tidy_files(make_outcome()) == files


def test_the_description_is_true_of_every_file(files):
    package = json.loads(files["datapackage.json"])
    paths = {resource["path"]: resource for resource in package["resources"]}
    assert set(paths) == {name for name in files if name.endswith(".csv")}
    units = {row["unit"] for row in rows_of(files["units.csv"])}
    for path, resource in paths.items():
        schema = resource["schema"]
        rows = rows_of(files[path])
        head = next(csv.reader(io.StringIO(files[path].decode("utf-8-sig"))))
        assert [field["name"] for field in schema["fields"]] == head
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys))
        for field in schema["fields"]:
            for row in rows:
                assert fits(row[field["name"]], field), (path, field["name"], row)
        if "foreignKeys" in schema:
            assert {row["unit"] for row in rows} <= units


def fits(text: str, field: dict) -> bool:
    """Whether a value of a file is of the type that the description promises."""
    if text == "":
        return True
    if text not in field.get("constraints", {}).get("enum", [text]):
        return False
    match field["type"]:
        case "integer":
            return str(int(text)) == text
        case "number":
            return float(text) == float(text)
        case "date":
            return date.fromisoformat(text).isoformat() == text
        case "boolean":
            return text in field["trueValues"] + field["falseValues"]
        case _:
            return True


def test_titles_units_and_personal_columns_are_described(files):
    package = json.loads(files["datapackage.json"])
    fields = {f["name"]: f for f in package["resources"][1]["schema"]["fields"]}
    assert fields["jobs"]["title"] == "Việc làm ổn định"
    assert fields["jobs"]["unit"] == "người"
    assert fields["leader"]["personal"] is True
    assert fields["status"]["constraints"]["enum"] == ["new", "active"]


def test_the_page_for_people_names_every_file(files):
    text = files["DOC-TRUOC.txt"].decode("utf-8-sig")
    assert all(name in text for name in files if name != "DOC-TRUOC.txt")
    assert all(len(line) <= 100 for line in text.splitlines())


# --- texts and values ------------------------------------------------------------------------

DANGEROUS = ["=1+1", "+84", "-5", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_is_guarded(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a=b", "'quoted'", "5-6", "", "0199990011", "– chưa có"])
def test_another_text_is_left_alone(text):
    assert cell(text) == text


def test_numbers_are_never_guarded():
    assert [cell(v) for v in (-5, -5.0, -0.5, 1e15, 0, 0.1)] == [
        "-5", "-5", "-0.5", "1000000000000000.0", "0", "0.1",
    ]  # fmt: skip
    assert [cell(v) for v in (None, pd.NA, pd.NaT, float("nan"))] == [""] * 4
    assert [cell(v) for v in (True, False)] == ["true", "false"]
    assert cell(pd.Timestamp(2025, 6, 1)) == cell(date(2025, 6, 1)) == "2025-06-01"


@given(st.text())
def test_the_guard_can_be_taken_off(text):
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_nothing_guarded_begins_like_a_formula(text):
    assert not guarded(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))


readable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.lists(readable, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back(rows):
    content = to_bytes(["a", "b"], [[cell(value) for value in row] for row in rows])
    again = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [[unguarded(value) for value in row] for row in again[1:]] == rows


def test_pandas_reads_what_the_description_says(files):
    frame = pd.read_csv(io.BytesIO(files["coops.csv"]), dtype={"tax_code": str})
    assert frame["jobs"].sum() == 21
    assert frame["tax_code"].tolist()[0] == "0199990011"


def test_a_file_name_that_is_no_text_is_escaped():
    outcome = make_outcome()
    odd = replace(outcome.returns[1], file="b\udce1o c\udce1o.xlsx")
    files = tidy_files(replace(outcome, returns=(odd,)))
    assert rows_of(files["info.csv"])[0]["file"] == "b\\udce1o c\\udce1o.xlsx"
