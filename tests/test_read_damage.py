"""Damage in transit: the same cells or a clear refusal, never other values in silence."""

from __future__ import annotations

import io
import zlib
from datetime import date
from random import Random

import pytest
import xlsxwriter
from hostile.binary import ods, table
from hostile.containers import flipped

from consolidate.limits import LIMITS
from consolidate.read import read_book
from consolidate.read.cells import Unreadable
from consolidate.read.ods import read_ods


def an_ordinary_return():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for title in ("HTX", "THT"):
        sheet = book.add_worksheet(title)
        for number in range(60):
            sheet.write_string(number, 0, f"Hợp tác xã {number}")
            sheet.write_number(number, 1, number * 37.5)
            sheet.write_datetime(number, 2, date(2025, 1 + number % 12, 1 + number % 28))
            sheet.write_formula(number, 3, f"=B{number + 1}*2", None, number * 75)
        sheet.set_row(7, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def mutant(data, random):
    """The file with a bit turned, a byte set, a stretch zeroed, cut out or doubled."""
    damaged = bytearray(data)
    how, at = random.randrange(8), random.randrange(len(data))
    length = random.choice([1, 2, 7, 100, 512])
    if how <= 3:
        return flipped(data, at, random.randrange(8))
    if how == 4:
        damaged[at] = random.randrange(256)
    elif how == 5:
        damaged[at : at + length] = b"\0" * len(damaged[at : at + length])
    elif how == 6:
        del damaged[at : at + length]
    else:
        damaged[at:at] = damaged[at : at + length]
    return bytes(damaged)


def silent_changes(data, read, mutants, seed=1):
    """How many mutants read as something else without a word, and how many were refused."""
    random, whole = Random(seed), read(data)
    changed = refused = 0
    for _ in range(mutants):
        damaged = mutant(data, random)
        try:
            found = read(damaged)
        except Unreadable:
            refused += 1
        else:
            changed += found != whole
    return changed, refused


@pytest.mark.parametrize("mutants", [150, pytest.param(5_000, marks=pytest.mark.thorough)])
def test_damaged_xlsx_is_the_same_or_refused(mutants):
    changed, refused = silent_changes(an_ordinary_return(), read_book, mutants)
    assert changed == 0
    assert refused > mutants / 2


@pytest.mark.parametrize("mutants", [150, pytest.param(3_000, marks=pytest.mark.thorough)])
def test_damaged_ods_is_the_same_or_refused(mutants):
    value = '<table:table-cell office:value-type="float" office:value="{}"/>'
    rows = "".join(
        f"<table:table-row>{value.format(n)}{value.format(n * 7)}</table:table-row>"
        for n in range(200)
    )
    changed, refused = silent_changes(ods(table(rows)), lambda d: read_ods(d, LIMITS), mutants)
    assert changed == 0
    assert refused > mutants / 2


def test_damage_that_keeps_the_xml_sound_is_seen_by_the_checksum():
    """Of single flipped bits in a packed sheet some inflate to sound XML with other numbers."""
    data = an_ordinary_return()
    start = data.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    length = int.from_bytes(data[start - 24 - 12 : start - 24 - 8], "little")
    whole = zlib.decompressobj(-15).decompress(data[start : start + length])
    dangerous = []
    for at in range(start, start + length):
        inflater = zlib.decompressobj(-15)
        try:
            found = inflater.decompress(flipped(data, at)[start : start + length])
        except zlib.error:
            continue
        if inflater.eof and len(found) == len(whole) and found != whole:
            dangerous.append(at)
    assert dangerous  # else nothing was tried
    for at in dangerous:
        with pytest.raises(Unreadable):
            read_book(flipped(data, at))
