"""The workbook that units correct in, before anything of a unit stands in it: drawn once, copied.

Units whose templates differ in words alone share one drawing. What each of them sent is written
over it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from consolidate import style
from consolidate.correction import appendix, marks, note_parts, page, words
from consolidate.correction.overprint import Drawn, Overprint, Strings
from consolidate.read.sheet import column_number
from consolidate.sheet_names import APPENDIX, GUIDE, LISTS, MARKS, META, TO_FIX
from consolidate.style import Look
from consolidate.template import Filling, Layout, draw, labels_of, layout, open_book
from consolidate.template.drawing import Formats, OpenSheet, Pen
from consolidate.template.edition import Edition
from consolidate.template.form import write_input
from consolidate.template.layout import quoted
from consolidate.template.lists import FIRST, offered
from consolidate.template.names import names_offered
from consolidate.template.press import Alike, in_words
from consolidate.template.stamp import write_control
from consolidate.template.table import write_rows

DAY: Look = style.TO_FILL | style.VALUES["date"]
LOOKS = (
    style.OPEN,
    style.BOLD,
    style.TO_FILL,
    *(style.TO_FILL | v for v in style.VALUES.values()),
    *(base | v | {"align": "left", "indent": 1}
      for base in (style.TO_FILL, style.PREFILLED) for v in style.VALUES.values()),
    *page.LOOKS,
    *appendix.LOOKS,
)  # fmt: skip
"""The looks of cells that are written over a drawing."""
LEVEL = 4  # of compression: a tenth larger than at 6, in half the time
STRINGS, BOOK, TYPES = "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"

Key = tuple[tuple[str, Any], ...]


class Numbers(Formats):
    """The looks of a workbook that was drawn, by their numbers in it."""

    def __call__(self, look: Look) -> int:
        """The number of a look. Raises KeyError for one that was not drawn."""
        key = tuple(look.items())
        number = self.made.get(key)
        if number is None:
            number = self.made[key] = self.made[tuple(sorted(key))]
        return number  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Drawing:
    """A workbook of marks: its parts, its looks by number, and its sheets that are written over."""

    members: Mapping[str, bytes]
    looks: Mapping[Key, int]
    parts: Mapping[str, str]  # title -> name of the part
    sheets: Mapping[str, Drawn]


@dataclass(frozen=True)
class Copy:
    """The workbook of a unit, while it is written; a pen for each sheet by its title."""

    edition: Edition
    drawing: Drawing
    members: dict[str, bytes]
    strings: Strings
    sheets: Mapping[str, Overprint]
    pens: Mapping[str, Pen]

    def fill(self, filling: Filling) -> None:
        """Write what a template is filled with."""
        edition, where = self.edition, layout(self.edition.plan)
        for field, entry in filling.form.items():
            column = where.form.sheet.by_field[field]
            write_input(self.pens[where.form.title], where.form, edition, column, entry)
        for table in where.tables.values():
            write_rows(self.pens[table.title], table, edition, filling)
        write_control(self.pens[META], edition, where, filling)
        labels = {key: labels_of(t, edition, filling) for key, t in where.tables.items()}
        for keys, texts in offered(edition.plan, labels).items():
            self._offer(names_offered(keys), texts)

    def _offer(self, name: str, texts: Iterable[str]) -> None:
        """Give the array formula of a name, and the cells below it, the values that it has now."""
        book = self.members[BOOK].decode()
        pattern = rf'<definedName name="{re.escape(name)}">{re.escape(quoted(LISTS))}!\$([A-Z]+)'
        found = re.search(pattern, book)
        if found is None:
            raise ValueError(name)
        column = column_number(found[1])
        for row, text in enumerate(texts, FIRST):
            if row == FIRST:
                self.sheets[LISTS].recall(row, column, text)
            else:
                self.pens[LISTS].text(row, column, text)

    def packed(self, last_mark: int) -> bytes:
        """The workbook as bytes. `last_mark` is the row of the last mark."""
        made = self.members | {STRINGS: b""}
        made[BOOK] = _with_marks(made[BOOK].decode(), last_mark).encode()
        noted = 0
        for title, sheet in self.sheets.items():
            name, xml = self.drawing.parts[title], sheet.xml()
            if sheet.notes:
                noted += 1
                made |= _notes(sheet, name, noted)
                xml = xml.replace("</worksheet>", '<legacyDrawing r:id="rId1"/></worksheet>')
            made[name] = xml.encode()
        made[TYPES] = _typed(made[TYPES].decode(), noted).encode()
        made[STRINGS] = self.strings.xml().encode()
        return _packed(made)


def open_copy(edition: Edition, *, with_appendix: bool) -> Copy:
    """A workbook in the words of a unit, ready to be written over."""
    drawing = _drawn(Alike.of(edition), with_appendix)
    members = in_words(drawing.members, edition)
    strings, looks = Strings(members[STRINGS].decode()), Numbers(None, dict(drawing.looks))
    sheets = {title: Overprint(drawn, strings) for title, drawn in drawing.sheets.items()}
    pens = {title: Pen(sheet, looks) for title, sheet in sheets.items()}
    return Copy(edition, drawing, members, strings, sheets, pens)


@lru_cache(maxsize=4)
def _drawn(alike: Alike, with_appendix: bool) -> Drawing:
    """The workbook of units that are alike."""
    stream = BytesIO()
    workbook = open_book(stream)
    edition = alike.pattern
    first = workbook.add_worksheet(TO_FIX, OpenSheet)
    pens = draw(workbook, edition, Filling())
    formats, where = pens[GUIDE].formats, layout(edition.plan)
    pens[TO_FIX] = Pen(first, formats)
    pens[MARKS] = Pen(workbook.add_worksheet(MARKS, OpenSheet), formats)
    for table in where.tables.values():
        marks.draw_keys(pens[table.title], table)
    marks.draw_marks(workbook, pens, pens[MARKS], where)
    if with_appendix:
        pens[APPENDIX] = Pen(workbook.add_worksheet(APPENDIX, OpenSheet), formats)
        appendix.draw_appendix(pens[APPENDIX])
    _draw_links_back(pens, where)
    page.draw_page(pens[TO_FIX])
    pens[GUIDE].sheet.selected = 0
    first.activate()
    first.set_first_sheet()
    for look in LOOKS:
        formats(look)._get_xf_index()
    workbook.close()
    looks = {k: f.xf_index for k, f in formats.made.items() if f.xf_index is not None}
    with zipfile.ZipFile(stream) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    titles = [s.name for s in workbook.worksheets()]
    parts = {t: f"xl/worksheets/sheet{n}.xml" for n, t in enumerate(titles, 1)}
    written = (TO_FIX, *(p.title for p in where.places), LISTS, META, MARKS, APPENDIX)
    sheets = {t: Drawn.of(members[parts[t]].decode()) for t in written if t in parts}
    return Drawing(members, looks, parts, sheets)


def _draw_links_back(pens: Mapping[str, Pen], where: Layout) -> None:
    """From each sheet to the list: above the head, in the first column without a unit."""
    text, target = words.BACK.format(sheet=TO_FIX), f"{quoted(TO_FIX)}!A1"
    for table in where.tables.values():
        at = next((table.columns[c.field] for c in table.shown if not c.unit), 1)
        pens[table.title].link(table.unit_row, at, target, text, style.LINKED)
    form = where.form
    pens[form.title].link(1, form.help_column, target, text, style.LINKED)


def _with_marks(book: str, last: int) -> str:
    """The names by which colours are asked for, down to the last mark."""
    for column in marks.NAMED:
        cells = marks.cells_of(column, marks.FIRST)
        book = book.replace(f">{cells}<", f">{marks.cells_of(column, last)}<", 1)
    return book


def _notes(sheet: Overprint, part: str, number: int) -> dict[str, bytes]:
    """The notes of a sheet: their words, their boxes, and where the sheet finds both."""
    office, name = note_parts.OFFICE, part.rpartition("/")[2]
    related = (
        f'{note_parts.HEAD}<Relationships xmlns="{note_parts.RELATIONS}">'
        f'<Relationship Id="rId1" Type="{office}/vmlDrawing"'
        f' Target="../drawings/vmlDrawing{number}.vml"/>'
        f'<Relationship Id="rId2" Type="{office}/comments" Target="../comments{number}.xml"/>'
        "</Relationships>"
    )
    return {
        f"xl/comments{number}.xml": note_parts.words_of(sheet.notes).encode(),
        f"xl/drawings/vmlDrawing{number}.vml": note_parts.boxes_of(sheet, number).encode(),
        f"xl/worksheets/_rels/{name}.rels": related.encode(),
    }


def _typed(types: str, noted: int) -> str:
    """The kinds of the parts, with those of notes."""
    if not noted:
        return types
    kind = "application/vnd.openxmlformats-officedocument"
    boxes = f'<Default Extension="vml" ContentType="{kind}.vmlDrawing"/>'
    comments = f'ContentType="{kind}.spreadsheetml.comments+xml"'
    told = "".join(
        f'<Override PartName="/xl/comments{n}.xml" {comments}/>' for n in range(1, noted + 1)
    )
    return types.replace("<Override", f"{boxes}<Override", 1).replace("</Types>", f"{told}</Types>")


def _packed(members: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
    return stream.getvalue()
