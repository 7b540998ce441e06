"""What was sent: read from `data/<period>/`, as text, the way the clerks would have typed it."""

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
MISTAKES = "loi-co-y.csv"
FORM = "Thông tin chung"
KEY, UNIT, FILE, SAVED_BY, FONT = "Bản gửi", "Đơn vị", "Tệp", "Lưu bằng", "Phông"
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
    """One workbook that a unit sent: its file name, the form, the rows of each sheet.

    `font` is named where the rows were typed in one from before Unicode.
    """

    key: str
    unit: str
    file: str
    by_libreoffice: bool
    form: Typed
    tables: Mapping[str, Sequence[Typed]]
    mistakes: tuple[Mistake, ...] = ()
    form_title: str = FORM
    font: str = ""

    @property
    def kind(self) -> str:
        """What the workbook was saved as: xlsx, ods, xls."""
        return self.file.rpartition(".")[2]


def sendings(period: str = "2025-H1") -> list[Sending]:
    """Every workbook of a period, in the order of its `thong-tin-chung.csv`."""
    folder = DATA / period
    tables = {sheet: _read(folder / name) for sheet, name in SHEETS.items()}
    mistakes = _read(folder / MISTAKES)
    return [
        Sending(
            key=line[KEY],
            unit=line[UNIT],
            file=line[FILE],
            by_libreoffice=line[SAVED_BY] == LIBREOFFICE,
            form=_without(line, KEY, UNIT, FILE, SAVED_BY, FONT),
            tables={
                sheet: [_without(row, KEY) for row in rows if row[KEY] == line[KEY]]
                for sheet, rows in tables.items()
            },
            mistakes=tuple(_mistake(row) for row in mistakes if row[KEY] == line[KEY]),
            font=line[FONT],
        )
        for line in _read(folder / "thong-tin-chung.csv")
    ]


def _read(path: Path) -> list[dict[str, str]]:
    """The lines of a file; none where nobody had anything of the kind to say."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
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
