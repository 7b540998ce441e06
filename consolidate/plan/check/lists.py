"""lists.toml: codes and titles that stand once, flags that are declared."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from consolidate.plan.check.known import Known, twice
from consolidate.plan.faults import PlanFault, near
from consolidate.plan.models import ChoiceList, ListValue
from consolidate.plan.source import Source

_KINDS = {"yes_no": bool, "text": str}
_SPOKEN = {
    # lists whose titles are the words for what the program finds out
    "target_status": {"exceeded", "met", "not_met", "in_progress", "not_applicable", "incomplete"},
    "submission_status": {
        "missing",
        "valid",
        "valid_with_warnings",
        "needs_correction",
        "unreadable",
        "late",
    },
}
_KIND_WORDS = {"yes_no": "true hoặc false", "text": "chữ (đặt trong ngoặc kép)"}


def list_faults(known: Known) -> Iterator[PlanFault]:
    """Every fault of lists.toml."""
    fitted = known.draft.lists
    if fitted is None or fitted.value is None:
        return
    source, lists = fitted.source, fitted.value.list
    yield from twice(
        source, [(("list", i, "code"), c.code) for i, c in enumerate(lists)], "danh mục"
    )
    for i, chosen in enumerate(lists):
        yield from _one_list(source, i, chosen, known)
    for code, needed in _SPOKEN.items():
        yield from _spoken_faults(source, code, needed, known)


def _spoken_faults(
    source: Source, code: str, needed: set[str], known: Known
) -> Iterator[PlanFault]:
    if code in known.draft.doubtful:
        return
    chosen = known.lists.get(code)
    if chosen is None:
        yield source.fault((), f"thiếu danh mục “{code}” (chữ dùng trong các biểu tổng hợp).")
        return
    lacking = needed - {v.code for v in chosen.values} - known.draft.doubtful
    if lacking:
        at = [c.code for c in known.lists.values()].index(code)
        said = f"danh mục “{code}” thiếu mã: {', '.join(sorted(lacking))}."
        yield source.fault(("list", at), said)


def _one_list(source: Source, i: int, chosen: ChoiceList, known: Known) -> Iterator[PlanFault]:
    path = ("list", i)
    if not chosen.code:
        yield source.fault(path, "danh mục thiếu khóa “code”.")
    if chosen.source != "values" and chosen.values:
        said = f"danh mục “{chosen.code}” lấy từ “{chosen.source}” thì không ghi “values”."
        yield source.fault((*path, "values"), said)
    if chosen.source == "values" and not chosen.values and chosen.code not in known.draft.doubtful:
        yield source.fault(path, f"danh mục “{chosen.code}” chưa có giá trị nào.")
    codes = [((*path, "values", n), v.code) for n, v in enumerate(chosen.values)]
    yield from twice(source, codes, f"danh mục “{chosen.code}”: mã")
    yield from _spellings(source, i, chosen)
    for n, value in enumerate(chosen.values):
        yield from _flag_faults(source, (*path, "values", n), value, chosen)


def _spellings(source: Source, i: int, chosen: ChoiceList) -> Iterator[PlanFault]:
    """A text that two values share could not be read back."""
    owners: dict[str, str] = {}
    for n, value in enumerate(chosen.values):
        for text in (value.title, *value.aliases):
            owner = owners.setdefault(normalize("NFC", text).casefold().strip(), value.code)
            if owner != value.code:
                said = f"danh mục “{chosen.code}”: “{text}” đã dùng cho mã “{owner}”."
                yield source.fault(("list", i, "values", n), said)


def _flag_faults(
    source: Source, path: tuple[str | int, ...], value: ListValue, chosen: ChoiceList
) -> Iterator[PlanFault]:
    for name, flag in value.flags.items():
        kind = chosen.flags.get(name)
        if kind is None:
            known = {"code", "title", "aliases", *chosen.flags}
            said = f"danh mục “{chosen.code}”: không có khóa hay cờ “{name}”{near(name, known)}"
            yield source.fault((*path, name), said)
        elif not isinstance(flag, _KINDS[kind]):
            said = f"danh mục “{chosen.code}”: cờ “{name}” phải là {_KIND_WORDS[kind]}."
            yield source.fault((*path, name), said)
