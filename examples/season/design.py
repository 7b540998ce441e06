"""What was sent: read from `data/`, as text, the way the clerks would have typed it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"

SHEETS = {
    "HTX": "htx.csv",
    "THT": "tht.csv",
    "Nữ quản lý": "nu-quan-ly.csv",
    "Hỗ trợ": "ho-tro.csv",
    "Đào tạo": "dao-tao.csv",
    "Cán bộ Hội": "can-bo-hoi.csv",
    "Hoạt động": "hoat-dong.csv",
    "Khó khăn, kiến nghị": "kho-khan-kien-nghi.csv",
}
FORM = "Thông tin chung"
KEY, UNIT, FILE, SAVED_BY = "Bản gửi", "Đơn vị", "Tệp", "Lưu bằng"
LIBREOFFICE = "LibreOffice"

Typed = Mapping[str, str]  # head of the template -> what was typed under it


@dataclass(frozen=True)
class Mistake:
    """One cell that a unit gets wrong: which, what is typed instead, and the finding it must give.

    `line` counts the unit's rows of the sheet from 1; `how` says what the cell becomes: what Excel
    makes of the typing, or a text or a number whatever the column is, or nothing.
    """

    sheet: str
    line: int
    head: str
    typed: str
    how: str
    code: str


@dataclass(frozen=True)
class Sending:
    """One workbook that a unit sent: its file name, the form, the rows of each sheet."""

    key: str
    unit: str
    file: str
    by_libreoffice: bool
    form: Typed
    tables: Mapping[str, Sequence[Typed]]
    mistakes: tuple[Mistake, ...] = ()
    form_title: str = FORM


def sendings() -> list[Sending]:
    """Every workbook of the season, in the order of `data/thong-tin-chung.csv`."""
    tables = {sheet: _read(name) for sheet, name in SHEETS.items()}
    mistakes = _read("loi-co-y.csv")
    return [
        Sending(
            key=line[KEY],
            unit=line[UNIT],
            file=line[FILE],
            by_libreoffice=line[SAVED_BY] == LIBREOFFICE,
            form=_without(line, KEY, UNIT, FILE, SAVED_BY),
            tables={
                sheet: [_without(row, KEY) for row in rows if row[KEY] == line[KEY]]
                for sheet, rows in tables.items()
            },
            mistakes=tuple(_mistake(row) for row in mistakes if row[KEY] == line[KEY]),
        )
        for line in _read("thong-tin-chung.csv")
    ]


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _without(row: Mapping[str, str], *heads: str) -> dict[str, str]:
    return {head: text for head, text in row.items() if head not in heads}


def _mistake(row: Mapping[str, str]) -> Mistake:
    return Mistake(
        sheet=row["Biểu"],
        line=int(row["Dòng"]),
        head=row["Cột"],
        typed=row["Nội dung gõ"],
        how=row["Dạng"],
        code=row["Mã"],
    )
