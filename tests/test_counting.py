"""What counts, once, and at which unit (design section 10; brief 2.2 and 2.4)."""

from datetime import date

from tests.office import (
    CODES,
    Return,
    consolidated,
    cooperative,
    figures,
    group,
    manager,
    officer,
    said,
    states,
    support,
)  # fmt: skip


def returned(**tables):
    return Return(tables=tables)


def one_cooperative(**changes):
    return {
        "cooperatives": [cooperative(**changes)],
        "women_managers": [manager()],
    }


def test_a_clean_return_gives_no_finding(tmp_path):
    outcome = consolidated(
        tmp_path / "in", returned(**one_cooperative(), support_actions=[support()])
    )
    assert said(outcome) == []
    assert states(outcome) == {"D001 lan 1.xlsx": "accepted"}
    assert figures(outcome) == {
        "T1": 0, "T2A": 1, "T2B": 0, "T3A": 12, "T3B": 0, "T4": 1, "T4M": 0, "T5": 1,
    }  # fmt: skip


def test_ten_supports_of_one_cooperative_strengthen_it_once(tmp_path):
    days = [date(2025, 4, d) for d in range(1, 11)]
    outcome = consolidated(
        tmp_path / "in",
        returned(**one_cooperative(), support_actions=[support(support_date=d) for d in days]),
    )
    assert figures(outcome)["T2A"] == 1
    assert figures(outcome)["T3A"] == 12


def test_a_review_alone_strengthens_nothing(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        returned(**one_cooperative(), support_actions=[support(support_type="survey")]),
    )
    assert figures(outcome)["T2A"] == 0


def test_a_new_cooperative_counts_as_new_and_not_as_strengthened(tmp_path):
    new = one_cooperative(status="new", registration_date=date(2025, 2, 3), women_new_jobs_ytd=12)
    outcome = consolidated(tmp_path / "in", returned(**new, support_actions=[support()]))
    assert figures(outcome)["T1"] == 1
    assert figures(outcome)["T2A"] == 0
    assert figures(outcome)["T3A"] == 12


def test_a_chair_who_is_also_director_is_one_person(tmp_path):
    managers = [manager(), manager(position="chair_board")]
    outcome = consolidated(
        tmp_path / "in", returned(cooperatives=[cooperative()], women_managers=managers)
    )
    t4 = next(m for m in outcome.targets if m.target.code == "T4")
    assert (t4.numerator, t4.denominator) == (1, 1)


def test_an_accountant_is_no_manager_but_an_accountant_who_is_director_is(tmp_path):
    managers = [manager(position="accountant", trained_ytd=False, training_level=None), manager()]
    outcome = consolidated(
        tmp_path / "in", returned(cooperatives=[cooperative()], women_managers=managers)
    )
    t4 = next(m for m in outcome.targets if m.target.code == "T4")
    assert (t4.numerator, t4.denominator) == (1, 1)


def test_two_files_of_a_unit_are_never_added(tmp_path):
    first = Return(tables=one_cooperative() | {"support_actions": [support()]})
    second = Return(
        submission=2,
        tables=one_cooperative(women_stable_jobs=9) | {"support_actions": [support()]},
    )
    outcome = consolidated(tmp_path / "in", first, second)
    assert figures(outcome)["T3A"] == 9
    assert states(outcome) == {"D001 lan 1.xlsx": "superseded", "D001 lan 2.xlsx": "accepted"}


def test_the_same_number_with_other_content_counts_neither(tmp_path):
    first = Return(tables=one_cooperative(), name="a.xlsx")
    second = Return(tables=one_cooperative(women_stable_jobs=9), name="b.xlsx")
    outcome = consolidated(tmp_path / "in", first, second)
    assert states(outcome) == {"a.xlsx": "conflict", "b.xlsx": "conflict"}
    assert outcome.reported == 0
    assert next(u.state for u in outcome.units if u.unit.code == "D001") == "needs_correction"
    assert [i.code for i in outcome.issues if i.severity == "error"] == ["FIL-03", "FIL-03"]


def test_the_same_bytes_twice_are_one_submission(tmp_path):
    once = Return(tables=one_cooperative(), name="a.xlsx")
    again = Return(tables=one_cooperative(), name="b.xlsx")
    outcome = consolidated(tmp_path / "in", once, again)
    assert states(outcome) == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert [i.code for i in outcome.issues if i.place.file == "b.xlsx"] == ["FIL-04"]


