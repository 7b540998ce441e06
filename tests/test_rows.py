"""Which rows of a table are data (brief 3.4)."""

from consolidate.read.cells import NUMBER, TEXT
from consolidate.recognise.rows import RowShape, classify
from consolidate.recognise.titles import title_key
from consolidate.text import fold

SHAPE = RowShape(row_number=1, columns=frozenset(range(1, 7)), needed=frozenset({2, 3, 4, 5}))


def cells(*values):
    """A row of cells from plain values; None is blank."""
    return [
        (column, TEXT if isinstance(value, str) else NUMBER, value, 0, False)
        for column, value in enumerate(values, 1)
        if value is not None
    ]


def reasons(*rows):
    return [reason for _, reason in classify(list(enumerate(rows, 8)), SHAPE)]


DATA = cells(1.0, "HTX Rau", "Có", 3.0, 2.0)


def test_a_data_row_is_data():
    assert reasons(DATA) == [""]


def test_a_running_number_alone_is_no_data():
    assert reasons(DATA, cells(2.0)) == ["", "number_only"]


def test_dots_and_dashes_alone_are_no_data():
    assert reasons(DATA, cells("…", "………", None, "-")) == ["", "nothing"]
    assert reasons(DATA, cells(2.0, "....", "–")) == ["", "nothing"]
    assert reasons(DATA, cells(2.0, "HTX Rau", "…", "-")) == ["", ""]


def test_total_rows_in_their_spellings():
    for words in ("Tổng cộng", "CỘNG", "Tổng số", "Toàn huyện", "TỔNG"):
        assert reasons(DATA, cells(None, words, None, 3.0, 2.0)) == ["", "total"]
        assert reasons(DATA, cells(words, None, None, 3.0)) == ["", "total"]


def test_a_name_that_begins_like_a_total_is_data():
    row = cells(2.0, "Tổng hợp tác xã Cộng Hòa", "Có", 3.0, 2.0)
    assert reasons(row) == [""]


def test_a_position_of_chair_is_no_signature():
    row = cells(1.0, "Nguyễn Thị Mẫu", "HTX Rau", "Chủ tịch Hội đồng quản trị", "Có")
    assert reasons(row) == [""]


def test_section_rows():
    assert reasons(cells("I", "Các HTX nông nghiệp"), DATA) == ["section", ""]
    assert reasons(cells("1.1", "Xã Phú Mẫu"), DATA) == ["section", ""]


def test_a_row_with_only_a_name_is_data_that_lacks_the_rest():
    assert reasons(cells(1.0, "HTX Rau")) == [""]
    assert reasons(cells(None, "HTX Rau")) == [""]


def test_column_number_rows_stand_before_the_data_only():
    row = cells("(1)", "(2)", "(3)", "(4)", "(5)=(4)/(3)")
    assert reasons(row, DATA) == ["column_numbers", ""]
    assert reasons(cells("A", "B", "1", "2", "3 = 2/1"), DATA) == ["column_numbers", ""]
    assert reasons(cells(1.0, None, None, 48.0, 32.0), DATA) == ["", ""]


def test_a_signature_ends_the_table_and_data_below_it_is_told_apart():
    rows = [
        DATA,
        cells(None, None, None, "Hà Nội, ngày 05 tháng 6 năm 2025"),
        cells(None, "NGƯỜI LẬP BIỂU", None, None, "TM. BAN THƯỜNG VỤ"),
        cells(None, "(Ký, ghi rõ họ tên)"),
        cells(None, "Nguyễn Thị Mẫu"),
        cells(9.0, "HTX Chè", "Có", 4.0, 1.0),
    ]
    assert reasons(*rows) == [
        "", "signature", "signature", "signature", "below_signature", "data_below_signature",
    ]  # fmt: skip


def test_notes_under_the_table():
    assert reasons(DATA, cells("Ghi chú: số liệu đến 14/6"))[1] == "note"
    assert reasons(DATA, cells(None, "* Không gồm HTX đã giải thể"))[1] == "note"


# --- rows of few columns ---------------------------------------------------------------------

REMARKS = RowShape(
    row_number=1,
    columns=frozenset(range(1, 6)),
    needed=frozenset({2, 3}),
    listed={2: frozenset({fold("Kiến nghị")})},
)


def remarks(*rows):
    return [reason for _, reason in classify(list(enumerate(rows, 8)), REMARKS)]


def test_a_remark_that_begins_like_a_signature_is_data_and_ends_no_table():
    other = cells(2.0, "Kiến nghị", "Mở thêm lớp")
    for words in ("Nơi nhận hồ sơ còn xa", "Người lập biểu chưa được tập huấn", "Lưu ý cấp vốn"):
        assert remarks(cells(None, "Kiến nghị", words), other) == ["", ""]
    assert remarks(other, cells(None, None, "Nơi nhận: như trên")) == ["", "signature"]


HEAD = ("TT", "Tên", "Nữ", "Nam")
HEADED = RowShape(
    row_number=1,
    columns=frozenset(range(1, 5)),
    needed=frozenset({2, 3, 4}),
    titles={n: frozenset({title_key(title)}) for n, title in enumerate(HEAD, 1)},
)


def test_a_head_with_columns_in_another_order_is_the_head_of_another_table():
    row, swapped = cells(1.0, "HTX Rau", 3.0, 2.0), ("TT", "Tên", "Nam", "Nữ")
    for titles, found in (
        (HEAD, ["", "head_again", ""]),
        (swapped, ["", "other_head", "data_below_other_head"]),
    ):
        rows = [(8, row), (9, cells(*titles)), (10, row)]
        assert [reason for _, reason in classify(rows, HEADED)] == found
