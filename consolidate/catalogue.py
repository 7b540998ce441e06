"""Every finding of the mechanism: its severity, its sentence, its help, and two examples.

Findings of a plan's own rules carry their words in the plan folder. Words of any plan have no
place here: a message names a column or a sheet by the title that it is given as a fact.
"""

from __future__ import annotations

from dataclasses import dataclass

from consolidate.issues import Issue, Place, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: what is wrong (facts in braces) and, in `help`, what to do (a verb first)."""

    severity: Severity
    message: str
    help: str
    wrong: str = ""  # an example that gives the finding
    right: str = ""  # the same, mended


CATALOGUE: dict[str, Entry] = {
    # --- files and forms ---------------------------------------------------------------------
    "FIL-01": Entry(
        ERROR,
        "Không đọc được tệp “{file}”: {cause}",
        "Gửi lại tệp Excel (.xlsx) theo mẫu, không đặt mật khẩu.",
        "Tệp PDF bản ký scan",
        "Tệp Excel .xlsx theo mẫu",
    ),
    "FIL-02": Entry(
        ERROR,
        "Không xác định được đơn vị báo cáo: ô “{title}” đang là “{value}”.",
        "Ghi lại mã đơn vị đúng như trong mẫu đã gửi, ví dụ {example}.",
        "Ô mã đơn vị bị xóa trắng",
        "D001",
    ),
    "FIL-03": Entry(
        ERROR,
        "Có từ 2 tệp cùng đơn vị, cùng kỳ, cùng lần gửi nhưng khác nội dung: {files}.",
        "Chọn tệp được tính trong quyet-dinh.xlsx, hoặc đề nghị đơn vị gửi lại với lần gửi mới.",
    ),
    "FIL-04": Entry(
        INFO,
        "Tệp “{file}” trùng hoàn toàn với “{other}”, đã bỏ qua.",
        "Giữ nguyên, không cần làm gì thêm.",
    ),
    "FIL-05": Entry(
        WARNING,
        "Tệp dùng mẫu khác với mẫu hiện hành (phiên bản {old}, mẫu hiện hành {new}).",
        "Dùng mẫu mới nhất cho lần gửi sau.",
    ),
    "FIL-06": Entry(
        ERROR,
        "Thiếu biểu “{sheet}”.",
        "Chép biểu “{sheet}” từ mẫu vào tệp rồi điền; nếu không có số liệu thì để trống biểu và "
        "chọn “Có” ở mục “Không phát sinh”.",
    ),
    "FIL-07": Entry(
        WARNING,
        "Có thêm trang tính “{sheet}” chứa dữ liệu, chưa được tổng hợp.",
        "Chuyển dữ liệu vào đúng biểu của mẫu, hoặc xóa trang tính này nếu không cần.",
    ),
    "FIL-08": Entry(
        ERROR,
        "Biểu “{sheet}”: thiếu cột “{title}”.",
        "Thêm lại cột “{title}” đúng tên như trong mẫu.",
    ),
    "FIL-09": Entry(
        WARNING,
        "Biểu “{sheet}”: “{found}” đã bị đổi tên hoặc đổi vị trí, được nhận là “{title}”.",
        "Giữ nguyên tên và thứ tự cột của mẫu ở lần gửi sau.",
    ),
    "FIL-10": Entry(
        WARNING,
        "Có {number} ô gõ bằng phông {font} (bảng mã {encoding}), đã chuyển sang Unicode.",
        "Kiểm tra lại dấu tiếng Việt; lần sau gõ bằng phông Times New Roman (Unicode).",
    ),
    "FIL-11": Entry(
        ERROR,
        "Ô {cell} “{title}”: công thức bị lỗi hoặc chưa được tính ({value}).",
        "Nhập thẳng giá trị vào ô thay cho công thức.",
        "=SUM(#REF!)",
        "15",
    ),
    "FIL-12": Entry(
        INFO,
        "Dòng {row}: bỏ qua ({reason}).",
        "Giữ nguyên nếu đúng; nếu là dòng số liệu thì nhập lại như các dòng khác.",
    ),
    "FIL-13": Entry(
        WARNING,
        "Ô {cell} “{title}”: dòng tổng cộng ghi {typed}, tổng các dòng là {sum}.",
        "Kiểm tra lại các dòng chi tiết; dòng tổng cộng không được dùng để tính.",
    ),
    "FIL-14": Entry(
        WARNING,
        "Dòng {row} bị ẩn, bị lọc hoặc gạch ngang nhưng có dữ liệu; vẫn được tính.",
        "Xóa hẳn dòng nếu không dùng, hoặc bỏ ẩn, bỏ gạch ngang.",
    ),
    "FIL-15": Entry(
        WARNING,
        "Tên tệp gợi ý “{guess}” nhưng mã đơn vị trong tệp là “{unit}”.",
        "Kiểm tra xem đã gửi đúng tệp của đơn vị chưa.",
    ),
    "FIL-16": Entry(
        ERROR,
        "Tệp “{file}” là báo cáo kỳ “{other}”, không phải kỳ “{period}”.",
        "Gửi báo cáo theo mẫu của kỳ “{period}”.",
    ),
    "FIL-17": Entry(
        WARNING,
        "Biểu “{sheet}”: cột “{found}” không có trong mẫu, chưa được tổng hợp.",
        "Chuyển nội dung cần thiết vào các cột của mẫu (ví dụ cột ghi chú).",
    ),
    "FIL-18": Entry(
        WARNING,
        "Biểu “{sheet}”, cột “{title}”: tổng kiểm tra trong tệp ({stored}) khác số đọc được "
        "({read}).",
        "Mở tệp bằng Excel, bấm F9 để tính lại, lưu rồi gửi lại.",
    ),
    "FIL-19": Entry(
        ERROR,
        "Ô {cell} “{title}” có hai giá trị khác nhau trong tệp (tệp bị hỏng hoặc do phần mềm ghi).",
        "Mở tệp bằng Excel, nhập lại ô {cell}, lưu rồi gửi lại.",
    ),
    "FIL-20": Entry(
        WARNING,
        "Biểu “{sheet}”: có dữ liệu ngoài phạm vi đọc (ô {cell}).",
        "Chuyển dữ liệu vào bảng, hoặc xóa ô {cell}.",
    ),
    "FIL-21": Entry(
        INFO,
        "Tệp dạng {kind} không tự phát hiện được hỏng hóc khi truyền.",
        "Lưu tệp thành .xlsx cho lần gửi sau.",
    ),
    "FIL-22": Entry(
        INFO,
        "Tệp có macro hoặc liên kết ngoài; chỉ đọc giá trị, không chạy.",
        "Giữ nguyên; lần sau dùng tệp .xlsx theo mẫu.",
    ),
    "FIL-23": Entry(
        ERROR,
        "Tệp “{file}” không có biểu nào của mẫu báo cáo.",
        "Kiểm tra xem có gửi nhầm tệp không; gửi lại báo cáo theo mẫu.",
    ),
    "FIL-24": Entry(
        ERROR,
        "Dòng {row} nằm {where} nhưng giống dòng số liệu; chưa được tính.",
        "Chuyển dòng {row} vào trong bảng, hoặc xóa nếu không dùng.",
    ),
    "FIL-25": Entry(
        ERROR,
        "Biểu “{sheet}”: “{title}” có nhiều lần ({found}), không rõ lấy ở đâu; chưa được tính.",
        "Giữ lại một cột hoặc một dòng “{title}”, xóa phần thừa.",
    ),
    "FIL-26": Entry(
        ERROR,
        "Biểu “{sheet}”, cột {column}: tiêu đề ghi “{found}” nhưng theo mẫu đây là cột “{title}”; "
        "chưa được tính.",
        "Chép số liệu vào đúng cột của mẫu mới.",
    ),
    "FIL-27": Entry(
        WARNING,
        "Ô gộp {range} “{title}”: một số cho nhiều dòng, chỉ tính ở dòng đầu.",
        "Bỏ gộp ô {range}, nhập số của từng dòng.",
    ),
    "FIL-28": Entry(
        INFO,
        "Ô {cell} “{title}” để trống: đã lấy “{value}” theo tiêu đề mục.",
        "Giữ nguyên nếu đúng; lần sau chọn ở từng dòng.",
    ),
    "FIL-29": Entry(
        INFO,
        "Ô {cell} có ghi chú: “{value}”.",
        "Đọc ghi chú; nội dung cần tổng hợp thì ghi vào cột của biểu.",
    ),
    "FIL-30": Entry(
        INFO,
        "Ô gộp {range} “{title}”: giá trị đã được dùng cho các dòng {rows}.",
        "Giữ nguyên nếu đúng; lần sau ghi ở từng dòng.",
    ),
    "INF-01": Entry(
        ERROR, "Ô {cell} “{title}”: bắt buộc nhập.", "Nhập “{title}” vào ô {cell}.", "", "45"
    ),
    "INF-02": Entry(
        ERROR,
        "Tên đơn vị “{name}” không khớp mã đơn vị “{unit}”.",
        "Ghi lại mã và tên đơn vị đúng như trong mẫu đã gửi.",
    ),
    # --- cells -------------------------------------------------------------------------------
    "GEN-01": Entry(
        ERROR, "Ô {cell} “{title}”: bắt buộc nhập.", "Nhập “{title}” vào ô {cell}.", "", "0"
    ),
    "GEN-02": Entry(
        ERROR,
        "Ô {cell} “{title}”: “{value}” không có trong danh mục.{suggest}",
        "Chọn một giá trị trong danh sách của ô {cell}.",
        "Đang hoạt độg",
        "Đang hoạt động",
    ),
    "GEN-03": Entry(
        ERROR,
        "Ô {cell} “{title}”: cần {expected}, đang là “{value}”.{suggest}",
        "Nhập lại ô {cell} bằng một con số.",
        "l5",
        "15",
    ),
    "GEN-04": Entry(
        WARNING,
        "Ô {cell} “{title}”: đã đọc “{value}” là {read}{unit}.",
        "Kiểm tra; nếu đúng thì nhập lại ô {cell} là {read}.",
        "15 người",
        "15",
    ),
    "GEN-05": Entry(
        ERROR,
        "Ô {cell} “{title}”: “{value}” không phải một con số cụ thể.{suggest}",
        "Nhập đúng một con số vào ô {cell}.",
        "20-25",
        "23",
    ),
    "GEN-06": Entry(
        ERROR,
        "Ô {cell} “{title}”: giá trị {value}; có phải ý là {suggest}? "
        "(máy dùng dấu chấm thập phân)",
        "Nhập lại số nguyên, không gõ dấu chấm phân cách, ví dụ {suggest}.",
        "1.5",
        "1500",
    ),
    "GEN-07": Entry(
        WARNING,
        "Ô {cell} “{title}”: {value} {unit} quá lớn; có phải nhập theo đồng?",
        "Nhập lại ô {cell} theo đơn vị {unit}; nếu đã nhập theo đồng thì nhập {suggest}.",
        "500000000",
        "500",
    ),
    "GEN-08": Entry(
        ERROR,
        "Ô {cell} “{title}”: “{value}” không phải ngày hợp lệ (dd/mm/yyyy).{suggest}",
        "Nhập ngày dạng dd/mm/yyyy vào ô {cell}, ví dụ {example}.",
        "31/02/2025",
        "28/02/2025",
    ),
    "GEN-09": Entry(
        WARNING,
        "Ô {cell} “{title}”: “{value}” có vẻ bị đảo ngày và tháng, đang được hiểu là ngày {read}; "
        "có phải {swapped}?",
        "Kiểm tra ngày và tháng có bị đảo không; nhập lại dạng dd/mm/yyyy.",
        "05/07/2025",
        "07/05/2025",
    ),
    "GEN-10": Entry(
        ERROR,
        "Dòng {row}: số ở “{title}” lớn hơn tổng số.",
        "Kiểm tra lại hai cột, số thành phần không được vượt tổng số.",
    ),
    "GEN-11": Entry(
        ERROR,
        "Ô {cell} “{title}”: giống số định danh cá nhân; không nhập số CCCD vào biểu này.",
        "Xóa số định danh khỏi ô {cell}.",
        "12 chữ số",
        "10 chữ số",
    ),
    "GEN-12": Entry(
        WARNING,
        "Dòng {row} giống hoàn toàn dòng {other}.",
        "Xóa một dòng nếu nhập trùng.",
    ),
    "GEN-13": Entry(
        INFO,
        "Ô {cell} “{title}”: “{value}” chỉ có tháng, được hiểu là ngày {read}.",
        "Ghi đủ ngày nếu biết.",
        "03/2025",
        "15/03/2025",
    ),
    "GEN-14": Entry(
        WARNING,
        "Ô {cell} “{title}”: số điện thoại cần xem lại.{suggest}",
        "Ghi một số điện thoại đang dùng, 10 chữ số.",
        "0168 234 5678",
        "0912345678",
    ),
    "GEN-15": Entry(
        WARNING,
        "Ô {cell} “{title}”: dài {length} ký tự, mẫu cho phép {limit}.",
        "Rút gọn nội dung ô {cell}.",
    ),
    "HTX-01": Entry(
        ERROR,
        "Ô {cell} “{title}”: mã số phải có 10 chữ số, đang là “{value}”.{suggest}",
        "Ghi đúng 10 chữ số của mã số vào ô {cell}.",
        "0100L00012",
        "0199990011",
    ),
    "HTX-02": Entry(
        ERROR,
        "Ô {cell} “{title}”: mã số “{value}” sai số kiểm tra.",
        "Xem lại Giấy chứng nhận và nhập lại mã số vào ô {cell}.",
        "0199990012",
        "0199990011",
    ),
    "HTX-03": Entry(
        INFO,
        "Ô {cell} “{title}”: đã thêm số 0 ở đầu mã số ({read}).",
        "Giữ nguyên; lần sau định dạng ô là Văn bản trước khi nhập.",
        "199990011",
        "0199990011",
    ),
    # --- decisions of the officer ---------------------------------------------------------------
    "QDI-01": Entry(
        WARNING,
        "quyet-dinh.xlsx, ô {cell}: “{value}” không dùng được cho “{title}”; đang dùng giá trị "
        "mặc định.",
        "Chọn một giá trị trong danh sách của ô {cell}, hoặc xóa trắng ô.",
    ),
    "QDI-02": Entry(
        INFO,
        "Cán bộ tổng hợp đã xác định tệp này là của {unit}.",
        "Giữ nguyên; muốn đổi thì sửa câu trả lời trong quyet-dinh.xlsx.",
    ),
    "QDI-03": Entry(
        INFO,
        "Cán bộ tổng hợp đã để riêng tệp này, không tính.",
        "Giữ nguyên; muốn tính thì sửa câu trả lời trong quyet-dinh.xlsx.",
    ),
    # --- between files and units ---------------------------------------------------------------
    "XP-01": Entry(
        WARNING,
        "“{name}” có ở kỳ trước, kỳ này không thấy.",
        "Kê lại “{name}” với tình trạng hiện nay, kể cả khi đã ngừng hoạt động.",
    ),
    "XP-02": Entry(
        WARNING,
        "Ô {cell} “{title}”: số lũy kế giảm từ {before} (kỳ trước) xuống {now}.",
        "Kiểm tra lại ô {cell}: số lũy kế gồm cả kỳ trước.",
    ),
    "XP-03": Entry(
        WARNING,
        "Ô {cell} “{title}”: kỳ trước ghi “{before}”, kỳ này ghi “{now}”.",
        "Kiểm tra lại ô {cell}; nếu thông tin đúng là đã thay đổi thì giữ nguyên.",
    ),
    "XP-04": Entry(
        ERROR,
        "“{name}” đã có trong báo cáo năm {year}, không thể là mới trong năm nay.",
        "Chọn lại tình trạng của “{name}” theo thực tế.",
    ),
    "XP-07": Entry(
        WARNING,
        "Ô {cell} “{title}”: thay đổi lớn so với kỳ trước, từ {before} thành {now}.",
        "Kiểm tra lại ô {cell}; nếu đúng thì giữ nguyên.",
    ),
    "XP-05": Entry(
        ERROR,
        "Kỳ “{period}” không do cấp của đơn vị “{unit}” báo cáo.",
        "Gửi báo cáo theo đúng kỳ của đơn vị, hoặc chuyển số liệu cho đơn vị tiếp nhận.",
    ),
    "XU-01": Entry(
        WARNING,
        "“{name}” có ở {a} và {b}: chỉ tính một lần, theo dòng của {a}, cho đến khi cán bộ "
        "tổng hợp quyết định.",
        "Thống nhất đơn vị báo cáo “{name}”; đơn vị còn lại xóa dòng của mình.",
    ),
    "XU-02": Entry(
        WARNING,
        "“{name}” có tên giống nhau ở {a} và {b}, nghi trùng; hiện tính riêng.",
        "Thống nhất giữa hai đơn vị; cán bộ tổng hợp trả lời trong quyet-dinh.xlsx.",
    ),
    "XU-03": Entry(
        WARNING,
        "“{name}” cùng tên, cùng người đứng đầu ở {a} và {b}, nghi trùng; hiện tính riêng.",
        "Thống nhất giữa hai đơn vị; cán bộ tổng hợp trả lời trong quyet-dinh.xlsx.",
    ),
    "XU-04": Entry(
        INFO,
        "“{name}” có ở {a} và {b}: lấy dòng của {a}, hoạt động hỗ trợ của {b} được gộp.",
        "Giữ nguyên, không cần làm gì thêm.",
    ),
}

CAUSES: dict[str, str] = {
    # why a file gives no cells (the fact `cause` of FIL-01); {detail} is a part, a kind or a limit
    # --- it is something else than a workbook
    "empty": "tệp trống, không có nội dung.",
    "zeros": "tệp chỉ chứa toàn số 0, có thể do chép hoặc tải về chưa xong.",
    "pdf": "đây là tệp PDF, không phải bảng tính; cần gửi kèm tệp Excel đã điền.",
    "picture": "đây là ảnh chụp, không phải bảng tính; cần gửi tệp Excel đã điền.",
    "doc": "đây là tệp Word, không phải bảng tính; cần gửi tệp Excel đã điền.",
    "docx": "đây là tệp văn bản (Word), không phải bảng tính; cần gửi tệp Excel đã điền.",
    "ppt": "đây là tệp trình chiếu PowerPoint, không phải bảng tính.",
    "pptx": "đây là tệp trình chiếu PowerPoint, không phải bảng tính.",
    "html": "đây là trang web được đặt đuôi Excel; mở bằng Excel rồi lưu thành .xlsx.",
    "xml": "đây là bảng tính dạng XML 2003; mở bằng Excel rồi lưu thành .xlsx.",
    "csv": "đây là tệp CSV, không giữ được các biểu của mẫu; cần gửi tệp Excel theo mẫu.",
    "text": "đây là tệp chữ thuần, không phải bảng tính.",
    "mail": "đây là thư điện tử; cần lưu riêng tệp Excel đính kèm rồi gửi lại.",
    "numbers": "đây là tệp Numbers của máy Apple; chọn xuất sang Excel (.xlsx) rồi gửi lại.",
    "zip": "đây là tệp nén, không phải bảng tính; cần giải nén rồi gửi tệp Excel bên trong.",
    "rar": "đây là tệp nén RAR, phần mềm không mở được; cần giải nén rồi gửi tệp Excel bên trong.",
    "7z": "đây là tệp nén 7z, phần mềm không mở được; cần giải nén rồi gửi tệp Excel bên trong.",
    "gz": "đây là tệp nén GZ, phần mềm không mở được; cần giải nén rồi gửi tệp Excel bên trong.",
    "shortcut": "đây là lối tắt (shortcut), không phải tệp; cần gửi chính tệp Excel.",
    "program": "đây là tệp chương trình, không phải bảng tính; không nên mở tệp này.",
    "ole": "tệp thuộc dạng cũ của Office nhưng không phải bảng tính.",
    "unknown_kind": "không nhận ra đây là loại tệp gì; cần gửi tệp Excel theo mẫu.",
    # --- it cannot be opened
    "encrypted": "tệp có mật khẩu; mở bằng Excel, bỏ mật khẩu, lưu rồi gửi lại.",
    "damaged": "tệp bị hỏng hoặc tải về chưa xong; cần gửi lại tệp gốc.",
    "missing_part": "tệp thiếu một phần nội dung ({detail}); mở bằng Excel, lưu lại thành .xlsx.",
    "no_sheet": "tệp không có trang tính nào.",
    "twin_sheets": "tệp có hai trang tính cùng tên; mở bằng Excel, đổi tên rồi lưu lại.",
    "twin_members": "tệp chứa hai thành phần cùng tên ({detail}) nên không biết phần nào đúng; mở "
    "bằng Excel, lưu lại thành .xlsx.",
    "overlap": "cấu trúc tệp nén bất thường ({detail}), có thể gây hại; cần gửi lại tệp gốc.",
    "doctype": "tệp chứa khai báo DOCTYPE ({detail}) không được phép, có thể gây hại; mở bằng "
    "Excel, lưu lại thành .xlsx.",
    # --- it is larger than anything that a return needs
    "file_too_large": "tệp lớn hơn {detail}; xóa hình ảnh và trang tính không dùng rồi lưu lại.",
    "archive_too_large": "tệp nén lớn hơn {detail}; chia thành nhiều tệp nén nhỏ hơn.",
    "archive_members": "tệp nén chứa hơn {detail} tệp; chia thành nhiều tệp nén nhỏ hơn.",
    "archive_inflated": "tệp nén bung ra lớn hơn {detail}; chia thành nhiều tệp nén nhỏ hơn.",
    "archive_levels": "tệp nằm trong quá {detail} lớp nén; cần giải nén bớt rồi gửi lại.",
    "archive_empty": "tệp nén không chứa tệp nào.",
    "directory": "danh mục của tệp nén lớn hơn {detail}, bất thường; cần gửi lại tệp gốc.",
    "book_members": "tệp gồm hơn {detail} thành phần; chép các biểu sang mẫu mới rồi gửi lại.",
    "book_inflated": "nội dung tệp bung ra lớn hơn {detail}; chép các biểu sang mẫu mới rồi gửi "
    "lại.",
    "part_inflated": "một phần của tệp bung ra lớn hơn {detail}; chép các biểu sang mẫu mới rồi "
    "gửi lại.",
    "token": "tệp có một đoạn dài hơn {detail}, bất thường; chép các biểu sang mẫu mới.",
    "tags": "tệp có hơn {detail} thẻ nội dung; chép các biểu sang mẫu mới rồi gửi lại.",
    "names": "tệp có hơn {detail} tên thẻ khác nhau, bất thường; chép các biểu sang mẫu mới.",
    "depth": "cấu trúc tệp lồng quá {detail} lớp, bất thường; chép các biểu sang mẫu mới.",
    "sheets": "tệp có hơn {detail} trang tính; xóa các trang tính không dùng.",
    "sheet_title": "tệp có trang tính với tên dài hơn {detail} ký tự; đổi tên rồi lưu lại.",
    "rows": "trang tính có quá nhiều dòng có dữ liệu ({detail}); xóa phần không dùng.",
    "columns": "trang tính có quá nhiều cột có dữ liệu ({detail}); xóa phần không dùng.",
    "cells": "trang tính có quá nhiều ô có dữ liệu ({detail}); xóa phần không dùng.",
    "merges": "trang tính có hơn {detail} vùng gộp ô; chép các biểu sang mẫu mới.",
    # --- the world stood in the way
    "link": "đây là liên kết, không phải tệp; chép chính tệp Excel vào thư mục.",
    "not_a_file": "đây không phải tệp thông thường nên không được mở.",
    "denied": "không có quyền mở; kiểm tra quyền truy cập, đóng tệp trong Excel rồi chạy lại.",
    "gone": "không còn tìm thấy tệp khi đọc; chép lại tệp rồi chạy lại.",
    "changed": "tệp bị thay đổi trong khi đọc; chờ chép xong, đóng tệp rồi chạy lại.",
    "disk": "ổ đĩa hoặc mạng báo lỗi khi đọc ({detail}); chép tệp sang ổ đĩa khác rồi chạy lại.",
    "died": "nội dung làm chương trình đọc bị dừng; mở bằng Excel, lưu lại thành .xlsx.",
    "deadline": "đọc quá {detail} giây chưa xong; mở bằng Excel, lưu lại thành .xlsx.",
    "unknown": "phần mềm không đọc được nội dung ({detail}); mở bằng Excel, lưu lại thành .xlsx.",
}

REASONS: dict[str, str] = {
    # why a row with something in it is no data row
    "number_only": "chỉ có số thứ tự",
    "total": "dòng tổng cộng",
    "section": "dòng tiêu đề mục",
    "column_numbers": "dòng đánh số cột",
    "signature": "phần chữ ký, nơi nhận",
    "data_below_signature": "giống dòng số liệu nhưng nằm dưới phần chữ ký",
    "below_signature": "nằm dưới phần chữ ký",
    "note": "ghi chú dưới bảng",
    "example": "dòng ví dụ của mẫu",
    "foreign": "biểu không nhận diện được cột",
    "head_again": "dòng tiêu đề lặp lại",
    "other_head": "tiêu đề của một bảng khác",
    "below_other_head": "nằm dưới tiêu đề của một bảng khác",
    "data_below_other_head": "giống dòng số liệu nhưng nằm dưới tiêu đề của một bảng khác",
    "data_above_head": "giống dòng số liệu nhưng nằm trên dòng tiêu đề",
}

PHRASES: dict[str, str] = {
    # pieces of sentences that stand as facts in the findings of cells
    "suggest": " Có phải “{value}”?",
    "either": " Có phải “{first}” hay “{second}”?",
    "root": " Đã lấy mã số gốc {value}.",
    "prefix": " Đầu số {old} đã đổi thành {new}.",
    "first_number": " Đã lấy số đầu tiên.",
    "count": "số nguyên không âm",
    "money": "một con số",
    "percent": "một tỷ lệ phần trăm",
    "decimal": "số thập phân {value}",
    "uncalculated": "chưa có kết quả",
    "hidden": "(không ghi lại)",
    "control": "{sum}, gồm {count} ô số",
    "data_below_signature": "dưới phần chữ ký",
    "data_below_other_head": "dưới tiêu đề của một bảng khác",
    "data_above_head": "trên dòng tiêu đề của bảng",
    "successor": " “{value}” nay thuộc {units}.",
    "successors": " Đơn vị tiếp nhận: {units}.",
}


def finding(place: Place, code: str, **facts: str) -> Issue:
    """An Issue of a code of the catalogue, with the severity that stands there."""
    return Issue(place, code, CATALOGUE[code].severity, tuple(sorted(facts.items())))
