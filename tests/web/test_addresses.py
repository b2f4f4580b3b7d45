"""Addresses that somebody made up: a page answers them in words, and none becomes a link out of the product."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support.factories import make_admin, make_district

HUGE = "9" * 25


@pytest.fixture
def admin(app: Flask, web_session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    app.testing = False
    return sign_in(user)


@pytest.mark.parametrize("query", ["endpoint=x", "_anchor=x", "_method=POST", "self=1", "values=1", "month=abc"])
@pytest.mark.parametrize("path", ["/people/", "/history/", "/overview/2026-12", "/nowhere"])
def test_words_of_the_program_in_an_address_are_only_a_query(admin: FlaskClient, path: str, query: str) -> None:
    assert admin.get(f"{path}?{query}").status_code == (404 if path == "/nowhere" else 200)


def test_no_address_makes_a_link_of_another_scheme(admin: FlaskClient) -> None:
    page = admin.get("/people/?_scheme=javascript&_external=1&q=%0Aalert(1)//").get_data(as_text=True)
    links = re.findall(r'href="([^"]+)"', page)
    assert any("_scheme=javascript" in link for link in links)
    assert [link for link in links if not link.startswith(("/", "#"))] == []


def test_filters_stay_when_the_language_changes(admin: FlaskClient) -> None:
    page = admin.get("/people/?q=a%26b&col=unit&col=branch").get_data(as_text=True)
    assert "/people/?q=a%26b&amp;col=unit&amp;col=branch&amp;lang=en" in page


@pytest.mark.parametrize(
    "path",
    ["/people/{}", "/zones/{}/edit", "/runs/{}", "/accounts/{}", "/imports/results/{}", "/plan/2026-12/add/{}"],
)
def test_a_number_that_no_database_can_hold_is_no_page(admin: FlaskClient, path: str) -> None:
    assert admin.get(path.format(HUGE)).status_code == 404


@pytest.mark.parametrize("query", ["unit", "branch", "skill", "community", "subdistrict", "cadre", "page", "size"])
@pytest.mark.parametrize("path", ["/people/", "/zones/", "/absences/", "/unit-month/2026-12", "/communities/"])
def test_a_filter_that_no_database_can_hold_is_passed_over(admin: FlaskClient, path: str, query: str) -> None:
    assert admin.get(f"{path}?{query}={HUGE}").status_code < 500


def test_who_asks_for_json_is_led_to_the_sign_in_page(app: Flask, client: FlaskClient) -> None:
    app.testing = False
    answer = client.get("/people/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Fpeople%2F")


def test_a_part_of_a_page_without_a_sign_in_leaves_the_page(client: FlaskClient) -> None:
    where = {"HX-Request": "true", "HX-Current-URL": "http://localhost/plan/2026-12?by=day"}
    answer = client.get("/plan/2026-12/clashes", headers=where)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=%2Fplan%2F2026-12%3Fby%3Dday")
    foreign = {"HX-Request": "true", "HX-Current-URL": "http://evil.example/x"}
    assert client.get("/plan/2026-12/clashes", headers=foreign).headers["HX-Redirect"] == "/sign-in"


def test_a_form_sent_without_a_sign_in_comes_back_to_its_page(client: FlaskClient) -> None:
    answer = client.post("/plan/2026-12/publish", headers={"Referer": "http://localhost/plan/2026-12/publish"})
    assert answer.location == "/sign-in?next=%2Fplan%2F2026-12%2Fpublish"
