"""A search for relaxations from request to what is kept with the draft; stale, cancelled, and gone drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Conflict, NotAllowed
from service.models import AuditEntry, Draft, RelaxationSearch, RoleName, RunKind, RunState, SolveRun
from service.operations.board.relaxations import relaxations_of
from service.operations.drafts import discard_draft, pin_duty
from service.operations.relaxations import request_relaxations, store_relaxations
from service.operations.runs import message_of, request_cancel, request_run
from service.worker.context import Worker
from service.worker.runner import execute, take_next
from service.worker.solver_process import SolverProcess
from tests.support.factories import NOW, actor_for, make_user, system
from tests.support.planning import (
    MONTH,
    World,
    give_leave,
    make_calendar,
    make_draft,
    make_test_worker,
    make_world,
)

OPEN = date(2026, 12, 9)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def world(session: Session) -> World:
    """Units of four that can spare three a day, and a month with one open day: two people stay unserved."""
    made = make_world(session)
    for zone in made.zones:
        zone.max_parties_per_day = 2
    # A handful of closed days: each could be opened.
    days = [date(2026, 12, number) for number in range(1, 32)]
    make_calendar(session, made.district, {day: {"open": day == OPEN} for day in days})
    session.commit()
    return made


@pytest.fixture
def draft(session: Session, world: World) -> Draft:
    made = make_draft(session, world.district)
    assert len(made.report["unserved"]) == 2
    session.commit()
    return made


@pytest.fixture
def worker(database: str, tmp_path: Path) -> Iterator[Worker]:
    made = make_test_worker(database, tmp_path)
    yield made
    made.engine.dispose()


def ask(session: Session, world: World, draft: Draft) -> SolveRun:
    run = request_relaxations(session, system(world.district), NOW, draft)
    session.commit()
    return run


def work(worker: Worker, stopping: Event | None = None) -> None:
    claim = take_next(worker)
    assert claim is not None
    execute(worker, claim, stopping or Event())


def test_what_would_help_is_found_and_kept_with_the_draft(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    run = ask(session, world, draft)
    assert relaxations_of(session, draft, NOW).active is run
    work(worker)
    session.expire_all()
    assert (run.state, run.outcome) == (RunState.FINISHED, "relaxed")
    found = relaxations_of(session, draft, NOW)
    assert (found.active, found.stale, found.complete, found.better) == (None, False, True, 0)
    kinds = {(line.kind, line.unit_id, line.day) for line in found.lines if line.served}
    assert ("floor", world.units[0].id, OPEN) in kinds
    assert any(kind == "open" for kind, *_ in kinds)
    assert {line.cadre for line in found.lines} == {line["cadre"] for line in draft.report["unserved"]}
    assert all(line.sure.zh == "确切" for line in found.of_cadre(draft.report["unserved"][0]["cadre"]))
    assert len(found.best) <= len(found.lines)


def test_a_changed_draft_and_changed_data_make_them_stale(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    ask(session, world, draft)
    work(worker)
    session.expire_all()
    leave = give_leave(session, world.cadres[0], date(2026, 12, 21), date(2026, 12, 21))
    session.flush()
    assert relaxations_of(session, draft, NOW).stale
    session.delete(leave)
    session.flush()
    assert not relaxations_of(session, draft, NOW).stale
    duty = draft.duties[0]
    pin_duty(session, system(world.district), NOW, draft, draft.version, duty.cadre_id, duty.date, duty.zone_id)
    assert relaxations_of(session, draft, NOW).stale


def test_a_newer_search_takes_the_place_of_an_older_one(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    for _ in range(2):
        ask(session, world, draft)
        work(worker)
    assert session.scalar(select(func.count()).select_from(RelaxationSearch)) == 1


def partly(session: Session, world: World, draft: Draft, data: str | None) -> SolveRun:
    """A search that ended before it was complete, with what it found kept."""
    run = ask(session, world, draft)
    run.state, run.asked_at, run.ended_at, run.input_hash = RunState.CANCELLED, draft.created_at, LATER, data
    store_relaxations(session, LATER, run, draft.id, draft.version, {"complete": False, "better": 0, "gains": []})
    session.commit()
    return run


def test_a_search_that_was_not_completed_does_not_replace_a_complete_one(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    first = ask(session, world, draft)
    work(worker)
    session.expire_all()
    newer = partly(session, world, draft, first.input_hash)
    found = relaxations_of(session, draft, NOW)
    assert (found.complete, found.made_at, found.given_up_at, found.last) == (True, NOW, LATER, newer)
    assert found.lines


def test_a_search_of_other_data_replaces_a_complete_one_even_in_part(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    ask(session, world, draft)
    work(worker)
    session.expire_all()
    partly(session, world, draft, "other")
    found = relaxations_of(session, draft, NOW)
    assert (found.complete, found.made_at, found.given_up_at, found.lines) == (False, LATER, None, [])


def test_one_search_at_a_time_and_a_solve_beside_it(session: Session, world: World, draft: Draft) -> None:
    ask(session, world, draft)
    with pytest.raises(Conflict, match="放宽办法已在求解中"):
        request_relaxations(session, system(world.district), NOW, draft)
    session.rollback()
    assert request_run(session, system(world.district), NOW, MONTH, RunKind.DRAFT).state == RunState.QUEUED
    with pytest.raises(Conflict):
        request_run(session, system(world.district), NOW, MONTH, RunKind.DRAFT)


def test_asking_is_logged_and_only_for_admins(session: Session, world: World, draft: Draft) -> None:
    officer = make_user(session, world.district, RoleName.UNIT_OFFICER, unit_id=world.units[0].id)
    with pytest.raises(NotAllowed):
        request_relaxations(session, actor_for(officer), NOW, draft)
    run = ask(session, world, draft)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject_id) == ("run.request", str(run.id))


def test_a_draft_that_breaks_a_rule_is_refused(session: Session, world: World, draft: Draft) -> None:
    serving = next(cadre for cadre in world.cadres if cadre.id == draft.duties[0].cadre_id)
    give_leave(session, serving, OPEN, OPEN)
    session.commit()
    with pytest.raises(Conflict, match="违反规则"):
        request_relaxations(session, system(world.district), NOW, draft)


def test_a_draft_that_is_gone_when_the_search_begins_ends_it_in_words(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    run = ask(session, world, draft)
    discard_draft(session, system(world.district), NOW, draft, draft.version)
    session.commit()
    work(worker)
    session.expire_all()
    assert run.state == RunState.FAILED
    said = message_of(run)
    assert said is not None
    assert "请刷新" in said.zh


def test_a_search_that_is_to_end_ends_and_may_be_asked_for_again(
    session: Session, world: World, draft: Draft, worker: Worker
) -> None:
    run = ask(session, world, draft)

    def cancel(_: SolverProcess) -> None:
        with worker.sessions() as other:
            found = other.get(SolveRun, run.id)
            assert found is not None
            request_cancel(other, system(world.district), NOW, found)
            other.commit()

    claim = take_next(worker)
    assert claim is not None
    execute(worker, claim, Event(), cancel)
    session.expire_all()
    assert run.state in (RunState.CANCELLED, RunState.FINISHED)
    found = relaxations_of(session, draft, NOW)
    assert found.active is None
    # A process that had not begun to solve hands nothing in; what was found before that stays.
    assert found.made_at in (None, NOW)
    assert ask(session, world, draft).state == RunState.QUEUED
