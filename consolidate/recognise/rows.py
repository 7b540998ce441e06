"""Which rows of a table are data, and why the others are not (brief 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from consolidate.read.cells import COLUMN, DATE, KIND, NUMBER, TEXT, VALUE, Cell
from consolidate.recognise.titles import title_key
from consolidate.text import bare, fold, tidy

PLACES = "quan|huyen|thi xa|xa|phuong|thanh pho|tp"
TOTAL = re.compile(
    r"(tong cong|tong so)\b(?! ty\b).*"
    rf"|(tong|cong|toan ({PLACES}))( (muc|phan|khoi|nhom|loai|trang|bang|chung|toan|ca|cac|so"
    rf"|{PLACES}|[ivx]+|[a-h]|\d+)\b.*)?"
)
SECTION_NUMBER = re.compile(r"([ivx]{1,5}|[a-h]|\d{1,2}(\.\d{1,2})+)[.)]?", re.IGNORECASE)
SECTION_LEAD = re.compile(r"\s*([IVX]{1,5}|[A-H]|\d{1,2}(\.\d{1,2})*)\s*[.)/:–-]\s*(?=\S)")
COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Z])\)?(\s*=.*)?")
SIGNATURE = re.compile(
    r"(nguoi (lap|tong hop)( (bieu|bang|bao cao)\b.*)?|can bo tong hop"
    r"|(tm|kt|tl)( (ban|btv|bch|hoi|ubnd|uy ban|chu tich|truong|thu truong|giam doc)\b.*)?"
    r"|thu truong\b.*|noi nhan\b.*|ky\b.*ho ten|xac nhan cua\b.*"
    r"|(\w+ ){1,5}ngay( \d{1,2})? thang( \d{1,2})? nam( \d{4})?)"
)
NOTE = re.compile(r"(ghi chu|chu thich|luu y)\b.*")
EXAMPLE = re.compile(r"vi du\b.*")
BRACKETED = re.compile(r"\(.*\)|[A-Z]|\d{1,2}")
SAYS_NOTHING = re.compile(r"[\s.…_–—-]+")  # as a form on paper ends
FEWEST_IN_A_ROW = 4  # cells outside the table that may be a row of it
MOST_SIGNED = 4  # cells that a row of a signature block has at most


@dataclass(frozen=True)
class RowShape:
    """What a table needs to be known for telling its rows apart (column numbers).

    `titles` has for each column the keys that its head may bear, `listed` the folded values of its
    list, `across` the rows in which one cell is merged over several columns, `sections` the folded
    names that may head a section.
    """

    row_number: int | None  # the running number, ignored as data
    columns: frozenset[int]  # columns that belong to a field
    needed: frozenset[int]  # columns of obligatory fields
    measured: frozenset[int] = frozenset()  # columns of numbers and dates
    titles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    listed: Mapping[int, frozenset[str]] = field(default_factory=dict)
    across: frozenset[int] = frozenset()
    sections: frozenset[str] = frozenset()

    @cached_property
    def any_title(self) -> frozenset[str]:
        """The keys that the head of any column may bear."""
        return frozenset().union(*self.titles.values())


def classify(rows: Iterable[tuple[int, Sequence[Cell]]], shape: RowShape) -> list[tuple[int, str]]:
    """For each row that has a cell: its number and its reason to be skipped, blank for data.

    A signature ends the table, and so does the head of another table. What stands below is
    skipped with a reason of its own, which begins with `data_` where the row looks like data.
    """
    verdicts: list[tuple[int, str]] = []
    seen_data, ended = False, ""
    for number, cells in rows:
        reason = _reason(number, cells, shape, seen_data=seen_data)
        if ended and reason != ended:
            lost = not reason and looks_like_data(cells, shape)
            reason = f"{'data_' if lost else ''}below_{ended}"
        elif reason in ("signature", "other_head"):
            ended = reason
        seen_data = seen_data or reason == ""
        verdicts.append((number, reason))
    return verdicts


def looks_like_data(cells: Sequence[Cell], shape: RowShape) -> bool:
    """Whether a row outside the table may be one that somebody wanted to be counted.

    Most obligatory columns are filled, or a few columns and among them a number where a number
    belongs, or a value of the list of its column.
    """
    data = [c for c in cells if c[COLUMN] in shape.columns and c[COLUMN] != shape.row_number]
    measured = _is_measured(data, shape)
    chosen = any(_is_listed(c, shape) for c in data)
    return _is_full(data, shape) or (len(data) >= 3 and measured) or (len(data) >= 2 and chosen)


def looks_lost_above(cells: Sequence[Cell], shape: RowShape, *, in_head: bool) -> bool:
    """Whether a row above the table (or between the rows of its head) may be one of its data.

    Titles, units in brackets and whatever else heads a table are words, so a row of words alone is
    suspected only where it says different things.
    """
    if is_total(cells, shape) or not looks_like_data(cells, shape):
        return False
    if _is_measured(cells, shape):
        return not all(COLUMN_NUMBER.fullmatch(_shown(c)) for c in cells)
    if any(_is_listed(c, shape) for c in cells):
        return not _head_again(cells, shape)
    texts = {_shown(c) for c in cells}
    heading = in_head or _head_again(cells, shape) or all(BRACKETED.fullmatch(t) for t in texts)
    return not heading and len(texts) > len(cells) // 2


def looks_like_a_row(cells: Sequence[Cell], listed: frozenset[str]) -> bool:
    """Whether cells outside the columns of a table may be a row of it.

    Their place says nothing, so words must: two values of its lists, or one with a number.
    """
    known = {w for c in cells if c[KIND] == TEXT and (w := fold(str(c[VALUE]))) in listed}
    measured = any(c[KIND] in (NUMBER, DATE) for c in cells)
    return len(cells) >= FEWEST_IN_A_ROW and len(known) + measured >= 2 and bool(known)


def _is_measured(cells: Sequence[Cell], shape: RowShape) -> bool:
    return any(c[COLUMN] in shape.measured and c[KIND] in (NUMBER, DATE) for c in cells)


def is_total(cells: Sequence[Cell], shape: RowShape) -> bool:
    """A total is a word of total in the first cells, with nothing but numbers beside it."""
    if not any(TOTAL.fullmatch(bare(str(c[VALUE]))) for c in cells[:3] if c[KIND] == TEXT):
        return False
    data = (c for c in cells if c[COLUMN] != shape.row_number)
    return sum(c[KIND] == TEXT and not _numeric(str(c[VALUE])) for c in data) <= 1


def section_title(cells: Sequence[Cell]) -> str:
    """The words of a section row without its number."""
    words = [tidy(str(c[VALUE])) for c in cells if c[KIND] == TEXT]
    title = max(words, key=len, default="")
    return SECTION_LEAD.sub("", title, count=1)


def _reason(number: int, cells: Sequence[Cell], shape: RowShape, *, seen_data: bool) -> str:
    data = [c for c in cells if c[COLUMN] != shape.row_number]
    if (head := _head_again(cells, shape)) or not data:
        return head or _in_number_column(number, cells[0], shape)
    if all(c[KIND] == TEXT and SAYS_NOTHING.fullmatch(str(c[VALUE])) for c in data):
        return "nothing"
    if not seen_data and _numbers_columns(cells):
        return "column_numbers"
    if is_total(cells, shape):
        return "total"
    if _is_full(data, shape):
        return ""
    return _words(cells, shape) or _layout(number, cells, data, shape)


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns: letters and then numbers, each the one after the last.

    Three figures that stand in no order are somebody's data, even where they are small.
    """
    found = [COLUMN_NUMBER.fullmatch(_shown(c)) for c in cells]
    labels = [label[1] for label in found if label]
    numbers = [int(label) for label in labels if label.isdecimal()]
    letters = [ord(label) for label in labels if not label.isdecimal()]
    return len(labels) == len(cells) >= 3 and all(
        row == list(range(row[0], row[0] + len(row))) for row in (numbers, letters) if row
    )


