"""Where things stand in quyet-dinh.xlsx: written by `book`, read by `answers`."""

from __future__ import annotations

from typing import Final

FILE_NAME: Final = "quyet-dinh.xlsx"
QUESTIONS: Final = "Câu hỏi"
WAIVERS: Final = "Chấp nhận"
ASIDE: Final = "Tệp để riêng"
SETTINGS: Final = "Lựa chọn"
FINAL: Final = "Bản chính thức"
OBSOLETE: Final = "Không còn áp dụng"

HEAD_ROW: Final = 4  # the head of every table of this book, counted from 1

QUESTION_HEAD = (
    "Mã câu hỏi", "Nội dung cần quyết định", "Thứ nhất", "Thứ hai", "Gợi ý", "Trả lời", "Lý do",
    "Ngày", "Ghi chú của chương trình",
)  # fmt: skip
WAIVER_HEAD = (
    "Mã lỗi", "Mã đơn vị", "Biểu", "Ô", "Lý do chấp nhận", "Ngày", "Ghi chú của chương trình",
)  # fmt: skip
ASIDE_HEAD = ("Tên tệp", "Lý do để riêng", "Ngày", "Ghi chú của chương trình")
SETTING_HEAD = (
    "Mã", "Nội dung", "Giải thích", "Mặc định", "Lựa chọn của cán bộ", "Ghi chú của chương trình",
)  # fmt: skip
FINAL_HEAD = (
    "Nội dung",
    "Trả lời",
    "Lý do (bắt buộc khi còn đơn vị thiếu)",
    "Ghi chú của chương trình",
)
OBSOLETE_HEAD = ("Mã câu hỏi", "Nội dung khi được hỏi", "Trả lời", "Lý do", "Ngày")

FINAL_QUESTION: Final = "Công bố là bản chính thức"
