"""Published months made row by row, so that a test says exactly which duty stands in which version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import (
    Assignment,
    Cadre,
    Community,
    District,
    GridWorker,
    MonthState,
    Publication,
    RoleName,
    Unit,
    User,
    Zone,
)
from service.operations.memberships import unit_on
from tests.support.factories import added, make_admin, make_user
from tests.support.planning import World, make_world

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


@dataclass(frozen=True, slots=True)
class Planned:
    """One duty of a version."""

    cadre: Cadre
    zone: Zone
    date: date
    uid: str = ""
    sequence: int = 0
    more: dict[str, Any] = field(default_factory=dict)


def publish_rows(
    session: Session, district: District, number: int, duties: Sequence[Planned], month: date, at: datetime
) -> Publication:
    """A version of a month with these duties, in force from now on."""
    publication: Publication = added(
        session,
        Publication(
            district_id=district.id, month=month, number=number, input_hash="0" * 64, published_at=at,
            published_by="test",
        ),
    )  # fmt: skip
    for duty in duties:
        unit = unit_on(duty.cadre, duty.date)
        assert unit is not None
        values = {
            "uid": duty.uid or f"{month:%Y%m}-{duty.cadre.id}-1@test",
            "sequence": duty.sequence,
            "unit_name": unit.name,
            "zone_name": duty.zone.name,
            "community_name": duty.zone.community.name,
            **duty.more,
        }
        session.add(
            Assignment(
                publication_id=publication.id, cadre_id=duty.cadre.id, unit_id=unit.id, zone_id=duty.zone.id,
                date=duty.date, **values,
            )
        )  # fmt: skip
    state = session.scalar(select(MonthState).where(MonthState.district_id == district.id, MonthState.month == month))
    if state is None:
        state = MonthState(district_id=district.id, month=month)
        session.add(state)
    state.publication_id = publication.id
    session.flush()
    return publication


@dataclass(frozen=True, slots=True)
class Staff:
    """A district with an account of each role; the second unit and community are nobody's business here."""

    world: World
    admin: User
    officer: User
    head: User
    cadre: User

    @property
    def unit(self) -> Unit:
        """The officer's unit."""
        return self.world.units[0]

    @property
    def community(self) -> Community:
        """The head's community."""
        return self.world.communities[0]

    @property
    def person(self) -> Cadre:
        """The cadre of the cadre's account: the first of the officer's unit."""
        return self.world.cadres[0]


def make_staff(session: Session, **given: Any) -> Staff:
    """Two units of four, two communities of three zones, accounts of each role in the first of each."""
    world = make_world(session, **given)
    district = world.district
    session.add(
        GridWorker(
            district_id=district.id, number="W1", name="网格员甲", community_id=world.communities[0].id,
            zone_id=world.zones[0].id, phone="13800001111",
        )
    )  # fmt: skip
    world.cadres[0].phone = "13912345678"
    return Staff(
        world,
        make_admin(session, district),
        make_user(session, district, RoleName.UNIT_OFFICER, unit_id=world.units[0].id, display_name="联络员乙"),
        make_user(session, district, RoleName.COMMUNITY_HEAD, community_id=world.communities[0].id),
        make_user(session, district, RoleName.CADRE, cadre_id=world.cadres[0].id),
    )


def publish_around_today(session: Session, staff: Staff, number: int = 1) -> list[Planned]:
    """A version for each month that is touched: the cadre of the account serves today, others before and after.

    The first and the second cadre go together today; the fifth, of the other unit, comes to the same
    community tomorrow; the sixth serves elsewhere; the third served yesterday.
    """
    world = staff.world
    duties = [
        Planned(world.cadres[0], world.zones[0], TODAY, more={"party_code": "P1"}),
        Planned(world.cadres[1], world.zones[0], TODAY, more={"party_code": "P1"}),
        Planned(world.cadres[4], world.zones[1], TODAY + timedelta(days=1)),
        Planned(world.cadres[5], world.zones[3], TODAY + timedelta(days=1)),
        Planned(world.cadres[2], world.zones[2], TODAY - timedelta(days=1)),
    ]
    for month in sorted({duty.date.replace(day=1) for duty in duties}):
        publish_rows(
            session,
            world.district,
            number,
            [duty for duty in duties if duty.date.replace(day=1) == month],
            month,
            datetime.now(UTC) - timedelta(days=20),
        )
    return duties
