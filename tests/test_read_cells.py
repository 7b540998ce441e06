"""What a cell of xlsx means, for every type and spelling, read from raw parts."""

from __future__ import annotations

from datetime import datetime

import pytest
from hostile.raw import (
    MAIN,
    SHEET,
    STRICT,
    STRINGS,
    STYLES,
    WORKBOOK,
    WORKBOOK_RELS,
    XML,
    book,
    parts,
    relations,
    strings,
    styles,
    workbook,
    worksheet,
    zipped,
)

from consolidate.read import read_book
from consolidate.read.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    FORMULA,
    HAS_FORMULA,
    KIND,
    NUMBER,
    TEXT,
    VALUE,
    Flaw,
    Style,
)


def row_of(cells, number=1):
    return f'<row r="{number}">{cells}</row>'


def only(data):
    return read_book(data).sheets[0]


def first(cell, **replaced):
    """The one cell of a workbook whose first row holds this XML; None where it is blank."""
    found = only(book(row_of(cell), replaced)).rows
    return found[1][0] if found else None


@pytest.mark.parametrize(
    ("xml", "kind", "value", "has_formula"),
    [
        ('<c r="A1"><v>1.5</v></c>', NUMBER, 1.5, False),
        ('<c r="A1" t="n"><v>1.5E2</v></c>', NUMBER, 150.0, False),
        ('<c r="A1"><v> 7 </v></c>', NUMBER, 7.0, False),
        ('<c r="A1"><v>&#49;5</v></c>', NUMBER, 15.0, False),
        ('<c r="A1"><v>-0.25</v></c>', NUMBER, -0.25, False),
        ('<c r="A1"><v>123456789012345678</v></c>', NUMBER, 123456789012345678.0, False),
        ('<c r="A1" t="s"><v>1</v></c>', TEXT, "hai", False),
        ('<c r="A1" t="str"><f>A2</f><v>a &amp; b</v></c>', TEXT, "a & b", True),
        ('<c r="A1" t="inlineStr"><is><t>trong ô</t></is></c>', TEXT, "trong ô", False),
        (
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
            "<rPh><t>x</t></rPh></is></c>",
            TEXT,
            "ab",
            False,
        ),
        (
            '<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>1</t></r><r><t>250</t></r>'
            "</is></c>",
            TEXT,
            "1\u0336250",
            False,
        ),
        ('<c r="A1" t="inlineStr"><v>trong ô</v></c>', TEXT, "trong ô", False),
        ('<c r="A1" t="inlineStr"><is><t>chữ</t></is><v>9</v></c>', TEXT, "chữ", False),
        ('<c r="A1" t="inlineStr"><is><t/></is><v>9</v></c>', TEXT, "9", False),
        ('<c r="A1"><is><t>không ghi kiểu</t></is></c>', TEXT, "không ghi kiểu", False),
        ('<c r="A1" t="s"><is><t>không ghi kiểu</t></is></c>', TEXT, "không ghi kiểu", False),
        ('<c r="A1"><is><t>thừa</t></is><v>9</v></c>', NUMBER, 9.0, False),
        ('<c r="A1" t="b"><v>1</v></c>', BOOLEAN, True, False),
        ('<c r="A1" t="b"><v>0</v></c>', BOOLEAN, False, False),
        ('<c r="A1" t="b"><f aca="false">TRUE()</f><v>1</v></c>', BOOLEAN, True, True),
        ('<c r="A1" t="b"><f>FALSE()</f></c>', BOOLEAN, False, True),
        ('<c r="A1" t="e"><v>#REF!</v></c>', ERROR, "#REF!", False),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ERROR, "#DIV/0!", True),
        ('<c r="A1"><f>SUM(B1:B9)</f><v>12</v></c>', NUMBER, 12.0, True),
        ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', NUMBER, 3.0, True),
        ('<c r="A1"><f>SUM(B1:B9)</f></c>', FORMULA, None, True),
        ('<c r="A1"><f>SUM(B1:B9)</f><v/></c>', FORMULA, None, True),
        ('<c r="A1"><f>SUM(B1:B9)</f><v /></c>', FORMULA, None, True),
        ('<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', FORMULA, None, True),
        ('<c r="A1" t="d"><v>2025-06-20</v></c>', DATE, datetime(2025, 6, 20), False),
        ('<c r="A1" t="d"><v>2025-06-20T13:30Z</v></c>', DATE, datetime(2025, 6, 20, 13, 30), 0),
        ('<c r="A1" t="d"><v>20/06/2025</v></c>', ERROR, "20/06/2025", False),
        ('<c r="A1" t="d"><v>2025-02-30</v></c>', ERROR, "2025-02-30", False),
        ('<c r="A1" t="b"><v>maybe</v></c>', ERROR, "maybe", False),
        ('<c r="A1" t="lạ"><v>5</v></c>', ERROR, "5", False),
        ('<c r="A1" t="s"><v>2</v></c>', ERROR, "2", False),
        ('<c r="A1" t="s"><v>-1</v></c>', ERROR, "-1", False),
        ('<c r="A1" t="s"><v>một</v></c>', ERROR, "một", False),
        ('<c r="A1" t="s"><v>4294967295</v></c>', ERROR, "4294967295", False),
    ],
)  # fmt: skip
def test_kind_and_value(xml, kind, value, has_formula):
    cell = first(xml)
    assert (cell[KIND], cell[VALUE], cell[HAS_FORMULA]) == (kind, value, has_formula)
    assert type(cell[VALUE]) is type(value)


