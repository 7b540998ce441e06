"""sheets/<sheet>.toml: the sheet itself and its columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from consolidate.plan.check.known import Known, spoken, twice
from consolidate.plan.faults import PlanFault
from consolidate.plan.lines import Path
from consolidate.plan.models import BESIDE_FIELDS, Column, SheetPlan
from consolidate.plan.source import Source
from consolidate.sheet_names import OURS

_LISTED = ("choice", "yes_no", "code")  # types that may take a list; a choice must
YES_NO = "yes_no"  # also the list of a column of that type that names none
_NUMBERS = ("count", "money", "percent")
_TEXTS = ("text", "code", "url")
_FORBIDDEN = "[]:*?/\\'"  # a spreadsheet takes none of them in a sheet's title
_LONGEST_TITLE = 31


class Here(NamedTuple):
    """A sheet, the file that it stands in, and all else that is declared."""

    source: Source
    sheet: SheetPlan
    known: Known


def sheet_faults(known: Known) -> Iterator[PlanFault]:
    """Every fault of the sheets and their columns."""
    titles: dict[str, str] = {}
    for key, fitted in known.draft.sheets.items():
        if fitted is None or fitted.value is None:
            continue
        here = Here(fitted.source, fitted.value, known)
        yield from _sheet_faults(here, key)
        owner = titles.setdefault(fitted.value.title.casefold(), key)
        if owner != key:
            said = f"tên biểu “{fitted.value.title}” đã dùng cho biểu “{owner}”."
            yield fitted.source.fault(("title",), said)
        for i, column in enumerate(fitted.value.column):
            for path, said in _column_faults(here, column):
                yield here.source.fault(("column", i, *path), f"cột “{column.field}”: {said}")


def _sheet_faults(here: Here, key: str) -> Iterator[PlanFault]:
    source, sheet, known = here
    if sheet.key != key:
        said = f"“key” là “{sheet.key}” nhưng tệp tên là “{key}”: hai tên phải giống nhau."
        yield source.fault(("key",), said)
    yield from spoken(source, ("title",), _title_fault(sheet.title))
    columns = [(("column", i, "field"), c.field) for i, c in enumerate(sheet.column)]
    derived = [(("derived", i, "field"), d.field) for i, d in enumerate(sheet.derived)]
    yield from twice(source, [*columns, *derived], "tên trường")
    if all(c.type == "row_number" for c in sheet.column):
        yield source.fault(("column",), "biểu chưa có cột nào để điền.")
    if sheet.label is not None:
        yield from spoken(source, ("label",), known.wrong_field(key, sheet.label))
    for i, field in enumerate(sheet.history.watched if sheet.history else ()):
        yield from spoken(source, ("history", "watched", i), known.wrong_field(key, field))
    if sheet.nil_field is not None:
        yield from _nil_faults(here, sheet.nil_field)


def _title_fault(title: str) -> str:
    if not title or len(title) > _LONGEST_TITLE:
        return f"tên biểu phải có từ 1 đến {_LONGEST_TITLE} ký tự."
    if title[0].isdigit() or any(sign in title for sign in _FORBIDDEN):
        return f"tên biểu “{title}” không được bắt đầu bằng chữ số hoặc có dấu {_FORBIDDEN}"
    if title in OURS:
        return f"tên biểu “{title}” là tên trang của chương trình, hãy đặt tên khác."
    return ""


def _nil_faults(here: Here, field: str) -> Iterator[PlanFault]:
    """The tick "không phát sinh" is a line of the form sheet."""
    known = here.known
    form = known.head.form_fields.sheet if known.head else ""
    path = ("nil_field",)
    yield from spoken(here.source, path, known.wrong_field(form, field))
    column = known.sheets[form].by_field.get(field) if form in known.sheets else None
    if column is not None and column.type != "yes_no":
        yield here.source.fault(path, f'cột “{field}” của biểu “{form}” phải có type = "yes_no".')


# --- columns -------------------------------------------------------------------------------------

Said = tuple[Path, str]


def _column_faults(here: Here, column: Column) -> Iterator[Said]:
    if column.field in _reserved():
        yield ("field",), "là tên có sẵn của ngôn ngữ quy tắc, hãy đặt tên khác."
    if column.field in BESIDE_FIELDS and here.sheet.kind == "table":
        yield ("field",), "là tên cột mà bảng tổng hợp thêm vào, hãy đặt tên khác."
    tiers = {"core", "ext", *here.sheet.tiers}
    if column.tier not in tiers:
        yield ("tier",), f"không có tier “{column.tier}”; các tier: {', '.join(sorted(tiers))}."
    if column.required and column.required_when is not None:
        yield ("required_when",), "chỉ dùng required hoặc required_when."
    if column.type == "row_number" and (column.required or column.required_when):
        yield ("required",), "cột số thứ tự không thể bắt buộc."
    yield from _list_faults(here.known, column)
    yield from _reference_faults(here.known, column)
    yield from _bound_faults(column)
    if column.month_only_allowed and column.type != "date":
        yield ("month_only_allowed",), 'chỉ dùng với type = "date".'
    if column.max_length is not None and (column.type not in _TEXTS or column.max_length < 1):
        yield ("max_length",), "chỉ dùng với văn bản và phải từ 1."


def _list_faults(known: Known, column: Column) -> Iterator[Said]:
    code = column.list or (YES_NO if column.type == YES_NO else None)
    if code is None:
        if column.type == "choice" and column.field not in known.draft.doubtful:
            yield (), 'type = "choice" cần khóa “list”.'
        return
    if column.type not in _LISTED:
        yield ("list",), f'type = "{column.type}" không dùng danh mục.'
        return
    said = known.wrong_list(code)
    if not said and column.type == YES_NO:
        said = _yes_no_fault(known, code)
    if said:
        yield ("list",), said


def _yes_no_fault(known: Known, code: str) -> str:
    chosen = known.lists.get(code)
    if chosen is None or {v.code for v in chosen.values} == {"yes", "no"}:
        return ""
    return f"danh mục “{code}” phải có đúng hai mã “yes” và “no”."


def _reference_faults(known: Known, column: Column) -> Iterator[Said]:
    is_reference = column.type == "reference"
    if is_reference != bool(column.refers_to) and column.field not in known.draft.doubtful:
        yield ("refers_to",), '“refers_to” cần có khi và chỉ khi type = "reference".'
    if column.free_text and not is_reference:
        yield ("free_text",), 'chỉ dùng với type = "reference".'
    for i, key in enumerate(column.refers_to):
        said = known.wrong_reference(key)
        if said:
            yield ("refers_to", i), said


def _bound_faults(column: Column) -> Iterator[Said]:
    for key in ("min", "max"):
        bound = getattr(column, key)
        if bound is None:
            continue
        if column.type == "date":
            suits = isinstance(bound, date)
        else:
            suits = column.type in _NUMBERS and not isinstance(bound, date)
        if not suits:
            yield (key,), f'“{key}” không hợp với type = "{column.type}".'
            return
    low, high = column.min, column.max
    if low is not None and high is not None and not low <= high:  # type: ignore[operator]
        yield ("max",), "“max” nhỏ hơn “min”."


def _reserved() -> frozenset[str]:
    # the rules know the models of this package, so they are met only when a plan is judged
    from consolidate.rules.scope import RESERVED

    return RESERVED
