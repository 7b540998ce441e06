"""Two ways to read a sheet, one answer: by pattern and by the parser, and as openpyxl reads it."""

from __future__ import annotations

import io
from datetime import datetime
from random import Random

import openpyxl
import pytest
import xlsxwriter
from hostile.raw import MAIN, SHEET, STRINGS, STYLES, book, strings, styles, worksheet
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate.limits import LIMITS
from consolidate.read import read_book
from consolidate.read.budget import Budget
from consolidate.read.cells import BOOLEAN, DATE, ERROR, FORMULA, KIND, VALUE, Unreadable
from consolidate.read.grid import settle
from consolidate.read.quick import Known, quick_grid
from consolidate.read.sheet import Meaning, read_grid
from consolidate.read.strings import quick_strings, read_strings
from consolidate.read.styles import read_styles

MEANING = Meaning(
    read_strings([strings("không", "một", "", "ba").encode()], "sst", Budget(LIMITS)),
    read_styles(styles(["dd/mm/yyyy", "0.0%"]).encode(), "styles", LIMITS),
    date1904=False,
    limits=LIMITS,
)

USUAL, ODD = False, True
LETTERS = ("A", "B", "C", "D", "Z", "AA", "GS", "XFD")
NUMBERS = {
    USUAL: ("0", "7", "-12.5", "1E-5", "45731.5", "60", "123456789012345678", "1.5E300", "45731"),
    ODD: ("", "1_0", "١٢", " 5 ", "+1", ".5", "1e5", "1e999", "NaN", "&#49;", "9" * 30, "1.", "1E"),
}
WORDS = {
    USUAL: ("a", "Hợp tác xã", "a &amp; b", "_x000D_", "😀", ""),
    ODD: ("&lt;&#x41;&#10;", "&#0;", "&nbsp;", " x ", "]]>", "a\r\nb", "\x01", "\ufffe"),
}
KINDS = {USUAL: ("", "n", "s", "str", "b", "e", "inlineStr"), ODD: ("d", "q", "lạ")}
FORMULAS = {
    USUAL: ("", "", "<f>A1*2</f>", '<f t="shared" si="0"/>', '<f aca="false">TRUE()</f>',
            "<f>A1&amp;B1</f>", '<f t="array" ref="A1:B2">SUM(A1)</f>'),
    ODD: ("<f/>", "<f >1</f >", "<f>FALSE()</f>", "<f>&#0;</f>", "<f><g/></f>", "<f>1</f><f>2</f>"),
}  # fmt: skip
STYLES_OF_CELLS = {USUAL: ("", ' s="1"', ' s="2"', ' s="99"'), ODD: (' s="x"', ' cm="1"', " s='1'")}
AROUND = {
    USUAL: ("<v>{}</v>",) * 8 + ("", "<v/>", "<v />", "<v></v>", "<is><t>{}</t></is>")
    + ('<is><t xml:space="preserve">{}</t></is>',),
    ODD: ("<v> {}</v>", "<v>{}</v><v>9</v>", "<is><r><t>{}</t></r></is>", "<is/>", "<is><t/></is>",
          "<v><![CDATA[{}]]></v>",
          "<v>{}<!-- x --></v>", "<v>{}<w/></v>", "<v>{}", "<v xml:space='preserve'>{}</v>"),
}  # fmt: skip
ROWS = {
    USUAL: ("", ' spans="1:3"', ' hidden="1"', ' hidden="false" ht="12.8"'),
    ODD: (" hidden='1'", ' hidden="1" hidden="0"', ' x:dy="1"', ' ht="a&amp;b"', ' r="2"'),
}
BLANK_ROW = '<row r="20" ht="15"><c r="A20" s="1"/><c r="B20" s="2" /></row>'
BETWEEN = {
    USUAL: ("", "", "\n ", BLANK_ROW),
    ODD: ("text", "<!-- x -->", "<?x y?>", "]]>", "<v>1</v>", "&"),
}


LOOSE = (BLANK_ROW, '<row r="21"></row>', '<row r="22"/>', '<c r="GS9" s="1"/>', '<c r="GT9"></c>',
         "</row>", '<row r="23">', "</c>", "<v>1</v>")  # fmt: skip


