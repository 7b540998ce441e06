"""One cell of an OpenDocument table while it is open."""

from __future__ import annotations

import re
from datetime import timedelta

from consolidate.limits import Limits
from consolidate.read.cells import BOOLEAN, DATE, ERROR, FORMULA, NUMBER, TEXT, Unreadable, Value
from consolidate.read.markup import Attributes
from consolidate.read.ods_styles import StyleSheet
from consolidate.read.runs import Signs
from consolidate.read.values import iso_moment, number, short, whole

MANY_SPACES = 40_000  # more than any cell holds
CELLS = ("table:table-cell", "table:covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_ERROR_TEXT = re.compile(r"#[A-Z/0-9]+[!?]?|#N/A|Err:\d{3}")
_DURATION = re.compile(
    r"(-)?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?", re.ASCII
)
_TRUTH = {"=TRUE()": True, "=FALSE()": False}


class OpenCell:
    """One cell element while it is open."""

    def __init__(self, attributes: Attributes, styles: StyleSheet) -> None:
        self.attributes = attributes
        self.styles = styles
        self.kind = attributes.get("office:value-type", "")
        self.formula = attributes.get("table:formula")
        self.style = attributes.get("table:style-name", "")
        self.repeat = repeats(attributes.get("table:number-columns-repeated"))
        self.path: list[str] = []
        self.signs: list[Signs] = [{}]  # one more than the path has steps
        self.lines: list[list[str]] = []
        self.note: list[list[str]] = []

    def begin(self, name: str, attributes: Attributes, names: dict[str, str]) -> None:
        """An element within the cell; only its own paragraphs and those of its note hold text."""
        if name == "table:table":
            raise Unreadable("damaged", "content.xml")
        self.path.append(name)
        self.signs.append(self.signs[-1])
        if name == "text:span":
            style = next((v for k, v in attributes.items() if names[k] == "text:style-name"), "")
            self.signs[-1] = self.styles.meaning(style).signs or self.signs[-1]
        elif name == "text:p":
            if self.path == ["text:p"]:
                self.lines.append([])
            elif self.path[0] == "office:annotation":
                self.note.append([])
        elif name == "text:s":
            count = next((v for k, v in attributes.items() if names[k] == "text:c"), "1")
            self.characters(" " * min(repeats(count), MANY_SPACES))
        elif name == "text:tab":
            self.characters("\t")
        elif name == "text:line-break":
            self.characters("\n")

    def characters(self, text: str) -> None:
        """Text anywhere in the cell."""
        if not self.path:
            return
        if self.path[0] == "text:p" and all(step.startswith("text:") for step in self.path):
            self.lines[-1].append(text.translate(self.signs[-1]) if self.signs[-1] else text)
        elif self.path[0] == "office:annotation" and "text:p" in self.path and self.note:
            self.note[-1].append(text)

    def finish(self, name: str) -> bool:
        """An element ends; True where it is the cell itself."""
        if not self.path:
            return name in CELLS
        self.path.pop()
        self.signs.pop()
        return False

    @property
    def text(self) -> str:
        """The shown text, a line for each paragraph."""
        return "\n".join("".join(line) for line in self.lines)

    def value(self, limits: Limits) -> tuple[str, Value] | None:
        """Kind and value, None where the cell is blank."""
        shown = self.text
        stated = self.attributes.get("calcext:value-type") == "error"
        if stated or (self.formula is not None and _ERROR_TEXT.fullmatch(shown)):
            return ERROR, short(shown)
        if not self.kind:
            if self.formula is not None and not shown:
                return FORMULA, None
            return _text(shown, limits)
        if self.kind == "string":
            return _text(self.attributes.get("office:string-value", shown), limits)
        if self.kind == "float" and self.formula is not None:
            truth = _TRUTH.get(self.formula.removeprefix("of:"))  # as LibreOffice saves a boolean
            if truth is not None:
                return BOOLEAN, truth
        return _typed(self.kind, self.attributes)


def _text(text: str, limits: Limits) -> tuple[str, Value] | None:
    if len(text) > limits.text_letters:
        return ERROR, short(text)
    return (TEXT, text) if text else None


def _typed(kind: str, attributes: Attributes) -> tuple[str, Value]:
    """Numbers, dates, times and booleans; what is not one of them is an error with its text."""
    if kind in _NUMBERS:
        stored = attributes.get("office:value", "")
        value = number(stored)
        return (ERROR, short(stored)) if value is None else (NUMBER, value)
    if kind == "date":
        stored = attributes.get("office:date-value", "")
        when = iso_moment(stored)
        return (ERROR, short(stored)) if when is None else (DATE, when)
    if kind == "time":
        stored = attributes.get("office:time-value", "")
        days = _days(stored)
        return (ERROR, short(stored)) if days is None else (NUMBER, days)
    stored = attributes.get("office:boolean-value", "")
    if kind == "boolean" and stored in ("true", "false"):
        return BOOLEAN, stored == "true"
    return ERROR, short(stored or kind)


def _days(duration: str) -> float | None:
    """An ISO 8601 duration in days, as a spreadsheet stores it."""
    match = _DURATION.fullmatch(duration)
    if match is None or len(duration) > 40:
        return None
    sign, days, hours, minutes, seconds, fraction = match.groups()
    try:
        span = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=float(f"{seconds or 0}.{fraction or 0}"),
        )
    except OverflowError:
        return None
    return (-1 if sign else 1) * (span / timedelta(days=1))


def repeats(stated: str | None) -> int:
    """How often an element stands for itself; beyond nine digits it is simply many."""
    if stated is None:
        return 1
    if stated.isascii() and stated.isdigit():
        return max(1, whole(stated) or (10**9 if len(stated) > 9 else 1))
    raise Unreadable("damaged", "content.xml")