def test_another_period_never_counts_and_never_conflicts(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        Return(tables=one_cooperative(), name="a.xlsx"),
        Return(period="2025-Y", tables=one_cooperative(), name="b.xlsx"),
    )
    assert states(outcome) == {"a.xlsx": "accepted", "b.xlsx": "other_period"}
    assert [i.code for i in outcome.issues if i.severity == "error"] == ["FIL-16"]
    assert figures(outcome)["T4"] == 1


def test_the_period_is_the_one_that_most_returns_carry(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        Return(unit="D001", name="a.xlsx"),
        Return(unit="D002", name="b.xlsx", tables={}),
        Return(unit="D003", period="2025-Y", name="c.xlsx"),
        period=None,
    )
    assert outcome.period.code == "2025-H1"


def test_a_nil_return_is_zero_and_not_missing(tmp_path):
    outcome = consolidated(tmp_path / "in", Return())
    unit = next(u for u in outcome.units if u.unit.code == "D001")
    assert unit.state == "valid"
    assert outcome.reported == 1
    assert outcome.by_unit.loc["D001", "T1"] == 0
    assert sum(u.state == "missing" for u in outcome.units) == 29


def test_a_cooperative_of_two_units_counts_at_the_first_and_is_said_at_the_second(tmp_path):
    other = cooperative(commune_code="00037", women_stable_jobs=10)
    outcome = consolidated(
        tmp_path / "in",
        Return(unit="D001", tables=one_cooperative()),
        Return(
            unit="D002",
            tables={
                "cooperatives": [other],
                "women_managers": [manager(name="Phạm Thị Thí Dụ")],
                "support_actions": [support()],
            },
        ),
    )
    assert figures(outcome)["T2A"] == 1
    assert figures(outcome)["T3A"] == 12
    assert outcome.by_unit["T2A"].to_dict()["D001"] == 1
    assert outcome.by_unit["T2A"].to_dict()["D002"] == 0
    assert outcome.elsewhere["T2A"].to_dict()["D002"] == 1
    assert ("cooperatives", 7, "XU-01") in said(outcome)
    t4 = next(m for m in outcome.targets if m.target.code == "T4")
    assert (t4.numerator, t4.denominator) == (2, 2)


def test_support_by_the_city_belongs_to_the_cooperative_of_the_district(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        Return(unit="CITY", tables=one_cooperative() | {"support_actions": [support()]}),
        Return(unit="D001", tables=one_cooperative()),
    )
    assert figures(outcome)["T2A"] == 1
    assert outcome.by_unit.loc["D001", "T2A"] == 1
    assert ("cooperatives", 7, "XU-04") in said(outcome, at_least="info")
    assert all(code != "XU-01" for _, _, code in said(outcome))


def test_who_is_in_two_lists_is_trained_where_one_of_them_says_so(tmp_path):
    """Her one row holds both parts of the ratio: no unit has more trained than it has."""
    untrained = {"trained_ytd": False, "training_level": None}
    outcome = consolidated(
        tmp_path / "in",
        returned(
            cooperatives=[cooperative()],
            women_managers=[manager(phone="0912345678", **untrained), manager(name="Lê Thị Ba")],
        ),
        Return(
            unit="D002",
            tables={
                "cooperatives": [cooperative(1, commune_code="00037")],
                "women_managers": [
                    manager("HTX Mẫu số 1", phone="0912345678"),
                    manager("HTX Mẫu số 1", name="Đỗ Thị Hai", position="deputy_director"),
                ],
            },
        ),
    )
    parts = ["T4", "T4_base"]
    assert outcome.by_unit.loc[["D001", "D002"], parts].values.tolist() == [[1, 1], [2, 2]]
    assert outcome.elsewhere.loc[["D001", "D002"], parts].values.tolist() == [[0, 1], [0, 0]]
    managers = outcome.tables["women_managers"]
    assert managers.loc[managers["T4"], "T4_base"].all()


def test_ratios_are_sum_over_sum(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        Return(unit="D001", tables={"union_officers": [officer()]}),
        Return(
            unit="D002",
            tables={
                "union_officers": [
                    officer(name=f"Cán bộ {n}", trained_ytd=False, training_level=None)
                    for n in ("Một", "Hai", "Ba")
                ]
            },
        ),
    )
    t5 = next(m for m in outcome.targets if m.target.code == "T5")
    assert (t5.numerator, t5.denominator) == (1, 4)
    assert t5.rate == 0.25


