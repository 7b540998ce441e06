"""The file as a whole: endings, archives, copies, cut-off and altered bytes, other programs."""

from __future__ import annotations

import unicodedata
import zipfile
from io import BytesIO

from openpyxl import load_workbook

from tests.damage.catalogue import REFUSED, WHOLE, Files, to_file
from tests.damage.good import FILE

GROUP = "Tệp"


def packed(files: Files) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


@to_file(GROUP, "Tệp .xlsx mang đuôi .xls", WHOLE)
def ending_of_another_kind(good: bytes) -> Files:
    return {"Ba Dinh.xls": good}


@to_file(GROUP, "Tên tệp ở dạng Unicode tổ hợp", WHOLE)
def name_decomposed(good: bytes) -> Files:
    return {unicodedata.normalize("NFD", "Báo cáo quận Ba Đình.xlsx"): good}


@to_file(GROUP, "Nén trong tệp .zip", WHOLE)
def in_an_archive(good: bytes) -> Files:
    return {"Ba Dinh.zip": packed({"bao cao/Ba Dinh.xlsx": good})}


@to_file(GROUP, "Nén hai lớp", WHOLE)
def in_an_archive_of_an_archive(good: bytes) -> Files:
    return {"thu.zip": packed({"Ba Dinh.zip": packed({FILE: good})})}


@to_file(GROUP, "Gửi hai lần cùng một tệp", WHOLE, ("", "FIL-04"))
def sent_twice(good: bytes) -> Files:
    return {FILE: good, "Copy of Ba Dinh.xlsx": good}


@to_file(GROUP, "Có tệp khóa và rác hệ thống bên cạnh", WHOLE)
def litter_beside(good: bytes) -> Files:
    return {FILE: good, "~$Ba Dinh.xlsx": b"x", "Thumbs.db": b"x", ".DS_Store": b"x"}


@to_file(GROUP, "Lưu lại bằng phần mềm không giữ giá trị công thức", WHOLE)
def saved_without_values(good: bytes) -> Files:
    saved = BytesIO()
    load_workbook(BytesIO(good)).save(saved)
    return {FILE: saved.getvalue()}


@to_file(GROUP, "Nén lại không nén (stored)", WHOLE)
def stored_without_compression(good: bytes) -> Files:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item))
    return {FILE: made.getvalue()}


@to_file(GROUP, "Tệp có macro (.xlsm)", WHOLE, ("", "FIL-22"))
def with_macros(good: bytes) -> Files:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
                data = data.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
            new.writestr(item.filename, data)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(64))
    return {"Ba Dinh.xlsm": made.getvalue()}


@to_file(GROUP, "Tệp tải về dở dang", REFUSED, ("", "FIL-01"))
def cut_off(good: bytes) -> Files:
    return {FILE: good[: len(good) // 2]}


@to_file(GROUP, "Hỏng một bit khi truyền", REFUSED, ("", "FIL-01"))
def one_bit_flipped(good: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(good)) as book:
        largest = max(book.infolist(), key=lambda i: i.compress_size)
    at = largest.header_offset + 60 + largest.compress_size // 2
    return {FILE: good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :]}


@to_file(GROUP, "Tệp trống", REFUSED, ("", "FIL-01"))
def nothing_in_it(_: bytes) -> Files:
    return {FILE: b""}


@to_file(GROUP, "Trang web lưu thành .xls", REFUSED, ("", "FIL-01"))
def page_of_the_web(_: bytes) -> Files:
    return {"Ba Dinh.xls": b"<html><body><table><tr><td>HTX</td></tr></table></body></html>"}


@to_file(GROUP, "Văn bản CSV mang đuôi .xlsx", REFUSED, ("", "FIL-01"))
def text_under_an_excel_name(_: bytes) -> Files:
    return {FILE: "TT;Tên hợp tác xã;Số thành viên\n1;HTX Mẫu;12\n".encode()}


@to_file(GROUP, "Bản ký quét PDF", REFUSED, ("", "FIL-01"))
def scan_of_the_signed_paper(_: bytes) -> Files:
    return {"Ba Dinh.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"}


@to_file(GROUP, "Tệp đặt mật khẩu", REFUSED, ("", "FIL-01"))
def locked_with_a_password(good: bytes) -> Files:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = BytesIO()
    OOXMLFile(BytesIO(good)).encrypt("mat khau", locked)
    return {FILE: locked.getvalue()}
