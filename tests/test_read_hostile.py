"""Every fault of containers and of XML: one clear cause, never a crash, a hang or other values."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hostile.containers import (
    bomb,
    claiming_exabytes,
    flipped,
    overlapping,
    renamed_locally,
    with_sheet,
)
from hostile.raw import (
    CUSTOM,
    MAIN,
    RELS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    WORKBOOK,
    WORKBOOK_RELS,
    XML,
    book,
    parts,
    relations,
    strings,
    workbook,
    worksheet,
    zipped,
)

from consolidate.catalogue import CAUSES
from consolidate.limits import CAUSE, LIMITS, Limits
from consolidate.read import read_book
from consolidate.read.cells import ERROR, KIND, VALUE, Unreadable

ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
NOTES = "xl/worksheets/_rels/sheet1.xml.rels"


def cause(data, limits=LIMITS, wanted=None):
    """The cause that a file is refused for."""
    with pytest.raises(Unreadable) as refusal:
        read_book(data, wanted, limits=limits)
    assert refusal.value.code in CAUSES
    CAUSES[refusal.value.code].format(detail=refusal.value.detail)
    return refusal.value.code


def value(data):
    return read_book(data).sheets[0].rows[1][0][VALUE]


def test_every_limit_has_a_sentence():
    assert set(CAUSE.values()) <= CAUSES.keys()


# --- containers ----------------------------------------------------------------------------------


def test_a_bomb_is_stopped_while_it_inflates():
    limits = replace(LIMITS, part_bytes=2_000_000)
    assert cause(bomb(3), limits) == "part_inflated"


def test_many_parts_together_are_bounded():
    limits = replace(LIMITS, book_inflated_bytes=2_000_000, token_bytes=3_000_000)
    two = worksheet(" " * 1_100_000)
    data = zipped({**parts(titles=["Một", "Hai"]), SHEET: two, "xl/worksheets/sheet2.xml": two})
    assert cause(data, limits) == "book_inflated"


def test_parts_that_are_not_read_are_not_inflated():
    data = book(ROWS, {"xl/media/image1.png": b"\0" * 3_000_000})
    assert read_book(data, limits=replace(LIMITS, part_bytes=1_000_000)).sheets[0].rows


@pytest.mark.parametrize("claimed", [0, 10, 1_000_000])
def test_a_directory_that_lies_about_sizes_is_not_believed(claimed):
    sheet = worksheet(ROWS + " " * 50_000).encode()
    assert read_book(with_sheet(sheet)).sheets[0].rows
    assert cause(with_sheet(sheet, claimed=claimed)) == "damaged"


def test_a_claim_of_terabytes_is_refused_without_inflating():
    sheet = worksheet(ROWS).encode()
    assert cause(with_sheet(sheet, claimed=0xFFFFFFF0)) == "part_inflated"
    assert cause(claiming_exabytes()) == "part_inflated"


def test_overlapping_members_are_refused():
    assert cause(overlapping(300)) == "overlap"


def test_too_many_members_are_refused():
    more = {f"xl/x{i}.bin": b"" for i in range(20)}
    assert read_book(book(ROWS, more), limits=replace(LIMITS, book_members=27)).sheets
    assert cause(book(ROWS, more), replace(LIMITS, book_members=26)) == "book_members"
    limits = replace(LIMITS, archive_members=26, book_members=26)
    assert cause(book(ROWS, more), limits) == "archive_members"
    assert cause(book(ROWS, more), replace(LIMITS, directory_bytes=1_000)) == "directory"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
def test_members_of_one_name_are_refused(twin):
    members = [*parts(ROWS).items(), (twin, worksheet(ROWS.replace("<v>1", "<v>9")))]
    assert cause(zipped(members)) == "twin_members"


def test_a_local_name_that_differs_is_damage():
    data = book(ROWS)
    assert (
        cause(renamed_locally(data, SHEET.encode(), SHEET.replace("1", "2").encode())) == "damaged"
    )


def test_a_directory_that_lists_fewer_members_than_it_states_is_damage():
    data = bytearray(book(ROWS))
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)
    data[at + 33] = 1  # the record now claims a comment of 256 letters: the records that follow
    assert cause(bytes(data)) == "damaged"


def test_two_sheets_in_one_part_are_refused():
    rels = relations(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet1.xml"))
    data = book(ROWS, {WORKBOOK: workbook(["Một", "Hai"]), WORKBOOK_RELS: rels})
    assert cause(data) == "twin_sheets"


@pytest.mark.parametrize("titles", [["HTX", "HTX"], ["HTX", "htx"]])
def test_two_sheets_of_one_title_are_refused(titles):
    assert cause(zipped(parts(ROWS, titles=titles))) == "twin_sheets"


def test_a_wrong_checksum_is_damage_even_where_the_text_is_sound():
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts(ROWS).items():
            archive.writestr(zipfile.ZipInfo(name), part)
    data = stored.getvalue()
    assert value(data) == 1.0
    at = data.index(b"<v>1</v>") + 3
    assert cause(flipped(data, at, 1)) == "damaged"  # <v>3</v>


def test_damage_in_a_sheet_that_is_not_wanted_is_damage_of_the_file():
    data = with_sheet(worksheet(ROWS + " " * 100).encode(), claimed=5)
    assert cause(data, wanted=lambda _: False) == "damaged"


@pytest.mark.parametrize("share", [0.0001, 0.2, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_damage(share):
    data = book(ROWS)
    cut = data[: max(5, int(len(data) * share))]
    assert cause(cut) == "damaged"


def test_a_file_without_its_head_is_no_workbook():
    assert cause(book(ROWS)[40:]) == "unknown_kind"


@pytest.mark.parametrize("start", ["/", "./", "\\"])
def test_parts_are_found_whatever_their_names_begin_with(start):
    assert value(zipped({start + name: part for name, part in parts(ROWS).items()})) == 1.0
    twice = [*parts(ROWS).items(), (start + SHEET, worksheet(""))]
    assert cause(zipped(twice)) == "twin_members"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_told(method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, part in parts(ROWS).items():
            archive.writestr(name, part)
    assert cause(packed.getvalue()) == "packing"


@pytest.mark.parametrize("junk", [b"PK\3\4" + b"\0" * 64])
def test_bytes_around_the_archive_change_nothing(junk):
    data = book(ROWS)
    assert value(junk + data) == 1.0
    assert value(data + b"\r\n") == 1.0


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({SHEET: None}, "missing_part"),
        ({WORKBOOK: None}, "missing_part"),
        ({RELS: None}, "damaged"),
        ({STYLES: None}, "missing_part"),
        ({SHEET: b""}, "damaged"),
        ({SHEET: worksheet(ROWS).replace("worksheet", "worksheets")}, "damaged"),
        ({SHEET: worksheet(ROWS, namespace="urn:other")}, "damaged"),
        ({WORKBOOK: workbook([])}, "no_sheet"),
        ({WORKBOOK: workbook(["HTX", "Thừa"])}, "damaged"),
        ({WORKBOOK_RELS: relations()}, "missing_part"),
        ({WORKBOOK_RELS: relations(("worksheet", "http://127.0.0.1/s.xml"))}, "missing_part"),
        ({WORKBOOK_RELS: relations(("worksheet", "file:///etc/passwd"))}, "missing_part"),
        ({WORKBOOK_RELS: relations(("worksheet", "../../etc/passwd"))}, "missing_part"),
        ({WORKBOOK_RELS: relations(("worksheet", "sheet1.xml"), mode="External")}, "missing_part"),
        ({WORKBOOK: workbook(["H" * 5_000])}, "sheet_title"),
        ({WORKBOOK_RELS: relations(("worksheet", "workbook.xml"))}, "damaged"),
    ],
)  # fmt: skip
def test_parts_that_are_missing_or_elsewhere(replaced, expected):
    assert cause(book(ROWS, replaced)) == expected


def test_content_types_are_not_needed():
    assert value(book(ROWS, {TYPES: None})) == 1.0


def test_a_chart_sheet_is_listed_without_cells():
    rels = relations(("worksheet", "worksheets/sheet1.xml"), ("chartsheet", "chartsheets/c.xml"))
    found = read_book(book(ROWS, {WORKBOOK: workbook(["HTX", "Biểu đồ"]), WORKBOOK_RELS: rels}))
    assert [(s.title, s.skipped) for s in found.sheets] == [("HTX", False), ("Biểu đồ", True)]


def test_encrypted_members_ask_for_the_password_to_be_taken_off():
    data = bytearray(book(ROWS))
    at = data.rindex(b"PK\1\2" + data[data.rindex(b"PK\1\2") + 4 :][:4])
    for record in range(data.count(b"PK\1\2")):
        at = data.index(b"PK\1\2", 0 if record == 0 else at + 4)
        data[at + 8] |= 1
    assert cause(bytes(data)) == "encrypted"


# --- XML -----------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'
HARMLESS = "<!DOCTYPE x>"

PROPERTIES = {
    RELS: relations(("officeDocument", WORKBOOK), ("custom-properties", CUSTOM)),
    CUSTOM: f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'custom-properties"/>',
    NOTES: relations(("comments", "../comments1.xml")),
    "xl/comments1.xml": f'{XML}<comments xmlns="{MAIN}"/>',
}


@pytest.mark.parametrize("doctype", [LAUGHS, EXTERNAL, PARAMETER, HARMLESS])
@pytest.mark.parametrize(
    "part",
    [SHEET, STRINGS, STYLES, WORKBOOK, WORKBOOK_RELS, RELS, CUSTOM, NOTES, "xl/comments1.xml"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_every_part(part, doctype, encoding):
    content = {**parts(ROWS), **PROPERTIES}[part].replace(XML, XML + doctype)
    if encoding == "utf-16":
        content = content.replace('"UTF-8"', '"UTF-16"')
    data = book(ROWS, {**PROPERTIES, part: content.encode(encoding)})
    assert cause(data) == "doctype"


@pytest.mark.parametrize(
    "encoding", ["utf-7", "cp037", "windows-1258", "iso-8859-1", "utf-32", "none-such", "cp1140"]
)
def test_encodings_outside_the_standard_are_refused(encoding):
    part = worksheet(ROWS).replace('"UTF-8"', f'"{encoding}"')
    assert cause(book(replaced={SHEET: part})) == "damaged"
    if encoding != "none-such":
        assert cause(book(replaced={SHEET: part.encode(encoding)})) == "damaged"


@pytest.mark.parametrize(
    "part",
    [
        worksheet(ROWS)[:-5],
        worksheet(ROWS).replace("</row>", ""),
        worksheet(ROWS) + worksheet(ROWS),
        worksheet(ROWS) + "x",
        worksheet(ROWS.replace("<v>1", "<v>\0")),
        worksheet(ROWS.replace("<v>1", "<v>\x01")),
        worksheet(ROWS.replace("<v>1", "<v>&#0;")),
        worksheet(ROWS.replace("<v>1", "<v>&undefined;")),
        worksheet(ROWS.replace('r="A1"', 'r="A1" r="B1"')),
        worksheet(ROWS.replace('r="A1"', "r=A1")),
        worksheet(ROWS).encode().replace(b"<v>1", b"<v>\xff\xfe"),
        worksheet(ROWS).encode("utf-16")[:-1],
        worksheet('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'),
        worksheet('<row r="1"><c r="A1"><v>1<b/>2</v></c></row>'),
        worksheet('<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>'),
        worksheet('<row r="1"><c r="A"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="A0"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="$A$1"><v>1</v></c></row>'),
        worksheet('<row r="-1"><c><v>1</v></c></row>'),
        worksheet('<row r="một"><c><v>1</v></c></row>'),
        worksheet('<row r="٣"><c><v>1</v></c></row>'),
        worksheet("<c><v>1</v></c>"),
    ],
)
def test_a_broken_part_is_never_read_by_halves(part):
    assert cause(book(replaced={SHEET: part})) == "damaged"


@pytest.mark.parametrize("part", [STRINGS, STYLES, WORKBOOK, WORKBOOK_RELS, RELS])
def test_a_broken_part_beside_the_sheet_is_damage_too(part):
    assert cause(book(ROWS, {part: parts(ROWS)[part][:-3]})) == "damaged"


def test_depth_is_bounded():
    deep = "<a>" * 62 + "</a>" * 62
    assert read_book(book(replaced={SHEET: worksheet(ROWS, deep)})).sheets
    deep = "<a>" * 64 + "</a>" * 64
    assert cause(book(replaced={SHEET: worksheet(ROWS, deep)})) == "depth"
    assert cause(book(replaced={SHEET: worksheet("<a>" * 200_000)})) == "depth"


def test_long_tokens_are_bounded():
    limits = replace(LIMITS, token_bytes=1_000)
    fits = f'<x a="{"b" * 900}"/>'
    assert read_book(book(replaced={SHEET: worksheet(ROWS, fits)}), limits=limits).sheets
    too_long = f'<x a="{"b" * 1_100}"/>'
    assert cause(book(replaced={SHEET: worksheet(ROWS, too_long)}), limits) == "token"
    cell = f'<row r="1"><c r="A1" t="str"><v>{"x" * 1_100}</v></c></row>'
    assert cause(book(cell), limits) == "token"
    assert cause(book(ROWS, {STRINGS: strings("x" * 1_100)}), limits) == "token"


def test_many_attributes_and_one_huge_token_cost_little():
    attributes = " ".join(f'a{i}="1"' for i in range(20_000))
    assert cause(book(replaced={SHEET: worksheet(ROWS, f"<x {attributes}/>")})) == "names"
    huge = f'<x a="{"b" * 3_000_000}"/>'
    assert cause(book(replaced={SHEET: worksheet(ROWS, huge)})) == "token"


@pytest.mark.parametrize("around", ["<x{}/>", '<x a{}="1"/>'])
def test_names_are_bounded(around):
    limits = replace(LIMITS, names=60)
    few, many = ("".join(around.format(i) for i in range(count)) for count in (40, 90))
    assert read_book(book(replaced={SHEET: worksheet(ROWS, few)}), limits=limits).sheets
    assert cause(book(replaced={SHEET: worksheet(ROWS, many)}), limits) == "names"


def test_tags_are_bounded():
    around = "<x/>" * 100
    tags = worksheet(ROWS, around).count("<") + sum(
        parts()[p].count("<") for p in (RELS, WORKBOOK, WORKBOOK_RELS, STRINGS)
    )
    data = book(replaced={SHEET: worksheet(ROWS, around)})
    assert read_book(data, limits=replace(LIMITS, tags=tags)).sheets
    assert cause(data, replace(LIMITS, tags=tags - 1)) == "tags"


# --- the grid ------------------------------------------------------------------------------------


def column_of(count, kind="<c r='A{0}'><v>1</v></c>"):
    return "".join(f'<row r="{i}">{kind.format(i)}</row>' for i in range(1, count + 1))


def test_rows_with_values_are_bounded():
    limits = replace(LIMITS, rows=50)
    assert len(read_book(book(column_of(50)), limits=limits).sheets[0].rows) == 50
    assert cause(book(column_of(51)), limits) == "rows"
    blank = column_of(51, "<c r='A{0}' s='0'/>")
    assert read_book(book(blank), limits=limits).sheets[0].rows == {}


def test_cells_are_bounded():
    assert read_book(book(column_of(50)), limits=replace(LIMITS, cells=50)).sheets
    assert cause(book(column_of(51)), replace(LIMITS, cells=50)) == "cells"


def test_columns_with_values_are_bounded():
    limits = replace(LIMITS, columns=3, stray_cells=2)
    letters = "ABCDEF"

    def wide(columns):
        return (
            '<row r="1">'
            + "".join(f'<c r="{c}1"><v>1</v></c>' for c in letters[:columns])
            + "</row>"
        )

    found = read_book(book(wide(3)), limits=limits).sheets[0]
    assert (len(found.rows[1]), found.flaws) == (3, ())
    found = read_book(book(wide(5)), limits=limits).sheets[0]
    assert (len(found.rows[1]), [f.column for f in found.flaws]) == (3, [4, 5])
    assert cause(book(wide(6)), limits) == "columns"


def test_sheets_and_titles_and_merges_are_bounded():
    limits = replace(LIMITS, sheets=2, title_letters=5, merges=1)
    assert read_book(zipped(parts(titles=["Một", "Hai"])), limits=limits).sheets
    assert cause(zipped(parts(titles=["Một", "Hai", "Ba"])), limits) == "sheets"
    assert cause(zipped(parts(titles=["Một hai"])), limits) == "sheet_title"
    merge = '<mergeCells><mergeCell ref="A1:B2"/>{}</mergeCells>'
    one, two = merge.format(""), merge.format('<mergeCell ref="C1:D2"/>')
    assert read_book(book(replaced={SHEET: worksheet("", one)}), limits=limits).sheets
    assert cause(book(replaced={SHEET: worksheet("", two)}), limits) == "merges"


def test_texts_longer_than_a_cell_can_hold_are_error_cells():
    limits = replace(LIMITS, text_letters=10)
    table = strings("a" * 10, "b" * 11)
    cells = "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("AB"))
    cells += '<c r="C1" t="inlineStr"><is><t>ccccccccccc</t></is></c>'
    cells += '<c r="D1" t="str"><v>ddddddddddd</v></c>'
    row = (
        read_book(book(f'<row r="1">{cells}</row>', {STRINGS: table}), limits=limits)
        .sheets[0]
        .rows[1]
    )
    assert [c[KIND] == ERROR for c in row] == [False, True, True, True]


def test_the_file_itself_is_bounded():
    data = book(ROWS)
    assert read_book(data, limits=replace(LIMITS, file_bytes=len(data))).sheets
    assert cause(data, replace(LIMITS, file_bytes=len(data) - 1)) == "file_too_large"


@pytest.mark.parametrize(
    "written",
    [
        '<row r="1"><c r="XFD1048576" s="0"/></row>',
        "".join(f'<row r="{i}" s="0" customFormat="1"/>' for i in range(1, 20_000)),
        "".join(f'<row r="{i}"><c r="XFD{i}" s="0"/></row>' for i in range(1, 5_000)),
        '<row r="2"><c r="A2"><f t="array" ref="A1:XFD1048576">SUM(A1)</f></c></row>',
        f'<row r="2"><c r="A2"><f>{"(" * 100_000}</f></c></row>',
        '<row r="2"><c r="A2"><f t="shared" si="9"/></c></row>',
    ],
)  # fmt: skip
def test_declared_extents_and_wild_formulas_cost_nothing(written):
    head = '<dimension ref="A1:XFD1048576"/>'
    sheet = read_book(book(replaced={SHEET: worksheet(written, head=head)})).sheets[0]
    assert sum(map(len, sheet.rows.values())) <= 1


def test_a_declared_count_of_texts_is_not_believed():
    table = strings("một").replace('uniqueCount="1"', 'uniqueCount="4294967295"')
    assert read_book(book(ROWS, {STRINGS: table})).sheets[0].rows[1][1][VALUE] == "một"


def test_a_small_limit_can_be_given_for_every_number():
    assert replace(Limits(), rows=1).passed("rows") == ("rows", "1")
    assert Limits().passed("file_bytes") == ("file_too_large", "50 MB")
    assert Limits().passed("rows") == ("rows", "20.000")
