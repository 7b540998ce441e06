"""A second opinion: counts a folder of returns and shares no code with us.

Workbooks are opened with openpyxl, those that are no .xlsx with calamine.

It knows what a person at a desk knows: the visible titles and heads of the template, and how the
plan counts. It reads one workbook after the other, keeps plain dictionaries, and is slow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

FORM = "Thông tin chung"
HTX, THT, MANAGERS, SUPPORT = "HTX", "THT", "Nữ quản lý", "Hỗ trợ"
COURSES, OFFICERS, ACTIVITIES, REMARKS = "Đào tạo", "Cán bộ Hội", "Hoạt động", "Khó khăn, kiến nghị"
TABLES = (HTX, THT, MANAGERS, SUPPORT, COURSES, OFFICERS, ACTIVITIES, REMARKS)

PERIOD, YEAR_START = "2025-H1", date(2025, 1, 1)
CITY = "CITY"

ACTIVE, NEW, CONVERTED = "Đang hoạt động", "Thành lập mới trong năm", "Đã chuyển đổi thành HTX"
STATUSES = {
    HTX: {NEW, ACTIVE, "Tạm ngừng hoạt động", "Đã giải thể, chấm dứt",
          "Đang tư vấn thành lập (chưa có GCN)"},
    THT: {NEW, ACTIVE, "Tạm ngừng hoạt động", "Đã chấm dứt", CONVERTED},
}  # fmt: skip
UNION_LEVELS = {"Thành phố", "Quận, huyện, thị xã", "Xã, phường, thị trấn"}
MANAGER_POSTS = {
    "Chủ tịch Hội đồng quản trị", "Phó Chủ tịch Hội đồng quản trị",
    "Thành viên Hội đồng quản trị", "Giám đốc (Tổng giám đốc)", "Phó Giám đốc",
    "Trưởng Ban kiểm soát/Kiểm soát viên", "Thành viên Ban kiểm soát",
}  # fmt: skip
NOT_STRENGTHENING = {"Rà soát, khảo sát nhu cầu", "Khác"}
CREDIT = "Vay vốn, tiếp cận chính sách tín dụng"
CODE = {HTX: "Mã số HTX (mã số thuế)", THT: "Mã số THT (nếu đã đăng ký)"}
PLACE = {HTX: "Xã, phường, thị trấn (trụ sở chính)", THT: "Xã, phường, thị trấn"}
NAME = {HTX: "Tên hợp tác xã", THT: "Tên tổ hợp tác"}
HELP = {HTX: "Cấp Hội hỗ trợ, tư vấn thành lập", THT: "Cấp Hội hỗ trợ thành lập"}
SINCE = {HTX: "Ngày cấp Giấy chứng nhận lần đầu", THT: "Ngày ký hợp đồng hợp tác"}
JOBS = {
    HTX: "Số thành viên, lao động nữ có việc làm ổn định (tại ngày chốt số liệu)",
    THT: "Số lao động nữ có việc làm ổn định (tại ngày chốt số liệu)",
}
GROUPS = ("Nữ quản lý HTX", "Thành viên, người lao động HTX", "Thành viên THT",
          "Hội viên, phụ nữ có nhu cầu", "Cán bộ Hội", "Đối tượng khác")  # fmt: skip
PAIRS = {
    HTX: (("Tổng số thành viên chính thức", "Trong đó: thành viên nữ"),
          ("Lao động không phải thành viên", "Trong đó: lao động nữ")),
    THT: (("Tổng số thành viên", "Trong đó: thành viên nữ"),
          ("Lao động không phải thành viên", "Trong đó: lao động nữ")),
    COURSES: (("Tổng số người tham dự", "Trong đó: nữ"),),
    ACTIVITIES: (("Số lượt người tham dự", "Trong đó: nữ"),),
}  # fmt: skip
NUMBERS = {
    HTX: (JOBS[HTX], "Trong đó: nữ", *(h for pair in PAIRS[HTX] for h in pair)),
    THT: (JOBS[THT], "Trong đó: nữ", *(h for pair in PAIRS[THT] for h in pair)),
    COURSES: ("Tổng số người tham dự", *GROUPS[:-1]),
    ACTIVITIES: ("Số cuộc",),
}
TIMES = {SUPPORT: "Thời gian (ngày bắt đầu)", COURSES: "Ngày bắt đầu", ACTIVITIES: "Thời gian"}

Row = dict[str, object]
Lines = list[tuple[object, ...]]


@dataclass
class Book:
    """One returned workbook: what its form says and the rows of its sheets."""

    file: str
    unit: str
    period: str
    submission: int
    cutoff: date
    tables: dict[str, list[Row]]
    needed: dict[str, list[str]]
    filled: dict[str, int]


@dataclass
class Count:
    """What the season comes to."""

    figures: dict[str, tuple[int, int | None]]  # target -> numerator, denominator of a ratio
    reported: int
    good_rows: dict[tuple[str, str], int]  # file, sheet title -> rows without a fault


def count(folder: Path) -> Count:
    """Every target of the plan, counted over the folder."""
    latest: dict[str, Book] = {}
    for book in _books(folder):
        known = latest.get(book.unit)
        if known is None or known.submission < book.submission:
            latest[book.unit] = book
    books = sorted(latest.values(), key=lambda b: (b.unit == CITY, b.unit))
    good = {b.unit: {t: [r for r in b.tables[t] if _good(b, t, r)] for t in TABLES} for b in books}
    figures = _organisations(books, good) | _people(books, good) | _courses(good)
    return Count(
        figures=figures,
        reported=sum(b.unit != CITY for b in books),
        good_rows={(b.file, t): len(good[b.unit][t]) for b in books for t in TABLES},
    )


def rows_below_heads(folder: Path) -> dict[tuple[str, str], int]:
    """For each sheet of each workbook of the period how many rows hold something, data or not."""
    return {(b.file, t): b.filled[t] for b in _books(folder) for t in TABLES}


# --- reading --------------------------------------------------------------------------------


@cache
def _books(folder: Path) -> tuple[Book, ...]:
    return tuple(_read(folder))


def _read(folder: Path) -> Iterator[Book]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                for name in archive.namelist():
                    yield from _book(f"{path.name}/{name}", archive.read(name))
        elif path.suffix in (".xlsx", ".xls", ".ods"):
            yield from _book(path.name, path.read_bytes())


def opened(file: str, content: bytes) -> dict[str, Lines]:
    """The values of each sheet, line by line from its first row and column."""
    if file.endswith(".xlsx"):
        workbook = load_workbook(BytesIO(content), data_only=True, read_only=True)
        return {s.title: list(s.iter_rows(values_only=True)) for s in workbook.worksheets}
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    wanted = [name for name in book.sheet_names if name in (FORM, *TABLES)]
    return {
        name: [
            tuple(_plain(value) for value in line)
            for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in wanted
    }


def _plain(value: object) -> object:
    """A value as openpyxl would have given it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value == "" else value


