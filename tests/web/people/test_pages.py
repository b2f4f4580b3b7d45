"""What the pages of cadres, officers and heads say and do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, Attendance, DayPreference
from tests.support.published import TODAY, Staff

SignIn = Callable[..., FlaskClient]
MONTH = f"{TODAY:%Y-%m}"
TOMORROW = TODAY + timedelta(days=1)


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_a_cadre_begins_with_the_next_duty(staff: Staff, sign_in: SignIn) -> None:
    text = text_of(sign_in(staff.cadre), "/")
    assert "今天值勤" in text
    assert staff.world.zones[0].name in text
    assert staff.world.cadres[1].name in text
    assert 'href="tel:13800001111"' in text
    assert "联络员乙" in text


def test_a_cadre_without_duties_is_told_what_comes(web_session: Session, staff: Staff, sign_in: SignIn) -> None:
    from service.models import RoleName
    from tests.support.factories import make_user

    user = make_user(web_session, staff.world.district, RoleName.CADRE, cadre_id=staff.world.cadres[7].id)
    web_session.commit()
    assert "目前没有安排您的值勤" in text_of(sign_in(user), "/mine/")


def test_one_duty_is_downloaded_as_a_calendar_file(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.cadre)
    answer = client.get(f"/mine/duty/{TODAY}.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in answer.data
    assert client.get(f"/mine/duty/{TOMORROW}.ics").status_code == 404


def test_a_preference_is_said_replaced_and_taken_back(web_session: Session, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.cadre)
    for points in (10, 3):
        answer = client.post(
            "/mine/preferences/say", data={"date": str(TOMORROW), "points": str(points), "reason": "家长会"}
        )
        assert answer.status_code == 302
    row = web_session.scalars(select(DayPreference)).one()
    assert (row.cadre_id, row.points, row.reason) == (staff.person.id, 3, "家长会")
    assert "家长会" in text_of(client, f"/mine/preferences/{TOMORROW:%Y-%m}")
    assert client.post(f"/mine/preferences/{row.id}/delete", data={"month": MONTH}).headers["Location"].endswith(MONTH)
    assert web_session.scalars(select(DayPreference).execution_options(populate_existing=True)).all() == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date": "2020-01-01", "points": "5"}, "不能早于今天"),
        ({"date": str(TOMORROW), "points": "11"}, "应为 0 到 10 的整数"),
        ({"date": "", "points": "5"}, "不能为空"),
    ],
)
def test_a_wrong_preference_is_refused_in_plain_words(
    staff: Staff, sign_in: SignIn, values: dict[str, str], told: str
) -> None:
    answer = sign_in(staff.cadre).post("/mine/preferences/say", data={**values, "reason": "家长会"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert told in text
    assert "家长会" in text


def test_another_cadres_preference_is_not_deleted(web_session: Session, staff: Staff, sign_in: SignIn) -> None:
    other = staff.world.cadres[1]
    row = DayPreference(district_id=other.district_id, cadre_id=other.id, date=TOMORROW, points=4)
    web_session.add(row)
    web_session.commit()
    assert sign_in(staff.cadre).post(f"/mine/preferences/{row.id}/delete").status_code == 404
    assert len(web_session.scalars(select(DayPreference.id)).all()) == 1


def test_an_officer_sees_own_people_only(staff: Staff, sign_in: SignIn) -> None:
    text = text_of(sign_in(staff.officer), f"/unit-month/{MONTH}")
    assert staff.person.name in text
    for cadre in staff.world.cadres[4:]:
        assert cadre.name not in text


def test_an_officers_search_that_finds_nobody_says_so(staff: Staff, sign_in: SignIn) -> None:
    assert "本月没有此人的值勤" in text_of(sign_in(staff.officer), f"/unit-month/{MONTH}?q=nobody")


def test_an_unpublished_month_says_so(staff: Staff, sign_in: SignIn) -> None:
    assert "排班尚未发布" in text_of(sign_in(staff.officer), "/unit-month/2031-01")
    assert "排班尚未发布" in text_of(sign_in(staff.head), "/community-days/month/2031-01")
    assert "排班尚未发布" in text_of(sign_in(staff.head), "/community-days/day/2031-01-09")


def test_a_head_begins_with_today_and_masked_numbers(staff: Staff, sign_in: SignIn) -> None:
    text = text_of(sign_in(staff.head), "/")
    assert staff.person.name in text
    assert "139****5678" in text
    assert "13912345678" not in text
    assert staff.world.cadres[4].name in text, "tomorrow's, below"
    assert staff.world.cadres[5].name not in text, "another community's"


def test_a_head_marks_and_takes_back(web_session: Session, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.head)
    path = f"/community-days/day/{TODAY}/attendance"

    def state() -> str:
        query = select(Assignment.attendance).where(Assignment.cadre_id == staff.person.id)
        web_session.rollback()
        return web_session.scalars(query).one()

    for value in ("excused", "planned"):
        client.post(path, data={"cadre": staff.person.id, "attendance": value})
        assert state() == value
    client.post(path)
    assert state() == Attendance.SERVED
    assert "已到岗" in text_of(client, f"/community-days/day/{TODAY}")


def test_a_day_to_come_cannot_be_marked(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.head)
    assert "mark-form" not in text_of(client, f"/community-days/day/{TOMORROW}")
    data = {"cadre": staff.world.cadres[4].id, "attendance": "served"}
    answer = client.post(f"/community-days/day/{TOMORROW}/attendance", data=data)
    assert answer.status_code == 422
    assert "不能晚于今天" in answer.get_data(as_text=True)


def test_the_sheet_to_sign_has_everybody_and_columns_to_fill(staff: Staff, sign_in: SignIn) -> None:
    text = text_of(sign_in(staff.head), f"/community-days/day/{TODAY}/sheet")
    for words in ("到岗时间", "签名", "办理事项", "社区负责人", staff.person.name, staff.world.cadres[1].name):
        assert words in text


def test_the_months_list_holds_the_community_only(staff: Staff, sign_in: SignIn) -> None:
    text = text_of(sign_in(staff.head), f"/community-days/month/{MONTH}")
    assert staff.person.name in text
    assert staff.world.cadres[5].name not in text


def test_the_workbook_comes_under_its_chinese_name(staff: Staff, sign_in: SignIn) -> None:
    answer = sign_in(staff.admin).get(f"/sheets/{MONTH}/all.xlsx")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/unit-month/9999-12", "/unit-month/2026-13", "/sheets/0001-01/unit.xlsx"])
def test_a_month_that_is_none_is_not_found(staff: Staff, sign_in: SignIn, path: str) -> None:
    text_of(sign_in(staff.officer), path, 404)


def test_the_last_day_that_an_address_holds_is_an_empty_day(staff: Staff, sign_in: SignIn) -> None:
    assert "排班尚未发布" in text_of(sign_in(staff.head), "/community-days/day/2200-12-31")
