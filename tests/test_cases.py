"""Every code that the program can give has a case: what gives it, and the nearest that does not.

A case is a file under `tests/cases/`, one a code. It starts from a good return (`good.toml`) and
changes cells to what a clerk would type; see `tests/cases/README.md`.
"""

from __future__ import annotations

import ast
import shutil
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import consolidate
from consolidate.catalogue import CATALOGUE
from consolidate.consolidation import Asked, run
from consolidate.decisions.answers import nothing_known, read_decisions
from consolidate.decisions.book import write_decisions
from consolidate.export import tidy_files
from consolidate.intake import find
from consolidate.issues import Issue, Severity
from consolidate.plan import Plan, bundled, load_plan
from consolidate.record import record
from tests.cases.returns import FOLDER, Sent, plan

PERIOD = "2025-H1"
Found = Counter[tuple[str, str]]
KEYS = {f.name for f in fields(Sent)}


@dataclass(frozen=True)
class Case:
    """What is sent, in which run, and what must be found; `before` was consolidated earlier."""

    code: str
    number: int
    about: str
    files: tuple[Sent, ...]
    period: str = PERIOD
    before: Sent | None = None
    before_period: str = PERIOD
    before_year: int = 0
    decided: dict[str, str] = field(default_factory=dict)  # cells of quyet-dinh.xlsx
    plan: tuple[list[str], ...] = ()  # [file, old, new]: what is other in the plan folder

    @property
    def is_alone(self) -> bool:
        """Whether it needs a run of its own, or may be judged beside other cases."""
        one = self.files[0]
        usual = self.period == PERIOD and one.unit == "D001" and not one.name
        shared = len(self.files) == 1 and self.before is None and usual
        return not shared or bool(self.decided or self.plan)

    def name_of(self, position: int) -> str:
        """The name of one of its files."""
        given = self.files[position].name
        return given or f"{self.code.lower()} {self.number} {position}.{self.files[position].kind}"

    def write(self, folder: Path, first: int) -> None:
        """Write its files; a submission that does not matter is counted from `first`."""
        for position, one in enumerate(self.files):
            data = one.bytes(first + position, self.period)
            (folder / self.name_of(position)).write_bytes(data)

    def expected(self) -> Found:
        """(file, "<place> CODE") of all that must be found, and nothing else may."""
        return Counter(
            (self.name_of(n), found) for n, one in enumerate(self.files) for found in one.found
        )


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name != "good.toml":
            code = path.stem
            for number, entry in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"]):
                yield case_of(code, number + 1, entry)


def case_of(code: str, number: int, entry: dict[str, Any]) -> Case:
    own = {k: entry.pop(k) for k in [*entry] if k in KEYS and k != "period"}
    files = entry.pop("file", None)
    if files is None:
        sent_for = entry.pop("sent_for", "")
        files = [own | ({"period": sent_for} if sent_for else {})]
    else:
        assert not own, own
    before = entry.pop("before", None)
    return Case(
        code=code,
        number=number,
        files=tuple(Sent(**one) for one in files),
        before=Sent(**before) if before is not None else None,
        plan=tuple(entry.pop("plan", ())),
        **entry,
    )


CASES = list(cases())
ALONE = [c for c in CASES if c.is_alone]


# --- judged ----------------------------------------------------------------------------------


def found_alone(folder: Path, case: Case) -> Found:
    """What is found in a case that is run alone, with what came before it."""
    load, known, judging = None, nothing_known(), changed_plan(folder / "plan", case)
    if case.before is not None:
        earlier = folder / "before"
        earlier.mkdir()
        (earlier / "before.xlsx").write_bytes(case.before.bytes(1, case.before_period))
        load = published(earlier, case)

    returns = folder / "returns"
    returns.mkdir()
    case.write(returns, 1)
    period = judging.period(case.period)
    if case.decided:
        first = run(Asked(judging, period, jobs=1), find([returns]), lambda _: None)
        known = decided(folder / "quyet-dinh.xlsx", write_decisions(first, known), case.decided)
    asked = Asked(judging, period, jobs=1, known=known, previous=load)
    outcome = run(asked, find([returns]), lambda _: None)
    about_answers = [replace(i, place=replace(i.place, file=case.name_of(0)))
                     for i in known.faults.values()]  # fmt: skip
    return sum(said([*outcome.issues, *about_answers]).values(), Counter())


