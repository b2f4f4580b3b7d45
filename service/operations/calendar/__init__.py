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
    BURDENS,
    OPEN_KINDS,
    Day,
    DayDifference,
    days_of,
    default_day,
    difference,
    find_revision,
    newest_number,
    revisions_of,
    stored_days,
    years_of,
)

__all__ = [
    "BURDENS",
    "MOST_BURDEN",
    "MOST_ON_DUTY",
    "OPEN_KINDS",
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
    "stored_days",
    "years_of",
]
