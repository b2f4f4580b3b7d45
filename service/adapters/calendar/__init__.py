"""The calendar of the State: notices of known years, and statutory days of years whose notice is not out yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

from service.models import DayKind

NOTICES = Path(__file__).parent / "notices.json"
# The library guesses days in lieu; whether and when there are any is for the notice to say.
IN_LIEU = "补假"


@dataclass(frozen=True, slots=True)
class StateDay:
    """What the State makes of a day. `provisional`: no notice for its year is known."""

    date: date
    kind: DayKind
    name: str | None
    provisional: bool


@cache
def notices() -> dict[int, dict[date, tuple[bool, str]]]:
    """For each year with a notice: the days it names, whether each is off, and the holiday's name."""
    read = json.loads(NOTICES.read_text(encoding="utf-8"))
    return {
        int(year): {date.fromisoformat(day["date"]): (day["off"], day["name"]) for day in notice["days"]}
        for year, notice in read.items()
    }


def papers(year: int) -> list[str]:
    """The addresses of a year's notices; none where it is not known."""
    read = json.loads(NOTICES.read_text(encoding="utf-8"))
    return list(read.get(str(year), {}).get("papers", []))


@cache
def statutory(year: int) -> dict[date, str]:
    """The days that are holidays by law in a year, fixed and lunar, without days in lieu."""
    found = holidays.country_holidays("CN", years=year, language="zh_CN", observed=False)
    return {
        day: name.replace("农历除夕", "春节").replace("; ", "、")
        for day, name in found.items()
        if day.year == year and IN_LIEU not in name
    }


def week_kind(day: date) -> DayKind:
    """Workday or weekend by the week alone."""
    return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY


def state_day(day: date) -> StateDay:
    """A day by its year's notice; by law and week, and provisional, where there is none."""
    notice = notices().get(day.year)
    if notice is None:
        name = statutory(day.year).get(day)
        return StateDay(day, DayKind.HOLIDAY if name else week_kind(day), name, True)
    if day not in notice:
        return StateDay(day, week_kind(day), None, False)
    off, name = notice[day]
    if off:
        return StateDay(day, DayKind.HOLIDAY, name, False)
    # A notice that a revision overtook may name a weekday as worked (3 February 2020): that is no make-up.
    made_up = week_kind(day) is DayKind.WEEKEND
    return StateDay(day, DayKind.MAKEUP_WORKDAY if made_up else DayKind.WORKDAY, name if made_up else None, False)


def state_year(year: int) -> list[StateDay]:
    """Every day of a year."""
    first = date(year, 1, 1)
    return [state_day(first + timedelta(days=number)) for number in range((date(year + 1, 1, 1) - first).days)]
