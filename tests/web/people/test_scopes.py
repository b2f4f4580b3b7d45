"""Every page of people, units and communities, asked by every role: what is theirs opens, what is not does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from service.models import DayPreference
from tests.support.factories import make_admin, make_district
from tests.support.published import TODAY, Staff, make_staff, publish_around_today

MONTH = f"{TODAY:%Y-%m}"
AREAS = {"mine", "my_events", "my_feed", "my_preferences", "unit_month", "community_days", "sheets", "feeds"}
# Path, method, the roles it opens for. `{unit}` and `{community}` are the officer's and the head's own.
ROUTES = [
    ("/mine/", "GET", {"cadre"}),
    (f"/mine/duty/{TODAY}.ics", "GET", {"cadre"}),
    (f"/mine/duty/{TODAY}/why", "GET", {"cadre"}),
    ("/mine/record", "GET", {"cadre"}),
    ("/mine/preferences/", "GET", {"cadre"}),
    (f"/mine/preferences/{MONTH}", "GET", {"cadre"}),
    ("/mine/preferences/say", "GET", {"cadre"}),
    ("/mine/preferences/{preference}/delete", "POST", {"cadre"}),
    ("/mine/events/", "GET", {"cadre"}),
    ("/mine/calendar/", "GET", {"cadre"}),
    ("/mine/calendar/make", "POST", {"cadre"}),
    ("/mine/calendar/revoke", "POST", {"cadre"}),
    ("/unit-month/", "GET", {"admin", "officer"}),
    (f"/unit-month/{MONTH}", "GET", {"admin", "officer"}),
    (f"/unit-month/{MONTH}?unit={{unit}}", "GET", {"admin", "officer"}),
    (f"/unit-month/{MONTH}?unit={{other_unit}}", "GET", {"admin"}),
    (f"/sheets/{MONTH}/all.xlsx", "GET", {"admin"}),
    (f"/sheets/{MONTH}/unit.xlsx?unit={{unit}}", "GET", {"admin", "officer"}),
    (f"/sheets/{MONTH}/unit.xlsx?unit={{other_unit}}", "GET", {"admin"}),
    (f"/sheets/{MONTH}/community.xlsx?community={{community}}", "GET", {"admin", "head"}),
    (f"/sheets/{MONTH}/community.xlsx?community={{other_community}}", "GET", {"admin"}),
    ("/community-days/", "GET", {"admin", "head"}),
    (f"/community-days/day/{TODAY}", "GET", {"admin", "head"}),
    (f"/community-days/day/{TODAY}?community={{other_community}}", "GET", {"admin"}),
    (f"/community-days/day/{TODAY}/sheet", "GET", {"admin", "head"}),
    (f"/community-days/day/{TODAY}/sheet?community={{other_community}}", "GET", {"admin"}),
    (f"/community-days/day/{TODAY}/attendance", "POST", {"admin", "head"}),
    (f"/community-days/day/{TODAY}/attendance?community={{other_community}}", "POST", {"admin"}),
    ("/community-days/month", "GET", {"admin", "head"}),
    (f"/community-days/month/{MONTH}", "GET", {"admin", "head"}),
    (f"/community-days/month/{MONTH}?community={{other_community}}", "GET", {"admin"}),
]


def places(staff: Staff) -> dict[str, int]:
    return {
        "unit": staff.unit.id,
        "other_unit": staff.world.units[1].id,
        "community": staff.community.id,
        "other_community": staff.world.communities[1].id,
        "preference": 1,
    }


@pytest.mark.parametrize("role", ["admin", "officer", "head", "cadre"])
def test_each_route_opens_for_its_roles_and_scopes_only(
    web_session: Session, staff: Staff, sign_in: Callable[..., FlaskClient], role: str
) -> None:
    web_session.add(DayPreference(id=1, district_id=staff.person.district_id, cadre_id=staff.person.id,
                                  date=TODAY, points=4))  # fmt: skip
    web_session.commit()
    client = sign_in(getattr(staff, role))
    wrong = []
    for path, method, roles in ROUTES:
        address = path.format(**places(staff))
        status = client.open(address, method=method).status_code
        opened = status in (200, 302)
        refused = status in (403, 404)
        if opened != (role in roles) or refused == opened:
            wrong.append((method, address, status))
    assert wrong == []


def test_every_route_of_these_areas_is_among_those_tried(app: Flask) -> None:
    adapter = app.url_map.bind("")
    tried = {adapter.match(path.partition("?")[0].format(preference=1), method=method)[0] for path, method, _ in ROUTES}
    known = {name for name in app.view_functions if name.split(".")[0] in AREAS} - {"feeds.read"}
    assert known == tried


def test_nobody_sees_them_without_signing_in(client: FlaskClient, staff: Staff) -> None:
    for path, method, _ in ROUTES:
        answer = client.open(path.format(**places(staff)), method=method)
        assert (answer.status_code, "/sign-in" in answer.headers.get("Location", "")) == (302, True), path


def test_another_district_is_not_found_even_for_admins(
    web_session: Session, staff: Staff, sign_in: Callable[..., FlaskClient]
) -> None:
    other = make_staff(web_session)
    publish_around_today(web_session, other)
    web_session.commit()
    client = sign_in(other.admin)
    for path, method, roles in ROUTES:
        if "=" in path and "admin" in roles:
            assert client.open(path.format(**places(staff)), method=method).status_code == 404, path


@pytest.mark.parametrize("path", ["/unit-month/", "/community-days/", f"/sheets/{MONTH}/all.xlsx"])
def test_an_empty_district_is_told_so(web_session: Session, sign_in: Callable[..., FlaskClient], path: str) -> None:
    admin = make_admin(web_session, make_district(web_session))
    web_session.commit()
    assert sign_in(admin).get(path, follow_redirects=True).status_code == 404


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        ("officer", ["本单位排班", "轮岗与派驻", "人员", "请假", "日历", "活动", "应急下沉", "公平台账", "账号"]),
        ("head", ["社区值勤", "轮岗与派驻", "网格", "日历", "活动", "岗位与工程", "应急下沉"]),
        ("cadre", ["我的值勤", "我的活动", "我的台账", "日期意愿", "应急下沉", "我的任职", "日历订阅", "我的资料"]),
    ],
)
def test_each_role_finds_what_it_may_do_in_the_rail_and_every_entry_opens(
    staff: Staff, sign_in: Callable[..., FlaskClient], role: str, entries: list[str]
) -> None:
    client = sign_in(getattr(staff, role))
    text = client.get("/", follow_redirects=True).get_data(as_text=True)
    rail = text.partition('id="rail"')[2].partition("</nav>")[0]
    for entry in entries:
        assert entry in rail
    addresses = re.findall(r'<li><a href="([^"]+)"', rail)
    assert len(addresses) == len(entries)
    for address in addresses:
        assert client.get(address, follow_redirects=True).status_code == 200, address
    assert rail.count('aria-current="page"') == 1
