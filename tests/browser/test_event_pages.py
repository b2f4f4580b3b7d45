"""The pages of events in a real browser: axe, no outside request, no sideways scrolling; attendance by pressing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Event, EventAttendance
from service.sample.accounts import PASSWORD
from tests.support.browser import PHONE, Site

pytestmark = pytest.mark.browser


def number_of(session: Session, code: str) -> int:
    found: int = session.scalars(select(Event.id).where(Event.code == code)).one()
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_an_admin_are_in_order(
    sample_url: str, web_session: Session, site: Callable[..., Site], language: str
) -> None:
    window = site(language=language)
    window.sign_in("admin", PASSWORD)
    theme, training = number_of(web_session, "ZT-01"), number_of(web_session, "PX-01")
    for path in (
        "/events/", "/events/new", f"/events/{theme}", f"/events/{theme}/branches", f"/events/{training}",
        f"/events/{training}/sheet", "/events/series/1", "/events/series/1/change", "/events/kinds",
    ):  # fmt: skip
        window.open(path)
        window.check()


def test_a_cadres_events_are_in_order_on_a_phone(sample_url: str, site: Callable[..., Site]) -> None:
    window = site(PHONE)
    window.sign_in("cadre", PASSWORD)
    for path in ("/mine/events/", "/mine/"):
        window.open(path)
        window.check()


def test_all_others_are_marked_after_a_dialog_tells_how_many(
    sample_url: str, web_session: Session, site: Callable[..., Site]
) -> None:
    event = number_of(web_session, "XX-01")
    window = site()
    window.sign_in("admin", PASSWORD)
    page = window.open(f"/events/{event}")
    page.get_by_role("button", name="其余全部登记为到会").click()
    dialog = page.locator("dialog.confirm-dialog")
    assert "尚未登记的" in dialog.inner_text()
    dialog.get_by_role("button", name="其余全部登记为到会").click()
    page.get_by_text("人登记为到会", exact=False).first.wait_for()
    web_session.expire_all()
    states = web_session.scalars(select(EventAttendance.state).where(EventAttendance.event_id == event)).all()
    assert len(states) > 40
    assert set(states) == {"present"}
