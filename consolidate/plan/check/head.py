"""plan.toml: levels, periods, settings, targets, the form's fields and the example."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consolidate.plan.check.known import Known, spoken, twice
from consolidate.plan.check.quotes import quote_faults
from consolidate.plan.faults import PlanFault, near
from consolidate.plan.files import PlanToml
from consolidate.plan.models import QUOTED_IN_REMINDERS, Period, Ratio, Reminders, Setting, Target
from consolidate.plan.source import Source

_FORM_TYPES = {
    # which types the fields may have by which a return is recognised
    "unit_code": ("code", "text", "choice"),
    "unit_name": ("text",),
    "period": ("code", "text", "choice"),
    "submission": ("count",),
    "cutoff": ("date",),
    "report_date": ("date",),
    "report_no": ("text", "code"),
}

_QUOTED_OF_A_TARGET = ("achieved", "goal", "rate", "of", "to")


def head_faults(known: Known) -> Iterator[PlanFault]:
    """Every fault of plan.toml that another part of the plan shows."""
    fitted = known.draft.plan
    if fitted is None or fitted.value is None:
        return
    source, head = fitted.source, fitted.value
    for table in ("level", "period", "target", "setting"):
        named = [((table, i, "code"), x.code) for i, x in enumerate(getattr(head, table))]
        yield from twice(source, named, f"[[{table}]]")
    fields = [(("setting", i, "field"), s.field) for i, s in enumerate(head.setting)]
    yield from twice(source, fields, "[[setting]] với field")
    yield from _order_faults(source, head, known)
    if head.year_start > head.year_end:
        yield source.fault(("year_end",), "“year_end” đứng trước “year_start”.")
    for i, period in enumerate(head.period):
        yield from _period_faults(source, i, period, head, known)
    for i, setting in enumerate(head.setting):
        yield from _setting_faults(source, i, setting)
    for i, target in enumerate(head.target):
        yield from _target_faults(source, i, target, known)
    yield from _form_field_faults(source, head, known)
    yield from _example_faults(source, head, known)
    yield from _reminder_faults(source, head)


def _order_faults(source: Source, head: PlanToml, known: Known) -> Iterator[PlanFault]:
    items = [(("sheet_order", i), key) for i, key in enumerate(head.sheet_order)]
    yield from twice(source, items, "biểu")
    for path, key in items:
        yield from spoken(source, path, known.wrong_sheet(key))
    for key, fitted in known.draft.sheets.items():
        if key not in head.sheet_order and fitted is not None:
            said = f"biểu “{key}” không có trong sheet_order của plan.toml."
            yield fitted.source.fault((), said)


def _period_faults(
    source: Source, i: int, period: Period, head: PlanToml, known: Known
) -> Iterator[PlanFault]:
    def at(key: str) -> tuple[str, int, str]:
        return ("period", i, key)

    name = f"kỳ “{period.code}”"
    if period.end < period.start:
        yield source.fault(at("end"), f"{name}: “end” đứng trước “start”.")
    elif not period.start <= period.cutoff <= period.end:
        yield source.fault(at("cutoff"), f"{name}: “cutoff” nằm ngoài kỳ.")
    if period.due < period.cutoff:
        yield source.fault(at("due"), f"{name}: “due” đứng trước “cutoff”.")
    if period.start < head.year_start or period.end > head.year_end:
        yield source.fault(at("start"), f"{name}: nằm ngoài “year_start” đến “year_end”.")
    for key, level in (("units", period.units), *(("optional", x) for x in period.optional)):
        yield from spoken(source, at(key), known.wrong_level(level))
    units = known.draft.units
    if units and not units.faults and all(u.level != period.units for u in units.rows):
        said = f"{name}: không có đơn vị nào ở cấp “{period.units}” trong units.csv."
        yield source.fault(at("units"), said)
    communes = known.draft.communes
    if period.communes and communes and not communes.faults:
        versions = {c.version for c in communes.rows}
        if period.communes not in versions:
            said = f"{name}: communes.csv không có phiên bản “{period.communes}”"
            yield source.fault(at("communes"), said + near(period.communes, versions))


# --- settings ------------------------------------------------------------------------------------


def _setting_faults(source: Source, i: int, setting: Setting) -> Iterator[PlanFault]:
    def fault(key: str, said: str) -> PlanFault:
        return source.fault(("setting", i, key), f"lựa chọn “{setting.code}”: {said}")

    codes = [v.code for v in setting.values]
    yield from twice(
        source, [(("setting", i, "values", n), c) for n, c in enumerate(codes)], "giá trị"
    )
    if (setting.type == "choice") != bool(codes):
        yield fault("values", '“values” cần có khi và chỉ khi type = "choice".')
    wanted = {"cutoff": "date", "pace": "percent"}.get(setting.overrides or "", setting.type)
    if setting.type != wanted:
        yield fault("overrides", f'overrides = "{setting.overrides}" cần type = "{wanted}".')
    if setting.default is None:
        if setting.overrides is None:
            yield fault("code", "thiếu khóa “default”.")
    elif not _suits(setting):
        yield fault("default", f'“default” không hợp với type = "{setting.type}".')


def _suits(setting: Setting) -> bool:
    value = setting.default
    match setting.type:
        case "choice":
            return value in [v.code for v in setting.values]
        case "yes_no":
            return isinstance(value, bool)
        case "count":
            return isinstance(value, int) and not isinstance(value, bool)
        case "date":
            return isinstance(value, date)
        case _:
            return isinstance(value, int | float) and not isinstance(value, bool)


# --- targets -------------------------------------------------------------------------------------


def _target_faults(source: Source, i: int, target: Target, known: Known) -> Iterator[PlanFault]:
    path = ("target", i)
    name = f"mục tiêu “{target.code}”"
    for said in quote_faults(target.sentence, _QUOTED_OF_A_TARGET):
        yield source.fault((*path, "sentence"), f"{name}: {said}")
    set_keys = [k for k in ("count", "sum", "ratio") if getattr(target, k) is not None]
    if len(set_keys) != 1:
        yield source.fault((*path, *set_keys[1:2]), f"{name} cần đúng một trong count, sum, ratio.")
        return
    if target.at_least is not None and target.at_most is not None:
        yield source.fault((*path, "at_most"), f"{name}: chỉ dùng at_least hoặc at_most.")
    measure = target.measure
    here = (*path, set_keys[0])
    yield from spoken(source, (*here, "sheet"), known.wrong_table(measure.sheet))
    if measure.distinct is not None:
        if isinstance(measure, Ratio) and measure.value is not None:
            yield source.fault((*here, "value"), f"{name}: có “value” thì không dùng “distinct”.")
        said = known.wrong_identity(measure.sheet, measure.distinct)
        yield from spoken(source, (*here, "distinct"), said)


# --- the form sheet, the example -----------------------------------------------------------------


def _form_field_faults(source: Source, head: PlanToml, known: Known) -> Iterator[PlanFault]:
    key = head.form_fields.sheet
    yield from spoken(source, ("form_fields", "sheet"), known.wrong_sheet(key))
    forms = [k for k, s in known.sheets.items() if s.kind == "form"]
    sheet = known.sheets.get(key)
    if sheet is None:
        return
    if forms != [key]:
        said = f'cần đúng một biểu có kind = "form", là “{key}”.'
        yield source.fault(("form_fields", "sheet"), said)
    for part, types in _FORM_TYPES.items():
        field = getattr(head.form_fields, part)
        if field is None:
            continue
        path = ("form_fields", part)
        yield from spoken(source, path, known.wrong_field(key, field))
        column = sheet.by_field.get(field)
        if column and column.type not in types:
            yield source.fault(path, f"cột “{field}” phải có type là {' hoặc '.join(types)}.")
        if column and column not in sheet.shown:
            yield source.fault(path, f"cột “{field}” thuộc tier không được hiện.")


def _reminder_faults(source: Source, head: PlanToml) -> Iterator[PlanFault]:
    for name in Reminders.model_fields if head.reminders else ():
        for said in quote_faults(getattr(head.reminders, name), QUOTED_IN_REMINDERS):
            yield source.fault(("reminders", name), said)


def _example_faults(source: Source, head: PlanToml, known: Known) -> Iterator[PlanFault]:
    guide = head.guide
    if not guide.example_sheet:
        if guide.example:
            yield source.fault(("guide", "example"), "có ví dụ nhưng thiếu “example_sheet”.")
        return
    sheet_path = ("guide", "example_sheet")
    yield from spoken(source, sheet_path, known.wrong_table(guide.example_sheet))
    sheet = known.sheets.get(guide.example_sheet)
    for field, value in guide.example.items():
        path = ("guide", "example", field)
        yield from spoken(source, path, known.wrong_field(guide.example_sheet, field))
        column = sheet.by_field.get(field) if sheet else None
        chosen = known.lists.get(column.list or "") if column else None
        codes = [v.code for v in chosen.values] if chosen else []
        if codes and value not in codes:
            yield source.fault(path, f"danh mục không có mã “{value}”{near(str(value), codes)}")
