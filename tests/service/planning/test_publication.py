"""Publishing: numbered versions, what is shown is what is published, calendar identities, two admins at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import Assignment, Attendance, AuditEntry, Draft, DraftState, Publication, RoleName
from service.operations.drafts import move_duty, open_draft, pin_duty
from service.operations.publication import (
    difference_between,
    duties_of_cadre,
    preview_publication,
    publication_in_force,
    publications_of,
    publish,
)
from tests.support.factories import NOW, actor_for, make_district, make_user, system
from tests.support.planning import (
    MONTH,
    World,
    give_leave,
    make_draft,
    make_world,
    publish_draft,
    publish_month,
)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def free_day(draft: Draft, cadre_id: int, after: date) -> date:
    """A weekday after a day on which nobody of the draft serves, so that a move there breaks nothing."""
    taken = {row.date for row in draft.duties}
    days = (date(2026, 12, day) for day in range(1, 32))
    return next(day for day in days if day > after and day not in taken and day.weekday() < 5)


def moved(session: Session, world: World, now: datetime = NOW) -> tuple[Publication, Publication, Assignment]:
    """A first version, and a second one in which one duty is moved to another day; the duty as it was."""
    first = publish_month(session, world.district, now=now)
    row = min(first.assignments, key=lambda one: (one.date, one.id))
    draft = make_draft(session, world.district, now=now)
    mine = next(one for one in draft.duties if one.cadre_id == row.cadre_id)
    day = free_day(draft, row.cadre_id, row.date)
    move_duty(session, system(world.district), now, draft, draft.version, row.cadre_id, mine.date, day, row.zone_id)
    return first, publish_draft(session, world.district, draft, now), row


def test_the_first_version_adds_everybody(session: Session, world: World) -> None:
    publication = publish_month(session, world.district)
    assert publication.number == 1
    assert len(publication.assignments) == len(world.cadres)
    assert publication.difference == {"added": 8, "removed": 0, "moved": 0, "affected": 8}
    assert publication_in_force(session, world.district.id, MONTH) is publication
    assert open_draft(session, world.district.id, MONTH) is None
    assert all(row.linked and row.uid.startswith("202612-") and row.sequence == 0 for row in publication.assignments)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "publication.publish")).one()
    assert entry.after is not None
    assert entry.after["number"] == 1


def test_earlier_versions_stay_readable(session: Session, world: World) -> None:
    first, second, row = moved(session, world)
    assert [one.number for one in publications_of(session, world.district.id, MONTH)] == [2, 1]
    assert (row.publication_id, len(first.assignments)) == (first.id, len(world.cadres))
    assert publication_in_force(session, world.district.id, MONTH) is second


def test_the_difference_names_who_moved_from_where_to_where(session: Session, world: World) -> None:
    first, second, row = moved(session, world)
    changes = [
        change for change in difference_between(session, first, second).changes if change.cadre_id == row.cadre_id
    ]
    assert [change.kind for change in changes] == ["moved"]
    assert changes[0].old is not None
    assert (changes[0].old.date, changes[0].old.zone) == (row.date, row.zone_name)
    assert difference_between(session, second, second).changes == ()


def test_a_moved_duty_keeps_its_uid_and_raises_its_sequence(session: Session, world: World) -> None:
    _first, second, row = moved(session, world)
    now = next(one for one in second.assignments if one.cadre_id == row.cadre_id)
    assert (now.uid, now.sequence) == (row.uid, row.sequence + 1)
    assert len({one.uid for one in second.assignments}) == len(second.assignments)


def test_a_duty_that_comes_back_rises_past_its_cancellation(session: Session, world: World) -> None:
    first = publish_month(session, world.district)
    row = first.assignments[0]
    leave = give_leave(session, row.cadre, date(2026, 12, 1), date(2026, 12, 31))
    second = publish_month(session, world.district)
    assert row.cadre_id not in {one.cadre_id for one in second.assignments}
    leave.cancelled_at = NOW
    third = publish_month(session, world.district)
    back = next(one for one in third.assignments if one.cadre_id == row.cadre_id)
    # Version 1 had sequence 0, its cancellation counts as 1.
    assert (back.uid, back.sequence) == (row.uid, 2)


def test_past_duties_and_their_attendance_are_carried_on(session: Session, world: World) -> None:
    first = publish_month(session, world.district)
    row = min(first.assignments, key=lambda one: (one.date, one.id))
    row.attendance, row.zone_name = Attendance.SERVED, "当时的名称"
    later = datetime(2026, 12, row.date.day + 1, 1, tzinfo=UTC)
    second = publish_month(session, world.district, now=later)
    kept = next(one for one in second.assignments if one.cadre_id == row.cadre_id)
    assert (kept.date, kept.zone_id, kept.zone_name, kept.attendance, kept.uid, kept.sequence) == (
        row.date, row.zone_id, "当时的名称", Attendance.SERVED, row.uid, 0,
    )  # fmt: skip


def test_a_duty_missed_is_kept_as_a_fact_and_made_up_for(session: Session, world: World) -> None:
    first = publish_month(session, world.district)
    row = min(first.assignments, key=lambda one: (one.date, one.id))
    row.attendance = Attendance.MISSED
    second = publish_month(session, world.district, now=datetime(2026, 12, row.date.day + 1, 1, tzinfo=UTC))
    mine = sorted((one for one in second.assignments if one.cadre_id == row.cadre_id), key=lambda one: one.date)
    assert [one.attendance for one in mine] == [Attendance.MISSED, Attendance.PLANNED]
    assert mine[0].uid == row.uid != mine[1].uid


def test_what_changed_since_the_draft_is_shown_in_words(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    cadre = world.cadres[0]
    give_leave(session, cadre, date(2026, 12, 31), date(2026, 12, 31))
    preview = preview_publication(session, system(world.district), NOW, draft)
    assert [str(change.text) for change in preview.changes] == [
        f"请假情况有变化：{cadre.name}（{cadre.employee_number}）"
    ]


def test_a_draft_that_breaks_a_rule_by_now_is_refused(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    duty = draft.duties[0]
    give_leave(session, duty.cadre, duty.date, duty.date)
    actor = system(world.district)
    preview = preview_publication(session, actor, NOW, draft)
    assert [violation.rule for violation in preview.violations] == ["open_day"]
    with pytest.raises(InvalidInput):
        publish(session, actor, NOW, draft, preview.token)
    assert draft.state == DraftState.OPEN


def test_a_duty_of_somebody_who_left_is_a_violation_with_the_name(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    cadre = world.cadres[0]
    cadre.active_to = date(2026, 11, 30)
    session.flush()
    preview = preview_publication(session, system(world.district), NOW, draft)
    assert [(violation.rule, violation.cadre) for violation in preview.violations] == [("left", cadre.employee_number)]
    assert cadre.name in preview.violations[0].text.zh


def test_a_day_that_passed_before_publication_is_a_violation(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    first = min(row.date for row in draft.duties)
    later = datetime(2026, 12, first.day + 1, 1, tzinfo=UTC)
    rules = {one.rule for one in preview_publication(session, system(world.district), later, draft).violations}
    assert rules == {"past"}


@pytest.mark.parametrize("what", ["data", "draft", "date"])
def test_only_what_was_shown_is_published(session: Session, world: World, what: str) -> None:
    draft, actor, now = make_draft(session, world.district), system(world.district), NOW
    token = preview_publication(session, actor, now, draft).token
    if what == "data":
        give_leave(session, world.cadres[0], date(2026, 12, 31), date(2026, 12, 31))
    elif what == "draft":
        pin_duty(session, actor, now, draft, draft.version, draft.duties[0].cadre_id)
        session.flush()
    else:
        now = datetime(2026, 11, 21, 1, tzinfo=UTC)
    with pytest.raises(Conflict):
        publish(session, actor, now, draft, token)
    assert publication_in_force(session, world.district.id, MONTH) is None


def test_a_draft_made_before_another_version_is_refused(session: Session, world: World) -> None:
    publish_month(session, world.district)
    draft = make_draft(session, world.district)
    draft.base_number = None
    session.flush()
    preview = preview_publication(session, system(world.district), NOW, draft)
    assert preview.blocked is not None


def test_who_may_publish(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    officer = actor_for(make_user(session, world.district, RoleName.UNIT_OFFICER))
    with pytest.raises(NotAllowed):
        preview_publication(session, officer, NOW, draft)
    with pytest.raises(NotFound):
        preview_publication(session, system(make_district(session)), NOW, draft)


def test_a_pin_of_the_draft_is_a_pin_of_the_version(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    duty = draft.duties[0]
    pin_duty(session, system(world.district), NOW, draft, draft.version, duty.cadre_id, duty.date)
    publication = publish_draft(session, world.district, draft)
    assert [row.cadre_id for row in publication.assignments if row.pinned] == [duty.cadre_id]


def test_a_cadres_duties_come_from_the_versions_in_force(session: Session, world: World) -> None:
    _first, second, row = moved(session, world)
    now = next(one for one in second.assignments if one.cadre_id == row.cadre_id)
    found = duties_of_cadre(session, world.district.id, row.cadre_id, date(2026, 11, 15), date(2026, 12, 31))
    assert [one.id for one in found] == [now.id]
    assert duties_of_cadre(session, world.district.id, row.cadre_id, MONTH, now.date.replace(day=1)) in ([], [now])
    assert not duties_of_cadre(session, make_district(session).id, row.cadre_id, MONTH, date(2026, 12, 31))


def test_of_two_admins_at_once_the_second_is_refused_and_nothing_is_lost(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        world = make_world(session)
        draft_id = make_draft(session, world.district).id
        actor = system(world.district)
    with sessions() as session:
        token = preview_publication(session, actor, NOW, session.get_one(Draft, draft_id)).token
    both_ready = Barrier(2)

    def admin() -> str:
        with sessions() as session:
            draft = session.get_one(Draft, draft_id)
            both_ready.wait()
            try:
                publish(session, actor, NOW, draft, token)
                session.commit()
            except Conflict:
                session.rollback()
                return "refused"
            return "published"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(future.result() for future in [pool.submit(admin) for _ in range(2)])
    assert outcomes == ["published", "refused"]
    with sessions() as session:
        assert [one.number for one in session.scalars(select(Publication))] == [1]
        assert len(session.scalars(select(Assignment)).all()) == len(world.cadres)
