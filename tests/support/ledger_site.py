"""A small district with two months published in the past, one of them changed, for the pages of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.models import Attendance, Cadre
from tests.support.ledger import Wanted, at, publish_duties
from tests.support.planning import give_leave
from tests.support.published import Staff, make_staff

MONTH = date(2026, 4, 1)
PAGE = "/ledger/2026-04"


@dataclass(frozen=True, slots=True)
class LedgerSite:
    """`far` served outside the linked communities, `moved` was moved, `missed` did not come, `away` was on leave."""

    staff: Staff
    far: Cadre
    moved: Cadre
    missed: Cadre
    away: Cadre


def make_ledger_site(session: Session, size: int = 4) -> LedgerSite:
    """March: everybody served at home but one. April: one moved the day before, one did not come, one on leave."""
    staff = make_staff(session, size=size)
    cadres, zones = staff.world.cadres, staff.world.zones
    own, other = cadres[:size], cadres[size:]
    for cadre in own:
        cadre.name = f"甲{cadre.name}"
    march: list[Wanted] = [(cadre, date(2026, 3, 2 + number), zones[number % 3]) for number, cadre in enumerate(own)]
    march += [(cadre, date(2026, 3, 2 + number), zones[3 + number % 3]) for number, cadre in enumerate(other)]
    march[1] = (own[1], date(2026, 3, 10), zones[4])
    publish_duties(session, staff.world.district, march, at(2, 20))
    give_leave(session, own[3], date(2026, 4, 1), date(2026, 4, 30))
    april: list[Wanted] = [
        (cadre, date(2026, 4, 7 + number), zones[number % 3]) for number, cadre in enumerate(own[:3])
    ]
    april += [(cadre, date(2026, 4, 7 + number), zones[3 + number % 3]) for number, cadre in enumerate(other[:4])]
    publish_duties(session, staff.world.district, april, at(3, 20))
    april[0] = (own[0], date(2026, 4, 20), zones[0])
    publication = publish_duties(session, staff.world.district, april, at(4, 6))
    gone = next(duty for duty in publication.assignments if duty.cadre_id == own[2].id)
    gone.attendance = Attendance.MISSED
    return LedgerSite(staff, own[1], own[0], own[2], own[3])
