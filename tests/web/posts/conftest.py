"""A district with an account of each role, an enterprise, a village and a site, for the pages of posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from service.models import Placement, Post, PostKind, User
from tests.support.factories import make_admin, make_district
from tests.support.posts import make_placement, make_post, make_site
from tests.support.published import TODAY, Staff, make_staff

DAY = timedelta(days=1)


@dataclass
class Scene:
    """The first cadre (with the account) leaves the enterprise in five days, the fifth (of the other unit) follows."""

    staff: Staff
    enterprise: Post
    village: Post
    site: Post
    far_site: Post
    leaves: Placement
    follows: Placement
    users: dict[str, User]


@pytest.fixture
def scene(web_session: Session) -> Scene:
    staff = make_staff(web_session)
    world = staff.world
    enterprise = make_post(web_session, world.district, name="石峰机械", park="田心工业园", contact_phone="13812345678")
    village = make_post(web_session, world.district, PostKind.VILLAGE, name="白马村", community=world.communities[1])
    leaves = make_placement(web_session, world.cadres[0], enterprise, TODAY - 300 * DAY, TODAY + 5 * DAY)
    follows = make_placement(
        web_session, world.cadres[4], enterprise, TODAY + 6 * DAY, TODAY + 300 * DAY, predecessor=leaves
    )
    found = Scene(
        staff, enterprise, village, make_site(web_session, staff.community, name="一小区"),
        make_site(web_session, world.communities[1], name="远小区"), leaves, follows,
        {
            "admin": staff.admin, "officer": staff.officer, "head": staff.head, "cadre": staff.cadre,
            "stranger": make_admin(web_session, make_district(web_session)),
        },
    )  # fmt: skip
    web_session.commit()
    return found


@pytest.fixture
def as_role(scene: Scene, sign_in: Callable[..., FlaskClient]) -> Callable[[str], FlaskClient]:
    """`as_role("head")`: a client signed in with that account."""
    return lambda role: sign_in(scene.users[role])
