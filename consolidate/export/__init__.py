"""Tidy data for analysis: one CSV a sheet, the codes explained, and a description of it all.

The folder is a Data Package: `datapackage.json` says of every column its type, its Vietnamese
title and its unit, all of it taken from the plan.
"""

from __future__ import annotations

from consolidate.export.description import datapackage, read_me_first
from consolidate.export.resources import resources
from consolidate.outcome import Outcome

__all__ = ["tidy_files"]


def tidy_files(outcome: Outcome) -> dict[str, bytes]:
    """The files of the folder so-lieu by name: accepted rows of the files that count.

    Personal columns are included: the folder is internal. The same outcome gives the same bytes.
    """
    tables = resources(outcome)
    files = {table.path: table.to_csv() for table in tables}
    files["datapackage.json"] = datapackage(outcome, tables)
    files["DOC-TRUOC.txt"] = read_me_first(outcome, tables)
    return files
