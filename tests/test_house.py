"""The rules of the house, held against the source: one way of imports, no silent fallback, no word
of any plan in the code, rooms of a size that can be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import consolidate
from consolidate.plan import bundled, load_plan

PACKAGE = Path(consolidate.__file__).parent
TESTS = Path(__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def name_of(path: Path) -> str:
    """The module's dotted name."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(PACKAGE.parent)}:{getattr(node, 'lineno', 0)}"


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function or method of that name."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called == name:
                    yield path, node


# --- imports ---------------------------------------------------------------------------------

MODULES = {name_of(path) for path in SOURCES}


def imported(path: Path) -> set[str]:
    """Modules of ours that a module imports anywhere, for types alone excepted."""
    for_types = {
        id(inner)
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(TREES[path]):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES
            found |= inner or ({node.module} & MODULES)
    return found - {"consolidate", name_of(path)}


def test_imports_make_no_cycle():
    try:
        TopologicalSorter({name_of(path): imported(path) for path in SOURCES}).prepare()
    except CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]))


def test_imports_are_absolute():
    assert [
        where(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ] == []


ONE_SYSTEM_ALONE = {"fcntl", "grp", "msvcrt", "pwd", "resource", "termios", "tty", "winreg"}


def test_no_module_of_one_system_is_imported_at_the_top():
    assert [
        where(path, node)
        for path, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and ONE_SYSTEM_ALONE & {getattr(node, "module", ""), *(a.name for a in node.names)}
    ] == []


# --- faults are said, never covered ----------------------------------------------------------

MAY_CATCH_ALL = {"consolidate.workers", "consolidate.digest.story", "consolidate.read.child"}


def test_nothing_catches_everything():
    """But for the outer edge of the reading worker: foreign readers fail in every way."""
    assert [
        where(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and name_of(path) not in MAY_CATCH_ALL
        and (node.type is None or {"Exception", "BaseException"} & names(node.type))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ] == []


def names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def test_nothing_becomes_blank_or_zero_in_silence():
    coerced = [
        where(path, keyword)
        for path, tree in TREES.items()
        for keyword in ast.walk(tree)
        if isinstance(keyword, ast.keyword)
        and keyword.arg == "errors"
        and getattr(keyword.value, "value", None) == "coerce"
    ]
    filled = [
        where(path, node)
        for path, node in calls("fillna")
        if any(isinstance(a, ast.Constant) and a.value == 0 for a in node.args)
        and not any(isinstance(a, ast.Constant) and a.value is False for a in node.args)
    ]
    assert coerced + filled == []


def test_the_core_prints_nothing_and_knows_no_clock():
    assert [
        where(path, node)
        for name in ("print", "now", "today", "utcnow", "time_ns", "breakpoint")
        for path, node in calls(name)
    ] == []


def test_every_text_file_is_opened_with_its_encoding():
    assert [
        where(path, node)
        for name, given in (("read_text", 0), ("write_text", 1))
        for path, node in calls(name)
        if "encoding" not in {keyword.arg for keyword in node.keywords} and len(node.args) <= given
    ] == []


def test_tests_use_real_files():
    assert [
        path.name
        for path in TESTS.rglob("*.py")
        if re.search(r"^\s*(from|import) unittest", path.read_text(encoding="utf-8"), re.MULTILINE)
    ] == []


# --- no word of a plan -----------------------------------------------------------------------

# words of reporting as such, which any plan may share: heads of columns and states in our own forms
OF_ANY_PLAN = {
    "Chưa báo cáo", "Cần chỉnh sửa", "Ghi chú", "Không phát sinh", "Không đọc được", "Kỳ báo cáo",
    "Lần gửi", "Mã số", "Mã số thuế", "Mã đơn vị", "Ngày báo cáo", "Nội dung", "Thông tin chung",
    "Tên đơn vị", "Tình trạng", "Đánh giá", "Đơn vị", "Đạt",
}  # fmt: skip
CODE_OF_A_FINDING = re.compile(r"[A-Z]{2,3}-\d\d")
OF_PLAN_139 = re.compile(r"(?<!\w)(HTX|THT|OCOP|[DC]\d{3,5}|139|20[1-4]\d)(?!\w)")
EXAMPLE = re.compile(r"ví dụ|dạng", re.IGNORECASE)
MAY_SHOW_EXAMPLES = {"consolidate.catalogue"}  # of a wrong and a right value, for `explain`


def texts() -> Iterator[tuple[Path, ast.Constant]]:
    """Text and numbers of the code that are not docstrings."""
    for path, tree in TREES.items():
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in documented:
                yield path, node


def test_no_column_list_value_unit_or_target_of_the_plan_stands_in_the_code():
    plan = load_plan(bundled())
    declared = {column.title for sheet in plan.sheets for column in sheet.column}
    declared |= {sheet.title for sheet in plan.sheets}
    declared |= {value.title for chosen in plan.lists.values() for value in chosen.values}
    declared |= {unit.name for unit in plan.units} | {unit.full_name for unit in plan.units}
    declared |= {target.title for target in plan.targets}
    telling = {words for words in declared if " " in words} - OF_ANY_PLAN
    assert len(telling) > 300
    spoken = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(telling)))})(?!\w)")
    assert [
        (where(path, node), node.value)
        for path, node in texts()
        if isinstance(node.value, str) and name_of(path) not in MAY_SHOW_EXAMPLES
        if spoken.search(node.value)
    ] == []


def test_no_year_unit_or_form_of_organisation_stands_in_the_code():
    assert [
        (where(path, node), node.value)
        for path, node in texts()
        if isinstance(node.value, str) and name_of(path) not in MAY_SHOW_EXAMPLES
        if OF_PLAN_139.search(CODE_OF_A_FINDING.sub("", node.value))
        and not EXAMPLE.search(node.value)
        and node.value != bundled().name  # the plan that the program carries
    ] == []
    assert [
        where(path, node)
        for path, node in texts()
        if isinstance(node.value, int) and 2020 <= node.value <= 2040
    ] == []


# --- rooms -----------------------------------------------------------------------------------

DECLARATIONS = {"catalogue.py", "models.py"}  # long lists of alike things, read by looking up
NO_NAME = {"utils.py", "helpers.py", "common.py", "misc.py", "tools.py"}
NO_NOUN = re.compile(r"(Manager|Handler|Helper|Service|Engine|Processor)$")


def test_a_module_is_one_room():
    assert [
        (str(path.relative_to(PACKAGE)), lines)
        for path in SOURCES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
        and path.name not in DECLARATIONS
    ] == []


def test_a_function_can_be_seen_at_once():
    assert [
        (where(path, node), node.name)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ] == []


def test_every_room_has_a_name_and_says_what_it_is():
    assert [path.name for path in SOURCES if path.name in NO_NAME] == []
    assert [str(p.relative_to(PACKAGE)) for p in SOURCES
            if p.name != "__main__.py" and not ast.get_docstring(TREES[p])] == []  # fmt: skip
    assert [
        where(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and NO_NOUN.search(node.name)
    ] == []


def test_what_others_may_call_is_documented():
    assert [
        (where(path, node), node.name)
        for path, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ] == []
