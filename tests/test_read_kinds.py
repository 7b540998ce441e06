"""What a file is, by content, whatever it is called; and that every other kind has its sentence."""

from __future__ import annotations

import io
import struct

import pytest
import xlwt
from hostile.binary import ods, table, xlsb
from hostile.raw import book, zipped
from msoffcrypto.format.ooxml import OOXMLFile

from consolidate.catalogue import CAUSES
from consolidate.limits import LIMITS
from consolidate.read import READ, kind_of, read_book
from consolidate.read.cells import Unreadable
from consolidate.read.codepages import decode_name
from consolidate.read.xls import read_xls

OPEN = "application/vnd.oasis.opendocument"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams):
    """A compound file as far as its directory goes: one entry of 128 bytes a stream."""
    data = OLE.ljust(512, b"\0")
    for stream in streams:
        name = stream.encode("utf-16-le") + b"\0\0"
        data += (name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + b"\2").ljust(128, b"\0")
    return data


def encrypted():
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(book())).encrypt("mật khẩu", out)
    return out.getvalue()


def an_xls():
    made = xlwt.Workbook()
    made.add_sheet("HTX").write(0, 0, 1)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ZIP = zipped({"Ba Đình.xlsx": b"x", "Đống Đa.xlsx": b"y"})
FILES = [
    ("empty", b"", "x.xlsx"),
    ("zeros", b"\0" * 5_000, "x.xlsx"),
    ("xlsx", book(), "x.xls"),
    ("xlsm", book(replaced={"xl/vbaProject.bin": b"x"}), "x.xlsx"),
    ("xlsb", xlsb(b""), "x.xlsx"),
    ("ods", ods(table("")), "x.xlsx"),
    ("xls", an_xls(), "x.xlsx"),
    ("xls", b"\x09\x08\x10\0" + b"\0" * 20 + b"x", "x.xls"),
    ("xls", ole("Book"), "x.xls"),
    ("encrypted", encrypted(), "x.xlsx"),
    ("doc", ole("WordDocument"), "x.xls"),
    ("doc", ole("WordDocument", "Workbook"), "x.doc"),
    ("xls", ole("WordDocument", "Workbook"), "x.xls"),
    ("ppt", ole("PowerPoint Document"), "x.ppt"),
    ("mail", ole("__properties_version1.0"), "x.msg"),
    ("ole", ole("Contents"), "x.mpp"),
    ("damaged", an_xls()[:600], "x.xls"),
    ("docx", zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "x.xlsx"),
    ("docx", zipped({"mimetype": f"{OPEN}.text", "content.xml": ""}), "x.xlsx"),
    ("pptx", zipped({"ppt/presentation.xml": ""}), "x.xlsx"),
    ("numbers", zipped({"Index/Document.iwa": ""}), "x.numbers"),
    ("zip", ZIP, "x.xlsx"),
    ("pdf", b"%PDF-1.7\n...", "x.xlsx"),
    ("pdf", b"\n\n%PDF-1.4\n...", "x.pdf"),
    ("picture", b"\x89PNG\r\n\x1a\n....", "x.xlsx"),
    ("picture", b"\xff\xd8\xff\xe0..JFIF", "x.xlsx"),
    ("picture", b"RIFF\0\0\0\0WEBPVP8 ", "x.webp"),
    ("picture", b"\0\0\0\x18ftypheic....", "x.heic"),
    ("rar", b"Rar!\x1a\x07\x01\0...", "x.zip"),
    ("7z", b"7z\xbc\xaf\x27\x1c....", "x.zip"),
    ("gz", b"\x1f\x8b\x08...", "x.xlsx"),
    ("doc", b"{\\rtf1\\ansi x}", "x.doc"),
    ("html", b"<html><body><table></table></body></html>", "x.xls"),
    ("html", b"\xef\xbb\xbf <!DOCTYPE html><p>", "x.xls"),
    ("html", b"<table><tr><td>1</td></tr></table>", "x.xls"),
    ("html", b"MIME-Version: 1.0\nX: y\nContent-Type: multipart/related; x", "x.xls"),
    (
        "xml",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "x.xls",
    ),
    ("fods", b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:x">', "x.fods"),
    ("csv", "Tên,Số\nHợp tác xã,5\n".encode(), "x.xlsx"),
    ("csv", "Tên\tSố\nHợp tác xã\t5\n".encode("utf-16"), "x.xls"),
    ("csv", b"T\xean;S\xe8\nHTX;5\n", "x.xls"),
    ("csv", b"a", "x.csv"),
    ("csv", b"BM01;1\nBM02;2\n", "x.xls"),
    ("picture", b"BM\x36\0\0\0\0\0\0\0", "x.xlsx"),
    ("text", "Chào chị, em gửi báo cáo.".encode(), "x.xlsx"),
    ("mail", b"\x78\x9f\x3e\x22\x01\0", "winmail.dat"),
    ("mail", b"From: a@b\nSubject: x\n\nx", "x.eml"),
    ("shortcut", b"L\0\0\0\x01\x14\x02\0....", "x.xlsx"),
    ("program", b"MZ\x90\0", "x.xlsx"),
    ("unknown_kind", b"\x01\x02\x03\x04", "x.xlsx"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "name"), FILES)
def test_kind_is_told_by_content(kind, data, name):
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(("kind", "data", "name"), [f for f in FILES if f[0] not in READ])
def test_what_is_no_workbook_is_refused_by_its_kind(kind, data, name):
    with pytest.raises(Unreadable) as refusal:
        read_book(data, name=name)
    assert refusal.value.code == kind
    assert kind in CAUSES


def test_the_kind_of_anything_can_be_asked():
    for kind, data, name in FILES:
        for cut in (1, 7, 40, 600, len(data) // 2, max(0, len(data) - 3)):
            assert isinstance(kind_of(data[:cut], name), str), kind


def test_an_encrypted_xls_is_told_by_its_record():
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    with pytest.raises(Unreadable) as refusal:
        read_xls(start + struct.pack("<HHH", 0x2F, 2, 0) + struct.pack("<HH", 0x0A, 0), LIMITS)
    assert refusal.value.code == "encrypted"


def test_a_damaged_archive_says_what_is_wrong_with_it():
    for data, cause in ((ZIP[:-30], "damaged"), (ZIP, "zip"), (ZIP[:40], "damaged")):
        with pytest.raises(Unreadable) as refusal:
            read_book(data)
        assert refusal.value.code == cause


def test_names_in_old_code_pages():
    assert decode_name("Đống Đa.xlsx".encode()) == "Đống Đa.xlsx"
    old = "Đông Anh.xlsx".encode("cp1258")
    assert decode_name(old) == "Đông Anh.xlsx"
    assert decode_name(b"\x81\xb0.xlsx") == "ü░.xlsx"
