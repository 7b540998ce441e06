"""Makes every picture of the user guide from a real run of the example season.

    python docs/make_pictures.py [name …]

It needs LibreOffice with its Python bridge, pdftoppm and ImageMagick's `convert`. Each picture
lies in docs/pictures under the name that it has here; without names all of them are made.
"""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.libreoffice import convert, drive  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
RETURNS = "examples/2025-H1/returns"
MOST_BYTES = 150_000
COLOURS = 64
DENSITY = 150  # dots an inch before the picture is brought to its width

# What a LibreOffice session does for all shots: it opens the book, types, calculates, and prints
# the cells asked for on one page that is as large as they are.
SESSION = """
answer = []
for shot in json.loads(sys.argv[2]):
    book = open_book(shot["book"])
    for title, cell, value in shot["typed"]:
        target = book.Sheets.getByName(title).getCellRangeByName(cell)
        if isinstance(value, str) and not value.startswith("="):
            target.String = value
        elif isinstance(value, str):
            target.Formula = value
        else:
            target.Value = value
    book.calculateAll()
    sheet = book.Sheets.getByName(shot["sheet"])
    cells = sheet.getCellRangeByName(shot["cells"])
    paper = book.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    paper.HeaderIsOn = paper.FooterIsOn = False
    paper.PrintHeaders = shot["letters"]
    paper.ScaleToPages = paper.ScaleToPagesX = paper.ScaleToPagesY = 0
    paper.PageScale = 100
    paper.IsLandscape = True
    paper.Width, paper.Height = cells.Size.Width + 6000, cells.Size.Height + 6000
    sheet.setPrintAreas((cells.RangeAddress,))
    sheet.setPrintTitleRows(False)
    sheet.setPrintTitleColumns(False)
    chosen = uno.Any("[]com.sun.star.beans.PropertyValue", (prop("Selection", cells),))
    book.storeToURL(uno.systemPathToFileUrl(shot["pdf"]),
                    (prop("FilterName", "calc_pdf_Export"), prop("FilterData", chosen)))
    book.close(False)
"""


@dataclass(frozen=True)
class Picture:
    """Cells of a sheet of a book, seen at a width in dots; what is typed first, as in a shot."""

    name: str
    book: str
    sheet: str
    cells: str
    width: int = 1400
    letters: bool = False  # with the letters of the columns and the numbers of the rows
    typed: tuple[tuple[str, str, str | float], ...] = ()


REPORT = "ket-qua/tong-hop-2025-H1-bao-cao.xlsx"

SHOTS = (
    Picture("bieu-01", REPORT, "Biểu 01 – Mục tiêu", "A1:J18", width=1500),
)  # fmt: skip


def consolidate(work: Path, *arguments: str) -> str:
    """What the program prints when it is called like this from the folder `work`."""
    command = [sys.executable, "-m", "consolidate", *arguments]
    there = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=work, env=there, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode("utf-8"))
    return done.stdout.decode("utf-8")


def prepare(work: Path) -> str:
    """Runs the program as an officer would; gives the screen of the run."""
    (work / "examples").symlink_to(ROOT / "examples")
    consolidate(work, "templates", "--period", "2025-H1", "--out", "mau-gui-di")
    return consolidate(work, "run", RETURNS, "--out", "ket-qua")


def shoot(work: Path, shots: list[Picture]) -> None:
    """Takes the pictures of workbooks in one session of LibreOffice."""
    asked = [
        asdict(shot) | {"book": str(work / shot.book), "pdf": str(work / f"{shot.name}.pdf")}
        for shot in shots
    ]
    drive(SESSION, json.dumps(asked))
    for shot in shots:
        develop(work / f"{shot.name}.pdf", shot.name, shot.width)


def screen(work: Path, name: str, command: str, printed: str) -> None:
    """The picture of a terminal: a command and what it printed."""
    page = work / f"{name}.html"
    text = html.escape(f"> {command}\n{printed}")
    page.write_text(
        '<meta charset="utf-8"><style>@page{size:30cm 30cm;margin:1cm}'
        "pre{font:11pt 'DejaVu Sans Mono'}</style>"
        f"<pre>{text}</pre>",
        encoding="utf-8",
    )
    (made,) = convert([page], "pdf", work)
    develop(made, name, 1200)


def develop(pdf: Path, name: str, width: int) -> None:
    """The first page of a PDF as a picture without margins, in few colours."""
    dots = pdf.with_suffix("")
    command = ["pdftoppm", "-png", "-r", str(DENSITY), "-f", "1", "-singlefile"]
    subprocess.run([*command, str(pdf), str(dots)], check=True)
    made = PICTURES / f"{name}.png"
    command = ["convert", f"{dots}.png", "-trim", "+repage", "-resize", f"{width}x>"]
    command += ["-bordercolor", "white", "-border", "14", "-dither", "None"]
    command += ["-colors", str(COLOURS), "-strip", "-define", "png:exclude-chunks=date,time"]
    subprocess.run([*command, f"PNG8:{made}"], check=True)
    size = made.stat().st_size
    print(f"{made.name}: {size // 1000} KB")
    if size > MOST_BYTES:
        raise SystemExit(f"{made.name} is larger than {MOST_BYTES // 1000} KB")


def main(names: list[str]) -> None:
    """Makes the pictures of these names, or all."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        printed = prepare(work)
        shoot(work, [shot for shot in SHOTS if not names or shot.name in names])
        if not names or "man-hinh" in names:
            screen(work, "man-hinh", f"consolidate run {RETURNS} --out ket-qua", printed)


if __name__ == "__main__":
    main(sys.argv[1:])
