"""The calendar feed over HTTP: without a sign-in, unchanged answers, revoked addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.http import parse_date

from service.models import FeedToken
from tests.support.published import TODAY, Planned, Staff, publish_rows

SignIn = Callable[..., FlaskClient]


def make(client: FlaskClient, replaces: int | None = None) -> str:
    """Make an address as the page does; its path."""
    data = {} if replaces is None else {"replaces": replaces}
    text = client.post("/mine/calendar/make", data=data).get_data(as_text=True)
    found = re.search(r'value="http://localhost(/feeds/[\w-]+\.ics)"', text)
    assert found is not None, text
    return found[1]


def test_the_address_is_read_without_a_sign_in_and_without_a_cookie(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    path = make(sign_in(staff.cadre))
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"
    [found] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert found.decoded("DTSTART") == TODAY
    assert str(found["URL"]) == "http://localhost/mine/"


def test_what_is_known_already_is_not_sent_again(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    path = make(sign_in(staff.cadre))
    client = app.test_client()
    first = client.get(path)
    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_time = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_time.status_code) == (304, 304)
    assert by_tag.data == b""
    assert client.get(path).data == first.data


def test_a_new_version_changes_the_tag_and_the_time(
    app: Flask, web_session: Session, staff: Staff, sign_in: SignIn
) -> None:
    path = make(sign_in(staff.cadre))
    client = app.test_client()
    first = client.get(path)
    known = parse_date(first.headers["Last-Modified"])
    assert known is not None
    moved = Planned(staff.person, staff.world.zones[1], TODAY, sequence=1)
    publish_rows(web_session, staff.world.district, 2, [moved], TODAY.replace(day=1), known + timedelta(minutes=5))
    web_session.commit()
    headers = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path, headers=headers)
    assert again.status_code == 200
    assert staff.world.zones[1].name in again.get_data(as_text=True).replace("\r\n ", "")
    assert client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_a_revoked_address_is_gone_and_an_unknown_one_not_found(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.cadre)
    path = make(client)
    client.post("/mine/calendar/revoke")
    anybody = app.test_client()
    assert anybody.get(path).status_code == 410
    assert anybody.get("/feeds/unknown.ics").status_code == 404


def test_a_new_address_replaces_the_old_one(app: Flask, web_session: Session, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.cadre)
    old = make(client)
    new = make(client, web_session.scalars(select(FeedToken.id)).one())
    assert app.test_client().get(old).status_code == 410
    assert app.test_client().get(new).status_code == 200


def test_the_form_sent_again_leaves_the_address_as_it_is(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.cadre)
    path = make(client)
    assert client.post("/mine/calendar/make").status_code == 409
    assert app.test_client().get(path).status_code == 200


def test_the_address_is_shown_once(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff.cadre)
    path = make(client)
    text = client.get("/mine/calendar/").get_data(as_text=True)
    assert path not in text
    assert "已有日历地址" in text


def test_it_is_noted_when_a_calendar_last_read_it(
    app: Flask, web_session: Session, staff: Staff, sign_in: SignIn
) -> None:
    client = sign_in(staff.cadre)
    path = make(client)
    assert "还没有日历读取过" in client.get("/mine/calendar/").get_data(as_text=True)
    app.test_client().get(path)
    first = web_session.scalars(select(FeedToken.last_read_at)).one()
    assert first is not None
    web_session.rollback()
    app.test_client().get(path)
    assert web_session.scalars(select(FeedToken.last_read_at)).one() == first


def test_it_is_in_the_language_of_the_account(app: Flask, web_session: Session, staff: Staff, sign_in: SignIn) -> None:
    path = make(sign_in(staff.cadre))
    web_session.refresh(staff.cadre)
    staff.cadre.language = "en"
    web_session.commit()
    assert "Grid duty" in app.test_client().get(path).get_data(as_text=True)
