"""The pages of placements in a real browser: axe, no outside request, no sideways scrolling; an answer by pressing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from service.models import Candidate
from tests.support.browser import PHONE, Site
from tests.support.rounds import Asked, make_asked, make_rounds

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(web_session: Session) -> Asked:
    """Placements of each kind in force, and a round in preparation."""
    made = make_asked(web_session, make_rounds(web_session).staff)
    web_session.commit()
    return made


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_an_admin_are_in_order(asked: Asked, site: Callable[..., Site], language: str) -> None:
    window = site(language=language)
    window.sign_in(asked.staff.admin)
    for path in (
        "/placements/", "/placements/1", "/placements/meanwhile", "/placements/meanwhile?community=1",
        "/placements/reviews?state=all", "/placements/1/reviews/midterm/cadre", "/placements/papers",
        "/placements/papers/1", "/placements/papers/1/details",
    ):  # fmt: skip
        window.open(path)
        window.check()


def test_the_pages_of_an_officer_and_a_head_are_in_order_on_a_phone(asked: Asked, site: Callable[..., Site]) -> None:
    for user, path in (
        (asked.staff.officer, "/placements/answers"),
        (asked.staff.head, f"/placements/answers/posts/{asked.here.id}"),
    ):
        window = site(PHONE)
        window.sign_in(user)
        for one in ("/placements/", "/placements/1", "/placements/meanwhile", "/placements/reviews", path):
            window.open(one)
            window.check()


def test_a_cadres_pages_are_in_order_on_a_phone(asked: Asked, site: Callable[..., Site]) -> None:
    window = site(PHONE)
    window.sign_in(asked.staff.cadre)
    for path in ("/mine/placements/", f"/mine/placements/answers/{asked.programme.id}", "/mine/", "/placements/1"):
        window.open(path)
        window.check()


def test_an_officer_agrees_to_all_after_a_dialog_tells_how_many(
    asked: Asked, web_session: Session, site: Callable[..., Site]
) -> None:
    second = Candidate(
        district_id=asked.programme.district_id, programme_id=asked.programme.id,
        cadre_id=asked.staff.world.cadres[1].id,
    )  # fmt: skip
    web_session.add(second)
    web_session.commit()
    window = site()
    window.sign_in(asked.staff.officer)
    page = window.open("/placements/answers")
    page.get_by_role("button", name="其余全部同意").click()
    dialog = page.locator("dialog.confirm-dialog")
    assert "尚未答复的 2 人" in dialog.inner_text()
    dialog.get_by_role("button", name="其余全部同意").click()
    page.get_by_text("已同意 2 人").wait_for()
    web_session.expire_all()
    assert web_session.get_one(Candidate, second.id).unit_consent is True
