"""The frame: sign-in, guards, headers, texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from service.models import RoleName
from tests.support import texts
from tests.support.factories import make_admin, make_district, make_user

PUBLIC = {"static", "bootstrap.static", "security.login", "security.logout"}


def test_every_text_has_english_with_the_same_figures() -> None:
    assert texts.missing() == {}
    assert texts.unused() == set()
    assert texts.differing_figures() == []


def test_every_view_says_who_may_see_it(app: Flask) -> None:
    silent = [
        name
        for name, view in app.view_functions.items()
        if not hasattr(view, "allowed_roles") and not name.startswith("security.") and name not in PUBLIC
    ]
    assert silent == []


def test_an_admin_signs_in_and_out(web_session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    client = sign_in(user)
    assert client.get("/", follow_redirects=True).status_code == 200
    client.post("/sign-out")
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_refused_in_general_words(web_session: Session, client: FlaskClient) -> None:
    user = make_user(web_session, make_district(web_session), RoleName.CADRE)
    web_session.commit()
    for name in (user.username, "nobody"):
        answer = client.post("/sign-in", data={"username": name, "password": "wrong"})
        assert "用户名或密码不正确" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere"])
def test_every_answer_has_the_strict_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_language_is_switched_by_the_address(client: FlaskClient) -> None:
    assert "User name" in client.get("/sign-in?lang=en").get_data(as_text=True)
    assert "User name" in client.get("/sign-in").get_data(as_text=True)
    assert "用户名" in client.get("/sign-in?lang=zh").get_data(as_text=True)
