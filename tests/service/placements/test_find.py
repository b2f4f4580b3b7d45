"""Whose placements are whose to see, and where they stand on a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import NotFound
from service.operations.actor import Actor
from service.operations.placements import PlacementFilter, find_placement, list_placements, state_on
from tests.support.factories import NOW, actor_for, make_admin, make_district
from tests.support.published import TODAY
from tests.support.rounds import Rounds, make_rounds


@pytest.fixture
def rounds(session: Session) -> Rounds:
    return make_rounds(session)


def ids(session: Session, actor: Actor, **given: object) -> set[int]:
    wanted = PlacementFilter(**given)  # type: ignore[arg-type]
    return {row.id for row in session.scalars(list_placements(actor, TODAY, wanted)).unique()}


def test_an_admin_sees_all_of_the_district_and_nothing_of_another(session: Session, rounds: Rounds) -> None:
    everything = {rounds.exchange.id, rounds.liaison.id, *(one.id for one in rounds.squad), rounds.inspector.id}
    assert ids(session, actor_for(rounds.staff.admin)) == everything
    stranger = actor_for(make_admin(session, make_district(session)))
    assert ids(session, stranger) == set()
    with pytest.raises(NotFound):
        find_placement(session, stranger, rounds.exchange.id)


def test_an_officer_sees_the_units_people_and_who_inspects_the_unit(session: Session, rounds: Rounds) -> None:
    seen = ids(session, actor_for(rounds.staff.officer))
    assert seen == {rounds.exchange.id, rounds.liaison.id, rounds.squad[0].id, rounds.inspector.id}


def test_a_head_sees_what_leads_to_the_community(session: Session, rounds: Rounds) -> None:
    assert ids(session, actor_for(rounds.staff.head)) == {rounds.exchange.id, *(one.id for one in rounds.squad)}


def test_a_cadre_sees_the_own_ones(session: Session, rounds: Rounds) -> None:
    actor = actor_for(rounds.staff.cadre)
    assert ids(session, actor) == {rounds.exchange.id}
    with pytest.raises(NotFound):
        find_placement(session, actor, rounds.liaison.id)


def test_a_placement_stands_on_its_first_and_last_day_and_on_none_beside(session: Session, rounds: Rounds) -> None:
    row, one = rounds.exchange, timedelta(days=1)
    assert [state_on(row, day) for day in (row.first_day - one, row.first_day, row.last_day, row.last_day + one)] == [
        "coming", "in_force", "in_force", "ended",
    ]  # fmt: skip
    actor = actor_for(rounds.staff.cadre)
    for day, state in ((row.first_day - one, "coming"), (row.last_day, "in_force"), (row.last_day + one, "ended")):
        for asked in ("coming", "in_force", "ended", "cancelled"):
            found = session.scalars(list_placements(actor, day, PlacementFilter(state=asked))).unique().all()
            assert bool(found) == (asked == state), (day, asked)


def test_who_was_recalled_early_stands_until_the_day_of_the_recall(session: Session, rounds: Rounds) -> None:
    rounds.exchange.ended_on = TODAY - timedelta(days=1)
    session.flush()
    assert state_on(rounds.exchange, TODAY) == "ended"
    actor = actor_for(rounds.staff.cadre)
    assert ids(session, actor, state="in_force") == set()
    assert ids(session, actor, state="ended") == {rounds.exchange.id}


def test_a_cancelled_placement_never_stands(session: Session, rounds: Rounds) -> None:
    rounds.exchange.cancelled_at = NOW
    session.flush()
    assert ids(session, actor_for(rounds.staff.cadre), state="in_force") == set()
    assert ids(session, actor_for(rounds.staff.cadre), state="cancelled") == {rounds.exchange.id}


def test_the_list_is_searched_and_filtered(session: Session, rounds: Rounds) -> None:
    admin = actor_for(rounds.staff.admin)
    world = rounds.staff.world
    assert ids(session, admin, text=rounds.worker.name) == {rounds.exchange.id}
    assert ids(session, admin, text="样例机车") == {rounds.liaison.id}
    assert ids(session, admin, text=rounds.staff.person.initials) == {rounds.exchange.id}
    assert ids(session, admin, text="50%") == set()
    assert ids(session, admin, kind="compound") == {one.id for one in rounds.squad}
    assert ids(session, admin, unit_id=world.units[1].id) == {rounds.squad[1].id, rounds.inspector.id}
    assert ids(session, admin, community_id=world.communities[1].id) == set()
    assert ids(session, admin, programme_id=rounds.programmes["squad"].id) == {one.id for one in rounds.squad}


@pytest.mark.parametrize("sort", ["person", "-post", "first", "-last", "nonsense"])
def test_the_list_is_sorted_in_every_way(session: Session, rounds: Rounds, sort: str) -> None:
    assert len(ids(session, actor_for(rounds.staff.admin), sort=sort)) == 5
