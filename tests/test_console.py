"""The console speaks Vietnamese on any code page, and no upgrade of click brings English back."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import polib
import pytest

from consolidate.console import DOMAIN, LOCALES

PO = LOCALES / "vi" / "LC_MESSAGES" / f"{DOMAIN}.po"
FIELD = re.compile(r"\{(\w+)[^}]*\}|%\((\w+)\)s")
FIXED = {"required"}  # click translates this word through a variable


def marked() -> Iterator[tuple[str, str]]:
    """(singular, plural or blank) of every text that click marks as translatable."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if node.func.id == "_" and texts:
                    yield str(texts[0]), ""
                elif node.func.id == "ngettext":
                    yield str(texts[0]), str(texts[1])


def test_every_text_of_click_is_translated():
    translated = {
        (entry.msgid, entry.msgid_plural): entry.translated() for entry in polib.pofile(str(PO))
    }
    texts = set(marked())
    assert len(texts) > 50
    assert [text for text in sorted(texts) if not translated.get(text)] == []
    assert {text for text, _ in translated} - {text for text, _ in texts} == FIXED


def test_a_translation_asks_for_nothing_that_click_does_not_give():
    for entry in polib.pofile(str(PO)):
        given = set(FIELD.findall(entry.msgid + entry.msgid_plural))
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(FIELD.findall(said)) <= given, entry.msgid


def test_the_compiled_catalogue_is_the_written_one():
    written = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.pofile(str(PO))}
    compiled = {
        e.msgid: e.msgstr or e.msgstr_plural for e in polib.mofile(str(PO.with_suffix(".mo")))
    }
    assert compiled == written


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "consolidate", *arguments],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|error|missing|invalid|value|show|exit|help|such|try"
    r"|mean|required|default|file|directory|path|is|not|does|the|of)\b",
    re.IGNORECASE,
)


def words_of(text: str) -> str:
    """Screen text without what is English by right: names of options, commands and programs."""
    return re.sub(r"--?[a-z-]+|'[^']*'|“[^”]*”|\S*consolidate\S*|\S+[./\\]\S*", " ", text)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0), (["run", "--help"], 0), (["check", "--help"], 0),
        (["templates", "--help"], 0), (["--version"], 0), ([], 2), (["rn"], 2), (["run"], 2),
        (["run", "--jobs", "x", "a"], 2), (["run", "--jobs", "99", "a"], 2),
        (["run", "--khong-co", "a"], 2), (["run", "--out"], 2), (["templates"], 2),
    ],
)  # fmt: skip
def test_no_english_on_the_screen(arguments, code):
    told = run(*arguments, LANG="en_US.UTF-8", LANGUAGE="en", NO_COLOR="1")
    text = (told.stdout + told.stderr).decode("utf-8")
    assert told.returncode == code, text
    assert text.strip()
    assert ENGLISH.findall(words_of(text)) == []


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "ascii"])
def test_any_code_page_carries_the_letters(encoding):
    told = run("--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert told.returncode == 0
    assert "Tổng hợp" in told.stdout.decode("utf-8")


def test_a_reader_that_goes_early_is_no_failure():
    with subprocess.Popen(
        [sys.executable, "-m", "consolidate", "explain"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as telling:
        assert telling.stdout.read(10)
        telling.stdout.close()
        assert telling.stderr.read() == b""
    assert telling.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_screen_that_cannot_be_written_is_one_sentence():
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "consolidate", "explain"], stdout=full, stderr=subprocess.PIPE
        )
    assert told.returncode == 2
    assert told.stderr.decode("utf-8").startswith("Máy báo lỗi")


def test_help_loads_nothing_heavy():
    code = (
        "import sys, consolidate.cli as c\n"
        "try: c.cli.main(['--help'], standalone_mode=False)\n"
        "finally: print(sorted({'pandas', 'numpy', 'pydantic', 'openpyxl', 'xlsxwriter'}"
        " & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert told.stdout.strip().splitlines()[-1] == "[]", told.stderr
