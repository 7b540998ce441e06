"""The two editions of the consolidated workbook and the words that name them."""

from __future__ import annotations

from typing import Final, Literal, cast, get_args

Edition = Literal["bao-cao", "noi-bo"]
OFFICIAL: Final = "bao-cao"
WORKING: Final = "noi-bo"

TITLES: dict[Edition, str] = {
    OFFICIAL: "Bản báo cáo (không có dữ liệu cá nhân)",
    WORKING: "Bản nội bộ (có dữ liệu cá nhân, không gửi ra ngoài)",
}


def edition_of(text: str) -> Edition:
    """The edition of that name; ValueError for any other text."""
    if text not in get_args(Edition):
        raise ValueError(text)
    return cast(Edition, text)
