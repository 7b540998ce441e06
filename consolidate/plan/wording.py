"""What pydantic finds in a file of a plan, said in Vietnamese with a place and a suggestion."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from consolidate.plan.faults import PlanFault, near
from consolidate.plan.lines import Path
from consolidate.plan.source import Source

MISSING, EXTRA = "missing", "extra_forbidden"

_EXPECTED = {
    "string": "chữ (đặt trong ngoặc kép)",
    "int": "số nguyên (không đặt trong ngoặc kép)",
    "float": "một con số (không đặt trong ngoặc kép)",
    "bool": "true hoặc false (không đặt trong ngoặc kép)",
    "date": "ngày dạng năm-tháng-ngày, ví dụ 2025-06-30",
    "tuple": "danh sách trong ngoặc vuông",
    "list": "danh sách trong ngoặc vuông",
    "dict": "bảng",
    "model": "bảng",
}
_FORMS = {
    # the patterns of models.py, in words
    "^[A-Za-z0-9]": "mã chỉ gồm chữ không dấu, chữ số và các dấu “.”, “-”, “_”",
    "^[a-z][": "tên chỉ gồm chữ thường không dấu, chữ số và dấu “_”, bắt đầu bằng chữ",
    "^[a-z0-9]+(": "chỉ gồm chữ thường không dấu và chữ số, các phần nối bằng dấu “-”",
}


def structure_faults(
    source: Source, model: type[BaseModel], errors: Iterable[ErrorDetails]
) -> list[PlanFault]:
    """One fault for each place that does not fit the model."""
    places: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        places.setdefault(path_of(source.raw, error), []).append(error)
    inner = [p for p in places if not _has_deeper(p, places)]
    return [source.fault(p, _sentence(source.raw, model, p, places[p])) for p in inner]


def path_of(raw: Any, error: ErrorDetails) -> Path:
    """The way through the file to what an error speaks of; names of alternatives are left out."""
    path: Path = ()
    node = raw
    last = len(error["loc"]) - 1
    for depth, step in enumerate(error["loc"]):
        if _holds(node, step):
            node = node[step]
            path += (step,)
        elif depth == last and error["type"] == MISSING and isinstance(node, dict):
            path += (step,)
    return path


def _holds(node: Any, step: str | int) -> bool:
    if isinstance(node, dict):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and step < len(node)


def _has_deeper(path: Path, paths: Iterable[Path]) -> bool:
    """Of several alternatives the one that fits best speaks: the one that came furthest."""
    return any(len(other) > len(path) and other[: len(path)] == path for other in paths)


# --- sentences -----------------------------------------------------------------------------------


def _sentence(raw: Any, model: type[BaseModel], path: Path, errors: list[ErrorDetails]) -> str:
    where = _where(raw, path[:-1])
    first = errors[0]
    if first["type"] == MISSING:
        return f"{where}thiếu khóa “{path[-1]}”."
    if first["type"] == EXTRA:
        return f"{where}không có khóa “{path[-1]}”{near(str(path[-1]), _keys(model, path[:-1]))}"
    name = _key_name(path)
    return f"{where}{name}{_complaint(errors)}"


def _complaint(errors: list[ErrorDetails]) -> str:
    """What is wrong with one value, whatever kinds it might have been."""
    for error in errors:
        kind, value, context = error["type"], error["input"], error.get("ctx", {})
        if kind in ("literal_error", "enum"):
            choices = [
                c.strip("' ") for c in str(context["expected"]).replace(" or ", ",").split(",")
            ]
            listed = ", ".join(choices)
            return (
                f" không nhận “{value}”{near(str(value), choices)} Các giá trị được dùng: {listed}."
            )
        if kind == "string_pattern_mismatch":
            form = next((w for p, w in _FORMS.items() if context["pattern"].startswith(p)), "")
            return f" không nhận “{value}”: {form}."
        if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
            bound = next(iter(context.values()))
            sign = {"greater_than": "lớn hơn", "less_than": "nhỏ hơn"}.get(kind)
            sign = sign or ("từ" if kind == "greater_than_equal" else "không quá")
            return f" phải {sign} {bound}, đang là {value}."
    kinds = dict.fromkeys(e["type"].split("_")[0] for e in errors)
    if "float" in kinds:
        kinds.pop("int", None)  # any number serves
    words = " hoặc ".join(_EXPECTED[k] for k in kinds if k in _EXPECTED)
    return f" phải là {words}." if words else " viết chưa đúng."


def _where(raw: Any, path: Path) -> str:
    """The table that holds a key, by its head in the file and its name: `[[rule]] GEN-10: `."""
    shown = ""
    node = raw
    for step in path:
        node = node[step]
        if isinstance(step, str):
            shown += f".{step}" if shown else step
        elif isinstance(node, dict):
            name = node.get("field") or node.get("code") or node.get("number") or f"thứ {step + 1}"
            return f"[[{shown}]] {name}: "
    return f"[{shown}]: " if shown else ""


def _key_name(path: Path) -> str:
    words = [str(step) for step in path if isinstance(step, str)]
    return f"khóa “{words[-1]}”" if words else "giá trị"


# --- keys that a model knows ---------------------------------------------------------------------


def _keys(model: type[BaseModel], path: Path) -> set[str]:
    """The keys that may stand at a path of a file."""
    reached: list[Any] = [model]
    for step in path:
        reached = [inner for kind in reached for inner in _step_into(kind, step)]
    return {key for kind in reached for m in _models(kind) for key in m.model_fields}


def _step_into(annotation: Any, step: str | int) -> Iterator[Any]:
    for kind in _alternatives(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if isinstance(step, str) and step in kind.model_fields:
                yield kind.model_fields[step].annotation
        elif isinstance(step, int) or typing.get_origin(kind) is dict:
            inner = [a for a in typing.get_args(kind) if a is not Ellipsis]
            if inner:
                yield inner[-1]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for kind in _alternatives(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind


def _alternatives(annotation: Any) -> Iterator[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _alternatives(typing.get_args(annotation)[0])
    elif origin in (typing.Union, types.UnionType):
        for part in typing.get_args(annotation):
            yield from _alternatives(part)
    else:
        yield annotation
