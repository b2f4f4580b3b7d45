"""Events for tests: a district with kinds, two branches, and the values of a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Branch, BranchMembership, Event, EventKind
from service.operations.actor import Actor
from service.operations.events import EventValues, save_event, seed_kinds
from tests.support.factories import EPOCH, NOW, actor_for, added
from tests.support.published import Staff, make_staff

DAY = date(2026, 12, 9)


@dataclass(frozen=True, slots=True)
class Stage:
    """A staffed district with the usual kinds; the first branch has the first three cadres, the second the fifth."""

    staff: Staff
    kinds: dict[str, EventKind]
    branches: tuple[Branch, Branch]

    @property
    def admin(self) -> Actor:
        """The admin."""
        return actor_for(self.staff.admin)

    @property
    def officer(self) -> Actor:
        """The officer of the first unit."""
        return actor_for(self.staff.officer)

    @property
    def cadre(self) -> Actor:
        """The account of the first cadre."""
        return actor_for(self.staff.cadre)

    def values(self, kind: str = "training", **given: Any) -> EventValues:
        """What a form says: a whole day's training of everyone, unless told."""
        usual = EventValues(self.kinds[kind].id, "业务培训", DAY, "08:30", "17:30", "三楼会议室", everyone=True)
        return replace(usual, **given)


def make_stage(session: Session) -> Stage:
    """A stage; nothing of it is committed."""
    staff = make_staff(session)
    seed_kinds(session, actor_for(staff.admin), NOW)
    session.flush()
    kinds = {kind.code: kind for kind in session.scalars(
        select(EventKind).where(EventKind.district_id == staff.world.district.id))}  # fmt: skip
    branches = tuple(
        added(session, Branch(district_id=staff.world.district.id, code=f"B{number}", name=f"第{number}党支部"))
        for number in (1, 2)
    )
    cadres = staff.world.cadres
    for branch, members in ((branches[0], cadres[:3]), (branches[1], [cadres[4]])):
        for cadre in members:
            added(session, BranchMembership(cadre_id=cadre.id, branch_id=branch.id, valid_from=EPOCH))
    return Stage(staff, kinds, (branches[0], branches[1]))


def make_event(session: Session, stage: Stage, kind: str = "training", now: datetime = NOW, **given: Any) -> Event:
    """An event entered by the admin."""
    event = save_event(session, stage.admin, now, stage.values(kind, **given))
    session.flush()
    return event
