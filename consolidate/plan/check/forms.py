"""forms.toml: each kind of form needs its own keys and no others."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.plan.check.known import Known, twice
from consolidate.plan.faults import PlanFault, near
from consolidate.plan.lines import Path
from consolidate.plan.models import FormColumn, OutputForm

Said = tuple[Path, str]
_MEASURES = ("value", "count", "sum")


def form_faults(known: Known) -> Iterator[PlanFault]:
    """Every fault of forms.toml that is not inside an expression."""
    fitted = known.draft.forms
    if fitted is None or fitted.value is None:
        return
    source, forms = fitted.source, fitted.value.form
    yield from twice(
        source, [(("form", i, "number"), f.number) for i, f in enumerate(forms)], "biểu"
    )
    for i, form in enumerate(forms):
        for path, said in _one_form(form, known):
            yield source.fault(("form", i, *path), f"biểu {form.number}: {said}")


def _one_form(form: OutputForm, known: Known) -> Iterator[Said]:
    if form.kind in ("rows", "groups"):
        yield from _table_faults(form, known)
    elif form.sheet is not None or form.columns:
        yield ("kind",), f'kind = "{form.kind}" không dùng “sheet” và “columns”.'
    if form.cell_notes and form.kind != "rows":
        yield ("cell_notes",), f'kind = "{form.kind}" không dùng “cell_notes”.'
    yield from _target_faults(form, known)
    if (form.kind == "groups") != (form.group_by is not None):
        yield ("group_by",), '“group_by” cần có khi và chỉ khi kind = "groups".'


def _target_faults(form: OutputForm, known: Known) -> Iterator[Said]:
    if form.targets and form.kind not in ("targets", "units"):
        yield ("targets",), f'kind = "{form.kind}" không dùng “targets”.'
    if known.head is None:
        return
    codes = {t.code for t in known.head.target}
    for i, code in enumerate(form.targets):
        if code not in codes and code not in known.draft.doubtful:
            yield ("targets", i), f"không có mục tiêu “{code}”{near(code, codes)}"


def _table_faults(form: OutputForm, known: Known) -> Iterator[Said]:
    if form.sheet is None:
        yield (), "thiếu khóa “sheet”."
        return
    said = known.wrong_table(form.sheet)
    if said:
        yield ("sheet",), said
        return
    if not form.columns:
        yield (), "thiếu khóa “columns”."
    if form.group_by not in (None, "unit"):
        said = known.wrong_field(form.sheet, form.group_by or "")
        if said:
            yield ("group_by",), said
    for i, column in enumerate(form.columns):
        if isinstance(column, FormColumn):
            said = _computed_fault(column, form, known)
        elif form.kind == "groups":
            said = "mỗi cột của biểu nhóm phải là { title = …, count hoặc sum = … }."
        else:
            said = known.wrong_field(form.sheet, column, derived=True)
        if said:
            yield ("columns", i), said


def _computed_fault(column: FormColumn, form: OutputForm, known: Known) -> str:
    measures = [key for key in _MEASURES if getattr(column, key) is not None]
    wanted = ("value",) if form.kind == "rows" else ("count", "sum")
    if len(measures) != 1 or measures[0] not in wanted:
        return f"cột “{column.title}” cần đúng một trong: {', '.join(wanted)}."
    key = column.sheet or form.sheet or ""
    said = known.wrong_table(key)
    if not said and column.distinct is not None:
        said = known.wrong_identity(key, column.distinct)
    if not said and column.sheet and form.group_by not in (None, "unit"):
        said = known.wrong_field(key, form.group_by or "")
    return said