@pytest.mark.parametrize(
    "stored",
    ["NaN", "nan", "INF", "-inf", "1e400", "0x10", "1_000", "១២", "１２", "1,5", "1.5.2", "--1",
     "1e", "٣", "9" * 5000, "mười", "1 2"],
)  # fmt: skip
def test_only_finite_decimals_in_ascii_digits_are_numbers(stored):
    cell = first(f'<c r="A1"><v>{stored}</v></c>')
    assert cell[KIND] == ERROR
    assert cell[VALUE].startswith(stored[:40])
    assert len(cell[VALUE]) <= 41


@pytest.mark.parametrize(
    "xml",
    ['<c r="A1"/>', '<c r="A1" s="0"/>', '<c r="A1"></c>', '<c r="A1"><v/></c>',
     '<c r="A1"><v></v></c>', '<c r="A1" t="s"/>', '<c r="A1" t="e"/>',
     '<c r="A1" t="str"><f>""</f><v></v></c>', '<c r="A1" t="inlineStr"><is><t/></is></c>',
     '<c r="A1" t="inlineStr"><is/></c>'],
)  # fmt: skip
def test_blank_cells_are_no_cells(xml):
    sheet = only(book(row_of(xml)))
    assert sheet.rows == {}
    assert not sheet.holds_values


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<t>thường</t>", "thường"),
        ('<t xml:space="preserve"> hai đầu </t>', " hai đầu "),
        ("<r><t>một</t></r><r><rPr><b/></rPr><t> hai</t></r>", "một hai"),
        ("<r><t>12</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r>", "12¹"),
        ("<r><t>H</t></r><r><rPr><vertAlign val='subscript'/></rPr><t>2</t></r>", "H₂"),
        ("<r><rPr><strike/></rPr><t>15</t></r><r><t>12</t></r>", "1\u03365\u033612"),
        ("<r><rPr><strike val='0'/></rPr><t>15</t></r>", "15"),
        ("<t>漢</t><rPh sb='0' eb='1'><t>かん</t></rPh><phoneticPr fontId='1'/>", "漢"),
        ("<t>a_x000D_b</t>", "a\rb"),
        ("<t>a_x005F_x000D_b</t>", "a_x000D_b"),
        ("<t>_xD83D__xDE00_</t>", "😀"),
        ("<t>_xD83D_!</t>", "\ufffd!"),
        ("<t>a&amp;&lt;&#65;&#x42;</t>", "a&<AB"),
        ("<t>dòng\nhai</t>", "dòng\nhai"),
        ("<t>dòng\r\nhai</t>", "dòng\nhai"),
        ("<t><![CDATA[<c r=\"A1\"/>]]></t>", '<c r="A1"/>'),
        ("<t>NFD: ê</t>", "NFD: ê"),
    ],
)  # fmt: skip
def test_shared_texts(item, text):
    cell = first('<c r="A1" t="s"><v>0</v></c>', **{STRINGS: strings(item)})
    assert (cell[KIND], cell[VALUE]) == (TEXT, text)


