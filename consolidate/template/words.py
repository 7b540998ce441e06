"""What the template itself says to those who fill it in. Words of any plan have no place here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from consolidate.plan.models import Type

IDENTITY: Final = "Đơn vị: {unit}   |   Kỳ báo cáo: {period}   |   Mẫu phiên bản {version} ({plan})"
NO_UNIT: Final = "(ghi ở trang Thông tin chung)"
OBLIGATORY: Final = " (*)"
UNIT_OF_MEASURE: Final = "({unit})"

# --- the form sheet ------------------------------------------------------------------------

FORM_HEAD: Final = ("Nội dung", "Thông tin của đơn vị", "Cách điền")

# --- the first sheet -----------------------------------------------------------------------

GUIDE_TITLE: Final = "HƯỚNG DẪN ĐIỀN BIỂU"
STEPS: Final = "Các bước thực hiện"
DEFINITIONS: Final = "Giải thích"
LEGEND: Final = "Màu của ô"
LEGEND_TO_FILL: Final = "Ô trắng: điền số liệu"
LEGEND_PREFILLED: Final = "Ô xanh nhạt: đã điền sẵn, sửa nếu chưa đúng"
LEGEND_LOCKED: Final = "Ô xám: đã khóa, không cần điền"
LEGEND_OBLIGATORY: Final = "Cột có dấu (*) là bắt buộc. Chọn một ô để xem cách điền ô đó."
EXAMPLE: Final = "Ví dụ một dòng đã điền của biểu “{sheet}” (chỉ để minh họa)"
PRIVACY: Final = "Dữ liệu cá nhân"
CONTACT: Final = "Liên hệ"
DUE: Final = "Gửi trước hết ngày {due:%d/%m/%Y}. {contact}"
UNPROTECT: Final = (
    "Trang tính được khóa phần tiêu đề để tránh sửa nhầm, không có mật khẩu: khi thật cần, vào "
    "Review (Xem lại) > Unprotect Sheet (Bỏ bảo vệ trang tính)."
)

# --- the sheet of checks -------------------------------------------------------------------

CHECK_TITLE: Final = "KIỂM TRA TRƯỚC KHI GỬI"
READY: Final = "SẴN SÀNG GỬI"
NOT_READY: Final = "CHƯA GỬI ĐƯỢC: còn {0} điểm phải sửa"
READY_WITH_DOUBTS: Final = "Còn {0} điểm nên xem lại; nếu đúng thì vẫn gửi được."
CHECK_SHEETS: Final = ("Biểu", "Số dòng đã điền", "Phải sửa", "Nên xem lại")
CHECK_LINES: Final = ("Biểu", "Ô đầu tiên", "Số ô", "Mức độ", "Nội dung")
CHECK_LIST: Final = "Những điểm cần xem lại"
CHECK_HOW: Final = "Bấm vào ô ở cột “Ô đầu tiên” để đến chỗ cần sửa. Sửa xong, dòng đó tự mất."
CHECK_MORE: Final = "… và {0} điểm khác, hiện ra khi các điểm trên đã sửa."
CHECK_LATER: Final = "Sẽ được kiểm tra khi tổng hợp"
CHECK_LATER_LINE: Final = "– {sheet}: {sentence} ({reason})"
MUST_MEND: Final = "Phải sửa"
SHOULD_LOOK: Final = "Nên xem lại"
NOTE_ONLY: Final = "Lưu ý"

COUNTER: Final = "Còn {0} điểm cần xem lại"
COUNTER_NONE: Final = "Không còn điểm cần xem lại"

MISSING_OR: Final = "chưa điền, hoặc chưa đúng: "
MISSING_TEXT: Final = "chưa điền, hoặc có số định danh cá nhân (CCCD)."
MISSING_HERE: Final = "chưa điền; bắt buộc với nội dung đã chọn ở dòng này."
LOOK_AGAIN: Final = "kiểm tra lại số liệu."
WRONG_CHOICE: Final = "chọn một giá trị trong danh sách của ô."
WRONG: Final[Mapping[Type, str]] = {
    "count": "cần một số nguyên, không ghi chữ, không gõ dấu chấm phân cách.",
    "money": "cần một con số, không ghi chữ và đơn vị tính.",
    "percent": "cần một con số phần trăm, ví dụ 50 là 50%.",
    "date": "cần một ngày dạng ngày/tháng/năm.",
    "tax_code": "cần đúng 10 chữ số như trên Giấy chứng nhận.",
}
WRONG_TEXTS: Final = "Các ô ghi chữ: không ghi số định danh cá nhân (CCCD)."
DOUBTFUL_PHONE: Final = "ghi một số điện thoại đang dùng, 10 chữ số."
DOUBTFUL_LENGTH: Final = "nên viết gọn, không quá {limit} ký tự."

# --- hints when the cursor is in a cell -----------------------------------------------------

HINTS: Final[Mapping[Type, str]] = {
    "text": "",
    "count": "Nhập số nguyên, không gõ dấu chấm phân cách. Không có thì ghi 0.",
    "money": "Nhập số theo {unit}, ví dụ 500.",
    "percent": "Nhập số phần trăm, không gõ dấu %.",
    "date": "Nhập ngày/tháng/năm, ví dụ {example:%d/%m/%Y}.",
    "choice": "Chọn trong danh sách.",
    "yes_no": "Chọn trong danh sách.",
    "code": "",
    "tax_code": "Ghi đủ 10 chữ số, kể cả số 0 ở đầu.",
    "phone": "Ghi một số điện thoại, 10 chữ số.",
    "reference": "Chọn trong danh sách, lấy từ biểu {sheets}.",
    "url": "Dán đường dẫn đầy đủ, bắt đầu bằng https://",
    "row_number": "",
}
HINT_LENGTH: Final = "Không quá {limit} ký tự."
HINT_REQUIRED: Final = "Bắt buộc."

# --- when a cell does not take what was typed: (title, message) ------------------------------

Refusal = tuple[str, str]
REFUSE_LIST: Final[Refusal] = (
    "Chọn trong danh sách",
    "Bấm mũi tên ở góc ô và chọn một giá trị trong danh sách.",
)
WARN_LIST: Final[Refusal] = (
    "Không có trong danh sách",
    "Giá trị vừa nhập không có trong danh sách. Nên chọn trong danh sách của ô.",
)
WARN_REFERENCE: Final[Refusal] = (
    "Chưa có trong biểu {sheets}",
    "Tên vừa nhập chưa có ở biểu {sheets}. Nên ghi vào biểu đó trước rồi chọn ở đây.",
)
REFUSE_COUNT: Final[Refusal] = (
    "Cần số nguyên",
    "Nhập số nguyên {range}, không gõ dấu chấm phân cách, không ghi chữ.",
)
WARN_MONEY: Final[Refusal] = (
    "Cần một con số",
    "Nhập một con số {range}, không ghi chữ, không ghi đơn vị tính.",
)
WARN_DATE: Final[Refusal] = (
    "Cần ngày/tháng/năm",
    "Nhập một ngày dạng ngày/tháng/năm, {range}.",
)
WARN_LENGTH: Final[Refusal] = ("Hơi dài", "Nên viết gọn, không quá {limit} ký tự.")
RANGE_FROM: Final = "từ {low} trở lên"
RANGE_BETWEEN: Final = "từ {low} đến {high}"
