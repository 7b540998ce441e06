"""The files of the season are what its builder types, and fit to be shown to anybody."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from examples.season.build import workbooks
from examples.season.cells import Cells, cells_of
from examples.season.design import DATA, sendings
from examples.season.saving import saved_by_libreoffice
from examples.season.strangers import FAIR, SCAN, fair, scan
from tests.libreoffice import needs_libreoffice
from tests.season import RETURNS

SAMPLE = ("D280",)  # saved by LibreOffice, with mistakes
KEYS = tuple(s.key for s in sendings())


def committed(file: str) -> bytes:
    outer, slash, inner = file.partition("/")
    if not slash:
        return (RETURNS / outer).read_bytes()
    with ZipFile(RETURNS / outer) as archive:
        return archive.read(inner)


def rebuilt(*keys: str) -> dict[str, tuple[str, bytes]]:
    return {s.key: (s.file, content) for s, content in workbooks(keys)}


@cache
def whole_season() -> dict[str, tuple[str, bytes]]:
    return rebuilt(*KEYS)


@pytest.mark.parametrize("key", SAMPLE)
def test_some_files_are_what_the_builder_types(key: str) -> None:
    file, content = rebuilt(key)[key]
    assert cells_of(committed(file)) == cells_of(content), "run: python -m examples.season"


@pytest.mark.thorough
@pytest.mark.parametrize("key", [s.key for s in sendings() if s.kind == "xlsx"])
def test_every_file_is_what_the_builder_types(key: str) -> None:
    file, content = whole_season()[key]
    assert cells_of(committed(file)) == cells_of(content)


@pytest.mark.thorough
@needs_libreoffice
@pytest.mark.parametrize("key", [s.key for s in sendings() if s.kind != "xlsx"])
def test_files_of_other_kinds_are_too(key: str) -> None:
    file, content = whole_season()[key]
    there = saved_by_libreoffice(committed(file), of=file.rpartition(".")[2])
    assert cells_of(there) == cells_of(content)


@pytest.mark.thorough
def test_building_twice_gives_the_same_bytes() -> None:
    assert rebuilt(*KEYS) == whole_season()


@pytest.mark.thorough
@needs_libreoffice
def test_libreoffice_saves_the_same_cells() -> None:
    file, content = whole_season()["D279"]
    again: Cells = cells_of(saved_by_libreoffice(content))
    assert again == cells_of(committed(file))


def test_nothing_lies_there_that_nobody_sent() -> None:
    sent = {s.file.partition("/")[0] for s in sendings()} | {FAIR, SCAN}
    assert {p.name for p in RETURNS.iterdir()} == sent
    assert (RETURNS / FAIR).read_bytes() == fair()
    assert (RETURNS / SCAN).read_bytes() == scan()


def test_the_season_is_small() -> None:
    assert sum(p.stat().st_size for p in RETURNS.iterdir()) < 3_000_000


def test_codes_are_fictitious_and_phones_are_nobodys() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(DATA.rglob("*.csv")))
    numbers = set(re.findall(r"(?<![\w/.])\d{9,}(?![\w/])", text))
    fictitious = re.compile(r"0?19999\d{4}|09000000\d\d|0900000139|999000000139")
    assert [n for n in sorted(numbers) if not fictitious.fullmatch(n)] == []
    assert len(numbers) > 40


@pytest.mark.parametrize("path", sorted(RETURNS.glob("*")), ids=lambda p: p.name)
def test_names_can_be_stored_on_every_system(path: Path) -> None:
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name)
    assert not path.name.endswith((" ", "."))
    assert len(path.name) < 100