def _head_again(cells: Sequence[Cell], shape: RowShape) -> str:
    """Whether a row repeats the head, or is the head of another table."""
    if not shape.titles or any(c[KIND] != TEXT for c in cells):
        return ""
    keys = [(c[COLUMN], title_key(str(c[VALUE]))) for c in cells]
    same = sum(key in shape.titles.get(column, ()) for column, key in keys)
    other = sum(key in shape.any_title for _, key in keys)
    half = (len(keys) + 1) // 2
    if same == other >= max(2, half):
        return "head_again"
    return "other_head" if other >= max(3, half) else ""


def _in_number_column(number: int, cell: Cell, shape: RowShape) -> str:
    """A row with nothing but what stands in the column of running numbers."""
    text = str(cell[VALUE])
    if cell[KIND] != TEXT or not re.search(r"[^\W\d_]", text):
        return "number_only"
    if TOTAL.fullmatch(bare(text)):
        return "total"
    if said := _words([cell], shape):
        return said
    is_section = number in shape.across or SECTION_LEAD.match(text) or _names_section(cell, shape)
    return "section" if is_section else "note"


def _words(cells: Sequence[Cell], shape: RowShape) -> str:
    """A signature, an example or a note, told by its words in a row that is not full of data."""
    texts = [bare(tidy(str(c[VALUE]))) for c in cells if c[KIND] == TEXT]
    measured = any(c[COLUMN] in shape.measured and c[KIND] == NUMBER for c in cells)
    chosen = len(cells) >= 2 and any(
        _is_listed(c, shape) for c in cells if c[COLUMN] in shape.needed
    )
    if chosen:
        return ""
    may_sign = len(cells) <= MOST_SIGNED and not measured and not _is_numbered(cells, shape)
    if may_sign and any(SIGNATURE.fullmatch(t) for t in texts):
        return "signature"
    if texts and EXAMPLE.fullmatch(texts[0]):
        return "example"
    starred = any(str(c[VALUE]).lstrip().startswith("*") for c in cells)
    said = texts and (starred or NOTE.fullmatch(texts[0]))
    return "note" if len(cells) <= 2 and said else ""


