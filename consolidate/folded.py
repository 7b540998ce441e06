"""Findings as people read them: a fault that repeats down a column is one line with its range.

The record keeps every cell; what is folded here is only how it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from consolidate.issues import Issue, Severity, column_letters
from consolidate.plan.models import Plan
from consolidate.words import message_of, placeholders, sentences_of

MANY = 200  # findings in a sheet above which its commonest fault is named first
RANGES = 8  # that are written out; what is left over is counted
ADDRESS = frozenset({"cell", "row"})
OTHER_ROW = frozenset({"other"})  # facts of a finding about a row that differ from row to row


@dataclass(frozen=True, slots=True)
class Folded:
    """Findings of one fault in one column (or about rows of one sheet), in the order of rows."""

    issues: tuple[Issue, ...]

    @property
    def first(self) -> Issue:
        """The finding that stands first."""
        return self.issues[0]

    @property
    def severity(self) -> Severity:
        """How grave it is; all of them are equally grave."""
        return self.first.severity

    @property
    def spot(self) -> str:
        """Where it is: "M7", "M7:M12, M15", "7–9" for rows; blank for a sheet or a file."""
        place = self.first.place
        if not place.row:
            return ""
        ranges = list(_ranges(sorted({i.place.row for i in self.issues})))
        letters = column_letters(place.column)
        told = ", ".join(_range(letters, first, last) for first, last in ranges[:RANGES])
        rest = sum(last - first + 1 for first, last in ranges[RANGES:])
        unit = "ô" if letters else "dòng"
        return f"{told} và {rest} {unit} khác" if rest else told


def fold(issues: Iterable[Issue]) -> list[Folded]:
    """Findings put together where they are one fault repeated; each stands in one of the answer.

    The order is that of the first finding of each. Findings about a whole sheet or file are not
    repeated by anything and stay alone.
    """
    groups: dict[tuple[object, ...], list[Issue]] = {}
    for number, one in enumerate(issues):
        place = one.place
        alone = number if not place.row else None
        facts = one.facts if not place.column else ()
        same = tuple(f for f in facts if f[0] not in ADDRESS | OTHER_ROW)
        column = (place.file, place.sheet, place.column, alone)
        groups.setdefault((*column, one.code, one.variant, one.severity, same), []).append(one)
    return [Folded(tuple(sorted(g, key=lambda i: i.place.row))) for g in groups.values()]


def told(folded: Folded, plan: Plan) -> tuple[str, str]:
    """The message and the help of findings, said once for all.

    An address that the message begins with is left out: it is `spot`. Where the findings quote
    different values the message is that of the first, as an example.
    """
    first = folded.first
    spot = first.place.cell or str(first.place.row)
    if len(folded.issues) == 1:
        message, advice = message_of(first, plan)
        return _without(spot, message), advice
    together = replace(first, facts=_with_address(first, folded.spot))
    message, advice = message_of(together, plan)
    if _quote_the_same(folded, placeholders(sentences_of(first, plan)[0])):
        return _without(folded.spot, message), advice
    example = _without(spot, message_of(first, plan)[0])
    unit = "ô" if first.place.column else "dòng"
    return f"{len(folded.issues)} {unit}, ví dụ {unit} {spot}: {example}", advice


def _without(spot: str, message: str) -> str:
    for lead in (f"Ô {spot} ", f"Dòng {spot}: ", f"Dòng {spot} "):
        if message.startswith(lead):
            rest = message.removeprefix(lead)
            return rest[:1].upper() + rest[1:]
    return message


def pattern(issues: Sequence[Issue], plan: Plan) -> str:
    """What is wrong most of all in a sheet, where it has more findings than anybody reads.

    Blank up to MANY findings. For example: “HTX”: 231 điểm, nhiều nhất ở cột “Mã số”: 180 ô, …
    """
    if len(issues) <= MANY:
        return ""
    most = max(fold(issues), key=lambda f: len(f.issues))
    titles = {s.key: s.title for s in plan.sheets}
    sheet = titles.get(most.first.place.sheet, most.first.place.sheet)
    title = dict(most.first.facts).get("title", "")
    column = f" ở cột “{title}”" if title else ""
    message = told(most, plan)[0].removeprefix(f"“{title}”: ")
    number = "" if message.startswith(f"{len(most.issues)} ") else f"{len(most.issues)} ô, "
    return f"“{sheet}”: {len(issues)} điểm, nhiều nhất{column}: {number}{message}"


def _with_address(issue: Issue, spot: str) -> tuple[tuple[str, str], ...]:
    facts = {name: text for name, text in issue.facts if name not in ADDRESS}
    return tuple(sorted((facts | {"cell" if issue.place.column else "row": spot}).items()))


def _quote_the_same(folded: Folded, quoted: frozenset[str]) -> bool:
    """Whether all would say the same, but for the address."""
    wanted = quoted - ADDRESS
    said = {tuple(f for f in i.facts if f[0] in wanted) for i in folded.issues}
    return len(said) == 1


def _ranges(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _range(letters: str, first: int, last: int) -> str:
    if first == last:
        return f"{letters}{first}"
    return f"{letters}{first}:{letters}{last}" if letters else f"{first}–{last}"
