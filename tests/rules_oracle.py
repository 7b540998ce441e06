"""A slow, separate interpreter of the rule language: one row at a time over plain rows.

It reads the text by itself and shares nothing with the compiled language but the name key, so that
it can bear witness. It knows three states of a value: known, blank, and that nothing can be said.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date
from typing import Any

from consolidate.text import full_name_key, name_key
from tests.ruled_plan import REFUSED, Rows, ruled_plan

PLAN = ruled_plan()


@dataclass(frozen=True)
class Value:
    """A value of one row: `state` is known, blank or unsure."""

    state: str
    value: Any = None
    listed: str = ""
    targets: tuple[str, ...] = ()
    row: Row | None = None  # where a reference leads


@dataclass(frozen=True)
class Row:
    """A row: its sheet and its position among all rows of that sheet."""

    sheet: str
    position: int


UNSURE = Value("unsure")
BLANK = Value("blank")


def known(value: Any, **more: Any) -> Value:
    return Value("known", value, **more)


class Oracle:
    """The rows of some files, and the scope of look-ups."""

    def __init__(
        self,
        files: list[dict[str, Rows]],
        merged: bool = False,
        canonical: dict[str, list[int]] | None = None,
    ) -> None:
        self.merged, self.canonical = merged, canonical or {}
        self.rows: dict[str, list[dict[str, Any]]] = {s.key: [] for s in PLAN.sheets}
        self.file_of: dict[str, list[int]] = {s.key: [] for s in PLAN.sheets}
        for number, file in enumerate(files):
            for sheet, rows in file.items():
                self.rows[sheet] += rows
                self.file_of[sheet] += [number] * len(rows)
        self.units = (PLAN.units * len(files))[: len(files)]

    # --- rows ------------------------------------------------------------------------------------

    def column(self, row: Row, field: str) -> Value:
        cell = self.rows[row.sheet][row.position].get(field)
        column = PLAN.sheet(row.sheet).by_field[field]
        if column.type == "reference":
            value = _plain(cell)
            led = self.resolve(row, value.value, column.refers_to) if cell_known(value) else None
            return Value(value.state, value.value, targets=column.refers_to, row=led)
        return Value(_plain(cell).state, _plain(cell).value, listed=column.list or "")

    def field(self, row: Row, field: str) -> Value:
        sheet = PLAN.sheet(row.sheet)
        if field in sheet.by_field:
            return self.column(row, field)
        derived = next(d for d in sheet.derived if d.field == field)
        if derived.value is not None:
            return self.read(derived.value, row)
        verdicts = [self.read(c.when, row) for c in derived.all]
        return known(all(v.state == "known" and v.value for v in verdicts))

    def file(self, row: Row) -> int:
        return self.file_of[row.sheet][row.position]

    def in_scope(self, sheet: str, row: Row) -> list[Row]:
        return [
            Row(sheet, i)
            for i, file in enumerate(self.file_of[sheet])
            if self.merged or file == self.file(row)
        ]

    def label(self, row: Row) -> Value:
        field = PLAN.sheet(row.sheet).label
        assert field is not None
        return self.column(row, field)

    def standing(self, row: Row) -> Row:
        if self.merged and row.sheet in self.canonical:
            return Row(row.sheet, self.canonical[row.sheet][row.position])
        return row

    def resolve(self, row: Row, text: str, targets: tuple[str, ...]) -> Row | None:
        for spelt in (_level, _full, _key):
            for sheet in targets:
                for position, file in enumerate(self.file_of[sheet]):
                    there = Row(sheet, position)
                    label = self.label(there)
                    if file != self.file(row) or label.state != "known":
                        continue
                    if spelt(text) and spelt(text) == spelt(label.value):
                        return self.standing(there)
        return None

    def refers(self, other: Row, field: str, asking: Row) -> bool:
        led = self.column(other, field).row
        if led is None or led.sheet != asking.sheet:
            return False
        if self.merged:
            return led == self.standing(asking)
        return self.file(other) == self.file(asking) and _level(self.label(led).value) == _level(
            self.label(asking).value
        )

    def persons(self, rows: list[Row]) -> int:
        """Distinct people: same name key and organisation, or same name key and phone."""
        everyone = [Row("people", i) for i in range(len(self.rows["people"]))]
        groups = [{r} for r in everyone]
        for a in everyone:
            for b in everyone:
                if a != b and self._same_person(a, b):
                    ours = next(g for g in groups if a in g)
                    theirs = next(g for g in groups if b in g)
                    if ours is not theirs:
                        ours |= theirs
                        groups.remove(theirs)
        return sum(1 for g in groups if g & set(rows))

    def _same_person(self, a: Row, b: Row) -> bool:
        if not self.merged and self.file(a) != self.file(b):
            return False
        names = [self.column(r, "full_name") for r in (a, b)]
        if any(n.state != "known" or not _key(n.value) for n in names):
            return False
        if _key(names[0].value) != _key(names[1].value):
            return False
        phones = [self.column(r, "phone") for r in (a, b)]
        if all(p.state == "known" for p in phones) and phones[0].value == phones[1].value:
            return True
        orgs = [self.column(r, "org") for r in (a, b)]
        return all(o.state == "known" for o in orgs) and self._place(orgs[0]) == self._place(
            orgs[1]
        )

    def _place(self, org: Value) -> Any:
        if org.row is None:
            return _key(org.value)
        if self.merged:
            return org.row
        return (org.row.sheet, self.file(org.row), _level(self.label(org.row).value))

    # --- expressions -----------------------------------------------------------------------------

    def read(self, text: str, row: Row, asking: Row | None = None) -> Value:
        return self.at(ast.parse(text, mode="eval").body, row, asking)

    def at(self, tree: ast.expr, row: Row, asking: Row | None) -> Value:
        match tree:
            case ast.Constant():
                return known(tree.value)
            case ast.Name():
                return self.name(tree.id, row)
            case ast.Attribute():
                return self.attribute(tree, row, asking)
            case ast.BoolOp():
                parts = [self.at(v, row, asking) for v in tree.values]
                strong = isinstance(tree.op, ast.Or)
                if any(p.state == "known" and p.value is strong for p in parts):
                    return known(strong)
                return known(not strong) if all(p.state == "known" for p in parts) else UNSURE
            case ast.UnaryOp(op=ast.Not()):
                of = self.at(tree.operand, row, asking)
                return known(not of.value) if of.state == "known" else UNSURE
            case ast.UnaryOp():
                return self.arithmetic(ast.Sub(), known(0), self.at(tree.operand, row, asking))
            case ast.BinOp():
                left, right = (self.at(t, row, asking) for t in (tree.left, tree.right))
                return self.arithmetic(tree.op, left, right)
            case ast.Compare():
                return self.comparisons(tree, row, asking)
            case ast.Call():
                return self.call(tree, row, asking)
        raise NotImplementedError(ast.dump(tree))

    def name(self, name: str, row: Row) -> Value:
        match name:
            case "true" | "false":
                return known(name == "true")
            case "year_start":
                return known(PLAN.year_start)
            case "cutoff":
                return known(date(2031, 5, 1 + self.file(row)))
            case "unit":
                return known(self.units[self.file(row)].code)
        return self.field(row, name)

    def attribute(self, tree: ast.Attribute, row: Row, asking: Row | None) -> Value:
        if isinstance(tree.value, ast.Name):
            match tree.value.id:
                case "this":
                    assert asking is not None
                    return self.field(asking, tree.attr)
                case "unit":
                    unit = self.units[self.file(row)]
                    return known(unit.level if tree.attr == "level" else unit.full_name)
                case "period":
                    return known(getattr(PLAN.periods[0], tree.attr))
                case "settings":
                    setting = next(s for s in PLAN.settings if s.field == tree.attr)
                    return BLANK if setting.default is None else known(setting.default)
        of = self.at(tree.value, row, asking)
        if of.targets:
            return self.through(of, tree.attr)
        if not of.listed:
            return UNSURE  # a value that was read through a reference to a sheet that lacks it
        flags = PLAN.lists[of.listed].flags
        if tree.attr not in flags:
            return UNSURE
        if of.state == "known":
            said = _flags(of).get(tree.attr, False if flags[tree.attr] == "yes_no" else None)
            return BLANK if said is None else known(said)
        return of if of.state == "blank" else UNSURE

    def through(self, of: Value, name: str) -> Value:
        """Where the reference leads nowhere the kind is still that of the field behind it."""
        if of.row is None:
            for sheet in of.targets:
                column = PLAN.sheet(sheet).by_field.get(name)
                if column is not None:
                    return Value("unsure", listed=column.list or "", targets=column.refers_to)
            return UNSURE
        sheet = PLAN.sheet(of.row.sheet)
        if name not in {*sheet.by_field, *(d.field for d in sheet.derived)}:
            return UNSURE
        return self.field(of.row, name)

    def arithmetic(self, op: ast.operator, left: Value, right: Value) -> Value:
        if left.state != "known" or right.state != "known":
            return BLANK if "unsure" not in (left.state, right.state) else UNSURE
        a, b = left.value, right.value
        match op:
            case ast.Add():
                return known(a + b)
            case ast.Sub():
                return known(a - b)
            case ast.Mult():
                return known(a * b)
            case _:
                return known(a / b) if abs(b) >= 5e-7 else UNSURE

    def comparisons(self, tree: ast.Compare, row: Row, asking: Row | None) -> Value:
        verdicts, left = [], self.at(tree.left, row, asking)
        for op, right_tree in zip(tree.ops, tree.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                assert isinstance(right_tree, ast.Tuple)
                options = [self.at(t, row, asking) for t in right_tree.elts]
                hits = [_compared(ast.Eq(), left, o) for o in options]
                hit = None if None in hits else any(hits)
                verdicts.append(hit if hit is None or isinstance(op, ast.In) else not hit)
                continue
            right = self.at(right_tree, row, asking)
            verdicts.append(_compared(op, left, right))
            left = right
        if any(v is False for v in verdicts):
            return known(False)
        return UNSURE if None in verdicts else known(True)

    # --- functions -------------------------------------------------------------------------------

    def call(self, tree: ast.Call, row: Row, asking: Row | None) -> Value:
        assert isinstance(tree.func, ast.Name)
        name = tree.func.id
        if name in ("count", "sum", "rows"):
            return self.lookup(name, tree, row)
        if name == "date":
            return known(date.fromisoformat(ast.literal_eval(tree.args[0])))
        if name == "unique":
            return self.unique(tree, row)
        if name == "missing":
            return self.missing(tree, row)
        return self.simple(name, [self.at(a, row, asking) for a in tree.args])

    def simple(self, name: str, given: list[Value]) -> Value:
        of = given[0]
        match name:
            case "blank":
                return UNSURE if of.state == "unsure" else known(of.state == "blank")
            case "filled":
                return UNSURE if of.state == "unsure" else known(of.state == "known")
            case "found":
                return known(of.row is not None) if of.state == "known" else UNSURE
            case "sheet":
                return known(of.row.sheet) if of.row is not None else UNSURE
            case "total":
                if any(v.state == "unsure" for v in given):
                    return UNSURE
                numbers = [v.value for v in given if v.state == "known"]
                return known(sum(numbers)) if numbers else BLANK
            case "if_else":
                return UNSURE if of.state != "known" else given[1 if of.value else 2]
            case "between":
                return _both(_compared(ast.GtE(), of, given[1]), _compared(ast.LtE(), of, given[2]))
        if of.state != "known":
            return of if of.state == "blank" else UNSURE
        match name:
            case "year":
                return known(of.value.year)
            case "length":
                return known(len(of.value))
            case "name_key":
                return known(_key(of.value)) if _key(of.value) else BLANK
            case "starts_with":
                return known(
                    any(of.value.casefold().startswith(g.value.casefold()) for g in given[1:])
                )
        raise NotImplementedError(name)

    def lookup(self, name: str, tree: ast.Call, row: Row) -> Value:
        sheet = ast.literal_eval(tree.args[0])
        at = 2 if name == "sum" else 1
        condition = tree.args[at] if len(tree.args) > at else ast.Name("true")
        others = self.in_scope(sheet, row)
        if name != "rows":
            label = self.label(row)
            if label.state != "known":
                return UNSURE
            via = next(c.field for c in PLAN.sheet(sheet).column if row.sheet in c.refers_to)
            others = [o for o in others if self.refers(o, via, row)]
        met = [o for o in others if self.at(condition, o, row) == known(True)]
        if name == "sum":
            values = [self.at(tree.args[1], o, row) for o in met]
            numbers = [v.value for v in values if v.state == "known"]
            return known(sum(numbers)) if numbers or not met else UNSURE
        return known(self.persons(met) if tree.keywords else len(met))

    def unique(self, tree: ast.Call, row: Row) -> Value:
        def key(of: Row) -> Any:
            parts = [self.at(a, of, None) for a in tree.args]
            if parts[0].state != "known" or any(p.state == "unsure" for p in parts):
                return None
            return [
                None if p.state != "known" else self._place(p) if p.targets else _same_case(p.value)
                for p in parts
            ]

        ours = key(row)
        if ours is None:
            return UNSURE
        return known(next(o for o in self.in_scope(row.sheet, row) if key(o) == ours) == row)

    def missing(self, tree: ast.Call, row: Row) -> Value:
        sheet = ast.literal_eval(tree.args[0])
        assert isinstance(tree.args[1], ast.Name)
        field = tree.args[1].id
        cells = [self.column(o, field) for o in self.in_scope(sheet, row)]
        if any(c.state == "unsure" for c in cells):
            return UNSURE
        had = {c.value for c in cells if c.state == "known"}
        listed = PLAN.sheet(sheet).by_field[field].list
        values = PLAN.values_of(listed, self.units[self.file(row)], PLAN.periods[0])
        titles = [v.title for v in values if v.code not in had]
        return known(", ".join(titles)) if titles else BLANK


def cell_known(value: Value) -> bool:
    return value.state == "known"


def _plain(cell: Any) -> Value:
    if cell is REFUSED:
        return UNSURE
    return BLANK if cell is None or cell == "" else known(cell)


def _flags(of: Value) -> dict[str, Any]:
    return next(v.flags for v in PLAN.lists[of.listed].values if v.code == of.value)


def _key(text: str) -> str:
    return name_key(text, PLAN.names)


def _full(text: str) -> str:
    return full_name_key(text, PLAN.names)


def _level(text: str) -> str:
    return " ".join(text.casefold().split())


def _same_case(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _both(first: bool | None, second: bool | None) -> Value:
    if first is False or second is False:
        return known(False)
    return UNSURE if None in (first, second) else known(True)


def _compared(op: ast.cmpop, left: Value, right: Value) -> bool | None:
    if left.state != "known" or right.state != "known":
        return None
    a, b = left.value, right.value
    if left.targets and right.targets:
        if not _key(a) or not _key(b):
            return None
        a, b = _key(a), _key(b)
    if isinstance(a, str):
        a, b = a.casefold(), b.casefold()
    elif not isinstance(a, date | bool):
        a, b = round(a - b, 6), 0
    match op:
        case ast.Eq():
            return bool(a == b)
        case ast.NotEq():
            return bool(a != b)
        case ast.Lt():
            return bool(a < b)
        case ast.LtE():
            return bool(a <= b)
        case ast.Gt():
            return bool(a > b)
        case _:
            return bool(a >= b)
