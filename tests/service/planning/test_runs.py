"""Requests for runs, and the queue that the clock works from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import District, RoleName, RunKind, RunState, SolveRun
from service.operations.runs import (
    active_run,
    clock_is_running,
    message_of,
    request_cancel,
    request_run,
    run_of,
    runs_of,
)
from service.worker.clock import say_alive, say_gone
from service.worker.queue import MOST_ATTEMPTS, beat, claim_next, give_back, hold, take_back
from tests.support.factories import NOW, actor_for, make_district, make_user, system
from tests.support.planning import MONTH


def ask(session: Session, district: District, month: date = MONTH) -> SolveRun:
    run = request_run(session, system(district), NOW, month, RunKind.DRAFT)
    session.commit()
    return run


def test_a_second_run_of_the_month_waits_for_the_first(session: Session, district: District) -> None:
    run = ask(session, district)
    with pytest.raises(Conflict):
        ask(session, district)
    ask(session, district, date(2027, 1, 1))
    ask(session, make_district(session))
    assert active_run(session, district.id, MONTH) is run
    assert len(session.scalars(runs_of(district.id)).all()) == 2
    assert session.scalars(runs_of(district.id, month=MONTH, state=RunState.QUEUED)).one() is run


def test_of_two_requests_at_once_one_is_refused(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        actor = system(make_district(session))
    both_ready = Barrier(2)

    def request() -> bool:
        with sessions() as session:
            both_ready.wait()
            try:
                request_run(session, actor, NOW, MONTH, RunKind.DRAFT)
                session.commit()
            except Conflict:
                session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(future.result() for future in [pool.submit(request) for _ in range(2)]) == [False, True]


@pytest.mark.parametrize(
    ("options", "field"), [({"time_limit": 0}, "time_limit"), ({"workers": True}, "workers"), ({"speed": 9}, "speed")]
)
def test_wrong_options_are_refused(session: Session, district: District, options: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        request_run(session, system(district), NOW, MONTH, RunKind.DRAFT, options)
    assert caught.value.problems[0].field == field


def test_a_month_is_the_date_of_its_first_day(session: Session, district: District) -> None:
    with pytest.raises(InvalidInput):
        request_run(session, system(district), NOW, date(2026, 12, 2), RunKind.DRAFT)


def test_a_month_that_is_over_is_not_planned(session: Session, district: District) -> None:
    with pytest.raises(InvalidInput):
        request_run(session, system(district), NOW, date(2026, 10, 1), RunKind.DRAFT)
    assert request_run(session, system(district), NOW, date(2026, 11, 1), RunKind.REPLAN).state == RunState.QUEUED


def test_only_admins_of_the_district_ask_and_cancel(session: Session, district: District) -> None:
    run = ask(session, district)
    officer = actor_for(make_user(session, district, RoleName.UNIT_OFFICER))
    stranger = system(make_district(session))
    with pytest.raises(NotAllowed):
        request_run(session, officer, NOW, date(2027, 1, 1), RunKind.DRAFT)
    with pytest.raises(NotFound):
        request_cancel(session, stranger, NOW, run)
    with pytest.raises(NotFound):
        run_of(session, stranger, run.id)


def test_a_queued_run_is_cancelled_at_once_and_a_running_one_by_the_clock(session: Session, district: District) -> None:
    run = ask(session, district)
    request_cancel(session, system(district), NOW, run)
    assert (run.state, run.outcome) == (RunState.CANCELLED, "cancelled")
    with pytest.raises(Conflict):
        request_cancel(session, system(district), NOW, run)
    run = ask(session, district)
    claim = claim_next(session, NOW, "me")
    assert claim is not None
    session.commit()
    assert beat(session, NOW, claim, {"best": 3}) is False
    session.commit()
    request_cancel(session, system(district), NOW, run)
    session.commit()
    assert (run.state, run.progress) == (RunState.RUNNING, {"best": 3})
    assert beat(session, NOW, claim, None) is True


def test_the_oldest_run_is_claimed_by_one_process_alone(session: Session, district: District) -> None:
    first, second = ask(session, district), ask(session, district, date(2027, 1, 1))
    claims = [claim_next(session, NOW, name) for name in ("one", "two", "three")]
    assert [claim.run_id if claim else None for claim in claims] == [first.id, second.id, None]


def test_what_was_taken_by_another_process_cannot_be_ended(session: Session, district: District) -> None:
    run = ask(session, district)
    claim = claim_next(session, NOW, "one")
    assert claim is not None
    session.commit()
    take_back(session, NOW, NOW)
    session.commit()
    newer = claim_next(session, NOW, "two")
    assert newer is not None
    assert (beat(session, NOW, claim, None), hold(session, claim)) == (None, None)
    held = hold(session, newer)
    assert held is not None
    assert (held.id, held.attempt) == (run.id, 2)


def test_a_silent_run_is_queued_again_and_fails_after_three_attempts(session: Session, district: District) -> None:
    run = ask(session, district)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert claim_next(session, NOW, "me") is not None
        session.commit()
        assert take_back(session, NOW, NOW - timedelta(seconds=1)) == []
        assert take_back(session, NOW, NOW) == [run.id]
        session.commit()
        session.refresh(run)
        assert run.state == (RunState.QUEUED if attempt < MOST_ATTEMPTS else RunState.FAILED)
    words = message_of(run)
    assert words is not None
    assert "3" in words.zh
    assert "3" in words.en


def test_a_run_given_back_unbegun_keeps_its_attempts(session: Session, district: District) -> None:
    run = ask(session, district)
    for counts, attempts in ((False, 0), (True, 1)):
        claim = claim_next(session, NOW, "me")
        assert claim is not None
        give_back(session, claim, counts=counts)
        session.commit()
        session.refresh(run)
        assert (run.state, run.attempt) == (RunState.QUEUED, attempts)


def test_a_silent_run_that_was_to_end_is_cancelled(session: Session, district: District) -> None:
    run = ask(session, district)
    assert claim_next(session, NOW, "me") is not None
    session.commit()
    request_cancel(session, system(district), NOW, run)
    session.commit()
    take_back(session, NOW, NOW)
    assert run.state == RunState.CANCELLED


def test_the_clock_is_seen_while_it_beats(session: Session) -> None:
    assert not clock_is_running(session, NOW)
    for _ in range(2):
        say_alive(session, NOW, "me")
        session.flush()
    assert clock_is_running(session, NOW)
    assert not clock_is_running(session, NOW + timedelta(minutes=1))
    say_gone(session)
    session.flush()
    assert not clock_is_running(session, NOW)
    assert session.scalars(select(SolveRun)).all() == []
