"""The frame in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.factories import make_admin, make_district

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_in_page_is_in_order(site: Callable[..., Site], viewport: dict[str, int], language: str) -> None:
    opened = site(viewport, language)
    opened.open("/sign-in")
    opened.check()


def test_signing_in_leads_to_the_first_page(web_session: Session, site: Callable[..., Site]) -> None:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    opened = site()
    page = opened.sign_in(user)
    assert page.locator("nav#rail").is_visible()
    opened.check()
