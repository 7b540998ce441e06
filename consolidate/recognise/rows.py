"""Which rows of a table are data, and why the others are not (brief 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consolidate.read.cells import COLUMN, DATE, KIND, NUMBER, TEXT, VALUE, Cell
from consolidate.text import bare, tidy

TOTAL = re.compile(r"^(tong( cong| so)?|cong|toan (quan|huyen|thi xa|xa|phuong|thanh pho|tp))\b")
SECTION_NUMBER = re.compile(r"^([ivx]{1,5}|[a-h]|\d{1,2}(\.\d{1,2})+)[.)]?$", re.IGNORECASE)
COLUMN_NUMBER = re.compile(r"^\(?(\d{1,2}|[A-Z])\)?(\s*=.*)?$")
SIGNATURE = re.compile(
    r"^(nguoi lap (bieu|bang|bao cao)|tm\b|kt\b|thu truong|noi nhan|ky\b.*ho ten"
    r"|xac nhan cua|(\w+ ){1,5}ngay( \d{1,2})? thang( \d{1,2})? nam( \d{4})?$)"
)
NOTE = re.compile(r"^(ghi chu|chu thich|luu y)\b")
EXAMPLE = re.compile(r"^vi du\b")


@dataclass(frozen=True, slots=True)
class RowShape:
    """What a table needs to be known for telling its rows apart (column numbers)."""

    row_number: int | None  # the running number, ignored as data
    columns: frozenset[int]  # columns that belong to a field
    needed: frozenset[int]  # columns of obligatory fields


def classify(rows: Iterable[tuple[int, Sequence[Cell]]], shape: RowShape) -> list[tuple[int, str]]:
    """For each row that has a cell: its number and its reason to be skipped, blank for data.

    A signature ends the table; a row below it is skipped with a reason of its own, which is
    `data_below_signature` where the row looks like data.
    """
    verdicts: list[tuple[int, str]] = []
    seen_data = ended = False
    for number, cells in rows:
        reason = _reason(cells, shape, seen_data=seen_data)
        if ended and reason != "signature":
            looks_like_data = not reason and _is_full(cells, shape)
            reason = "data_below_signature" if looks_like_data else "below_signature"
        elif reason == "signature":
            ended = True
        seen_data = seen_data or reason == ""
        verdicts.append((number, reason))
    return verdicts


def _reason(cells: Sequence[Cell], shape: RowShape, *, seen_data: bool) -> str:
    data = [c for c in cells if c[COLUMN] != shape.row_number]
    if not data:
        first = cells[0]
        is_number = first[KIND] != TEXT or not re.search(r"[^\W\d_]", str(first[VALUE]))
        return "number_only" if is_number else _word_reason(cells) or "note"
    if not seen_data and len(cells) >= 3 and all(COLUMN_NUMBER.match(_shown(c)) for c in cells):
        return "column_numbers"
    if _is_full(data, shape):
        return _total(cells, data)
    return _total(cells, data) or _word_reason(cells) or _layout_reason(cells, data, shape)


def _total(cells: Sequence[Cell], data: Sequence[Cell]) -> str:
    """A total is a word of total in the first cells, with nothing but numbers beside it."""
    words = [c for c in data if c[KIND] == TEXT and not _numeric(str(c[VALUE]))]
    leads = any(TOTAL.match(bare(str(c[VALUE]))) for c in cells[:3] if c[KIND] == TEXT)
    return "total" if leads and len(words) <= 1 else ""


def _word_reason(cells: Sequence[Cell]) -> str:
    texts = [bare(tidy(str(c[VALUE]))) for c in cells if c[KIND] == TEXT]
    if any(SIGNATURE.match(t) for t in texts):
        return "signature"
    if texts and EXAMPLE.match(texts[0]):
        return "example"
    starred = any(str(c[VALUE]).lstrip().startswith("*") for c in cells)
    said = texts and (starred or NOTE.match(texts[0]))
    return "note" if len(cells) <= 2 and said else ""


def _is_full(cells: Sequence[Cell], shape: RowShape) -> bool:
    """Whether most obligatory columns are filled: then words alone make no row a signature."""
    return sum(c[COLUMN] in shape.needed for c in cells) > max(2, len(shape.needed) // 2)


def _layout_reason(cells: Sequence[Cell], data: Sequence[Cell], shape: RowShape) -> str:
    lead = next((c for c in cells if c[COLUMN] == shape.row_number), None)
    if (
        lead is not None
        and len(data) == 1
        and data[0][KIND] == TEXT
        and SECTION_NUMBER.match(_shown(lead))
        and lead[KIND] == TEXT
    ):
        return "section"
    outside = all(c[COLUMN] not in shape.columns for c in data)
    return "note" if outside else ""


def _shown(cell: Cell) -> str:
    value = cell[VALUE]
    if cell[KIND] == NUMBER and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value)) if cell[KIND] != DATE else str(value)


def _numeric(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s\-–%]+", text))
