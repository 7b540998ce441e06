"""The checklist for published workbooks, as far as a program can judge it, over both editions.

What the workbook does otherwise, and why, stands in docs/bang-tong-hop.md.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from report_outcome import make_outcome, with_no_rows

from consolidate import report, style
from tests.libreoffice import convert, needs_libreoffice
from tests.office import plan
from tests.season import season

EDITIONS = ("bao-cao", "noi-bo")
BOOKS = [
    *(pytest.param((name, e), id=f"{name}-{e}") for name in ("full", "empty") for e in EDITIONS),
    *(pytest.param(("season", e), id=f"season-{e}", marks=pytest.mark.thorough) for e in EDITIONS),
]
CM = 2.54
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@cache
def data_of(name: str, edition: str) -> bytes:
    if name == "season":
        return (season().out / f"tong-hop-2025-H1-{edition}.xlsx").read_bytes()
    outcome = make_outcome() if name == "full" else with_no_rows(make_outcome())
    return report.write(outcome, edition)


@cache
def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


@pytest.fixture(params=BOOKS)
def data(request: pytest.FixtureRequest) -> bytes:
    return data_of(*request.param)


@pytest.fixture
def book(data: bytes) -> Workbook:
    return opened(data)


def filled(sheet: Worksheet) -> Iterator[Cell]:
    return (c for row in sheet.iter_rows() for c in row if c.value is not None)


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- tables --------------------------------------------------------------------------------


def test_tables_have_names_of_their_own_and_one_row_of_heads_that_differ(book: Workbook) -> None:
    names = [name for sheet in book for name in sheet.tables]
    assert len(names) == len({name.casefold() for name in names}) >= 2
    assert not [name for name in names if re.fullmatch(r"Table\d+", name)]
    for sheet in book:
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            heads = [sheet.cell(top, c).value for c in range(left, right + 1)]
            assert all(isinstance(head, str) and head.strip() for head in heads), sheet.title
            assert len({h.casefold() for h in heads}) == len(heads), sheet.title
            assert left == 1
            for row in range(top + 1, bottom + 1):
                line = [sheet.cell(row, c).value for c in range(left, right + 1)]
                assert any(v is not None for v in line), (sheet.title, row)


def test_no_cell_is_merged_in_a_table(book: Workbook) -> None:
    for sheet in book:
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            for merged in sheet.merged_cells.ranges:
                apart = merged.min_row > bottom or merged.max_row < top
                assert apart or merged.min_col > right or merged.max_col < left, sheet.title


def test_every_data_sheet_says_what_it_is_and_from_how_many_units(book: Workbook) -> None:
    for sheet in (s for s in book if s.tables):
        title, context = sheet["A1"].value, sheet["A2"].value
        assert title and re.search(r"Số liệu của \d+/\d+ đơn vị, tổng hợp ngày", context)
    for sheet in (s for s in book if s.title.startswith("Biểu 0")):
        said = [str(c.value) for c in filled(sheet)]
        assert any(text.startswith("Biểu số ") for text in said), sheet.title
        assert any("số liệu của" in text.lower() for text in said), sheet.title


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_column_with_a_unit_says_it(edition: str) -> None:
    workbook = opened(data_of("season", edition))
    for declared in (s for s in plan().tables if s.in_official):
        sheet = workbook[declared.title]
        heads = {str(c.value) for c in sheet[5]}
        hidden = {c.field for c in declared.shown if c.personal and edition == "bao-cao"}
        for column in (c for c in declared.shown if c.unit and c.field not in hidden):
            of_it = [head for head in heads if head.startswith(column.title)]
            assert of_it
            assert all(column.unit in head.casefold() for head in of_it)


# --- sheets and the file -------------------------------------------------------------------


def test_sheets_are_named_filled_and_say_in_a1_what_they_are(book: Workbook) -> None:
    titles = [sheet.title for sheet in book]
    assert len({t.casefold() for t in titles}) == len(titles)
    for sheet in book:
        assert re.fullmatch(r"[^\d'\[\]:*?/\\][^'\[\]:*?/\\]{0,30}", sheet.title), sheet.title
        first = next(filled(sheet))
        assert (first.row, first.column <= 2) == (1, True), sheet.title
        assert isinstance(first.value, str)


def test_the_file_has_a_title_and_opens_at_the_first_cell(book: Workbook, data: bytes) -> None:
    properties = book.properties
    assert properties.title
    assert properties.subject
    assert properties.creator == properties.lastModifiedBy or properties.lastModifiedBy is None
    assert book.active is book.worksheets[0]
    for name, part in parts(data).items():
        if name.startswith("xl/worksheets/sheet"):
            selections = ElementTree.fromstring(part).iter(f"{MAIN}selection")
            chosen = {s.get("activeCell", "A1") for s in selections if s.get("pane") is None}
            assert chosen <= {"A1"}, name


def test_charts_say_in_words_what_they_show(data: bytes) -> None:
    drawings = [p for n, p in parts(data).items() if n.startswith("xl/drawings/drawing")]
    frames = [
        element
        for part in drawings
        for element in ElementTree.fromstring(part).iter()
        if element.tag.endswith("}cNvPr") and element.get("name", "").startswith("Chart")
    ]
    assert frames
    assert all(len(frame.get("descr", "")) > 20 for frame in frames)


def test_there_is_no_picture_no_macro_no_outside_link_of_data(data: bytes) -> None:
    names = list(parts(data))
    forbidden = ("xl/media", "vbaProject", "xl/externalLinks", "xl/activeX", "xl/connections")
    assert not [n for n in names for word in forbidden if word in n]


@pytest.mark.parametrize(
    "name", ["full", "empty", pytest.param("season", marks=pytest.mark.thorough)]
)
def test_the_officials_edition_hides_nothing(name: str) -> None:
    data = data_of(name, "bao-cao")
    for sheet in opened(data):
        assert sheet.sheet_state == "visible"
        assert not [r for r, d in sheet.row_dimensions.items() if d.hidden]
        assert not [c for c, d in sheet.column_dimensions.items() if d.hidden or d.outlineLevel]
        assert not [c.coordinate for c in filled(sheet) if c.comment]
    assert not [n for n in parts(data) if "comment" in n.lower()]


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_about_the_workbook_knows_its_sheets(edition: str) -> None:
    page = (Path(__file__).parents[1] / "docs" / "bang-tong-hop.md").read_text(encoding="utf-8")
    titles = opened(data_of("season", edition)).sheetnames
    own = {t.title for t in plan().tables}
    others = [t for t in titles if t not in own and not t.startswith("Biểu 0")]
    assert len(others) >= 3
    assert [title for title in others if f"| {title} |" not in page] == []


# --- cells ---------------------------------------------------------------------------------

NUMBER = re.compile(r"-?\d[\d.]*(,\d+)?")


def test_no_number_is_stored_as_text(book: Workbook) -> None:
    """A code is text, and its format says so."""
    found = [
        (sheet.title, c.coordinate, c.value)
        for sheet in book
        for c in filled(sheet)
        if isinstance(c.value, str) and NUMBER.fullmatch(c.value) and c.number_format != "@"
    ]
    assert found == []


def test_every_formula_carries_its_value(data: bytes) -> None:
    counted = 0
    for name, part in parts(data).items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for cell in ElementTree.fromstring(part).iter(f"{MAIN}c"):
            if cell.find(f"{MAIN}f") is not None:
                value = cell.find(f"{MAIN}v")
                assert value is not None and value.text, (name, cell.get("r"))
                counted += 1
    assert counted > 20


# --- colours -------------------------------------------------------------------------------


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (-6, -4, -2)] if len(colour) > 7 else [
        int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]  # fmt: skip
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_of(cell: Cell) -> str:
    colour = cell.font.color
    return f"#{colour.rgb[-6:]}" if colour is not None and colour.type == "rgb" else "#000000"


def paper_of(cell: Cell) -> str:
    fill = cell.fill
    return f"#{fill.fgColor.rgb[-6:]}" if fill.fill_type == "solid" else "#FFFFFF"


def test_every_text_stands_out_from_its_ground(book: Workbook) -> None:
    pairs = {(ink_of(c), paper_of(c)) for sheet in book for c in filled(sheet)}
    assert len(pairs) > 2
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_marks_that_depend_on_a_value_stand_out_too() -> None:
    looks = (style.WRONG, style.DOUBTFUL, style.READY, style.DONE, style.UNDERWAY, style.SHORT)
    assert all(contrast(look["font_color"], look["bg_color"]) >= 4.5 for look in looks)


EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""What eyes without one kind of cone see of linear red, green, blue (Machado and others, 2009)."""