def test_shared_texts_keep_their_numbers():
    table = strings("không", "<t/>", "<r><t>hai</t></r>", "<t>ba</t>")
    cells = "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCD"))
    sheet = only(book(row_of(cells), {STRINGS: table}))
    assert [(c[0], c[VALUE]) for c in sheet.rows[1]] == [(1, "không"), (3, "hai"), (4, "ba")]


def test_a_missing_table_of_texts_makes_error_cells():
    cell = first('<c r="A1" t="s"><v>0</v></c>', **{STRINGS: None})
    assert cell[KIND] == ERROR


def dated(serial, code="dd/mm/yyyy", properties=""):
    return first(
        f'<c r="A1" s="1"><v>{serial}</v></c>',
        **{STYLES: styles([code]), WORKBOOK: workbook(["HTX"], properties)},
    )


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("1", datetime(1900, 1, 1)),
        ("59", datetime(1900, 2, 28)),
        ("61", datetime(1900, 3, 1)),
        ("45731", datetime(2025, 3, 15)),
        ("45731.5625", datetime(2025, 3, 15, 13, 30)),
        ("45731.999999999", datetime(2025, 3, 16)),
        ("2958465", datetime(9999, 12, 31)),
        ("0", 0.0),
        ("0.5", 0.5),
        ("60", 60.0),
        ("60.5", 60.5),
        ("-1", -1.0),
        ("2958466", 2958466.0),
        ("1e300", 1e300),
    ],
)
def test_serial_dates(serial, expected):
    cell = dated(serial)
    kind = DATE if isinstance(expected, datetime) else NUMBER
    assert (cell[KIND], cell[VALUE]) == (kind, expected)


def test_the_date_system_of_1904():
    properties = '<workbookPr date1904="1"/>'
    assert dated("0", properties=properties)[VALUE] == datetime(1904, 1, 1)
    assert dated("44269", properties=properties)[VALUE] == dated("45731")[VALUE]
    assert dated("44269", properties='<workbookPr date1904="0"/>')[VALUE] != dated("45731")[VALUE]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("dd/mm/yyyy", True), ("[$-42A]d mmmm yyyy", True), ("yyyy\\-mm\\-dd", True),
     ("m/d/yy h:mm", True), ("hh:mm AM/PM", True), ("[Red]dd/mm", True), ("mm:ss.0", True),
     ("General", False), ("0.00", False), ("#,##0 &quot;đồng&quot;", False), ("[h]:mm:ss", False),
     ("0%", False), ("@", False), ("#,##0\\ \\d", False), ("&quot;d&quot;0", False),
     ("#,##0 [$VND]", False), ("0.00E+00", False), ("# ?/?", False), ("[Red]0", False)],
)  # fmt: skip
def test_formats_that_show_dates(code, is_date):
    assert (dated("45731", code)[KIND] == DATE) is is_date


def test_styles_say_format_font_and_strike():
    sheet_styles = styles(
        ["0.0%"], ['<name val=".VnTime"/><strike/>', '<name val="VNI-Times"/><strike val="0"/>']
    )
    data = book(
        row_of("".join(f'<c r="{c}1" s="{i}"><v>1</v></c>' for i, c in enumerate("ABCDE"))),
        {STYLES: sheet_styles},
    )
    found = read_book(data)
    assert [found.styles[c[3]] for c in found.sheets[0].rows[1]] == [
        Style("General", "Calibri", False),
        Style("0.0%", "Calibri", False),
        Style("General", ".VnTime", True),
        Style("General", "VNI-Times", False),
        Style("General", "Calibri", False),  # a style that does not exist
    ]


