"""The pages of surges in a real browser: axe, no outside request, no sideways scrolling, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from service.operations.surge.building import Mode
from tests.support.browser import PHONE, Site
from tests.support.published import TODAY
from tests.support.surge_site import make_surge_site
from tests.support.surges import solve_now

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_an_admin_are_in_order(
    app: Flask, web_session: Session, site: Callable[..., Site], language: str
) -> None:
    surge = make_surge_site(web_session)
    roster = solve_now(web_session, surge.operation, Mode.RELIEF, TODAY)
    web_session.commit()
    window = site(language=language)
    window.sign_in(surge.admin)
    number, place = surge.operation.id, surge.member.place_id
    paths = [
        "", "/basics", "/shifts", "/places", "/places/add", "/rest", "/who", "/people", "/callout", "/messages",
        "/strength", "/versions", "/versions/1", "/stand-down", f"/place/{place}/day/{TODAY}", f"/place/{place}/roster",
    ]  # fmt: skip
    for path in [f"/surge/{number}{path}" for path in paths] + [
        "/surge/", "/surge/new", f"/surge/rosters/{roster.id}", f"/surge/places/{place}", f"/surge/{number}/check",
    ]:  # fmt: skip
        window.open(path)
        window.check()


def test_the_pages_of_the_others_are_in_order_on_a_phone(
    app: Flask, web_session: Session, site: Callable[..., Site]
) -> None:
    surge = make_surge_site(web_session)
    number, place = surge.operation.id, surge.member.place_id
    day = f"/surge/{number}/place/{place}/day/{TODAY}"
    for user, paths in (
        (surge.cadre, ["/mine/surge/", f"/surge/members/{surge.member.id}/cannot?from=mine"]),
        (surge.head, ["/surge/", day, f"/surge/{number}/place/{place}/roster"]),
        (surge.officer, ["/surge/", f"/surge/{number}/callout", f"/surge/{number}/messages"]),
    ):
        window = site(PHONE)
        window.sign_in(user)
        for path in paths:
            window.open(path)
            window.check()


def test_a_cadre_says_on_the_phone_that_they_come(app: Flask, web_session: Session, site: Callable[..., Site]) -> None:
    surge = make_surge_site(web_session)
    window = site(PHONE)
    page = window.sign_in(surge.cadre)
    window.open("/mine/surge/")
    page.get_by_role("button", name="能到岗").click()
    page.get_by_role("status").wait_for()
    web_session.expire_all()
    assert surge.member.answer == "coming"
