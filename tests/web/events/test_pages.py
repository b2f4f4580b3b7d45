"""The pages of events, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Event, EventAttendance, EventSeat, EventSeries
from service.operations.branches import set_secretary
from tests.support.events import Stage, make_event, make_stage
from tests.support.published import TODAY, publish_around_today

SignIn = Callable[..., FlaskClient]
SOON = TODAY + timedelta(days=3)
FORM = {
    "title": "业务培训", "date": SOON.isoformat(), "starts": "08:30", "ends": "17:30", "everyone": "y", "place": "三楼",
}  # fmt: skip


def instant() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def stage(web_session: Session) -> Stage:
    made = make_stage(web_session)
    web_session.commit()
    return made


def body(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def test_an_admin_enters_an_event_and_is_told_of_clashes(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    publish_around_today(web_session, stage.staff)
    web_session.commit()
    client = sign_in(stage.staff.admin)
    data = {**FORM, "kind": stage.kinds["training"].id, "date": (TODAY + timedelta(days=1)).isoformat()}
    answer = client.post("/events/new", data=data)
    assert answer.status_code == 302
    page = body(client, answer.headers["Location"])
    assert "与已发布的值勤冲突 2 人" in page
    cadre = stage.staff.world.cadres[4]
    assert f"{cadre.name}</a>" in page
    assert stage.staff.world.zones[1].name in page


def test_what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.staff.admin)
    data = {**FORM, "kind": stage.kinds["training"].id, "ends": "08:00", "note": "带笔记本"}
    answer = client.post("/events/new", data=data)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "应晚于开始时间 08:30" in page
    assert "带笔记本" in page


def test_a_copy_takes_over_everything_but_the_day(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    event = make_event(web_session, stage, now=instant(), date=SOON, place="二楼会议室")
    web_session.commit()
    page = body(sign_in(stage.staff.admin), f"/events/new?copy={event.id}")
    assert "二楼会议室" in page
    assert SOON.isoformat() not in page


def test_moving_and_cancelling_say_first_how_many_are_told(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    event = make_event(web_session, stage, now=instant(), date=SOON)
    web_session.commit()
    client, mine = sign_in(stage.staff.admin), sign_in(stage.staff.cadre)
    assert "将告诉 8 人" in body(client, f"/events/{event.id}/move")
    data = {"date": (SOON + timedelta(days=1)).isoformat(), "starts": "09:00", "ends": "10:00", "notice": "会场占用"}
    assert client.post(f"/events/{event.id}/move", data=data).status_code == 302
    page = body(mine, "/mine/events/")
    assert "原定" in page
    assert "会场占用" in page
    assert client.post(f"/events/{event.id}/cancel", data={"notice": "停办"}).status_code == 302
    assert "停办" in body(mine, "/mine/events/")
    assert client.post(f"/events/{event.id}/restore").status_code == 302
    assert "已取消" not in body(client, f"/events/{event.id}").split("变更记录")[0].split("event-state")[1][:200]


def test_a_series_is_made_changed_cancelled_and_taken_back(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    client = sign_in(stage.staff.admin)
    start = {"kind": stage.kinds["study"].id, "first_day": TODAY.isoformat(), "weekday": "0", "every_weeks": "1"}
    data = {**FORM, **start, "last_day": (TODAY + timedelta(days=27)).isoformat(), "without": "不是日期"}
    answer = client.post("/events/series/new", data=data)
    assert answer.status_code == 422
    assert "应为日期" in answer.get_data(as_text=True)
    answer = client.post("/events/series/new", data={**data, "without": ""})
    assert answer.status_code == 302
    series = web_session.scalars(select(EventSeries)).one()
    assert "新增 4 次" in body(client, answer.headers["Location"])
    answer = client.post(f"/events/series/{series.id}/change", data={**data, "without": "", "place": "新会场"})
    assert "修改 4 次" in body(client, answer.headers["Location"])
    answer = client.post(f"/events/series/{series.id}/cancel")
    assert "已取消" in body(client, answer.headers["Location"])
    assert client.post(f"/events/series/{series.id}/restore").status_code == 302
    web_session.expire_all()
    assert [event.cancelled_at for event in web_session.scalars(select(Event))] == [None] * 4


def test_an_officer_marks_the_own_people_and_sees_no_others(
    stage: Stage, web_session: Session, sign_in: SignIn
) -> None:
    event = make_event(web_session, stage, "study", now=instant(), date=TODAY)
    web_session.commit()
    client, world = sign_in(stage.staff.officer), stage.staff.world
    page = body(client, f"/events/{event.id}")
    assert world.cadres[0].name in page
    assert world.cadres[4].name not in page
    own, foreign = world.cadres[0].id, world.cadres[4].id
    assert client.post(f"/events/{event.id}/attendance", data={"cadre": own, "state": "present"}).status_code == 302
    assert client.post(f"/events/{event.id}/attendance", data={"cadre": foreign, "state": "present"}).status_code == 404
    assert client.post(f"/events/{event.id}/attendance").status_code == 302
    assert web_session.scalars(select(EventAttendance.state)).all() == ["present"] * 4
    assert client.get(f"/events/{event.id}/edit").status_code == 403


def test_a_secretary_finds_the_branchs_attendance(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    event = make_event(web_session, stage, "study", now=instant(), date=TODAY - timedelta(days=1))
    person, second = stage.staff.world.cadres[:2]
    web_session.commit()
    client = sign_in(stage.staff.cadre)
    assert "本支部出勤登记" not in body(client, "/mine/events/")
    set_secretary(web_session, stage.admin, instant(), stage.branches[0].id, person.employee_number)
    web_session.commit()
    assert "本支部出勤登记" in body(client, "/mine/events/")
    data = {"cadre": second.id, "state": "present"}
    assert client.post(f"/events/{event.id}/attendance", data=data).status_code == 302
    assert web_session.scalars(select(EventAttendance.cadre_id)).all() == [second.id]


def test_a_cadre_signs_up_and_withdraws_by_phone(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    event = make_event(web_session, stage, now=instant(), date=SOON, sign_up=True, seats=1)
    web_session.commit()
    client = sign_in(stage.staff.cadre)
    assert "可以报名" in body(client, "/mine/events/")
    answer = client.post(f"/events/{event.id}/seats", data={"from": "mine"})
    assert "报名成功" in body(client, answer.headers["Location"])
    admin = sign_in(stage.staff.admin)
    second = stage.staff.world.cadres[1]
    answer = admin.post(f"/events/{event.id}/seats/new", data={"cadre": second.employee_number})
    assert "候补" in body(admin, answer.headers["Location"])
    assert client.post(f"/events/{event.id}/seats/{stage.staff.person.id}/withdraw").status_code == 302
    web_session.expire_all()
    states = {seat.cadre_id: seat.state for seat in web_session.scalars(select(EventSeat))}
    assert states == {stage.staff.person.id: "withdrawn", second.id: "placed"}


def test_a_community_sees_the_branches_that_come(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    first = stage.branches[0]
    event = make_event(
        web_session,
        stage,
        "theme_day",
        now=instant(),
        title="进网格",
        date=TODAY,
        everyone=False,
        branch_ids=(first.id,),
    )
    web_session.commit()
    admin, zone = sign_in(stage.staff.admin), stage.staff.world.zones[0]
    assert zone.code in body(admin, f"/events/{event.id}/branches?propose=1").split("<datalist")[0]
    answer = admin.post(f"/events/{event.id}/branches", data={f"zone-{first.id}": "没有"})
    assert answer.status_code == 422
    assert admin.post(f"/events/{event.id}/branches", data={f"zone-{first.id}": zone.code}).status_code == 302
    head = sign_in(stage.staff.head)
    assert f"{first.name}到{zone.name}，3 人" in body(head, "/community-days/")
    assert stage.staff.world.cadres[0].name not in body(head, f"/events/{event.id}")


def test_the_sheet_has_a_line_for_everybody_and_blank_ones(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    event = make_event(web_session, stage, now=instant(), date=TODAY, grid_workers=True)
    web_session.commit()
    page = body(sign_in(stage.staff.admin), f"/events/{event.id}/sheet")
    assert page.count("<tr>") == 1 + 8 + 1 + 3
    assert "网格员甲" in page


def test_events_stand_in_the_calendar_and_the_units_month(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    make_event(web_session, stage, now=instant(), date=TODAY)
    web_session.commit()
    assert "08:30 业务培训" in body(sign_in(stage.staff.admin), f"/calendar/{TODAY:%Y-%m}")
    assert "业务培训" in body(sign_in(stage.staff.officer), f"/unit-month/{TODAY:%Y-%m}")
    assert "业务培训" in body(sign_in(stage.staff.cadre), "/mine/")


def test_an_empty_district_is_told_what_to_do(web_session: Session, sign_in: SignIn) -> None:
    from tests.support.factories import make_admin, make_district

    admin = make_admin(web_session, make_district(web_session))
    web_session.commit()
    client = sign_in(admin)
    assert "没有今后的活动" in body(client, "/events/")
    assert "建立常用类别" in body(client, "/events/kinds")
    assert client.post("/events/kinds/usual").status_code == 302
    assert "每周一晚学习" in body(client, "/events/kinds")
    data = {"code": "walk", "name": "走访", "blocks": "always", "weekday": "", "active": "y"}
    assert client.post("/events/kinds/new", data=data).status_code == 302


def test_another_districts_events_are_not_found(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    event = make_event(web_session, stage, now=instant(), date=TODAY, sign_up=True)
    other = make_stage(web_session)
    web_session.commit()
    client = sign_in(other.staff.admin)
    for path in ("", "/edit", "/move", "/cancel", "/sheet", "/branches", "/seats/new"):
        assert client.get(f"/events/{event.id}{path}").status_code == 404, path
    data = {"cadre": stage.staff.person.id, "state": "present"}
    assert client.post(f"/events/{event.id}/attendance", data=data).status_code == 404
    assert "业务培训" not in body(client, "/events/?state=all")
    assert sign_in(other.staff.cadre).post(f"/events/{event.id}/seats").status_code == 404
