"""Sentences of a plan: what they quote in braces must be there to be quoted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from string import Formatter

from consolidate.plan.faults import near


def quote_faults(sentence: str, quotable: Collection[str]) -> Iterator[str]:
    """What is wrong with the braces of a sentence; `quotable` are the names that it may quote."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        yield "dấu ngoặc nhọn trong câu phải có đủ cặp {…}."
        return
    for _, name, form, conversion in parts:
        if name is not None and (name not in quotable or form or conversion):
            yield f"câu nhắc đến {{{name}}} không có{near(name, quotable)}"
