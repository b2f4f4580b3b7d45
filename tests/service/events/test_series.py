"""Series: made at once, changed as a whole or from a day on, with exceptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import DayKind
from service.operations.events import (
    SeriesValues,
    cancel_event,
    cancel_series,
    change_series,
    make_series,
    move_event,
)
from service.operations.events.series import SeriesReport, events_of, restore_series
from tests.service.data.support import refused
from tests.support.events import Stage
from tests.support.factories import NOW
from tests.support.planning import make_calendar

MONDAY = date(2026, 11, 30)
WHEN = SeriesValues(MONDAY, date(2026, 12, 28), weekday=0)
DECEMBER = [date(2026, 12, day) for day in (7, 14, 21, 28)]


def evening(stage: Stage, **given: Any) -> Any:
    return stage.values("study", **{"title": "每周一晚学习", "starts": "19:00", "ends": "21:00", **given})


def made(session: Session, stage: Stage, **given: Any) -> SeriesReport:
    report = make_series(session, stage.admin, NOW, evening(stage), replace(WHEN, **given))
    session.flush()
    return report


def dates(session: Session, report: SeriesReport, *, standing: bool = True) -> list[date]:
    return [one.date for one in events_of(session, report.series) if not standing or one.cancelled_at is None]


def test_each_date_is_an_event_holidays_and_exceptions_left_out(session: Session, stage: Stage) -> None:
    make_calendar(session, stage.staff.world.district, {date(2026, 12, 14): {"kind": DayKind.HOLIDAY, "open": False}})
    report = made(session, stage, without=frozenset({date(2026, 12, 21)}))
    assert dates(session, report) == [MONDAY, date(2026, 12, 7), date(2026, 12, 28)]
    assert report.skipped == [date(2026, 12, 14)]


def test_every_other_week(session: Session, stage: Stage) -> None:
    assert dates(session, made(session, stage, every_weeks=2)) == [MONDAY, DECEMBER[1], DECEMBER[3]]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"last_day": date(2026, 11, 29)}, "last_day"),
        ({"weekday": 7}, "weekday"),
        ({"every_weeks": 0}, "every_weeks"),
        ({"last_day": date(2036, 11, 29)}, "last_day"),
        ({"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 2)}, "last_day"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(session: Session, stage: Stage, given: dict, field: str) -> None:  # type: ignore[type-arg]
    assert field in refused(lambda: made(session, stage, **given))


def test_changed_from_a_date_on_the_earlier_ones_stay(session: Session, stage: Stage) -> None:
    report = made(session, stage)
    later = replace(WHEN, first_day=DECEMBER[1], weekday=1)
    done = change_series(session, stage.admin, NOW, report.series.id, evening(stage, place="新会场"), later)
    session.flush()
    assert (done.changed, done.made, done.cancelled) == (3, 0, 0)
    found = events_of(session, report.series)
    assert [one.date for one in found] == [MONDAY, DECEMBER[0], *(day + timedelta(days=1) for day in DECEMBER[1:])]
    assert [one.place for one in found] == ["三楼会议室"] * 2 + ["新会场"] * 3


def test_dates_changed_or_cancelled_by_themselves_stay_as_they_are(session: Session, stage: Stage) -> None:
    report = made(session, stage)
    found = events_of(session, report.series)
    move_event(session, stage.admin, NOW, found[1].id, date(2026, 12, 9), ("18:00", "20:00"), None, None)
    cancel_event(session, stage.admin, NOW, found[2].id, None)
    session.flush()
    done = change_series(session, stage.admin, NOW, report.series.id, evening(stage, place="新会场"), WHEN)
    session.flush()
    assert (done.changed, done.apart) == (3, 1)
    assert (found[1].date, found[1].place) == (date(2026, 12, 9), None)
    assert found[2].cancelled_at is not None


def test_a_later_end_adds_dates_in_rhythm_and_an_earlier_one_cancels(session: Session, stage: Stage) -> None:
    report = made(session, stage, every_weeks=2)
    longer = replace(WHEN, every_weeks=2, last_day=date(2027, 1, 31))
    done = change_series(session, stage.admin, NOW, report.series.id, evening(stage), longer)
    session.flush()
    assert done.made == 2
    assert dates(session, report)[-2:] == [date(2027, 1, 11), date(2027, 1, 25)]
    done = change_series(
        session, stage.admin, NOW, report.series.id, evening(stage), replace(WHEN, last_day=DECEMBER[1])
    )
    session.flush()
    assert done.cancelled == 3
    assert dates(session, report) == [MONDAY, DECEMBER[1]]


def test_past_dates_are_never_changed(session: Session, stage: Stage) -> None:
    report = made(session, stage, first_day=NOW.date() - timedelta(days=30))
    before = [one.version for one in events_of(session, report.series) if one.date < NOW.date()]
    change_series(session, stage.admin, NOW, report.series.id, evening(stage, place="新会场"), replace(
        WHEN, first_day=NOW.date() - timedelta(days=30)))  # fmt: skip
    session.flush()
    past = [one for one in events_of(session, report.series) if one.date < NOW.date()]
    assert past
    assert [one.version for one in past] == before


def test_cancelled_from_a_date_on_and_taken_back(session: Session, stage: Stage) -> None:
    report = made(session, stage)
    assert cancel_series(session, stage.admin, NOW, report.series.id, DECEMBER[2], "停办") == 2
    session.flush()
    assert dates(session, report) == [MONDAY, *DECEMBER[:2]]
    assert restore_series(session, stage.admin, NOW, report.series.id) == 2
    session.flush()
    assert dates(session, report) == [MONDAY, *DECEMBER]
    with pytest.raises(Conflict):
        restore_series(session, stage.admin, NOW, report.series.id)
