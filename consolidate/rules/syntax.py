"""The text of an expression as a syntax tree of Python, kept within what is safe to walk."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from consolidate.rules.nodes import Span

LONGEST = 4000  # characters; the longest rule that people still read has some 300
DEEPEST = 60  # nested nodes; the walkers are recursive


class RuleError(Exception):
    """What is wrong with an expression, in Vietnamese, and where (in characters, for a caret)."""

    def __init__(self, message_vi: str, offset: int, length: int) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi
        self.offset = offset
        self.length = max(length, 1)


@lru_cache(maxsize=1 << 12)
def syntax_tree(text: str) -> ast.expr:
    """The Python syntax tree of an expression (RuleError where there is none).

    A line break is a blank, so that a long rule may be wrapped in the plan folder. Trees are kept:
    a rule is read when its plan is loaded and when rows are judged, a derived field with each rule
    that names it.
    """
    if len(text) > LONGEST:
        raise RuleError(f"Biểu thức dài quá {LONGEST} ký tự.", LONGEST, 1)
    if not text.strip():
        raise RuleError("Biểu thức còn trống.", 0, 1)
    if "\\" in text or "\0" in text:  # escapes would make the text differ from what is read
        at = max(text.find("\\"), text.find("\0"))
        raise RuleError("Biểu thức không dùng dấu “\\”.", at, 1)
    try:
        with warnings.catch_warnings():  # odd spellings such as `1if` only warn; types judge them
            warnings.simplefilter("ignore")
            tree = ast.parse(_one_line(text), mode="eval").body
    except SyntaxError as fault:
        raise RuleError(_fault_words(fault), *_fault_span(text, fault)) from None
    except (RecursionError, MemoryError):
        raise RuleError("Biểu thức lồng nhau quá sâu.", 0, len(text)) from None
    if _depth(tree) > DEEPEST:
        raise RuleError("Biểu thức lồng nhau quá sâu.", 0, len(text))
    return tree


def span_of(tree: ast.expr, text: str) -> Span:
    """Where a part stands in the text. `ast` counts bytes of UTF-8, people count characters."""
    line = _one_line(text).encode()
    skipped = len(text) - len(_one_line(text))
    start = len(line[: tree.col_offset].decode())
    end = len(line[: tree.end_col_offset].decode())
    return skipped + start, end - start


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that suggests the nearest known word; blank where none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" Có phải “{near[0]}”?" if near else ""


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ").lstrip()


def _fault_words(fault: SyntaxError) -> str:
    """What is wrong, as far as Python says it; it knows where a text ends too early by column 0."""
    said, more = fault.msg, ""
    if "never closed" in said:
        more = f": dấu {said[1:2]} chưa có dấu đóng"
    elif said.startswith("unmatched"):
        more = f": dấu {said[-2:-1]} không có dấu mở"
    elif said.startswith("unterminated string"):
        more = ": phần chữ chưa có dấu nháy đóng"
    elif fault.offset and (fault.text or "")[fault.offset - 1 :].startswith("="):
        more = ": so sánh bằng thì viết hai dấu =="
    elif said.startswith("invalid character"):
        sign = said.split("'")[1]
        more = f": không dùng được dấu {sign}"
    elif not fault.offset:
        more = ": còn thiếu phần cuối"
    return f"Biểu thức viết chưa đúng cú pháp{more}."


def _fault_span(text: str, fault: SyntaxError) -> Span:
    """Where the syntax breaks off; Python says column 0 where the text ends too early."""
    if not fault.offset:
        return len(text.rstrip()) - 1, 1
    skipped = len(text) - len(_one_line(text))
    start = min(skipped + fault.offset - 1, len(text) - 1)
    return start, max((fault.end_offset or 0) - fault.offset, 1)


def _depth(tree: ast.AST) -> int:
    """How deep a tree is, without recursion."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest
