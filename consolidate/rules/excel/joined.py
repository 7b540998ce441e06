"""Truth values in formulas: numbers, 1 where something holds and 0 elsewhere.

They are joined by `*` and `+` alone: AND, OR and NOT fold a whole column into one answer. Every
text made here may stand in a product as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

YES, NO = "1", "0"


def both(*parts: str) -> str:
    """1 where all hold."""
    left = [part for part in dict.fromkeys(parts) if part != YES]
    if NO in left:
        return NO
    return "*".join(left) or YES


def either(*parts: str) -> str:
    """1 where one holds."""
    left = [part for part in dict.fromkeys(parts) if part != NO]
    if YES in left:
        return YES
    if len(left) < 2:
        return left[0] if left else NO
    return f"({'+'.join(left)}>0)"


def other_than(part: str) -> str:
    """1 where something does not hold."""
    return {YES: NO, NO: YES}.get(part, f"(1-{part})")


def guarded(known: str, condition: str) -> str:
    """A condition that may only be asked where all of it is known; 0 elsewhere."""
    if known == NO:
        return NO
    return f"({condition})" if known == YES else f"IF({known},({condition})*1,0)"


def text(value: str) -> str:
    """A text as a formula writes it."""
    doubled = value.replace('"', '""')
    pieces = [doubled[i : i + 250] for i in range(0, len(doubled), 250)] or [""]
    return "&".join(f'"{piece}"' for piece in pieces)  # Excel takes 255 characters in one piece


def summed(parts: Iterable[str]) -> str:
    """Numbers added up."""
    return "+".join(parts) or "0"
