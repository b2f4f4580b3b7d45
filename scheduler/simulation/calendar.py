"""The calendar of a made-up month: every weekday is open, and days of rest are, as burdensome ones with fewer people."""

from __future__ import annotations

import calendar
from datetime import date

from scheduler.problem import Day

SATURDAY = 5
# Days of rest that are none by their weekday: New Year, Labour Day, National Day. (The lunar ones are left out.)
HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
RESTFUL_BURDEN = 2
# Of the load that a day should have, in percent: the least and the most.
LOAD = (80, 130)


def days_of(first: date, owed: int, weekend: int) -> tuple[Day, ...]:
    """A month's days. A day of rest should have `weekend` percent of an ordinary day's load; 0 closes them all."""
    dates = [first.replace(day=number) for number in range(1, calendar.monthrange(first.year, first.month)[1] + 1)]
    resting = {day for day in dates if day.weekday() >= SATURDAY or (day.month, day.day) in HOLIDAYS}
    # The load of an ordinary day in hundredths of a cadre, so that all days together give the duties owed.
    load = 10_000 * owed // max(1, 100 * (len(dates) - len(resting)) + weekend * len(resting))

    def day(one: date) -> Day:
        if one not in resting:
            return Day(one, True, 1, LOAD[0] * load // 10_000, -(-LOAD[1] * load // 10_000))
        mine = load * weekend // 100
        # At least the full load: what must be borne on days of rest is what has to be shared out.
        return Day(one, weekend > 0, RESTFUL_BURDEN, mine // 100, -(-LOAD[1] * mine // 10_000))

    return tuple(day(one) for one in dates)