def test_a_workbook_without_styles_is_read():
    rels = relations(("worksheet", "worksheets/sheet1.xml"))
    cell = first('<c r="A1" s="7"><v>5</v></c>', **{STYLES: None, WORKBOOK_RELS: rels})
    assert cell == (1, NUMBER, 5.0, 0, False)


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ('<row r="7"><c r="B7"><v>1</v></c></row>', {(7, 2)}),
        ('<row r="7"><c r="b7"><v>1</v></c></row>', {(7, 2)}),
        ('<row r="7"><c><v>1</v></c><c/><c><v>1</v></c></row>', {(7, 1), (7, 3)}),
        ('<row r="7"><c r="C7"><v>1</v></c><c><v>1</v></c></row>', {(7, 3), (7, 4)}),
        ('<row r="7"><c r="C7" s="0"/><c><v>1</v></c></row>', {(7, 4)}),
        ('<row r="7"><c r="B9"><v>1</v></c></row>', {(9, 2)}),
        ("<row><c><v>1</v></c></row><row/><row><c><v>1</v></c></row>", {(1, 1), (3, 1)}),
        ('<row r="5"/><row><c><v>1</v></c></row>', {(6, 1)}),
        ('<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
         {(2, 1), (9, 1)}),
        ('<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>', {(2, 1), (2, 2)}),
        ('<row r="2"><c r="B2"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
         {(2, 1), (2, 2)}),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', {(1048576, 1)}),
    ],
)  # fmt: skip
def test_cells_go_where_their_addresses_say(rows, places):
    sheet = only(book(rows))
    assert {(r, c[0]) for r, cells in sheet.rows.items() for c in cells} == places
    assert list(sheet.rows) == sorted(sheet.rows)
    for cells in sheet.rows.values():
        assert [c[0] for c in cells] == sorted(c[0] for c in cells)


def test_an_address_with_two_values_is_an_error_and_a_flaw():
    rows = row_of('<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="A1"><v>3</v></c>')
    sheet = only(book(rows))
    assert sheet.rows[1][0][:3] == (1, ERROR, "1.0 / 3.0")
    assert sheet.flaws == (Flaw("FIL-19", 1, 1, "1.0 / 3.0"),)


def test_an_address_with_the_same_value_twice_is_one_cell():
    sheet = only(book(row_of('<c r="A1"><v>1</v></c><c r="A1"><v>1.0</v></c>')))
    assert sheet.rows == {1: [(1, NUMBER, 1.0, 0, False)]}
    assert sheet.flaws == ()


@pytest.mark.parametrize(
    ("address", "flaw"),
    [
        ("XFD1048576", Flaw("FIL-20", 1048576, 16384)),
        ("XFE2", Flaw("FIL-20", 0, 0, "XFE2")),
        ("A16777217", Flaw("FIL-20", 0, 0, "A16777217")),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ5", Flaw("FIL-20", 0, 0, "ABCDEFGHIJKLMNOPQRSTUVWXYZ5")),
        ("GS1", Flaw("FIL-20", 1, 201)),
    ],
)  # fmt: skip
def test_values_beyond_the_columns_that_are_read_are_told(address, flaw):
    rows = row_of('<c r="A1"><v>1</v></c>') + row_of(f'<c r="{address}"><v>5</v></c>', 2)
    sheet = only(book(rows))
    assert sheet.rows == {1: [(1, NUMBER, 1.0, 0, False)]}
    assert sheet.flaws == (flaw,)
    assert sheet.holds_values


def test_hidden_rows_and_columns():
    rows = (
        '<row r="1" hidden="false"><c r="A1"><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="true"><c r="A3"><v>1</v></c></row>'
        '<row r="4" hidden="1"/>'
        '<row r="5" hidden="0"><c r="A5"><v>1</v></c></row>'
    )
    head = (
        '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="false"/>'
        '<col min="7" max="7" width="0" customWidth="1"/><col min="8" max="8" width="0.5"/>'
        '<col min="27" max="16384" hidden="true"/></cols>'
    )
    sheet = only(book(replaced={SHEET: worksheet(rows, head=head)}))
    assert sheet.hidden_rows == {2, 3}
    assert sheet.hidden_columns == {2, 3, 7, *range(27, 201)}


def test_merges_stay_ranges():
    around = (
        '<mergeCells count="9"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="b2:C3"/>'
        '<mergeCell ref="D4"/><mergeCell ref="E5:E5"/></mergeCells>'
    )
    sheet = only(book(replaced={SHEET: worksheet("", around)}))
    assert sheet.merges == ((1, 1, 1048576, 16384), (2, 2, 3, 3))


def test_states_of_sheets():
    titles = ["Hiện", "Ẩn|hidden", "Kín|veryHidden", "Khác|visible"]
    found = read_book(zipped(parts(titles=titles)))
    assert [(s.title, s.state) for s in found.sheets] == [
        ("Hiện", "visible"),
        ("Ẩn", "hidden"),
        ("Kín", "very_hidden"),
        ("Khác", "visible"),
    ]


