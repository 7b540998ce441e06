"""What a correction workbook itself says. Findings carry their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLE: Final = "NHỮNG ĐIỂM CẦN SỬA"
SENDING: Final = "Lần gửi mới: {new} (thay cho lần {old})"
STEPS: Final = (
    "1. Bấm vào ô ở cột “Chỗ cần sửa” để đến ô đó. Sửa xong, ô hết màu và dòng ở đây chuyển xanh.",
    "2. Sửa hết phần PHẢI SỬA, xem phần NÊN XEM LẠI, rồi mở trang “{check}”: có chữ "
    "“{ready}” thì lưu và gửi lại chính tệp này.",
)
ACCEPTED: Final = "Số liệu đã nhận: {sheets}."
ACCEPTED_SHEET: Final = "{title}: {seen} dòng, dùng được {accepted}"
NOTHING_ACCEPTED: Final = "Tệp đã gửi không có dòng số liệu nào."

REMAINING: Final = "CÒN {0} ĐIỂM PHẢI SỬA"
ALL_MENDED: Final = "ĐÃ SỬA HẾT CÁC ĐIỂM PHẢI SỬA Ở TRANG NÀY"

HEAD: Final = ("Mục", "Chỗ cần sửa", "Vì sao", "Cần làm gì", "Tình trạng", "Mã")
MUST: Final = "PHẢI SỬA"
SHOULD: Final = "NÊN XEM LẠI"
NOTED: Final = "ĐÃ GHI NHẬN (không cần làm gì)"
GROUP: Final = "{sheet}: {number} điểm"
GROUP_OF_MANY: Final = "{sheet}: {number} điểm. Nhiều nhất là {pattern}."
PATTERN: Final = "cột “{title}”: {number} ô ({why})"
PATTERN_OF_ROWS: Final = "{number} dòng ({why})"
WHOLE_SHEET: Final = "Cả biểu"
WHOLE_PAGE: Final = "Cả trang tính"  # of the unit's own
PART_OF_APPENDIX: Final = "Phần phải chuyển"
WHOLE_ROW: Final = "Cả dòng"
WHOLE_FILE: Final = "Cả tệp"
SEVERAL_ALIKE: Final = "{number} {what}: {why}"
SEVERAL: Final = "{number} {what}, ví dụ: {why}"
CELLS: Final = "ô"
ROWS: Final = "dòng"
THIS: Final = "này"  # stands for the address in a sentence beside the cell itself

TO_MEND: Final = "Phải sửa"
TO_LOOK_AT: Final = "Nên xem lại"
TO_DECIDE: Final = "Cần xem"  # no formula can tell when it is settled
SOME_LEFT: Final = "Còn {0}/{1} {2}"
MENDED: Final = "Đã sửa"
CHANGED: Final = "Đã đổi"
ROW_GONE: Final = "Không còn dòng"
DONE_HERE: Final = "Đã xử lý trong tệp này"
TAKEN_UP: Final = "Đã chuyển vào bảng"
KEPT_ASIDE: Final = "Giữ ở trang Phụ lục"
NOTED_ONLY: Final = "Ghi nhận"
NOWHERE: Final = "–"

TODO_HERE: Final[Mapping[str, str]] = {
    "FIL-06": "Điền biểu “{sheet}” trong tệp này; nếu không có số liệu thì để trống biểu và chọn "
    "“Có” ở mục “Không phát sinh”.",
    "FIL-07": "Xem trang “Phụ lục”; dòng nào cần báo cáo thì chép vào đúng biểu, rồi xóa phần đó.",
    "FIL-08": "Tệp này đã có cột “{title}”: điền cho từng dòng.",
    "FIL-17": "Xem trang “Phụ lục”; nội dung cần thiết thì chép vào các cột của biểu.",
    "FIL-20": "Ô {cell} không được chép sang tệp này: mở lại tệp đã gửi, nội dung cần báo cáo thì "
    "ghi vào bảng.",
    "FIL-25": "Chép giá trị đúng của “{title}” từ trang “Phụ lục” vào biểu, rồi xóa ở trang đó.",
    "FIL-26": "Chép số liệu từ trang “Phụ lục” vào đúng cột của biểu, rồi xóa ở trang đó.",
    "FIL-32": "Xem trang “Phụ lục”: chép dòng cần báo cáo vào bảng của biểu, rồi xóa ở trang đó.",
    "FIL-33": "Ghi giá trị đúng vào cột “{title}”, rồi xóa phần đó ở trang “Phụ lục”.",
    "XU-02": "Liên hệ đơn vị kia để thống nhất: nếu là một tổ chức thì một bên xóa dòng của mình.",
}
"""What is to be done here, where the help of a finding speaks of the old file."""

TODO_UNREAD: Final = (
    "Chép các dòng của biểu “{sheet}” từ trang “Phụ lục” vào bảng, rồi xóa ở trang đó."
)
"""The same for a column of a sheet that was not read at all."""

TODO_IF_ANY: Final = "Tệp này đã có cột “{title}”: điền nếu có số liệu."
"""The same for a column that may stay blank."""

BACK: Final = "◄ Về trang {sheet}"
NOTE: Final = "{head}{code})\n{why}\n→ {todo}"

APPENDIX_TITLE: Final = "PHỤ LỤC: NHỮNG NỘI DUNG KHÔNG CÓ CHỖ TRONG BIỂU MẪU"
APPENDIX_HOW: Final = (
    "Chép từ tệp đơn vị đã gửi, để không mất nội dung nào; trang này không được tổng hợp. Nội dung "
    "nào cần báo cáo thì chép vào đúng biểu; phần có tiêu đề màu đỏ thì chép xong phải xóa ở đây."
)
EXTRA_COLUMNS: Final = "Biểu “{sheet}”: cột không có trong mẫu"
ROWS_BESIDE: Final = "Biểu “{sheet}”: dòng có nội dung ở ngoài các cột của biểu"
OTHER_ROWS: Final = "Biểu “{sheet}”: dòng không được tính là dòng số liệu"
OTHER_CELLS: Final = "Biểu “{sheet}”: nội dung ghi ngoài bảng"
OTHER_SHEET: Final = "Trang tính “{sheet}”"
UNREAD_SHEET: Final = "Biểu “{sheet}”: không nhận ra các cột"
OWN_NOTES: Final = "Biểu “{sheet}”: ghi chú gắn vào ô"
LONG_CELLS: Final = "Biểu “{sheet}”: ô không chép lại được vào bảng"
REASON: Final = "Lý do"
CONTENT: Final = "Nội dung"
