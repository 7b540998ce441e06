"""Where in the text of a TOML file a key stands, so that a fault can name its line.

The text has been parsed before, so that this walk need not judge it, only follow it.
"""

from __future__ import annotations

from collections.abc import Iterator

Path = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists (from 0)."""

_BLANK = " \t\r\n"
_AFTER_BARE = "\r\n,]}#"


def positions(text: str) -> dict[Path, int]:
    """The offset of every key and list item of a TOML text, by its path.

    A table in double brackets stands where its head stands.
    """
    return dict(_Walk(text).steps())


def line_of(text: str, offset: int) -> int:
    """The line (from 1) of an offset."""
    return text.count("\n", 0, offset) + 1


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counts: dict[Path, int] = {}  # tables in double brackets met so far

    def steps(self) -> Iterator[tuple[Path, int]]:
        here: Path = ()
        while self._skip_blank():
            start = self.at
            if self.text[start] == "[":
                here = self._head()
                yield here, start
            else:
                yield from self._pair(here)

    def _head(self) -> Path:
        """A table's head; a head in double brackets opens the next item of its list."""
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        keys = self._keys("]")
        self.at += 2 if double else 1
        path: Path = ()
        for depth, key in enumerate(keys):
            path += (key,)
            is_last = depth == len(keys) - 1
            if double and is_last:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path += (self.counts[path],)
        return path

    def _pair(self, here: Path) -> Iterator[tuple[Path, int]]:
        start = self.at
        path = here
        for key in self._keys("="):
            path += (key,)
        self.at += 1
        yield path, start
        self._skip_blank()
        yield from self._value(path)

    def _keys(self, end: str) -> list[str]:
        """The parts of a dotted key, up to the sign that ends it."""
        keys: list[str] = []
        while self.text[self.at] != end:
            sign = self.text[self.at]
            if sign in _BLANK or sign == ".":
                self.at += 1
            elif sign in "\"'":
                start = self.at
                self._string()
                keys.append(self.text[start + 1 : self.at - 1])
            else:
                start = self.at
                while self.text[self.at] not in f"{_BLANK}.{end}":
                    self.at += 1
                keys.append(self.text[start : self.at])
        return keys

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        match self.text[self.at]:
            case '"' | "'":
                self._string()
            case "[":
                yield from self._items(path)
            case "{":
                yield from self._inline(path)
            case _:
                while self.at < len(self.text) and self.text[self.at] not in _AFTER_BARE:
                    self.at += 1

    def _items(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.at += 1
        position = 0
        while self._skip_blank() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            yield (*path, position), self.at
            yield from self._value((*path, position))
            position += 1
        self.at += 1

    def _inline(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.at += 1
        while self._skip_blank() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            yield from self._pair(path)
        self.at += 1

    def _string(self) -> None:
        """Over a string of any of the four kinds."""
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(fence)
        while not self.text.startswith(fence, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(fence)
        while len(fence) == 3 and self.text.startswith(quote, self.at):
            self.at += 1  # up to two quotes may stand before the fence

    def _skip_blank(self) -> bool:
        """Over blanks and comments; false at the end of the text."""
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in _BLANK:
                self.at += 1
            else:
                return True
        return False
