"""The small parts around the sheets: the workbook itself, relations, custom properties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from consolidate.read.budget import Budget
from consolidate.read.markup import Attributes, ShortNames, parse

_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}
_TRUE = ("1", "true")


class Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    title: str
    state: str
    relation: str


class Head(NamedTuple):
    """What workbook.xml says."""

    sheets: tuple[Listed, ...]
    date1904: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """From one part to another. `kind` is the last word of its type, alike in both standards."""

    id: str
    kind: str
    target: str
    external: bool

    def resolved(self, target: str) -> Relation:
        """The same with the target's place in the package; an external one stays as it is."""
        return self if self.external else replace(self, target=target)


def read_workbook(xml: bytes, part: str, budget: Budget) -> Head:
    """The sheets in their order and the date system."""
    listener = _Workbook()
    parse([xml], part, listener, budget)
    return Head(tuple(listener.sheets), listener.date1904)


def read_relations(xml: bytes, part: str, budget: Budget) -> tuple[Relation, ...]:
    """What a .rels part lists, targets as stored."""
    listener = _Relations()
    parse([xml], part, listener, budget)
    return tuple(listener.found)


def read_properties(xml: bytes, part: str, budget: Budget) -> dict[str, str]:
    """Custom document properties as text."""
    listener = _Properties()
    parse([xml], part, listener, budget)
    return listener.found


class _Workbook:
    root = "workbook"

    def __init__(self) -> None:
        self.sheets: list[Listed] = []
        self.date1904 = False
        self.names = ShortNames()

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            short = self.names.of(attributes)
            state = _STATES.get(short.get("state", ""), "visible")
            self.sheets.append(Listed(short.get("name", ""), state, short.get("r:id", "")))
        elif name == "workbookPr":
            self.date1904 = attributes.get("date1904") in _TRUE

    def finish(self, name: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


class _Relations:
    root = "Relationships"

    def __init__(self) -> None:
        self.found: list[Relation] = []

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            self.found.append(
                Relation(
                    attributes.get("Id", ""),
                    attributes.get("Type", "").rpartition("/")[2],
                    attributes.get("Target", ""),
                    attributes.get("TargetMode") == "External",
                )
            )

    def finish(self, name: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


class _Properties:
    root = "Properties"

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.name = ""

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "property":
            self.name = attributes.get("name", "")
            self.found[self.name] = ""

    def finish(self, name: str) -> None:
        if name == "property":
            self.name = ""

    def characters(self, text: str) -> None:
        if self.name:
            self.found[self.name] += text.strip()
