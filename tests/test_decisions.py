"""Questions are asked, answers typed into the workbook are kept and followed in the next run."""

from datetime import date

import openpyxl
import pytest

from consolidate.consolidation import Asked, run
from consolidate.decisions.answers import nothing_known, read_decisions, value_of
from consolidate.decisions.book import write_decisions
from consolidate.decisions.layout import (
    ASIDE,
    FINAL,
    FINAL_QUESTION,
    OBSOLETE,
    QUESTIONS,
    SETTINGS,
    WAIVERS,
)  # fmt: skip
from consolidate.decisions.notes import unused
from consolidate.intake import find
from tests.office import (
    Return,
    cooperative,
    figures,
    group,
    manager,
    officer,
    plan,
    said,
    states,
    support,
)  # fmt: skip
from tests.test_counting import one_cooperative


class Desk:
    """An officer at work: a folder of returns, and the book of decisions between runs."""

    def __init__(self, folder):
        self.returns, self.book = folder / "in", folder / "quyet-dinh.xlsx"
        self.returns.mkdir()

    def known(self):
        if not self.book.exists():
            return nothing_known()
        return read_decisions(self.book.read_bytes(), plan())

    def run(self):
        known = self.known()
        period = plan().period("2025-H1")
        asked = Asked(plan(), period, known=known)
        outcome = run(asked, find([self.returns]), lambda _: None)
        self.book.write_bytes(write_decisions(outcome, known))
        return outcome

    def answer(self, kind, text, reason="đã hỏi đơn vị"):
        book = openpyxl.load_workbook(self.book)
        sheet = book[QUESTIONS]
        rows = [
            r
            for r in range(5, sheet.max_row + 1)
            if str(sheet.cell(r, 1).value or "").startswith(kind)
        ]
        sheet.cell(rows[0], 6).value, sheet.cell(rows[0], 7).value = text, reason
        book.save(self.book)

    def type(self, title, cells):
        book = openpyxl.load_workbook(self.book)
        for address, value in cells.items():
            book[title][address] = value
        book.save(self.book)

    def texts(self, title, column):
        sheet = openpyxl.load_workbook(self.book)[title]
        return [sheet.cell(r, column).value for r in range(5, sheet.max_row + 1)]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_conflict_is_asked_answered_and_stays_answered(desk):
    Return(tables=one_cooperative(), name="a.xlsx").write(desk.returns)
    Return(tables=one_cooperative(women_stable_jobs=9), name="b.xlsx").write(desk.returns)
    outcome = desk.run()
    assert [q.kind for q in outcome.questions] == ["which_file"]
    assert [o.title for o in outcome.questions[0].options] == ["a.xlsx", "b.xlsx"]
    desk.answer("tep:", "b.xlsx")
    for _ in range(2):
        outcome = desk.run()
        assert states(outcome) == {"a.xlsx": "superseded", "b.xlsx": "accepted"}
        assert [r.reason for r in outcome.returns] == ["QDI-04", ""]
        assert said(outcome) == []
        assert desk.texts(QUESTIONS, 6) == ["b.xlsx"]
        assert desk.texts(QUESTIONS, 7) == ["đã hỏi đơn vị"]


def test_a_further_file_of_the_same_number_is_asked_about_again(desk):
    Return(tables=one_cooperative(), name="a.xlsx").write(desk.returns)
    Return(tables=one_cooperative(women_stable_jobs=9), name="b.xlsx").write(desk.returns)
    desk.run()
    desk.answer("tep:", "b.xlsx")
    third = Return(tables=one_cooperative(women_stable_jobs=8), name="c.xlsx").write(desk.returns)
    outcome = desk.run()
    assert set(states(outcome).values()) == {"conflict"}
    assert desk.texts(QUESTIONS, 6) == [None]
    assert desk.texts(OBSOLETE, 3) == ["b.xlsx"]
    third.unlink()
    assert states(desk.run()) == {"a.xlsx": "superseded", "b.xlsx": "accepted"}


def test_names_that_differ_in_signs_alone_are_told_apart(desk):
    Return(tables=one_cooperative(), name="BC (1).xlsx").write(desk.returns)
    Return(tables=one_cooperative(women_stable_jobs=9), name="BC 1.xlsx").write(desk.returns)
    desk.run()
    desk.answer("tep:", "BC 1.xlsx")
    assert states(desk.run()) == {"BC (1).xlsx": "superseded", "BC 1.xlsx": "accepted"}


