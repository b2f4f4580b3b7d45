"""The pages of the ledger in a real browser, on a desk and on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.ledger_site import PAGE, LedgerSite, make_ledger_site

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(web_session: Session) -> LedgerSite:
    """Two published months, and an account of each role."""
    made = make_ledger_site(web_session)
    web_session.commit()
    return made


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, "zh"), (DESKTOP, "en")], ids=["phone", "desktop"])
def test_each_page_is_in_order(
    shown: LedgerSite, site: Callable[..., Site], viewport: dict[str, int], language: str
) -> None:
    opened = site(viewport, language)
    opened.sign_in(shown.staff.admin)
    for path in (PAGE, f"{PAGE}?figure=far&sort=-far", f"{PAGE}/people/{shown.moved.id}", "/ledger/2020-01"):
        opened.open(path)
        opened.check()


def test_a_figure_is_opened_to_its_duties_and_back(shown: LedgerSite, site: Callable[..., Site]) -> None:
    opened = site(DESKTOP)
    page = opened.sign_in(shown.staff.admin)
    opened.open(PAGE)
    page.locator("tr", has_text=shown.far.employee_number).locator("a[href*='show=far']").click()
    page.locator("#details >> text=非联点").wait_for()
    assert page.locator(".ledger-month").count() == 1
    page.click("text=看全部")
    page.locator(".ledger-month").nth(1).wait_for()
    opened.check()


def test_a_cadre_reads_the_own_ledger_on_a_phone(shown: LedgerSite, site: Callable[..., Site]) -> None:
    opened = site(PHONE)
    page = opened.sign_in(shown.staff.cadre)
    opened.open(f"{PAGE}/people/{shown.moved.id}")
    page.locator("h1 >> text=我的台账").wait_for()
    opened.check()
