"""The plan folder as frozen models: what a plan may say, and nothing of any plan in particular.

Expressions of the rule language stand here as text; `consolidate.rules` reads them. Cross
references (a column that names a list, a target that names a sheet) are judged in `check.py`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from consolidate.issues import Severity

Type = Literal[
    "text", "count", "money", "percent", "date", "choice", "yes_no", "code", "tax_code",
    "phone", "reference", "url", "row_number",
]  # fmt: skip
Number = StrictInt | StrictFloat
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """Frozen, and a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- lists and rosters ---------------------------------------------------------------------


class ListValue(BaseModel):
    """One value of a list: its code, what people see, other spellings, and its flags."""

    model_config = ConfigDict(frozen=True, extra="allow")  # flags; checked against List.flags

    code: Code
    title: str
    aliases: tuple[str, ...] = ()

    @property
    def flags(self) -> dict[str, bool | str]:
        """Flags that are set on this value; a flag that is not set is false (or blank text)."""
        return dict(self.__pydantic_extra__ or {})


class ChoiceList(Model):
    """A dropdown list. `source` says where generated lists come from; then `values` is empty."""

    code: Code = ""
    title: str = ""
    flags: dict[FieldName, Literal["yes_no", "text"]] = {}
    source: Literal["values", "communes", "units", "periods"] = "values"
    values: tuple[ListValue, ...] = ()


class Unit(Model):
    """A reporting unit (one line of units.csv). `level` says in which periods it is expected."""

    code: Code
    name: str
    full_name: str
    kind: str
    level: FieldName
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    aliases: tuple[str, ...] = ()


class Commune(Model):
    """A commune, ward or township (one line of communes.csv) in one version of the roster."""

    version: str
    code: Code
    name: str
    kind: str
    unit: str  # the unit that reports it

    @property
    def title(self) -> str:
        """What the dropdown shows, for example "Phường Phúc Xá"."""
        return f"{self.kind[:1].upper()}{self.kind[1:]} {self.name}"


class Succession(Model):
    """Old commune to new commune (one line of succession.csv): whole (`full`) or split (`part`)."""

    old_version: str
    old_code: Code
    new_version: str
    new_code: Code
    extent: Literal["full", "part"]


# --- plan.toml -------------------------------------------------------------------------------


class Document(Model):
    """Words of the plan's papers: heads, signatures, names. Nothing here is computed with."""

    organisation: str
    short_organisation: str
    head_left: tuple[str, ...]
    head_right: tuple[str, ...]
    place: str
    report_sign: str
    sign_left: tuple[str, ...]
    sign_right: tuple[str, ...]
    contact: str
    privacy: str


class Guide(Model):
    """First sheet of the template: steps, definitions, and how to fill in one example row."""

    steps: tuple[str, ...]
    definitions: tuple[str, ...] = ()
    example_sheet: str = ""
    example: dict[str, str | int | float | date] = {}


QUOTED_IN_REMINDERS = (
    "unit", "period", "due", "cutoff", "days", "file", "number", "findings", "contact",
    "organisation",
)  # fmt: skip


class Reminders(Model):
    """Texts for the units, ready to be sent; in braces they may quote QUOTED_IN_REMINDERS:
    `days` late, `number` of findings and the `findings` themselves, one a line, among them."""

    missing: str
    overdue: str
    unusable: str
    correct: str
    conflict: str
    thanks: str


class FormFields(Model):
    """Which field of the form sheet plays which part in recognising a return."""

    sheet: str
    unit_code: FieldName
    unit_name: FieldName
    period: FieldName
    submission: FieldName
    cutoff: FieldName
    report_date: FieldName
    report_no: FieldName | None = None


class Names(Model):
    """Words that keys of names and numbers with words need to know (see `consolidate.text`)."""

    drop_leading: tuple[str, ...] = ()  # forms of organisation in front of a name
    expand: dict[str, str] = {}  # abbreviations inside a name
    unit_words: tuple[str, ...] = ()  # words that may stand behind a number


class Level(Model):
    """A level of reporting units."""

    code: FieldName
    title: str


