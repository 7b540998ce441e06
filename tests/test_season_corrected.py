"""The two units that must correct send their correction workbooks back, put right."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from examples.season.clerk import fill_in
from examples.season.design import sendings
from examples.season.saving import saved_by_libreoffice, workbook_bytes
from tests.libreoffice import needs_libreoffice
from tests.season import RETURNS, checked, season

SENT = {s.key: s for s in sendings()}


def put_right(key: str) -> bytes:
    """The correction workbook of a unit, with what it should have typed in the wrong cells."""
    (path,) = (season().out / "tra-lai").glob(f"{key}-*.xlsx")
    sent = SENT[key]
    right = tuple(
        replace(m, typed=sent.tables[m.sheet][m.line - 1][m.head], how="như Excel")
        for m in sent.mistakes
    )
    workbook = load_workbook(BytesIO(path.read_bytes()))
    fill_in(workbook, replace(sent, form={}, tables={}, mistakes=right))
    return workbook_bytes(workbook)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "kind", ["as typed", *(pytest.param(k, marks=needs_libreoffice) for k in ("xlsx", "ods"))]
)
def test_what_was_pending_counts_once_it_is_put_right(kind: str, tmp_path: Path) -> None:
    again = []
    for key in ("D276", "D280"):
        content, suffix = put_right(key), "xlsx"
        if kind != "as typed":
            content, suffix = saved_by_libreoffice(content, kind), kind
        again.append(tmp_path / f"{key}.{suffix}")
        again[-1].write_bytes(content)
    record = checked(RETURNS, *again)
    assert {t["code"]: (t["numerator"], t["denominator"]) for t in record["targets"]} == {
        "T1": (2 + 1, None),
        "T2A": (16 + 1 + 1, None),
        "T2B": (14 + 2, None),
        "T3A": (255 + 13 + 9, None),
        "T3B": (136 + 13, None),
        "T4": (39 + 4 + 1, 45 + 2 + 2 + 1 + 1),
        "T4M": (661 + 30, None),
        "T5": (183 + 1, 184 + 1),
    }
    states = {u["unit"]: u["state"] for u in record["units"] if u["unit"] in ("D276", "D280")}
    assert states == {"D276": "valid", "D280": "valid"}
    assert {t["pending"] for t in record["targets"]} == {0}
