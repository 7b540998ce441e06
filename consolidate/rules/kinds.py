"""What an expression of the rule language may be: a kind, and for choices the codes they allow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consolidate.plan.models import Column, Plan


class Kind(StrEnum):
    """The kinds that the rule language tells apart."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"
    CHOICE = "choice"
    REFERENCE = "reference"

    @property
    def words(self) -> str:
        """The kind in words for the author of a plan."""
        return _TITLES[self]


_TITLES = {
    Kind.NUMBER: "số",
    Kind.TEXT: "văn bản",
    Kind.DATE: "ngày",
    Kind.TRUTH: "điều kiện đúng/sai",
    Kind.CHOICE: "giá trị danh mục",
    Kind.REFERENCE: "tham chiếu",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind; `codes` of a choice; `listed`, the list whose flags may be asked; `targets`, the
    sheets that a reference may point to."""

    kind: Kind
    codes: frozenset[str] = frozenset()
    listed: str = ""
    targets: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether functions of text take it."""
        return self.kind in (Kind.TEXT, Kind.REFERENCE)


NUMBER, TEXT, DATE, TRUTH = (
    Type(Kind.NUMBER),
    Type(Kind.TEXT),
    Type(Kind.DATE),
    Type(Kind.TRUTH),
)

_BY_COLUMN_TYPE = {
    "text": TEXT,
    "count": NUMBER,
    "money": NUMBER,
    "percent": NUMBER,
    "date": DATE,
    "yes_no": TRUTH,
    "code": TEXT,
    "tax_code": TEXT,
    "phone": TEXT,
    "url": TEXT,
}
_BY_SETTING_TYPE = {
    "yes_no": TRUTH,
    "count": NUMBER,
    "money": NUMBER,
    "percent": NUMBER,
    "date": DATE,
}


def list_codes(plan: Plan, code: str) -> frozenset[str]:
    """Every code that a list may hold, for lists made from rosters those of every version."""
    match plan.lists[code].source:
        case "communes":
            return frozenset(c.code for c in plan.communes)
        case "units":
            return frozenset(u.code for u in plan.units)
        case "periods":
            return frozenset(p.code for p in plan.periods)
        case _:
            return frozenset(v.code for v in plan.lists[code].values)


def column_type(column: Column, plan: Plan) -> Type | None:
    """The type of a column; None for a running number, which no rule may read."""
    if column.type == "reference":
        return Type(Kind.REFERENCE, targets=column.refers_to)
    if column.type in ("choice", "code") and column.list is not None:
        return Type(Kind.CHOICE, list_codes(plan, column.list), listed=column.list)
    return _BY_COLUMN_TYPE.get(column.type)


def setting_type(field: str, plan: Plan) -> Type | None:
    """The type of a setting; None where the plan has none of that name."""
    for setting in plan.settings:
        if setting.field == field:
            if setting.type == "choice":
                return Type(Kind.CHOICE, frozenset(v.code for v in setting.values))
            return _BY_SETTING_TYPE[setting.type]
    return None


def common_type(left: Type, right: Type) -> Type | None:
    """The type of a value that is either of two, None where no value can be both."""
    if left.kind != right.kind:
        return None
    if left.kind is Kind.CHOICE:
        same_list = left.listed if left.listed == right.listed else ""
        return Type(Kind.CHOICE, left.codes | right.codes, listed=same_list)
    if left.kind is Kind.REFERENCE:
        return Type(Kind.REFERENCE, targets=tuple(dict.fromkeys(left.targets + right.targets)))
    return left
