"""Makes every picture of the user guide from a real run of the example season.

    python docs/make_pictures.py [name …]

It needs LibreOffice with its Python bridge, pdftoppm and ImageMagick's `convert`. Each picture
lies in docs/pictures under the name that it has here; without names all of them are made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.libreoffice import drive  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
RETURNS = "examples/2025-H1/returns"
LATE = {"Dan Phuong gui Thanh hoi.xlsx", "Cau Giay (sua lan 2).xlsx"}  # came after a first run
MOST_BYTES = 150_000
COLOURS = 64
PLAIN = ["-dither", "None", "-colors", str(COLOURS), "-strip"]
PLAIN += ["-define", "png:exclude-chunks=date,time"]
DENSITY = 150  # dots an inch before the picture is brought to its width

# What a LibreOffice session does for all shots: it opens the book, calculates, hides what is not to
# be seen, and prints the cells asked for on one page that is as large as they are.
SESSION = """
answer = []
for shot in json.loads(sys.argv[2]):
    book = open_book(shot["book"])
    book.calculateAll()
    sheet = book.Sheets.getByName(shot["sheet"])
    if sheet.isProtected():
        sheet.unprotect("")
    cells = sheet.getCellRangeByName(shot["cells"])
    area = cells.RangeAddress
    if shot["columns"]:
        for column in range(area.StartColumn, area.EndColumn + 1):
            title = sheet.getCellByPosition(column, shot["head"] - 1).String
            sheet.Columns.getByIndex(column).IsVisible = title in shot["columns"]
    if shot["holding"]:
        for row in range(shot["head"], area.EndRow + 1):
            line = sheet.getCellRangeByPosition(area.StartColumn, row, area.EndColumn, row)
            texts = [text for text in line.DataArray[0]]
            sheet.Rows.getByIndex(row).IsVisible = shot["holding"] in texts
    paper = book.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    paper.HeaderIsOn = paper.FooterIsOn = False
    paper.PrintHeaders = shot["letters"]
    paper.ScaleToPages = paper.ScaleToPagesX = paper.ScaleToPagesY = 0
    paper.PageScale = 100
    paper.IsLandscape = True
    paper.Width, paper.Height = cells.Size.Width + 8000, cells.Size.Height + 8000
    sheet.setPrintAreas((area,))
    sheet.setPrintTitleRows(False)
    sheet.setPrintTitleColumns(False)
    chosen = uno.Any("[]com.sun.star.beans.PropertyValue", (prop("Selection", cells),))
    book.storeToURL(uno.systemPathToFileUrl(shot["pdf"]),
                    (prop("FilterName", "calc_pdf_Export"), prop("FilterData", chosen)))
    book.close(False)
