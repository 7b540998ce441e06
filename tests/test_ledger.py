"""The ledger closes for every run, and opens for every kind of loss."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from consolidate import consolidation, workers
from consolidate.cli import cli
from consolidate.decisions.layout import ASIDE
from consolidate.digest import Job, digest
from consolidate.intake import find
from consolidate.ledger import prove
from consolidate.outcome import ACCEPTED, SET_ASIDE
from consolidate.parse.readings import Skipped
from consolidate.pipeline import Run, consolidate
from consolidate.refusals import LedgerOpen, NothingToDo
from consolidate.settings import in_force
from tests.office import Return, cooperative, group, plan, support

PERIOD = "2025-H1"


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """Two units, one of them twice, one row set aside; digests and outcome."""
    folder = tmp_path_factory.mktemp("ledger")
    rows = [cooperative(0), cooperative(1, women_stable_jobs=99)]
    Return(tables={"cooperatives": rows, "support_actions": [support()]}).write(folder)
    Return(submission=2, tables={"cooperatives": rows}).write(folder)
    Return(unit="D002", tables={"cooperative_groups": [group(commune_code="00037")]}).write(folder)
    digests = [digest(Job(f, PERIOD), plan()) for f in find([folder])]
    return digests, consolidate(Run(plan(), plan().period(PERIOD), in_force(plan(), {})), digests)


def changed(digests, position, key, **changes):
    """The digests with one sheet of one of them changed."""
    one = digests[position]
    sheets = tuple(replace(s, **changes) if s.key == key else s for s in one.sheets)
    return [*digests[:position], replace(one, sheets=sheets), *digests[position + 1 :]]


def sheet(digests, position, key):
    return next(s for s in digests[position].sheets if s.key == key)


def title_of(field):
    return plan().sheet("cooperatives").by_field[field].title


def with_table(outcome, key, table):
    return replace(outcome, tables=outcome.tables | {key: table})


def test_it_closes(season):
    digests, outcome = season
    states = outcome.tables["cooperatives"]["state"].tolist()
    assert sorted(states) == [ACCEPTED, SET_ASIDE]
    prove(outcome, digests)


def test_a_row_that_a_worker_dropped(season):
    digests, outcome = season
    was = sheet(digests, 0, "cooperatives")
    with pytest.raises(LedgerOpen, match="D001 lan 1"):
        prove(outcome, changed(digests, 0, "cooperatives", seen=was.seen + 1))


def test_a_row_that_is_counted_and_skipped(season):
    digests, outcome = season
    was = sheet(digests, 0, "cooperatives")
    twice = (*was.skipped, Skipped(was.rows[0], "total"))
    with pytest.raises(LedgerOpen, match="HTX"):
        prove(outcome, changed(digests, 0, "cooperatives", skipped=twice))


def test_a_row_that_the_tables_lost(season):
    digests, outcome = season
    short = outcome.tables["cooperatives"].iloc[1:]
    with pytest.raises(LedgerOpen, match="D001 lan 2"):
        prove(with_table(outcome, "cooperatives", short), digests)


def test_a_table_that_lost_a_file(season):
    digests, outcome = season
    none = outcome.tables["cooperative_groups"].iloc[:0]
    with pytest.raises(LedgerOpen, match="D002"):
        prove(with_table(outcome, "cooperative_groups", none), digests)


def test_rows_of_a_file_that_does_not_count(season):
    digests, outcome = season
    table = outcome.tables["cooperatives"].assign(file="D001 lan 1.xlsx")
    with pytest.raises(LedgerOpen, match="D001 lan 1"):
        prove(with_table(outcome, "cooperatives", table), digests)


def test_a_row_that_changed_its_state(season):
    digests, outcome = season
    table = outcome.tables["cooperatives"].assign(state=ACCEPTED)
    with pytest.raises(LedgerOpen, match="dòng"):
        prove(with_table(outcome, "cooperatives", table), digests)


@pytest.mark.parametrize("field", ["women_stable_jobs", "women_income"])
def test_a_figure_that_changed_on_the_way(season, field):
    digests, outcome = season
    table = outcome.tables["cooperatives"].copy()
    table.loc[table.index[0], field] = 5
    with pytest.raises(LedgerOpen, match=re.escape(title_of(field))):
        prove(with_table(outcome, "cooperatives", table), digests)


def test_figures_that_changed_places_and_add_up_nonetheless(season):
    digests, outcome = season
    table = outcome.tables["cooperatives"].copy()
    table["women_stable_jobs"] = table["women_stable_jobs"].to_numpy()[::-1]
    with pytest.raises(LedgerOpen, match=re.escape(title_of("women_stable_jobs"))):
        prove(with_table(outcome, "cooperatives", table), digests)


def test_a_file_that_nobody_accounts_for(season):
    digests, outcome = season
    with pytest.raises(LedgerOpen, match="D002"):
        prove(replace(outcome, returns=outcome.returns[:-1]), digests)


def test_the_sentence_is_one_and_names_the_file():
    said = str(LedgerOpen("Ba Dinh.xlsx", "HTX", "dòng"))
    assert "“Ba Dinh.xlsx”" in said
    assert "\n" not in said
    assert issubclass(LedgerOpen, NothingToDo), "the shell ends with 2 and writes nothing"


def test_a_run_proves_its_ledger(tmp_path):
    """The command line says so where the ledger is proved over a whole run."""
    Return(tables={"cooperatives": [cooperative(0)]}).write(tmp_path)
    out = tmp_path / "ra"
    result = CliRunner().invoke(cli, ["run", str(tmp_path), "--period", PERIOD, "--out", str(out)])
    assert (result.exit_code, (out / "ket-qua.json").exists()) == (0, True)


# --- what the officer sees and can do -------------------------------------------------------


def without_a_row(name):
    """A worker that loses a row of one file."""

    def digest_all(*args, **kwargs):
        digests = workers.digest_all(*args, **kwargs)
        at = next(n for n, d in enumerate(digests) if d.file == name)
        seen = sheet(digests, at, "cooperatives").seen
        return changed(digests, at, "cooperatives", seen=seen + 1)

    return digest_all


def command(*words):
    return CliRunner().invoke(cli, [str(w) for w in words])


def test_the_officer_goes_on_by_setting_the_file_aside(tmp_path, monkeypatch):
    folder, out = tmp_path / "in", tmp_path / "ra"
    folder.mkdir()
    path = Return(tables={"cooperatives": [cooperative(0)]}, name="Ba Dinh.xlsx").write(folder)
    Return(unit="D002", name="Hoan Kiem.xlsx").write(folder)
    words = ("run", folder, "--period", PERIOD, "--out", out)
    assert command(*words).exit_code == 0
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    monkeypatch.setattr(consolidation, "digest_all", without_a_row(path.name))
    stopped = command(*words)
    assert stopped.exit_code == 2
    assert all(said in stopped.output for said in (path.name, ASIDE, "quyet-dinh.xlsx"))
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert command("check", path).exit_code == 2

    book = load_workbook(out / "quyet-dinh.xlsx")
    book[ASIDE]["A5"], book[ASIDE]["B5"] = path.name, "đối soát không khớp, chờ sửa"
    book.save(out / "quyet-dinh.xlsx")
    assert command(*words).exit_code == 0
    record = json.loads((out / "ket-qua.json").read_bytes())
    found = {r["file"]: (r["state"], r["reason"], r["counts"]) for r in record["returns"]}
    assert found[path.name] == ("superseded", "QDI-03", False)
    told = load_workbook(out / f"tong-hop-{PERIOD}-noi-bo.xlsx")
    receipt = next(sheet for sheet in told if sheet.title.startswith("Biểu 09"))
    line = next(row for row in receipt.iter_rows(values_only=True) if path.name in row)
    assert "Để riêng" in line
