"""What a draft declares. What could not be read is taken as declared, so nobody complains twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from consolidate.plan.draft import Draft
from consolidate.plan.faults import PlanFault, near
from consolidate.plan.files import PlanToml
from consolidate.plan.lines import Path
from consolidate.plan.models import ChoiceList, SheetPlan
from consolidate.plan.source import Source


@dataclass(frozen=True)
class Known:
    """The names that a draft declares, and the sentences about those that it does not."""

    draft: Draft

    @cached_property
    def head(self) -> PlanToml | None:
        """plan.toml, where it could be read."""
        return self.draft.plan.value if self.draft.plan else None

    @cached_property
    def lists(self) -> dict[str, ChoiceList]:
        """The lists, by code."""
        fitted = self.draft.lists
        return {c.code: c for c in fitted.value.list} if fitted and fitted.value else {}

    @cached_property
    def sheets(self) -> dict[str, SheetPlan]:
        """The sheets that could be read, by the name of their file."""
        return self.draft.readable_sheets

    @cached_property
    def levels(self) -> set[str]:
        """Codes of the levels of units."""
        return {level.code for level in self.head.level} if self.head else set()

    def wrong_list(self, code: str) -> str:
        """Why no list has that code; blank where one has."""
        unread = self.draft.lists is None or self.draft.lists.value is None
        if unread or code in self.lists or code in self.draft.doubtful:
            return ""
        return f"không có danh mục “{code}” trong lists.toml{near(code, self.lists)}"

    def wrong_sheet(self, key: str) -> str:
        """Why no sheet has that key; blank where one has."""
        if key in self.draft.sheets:
            return ""
        return f"không có biểu “{key}” trong thư mục sheets{near(key, self.draft.sheets)}"

    def wrong_table(self, key: str) -> str:
        """Why no table has that key; blank where one has."""
        if key in self.sheets and self.sheets[key].kind != "table":
            return f'biểu “{key}” không phải là bảng (kind = "table").'
        return self.wrong_sheet(key)

    def wrong_reference(self, key: str) -> str:
        """Why a column cannot refer to that sheet; blank where it can."""
        said = self.wrong_table(key)
        if not said and key in self.sheets and self.sheets[key].label is None:
            return f"biểu “{key}” chưa khai báo “label” nên không tham chiếu được."
        return said

    def wrong_level(self, code: str) -> str:
        """Why no level has that code; blank where one has."""
        if self.head is None or code in self.levels or code in self.draft.doubtful:
            return ""
        return f"không có cấp “{code}” trong các [[level]]{near(code, self.levels)}"

    def wrong_field(self, key: str, field: str, *, derived: bool = False) -> str:
        """Why a sheet has no column (or derived field) of that name; blank where it has."""
        sheet = self.sheets.get(key)
        if sheet is None or field in self.draft.doubtful:
            return ""
        fields = {*sheet.by_field, *((d.field for d in sheet.derived) if derived else ())}
        if field in fields:
            return ""
        return f"biểu “{key}” không có cột “{field}”{near(field, fields)}"

    def wrong_identity(self, key: str, name: str) -> str:
        """Why a sheet has no identity of that name; blank where it has."""
        sheet = self.sheets.get(key)
        if sheet is None or name in sheet.identity or name in self.draft.doubtful:
            return ""
        return f"biểu “{key}” không có [identity] “{name}”{near(name, sheet.identity)}"


def spoken(source: Source, path: Path, said: str) -> Iterator[PlanFault]:
    """A fault at a path, where there is something to say."""
    if said:
        yield source.fault(path, said)


def twice(source: Source, paths: Iterable[tuple[Path, Hashable]], what: str) -> Iterator[PlanFault]:
    """A fault at every name that stood before."""
    seen: set[Hashable] = set()
    for path, name in paths:
        if name in seen:
            yield source.fault(path, f"{what} “{name}” được khai báo hai lần.")
        seen.add(name)
