"""Calendar feeds: the secret, and the events over the versions of a month."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, NotAllowed, NotFound
from service.models import AuditEntry, FeedToken
from service.operations.feeds import (
    FeedRevoked,
    calendar_of,
    feed_of,
    make_feed,
    note_reading,
    open_feed,
    revoke_feed,
    single_duty,
)
from service.operations.planning_settings import save_planning
from tests.support.factories import NOW, actor_for
from tests.support.published import Planned, Staff, publish_rows

MONTH = date(2026, 12, 1)
FIRST, SECOND = datetime(2026, 11, 18, 2, tzinfo=UTC), datetime(2026, 11, 19, 3, tzinfo=UTC)
DAY = date(2026, 12, 9)


def events(session: Session, staff: Staff, now: datetime = NOW) -> dict[str, Any]:
    body = calendar_of(session, staff.world.district.id, staff.person.id, now, "zh").body
    return {str(found["UID"]): found for found in Calendar.from_ical(body).walk("VEVENT")}


def publish(session: Session, staff: Staff, number: int, *duties: Planned) -> None:
    at = {1: FIRST, 2: SECOND}.get(number, SECOND + timedelta(days=number))
    publish_rows(session, staff.world.district, number, duties, MONTH, at)


def test_only_the_digest_of_the_secret_is_kept(session: Session, staff: Staff) -> None:
    feed, secret = make_feed(session, actor_for(staff.cadre), NOW, None)
    assert len(secret) >= 43
    assert feed.token_hash == hashlib.sha256(secret.encode()).hexdigest()
    for entry in session.scalars(select(AuditEntry)):
        assert secret not in str(entry.after)
        assert feed.token_hash not in str(entry.after)


def test_a_new_address_revokes_the_one_before(session: Session, staff: Staff) -> None:
    actor = actor_for(staff.cadre)
    old, old_secret = make_feed(session, actor, NOW, None)
    new, secret = make_feed(session, actor, NOW, old.id)
    assert feed_of(session, actor) is new
    assert open_feed(session, secret)[0] is new
    with pytest.raises(FeedRevoked):
        open_feed(session, old_secret)


def test_a_form_sent_twice_makes_one_address(session: Session, staff: Staff) -> None:
    actor = actor_for(staff.cadre)
    made, secret = make_feed(session, actor, NOW, None)
    with pytest.raises(Conflict):
        make_feed(session, actor, NOW, None)
    assert open_feed(session, secret)[0] is made


def test_revoking_ends_the_address_and_is_logged(session: Session, staff: Staff) -> None:
    actor = actor_for(staff.cadre)
    _, secret = make_feed(session, actor, NOW, None)
    revoke_feed(session, actor, NOW)
    session.flush()
    with pytest.raises(FeedRevoked):
        open_feed(session, secret)
    with pytest.raises(Conflict):
        revoke_feed(session, actor, NOW)
    assert {entry.action for entry in session.scalars(select(AuditEntry))} >= {"feed.create", "feed.revoke"}


def test_an_unknown_secret_is_not_found(session: Session, staff: Staff) -> None:
    with pytest.raises(NotFound) as refused:
        open_feed(session, "guess")
    assert not isinstance(refused.value, FeedRevoked)


def test_the_address_ends_with_the_account(session: Session, staff: Staff) -> None:
    _, secret = make_feed(session, actor_for(staff.cadre), NOW, None)
    staff.cadre.active = False
    session.flush()
    with pytest.raises(FeedRevoked):
        open_feed(session, secret)


@pytest.mark.parametrize("role", ["admin", "officer", "head"])
def test_other_roles_have_no_address(session: Session, staff: Staff, role: str) -> None:
    with pytest.raises(NotAllowed):
        make_feed(session, actor_for(getattr(staff, role)), NOW, None)


def test_a_reading_is_noted_once_an_hour(session: Session, staff: Staff) -> None:
    feed, _ = make_feed(session, actor_for(staff.cadre), NOW, None)
    session.flush()
    assert note_reading(session, feed.id, NOW)
    assert not note_reading(session, feed.id, NOW + timedelta(minutes=59))
    assert note_reading(session, feed.id, NOW + timedelta(minutes=61))
    assert session.scalar(select(FeedToken.last_read_at)) == NOW + timedelta(minutes=61)


def test_a_moved_duty_keeps_its_uid_and_raises_its_sequence(session: Session, staff: Staff) -> None:
    world = staff.world
    publish(session, staff, 1, Planned(staff.person, world.zones[0], DAY, "a@t", 0))
    publish(session, staff, 2, Planned(staff.person, world.zones[0], DAY + timedelta(days=2), "a@t", 1))
    found = events(session, staff)
    assert list(found) == ["a@t"]
    assert found["a@t"]["SEQUENCE"] == 1
    assert found["a@t"].decoded("DTSTART") == DAY + timedelta(days=2)
    assert found["a@t"].decoded("LAST-MODIFIED") == SECOND


def test_an_unmoved_duty_was_last_modified_by_the_version_that_brought_it(session: Session, staff: Staff) -> None:
    duty = Planned(staff.person, staff.world.zones[0], DAY, "a@t", 0)
    publish(session, staff, 1, duty)
    publish(session, staff, 2, duty)
    found = events(session, staff)["a@t"]
    assert found.decoded("LAST-MODIFIED") == FIRST
    assert found.decoded("DTSTAMP") == SECOND


def test_a_dropped_duty_is_cancelled_with_a_higher_sequence(session: Session, staff: Staff) -> None:
    publish(session, staff, 1, Planned(staff.person, staff.world.zones[0], DAY, "a@t", 4))
    publish(session, staff, 2)
    publish(session, staff, 3)
    found = events(session, staff)["a@t"]
    assert found["STATUS"] == "CANCELLED"
    assert found["SEQUENCE"] == 5
    assert found.decoded("LAST-MODIFIED") == SECOND


def test_a_duty_that_comes_back_stands_again(session: Session, staff: Staff) -> None:
    publish(session, staff, 1, Planned(staff.person, staff.world.zones[0], DAY, "a@t", 0))
    publish(session, staff, 2)
    publish(session, staff, 3, Planned(staff.person, staff.world.zones[0], DAY, "a@t", 2))
    found = events(session, staff)["a@t"]
    assert (found["STATUS"], found["SEQUENCE"]) == ("CONFIRMED", 2)


def test_cancellations_are_told_for_a_month_and_duties_for_a_year(session: Session, staff: Staff) -> None:
    world = staff.world
    publish(session, staff, 1, Planned(staff.person, world.zones[0], DAY, "a@t"),
            Planned(staff.person, world.zones[0], DAY + timedelta(days=10), "b@t"))  # fmt: skip
    publish(session, staff, 2, Planned(staff.person, world.zones[0], DAY + timedelta(days=10), "b@t"))
    assert set(events(session, staff, datetime(2027, 1, 31, 12, tzinfo=UTC))) == {"a@t", "b@t"}
    assert set(events(session, staff, datetime(2027, 2, 1, 12, tzinfo=UTC))) == {"b@t"}
    assert set(events(session, staff, datetime(2027, 12, 31, 1, tzinfo=UTC))) == {"b@t"}
    assert set(events(session, staff, datetime(2028, 1, 1, 1, tzinfo=UTC))) == set()


def test_the_body_does_not_depend_on_the_moment(session: Session, staff: Staff) -> None:
    publish(session, staff, 1, Planned(staff.person, staff.world.zones[0], DAY))
    district, person = staff.world.district.id, staff.person.id
    one, other = (calendar_of(session, district, person, NOW + timedelta(days=days), "zh") for days in (0, 6))
    assert one == other


def test_the_last_change_follows_a_change_of_the_place(session: Session, staff: Staff) -> None:
    publish(session, staff, 1, Planned(staff.person, staff.world.zones[0], DAY))
    before = calendar_of(session, staff.world.district.id, staff.person.id, NOW, "zh")
    zone = staff.world.zones[0]
    zone.address, zone.changed_at = "新址", before.changed_at + timedelta(hours=1)
    session.flush()
    after = calendar_of(session, staff.world.district.id, staff.person.id, NOW, "zh")
    assert "新址".encode() in after.body
    assert after.changed_at == before.changed_at + timedelta(hours=1)


def test_it_names_whom_to_ask_and_who_comes_along_without_telephone_numbers(session: Session, staff: Staff) -> None:
    world = staff.world
    publish(session, staff, 1, Planned(staff.person, world.zones[0], DAY), Planned(world.cadres[1], world.zones[0], DAY),
            Planned(world.cadres[2], world.zones[1], DAY))  # fmt: skip
    [found] = events(session, staff).values()
    assert "网格员甲" in found["DESCRIPTION"]
    assert world.cadres[1].name in found["DESCRIPTION"]
    assert world.cadres[2].name not in found["DESCRIPTION"]
    assert "138" not in found["DESCRIPTION"]


def test_duties_have_hours_where_the_district_says_so(session: Session, staff: Staff) -> None:
    publish(session, staff, 1, Planned(staff.person, staff.world.zones[0], DAY))
    save_planning(session, actor_for(staff.admin), NOW, {"duty_starts": "08:30", "duty_ends": "17:00"})
    session.flush()
    [found] = events(session, staff).values()
    assert found.decoded("DTSTART").astimezone(UTC) == datetime(2026, 12, 9, 0, 30, tzinfo=UTC)


def test_one_duty_as_a_file_of_its_own(session: Session, staff: Staff) -> None:
    publish(session, staff, 1, Planned(staff.person, staff.world.zones[0], DAY, "a@t"))
    body = single_duty(session, staff.world.district.id, staff.person.id, DAY, "zh")
    assert [str(found["UID"]) for found in Calendar.from_ical(body).walk("VEVENT")] == ["a@t"]
    with pytest.raises(NotFound):
        single_duty(session, staff.world.district.id, staff.person.id, DAY + timedelta(days=1), "zh")
