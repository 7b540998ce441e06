"""LibreOffice calculates every formula of the consolidated workbook anew and finds the same."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from libreoffice import needs_libreoffice, recalculate
from report_outcome import make_outcome, with_no_rows
from season import season

from consolidate import report

pytestmark = [pytest.mark.thorough, needs_libreoffice]
WRONG = 987654


def with_a_wrong_value(source: Path, target: Path) -> str:
    """A copy whose first cached number is wrong; gives the cell. Without it a test that nothing
    changes would also pass where nothing is calculated."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode("utf-8")
                found = re.search(r'<c r="([A-Z]+\d+)"[^>]*><f>SUM\([^<]*</f><v>([\d.]+)</v>', text)
                assert found
                data = (text[: found.start(2)] + str(WRONG) + text[found.end(2) :]).encode("utf-8")
            new.writestr(name, data)
    return found.group(1)


def formula_values(path: Path, formulas_of: Path) -> dict[tuple[str, str], object]:
    live = openpyxl.load_workbook(formulas_of)
    still = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): still[sheet.title][cell.coordinate].value
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differing(path: Path, anew: Path) -> dict[tuple[str, str], tuple[object, object]]:
    before, after = formula_values(path, path), formula_values(anew, path)
    assert before
    return {
        place: (value, after[place])
        for place, value in before.items()
        if not same(value, after[place])
    }


def same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other


def test_every_formula_gives_the_value_that_it_carries(tmp_path: Path) -> None:
    full, empty = make_outcome(), with_no_rows(make_outcome())
    paths = []
    for label, outcome in (("full", full), ("empty", empty)):
        for edition in ("noi-bo", "bao-cao"):
            path = tmp_path / f"{label}-{edition}.xlsx"
            path.write_bytes(report.write(outcome, edition))
            paths.append(path)
    spoilt = tmp_path / "spoilt.xlsx"
    cell = with_a_wrong_value(paths[0], spoilt)
    *fresh, mended = recalculate([*paths, spoilt], tmp_path / "anew")
    assert list(differing(spoilt, mended)) == [("Biểu 01", cell)]
    for path, anew in zip(paths, fresh, strict=True):
        assert differing(path, anew) == {}, path.name


def test_every_figure_of_the_example_season_is_found_again(tmp_path: Path) -> None:
    paths = sorted(season().out.glob("tong-hop-*.xlsx"))
    assert len(paths) == 2
    for path, anew in zip(paths, recalculate(paths, tmp_path / "anew"), strict=True):
        assert len(formula_values(path, path)) > 400
        assert differing(path, anew) == {}, path.name