def with_something_loose(random, xml):
    """The rows with a tag or more where it does not belong."""
    at = random.choice([i for i, letter in enumerate(xml) if letter in "<>"])
    at += xml[at] == ">"
    return xml[:at] + random.choice(LOOSE) + xml[at:]


class Writer:
    """Writes the rows of a sheet, each choice usual or, now and then, odd."""

    def __init__(self, random, odd):
        self.random = random
        self.odd = odd

    def pick(self, choices):
        return self.random.choice(choices[self.random.random() < self.odd])

    def cell(self, row, column):
        letters = LETTERS[column % len(LETTERS)]
        address = f' r="{letters}{row}"'
        if self.random.random() < self.odd:
            address = self.random.choice(
                ["", f" r='{letters}{row}'", f' r="{letters}{row + 1}"', ' r="XFE1"', ' r="b2"']
            )
        kind = self.pick(KINDS)
        attributes = address + self.pick(STYLES_OF_CELLS) + (f' t="{kind}"' if kind else "")
        if self.random.random() < 0.1:
            return f"<c{attributes}/>"
        if kind == "s":
            value = self.random.choice(["0", "1", "2", "3", "4", "-1"])
        elif kind == "b":
            value = self.random.choice(["0", "1", "true"])
        else:
            value = self.pick(WORDS if kind in ("str", "inlineStr", "e") else NUMBERS)
        return f"<c{attributes}>{self.pick(FORMULAS)}{self.pick(AROUND).format(value)}</c>"

    def rows(self):
        numbers = sorted(self.random.sample(range(1, 9), self.random.randrange(1, 5)))
        if self.random.random() < self.odd:
            self.random.shuffle(numbers)
        return "".join(self.row(number) + self.pick(BETWEEN) for number in numbers)

    def row(self, number):
        columns = sorted(self.random.sample(range(8), self.random.randrange(5)))
        if self.random.random() < self.odd:
            columns += columns[:1]
        inside = "".join(self.cell(number, column) for column in columns)
        stated = "" if self.random.random() < self.odd / 2 else f' r="{number}"'
        more = self.pick(ROWS)
        return f"<row{stated}{more}>{inside}</row>" if inside else f"<row{stated}{more}/>"


def settled(grid):
    rows = {number: cells for number, cells in grid.rows.items() if cells}
    hidden = grid.hidden_rows & rows.keys()
    return settle("HTX", rows, grid.unsorted, LIMITS), hidden, grid.flaws


def by_parser(xml):
    try:
        return settled(read_grid([xml.encode()], "sheet", MEANING, Budget(LIMITS)))
    except Unreadable as refusal:
        return refusal.code


def by_pattern(xml):
    """None where the pattern declines."""
    grid = quick_grid(xml.encode(), "sheet", Known(MEANING), Budget(LIMITS))
    return None if grid is None else settled(grid)


@pytest.mark.parametrize("odd", [0.0, 0.02, 0.2])
@pytest.mark.parametrize("examples", [400, pytest.param(20_000, marks=pytest.mark.thorough)])
def test_the_pattern_reads_what_the_parser_reads_or_declines(examples, odd):
    taken = 0
    for seed in range(examples):
        random = Random(seed)
        rows = Writer(random, odd).rows()
        if random.random() < odd * 2:
            rows = with_something_loose(random, rows)
        xml = worksheet(rows)
        quick = by_pattern(xml)
        if quick is not None:
            taken += bool(quick[0][0])
            assert quick == by_parser(xml), xml
    assert taken > examples * (0.7 if odd == 0 else 0.005)  # else nothing was compared


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(st.sampled_from(
    ["<t>a</t>", "<t/>", '<t xml:space="preserve"> x </t>', "<r><t>b</t></r>", "<t>&amp;&#65;</t>",
     "<t>_x000D_</t>", "<t>]]&gt;</t>", "<t>a\r\nb</t>", "<t>😀</t>", "<t>a</t><t>b</t>",
     "<t><![CDATA[x]]></t>", "", "<t>a</t><phoneticPr/>"]), max_size=5))  # fmt: skip
def test_shared_texts_by_pattern_and_by_parser(items):
    xml = strings(*[i or "<t></t>" for i in items]).encode()
    quick = quick_strings(xml, "sst", Budget(LIMITS))
    assert quick in (None, read_strings([xml], "sst", Budget(LIMITS)))