def test_sheets_that_are_not_wanted_are_listed():
    titles = ["HTX", "Trống", "Chữ", "Công thức"]
    made = parts(row_of('<c r="A1"><v>5</v></c>'), titles=titles)
    around = '<extLst><ext><x:f xmlns:x="urn:x">$A$1</x:f></ext></extLst>'
    made["xl/worksheets/sheet2.xml"] = worksheet(
        row_of('<c r="A1" s="1"/><c r="B1"><v/></c>'), around
    )
    made["xl/worksheets/sheet3.xml"] = worksheet(
        row_of('<c r="A1" t="inlineStr"><is><t>x</t></is></c>')
    )
    made["xl/worksheets/sheet4.xml"] = worksheet(row_of('<c r="A1"><f>A2</f></c>'))
    found = read_book(zipped(made), lambda title: title == "HTX").sheets
    assert [(s.title, s.skipped, s.holds_values) for s in found] == [
        ("HTX", False, True),
        ("Trống", True, False),
        ("Chữ", True, True),
        ("Công thức", True, True),
    ]
    assert found[0].rows and not found[2].rows


def test_strict_and_prefixed_documents_read_the_same():
    rows = row_of('<c r="A1"><v>5</v></c><c r="B1" t="s"><v>0</v></c>')
    plain = only(book(rows))
    strict = {
        SHEET: worksheet(rows, namespace=STRICT),
        WORKBOOK: workbook(["HTX"], namespace=STRICT).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        STRINGS: strings("một", "hai").replace(MAIN, STRICT),
        STYLES: styles(namespace=STRICT),
    }
    assert only(book(replaced=strict)) == plain
    prefixed = (
        f'{XML}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1" t="s"><x:v>0</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert only(book(replaced={SHEET: prefixed})) == plain


def test_cells_of_a_foreign_namespace_are_no_cells():
    rows = row_of('<c r="A1"><v>5</v></c>')
    around = '<extLst><ext><c xmlns="urn:other" r="A1"><v>6</v></c></ext></extLst>'
    sheet = only(book(replaced={SHEET: worksheet(rows, around)}))
    assert sheet.rows == {1: [(1, NUMBER, 5.0, 0, False)]}


def test_utf_16_parts_are_read():
    rows = row_of('<c r="A1" t="inlineStr"><is><t>Hợp tác xã</t></is></c>')
    part = worksheet(rows).replace('"UTF-8"', '"UTF-16"').encode("utf-16")
    assert only(book(replaced={SHEET: part})).rows[1][0][VALUE] == "Hợp tác xã"


def test_notes_and_properties():
    notes = (
        f'{XML}<comments xmlns="{MAIN}"><authors><author>x</author></authors><commentList>'
        '<comment ref="B2" authorId="0"><text><r><t>một </t></r><r><t>hai</t></r>'
        "<rPh><t>x</t></rPh></text></comment></commentList></comments>"
    )
    custom = (
        f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        'docPropsVTypes"><property name="unit"><vt:lpwstr>D001</vt:lpwstr></property>'
        '<property name="version"><vt:i4>5</vt:i4></property></Properties>'
    )
    data = book(
        replaced={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
            "xl/comments1.xml": notes,
            "_rels/.rels": relations(
                ("officeDocument", "/xl/workbook.xml"), ("custom-properties", "docProps/custom.xml")
            ),
            "docProps/custom.xml": custom,
        }
    )
    found = read_book(data)
    assert found.sheets[0].comments == {(2, 2): "một hai"}
    assert found.properties == {"unit": "D001", "version": "5"}


@pytest.mark.parametrize(
    ("replaced", "kind", "flaws"),
    [
        ({}, "xlsx", ()),
        ({"xl/vbaProject.bin": b"x"}, "xlsm", (Flaw("FIL-22", 0, 0),)),
        (
            {
                WORKBOOK_RELS: relations(
                    ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLink1.xml")
                )
            },
            "xlsx",
            (Flaw("FIL-22", 0, 0),),
        ),
    ],
)
def test_macros_and_links_are_told_and_left_alone(replaced, kind, flaws):
    found = read_book(book(replaced=replaced))
    assert (found.kind, found.flaws) == (kind, flaws)
