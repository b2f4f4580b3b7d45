"""Who fills each post meanwhile: the unit's and the community's side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import NotAllowed, NotFound
from service.operations.placements import meanwhile_of_community, meanwhile_of_unit
from service.operations.placements.meanwhile import days_left
from tests.support.factories import actor_for
from tests.support.published import TODAY
from tests.support.rounds import Rounds, make_rounds


@pytest.fixture
def rounds(session: Session) -> Rounds:
    return make_rounds(session)


def test_a_unit_sees_who_is_out_who_came_and_who_has_nobody_in_exchange(session: Session, rounds: Rounds) -> None:
    shown = meanwhile_of_unit(session, actor_for(rounds.staff.officer), TODAY)
    assert {one.id for one in shown.out} == {rounds.exchange.id, rounds.liaison.id, rounds.squad[0].id}
    assert {one.id for one in shown.here} == {rounds.exchange.id, rounds.inspector.id}
    assert shown.unfilled == 2
    assert shown.coming == []


def test_a_community_sees_its_worker_away_and_who_holds_which_post(session: Session, rounds: Rounds) -> None:
    shown = meanwhile_of_community(session, actor_for(rounds.staff.head), TODAY)
    assert [one.id for one in shown.out] == [rounds.exchange.id]
    assert {one.id for one in shown.here} == {rounds.exchange.id, *(one.id for one in rounds.squad)}


def test_what_begins_within_thirty_days_is_announced_and_later_is_not(session: Session, rounds: Rounds) -> None:
    first = rounds.exchange.first_day
    actor = actor_for(rounds.staff.officer)
    assert {one.id for one in meanwhile_of_unit(session, actor, first - timedelta(days=30)).coming} >= {
        rounds.exchange.id
    }
    assert meanwhile_of_unit(session, actor, first - timedelta(days=31)).coming == []
    assert meanwhile_of_unit(session, actor, first - timedelta(days=1)).out == []


def test_the_days_left_count_the_day_itself(session: Session, rounds: Rounds) -> None:
    row = rounds.exchange
    assert days_left(row, row.last_day) == 1
    row.ended_on = TODAY
    assert days_left(row, TODAY) == 1
    assert days_left(row, TODAY + timedelta(days=1)) == 0


def test_an_officer_and_a_head_cannot_ask_for_another_place(session: Session, rounds: Rounds) -> None:
    world = rounds.staff.world
    shown = meanwhile_of_unit(session, actor_for(rounds.staff.officer), TODAY, world.units[1].id)
    assert shown.unit is not None
    assert shown.unit.id == world.units[0].id
    with pytest.raises(NotAllowed):
        meanwhile_of_community(session, actor_for(rounds.staff.officer), TODAY, world.communities[0].id)
    with pytest.raises(NotAllowed):
        meanwhile_of_unit(session, actor_for(rounds.staff.cadre), TODAY)
    with pytest.raises(NotFound):
        meanwhile_of_unit(session, actor_for(rounds.staff.admin), TODAY)
    other = meanwhile_of_unit(session, actor_for(rounds.staff.admin), TODAY, world.units[1].id)
    assert {one.id for one in other.out} == {rounds.squad[1].id, rounds.inspector.id}