def test_rows_that_an_error_sets_aside_are_pending(tmp_path):
    wrong = cooperative(women_stable_jobs=30)
    outcome = consolidated(
        tmp_path / "in",
        returned(cooperatives=[wrong], women_managers=[manager()], support_actions=[support()]),
    )
    assert said(outcome) == [("cooperatives", "S7", "HTX-11")]
    assert states(outcome) == {"D001 lan 1.xlsx": "needs_correction"}
    figure = {m.target.code: (m.numerator, m.pending) for m in outcome.targets}
    assert figure["T2A"] == (0, 1)
    assert figure["T3A"] == (0, 30)
    assert figure["T4"] == (0, 1)
    sheet = next(s for r in outcome.returns for s in r.sheets if s.sheet == "cooperatives")
    assert (sheet.rows_seen, sheet.accepted, sheet.set_aside) == (1, 0, 1)


def test_a_row_that_is_set_aside_takes_nothing_from_a_good_row_of_the_same_thing(tmp_path):
    new = {"status": "new", "women_new_jobs_ytd": 12}
    faulty = cooperative(registration_date="khoảng tháng ba", **new)
    good = cooperative(registration_date=date(2025, 3, 12), **new)
    for folder, units in (("one", ("D001", "D001")), ("two", ("D001", "D002"))):
        rows = {unit: [] for unit in units}
        for unit, row in zip(units, (faulty, good), strict=True):
            rows[unit].append(row | ({"commune_code": "00037"} if unit == "D002" else {}))
        outcome = consolidated(
            tmp_path / folder,
            *(
                Return(unit=u, tables={"cooperatives": r, "women_managers": [manager()]})
                for u, r in rows.items()
            ),
        )
        figure = {m.target.code: (m.numerator, m.pending) for m in outcome.targets}
        assert figure["T1"] == (1, 0)
        assert figure["T3A"] == (12, 0)


def test_support_goes_to_what_has_the_legal_form_that_was_typed(tmp_path):
    outcome = consolidated(
        tmp_path / "in",
        returned(
            cooperatives=[cooperative(org_name="HTX Hòa Bình")],
            cooperative_groups=[group(org_name="Tổ hợp tác Hòa Bình")],
            women_managers=[manager("Hòa Bình")],
            support_actions=[support("THT Hoà Bình")],
        ),
    )
    assert {c: n for c, n in figures(outcome).items() if c in ("T2A", "T2B", "T4")} == {
        "T2A": 0, "T2B": 1, "T4": 1,
    }  # fmt: skip


def test_a_converted_group_counts_nowhere(tmp_path):
    groups = [group(), group(1, status="converted", women_stable_jobs=0)]
    outcome = consolidated(
        tmp_path / "in",
        returned(
            cooperative_groups=groups,
            support_actions=[support("Tổ hợp tác Mẫu số 0"), support("Tổ hợp tác Mẫu số 1")],
        ),
    )
    assert figures(outcome)["T2B"] == 1
    assert figures(outcome)["T3B"] == 5


def test_late_is_a_report_date_after_the_due_date(tmp_path):
    outcome = consolidated(tmp_path / "in", Return(form={"report_date": date(2025, 6, 21)}))
    assert next(u.late for u in outcome.units if u.unit.code == "D001") is True
    assert outcome.date == date(2025, 6, 21)


def test_every_row_says_why_it_does_not_count(tmp_path):
    rows = [cooperative(), cooperative(1, founding_support_level="none")]
    outcome = consolidated(
        tmp_path / "in",
        returned(
            cooperatives=rows,
            women_managers=[manager(), manager("HTX Mẫu số 1", "Đỗ Thị Thử")],
            support_actions=[support(), support("HTX Mẫu số 1")],
        ),
    )
    table = outcome.tables["cooperatives"]
    assert table["T2A"].tolist() == [True, False]
    assert table["is_strengthened_why"].tolist()[0] == ""
    assert "Hội hỗ trợ thành lập" in table["is_strengthened_why"].tolist()[1]
    assert table["tax_code"].tolist() == CODES[:2]
