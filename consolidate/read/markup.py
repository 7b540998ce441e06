"""XML from untrusted hands: no DOCTYPE, bounded depth, bounded tokens, two encodings.

Names arrive short: the namespaces of spreadsheets are dropped or become a prefix, whatever prefix
the file itself uses, and strict and transitional documents look the same.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from consolidate.read.budget import Budget
from consolidate.read.cells import Unreadable

_OFFICE = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES: dict[str, str] = {
    f"{_OFFICE}spreadsheetml/2006/main": "",
    f"{_STRICT}spreadsheetml/main": "",
    f"{_OFFICE}package/2006/relationships": "",
    f"{_OFFICE}package/2006/content-types": "",
    f"{_OFFICE}officeDocument/2006/relationships": "r:",
    f"{_STRICT}officeDocument/relationships": "r:",
    f"{_OFFICE}officeDocument/2006/custom-properties": "",
    f"{_STRICT}officeDocument/customProperties": "",
    f"{_OFFICE}officeDocument/2006/docPropsVTypes": "vt:",
    f"{_STRICT}officeDocument/docPropsVTypes": "vt:",
    f"{_OASIS}office:1.0": "office:",
    f"{_OASIS}table:1.0": "table:",
    f"{_OASIS}text:1.0": "text:",
    f"{_OASIS}style:1.0": "style:",
    f"{_OASIS}datastyle:1.0": "number:",
    f"{_OASIS}meta:1.0": "meta:",
    f"{_OASIS}manifest:1.0": "manifest:",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo:",
    f"{_OASIS}svg-compatible:1.0": "svg:",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
_SEPARATOR = " "
_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii"}
_BOM_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Attributes = dict[str, str]


class Listener(Protocol):
    """What takes the events of one part. `root` is the short name that its root must have."""

    root: str

    def begin(self, name: str, attributes: Attributes) -> None: ...
    def finish(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...


class ShortNames(dict[str, str]):
    """Short names by the parser's long ones; names of foreign namespaces stay long."""

    def __missing__(self, long: str) -> str:
        namespace, _, local = long.rpartition(_SEPARATOR)
        prefix = PREFIXES.get(namespace)
        self[long] = short = long if prefix is None else prefix + local
        return short

    def of(self, attributes: Attributes) -> Attributes:
        """The same attributes under their short names."""
        return {self[long]: value for long, value in attributes.items()}


def parse(pieces: Iterable[bytes], part: str, listener: Listener, budget: Budget) -> None:
    """Feed a part to a listener; raises Unreadable where it is not well-formed or over a limit."""
    parser = _parser(part, listener, budget)
    try:
        for piece in _whole_tokens(_as_utf8(pieces, part), budget):
            budget.parse(piece.count(b"<"))
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unreadable("damaged", part) from None


def _parser(part: str, listener: Listener, budget: Budget) -> expat.XMLParserType:
    seen: dict[str, str] = {}  # every name of a tag or an attribute that the parser has met
    parser = expat.ParserCreate("UTF-8", _SEPARATOR, seen)
    parser.buffer_text = True
    names, depth = ShortNames(), 0
    most, most_names = budget.limits.depth, budget.limits.names
    begin, finish = listener.begin, listener.finish

    def start(long: str, attributes: Attributes) -> None:
        nonlocal depth
        name = names[long]
        if depth == 0 and name != listener.root:
            raise Unreadable("damaged", part)
        depth += 1
        if depth > most:
            raise Unreadable(*budget.limits.passed("depth"))
        if len(seen) > most_names:
            raise Unreadable(*budget.limits.passed("names"))
        begin(name, attributes)

    def end(long: str) -> None:
        nonlocal depth
        depth -= 1
        finish(names[long])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.characters
    parser.StartDoctypeDeclHandler = _refuse("doctype", part)
    parser.XmlDeclHandler = _check_encoding(part)
    return parser


def _refuse(cause: str, part: str) -> Callable[..., None]:
    def handler(*_: object) -> None:
        raise Unreadable(cause, part)

    return handler


def _check_encoding(part: str) -> Callable[[str, str | None, int], None]:
    """The standard allows UTF-8 and UTF-16; a disguise in any other encoding is refused."""

    def handler(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise Unreadable("damaged", part)

    return handler


def _as_utf8(pieces: Iterable[bytes], part: str) -> Iterator[bytes]:
    decoder = None
    for position, piece in enumerate(pieces):
        if position == 0 and piece[:2] in _BOM_16:
            decoder = codecs.getincrementaldecoder("utf-16")()
        if decoder is None:
            yield piece
            continue
        try:
            yield decoder.decode(piece).encode("utf-8")
        except UnicodeError:
            raise Unreadable("damaged", part) from None


def _whole_tokens(pieces: Iterable[bytes], budget: Budget) -> Iterator[bytes]:
    """The same bytes cut at the end of a tag, so that no token is parsed twice.

    expat before 2.6 is quadratic in the length of a token that reaches it in many pieces.
    """
    most, rest = budget.limits.token_bytes, b""
    for piece in pieces:
        cut = piece.rfind(b">") + 1
        if not cut:
            rest += piece
        else:
            whole = rest + piece[:cut]
            check_tokens(whole, budget)
            yield whole
            rest = piece[cut:]
        if len(rest) > most:
            raise Unreadable(*budget.limits.passed("token_bytes"))
    if rest:
        check_tokens(rest, budget)
        yield rest


def check_tokens(xml: bytes, budget: Budget) -> None:
    """Refuse XML with a longer stretch without the end of a tag than a limit allows."""
    most = budget.limits.token_bytes
    step = max(1, most // 2)  # a stretch of more than `most` covers a whole step
    if any(xml.find(b">", at, at + step) < 0 for at in range(0, len(xml) - step, step)) and (
        max(map(len, xml.split(b">"))) > most
    ):
        raise Unreadable(*budget.limits.passed("token_bytes"))
