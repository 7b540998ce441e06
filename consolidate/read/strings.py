"""sharedStrings.xml: the texts of a workbook by number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from consolidate.read.budget import Budget
from consolidate.read.markup import Attributes, check_tokens, parse
from consolidate.read.runs import Runs
from consolidate.read.spelling import (
    Unusual,
    check_entities,
    has_usual_letters,
    has_usual_names,
    resolved,
)
from consolidate.read.values import unescape

_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')


class Strings(NamedTuple):
    """Texts by number; `overlong` are the numbers of texts that no spreadsheet can hold."""

    texts: tuple[str, ...] = ()
    overlong: frozenset[int] = frozenset()


def read_strings(pieces: Iterable[bytes], part: str, budget: Budget) -> Strings:
    """Texts of `<si>`, rich runs joined, phonetic runs left out. Declared counts are ignored."""
    listener = _Strings(budget.limits.text_letters)
    parse(pieces, part, listener, budget)
    return Strings(tuple(listener.texts), frozenset(listener.overlong))


class _Strings:
    root = "sst"

    def __init__(self, most: int) -> None:
        self.most = most
        self.texts: list[str] = []
        self.overlong: set[int] = set()
        self.runs = Runs()
        self.inside = False  # in a <t> that is shown
        self.phonetic = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self.inside = not self.phonetic
        elif name == "si":
            self.runs = Runs()
        elif name == "rPh":
            self.phonetic = True
        else:
            self.runs.begin(name, attributes)

    def characters(self, text: str) -> None:
        if self.inside:
            self.runs.add(text)

    def finish(self, name: str) -> None:
        if name == "t":
            self.inside = False
        elif name == "si":
            text = unescape(self.runs.joined())
            if len(text) > self.most:
                self.overlong.add(len(self.texts))
                text = text[: self.most]
            self.texts.append(text)
        elif name == "rPh":
            self.phonetic = False


def quick_strings(xml: bytes, part: str, budget: Budget) -> Strings | None:
    """Shared texts without rich runs, or None where the parser is needed."""
    start, end = xml.find(b"<si>"), xml.rfind(b"</sst>")
    if start < 0 or end < start:
        return None
    frame = xml[:start] + xml[end:]
    if not has_usual_names(frame) or b"<!" in frame or not has_usual_letters(xml[start:end]):
        return None
    try:
        body = xml[start:end].decode("utf-8")
        stored = _STRING.findall(body)
        if body.count("<") != 4 * len(stored):
            return None
        if "&" in body:
            check_entities(body)
        texts = [unescape(resolved(text)) for text in stored]
    except (Unusual, UnicodeDecodeError):
        return None
    check_tokens(xml, budget)
    budget.parse(body.count("<"))
    if read_strings([frame], part, budget).texts:  # texts outside the usual ones
        return None
    most = budget.limits.text_letters
    overlong = frozenset(i for i, text in enumerate(texts) if len(text) > most)
    return Strings(tuple(texts), overlong)