def test_what_two_files_say_differently_stands_side_by_side(desk):
    tables = one_cooperative() | {"support_actions": [support()]}
    people = [manager(), manager(name="Phạm Thị Thí Dụ")]
    Return(tables=tables, name="a.xlsx").write(desk.returns)
    later = one_cooperative(women_stable_jobs=9) | {"women_managers": people}
    Return(tables=later, name="b.xlsx").write(desk.returns)
    desk.run()
    jobs = "Số thành viên, lao động nữ có việc làm ổn định (tại ngày chốt số liệu)"
    ours, theirs = desk.texts(QUESTIONS, 3)[0], desk.texts(QUESTIONS, 4)[0]
    assert (ours.split("\n")[0], theirs.split("\n")[0]) == ("a.xlsx", "b.xlsx")
    assert f"HTX, dòng 7, {jobs}: 12" in ours
    assert f"HTX, dòng 7, {jobs}: 9" in theirs
    assert "Nữ quản lý, dòng 8: không có" in ours
    assert "Thí Dụ" not in theirs
    assert "Hỗ trợ, dòng 7: có (HTX Mẫu số 0)" in ours


def test_a_wrong_answer_is_said_and_left_in_place(desk):
    Return(tables=one_cooperative(), name="a.xlsx").write(desk.returns)
    Return(tables=one_cooperative(women_stable_jobs=9), name="b.xlsx").write(desk.returns)
    desk.run()
    desk.answer("tep:", "tệp mới nhất")
    outcome = desk.run()
    assert set(states(outcome).values()) == {"conflict"}
    assert desk.texts(QUESTIONS, 6) == ["tệp mới nhất"]
    assert "tệp mới nhất" in desk.texts(QUESTIONS, 9)[0]


def test_an_answer_that_no_longer_applies_is_listed_and_comes_back(desk):
    Return(tables=one_cooperative(), name="a.xlsx").write(desk.returns)
    path = Return(tables=one_cooperative(women_stable_jobs=9), name="b.xlsx").write(desk.returns)
    desk.run()
    desk.answer("tep:", "b.xlsx")
    data = path.read_bytes()
    path.unlink()
    desk.run()
    assert desk.texts(OBSOLETE, 3) == ["b.xlsx"]
    path.write_bytes(data)
    assert states(desk.run()) == {"a.xlsx": "superseded", "b.xlsx": "accepted"}


def test_a_file_without_a_unit_is_placed_by_the_officer(desk):
    nameless = Return(
        form={"unit_code": None, "unit_name": "Hội LHPN"}, tables=one_cooperative(), name="BC.xlsx"
    )
    nameless.write(desk.returns)
    outcome = desk.run()
    assert states(outcome) == {"BC.xlsx": "needs_correction"}
    assert outcome.reported == 0
    desk.answer("don-vi:", "D001 – Hội LHPN quận Ba Đình")
    outcome = desk.run()
    assert outcome.reported == 1
    assert next(r.unit for r in outcome.returns) == "D001"
    assert "QDI-02" in [i.code for i in outcome.issues]


def test_a_file_can_be_set_aside(desk):
    Return(form={"unit_code": None, "unit_name": "Hội LHPN"}, name="BC.xlsx").write(desk.returns)
    desk.run()
    desk.answer("don-vi:", "Không tính tệp này")
    assert states(desk.run()) == {"BC.xlsx": "superseded"}


# --- files that the officer sets aside by name ----------------------------------------------


