"""Who came: marked by admins, officers and branch secretaries, reversible, each mark in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotFound
from service.models import Event
from service.operations.branches import secretary_of, set_secretary
from service.operations.events import attendance_of, cancel_event, mark, mark_rest
from service.operations.events.find import figures_of
from tests.service.data.support import last_entry, refused
from tests.support.events import DAY, Stage, make_event
from tests.support.factories import NOW
from tests.support.planning import give_leave

TODAY = NOW.date()


@pytest.fixture
def today(session: Session, stage: Stage) -> Event:
    return make_event(session, stage, "study", date=TODAY)


def test_marked_corrected_and_taken_back_with_a_trail(session: Session, stage: Stage, today: Event) -> None:
    person = stage.staff.person
    for state in ("present", "absent", None):
        mark(session, stage.officer, NOW, today.id, person.id, state)
        session.flush()
    entry = last_entry(session)
    assert (entry.action, entry.before["presence"], entry.after["presence"]) == ("event.mark", "absent", None)
    assert entry.note is not None
    assert person.employee_number in entry.note


def test_all_others_are_present_but_for_those_on_leave(session: Session, stage: Stage, today: Event) -> None:
    cadres = stage.staff.world.cadres
    give_leave(session, cadres[1], TODAY, TODAY)
    mark(session, stage.admin, NOW, today.id, cadres[0].id, "absent")
    session.flush()
    assert mark_rest(session, stage.admin, NOW, today.id) == 6
    session.flush()
    states = {line.cadre_id: line.state for line in attendance_of(session, stage.admin, NOW, today)}
    assert (states[cadres[0].id], states[cadres[1].id], states[cadres[7].id]) == ("absent", None, "present")
    assert figures_of(session, [today])[today.id].unmarked == 1


def test_before_the_day_only_excuses_are_noted(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    with pytest.raises(InvalidInput):
        mark(session, stage.admin, NOW, event.id, stage.staff.person.id, "present")
    mark(session, stage.admin, NOW, event.id, stage.staff.person.id, "excused")
    session.flush()
    assert figures_of(session, [event])[event.id].expected == 7
    on_the_day = NOW + timedelta(days=(DAY - TODAY).days)
    mark(session, stage.admin, on_the_day, event.id, stage.staff.person.id, "present")


def test_an_officer_marks_the_own_unit_only(session: Session, stage: Stage, today: Event) -> None:
    mark(session, stage.officer, NOW, today.id, stage.staff.world.cadres[1].id, "present")
    with pytest.raises(NotFound):
        mark(session, stage.officer, NOW, today.id, stage.staff.world.cadres[4].id, "present")
    assert len(attendance_of(session, stage.officer, NOW, today)) == 4


def test_a_secretary_marks_the_branch_and_a_cadre_nobody(session: Session, stage: Stage, today: Event) -> None:
    person, second = stage.staff.world.cadres[:2]
    with pytest.raises(NotFound):
        mark(session, stage.cadre, NOW, today.id, person.id, "present")
    with pytest.raises(NotFound):
        mark(session, stage.cadre, NOW, today.id, second.id, "present")
    set_secretary(session, stage.admin, NOW, stage.branches[0].id, person.employee_number)
    session.flush()
    mark(session, stage.cadre, NOW, today.id, second.id, "present")
    with pytest.raises(NotFound):
        mark(session, stage.cadre, NOW, today.id, person.id, "present")
    with pytest.raises(NotFound):
        mark(session, stage.cadre, NOW, today.id, stage.staff.world.cadres[4].id, "present")


def test_a_secretary_is_a_member_of_the_branch(session: Session, stage: Stage) -> None:
    first, second = stage.branches
    cadres = stage.staff.world.cadres
    assert "cadre" in refused(lambda: set_secretary(session, stage.admin, NOW, first.id, cadres[4].employee_number))
    set_secretary(session, stage.admin, NOW, first.id, cadres[0].employee_number)
    set_secretary(session, stage.admin, NOW + timedelta(days=3), first.id, cadres[1].employee_number)
    session.flush()
    assert secretary_of(session, first, TODAY) is cadres[0]
    assert secretary_of(session, first, TODAY + timedelta(days=3)) is cadres[1]
    set_secretary(session, stage.admin, NOW + timedelta(days=3), first.id, "")
    assert secretary_of(session, first, TODAY + timedelta(days=3)) is None
    assert secretary_of(session, second, TODAY) is None


def test_nothing_is_marked_of_a_cancelled_event(session: Session, stage: Stage, today: Event) -> None:
    cancel_event(session, stage.admin, NOW, today.id, None)
    session.flush()
    with pytest.raises(Conflict):
        mark(session, stage.admin, NOW, today.id, stage.staff.person.id, "present")
