"""Old encodings: everything comes back, and not one correct letter changes."""

import csv
import random
import tomllib
from pathlib import Path

import pytest

from consolidate.legacy import Encoding, decode
from consolidate.legacy_tables import SURFACES, TCVN3, VNI
from consolidate.read.cells import NUMBER, TEXT, VALUE, Sheet, Style
from consolidate.syllables import is_syllable

PLAN = Path(__file__).parents[1] / "schemas" / "plan-139-2025"
TO_TCVN3 = {letter: byte for byte, letter in TCVN3.items()}
TO_VNI = {letter: sequence for sequence, letter in reversed(VNI.items())}
AS_1258 = {byte: chr(surface) for surface, byte in SURFACES.items()}

WINDOWS = [("1252", str), ("1258", lambda text: "".join(AS_1258.get(c, c) for c in text))]
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}


def in_tcvn3(text: str) -> str:
    """As it was typed in a .Vn font, which has no capitals with tones."""
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower(), c) for c in text)


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(c, c) for c in text)


WRITERS = {"tcvn3": in_tcvn3, "vni": in_vni}


def names_of_the_plan() -> list[str]:
    with (PLAN / "communes.csv").open(encoding="utf-8-sig") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    with (PLAN / "units.csv").open(encoding="utf-8-sig") as file:
        names |= {row["full_name"] for row in csv.DictReader(file)}
    lists = tomllib.loads((PLAN / "lists.toml").read_text(encoding="utf-8"))["list"]
    names |= {value["title"] for chosen in lists for value in chosen.get("values", ())}
    return sorted(names)


NAMES = names_of_the_plan()
MARKED = [name for name in NAMES if not name.isascii()]


