"""Publishing: what is replaced, what goes, what stays, and what is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from generations import FOREIGN, NEW, OLD, RECORD, generation, lay, standing

from consolidate.publish import (
    Busy,
    FileInUse,
    NotWritable,
    PublishError,
    SourceChanged,
    claim,
    publish,
    sha256_of,
)
from consolidate.publish.in_use import opened_by, refuse_open_files

ONE_STEP, STEPS = True, False
LINUX = sys.platform == "linux"


def put(folder: Path, files, carried=None, *, in_one_step=ONE_STEP):
    with claim(folder) as place:
        return place.publish(files, carried, in_one_step=in_one_step)


def remains(folder: Path) -> list[str]:
    """What stands beside the output folder."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


@pytest.fixture(params=[ONE_STEP, STEPS], ids=["one step", "by steps"])
def way(request) -> bool:
    return request.param


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "6 tháng" / "ket-qua"


def test_a_first_generation_stands_alone(folder, way):
    done = put(folder, NEW, in_one_step=way)
    assert standing(folder) == NEW
    assert remains(folder) == []
    assert done.written[-1] == RECORD
    assert done.removed == () and done.kept == ()


def test_the_second_generation_replaces_the_first_and_keeps_files_of_others(folder, way):
    put(folder, OLD)
    lay(folder, FOREIGN)
    done = put(folder, NEW, in_one_step=way)
    assert standing(folder) == NEW | FOREIGN
    assert remains(folder) == []
    assert done.removed == ("tra-lai/D001.xlsx",)
    assert done.in_one_step == (way and LINUX)


def test_the_same_generation_again_changes_nothing(folder, way):
    put(folder, OLD)
    done = put(folder, OLD, in_one_step=way)
    assert standing(folder) == OLD
    assert done.removed == () and done.kept == ()


def test_links_empty_folders_and_rights_of_others_stay(folder, way):
    put(folder, OLD)
    lay(folder, {"rieng/tep.txt": b"x"})
    (folder / "trong").mkdir()
    (folder / "lien-ket").symlink_to("rieng")
    (folder / "dut").symlink_to("khong-co")
    (folder / "rieng").chmod(0o750)
    put(folder, NEW, in_one_step=way)
    assert (folder / "trong").is_dir()
    assert (folder / "lien-ket").readlink() == Path("rieng")
    assert (folder / "dut").readlink() == Path("khong-co")
    assert (folder / "rieng").stat().st_mode & 0o777 == 0o750
    assert (folder / "rieng/tep.txt").read_bytes() == b"x"


def test_a_folder_that_only_held_stale_outputs_goes(folder, way):
    put(folder, OLD)
    put(folder, generation("new", "tong-hop.xlsx"), in_one_step=way)
    assert not (folder / "tra-lai").exists()


def test_an_edited_output_that_is_no_longer_written_stays_and_is_named(folder, way):
    put(folder, OLD)
    lay(folder, {"tra-lai/D001.xlsx": b"edited"})
    done = put(folder, NEW, in_one_step=way)
    assert standing(folder) == NEW | {"tra-lai/D001.xlsx": b"edited"}
    assert done.kept == (("tra-lai/D001.xlsx", "tra-lai/D001.xlsx"),)


def test_an_edited_output_that_is_written_again_stands_beside_the_new_one(folder, way):
    put(folder, OLD)
    lay(folder, {"tong-hop.xlsx": b"edited", "tong-hop-da-sua.xlsx": b"edited before"})
    done = put(folder, NEW, in_one_step=way)
    assert standing(folder) == NEW | {
        "tong-hop-da-sua.xlsx": b"edited before",
        "tong-hop-da-sua-2.xlsx": b"edited",
    }
    assert done.kept == (("tong-hop.xlsx", "tong-hop-da-sua-2.xlsx"),)


def test_a_file_whose_content_lives_on_is_replaced_although_it_was_edited(folder, way):
    put(folder, OLD)
    lay(folder, {"quyet-dinh.xlsx": b"answers"})
    done = put(folder, NEW, {"quyet-dinh.xlsx": sha256_of(b"answers")}, in_one_step=way)
    assert standing(folder) == NEW
    assert done.kept == ()


def test_answers_saved_after_they_were_read_are_kept(folder, way):
    put(folder, OLD)
    lay(folder, {"quyet-dinh.xlsx": b"later answers"})
    put(folder, NEW, {"quyet-dinh.xlsx": sha256_of(b"answers")}, in_one_step=way)
    assert standing(folder)["quyet-dinh-da-sua.xlsx"] == b"later answers"


