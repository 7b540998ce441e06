"""The user guide: pictures and links exist, commands and titles are the program's, no English."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from consolidate import changes_book, sheet_names
from consolidate.cli import cli
from consolidate.decisions import layout
from consolidate.plan import bundled, load_plan
from consolidate.report.book import OWN_TITLES
from consolidate.template import words

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "huong-dan.md").read_text(encoding="utf-8")
PLAN = load_plan(bundled())
MOST_BYTES = 150_000

BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.M | re.S)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
PROSE = re.sub(r"^```.*?^```|`[^`]*`|\]\([^)]*\)", " ", PAGE, flags=re.M | re.S)
PROPER_NAMES = {"Excel", "Word", "Windows", "Linux", "Office", "Enter", "Python"}
ENGLISH = re.compile(
    r"\b(the|and|of|for|file|sheet|folder|template|check|error|warning|run|click|sheet|null|copy|"
    r"paste|schema|dtype|report|link|output|input|email|deadline|version|data|review|format)\b",
    re.I,
)


def anchor(heading: str) -> str:
    """The name that a heading has as the target of a link."""
    kept = re.sub(r"[^\w\s-]", "", heading.lower())
    return re.sub(r"\s", "-", kept.strip())


def anchors(page: str) -> set[str]:
    return {anchor(line) for line in re.findall(r"^#+ (.+)$", page, re.M)}


def titles() -> set[str]:
    """Every title of a sheet that the plan or the program gives."""
    return {
        *(s.title for s in PLAN.sheets),
        *(sheet_names.GUIDE, sheet_names.CHECK, sheet_names.TO_FIX, sheet_names.APPENDIX),
        *OWN_TITLES,
        *(layout.QUESTIONS, layout.WAIVERS, layout.ASIDE, layout.SETTINGS, layout.FINAL),
        layout.OBSOLETE,
        *(changes_book.TARGETS, changes_book.UNITS),
    }


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)]+)\)", PAGE))))
def test_a_link_leads_somewhere(target: str) -> None:
    name, _, place = unquote(target).partition("#")
    path = DOCS / name if name else DOCS / "huong-dan.md"
    assert path.exists()
    if place:
        assert place in anchors(path.read_text(encoding="utf-8"))


def test_every_picture_is_light_shown_and_said_in_words() -> None:
    shown = dict(reversed(pair) for pair in re.findall(r"!\[([^\]]*)\]\(pictures/([^)]+)\)", PAGE))
    lying = {path.name: path for path in (DOCS / "pictures").iterdir()}
    assert set(shown) == set(lying)
    for name, path in lying.items():
        assert path.read_bytes().startswith(b"\x89PNG"), name
        assert path.stat().st_size <= MOST_BYTES, name
        assert len(shown[name]) > 20, name


def test_every_picture_can_be_made_again() -> None:
    script = (DOCS / "make_pictures.py").read_text(encoding="utf-8")
    made = set(re.findall(r'Picture\("([a-z0-9-]+)"', script))
    assert made == {path.stem for path in (DOCS / "pictures").iterdir()}


@pytest.mark.parametrize("line", [c for c in COMMANDS if c.startswith("consolidate")])
def test_a_command_is_one_that_the_program_takes(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = cli.commands[name]
    context = command.make_context(name, list(arguments))
    period = context.params.get("period")
    assert period is None or period in {p.code for p in PLAN.periods}


def test_other_commands_are_those_of_the_installation() -> None:
    others = [c for c in COMMANDS if not c.startswith("consolidate")]
    assert others == ["py -m venv .venv", r".venv\Scripts\pip install ."]


def test_options_and_codes_in_the_prose_exist() -> None:
    quoted = re.findall(r"`([^`\n]+)`", PAGE)
    options = {word for one in quoted for word in one.split() if word.startswith("--")}
    known = {opt for c in cli.commands.values() for p in c.params for opt in p.opts}
    assert options <= known | {"--help"}
    codes = {one for one in quoted if re.fullmatch(r"\d{4}-\w+(-\d+)?", one)}
    assert codes and codes <= {p.code for p in PLAN.periods}


def test_every_title_of_a_sheet_is_one_that_the_program_gives() -> None:
    told = set(re.findall(r"(?:[Tt]rang|[Bb]iểu) “([^”]+)”", PAGE))
    assert len(told) > 15
    assert told - titles() == set()


def test_forms_are_those_of_the_plan() -> None:
    numbers = {form.number for form in PLAN.forms}
    told = set(re.findall(r"Biểu (\d\d[ab]?)", PAGE))
    assert {"01", "09"} <= told <= numbers


def test_what_is_quoted_from_the_template_is_what_it_says() -> None:
    for said in (words.READY, words.MUST_MEND, words.SHOULD_LOOK, words.NOTE_ONLY):
        assert f"“{said}”" in PAGE
    columns = {*words.CHECK_LINES, *layout.QUESTION_HEAD}
    assert {"Ô đầu tiên", "Trả lời"} <= columns & set(re.findall(r"“([^”]+)”", PAGE))


def test_no_english_stands_in_the_prose() -> None:
    assert set(ENGLISH.findall(PROSE)) - PROPER_NAMES == set()
