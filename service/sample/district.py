"""A whole sample district, from the places to who is on leave: the same seed and day give the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, FieldProblem, InvalidInput, Message
from service.models import District
from service.operations.actor import system_actor
from service.operations.audit_log import record
from service.sample.availability import make_absences, make_exemptions, make_preferences, make_recusals
from service.sample.communities import Source, read_communities
from service.sample.gatherings import make_events
from service.sample.people import make_cadres, make_memberships, make_parties
from service.sample.places import make_places
from service.sample.programmes import make_posts, make_programmes
from service.sample.surges import make_surge
from service.sample.units import CADRES, UNITS, make_units
from service.sample.writing import Making

MOST_CADRES = 99_999
ACTOR = "sample"
TIME_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """What a sample is made of. `units` and `code` follow from the cadres and the communities where not given."""

    cadres: int = CADRES
    units: int | None = None
    seed: int = 1
    communities: Path | None = None
    name: str | None = None
    code: str | None = None

    def checked_units(self) -> int:
        """The number of units.

        Raises:
            InvalidInput: cadres or units are out of bounds, or the seed is negative.
        """
        units = max(1, round(self.cadres * UNITS / CADRES)) if self.units is None else self.units
        bounds = (
            ("cadres", self.cadres, 10, MOST_CADRES),
            ("units", units, 1, self.cadres),
            ("seed", self.seed, 0, 2**31 - 1),
        )
        for name, value, low, high in bounds:
            if not low <= value <= high:
                expected = Message("%(low)d到%(high)d之间的整数", low=low, high=high)
                raise InvalidInput(
                    Message("%(name)s = %(value)d：应为%(expected)s", name=name, value=value, expected=expected),
                    [FieldProblem(name, value, expected)],
                )
        return units


def refuse_beside_real(session: Session) -> None:
    """Refuse where the database holds a district that is no sample.

    Raises:
        Conflict: it does; the words name the district.
    """
    real = session.scalar(select(District).where(District.synthetic.is_(False)).order_by(District.id))
    if real is not None:
        raise Conflict(
            Message("数据库中已有真实的区划“%(name)s”，不能再放入样例数据；请为样例另用一个数据目录", name=real.name)
        )


def make_sample(session: Session, now: datetime, options: SampleOptions | None = None) -> District:
    """Write a sample district; the calendar is seeded apart. `now` decides the day that everything is around.

    Raises:
        InvalidInput: an option or the list of communities is wrong.
        Conflict: the database holds a real district, or already one with this code.
    """
    options = options or SampleOptions()
    units = options.checked_units()
    source = read_communities(options.communities, options.name)
    refuse_beside_real(session)
    district = _district(session, now, source, options.code)
    making = Making(
        session=session,
        district_id=district.id,
        seed=options.seed,
        cadres=options.cadres,
        today=today_in(now),
        now=now,
        outline=source.outline,
    )
    counts = _fill(making, source, units)
    actor = system_actor(district.id, ACTOR)
    record(session, actor, now, "sample.make", district, after={"seed": options.seed, **counts})
    return district


def _district(session: Session, now: datetime, source: Source, code: str | None) -> District:
    code = code or source.code
    if session.scalar(select(District.id).where(District.code == code)) is not None:
        raise Conflict(Message("代码为“%(code)s”的区划已存在", code=code))
    district = District(
        code=code,
        name=f"{source.name}（样例）",
        time_zone=TIME_ZONE,
        synthetic=True,
        outline=[list(point) for point in source.outline] or None,
        planning={},
        created_at=now,
        changed_at=now,
    )
    session.add(district)
    session.flush()
    return district


def _fill(making: Making, source: Source, unit_count: int) -> dict[str, int]:
    places = make_places(making, source)
    units = make_units(making, places, unit_count)
    cadres = make_cadres(making, units, places)
    make_parties(making, cadres)
    make_memberships(making, cadres)
    exempt, secretaries = make_exemptions(making, cadres)
    make_absences(making, cadres, exempt)
    make_preferences(making, cadres, exempt)
    make_recusals(making, cadres, places)
    events = make_events(making, cadres, places)
    make_posts(making, units, places.skills)
    make_programmes(making, cadres, exempt, secretaries)
    served = make_surge(making, cadres, places, exempt)
    return {
        "communities": len(places.communities),
        "zones": len(places.zones),
        "units": len(units),
        "cadres": len(cadres),
        "exempt": len(exempt),
        "events": sum(events.values()),
        "surge": served,
    }


def today_in(now: datetime, time_zone: str = TIME_ZONE) -> date:
    """The day it is in a time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()
