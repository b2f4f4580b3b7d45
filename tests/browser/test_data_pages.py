"""The data pages in a real browser: accessible, no sideways scrolling, suggestions and confirmations at work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from service.sample.accounts import PASSWORD
from tests.support.browser import DESKTOP, PHONE, Site

pytestmark = pytest.mark.browser
PAGES = [
    "/people/",
    "/people/1",
    "/people/1/edit",
    "/units/1",
    "/units/1/edit",
    "/branches/1",
    "/zones/",
    "/zones/1",
    "/zones/1/edit",
    "/communities/1",
    "/communities/grid-workers",
    "/absences/",
    "/absences/new",
    "/exemptions/",
    "/recusals/new",
    "/preferences/",
    "/parties/",
    "/parties/1/edit",
    "/calendar/2026-10",
    "/calendar/2027-02",
    "/calendar/year",
    "/calendar/revisions",
    "/calendar/change",
    "/search/?q=li&stay=1",
    "/history/",
]


@pytest.mark.parametrize(("viewport", "language"), [(DESKTOP, "zh"), (PHONE, "zh"), (DESKTOP, "en"), (PHONE, "en")])
def test_the_data_pages_are_in_order(
    sample_url: str, site: Callable[..., Site], viewport: dict[str, int], language: str
) -> None:
    opened = site(viewport, language)
    opened.sign_in("admin", PASSWORD)
    for path in PAGES:
        opened.open(path)
        opened.check()


def test_leave_is_entered_with_a_suggestion_and_cancelled_after_a_question(
    sample_url: str, site: Callable[..., Site]
) -> None:
    opened = site()
    page = opened.sign_in("admin", PASSWORD)
    opened.open("/people/2")
    name = page.locator("h1").inner_text()
    number = page.locator(".page-subtitle").inner_text()
    opened.open("/absences/new")
    page.locator("#cadre").press_sequentially(name)
    option = page.locator(f"#cadre-choices option[value='{number} {name}']")
    expect(option).to_have_count(1)
    page.fill("#cadre", f"{number} {name}")
    page.fill("#first_day", "2027-03-01")
    page.fill("#last_day", "2027-03-02")
    page.click("main form button[type=submit]")
    expect(page.locator(".alert-success")).to_contain_text(name)
    opened.open(f"/absences/?q={number}&from=2027-03-01")
    page.get_by_role("button", name="取消请假").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(name)
    dialog.get_by_role("button", name="取消", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="取消请假").click()
    page.get_by_role("dialog").get_by_role("button", name="取消请假").click()
    expect(page.locator(".alert-success")).to_contain_text("已取消请假")


def test_a_refused_form_has_the_focus_on_its_summary(sample_url: str, site: Callable[..., Site]) -> None:
    opened = site()
    page = opened.sign_in("admin", PASSWORD)
    opened.open("/zones/1/edit")
    page.fill("#max_visits", "0")
    page.click("main form button[type=submit]")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("每月最多走访")
    expect(page.locator("#max_visits")).to_have_value("0")
    assert not [text for text in opened.complaints if "422" not in text]
