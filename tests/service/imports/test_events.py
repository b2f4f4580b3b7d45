"""Events by Excel: whom they call, the zones of their branches, attendance; and what is refused row by row."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import Branch, Cadre, District, Event, EventAttendance, EventCall, Zone
from service.operations.actor import Actor
from service.operations.events import cancel_event, seed_kinds
from tests.service.imports.conftest import Planner, differences, errors
from tests.support.factories import NOW, added, make_cadre, make_community, make_unit, make_zone

HEADS = ("活动编号", "类别", "标题", "日期", "开始时间", "结束时间", "全体干部", "党支部", "指定人员", "席位数")
EVENT = ["HD1", "主题党日", "进网格", "2026-12-11", "8：30", time(17, 30), None, "一支部、B2", "E1", None]


@pytest.fixture
def people(session: Session, district: District, actor: Actor) -> list[Cadre]:
    seed_kinds(session, actor, NOW)
    unit = make_unit(session, district)
    for number, name in ((1, "一支部"), (2, "二支部")):
        added(session, Branch(district_id=district.id, code=f"B{number}", name=name))
    make_zone(session, make_community(session, district), code="Z1", name="一网格")
    return [make_cadre(session, unit, employee_number=f"E{number}", name=f"人{number}") for number in (1, 2)]


def test_an_event_comes_in_with_whom_it_calls(session: Session, people: list[Cadre], imported: Planner) -> None:
    imported("events", HEADS, EVENT)
    event = session.scalars(select(Event)).one()
    assert (event.title, event.starts, event.ends, event.everyone) == ("进网格", "08:30", "17:30", False)
    assert len(event.calls) == 3
    changed = [*EVENT[:7], "B2", None, 20]
    plan = imported("events", HEADS, changed)
    assert {item[1] for item in differences(plan)} == {"branches", "people", "seats"}
    session.expire_all()
    assert [call.branch.name for call in event.calls if call.branch] == ["二支部"]


def test_what_is_wrong_is_named_by_row_and_column(session: Session, people: list[Cadre], planned: Planner) -> None:
    plan = planned(
        "events",
        HEADS,
        [*EVENT[:4], "25:00", *EVENT[5:]],
        ["HD2", "主题党日", "无人", "2026-12-11", "08:30", "17:30", None, None, None, None],
        ["HD3", "主题党日", "倒着", "2026-12-11", "17:30", "08:30", "是", None, None, None],
        ["HD4", "舞会", "没有此类", "2026-12-11", "08:30", "17:30", "是", None, None, None],
    )
    assert {(row, column) for row, column, _ in errors(plan)} == {
        (2, "开始时间"), (3, "全体干部"), (4, "结束时间"), (5, "类别")
    }  # fmt: skip
    assert session.scalars(select(Event)).all() == []


def test_zones_of_branches_and_attendance_come_in_by_event(
    session: Session, people: list[Cadre], imported: Planner
) -> None:
    imported("events", HEADS, EVENT)
    imported("event_zones", ("活动编号", "党支部", "网格"), ["HD1", "一支部", "Z1"])
    calls = session.execute(
        select(Branch.code, Zone.code)
        .select_from(EventCall)
        .join(Branch, Branch.id == EventCall.branch_id)
        .outerjoin(Zone, Zone.id == EventCall.zone_id)
        .order_by(Branch.code)
    ).all()
    assert [tuple(row) for row in calls] == [("B1", "Z1"), ("B2", None)]
    # Imported again with its branches as they are, the event keeps their zones.
    imported("events", HEADS, [*EVENT[:2], "改名", *EVENT[3:]])
    assert session.scalar(select(EventCall.zone_id).where(EventCall.zone_id.is_not(None))) is not None
    imported(
        "event_attendance", ("活动编号", "工号", "姓名", "出勤"), ["HD1", "E1", "人1", "√"], ["HD1", "E2", "", "请假"]
    )
    states = session.scalars(select(EventAttendance.state).order_by(EventAttendance.cadre_id)).all()
    assert states == ["present", "excused"]


def test_a_cancelled_events_code_is_refused_in_plain_words(
    session: Session, actor: Actor, people: list[Cadre], imported: Planner
) -> None:
    imported("events", HEADS, EVENT)
    cancel_event(session, actor, NOW, session.scalars(select(Event.id)).one(), None)
    session.flush()
    with pytest.raises(Conflict, match="HD1"):
        imported("events", HEADS, EVENT)
