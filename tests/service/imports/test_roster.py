"""The roster through import: new, changed, unchanged, left alone; units and branches over time; the hard cases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import AuditEntry, Branch, Cadre, District, Skill, UnitMembership
from service.operations.actor import Actor
from service.operations.imports.changes import Action
from tests.service.imports.conftest import Planner, differences, errors
from tests.support.factories import EPOCH, added, make_cadre, make_community, make_district, make_unit, make_zone

HEADS = ("工号", "姓名", "单位")
TODAY = date(2026, 11, 20)


@pytest.fixture
def units(session: Session, district: District) -> dict[str, int]:
    justice = make_unit(session, district, code="DW01", name="司法局")
    health = make_unit(session, district, code="DW02", name="卫健局")
    return {"DW01": justice.id, "DW02": health.id}


def cadre_named(session: Session, number: str) -> Cadre:
    return session.scalars(select(Cadre).where(Cadre.employee_number == number)).one()


def test_a_new_cadre_has_every_field(
    session: Session, district: District, units: dict[str, int], imported: Planner
) -> None:
    zone = make_zone(session, make_community(session, district), code="Z1", name="第1网格")
    added(session, Skill(district_id=district.id, code="legal", name="法律"))
    added(session, Skill(district_id=district.id, code="med", name="医疗"))
    added(session, Branch(district_id=district.id, code="ZB1", name="司法局支部"))
    imported(
        "cadres",
        [*HEADS, "党支部", "政治面貌", "专长", "居住网格", "入职日期", "手机号", "邮箱", "职务", "每月值勤天数"],
        [
            "001",
            "单\u3000雨",
            "司法局",
            "ZB1",
            "党员",
            "法律、医疗",
            "第1网格",
            "2019.7.1",
            "138 0000 1111",
            "a@Example.com",
            "科员",
            "2",
        ],
    )
    cadre = cadre_named(session, "001")
    assert (cadre.name, cadre.pinyin, cadre.initials) == ("单雨", "shanyu", "sy")
    assert (cadre.affiliation, cadre.position, cadre.duties_per_month) == ("party_member", "科员", 2)
    assert (cadre.phone, cadre.mail, cadre.joined_on) == ("13800001111", "a@example.com", date(2019, 7, 1))
    assert cadre.home_zone_id == zone.id
    assert [row.unit_id for row in cadre.units] == [units["DW01"]]
    assert cadre.units[0].valid_from <= TODAY
    assert [row.branch.code for row in cadre.branches] == ["ZB1"]
    assert sorted(row.skill.code for row in cadre.skills) == ["legal", "med"]


def test_imported_again_nothing_changes(session: Session, units: dict[str, int], imported: Planner) -> None:
    rows = (HEADS, ["001", "甲", "司法局"], ["002", "乙", "卫健局"])
    imported("cadres", *rows)
    assert imported("cadres", *rows).counts() == {"created": 0, "changed": 0, "unchanged": 2, "missing": 0}
    assert cadre_named(session, "001").version == 1


def test_a_changed_row_shows_old_and_new_and_others_are_left_alone(
    session: Session, units: dict[str, int], imported: Planner, planned: Planner
) -> None:
    imported("cadres", [*HEADS, "职务"], ["001", "甲", "司法局", "科员"], ["002", "乙", "司法局", "科长"])
    plan = imported("cadres", [*HEADS, "职务"], ["001", "甲", "司法局", "主任"], ["003", "丙", "司法局", None])
    assert plan.counts() == {"created": 1, "changed": 1, "unchanged": 0, "missing": 1}
    assert differences(plan) == [("001", "position", "科员", "主任")]
    assert cadre_named(session, "001").version == 2
    assert cadre_named(session, "002").position == "科长"


def test_a_blank_cell_clears_and_a_missing_column_keeps(
    session: Session, units: dict[str, int], imported: Planner
) -> None:
    imported("cadres", [*HEADS, "职务", "备注"], ["001", "甲", "司法局", "科员", "x"])
    imported("cadres", [*HEADS, "备注"], ["001", "甲", None, None])
    cadre = cadre_named(session, "001")
    assert (cadre.position, cadre.note) == ("科员", None)
    assert cadre.units[0].unit_id == units["DW01"]


def test_a_changed_unit_ends_the_old_membership_the_day_before(
    session: Session, district: District, units: dict[str, int], imported: Planner
) -> None:
    justice = make_cadre(
        session, make_unit(session, district, code="DW09", name="老单位"), employee_number="900", name="己"
    )
    plan = imported("cadres", HEADS, ["900", "己", "卫健局"])
    assert differences(plan) == [("900", "unit", "老单位", "卫健局")]
    rows = session.scalars(
        select(UnitMembership).where(UnitMembership.cadre_id == justice.id).order_by(UnitMembership.valid_from)
    ).all()
    assert [(row.valid_from, row.valid_to) for row in rows] == [(EPOCH, date(2026, 11, 19)), (TODAY, None)]
    assert cadre_named(session, "900").version == 2


def test_skills_are_replaced(session: Session, district: District, units: dict[str, int], imported: Planner) -> None:
    for code in ("a", "b", "c"):
        added(session, Skill(district_id=district.id, code=code, name=f"专长{code}"))
    imported("cadres", [*HEADS, "专长"], ["001", "甲", "司法局", "a、b"], ["002", "乙", "司法局", "a"])
    plan = imported("cadres", [*HEADS, "专长"], ["001", "甲", "司法局", "专长c，b"], ["002", "乙", "司法局", None])
    assert [item[1:] for item in differences(plan)] == [
        ("skills", ("专长a", "专长b"), ("专长b", "专长c")),
        ("skills", ("专长a",), ()),
    ]
    assert sorted(row.skill.code for row in cadre_named(session, "001").skills) == ["b", "c"]
    assert cadre_named(session, "002").skills == []


def test_a_masked_phone_leaves_the_number_and_a_new_one_replaces_it(
    session: Session, units: dict[str, int], imported: Planner
) -> None:
    heads = [*HEADS, "手机号"]
    imported("cadres", heads, ["001", "甲", "司法局", "13800001111"])
    assert imported("cadres", heads, ["001", "甲", "司法局", "138****1111"]).of(Action.CHANGED) == []
    imported("cadres", heads, ["001", "甲", "司法局", 13900002222])
    assert cadre_named(session, "001").phone == "13900002222"


def test_the_log_tells_of_each_record_with_masked_phones(
    session: Session, units: dict[str, int], imported: Planner
) -> None:
    imported("cadres", [*HEADS, "手机号"], ["001", "甲", "司法局", "13800001111"])
    imported("cadres", [*HEADS, "手机号"], ["001", "甲", "卫健局", "13900002222"])
    entries = {entry.action: entry for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))}
    assert entries["cadre.create"].after["phone"] == "138****1111"
    assert entries["cadre.update"].before == {"phone": "138****1111", "unit": "司法局（DW01）"}
    assert entries["cadre.update"].after == {"phone": "139****2222", "unit": "卫健局（DW02）"}
    assert entries["cadre.update"].subject_id == str(cadre_named(session, "001").id)
    assert entries["import.apply"].after == {
        "kind": "cadres", "file": "表.xlsx", "created": 0, "changed": 1, "unchanged": 0, "missing": 0,
    }  # fmt: skip


def test_lost_leading_zeros_find_the_known_number(units: dict[str, int], imported: Planner, planned: Planner) -> None:
    imported("cadres", HEADS, ["00123", "甲", "司法局"])
    plan = planned("cadres", HEADS, [123, "甲", "司法局"])
    assert plan.counts() == {"created": 0, "changed": 0, "unchanged": 1, "missing": 0}
    assert [str(item.expected) for item in plan.problems] == ["“123”按编号 00123 处理（补上了前导零）"]


def test_numbers_that_differ_in_zeros_only_stay_apart_where_both_exist(
    units: dict[str, int], imported: Planner, planned: Planner
) -> None:
    imported("cadres", HEADS, ["0123", "甲", "司法局"], ["00123", "乙", "司法局"])
    plan = planned("cadres", HEADS, ["123", "丙", "司法局"], ["0123", "甲", "司法局"])
    assert plan.counts() == {"created": 1, "changed": 0, "unchanged": 1, "missing": 1}


def test_the_same_row_twice_is_imported_once_and_differing_ones_are_an_error(
    units: dict[str, int], planned: Planner
) -> None:
    plan = planned("cadres", HEADS, ["001", "甲", "司法局"], ["001", "甲", "司法局"], ["001", "乙", "司法局"])
    assert plan.counts()["created"] == 1
    assert [(item.row, item.notice) for item in plan.problems] == [(4, False), (3, True)]
    assert "第2行" in errors(plan)[0][2]


def test_what_a_new_cadre_needs_is_named(units: dict[str, int], planned: Planner) -> None:
    plan = planned("cadres", ["工号", "姓名"], ["001", None], [None, "乙"])
    needed = "必填，不能为空"
    assert sorted(errors(plan)) == [(2, "单位", needed), (2, "姓名", needed), (3, "工号", needed)]


def test_a_new_cadre_owes_what_the_planning_settings_say_and_a_known_one_keeps_theirs(
    session: Session, district: District, units: dict[str, int], imported: Planner
) -> None:
    heads = ["工号", "姓名", "单位", "每月值勤天数"]
    imported("cadres", heads, ["E8", "张三", "司法局", None])
    district.planning = {"duties_per_month": 2}
    session.flush()
    imported(
        "cadres", heads, ["E8", "张三丰", "司法局", None], ["E9", "李四", "司法局", None], ["E10", "王五", "司法局", 1]
    )
    imported("cadres", heads[:3], ["E11", "赵六", "司法局"])
    owed = session.execute(select(Cadre.employee_number, Cadre.duties_per_month))
    assert {(number, count) for number, count in owed} >= {("E8", 1), ("E9", 2), ("E10", 1), ("E11", 2)}


def test_days_in_the_wrong_order_and_identity_numbers_are_refused(units: dict[str, int], planned: Planner) -> None:
    plan = planned(
        "cadres",
        [*HEADS, "启用日期", "停用日期"],
        ["001", "甲", "司法局", "2026-12-02", "2026-12-01"],
        ["11010119900307001X", "乙", "司法局", None, None],
        ["002", "丙", "司法局", "2026-12-01", "2026-12-01"],
    )
    assert errors(plan) == [
        (2, "停用日期", "不早于 2026-12-02 的日期"),
        (3, "工号", "单位自编的工号；不得填写身份证号"),
    ]


def test_the_order_of_days_is_checked_against_what_is_known(
    units: dict[str, int], imported: Planner, planned: Planner
) -> None:
    imported("cadres", [*HEADS, "启用日期"], ["001", "甲", "司法局", "2026-12-02"])
    assert errors(planned("cadres", ["工号", "停用日期"], ["001", "2026-12-01"])) == [
        (2, "停用日期", "不早于 2026-12-02 的日期")
    ]


def test_units_of_another_district_are_unknown(session: Session, units: dict[str, int], planned: Planner) -> None:
    make_unit(session, make_district(session), code="X1", name="邻区单位")
    plan = planned("cadres", HEADS, ["001", "甲", "邻区单位"])
    assert errors(plan) == [(2, "单位", "系统中已有的单位的编号或名称")]


def test_cadres_of_another_district_are_neither_seen_nor_touched(
    session: Session, units: dict[str, int], imported: Planner
) -> None:
    other = make_cadre(session, make_unit(session, make_district(session)), employee_number="001", name="邻区人")
    plan = imported("cadres", HEADS, ["001", "甲", "司法局"])
    assert plan.counts() == {"created": 1, "changed": 0, "unchanged": 0, "missing": 0}
    session.refresh(other)
    assert other.name == "邻区人"


def test_nothing_is_asked_of_the_database_row_by_row(
    session: Session, units: dict[str, int], imported: Planner, actor: Actor
) -> None:
    from sqlalchemy import event

    statements: list[str] = []
    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", lambda *given: statements.append(given[2]))
    imported("cadres", HEADS, *[[f"{number:04}", "甲", "司法局"] for number in range(300)])
    assert len(statements) < 60