class Period(Model):
    """A reporting period. Its figures are cumulative from the plan's `year_start`."""

    code: Code
    name: str
    start: date
    end: date
    cutoff: date
    due: date
    units: FieldName  # level of the units that are expected
    optional: tuple[FieldName, ...] = ()  # levels that may report and are not expected
    communes: str = ""  # version of the roster of communes, where the plan has one
    pace: Annotated[Number, Field(gt=0, le=1)] = 1.0  # share of the goal that is on time; 1 = final

    @property
    def is_final(self) -> bool:
        """Whether a goal that is not reached in this period is missed (brief 2.3)."""
        return self.pace >= 1


class SettingValue(Model):
    """One value that a setting may take."""

    code: Code
    title: str


class Setting(Model):
    """A choice of the officer (D-1 … D-12), read in expressions as `settings.<field>`."""

    code: Code
    field: FieldName
    title: str
    help: str
    type: Literal["choice", "yes_no", "count", "money", "percent", "date"]
    values: tuple[SettingValue, ...] = ()
    default: StrictBool | StrictInt | StrictFloat | date | StrictStr | None = None
    overrides: Literal["cutoff", "pace"] | None = None


class Counted(Model):
    """Numerator by counting rows, or distinct identities of them."""

    sheet: str
    where: str = "true"
    distinct: FieldName | None = None


class Summed(Model):
    """Numerator by adding a numeric expression over rows, each identity once."""

    sheet: str
    value: str
    where: str = "true"
    distinct: FieldName | None = None


class Ratio(Model):
    """Rows `of` among rows `to`; with `distinct` both count identities."""

    sheet: str
    of: str
    to: str = "true"
    distinct: FieldName | None = None
    value: str | None = None  # a numeric expression: ratio of sums instead of counts


class Target(Model):
    """A goal of the plan, or (without at_least and at_most) a memo line."""

    code: Code
    clause: str
    title: str
    short: str
    unit: str
    at_least: Number | None = None
    at_most: Number | None = None
    count: Counted | None = None
    sum: Summed | None = None
    ratio: Ratio | None = None
    unit_rated: StrictBool = False  # whether a single unit may be rated on it
    note: str = ""
    sentence: str = ""  # in running text; quotes {achieved}, {goal}, {rate} (with %), {of}, {to}

    @property
    def measure(self) -> Counted | Summed | Ratio:
        """The one of count, sum and ratio that is set (check.py sees to that)."""
        measure = self.count or self.sum or self.ratio
        if measure is None:
            raise ValueError(self.code)
        return measure

    @property
    def goal(self) -> float | int | None:
        """The figure to reach or to stay under; None for a memo line."""
        return self.at_least if self.at_least is not None else self.at_most


# --- sheets/<sheet>.toml ---------------------------------------------------------------------


class Column(Model):
    """One column of a table, or one line of the form sheet."""

    field: FieldName
    title: str
    type: Type
    unit: str = ""
    list: Code | None = None
    refers_to: tuple[str, ...] = ()
    free_text: StrictBool = False  # a reference that may also be free text
    required: StrictBool = False
    required_when: str | None = None
    tier: FieldName = "core"
    personal: StrictBool = False
    min: Number | date | None = None
    max: Number | date | None = None
    month_only_allowed: StrictBool = False
    measure: Literal["", "stock", "cumulative"] = ""  # how the figure may move between periods
    carried: StrictBool = False  # offered again in the next template
    max_length: StrictInt | None = None
    aliases: tuple[str, ...] = ()
    help: str = ""
    feeds: str = ""


OTHER_UNIT = "other_unit"
"""What the sentences of a rule between units may quote: the unit whose row stands first."""


class Rule(Model):
    """A rule: `require` must not be false. `blame` names the column(s) that carry the finding."""

    code: Code
    severity: Severity
    require: str
    blame: str | tuple[str, ...] = ()
    message: str
    help: str
    scope: Literal["row", "sheet", "units"] = "row"
    facts: dict[FieldName, str] = {}  # further expressions whose values the message quotes
    why: str = ""  # why it matters, where that is not plain; for `explain`
    right: str = ""  # a right example, for `explain`
    wrong: str = ""
    live: StrictBool = True
    live_reason: str = ""  # why the rule has no Excel reading, when live = false
    enabled: StrictBool = True
    since: Code | None = None  # first period in which the rule holds

    @property
    def blamed(self) -> tuple[str, ...]:
        """The blamed columns, always as a tuple."""
        return (self.blame,) if isinstance(self.blame, str) else self.blame


