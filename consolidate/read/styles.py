"""styles.xml: what a cell's style number means for number format, font and strike-through."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from consolidate.limits import Limits
from consolidate.read.budget import Budget
from consolidate.read.cells import Style
from consolidate.read.markup import Attributes, parse
from consolidate.read.values import is_date_format, whole

# ECMA-376 part 1, 18.8.30: formats that files name by number only. 27 to 36 and 50 to 58 are
# dates or times in every language that defines them.
_EAST_ASIAN_DATES = dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy/m/d")
_EAST_ASIAN_TIMES = dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm")
BUILTIN_FORMATS: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    **_EAST_ASIAN_DATES,
    **_EAST_ASIAN_TIMES,
}


class Styles(NamedTuple):
    """Styles by number, and which of them show dates. `of` gives a number that exists."""

    styles: tuple[Style, ...] = (Style(),)
    dates: tuple[bool, ...] = (False,)


@lru_cache(maxsize=16)
def read_styles(xml: bytes, part: str, limits: Limits) -> Styles:
    """Every file of a season comes from one template, so the same bytes are read once."""
    listener = _StyleSheet()
    parse([xml], part, listener, Budget(limits))
    found = tuple(listener.styles()) or (Style(),)
    shows_date = {code: is_date_format(code) for code in {s.number_format for s in found}}
    return Styles(found, tuple(shows_date[s.number_format] for s in found))


class _StyleSheet:
    root = "styleSheet"

    def __init__(self) -> None:
        self.formats = dict(BUILTIN_FORMATS)
        self.fonts: list[tuple[str, bool]] = []
        self.used: list[tuple[int | None, int | None]] = []  # number format, font
        self.inside = ""

    def begin(self, name: str, attributes: Attributes) -> None:
        if name in ("fonts", "cellXfs", "numFmts", "dxfs", "cellStyleXfs"):
            self.inside = name
        elif self.inside == "cellXfs" and name == "xf":
            self.used.append((whole(attributes.get("numFmtId")), whole(attributes.get("fontId"))))
        elif self.inside == "numFmts" and name == "numFmt":
            number = whole(attributes.get("numFmtId"))
            if number is not None:
                self.formats[number] = attributes.get("formatCode", "General")
        elif self.inside == "fonts":
            self._font(name, attributes)

    def _font(self, name: str, attributes: Attributes) -> None:
        if name == "font":
            self.fonts.append(("", False))
        elif self.fonts and name == "name":
            self.fonts[-1] = (attributes.get("val", ""), self.fonts[-1][1])
        elif self.fonts and name == "strike":
            self.fonts[-1] = (self.fonts[-1][0], attributes.get("val", "1") in ("1", "true"))

    def finish(self, name: str) -> None:
        if name == self.inside:
            self.inside = ""

    def characters(self, text: str) -> None:
        pass

    def styles(self) -> list[Style]:
        """One Style for each used pair of number format and font; equal ones are one object."""
        made: dict[tuple[int | None, int | None], Style] = {}
        for pair in self.used:
            if pair not in made:
                number, font = pair
                known = font is not None and font < len(self.fonts)
                name, strike = self.fonts[font] if known and font is not None else ("", False)
                made[pair] = Style(self.formats.get(number or 0, "General"), name, strike)
        return [made[pair] for pair in self.used]
