"""Things that several units list: which row stands, and whether they are one thing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from consolidate.decisions.model import APART, TOGETHER, Decisions, Option, Question, thing_key
from consolidate.plan.models import Likely, SheetPlan
from consolidate.quote import shown
from consolidate.rules import World, evaluate
from consolidate.text import mask, name_key

Group = tuple[int, ...]  # positions of rows, in official order


@dataclass(frozen=True)
class Settled:
    """`standing`: for each row of a sheet the row that stands for its thing. `asked`: every
    question about it. `answered`: rows that an answer speaks of. `unsure`: code of the finding
    and rows of what is likely one thing and has no answer."""

    standing: np.ndarray
    asked: tuple[Question, ...]
    answered: frozenset[int]
    unsure: tuple[tuple[str, Group], ...]


def settle(
    world: World, sheet: SheetPlan, ids: np.ndarray, decisions: Decisions, good: np.ndarray
) -> Settled:
    """Which rows of a sheet are one thing, and which of them stands for it.

    `ids` labels the rows that agree by the sheet's identity. Rows of optional units (the city)
    give way to those of the period's units without a question (XU-04), and rows that are not
    `good` (set aside) to those that are.
    """
    order = np.argsort(~good, kind="stable")
    _, first, thing = np.unique(ids[order], return_index=True, return_inverse=True)
    standing = np.empty_like(order)
    standing[order] = order[first[thing]]
    asked: list[Question] = []
    answered: set[int] = set()
    unsure: list[tuple[str, Group]] = []
    for group in _of_several_units(world, sheet, ids):
        question = _which_row(world, sheet, group)
        asked.append(question)
        answer = decisions.chosen(question)
        answered |= set(group) if answer else set()
        own = _first_of_units(world, sheet, sorted(group, key=lambda r: not good[r]))
        if answer == APART:
            standing[list(group)] = [own[world.sender(sheet.key, r).unit] for r in group]
        elif answer:
            standing[np.isin(standing, [standing[group[0]]])] = own[answer]
    for code, group in alike(world, sheet, ids):
        if answered.issuperset(group):  # the officer has said of these rows that they are apart
            continue
        question = _same_thing(world, sheet, group)
        asked.append(question)
        answer = decisions.chosen(question)
        if answer == TOGETHER:
            roots = [standing[r] for r in group]
            standing[np.isin(standing, roots)] = min(roots, key=lambda r: not good[r])
            answered |= set(group)
        elif not answer:
            unsure.append((code, group))
    return Settled(standing, tuple(asked), frozenset(answered), tuple(unsure))


def alike(world: World, sheet: SheetPlan, ids: np.ndarray) -> list[tuple[str, Group]]:
    """First rows of things of different units that are likely one by the plan's [[likely]] keys.

    They do not depend on what the officer answered: one answer must not make another question of
    the next one.
    """
    found: dict[Group, str] = {}
    for likely in sheet.likely:
        for rows in _by_key(world, sheet, likely).values():
            group = tuple(dict.fromkeys(int(ids[r]) for r in rows))
            if len({world.sender(sheet.key, r).unit for r in group}) > 1:
                found.setdefault(group, likely.code)
    return [(code, group) for group, code in found.items()]


def _by_key(world: World, sheet: SheetPlan, likely: Likely) -> dict[tuple[Any, ...], list[int]]:
    parts = [evaluate(world.read(text, sheet.key), world, sheet.key) for text in likely.key]
    known = np.logical_and.reduce([p.known for p in parts])
    keys = zip(*(p.data.tolist() for p in parts), strict=True)
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row, key in enumerate(keys):
        if known[row]:
            groups.setdefault(key, []).append(row)
    return groups


def _of_several_units(world: World, sheet: SheetPlan, ids: np.ndarray) -> Iterator[Group]:
    """Groups of rows of one thing in two or more of the period's own units."""
    rows_of: dict[int, list[int]] = {}
    for row, label in enumerate(ids):
        if world.sender(sheet.key, row).unit_level == world.period.units:
            rows_of.setdefault(int(label), []).append(row)
    for rows in rows_of.values():
        if len({world.sender(sheet.key, r).unit for r in rows}) > 1:
            yield tuple(rows)


def _first_of_units(world: World, sheet: SheetPlan, rows: Sequence[int]) -> dict[str, int]:
    """The first of these rows of each unit, by its code."""
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(world.sender(sheet.key, row).unit, row)
    return first


# --- the questions ---------------------------------------------------------------------------


def _which_row(world: World, sheet: SheetPlan, group: Group) -> Question:
    senders = {world.sender(sheet.key, r).unit: world.sender(sheet.key, r) for r in group}
    units = ", ".join(s.unit_name for s in senders.values())
    keep = [Option(s.unit, f"Tính theo {s.unit_name}") for s in senders.values()]
    options = (*keep, Option(APART, "Là các tổ chức khác nhau, tính riêng"))
    text = f"“{_name(world, sheet, group[0])}” có ở {units}. Tính theo dòng của đơn vị nào?"
    return _question(world, sheet, group, "which_row", text, options)


def _same_thing(world: World, sheet: SheetPlan, group: Group) -> Question:
    units = ", ".join(world.sender(sheet.key, r).unit_name for r in group)
    options = (Option(APART, "Khác nhau, tính riêng"), Option(TOGETHER, "Là một, chỉ tính một lần"))
    text = f"“{_name(world, sheet, group[0])}” có tên giống nhau ở {units}. Có phải là một không?"
    return _question(world, sheet, group, "same_thing", text, options)


def _question(
    world: World, sheet: SheetPlan, group: Group, kind: str, text: str, options: tuple[Option, ...]
) -> Question:
    labels = world.cells(sheet.key, sheet.label or "")
    names = (name_key(str(labels[r]), world.plan.names) for r in group)
    units = (world.sender(sheet.key, r).unit for r in group)
    shown_rows = list(_first_of_units(world, sheet, group).values())[:2]
    return Question(
        key=thing_key(sheet.key, tuple(zip(units, names, strict=True))),
        kind=kind,
        text=text,
        options=options,
        suggestion=options[0].title,
        rows=tuple(
            (world.sender(sheet.key, r).unit_name, _lines(world, sheet, r)) for r in shown_rows
        ),
    )


def _name(world: World, sheet: SheetPlan, row: int) -> str:
    return mask(str(world.cells(sheet.key, sheet.label or "")[row]))


def _lines(world: World, sheet: SheetPlan, row: int) -> str:
    """The obligatory and identifying fields of a row, one a line, personal ones left out."""
    values = world.tables[sheet.key].values.iloc[row]
    told = [c for c in sheet.shown if (c.required or c.type == "tax_code") and not c.personal]
    lines = [f"{c.title}: {shown(values[c.field], c, world.plan)}" for c in told]
    return "\n".join(lines[:8])
