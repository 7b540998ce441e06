"""What a template is filled with before it goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consolidate.template.drawing import Entry

Row = Mapping[str, Entry]


@dataclass(frozen=True)
class Filling:
    """Entries of the form sheet (over its opening ones) and rows of tables, by field.

    A typed value is written as the template shows it (a choice by its title); a `Cell` of a
    return is written as it was found, right or wrong. `suggested` says that the rows are ours to
    offer and the unit's to confirm: they are drawn light blue.
    """

    form: Mapping[str, Entry] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    suggested: bool = False
