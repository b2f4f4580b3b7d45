"""What happens in the sample after a publication: Saturdays on duty, illness, a storm; told once, whoever calls again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Absence, RunKind, SolveRun
from service.operations.calendar import days_of, newest_number, seed_calendar
from service.sample.events import change_month, open_saturdays
from service.sample.timeline import PlannedMonth
from tests.support.factories import system
from tests.support.ledger import at, publish_duties
from tests.support.planning import World, make_world

NOVEMBER = date(2026, 11, 1)


def happened(session: Session, world: World, storm: bool) -> PlannedMonth:
    """November with a duty on each of the days from the 9th to the 11th, and what happened by the 8th; called twice."""
    duties = [(world.cadres[number], date(2026, 11, 9 + number), world.zones[0]) for number in range(3)]
    publication = publish_duties(session, world.district, duties, at(10, 20))
    planned = PlannedMonth(NOVEMBER, at(10, 20), False, at(11, 8), storm)
    for _ in range(2):
        change_month(session, system(world.district), planned, publication, 1.0)
        session.flush()
    return planned


def test_second_and_fourth_saturdays_are_opened_once(session: Session) -> None:
    world = make_world(session)
    actor = system(world.district)
    seed_calendar(session, actor, at(10, 1))
    for _ in range(2):
        open_saturdays(session, actor, at(10, 1), NOVEMBER, NOVEMBER)
    days = days_of(session, world.district.id, NOVEMBER, date(2026, 11, 30))
    assert [day.date.day for day in days if day.open and day.burden > 1] == [14, 28]
    assert newest_number(session, world.district.id) == 2


def test_somebody_is_ill_on_the_day_of_the_duty_and_a_re_plan_is_asked_for_once(session: Session) -> None:
    world = make_world(session)
    happened(session, world, storm=False)
    ill = session.scalars(select(Absence)).one()
    assert ill.cadre_id in {cadre.id for cadre in world.cadres[:3]}
    assert ill.first_day == ill.last_day
    assert session.scalars(select(SolveRun.kind)).all() == [RunKind.REPLAN]
    assert newest_number(session, world.district.id) == 0


def test_a_storm_closes_the_first_day_with_duties_two_days_ahead(session: Session) -> None:
    world = make_world(session)
    happened(session, world, storm=True)
    days = days_of(session, world.district.id, NOVEMBER, date(2026, 11, 30))
    assert [day.date.day for day in days if not day.open and day.date.weekday() < 5] == [10]
    assert newest_number(session, world.district.id) == 1
