"""Where a run looks and where it writes: its own outputs never pass for returns."""

import json

import click
import pytest
from click.testing import CliRunner

from consolidate.cli import cli
from tests.office import Return
from tests.test_counting import one_cooperative


def run(*arguments):
    result = CliRunner().invoke(cli, ["run", *map(str, arguments)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.output


def record(folder):
    return json.loads((folder / "ket-qua.json").read_text(encoding="utf-8"))


def test_the_output_may_lie_among_the_returns(tmp_path):
    Return(tables=one_cooperative(), name="Ba Dinh.xlsx").write(tmp_path)
    for _ in range(2):
        run(tmp_path, "--out", tmp_path)
        assert [r["file"] for r in record(tmp_path)["returns"]] == ["Ba Dinh.xlsx"]


def test_an_older_output_below_the_returns_is_passed_over(tmp_path):
    Return(tables=one_cooperative(), name="Ba Dinh.xlsx").write(tmp_path)
    run(tmp_path, "--out", tmp_path / "cu")
    run(tmp_path, "--out", tmp_path / "moi")
    assert [r["file"] for r in record(tmp_path / "moi")["returns"]] == ["Ba Dinh.xlsx"]


def test_what_moved_is_said_with_the_file_and_a_repeat_says_the_same(tmp_path):
    returns, out = tmp_path / "in", tmp_path / "out"
    returns.mkdir()
    Return(tables=one_cooperative()).write(returns)
    assert "THAY ĐỔI" not in run(returns, "--out", out)
    Return(unit="D002", tables=one_cooperative(commune_code="00037", tax_code="0199990029")).write(
        returns
    )
    first = run(returns, "--out", out)
    assert "+1 đơn vị" in first
    kept = (out / "ket-qua.json").read_bytes()
    assert run(returns, "--out", out) == first
    assert (out / "ket-qua.json").read_bytes() == kept


def test_a_period_without_a_return_is_written_with_every_unit_missing(tmp_path):
    (tmp_path / "in").mkdir()
    run(tmp_path / "in", "--period", "2025-H1", "--out", tmp_path / "out")
    found = record(tmp_path / "out")
    assert {u["state"] for u in found["units"]} == {"missing"}
    assert len(found["units"]) == 30


def test_a_lone_file_that_is_no_return_is_told_and_fails_the_check(tmp_path):
    path = tmp_path / "ban ky.pdf"
    path.write_bytes(b"%PDF-1.4\n%EOF\n")
    result = CliRunner().invoke(cli, ["check", str(path)])
    assert result.exit_code == 1
    assert "FIL-01" in result.output


def refused(*arguments):
    result = CliRunner().invoke(cli, [*map(str, arguments)], standalone_mode=False)
    assert isinstance(result.exception, click.ClickException), result.output
    return result.exception.message


@pytest.mark.parametrize("named", ["khong-co.xlsx", "in", "in/Ba Dinh.xlsx"])
def test_a_book_of_decisions_that_is_named_must_be_one(tmp_path, named):
    returns, out = tmp_path / "in", tmp_path / "out"
    returns.mkdir()
    Return(tables=one_cooperative(), name="Ba Dinh.xlsx").write(returns)
    said = refused("run", returns, "--out", out, "--decisions", tmp_path / named)
    assert named in said
    assert not out.exists()


def test_templates_in_the_place_of_a_file(tmp_path):
    (tmp_path / "mau").write_bytes(b"")
    assert "có một tệp" in refused("templates", "--unit", "D001", "--out", tmp_path / "mau")