def a_sheet(texts: list[str], columns: int = 1, style: int = 0) -> Sheet:
    rows: dict[int, list] = {}
    for i, text in enumerate(texts):
        rows.setdefault(7 + i // columns, []).append((1 + i % columns, TEXT, text, style, False))
    return Sheet("Bảng", rows=rows)


def texts_of(sheet: Sheet) -> list[object]:
    return [cell[VALUE] for row in sorted(sheet.rows) for cell in sheet.rows[row]]


def test_every_name_of_the_plan_is_made_of_syllables():
    capitals = {"HĐQT", "TMĐT", "GĐ", "CĐS"}
    words = {w for name in NAMES for w in name.replace("/", " ").split() if w.isalpha()}
    odd = {w for w in words if not w.isascii() and not is_syllable(w)}
    assert odd <= capitals


@pytest.mark.parametrize(
    ("word", "holds"),
    [("Hội", True), ("nghiêng", True), ("quýt", True), ("gì", True), ("giếng", True), ("Ốc", True),
     ("hoà", True), ("hòa", True), ("PHỤ", True), ("toán", True), ("khuỷu", True),
     ("aù", False), ("hoaí", False), ("hưóng", False), ("nứơc", False), ("hòà", False),
     ("cảt", False), ("càch", False), ("Héi", False), ("café", False), ("nguyệnh", False),
     ("", False)],
)  # fmt: skip
def test_syllables_have_an_onset_a_rhyme_and_a_tone_in_its_place(word, holds):
    assert is_syllable(word) is holds


@pytest.mark.parametrize(("surface", "as_stored"), WINDOWS)
@pytest.mark.parametrize("encoding", FONTS)
@pytest.mark.parametrize("font", ["that of the encoding", "Times New Roman"])
def test_all_names_come_back_from_sheets_of_five_cells_and_more(encoding, font, surface, as_stored):
    chance = random.Random(f"{encoding} {font} {surface}")
    style = Style(font=FONTS[encoding] if font == "that of the encoding" else font)
    pool = MARKED[:]
    for size in (5, 6, 8, 13, 40, len(MARKED)):
        chance.shuffle(pool)
        for start in range(0, len(pool) - size + 1, size):
            typed = pool[start : start + size]
            stored = a_sheet([as_stored(WRITERS[encoding](name)) for name in typed], columns=2)
            sheet, said = decode(stored, (style,))
            assert [str(t).casefold() for t in texts_of(sheet)] == [t.casefold() for t in typed]
            assert {(d.font, d.encoding.name.lower()) for d in said} == {(style.font, encoding)}


@pytest.mark.parametrize("font", ["Times New Roman", ".VnTime", ".VnArialH", "VNI-Times"])
def test_not_one_correct_cell_changes_whatever_its_font(font):
    chance = random.Random(font)
    pool = NAMES[:]
    for size in (1, 2, 5, 8, 40, len(NAMES)):
        for _ in range(3):
            chance.shuffle(pool)
            for start in range(0, len(pool) - size + 1, size):
                sheet = a_sheet(pool[start : start + size])
                assert decode(sheet, (Style(font=font),)) == (sheet, ())


def test_names_that_only_look_alike_stay_in_any_company():
    """Names without a letter that proves Unicode: the ones that a guess by cell corrupts."""
    alike = [n for n in MARKED if n == n.encode("latin-1", "ignore").decode("latin-1")]
    assert len(alike) > 100
    chance = random.Random(5)
    for _ in range(500):
        sheet = a_sheet(chance.sample(alike, 5))
        for font in ("Calibri", ".VnTime", "VNI-Times"):
            assert decode(sheet, (Style(font=font),)) == (sheet, ())


@pytest.mark.parametrize(
    ("stored", "font", "meant"),
    [
        ("Héi LHPN huyÖn Ba V×", ".VnTime", "Hội LHPN huyện Ba Vì"),
        ("Hoäi LHPN quaän Ba Ñình", "VNI-Times", "Hội LHPN quận Ba Đình"),
        ("PHô N÷", ".VnTimeH", "PHỤ NỮ"),
        ("hµ néi", ".VnArialH", "HÀ NỘI"),
        ("Phú Yên", "Calibri", "Phú Yên"),
        ("Phú Yên", ".VnTime", "Phú Yên"),
        ("Hội LHPN", ".VnTime", "Hội LHPN"),
        ("Há»™i LiÃªn hiá»‡p Phá»¥ ná»¯", "Calibri", "Hội Liên hiệp Phụ nữ"),
        ("Quáº\xadn HÃ  Ä\x90Ã´ng", "Arial", "Quận Hà Đông"),
    ],
)
def test_a_single_cell_with_a_font_or_with_certain_bytes(stored, font, meant):
    sheet, _ = decode(a_sheet([stored]), (Style(font=font),))
    assert texts_of(sheet) == [meant]


def test_a_single_cell_is_never_decoded_by_its_looks_alone():
    for text in ("Héi LHPN huyÖn Ba V×", "Hoäi LHPN quaän Ba Ñình"):
        sheet = a_sheet([text])
        assert decode(sheet, (Style(font="Calibri"),)) == (sheet, ())


def test_signs_do_not_vote():
    signs = ["·", "5 × 3", "« »", "m²", "±", "10 °C", "§ 4", "Ghi chú", "· Tên", "®"]
    sheet = a_sheet(signs)
    for font in ("Calibri", ".VnTime"):
        assert decode(sheet, (Style(font=font),)) == (sheet, ())


def test_what_was_pasted_into_a_unicode_sheet_is_decoded_and_its_head_is_not():
    head = ["Tên hợp tác xã", "Xã, phường", "Ghi chú"]
    pasted = [in_tcvn3(t) for t in ("HTX Đồng Phú", "Phú", "Tú", "HTX Hương Sơn", "Ba Vì", "Tốt",
                                    "HTX Phú Yên", "Xã Phú Mãn", "Có")]  # fmt: skip
    sheet, said = decode(a_sheet([*head, *pasted], columns=3), (Style(font="Times New Roman"),))
    texts = texts_of(sheet)
    assert texts[:3] == head
    assert texts[3] == "HTX Đồng Phú"
    assert texts[9:11] == ["HTX Phú Yên", "Xã Phú Mãn"]
    assert {d.encoding for d in said} == {Encoding.TCVN3}


def test_unicode_typed_between_cells_of_an_old_font_stays():
    rows = ["HTX Đồng Phú", "HTX Hương Sơn", "Tổ hợp tác Vân Hà", "HTX Ba Vì", "HTX Phú Yên"]
    stored = [*(in_tcvn3(t) for t in rows), "HTX Nông nghiệp Mỹ Đức"]
    sheet, _ = decode(a_sheet(stored), (Style(font=".VnTime"),))
    assert texts_of(sheet) == [*rows, "HTX Nông nghiệp Mỹ Đức"]


def test_where_most_of_an_old_font_is_unicode_only_the_certain_is_decoded():
    unicode = ["HTX Nông nghiệp Mỹ Đức", "HTX Phú Yên", "Tổ hợp tác Vân Hà", "Hợp tác xã Kim Sơn"]
    sheet, _ = decode(
        a_sheet([*unicode, in_tcvn3("HTX Hương Sơn"), "Tổ hợp tác Phú Mãn"]),
        (Style(font=".VnTime"),),
    )
    assert texts_of(sheet) == [*unicode, "HTX Hương Sơn", "Tổ hợp tác Phú Mãn"]


def test_it_is_said_which_cells_of_which_font_were_decoded():
    sheet = Sheet(
        "Bảng",
        rows={
            7: [(1, TEXT, "Tên HTX", 0, False), (2, TEXT, in_tcvn3("Hội"), 1, False)],
            8: [(1, NUMBER, 5.0, 1, False), (2, TEXT, in_tcvn3("Phụ nữ"), 1, False)],
            9: [(2, TEXT, "Thanh Tri", 1, False), (3, TEXT, in_tcvn3("Vì"), 2, False)],
        },
    )
    styles = (Style(font="Calibri"), Style(font=".VnTime"), Style(font=".VnArial"))
    read, said = decode(sheet, styles)
    assert [(d.font, d.encoding, d.cells) for d in said] == [
        (".VnTime", Encoding.TCVN3, ((7, 2), (8, 2))),
        (".VnArial", Encoding.TCVN3, ((9, 3),)),
    ]
    assert said[0].texts == {in_tcvn3("Hội"): "Hội", in_tcvn3("Phụ nữ"): "Phụ nữ"}
    assert texts_of(read) == ["Tên HTX", "Hội", 5.0, "Phụ nữ", "Thanh Tri", "Vì"]
    assert texts_of(sheet)[1] == in_tcvn3("Hội"), "what was read is not touched"
