"""Judges the stacked rows of every sheet with pandera, once, and says what it found as Issues."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from consolidate.catalogue import CATALOGUE, finding
from consolidate.decisions.model import Decisions
from consolidate.issues import Issue, Place, Severity
from consolidate.plan.models import Period, Rule, SheetPlan
from consolidate.quote import Quoter, shown
from consolidate.rules import (
    Node,
    RuleError,
    World,
    evaluate,
    sheets_read,
)
from consolidate.rules.keys import numbered
from consolidate.rules.namesakes import namesakes
from consolidate.rules.nodes import Field
from consolidate.schema import ROW_NUMBER, Checked, failures, schema_of
from consolidate.tables import Table


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of one file came from: its name and, by sheet, the column of each field."""

    file: str
    cells: Mapping[str, Mapping[str, int]]  # sheet key -> field -> column
    lines: Mapping[str, int]  # field of the form -> row

    @property
    def sheets(self) -> frozenset[str]:
        """The sheets that were read: found, with a head."""
        return frozenset(key for key, cells in self.cells.items() if cells)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings of a sheet, and which of its rows an error sets aside."""

    issues: tuple[Issue, ...]
    set_aside: np.ndarray


def validate(world: World, sources: list[Source], decisions: Decisions) -> dict[str, Verdict]:
    """Judge every table of a world. Each cell carries at most one complaint, the earliest.

    Required, lists and ranges come first, then the rules in the order of the plan folder. A cell
    that was refused when it was read has had its complaint; a rule that only blames such cells is
    not reported. A finding that the officer accepts becomes an info and sets nothing aside.
    """
    return {
        key: _Judge(world, world.plan.sheet(key), table, sources, decisions).verdict()
        for key, table in world.tables.items()
    }


def active_rules(
    sheet: SheetPlan, plan_periods: tuple[Period, ...], period: Period
) -> list[tuple[int, Rule]]:
    """The rules of a sheet that hold in a period, each with its position in the sheet's file."""
    order = [p.code for p in plan_periods]
    return [
        (i, rule)
        for i, rule in enumerate(sheet.rule)
        if rule.enabled
        and (rule.since is None or order.index(rule.since) <= order.index(period.code))
    ]


