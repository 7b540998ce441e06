"""What people would take instead; only frictionless checks anything: others.py WAY RETURNS OUT.

Run by benchmarks/run.py in an environment of its own; knows the titles of our sheets.
"""

from __future__ import annotations

import sys
from pathlib import Path

# the tables of the form by their titles; the row of field names stands above the head
OURS = ("HTX", "THT", "Nữ quản lý", "Hỗ trợ", "Đào tạo", "Cán bộ Hội", "Hoạt động",
        "Khó khăn, kiến nghị")  # fmt: skip
HEAD = 6  # rows above the data


def with_pandas(returns: list[Path], out: Path) -> None:
    """read_excel and to_excel, both by openpyxl."""
    import pandas as pd

    tables: dict[str, list[pd.DataFrame]] = {title: [] for title in OURS}
    for path in returns:
        for title, table in pd.read_excel(path, sheet_name=list(OURS), header=None, skiprows=HEAD,
                                          engine="openpyxl").items():  # fmt: skip
            tables[title].append(table)
    with pd.ExcelWriter(out / "all.xlsx", engine="openpyxl") as writer:
        for title, parts in tables.items():
            pd.concat(parts).to_excel(writer, sheet_name=title, index=False)


def with_polars(returns: list[Path], out: Path) -> None:
    """Read by fastexcel, stacked by polars, written by xlsxwriter."""
    import fastexcel
    import polars as pl
    import xlsxwriter

    tables: dict[str, list[pl.DataFrame]] = {title: [] for title in OURS}
    for path in returns:
        book = fastexcel.read_excel(path)
        for title in OURS:
            sheet = book.load_sheet(title, header_row=None, skip_rows=HEAD, dtypes="string")
            tables[title].append(sheet.to_polars())
    with xlsxwriter.Workbook(out / "all.xlsx") as book:
        for title, parts in tables.items():
            pl.concat(parts, how="diagonal").write_excel(book, worksheet=title)


def with_frictionless(returns: list[Path], out: Path) -> None:
    """Every table of every file validated, then read once more and merged."""
    import csv

    from frictionless import Dialect, Resource, validate
    from frictionless.formats import ExcelControl

    for title in OURS:
        with (out / f"{title}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            for path in returns:
                dialect = Dialect(header=False, controls=[ExcelControl(sheet=title)])
                resource = Resource(path=path.name, basepath=str(path.parent), dialect=dialect)
                validate(resource)
                with resource:
                    writer.writerows(list(row.values()) for row in resource.row_stream)


WAYS = {"pandas": with_pandas, "polars": with_polars, "frictionless": with_frictionless}

if __name__ == "__main__":
    way, source, target = sys.argv[1:]
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    WAYS[way](sorted(Path(source).glob("*.xlsx")), folder)
