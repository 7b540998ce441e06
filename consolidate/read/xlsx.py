"""xlsx and xlsm: one pass over the parts that are needed, each believed after its checksum."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from consolidate.limits import Limits
from consolidate.read import notes, workbook
from consolidate.read.budget import Budget
from consolidate.read.cells import Book, Flaw, Sheet, Unreadable
from consolidate.read.container import Container, Member, shown
from consolidate.read.grid import settle
from consolidate.read.quick import Known, quick_grid
from consolidate.read.sheet import Grid, Meaning, read_grid
from consolidate.read.strings import Strings, quick_strings, read_strings
from consolidate.read.styles import Styles, read_styles
from consolidate.read.workbook import Listed, Relation

QUICK_BYTES = 16_000_000  # larger parts are read piece by piece
OTHER_SHEETS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
ACTIVE = "FIL-22"  # macros or links to other files
_ROWS = b"sheetData"
_HOLDS = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:v|t|f)(?: [^<>]*)?>[^<]")
_UNADDRESSED = re.compile(rb'<c(?! r=")[\s/>]')
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: [a-z]+="[^"<>]*")* ?/>')

Wanted = Callable[[str], bool]


def read_xlsx(container: Container, wanted: Wanted | None, limits: Limits) -> Book:
    """Read a workbook. Raises Unreadable; never gives a part of a sheet, nor a doubtful one."""
    package = Package(container, limits)
    root = package.relations("")
    main = next((r for r in root if r.kind == "officeDocument"), None)
    if main is None:
        raise Unreadable("damaged", "_rels/.rels")
    head = workbook.read_workbook(package.bytes_of(main.target), main.target, package.budget)
    relations = package.relations(main.target)
    by_id = {r.id: r for r in relations}
    meaning = Meaning(
        _strings(package, relations), _styles(package, relations), head.date1904, limits
    )
    known = Known(meaning)
    sheets = [
        _sheet(package, listed, by_id.get(listed.relation), wanted, known)
        for listed in checked(head.sheets, by_id, limits)
    ]
    return Book(
        "xlsm" if package.has_macros else "xlsx",
        tuple(sheets),
        meaning.styles.styles,
        properties(package, root),
        (Flaw(ACTIVE, 0, 0),) if package.has_macros or links_out(relations) else (),
    )


def links_out(relations: tuple[Relation, ...]) -> bool:
    """Whether a workbook refers to others."""
    return any(r.kind in ("externalLink", "externalLinkPath") for r in relations)


class Package:
    """The parts of one workbook by name, each inflated under the limits that all share."""

    def __init__(self, container: Container, limits: Limits) -> None:
        if len(container.members) > limits.book_members:
            raise Unreadable(*limits.passed("book_members"))
        self.container = container
        self.members = container.by_name()
        self.budget = Budget(limits)

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part piece by piece; raises Unreadable "missing_part" where there is none."""
        member = self._member(part)
        limits = self.budget.limits
        return self.container.pieces(
            member, limits.part_bytes, limits.passed("part_bytes"), self.budget.inflate
        )

    def bytes_of(self, part: str) -> bytes:
        """A part whole and checked."""
        return b"".join(self.pieces(part))

    def size(self, part: str) -> int:
        """Inflated bytes of a part, as its directory states and inflating proves."""
        return self._member(part).size

    def has(self, part: str) -> bool:
        """Whether the package holds the part."""
        return part.casefold() in self.members

    @property
    def has_macros(self) -> bool:
        """Whether the package carries a program."""
        return any(name.endswith("vbaproject.bin") for name in self.members)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What a part refers to, targets resolved inside the package; "" for the package."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(where):
            return ()
        found = workbook.read_relations(self.bytes_of(where), where, self.budget)
        return tuple(r.resolved(_resolve(folder, r.target)) for r in found)

    def _member(self, part: str) -> Member:
        member = self.members.get(part.casefold())
        if member is None:
            raise Unreadable("missing_part", shown(part))
        return member


def _resolve(folder: str, target: str) -> str:
    """The name of a part from a relation's target; never a place outside the package."""
    path = unquote(target.replace("\\", "/"))
    joined = path if path.startswith("/") else posixpath.join("/", folder, path)
    return posixpath.normpath(joined).lstrip("/")


