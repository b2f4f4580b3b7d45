"""The night: what it asks for, once, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import OperationError
from service.models import Assignment, DraftPin, RunKind, RunState, SolveRun
from service.operations.drafts import open_draft
from service.operations.planning_settings import save_planning
from service.operations.publication import publication_in_force, publications_of
from service.operations.runs import request_run
from service.settings import NightSettings
from service.worker.clock import ClockService
from service.worker.context import Worker
from service.worker.lock import take_lock
from service.worker.night import begin_night, night_of, wishes
from service.worker.once import do_night, is_bad
from tests.support.factories import NOW, make_district, system
from tests.support.planning import MONTH, World, give_leave, make_draft, make_test_worker, make_world, publish_month

THIS_MONTH = date(2026, 11, 1)
TONIGHT = date(2026, 11, 20)
SETTINGS = NightSettings()


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


def begin(
    session: Session, world: World, night: date = TONIGHT, now: datetime = NOW
) -> list[tuple[str, str, str | None]]:
    made = begin_night(session, world.district, night, now, SETTINGS)
    session.commit()
    return [(run.kind, run.state, run.outcome) for run in made]


def at(worker: Worker, now: datetime) -> Worker:
    return replace(worker, now=lambda: now)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 19, 17, 59, tzinfo=UTC), date(2026, 11, 19)),  # 01:59 on the 20th in Shanghai
        (datetime(2026, 11, 19, 18, 0, tzinfo=UTC), date(2026, 11, 20)),
    ],
)
def test_a_night_begins_at_the_set_time_of_the_districts_own_clock(
    session: Session, world: World, now: datetime, night: date
) -> None:
    assert night_of(world.district, now, SETTINGS) == night


@pytest.mark.parametrize(("day", "drafts"), [(14, 0), (15, 1)])
def test_next_month_is_drafted_from_the_set_day_on(session: Session, world: World, day: int, drafts: int) -> None:
    found = wishes(session, world.district, date(2026, 11, day), SETTINGS)
    assert [wish.month for wish in found if wish.kind == RunKind.NIGHT_DRAFT] == [MONTH] * drafts


def test_a_published_next_month_is_re_planned_whatever_the_day(session: Session, world: World) -> None:
    publish_month(session, world.district)
    found = wishes(session, world.district, date(2026, 11, 3), SETTINGS)
    assert [(wish.month, wish.kind) for wish in found] == [
        (THIS_MONTH, RunKind.NIGHT_REPLAN),
        (MONTH, RunKind.NIGHT_REPLAN),
    ]


def test_the_same_night_asks_once(session: Session, world: World) -> None:
    assert begin(session, world) == [
        (RunKind.NIGHT_REPLAN, RunState.SKIPPED, "unpublished"),
        (RunKind.NIGHT_DRAFT, RunState.QUEUED, None),
    ]
    assert begin(session, world) == []


def test_unchanged_data_need_no_re_plan(session: Session, world: World) -> None:
    publish_month(session, world.district)
    assert begin(session, world)[1] == (RunKind.NIGHT_REPLAN, RunState.SKIPPED, "nothing")


def test_leave_since_publication_asks_for_a_re_plan(session: Session, world: World) -> None:
    publication = publish_month(session, world.district)
    row = publication.assignments[0]
    give_leave(session, row.cadre, row.date, row.date)
    assert begin(session, world)[1] == (RunKind.NIGHT_REPLAN, RunState.QUEUED, None)


def test_a_draft_from_the_same_data_is_left_to_wait(session: Session, world: World) -> None:
    make_draft(session, world.district)
    assert begin(session, world)[1] == (RunKind.NIGHT_DRAFT, RunState.SKIPPED, "waiting")


def test_somebodys_own_solve_is_not_disturbed(session: Session, world: World) -> None:
    request_run(session, system(world.district), NOW, MONTH, RunKind.DRAFT)
    assert begin(session, world) == [(RunKind.NIGHT_REPLAN, RunState.SKIPPED, "unpublished")]


def test_other_districts_nights_are_their_own(session: Session, world: World) -> None:
    make_district(session)
    begin(session, world)
    assert {run.district_id for run in session.scalars(select(SolveRun))} == {world.district.id}


def test_tonights_work_done_twice_does_nothing_more(session: Session, world: World, worker: Worker) -> None:
    for _ in range(2):
        runs = do_night(worker, Event(), night=TONIGHT)
        assert [(run.month, run.state, run.outcome) for run in runs] == [
            (THIS_MONTH, RunState.SKIPPED, "unpublished"),
            (MONTH, RunState.FINISHED, "draft"),
        ]
        assert not is_bad(runs)
    assert len(session.scalars(select(SolveRun)).all()) == 2
    # Another night, the same data: the draft waits.
    assert do_night(worker, Event(), night=date(2026, 11, 21))[1].outcome == "waiting"


def test_a_draft_is_renewed_with_what_was_moved_by_hand_when_data_change(
    session: Session, world: World, worker: Worker
) -> None:
    draft = make_draft(session, world.district)
    before = {(row.cadre_id, row.date, row.zone_id) for row in draft.duties}
    duty = draft.duties[0]
    give_leave(session, duty.cadre, duty.date, duty.date)
    session.commit()
    assert do_night(worker, Event(), night=TONIGHT)[1].outcome == "draft"
    newer = open_draft(session, world.district.id, MONTH)
    assert newer is not None
    changed = before ^ {(row.cadre_id, row.date, row.zone_id) for row in newer.duties}
    assert {row[0] for row in changed} == {duty.cadre_id}


def test_the_current_month_is_re_planned_past_and_soon_duties_stay(
    session: Session, world: World, worker: Worker
) -> None:
    publication = publish_month(session, world.district)
    rows = sorted(publication.assignments, key=lambda row: row.date)
    now = datetime(2026, 12, rows[2].date.day, 1, tzinfo=UTC)
    leaver = rows[-1]
    give_leave(session, leaver.cadre, leaver.date, leaver.date)
    session.commit()
    assert do_night(at(worker, now), Event(), night=now.date())[0].outcome == "draft"
    draft = open_draft(session, world.district.id, MONTH)
    assert draft is not None
    changed = {(row.cadre_id, row.date) for row in rows} ^ {(row.cadre_id, row.date) for row in draft.duties}
    assert {cadre for cadre, _ in changed} == {leaver.cadre_id}
    assert all(day > now.date() for _, day in changed)


def test_a_night_may_publish_by_itself(session: Session, world: World, worker: Worker) -> None:
    save_planning(session, system(world.district), NOW, {"publish_by_itself": True})
    session.commit()
    assert do_night(worker, Event(), night=TONIGHT)[1].outcome == "published"
    publication = publication_in_force(session, world.district.id, MONTH)
    assert publication is not None
    assert (publication.number, publication.published_by) == (1, "night")
    row = session.scalars(select(Assignment)).first()
    assert row is not None
    give_leave(session, row.cadre, row.date, row.date)
    session.commit()
    assert do_night(worker, Event(), night=date(2026, 11, 21))[1].outcome == "published"
    assert [one.number for one in publications_of(session, world.district.id, MONTH)] == [2, 1]


def test_a_changed_way_of_planning_is_never_published_by_itself(session: Session, world: World, worker: Worker) -> None:
    # A fixed day in place of a staggered month moves everybody; nobody but an admin may decide that.
    publish_month(session, world.district)
    save_planning(
        session,
        system(world.district),
        NOW,
        {"publish_by_itself": True, "mode": "fixed_day", "weights": {"unserved": 7}},
    )
    session.commit()
    run = do_night(worker, Event(), night=TONIGHT)[1]
    assert (run.state, run.outcome) == (RunState.FINISHED, "draft")
    assert run.message is not None
    assert "排班设置" in run.message.zh
    assert [one.number for one in publications_of(session, world.district.id, MONTH)] == [1]
    assert open_draft(session, world.district.id, MONTH) is not None


def test_a_re_plan_that_keeps_the_version_is_not_asked_for_again(
    session: Session, world: World, worker: Worker
) -> None:
    publish_month(session, world.district)
    give_leave(session, world.cadres[0], date(2026, 12, 31), date(2026, 12, 31))
    session.commit()
    outcomes = [do_night(worker, Event(), night=date(2026, 11, day))[1].outcome for day in (20, 21)]
    assert outcomes in (["kept", "nothing"], ["draft", "waiting"])
    row = session.scalars(select(SolveRun).where(SolveRun.outcome == "kept")).first()
    served = {one.date for one in session.scalars(select(Assignment).where(Assignment.cadre_id == world.cadres[0].id))}
    assert (row is None) == (date(2026, 12, 31) in served)


def test_a_failed_night_says_why_and_is_tried_again_when_asked(session: Session, world: World, worker: Worker) -> None:
    draft = make_draft(session, world.district)
    day = date(2026, 12, 9)
    session.add(DraftPin(draft_id=draft.id, cadre_id=world.cadres[0].id, date=day, made_by="test", made_at=NOW))
    give_leave(session, world.cadres[0], date(2026, 12, 9), date(2026, 12, 9))
    session.commit()
    runs = do_night(worker, Event(), night=TONIGHT)
    assert is_bad(runs)
    assert runs[1].message is not None
    assert world.cadres[0].name in str(runs[1].words)
    assert is_bad(do_night(worker, Event(), night=TONIGHT))
    assert len(session.scalars(select(SolveRun).where(SolveRun.state == RunState.FAILED)).all()) == 2


def test_a_missed_night_is_caught_up_once(session: Session, world: World, worker: Worker) -> None:
    # The clock starts at 01:00, hours before the next night: the one of the day before was missed.
    early = datetime(2026, 11, 19, 17, tzinfo=UTC)
    lock = take_lock(worker.engine)
    service = ClockService(at(worker, early), lock)
    for _ in range(2):
        service.begin_nights()
    again = ClockService(at(worker, early), lock)
    again.begin_nights()
    lock.release()
    runs = session.scalars(select(SolveRun).order_by(SolveRun.id)).all()
    assert [(run.wanted_for, run.month) for run in runs] == [
        (date(2026, 11, 19), THIS_MONTH),
        (date(2026, 11, 19), MONTH),
    ]


def test_an_unknown_district_is_refused(session: Session, world: World, worker: Worker) -> None:
    with pytest.raises(OperationError):
        do_night(worker, Event(), district=f"{world.district.code}-other")


def test_nothing_is_repeated_while_the_run_is_under_way(session: Session, world: World) -> None:
    begin(session, world)
    run = session.scalars(select(SolveRun).where(SolveRun.state == RunState.QUEUED)).one()
    run.state = RunState.RUNNING
    session.commit()
    give_leave(session, world.cadres[0], date(2026, 12, 1), date(2026, 12, 1))
    assert begin(session, world) == []


def test_a_district_without_people_or_zones_is_not_drafted(session: Session, world: World) -> None:
    bare = make_district(session)
    session.commit()
    made = begin_night(session, bare, TONIGHT, NOW, SETTINGS)
    assert [(run.kind, run.state, run.outcome) for run in made] == [
        (RunKind.NIGHT_REPLAN, RunState.SKIPPED, "unpublished"),
        (RunKind.NIGHT_DRAFT, RunState.SKIPPED, "empty"),
    ]
    for cadre in world.cadres:
        cadre.duties_per_month = 0
    session.commit()
    assert begin(session, world)[1] == (RunKind.NIGHT_DRAFT, RunState.SKIPPED, "empty")
