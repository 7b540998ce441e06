"""Why nothing could be done: sentences for the one who asked, exit code 2."""


class NothingToDo(Exception):
    """No return was found and no period was named: there is nothing to compare with."""


class NoPrevious(Exception):
    """The folder that was named holds no earlier output that can be compared with."""


class LedgerOpen(NothingToDo):
    """Something that was read is not accounted for: a fault of the program, told before it writes.

    `what` names what does not add up: files, rows, or a column.
    """

    def __init__(self, file: str, sheet: str, what: str) -> None:
        self.file, self.sheet, self.what = file, sheet, what
        at = f", biểu “{sheet}”" if sheet else ""
        super().__init__(
            f"Đối soát không khớp ở tệp “{file}”{at} ({what}): lỗi của chương trình. Chưa ghi kết "
            "quả mới, kết quả cũ giữ nguyên. Để làm tiếp, ghi tên tệp này vào trang “Tệp để riêng” "
            "của quyet-dinh.xlsx trong thư mục kết quả (chưa có quyet-dinh.xlsx thì chuyển tệp ra "
            "khỏi thư mục báo cáo) rồi chạy lại; báo lỗi kèm tệp."
        )
