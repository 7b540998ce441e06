"""The rosters of a plan folder: units, communes, and which commune became which. CSV, UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from consolidate.plan.faults import PlanFault, near
from consolidate.plan.models import Commune, Succession, Unit
from consolidate.plan.source import read_text

R = TypeVar("R", bound=BaseModel)
UNITS, COMMUNES, SUCCESSION = "units.csv", "communes.csv", "succession.csv"
_BETWEEN_ALIASES = "|"
_NO_COMMA = ";\t"  # between the cells of CSV that Excel saves on a Vietnamese machine


@dataclass(frozen=True)
class Roster(Generic[R]):
    """The rows of one file that fit, each with its line, and the faults of the others."""

    file: str
    rows: tuple[R, ...] = ()
    lines: tuple[int, ...] = ()
    faults: tuple[PlanFault, ...] = ()

    def fault(self, position: int, text: str) -> PlanFault:
        """A fault at a row."""
        return PlanFault(self.file, self.lines[position], text)


def read_units(folder: Path) -> Roster[Unit]:
    """units.csv; aliases are parted by "|"."""
    return _read(folder, UNITS, Unit)


def read_communes(folder: Path) -> Roster[Commune]:
    """communes.csv; a plan without communes has none."""
    return _read(folder, COMMUNES, Commune) if (folder / COMMUNES).exists() else Roster(COMMUNES)


def read_successions(folder: Path) -> Roster[Succession]:
    """succession.csv; a plan whose communes never changed has none."""
    if not (folder / SUCCESSION).exists():
        return Roster(SUCCESSION)
    return _read(folder, SUCCESSION, Succession)


def _read(folder: Path, file: str, model: type[R]) -> Roster[R]:
    """Read a roster (PlanError where the file cannot be read at all)."""
    reader = csv.reader(StringIO(read_text(folder, file), newline=""), strict=True)
    rows: list[R] = []
    lines: list[int] = []
    faults: list[PlanFault] = []
    try:
        head = [title.strip() for title in next(reader, [])]
        faults += _head_faults(file, head, model)
        if not faults:
            for line, cells in _records(reader):
                try:
                    rows.append(_row(head, cells, model))
                    lines.append(line)
                except ValueError as fault:
                    faults += _row_faults(file, line, fault)
    except csv.Error:
        faults.append(
            PlanFault(file, reader.line_num, "dấu ngoặc kép trong dòng chưa được đóng đúng.")
        )
    return Roster(file, tuple(rows), tuple(lines), tuple(faults))


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells  # type: ignore[attr-defined]  # csv.reader has it


def _head_faults(file: str, head: list[str], model: type[BaseModel]) -> list[PlanFault]:
    known = model.model_fields
    if len(head) == 1 and any(mark in head[0] for mark in _NO_COMMA):
        return [PlanFault(file, 1, "các ô phải ngăn nhau bằng dấu phẩy; lưu lại dạng CSV UTF-8.")]
    faults = [
        PlanFault(file, 1, f"không có cột “{title}”{near(title, known)}")
        for title in head
        if title not in known
    ]
    faults += [PlanFault(file, 1, f"cột “{t}” có hai lần.") for t in set(head) if head.count(t) > 1]
    missing = [k for k, f in known.items() if f.is_required() and k not in head]
    return faults + [PlanFault(file, 1, f"thiếu cột “{title}”.") for title in missing]


def _row(head: list[str], cells: list[str], model: type[R]) -> R:
    if len(cells) != len(head):
        raise ValueError(f"có {len(cells)} ô, cần {len(head)}.")
    values: dict[str, object] = dict(zip(head, (c.strip() for c in cells), strict=True))
    if "aliases" in values:
        parts = str(values["aliases"]).split(_BETWEEN_ALIASES)
        values["aliases"] = tuple(p.strip() for p in parts if p.strip())
    blank = next((k for k, v in values.items() if v == ""), None)
    if blank is not None:
        raise ValueError(f"ô “{blank}” còn trống.")
    return model.model_validate(values)


def _row_faults(file: str, line: int, fault: ValueError) -> list[PlanFault]:
    if not isinstance(fault, ValidationError):
        return [PlanFault(file, line, str(fault))]
    return [PlanFault(file, line, _complaint(e)) for e in fault.errors(include_url=False)]


def _complaint(error: ErrorDetails) -> str:
    column = error["loc"][0]
    if error["type"] == "literal_error":
        allowed = error["ctx"]["expected"].replace("'", "").replace(" or ", " hoặc ")
        return f"ô “{column}” là “{error['input']}”, cần {allowed}."
    return f"ô “{column}” là “{error['input']}”: chỉ dùng chữ không dấu, chữ số, “-” và “_”."
