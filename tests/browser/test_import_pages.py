"""Importing in a real browser: from the choice of a kind to the result, in both widths and languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from service.models import User
from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.factories import make_admin, make_district, make_unit
from tests.support.sheets import xlsx

pytestmark = pytest.mark.browser
HEADS = ["单位编号", "单位名称", "在岗底数"]


@pytest.fixture
def admin(web_session: Session) -> User:
    district = make_district(web_session)
    make_unit(web_session, district, code="DW01", name="司法局")
    user = make_admin(web_session, district)
    web_session.commit()
    return user


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_is_previewed_and_applied(
    admin: User, site: Callable[..., Site], tmp_path: Path, viewport: dict[str, int], language: str
) -> None:
    bad, good = tmp_path / "bad.xlsx", tmp_path / "good.xlsx"
    bad.write_bytes(xlsx(HEADS, ["DW01", "区司法局", "三"]))
    good.write_bytes(xlsx(HEADS, ["DW01", "区司法局", 3], ["DW02", "卫健局", 2]))
    opened = site(viewport, language)
    page = opened.sign_in(admin)
    opened.open("/imports/")
    opened.check()
    page.click("a[href='/imports/units']")
    opened.check()
    page.set_input_files("#file", bad)
    page.click("form[data-upload] button[type=submit]")
    page.wait_for_url("**/previews/**")
    assert page.locator("form[action$='/apply']").count() == 0
    assert page.locator("td", has_text="三").is_visible()
    opened.check()
    opened.open("/imports/units")
    page.set_input_files("#file", good)
    page.click("form[data-upload] button[type=submit]")
    page.wait_for_url("**/previews/**")
    opened.check()
    page.click("form[action$='/apply'] button")
    page.locator("dialog .btn-primary").click()
    page.wait_for_url("**/results/**")
    opened.check()
    opened.open("/imports/")
    assert page.locator("td", has_text="good.xlsx").is_visible()


def test_whole_numbers_are_asked_for_on_a_page_of_their_own(admin: User, site: Callable[..., Site]) -> None:
    opened = site(PHONE)
    page = opened.sign_in(admin)
    opened.open("/exports/cadres/full")
    opened.check()
    page.fill("#reason", "核对通讯录")
    with page.expect_download() as download:
        page.click("form[action='/exports/cadres/full'] button")
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.locator("form[action='/exports/cadres/full'] button")).to_be_enabled()
