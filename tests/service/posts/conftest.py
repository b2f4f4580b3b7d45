"""A district with an admin, a head, an officer and three cadres, for the tests of posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from service.models import Cadre, Community, District, RoleName, Unit
from service.operations.actor import Actor
from service.operations.scope import today_of
from tests.support.factories import NOW, actor_for, make_admin, make_cadre, make_community, make_unit, make_user


@dataclass
class Ground:
    """What the tests of this folder begin with; `today` is the district's day of `NOW`."""

    district: District
    today: date
    community: Community
    unit: Unit
    far_unit: Unit
    cadres: list[Cadre]
    admin: Actor
    head: Actor
    officer: Actor
    person: Actor


@pytest.fixture
def ground(session: Session, district: District) -> Ground:
    """The first two cadres are of the officer's unit, the third of the other; the first has an account."""
    community = make_community(session, district)
    unit, far_unit = make_unit(session, district, [community]), make_unit(session, district)
    cadres = [
        make_cadre(session, unit, name="李晓明", pinyin="lixiaoming", initials="lxm"),
        make_cadre(session, unit, name="王芳", pinyin="wangfang", initials="wf"),
        make_cadre(session, far_unit, name="赵强", pinyin="zhaoqiang", initials="zq"),
    ]
    head = make_user(session, district, RoleName.COMMUNITY_HEAD, community_id=community.id)
    officer = make_user(session, district, RoleName.UNIT_OFFICER, unit_id=unit.id)
    person = make_user(session, district, RoleName.CADRE, cadre_id=cadres[0].id)
    return Ground(
        district, today_of(session, district.id, NOW), community, unit, far_unit, cadres,
        actor_for(make_admin(session, district)), actor_for(head), actor_for(officer), actor_for(person),
    )  # fmt: skip
