"""ods: content.xml in one pass, with repeats kept as counts until they turn out to hold values."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.limits import Limits
from consolidate.read.budget import Budget
from consolidate.read.cells import Book, Flaw, Unreadable
from consolidate.read.container import Container, Member
from consolidate.read.markup import Attributes, ShortNames, parse
from consolidate.read.ods_styles import StyleReader, StyleSheet
from consolidate.read.ods_table import ContentListener

_CONTENT, _STYLES, _META, _MANIFEST = (
    "content.xml",
    "styles.xml",
    "meta.xml",
    "meta-inf/manifest.xml",
)


def read_ods(data: bytes, limits: Limits) -> Book:
    """Read an OpenDocument spreadsheet. Raises Unreadable."""
    package = _Package(data, limits)
    if b"encryption-data" in package.bytes_of(_MANIFEST):
        raise Unreadable("encrypted")
    styles = StyleSheet()
    if _STYLES in package.members:
        reader = StyleReader("office:document-styles", styles)
        parse(package.pieces(_STYLES), _STYLES, reader, package.budget)
    content = ContentListener(styles, limits)
    if _CONTENT not in package.members:
        raise Unreadable("missing_part", _CONTENT)
    parse(package.pieces(_CONTENT), _CONTENT, content, package.budget)
    if not content.sheets:
        raise Unreadable("no_sheet")
    if len({s.title.casefold() for s in content.sheets}) < len(content.sheets):
        raise Unreadable("twin_sheets")
    meta = _Meta()
    if _META in package.members:
        parse(package.pieces(_META), _META, meta, package.budget)
    flaws = (Flaw("FIL-22", 0, 0),) if package.has_macros else ()
    return Book("ods", tuple(content.sheets), content.styles(), meta.found, flaws)


class _Package:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self.container = Container.of_bytes(data, limits)
        self.members: dict[str, Member] = self.container.by_name()
        self.budget = Budget(limits)

    @property
    def has_macros(self) -> bool:
        return any(name.startswith("basic/") for name in self.members)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member piece by piece."""
        limits = self.budget.limits
        return self.container.pieces(
            self.members[name], limits.part_bytes, limits.passed("part_bytes"), self.budget.inflate
        )

    def bytes_of(self, name: str) -> bytes:
        """A member whole, or nothing where there is none."""
        return b"".join(self.pieces(name)) if name in self.members else b""


class _Meta:
    """The user's own properties of the document."""

    root = "office:document-meta"

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.name: str | None = None
        self.names = ShortNames()

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "meta:user-defined":
            self.name = self.names.of(attributes).get("meta:name", "")
            self.found[self.name] = ""

    def characters(self, text: str) -> None:
        if self.name is not None:
            self.found[self.name] += text

    def finish(self, name: str) -> None:
        if name == "meta:user-defined":
            self.name = None
