"""The search from anywhere: people, units, zones and communities by name, pinyin, initials, number or code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from service.models import Cadre, Community, Unit, Zone
from service.operations.actor import Actor
from service.operations.cadres import text_condition
from service.operations.names import matches
from service.operations.scope import cadre_scope, community_scope, today_of, unit_scope, zone_scope

MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: at most `MOST_OF_A_KIND` of each kind; `people_in_all` tells how many people match."""

    people: Sequence[Cadre]
    people_in_all: int
    units: Sequence[Unit]
    communities: Sequence[Community]
    zones: Sequence[Zone]

    @property
    def total(self) -> int:
        """How many are shown."""
        return len(self.people) + len(self.units) + len(self.communities) + len(self.zones)


def search(session: Session, actor: Actor, now: datetime, text: str, most: int = MOST_OF_A_KIND) -> Found:
    """Everything in the actor's scope that a text may mean; nothing for a blank one."""
    text = text.strip()
    if not text:
        return Found([], 0, [], [], [])
    today = today_of(session, actor.district_id, now)
    condition = text_condition(text)
    people = select(Cadre).where(cadre_scope(actor, today)).order_by(Cadre.pinyin, Cadre.employee_number)
    if condition is not None:
        people = people.where(condition)
    in_all = session.scalar(select(func.count()).select_from(people.order_by(None).subquery())) or 0
    units = session.scalars(select(Unit).where(unit_scope(actor)).order_by(Unit.position, Unit.code))
    communities = session.scalars(select(Community).where(community_scope(actor)).order_by(Community.code))
    zones = session.scalars(
        select(Zone)
        .where(zone_scope(actor), or_(Zone.active_to.is_(None), Zone.active_to >= today))
        .order_by(Zone.code)
    )
    return Found(
        session.scalars(people.limit(most)).all(),
        in_all,
        [row for row in units if matches(text, row.name, row.code, row.short_name)][:most],
        [row for row in communities if matches(text, row.name, row.code)][:most],
        [row for row in zones if matches(text, row.name, row.code)][:most],
    )