def _strings(package: Package, relations: tuple[Relation, ...]) -> Strings:
    """The shared texts; a workbook without the part has none, and cells that refer to it err."""
    for relation in relations:
        if relation.kind == "sharedStrings" and package.has(relation.target):
            part = relation.target
            if package.size(part) > QUICK_BYTES:
                return read_strings(package.pieces(part), shown(part), package.budget)
            xml = package.bytes_of(part)
            quick = quick_strings(xml, shown(part), package.budget)
            return quick or read_strings([xml], shown(part), package.budget)
    return Strings()


def _styles(package: Package, relations: tuple[Relation, ...]) -> Styles:
    for relation in relations:
        if relation.kind == "styles":
            xml = package.bytes_of(relation.target)
            return read_styles(xml, shown(relation.target), package.budget.limits)
    return Styles()


def checked(
    listed: tuple[Listed, ...], by_id: dict[str, Relation], limits: Limits
) -> tuple[Listed, ...]:
    """The sheets of the workbook; refused where none, too many, or two are the same one."""
    if not listed:
        raise Unreadable("no_sheet")
    if len(listed) > limits.sheets:
        raise Unreadable(*limits.passed("sheets"))
    for sheet in listed:
        if len(sheet.title) > limits.title_letters:
            raise Unreadable(*limits.passed("title_letters"))
    titles = {s.title.casefold() for s in listed}
    targets = [by_id[s.relation].target.casefold() for s in listed if s.relation in by_id]
    if len(titles) < len(listed) or len(set(targets)) < len(targets):
        raise Unreadable("twin_sheets")
    return listed


def _sheet(
    package: Package,
    listed: Listed,
    relation: Relation | None,
    wanted: Wanted | None,
    known: Known,
) -> Sheet:
    part = part_of(listed, relation)
    if part is None:
        return Sheet(listed.title, listed.state, skipped=True)
    if wanted is not None and not wanted(listed.title):
        xml = package.bytes_of(part)
        holds = _HOLDS.search(xml, xml.find(_ROWS), xml.rfind(_ROWS)) is not None
        return Sheet(listed.title, listed.state, skipped=True, holds_values=holds)
    grid = _grid(package, part, shown(listed.title), known)
    rows, flaws = settle(listed.title, grid.rows, grid.unsorted, package.budget.limits)
    return Sheet(
        listed.title,
        listed.state,
        rows,
        frozenset(grid.hidden_rows & rows.keys()),
        frozenset(grid.hidden_columns),
        tuple(grid.merges),
        _comments(package, part),
        (*grid.flaws, *flaws),
        holds_values=bool(rows or grid.flaws or flaws),
    )


def part_of(listed: Listed, relation: Relation | None) -> str | None:
    """The part that holds a sheet's cells; None for a sheet of another kind, which has none."""
    if relation is None or relation.external:
        raise Unreadable("missing_part", shown(listed.title))
    if relation.kind in OTHER_SHEETS:
        return None
    if relation.kind != "worksheet":
        raise Unreadable("damaged", shown(listed.title))
    return relation.target


def _grid(package: Package, part: str, title: str, known: Known) -> Grid:
    """The cells of a part: by pattern where its spelling allows, else by the parser."""
    if package.size(part) > QUICK_BYTES:
        pieces = package.pieces(part)
    else:
        xml = package.bytes_of(part)
        quick = quick_grid(xml, title, known, package.budget)
        if quick is not None:
            return quick
        pieces = iter([xml])
    return read_grid(_without_empty_cells(pieces), title, known.meaning, package.budget)


def _without_empty_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same XML without cells that have a style and no value: most cells of many files.

    Only where it cannot change anything: every cell states its address, and no comment or
    CDATA section could hold text that merely looks like a cell.
    """
    rest, plain = b"", True
    for piece in pieces:
        joined = rest + piece
        cut = joined.rfind(b">") + 1
        rest, joined = joined[cut:], joined[:cut]
        plain = plain and b"<!" not in joined and not _UNADDRESSED.search(joined)
        yield _EMPTY_CELL.sub(b"", joined) if plain else joined
    yield rest


def _comments(package: Package, part: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for relation in package.relations(part):
        if relation.kind == "comments" and package.has(relation.target):
            xml = package.bytes_of(relation.target)
            found.update(notes.read_notes(xml, shown(relation.target), package.budget))
    return found


def properties(package: Package, root: tuple[Relation, ...]) -> dict[str, str]:
    """Custom document properties as text."""
    for relation in root:
        if relation.kind == "custom-properties" and package.has(relation.target):
            xml = package.bytes_of(relation.target)
            return workbook.read_properties(xml, shown(relation.target), package.budget)
    return {}
