"""What a finding means, in full: the words of the catalogue and of the plan, gathered by code.

Nothing is worded twice: sentences, examples and reasons stand where the finding is declared.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consolidate.catalogue import CATALOGUE, CAUSES, Entry
from consolidate.issues import Severity
from consolidate.plan.models import Plan, Rule, SheetPlan
from consolidate.text import bare

WIDTH, LABEL = 80, 13
SEVERITIES = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.INFO: "GHI NHẬN"}
CONSEQUENCES = {
    Severity.ERROR: "để riêng, chưa được tính cho đến khi sửa.",
    Severity.WARNING: "vẫn được tính, cần xem lại.",
    Severity.INFO: "chỉ ghi nhận để biết.",
}
OF_THE_FILE = "các dòng vẫn được tính, nhưng tệp phải sửa và gửi lại."
STAGES = {  # when the mechanism finds something, by the letters of the code
    "FIL": "khi mở, nhận diện và đọc tệp",
    "QDI": "khi đọc quyet-dinh.xlsx",
    "XP": "khi so với kỳ báo cáo và số liệu kỳ trước",
    "XU": "sau khi gộp báo cáo của các đơn vị",
}
BY_ROW, BY_FILE, BETWEEN = "khi kiểm tra từng tệp", "mỗi tệp một lần", STAGES["XU"]
IN_TEMPLATE = "ngay trong mẫu khi đang điền"
SAMPLE = {"cell": "M9", "row": "9", "title": "tên cột", "sheet": "tên biểu", "file": "tên tệp"}
CATALOGUE_FILE = "consolidate/catalogue.py"
_QUOTED = re.compile(r"\{([a-z_]+)\}")
_CODE = re.compile(r"([A-Za-z]{2,4})[ -]?0?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Words:
    """One declaration of a code: a rule of the plan, or an entry of the catalogue."""

    severity: Severity
    sheet: str  # title of the sheet it is a rule of, blank for the mechanism
    message: str
    help: str
    why: str
    consequence: str
    wrong: str
    right: str
    found: str  # when it is found
    live: bool
    live_reason: str
    condition: str  # of a rule, as it stands in the plan
    declared: str  # the file that declares it


@dataclass(frozen=True, slots=True)
class Explained:
    """A code with all its declarations."""

    code: str
    words: tuple[Words, ...]

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How grave it is, each severity once."""
        return tuple(dict.fromkeys(w.severity for w in self.words))

    @property
    def text(self) -> str:
        """All that can be searched for, without marks."""
        causes = CAUSES.values() if "{cause}" in self.words[0].message else ()
        parts = [(w.sheet, w.message, w.help, w.why, w.wrong, w.right) for w in self.words]
        return bare(" ".join([self.code, *(p for each in parts for p in each), *causes]))


def rulebook(plan: Plan) -> dict[str, Explained]:
    """Every code that the program can give for a plan, in the order in which files are read."""
    found: dict[str, list[Words]] = {}
    for sheet in plan.sheets:
        for rule in sheet.rule:
            found.setdefault(rule.code, []).append(_of_rule(rule, sheet))
    for code, entry in CATALOGUE.items():
        if code not in found:
            found[code] = [_of_entry(code, entry)]
    order = ["FIL", "INF", "GEN", *(c.split("-")[0] for c in found if c not in CATALOGUE)]
    families = {family: n for n, family in reversed([*enumerate(order)])}

    def reading_order(code: str) -> tuple[int, str]:
        return families.get(code.split("-")[0], len(order)), code

    return {code: Explained(code, tuple(found[code])) for code in sorted(found, key=reading_order)}


def _of_rule(rule: Rule, sheet: SheetPlan) -> Words:
    fields = {c.field: f"‹{c.title}›" for c in sheet.column}
    found = {"row": BY_ROW, "sheet": BY_FILE, "units": BETWEEN}[rule.scope]
    of_file = rule.scope == "sheet" and rule.severity is Severity.ERROR
    return Words(
        severity=rule.severity,
        sheet=sheet.title,
        message=_readable(rule.message, fields),
        help=_readable(rule.help, fields),
        why=rule.why,
        consequence=OF_THE_FILE if of_file else CONSEQUENCES[rule.severity],
        wrong=rule.wrong,
        right=rule.right,
        found=found,
        live=rule.live,
        live_reason=rule.live_reason,
        condition=" ".join(rule.require.split()),
        declared=f"sheets/{sheet.key}.toml",
    )


