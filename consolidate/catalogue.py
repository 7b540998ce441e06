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
    why: str = ""  # why it matters, where that is not plain
    live: bool = False  # whether the template marks it while it is typed


CATALOGUE: dict[str, Entry] = {
    # --- files and forms ---------------------------------------------------------------------
    "FIL-01": Entry(
        ERROR,
        "Không đọc được tệp “{file}”: {cause}",
        "Gửi lại tệp Excel (.xlsx) theo mẫu, không đặt mật khẩu.",
        "Tệp PDF bản ký scan",
        "Tệp Excel .xlsx theo mẫu",
        why="Chỉ bảng tính mới có các ô để đọc số liệu; bản scan, ảnh chụp không cộng được.",
    ),
    "FIL-02": Entry(
        ERROR,
        "Không xác định được đơn vị báo cáo: ô “{title}” đang là “{value}”.",
        "Ghi lại mã đơn vị đúng như trong mẫu đã gửi, ví dụ {example}.",
        "D999",
        "D001",
        why="Không biết tệp của ai thì số liệu không được tính cho đơn vị nào.",
    ),
    "FIL-03": Entry(
        ERROR,
        "Có từ 2 tệp cùng đơn vị, cùng kỳ, cùng lần gửi nhưng khác nội dung: {files}.",
        "Chọn tệp được tính trong quyet-dinh.xlsx, hoặc đề nghị đơn vị gửi lại với lần gửi mới.",
        why="Cộng cả hai thì tính hai lần, tự chọn một thì có thể chọn nhầm; chỉ người biết "
        "mới chọn được.",
        wrong="Hai tệp cùng ghi lần gửi 1, khác nhau một ô",
        right="Tệp sửa lại ghi lần gửi 2",
    ),
    "FIL-04": Entry(
        INFO,
        "Tệp “{file}” trùng hoàn toàn với “{other}”, đã bỏ qua.",
        "Giữ nguyên, không cần làm gì thêm.",
        wrong="Một tệp gửi qua hai đường",
        right="Mỗi lần gửi một tệp",
    ),
    "FIL-05": Entry(
        WARNING,
        "Tệp dùng mẫu khác với mẫu hiện hành (phiên bản {old}, mẫu hiện hành {new}): {unlike}.",
        "Dùng mẫu mới nhất cho lần gửi sau.",
        why="Mẫu khác có thể thiếu cột hoặc dùng danh mục cũ.",
        wrong="Điền vào mẫu của kỳ trước",
        right="Điền vào mẫu của kỳ này",
    ),
    "FIL-06": Entry(
        ERROR,
        "Thiếu biểu “{sheet}”.",
        "Chép biểu “{sheet}” từ mẫu vào tệp rồi điền; nếu không có số liệu thì để trống biểu và "
        "chọn “Có” ở mục “Không phát sinh”.",
        why="Không có biểu thì không biết là không phát sinh hay chưa làm.",
        wrong="Xóa trang tính vì không có số liệu",
        right="Để trống biểu, chọn “Có” ở mục “Không phát sinh”",
    ),
    "FIL-07": Entry(
        WARNING,
        "Có thêm trang tính “{sheet}” chứa dữ liệu, chưa được tổng hợp.",
        "Chuyển dữ liệu vào đúng biểu của mẫu, hoặc xóa trang tính này nếu không cần.",
        why="Số liệu ở trang tính khác không được cộng vào đâu.",
        wrong="Trang tính “Bản nháp” có 5 dòng",
        right="Chỉ có các biểu của mẫu",
    ),
    "FIL-08": Entry(
        ERROR,
        "Biểu “{sheet}”: thiếu cột “{title}”.",
        "Thêm lại cột “{title}” đúng tên như trong mẫu.",
        why="Thiếu một cột bắt buộc thì cả biểu không đọc được, các dòng được để riêng.",
        wrong="Cột bắt buộc bị xóa",
        right="Cột có đủ, ô không có số liệu ghi 0",
    ),
    "FIL-09": Entry(
        WARNING,
        "Biểu “{sheet}”: “{found}” đã bị đổi tên hoặc đổi vị trí, được nhận là “{title}”.",
        "Giữ nguyên tên và thứ tự cột của mẫu ở lần gửi sau.",
        wrong="Tiêu đề gõ lại theo cách khác",
        right="Tiêu đề đúng như mẫu",
    ),
    "FIL-10": Entry(
        WARNING,
        "Có {number} ô gõ bằng phông {font} (bảng mã {encoding}), đã chuyển sang Unicode.",
        "Kiểm tra lại dấu tiếng Việt; lần sau gõ bằng phông Times New Roman (Unicode).",
        why="Phông cũ (.VnTime, VNI-Times) lưu chữ theo bảng mã khác; chuyển lại có thể sai dấu.",
        wrong="Gõ bằng phông .VnTime",
        right="Gõ bằng phông Times New Roman (Unicode)",
    ),
    "FIL-11": Entry(
        ERROR,
        "Ô {cell} “{title}”: công thức bị lỗi hoặc chưa được tính ({value}).",
        "Nhập thẳng giá trị vào ô thay cho công thức.",
        "=SUM(#REF!)",
        "15",
        why="Ô lỗi không phải số 0 và không phải ô trống: không biết là bao nhiêu.",
    ),
    "FIL-12": Entry(
        INFO,
        "Dòng {row}: bỏ qua ({reason}).",
        "Giữ nguyên nếu đúng; nếu là dòng số liệu thì nhập lại như các dòng khác.",
        why="Dòng tổng cộng, tiêu đề mục, phần chữ ký không phải số liệu; cộng cả thì tính "
        "hai lần.",
        wrong="Dòng “Tổng cộng” dưới bảng",
        right="Bảng chỉ có các dòng số liệu",
    ),
    "FIL-13": Entry(
        WARNING,
        "Ô {cell} “{title}”: dòng tổng cộng ghi {typed}, tổng các dòng là {sum}.",
        "Kiểm tra lại các dòng chi tiết; dòng tổng cộng không được dùng để tính.",
        why="Tổng gõ tay khác tổng các dòng thường là còn sót dòng hoặc gõ nhầm.",
        wrong="Tổng cộng 49, các dòng cộng lại 50",
        right="Tổng cộng 50",
    ),
    "FIL-14": Entry(
        WARNING,
        "Dòng {row} bị ẩn, bị lọc hoặc gạch ngang nhưng có dữ liệu; vẫn được tính.",
        "Xóa hẳn dòng nếu không dùng, hoặc bỏ ẩn, bỏ gạch ngang.",
        why="Người gửi không nhìn thấy dòng ẩn nên có thể không biết là còn.",
        wrong="Dòng 8 bị ẩn nhưng còn số liệu",
        right="Dòng 8 được xóa hẳn",
    ),
    "FIL-15": Entry(
        WARNING,
        "Tên tệp gợi ý “{guess}” nhưng mã đơn vị trong tệp là “{unit}”.",
        "Kiểm tra xem đã gửi đúng tệp của đơn vị chưa.",
        why="Thường là chép tệp của đơn vị khác rồi sửa lại.",
        wrong="Tệp “Hoan Kiem.xlsx”, mã đơn vị của Ba Đình",
        right="Tệp “Ba Dinh.xlsx”, mã đơn vị của Ba Đình",
    ),
    "FIL-16": Entry(
        ERROR,
        "Tệp “{file}” là báo cáo kỳ “{other}”, không phải kỳ “{period}”.",
        "Gửi báo cáo theo mẫu của kỳ “{period}”.",
        why="Số liệu của mỗi kỳ là lũy kế từ đầu năm, không cộng hai kỳ với nhau.",
        wrong="Gửi lại báo cáo 6 tháng vào kỳ báo cáo năm",
        right="Báo cáo theo mẫu của kỳ",
    ),
    "FIL-17": Entry(
        WARNING,
        "Biểu “{sheet}”: cột “{found}” không có trong mẫu, chưa được tổng hợp.",
        "Chuyển nội dung cần thiết vào các cột của mẫu (ví dụ cột ghi chú).",
        why="Mẫu không có cột này nên không biết tổng hợp vào đâu.",
        wrong="Thêm cột “Vốn điều lệ”",
        right="Ghi ở cột “Ghi chú”",
    ),
    "FIL-18": Entry(
        WARNING,
        "Biểu “{sheet}”, cột “{title}”: tổng kiểm tra trong tệp ({stored}) khác số đọc được "
        "({read}).",
        "Mở tệp bằng Excel, bấm F9 để tính lại, lưu rồi gửi lại.",
        why="Mẫu tự đếm và tự cộng các cột số; khác đi là tệp bị hỏng hoặc có dòng không đọc được.",
        wrong="Tệp tự cộng được 53, đọc được 50",
        right="Hai số bằng nhau",
    ),
    "FIL-19": Entry(
        ERROR,
        "Ô {cell} “{title}” có hai giá trị khác nhau trong tệp (tệp bị hỏng hoặc do phần mềm ghi).",
        "Mở tệp bằng Excel, nhập lại ô {cell}, lưu rồi gửi lại.",
        why="Không biết số nào đúng thì không được tự chọn.",
        wrong="Ô lưu hai lần, 30 và 31",
        right="Ô lưu một lần",
    ),
    "FIL-20": Entry(
        WARNING,
        "Biểu “{sheet}”: có dữ liệu ngoài phạm vi đọc (ô {cell}).",
        "Chuyển dữ liệu vào bảng, hoặc xóa ô {cell}.",
        why="Ô ở quá xa bảng thường là gõ nhầm chỗ; để sót thì mất số liệu.",
        wrong="Ô ZZ9 có số 7",
        right="Ngoài bảng để trống",
    ),
    "FIL-21": Entry(
        INFO,
        "Tệp dạng {kind} không tự phát hiện được hỏng hóc khi truyền.",
        "Lưu tệp thành .xlsx cho lần gửi sau.",
        wrong="Lưu thành .xls",
        right="Lưu thành .xlsx",
    ),
    "FIL-22": Entry(
        INFO,
        "Tệp có macro hoặc liên kết ngoài; chỉ đọc giá trị, không chạy.",
        "Giữ nguyên; lần sau dùng tệp .xlsx theo mẫu.",
        wrong="Tệp .xlsm có macro",
        right="Tệp .xlsx theo mẫu",
    ),
    "FIL-23": Entry(
        ERROR,
        "Tệp “{file}” không có biểu nào của mẫu báo cáo.",
        "Kiểm tra xem có gửi nhầm tệp không; gửi lại báo cáo theo mẫu.",
        wrong="Danh sách đăng ký hội chợ",
        right="Báo cáo theo mẫu",
    ),
    "FIL-24": Entry(
        ERROR,
        "Dòng {row} nằm {where} nhưng giống dòng số liệu; chưa được tính.",
        "Chuyển dòng {row} vào trong bảng, hoặc xóa nếu không dùng.",
        why="Dưới phần chữ ký thường không còn số liệu, nhưng bỏ đi mà không nói thì có thể "
        "mất một dòng.",
        wrong="Một HTX ghi dưới tên người ký",
        right="Mọi dòng số liệu nằm trên phần chữ ký",
    ),
    "FIL-25": Entry(
        ERROR,
        "Biểu “{sheet}”: “{title}” có nhiều lần ({found}), không rõ lấy ở đâu; chưa được tính.",
        "Giữ lại một cột hoặc một dòng “{title}”, xóa phần thừa.",
        why="Hai cột cùng tên có thể ghi khác nhau; chọn một cột là đoán.",
        wrong="Hai cột “Ghi số lượng”",
        right="Một cột",
    ),
    "FIL-26": Entry(
        ERROR,
        "Biểu “{sheet}”, cột {column}: tiêu đề ghi “{found}” nhưng theo mẫu đây là cột “{title}”; "
        "chưa được tính.",
        "Chép số liệu vào đúng cột của mẫu mới, theo đúng đơn vị tính của cột.",
        why="Tiêu đề nói một đằng, mẫu nói một nẻo: không rõ số liệu thuộc cột nào, hay theo đơn "
        "vị tính nào.",
        wrong="Tiêu đề hai cột bị đổi chỗ",
        right="Tiêu đề đúng như mẫu",
    ),
    "FIL-27": Entry(
        WARNING,
        "Ô gộp {range} “{title}”: một số cho nhiều dòng, chỉ tính ở dòng đầu.",
        "Bỏ gộp ô {range}, nhập số của từng dòng.",
        why="Một con số cho nhiều dòng mà tính ở từng dòng thì thành nhiều lần.",
        wrong="Gộp ba ô, ghi chung 15",
        right="Mỗi dòng một ô, một con số",
    ),
    "FIL-28": Entry(
        INFO,
        "Ô {cell} “{title}” để trống: đã lấy “{value}” theo tiêu đề mục.",
        "Giữ nguyên nếu đúng; lần sau chọn ở từng dòng.",
        wrong="Ô địa bàn trống, dòng tiêu đề mục là “Phường Kim Mã”",
        right="Chọn địa bàn ở từng dòng",
    ),
    "FIL-29": Entry(
        INFO,
        "Ô {cell} có ghi chú: “{value}”.",
        "Đọc ghi chú; nội dung cần tổng hợp thì ghi vào cột của biểu.",
        wrong="Ghi chú của ô: “chưa kể tổ 5”",
        right="Nội dung đó ghi ở cột “Ghi chú”",
    ),
    "FIL-30": Entry(
        INFO,
        "Ô gộp {range} “{title}”: giá trị đã được dùng cho các dòng {rows}.",
        "Giữ nguyên nếu đúng; lần sau ghi ở từng dòng.",
        wrong="Gộp ô tên tổ chức cho ba dòng",
        right="Ghi tên ở từng dòng",
    ),
    "FIL-31": Entry(
        WARNING,
        "{what} bị ẩn nhưng có dữ liệu; vẫn được tính.",
        "Bỏ ẩn để kiểm tra lại; số liệu không dùng thì xóa hẳn.",
        why="Người gửi không nhìn thấy phần bị ẩn nên có thể không biết là còn.",
        wrong="Cột M bị ẩn nhưng còn số liệu",
        right="Cột M được bỏ ẩn",
    ),
    "FIL-32": Entry(
        ERROR,
        "Ngoài các cột của biểu “{sheet}” còn số liệu giống dòng của biểu (dòng {rows}); chưa được "
        "tính.",
        "Chép các dòng đó vào đúng cột, bên dưới bảng của biểu; xóa phần bên ngoài.",
        why="Hai bảng đặt cạnh nhau: chỉ bảng đúng chỗ của mẫu được đọc.",
        wrong="Dán một bảng nữa ở bên phải bảng của mẫu",
        right="Mọi dòng nằm trong một bảng",
    ),
    "FIL-33": Entry(
        ERROR,
        "Biểu “{sheet}”: cột {found} cũng có tiêu đề “{title}” và có dữ liệu; chỉ tính cột "
        "{column}.",
        "Giữ một cột “{title}”: chép giá trị đúng vào cột {column}, xóa cột {found}.",
        why="Hai cột cùng tên có thể ghi khác nhau; cột đúng chỗ của mẫu được đọc, nhưng có thể số "
        "đúng nằm ở cột kia.",
        wrong="Chép cột “Doanh thu” ra cuối bảng rồi sửa ở đó",
        right="Một cột “Doanh thu”",
    ),
    "FIL-34": Entry(
        WARNING,
        "Biểu “{sheet}” không còn {number} dòng đã có ở lần gửi trước (tệp “{file}”){names}.",
        "Nếu chỉ gửi phần bổ sung thì gửi lại tệp đủ cả các dòng đã gửi, vì chỉ tính lần gửi sau "
        "cùng; nếu đã bỏ dòng đó thì giữ nguyên.",
        why="Gửi thêm một tệp chỉ có phần bổ sung thì phần đã gửi không còn được tính.",
        wrong="Lần gửi 1 có 4 HTX, lần gửi 2 chỉ ghi 1 HTX mới",
        right="Lần gửi 2 ghi đủ 5 HTX",
    ),
    "FIL-35": Entry(
        WARNING,
        "Trang “{sheet}” còn {number} dòng phải chuyển vào biểu; chưa được tính ({heading}).",
        "Chép dòng nào cần báo cáo vào đúng biểu rồi xóa ở trang “{sheet}”; không dùng thì xóa.",
        why="Trang này chỉ giữ hộ những gì không có chỗ trong bảng; số liệu ở đó không được tính.",
        wrong="Gửi lại tệp mà chưa chép các dòng ở trang này vào biểu",
        right="Các dòng đã ở trong biểu, trang này đã xóa phần đó",
    ),
    "INF-01": Entry(
        ERROR,
        "Ô {cell} “{title}”: bắt buộc nhập.",
        "Nhập “{title}” vào ô {cell}.",
        "",
        "45",
        live=True,
    ),
    "INF-02": Entry(
        ERROR,
        "Tên đơn vị “{name}” không khớp mã đơn vị “{unit}”.",
        "Ghi lại mã và tên đơn vị đúng như trong mẫu đã gửi.",
        why="Mã và tên nói hai đơn vị khác nhau: không đoán được tệp của ai.",
        wrong="Mã của Ba Đình, tên “Hội LHPN quận Hoàn Kiếm”",
        right="Mã và tên của cùng một đơn vị",
    ),
    # --- cells -------------------------------------------------------------------------------
    "GEN-01": Entry(
        ERROR,
        "Ô {cell} “{title}”: bắt buộc nhập.",
        "Nhập “{title}” vào ô {cell}.",
        "",
        "0",
        why="Ô trống không phải là số 0: không có thì ghi 0.",
        live=True,
    ),
    "GEN-02": Entry(
        ERROR,
        "Ô {cell} “{title}”: “{value}” không có trong danh mục.{suggest}",
        "Chọn một giá trị trong danh sách của ô {cell}.",
        "Đang hoạt độg",
        "Đang hoạt động",
        why="Chỉ giá trị của danh mục mới đếm được theo nhóm.",
        live=True,
    ),
    "GEN-03": Entry(
        ERROR,
        "Ô {cell} “{title}”: cần {expected}, đang là “{value}”.{suggest}",
        "Nhập lại ô {cell} bằng một con số.",
        "l5",
        "15",
        why="Chữ không cộng được, và số người không thể âm hay lẻ.",
        live=True,
    ),
    "GEN-04": Entry(
        WARNING,
        "Ô {cell} “{title}”: đã đọc “{value}” là {read}{unit}.",
        "Kiểm tra; nếu đúng thì nhập lại ô {cell} là {read}.",
        "15 người",
        "15",
        why="Con số được lấy ra từ chữ; đúng hay không chỉ người ghi biết.",
        live=True,
    ),
    "GEN-05": Entry(
        ERROR,
        "Ô {cell} “{title}”: “{value}” không phải một con số cụ thể.{suggest}",
        "Nhập đúng một con số vào ô {cell}.",
        "20-25",
        "23",
        why="Một khoảng hay một số ước chừng không cộng được.",
        live=True,
    ),
    "GEN-06": Entry(
        ERROR,
        "Ô {cell} “{title}”: giá trị {value}; có phải ý là {suggest}? "
        "(máy dùng dấu chấm thập phân)",
        "Nhập lại số nguyên, không gõ dấu chấm phân cách, ví dụ {suggest}.",
        "1.5",
        "1500",
        why="Máy dùng dấu chấm thập phân hiểu 1.500 là một phẩy năm.",
        live=True,
    ),
    "GEN-07": Entry(
        WARNING,
        "Ô {cell} “{title}”: {value} {unit} quá lớn; có phải nhập theo đồng?",
        "Nhập lại ô {cell} theo đơn vị {unit}; nếu đã nhập theo đồng thì nhập {suggest}.",
        "500.000.000",
        "500",
        why="Ghi theo đồng vào cột triệu đồng làm số tiền lớn gấp một triệu lần.",
    ),
    "GEN-08": Entry(
        ERROR,
        "Ô {cell} “{title}”: “{value}” không phải ngày hợp lệ (dd/mm/yyyy).{suggest}",
        "Nhập ngày dạng dd/mm/yyyy vào ô {cell}, ví dụ {example}.",
        "31/02/2025",
        "28/02/2025",
        why="Không đọc được ngày thì không biết có thuộc kỳ báo cáo hay không.",
        live=True,
    ),
    "GEN-09": Entry(
        WARNING,
        "Ô {cell} “{title}”: “{value}” có vẻ bị đảo ngày và tháng, đang được hiểu là ngày {read}; "
        "có phải {swapped}?",
        "Kiểm tra ngày và tháng có bị đảo không; nhập lại dạng dd/mm/yyyy.",
        "05/07/2025",
        "07/05/2025",
        why="Máy đặt theo kiểu Mỹ (tháng trước, ngày sau) đảo ngày và tháng mà không báo.",
    ),
    "GEN-10": Entry(
        ERROR,
        "Dòng {row}: số ở “{title}” lớn hơn tổng số.",
        "Kiểm tra lại hai cột, số thành phần không được vượt tổng số.",
        wrong="Tổng số 5, trong đó nữ 7",
        right="Tổng số 7, trong đó nữ 5",
    ),
    "GEN-11": Entry(
        ERROR,
        "Ô {cell} “{title}”: giống số định danh cá nhân; không nhập số CCCD vào biểu này.",
        "Xóa số định danh khỏi ô {cell}.",
        "12 chữ số",
        "10 chữ số",
        why="Biểu không hỏi số định danh cá nhân; ghi vào là để lộ dữ liệu cá nhân.",
        live=True,
    ),
    "GEN-12": Entry(
        WARNING,
        "Dòng {row} giống hoàn toàn dòng {other}.",
        "Xóa một dòng nếu nhập trùng.",
        why="Hai dòng giống hệt nhau thường là chép nhầm, và được tính hai lần.",
        wrong="Chép dòng 7 thành dòng 8",
        right="Mỗi việc một dòng",
    ),
    "GEN-13": Entry(
        INFO,
        "Ô {cell} “{title}”: “{value}” chỉ có tháng, được hiểu là ngày {read}.",
        "Ghi đủ ngày nếu biết.",
        "03/2025",
        "15/03/2025",
        why="Cột này nhận tháng; ngày được lấy tạm là ngày đầu tháng.",
    ),
    "GEN-14": Entry(
        WARNING,
        "Ô {cell} “{title}”: số điện thoại cần xem lại.{suggest}",
        "Ghi một số điện thoại đang dùng, 10 chữ số.",
        "0168 234 5678",
        "0912345678",
        why="Số điện thoại dùng để nhận ra một người ở hai tổ chức; dòng vẫn được tính.",
        live=True,
    ),
    "GEN-15": Entry(
        WARNING,
        "Ô {cell} “{title}”: dài {length} ký tự, mẫu cho phép {limit}.",
        "Rút gọn nội dung ô {cell}.",
        wrong="Mô tả dài 600 ký tự ở cột cho phép 500",
        right="Mô tả trong 500 ký tự",
        live=True,
    ),
    "GEN-16": Entry(
        WARNING,
        "Ô {cell} “{title}”: “{value}” là tên của cả {taken} và {other}; đang tính cho {taken}.",
        "Ghi thêm địa bàn vào tên để hai bên khác nhau, ở cả các biểu nhắc tới tên đó.",
        wrong="HTX Hòa Bình",
        right="HTX Hòa Bình (phường Phúc Xá)",
        why="Tên không cho biết là tổ chức nào, số liệu có thể được tính nhầm chỗ.",
    ),
    "HTX-01": Entry(
        ERROR,
        "Ô {cell} “{title}”: mã số phải có 10 chữ số, đang là “{value}”.{suggest}",
        "Ghi đúng 10 chữ số của mã số vào ô {cell}.",
        "0100L00012",
        "0199990011",
        why="Mã số là cách chắc chắn nhất để biết hai dòng là một tổ chức.",
        live=True,
    ),
    "HTX-02": Entry(
        ERROR,
        "Ô {cell} “{title}”: mã số “{value}” sai số kiểm tra.",
        "Xem lại Giấy chứng nhận và nhập lại mã số vào ô {cell}.",
        "0199990012",
        "0199990011",
        why="Chữ số cuối được tính từ chín chữ số đầu; sai là gõ nhầm một chữ số nào đó.",
        live=True,
    ),
    "HTX-03": Entry(
        INFO,
        "Ô {cell} “{title}”: đã thêm số 0 ở đầu mã số ({read}).",
        "Giữ nguyên; lần sau định dạng ô là Văn bản trước khi nhập.",
        "199990011",
        "0199990011",
        why="Ô dạng số làm mất số 0 ở đầu; thêm lại thì mã số đúng số kiểm tra.",
    ),
    # --- decisions of the officer ---------------------------------------------------------------
    "QDI-01": Entry(
        WARNING,
        "quyet-dinh.xlsx, ô {cell}: “{value}” không dùng được cho “{title}”; đang dùng giá trị "
        "mặc định.",
        "Chọn một giá trị trong danh sách của ô {cell}, hoặc xóa trắng ô.",
        wrong="Ghi “nhiều” vào lựa chọn là một con số",
        right="Chọn một giá trị trong danh sách",
    ),
    "QDI-02": Entry(
        INFO,
        "Cán bộ tổng hợp đã xác định tệp này là của {unit}.",
        "Giữ nguyên; muốn đổi thì sửa câu trả lời trong quyet-dinh.xlsx.",
        wrong="Tệp không rõ của ai",
        right="Câu trả lời “D001 – …” trong quyet-dinh.xlsx",
    ),
    "QDI-03": Entry(
        INFO,
        "Cán bộ tổng hợp đã để riêng tệp này, không tính.{why}",
        "Giữ nguyên; muốn tính lại thì xóa câu trả lời, hoặc xóa tên tệp ở trang “Tệp để riêng”, "
        "trong quyet-dinh.xlsx.",
        wrong="Câu trả lời “Không tính tệp này”, hoặc tên tệp ở trang “Tệp để riêng”",
        right="Xóa câu trả lời hoặc tên tệp để tính lại",
    ),
    "QDI-04": Entry(
        INFO,
        "Cán bộ tổng hợp đã chọn tệp “{other}” của cùng lần gửi; tệp này không tính.",
        "Giữ nguyên; muốn tính tệp này thì sửa câu trả lời trong quyet-dinh.xlsx.",
        wrong="Hai tệp cùng lần gửi, câu trả lời là tệp kia",
        right="Câu trả lời là tệp này",
    ),
    # --- between files and units ---------------------------------------------------------------
    "XP-01": Entry(
        WARNING,
        "“{name}” có ở kỳ trước, kỳ này không thấy.",
        "Kê lại “{name}” với tình trạng hiện nay, kể cả khi đã ngừng hoạt động.",
        why="Một tổ chức không tự mất đi: đã ngừng thì cũng kê với tình trạng ngừng.",
        wrong="Kỳ trước có HTX Ví Dụ, kỳ này không kê",
        right="Kê HTX Ví Dụ, tình trạng đã giải thể",
    ),
    "XP-02": Entry(
        WARNING,
        "Ô {cell} “{title}”: số lũy kế giảm từ {before} (kỳ trước) xuống {now}.",
        "Kiểm tra lại ô {cell}: số lũy kế gồm cả kỳ trước.",
        why="Số lũy kế từ đầu năm chỉ tăng hoặc giữ nguyên.",
        wrong="6 tháng ghi 12, cả năm ghi 8",
        right="6 tháng ghi 12, cả năm ghi 15",
    ),
    "XP-03": Entry(
        WARNING,
        "Ô {cell} “{title}”: kỳ trước ghi “{before}”, kỳ này ghi “{now}”.",
        "Kiểm tra lại ô {cell}; nếu thông tin đúng là đã thay đổi thì giữ nguyên.",
        why="Tên, mã số đổi thường là gõ nhầm ở một trong hai kỳ.",
        wrong="Kỳ trước 0199990011, kỳ này 0199990029",
        right="Hai kỳ cùng một mã số",
    ),
    "XP-04": Entry(
        ERROR,
        "“{name}” đã có trong báo cáo năm {year}, không thể là mới trong năm nay.",
        "Chọn lại tình trạng của “{name}” theo thực tế.",
        why="Đã có trong báo cáo năm trước thì năm nay không thể thành lập mới.",
        wrong="Có ở báo cáo năm trước, năm nay chọn là mới",
        right="Chọn là đang hoạt động",
    ),
    "XP-07": Entry(
        WARNING,
        "Ô {cell} “{title}”: thay đổi lớn so với kỳ trước, từ {before} thành {now}.",
        "Kiểm tra lại ô {cell}; nếu đúng thì giữ nguyên.",
        why="Thay đổi quá một nửa và quá 10 thường là gõ nhầm.",
        wrong="Kỳ trước 12 thành viên, kỳ này 120",
        right="Kỳ trước 12 thành viên, kỳ này 15",
    ),
    "XP-05": Entry(
        ERROR,
        "Kỳ “{period}” không do cấp của đơn vị “{unit}” báo cáo.{successors}",
        "Gửi báo cáo theo đúng kỳ của đơn vị, hoặc chuyển số liệu cho đơn vị tiếp nhận.",
        why="Mỗi kỳ do một cấp báo cáo; tính cả hai cấp thì trùng số liệu.",
        wrong="Quận gửi báo cáo cho kỳ của xã, phường",
        right="Xã, phường gửi báo cáo",
    ),
    "XU-01": Entry(
        WARNING,
        "“{name}” có ở {a} và {b}: chỉ tính một lần, theo dòng của {a}, cho đến khi cán bộ "
        "tổng hợp quyết định.",
        "Thống nhất đơn vị báo cáo “{name}”; đơn vị còn lại xóa dòng của mình.",
        why="Cùng một mã số là một tổ chức; tính ở cả hai đơn vị thì thành hai.",
        wrong="Hai quận cùng kê mã số 0199990011",
        right="Chỉ quận nơi đặt trụ sở kê",
    ),
    "XU-02": Entry(
        WARNING,
        "“{name}” có tên giống nhau ở {a} và {b}, nghi trùng; hiện tính riêng.",
        "Thống nhất giữa hai đơn vị; cán bộ tổng hợp trả lời trong quyet-dinh.xlsx.",
        why="Tên giống nhau có thể là một, có thể là hai; chương trình không tự gộp.",
        wrong="Hai quận cùng kê “HTX Rau sạch”, mã số khác nhau",
        right="Tên khác nhau, hoặc cán bộ đã trả lời",
    ),
    "XU-03": Entry(
        WARNING,
        "“{name}” cùng tên, cùng người đứng đầu ở {a} và {b}, nghi trùng; hiện tính riêng.",
        "Thống nhất giữa hai đơn vị; cán bộ tổng hợp trả lời trong quyet-dinh.xlsx.",
        why="Tổ hợp tác không có mã số; cùng tên và cùng người đứng đầu rất có thể là một.",
        wrong="Hai quận cùng kê một tên, một người đứng đầu",
        right="Chỉ một quận kê",
    ),
    "XU-04": Entry(
        INFO,
        "“{name}” có ở {a} và {b}: lấy dòng của {a}, hoạt động hỗ trợ của {b} được gộp.",
        "Giữ nguyên, không cần làm gì thêm.",
        why="Đơn vị cấp trên hỗ trợ tổ chức của địa bàn: tổ chức tính một lần, hỗ trợ của cả "
        "hai được gộp.",
        wrong="Cấp trên và quận cùng kê một mã số",
        right="Chỉ quận kê tổ chức, cấp trên kê phần hỗ trợ",
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
    "html": "đây là trang web, có thể được đặt đuôi Excel; mở bằng Excel rồi lưu thành .xlsx.",
    "xml": "đây là bảng tính dạng XML 2003; mở bằng Excel rồi lưu thành .xlsx.",
    "fods": "đây là tệp OpenDocument dạng XML; mở bằng LibreOffice rồi lưu thành .xlsx.",
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
    "packing": "tệp được nén theo kiểu không đọc được; giải nén rồi gửi tệp Excel bên trong, hoặc "
    "nén lại theo kiểu ZIP thông thường.",
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
    "nothing": "chỉ có dấu chấm, dấu gạch",
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
    "bounds": "Ô {cell} “{title}”: cần {expected}, đang là “{value}”.",
    "within_bounds": "Kiểm tra rồi nhập lại ô {cell}.",
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
    # what another form lacks or has
    "sheets_gone": "thiếu biểu {names}",
    "sheets_more": "có thêm biểu {names}",
    "columns_gone": "thiếu cột {names}",
    "columns_more": "có thêm cột {names}",
    "renamed": "ghi cột {names}",
    "titled": "“{title}” là “{header}”",
    "in_sheet": "biểu “{sheet}” {said}",
    "and_more": " và {number} chỗ khác",
    "same_columns": "các biểu, các cột không khác; có thể khác danh mục lựa chọn",
    "whole_sheet": "Cả biểu “{sheet}”",
    "column": "Cột {column} “{title}”",
    "because": " Lý do: {reason}.",
    "successors": " Đơn vị tiếp nhận: {units}.",
}


def finding(place: Place, code: str, **facts: str) -> Issue:
    """An Issue of a code of the catalogue, with the severity that stands there."""
    return Issue(place, code, CATALOGUE[code].severity, tuple(sorted(facts.items())))
