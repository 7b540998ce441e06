"""Styles of OpenDocument: fonts, strike-through, how dates are shown, which tables are shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from consolidate.read.markup import Attributes, ShortNames
from consolidate.read.runs import Signs, signs
from consolidate.read.values import number

_PLACES = {
    "number:day": ("d", "dd"),
    "number:month": ("m", "mm"),
    "number:year": ("yy", "yyyy"),
    "number:hours": ("h", "hh"),
    "number:minutes": ("m", "mm"),
    "number:seconds": ("s", "ss"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What one style says itself; None where it leaves that to its parent."""

    parent: str = ""
    font: str | None = None
    strike: bool | None = None
    place: str | None = None  # of letters that are raised or lowered: "super 58%"
    date_format: str | None = None
    display: bool = True

    @property
    def signs(self) -> Signs:
        """What the digits become that are written in this style."""
        above = f"{self.place or ''} 0".split()[0].removesuffix("%")
        share = number(above) or 0
        return signs(
            struck=bool(self.strike),
            raised=above == "super" or share > 0,
            lowered=above == "sub" or share < 0,
        )

    def under(self, parent: Named) -> Named:
        """This style with what only its parent says."""
        return Named(
            parent.parent,
            parent.font if self.font is None else self.font,
            parent.strike if self.strike is None else self.strike,
            parent.place if self.place is None else self.place,
            parent.date_format if self.date_format is None else self.date_format,
            self.display,
        )


@dataclass(slots=True)
class StyleSheet:
    """Styles by name as they are collected."""

    styles: dict[str, Named] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)

    def meaning(self, name: str) -> Named:
        """What a style means once its parents are asked as well."""
        meant = self.styles.get(name, Named())
        for _ in range(16):  # a chain of parents may be a circle
            parent = self.styles.get(meant.parent)
            if parent is None:
                break
            meant = meant.under(parent)
        return meant


class StyleReader:
    """Takes the style elements of styles.xml or content.xml into a StyleSheet."""

    def __init__(self, root: str, sheet: StyleSheet) -> None:
        self.root = root
        self.sheet = sheet
        self.names = ShortNames()
        self.current = ""
        self.date_style = ""

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element anywhere in the part."""
        if name == "style:style":
            self._style(self.names.of(attributes))
        elif name == "style:font-face":
            short = self.names.of(attributes)
            family = short.get("svg:font-family", "").strip("'\"")
            self.sheet.faces[short.get("style:name", "")] = family
        elif name == "number:date-style":
            self.date_style = self.names.of(attributes).get("style:name", "")
            self.sheet.dates[self.date_style] = ""
        elif self.date_style and name in _PLACES:
            long = self.names.of(attributes).get("number:style") == "long"
            self.sheet.dates[self.date_style] += _PLACES[name][long] + " "
        elif self.current:
            self._property(name, self.names.of(attributes))

    def finish(self, name: str) -> None:
        if name == "style:style":
            self.current = ""
        elif name == "number:date-style":
            self.date_style = ""

    def characters(self, text: str) -> None:
        pass

    def _style(self, short: Attributes) -> None:
        self.current = short.get("style:name", "")
        data_style = short.get("style:data-style-name")
        date_format = None if data_style is None else self.sheet.dates.get(data_style, "").strip()
        parent = short.get("style:parent-style-name", "")
        self.sheet.styles[self.current] = Named(parent, date_format=date_format)

    def _property(self, name: str, short: Attributes) -> None:
        style = self.sheet.styles[self.current]
        if name == "style:text-properties":
            face = short.get("style:font-name")
            font = short.get("fo:font-family") if face is None else self.sheet.faces.get(face, face)
            line = short.get(
                "style:text-line-through-style", short.get("style:text-line-through-type")
            )
            style = replace(
                style,
                font=None if font is None else font.strip("'\""),
                strike=None if line is None else line != "none",
                place=short.get("style:text-position"),
            )
        elif name == "style:table-properties":
            style = replace(style, display=short.get("table:display") != "false")
        self.sheet.styles[self.current] = style
