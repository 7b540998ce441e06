"""Reading speed as ratios: ours against calamine and openpyxl, the same files in turn.

    python benchmarks/reading.py [rounds]

Prints the median, over the rounds, of the ratios of processor time; benchmarks/run.py puts them
among its own. Calamine loses errors, formulas and styles; openpyxl reads values only.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import openpyxl
import python_calamine
import xlsxwriter

from consolidate.read import read_book

SHEETS, ROWS, COLUMNS, BLANK_ROWS = 8, 20, 12, 300
REPEAT = 10  # readings a measurement


def ordinary(blank_rows: int = 0) -> bytes:
    """A return as districts send it: eight tables of texts, numbers, dates and some formulas."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day, edge = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"border": 1})
    for number in range(SHEETS):
        sheet = book.add_worksheet(f"Biểu {number + 1}")
        for column in range(COLUMNS):
            sheet.write_string(0, column, f"Tiêu đề cột {column}", edge)
        for row in range(1, ROWS + 1):
            sheet.write_string(row, 0, f"Hợp tác xã {number} {row}", edge)
            sheet.write_datetime(row, 1, datetime(2025, 1, 1) + timedelta(row), day)
            sheet.write_boolean(row, 2, row % 2 == 0, edge)
            sheet.write_formula(row, 3, f"=E{row + 1}*2", edge, row * 3)
            for column in range(4, COLUMNS):
                sheet.write_number(row, column, row * 1.5 + column, edge)
        for row in range(ROWS + 1, ROWS + 1 + blank_rows):
            for column in range(COLUMNS):
                sheet.write_blank(row, column, None, edge)
    book.close()
    return buffer.getvalue()


def long(rows: int = 20_000) -> bytes:
    """One table of many rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Biểu")
    for row in range(rows):
        sheet.write_string(row, 0, f"Hợp tác xã {row}")
        for column in range(1, COLUMNS):
            sheet.write_number(row, column, row * 1.5 + column)
    book.close()
    return buffer.getvalue()


def ours(data: bytes) -> None:
    """Everything that we read."""
    read_book(data)


def calamine(data: bytes) -> None:
    """Every value, as calamine gives it."""
    book = python_calamine.load_workbook(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def openpyxl_read_only(data: bytes) -> None:
    """Every value, as openpyxl gives it when it reads only."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


def seconds(read: Callable[[bytes], None], data: bytes, repeat: int) -> float:
    """Processor time of one reading."""
    start = time.process_time()
    for _ in range(repeat):
        read(data)
    return (time.process_time() - start) / repeat


@dataclass(frozen=True)
class Times:
    """Medians over the rounds: seconds of ours, and the ratios to and of the others."""

    ours: float
    to_calamine: float
    of_openpyxl: float


def compare(title: str, data: bytes, rounds: int, repeat: int) -> Times:
    """Read one file by each reader in turn, and print what came out."""
    readers = (calamine, ours, openpyxl_read_only)
    times: list[list[float]] = []
    for _ in range(rounds):
        times.append([seconds(r, data, 1 if r is openpyxl_read_only else repeat) for r in readers])
    calamine_ratio = statistics.median(mine / theirs for theirs, mine, _ in times)
    openpyxl_ratio = statistics.median(theirs / mine for _, mine, theirs in times)
    mine = statistics.median(t[1] for t in times)
    print(
        f"{title:<34}{len(data) / 1000:>8.0f} kB{mine * 1000:>9.1f} ms"
        f"   ours / calamine {calamine_ratio:5.2f}   openpyxl / ours {openpyxl_ratio:6.2f}",
        flush=True,
    )
    return Times(mine, calamine_ratio, openpyxl_ratio)


@dataclass(frozen=True)
class Ratio:
    """One ratio of processor time, and what is hoped for."""

    title: str
    value: float
    at_most: bool
    good: float
    superb: float


def ratios(rounds: int) -> list[Ratio]:
    """Ours against the others over returns, and over returns with formatted blank rows."""
    for read in (ours, calamine, openpyxl_read_only):
        read(ordinary())
    plain = compare("8 tables of 20 rows", ordinary(), rounds, REPEAT)
    blank = compare("the same, 300 blank rows a table", ordinary(BLANK_ROWS), rounds, REPEAT)
    return [
        Ratio("own reader / calamine", plain.to_calamine, True, 3.5, 2.0),
        Ratio("openpyxl read-only / own reader", plain.of_openpyxl, False, 6, 11),
        Ratio("300 formatted blank rows / none", blank.ours / plain.ours, True, 3.0, 2.2),
    ]


def main() -> None:
    """All files in turn."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    for ratio in ratios(rounds):
        print(f"{ratio.title:<34}{ratio.value:6.2f}")
    compare("1 table of 20.000 rows", long(), 3, 1)


if __name__ == "__main__":
    main()
