"""Who may be called and what is wanted where: frozen data, and their file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from scheduler.placement.problem import Group
from scheduler.placement.problem.parse import GROUP, PLACE
from scheduler.problem import reader as read
from scheduler.problem.loading import load_object
from scheduler.problem.parse import Shape, count, plain, positive, record
from scheduler.problem.reader import Check, Errors

FORMAT = "grid-duty/surge-call"
VERSION = 1
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift: minutes after midnight at which it starts, and how many it lasts."""

    id: str
    starts: int
    minutes: int
    night: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where people are wanted. `priority` multiplies the points of everybody missing there."""

    id: str
    name: str
    priority: int = 1
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """People wanted at a place on a day in a shift."""

    place: str
    day: int
    shift: str
    needed: int


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest rules of everybody; None binds nobody. Minutes, nights and weekends are of the whole operation."""

    between_shifts: int
    min_consecutive: int
    max_consecutive: int
    min_days_off: int
    max_weekends: int | None = None
    max_nights: int | None = None
    min_minutes: int = 0
    max_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class SurgePerson:
    """Somebody who may be called.

    home: places in the community where they live; linked: places of the unit's linked communities. at: where they
    serve already; served: they have had their turn and come again only where nobody else can. used_*: what they have
    worked in this operation before the period. avoid: points by day. run: how they enter the period.
    """

    id: str
    name: str
    group: str
    home: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    days_off: tuple[int, ...] = ()
    days_only: bool = False
    at: str | None = None
    served: bool = False
    used_minutes: int = 0
    used_nights: int = 0
    used_weekends: int = 0
    avoid: Mapping[str, int] = field(default_factory=dict)
    worked: int = 0
    last_place: str | None = None
    last_shift: str | None = None
    free: int = 0
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """A shift that somebody has in the roster so far: kept where it can be."""

    person: str
    day: int
    shift: str


@dataclass(frozen=True, slots=True)
class SurgeProblem:
    """All that is to be known for calling people up and rostering them over `days` days from `start`.

    reserve: percent of people beyond the need. groups: units, with what they can spare.
    """

    name: str
    start: date
    days: int
    shifts: tuple[Shift, ...]
    places: tuple[Place, ...]
    needs: tuple[Need, ...]
    groups: tuple[Group, ...]
    people: tuple[SurgePerson, ...]
    rest: Rest
    reserve: int = 0
    serving: tuple[Serving, ...] = ()

    def weekend_of(self, day: int) -> int | None:
        """The number of the weekend that a day belongs to; None on weekdays."""
        on = self.start + timedelta(days=day)
        return on.toordinal() // 7 if on.weekday() >= 5 else None


NAMES = read.listing(read.name, distinct=True)
SOME = read.optional(count)
DAY = read.integer(0, MOST_DAYS - 1)
SHIFT: Shape = (
    {"id": read.name, "starts": read.integer(0, 1439), "minutes": read.integer(1, 1440)},
    {"night": (read.flag, False)},
)
PLACES: Shape = ({"id": read.name, "name": read.text}, {"priority": (positive, 1), **PLACE})
NEED: Shape = ({"place": read.name, "day": DAY, "shift": read.name, "needed": count}, {})
REST: Shape = (
    {"between_shifts": count, "min_consecutive": count, "max_consecutive": positive, "min_days_off": count},
    {"max_weekends": (SOME, None), "max_nights": (SOME, None), "min_minutes": (count, 0), "max_minutes": (SOME, None)},
)
NAME = (read.optional(read.name), None)
PERSON: Shape = (
    {"id": read.name, "name": read.text, "group": read.name},
    {"home": (NAMES, ()), "linked": (NAMES, ()), "days_off": (read.listing(DAY, distinct=True), ()),
     "days_only": (read.flag, False), "at": NAME, "served": (read.flag, False), "used_minutes": (count, 0),
     "used_nights": (count, 0), "used_weekends": (count, 0), "avoid": (read.mapping(read.name, count), {}),
     "worked": (count, 0), "last_place": NAME, "last_shift": NAME, "free": (count, 0), **PLACE},
)  # fmt: skip
SERVING: Shape = ({"person": read.name, "day": DAY, "shift": read.name}, {})
TOP: dict[str, Check] = {
    "format": read.constant(FORMAT),
    "version": read.constant(VERSION),
    "name": read.text,
    "start": read.day,
    "days": read.integer(1, MOST_DAYS),
    "shifts": read.listing(record(Shift, SHIFT)),
    "places": read.listing(record(Place, PLACES)),
    "needs": read.listing(record(Need, NEED)),
    "groups": read.listing(record(Group, GROUP)),
    "people": read.listing(record(SurgePerson, PERSON)),
    "rest": record(Rest, REST),
}
OPTIONAL: dict[str, tuple[Check, Any]] = {
    "reserve": (count, 0),
    "serving": (read.listing(record(Serving, SERVING)), ()),
}


def parse_surge(data: bytes) -> SurgeProblem:
    """Read a file of people, places and needs. What spans its fields is checked with the two steps' own instances.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    errors = Errors()
    found = read.fields(errors, "", load_object(data), TOP, OPTIONAL)
    errors.stop()
    assert found is not None
    del found["format"], found["version"]
    return SurgeProblem(**found)


def dump_surge(problem: SurgeProblem) -> bytes:
    """The problem as canonical JSON: the same problem gives the same bytes."""
    whole = {"format": FORMAT, "version": VERSION, **plain(problem)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
