"""The surge roster's problem: frozen data, with the field names of the file format (docs/format.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift. Its followers named in `not_followed_by` may not be worked on the next day."""

    id: str
    minutes: int
    not_followed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is rostered, with the rules for them. Minutes, days and weekends are of the whole period.

    `max_shifts` by kind of shift (a kind not named: none); `days_off` are day numbers.
    """

    id: str
    max_shifts: Mapping[str, int]
    min_minutes: int
    max_minutes: int
    min_consecutive: int
    max_consecutive: int
    min_days_off: int
    max_weekends: int
    days_off: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to have (or not to have) a shift on a day; its points are charged where it is not met."""

    staff: str
    day: int
    shift: str
    points: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How many are needed on a day in a kind of shift, with the points for each missing and each too many."""

    day: int
    shift: str
    needed: int
    under_points: int
    over_points: int


@dataclass(frozen=True, slots=True)
class History:
    """How somebody enters the period: `worked` days in a row, the last in `last_shift`, or `free` days in a row."""

    worked: int = 0
    last_shift: str | None = None
    free: int = 0


@dataclass(frozen=True, slots=True)
class ShiftPin:
    """On that day that shift, or free where it is None."""

    staff: str
    day: int
    shift: str | None


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """One person works one shift on one day."""

    staff: str
    day: int
    shift: str


@dataclass(frozen=True, slots=True)
class Roster:
    """All that is to be known for rostering a period of `days` days; day 0 is `start`."""

    name: str
    start: date
    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Person, ...]
    on_requests: tuple[Request, ...]
    off_requests: tuple[Request, ...]
    cover: tuple[Cover, ...]
    history: Mapping[str, History] = field(default_factory=dict)
    pins: tuple[ShiftPin, ...] = ()

    def date_of(self, day: int) -> date:
        """The date of a day number."""
        return self.start + timedelta(days=day)

    def weekend_of(self, day: int) -> int | None:
        """The number of the weekend that a day belongs to; None on weekdays. Two days of one weekend share it."""
        # Ordinal 1 is a Monday: Monday to Sunday share a quotient.
        ordinal = self.start.toordinal() + day - 1
        return ordinal // 7 if ordinal % 7 >= 5 else None
