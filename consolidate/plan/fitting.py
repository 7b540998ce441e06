"""A file of a plan as its model, and all that does not fit, without one fault hiding another."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from consolidate.plan.faults import PlanFault
from consolidate.plan.lines import Path
from consolidate.plan.source import Source
from consolidate.plan.wording import EXTRA, MISSING, path_of, structure_faults

M = TypeVar("M", bound=BaseModel)
_ROUNDS = 20  # each round leaves less of the file; none was seen to need more than three


@dataclass(frozen=True)
class Fitted(Generic[M]):
    """What became of a file.

    `value` is the model, without what did not fit (None where too little is left); `source` knows
    what was left out; `doubtful` names it, so that nobody complains of it twice.
    """

    source: Source
    value: M | None
    faults: tuple[PlanFault, ...] = ()
    doubtful: frozenset[str] = frozenset()


def fit(source: Source, model: type[M]) -> Fitted[M]:
    """Read a file as a model.

    A key that is not known is passed over, anything else that does not fit is left out (with the
    item of a list that holds it, where the item cannot do without), so that the rest can still be
    judged.
    """
    faults: tuple[PlanFault, ...] = ()
    doubtful: set[str] = set()
    for _ in range(_ROUNDS):
        try:
            value = model.model_validate(source.raw)
            return Fitted(source, value, faults, frozenset(doubtful))
        except ValidationError as error:
            errors = error.errors(include_url=False)
        faults = faults or tuple(structure_faults(source, model, errors))
        places = {path_of(source.raw, e): e["type"] for e in errors}
        cuts = {_cut(path, kind) for path, kind in places.items()}
        if () in cuts:
            break
        for path, kind in places.items():
            if kind != EXTRA:
                doubtful.update(_names(source.raw, path))
        source = _without(source, cuts)
    return Fitted(source, None, faults, frozenset(doubtful))


def _cut(path: Path, kind: str) -> Path:
    """What to leave out: the value itself, or the item of a list that lacks something."""
    if kind != MISSING:
        return path
    for depth in range(len(path) - 1, 0, -1):
        if isinstance(path[depth - 1], int):
            return path[:depth]
    return ()


def _without(source: Source, cuts: set[Path]) -> Source:
    """The source with things taken out, later items of a list first, so that none moves."""
    raw = deepcopy(source.raw)
    outermost = [c for c in cuts if not any(c[:n] in cuts for n in range(1, len(c)))]
    for path in sorted(outermost, key=_late_first):
        holder: Any = raw
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
    gone = {source.original(c) for c in outermost if isinstance(c[-1], int)}
    return replace(source, raw=raw, left_out=source.left_out | gone)


def _late_first(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((-s, "") if isinstance(s, int) else (0, s) for s in path)


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


def _names(raw: Any, path: Path) -> list[str]:
    """What the tables along a path call themselves."""
    names = []
    node = raw
    for step in path:
        if not _has(node, step):
            break
        node = node[step]
        if isinstance(node, dict):
            names += [str(node[k]) for k in ("field", "code", "key") if k in node]
    return names
