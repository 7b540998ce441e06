"""Text of fonts from before Unicode back to letters, on evidence, never one cell by its looks.

The font proposes, the syllables vote: text is decoded only where more of its words are Vietnamese
afterwards than before. Without a font that proposes, the whole sheet votes. A cell with letters
that the old encodings do not have is Unicode and stays, whatever its font (brief 3.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from consolidate.legacy_tables import SURFACES, TCVN3, VNI
from consolidate.read.cells import COLUMN, KIND, STYLE, TEXT, VALUE, Cell, Sheet, Style
from consolidate.syllables import is_even, is_syllable

FEWEST_CELLS, FEWEST_TEXTS = 5, 3  # without a font's word for it, fewer say nothing

# Letters that no reading of an old encoding shows, so that the text must be Unicode.
_UNICODE = re.compile("[\u0100-\u0101\u0104-\u010f\u0112-\u019f\u01a2-\u01ae\u01b1-\u024f"
                      "\u0302\u0304-\u0308\u031b\u1e00-\u1eff]")  # fmt: skip
_WORD = re.compile("[A-Za-z\xa1-\xff\u0100-\u024f\u0300-\u036f\u1e00-\u1eff₫]+")
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_MAP = str.maketrans(TCVN3)
_TWICE_ENCODED = re.compile(
    "[\xc2-\xc6\xe1][\x80-\xbf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]"
)


class Encoding(Enum):
    """How text was written; the value is what people read."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    TWICE = "UTF-8 bị đọc sai"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was decoded in a sheet: in which font, from which encoding, in which (row, column).

    `texts` maps what was typed to what it says.
    """

    font: str
    encoding: Encoding
    cells: tuple[tuple[int, int], ...]
    texts: Mapping[str, str]


class _Spot(NamedTuple):
    """A text cell with letters beyond ASCII. `place` is its position among the row's cells."""

    row: int
    place: int
    column: int
    text: str
    font: str


def decode(sheet: Sheet, styles: Sequence[Style]) -> tuple[Sheet, tuple[Decoded, ...]]:
    """The sheet with old encodings turned into Unicode, and what was turned.

    The very same sheet comes back where there is nothing to do, which for plain Unicode costs one
    look at each text.
    """
    proposals = [proposed_by(style.font) for style in styles]
    if not _is_doubtful(sheet, proposals):
        return sheet, ()
    spots = _spots(sheet, styles)
    found: dict[_Spot, tuple[Encoding, str]] = {}
    pools: dict[Encoding | None, list[_Spot]] = {}
    for spot in spots:
        repaired = _read_twice(spot.text)
        if repaired is not None:
            found[spot] = (Encoding.TWICE, repaired)
        else:
            pools.setdefault(proposed_by(spot.font), []).append(spot)
    for proposed, pool in pools.items():
        for spot, encoding in _chosen(pool, proposed):
            found[spot] = (encoding, _decoded(spot.text, encoding, spot.font))
    changed = {spot: new for spot, new in found.items() if new[1] != spot.text}
    return (_rewritten(sheet, changed), tuple(_summed_up(changed))) if changed else (sheet, ())


def decode_repeated(
    sheet: Sheet, styles: Sequence[Style], elsewhere: Iterable[Decoded]
) -> tuple[Sheet, tuple[Decoded, ...]]:
    """The sheet with those texts decoded that were decoded elsewhere in the book, and which.

    A name that is chosen from a list brings its old letters into a cell with a font of today. Where
    it reads as well as it stands ("Phó"), it may be meant as it stands, and is left.
    """
    meant: dict[str, set[tuple[Encoding, str]]] = {}
    for one in elsewhere:
        for typed, text in one.texts.items():
            meant.setdefault(typed, set()).add((one.encoding, text))
    changed = {
        spot: next(iter(readings))
        for spot in _spots(sheet, styles)
        if len(readings := meant.get(spot.text, ())) == 1
        and all(_gain(spot, (encoding,)) > 0 for encoding, _ in readings)
    }
    return (_rewritten(sheet, changed), tuple(_summed_up(changed))) if changed else (sheet, ())


def proposed_by(font: str) -> Encoding | None:
    """The encoding that text in this font has, unless it was typed in Unicode nonetheless."""
    name = font.lstrip().casefold()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith("vni") else None


def _is_doubtful(sheet: Sheet, proposals: Sequence[Encoding | None]) -> bool:
    """Whether any text is in a font of an old encoding, or does not read as Unicode."""
    for cells in sheet.rows.values():
        for cell in cells:
            if (
                cell[KIND] == TEXT
                and isinstance(text := cell[VALUE], str)
                and not text.isascii()
                and (proposals[cell[STYLE]] is not None or not _reads_as_unicode(text))
            ):
                return True
    return False


@lru_cache(maxsize=1 << 14)
def _reads_as_unicode(text: str) -> bool:
    if _TWICE_ENCODED.search(text):
        return False
    if _UNICODE.search(text):
        return True
    votes = _votes(text, None)
    return all(_votes(text, encoding) <= votes for encoding in _DECODERS)


def _spots(sheet: Sheet, styles: Sequence[Style]) -> Iterator[_Spot]:
    for row, cells in sheet.rows.items():
        for index, cell in enumerate(cells):
            value = cell[VALUE]
            if cell[KIND] == TEXT and isinstance(value, str) and not value.isascii():
                yield _Spot(row, index, cell[COLUMN], value, styles[cell[STYLE]].font)