def test_the_usual_spellings_are_read_by_pattern():
    usual = (
        '<row r="1" spans="1:2"><c r="A1" s="1"><v>45731</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '\n<row r="2" hidden="false" ht="12.8"><c r="A2" s="1"/><c r="B2" t="n"><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="b"><f aca="false">TRUE()</f><v>1</v></c></row><row r="4"/>'
        '<row r="5"><c r="A5"><f>A1</f><v /></c><c r="B5" t="str"><f>A1</f><v></v></c></row>'
        '<row r="9" s="1" customFormat="1"/>'
    )
    assert by_pattern(worksheet(usual)) == by_parser(worksheet(usual))


def seen_by_openpyxl(data):
    """(sheet, row, column) -> value, as openpyxl sees it, in our words."""
    cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in cached.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def seen_by_us(data):
    found = {}
    for sheet in read_book(data).sheets:
        for row, cells_ in sheet.rows.items():
            for cell in cells_:
                if cell[KIND] != FORMULA:
                    found[sheet.title, row, cell[0]] = cell[VALUE]
    return found


VALUES = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    ),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), min_size=1),
)
TABLES = st.dictionaries(
    st.tuples(st.integers(0, 30), st.integers(0, 30)), VALUES, min_size=1, max_size=30
)


def written_by_xlsxwriter(table):
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = made.add_worksheet("HTX")
    for (row, column), value in table.items():
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write(row, column, value)
    made.close()
    return buffer.getvalue()


def written_by_openpyxl(table):
    made = openpyxl.Workbook()
    sheet = made.active
    for (row, column), value in table.items():
        cell = sheet.cell(row + 1, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # also where it looks like a formula
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("write", [written_by_xlsxwriter, written_by_openpyxl])
@pytest.mark.parametrize("examples", [25, pytest.param(400, marks=pytest.mark.thorough)])
def test_cell_by_cell_as_openpyxl_reads_it(write, examples):
    @settings(max_examples=examples, deadline=None, database=None)
    @given(TABLES)
    def compare(table):
        data = write(table)
        assert seen_by_us(data) == seen_by_openpyxl(data)

    compare()


def test_errors_and_formulas_as_openpyxl_reads_them():
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["=1/0", "#REF!", "=A1", True, "#N/A"])
    buffer = io.BytesIO()
    made.save(buffer)
    kinds = {c[0]: c[KIND] for c in read_book(buffer.getvalue()).sheets[0].rows[1]}
    assert kinds == {1: FORMULA, 2: ERROR, 3: FORMULA, 4: BOOLEAN, 5: ERROR}


def test_dates_of_xlsxwriter():
    data = written_by_xlsxwriter({(0, 0): datetime(2025, 6, 20, 13, 30, 15)})
    cell = read_book(data).sheets[0].rows[1][0]
    assert (cell[KIND], cell[VALUE]) == (DATE, datetime(2025, 6, 20, 13, 30, 15))


def test_empty_cells_are_dropped_only_where_that_changes_nothing():
    rows_ = (
        '<row r="1"><c r="A1" s="1"/><c><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t><![CDATA[<c r="A1"/>]]></t></is></c></row>'
    )
    sheet = read_book(book(replaced={SHEET: worksheet(rows_)})).sheets[0]
    assert sheet.rows[1][0][:3] == (2, "number", 2.0)
    assert sheet.rows[2][0][VALUE] == '<c r="A1"/>'


def test_parts_in_many_pieces_read_the_same(monkeypatch):
    from consolidate.read import container, xlsx

    rows_ = "".join(
        f'<row r="{r}"><c r="A{r}" s="1"/><c r="B{r}" t="s"><v>{r % 2}</v></c></row>'
        for r in range(1, 400)
    )
    data = book(rows_, {STYLES: styles(["0"]), STRINGS: strings("Hợp tác xã", "tổ hợp tác")})
    whole = read_book(data)
    monkeypatch.setattr(container, "WHOLE", 700)
    monkeypatch.setattr(container, "PIECE", 97)
    monkeypatch.setattr(xlsx, "QUICK_BYTES", 0)
    assert read_book(data) == whole
    assert MAIN in worksheet("")
