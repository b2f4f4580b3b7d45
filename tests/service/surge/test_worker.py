"""A run of a surge in the worker: it makes a proposal; killed however often, what is in force stays."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.problem import sha256_of
from scheduler.surge import dump_surge, parse_surge
from service.messages import Conflict
from service.models import RosterState, RunState, SolveRun, SurgeRoster
from service.operations.runs import message_of
from service.operations.surge.building import Mode
from service.operations.surge.find import proposal_of, roster_in_force, works_of
from service.operations.surge.proposals import confirm_roster
from service.operations.surge.runs import request_roster
from service.operations.surge.standing_down import stand_down
from service.worker.context import Worker
from service.worker.queue import MOST_ATTEMPTS
from service.worker.runner import execute, take_next
from service.worker.solver_process import SolverProcess
from tests.support.factories import NOW, system
from tests.support.planning import World, make_test_worker
from tests.support.surges import FIRST, call_up, declare, make_surge_world


@pytest.fixture
def world(session: Session) -> World:
    made = make_surge_world(session, 8)
    session.commit()
    return made


@pytest.fixture
def worker(database: str, tmp_path: Path) -> Iterator[Worker]:
    made = make_test_worker(database, tmp_path)
    yield made
    made.engine.dispose()


def work(worker: Worker, on_start: Callable[[SolverProcess], None] | None = None) -> None:
    claim = take_next(worker)
    assert claim is not None
    execute(worker, claim, Event(), on_start)


def kill(process: SolverProcess) -> None:
    os.kill(process.pid, signal.SIGKILL)


def ask(session: Session, world: World, operation_id: int, mode: Mode = Mode.CALL) -> SolveRun:
    run = request_roster(session, system(world.district), NOW, operation_id, mode, options={"time_limit": 5.0})
    session.commit()
    return run


def test_a_run_makes_a_proposal_that_calls_nobody_until_it_is_confirmed(
    session: Session, world: World, worker: Worker
) -> None:
    operation = declare(session, world, system(world.district))
    run = ask(session, world, operation.id)
    work(worker)
    session.expire_all()
    assert (run.state, run.outcome) == (RunState.FINISHED, "proposed")
    assert run.dossier is not None
    assert run.dossier["objective"] >= run.dossier["bound"]
    roster = proposal_of(session, operation)
    assert roster is not None
    assert roster.run_id == run.id
    assert roster.problem is not None
    assert sha256_of(roster.problem) == roster.input_hash == run.input_hash
    assert dump_surge(parse_surge(roster.problem)) == roster.problem
    assert works_of(session, operation) == []
    confirm_roster(session, system(world.district), NOW, roster.id)
    assert len(works_of(session, operation)) == 7 * 2 * 2


def test_a_planner_that_dies_every_time_leaves_the_roster_in_force(
    session: Session, world: World, worker: Worker
) -> None:
    operation = call_up(session, world, system(world.district))
    before = [(work.cadre_id, work.date, work.shift_id) for work in works_of(session, operation)]
    number = roster_in_force(session, operation).number  # type: ignore[union-attr]
    run = ask(session, world, operation.id, Mode.AGAIN)
    for _ in range(MOST_ATTEMPTS):
        work(worker, kill)
    session.expire_all()
    words = message_of(run)
    assert run.state == RunState.FAILED
    assert words is not None
    assert "中断" in words.zh
    assert roster_in_force(session, operation).number == number  # type: ignore[union-attr]
    assert [(work.cadre_id, work.date, work.shift_id) for work in works_of(session, operation)] == before
    # And it can be asked for again.
    ask(session, world, operation.id, Mode.AGAIN)
    work(worker)
    session.expire_all()
    assert proposal_of(session, operation) is not None


def test_an_operation_stood_down_meanwhile_gets_no_proposal(session: Session, world: World, worker: Worker) -> None:
    operation = call_up(session, world, system(world.district))
    run = ask(session, world, operation.id, Mode.AGAIN)

    def end(_process: SolverProcess) -> None:
        stand_down(session, system(world.district), NOW, operation.id, FIRST)
        session.commit()

    work(worker, end)
    session.expire_all()
    assert run.state == RunState.CANCELLED
    states = session.scalars(select(SurgeRoster.state).where(SurgeRoster.operation_id == operation.id))
    assert RosterState.PROPOSED not in set(states)


def test_one_roster_at_a_time(session: Session, world: World) -> None:
    operation = declare(session, world, system(world.district))
    ask(session, world, operation.id)
    with pytest.raises(Conflict):
        request_roster(session, system(world.district), NOW, operation.id)


def test_nobody_to_call_is_told_in_words(session: Session, world: World, worker: Worker) -> None:
    operation = declare(session, world, system(world.district), only_listed=True)
    run = ask(session, world, operation.id)
    work(worker)
    session.expire_all()
    words = message_of(run)
    assert run.state == RunState.FAILED
    assert words is not None
    assert "没有可以召集的人员" in words.zh