# --- one text -------------------------------------------------------------------------------


def _from_tcvn3(text: str) -> str:
    return text.translate(SURFACES).translate(_TCVN3_MAP)


def _from_vni(text: str) -> str:
    return _VNI_PARTS.sub(lambda part: VNI[part[0]], text.translate(SURFACES))


_DECODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: _from_vni,
}


def _decoded(text: str, encoding: Encoding, font: str) -> str:
    plain = _DECODERS[encoding](text)
    draws_capitals = encoding is Encoding.TCVN3 and font.rstrip().endswith("H")
    return plain.upper() if draws_capitals else plain


def _read_twice(text: str) -> str | None:
    """The text whose UTF-8 bytes were taken for Windows-1252 ("Há»™i"), None where it is not so.

    A single cell is enough here: other text is not valid UTF-8 by chance. A blank after Ã stands
    for the no-break space that it once was.
    """
    if not _TWICE_ENCODED.search(text):
        return None
    try:
        found = b"".join(map(_byte, text.replace("Ã ", "Ã\xa0"))).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    words = [w for w in _WORD.findall(found) if not w.isascii()]
    return found if words and all(map(is_syllable, words)) else None


def _byte(letter: str) -> bytes:
    """The byte that Windows-1252 shows as this letter; five bytes stand for themselves."""
    return letter.encode("latin-1" if letter < "\xa0" else "cp1252")


# --- the vote -------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def _votes(text: str, encoding: Encoding | None) -> int:
    """How many words beyond ASCII are syllables, as they stand (None) or in an encoding.

    Signs without a letter (bullets, ×) are no words: they would vote for TCVN3.
    """
    words = [w for w in _WORD.findall(text) if not w.isascii() and any(map(str.isalpha, w))]
    if encoding is None:
        plain = (unicodedata.normalize("NFC", w) for w in words)
        return sum(is_even(w) and is_syllable(w) for w in plain)
    return sum(map(is_syllable, map(_DECODERS[encoding], words)))


def _chosen(pool: list[_Spot], proposed: Encoding | None) -> Iterator[tuple[_Spot, Encoding]]:
    """The cells of a pool to be decoded, by the vote of all of them that may be."""
    rest = [s for s in pool if not _UNICODE.search(s.text)]
    encodings = (proposed,) if proposed else tuple(_DECODERS)
    doubtful = {s.text for s in rest if _gain(s, encodings) > 0}
    if not doubtful or (
        proposed is None and (len(rest) < FEWEST_CELLS or len(doubtful) < FEWEST_TEXTS)
    ):
        return
    best = max(encodings, key=lambda e: sum(_votes(s.text, e) for s in rest))
    if sum(_gain(s, (best,)) for s in rest) <= 0:
        return
    legacy = {s for s in rest if _gain(s, (best,)) > 0}
    sure = len(legacy) > len(pool) - len(rest) if proposed else len(rest) == len(pool)
    yield from ((s, best) for s in (rest if sure else _among(pool, legacy)))


def _gain(spot: _Spot, encodings: Iterable[Encoding]) -> int:
    return max(_votes(spot.text, e) for e in encodings) - _votes(spot.text, None)


def _among(pool: list[_Spot], legacy: set[_Spot]) -> Iterator[_Spot]:
    """In a sheet that also holds Unicode: legacy cells, and those below one in their column.

    A cell that reads well both ways ("Phó" is Phú or Phó) goes with the doubtless one above it,
    unless the doubtless one below it is Unicode.
    """
    columns: dict[int, list[_Spot]] = {}
    for spot in sorted(pool):
        columns.setdefault(spot.column, []).append(spot)
    for column in columns.values():
        above = False
        waiting: list[_Spot] = []
        for spot in column:
            if spot in legacy:
                yield from (*waiting, spot)
                above, waiting = True, []
            elif _UNICODE.search(spot.text):
                above, waiting = False, []
            elif above:
                waiting.append(spot)
        yield from waiting


# --- the answer -----------------------------------------------------------------------------


def _rewritten(sheet: Sheet, changed: dict[_Spot, tuple[Encoding, str]]) -> Sheet:
    rows = dict(sheet.rows)
    for row in {spot.row for spot in changed}:
        rows[row] = list(rows[row])
    for spot, (_, text) in changed.items():
        column, kind, _, style, formula = rows[spot.row][spot.place]
        cell: Cell = (column, kind, text, style, formula)
        rows[spot.row][spot.place] = cell
    return replace(sheet, rows=rows)


def _summed_up(changed: dict[_Spot, tuple[Encoding, str]]) -> Iterator[Decoded]:
    """One entry a font and encoding, in the order of the sheet."""
    spots: dict[tuple[str, Encoding], list[_Spot]] = {}
    for spot, (encoding, _) in sorted(changed.items(), key=lambda pair: pair[0]):
        spots.setdefault((spot.font, encoding), []).append(spot)
    for (font, encoding), mine in spots.items():
        cells = tuple((s.row, s.column) for s in mine)
        yield Decoded(font, encoding, cells, {s.text: changed[s][1] for s in mine})
