"""content.xml of OpenDocument: tables, rows, cells, with repeats as counts."""

from __future__ import annotations

from consolidate.limits import Limits
from consolidate.read.cells import Cell, Sheet, Style, Unreadable
from consolidate.read.grid import LAST_COLUMN, LAST_ROW, Rows, check_size, settle
from consolidate.read.markup import Attributes
from consolidate.read.ods_cell import CELLS, OpenCell, repeats
from consolidate.read.ods_styles import StyleReader, StyleSheet

_HIDDEN = ("collapse", "filter")
_FORMATS = {"percentage": "0%", "time": "[h]:mm:ss"}
_TABLE_DEPTH = 4  # document-content, body, spreadsheet, table


class ContentListener(StyleReader):
    """Takes the events of content.xml; `sheets` grows as tables end."""

    def __init__(self, named: StyleSheet, limits: Limits) -> None:
        super().__init__("office:document-content", named)
        self.limits = limits
        self.sheets: list[Sheet] = []
        self.numbered: dict[tuple[str, str], int] = {("", ""): 0}
        self.depth = 0
        self.table: _Table | None = None
        self.cell: OpenCell | None = None

    def begin(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.cell is not None:
            self.cell.begin(name, attributes, self.names)
        elif self.table is None:
            self._outside(name, attributes)
        else:
            self._inside(self.table, name, self.names.of(attributes))

    def characters(self, text: str) -> None:
        if self.cell is not None:
            self.cell.characters(text)

    def finish(self, name: str) -> None:
        self.depth -= 1
        if self.cell is not None:
            if self.cell.finish(name):
                self._end_cell(self.cell)
                self.cell = None
        elif self.table is not None and name == "table:table-row":
            self.table.end_row()
        elif self.table is not None and name == "table:table" and self.depth < _TABLE_DEPTH:
            self._end_table(self.table)
        elif self.table is None:
            super().finish(name)

    def styles(self) -> tuple[Style, ...]:
        """The styles of the cells, by number."""
        found = []
        for style, kind in self.numbered:
            meant = self.sheet.meaning(style)
            number_format = meant.date_format if kind == "date" else _FORMATS.get(kind)
            number_format = number_format or "General"
            found.append(Style(number_format, meant.font or "", bool(meant.strike)))
        return tuple(found)

    def _outside(self, name: str, attributes: Attributes) -> None:
        if name != "table:table":
            super().begin(name, attributes)
        elif self.depth == _TABLE_DEPTH:
            if len(self.sheets) >= self.limits.sheets:
                raise Unreadable(*self.limits.passed("sheets"))
            short_names = self.names.of(attributes)
            title = short_names.get("table:name", "")
            if len(title) > self.limits.title_letters:
                raise Unreadable(*self.limits.passed("title_letters"))
            style = self.sheet.meaning(short_names.get("table:style-name", ""))
            self.table = _Table(title, style.display, self.limits)

    def _inside(self, table: _Table, name: str, attributes: Attributes) -> None:
        if name in CELLS:
            if not table.in_row:
                raise Unreadable("damaged", "content.xml")
            self.cell = OpenCell(attributes, self.sheet)
        elif name == "table:table-row":
            table.begin_row(attributes)
        elif name == "table:table-column":
            table.column(attributes)
        elif name == "table:table-source":
            table.is_cache = True
        elif name == "table:table":
            raise Unreadable("damaged", "content.xml")

    def _end_cell(self, cell: OpenCell) -> None:
        table = self.table
        assert table is not None  # a cell begins only inside a table
        found = cell.value(self.limits)
        style = cell.style or table.default_style()
        kind = cell.kind if cell.kind == "date" or cell.kind in _FORMATS else ""
        made = None
        if found is not None:
            style_number = self.numbered.setdefault((style, kind), len(self.numbered))
            made = (0, *found, style_number, cell.formula is not None)
        table.put(made, cell)

    def _end_table(self, table: _Table) -> None:
        self.table = None
        if not table.is_cache:  # a copy of another file's cells, kept for its links
            self.sheets.append(table.sheet())


class _Table:
    """One table while it is open. Positions are counts: an empty stretch costs nothing."""

    def __init__(self, title: str, display: bool, limits: Limits) -> None:
        self.title = title
        self.display = display
        self.limits = limits
        self.is_cache = False
        self.in_row = False
        self.rows: Rows = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.column_styles: list[tuple[int, str]] = []  # last column of a stretch, its style
        self.merges: list[tuple[int, int, int, int]] = []
        self.comments: dict[tuple[int, int], str] = {}
        self.columns_before = 0
        self.rows_before = 0
        self.count = 0

    def column(self, attributes: Attributes) -> None:
        """A stretch of columns."""
        count = repeats(attributes.get("table:number-columns-repeated"))
        first = self.columns_before + 1
        self.columns_before += count
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self.columns_before, self.limits.columns)
            self.hidden_columns.update(range(first, last + 1))
        style = attributes.get("table:default-cell-style-name", "")
        self.column_styles.append((self.columns_before, style))

    def begin_row(self, attributes: Attributes) -> None:
        """A stretch of equal rows."""
        if self.in_row:
            raise Unreadable("damaged", "content.xml")
        self.in_row = True
        self.repeat = repeats(attributes.get("table:number-rows-repeated"))
        self.hidden = attributes.get("table:visibility") in _HIDDEN
        self.row_style = attributes.get("table:default-cell-style-name", "")
        self.cells: list[Cell] = []
        self.cells_before = 0

    def default_style(self) -> str:
        """The style of the cell to come, where it names none."""
        if self.row_style:
            return self.row_style
        here = self.cells_before + 1
        return next((style for last, style in self.column_styles if here <= last), "")

    def put(self, made: Cell | None, cell: OpenCell) -> None:
        """A stretch of equal cells; `made` is None where they are blank."""
        first = self.cells_before + 1
        self.cells_before += cell.repeat
        row = self.rows_before + 1
        if made is not None:
            most = self.limits.columns + self.limits.stray_cells + 1
            for column in range(first, min(self.cells_before, first + most) + 1):
                if column > LAST_COLUMN:
                    raise Unreadable("damaged", "content.xml")
                self.cells.append((column, *made[1:]))
        down = repeats(cell.attributes.get("table:number-rows-spanned"))
        right = repeats(cell.attributes.get("table:number-columns-spanned"))
        if down > 1 or right > 1:
            if len(self.merges) >= self.limits.merges:
                raise Unreadable(*self.limits.passed("merges"))
            self.merges.append((row, first, row + down - 1, first + right - 1))
        if cell.note:
            self.comments[row, first] = "\n".join("".join(line) for line in cell.note)

    def end_row(self) -> None:
        """The stretch of rows is complete; rows that hold values become real."""
        self.in_row = False
        first = self.rows_before + 1
        self.rows_before += self.repeat
        if not self.cells:
            return
        if self.rows_before > LAST_ROW:
            raise Unreadable("damaged", "content.xml")
        self.count += len(self.cells) * self.repeat
        check_size(self.title, len(self.rows) + self.repeat, self.count, self.limits)
        for row in range(first, self.rows_before + 1):
            self.rows[row] = list(self.cells)
            if self.hidden:
                self.hidden_rows.add(row)

    def sheet(self) -> Sheet:
        """The table as a sheet."""
        rows, flaws = settle(self.title, self.rows, set(), self.limits)
        return Sheet(
            self.title,
            "visible" if self.display else "hidden",
            rows,
            frozenset(self.hidden_rows & rows.keys()),
            frozenset(self.hidden_columns),
            tuple(self.merges),
            self.comments,
            tuple(flaws),
            holds_values=bool(rows or flaws),
        )