def _of_entry(code: str, entry: Entry) -> Words:
    sample = SAMPLE | ({"value": entry.wrong} if entry.wrong else {})
    return Words(
        severity=entry.severity,
        sheet="",
        message=_readable(entry.message, sample),
        help=_readable(entry.help, sample),
        why=entry.why,
        consequence=CONSEQUENCES[entry.severity],
        wrong=entry.wrong,
        right=entry.right,
        found=STAGES.get(code.split("-")[0], BY_ROW),
        live=entry.live,
        live_reason="",
        condition="",
        declared=CATALOGUE_FILE,
    )


def _readable(sentence: str, fields: dict[str, str]) -> str:
    """A sentence with the titles of what it quotes, and dots for what only a finding knows."""
    whole = sentence.replace("{suggest}", "").replace("{unit}", "…")
    said = _QUOTED.sub(lambda name: fields.get(name[1], "…"), whole).strip()
    return said.replace("“‹", "‹").replace("›”", "›")


# --- looking up ------------------------------------------------------------------------------


def code_of(text: str, book: dict[str, Explained]) -> str | None:
    """The code that is meant by "htx-6", "HTX 06" or "HTX06"; None where the book has none."""
    told = _CODE.fullmatch(text.strip())
    code = f"{told[1].upper()}-{int(told[2]):02}" if told else text.strip().upper()
    return code if code in book else None


def is_code(text: str) -> bool:
    """Whether a text looks like a code, be there one or not."""
    return _CODE.fullmatch(text.strip()) is not None


def search(text: str, book: dict[str, Explained]) -> list[Explained]:
    """The codes whose words hold all the words of a text; marks make no difference.

    Those where the words stand together come first.
    """
    asked = bare(text)
    found = [e for e in book.values() if all(word in e.text for word in asked.split())]
    return sorted(found, key=lambda e: asked not in e.text)


# --- on the screen, 80 columns ---------------------------------------------------------------


def listed(entries: Iterable[Explained]) -> Iterator[str]:
    """One line a code: how grave it is and the beginning of what it says."""
    for entry in entries:
        words = entry.words[0]
        head = f"{entry.code:<8}{SEVERITIES[words.severity]:<10}"
        message = textwrap.shorten(words.message, WIDTH - len(head), placeholder=" …")
        yield f"{head}{message}"


def shown(entry: Explained) -> Iterator[str]:
    """A code in full; declarations that say the same are told once, with their sheets."""
    for number, (words, sheets) in enumerate(told_once(entry.words)):
        if number:
            yield ""
        where = f" · biểu {', '.join(sheets)}" if sheets else ""
        yield from _wrap(f"{entry.code} · {SEVERITIES[words.severity]}{where}", "")
        for label, text in lines_of(words):
            if text:
                yield from _wrap(text, f"  {label:<{LABEL}}")
    if "cause" in CATALOGUE.get(entry.code, Entry(Severity.INFO, "", "")).message:
        yield from _wrap("Các nguyên nhân:", "  ")
        for cause in CAUSES.values():
            yield from _wrap(_readable(cause, {}), "    – ")


def lines_of(words: Words) -> Iterator[tuple[str, str]]:
    """Label and text of everything that is to be said of a declaration; some texts are blank."""
    yield "Sai gì", words.message
    yield "Vì sao", words.why
    yield "Hệ quả", _capital(words.consequence)
    yield "Phải làm", words.help
    yield "Ví dụ sai", words.wrong or "(ô để trống)"
    yield "Ví dụ đúng", words.right
    yield "Kiểm tra", readings(words)


def readings(words: Words) -> str:
    """Where the finding is made: in the template as well, or only later and why."""
    if words.live:
        return _capital(f"{IN_TEMPLATE}; {words.found}.")
    reason = words.live_reason[:1].lower() + words.live_reason[1:]
    later = f" Không kiểm tra được ngay trong mẫu: {reason}" if reason else ""
    return f"{_capital(words.found)}.{later}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def told_once(words: Iterable[Words]) -> Iterator[tuple[Words, list[str]]]:
    """Declarations with the same message and help, with the titles of their sheets."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for one in words:
        groups.setdefault((one.message, one.help), []).append(one)
    for group in groups.values():
        yield group[0], list(dict.fromkeys(f"“{w.sheet}”" for w in group if w.sheet))


def _wrap(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
