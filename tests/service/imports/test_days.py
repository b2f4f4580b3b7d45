"""Absences, exemptions, recusals, preferences, parties and the calendar through import."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Absence, Cadre, CalendarRevision, DayPreference, District, Exemption, Party, Recusal
from service.operations.calendar import days_of
from tests.service.imports.conftest import Planner, differences, errors
from tests.support.factories import NOW, added, make_cadre, make_community, make_unit, make_zone

TODAY = date(2026, 11, 20)
ABSENCE_HEADS = ("工号", "姓名", "类别", "开始日期", "结束日期", "事由")


@pytest.fixture
def cadres(session: Session, district: District) -> list[Cadre]:
    unit = make_unit(session, district)
    return [make_cadre(session, unit, employee_number=f"E{n}", name=name) for n, name in enumerate("甲乙丙丁戊")]


def test_absences_are_known_by_cadre_and_first_day(session: Session, cadres: list[Cadre], imported: Planner) -> None:
    imported(
        "absences",
        ABSENCE_HEADS,
        ["E0", "甲", "年休假", 46363, "2026.12.11", "探亲"],
        ["乙", None, "培训", "2026/12/7", "2026-12-07", None],
    )
    first, second = session.scalars(select(Absence).order_by(Absence.id)).all()
    assert (first.cadre_id, first.kind, first.first_day, first.last_day, first.away) == (
        cadres[0].id,
        "leave",
        date(2026, 12, 7),
        date(2026, 12, 11),
        True,
    )
    assert (second.cadre_id, second.kind, second.away) == (cadres[1].id, "training", False)
    plan = imported("absences", ABSENCE_HEADS, ["E0", "甲", "休假", "2026-12-07", "2026-12-14", "探亲"])
    assert differences(plan) == [("甲", "last_day", date(2026, 12, 11), date(2026, 12, 14))]


def test_a_name_that_is_not_the_numbers_is_refused(cadres: list[Cadre], planned: Planner) -> None:
    plan = planned("absences", ABSENCE_HEADS, ["E0", "乙", "休假", "2026-12-07", "2026-12-06", None])
    assert errors(plan) == [(2, "姓名", "E0 对应的姓名是“甲”")]


def test_absences_that_lie_over_each_other_are_refused_as_in_the_form(
    session: Session, cadres: list[Cadre], imported: Planner, planned: Planner
) -> None:
    imported("absences", ABSENCE_HEADS, ["E0", "甲", "休假", "2026-12-07", "2026-12-11", None])
    plan = planned(
        "absences",
        ABSENCE_HEADS,
        ["E0", "甲", "出差", "2026-12-11", "2026-12-13", None],  # on its last day
        ["E0", "甲", "出差", "2026-12-14", "2026-12-31", None],
        ["E0", "甲", "会议", "2026-12-15", "2026-12-15", None],
        ["E0", "甲", "会议", "2026-12-20", "2026-12-20", None],  # not over its neighbour, but over the long one
        ["E1", "乙", "休假", "2026-12-07", "2026-12-11", None],  # somebody else
    )
    assert errors(plan) == [
        (2, "开始日期", "与 2026-12-07 至 2026-12-11 的已有记录重叠"),
        (4, "开始日期", "与 2026-12-14 至 2026-12-31 的已有记录重叠"),
        (5, "开始日期", "与 2026-12-14 至 2026-12-31 的已有记录重叠"),
    ]
    imported("absences", ABSENCE_HEADS, ["E0", "甲", "出差", "2026-12-12", "2026-12-13", None])


def test_absences_that_overlap_already_do_not_hinder_an_import(
    session: Session, district: District, cadres: list[Cadre], imported: Planner
) -> None:
    for first in (date(2026, 12, 7), date(2026, 12, 8)):
        added(
            session,
            Absence(
                district_id=district.id, cadre_id=cadres[0].id, kind="trip", first_day=first, last_day=date(2026, 12, 9)
            ),
        )
    imported("absences", ABSENCE_HEADS, ["E0", "甲", "休假", "2026-12-10", "2026-12-11", None])


def test_cancelled_absences_are_gone_for_import(session: Session, cadres: list[Cadre], imported: Planner) -> None:
    imported("absences", ABSENCE_HEADS, ["E0", "甲", "休假", "2026-12-07", "2026-12-11", None])
    session.scalars(select(Absence)).one().cancelled_at = NOW
    session.flush()
    plan = imported("absences", ABSENCE_HEADS, ["E0", "甲", "休假", "2026-12-07", "2026-12-11", None])
    assert plan.counts() == {"created": 1, "changed": 0, "unchanged": 0, "missing": 0}


def test_exemptions_need_a_reason_and_may_be_open_ended(
    session: Session, cadres: list[Cadre], imported: Planner, planned: Planner
) -> None:
    heads = ["工号", "类别", "开始日期", "结束日期", "事由"]
    assert errors(planned("exemptions", heads, ["E0", "产假", "2026-11-01", None, None])) == [
        (2, "事由", "必填，不能为空")
    ]
    imported("exemptions", heads, ["E0", "第一书记", "2026-11-01", None, "驻村"])
    row = session.scalars(select(Exemption)).one()
    assert (row.kind, row.last_day, row.away) == ("posted", None, True)


def test_recusals_begin_today_unless_told(
    session: Session, district: District, cadres: list[Cadre], imported: Planner
) -> None:
    make_zone(session, make_community(session, district), code="Z1")
    imported("recusals", ["工号", "网格", "原因"], ["E0", "Z1", "亲属"])
    row = session.scalars(select(Recusal)).one()
    assert (row.valid_from, row.valid_to, row.reason) == (TODAY, None, "亲属")
    plan = imported("recusals", ["工号", "网格", "截止日期"], ["E0", "Z1", "2027-01-31"])
    assert differences(plan) == [("甲", "valid_to", None, date(2027, 1, 31))]


def test_preferences(session: Session, cadres: list[Cadre], imported: Planner, planned: Planner) -> None:
    imported("preferences", ["工号", "日期", "程度"], ["E0", "2026-12-15", 10])
    assert session.scalars(select(DayPreference)).one().points == 10
    assert errors(planned("preferences", ["工号", "日期", "程度"], ["E0", "2026-12-16", 11])) == [
        (2, "回避程度", "0 至 10 的整数")
    ]


PARTY_HEADS = ("组编号", "类别", "带教人工号", "成员工号", "起始日期", "截止日期")


def roles(session: Session, code: str) -> list[tuple[str, str]]:
    party = session.scalars(select(Party).where(Party.code == code)).one()
    return sorted((row.cadre.name, row.role) for row in party.members)


def test_mentor_pairs_and_teams(session: Session, cadres: list[Cadre], imported: Planner) -> None:
    imported(
        "parties",
        PARTY_HEADS,
        ["ST1", "师徒", "E0", "E1", None, None],
        ["TZ1", None, None, "丙、E3", "2026-12-01", None],
    )
    assert roles(session, "ST1") == [("乙", "newcomer"), ("甲", "mentor")]
    assert roles(session, "TZ1") == [("丁", "member"), ("丙", "member")]
    assert session.scalars(select(Party).where(Party.code == "ST1")).one().valid_from == TODAY
    plan = imported("parties", PARTY_HEADS, ["ST1", "师徒", "E4", "E1", None, None])
    assert differences(plan) == [("ST1", "mentor", "甲", "戊")]
    assert roles(session, "ST1") == [("乙", "newcomer"), ("戊", "mentor")]


def test_the_members_parts_follow_the_kind(session: Session, cadres: list[Cadre], imported: Planner) -> None:
    imported("parties", PARTY_HEADS, ["ST1", "同组", "E0", "E1", None, None])
    assert roles(session, "ST1") == [("乙", "member"), ("甲", "mentor")]
    imported("parties", PARTY_HEADS, ["ST1", "师徒结对", "E0", "E1", None, None])
    assert roles(session, "ST1") == [("乙", "newcomer"), ("甲", "mentor")]
    imported("parties", ["组编号", "成员"], ["ST1", "E2"])
    assert roles(session, "ST1") == [("丙", "newcomer"), ("甲", "mentor")]


def test_nobody_is_in_two_parties_at_once_known_ones_included(
    cadres: list[Cadre], imported: Planner, planned: Planner
) -> None:
    imported("parties", PARTY_HEADS, ["TZ1", None, None, "E0、E1", "2026-12-01", "2026-12-31"])
    clash = planned("parties", PARTY_HEADS, ["TZ2", None, None, "E1、E2", "2026-12-31", None])
    assert [item[:2] for item in errors(clash)] == [(2, "成员工号")]
    assert "TZ1" in errors(clash)[0][2]
    assert errors(planned("parties", PARTY_HEADS, ["TZ2", None, None, "E1、E2", "2027-01-01", None])) == []
    within = planned(
        "parties",
        PARTY_HEADS,
        ["A", None, None, "E2、E3", "2027-01-01", None],
        ["B", None, None, "E3、E4", "2027-02-01", None],
    )
    assert [item[:2] for item in errors(within)] == [(3, "成员工号")]


@pytest.mark.parametrize(
    ("kind", "mentor", "members", "field"),
    [
        ("师徒", None, "E0、E1", "带教人工号"),
        ("师徒", "E0", "E1、E2", "成员工号"),
        ("师徒", "E0", "E0", "成员工号"),
        ("同组", None, "E0", "成员工号"),
    ],
)
def test_a_party_has_the_right_people(
    cadres: list[Cadre], planned: Planner, kind: str, mentor: str | None, members: str, field: str
) -> None:
    assert field in [
        item[1] for item in errors(planned("parties", PARTY_HEADS, ["P", kind, mentor, members, None, None]))
    ]


def test_the_calendar_gets_a_revision_of_what_differs(session: Session, district: District, imported: Planner) -> None:
    heads = ["日期", "类别", "节日名称", "开放值勤", "负担系数"]
    imported(
        "calendar",
        heads,
        ["2026-12-07", "工作日", None, None, None],
        ["2026-12-12", "调休", None, None, None],
        ["2027-01-01", "放假", "元旦", None, None],
    )
    days = {day.date: day for day in days_of(session, district.id, date(2026, 12, 7), date(2027, 1, 1))}
    assert (days[date(2026, 12, 7)].open, days[date(2026, 12, 7)].burden) == (True, 1)
    assert (days[date(2026, 12, 12)].open, days[date(2026, 12, 12)].burden) == (True, 2)
    assert (days[date(2027, 1, 1)].open, days[date(2027, 1, 1)].burden, days[date(2027, 1, 1)].name) == (
        False,
        3,
        "元旦",
    )
    plan = imported(
        "calendar", heads, ["2026-12-07", "工作日", None, "否", None], ["2026-12-12", "调休上班日", None, "是", 2]
    )
    assert differences(plan) == [(date(2026, 12, 7), "open", True, False)]
    revisions = session.scalars(select(CalendarRevision).order_by(CalendarRevision.number)).all()
    assert [(row.number, row.source) for row in revisions] == [(1, "表格导入"), (2, "表格导入")]
    assert imported("calendar", heads, ["2026-12-12", "调休上班日", None, "是", 2]).counts()["unchanged"] == 1
    assert len(session.scalars(select(CalendarRevision)).all()) == 2


def test_a_day_that_is_past_may_be_filled_in_but_not_changed(imported: Planner, planned: Planner) -> None:
    imported("calendar", ["日期", "类别"], ["2026-11-19", "工作日"], ["2026-11-20", "工作日"])
    assert errors(planned("calendar", ["日期", "类别"], ["2026-11-20", "节假日"])) == []
    changed = planned("calendar", ["日期", "类别"], ["2026-11-19", "节假日"])
    assert errors(changed) == [(2, "日期", "不早于今天（2026-11-20）：过去的日期不再改动")]


def test_limits_of_a_day_are_in_order(planned: Planner) -> None:
    plan = planned(
        "calendar",
        ["日期", "类别", "在岗下限", "在岗上限"],
        ["2026-12-07", "工作日", 5, 4],
        ["2026-12-08", "工作日", 5, 5],
    )
    assert errors(plan) == [(2, "在岗上限", "不小于在岗下限（5）的整数")]
