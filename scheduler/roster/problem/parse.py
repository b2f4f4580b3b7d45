"""Roster files: JSON to `Roster` and back. Nothing but the documented form is taken."""

from __future__ import annotations

import json
from typing import Any

from scheduler.problem import reader as read
from scheduler.problem.loading import load_object
from scheduler.problem.parse import Shape, count, plain, positive, record, whole_file
from scheduler.problem.reader import Check, Errors
from scheduler.roster.problem.roster import Cover, History, Person, Request, Roster, Shift, ShiftPin
from scheduler.roster.problem.validate import find_errors

FORMAT = "grid-duty/surge"
VERSION = 1
MOST_DAYS = 3660

day_number = read.integer(0, MOST_DAYS - 1)
NAMES = read.listing(read.name, distinct=True)
SHIFT: Shape = ({"id": read.name, "minutes": positive}, {"not_followed_by": (NAMES, ())})
PERSON: Shape = (
    {"id": read.name, "max_shifts": read.mapping(read.name, count), "min_minutes": count, "max_minutes": count,
     "min_consecutive": count, "max_consecutive": count, "min_days_off": count, "max_weekends": count},
    {"days_off": (read.listing(day_number, distinct=True), ())},
)  # fmt: skip
REQUEST: Shape = ({"staff": read.name, "day": day_number, "shift": read.name, "points": count}, {})
COVER: Shape = (
    {"day": day_number, "shift": read.name, "needed": count, "under_points": count, "over_points": count},
    {},
)
PIN: Shape = ({"staff": read.name, "day": day_number, "shift": read.optional(read.name)}, {})
WORKED: Shape = ({"worked": count}, {"last_shift": (read.optional(read.name), None)})
FREE: Shape = ({"free": count}, {})


def _history(errors: Errors, path: str, value: Any) -> History | None:
    """A run of work or one of rest, not both."""
    if isinstance(value, dict) and ("worked" in value) == ("free" in value):
        errors.add(path, value, "worked 或 free 二者之一", "one of worked and free")
        return None
    found: History | None = record(History, FREE if isinstance(value, dict) and "free" in value else WORKED)(
        errors, path, value
    )
    return found


TOP: dict[str, Check] = {
    "format": read.constant(FORMAT),
    "version": read.constant(VERSION),
    "name": read.text,
    "start": read.day,
    "days": read.integer(1, MOST_DAYS),
    "shifts": read.listing(record(Shift, SHIFT)),
    "staff": read.listing(record(Person, PERSON)),
    "on_requests": read.listing(record(Request, REQUEST)),
    "off_requests": read.listing(record(Request, REQUEST)),
    "cover": read.listing(record(Cover, COVER)),
}
TOP_OPTIONAL: dict[str, tuple[Check, Any]] = {
    "history": (read.mapping(read.name, _history), {}),
    "pins": (read.listing(record(ShiftPin, PIN)), ()),
}


def parse_roster(data: bytes) -> Roster:
    """Read a roster instance file.

    Raises:
        ProblemError: what is wrong, field by field; nothing of a wrong file is used.
    """
    roster = Roster(**whole_file(load_object(data), TOP, TOP_OPTIONAL))
    validate_roster(roster)
    return roster


def validate_roster(roster: Roster) -> None:
    """Check what spans fields: known ids, days of the period, bounds.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    errors = Errors()
    find_errors(roster, errors)
    errors.stop()


def _history_as_plain(history: History) -> dict[str, Any]:
    if history.free:
        return {"free": history.free}
    return {"worked": history.worked, **({} if history.last_shift is None else {"last_shift": history.last_shift})}


def dump_roster(roster: Roster) -> bytes:
    """The instance as canonical JSON: the same instance gives the same bytes."""
    whole = {"format": FORMAT, "version": VERSION, **plain(roster)}
    whole["history"] = {staff: _history_as_plain(known) for staff, known in sorted(roster.history.items())}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
