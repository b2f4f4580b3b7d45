"""A programme's run from its tables to stored proposals, with the solving process answering, killed and cancelled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.placement.audit import check_placement_plan
from scheduler.placement.problem import parse_placement_plan
from service.messages import Conflict
from service.models import Placement, Programme, Proposal, RunKind, RunState, SolveRun
from service.operations.programmes.ending import cancel_programme, end_placement
from service.operations.programmes.pins import PinValues, add_pin
from service.operations.programmes.runs import active_run_of, request_proposal
from service.operations.runs import message_of, request_cancel, request_run
from service.worker.context import Worker
from service.worker.runner import execute, take_next
from service.worker.solver_process import SolverProcess
from tests.support.factories import NOW, system
from tests.support.planning import MONTH, World, make_test_worker, make_world
from tests.support.programmes import approve_it, make_post, make_programme, take_part

FAST = {"time_limit": 5.0, "workers": 1}


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


@pytest.fixture
def programme(session: Session, world: World) -> Programme:
    made = make_programme(session, world)
    take_part(session, made, [make_post(session, world, "E1"), make_post(session, world, "E2")], world.cadres[:3])
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


def ask(session: Session, world: World, programme: Programme, refill_from: date | None = None) -> SolveRun:
    run = request_proposal(session, system(world.district), NOW, programme.id, FAST, refill_from=refill_from)
    session.commit()
    return run


def proposals(session: Session) -> list[Proposal]:
    return list(session.scalars(select(Proposal).order_by(Proposal.id).execution_options(populate_existing=True)))


def test_a_run_stores_the_best_and_the_next_best_each_checked(
    session: Session, world: World, programme: Programme, worker: Worker
) -> None:
    run = ask(session, world, programme)
    work(worker)
    session.refresh(run)
    assert (run.state, run.outcome) == (RunState.FINISHED, "proposed")
    found = proposals(session)
    assert [one.rank for one in found] == [1, 2, 3]
    for one in found:
        assert check_placement_plan(one.instance, parse_placement_plan(one.plan)) == []
    assert found[0].objective == found[0].bound
    assert len({one.plan for one in found}) == 3
    refusals = found[0].report["refusals"]
    assert len(refusals) == 2
    assert all(one["more"] == one["at_least"] for one in refusals)


def test_only_one_solve_of_a_programme_waits_and_the_months_own_is_not_kept_from_it(
    session: Session, world: World, programme: Programme
) -> None:
    run = ask(session, world, programme)
    with pytest.raises(Conflict, match="排队"):
        request_proposal(session, system(world.district), NOW, programme.id)
    assert active_run_of(session, programme.id, world.district.id) == run
    assert request_run(session, system(world.district), NOW, MONTH, RunKind.DRAFT).kind == RunKind.DRAFT


def test_a_killed_solve_is_queued_again_and_ends_as_if_it_had_run_once(
    session: Session, world: World, programme: Programme, worker: Worker
) -> None:
    run = ask(session, world, programme)
    work(worker, lambda process: process.kill())
    session.refresh(run)
    assert (run.state, proposals(session)) == (RunState.QUEUED, [])
    work(worker)
    session.refresh(run)
    assert (run.state, run.attempt, len(proposals(session))) == (RunState.FINISHED, 2, 3)


def test_a_queued_run_is_cancelled_with_its_programme(session: Session, world: World, programme: Programme) -> None:
    run = ask(session, world, programme)
    cancel_programme(session, system(world.district), NOW, programme.id, "不再举办")
    assert run.state == RunState.CANCELLED


def test_a_run_that_is_to_end_keeps_its_best_so_far(
    session: Session, world: World, programme: Programme, worker: Worker
) -> None:
    run = ask(session, world, programme)
    request = run.id

    def cancel(_: SolverProcess) -> None:
        request_cancel(session, system(world.district), NOW, session.get_one(SolveRun, request))
        session.commit()

    work(worker, cancel)
    session.refresh(run)
    assert run.outcome == "proposed"
    assert run.state in (RunState.FINISHED, RunState.CANCELLED)
    assert proposals(session)


def test_pins_that_clash_are_named_and_nothing_is_proposed(
    session: Session, world: World, programme: Programme, worker: Worker
) -> None:
    """One post with one seat, two people insisted on."""
    post = programme.posts[0].post_id
    for cadre in world.cadres[:2]:
        add_pin(session, system(world.district), NOW, programme.id, PinValues(cadre.id, post))
    run = ask(session, world, programme)
    work(worker)
    session.refresh(run)
    assert (run.state, run.outcome, proposals(session)) == (RunState.FAILED, "conflict", [])
    words = message_of(run)
    assert words is not None
    assert world.cadres[0].name in words.zh
    assert "cannot all hold" in words.en


def test_a_refill_fills_only_what_lacks(session: Session, world: World, programme: Programme, worker: Worker) -> None:
    ask(session, world, programme)
    work(worker)
    approve_it(session, proposals(session)[0])
    gone = session.scalars(select(Placement).order_by(Placement.id)).first()
    assert gone is not None
    end_placement(session, system(world.district), NOW, gone.id, date(2026, 12, 20), "身体原因")
    session.commit()
    ask(session, world, programme, refill_from=date(2026, 12, 21))
    work(worker)
    newest = proposals(session)[-1]
    assert newest.report["refill"] == {"moves": 0, "moves_at_least": 0, "proven": True}
    assert (newest.report["first"], len(parse_placement_plan(newest.plan).placements)) == ("2026-12-21", 2)
    assert str(gone.cadre_id) not in json.dumps([one.person for one in parse_placement_plan(newest.plan).placements])
