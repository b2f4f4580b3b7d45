"""The clock as a real process: killed and started again, stopped in order, alone on its database."""

from __future__ import annotations

import os
import signal
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.clock import Clock, Job
from service.database import make_engine, session_factory
from service.models import ClockBeat, District, Draft, RunKind, RunState, SolveRun
from service.operations.months import add_months
from service.operations.runs import request_run
from service.worker.lock import LockedError, take_lock
from tests.support.factories import NOW, system
from tests.support.planning import make_world
from tests.support.processes import await_death, program

# The programs started here go by the real date.
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
MONTH = add_months(TODAY.replace(day=1), 1)


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    return {
        "GRID_DUTY_DATABASE_URL": database,
        "GRID_DUTY_DATA_FOLDER": str(tmp_path / "var"),
        "GRID_DUTY_SOLVER__TIME_LIMIT": "5",
        "GRID_DUTY_SOLVER__WORKERS": "1",
        "GRID_DUTY_NIGHT__DRAFT_FROM_DAY": "1",
    }


def queue(session: Session, size: int = 4) -> SolveRun:
    world = make_world(session, size)
    run = request_run(session, system(world.district), NOW, MONTH, RunKind.DRAFT)
    session.commit()
    return run


def test_a_clock_killed_during_a_solve_ends_as_if_it_had_run_once(
    session: Session, environment: dict[str, str], tmp_path: Path
) -> None:
    run = queue(session)
    with program("clock", environment=environment, folder=tmp_path) as first:
        solver = first.await_event("solving process begins")["pid"]
        os.kill(solver, signal.SIGSTOP)
        first.process.kill()
        first.await_end()
        os.kill(solver, signal.SIGCONT)
        await_death(solver)
    session.refresh(run)
    assert run.state == RunState.RUNNING
    with program("clock", environment=environment, folder=tmp_path) as second:
        second.await_event("run ends")
        second.process.send_signal(signal.SIGTERM)
        assert second.await_end() == 0
    session.refresh(run)
    assert (run.state, run.attempt) == (RunState.FINISHED, 2)
    drafts = session.scalars(select(Draft).where(Draft.run_id == run.id)).all()
    assert [len(draft.duties) for draft in drafts] == [8]


def test_a_clock_that_is_told_to_end_gives_its_run_back(
    session: Session, environment: dict[str, str], tmp_path: Path
) -> None:
    run = queue(session)
    with program("clock", environment=environment, folder=tmp_path) as clock:
        solver = clock.await_event("solving process begins")["pid"]
        os.kill(solver, signal.SIGSTOP)
        clock.process.send_signal(signal.SIGINT)
        assert clock.await_end() == 0
    await_death(solver)
    session.refresh(run)
    assert (run.state, run.attempt) == (RunState.QUEUED, 0)
    assert session.scalars(select(ClockBeat)).all() == []


def test_a_second_clock_on_a_database_refuses_with_words(
    engine: object, database: str, environment: dict[str, str], tmp_path: Path
) -> None:
    held = make_engine(database)
    lock = take_lock(held)
    assert lock.is_held()
    other = make_engine(database)
    with pytest.raises(LockedError):
        take_lock(other)
    with program("clock", environment=environment, folder=tmp_path) as second:
        line = second.await_line("只能运行一个")
        assert "Error" in line
        assert second.await_end() == 1
    lock.release()
    take_lock(other).release()
    held.dispose()
    other.dispose()


def test_the_command_says_how_the_night_went(
    sessions: sessionmaker[Session], environment: dict[str, str], tmp_path: Path
) -> None:
    with sessions.begin() as session:
        code = make_world(session).district.code
    with program(
        "night", "--district", code, "--date", TODAY.isoformat(), environment=environment, folder=tmp_path
    ) as night:
        assert night.await_end() == 0
    with program("night", "--district", "nowhere", environment=environment, folder=tmp_path) as night:
        night.await_line("nowhere")
        assert night.await_end() == 1
    with sessions() as session:
        found = session.scalars(select(SolveRun).order_by(SolveRun.id)).all()
        assert [run.state for run in found] == [RunState.SKIPPED, RunState.FINISHED]
        assert session.scalars(select(District)).one().code == code


def test_a_job_that_fails_is_told_of_and_the_others_go_on() -> None:
    from threading import Event

    told, called = Event(), Event()
    names = []

    def fail() -> None:
        raise ValueError("no")

    def tell(name: str, error: BaseException) -> None:
        names.append((name, str(error)))
        told.set()

    clock = Clock([Job("bad", 3600, fail), Job("good", 3600, called.set)], tell)
    clock.start()
    assert told.wait(30)
    assert called.wait(30)
    clock.stop()
    assert names == [("bad", "no")]


def test_sessions_of_a_worker_reach_the_same_database(database: str, session: Session) -> None:
    queue(session)
    other = make_engine(database)
    with session_factory(other)() as reader:
        assert reader.scalars(select(SolveRun)).one().state == RunState.QUEUED
    other.dispose()