def test_any_file_can_be_set_aside_by_its_name(desk):
    Return(tables=one_cooperative(), name="a.xlsx").write(desk.returns)
    Return(unit="D002", name="b.xlsx").write(desk.returns)
    assert figures(desk.run())["T2A"] + desk.run().reported == 2
    desk.type(ASIDE, {"A5": "a.xlsx", "B5": "gửi nhầm bản nháp"})
    for _ in range(2):
        outcome = desk.run()
        assert states(outcome) == {"a.xlsx": "superseded", "b.xlsx": "accepted"}
        assert [i.code for i in outcome.issues if i.place.file == "a.xlsx"] == ["QDI-03"]
        assert [r.reason for r in outcome.returns] == ["QDI-03", ""]
        assert outcome.reported == 1
        assert outcome.questions == ()
        assert desk.texts(ASIDE, 1)[0] == "a.xlsx"
        assert desk.texts(ASIDE, 4)[0] == "Đang có hiệu lực."
    desk.type(ASIDE, {"A5": None, "B5": None})
    assert states(desk.run()) == {"a.xlsx": "accepted", "b.xlsx": "accepted"}


@pytest.mark.parametrize(
    "typed", ["d1\\Báo cáo.xlsx", "d1/báo cáo.XLSX", "D1/Báo cáo", "Ba\u0301o ca\u0301o"]
)
def test_a_name_is_known_as_people_write_it(desk, typed):
    (desk.returns / "d1").mkdir()
    Return(name="d1/Báo cáo.xlsx").write(desk.returns)
    desk.run()
    desk.type(ASIDE, {"A5": typed})
    assert states(desk.run()) == {"d1/Báo cáo.xlsx": "superseded"}
    assert "lý do" in desk.texts(ASIDE, 4)[0]


@pytest.mark.parametrize(("typed", "told"), [("c.xlsx", "không có tệp"), ("a.xlsx", "2 tệp")])
def test_a_name_of_no_file_or_of_two_is_told_with_its_cell(desk, typed, told):
    for folder in ("d1", "d2"):
        (desk.returns / folder).mkdir()
    Return(name="d1/a.xlsx").write(desk.returns)
    Return(unit="D002", name="d2/a.xlsx").write(desk.returns)
    desk.run()
    desk.type(ASIDE, {"A5": typed, "B5": "gửi nhầm"})
    outcome = desk.run()
    assert set(states(outcome).values()) == {"accepted"}
    assert desk.texts(ASIDE, 1)[0] == typed
    assert "A5" in desk.texts(ASIDE, 4)[0]
    assert told in desk.texts(ASIDE, 4)[0]


def test_a_copy_of_what_is_set_aside_does_not_count_in_its_place(desk):
    path = Return(tables=one_cooperative(), name="b.xlsx").write(desk.returns)
    (desk.returns / "a.xlsx").write_bytes(path.read_bytes())
    desk.run()
    desk.type(ASIDE, {"A5": "b.xlsx", "B5": "gửi nhầm"})
    assert states(desk.run()) == {"a.xlsx": "duplicate", "b.xlsx": "superseded"}


def test_entries_that_do_nothing_are_counted(desk):
    Return(tables=one_cooperative(), name="a.xlsx").write(desk.returns)
    outcome = desk.run()
    assert unused(outcome, desk.known()) == 0
    desk.type(ASIDE, {"A5": "a.xlsx", "A6": "b.xlsx"})
    desk.type(WAIVERS, {"A5": "HTX-11"})
    desk.type(SETTINGS, {"E7": "nhiều"})
    desk.type(FINAL, {"B5": "Có"})
    outcome = desk.run()
    assert unused(outcome, desk.known()) == 4, "all but the first file"


def shared(desk):
    Return(unit="D001", tables=one_cooperative() | {"support_actions": [support()]}).write(
        desk.returns
    )
    other = cooperative(commune_code="00037", women_stable_jobs=10)
    tables = {"cooperatives": [other], "women_managers": [manager(name="Phạm Thị Thí Dụ")]}
    Return(unit="D002", tables=tables).write(desk.returns)


def test_another_units_row_may_stand(desk):
    shared(desk)
    assert figures(desk.run())["T3A"] == 12
    desk.answer("trung:", "Tính theo Hội LHPN quận Hoàn Kiếm")
    outcome = desk.run()
    assert figures(outcome)["T3A"] == 10
    assert outcome.by_unit["T2A"].to_dict()["D002"] == 1
    assert said(outcome) == []


def test_what_agrees_may_be_two_things(desk):
    shared(desk)
    desk.run()
    desk.answer("trung:", "Là các tổ chức khác nhau, tính riêng")
    outcome = desk.run()
    assert figures(outcome)["T2A"] == 1
    assert outcome.elsewhere["T2A"].sum() == 0
    assert said(outcome) == []