"""


@dataclass(frozen=True)
class Picture:
    """Cells of a sheet of a book, seen at a width in dots.

    `columns` are titles of the columns to be seen (none: all), `holding` a text that a row below
    the head must hold in one of its cells to be seen: what a person does by hiding and filtering.
    """

    name: str
    book: str
    sheet: str
    cells: str
    width: int = 1400
    letters: bool = False  # with the letters of the columns and the numbers of the rows
    head: int = 1  # the row with the titles of the columns
    columns: tuple[str, ...] = ()
    holding: str = ""


TEMPLATE = "mau-gui-di/D001-ba-dinh.xlsx"
WRONG = f"{RETURNS}/Thach That.xlsx"
RIGHT = f"{RETURNS}/LONG BIEN.xlsx"
REPORT = "ket-qua/tong-hop-2025-H1-bao-cao.xlsx"
WORKING = "ket-qua/tong-hop-2025-H1-noi-bo.xlsx"
DECISIONS = "ket-qua/quyet-dinh.xlsx"
SCREEN = "man-hinh.xlsx"
CORRECTION = "ket-qua/tra-lai/D276-thach-that.xlsx"
CHANGES = "ket-qua-dan/thay-doi.xlsx"

SHOTS = (
    Picture("bieu-01", REPORT, "Biểu 01 – Mục tiêu", "A1:J18", width=1500),
    Picture("mau-thong-tin-chung", TEMPLATE, "Thông tin chung", "B1:D16", letters=True),
    Picture("mau-htx", WRONG, "HTX", "A6:R9", width=1300, letters=True, head=6, columns=(
        "TT", "Tên hợp tác xã (*)", "Mã số HTX (mã số thuế)", "Tình trạng trong kỳ (*)",
        "Lao động không phải thành viên (*)", "Trong đó: lao động nữ (*)",
    )),
    Picture("mau-chua-gui-duoc", WRONG, "Kiểm tra", "A1:E26"),
    Picture("mau-san-sang-gui", RIGHT, "Kiểm tra", "A1:E17"),
    Picture("can-sua", CORRECTION, "Cần sửa", "A1:F18"),
    Picture("man-hinh", SCREEN, "Sheet1", "A1:A40", width=1200),
    Picture("tong-quan", WORKING, "Tổng quan", "A1:F43"),
    Picture("quyet-dinh-cau-hoi", DECISIONS, "Câu hỏi", "B1:G5", width=1500),
    Picture("quyet-dinh-lua-chon", DECISIONS, "Lựa chọn", "B4:E11", width=1400),
    Picture("nhat-ky-kiem-tra", WORKING, "Nhật ký kiểm tra", "A1:H60", head=5,
            holding="Thạch Thất"),
    Picture("ly-do-chua-tinh", REPORT, "HTX", "A5:AW23", head=5, columns=(
        "Đơn vị", "Dòng trong tệp", "Tên hợp tác xã", "HTX được củng cố, nâng cao chất lượng",
        "Lý do chưa tính: HTX được củng cố, nâng cao chất lượng", "T2A – HTX được củng cố",
    )),
    Picture("doi-soat", REPORT, "Đối soát", "A1:J15"),
    Picture("thay-doi", CHANGES, "Mục tiêu", "A1:F14"),
)  # fmt: skip


def consolidate(work: Path, *arguments: str) -> str:
    """What the program prints when it is called like this from the folder `work`."""
    command = [sys.executable, "-m", "consolidate", *arguments]
    there = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=work, env=there, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode("utf-8"))
    return done.stdout.decode("utf-8")


def prepare(work: Path) -> None:
    """Runs the program as an officer would; the screen of the run becomes a book, too."""
    (work / "examples").symlink_to(ROOT / "examples")
    consolidate(work, "templates", "--period", "2025-H1", "--out", "mau-gui-di")
    every = sorted((work / RETURNS).iterdir())
    first = [str(path) for path in every if path.name not in LATE]
    consolidate(work, "run", *first, "--out", "ket-qua-dan")
    consolidate(work, "run", RETURNS, "--out", "ket-qua-dan")
    command = ["run", RETURNS, "--out", "ket-qua"]
    screen(work, " ".join(["consolidate", *command]), consolidate(work, *command))


def shoot(work: Path, shots: list[Picture]) -> None:
    """Takes the pictures of workbooks in one session of LibreOffice."""
    asked = [
        asdict(shot) | {"book": str(work / shot.book), "pdf": str(work / f"{shot.name}.pdf")}
        for shot in shots
    ]
    drive(SESSION, json.dumps(asked))
    for shot in shots:
        develop(work / f"{shot.name}.pdf", shot.name, shot.width)


def screen(work: Path, command: str, printed: str) -> None:
    """What a terminal shows, a line a row of the book SCREEN; folders as seen from `work`."""
    text = f"> {command}\n\n{printed}".replace(f"{work.resolve()}{os.sep}", "")
    with xlsxwriter.Workbook(work / SCREEN) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 84)
        look = {"font_name": "Liberation Mono", "bg_color": "#1E1E1E", "font_color": "#F0F0F0"}
        cell = book.add_format(look | {"font_size": 11, "indent": 1})
        for row, line in enumerate(text.splitlines()):
            sheet.write_string(row, 0, line, cell)


def develop(pdf: Path, name: str, width: int) -> None:
    """The first page of a PDF as a picture without margins, in few colours."""
    dots = pdf.with_suffix("")
    command = ["pdftoppm", "-png", "-r", str(DENSITY), "-f", "1", "-singlefile"]
    subprocess.run([*command, str(pdf), str(dots)], check=True)
    made = PICTURES / f"{name}.png"
    command = ["convert", f"{dots}.png", "-trim", "+repage", "-resize", f"{width}x>"]
    command += ["-bordercolor", "white", "-border", "14", *PLAIN]
    subprocess.run([*command, f"PNG8:{made}"], check=True)
    weigh(made)


def weigh(made: Path) -> None:
    """Says how large a picture is, and refuses one that is too large for a page."""
    size = made.stat().st_size
    print(f"{made.name}: {size // 1000} KB")
    if size > MOST_BYTES:
        raise SystemExit(f"{made.name} is larger than {MOST_BYTES // 1000} KB")


def main(names: list[str]) -> None:
    """Makes the pictures of these names, or all."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        prepare(work)
        shoot(work, [shot for shot in SHOTS if not names or shot.name in names])


if __name__ == "__main__":
    main(sys.argv[1:])
