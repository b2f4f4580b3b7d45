"""The calendar file: parsed back, and held against what Apple, Google and Outlook ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from service.adapters.calendar_feed import DutyHours, FeedEvent, calendar_file

PUBLISHED = datetime(2026, 11, 20, 1, 30, 15, 999, tzinfo=UTC)
HOURS = DutyHours(time(8, 30), time(17, 30), "Asia/Shanghai")


def event(**given: Any) -> FeedEvent:
    values: dict[str, Any] = {
        "uid": "202612-7-1@D1.grid-duty",
        "sequence": 2,
        "day": date(2026, 12, 9),
        "zone": "响石岭社区第一网格",
        "community": "响石岭社区",
        "address": "响石岭街道, 党群服务中心; 二楼",
        "contact": "网格员甲",
        "companions": ("干部乙", "干部丙"),
        "cancelled": False,
        "published_at": PUBLISHED,
        "changed_at": PUBLISHED - timedelta(days=3),
    }
    return FeedEvent(**{**values, **given})


def parsed(body: bytes) -> Any:
    return Calendar.from_ical(body)


def first(body: bytes) -> Any:
    return parsed(body).walk("VEVENT")[0]


def test_an_all_day_duty_is_read_back_as_it_was() -> None:
    found = first(calendar_file([event()], "区值勤", "zh"))
    assert found["UID"] == "202612-7-1@D1.grid-duty"
    assert found["SEQUENCE"] == 2
    assert found.decoded("DTSTART") == date(2026, 12, 9)
    assert found.decoded("DTEND") == date(2026, 12, 10)
    assert found["STATUS"] == "CONFIRMED"
    assert found["SUMMARY"] == "网格值勤 · 响石岭社区"
    assert found["LOCATION"] == "响石岭社区 响石岭社区第一网格 响石岭街道, 党群服务中心; 二楼"
    assert found["DESCRIPTION"] == "网格：响石岭社区第一网格\n到社区找：网格员甲\n同行：干部乙、干部丙"


def test_stamps_are_those_of_the_publication_in_utc_and_whole_seconds() -> None:
    found = first(calendar_file([event()], "区值勤", "zh"))
    assert found.decoded("DTSTAMP") == datetime(2026, 11, 20, 1, 30, 15, tzinfo=UTC)
    assert found.decoded("LAST-MODIFIED") == datetime(2026, 11, 17, 1, 30, 15, tzinfo=UTC)


def test_the_calendar_says_what_programs_ask_for() -> None:
    calendar = parsed(calendar_file([], "区值勤", "zh"))
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "区值勤"
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in calendar_file([], "区值勤", "zh")


def test_a_cancelled_duty_is_cancelled_in_words_as_well() -> None:
    found = first(calendar_file([event(cancelled=True, sequence=3)], "区值勤", "zh"))
    assert found["STATUS"] == "CANCELLED"
    assert found["TRANSP"] == "TRANSPARENT"
    assert found["SUMMARY"].startswith("已取消")
    assert "同行" not in found["DESCRIPTION"]


def test_a_timed_duty_names_a_zone_that_the_file_defines() -> None:
    body = calendar_file([event()], "区值勤", "zh", HOURS)
    calendar = parsed(body)
    found = calendar.walk("VEVENT")[0]
    assert found["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert found.decoded("DTSTART").astimezone(UTC) == datetime(2026, 12, 9, 0, 30, tzinfo=UTC)
    assert found.decoded("DTEND").astimezone(UTC) == datetime(2026, 12, 9, 9, 30, tzinfo=UTC)
    zones = [zone["TZID"] for zone in calendar.walk("VTIMEZONE")]
    assert zones == ["Asia/Shanghai"]
    assert body.index(b"BEGIN:VTIMEZONE") < body.index(b"BEGIN:VEVENT")


def test_a_timed_duty_in_a_zone_with_summer_time_keeps_its_local_hours() -> None:
    hours = DutyHours(time(8, 30), time(17, 30), "Europe/Berlin")
    days = [date(2027, 1, 11), date(2027, 7, 12)]
    calendar = parsed(calendar_file([event(uid=f"{day}@t", day=day) for day in days], "区值勤", "zh", hours))
    starts = [found.decoded("DTSTART").astimezone(UTC).hour for found in calendar.walk("VEVENT")]
    assert starts == [7, 6]


@pytest.mark.parametrize("hours", [None, HOURS], ids=["all-day", "timed"])
def test_no_time_floats(hours: DutyHours | None) -> None:
    found = first(calendar_file([event()], "区值勤", "zh", hours))
    for name in ("DTSTART", "DTEND"):
        value = found.decoded(name)
        assert not isinstance(value, datetime) or value.tzinfo is not None
        assert found[name].params.get("VALUE") == "DATE" or found[name].params.get("TZID")


def test_lines_end_with_crlf_and_are_folded_at_75_octets_between_characters() -> None:
    body = calendar_file([event(community="石峰区" * 40)], "区值勤" * 30, "zh")
    assert body.endswith(b"\r\n")
    lines = body.split(b"\r\n")
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is torn apart
    assert first(body)["SUMMARY"] == "网格值勤 · " + "石峰区" * 40


def test_uids_are_unique_and_events_stand_by_day() -> None:
    events = [event(uid=f"u{number}@t", day=date(2026, 12, 9 - number)) for number in range(3)]
    found = parsed(calendar_file(events, "区值勤", "zh")).walk("VEVENT")
    assert [item["UID"] for item in found] == ["u2@t", "u1@t", "u0@t"]


def test_the_same_duties_give_the_same_bytes() -> None:
    events = [event(uid="a@t"), event(uid="b@t", day=date(2026, 12, 1))]
    once, again = (calendar_file(items, "区值勤", "zh", HOURS) for items in (events, events[::-1]))
    assert once == again


def test_it_is_written_in_the_readers_language() -> None:
    found = first(calendar_file([event()], "duties", "en", page="https://duty.example/mine/"))
    assert found["SUMMARY"] == "Grid duty · 响石岭社区"
    assert found["URL"] == "https://duty.example/mine/"