def alike(desk):
    one = {"cooperatives": [cooperative()], "women_managers": [manager()]}
    Return(unit="D001", tables=one | {"support_actions": [support()]}).write(desk.returns)
    other = cooperative(1, org_name="HTX mẫu số 0", commune_code="00037")
    two = {"cooperatives": [other], "women_managers": [manager(name="Phạm Thị Thí Dụ")]}
    Return(unit="D002", tables=two | {"support_actions": [support()]}).write(desk.returns)


def test_what_is_only_alike_is_asked_and_never_merged(desk):
    alike(desk)
    outcome = desk.run()
    assert figures(outcome)["T2A"] == 2
    assert ("cooperatives", 7, "XU-02") in said(outcome)
    assert [q.kind for q in outcome.questions] == ["same_thing"]


def test_what_is_alike_is_merged_when_the_officer_says_so(desk):
    alike(desk)
    desk.run()
    desk.answer("trung:", "Là một, chỉ tính một lần")
    outcome = desk.run()
    assert figures(outcome)["T2A"] == 1
    # now that it is one cooperative, the same support on one day is told by both
    assert said(outcome) == [("support_actions", "B7", "SUP-08")]


def test_two_answers_about_one_thing_hold_together(desk):
    shared(desk)
    third = cooperative(1, org_name="HTX mẫu số 0", commune_code="00091", women_stable_jobs=9)
    tables = {"cooperatives": [third], "women_managers": [manager(name="Bùi Thị Giả Định")]}
    Return(unit="D003", tables=tables).write(desk.returns)
    assert [q.kind for q in desk.run().questions] == ["which_row", "same_thing"]
    desk.answer("trung:cooperatives:D001=mâu4 sô1 0|D002", "Tính theo Hội LHPN quận Hoàn Kiếm")
    desk.answer("trung:cooperatives:D001=mâu4 sô1 0|D003", "Là một, chỉ tính một lần")
    outcome = desk.run()
    assert figures(outcome)["T3A"] == 10
    assert desk.texts(OBSOLETE, 3) == [None]
    assert said(outcome) == []


def test_groups_of_one_name_and_one_leader_in_two_units_are_asked_about(desk):
    for unit, commune in (("D001", "00004"), ("D002", "00037")):
        row = group(commune_code=commune, leader_name="Vũ Thị Thử")
        Return(unit=unit, tables={"cooperative_groups": [row]}).write(desk.returns)
    assert [c for _, _, c in said(desk.run())] == ["XU-03"]


def test_a_waived_row_counts_with_the_reason_beside_it(desk):
    tables = one_cooperative(women_stable_jobs=30) | {"support_actions": [support()]}
    Return(tables=tables).write(desk.returns)
    assert figures(desk.run())["T3A"] == 0
    desk.type(WAIVERS, {"A5": "HTX-11", "B5": "D001", "C5": "HTX", "D5": "S7"})
    assert figures(desk.run())["T3A"] == 0
    assert "lý do" in desk.texts(WAIVERS, 7)[0]
    desk.type(WAIVERS, {"E5": "có thêm lao động thời vụ"})
    outcome = desk.run()
    assert figures(outcome)["T3A"] == 30
    assert states(outcome) == {"D001 lan 1.xlsx": "accepted"}
    waived = next(i for i in outcome.issues if i.code == "HTX-11")
    assert (waived.severity, dict(waived.facts)["waived"]) == ("info", "có thêm lao động thời vụ")
    assert desk.texts(WAIVERS, 7)[0] == "Đang có hiệu lực."


def test_a_waiver_is_known_as_people_write_it(desk):
    Return(tables=one_cooperative(women_stable_jobs=30)).write(desk.returns)
    typed = {"A5": "htx-11", "B5": "d001", "C5": "htx", "D5": "s7", "E5": "đã kiểm tra"}
    desk.run()
    desk.type(WAIVERS, typed)
    assert states(desk.run()) == {"D001 lan 1.xlsx": "accepted"}
    assert desk.texts(WAIVERS, 7)[0] == "Đang có hiệu lực."


