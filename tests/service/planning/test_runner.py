"""A claimed run from snapshot to draft, with the solving process answering, dying, hanging and being cancelled."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from scheduler.audit import check_plan
from scheduler.problem import Pin, dump_instance, sha256_of
from service.database import write_transaction
from service.models import Draft, DraftPin, DraftState, RunKind, RunState, Skill, SolveRun, ZoneNeed
from service.operations.actor import Actor
from service.operations.drafts import open_draft, pin_duty
from service.operations.publication import publication_in_force
from service.operations.runs import message_of, request_cancel, request_run
from service.operations.snapshot import take_snapshot
from service.worker import solver_process
from service.worker.context import Worker
from service.worker.queue import MOST_ATTEMPTS, take_back
from service.worker.runner import execute, take_next
from service.worker.solver_process import Solved, SolveFailedError, SolverProcess
from tests.support.factories import NOW, added, system
from tests.support.planning import MONTH, World, give_leave, make_draft, make_test_worker, make_world, publish_month

OPTIONS = {"time_limit": 600.0, "workers": 1, "seed": 1, "memory_megabytes": 4096}


@pytest.fixture
def world(session: Session) -> World:
    made = make_world(session)
    session.commit()
    return made


@pytest.fixture
def worker(database: str, tmp_path: Path) -> Iterator[Worker]:
    made = make_test_worker(database, tmp_path)
    yield made
    made.engine.dispose()


def ask(session: Session, world: World, kind: RunKind = RunKind.DRAFT) -> tuple[SolveRun, Actor]:
    actor = system(world.district)
    run = request_run(session, actor, NOW, MONTH, kind)
    session.commit()
    return run, actor


def work(
    worker: Worker, on_start: Callable[[SolverProcess], None] | None = None, stopping: Event | None = None
) -> None:
    claim = take_next(worker)
    assert claim is not None
    execute(worker, claim, stopping or Event(), on_start)


def kill(process: SolverProcess) -> None:
    os.kill(process.pid, signal.SIGKILL)


def test_a_run_becomes_a_draft_with_its_dossier(session: Session, world: World, worker: Worker) -> None:
    run, _ = ask(session, world)
    work(worker)
    session.refresh(run)
    draft = open_draft(session, world.district.id, MONTH)
    assert draft is not None
    assert (run.state, run.outcome, draft.run_id, len(draft.duties)) == (RunState.FINISHED, "draft", run.id, 8)
    assert run.instance is not None
    assert sha256_of(run.instance) == run.input_hash == draft.input_hash
    assert run.dossier is not None
    assert {"weights", "rules", "seed", "status", "objective", "bound", "score", "facts_hash"} <= run.dossier.keys()
    assert (run.dossier["objective"], run.dossier["bound"]) == (draft.objective, draft.bound)
    assert run.dossier["solver"]["versions"]["ortools"]


def test_the_report_of_a_run_calls_a_skill_by_its_name(session: Session, world: World, worker: Worker) -> None:
    skill = added(session, Skill(district_id=world.district.id, code="LAW", name="法律咨询"))
    world.zones[0].needs.append(ZoneNeed(skill_id=skill.id, count=1))
    session.commit()
    ask(session, world)
    work(worker)
    draft = open_draft(session, world.district.id, MONTH)
    assert draft is not None
    (line,) = [line for line in draft.report["short"] if line["skill"] == "LAW"]
    assert line["reasons"] == [
        {
            "zh": "没有具备“法律咨询”专长、可去该网格的人员",
            "en": "Nobody with the skill 法律咨询 may serve in this zone on any day",
        }
    ]


def test_a_killed_solve_ends_as_if_it_had_run_once(session: Session, world: World, worker: Worker) -> None:
    run, _ = ask(session, world)
    work(worker, kill)
    session.refresh(run)
    assert (run.state, run.attempt) == (RunState.QUEUED, 1)
    assert session.scalars(select(Draft)).all() == []
    work(worker)
    session.refresh(run)
    assert (run.state, run.attempt) == (RunState.FINISHED, 2)
    assert len(session.scalars(select(Draft)).all()) == 1


def test_a_solve_that_dies_every_time_fails_and_leaves_what_is_published(
    session: Session, world: World, worker: Worker
) -> None:
    publication = publish_month(session, world.district)
    session.commit()
    run, _ = ask(session, world)
    for _ in range(MOST_ATTEMPTS):
        work(worker, kill)
    session.refresh(run)
    words = message_of(run)
    assert words is not None
    assert (run.state, run.outcome) == (RunState.FAILED, "error")
    assert "中断" in words.zh
    assert publication_in_force(session, world.district.id, MONTH) is publication
    assert take_next(worker) is None


def test_a_run_that_is_stopped_goes_back_as_if_not_begun(session: Session, world: World, worker: Worker) -> None:
    run, _ = ask(session, world)
    stopping = Event()

    def hang_and_stop(process: SolverProcess) -> None:
        os.kill(process.pid, signal.SIGSTOP)
        stopping.set()

    work(worker, hang_and_stop, stopping)
    session.refresh(run)
    assert (run.state, run.attempt, run.process) == (RunState.QUEUED, 0, None)


def test_a_cancelled_solve_that_hands_nothing_in_is_killed_after_the_grace(
    session: Session, world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver_process, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(solver_process, "GRACE_SECONDS", 0.05)
    run, actor = ask(session, world)

    def hang_and_cancel(process: SolverProcess) -> None:
        os.kill(process.pid, signal.SIGSTOP)
        session.refresh(run)
        request_cancel(session, actor, NOW, run)
        session.commit()

    work(worker, hang_and_cancel)
    session.refresh(run)
    assert (run.state, run.outcome) == (RunState.CANCELLED, "cancelled")
    assert session.scalars(select(Draft)).all() == []


def test_a_draft_changed_during_the_solve_is_not_overrun(session: Session, world: World, worker: Worker) -> None:
    draft = make_draft(session, world.district)
    session.commit()
    run, actor = ask(session, world)

    def pin_meanwhile(_: SolverProcess) -> None:
        pin_duty(session, actor, NOW, draft, draft.version, draft.duties[0].cadre_id, draft.duties[0].date)
        session.commit()

    work(worker, pin_meanwhile)
    session.refresh(run)
    assert (run.state, draft.state) == (RunState.QUEUED, DraftState.OPEN)
    work(worker)
    session.refresh(run)
    assert run.state == RunState.FINISHED
    newer = open_draft(session, world.district.id, MONTH)
    assert newer is not None
    assert [(pin.cadre_id, pin.date) for pin in newer.pins] == [(draft.duties[0].cadre_id, draft.duties[0].date)]


def test_pins_that_clash_end_the_run_with_their_names(session: Session, world: World, worker: Worker) -> None:
    draft = make_draft(session, world.district)
    cadre, day = world.cadres[0], date(2026, 12, 9)
    session.add(DraftPin(draft_id=draft.id, cadre_id=cadre.id, date=day, made_by="test", made_at=NOW))
    give_leave(session, cadre, day, day)
    session.commit()
    run, _ = ask(session, world)
    work(worker)
    session.refresh(run)
    words = message_of(run)
    assert words is not None
    assert (run.state, run.outcome) == (RunState.FAILED, "conflict")
    assert cadre.name in words.zh
    assert "9 Dec" in words.en
    assert draft.state == DraftState.OPEN


def test_a_re_plan_that_finds_nothing_better_keeps_the_version(session: Session, world: World, worker: Worker) -> None:
    publish_month(session, world.district)
    session.commit()
    run, _ = ask(session, world, RunKind.REPLAN)
    work(worker)
    session.refresh(run)
    assert (run.state, run.outcome, open_draft(session, world.district.id, MONTH)) == (RunState.FINISHED, "kept", None)


def test_after_leave_only_that_duty_is_changed(session: Session, world: World, worker: Worker) -> None:
    publication = publish_month(session, world.district)
    row = publication.assignments[0]
    give_leave(session, row.cadre, row.date, row.date)
    session.commit()
    ask(session, world, RunKind.REPLAN)
    work(worker)
    draft = open_draft(session, world.district.id, MONTH)
    assert draft is not None
    before = {(one.cadre_id, one.date, one.zone_id) for one in publication.assignments}
    after = {(one.cadre_id, one.date, one.zone_id) for one in draft.duties}
    assert {one[0] for one in before ^ after} == {row.cadre_id}
    assert (len(after), draft.base_number) == (8, 1)
    # The run says that one change was needed, and the draft why.
    run = session.get_one(SolveRun, draft.run_id)
    assert run.dossier is not None
    assert run.dossier["options"]["replan"] is True
    assert run.dossier["solver"]["replan"]["changed_at_least"] == 1
    assert draft.report["replan"]["changed"] == 1
    (change,) = draft.report["changes"]
    assert (change["cadre"], change["kind"], change["needed"]) == (row.cadre.employee_number, "impossible", True)
    assert "本人当天不能值勤" in change["reasons"][0]["zh"]


def test_the_solving_process_hands_in_its_best_when_asked(session: Session, world: World) -> None:
    snapshot = take_snapshot(session, world.district.id, MONTH, NOW)
    process = SolverProcess(snapshot.data, OPTIONS)
    try:
        solved = Solved.of(process.wait(lambda _: True))
    finally:
        process.close()
    assert check_plan(snapshot.data, solved.plan) == []


def test_too_little_memory_is_said_in_words_and_not_tried_again(session: Session, world: World, worker: Worker) -> None:
    run, _ = ask(session, world)
    run.options = {"memory_megabytes": 8}
    session.commit()
    work(worker)
    session.refresh(run)
    words = message_of(run)
    assert words is not None
    assert run.state == RunState.FAILED
    assert run.attempt == 1
    assert "solver.memory_megabytes" in words.en


def test_a_defect_of_the_solver_is_told_as_it_is(session: Session, world: World) -> None:
    snapshot = take_snapshot(session, world.district.id, MONTH, NOW, pins=[Pin(world.cadres[0].employee_number)])
    process = SolverProcess(dump_instance(snapshot.instance)[:-10], OPTIONS)
    try:
        with pytest.raises(SolveFailedError, match="JSON"):
            process.wait(lambda _: False)
    finally:
        process.close()


def test_nothing_is_stored_for_a_run_that_somebody_else_took(session: Session, world: World, worker: Worker) -> None:
    run, _ = ask(session, world)

    def take_away(_: SolverProcess) -> None:
        with write_transaction(worker.sessions) as other:
            other.get_one(SolveRun, run.id).process = "another"

    work(worker, take_away)
    assert session.scalars(select(Draft)).all() == []


def test_a_run_ends_with_all_it_stores_or_with_nothing(
    session: Session, world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _ = ask(session, world)

    def full_disk(*_arguments: object, **_given: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr("service.worker.finish.record", full_disk)
        with pytest.raises(OperationalError):
            work(worker)
    session.refresh(run)
    assert (run.state, run.dossier) == (RunState.RUNNING, None)
    assert session.scalars(select(Draft)).all() == []
    with write_transaction(worker.sessions) as other:
        assert take_back(other, NOW, NOW) == [run.id]
    work(worker)
    session.refresh(run)
    assert (run.state, run.attempt, len(session.scalars(select(Draft)).all())) == (RunState.FINISHED, 2, 1)
