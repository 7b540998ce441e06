"""One hostile file beside good ones: the same figures. Time and memory stand in benchmarks/."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile.containers import bomb, overlapping
from hostile.raw import SHEET, STRINGS, STYLES, book, strings, styles, worksheet
from season import RETURNS, Ran, run

MB = 1_000_000


def deep() -> bytes:
    """Elements in one another, far beyond any honest workbook."""
    return book(replaced={SHEET: worksheet("<row>" * 200_000 + "</row>" * 200_000)})


def swollen_styles() -> bytes:
    """A style sheet of nearly all that one part may inflate to."""
    return book(replaced={STYLES: styles(["0"]).replace("<fonts>", "<fonts>" + " " * (95 * MB))})


def swollen_strings() -> bytes:
    return book(replaced={STRINGS: strings("a") + " " * (95 * MB)})


def many_cells() -> bytes:
    """As many cells as are allowed, none of them ours."""
    row = "<c><v>1</v></c>" * 50
    return book("".join(f'<row r="{n}">{row}</row>' for n in range(1, 19_000)))


def broken_xls() -> bytes:
    """The head of an old binary workbook with nothing sound behind it."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 400


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: bomb(90),
    "deep": deep,
    "styles": swollen_styles,
    "strings": swollen_strings,
    "cells": many_cells,
    "overlapping": lambda: overlapping(300),
    "xls": broken_xls,
}


def with_guest(folder: Path, name: str, hostile: bytes) -> Path:
    """The season with one more file in it."""
    shutil.copytree(RETURNS, folder)
    (folder / name).write_bytes(hostile)
    return folder


def figures(ran: Ran) -> tuple[object, ...]:
    units = [(u["unit"], u["state"]) for u in ran.record["units"]]
    return ran.figures(), units


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run(RETURNS, tmp_path_factory.mktemp("alone") / "out", "--jobs", "1")


@pytest.mark.thorough
@pytest.mark.parametrize("kind", HOSTILE)
def test_the_others_keep_their_figures(kind: str, alone: Ran, tmp_path: Path) -> None:
    returns = with_guest(tmp_path / "returns", "la.xlsx", HOSTILE[kind]())
    beside = run(returns, tmp_path / "out", "--jobs", "1")
    assert figures(beside) == figures(alone)
    guest = beside.returned("la.xlsx")
    opened = kind == "cells"  # a workbook within the limits, with one sheet under our title
    assert guest["state"] in (("needs_correction",) if opened else ("unreadable", "not_a_return"))
    assert not guest["counts"]
    assert any(i["file"] == "la.xlsx" for i in beside.record["issues"])
