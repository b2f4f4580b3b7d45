"""The pages of cadres, officers and heads in a real browser, on a desk and on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.published import TODAY, Staff, make_staff, publish_around_today

pytestmark = pytest.mark.browser
MONTH = f"{TODAY:%Y-%m}"
PAGES = {
    "cadre": ["/mine/", f"/mine/preferences/{MONTH}", "/mine/calendar/"],
    "officer": [f"/unit-month/{MONTH}", "/unit-month/2031-01"],
    "head": [f"/community-days/day/{TODAY}", f"/community-days/month/{MONTH}", f"/community-days/day/{TODAY}/sheet"],
}


@pytest.fixture
def staff(web_session: Session) -> Staff:
    """Accounts of each role and duties around today."""
    made = make_staff(web_session)
    publish_around_today(web_session, made)
    web_session.commit()
    return made


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, "zh"), (DESKTOP, "en")], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", sorted(PAGES))
def test_each_page_is_in_order(
    staff: Staff, site: Callable[..., Site], role: str, viewport: dict[str, int], language: str
) -> None:
    opened = site(viewport, language)
    opened.sign_in(getattr(staff, role))
    for path in PAGES[role]:
        opened.open(path)
        opened.check()


def test_a_calendar_address_is_made_and_copied(staff: Staff, site: Callable[..., Site]) -> None:
    opened = site(PHONE)
    page = opened.sign_in(staff.cadre)
    opened.open("/mine/calendar/")
    page.click("text=生成日历地址")
    page.locator("#feed-address").wait_for()
    address = page.input_value("#feed-address")
    assert address.startswith(opened.address + "/feeds/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copy]")
    page.locator("[data-copy] >> text=已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    opened.check()


def test_a_head_marks_attendance_with_one_press_and_can_take_it_back(staff: Staff, site: Callable[..., Site]) -> None:
    opened = site(PHONE)
    page = opened.sign_in(staff.head)
    first = page.locator(".visitor").first
    first.locator("button[value=served]").click()
    first.locator("button[value=served][aria-pressed=true]").wait_for()
    first.locator("button[value=planned]").click()
    first.locator("button[value=served][aria-pressed=false]").wait_for()
    opened.check()


def test_a_preference_is_said_by_pressing_a_day(staff: Staff, site: Callable[..., Site]) -> None:
    opened = site(PHONE)
    page = opened.sign_in(staff.cadre)
    opened.open("/mine/preferences/")
    page.locator(".preference-day").first.click()
    page.select_option("select[name=points]", "8")
    page.click("form.record-form button[type=submit]")
    page.locator(".preference-points >> text=8").wait_for()
    opened.check()
