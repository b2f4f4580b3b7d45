"""The pages of posts in a real browser: axe, no outside request, no sideways scrolling; a hand-over by pressing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Cadre, Community, District, Placement, PostKind, Programme, SiteStage
from service.operations.actor import Actor, system_actor
from service.operations.posts.hand_over_items import fill_list
from service.operations.posts.making import make_missing
from service.operations.posts.stages import put_usual_stages_everywhere
from service.sample.accounts import PASSWORD
from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.factories import NOW
from tests.support.posts import make_campaign, make_placement, make_post, make_site
from tests.support.published import TODAY

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)


@pytest.fixture
def posted(sample_url: str, web_session: Session) -> tuple[Placement, Placement, Programme]:
    """Posts of every kind in the sample: one enterprise changes hands, a site with a squad is late."""
    district = web_session.scalars(select(District)).one()
    actor: Actor = system_actor(district.id)
    for kind in ("grid_worker", "village", "unit"):
        make_missing(web_session, actor, NOW, kind)
    communities = web_session.scalars(select(Community).order_by(Community.id)).all()
    cadres = web_session.scalars(select(Cadre).order_by(Cadre.id)).all()
    enterprise = make_post(web_session, district, name="石峰机械有限公司", park="田心工业园")
    make_post(web_session, district, PostKind.LIFT, community=communities[0], name="三栋电梯")
    leaves = make_placement(web_session, cadres[5], enterprise, TODAY - 300 * DAY, TODAY - 20 * DAY)
    make_placement(web_session, cadres[6], enterprise, TODAY - 19 * DAY, TODAY + 300 * DAY, predecessor=leaves)
    fill_list(web_session, actor, NOW, leaves.id, "template")
    site = make_site(web_session, communities[0], name="一小区")
    campaign = make_campaign(web_session, district, [site], TODAY)
    member = make_placement(web_session, cadres[7], site, TODAY - DAY, TODAY + 40 * DAY, programme=campaign)
    put_usual_stages_everywhere(web_session, actor, NOW)
    stage = web_session.scalars(select(SiteStage).where(SiteStage.post_id == site.id)).first()
    assert stage is not None
    stage.due_on, stage.done_percent = TODAY - 9 * DAY, 40
    web_session.commit()
    return leaves, member, campaign


@pytest.mark.parametrize(("viewport", "language"), [(DESKTOP, "zh"), (PHONE, "zh"), (DESKTOP, "en"), (PHONE, "en")])
def test_the_pages_of_an_admin_are_in_order(
    posted: tuple[Placement, Placement, Programme], site: Callable[..., Site], viewport: dict[str, int], language: str
) -> None:
    leaves, member, campaign = posted
    window = site(viewport, language)
    window.sign_in("admin", PASSWORD)
    for path in (
        "/posts/", "/posts/new", "/posts/make", "/posts/vacancies", "/posts/people", "/posts/hand-overs", "/posts/sites",
        "/posts/squads", f"/posts/squads/{campaign.id}/dissolve", f"/posts/{member.post_id}",
        f"/posts/{leaves.post_id}", f"/posts/{leaves.post_id}/roles/new", f"/posts/hand-overs/{leaves.id}",
        "/posts/settings", "/unit-recusals/", "/unit-recusals/new",
    ):  # fmt: skip
        window.open(path)
        window.check()


def test_a_hand_over_is_marked_after_a_question(
    posted: tuple[Placement, Placement, Programme], site: Callable[..., Site]
) -> None:
    window = site(PHONE)
    window.sign_in("admin", PASSWORD)
    page = window.open(f"/posts/hand-overs/{posted[0].id}")
    page.get_by_role("button", name="办结", exact=True).first.click()
    expect(page.get_by_role("heading", name="交接清单")).to_contain_text("1 / 4")
    page.get_by_role("button", name="其余全部办结").click()
    dialog = page.locator("dialog.confirm-dialog")
    expect(dialog).to_contain_text("尚未办结的 3 项")
    dialog.get_by_role("button", name="其余全部办结").click()
    expect(page.get_by_role("heading", name="交接清单")).to_contain_text("4 / 4")
    page.fill("#what", "")
    page.get_by_role("button", name="列入", exact=True).click()
    expect(page.locator("#what-error")).to_contain_text("不能为空")


def test_a_heads_sites_are_in_order_on_a_phone(
    posted: tuple[Placement, Placement, Programme], site: Callable[..., Site]
) -> None:
    window = site(PHONE)
    window.sign_in("head", PASSWORD)
    for path in ("/posts/", "/posts/sites", "/posts/vacancies", "/posts/hand-overs"):
        window.open(path)
        window.check()
