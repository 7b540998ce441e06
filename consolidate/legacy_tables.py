"""The two encodings of Vietnamese that fonts of the nineties drew, letter by letter.

TCVN3 (ABC, fonts that begin with .Vn) has one byte a letter and no capitals with tones; its fonts
that end in H draw small letters as capitals. VNI (fonts that begin with VNI) has a base letter and
a mark letter. Both were verified against independent converters.
"""

from __future__ import annotations

_TCVN3 = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ
C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ
E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
"""
_VNI = """
aøà aùá aââ aõã eøè eùé eâê oøò oùó oâô oõõ uøù uùú yùý aêă ñđ óĩ uõũ ôơ öư aïạ aûả aáấ aàầ aåẩ aãẫ
aäậ aéắ aèằ aúẳ aüẵ aëặ eïẹ eûẻ eõẽ eáế eàề eåể eãễ eäệ æỉ òị oïọ oûỏ oáố oàồ oåổ oãỗ oäộ ôùớ ôøờ
ôûở ôõỡ ôïợ uïụ uûủ öùứ öøừ öûử öõữ öïự yøỳ îỵ yûỷ yõỹ
"""


def _with_capitals(small: dict[str, str]) -> dict[str, str]:
    """A table of small letters with its capitals; the mark of a capital may be small as well."""
    return small | {
        sequence: letter.upper()
        for small_sequence, letter in small.items()
        for sequence in (small_sequence.upper(), small_sequence[0].upper() + small_sequence[1:])
    }


TCVN3: dict[str, str] = {chr(int(pair[:2], 16)): pair[2:] for pair in _TCVN3.split()}
VNI: dict[str, str] = _with_capitals({pair[:-1]: pair[-1] for pair in _VNI.split()})

# Fourteen bytes look otherwise where an old program took them for code page 1258 instead of 1252.
SURFACES: dict[int, str] = {
    ord(surface): chr(byte)
    for surface, byte in zip(
        "Ă\u0300Đ\u0309ƠƯ\u0303ă\u0301đ\u0323ơư₫",
        (0xC3, 0xCC, 0xD0, 0xD2, 0xD5, 0xDD, 0xDE, 0xE3, 0xEC, 0xF0, 0xF2, 0xF5, 0xFD, 0xFE),
        strict=True,
    )
}
