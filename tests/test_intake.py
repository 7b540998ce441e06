"""Whatever lies in the given folders is met, named, loaded or told; nothing disappears."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hostile.containers import nested
from hostile.raw import book, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate.catalogue import CAUSES
from consolidate.intake import Found, find, load
from consolidate.intake.names import clean, in_archive, is_litter, on_disk
from consolidate.limits import LIMITS
from consolidate.read.cells import Unreadable

BOOK = book('<row r="1"><c r="A1"><v>1</v></c></row>')
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes of POSIX")


def names(*paths, limits=LIMITS):
    return [f.name for f in find(paths, limits)]


def problems(*paths, limits=LIMITS):
    """Name -> problem of what cannot be loaded; every problem is one that can be told."""
    found = {f.name: f for f in find(paths, limits) if f.problem}
    for one in found.values():
        CAUSES[one.problem].format(detail=one.detail)
        with pytest.raises(Unreadable) as refusal:
            load(one)
        assert (refusal.value.code, refusal.value.detail) == (one.problem, one.detail)
    return {name: one.problem for name, one in found.items()}


@pytest.fixture
def returns(tmp_path):
    folder = tmp_path / "nộp"
    folder.mkdir()
    return folder


def put(folder, name, data=BOOK):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_folders_are_entered_and_litter_is_passed_over(returns):
    for name in ("b.xlsx", "quận/Ba Đình.xlsx", "quận/sâu/hơn/c.XLSX", "ký.pdf", "không đuôi"):
        put(returns, name)
    for name in ("~$b.xlsx", ".~lock.b.xlsx#", "Thumbs.db", ".DS_Store", "Desktop.ini",
                 "__MACOSX/._b.xlsx", "quận/~$x.xlsx", "quận/._x.xlsx"):  # fmt: skip
        put(returns, name)
    assert names(returns) == [
        "b.xlsx",
        "không đuôi",
        "ký.pdf",
        "quận/Ba Đình.xlsx",
        "quận/sâu/hơn/c.XLSX",
    ]
    assert all(load(f) == BOOK for f in find([returns]))


def test_a_folder_that_is_named_like_a_workbook_is_a_folder(returns):
    put(returns, "thư mục.xlsx/a.xlsx")
    assert names(returns) == ["thư mục.xlsx/a.xlsx"]


def test_archives_are_entered_to_two_levels(returns):
    inner = zipped({"sâu.xlsx": BOOK, "ba.zip": nested(1, BOOK)})
    put(returns, "tất cả.zip", zipped({"quận/một.xlsx": BOOK, "hai.zip": inner, "ký.pdf": b"%PDF"}))
    assert names(returns) == [
        "tất cả.zip/hai.zip/ba.zip",
        "tất cả.zip/hai.zip/sâu.xlsx",
        "tất cả.zip/ký.pdf",
        "tất cả.zip/quận/một.xlsx",
    ]
    assert problems(returns) == {"tất cả.zip/hai.zip/ba.zip": "archive_levels"}
    loaded = {f.name: load(f) for f in find([returns]) if not f.problem}
    assert loaded["tất cả.zip/hai.zip/sâu.xlsx"] == BOOK
    assert loaded["tất cả.zip/ký.pdf"] == b"%PDF"
    assert all(f.size == len(loaded[f.name]) for f in find([returns]) if not f.problem)


@pytest.mark.parametrize("levels", [3, 50])
def test_archives_in_archives_end_somewhere(returns, levels):
    put(returns, "n.zip", nested(levels, BOOK))
    assert list(problems(returns).values()) == ["archive_levels"]
    assert len(find([returns])) == 1


def test_an_archive_is_told_by_content(returns):
    put(returns, "một.xlsx", zipped({"a.xlsx": BOOK}))
    put(returns, "hai.zip", BOOK)
    put(returns, "BC Ba Dinh.xlsx.zip", zipped({"BC Ba Dinh.xlsx": BOOK}))
    assert names(returns) == ["BC Ba Dinh.xlsx.zip/BC Ba Dinh.xlsx", "hai.zip", "một.xlsx/a.xlsx"]
    assert all(load(f) == BOOK for f in find([returns]))


def test_archives_that_cannot_be_opened_are_listed(returns):
    put(returns, "cụt.zip", zipped({"a.xlsx": BOOK})[:-40])
    put(returns, "rỗng.zip", zipped({}))
    put(returns, "rác.zip", zipped({"__MACOSX/._a.xlsx": b"", "thư mục/": b"", ".DS_Store": b""}))
    put(returns, "trong.zip", zipped({"cụt.zip": zipped({"a.xlsx": BOOK})[:-40], "b.xlsx": BOOK}))
    put(returns, "cụt.xlsx", BOOK[:-40])
    assert problems(returns) == {
        "cụt.zip": "damaged",
        "rác.zip": "archive_empty",
        "rỗng.zip": "archive_empty",
        "trong.zip/cụt.zip": "damaged",
    }
    assert "cụt.xlsx" in names(returns)  # reading says what is wrong with it


def test_damage_within_an_archive_harms_one_member(returns):
    data = bytearray(zipped({"a.xlsx": b"A" * 5_000, "b.xlsx": BOOK}))
    data[data.index(b"a.xlsx") + 8] ^= 0xFF
    put(returns, "n.zip", bytes(data))
    found = {f.name: f for f in find([returns])}
    with pytest.raises(Unreadable) as refusal:
        load(found["n.zip/a.xlsx"])
    assert refusal.value.code == "damaged"
    assert load(found["n.zip/b.xlsx"]) == BOOK


def test_members_with_a_password_are_told(returns):
    data = bytearray(zipped({"a.xlsx": BOOK}))
    data[data.index(b"PK\1\2") + 8] |= 1
    put(returns, "n.zip", bytes(data))
    (found,) = find([returns])
    with pytest.raises(Unreadable) as refusal:
        load(found)
    assert (found.name, refusal.value.code) == ("n.zip/a.xlsx", "encrypted")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("../../thoát.xlsx", "thoát.xlsx"),
        ("/etc/a.xlsx", "etc/a.xlsx"),
        ("C:\\Users\\a.xlsx", "C:/Users/a.xlsx"),
        ("\\\\server\\a.xlsx", "server/a.xlsx"),
        ("./a/./b.xlsx", "a/b.xlsx"),
        ("a\nb\x07.xlsx", "a\ufffdb\ufffd.xlsx"),
        ("\u202excod.xlsx", "\ufffdxcod.xlsx"),
        ("Ba Đình.xlsx", "Ba Đình.xlsx"),
        ("=1+1.xlsx", "=1+1.xlsx"),
    ],
)
def test_names_of_members_are_only_shown(returns, stored, shown):
    put(returns, "n.zip", zipped({stored: BOOK}))
    before = sorted(returns.parent.rglob("*"))
    (found,) = find([returns])
    assert found.name == f"n.zip/{shown}"
    assert load(found) == BOOK
    assert sorted(returns.parent.rglob("*")) == before


def test_names_of_old_archivers(returns):
    with zipfile.ZipFile(returns / "n.zip", "w") as archive:
        for name in ("UTF-8", "cp1258", "cp437"):
            info = zipfile.ZipInfo("x" * len(_stored(name)) + ".xlsx")
            archive.writestr(info, name)
    data = (returns / "n.zip").read_bytes()
    for name in ("UTF-8", "cp1258", "cp437"):
        data = data.replace(b"x" * len(_stored(name)) + b".xlsx", _stored(name) + b".xlsx")
    put(returns, "n.zip", data)
    assert {load(f): f.name for f in find([returns])} == {
        b"UTF-8": "n.zip/Đống Đa.xlsx",
        b"cp1258": "n.zip/Đông Anh.xlsx",
        b"cp437": "n.zip/üòé.xlsx",
    }


def _stored(encoding):
    text = {"UTF-8": "Đống Đa", "cp1258": "Đông Anh", "cp437": "üòé"}[encoding]
    return text.encode(encoding)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_of_one_name_are_both_listed(returns):
    put(returns, "n.zip", zipped([("a.xlsx", b"1"), ("a.xlsx", b"2"), ("../a.xlsx", b"3")]))
    found = find([returns])
    assert [f.name for f in found] == ["n.zip/a.xlsx", "n.zip/a.xlsx (2)", "n.zip/a.xlsx (3)"]
    assert [load(f) for f in found] == [b"1", b"2", b"3"]


def test_composed_and_decomposed_names_are_told_apart(returns):
    put(returns, "Ba Đình.xlsx", b"1")
    decomposed = returns / "Ba Đi\u0300nh.xlsx"
    decomposed.write_bytes(b"2")
    found = find([returns])
    assert sorted(f.name for f in found) == ["Ba Đình.xlsx", "Ba Đình.xlsx (2)"]
    assert sorted(load(f) for f in found) == [b"1", b"2"]


def test_several_places_are_searched_in_any_order(tmp_path):
    for name in ("một/a.xlsx", "một/b.xlsx", "hai/a.xlsx", "lẻ.xlsx"):
        put(tmp_path, name)
    places = [tmp_path / "một", tmp_path / "hai", tmp_path / "lẻ.xlsx"]
    expected = ["b.xlsx", "hai/a.xlsx", "lẻ.xlsx", "một/a.xlsx"]
    assert names(*places) == expected
    assert names(*reversed(places)) == expected
    assert names(*places, tmp_path / "một", tmp_path / "một/b.xlsx") == expected


def test_a_place_that_does_not_exist_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        find([tmp_path / "không có"])


@posix_only
def test_links_pipes_and_sockets_are_listed_and_left_alone(returns, monkeypatch):
    secret = put(returns.parent, "bí mật.xlsx")
    (returns / "tệp.xlsx").symlink_to(secret)
    (returns / "thư mục").symlink_to(returns.parent)
    (returns / "vòng").symlink_to(returns)
    (returns / "gãy").symlink_to(returns / "không có")
    (returns / "thiết bị.xlsx").symlink_to("/dev/zero")
    os.mkfifo(returns / "ống.xlsx")
    monkeypatch.chdir(returns)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("ổ.xlsx")
        assert problems(returns) == {
            "gãy": "link",
            "thiết bị.xlsx": "link",
            "thư mục": "link",
            "tệp.xlsx": "link",
            "vòng": "link",
            "ống.xlsx": "not_a_file",
            "ổ.xlsx": "not_a_file",
        }


@posix_only
def test_a_link_that_the_user_names_is_followed(returns):
    put(returns, "a.xlsx")
    link = returns.parent / "liên kết"
    link.symlink_to(returns)
    assert names(link) == ["a.xlsx"]


@posix_only
def test_a_file_that_became_a_link_or_a_pipe_is_not_opened(returns):
    (found,) = find([put(returns, "a.xlsx")])
    found.path.unlink()
    found.path.symlink_to("/dev/zero")
    with pytest.raises(Unreadable) as refusal:
        load(found)
    assert refusal.value.code == "link"
    found.path.unlink()
    os.mkfifo(found.path)
    with pytest.raises(Unreadable) as refusal:
        load(found)
    assert refusal.value.code == "not_a_file"
    found.path.unlink()
    with pytest.raises(Unreadable) as refusal:
        load(found)
    assert refusal.value.code == "gone"


@posix_only
def test_what_may_not_be_opened_is_listed(returns):
    put(returns, "kín/a.xlsx")
    put(returns, "kín.xlsx").chmod(0)
    (returns / "kín").chmod(0)
    script = (
        "import os, sys; sys.path[:0] = sys.argv[2:]; os.setgid(65534); os.setuid(65534);"
        "from pathlib import Path; from consolidate.intake import find\n"
        "print(ascii([(f.name, f.problem) for f in find([Path(sys.argv[1])])]))"
    )
    if os.getuid() != 0:
        found = [(f.name, f.problem) for f in find([returns])]
    else:
        for parent in (returns, *returns.parents[:3]):
            parent.chmod(0o755)
        root = str(Path(__file__).parent.parent)
        done = subprocess.run(
            [sys.executable, "-c", script, str(returns), root], capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip("another user may not read the program here")
        found = eval(done.stdout)
    assert [f for f in found if f[1]] == [("kín", "denied")]


@posix_only
def test_names_that_are_no_text_are_listed(returns):
    folder = os.fsencode(returns)
    for raw in (b"\xff\xfe.xlsx", "Đông Anh.xlsx".encode("cp1258"), b"-rf", b"a\nb.xlsx"):
        (Path(os.fsdecode(folder)) / os.fsdecode(raw)).write_bytes(BOOK)
    found = find([returns])
    assert {f.name for f in found} == {"-rf", "a\ufffdb.xlsx", "\u00a0■.xlsx", "Đông Anh.xlsx"}
    for one in found:
        one.name.encode("utf-8")
        assert load(one) == BOOK


def test_sizes_are_bounded_on_both_sides(returns):
    put(returns, "a.xlsx", b"x" * 1_000)
    put(returns, "n.zip", zipped({"b.xlsx": b"x" * 1_000}))
    fits = replace(LIMITS, file_bytes=1_000)
    assert problems(returns, limits=fits) == {}
    assert all(len(load(f, fits)) == 1_000 for f in find([returns], fits))
    short = replace(LIMITS, file_bytes=999)
    over = {"a.xlsx": "file_too_large", "n.zip/b.xlsx": "file_too_large"}
    assert problems(returns, limits=short) == over
    with pytest.raises(Unreadable) as refusal:
        load(find([returns])[0], short)
    assert refusal.value.code == "file_too_large"


def test_archives_are_bounded_on_both_sides(returns):
    path = put(returns, "n.zip", zipped({f"{i}.xlsx": b"x" * 100 for i in range(10)}))
    size = path.stat().st_size

    def told(**limits):
        return problems(returns, limits=replace(LIMITS, **limits))

    fits = {"archive_members": 10, "archive_inflated_bytes": 1_000, "archive_bytes": size}
    assert told(**fits) == {}
    assert told(**fits | {"archive_members": 9}) == {"n.zip": "archive_members"}
    assert told(**fits | {"archive_inflated_bytes": 999}) == {"n.zip": "archive_inflated"}
    assert told(**fits | {"archive_bytes": size - 1}) == {"n.zip": "archive_too_large"}


class Growing:
    """A file that someone writes to whenever we look at its state."""

    def __init__(self, path, times):
        self.path, self.times, self.real = path, times, os.fstat

    def __call__(self, descriptor):
        status = self.real(descriptor)
        if self.times:
            self.times -= 1
            with self.path.open("ab") as more:
                more.write(b"x")
        return status


@pytest.mark.parametrize(("times", "steady"), [(0, True), (1, True), (9, False)])
def test_a_file_that_changes_while_it_is_read_is_read_once_more(
    returns, monkeypatch, times, steady
):
    (found,) = find([put(returns, "a.xlsx", b"0123456789")])
    monkeypatch.setattr(os, "fstat", Growing(found.path, times))
    if steady:
        assert load(found) == b"0123456789" + b"x" * times
    else:
        with pytest.raises(Unreadable) as refusal:
            load(found)
        assert refusal.value.code == "changed"


def test_an_archive_that_was_replaced_meanwhile_gives_no_other_file(returns):
    put(returns, "n.zip", zipped({"a.xlsx": b"A" * 100, "b.xlsx": b"B" * 100}))
    found = find([returns])[0]
    put(returns, "n.zip", zipped({"c.xlsx": b"C" * 90, "a.xlsx": b"D" * 100}))
    with pytest.raises(Unreadable):
        load(found)


def test_found_files_travel_between_processes(returns):
    import pickle

    put(returns, "n.zip", zipped({"a.xlsx": BOOK}))
    (found,) = find([returns])
    assert load(pickle.loads(pickle.dumps(found))) == BOOK


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=30))
def test_any_name_becomes_one_that_can_be_shown(name):
    shown = on_disk(name)
    shown.encode("utf-8")
    assert "\n" not in shown and clean(shown) == shown
    assert all(".." not in step.split("/") for step in in_archive(name))


def test_litter_is_told_whatever_its_case():
    assert all(
        map(
            is_litter, ["THUMBS.DB", "~$a.xlsx", ".~LOCK.a#", "Desktop.INI", "__macosx", "._a.xlsx"]
        )
    )
    assert not any(map(is_litter, ["thumbs.xlsx", "a~$.xlsx", ".xlsx", ".ẩn", "~a.xlsx"]))


def test_order_and_grouping_of_files_do_not_matter(tmp_path):
    files = {f"{i:02}.xlsx": bytes([i]) for i in range(12)}
    orders = []
    for seed in range(3):
        shuffled = list(files.items())
        Random(seed).shuffle(shuffled)
        folder = tmp_path / str(seed) / "nộp"
        for name, data in shuffled:
            put(folder, name, data)
        orders.append([(f.name, load(f)) for f in find([folder])])
    assert orders[0] == orders[1] == orders[2] == sorted(files.items())


def test_what_was_found_says_so_for_every_cause():
    one = Found("a.xlsx", Path("a.xlsx"), problem="archive_levels", detail="2")
    assert "2 lớp" in CAUSES[one.problem].format(detail=one.detail)
