"""The pages of programmes in a real browser: axe, no outside request, no sideways scrolling; rows ticked and added."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Candidate, Programme, ProgrammeKind, ProgrammePost
from service.sample.accounts import PASSWORD
from tests.support.browser import PHONE, Site
from tests.support.programmes import propose

pytestmark = pytest.mark.browser


def solved(session: Session) -> tuple[int, int, Programme]:
    """A rotation of the sample with a proposal: programme, proposal."""
    query = select(Programme).where(Programme.kind == ProgrammeKind.ROTATION).order_by(Programme.id.desc())
    programme = session.scalars(query).first()
    assert programme is not None
    for row in session.scalars(select(Candidate).where(Candidate.programme_id == programme.id)):
        row.own_consent = row.unit_consent = True
    for post in session.scalars(select(ProgrammePost).where(ProgrammePost.programme_id == programme.id)):
        post.consent = True
    proposal = propose(session, programme)
    session.commit()
    return programme.id, proposal.id, programme


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_a_programme_are_in_order(
    sample_url: str, web_session: Session, site: Callable[..., Site], language: str
) -> None:
    number, proposal, _ = solved(web_session)
    window = site(language=language)
    window.sign_in("admin", PASSWORD)
    tabs = [f"/programmes/{number}{tail}" for tail in (
        "", "/edit", "/shift", "/posts", "/posts/add", "/candidates", "/candidates/add", "/conditions", "/limits/new",
        "/pins/new", "/proposals", "/placements", "/placements/new",
    )]  # fmt: skip
    for path in ("/programmes/", "/programmes/new", *tabs, f"/programmes/proposals/{proposal}/approve"):
        window.open(path)
        window.check()
    page = window.open(f"/programmes/proposals/{proposal}")
    window.check()
    page.locator('a[href*="/why?"]').first.click()
    page.wait_for_url("**/why?**")
    window.check()


def test_the_pages_of_a_programme_fit_a_phone(sample_url: str, web_session: Session, site: Callable[..., Site]) -> None:
    number, proposal, _ = solved(web_session)
    window = site(PHONE)
    window.sign_in("admin", PASSWORD)
    for path in (
        "/programmes/", f"/programmes/{number}", f"/programmes/{number}/posts", f"/programmes/{number}/candidates",
        f"/programmes/{number}/proposals", f"/programmes/proposals/{proposal}",
        f"/programmes/proposals/{proposal}/approve",
    ):  # fmt: skip
        window.open(path)
        window.check()


def test_the_button_waits_for_a_row_to_be_ticked_and_all_can_be_ticked_at_once(
    sample_url: str, web_session: Session, site: Callable[..., Site]
) -> None:
    number, _, _ = solved(web_session)
    window = site()
    window.sign_in("admin", PASSWORD)
    page = window.open(f"/programmes/{number}/candidates/add")
    button = page.get_by_role("button", name="添加勾选的人员")
    assert button.is_disabled()
    page.locator("[data-pick-all]").check()
    assert button.is_enabled()
    assert page.locator('input[name="row"]:not(:checked)').count() == 0