def _book(file: str, content: bytes) -> Iterator[Book]:
    sheets = opened(file, content)
    if FORM not in sheets:
        return
    lines = {_title(r[1]): r[2] for r in sheets[FORM]}
    if lines["Kỳ báo cáo"] != PERIOD:
        return
    tables, needed, filled = {}, {}, {}
    for title in TABLES:
        lines_of = sheets[title]
        tables[title], needed[title] = _table(lines_of)
        filled[title] = sum(any(map(_says, line)) for line in lines_of[_head_of(lines_of) + 1 :])
    yield Book(
        file=file,
        unit=str(lines["Mã đơn vị"]),
        period=PERIOD,
        submission=int(lines["Lần gửi"]),
        cutoff=lines["Số liệu tính đến ngày"].date(),
        tables=tables,
        needed=needed,
        filled=filled,
    )


def _table(lines: Lines) -> tuple[list[Row], list[str]]:
    at = _head_of(lines)
    heads = [_title(h) for h in lines[at]]
    needed = [_title(h) for h in lines[at] if str(h).endswith("(*)")]
    rows = [dict(zip(heads, line, strict=False)) for line in lines[at + 1 :]]
    return [r for r in rows if any(v is not None for h, v in r.items() if h != "TT")], needed


def _head_of(lines: Lines) -> int:
    return next(i for i, line in enumerate(lines) if line[0] == "TT")


