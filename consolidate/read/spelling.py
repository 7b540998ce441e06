"""The usual spelling of XML: what a pattern may take for sound without asking the parser."""

from __future__ import annotations

import re

_MAIN = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ILLEGAL = bytes([*range(9), 11, 12, *range(13, 32)])  # a carriage return is for the parser, too


class Unusual(Exception):
    """The part is spelled in another way; nothing is said about whether it is sound."""


def has_usual_names(frame: bytes) -> bool:
    """Whether the frame of a part declares one namespace for all elements without a prefix."""
    return frame.count(b'xmlns="') == 1 and any(
        frame.count(uri) == 1 and b'xmlns="' + uri + b'"' in frame for uri in _MAIN
    )


def has_usual_letters(body: bytes) -> bool:
    """Whether the body could hold anything that the parser refuses in or between its tags."""
    return (
        len(body.translate(None, _ILLEGAL)) == len(body)
        and b"]]>" not in body
        and b"xmlns" not in body
        and b"\xef\xbf\xbe" not in body
        and b"\xef\xbf\xbf" not in body
    )


def resolved(text: str) -> str:
    """Text with its entities resolved; raises Unusual for one that is not predefined."""
    if "&" not in text:
        return text
    if _ENTITY.sub("", text).count("&"):
        raise Unusual
    return _ENTITY.sub(_letter, text)


def check_entities(body: str) -> None:
    """Raise Unusual where a body holds a bare `&`, or a reference to no legal letter."""
    if "&" in _ENTITY.sub("", body):
        raise Unusual
    if "&#" in body:
        _ENTITY.sub(_letter, body)


def _letter(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000
    if not legal or code in (0xFFFE, 0xFFFF):
        raise Unusual
    return chr(code)


def is_decimal(text: str) -> bool:
    """Whether nothing in a text could make `float` read a number that no spreadsheet writes."""
    return text.isascii() and "_" not in text
