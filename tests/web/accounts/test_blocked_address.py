"""A network address from which too many sign-ins were refused takes none for a while, and says so in plain words."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from service.models import RoleName, User
from service.settings import Settings, WebSettings
from tests.support.factories import PASSWORD, make_community, make_district, make_user

WORDS = "从您所在网络地址登录失败过多（15 分钟内已达 10 次）"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Ten refused sign-ins block an address; one proxy tells of the clients behind it."""
    return settings.model_copy(update={"web": WebSettings(lock_address_after_failures=10, behind_proxies=1)})


@pytest.fixture
def user(web_session: Session) -> User:
    district = make_district(web_session)
    community = make_community(web_session, district)
    made = make_user(web_session, district, RoleName.COMMUNITY_HEAD, community_id=community.id)
    web_session.commit()
    return made


def enter(app: Flask, name: str, password: str, address: str) -> tuple[int, str]:
    """A sign-in from an address, by the proxy's word."""
    answer = app.test_client().post(
        "/sign-in", data={"username": name, "password": password}, headers={"X-Forwarded-For": address}
    )
    return answer.status_code, answer.get_data(as_text=True)


def test_the_right_password_is_refused_there_and_taken_elsewhere(app: Flask, user: User) -> None:
    for number in range(10):
        status, text = enter(app, f"nobody{number}", "wrong", "10.1.1.1")
        assert status == 200
        assert WORDS not in text
    status, text = enter(app, user.username, PASSWORD, "10.1.1.1")
    assert status == 200
    assert WORDS in text
    assert enter(app, user.username, PASSWORD, "10.1.1.2")[0] == 302


def test_one_failure_fewer_blocks_nobody(app: Flask, user: User) -> None:
    for number in range(9):
        enter(app, f"nobody{number}", "wrong", "10.1.1.1")
    assert enter(app, user.username, PASSWORD, "10.1.1.1")[0] == 302
