"""Whom an event calls, on the event's own day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Cadre, Event, EventAttendance, Presence
from service.operations.events.audience import called, expected
from service.operations.events.find import EventFilter, figures_of, list_events
from service.operations.events.kinds import KindValues, save_kind
from service.operations.events.moving import cancel_event
from tests.service.data.support import refused
from tests.support.events import DAY, Stage, make_event
from tests.support.factories import EPOCH, NOW, make_cadre, make_unit
from tests.support.planning import make_world


def people(session: Session, event: Event) -> set[int]:
    return set(session.scalars(select(called(Event.id == event.id).c.cadre_id)))


def test_everyone_in_service_on_the_day_and_nobody_of_another_district(session: Session, stage: Stage) -> None:
    world = stage.staff.world
    make_world(session)
    gone = make_cadre(session, world.units[0], active_to=DAY - timedelta(days=1))
    coming = make_cadre(session, world.units[0], active_from=DAY)
    event = make_event(session, stage)
    found = people(session, event)
    assert found == {cadre.id for cadre in world.cadres} | {coming.id}
    assert gone.id not in found


def test_units_branches_and_named_people_are_called_once_each(session: Session, stage: Stage) -> None:
    cadres = stage.staff.world.cadres
    event = make_event(
        session, stage, everyone=False, unit_ids=(stage.staff.unit.id,), branch_ids=(stage.branches[1].id,),
        people=f"{cadres[0].employee_number} {cadres[0].name}、{cadres[5].name}",
    )  # fmt: skip
    assert people(session, event) == {cadre.id for cadre in cadres[:6]}
    assert figures_of(session, [event])[event.id].called == 6


def test_a_membership_that_ended_before_the_day_does_not_count(session: Session, stage: Stage) -> None:
    cadre = stage.staff.world.cadres[1]
    cadre.branches[0].valid_to = DAY
    event = make_event(session, stage, everyone=False, branch_ids=(stage.branches[0].id,))
    assert cadre.id in people(session, event)
    cadre.branches[0].valid_to = DAY - timedelta(days=1)
    session.flush()
    assert cadre.id not in people(session, event)


def test_who_is_excused_is_not_expected(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    cadre = stage.staff.person
    session.add(
        EventAttendance(district_id=event.district_id, event_id=event.id, cadre_id=cadre.id, state=Presence.EXCUSED)
    )
    session.flush()
    rows = {row.cadre_id for row in session.execute(expected(Event.id == event.id))}
    assert rows == {one.id for one in stage.staff.world.cadres} - {cadre.id}


def test_a_person_that_two_have_the_name_of_has_to_be_given_by_number(session: Session, stage: Stage) -> None:
    for _ in range(2):
        make_cadre(session, stage.staff.unit, name="同名")
    wrong = refused(lambda: make_event(session, stage, everyone=False, people="同名、查无此人"))
    assert "应为名册中的工号或姓名" in wrong["people"] or "同名" in wrong["people"]
    assert set(wrong) == {"people"}


def listed(session: Session, stage: Stage, actor: object, **given: object) -> set[str]:
    wanted = EventFilter(state="all", **given)  # type: ignore[arg-type]
    return {event.title for event in session.scalars(list_events(actor, DAY, wanted)).unique()}  # type: ignore[arg-type]


def test_each_role_sees_what_concerns_it(session: Session, stage: Stage) -> None:
    world = stage.staff.world
    make_event(session, stage, title="甲单位", everyone=False, unit_ids=(world.units[0].id,))
    make_event(session, stage, title="乙单位", everyone=False, unit_ids=(world.units[1].id,))
    make_event(session, stage, title="在甲社区", everyone=False, unit_ids=(world.units[1].id,),
               zone=world.zones[0].code)  # fmt: skip
    from tests.support.factories import actor_for

    assert listed(session, stage, stage.admin) == {"甲单位", "乙单位", "在甲社区"}
    assert listed(session, stage, stage.officer) == {"甲单位"}
    assert listed(session, stage, stage.cadre) == {"甲单位"}
    assert listed(session, stage, actor_for(stage.staff.head)) == {"在甲社区"}
    assert listed(session, stage, stage.admin, text="乙单") == {"乙单位"}


def test_cancelled_ones_stand_in_a_list_of_their_own(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    cancel_event(session, stage.admin, NOW, event.id, "会场占用")
    session.flush()
    for state, found in (("coming", 0), ("cancelled", 1), ("past", 0)):
        rows = session.scalars(list_events(stage.admin, DAY, EventFilter(state=state))).unique().all()
        assert len(rows) == found, state


def test_a_kind_is_named_once_and_its_hours_are_in_order(session: Session, stage: Stage) -> None:
    wrong = refused(
        lambda: save_kind(session, stage.admin, NOW, KindValues("study", "党课", starts="19:00", ends="19:00"))
    )
    assert set(wrong) == {"code", "name", "ends"}
    row = save_kind(
        session, stage.admin, NOW, KindValues("walk", "走访", "always", weekday=6, starts="9时", ends="9：30")
    )
    assert (row.starts, row.ends, row.position) == ("09:00", "09:30", 5)


def test_a_unit_without_people_calls_nobody(session: Session, stage: Stage) -> None:
    empty = make_unit(session, stage.staff.world.district)
    event = make_event(session, stage, everyone=False, unit_ids=(empty.id,))
    assert people(session, event) == set()
    assert session.scalars(select(Cadre.id)).first() is not None
    assert event.date > EPOCH
