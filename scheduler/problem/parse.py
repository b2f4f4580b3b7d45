"""Instance files: JSON to `Instance` and back. Nothing but the documented form is taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from typing import Any, TypeVar

from scheduler.problem import reader as read
from scheduler.problem.errors import FieldError, ProblemError
from scheduler.problem.instance import LARGEST, WEIGHT_NAMES, Cadre, Day, Duty, Instance, Pin, Unit, Zone
from scheduler.problem.reader import Check, Errors
from scheduler.problem.text import Text
from scheduler.problem.validate import find_errors

FORMAT = "grid-duty/instance"
VERSION = 1
Kind = TypeVar("Kind")
Shape = tuple[dict[str, Check], dict[str, tuple[Check, Any]]]

count = read.integer(0, LARGEST)
positive = read.integer(1, LARGEST)
DAY: Shape = (
    {"date": read.day, "open": read.flag, "burden": positive, "min": count, "max": count},
    {"past": (read.flag, False)},
)
UNIT: Shape = ({"id": read.name, "name": read.text, "linked_communities": read.listing(read.name, distinct=True),
         "min_present": count}, {})  # fmt: skip
ZONE: Shape = (
    {"id": read.name, "name": read.text, "community": read.name, "subdistrict": read.name,
     "min_visits": count, "max_visits": count, "max_parties_per_day": count, "priority": count},
    {"needs": (read.mapping(read.name, count), {}), "lat": (read.optional(read.real(-90, 90)), None),
     "lon": (read.optional(read.real(-180, 180)), None)},
)  # fmt: skip
DATES = read.listing(read.day, distinct=True)
NAMES = read.listing(read.name, distinct=True)
CADRE: Shape = (
    {"id": read.name, "name": read.text, "unit": read.name},
    {"skills": (NAMES, ()), "duties": (read.integer(0, 366), 1), "unavailable": (DATES, ()), "absent": (DATES, None),
     "avoid": (read.mapping(read.day, count), {}), "home_zone": (read.optional(read.name), None),
     "last_zone": (read.optional(read.name), None), "last_duty": (read.optional(read.day), None),
     "barred_zones": (NAMES, ()), "only_zones": (read.optional(NAMES), None), "carried_burden": (count, 0)},
)  # fmt: skip
PIN: Shape = ({"cadre": read.name}, {"date": (read.optional(read.day), None), "zone": (read.optional(read.name), None)})
DUTY: Shape = ({"cadre": read.name, "date": read.day, "zone": read.name}, {})


def record(kind: type[Kind], shape: Shape) -> Check:
    """Reads an object into a dataclass; None where it is wrong (the errors are noted)."""

    def check(errors: Errors, path: str, value: Any) -> Kind | None:
        found = read.fields(errors, path, value, *shape)
        return None if found is None else kind(**found)

    return check


def _interval(errors: Errors, path: str, value: Any) -> tuple[int, int]:
    pair = read.listing(count)(errors, path, value)
    if len(pair) != 2 or pair[0] > pair[1]:
        errors.add(path, value, "[最小, 最大] 两个整数", "two integers [least, most]")
        return (0, 0)
    return pair[0], pair[1]


def _weights(errors: Errors, path: str, value: Any) -> dict[str, int]:
    found = read.fields(errors, path, value, dict.fromkeys(WEIGHT_NAMES, count), {})
    return found or {}


TOP: dict[str, Check] = {
    "format": read.constant(FORMAT),
    "version": read.constant(VERSION),
    "name": read.text,
    "days": read.listing(record(Day, DAY)),
    "units": read.listing(record(Unit, UNIT)),
    "zones": read.listing(record(Zone, ZONE)),
    "cadres": read.listing(record(Cadre, CADRE)),
    "weights": _weights,
    "spacing_days": positive,
    "interval_days": _interval,
    "min_gap_days": positive,
}
TOP_OPTIONAL: dict[str, tuple[Check, Any]] = {
    "parties": (read.listing(NAMES), ()),
    "pins": (read.listing(record(Pin, PIN)), ()),
    "incumbent": (read.listing(record(Duty, DUTY)), ()),
    "served": (read.listing(record(Duty, DUTY)), ()),
}


def parse_instance(data: bytes) -> Instance:
    """Read an instance file.

    Raises:
        ProblemError: what is wrong, field by field; nothing of a wrong file is used.
    """
    errors = Errors()
    found = read.fields(errors, "", read.load_object(data), TOP, TOP_OPTIONAL)
    errors.stop()
    assert found is not None
    del found["format"], found["version"]
    instance = Instance(**found)
    validate(instance)
    return instance


def validate(instance: Instance) -> None:
    """Check what spans fields: known ids, order, bounds.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    errors = Errors()
    find_errors(instance, errors)
    errors.stop()


def plain(value: Any) -> Any:
    """Dataclasses, dates and tuples as JSON can hold them; null fields that are optional are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((item.name, getattr(value, item.name)) for item in dataclass_fields(value))
        return {key: plain(found) for key, found in pairs if not (found is None and key in ("absent", "lat", "lon"))}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in sorted(value.items())}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def dump_instance(instance: Instance) -> bytes:
    """The instance as canonical JSON: the same instance gives the same bytes."""
    whole = {"format": FORMAT, "version": VERSION, **plain(instance)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def sha256_of(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def refuse(path: str, value: object, zh: str, en: str) -> ProblemError:
    """An error of one field."""
    return ProblemError([FieldError(path, value, Text(zh, en))])
