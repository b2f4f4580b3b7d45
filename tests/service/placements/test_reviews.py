"""Evaluations: when they are due, who writes, who reads, what is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import AuditEntry, ReviewSide, ReviewStage
from service.operations.actor import Actor
from service.operations.reviews import due_reviews, dues_of, may_read, save_review, sides_of, stages_of, to_write
from tests.support.factories import actor_for
from tests.support.published import TODAY
from tests.support.rounds import Rounds, make_rounds

NOW = datetime.now(UTC)
MIDTERM, FINAL = ReviewStage.MIDTERM, ReviewStage.FINAL


@pytest.fixture
def rounds(session: Session) -> Rounds:
    return make_rounds(session)


def actors(rounds: Rounds) -> dict[str, Actor]:
    staff = rounds.staff
    return {name: actor_for(getattr(staff, name)) for name in ("admin", "officer", "head", "cadre")}


def test_they_are_due_at_the_middle_and_at_the_end_of_the_term(rounds: Rounds) -> None:
    row = rounds.exchange
    assert stages_of(row) == [(MIDTERM, row.first_day + timedelta(days=59)), (FINAL, row.last_day)]


def test_a_short_term_has_no_midterm_one(rounds: Rounds) -> None:
    row = rounds.exchange
    row.last_day = row.first_day + timedelta(days=58)  # 59 days
    assert [stage for stage, _ in stages_of(row)] == [FINAL]
    row.last_day = row.first_day + timedelta(days=59)  # 60 days
    assert [stage for stage, _ in stages_of(row)] == [MIDTERM, FINAL]


def test_an_early_recall_brings_the_final_one_forward_and_drops_a_midterm_that_was_not_reached(rounds: Rounds) -> None:
    row = rounds.exchange
    row.ended_on = row.first_day + timedelta(days=30)
    assert stages_of(row) == [(FINAL, row.first_day + timedelta(days=30))]


def test_each_side_writes_and_the_grid_workers_only_in_an_exchange(rounds: Rounds) -> None:
    assert sides_of(rounds.exchange) == ["cadre", "unit", "community", "grid_worker"]
    assert sides_of(rounds.liaison) == ["cadre", "unit", "community"]
    # Who is inspected does not evaluate the inspectors.
    assert sides_of(rounds.inspector) == ["cadre", "unit"]


def test_nothing_is_asked_for_of_a_cancelled_placement(rounds: Rounds) -> None:
    rounds.exchange.cancelled_at = NOW
    assert dues_of(actors(rounds)["admin"], rounds.exchange, [], TODAY) == []


def test_the_state_follows_the_days(rounds: Rounds) -> None:
    admin, row = actors(rounds)["admin"], rounds.exchange
    middle = row.first_day + timedelta(days=59)

    def state(day: int) -> str:
        return dues_of(admin, row, [], middle + timedelta(days=day))[0].state

    assert [state(day) for day in (-15, -14, 0, 1)] == ["later", "open", "open", "overdue"]


def test_each_role_writes_its_own_side_and_no_other(session: Session, rounds: Rounds) -> None:
    own = {"officer": {"unit"}, "head": {"community", "grid_worker"}, "cadre": {"cadre"}, "admin": set(ReviewSide)}
    for name, actor in actors(rounds).items():
        dues = dues_of(actor, rounds.exchange, [], TODAY)
        assert {due.side for due in dues if due.may_write} == own[name], name
        for side in set(ReviewSide) - own[name]:
            with pytest.raises(NotAllowed):
                save_review(session, actor, NOW, rounds.exchange.id, MIDTERM, side, "good", "x")


def test_what_persons_say_is_read_by_their_side_alone_and_what_organisations_say_by_all_concerned(
    rounds: Rounds,
) -> None:
    read = {
        "officer": {"unit", "community"}, "head": {"unit", "community", "grid_worker"},
        "cadre": {"cadre", "unit", "community"}, "admin": set(ReviewSide),
    }  # fmt: skip
    for name, actor in actors(rounds).items():
        assert {side for side in ReviewSide if may_read(actor, rounds.exchange, side)} == read[name], name
    stranger = replace(actors(rounds)["officer"], unit_id=rounds.staff.world.units[1].id)
    assert not any(may_read(stranger, rounds.exchange, side) for side in ReviewSide)


def test_an_evaluation_is_kept_with_its_writer_and_changes_stand_in_the_log(session: Session, rounds: Rounds) -> None:
    officer = actors(rounds)["officer"]
    row = save_review(session, officer, NOW, rounds.exchange.id, MIDTERM, "unit", "good", " 干得好 ")
    session.flush()
    assert (row.grade, row.remarks, row.written_by) == ("good", "干得好", officer.name)
    save_review(session, officer, NOW, rounds.exchange.id, MIDTERM, "unit", "fair", "尚可", row.version)
    session.flush()
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "placement_review").order_by(AuditEntry.id)
    ).all()
    assert [entry.action for entry in entries] == ["placement_review.create", "placement_review.update"]
    assert entries[1].before is not None
    assert (entries[1].before["grade"], entries[1].before["remarks"]) == ("good", "干得好")


def test_saving_the_same_again_changes_nothing(session: Session, rounds: Rounds) -> None:
    officer = actors(rounds)["officer"]
    row = save_review(session, officer, NOW, rounds.exchange.id, MIDTERM, "unit", "good", "好")
    session.flush()
    again = save_review(
        session, officer, NOW + timedelta(hours=1), rounds.exchange.id, MIDTERM, "unit", "good", "好", row.version
    )
    session.flush()
    assert again.written_at == NOW
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "placement_review")).all()) == 1


def test_who_saw_an_older_text_does_not_overwrite_it(session: Session, rounds: Rounds) -> None:
    officer = actors(rounds)["officer"]
    row = save_review(session, officer, NOW, rounds.exchange.id, MIDTERM, "unit", "good", "好")
    session.flush()
    for version in (None, row.version + 1):
        with pytest.raises(Conflict):
            save_review(session, officer, NOW, rounds.exchange.id, MIDTERM, "unit", "poor", "不好", version)


def test_a_word_and_a_text_are_needed(session: Session, rounds: Rounds) -> None:
    officer = actors(rounds)["officer"]
    for grade, text, field in (
        ("5", "好", "grade"),
        ("", "好", "grade"),
        ("good", "  ", "remarks"),
        ("good", "长" * 2001, "remarks"),
    ):
        with pytest.raises(InvalidInput) as caught:
            save_review(session, officer, NOW, rounds.exchange.id, MIDTERM, "unit", grade, text)
        assert [problem.field for problem in caught.value.problems] == [field]


def test_it_cannot_be_written_before_its_time_nor_where_none_is_asked_for(session: Session, rounds: Rounds) -> None:
    officer = actors(rounds)["officer"]
    with pytest.raises(Conflict, match="尚未到"):
        save_review(session, officer, NOW, rounds.exchange.id, FINAL, "unit", "good", "好")
    with pytest.raises(Conflict, match="没有这一评价"):
        save_review(session, actors(rounds)["admin"], NOW, rounds.liaison.id, MIDTERM, "grid_worker", "good", "好")
    with pytest.raises(NotFound):
        save_review(session, officer, NOW, rounds.squad[1].id, MIDTERM, "unit", "good", "好")


def test_the_overview_tells_who_is_missing_and_each_role_what_to_write(session: Session, rounds: Rounds) -> None:
    everything = due_reviews(session, actors(rounds)["admin"], NOW)
    # Midterms of 5 placements: 4 + 3 + 3 + 3 + 2 sides; as many final ones, not due yet.
    assert sum(due.state == "overdue" for due in everything) == 15
    assert sum(due.state == "later" for due in everything) == 15
    assert to_write(session, actors(rounds)["admin"], NOW) == []
    mine = to_write(session, actors(rounds)["cadre"], NOW)
    assert [(due.placement.id, due.stage, due.side) for due in mine] == [(rounds.exchange.id, MIDTERM, "cadre")]
    save_review(session, actors(rounds)["cadre"], NOW, rounds.exchange.id, MIDTERM, "cadre", "good", "学到很多")
    session.flush()
    assert to_write(session, actors(rounds)["cadre"], NOW) == []
    left = due_reviews(session, actors(rounds)["admin"], NOW)
    assert sum(due.state == "overdue" for due in left) == 14
    only = due_reviews(session, actors(rounds)["admin"], NOW, rounds.programmes["posting"].id)
    assert {due.placement.id for due in only} == {rounds.liaison.id}
