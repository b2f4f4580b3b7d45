"""The calendar of a district: days in numbered revisions, read, compared, changed, restored."""

from service.operations.calendar.changing import (
    MOST_BURDEN,
    MOST_ON_DUTY,
    DayChange,
    adopt_year,
    change_days,
    restore_revision,
    revise,
    seed_calendar,
)
from service.operations.calendar.reading import (
    Day,
    DayDifference,
    days_of,
    default_day,
    difference,
    find_revision,
    newest_number,
    revisions_of,
    years_of,
)

__all__ = [
    "MOST_BURDEN",
    "MOST_ON_DUTY",
    "Day",
    "DayChange",
    "DayDifference",
    "adopt_year",
    "change_days",
    "days_of",
    "default_day",
    "difference",
    "find_revision",
    "newest_number",
    "restore_revision",
    "revise",
    "revisions_of",
    "seed_calendar",
    "years_of",
]
