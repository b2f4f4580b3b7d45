"""The one conflict check: what people are engaged in, and what of it hinders more."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Exemption, ExemptionKind, Placement
from service.operations.engagements import EngagementKind, Hold, Wanted, conflicts, engagements
from service.operations.programmes.ending import end_placement
from tests.support.factories import NOW, added, system
from tests.support.planning import give_leave, make_world, publish_month
from tests.support.programmes import FIRST, LAST, approve_it, make_post, make_programme, propose, take_part


def wanted(cadre_id: int, first: date = FIRST, last: date = LAST, *, full: bool = True) -> Wanted:
    return Wanted(cadre_id, first, last, full)


def exempt(session: Session, cadre_id: int, district_id: int, **given: object) -> Exemption:
    values = {"kind": ExemptionKind.SECONDED, "reason": "借调", "first_day": FIRST, "last_day": None, **given}
    row: Exemption = added(session, Exemption(cadre_id=cadre_id, district_id=district_id, **values))
    return row


def test_who_is_placed_is_engaged_for_the_term_and_their_own_exemption_is_not_told_twice(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    approve_it(session, propose(session, programme))
    found = engagements(session, world.district.id, FIRST, LAST)
    assert [(one.kind, one.hold, one.first, one.last) for one in found[world.cadres[0].id]] == [
        (EngagementKind.PLACEMENT, Hold.FULL, FIRST, LAST)
    ]
    assert world.cadres[1].id not in found


def test_a_full_placement_hinders_another_until_the_day_after_it_ended(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    approve_it(session, propose(session, programme))
    cadre = world.cadres[0].id
    assert [clash.hinders for clash in conflicts(session, world.district.id, [wanted(cadre)])] == [True]
    row = programme_placement(session)
    end_placement(session, system(world.district), NOW, row, date(2026, 12, 20), "身体原因")
    assert conflicts(session, world.district.id, [wanted(cadre, first=date(2026, 12, 20))])[0].hinders
    assert conflicts(session, world.district.id, [wanted(cadre, first=date(2026, 12, 21))]) == []


def programme_placement(session: Session) -> int:
    return session.scalars(select(Placement.id)).one()


def test_shared_services_go_together_and_neither_goes_with_a_full_one(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world, exempts=False)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    approve_it(session, propose(session, programme))
    cadre = world.cadres[0].id
    assert not any(clash.hinders for clash in conflicts(session, world.district.id, [wanted(cadre, full=False)]))
    assert conflicts(session, world.district.id, [wanted(cadre)])[0].hinders


def test_an_exemption_hinders_and_a_leaders_does_not(session: Session) -> None:
    world = make_world(session)
    exempt(session, world.cadres[0].id, world.district.id)
    exempt(session, world.cadres[1].id, world.district.id, kind=ExemptionKind.LEADER, reason="领导")
    found = conflicts(session, world.district.id, [wanted(cadre.id) for cadre in world.cadres[:2]])
    assert [(clash.wanted.cadre_id, clash.hinders) for clash in found] == [
        (world.cadres[0].id, True),
        (world.cadres[1].id, False),
    ]


def test_leave_hinders_from_half_of_the_days_on(session: Session) -> None:
    """Ten days wanted: five of leave hinder, four do not, and a return ends the leave on the day before."""
    world = make_world(session)
    first, last = date(2026, 12, 1), date(2026, 12, 10)
    give_leave(session, world.cadres[0], date(2026, 12, 6), date(2026, 12, 30))
    give_leave(session, world.cadres[1], date(2026, 12, 7), date(2026, 12, 30))
    give_leave(session, world.cadres[2], date(2026, 12, 1), last, returned_on=date(2026, 12, 4))
    found = conflicts(session, world.district.id, [wanted(cadre.id, first, last) for cadre in world.cadres[:4]])
    assert {clash.wanted.cadre_id: clash.hinders for clash in found} == {
        world.cadres[0].id: True,
        world.cadres[1].id: False,
        world.cadres[2].id: False,
    }


def test_published_duties_are_told_of_a_full_service_only_and_hinder_nothing(session: Session) -> None:
    world = make_world(session)
    publish_month(session, world.district)
    cadre = world.cadres[0].id
    found = conflicts(session, world.district.id, [wanted(cadre)])
    assert [(clash.engagement.kind, clash.hinders) for clash in found] == [(EngagementKind.DUTY, False)]
    assert conflicts(session, world.district.id, [wanted(cadre, full=False)]) == []


def test_another_districts_engagements_are_not_seen(session: Session) -> None:
    world, other = make_world(session), make_world(session)
    exempt(session, world.cadres[0].id, world.district.id)
    assert engagements(session, other.district.id, FIRST, LAST) == {}