def _says(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _title(head: object) -> str:
    return str(head).removesuffix("(*)").strip() if head is not None else ""


# --- judging --------------------------------------------------------------------------------


def _good(book: Book, sheet: str, row: Row) -> bool:
    """Whether a row has none of the faults that a person would send it back for."""
    if any(row[h] is None for h in book.needed[sheet]):
        return False
    if any(not isinstance(row[h], int) for h in NUMBERS.get(sheet, ()) if not _with_unit(row[h])):
        return False
    if any(_more(row[part], row[whole]) for whole, part in PAIRS.get(sheet, ())):
        return False
    if sheet in TIMES and not YEAR_START <= _day(row[TIMES[sheet]]) <= book.cutoff:
        return False
    match sheet:
        case "HTX" | "THT":
            return row["Tình trạng trong kỳ"] in STATUSES[sheet] and _code_holds(row[CODE[sheet]])
        case "Đào tạo":
            return sum(row[g] or 0 for g in GROUPS) == row["Tổng số người tham dự"]
        case "Hỗ trợ":
            return row["Nội dung hỗ trợ"] != CREDIT or row["Số vốn được vay"] is not None
        case "Nữ quản lý":
            trained = row["Đã được đào tạo, bồi dưỡng từ đầu năm"] == "Có"
            return not trained or row["Cấp tổ chức lớp"] is not None
        case "Cán bộ Hội":
            grass_roots = row["Cấp công tác"] == "Xã, phường, thị trấn"
            return not grass_roots or row["Xã, phường, thị trấn"] is not None
    return True


def _with_unit(value: object) -> bool:
    return isinstance(value, str) and value.endswith(" người") and value.split()[0].isdigit()


def _more(part: object, whole: object) -> bool:
    return isinstance(part, int) and isinstance(whole, int) and part > whole


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    text = str(value)
    if len(text) == 7:  # month and year
        return date(int(text[3:]), int(text[:2]), 1)
    return date.min


def _code_holds(value: object) -> bool:
    """The check digit of a tax code; no code is no fault by itself."""
    if value is None:
        return True
    digits = str(value).zfill(10)
    if len(digits) != 10:
        return False
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    return 10 - sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11 == int(
        digits[9]
    )


# --- counting -------------------------------------------------------------------------------


def _key(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def _identity(sheet: str, row: Row) -> tuple[str, str]:
    code = row[CODE[sheet]]
    if code is not None:
        return sheet, str(code).zfill(10)
    return sheet, f"{_key(row[NAME[sheet]])} / {_key(row[PLACE[sheet]])}"


Good = dict[str, dict[str, list[Row]]]


def _standing(books: list[Book], good: Good) -> dict[tuple[str, str], tuple[Book, str, Row]]:
    """Each organisation with the one row that stands for it: the first unit's, the city last."""
    standing: dict[tuple[str, str], tuple[Book, str, Row]] = {}
    for book in books:
        for sheet in (HTX, THT):
            for row in good[book.unit][sheet]:
                standing.setdefault(_identity(sheet, row), (book, sheet, row))
    return standing


def _meant(good: Good, unit: str, name: object) -> tuple[str, str] | None:
    """The organisation that a sheet of the same file calls by this name."""
    for sheet in (HTX, THT):
        for row in good[unit][sheet]:
            if _key(row[NAME[sheet]]) == _key(name):
                return _identity(sheet, row)
    return None


def _organisations(books: list[Book], good: Good) -> dict[str, tuple[int, int | None]]:
    helped = {
        _meant(good, book.unit, row["HTX/THT được hỗ trợ"])
        for book in books
        for row in good[book.unit][SUPPORT]
        if row["Nội dung hỗ trợ"] not in NOT_STRENGTHENING
    }
    new, strong, jobs = {HTX: 0, THT: 0}, {HTX: 0, THT: 0}, {HTX: 0, THT: 0}
    for thing, (book, sheet, row) in _standing(books, good).items():
        if row[HELP[sheet]] not in UNION_LEVELS or int(str(row["Trong đó: nữ"])) < 1:
            continue
        status, since = row["Tình trạng trong kỳ"], row[SINCE[sheet]]
        is_new = status == NEW and YEAR_START <= _day(since) <= book.cutoff
        is_strong = status == ACTIVE and thing in helped
        new[sheet] += is_new
        strong[sheet] += is_strong
        jobs[sheet] += int(str(row[JOBS[sheet]])) if is_new or is_strong else 0
    return {
        "T1": (new[HTX], None),
        "T2A": (strong[HTX], None),
        "T2B": (strong[THT], None),
        "T3A": (jobs[HTX], None),
        "T3B": (jobs[THT], None),
    }


def _people(books: list[Book], good: Good) -> dict[str, tuple[int, int | None]]:
    standing = _standing(books, good)
    women: list[tuple[set[tuple[str, object]], bool]] = []  # what tells her apart, trained
    for book in books:
        for row in good[book.unit][MANAGERS]:
            thing = _meant(good, book.unit, row["HTX/THT"])
            if thing is None or not _counts(standing[thing], row):
                continue
            marks: set[tuple[str, object]] = {(_key(row["Họ và tên"]), thing)}
            if row["Điện thoại"] is not None:
                marks.add((_key(row["Họ và tên"]), str(row["Điện thoại"])))
            trained = row["Đã được đào tạo, bồi dưỡng từ đầu năm"] == "Có"
            for known in [w for w in women if w[0] & marks]:
                women.remove(known)
                marks, trained = marks | known[0], trained or known[1]
            women.append((marks, trained))
    officers: dict[tuple[object, ...], bool] = {}
    for book in books:
        for row in good[book.unit][OFFICERS]:
            place = row["Xã, phường, thị trấn"]
            who = (book.unit, _key(row["Họ và tên"]), row["Cấp công tác"], place)
            officers[who] = officers.get(who, False) or row["Đã được tập huấn từ đầu năm"] == "Có"
    return {
        "T4": (sum(trained for _, trained in women), len(women)),
        "T5": (sum(officers.values()), len(officers)),
    }


def _counts(standing: tuple[Book, str, Row], manager: Row) -> bool:
    _, sheet, organisation = standing
    return (
        sheet == HTX
        and manager["Đang giữ chức vụ tại ngày chốt số liệu"] == "Có"
        and manager["Chức vụ"] in MANAGER_POSTS
        and organisation["Tình trạng trong kỳ"] in (NEW, ACTIVE)
        and int(str(organisation["Trong đó: nữ"])) >= 1
    )


def _courses(good: Good) -> dict[str, tuple[int, int | None]]:
    courses = [row for tables in good.values() for row in tables[COURSES]]
    return {"T4M": (sum(int(str(row[g])) for row in courses for g in GROUPS[1:4]), None)}