def changed_plan(folder: Path, case: Case) -> Plan:
    """The plan of a case: the shipped one, with the changes that it makes."""
    if not case.plan:
        return plan()
    shutil.copytree(bundled(), folder)
    for file, old, new in case.plan:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, (case.about, old)
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_plan(folder)


def published(folder: Path, case: Case) -> Callable[[str], bytes]:
    """The output of the run before, by file name."""
    period = plan().period(case.before_period)
    year = case.before_year or period.due.year
    asked = Asked(plan(), period, date=period.due.replace(year=year), jobs=1)
    outcome = run(asked, find([folder]), lambda _: None)
    files = {f"so-lieu/{name}": data for name, data in tidy_files(outcome).items()}
    files["ket-qua.json"] = record(outcome, {})
    return files.__getitem__


def decided(path: Path, book: bytes, cells: dict[str, str]):
    path.write_bytes(book)
    opened = openpyxl.load_workbook(path)
    for address, text in cells.items():
        sheet, cell = address.rsplit("!", 1)
        opened[sheet][cell].value = text
    opened.save(path)
    return read_decisions(path.read_bytes(), plan())


def said(issues: Iterable[Issue]) -> dict[str, Found]:
    """(file, "<place> CODE") of all findings, by file."""
    titles = {s.key: s.title for s in plan().sheets}
    found: dict[str, Found] = defaultdict(Counter)
    for issue in issues:
        place = issue.place
        where = titles.get(place.sheet, place.sheet) or dict(issue.facts).get("cause", "")
        spot = place.cell or (str(place.row) if place.row else "")
        text = f"{'!'.join(filter(None, (where, spot)))} {issue.code}".strip()
        found[place.file][place.file, text] += 1
    return found


FAMILIES = list(dict.fromkeys(c.code.partition("-")[0] for c in CASES if not c.is_alone))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_case_finds_what_it_says_and_nothing_else(family, tmp_path, subtests):
    """All cases of one file of a family of codes are judged in one run, side by side."""
    mine = [c for c in CASES if c.code.startswith(f"{family}-") and not c.is_alone]
    for number, case in enumerate(mine, 1):
        case.write(tmp_path, number)
    asked = Asked(plan(), plan().period(PERIOD), jobs=1)
    issues = run(asked, find([tmp_path]), lambda _: None).issues
    complained = Counter(
        i.place for i in issues if i.severity is not Severity.INFO and i.place.cell
    )
    assert [place for place, count in complained.items() if count > 1] == []
    found = said(issues)
    for case in mine:
        with subtests.test(f"{case.code} {case.number}: {case.about}"):
            compare(case, found[case.name_of(0)])


@pytest.mark.thorough
@pytest.mark.parametrize("case", ALONE, ids=lambda c: f"{c.code}-{c.number}")
def test_a_case_of_several_files_or_runs_does_so_too(case, tmp_path):
    compare(case, found_alone(tmp_path, case))


def compare(case: Case, everything: Found) -> None:
    missing, surplus = case.expected() - everything, everything - case.expected()
    assert (sorted(missing), sorted(surplus)) == ([], []), case.about


# --- whole -----------------------------------------------------------------------------------

SOURCES = [p for p in Path(consolidate.__file__).parent.rglob("*.py") if p.name != "catalogue.py"]


def spoken() -> set[str]:
    """Every code that the source or the plan can give."""
    texts = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    rules = {r.code for s in plan().sheets for r in s.rule}
    likely = {x.code for s in plan().sheets for x in s.likely}
    return (texts & CATALOGUE.keys()) | rules | likely


def test_every_code_that_can_be_given_has_a_case():
    assert {c.code for c in CASES} == spoken()


def test_the_catalogue_has_no_words_that_nobody_says():
    assert CATALOGUE.keys() - spoken() == set()


@pytest.mark.parametrize("code", sorted({c.code for c in CASES}))
def test_a_code_has_a_case_that_gives_it_and_a_neighbour_that_does_not(code):
    found = [[f.split()[-1] for one in c.files for f in one.found] for c in CASES if c.code == code]
    assert any(code in codes for codes in found)
    assert any(code not in codes for codes in found)


def test_every_case_says_what_it_is_about():
    told = [c.about.strip() for c in CASES]
    assert all(told)
    assert [n for n, count in Counter((c.code, c.about) for c in CASES).items() if count > 1] == []
