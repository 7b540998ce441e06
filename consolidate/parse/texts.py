"""Text as it was typed: names, references, descriptions, links."""

from __future__ import annotations

from consolidate.parse.context import Context
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import remark, shown
from consolidate.plan.models import Column
from consolidate.read.cells import Style, Value
from consolidate.text import tidy


def text_reader(column: Column, context: Context) -> Reader:  # noqa: ARG001 - one shape for all
    """Reads text, line breaks kept. Too long a text is kept whole and said (GEN-15)."""
    limit = column.max_length

    def read(kind: str, value: Value, style: Style) -> Reading:
        text = tidy(value, keep_lines=True) if isinstance(value, str) else shown(kind, value, style)
        if limit is not None and len(text) > limit:
            return remark(text, "GEN-15", length=str(len(text)), limit=str(limit))
        return Reading(text)

    return read


def line_reader(column: Column, context: Context) -> Reader:  # noqa: ARG001 - one shape for all
    """Reads a text of one line: a reference to a row of another sheet, or a link."""

    def read(kind: str, value: Value, style: Style) -> Reading:
        return Reading(shown(kind, value, style))

    return read
