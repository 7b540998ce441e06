"""Names in zip archives that do not say how they are encoded."""

from __future__ import annotations

import unicodedata

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for vowel in _VOWELS
    for letter in (vowel, vowel.upper())
    for tone in _TONES
) | frozenset("đĐ")


def decode_name(raw: bytes) -> str:
    """Bytes of a name as text: UTF-8 where they are, else windows-1258 where every letter beyond
    ASCII turns out Vietnamese, else code page 437, which can show any bytes."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        vietnamese = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        return raw.decode("cp437")
    if all(c.isascii() or c in _VIETNAMESE for c in vietnamese):
        return vietnamese
    return raw.decode("cp437")
