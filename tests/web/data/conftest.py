"""A small district with an account of each role, for the data pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from service.models import Cadre, Community, District, RoleName, Unit, User, Zone
from tests.support.factories import (
    make_admin,
    make_cadre,
    make_community,
    make_district,
    make_unit,
    make_user,
    make_zone,
)


@dataclass
class Town:
    """The rows and accounts that the tests of this folder begin with."""

    district: District
    community: Community
    zone: Zone
    far_community: Community
    far_zone: Zone
    unit: Unit
    far_unit: Unit
    cadre: Cadre
    far_cadre: Cadre
    users: dict[str, User]


@pytest.fixture
def town(web_session: Session) -> Town:
    """Two units with a cadre each, two communities with a zone each, five accounts (one of another district)."""
    district = make_district(web_session)
    community, far_community = (make_community(web_session, district) for _ in range(2))
    unit, far_unit = make_unit(web_session, district, [community]), make_unit(web_session, district)
    cadre = make_cadre(web_session, unit, name="李晓明", pinyin="lixiaoming", initials="lxm", phone="13800001234")
    far_cadre = make_cadre(web_session, far_unit, name="王芳", pinyin="wangfang", initials="wf")
    users = {
        "admin": make_admin(web_session, district),
        "officer": make_user(web_session, district, RoleName.UNIT_OFFICER, unit_id=unit.id),
        "head": make_user(web_session, district, RoleName.COMMUNITY_HEAD, community_id=community.id),
        "cadre": make_user(web_session, district, RoleName.CADRE, cadre_id=cadre.id),
        "stranger": make_admin(web_session, make_district(web_session)),
    }
    zones = make_zone(web_session, community), make_zone(web_session, far_community)
    web_session.commit()
    return Town(district, community, zones[0], far_community, zones[1], unit, far_unit, cadre, far_cadre, users)


@pytest.fixture
def as_role(town: Town, sign_in: Callable[..., FlaskClient]) -> Callable[[str], FlaskClient]:
    """`as_role("officer")`: a client signed in with that account."""
    return lambda role: sign_in(town.users[role])
