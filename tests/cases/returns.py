"""Cases turned into real files: a good return, typed over as a clerk would, or raw bytes."""

from __future__ import annotations

import base64
import re
import tomllib
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string

from consolidate.plan import Plan, bundled, load_plan
from consolidate.template import build

FOLDER = Path(__file__).parent
GOOD: dict[str, Any] = tomllib.loads((FOLDER / "good.toml").read_text(encoding="utf-8"))
STAMP, PERIOD = "_meta", "2025-H1"
LEVELS = {
    "city": "Thành phố",
    "district": "Quận, huyện, thị xã",
    "commune": "Xã, phường, thị trấn",
    "affiliated": "Thành phố",
}
BELOW = {
    "Chức vụ": "Chủ tịch",
    "Cấp công tác": "Xã, phường, thị trấn",
    "Đã được tập huấn từ đầu năm": "Không",
}
FORM_COLUMN = 3
_CELL = re.compile(r"([A-Z]+)([0-9]+)")

Grid = dict[tuple[int, int], Any]
Typed = list[Any]


@dataclass(frozen=True)
class Sent:
    """One file of a case. Cells are named "<sheet>!<cell>", rows and columns "<sheet>!<number>"."""

    name: str = ""  # of the file; made up where it does not matter
    unit: str = "D001"
    period: str = ""  # of the form; the run's where it is blank
    submission: int = 0  # a number of its own where it does not matter
    only: list[str] | None = None  # the tables that are filled in; the others are declared nil
    copied: list[Typed] = field(default_factory=list)  # [sheet, row, to row], before typing
    emptied: list[Typed] = field(default_factory=list)  # [sheet] or [sheet, row], before typing
    typed: list[Typed] = field(default_factory=list)  # [sheet, row, title, value], [form, title, …]
    cells: dict[str, Any] = field(default_factory=dict)  # anything at an address
    stamp: dict[str, Any] = field(default_factory=dict)  # entries of the hidden sheet
    sheets: dict[str, str] = field(default_factory=dict)  # other titles; "" for a deleted sheet
    columns: list[str] = field(default_factory=list)  # deleted columns
    hidden: list[str] = field(default_factory=list)  # hidden rows, columns, sheets
    struck: list[str] = field(default_factory=list)  # rows that are struck through
    fonts: dict[str, str] = field(default_factory=dict)  # the font of a cell
    merged: list[str] = field(default_factory=list)  # ranges of cells
    notes: dict[str, str] = field(default_factory=dict)  # notes at cells
    twice: dict[str, Any] = field(default_factory=dict)  # cells stored a second time, otherwise
    members: dict[str, str] = field(default_factory=dict)  # further members of the package
    kind: str = "xlsx"  # or xls
    password: str = ""
    cut: int = 0  # bytes that are left of it
    raw: dict[str, Any] = field(default_factory=dict)  # text, hex, base64 or zip: no return at all
    cause: str = ""  # of FIL-01, a key of catalogue.CAUSES
    found: list[str] = field(default_factory=list)  # "<cell, sheet!row, sheet or nothing> CODE"

    def bytes(self, number: int, period: str) -> bytes:
        """The file; `number` is its submission where the case gives none."""
        data = _raw(self.raw) if self.raw else self._workbook(number, period)
        return data[: self.cut] if self.cut else data

    def _workbook(self, number: int, period: str) -> bytes:
        grids = good_return(self.unit, self.period or period)
        grids["Thông tin chung"] |= at("Thông tin chung", "Lần gửi", self.submission or number)
        if self.only is not None:
            _keep_only(grids, self.only)
        for sheet, row, to in self.copied:
            grids[sheet] |= moved(grids[sheet], head_row(sheet) + row, head_row(sheet) + to)
        for sheet, *row in self.emptied:
            first = head_row(sheet) + (row[0] if row else 1)
            last = first if row else 1000
            grids[sheet] = {p: v for p, v in grids[sheet].items() if not first <= p[0] <= last}
        for sheet, *rest in self.typed:
            grids[sheet] |= at(sheet, *rest)
        for address, value in self.cells.items():
            sheet, row, column = placed(address)
            grids.setdefault(sheet, {})[row, column] = value
        for sheet, grid in grids.items():
            grids[sheet] = {place: value for place, value in grid.items() if value != ""}
        rows = {key: row for (row, column), key in grids[STAMP].items() if column == 1}
        for key, value in self.stamp.items():
            row = rows.setdefault(key, len(rows) + 1)
            grids[STAMP] |= {(row, 1): key, (row, 2): value}
        data = _old_book(grids) if self.kind == "xls" else self._book(grids)
        return _locked(data, self.password) if self.password else data

    def _book(self, grids: dict[str, Grid]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, grid in grids.items():
            if self.sheets.get(title, title):
                sheet = book.create_sheet(self.sheets.get(title, title))
                for (row, column), value in grid.items():
                    sheet.cell(row, column).value = value
        if STAMP in book.sheetnames:
            book[STAMP].sheet_state = "veryHidden"
        for address, font in self.fonts.items():
            sheet, row, column = placed(address)
            book[sheet].cell(row, column).font = Font(name=font)
        for line in self.hidden:
            sheet, _, part = line.partition("!")
            if not part:
                book[sheet].sheet_state = "hidden"
            elif part.isdecimal():
                book[sheet].row_dimensions[int(part)].hidden = True
            else:
                book[sheet].column_dimensions[part].hidden = True
        for line in self.struck:
            sheet, row = line.split("!")
            for cell in book[sheet][int(row)]:
                cell.font = Font(strike=True)
        for address, text in self.notes.items():
            sheet, row, column = placed(address)
            book[sheet].cell(row, column).comment = Comment(text, "Ví Dụ")
        for line in self.merged:
            sheet, cells = line.split("!")
            book[sheet].merge_cells(cells)
        for line in self.columns:
            sheet, letters = line.split("!")
            book[sheet].delete_cols(placed(f"{sheet}!{letters}1")[2])
        return self._packed(book)

    def _packed(self, book: openpyxl.Workbook) -> bytes:
        stream = BytesIO()
        book.save(stream)
        with zipfile.ZipFile(stream) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        core = "docProps/core.xml"  # openpyxl writes the time of day into it
        parts[core] = re.sub(rb"<dcterms:.*</dcterms:[a-z]+>", b"", parts[core])
        for address, value in self.twice.items():
            sheet, cell = address.split("!")
            part = f"xl/worksheets/sheet{book.sheetnames.index(sheet) + 1}.xml"
            again = f'<c r="{cell}"><v>{value}</v></c>'.encode()
            parts[part], count = re.subn(
                rb'(<c r="%s"[^>]*>.*?</c>)' % cell.encode(), rb"\1" + again, parts[part]
            )
            assert count == 1, address
        parts |= {name: text.encode() for name, text in self.members.items()}
        return _zip(parts)


# --- the good return -------------------------------------------------------------------------


@cache
def plan() -> Plan:
    """The plan that comes with the program."""
    return load_plan(bundled())


def good_return(unit: str, period: str) -> dict[str, Grid]:
    """The cells of a good return, by sheet: the blank template with `good.toml` typed into it.

    Another unit than the file's own has its own level, and its first communes in their order.
    """
    grids = deepcopy(_blank(unit, period))
    level = plan().unit(unit).level
    theirs = dict(zip(_communes("D001", PERIOD), _communes(unit, period), strict=False))
    theirs |= {LEVELS["district"]: LEVELS[level]}
    for title, value in GOOD["Thông tin chung"].items():
        grids["Thông tin chung"] |= at("Thông tin chung", title, value)
    for sheet in plan().tables:
        for number, row in enumerate(GOOD.get(sheet.title, []), 1):
            for title, value in row.items():
                grids[sheet.title] |= at(sheet.title, number, title, theirs.get(value, value))
    if level == "commune":
        own = _communes(unit, period)[0]
        grids["Cán bộ Hội"] |= at("Cán bộ Hội", 1, "Xã, phường, thị trấn", own)
    if level == "district":
        for number, commune in enumerate(_communes(unit, period), 2):
            officer = BELOW | {
                "Họ và tên": f"Lê Thị Cơ sở {number}",
                "Xã, phường, thị trấn": commune,
            }
            for title, value in officer.items():
                grids["Cán bộ Hội"] |= at("Cán bộ Hội", number, title, value)
    return grids


def _communes(unit: str, period: str) -> list[str]:
    return [c.title for c in plan().communes_of(plan().unit(unit), plan().period(period))]


def _keep_only(grids: dict[str, Grid], kept: list[str]) -> None:
    for sheet in plan().tables:
        if sheet.nil_field and sheet.title not in kept:
            head = head_row(sheet.title)
            grids[sheet.title] = {p: v for p, v in grids[sheet.title].items() if p[0] <= head}
            title = plan().form.by_field[sheet.nil_field].title
            grids["Thông tin chung"] |= at("Thông tin chung", title, "Có")


@cache
def _blank(unit: str, period: str) -> dict[str, Grid]:
    """The values of the blank template that a return consists of."""
    data = build(plan(), plan().period(period), plan().unit(unit))
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    wanted = [*(s.title for s in plan().sheets), STAMP]
    grids: dict[str, Grid] = {}
    for title in wanted:
        rows = book[title].iter_rows(max_col=FORM_COLUMN if title == plan().form.title else None)
        cells = (c for row in rows for c in row if c.value is not None)
        grids[title] = {(c.row, c.column): c.value for c in cells}
    totals = {p[0] for p, v in grids[STAMP].items() if ":" in str(v)}  # they have no value here
    grids[STAMP] = {p: v for p, v in grids[STAMP].items() if p[0] not in totals}
    return grids


@cache
def _titles(sheet: str) -> dict[str, tuple[int, int]]:
    """Where each title of a sheet stands."""
    declared = {c.title for s in plan().sheets if s.title == sheet for c in s.column}
    grid = _blank("D001", "2025-H1")[sheet]
    shown = {place: str(value).removesuffix(" (*)") for place, value in grid.items()}
    found = {title: place for place, title in shown.items() if title in declared}
    assert found.keys() == declared, declared ^ found.keys()
    return found


def head_row(sheet: str) -> int:
    """The row of the titles of a table."""
    return next(iter(_titles(sheet).values()))[0]


def at(sheet: str, *rest: Any) -> Grid:
    """[row, title, value] of a table or [title, value] of the form as a cell."""
    *row, title, value = rest
    head, column = _titles(sheet)[title]
    if not row:
        return {(head, FORM_COLUMN): value}
    return {(head + row[0], column): value}


def moved(grid: Grid, row: int, to: int) -> Grid:
    """The cells of a row as those of another row."""
    return {(to, column): value for (r, column), value in grid.items() if r == row}


def placed(address: str) -> tuple[str, int, int]:
    """ "HTX!B7" as sheet, row and column."""
    sheet, cell = address.rsplit("!", 1)
    letters, row = _CELL.fullmatch(cell).groups()
    return sheet, int(row), column_index_from_string(letters)


# --- other kinds -----------------------------------------------------------------------------


def _raw(raw: dict[str, Any]) -> bytes:
    (kind, content), *_ = raw.items()
    match kind:
        case "text":
            data = content.encode()
        case "hex":
            data = bytes.fromhex(content)
        case "base64":
            data = base64.b64decode(content)
        case _:
            data = _zip({name: text.encode() for name, text in content.items()})
    return data.ljust(raw.get("length", 0), b"\0")


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2025, 6, 16, 8, 0, 0)), data)
    return stream.getvalue()


def _locked(data: bytes, password: str) -> bytes:
    stream = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, stream)
    return stream.getvalue()


def _old_book(grids: dict[str, Grid]) -> bytes:
    book, day = xlwt.Workbook(encoding="utf-8"), xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for title, grid in grids.items():
        sheet = book.add_sheet(title)
        for (row, column), value in grid.items():
            is_day = isinstance(value, date | datetime)
            sheet.write(row - 1, column - 1, value, day if is_day else xlwt.Style.default_style)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
