"""The files of a plan folder as they stand: text, the TOML in it, and lines for faults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from pathlib import Path as FilePath
from typing import Any

from consolidate.plan.faults import PlanError, PlanFault
from consolidate.plan.lines import Path, line_of, positions

_SYNTAX = {
    # what tomllib says, in words of the reader; the first that occurs is taken
    "Cannot overwrite a value": "một khóa được viết hai lần",
    "Cannot declare": "một bảng được mở hai lần",
    "Cannot mutate": "một bảng được mở hai lần",
    "Expected '=' after a key": "sau tên khóa thiếu dấu “=”",
    "Unclosed array": "danh sách thiếu dấu “]” hoặc thiếu dấu phẩy giữa hai phần",
    "Unclosed inline table": "bảng trong ngoặc nhọn thiếu dấu “}” hoặc thiếu dấu phẩy",
    "Illegal character '\\n'": "chuỗi thiếu dấu đóng ngoặc ở cuối dòng",
    "Illegal character '\\r'": "chuỗi thiếu dấu đóng ngoặc ở cuối dòng",
    "Unterminated string": "chuỗi thiếu dấu đóng ngoặc",
    "Unescaped '\\'": "trong ngoặc kép, dấu “\\” phải viết hai lần",
    "Invalid value": "giá trị viết sai (chữ phải đặt trong ngoặc kép)",
    "Invalid date": "ngày không có trong lịch",
    "Expected newline": "mỗi khóa phải đứng riêng một dòng",
    "Invalid statement": "dòng không bắt đầu bằng một khóa",
    "Invalid initial character for a key part": "tên khóa có ký tự không được dùng",
    "Expected ']": "đầu bảng thiếu dấu “]”",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # no workbook can hold them
_HAS_CONTROL = "có ký tự điều khiển không nhìn thấy được; xóa rồi gõ lại."


@dataclass(frozen=True)
class Source:
    """One TOML file: its name relative to the folder, its text, and what the text says."""

    file: str
    text: str
    raw: dict[str, Any]
    left_out: frozenset[Path] = frozenset()  # items of lists that did not fit (see `fitting`)

    @cached_property
    def _offsets(self) -> dict[Path, int]:
        return positions(self.text)

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it that has one (else 1)."""
        return line_of(self.text, self._offset(path))

    def _offset(self, path: Path) -> int:
        path = self.original(path)
        while path and path not in self._offsets:
            path = path[:-1]
        return self._offsets.get(path, 0)

    def original(self, path: Path) -> Path:
        """A path as it is in the text, where `path` counts without the items left out."""
        found: Path = ()
        for step in path:
            if isinstance(step, int):
                kept = (i for i in count() if (*found, i) not in self.left_out)
                step = next(islice(kept, step, None))
            found += (step,)
        return found

    def fault(self, path: Path, text: str) -> PlanFault:
        """A fault at a path."""
        return PlanFault(self.file, self.line(path), text)

    def fault_within(
        self, path: Path, expression: str, span: tuple[int, int], text: str
    ) -> PlanFault:
        """A fault inside an expression; `span` is offset and length in characters."""
        offset, length = span
        line = self.line(path)
        start = self.text.find(expression, self._offset(path))
        if start >= 0:  # not there as it is where the string has escapes
            line = line_of(self.text, start + offset)
        shown = expression.replace("\n", " ").replace("\t", " ").rstrip()
        mark = " " * offset + "^" * max(1, min(length, len(shown) - offset))
        return PlanFault(self.file, line, text, f"{shown}\n{mark}")


def read_text(folder: FilePath, file: str) -> str:
    """The text of a file of the folder, with plain line ends (PlanError where there is none)."""
    try:
        text = (folder / file).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PlanError([PlanFault(file, 0, "không có tệp này trong thư mục kế hoạch.")]) from None
    except UnicodeDecodeError as fault:
        where = (folder / file).read_bytes().count(b"\n", 0, fault.start) + 1
        raise PlanError(
            [PlanFault(file, where, "tệp không ở bảng mã UTF-8; lưu lại tệp dưới dạng UTF-8.")]
        ) from None
    except OSError:
        raise PlanError([PlanFault(file, 0, "không mở được tệp; kiểm tra quyền đọc.")]) from None
    found = _CONTROL.search(text)
    if found:
        raise PlanError([PlanFault(file, line_of(text, found.start()), _HAS_CONTROL)])
    return text


def read_toml(folder: FilePath, file: str) -> Source:
    """A TOML file of the folder (PlanError with its one syntax error where it has one)."""
    text = read_text(folder, file)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PlanError([_syntax_fault(file, text, str(fault))]) from None
    except RecursionError:
        raise PlanError([PlanFault(file, 0, "danh sách lồng nhau quá sâu.")]) from None
    source = Source(file, text, raw)
    escaped = [path for path, value in _texts(raw, ()) if _CONTROL.search(value)]
    if escaped:
        raise PlanError(source.fault(path, _HAS_CONTROL) for path in escaped)
    return source


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text inside a value, with the path that leads to it."""
    if isinstance(value, str):
        yield path, value
    items = value.items() if isinstance(value, dict) else ()
    for step, inner in enumerate(value) if isinstance(value, list) else items:
        yield from _texts(inner, (*path, step))


def _syntax_fault(file: str, text: str, said: str) -> PlanFault:
    found = re.search(r"at line (\d+)", said)
    line = int(found[1]) if found else text.count("\n") + 1
    meaning = next((ours for theirs, ours in _SYNTAX.items() if theirs in said), "không đọc được")
    return PlanFault(file, line, f"tệp viết sai cú pháp TOML: {meaning}.")
