"""Placements in a cadre's calendar: stable identity, changes told, cancelled ones told as cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from service.operations.feeds import calendar_of
from tests.support.factories import NOW
from tests.support.published import TODAY
from tests.support.rounds import Rounds, make_rounds


@pytest.fixture
def rounds(session: Session) -> Rounds:
    made = make_rounds(session, NOW.date() - timedelta(days=10))
    session.commit()
    return made


def event(session: Session, rounds: Rounds, language: str = "zh") -> Any:
    cadre = rounds.staff.person
    made = calendar_of(session, cadre.district_id, cadre.id, NOW, language)
    found = [one for one in Calendar.from_ical(made.body).walk("VEVENT") if one["uid"] == rounds.exchange.uid]
    assert len(found) <= 1
    return found[0] if found else None


def test_the_feed_has_the_whole_term_the_place_and_whom_to_ask_for(session: Session, rounds: Rounds) -> None:
    found, row = event(session, rounds), rounds.exchange
    assert found["dtstart"].dt == row.first_day
    assert found["dtend"].dt == row.last_day + timedelta(days=1)
    assert "双向轮岗" in found["summary"]
    assert "建设路1号" in found["location"]
    assert rounds.worker.name in found["description"]
    assert "13800001111" not in found["description"]
    assert (found["status"], found["transp"]) == ("CONFIRMED", "TRANSPARENT")
    assert "Two-way rotation" in event(session, rounds, "en")["summary"]


def test_a_change_keeps_the_identity_and_raises_the_sequence(session: Session, rounds: Rounds) -> None:
    before = event(session, rounds)
    rounds.exchange.ended_on = rounds.exchange.first_day + timedelta(days=20)
    session.commit()
    after = event(session, rounds)
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["dtend"].dt == rounds.exchange.first_day + timedelta(days=21)
    assert "提前结束" in after["description"]


def test_a_cancelled_one_is_told_as_cancelled(session: Session, rounds: Rounds) -> None:
    before = event(session, rounds)
    rounds.exchange.cancelled_at = NOW
    session.commit()
    after = event(session, rounds)
    assert after["status"] == "CANCELLED"
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["summary"].startswith("已取消")


def test_the_same_placements_give_the_same_file_and_a_change_a_newer_one(session: Session, rounds: Rounds) -> None:
    cadre = rounds.staff.person
    one, two = (calendar_of(session, cadre.district_id, cadre.id, NOW, "zh") for _ in range(2))
    assert one == two
    rounds.exchange.ended_on = TODAY
    session.commit()
    assert calendar_of(session, cadre.district_id, cadre.id, NOW, "zh").changed_at > one.changed_at


def test_another_cadre_has_nothing_of_it(session: Session, rounds: Rounds) -> None:
    other = rounds.staff.world.cadres[3]
    body = calendar_of(session, other.district_id, other.id, NOW, "zh").body
    assert Calendar.from_ical(body).walk("VEVENT") == []