class Condition(Model):
    """One condition of a derived truth value, and what to say when it is the first that fails."""

    when: str
    otherwise: str


class Derived(Model):
    """A field computed from the rows: a truth value with reasons (`all`), or any `value`."""

    field: FieldName
    title: str
    all: tuple[Condition, ...] = ()
    value: str | None = None


class AnyOf(Model):
    """Two rows are the same thing when any one of the keys agrees (and is filled in both)."""

    any: tuple[tuple[str, ...], ...]


Identity = tuple[tuple[str, ...], ...] | AnyOf


class Likely(Model):
    """Rows of two units that may be one thing: a question to the officer, never a merge."""

    code: Code  # of the catalogue, the finding that says so
    key: tuple[str, ...]  # expressions; rows are alike when all are known and agree


BESIDE_FIELDS = frozenset({"file", "row", "state", "kept_as", "unit_name"})
"""Columns that merged tables carry beside a sheet's own, so that no field may have their name."""


class History(Model):
    """What is asked of a thing that an earlier period had, too (XP-01, XP-03, XP-04)."""

    gone: StrictBool = False  # whether a thing that is missing now is worth a word
    watched: tuple[FieldName, ...] = ()  # identifying fields that should not change
    new_when: str | None = None  # condition that says: this thing is new in the plan year
    carried_when: str | None = None  # condition for offering a row in the next template