def test_a_file_known_by_name_alone_is_replaced_and_goes(folder, way):
    put(folder, generation("old", "tong-hop.xlsx", volatile=("thay-doi.xlsx",)))
    lay(folder, {"thay-doi.xlsx": b"whatever"})
    new = generation("new", "tong-hop.xlsx", volatile=("thay-doi.xlsx",))
    put(folder, new, in_one_step=way)
    assert standing(folder) == new
    put(folder, NEW, in_one_step=way)
    assert standing(folder) == NEW


def test_a_folder_without_a_record_is_not_ours(folder, way):
    lay(folder, {"tong-hop.xlsx": b"theirs", "so-lieu": b"a file where a folder must stand"})
    put(folder, NEW, in_one_step=way)
    assert standing(folder) == NEW | {
        "tong-hop-da-sua.xlsx": b"theirs",
        "so-lieu-da-sua": b"a file where a folder must stand",
    }


def test_a_foreign_record_owns_nothing(folder, way):
    lay(folder, {RECORD: b'{"outputs": 7}', "tong-hop.xlsx": b"theirs"})
    put(folder, NEW, in_one_step=way)
    assert standing(folder)["tong-hop-da-sua.xlsx"] == b"theirs"
    assert standing(folder)["ket-qua-da-sua.json"] == b'{"outputs": 7}'


def test_a_record_cannot_make_us_remove_what_lies_outside(folder, tmp_path, way):
    put(folder, OLD)
    outside = tmp_path / "ngoai.txt"
    outside.write_bytes(b"x")
    record = f'{{"outputs": [{{"file": "../../ngoai.txt", "sha256": "{sha256_of(b"x")}"}}]}}'
    lay(folder, {RECORD: record.encode()})
    put(folder, NEW, in_one_step=way)
    assert outside.exists()


def test_files_are_copied_from_a_path_and_believed_by_their_hash(folder, tmp_path):
    source = tmp_path / "Ba Đình #1.xlsx"
    source.write_bytes(b"as received")
    files = generation("new", "nguon/D001.xlsx")
    with pytest.raises(SourceChanged):
        publish(folder, files | {"nguon/D001.xlsx": source})
    with pytest.raises(SourceChanged):
        publish(folder, files | {"nguon/D001.xlsx": tmp_path / "gone.xlsx"})
    assert not folder.exists() and remains(folder) == []
    source.write_bytes(files["nguon/D001.xlsx"])
    publish(folder, files | {"nguon/D001.xlsx": source})
    assert standing(folder) == files


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "", "C:/x", "a\\b", "a:b"])
def test_a_name_that_leaves_the_folder_is_our_fault(folder, name):
    with pytest.raises(ValueError, match="portable"):
        publish(folder, NEW | {name: b""})
    assert not folder.exists()


def test_a_generation_without_its_record_is_our_fault(folder):
    with pytest.raises(ValueError, match="record"):
        publish(folder, {"tong-hop.xlsx": b""})


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_new_folder_is_its_owners_alone_and_an_old_one_keeps_its_rights(folder, way):
    put(folder, OLD)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    put(folder, NEW, in_one_step=way)
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_folder_that_is_the_current_one_is_not_exchanged(folder, monkeypatch):
    put(folder, OLD)
    monkeypatch.chdir(folder)
    done = publish(Path(), NEW)
    assert standing(folder) == NEW
    assert standing(Path()) == NEW  # the shell that stands in the folder sees it too
    assert not done.in_one_step


def test_a_link_to_the_folder_stays_a_link(folder, tmp_path, way):
    put(folder, OLD)
    link = tmp_path / "loi-tat"
    link.symlink_to(folder)
    put(link, NEW, in_one_step=way)
    assert link.is_symlink() and standing(folder) == NEW


# --- refusals --------------------------------------------------------------------------------


def test_a_file_in_the_place_of_the_folder(folder):
    folder.parent.mkdir()
    folder.write_bytes(b"a file")
    with pytest.raises(NotWritable, match="có một tệp"):
        publish(folder, NEW)
    with pytest.raises(NotWritable):
        publish(folder / "deeper", NEW)
    assert folder.read_bytes() == b"a file"


def test_a_folder_in_the_place_of_a_file(folder, way):
    (folder / "tong-hop.xlsx").mkdir(parents=True)
    with pytest.raises(NotWritable, match=r"tong-hop\.xlsx"):
        put(folder, NEW, in_one_step=way)
    assert standing(folder) == {} and remains(folder) == []


