"""What is installed: declared dependencies, the data in the wheel, and the README's commands."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import consolidate

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IMPORTED_AS = {"stdnum": "python-stdnum", "msoffcrypto": "msoffcrypto-tool"}
BROUGHT_ALONG = {"numpy": "pandas", "pydantic_core": "pydantic"}
COMMAND = re.compile(r"^python3 -m venv \.venv && .*$", re.MULTILINE)


def distributions(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ]", one)[0].replace("-", "_") for one in requirements}


def imported(folder: Path) -> set[str]:
    """Top-level names that are imported below a folder, the standard library excepted."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"consolidate"}


def test_every_import_is_declared_and_everything_declared_is_imported():
    names = {BROUGHT_ALONG.get(name, name) for name in imported(Path(consolidate.__file__).parent)}
    assert names == distributions(PROJECT["dependencies"])


def test_the_tests_import_nothing_that_is_not_declared():
    names = set().union(*(imported(ROOT / room) for room in ("tests", "examples", "benchmarks")))
    ours = {path.stem for path in (ROOT / "tests").rglob("*.py")} | {"tests", "examples", "hostile"}
    ours |= {"benchmarks", "polars", "fastexcel", "frictionless"}  # in an environment of their own
    declared = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    known = distributions(declared) | set(BROUGHT_ALONG) | set(IMPORTED_AS)
    assert names - ours - known == set()


def test_dependencies_have_bounds():
    for one in PROJECT["dependencies"]:
        assert ">=" in one, one


def test_the_readme_has_two_commands_each_complete_in_itself():
    commands = COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(commands) == 2
    run, tests = commands
    assert "consolidate run examples/" in run and "--out ket-qua" in run
    assert tests.endswith("pytest -q")


def test_links_and_folders_of_the_papers_exist():
    for paper in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / paper).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (ROOT / target).exists(), f"{paper}: {target}"


def test_every_room_is_on_the_way_through_the_house():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    package = Path(consolidate.__file__).parent
    rooms = {p.stem for p in package.glob("*.py")} | {p.parent.name for p in package.glob("*/*.py")}
    unnamed = {room for room in rooms if f"`{room}`" not in text and f"`{room}.py`" not in text}
    assert unnamed - {"__init__", "__main__"} == set()


# --- the wheel -------------------------------------------------------------------------------


def quiet(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT]
    told = quiet(*pip, cwd=folder)
    assert told.returncode == 0, told.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of an environment that holds the wheel and what it declares, no more."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    told = quiet(scripts / "python", "-m", "pip", "install", "-q", wheel, cwd=home)
    assert told.returncode == 0, told.stderr
    return scripts


@pytest.mark.thorough
def test_the_wheel_holds_the_plan_the_templates_and_no_tests(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = {
        f"consolidate/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("schemas", "templates/xlsx")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    expected |= {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "consolidate").rglob("*")
        if path.suffix in {".py", ".mo", ".typed"}
    }
    assert expected - held == set()
    assert {name.split("/")[0] for name in held} == {
        "consolidate", f"consolidate-{consolidate.__version__}.dist-info",
    }  # fmt: skip


@pytest.mark.thorough
def test_the_installed_program_works_from_another_folder(installed, tmp_path):
    program = installed / "consolidate"
    told = quiet(program, "--help", cwd=tmp_path)
    assert told.returncode == 0 and "Lệnh:" in told.stdout, told.stderr
    period = "2025-H1"
    told = quiet(program, "templates", "--period", period, "--out", "mau", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    made = sorted((tmp_path / "mau").glob("D*.xlsx"))
    assert len(made) == 30
    told = quiet(program, "run", "mau", "--period", period, "--out", "ket-qua", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    record = json.loads((tmp_path / "ket-qua" / "ket-qua.json").read_text(encoding="utf-8"))
    assert record["program"] == f"consolidate {consolidate.__version__}"
    assert {one["file"] for one in record["returns"]} >= {path.name for path in made}
