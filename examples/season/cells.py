"""What stands in a workbook, however the program that saved it arranges its file."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

Cells = dict[tuple[str, str], object]

STAMP = "_meta"  # which form it is
TOLD = ("Hướng dẫn", "Kiểm tra")  # what the template says by itself; nobody types there


def cells_of(content: bytes) -> Cells:
    """The value of every cell that holds one, by sheet and address.

    Formulas are left out, and the sheets on which nothing is typed: other words in the guide do
    not make a return another return. The stamp is among them, which says what form it is.
    """
    workbook = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook
        if sheet.title == STAMP or (sheet.sheet_state == "visible" and sheet.title not in TOLD)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    }