class _Judge:
    """One sheet being judged: the state is which cells have had their complaint."""

    def __init__(
        self,
        world: World,
        sheet: SheetPlan,
        table: Table,
        sources: list[Source],
        decisions: Decisions,
    ) -> None:
        self.decisions = decisions
        self.world, self.sheet, self.table, self.sources = world, sheet, table, sources
        refused = table.refused.to_numpy(bool).T.copy()
        self.complained = dict(zip(table.refused, refused, strict=True))
        self.set_aside = np.zeros(len(table), dtype=bool)
        self.files = world.files(sheet.key)
        self.rows = table.origin["row"].to_numpy()
        for mask in self.complained.values():
            self.set_aside |= mask
        self._excuse_missing_columns()

    def verdict(self) -> Verdict:
        """All findings of the sheet, the gravest first and else in the order of the stages.

        A cell is told of its gravest fault: an error must not be hidden by a warning of the same
        cell that stands earlier, or its row would count.
        """
        rules = active_rules(self.sheet, self.world.plan.periods, self.world.period)
        by_row = [r for r in rules if r[1].scope == "row"]
        schema, meanings = schema_of(self.sheet, self.world, by_row)
        failed = [*failures(schema, self.table.values, meanings)]
        issues: list[Issue] = []
        for position, rule in rules:
            if rule.scope == "sheet":
                checked = Checked(rule.code, rule.blamed, rule, position)
                node, asked = self._condition(rule)
                rows = np.flatnonzero(evaluate(node, self.world, asked.key).false)
                if asked is self.sheet:
                    failed.append((checked, rows))
                else:
                    issues += self._complain_of_files(checked, self._that_may_know(checked, rows))
        for checked, rows in sorted(failed, key=lambda f: _gravity(f[0])):
            issues += self._complain(checked, self._that_may_know(checked, rows))
        if self.sheet.kind == "table":
            issues += self._identical()
            issues += self._ambiguous()
        return Verdict(tuple(issues), self.set_aside)

    def _condition(self, rule: Rule) -> tuple[Node, SheetPlan]:
        """The condition of a rule and the sheet whose rows it is asked of.

        A rule of the scope "sheet" that asks no column of its sheet is asked of the form, which
        has one row a file.
        """
        plan = self.world.plan
        if rule.scope == "sheet":
            try:
                return self.world.read(rule.require, plan.form.key, "truth"), plan.form
            except RuleError:  # it names columns of its own sheet
                pass
        return self.world.read(rule.require, self.sheet.key, "truth"), self.sheet

    def _that_may_know(self, checked: Checked, rows: np.ndarray) -> np.ndarray:
        """The rows of files that have every sheet that a rule looks into.

        A sheet that is missing or has no head was said once (FIL-06, FIL-08). What it would have
        held is not known, so that one fault does not cause ten.
        """
        if checked.rule is None:
            return rows
        node, asked = self._condition(checked.rule)
        files = self.world.files(asked.key)[rows]
        needed = sheets_read(node) - {asked.key}
        lacking = np.array([bool(needed - source.sheets) for source in self.sources], dtype=bool)
        may_know: np.ndarray = rows[~lacking[files]]
        return may_know

    def _excuse_missing_columns(self) -> None:
        """A column that the file lacks was said once (FIL-08), not again at every row."""
        for position, source in enumerate(self.sources):
            cells = source.cells.get(self.sheet.key)
            if cells is not None:
                mine = self.files == position
                for field in self.complained.keys() - cells.keys():
                    self.complained[field][mine] = True

    def _identical(self) -> Iterator[Issue]:
        """GEN-12: rows of one file that are the same in every column but the running number.

        A row with a cell that could not be read is like no other: nobody knows what it says.
        """
        fields = [c.field for c in self.sheet.shown if c.type != ROW_NUMBER]
        readable = np.flatnonzero(~self.table.refused[fields].to_numpy(bool).any(axis=1))
        columns = (self.table.values[f].array[readable] for f in fields)
        same = numbered(itertools.chain([self.files[readable]], columns))
        _, first, group = np.unique(same, return_index=True, return_inverse=True)
        for row, other in zip(readable, readable[first[group]], strict=True):
            if row != other:
                facts = {"row": str(self.rows[row]), "other": str(self.rows[other])}
                yield finding(self._place(int(row), ""), "GEN-12", **facts)

    def _ambiguous(self) -> Iterator[Issue]:
        """GEN-16: a name that different things of the file bear, so that it may mean either."""
        for column in (c for c in self.sheet.shown if c.refers_to and not c.free_text):
            node = self.world.read(column.field, self.sheet.key)
            for one in namesakes(self.world, node) if isinstance(node, Field) else ():
                if not self.complained[column.field][one.row]:
                    place = self._place(one.row, column.field)
                    value = self.world.cells(self.sheet.key, column.field)[one.row]
                    yield finding(
                        place,
                        "GEN-16",
                        cell=place.cell or "",
                        title=column.title,
                        value=shown(value, column, self.world.plan),
                        taken=self._line(*one.taken),
                        other=self._line(*one.other),
                    )

    def _line(self, sheet: str, row: int) -> str:
        """A row of a sheet in words."""
        number = self.world.tables[sheet].origin["row"].iloc[row]
        return f"“{self.world.plan.sheet(sheet).title}” dòng {number}"

    def _complain_of_files(self, checked: Checked, rows: np.ndarray) -> Iterator[Issue]:
        """What a rule that is asked of the form says of each file; it names no cell of a table."""
        form, rule = self.world.plan.form, checked.rule
        files = self.world.files(form.key)
        quote = Quoter(rule, form, self.world)
        for row in rows:
            place = Place(self.sources[files[row]].file, self.sheet.key)
            severity = rule.severity if rule else CATALOGUE[checked.code].severity
            facts = quote.facts(int(row), place)
            said = Issue(place, checked.code, severity, facts, checked.variant)
            yield self._weighed(said, int(files[row]))

    def _complain(self, checked: Checked, rows: Iterable[int]) -> Iterator[Issue]:
        rule = checked.rule
        sets_aside = rule is None or rule.scope == "row"
        severity = rule.severity if rule else CATALOGUE[checked.code].severity
        quote = Quoter(rule, self.sheet, self.world)
        for row in rows:
            field = self._blamed(checked, int(row))
            if field is None:
                continue
            place = self._place(int(row), field)
            facts = quote.facts(int(row), place)
            said = self._weighed(
                Issue(place, checked.code, severity, facts, checked.variant),
                int(self.files[row]),
            )
            if field and said.severity is severity:  # what is accepted hides no other fault
                self.complained[field][row] = True
            if said.severity is Severity.ERROR and sets_aside:
                self.set_aside[row] = True
            yield said

    def _weighed(self, issue: Issue, file: int) -> Issue:
        return self.decisions.weighed(issue, self.world.senders[file].unit, self.sheet.title)

    def _blamed(self, checked: Checked, row: int) -> str | None:
        """The field that carries the complaint; blank for a row; None where it has had one.

        Of several fields the blank ones are blamed first (design section 3).
        """
        fields = [f for f in checked.blame if f in self.complained]
        if not fields:
            return ""
        if any(self.complained[f][row] for f in fields):
            return None
        blank = [f for f in fields if pd.isna(self.world.cells(self.sheet.key, f)[row])]
        return (blank or fields)[0]

    def _place(self, row: int, field: str) -> Place:
        source = self.sources[self.files[row]]
        if self.sheet.kind == "form":
            line = source.lines.get(field, 0)
            column = source.cells.get(self.sheet.key, {}).get(field, 0)
            return Place(source.file, self.sheet.key, line, column, field)
        column = source.cells.get(self.sheet.key, {}).get(field, 0)
        return Place(source.file, self.sheet.key, int(self.rows[row]), column, field)


def _gravity(checked: Checked) -> int:
    severity = checked.rule.severity if checked.rule else CATALOGUE[checked.code].severity
    return list(Severity).index(severity)