def lab(rgb: list[float]) -> tuple[float, float, float]:
    """Lightness and two axes of colour (CIE 1976, white of daylight)."""
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(w * c for w, c in zip(row, rgb, strict=True)) for row in EYES[eye]])


STATES = [look["bg_color"] for look in (style.DONE, style.UNDERWAY, style.SHORT, style.ABSENT)]


@pytest.mark.parametrize("eye", EYES)
def test_states_differ_to_every_eye(eye: str) -> None:
    colours = [seen(colour, eye) for colour in STATES]
    pairs = [(a, b) for n, a in enumerate(colours) for b in colours[n + 1 :]]
    distances = [sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5 for a, b in pairs]
    assert min(distances) >= 20


def test_states_differ_in_grey_print() -> None:
    greys = sorted(seen(colour, "normal")[0] for colour in STATES)
    assert min(b - a for a, b in pairwise(greys)) >= 15


# --- on paper ------------------------------------------------------------------------------


def test_every_sheet_prints_on_a4_within_the_margins_of_the_decree(book: Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize == 9, sheet.title
        margins = sheet.page_margins
        assert 2.99 <= margins.left * CM <= 3.51, sheet.title
        assert 1.49 <= margins.right * CM <= 2.01, sheet.title
        assert 1.99 <= margins.top * CM <= 2.51, sheet.title
        assert 1.99 <= margins.bottom * CM <= 2.51, sheet.title
        assert sheet.print_area, sheet.title


def test_repeated_columns_cut_no_heading(book: Workbook) -> None:
    """Where columns repeat on each page, the heading stands in the head of the page instead."""
    repeated = [sheet for sheet in book if sheet.print_title_cols]
    assert repeated
    for sheet in repeated:
        first = sheet.print_area.split("!")[-1].split(":")[0].replace("$", "")
        assert first == f"A{next(iter(sheet.tables.values())).ref[1:].split(':')[0]}", sheet.title
        assert sheet.oddHeader.left.text == sheet["A1"].value
        assert sheet.oddFooter.left.text == sheet["A2"].value


def test_a_new_page_of_the_method_begins_with_a_section(book: Workbook) -> None:
    sheet = book["Phương pháp tính"]
    assert sheet.row_breaks.brk
    for mark in sheet.row_breaks.brk:
        assert re.match(r"\d\. ", sheet.cell(mark.id + 1, 1).value)


def test_tiles_are_of_one_height(book: Workbook) -> None:
    sheet = book["Tổng quan"]
    tiles = [c.row for c in filled(sheet) if isinstance(c.value, str) and "\n" in c.value]
    assert tiles
    assert len({sheet.row_dimensions[row].height for row in tiles}) == 1


def test_the_first_form_is_written_in_the_decree_s_font(book: Workbook) -> None:
    fonts = {(c.font.name, c.font.sz) for c in filled(book.worksheets[0])}
    assert {name for name, _ in fonts} == {"Times New Roman"}
    assert min(size for _, size in fonts) >= 11


def letters(texts: Iterable[str]) -> Counter[str]:
    """How often each letter stands there: the spaces between words are lost in a PDF."""
    return Counter(letter for text in texts for letter in text if letter.isalpha())


def printed(sheet: Worksheet) -> Iterator[str]:
    """The texts of what the sheet prints."""
    area = sheet.print_area.split("!")[-1].replace("$", "")
    _, top, right, bottom = range_boundaries(area)
    for cell in filled(sheet):
        if isinstance(cell.value, str) and top <= cell.row <= bottom and cell.column <= right:
            yield cell.value


def text_of(pdf: Path, page: int = 0) -> str:
    pages = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", *pages, str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.thorough
@needs_libreoffice
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is missing")
def test_nothing_is_cut_off_on_paper(tmp_path: Path) -> None:
    """Each of the first two sheets is one page with all of its letters, and so is the whole."""
    paths = []
    for edition in EDITIONS:
        path = tmp_path / f"{edition}.xlsx"
        path.write_bytes(data_of("season", edition))
        paths.append(path)
    for path, pdf in zip(paths, convert(paths, "pdf", tmp_path / "pdf"), strict=True):
        book = opened(path.read_bytes())
        assert "###" not in text_of(pdf)
        for number, sheet in enumerate(book.worksheets[:2], start=1):
            page = text_of(pdf, number)
            assert letters(printed(sheet)) - letters([page]) == Counter(), (path.name, number)
        everything = letters(text for sheet in book for text in printed(sheet))
        assert everything - letters([text_of(pdf)]) == Counter(), path.name
