"""A district with a surge from yesterday on, and an account of each role, for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.models import RoleName, SurgeMember, SurgeOperation, SurgeWork, User
from service.operations.surge.find import works_of
from tests.support.factories import make_admin, make_user, system
from tests.support.planning import World
from tests.support.published import TODAY
from tests.support.surges import call_up, make_surge_world, members


@dataclass(frozen=True, slots=True)
class Site:
    """A district with a surge from yesterday on, and an account of each role."""

    world: World
    operation: SurgeOperation
    admin: User
    officer: User
    head: User
    cadre: User
    member: SurgeMember


def make_surge_site(session: Session, **given: Any) -> Site:
    """The site; committed."""
    world = make_surge_world(session, **given)
    begun = datetime.now(UTC) - timedelta(days=1)
    operation = call_up(session, world, system(world.district), first=TODAY - timedelta(days=1), now=begun, days=6)
    coming = {work.cadre_id for work in works_of(session, operation, SurgeWork.date > TODAY)}
    member = next(one for cadre, one in members(session, operation).items() if cadre in coming)
    unit = next(one for one in world.units if one.id == member.unit_id)
    made = Site(
        world,
        operation,
        make_admin(session, world.district),
        make_user(session, world.district, RoleName.UNIT_OFFICER, unit_id=unit.id),
        make_user(session, world.district, RoleName.COMMUNITY_HEAD, community_id=member.place.community_id),
        make_user(session, world.district, RoleName.CADRE, cadre_id=member.cadre_id),
        member,
    )
    session.commit()
    return made