def test_two_runs_at_once(folder):
    put(folder, OLD)
    code = (
        "import sys, pathlib; from consolidate.publish import claim\n"
        "with claim(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy, match=f"tiến trình số {other.pid}"):
            publish(folder, NEW)
        assert standing(folder) == OLD
        other.kill()
        other.wait()
    publish(folder, NEW)  # the lock of a killed run is free
    assert standing(folder) == NEW and remains(folder) == []


def test_an_output_that_is_open_elsewhere_is_found_with_the_name_of_its_user(tmp_path):
    path = tmp_path / "tong-hop.xlsx"
    path.write_bytes(b"")
    owner = "Nguyễn Thị Mẫu"

    def held(_: Path) -> None:
        raise PermissionError(13, "sharing violation")

    with pytest.raises(FileInUse, match="hoặc chỉ cho đọc"):
        refuse_open_files(tmp_path, [path.name], held)
    (tmp_path / ".~lock.tong-hop.xlsx#").write_text(f"{owner},mau,may-1,24.11.2026;")
    with pytest.raises(FileInUse, match=f"máy của: {owner}"):
        refuse_open_files(tmp_path, [path.name], held)
    refuse_open_files(tmp_path, [path.name])  # a lock file left behind by a crash hinders nobody


def test_the_owner_file_of_excel_gives_its_name(tmp_path):
    wide = "Nguyễn Thị Mẫu".encode("utf-16-le")
    head = bytes([5]) + b"N. T.".ljust(54)
    owner = tmp_path / "~$a.xlsx"
    owner.write_bytes(head + (len(wide) // 2).to_bytes(2, "little") + wide.ljust(108, b"\0"))
    assert opened_by(tmp_path / "a.xlsx") == "Nguyễn Thị Mẫu"
    owner.write_bytes(head)
    assert opened_by(tmp_path / "a.xlsx") == "N. T."
    owner.write_bytes(b"")
    assert opened_by(tmp_path / "a.xlsx") == ""


@pytest.fixture
def powerless():
    """A generation of a user who is not the super-user, for that one is let in anywhere."""
    if os.name == "nt":
        pytest.skip("rights of POSIX")
    base = Path(tempfile.mkdtemp())
    put(base / "ket-qua", OLD)
    nobody = 65534 if os.geteuid() == 0 else os.geteuid()
    for path in (base, *base.rglob("*")):
        os.chown(path, nobody, -1)
    before = os.geteuid()
    os.seteuid(nobody)
    try:
        yield base / "ket-qua"
    finally:
        os.seteuid(before)
        for path in (base, base / "ket-qua"):
            path.chmod(0o700)
        shutil.rmtree(base)


def test_a_read_only_parent_makes_it_build_inside(powerless):
    powerless.parent.chmod(0o500)
    done = publish(powerless, NEW)
    assert not done.in_one_step
    assert standing(powerless) == NEW
    assert remains(powerless) == []


def test_a_read_only_folder_is_told_before_any_work(powerless):
    powerless.chmod(0o500)
    with pytest.raises(NotWritable, match="Không được phép ghi"), claim(powerless):
        pytest.fail("the work would begin")
    powerless.chmod(0o700)
    assert standing(powerless) == OLD
    assert remains(powerless) == []


def test_a_place_where_nothing_may_be_made_is_told_before_any_work(powerless):
    powerless.parent.chmod(0o500)
    elsewhere = powerless.parent / "khac"
    with pytest.raises(NotWritable, match="Không được phép ghi"), claim(elsewhere):
        pytest.fail("the work would begin")


def test_what_a_run_left_inside_is_not_an_output(folder):
    put(folder, OLD)
    lay(folder, {".dang-ghi/moi/rac.txt": b"waste"})
    done = publish(folder, NEW)
    assert standing(folder) == NEW and not done.in_one_step


def test_faults_have_one_sentence_without_english():
    for fault in (28, 27, 13, 30, 20, 36, 5):
        from consolidate.publish.errors import sentence_of

        said = str(sentence_of(OSError(fault, os.strerror(fault)), Path("x")))
        assert isinstance(sentence_of(OSError(fault, ""), Path("x")), PublishError)
        assert os.strerror(fault) not in said and said.endswith(".")


def test_a_run_that_only_looks_leaves_nothing(folder):
    with claim(folder) as place:
        assert place.outputs == {}
    assert remains(folder) == [] and not folder.exists()


@pytest.mark.thorough
def test_a_folder_of_a_country_is_published_in_seconds(folder):
    files = generation("new", *(f"nguon/C{number:05}.xlsx" for number in range(3321)))
    put(folder, files)
    began = time.perf_counter()
    put(folder, files)
    assert time.perf_counter() - began < 60
