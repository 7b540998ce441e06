"""Vietnamese text: tidied for keeping, folded into keys for comparing, worded for people.

What was typed is kept as typed (`tidy` takes off only what cannot be seen). Whatever is compared
is compared by a key: `fold` for titles and list values, `name_key` for names of organisations and
persons, `bare` (without any marks) for suggestions alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the plan's rules compare by these keys: text stands below the plan
    from consolidate.plan.models import Names

_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})  # U+00D0 looks like U+0110 and is another letter
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_UNSEEN_SIGNS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\ud800-\udfff"
)
_UNSEEN = re.compile(f"[{_UNSEEN_SIGNS}]")
_UNTIDY = re.compile(f"[Ðð{_UNSEEN_SIGNS}]|[^\\S ]|  |^ | $")
_NO_WORD = re.compile(r"[\W_]+")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_ABBREVIATION = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_KEYBOARD = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    "‐‑‒–—―−﹘﹣", "-"
)
_NOT_ON_A_KEYBOARD = re.compile(f"[{''.join(_KEYBOARD)}]")
# Letters of other scripts that are drawn like Latin ones: alike in keys, never rewritten.
_LOOK_ALIKE = str.maketrans("аеорсхуіјѕкмтнвАЕОРСХУІЈЅКМТНВΑΒΕΗΙΚΜΝΟΡΤΥΧο",
                            "aeopcxyijskmthbAEOPCXYIJSKMTHBABEHIKMNOPTYXo")  # fmt: skip
_TWELVE_DIGITS = re.compile(r"(?<![\d.])\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)")
_PERSONAL_NUMBER = re.compile(
    r"(?<![\d.])0(?:0[1-9]|[1-8]\d|9[0-6])[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)"
)
_THOUSAND = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
MASKED = "*" * 12
YES, NO = "Có", "Không"


@lru_cache(maxsize=1 << 14)
def tidy(text: str, *, keep_lines: bool = False) -> str:
    """The text as it reads: composed letters, one blank between words, nothing invisible.

    Eth becomes Đ, no other letter changes. Line breaks become blanks unless `keep_lines`, which
    keeps them (as line feeds) and drops empty lines at both ends.
    """
    if not _UNTIDY.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _LINE_ENDS.sub("\n", text.translate(_ETH))
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    if not keep_lines:
        return " ".join(text.split())
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()


def keyboard(text: str) -> str:
    """Tidied text with full-width signs and all dashes as they are on a keyboard.

    Only for reading numbers, dates and codes. Compatibility forms such as ² and ½ stay as they
    are: folding them would turn "15²" into 152.
    """
    return _NOT_ON_A_KEYBOARD.sub(lambda sign: _KEYBOARD[sign[0]], tidy(text))


def as_typed(text: str) -> str:
    """Keyboard text without the apostrophe in front that makes a text of a number.

    Apostrophes alone stay: they are ditto marks, and nothing is not what they say.
    """
    plain = keyboard(text)
    return plain.lstrip("'’ ") or plain


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """The key by which titles and list values are the same: case, tone placement, punctuation
    and blanks make no difference, marks do ("Hoà  Bình," and "HÒA BÌNH" give "hoa2 binh2")."""
    return " ".join(filter(None, map(_folded_word, tidy(text).split(" "))))


@lru_cache(maxsize=1 << 14)
def _folded_word(word: str) -> str:
    """The keys of what stands between two blanks; a season has few words and many texts."""
    words = _LETTER_DIGIT.sub(" ", _NO_WORD.sub(" ", word.casefold()))
    return " ".join(map(_syllable_key, words.split()))


def _syllable_key(word: str) -> str:
    """A word with its tone moved to the end as a digit: hòa and hoà give hoa2."""
    if word.isascii():
        return word
    letters: list[str] = []
    tones: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        (tones if mark in _TONES else letters).append(_TONES.get(mark, mark))
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(tones)


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """Small letters a-z and digits alone, for suggestions: "Đống Đa" gives "dong da"."""
    return " ".join(filter(None, map(_bare_word, tidy(text).split(" "))))


@lru_cache(maxsize=1 << 14)
def _bare_word(word: str) -> str:
    """The small letters and digits of what stands between two blanks."""
    word = word.translate(_LOOK_ALIKE).casefold().replace("đ", "d")
    letters = (c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return _NO_WORD.sub(" ", "".join(letters)).strip()


def slug(text: str) -> str:
    """The text as part of a file name: "Ba Đình" gives "ba-dinh"."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")


