"""Where a key stands in a TOML text: the index agrees with the standard library's parser."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidate.plan import bundled
from consolidate.plan.lines import line_of, positions

FILES = [
    *bundled().rglob("*.toml"),
    *(Path(__file__).parent / "plans" / "small").rglob("*.toml"),
]
TRICKY = '''
a = 1 # [not] = "a head"
"quoted key" = 'literal # no comment'
b.c = { d = [1, 2, { e = "}" }], "f.g" = true }
text = """
[[no]] = 1
\\"""quoted\\""" """
raw = \'\'\'
it's = '\'\'\'
when = 2025-06-30 10:00:00
list = [
  # a comment, with ] and [
  "one", 'two',
  [3, 4],
]

[x.y]
z = -1.5e3

[[many]]
n = 1
[many.inside]
deep = 1
[[many.more]]
k = 1
[[many.more]]
k = 2

[[many]]
n = 2
[[many.more]]
k = 3
'''


def paths(
    node: Any, here: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every path of a parsed file, and what stands there."""
    if here:
        yield here, node
    items: Any = ()
    if isinstance(node, dict):
        items = node.items()
    elif isinstance(node, list):
        items = enumerate(node)
    for key, inner in items:
        yield from paths(inner, (*here, key))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_value_of_a_plan_has_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = positions(text)
    for where, value in paths(tomllib.loads(text)):
        if isinstance(where[-1], int) or not isinstance(value, list | dict):
            line = text.splitlines()[line_of(text, found[where]) - 1]
            assert isinstance(where[-1], int) or where[-1] in line


def test_tricky_texts() -> None:
    found = positions(TRICKY)
    lines = {where: line_of(TRICKY, offset) for where, offset in found.items()}
    numbered = TRICKY.splitlines()
    for where, value in paths(tomllib.loads(TRICKY)):
        if not isinstance(value, list | dict):
            assert where in found, where
    assert numbered[lines["b", "c", "d", 2, "e"] - 1].startswith("b.c")
    assert lines["list", 2] == lines[("list",)] + 3
    assert lines["list", 2, 1] == lines["list", 2]
    assert numbered[lines["many", 1, "more", 0, "k"] - 1] == "k = 3"
    assert numbered[lines["many", 1] - 1] == "[[many]]"
    assert lines["many", 0, "more", 1] == lines["many", 0, "more", 0] + 2


KEYS = st.sampled_from(["a", "b", "key-1", "k_2", "9", '"x y"', "'it.s'", '"d\'e"'])
PLAIN = st.sampled_from(
    ["1", "-2.5", "true", "2025-06-30", "'a#b'", '"]"', '"\\""', "'''\nx\n'''", '"""a "b" """']
)
BLANKS = st.sampled_from(["", " ", "\n", " # ] } =\n", "\n\n"])


def listed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(BLANKS, inner, BLANKS).map("".join), max_size=3)
    return st.tuples(items, BLANKS).map(lambda t: f"[{','.join(t[0])}{t[1]}]")


def inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.dictionaries(KEYS, inner, max_size=3)
    return pairs.map(lambda d: "{" + ", ".join(f"{k} = {v}" for k, v in d.items()) + "}")


VALUES = st.recursive(PLAIN, lambda inner: st.one_of(listed(inner), inline(inner)), max_leaves=6)
BODIES = st.dictionaries(KEYS, VALUES, max_size=3).map(
    lambda d: "".join(f"{k} = {v} # end\n" for k, v in d.items())
)
TABLES = st.lists(
    st.tuples(st.sampled_from(["[[t]]", "[[t.u]]", "[t.v]", "[[w]]"]), BODIES), max_size=5
)


@given(BODIES, TABLES)
def test_every_value_of_any_text_is_found(body: str, tables: list[tuple[str, str]]) -> None:
    text = "[z]\n" + body + "".join(f"{head}\n{inside}" for head, inside in tables)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a head that cannot follow another
    found = positions(text)
    lines = text.splitlines()
    for where, value in paths(raw):
        if isinstance(value, list | dict) and not value:
            continue
        if not isinstance(value, list | dict) or isinstance(where[-1], int):
            assert where in found
            if isinstance(where[-1], str):
                assert where[-1] in lines[line_of(text, found[where]) - 1]