class SheetPlan(Model):
    """A sheet of the template: its columns, identities, derived fields and rules."""

    key: FieldName
    title: str
    kind: Literal["form", "table"] = "table"
    help: str = ""
    nil_field: FieldName | None = None
    label: FieldName | None = None  # column by which references name a row of this sheet
    tiers: tuple[FieldName, ...] = ("core", "ext")
    in_official: StrictBool = True  # whether the officials' edition holds this table row by row
    column: tuple[Column, ...]
    identity: dict[FieldName, Identity] = {}
    likely: tuple[Likely, ...] = ()
    history: History | None = None
    derived: tuple[Derived, ...] = ()
    rule: tuple[Rule, ...] = ()

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """Columns of the tiers that this plan sends out, in order."""
        return tuple(c for c in self.column if c.tier in self.tiers)

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Every declared column by its field name."""
        return {c.field: c for c in self.column}


# --- forms.toml ------------------------------------------------------------------------------


class FormColumn(Model):
    """A computed column of a form of kind "groups" or "rows"."""

    title: str
    unit: str = ""
    value: str | None = None  # expression over the row (kind rows)
    count: str | None = None  # condition: number of rows of the group (kind groups)
    sum: str | None = None  # numeric expression added over the group
    distinct: FieldName | None = None
    sheet: str | None = None


class OutputForm(Model):
    """A Biểu of the consolidated workbook."""

    number: str
    title: str
    kind: Literal["targets", "units", "rows", "groups", "receipt"]
    short: str = ""
    sheet: str | None = None
    where: str = "true"
    columns: tuple[str | FormColumn, ...] = ()
    group_by: FieldName | None = None
    targets: tuple[Code, ...] = ()
    attached: str = ""
    goal_title: str = ""
    notes: tuple[str, ...] = ()
    cell_notes: StrictBool = False
    signed: StrictBool = False
    landscape: StrictBool = True


# --- the whole -------------------------------------------------------------------------------


class PlanHead(Model):
    """What a plan says of itself."""

    code: str
    key: Code
    version: str
    title: str
    short: str
    year: StrictInt
    year_start: date
    year_end: date
    document: Document
    guide: Guide
    form_fields: FormFields
    names: Names = Names()
    reminders: Reminders | None = None
    sheet_order: tuple[str, ...]


class Plan(PlanHead):
    """A plan folder, whole. `digest` is a hash of its files."""

    levels: tuple[Level, ...]
    periods: tuple[Period, ...]
    settings: tuple[Setting, ...]
    targets: tuple[Target, ...]
    units: tuple[Unit, ...]
    communes: tuple[Commune, ...] = ()
    successions: tuple[Succession, ...] = ()
    lists: dict[str, ChoiceList]
    sheets: tuple[SheetPlan, ...]  # in sheet_order
    forms: tuple[OutputForm, ...]
    digest: str = ""

    @cached_property
    def _sheets(self) -> dict[str, SheetPlan]:
        return {s.key: s for s in self.sheets}

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {u.code: u for u in self.units}

    @cached_property
    def _periods(self) -> dict[str, Period]:
        return {p.code: p for p in self.periods}

    def sheet(self, key: str) -> SheetPlan:
        """The sheet of that key (KeyError where the plan has none)."""
        return self._sheets[key]

    def unit(self, code: str) -> Unit:
        """The unit of that code (KeyError where the roster has none)."""
        return self._units[code]

    def has_unit(self, code: str) -> bool:
        """Whether the roster holds that code."""
        return code in self._units

    def period(self, code: str) -> Period:
        """The period of that code (KeyError where the plan has none)."""
        return self._periods[code]

    @property
    def form(self) -> SheetPlan:
        """The form sheet: who reports, which period, which submission."""
        return self._sheets[self.form_fields.sheet]

    @property
    def tables(self) -> tuple[SheetPlan, ...]:
        """The sheets that are tables, in order."""
        return tuple(s for s in self.sheets if s.kind == "table")

    def expected(self, period: Period) -> tuple[Unit, ...]:
        """Units that must report in a period, in the official order of the roster."""
        return tuple(u for u in self.units if u.level == period.units)

    def may_report(self, period: Period) -> tuple[Unit, ...]:
        """Expected units and those that may report, in the order of the roster."""
        levels = {period.units, *period.optional}
        return tuple(u for u in self.units if u.level in levels)

    def rules_in(self, sheet: SheetPlan, period: Period) -> tuple[Rule, ...]:
        """The rules of a sheet that hold in a period."""
        order = [p.code for p in self.periods]
        now = order.index(period.code)
        return tuple(
            r for r in sheet.rule if r.enabled and (not r.since or order.index(r.since) <= now)
        )

    def communes_of(self, unit: Unit | None, period: Period) -> tuple[Commune, ...]:
        """Communes that a unit may name: its own, or all of the version for a unit above them.

        Without a unit (a blank master) all of the version.
        """
        version = [c for c in self.communes if c.version == period.communes]
        own = tuple(c for c in version if unit is not None and c.unit == unit.code)
        return own or tuple(version)

    @cached_property
    def _listed(self) -> dict[tuple[str, str, str], tuple[ListValue, ...]]:
        return {}  # every return asks for the same lists

    def values_of(self, code: str, unit: Unit | None, period: Period) -> tuple[ListValue, ...]:
        """The values of a list as that unit sees them in that period, in order.

        Where the titles of two communes are the same, the name of their unit is appended.
        """
        asked = (code, unit.code if unit else "", period.code)
        if asked not in self._listed:
            self._listed[asked] = self._values(code, unit, period)
        return self._listed[asked]

    def _values(self, code: str, unit: Unit | None, period: Period) -> tuple[ListValue, ...]:
        chosen = self.lists[code]
        match chosen.source:
            case "communes":
                return self._commune_values(self.communes_of(unit, period))
            case "units":
                return tuple(
                    ListValue(code=u.code, title=u.full_name, aliases=(u.name, *u.aliases))
                    for u in self.may_report(period)
                )
            case "periods":
                return tuple(ListValue(code=p.code, title=p.name) for p in self.periods)
            case _:
                return chosen.values

    def _commune_values(self, communes: tuple[Commune, ...]) -> tuple[ListValue, ...]:
        titles = Counter(c.title for c in communes)
        return tuple(
            ListValue(
                code=c.code,
                title=c.title if titles[c.title] == 1 else f"{c.title} ({self.unit(c.unit).name})",
                aliases=(c.name,),
            )
            for c in communes
        )