@lru_cache(maxsize=64)
def _folded_names(
    drop_leading: tuple[str, ...], expand: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The words of `Names` as keys, longest form of organisation first."""
    drops = sorted({fold(words) for words in drop_leading} - {""}, key=len, reverse=True)
    return tuple(drops), {fold(short): fold(long) for short, long in expand}


def name_key(text: str, names: Names) -> str:
    """The key by which two names mean the same organisation or person (brief 2.5).

    As `fold`, with abbreviations written out and the form of organisation in front taken off:
    "HTX NN Hoà Bình" and "Hợp tác xã nông nghiệp Hòa Bình" share a key. A name that is nothing but
    a form of organisation keeps it.
    """
    words = full_name_key(text, names)
    drops, _ = _folded_names(names.drop_leading, tuple(names.expand.items()))
    for form in drops:
        if words.startswith(form + " "):
            return words[len(form) + 1 :]
    return words


def full_name_key(text: str, names: Names) -> str:
    """As `name_key`, with the form of organisation: it tells "HTX Hoà Bình" from "THT Hoà Bình"."""
    folded = fold(_ABBREVIATION.sub("", tidy(text)).translate(_LOOK_ALIKE))
    _, long = _folded_names(names.drop_leading, tuple(names.expand.items()))
    return " ".join(long.get(word, word) for word in folded.split())


def nearest(
    text: str, candidates: Iterable[str], cutoff: float = 0.75, margin: float = 0.05
) -> str | None:
    """The one candidate that `text` was probably meant to be, or None.

    Compared without marks (`bare`). Another candidate that comes within `margin` of the best
    makes the guess worthless, so None is returned then, too.
    """
    matcher = SequenceMatcher(autojunk=False, b=bare(text))
    best, score, second = None, cutoff, cutoff - margin
    for candidate in dict.fromkeys(candidates):
        matcher.set_seq1(bare(candidate))
        if matcher.real_quick_ratio() < second or matcher.quick_ratio() < second:
            continue
        ratio = matcher.ratio()
        if ratio >= score:
            best, score, second = candidate, ratio, max(score if best else second, second)
        elif ratio > second:
            second = ratio
    return best if best is not None and score - second >= margin else None


def has_personal_number(text: str) -> bool:
    """Whether a citizen's number stands in the text (12 digits that begin with a province)."""
    return _PERSONAL_NUMBER.search(text) is not None


def mask(value: str, *, personal: bool = False) -> str:
    """The value as it may stand in logs and records.

    12-digit numbers become stars; a `personal` value becomes stars as a whole.
    """
    return "***" if personal and value else _TWELVE_DIGITS.sub(MASKED, value)


def plain_number(value: float | int) -> str:
    """A number as one would type it here: decimal comma, no grouping ("1234,5")."""
    if not isinstance(value, float):
        return str(int(value))
    digits = format(Decimal(repr(float(value) + 0.0)), "f")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(".", ",")


def vietnamese_number(value: float | int) -> str:
    """A number as one reads it here: "1.234,5". Every digit is kept; rounding is not done here."""
    digits, comma, decimals = plain_number(value).partition(",")
    return _THOUSAND.sub(".", digits) + comma + decimals


def with_unit(title: str, unit: str) -> str:
    """A column's title and its unit of measure; a title that begins with it says it already."""
    words = (unit, f"số {unit}", f"tổng số {unit}")
    says_it = title.casefold().startswith(tuple(word.casefold() for word in words))
    return title if not unit or says_it else f"{title} ({unit})"


def vietnamese_date(day: date) -> str:
    """A date as dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"
