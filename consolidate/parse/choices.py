"""Values of lists: chosen or typed, never guessed. What is merely near becomes a suggestion."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from consolidate.catalogue import PHRASES
from consolidate.parse.context import Context
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import quoted, refusal, remark, shown, suggestion
from consolidate.plan.models import Column, ListValue
from consolidate.plan.succession import communes_in_place_of
from consolidate.read.cells import BOOLEAN, Style, Value
from consolidate.text import NO, YES, bare, fold, keyboard, nearest

# How a box is ticked by hand (brief 3.3); a list's own titles come from the plan.
_YES = ("có", "co", "đã", "da", "đã có", "rồi", "có rồi", "x", "v", "✓", "✔", "☑", "☒", "√", "1",
        "yes", "true")  # fmt: skip
_NO = ("không", "khong", "chưa", "chua", "không có", "chưa có", "-", "☐", "0", "no", "false")
_TICKS = {
    "ü": True,
    "þ": True,
    "û": False,
    "o": False,
    "¨": False,
}  # letters as Wingdings draws them
_FIRST_WORD = re.compile(r"(có|không|đã|chưa)\s*(?:[,;:.(/\-]|(?=[0-9]))\s*.+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Index:
    """The values of a list by what people may write for them, strongest first."""

    titles: dict[str, str]  # code -> title
    layers: tuple[dict[str, frozenset[str]], ...]  # key -> codes: titles, codes, aliases

    @staticmethod
    def of(values: Iterable[ListValue]) -> _Index:
        return _index(tuple((v.code, v.title, tuple(v.aliases)) for v in values))

    def find(self, text: str) -> tuple[str, ...]:
        """Codes of the values that are written so: none, one, or several that share a name."""
        key = fold(text)
        found = next((layer[key] for layer in self.layers if key in layer), frozenset())
        return tuple(code for code in self.titles if code in found)

    def near(self, text: str) -> tuple[str, ...]:
        """Titles of what was probably meant, at most two."""
        written: dict[str, set[str]] = {}
        for layer in self.layers:
            for key, codes in layer.items():
                written.setdefault(_unmarked(key), set()).update(codes)
        spelled = written.get(_unmarked(fold(text))) or written.get(
            nearest(_unmarked(fold(text)), written) or ""
        )
        if not spelled and text.isdecimal():
            spelled = {code for code in self.titles if code.lstrip("0") == text}
        titles = [title for code, title in self.titles.items() if code in (spelled or ())]
        return tuple(titles) if len(titles) <= 2 else ()


@lru_cache(maxsize=256)
def _index(values: tuple[tuple[str, str, tuple[str, ...]], ...]) -> _Index:
    """The index of (code, title, aliases); every file of a season asks for the same ones."""
    layers = (
        _by_key((title, code) for code, title, _ in values),
        _by_key((code, code) for code, _, _ in values),
        _by_key((alias, code) for code, _, aliases in values for alias in aliases),
    )
    return _Index({code: title for code, title, _ in values}, layers)


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    keys: dict[str, set[str]] = {}
    for written, code in pairs:
        keys.setdefault(fold(written), set()).add(code)
    keys.pop("", None)
    return {key: frozenset(codes) for key, codes in keys.items()}


def _unmarked(key: str) -> str:
    """A key of `fold` without tones and marks."""
    return bare(re.sub(r"(?<=[^\W\d_])[1-5]+\b", "", key))


def choice_reader(column: Column, context: Context) -> Reader:
    """Reads a value of the column's list as its code: by title, code, or an alias of its own."""
    assert column.list is not None, column.field
    index = _Index.of(context.plan.values_of(column.list, context.unit, context.period))

    def read(kind: str, value: Value, style: Style) -> Reading:
        text = shown(kind, value, style)
        codes = index.find(text)
        if len(codes) == 1:
            return Reading(codes[0])
        if codes:
            return _not_listed(text, column, *[index.titles[c] for c in codes[:2]])
        if heirs := _successors(text, column, context):
            return refusal("GEN-02", value=quoted(text, column), suggest=heirs)
        return _not_listed(text, column, *index.near(text))

    return read


def _successors(text: str, column: Column, context: Context) -> str:
    """The end of a sentence that names the communes of the period that took over this one.

    A suggestion: which of several it is, and whether it was meant at all, only the unit knows.
    """
    if column.list is None or context.plan.lists[column.list].source != "communes":
        return ""
    found = communes_in_place_of(context.plan, text, context.unit, context.period)
    if not found or column.personal:
        return ""
    named = ", ".join(c.title for c in found)
    return PHRASES["successor"].format(value=quoted(text, column), units=named)


def _not_listed(text: str, column: Column, *meant: str) -> Reading:
    return refusal("GEN-02", value=quoted(text, column), suggest=suggestion(column, *meant))


def code_reader(column: Column, context: Context) -> Reader:
    """Reads a code: of the column's list where it has one, else as typed (numbers as digits)."""
    if column.list is not None:
        return choice_reader(column, context)

    def read(kind: str, value: Value, style: Style) -> Reading:
        return Reading(shown(kind, value, style) or None)

    return read


def yes_no_reader(column: Column, context: Context) -> Reader:
    """Reads yes as True and no as False; a blank is neither.

    "Có, 2 lớp" is read by its first word (GEN-04); "Có thể" and "Không rõ" are not.
    """
    answers, titles = _answers(column, context)

    def read(kind: str, value: Value, style: Style) -> Reading:
        if kind == BOOLEAN:
            return Reading(bool(value))
        text = shown(kind, value, style)
        if style.font.startswith("Wingdings") and text in _TICKS:
            return Reading(_TICKS[text])
        answer = answers.get(_key(text))
        if answer is not None:
            return Reading(answer)
        if found := _FIRST_WORD.fullmatch(keyboard(text)):
            answer = answers[_key(found[1])]
            said = quoted(text, column)
            return remark(answer, "GEN-04", value=said, read=f"“{titles[answer]}”", unit="")
        near = nearest(text, titles.values(), cutoff=0.85)
        return _not_listed(text, column, *([near] if near else []))

    return read


def _answers(column: Column, context: Context) -> tuple[dict[str, bool], dict[bool, str]]:
    """What may be written for yes and no, by key; and how the plan's own list words the two."""
    answers: dict[str, bool] = {}
    titles = {True: YES, False: NO}
    chosen = column.list or "yes_no"
    if chosen in context.plan.lists:
        for value in context.plan.lists[chosen].values:
            answer = value.code == "yes"
            titles[answer] = value.title
            answers |= {_key(w): answer for w in (value.title, *value.aliases, value.code)}
    for answer, words in ((True, _YES), (False, _NO)):
        for written in words:
            answers.setdefault(_key(written), answer)
    return answers, titles


def _key(text: str) -> str:
    """`fold`, but a sign such as ✓ or a dash is its own key."""
    return fold(text) or re.sub(r"[- ]+", "-", keyboard(text))
