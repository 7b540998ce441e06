"""Files that lie in every mailbox and are no returns."""

from __future__ import annotations

from datetime import datetime

from openpyxl.workbook import Workbook

from examples.season.saving import workbook_bytes

FAIR, SCAN = "Danh sách đăng ký hội chợ.xlsx", "BC Ba Dinh (ban scan co dau).pdf"

_FAIR_ROWS = (
    ("STT", "Gian hàng", "Mặt hàng", "Diện tích (m2)"),
    (1, "Gian số 1", "Trà sen", 9),
    (2, "Gian số 2", "Tranh thêu", 12),
    (3, "Gian số 3", "Mật ong", 9),
)


def fair() -> bytes:
    """A workbook of somebody else: who takes which stand at a fair."""
    workbook = Workbook(write_only=True)
    workbook.properties.created = datetime(2025, 6, 2)
    sheet = workbook.create_sheet("Hội chợ")
    for row in _FAIR_ROWS:
        sheet.append(row)
    return workbook_bytes(workbook)


def scan() -> bytes:
    """A sheet of paper: the smallest PDF of one blank page."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(content))
    )
