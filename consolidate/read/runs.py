"""Rich text: the runs of one cell, joined so that they read as they are seen."""

from __future__ import annotations

from consolidate.read.markup import Attributes

_TRUE = ("1", "true")
_DIGITS = "0123456789"
_STRUCK = {ord(digit): f"{digit}\u0336" for digit in _DIGITS}
_RAISED = dict(zip(map(ord, _DIGITS), "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_LOWERED = dict(zip(map(ord, _DIGITS), "₀₁₂₃₄₅₆₇₈₉", strict=True))

Signs = dict[int, str]
"""What the digits of a run become."""


def signs(*, struck: bool, raised: bool, lowered: bool) -> Signs:
    """Digits that are struck through, raised or lowered become signs that are.

    The mark of a footnote would else make 121 of 12, and a figure that was corrected by hand 1512
    of 15 and 12.
    """
    return _STRUCK if struck else _RAISED if raised else _LOWERED if lowered else {}


class Runs:
    """Takes what stands inside one text of OOXML, a run after the other."""

    __slots__ = ("place", "struck", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.struck = False
        self.place = ""

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element of the text: a run, or what its font says."""
        if name == "r":
            self.struck, self.place = False, ""
        elif name == "strike":
            self.struck = attributes.get("val", "1") in _TRUE
        elif name == "vertAlign":
            self.place = attributes.get("val", "")

    def add(self, text: str) -> None:
        """A piece of the run at hand."""
        raised, lowered = self.place == "superscript", self.place == "subscript"
        meant = signs(struck=self.struck, raised=raised, lowered=lowered)
        self.texts.append(text.translate(meant) if meant else text)

    def joined(self) -> str:
        """The whole text."""
        return "".join(self.texts)
