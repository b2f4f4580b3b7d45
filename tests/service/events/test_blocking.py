"""Events keep people from duty: in the snapshot, in the facts, against published duties, and in the reasons told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.problem import Cadre, Duty
from service.operations.board.clashes import reasoned
from service.operations.board.report import unserved_lines
from service.operations.events import cancel_event, clashes_of, mark, move_event
from service.operations.events.seats import sign_up
from service.operations.feeds import calendar_of
from service.operations.overview.state import overtaken
from service.operations.snapshot import FactKind, Snapshot, changes_between, take_snapshot
from tests.support.events import DAY, Stage, make_event
from tests.support.factories import NOW
from tests.support.planning import MONTH, give_leave
from tests.support.published import Planned, publish_rows

PUBLISHED = datetime(2026, 11, 18, 2, tzinfo=UTC)


def take(session: Session, stage: Stage) -> Snapshot:
    session.flush()
    return take_snapshot(session, stage.staff.world.district.id, MONTH, NOW)


def person(session: Session, stage: Stage) -> Cadre:
    number = stage.staff.person.employee_number
    return next(cadre for cadre in take(session, stage).instance.cadres if cadre.id == number)


@pytest.mark.parametrize(
    ("kind", "hours", "blocked"),
    [
        ("training", ("18:30", "20:00"), True),
        ("class", ("17:59", "20:00"), True),
        ("class", ("18:00", "20:00"), False),
        ("class", ("06:00", "08:00"), False),
        ("study", ("08:30", "17:30"), False),
    ],
)
def test_a_kind_blocks_always_by_its_hours_or_never(
    session: Session, stage: Stage, kind: str, hours: tuple[str, str], blocked: bool
) -> None:
    make_event(session, stage, kind, starts=hours[0], ends=hours[1])
    assert person(session, stage).unavailable == ((DAY,) if blocked else ())


def test_who_is_at_an_event_is_unavailable_and_not_absent(session: Session, stage: Stage) -> None:
    make_event(session, stage)
    found = person(session, stage)
    assert (found.unavailable, found.absent, found.duties) == ((DAY,), (), 1)


def test_an_excused_cadre_one_without_a_seat_and_a_cancelled_event_are_free(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    mark(session, stage.admin, NOW, event.id, stage.staff.person.id, "excused")
    assert person(session, stage).unavailable == ()
    training = make_event(session, stage, sign_up=True, seats=1, date=date(2026, 12, 10))
    assert person(session, stage).unavailable == ()
    sign_up(session, stage.admin, NOW, training.id, stage.staff.person.id)
    assert person(session, stage).unavailable == (date(2026, 12, 10),)
    cancel_event(session, stage.admin, NOW, training.id, None)
    assert person(session, stage).unavailable == ()


def test_the_facts_tell_who_is_called_and_are_as_before_without_events(session: Session, stage: Stage) -> None:
    before = take(session, stage)
    assert FactKind.EVENT not in before.facts
    event = make_event(session, stage, everyone=False, people=stage.staff.person.employee_number)
    after = take(session, stage)
    changes = changes_between(before.facts, after.facts)
    assert [(change.kind, change.subject) for change in changes] == [
        (FactKind.EVENT, stage.staff.person.employee_number)
    ]
    assert before.facts_hash != after.facts_hash
    cancel_event(session, stage.admin, NOW, event.id, None)
    assert take(session, stage).facts_hash == before.facts_hash


def publish(session: Session, stage: Stage) -> None:
    world = stage.staff.world
    duties = [Planned(world.cadres[0], world.zones[0], DAY), Planned(world.cadres[4], world.zones[3], DAY)]
    publish_rows(session, world.district, 1, duties, MONTH, PUBLISHED)


def test_a_clash_with_a_published_duty_is_told_with_who_and_where(session: Session, stage: Stage) -> None:
    publish(session, stage)
    world = stage.staff.world
    make_event(session, stage, "study")
    assert clashes_of(session, world.district.id, NOW.date()) == []
    event = make_event(session, stage, everyone=False, unit_ids=(stage.staff.unit.id,))
    (clash,) = clashes_of(session, world.district.id, NOW.date())
    assert (clash.event_id, clash.cadre_id, clash.zone) == (event.id, world.cadres[0].id, world.zones[0].name)
    assert overtaken(session, world.district.id, MONTH, NOW.date()) == 1
    assert clashes_of(session, world.district.id, DAY.replace(day=10)) == []


def test_the_reason_names_the_event_or_the_leave(session: Session, stage: Stage) -> None:
    world = stage.staff.world
    make_event(session, stage, title="七一主题党日")
    give_leave(session, world.cadres[1], DAY, DAY)
    snapshot = take(session, stage)
    duties = [Duty(cadre.employee_number, DAY, world.zones[0].code) for cadre in world.cadres[:1]]
    violations = reasoned(session, world.district.id, audit(snapshot.instance, duties).violations)
    texts = [one.text for one in violations if one.rule == "open_day"]
    assert "当天参加活动“七一主题党日”" in texts[0].zh
    assert "at the event “七一主题党日”" in texts[0].en
    duties = [Duty(world.cadres[1].employee_number, DAY, world.zones[0].code)]
    violations = reasoned(session, world.district.id, audit(snapshot.instance, duties).violations)
    assert "当天休假" in next(one.text.zh for one in violations if one.rule == "open_day")


def test_who_is_unserved_is_told_the_events_of_the_month(session: Session, stage: Stage) -> None:
    make_event(session, stage)
    cadre = stage.staff.person
    line = {"cadre": cadre.employee_number, "name": cadre.name, "unit": "局", "missing": 1, "reasons": []}
    (found,) = unserved_lines(session, cadre.district_id, MONTH, {"unserved": [line]})
    assert found.reasons == [
        {"zh": "现有活动占用1天：12月9日“业务培训”", "en": "Events now entered take 1 day: “业务培训” on 9 Dec"}
    ]


def feed(session: Session, stage: Stage) -> dict[str, Any]:
    session.flush()
    staff = stage.staff
    body = calendar_of(session, staff.world.district.id, staff.person.id, NOW, "zh").body
    return {str(found["SUMMARY"]): found for found in Calendar.from_ical(body).walk("VEVENT")}


def test_the_feed_has_what_a_cadre_is_called_to_moved_and_cancelled_too(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    first = feed(session, stage)["业务培训"]
    assert first.decoded("dtstart").isoformat() == "2026-12-09T08:30:00+08:00"
    assert (str(first["STATUS"]), str(first["LOCATION"])) == ("CONFIRMED", "三楼会议室")
    move_event(session, stage.admin, NOW, event.id, date(2026, 12, 11), ("08:30", "17:30"), None, "会场占用")
    moved = feed(session, stage)["业务培训"]
    assert (moved["UID"], moved["SEQUENCE"] > first["SEQUENCE"]) == (first["UID"], True)
    assert "原定 2026-12-09" in str(moved["DESCRIPTION"])
    cancel_event(session, stage.admin, NOW, event.id, "停办")
    gone = feed(session, stage)["已取消：业务培训"]
    assert (str(gone["STATUS"]), gone["SEQUENCE"] > moved["SEQUENCE"]) == ("CANCELLED", True)


def test_what_calls_others_is_not_in_the_feed(session: Session, stage: Stage) -> None:
    make_event(session, stage, everyone=False, unit_ids=(stage.staff.world.units[1].id,))
    make_event(session, stage, title="要报名", sign_up=True)
    assert feed(session, stage) == {}
