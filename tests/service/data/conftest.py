"""A small district for the data operations: a unit with two cadres, a community with a zone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from service.models import Cadre, Community, District, Unit, Zone
from service.operations.actor import Actor
from tests.support.factories import (
    actor_for,
    make_admin,
    make_cadre,
    make_community,
    make_unit,
    make_zone,
)


@dataclass
class Place:
    """What the tests of this folder begin with."""

    district: District
    admin: Actor
    community: Community
    zone: Zone
    unit: Unit
    cadre: Cadre
    colleague: Cadre


@pytest.fixture
def place(session: Session, district: District) -> Place:
    """The small district, with its admin."""
    community = make_community(session, district)
    unit = make_unit(session, district, [community])
    return Place(
        district,
        actor_for(make_admin(session, district)),
        community,
        make_zone(session, community),
        unit,
        make_cadre(session, unit, name="李晓明", pinyin="lixiaoming", initials="lxm"),
        make_cadre(session, unit, name="王芳", pinyin="wangfang", initials="wf"),
    )
