"""How the letters come out of the keyboard: today in Unicode, with an old font in its own bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from consolidate.legacy_tables import TCVN3

OLD = {letter: byte for byte, letter in TCVN3.items()}


@dataclass
class Keyboard:
    """A keyboard, and what was typed on it so far (`font` is empty for one of today).

    Of the old fonts only those of TCVN3 are known here: their names begin with .Vn.
    """

    font: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    def spell(self, sheet: Worksheet, cell: Any) -> None:
        """Give the text of a cell the letters of the font, and the font.

        A text chosen from a list keeps the letters of the list: those of the template, or those
        in which the unit itself typed the name further up.
        """
        if not self.font or not isinstance(cell.value, str):
            return
        text = cell.value
        if any(cell.coordinate in v for v in sheet.data_validations.dataValidation if _list(v)):
            if text not in self.typed:
                return
        else:
            self.typed[text] = "".join(OLD.get(letter, letter) for letter in text)
        cell.value = self.typed[text]
        cell.font = Font(name=self.font)


def _list(validation: Any) -> bool:
    return bool(validation.type == "list")
