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
from xlsxwriter import Workbook

from consolidate import report
from consolidate.report.figures import Live, joined, spelt, summed_where

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


def test_figures_in_words_and_codes_like_numbers(tmp_path: Path) -> None:
    codes = ["01", "1", "1E1", "10", "TRUE", "A*", "AB"]
    numbers = [0, 5, 2.25, 150.5, 0.125, 10.05, 999.9996, 1000, 1234567.8, 9.9999]
    path = tmp_path / "words.xlsx"
    with Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(codes):
            sheet.write_string(row, 0, code)
            sheet.write_number(row, 1, 2**row)
            formula = summed_where("$B$1:$B$7", ("$A$1:$A$7", code))
            sheet.write_formula(row, 2, f"={formula}", None, 2**row)
        for row, number in enumerate(numbers):
            sheet.write_number(row, 3, number)
            for column, decimals in enumerate((0, 1, 3), start=4):
                number_in_words = spelt(Live(f"D{row + 1}", number), decimals=decimals, padded=True)
                said = joined(number_in_words, " HTX")
                assert len(said.formula) < 8192
                sheet.write_formula(row, column, f"={said.formula}", None, said.value)
    (anew,) = recalculate([path], tmp_path / "anew")
    assert differing(path, anew) == {}


def test_every_figure_of_the_example_season_is_found_again(tmp_path: Path) -> None:
    paths = sorted(season().out.glob("tong-hop-*.xlsx"))
    assert len(paths) == 2
    for path, anew in zip(paths, recalculate(paths, tmp_path / "anew"), strict=True):
        assert len(formula_values(path, path)) > 400
        assert differing(path, anew) == {}, path.name
