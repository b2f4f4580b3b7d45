"""Signing up: seats, the waiting list, who may, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict, NotFound
from service.models import Event
from service.operations.events import save_event
from service.operations.events.audience import expected
from service.operations.events.seats import seats_of, sign_up, withdraw
from tests.service.data.support import last_entry, refused
from tests.support.events import DAY, Stage, make_event
from tests.support.factories import NOW

LATER = NOW + timedelta(days=17)


@pytest.fixture
def training(session: Session, stage: Stage) -> Event:
    return make_event(session, stage, sign_up=True, seats=2, sign_up_until=DAY - timedelta(days=3))


def states(session: Session, event: Event) -> list[tuple[int, str]]:
    session.flush()
    return [(seat.cadre_id, seat.state) for seat in seats_of(session, event)]


def test_beyond_the_seats_people_wait_and_move_up_in_order(session: Session, stage: Stage, training: Event) -> None:
    ids = [cadre.id for cadre in stage.staff.world.cadres[:4]]
    for number, cadre in enumerate(ids):
        sign_up(session, stage.admin, NOW + timedelta(minutes=number), training.id, cadre)
    waiting = [(ids[2], "waiting"), (ids[3], "waiting")]
    assert states(session, training) == [(ids[0], "placed"), (ids[1], "placed"), *waiting]
    assert {row.cadre_id for row in session.execute(expected(Event.id == training.id))} == set(ids[:2])
    up = withdraw(session, stage.admin, NOW, training.id, ids[0])
    assert [seat.cadre_id for seat in up] == [ids[2]]
    assert last_entry(session).action == "event.move_up"
    assert states(session, training) == [(ids[1], "placed"), (ids[2], "placed"), (ids[3], "waiting")]


def test_who_comes_back_stands_at_the_end(session: Session, stage: Stage, training: Event) -> None:
    ids = [cadre.id for cadre in stage.staff.world.cadres[:3]]
    for number, cadre in enumerate(ids):
        sign_up(session, stage.admin, NOW + timedelta(minutes=number), training.id, cadre)
    withdraw(session, stage.admin, NOW, training.id, ids[0])
    sign_up(session, stage.admin, NOW + timedelta(hours=1), training.id, ids[0])
    assert states(session, training) == [(ids[1], "placed"), (ids[2], "placed"), (ids[0], "waiting")]


def test_more_seats_let_people_move_up_and_fewer_than_taken_are_refused(
    session: Session, stage: Stage, training: Event
) -> None:
    ids = [cadre.id for cadre in stage.staff.world.cadres[:3]]
    for number, cadre in enumerate(ids):
        sign_up(session, stage.admin, NOW + timedelta(minutes=number), training.id, cadre)
    session.flush()
    values = stage.values(sign_up=True, seats=1)
    assert set(refused(lambda: save_event(session, stage.admin, NOW, values, training.id))) == {"seats"}
    save_event(session, stage.admin, NOW, stage.values(sign_up=True, seats=3), training.id)
    assert [state for _, state in states(session, training)] == ["placed"] * 3


def test_a_cadre_signs_up_alone_and_an_officer_the_own_unit(session: Session, stage: Stage, training: Event) -> None:
    cadres = stage.staff.world.cadres
    sign_up(session, stage.cadre, NOW, training.id, stage.staff.person.id)
    sign_up(session, stage.officer, NOW, training.id, cadres[1].id)
    with pytest.raises(NotFound):
        sign_up(session, stage.cadre, NOW, training.id, cadres[2].id)
    with pytest.raises(NotFound):
        sign_up(session, stage.officer, NOW, training.id, cadres[4].id)
    with pytest.raises(Conflict):
        sign_up(session, stage.cadre, NOW, training.id, stage.staff.person.id)


def test_the_event_is_open_to_whom_it_calls_only(session: Session, stage: Stage) -> None:
    event = make_event(session, stage, everyone=False, sign_up=True, unit_ids=(stage.staff.unit.id,))
    outsider = stage.staff.world.cadres[4]
    assert set(refused(lambda: sign_up(session, stage.admin, NOW, event.id, outsider.id))) == {"cadre"}


def test_after_the_last_day_only_an_admin_changes_the_list(session: Session, stage: Stage, training: Event) -> None:
    last = NOW + timedelta(days=(DAY - timedelta(days=3) - NOW.date()).days)
    sign_up(session, stage.cadre, last, training.id, stage.staff.person.id)
    with pytest.raises(Conflict):
        withdraw(session, stage.cadre, last + timedelta(days=1), training.id, stage.staff.person.id)
    withdraw(session, stage.admin, last + timedelta(days=1), training.id, stage.staff.person.id)
    with pytest.raises(Conflict):
        sign_up(session, stage.admin, NOW + timedelta(days=40), training.id, stage.staff.person.id)
