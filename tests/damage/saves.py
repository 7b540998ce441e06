"""What is left of a return, good or damaged, after LibreOffice has saved it in another format."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl.workbook import Workbook

from tests.damage import cells, columns, rows, sheets
from tests.damage.catalogue import TOLD, WHOLE, spoiled, to_made
from tests.damage.good import good_bytes
from tests.libreoffice import convert

GROUP = "Lưu lại bằng LibreOffice"
KINDS = ("xlsx", "xls", "ods")
KEY = "cooperatives"
SPOILT: dict[str, tuple[Callable[[Workbook], None], str, str, str]] = {
    "column_moved": (columns.column_moved, "chuyển một cột", WHOLE, "FIL-09"),
    "titles_on_two_rows": (columns.titles_on_two_rows, "tiêu đề hai dòng", WHOLE, ""),
    "sections": (rows.sections_with_subtotals, "tiêu đề mục, dòng cộng", WHOLE, "FIL-12"),
    "signatures": (rows.signatures, "phần chữ ký", WHOLE, "FIL-12"),
    "row_hidden": (rows.row_hidden, "dòng ẩn", WHOLE, "FIL-14"),
    "row_struck": (rows.row_struck, "dòng gạch ngang", WHOLE, "FIL-14"),
    "typed_in_tcvn3": (cells.typed_in_tcvn3, "phông TCVN3", WHOLE, "FIL-10"),
    "numbers_as_text": (cells.numbers_as_text, "số dạng văn bản", WHOLE, ""),
    "sheet_split": (sheets.sheet_split, "biểu tách đôi", TOLD, ""),
    "data_below_signatures": (rows.data_below_signatures, "dòng dưới chữ ký", TOLD, "FIL-24"),
}


@cache
def saved(kind: str) -> dict[str, bytes]:
    """Every book of this module in one format, by name. LibreOffice starts once."""
    with TemporaryDirectory() as folder:
        made = {"good": good_bytes()} | {n: spoiled(s[0]) for n, s in SPOILT.items()}
        paths = []
        for name, data in made.items():
            paths.append(Path(folder) / f"{name}.xlsx")
            paths[-1].write_bytes(data)
        books = convert(paths, kind, Path(folder) / kind)
        return {path.stem: path.read_bytes() for path in books}


def _register(kind: str) -> None:
    says = (("", "FIL-21"),) if kind == "xls" else ()
    to_made(
        f"saved_as_{kind}", GROUP, f"Lưu thành .{kind}", WHOLE, says,
        lambda: {f"Ba Dinh.{kind}": saved(kind)["good"]},
    )  # fmt: skip
    for name, (_, title, comes, code) in SPOILT.items():
        said = ((KEY, code),) if code else (("HTX (2)", "FIL-07"),) if comes == TOLD else ()
        to_made(
            f"{name}_saved_as_{kind}", GROUP, f"Lưu thành .{kind}: {title}", comes, said,
            lambda name=name: {f"Ba Dinh.{kind}": saved(kind)[name]},
        )  # fmt: skip


for kind in KINDS:
    _register(kind)