def _is_numbered(cells: Sequence[Cell], shape: RowShape) -> bool:
    lead = next((c for c in cells if c[COLUMN] == shape.row_number), None)
    return lead is not None and (lead[KIND] == NUMBER or str(lead[VALUE]).strip().isdecimal())


def _is_full(cells: Sequence[Cell], shape: RowShape) -> bool:
    """Whether most obligatory columns are filled: then words alone make no row a signature."""
    filled = shape.needed.intersection([c[COLUMN] for c in cells])
    return len(filled) > max(2, len(shape.needed) // 2)


def _layout(number: int, cells: Sequence[Cell], data: Sequence[Cell], shape: RowShape) -> str:
    lead = next((c for c in cells if c[COLUMN] == shape.row_number), None)
    if len(data) == 1 and data[0][KIND] == TEXT:
        numbered = lead is not None and lead[KIND] == TEXT
        if numbered and lead is not None and SECTION_NUMBER.fullmatch(_shown(lead)):
            return "section"
        heads = number in shape.across and not _is_listed(data[0], shape)
        if lead is None and (heads or _names_section(data[0], shape)):
            return "section"
    outside = all(c[COLUMN] not in shape.columns for c in data)
    return "note" if outside else ""


def _is_listed(cell: Cell, shape: RowShape) -> bool:
    """Whether a cell holds a value of the list of its column."""
    return cell[KIND] == TEXT and fold(str(cell[VALUE])) in shape.listed.get(cell[COLUMN], ())


def _names_section(cell: Cell, shape: RowShape) -> bool:
    return fold(section_title([cell])) in shape.sections


def _shown(cell: Cell) -> str:
    value = cell[VALUE]
    if cell[KIND] == NUMBER and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value)) if cell[KIND] != DATE else str(value)


def _numeric(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s\-–%]+", text))
