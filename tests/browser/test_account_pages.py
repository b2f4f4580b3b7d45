"""Accounts, sign-in, my account and settings in a real browser: both widths, both languages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from passlib.totp import TOTP
from sqlalchemy.orm import Session

from service.models import District, RoleName, User
from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.factories import (
    PASSWORD,
    make_admin,
    make_cadre,
    make_community,
    make_district,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(
    "viewport, language", [(DESKTOP, "zh"), (PHONE, "zh"), (DESKTOP, "en"), (PHONE, "en")], ids=str
)
PATHS = (
    "/account/",
    "/account/password",
    "/account/second-factor",
    "/account/recovery-codes",
    "/accounts/",
    "/accounts/?q=nobody",
    "/accounts/new",
    "/accounts/roster",
    "/settings/",
    "/settings/planning",
    "/settings/skills",
)


@pytest.fixture
def admin(web_session: Session) -> User:
    """An admin of a district with some people and accounts."""
    district: District = make_district(web_session)
    unit = make_unit(web_session, district)
    made = make_admin(web_session, district)
    make_user(web_session, district, RoleName.UNIT_OFFICER, unit_id=unit.id)
    make_user(web_session, district, RoleName.COMMUNITY_HEAD, community_id=make_community(web_session, district).id)
    for _ in range(6):
        make_cadre(web_session, unit)
    make_user(web_session, district, RoleName.CADRE, cadre_id=make_cadre(web_session, unit).id, active=False)
    web_session.commit()
    return made


@BOTH
def test_every_page_is_in_order(
    admin: User, site: Callable[..., Site], viewport: dict[str, int], language: str
) -> None:
    opened = site(viewport, language)
    opened.sign_in(admin)
    for path in (*PATHS, f"/accounts/{admin.id}"):
        opened.open(path)
        opened.check()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_empty_district_is_in_order(
    web_session: Session, site: Callable[..., Site], viewport: dict[str, int]
) -> None:
    admin = make_admin(web_session, make_district(web_session))
    web_session.commit()
    opened = site(viewport)
    opened.sign_in(admin)
    for path in PATHS:
        opened.open(path)
        opened.check()


def test_an_installation_without_accounts_is_in_order(app: Flask, site: Callable[..., Site]) -> None:
    opened = site()
    assert opened.open("/sign-in").get_by_text("grid-duty setup").is_visible()
    opened.check()


def test_slips_are_made_after_a_confirmation_and_print_without_the_frame(
    admin: User, site: Callable[..., Site]
) -> None:
    opened = site()
    page = opened.sign_in(admin)
    opened.open("/accounts/roster")
    page.get_by_role("button", name=re.compile("建立 6 个账号")).click()
    dialog = page.locator("dialog")
    assert "6 名干部" in dialog.inner_text()
    dialog.get_by_role("button", name="建立账号").click()
    page.wait_for_selector(".slip")
    assert page.locator(".slip").count() == 6
    opened.check()
    page.emulate_media(media="print")
    assert not page.locator("#rail").is_visible()
    assert not page.get_by_role("button", name="打印").is_visible()
    width = page.locator(".slips").first.evaluate(
        "grid => getComputedStyle(grid).gridTemplateColumns.split(' ').length"
    )
    assert width == 2


def test_a_second_factor_is_set_up_and_used(admin: User, site: Callable[..., Site]) -> None:
    opened = site(PHONE)
    page = opened.sign_in(admin)
    opened.open("/account/second-factor")
    page.get_by_role("button", name="开始设置").click()
    picture = page.locator("img.qr-code")
    picture.wait_for()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 100
    opened.check()
    key = page.locator(".setup-key").inner_text().replace("-", "")
    page.fill("input[name=code]", TOTP(key=key).generate(time.time()).token)
    page.get_by_role("button", name="启用二次验证").click()
    page.get_by_role("button", name="生成恢复码").click()
    page.wait_for_selector(".recovery-codes li")
    assert page.locator(".recovery-codes li").count() == 10
    opened.check()
    other = site(PHONE)
    there = other.open("/sign-in")
    there.fill("input[name=username]", admin.username)
    there.fill("input[name=password]", PASSWORD)
    there.get_by_role("button", name="登录").click()
    there.wait_for_url(re.compile("/sign-in/code"))
    other.check()
    there.get_by_role("link", name=re.compile("恢复码")).click()
    other.check()
    there.fill("input[name=code]", page.locator(".recovery-codes li").first.inner_text())
    there.get_by_role("button", name="登录").click()
    there.wait_for_url(lambda url: "/sign-in" not in url)
    other.open("/account/")


def test_a_refused_form_has_the_focus_on_what_is_wrong(admin: User, site: Callable[..., Site]) -> None:
    opened = site()
    page = opened.sign_in(admin)
    opened.open("/settings/planning")
    page.fill("input[name=min_gap_days]", "99")
    page.get_by_role("button", name="保存").click()
    summary = page.locator(".error-summary")
    summary.wait_for()
    assert summary.evaluate("box => box === document.activeElement")
    assert "1 至 31" in summary.inner_text()
    assert page.input_value("input[name=min_gap_days]") == "99"
    # The refused form is an answer 422, which the browser notes; nothing else may be wrong.
    assert [text for text in opened.complaints if "422" not in text] == []