def test_what_is_wrong_with_a_whole_sheet_can_be_accepted(desk):
    officers = [officer(officer_level="commune", commune_code="00001")]
    Return(tables=one_cooperative() | {"union_officers": officers}).write(desk.returns)
    assert ("union_officers", 0, "OFF-04") in said(desk.run())
    desk.type(WAIVERS, {"A5": "OFF-04", "B5": "D001", "C5": "Cán bộ Hội", "E5": "mới điều chuyển"})
    assert said(desk.run()) == []
    assert desk.texts(WAIVERS, 7)[0] == "Đang có hiệu lực."


def test_an_accepted_error_hides_no_other_error_of_its_cell(desk):
    """THT-04: more jobs than people. THT-05: jobs of a group that has become a cooperative."""
    faulty = group(status="converted", women_stable_jobs=30)
    Return(tables={"cooperative_groups": [faulty]}).write(desk.returns)
    cell = next(i.place.cell for i in desk.run().issues if i.code == "THT-04")
    desk.type(WAIVERS, {"A5": "THT-04", "B5": "D001", "C5": "THT", "D5": cell, "E5": "làm thời vụ"})
    outcome = desk.run()
    assert [(s, c) for _, s, c in said(outcome) if c.startswith("THT")] == [(cell, "THT-05")]
    assert "THT-04" in [c for _, _, c in said(outcome, at_least="info")]
    assert list(outcome.tables["cooperative_groups"]["state"]) == ["set_aside"]


@pytest.mark.parametrize(
    ("code", "sheet", "cell", "told"),
    [
        ("HTX-22", "HTX", "C7", "cảnh báo"),
        ("GEN-03", "HTX", "S7", "đơn vị phải nhập lại"),
        ("HTX-01", "HTX", "C7", "không có lỗi như vậy"),
    ],
)
def test_a_waiver_that_does_nothing_says_why(desk, code, sheet, cell, told):
    tables = one_cooperative(tax_code=None, women_stable_jobs="-3")
    Return(tables=tables).write(desk.returns)
    desk.run()
    desk.type(WAIVERS, {"A5": code, "B5": "D001", "C5": sheet, "D5": cell, "E5": "đã hỏi"})
    desk.run()
    assert told in desk.texts(WAIVERS, 7)[0]


def test_settings_change_what_counts_and_a_wrong_one_is_said(desk):
    tables = one_cooperative() | {"support_actions": [support()]}
    Return(tables=tables).write(desk.returns)
    assert figures(desk.run())["T3A"] == 12
    keys = desk.texts(SETTINGS, 1)
    row = keys.index("D-3") + 5
    desk.type(SETTINGS, {f"E{row}": "Số tăng thêm từ đầu năm do Hội hỗ trợ"})
    assert figures(desk.run())["T3A"] == 2
    desk.type(SETTINGS, {f"E{row}": "số khác"})
    assert figures(desk.run())["T3A"] == 12
    assert "số khác" in desk.texts(SETTINGS, 6)[row - 5]
    assert desk.texts(SETTINGS, 5)[row - 5] == "số khác"


def test_the_final_edition_needs_a_reason_while_units_are_missing(desk):
    Return().write(desk.returns)
    desk.run()
    desk.type(FINAL, {"B5": "Có"})
    assert desk.run().final is False
    assert "lý do" in desk.texts(FINAL, 4)[0]
    desk.type(FINAL, {"C5": "Hai đơn vị đã giải thể"})
    assert desk.run().final is True
    assert desk.texts(FINAL, 1) == [FINAL_QUESTION]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("new_by", "Chỉ cấp Thành phố", "city"),
        ("new_by", "thành phố", None),
        ("many_women", "có", True),
        ("in_scope_women", "2", 2),
        ("in_scope_women", "hai", None),
        ("cutoff_date", "31/05/2025", date(2025, 5, 31)),
        ("cutoff_date", "2025-05-31", date(2025, 5, 31)),
        ("cutoff_date", "31/02/2025", None),
        ("cutoff_date", "31/05/2052", None),
        ("pace", "40%", 0.4),
        ("pace", "0,4", 0.4),
        ("pace", "nhiều", None),
    ],
)
def test_settings_as_the_officer_types_them(field, text, value):
    setting = next(s for s in plan().settings if s.field == field)
    assert value_of(setting, text, plan()) == value
