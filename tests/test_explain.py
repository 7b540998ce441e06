"""`consolidate explain`: a code in full, the list, a search; and the page of the same words."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from consolidate.catalogue import CATALOGUE
from consolidate.cli import cli
from consolidate.explain import code_of, listed, rulebook, search, shown
from consolidate.plan import bundled, load_plan
from consolidate.rulebook import CASES, PAGE, page

PLAN = load_plan(bundled())
BOOK = rulebook(PLAN)
RULES = [(sheet, rule) for sheet in PLAN.sheets for rule in sheet.rule]


def said(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(cli, ["explain", *words])
    return answer.exit_code, answer.output


def test_every_code_of_the_plan_and_of_the_mechanism_is_explained():
    assert BOOK.keys() == CATALOGUE.keys() | {rule.code for _, rule in RULES}


@pytest.mark.parametrize("code", BOOK)
def test_a_code_says_what_is_wrong_what_to_do_and_shows_both_examples(code):
    for words in BOOK[code].words:
        assert all((words.message, words.help, words.consequence, words.right, words.declared))
        assert words.wrong or "để trống" in "\n".join(shown(BOOK[code]))
        assert bool(words.live_reason) == (bool(words.condition) and not words.live)


@pytest.mark.parametrize("code", BOOK)
def test_no_line_is_wider_than_the_screen_or_shows_code(code):
    lines = [*shown(BOOK[code]), *listed([BOOK[code]])]
    assert max(map(len, lines)) <= 80
    assert not any(sign in line for line in lines for sign in ("{", "}", "==", ".toml", ".py"))
    assert not re.search(r"\bnull\b|dtype|schema", "\n".join(lines))


def test_help_tells_what_to_do():
    """It begins with a verb: with none of the words by which a statement begins."""
    stated = ("Ô ", "Dòng ", "Biểu ", "Cột ", "Tệp ", "Không được", "Số ", "Ngày ")
    told = [(c, w.help) for c, e in BOOK.items() for w in e.words]
    assert [t for t in told if t[1].startswith(stated) or t[1][:1].islower()] == []


@pytest.mark.parametrize("typed", ["HTX-06", "htx-6", "htx06", "HTX 06", " htx-06 "])
def test_a_code_is_found_however_it_is_typed(typed):
    assert code_of(typed, BOOK) == "HTX-06"


def test_a_code_in_full():
    code, text = said("htx-6")
    assert code == 0
    assert text.startswith("HTX-06 · LỖI · biểu “HTX”\n")
    for label in ("Sai gì", "Hệ quả", "Phải làm", "Ví dụ sai", "Ví dụ đúng", "Kiểm tra"):
        assert f"\n  {label}" in text


def test_a_code_of_several_rules_tells_each_that_differs():
    _, text = said("MGR-06")
    assert text.count("MGR-06 · GHI NHẬN") == 2
    assert "Không kiểm tra được ngay trong mẫu: mẫu không thấy tệp của đơn vị khác." in " ".join(
        text.split()
    )


def test_without_a_code_the_list_and_with_words_a_search():
    assert said()[1].splitlines() == list(listed(BOOK.values()))
    assert [e.code for e in search("so dinh danh ca nhan", BOOK)] == [
        e.code for e in search("SỐ ĐỊNH DANH cá nhân", BOOK)
    ]
    assert search("so dinh danh ca nhan", BOOK)[0].code == "GEN-11"
    assert said("mật", "khẩu")[1].startswith("FIL-01 · LỖI")
    assert "HTX-18" in said("chuyển đổi")[1]


@pytest.mark.parametrize("words", [("HTX-99",), ("khong", "co", "chu", "nay", "xyz")])
def test_what_is_not_there_is_said_in_one_sentence(words):
    code, text = said(*words)
    assert code == 2
    assert len(text.splitlines()) == 1
    assert text.startswith("Không có mã")


def test_a_code_is_explained_without_pandas():
    program = (
        "import sys; from consolidate.cli import cli; cli(['explain', 'HTX-06'], "
        "standalone_mode=False); sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode == 0


# --- the page --------------------------------------------------------------------------------


def test_the_page_is_fresh():
    """Written anew by `python -m consolidate.rulebook`."""
    assert PAGE.read_text(encoding="utf-8") == page(PLAN)


def test_the_page_lists_every_code_once_and_every_link_leads_somewhere():
    text = page(PLAN)
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| [")]
    assert [re.search(r"\[(.+?)\]", row[0])[1] for row in rows] == list(BOOK)
    assert [len(row) for row in rows] == [6] * len(BOOK)
    assert {f"{CASES}/{code}.toml" for code in BOOK} <= set(re.findall(r"\]\((.+?)\)", text))
    for link in set(re.findall(r"\]\((\.\./.+?)\)", text)):
        assert (PAGE.parent / link).resolve().exists(), link


def test_the_page_counts_the_rules_that_are_not_live():
    later = sum(not rule.live for _, rule in RULES)
    assert 0 < later < len(RULES) / 5
    assert f"{len(RULES)} quy tắc" in page(PLAN)
    assert f"{later} quy tắc không kiểm tra được ngay trong mẫu" in page(PLAN)
