"""Instance files: JSON to `Instance` and back. Nothing but the documented form is taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from scheduler.problem import reader as read
from scheduler.problem.errors import FieldError, ProblemError
from scheduler.problem.instance import (
    CARRIED_SINCE_VERSION_2,
    LARGEST,
    WEIGHT_NAMES,
    WEIGHTS_SINCE_VERSION_2,
    Cadre,
    Day,
    Duty,
    Instance,
    Pin,
    Unit,
    Zone,
)
from scheduler.problem.loading import load_object
from scheduler.problem.reader import Check, Errors
from scheduler.problem.text import Text
from scheduler.problem.validate import find_errors

FORMAT = "grid-duty/instance"
VERSIONS = (1, 2)
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
     "barred_zones": (NAMES, ()), "only_zones": (read.optional(NAMES), None), "carried_burden": (count, 0),
     **dict.fromkeys(CARRIED_SINCE_VERSION_2, (count, 0))},
)  # fmt: skip
# The same in version 1, which has a carried burden and nothing else that is carried.
FIRST_CADRE: Shape = (CADRE[0], {key: CADRE[1][key] for key in CADRE[1] if key not in CARRIED_SINCE_VERSION_2})
FIRST_WEIGHTS = tuple(name for name in WEIGHT_NAMES if name not in WEIGHTS_SINCE_VERSION_2)
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
    """The points of every rule; what came with version 2 may be missing, and is 0 then."""
    later = dict.fromkeys(WEIGHTS_SINCE_VERSION_2, (count, 0))
    found = read.fields(errors, path, value, dict.fromkeys(FIRST_WEIGHTS, count), later)
    return {name: found[name] for name in WEIGHT_NAMES} if found else {}


def _first_weights(errors: Errors, path: str, value: Any) -> dict[str, int]:
    """The points of the rules of version 1; the later ones are 0."""
    found = read.fields(errors, path, value, dict.fromkeys(FIRST_WEIGHTS, count), {})
    return {name: found.get(name, 0) for name in WEIGHT_NAMES} if found else {}


TOP: dict[str, Check] = {
    "format": read.constant(FORMAT),
    "version": read.constants(*VERSIONS),
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
FIRST_TOP = {**TOP, "cadres": read.listing(record(Cadre, FIRST_CADRE)), "weights": _first_weights}
TOP_OPTIONAL: dict[str, tuple[Check, Any]] = {
    "parties": (read.listing(NAMES), ()),
    "pins": (read.listing(record(Pin, PIN)), ()),
    "incumbent": (read.listing(record(Duty, DUTY)), ()),
    "served": (read.listing(record(Duty, DUTY)), ()),
}


def whole_file(
    value: dict[str, Any], required: dict[str, Check], optional: dict[str, tuple[Check, Any]]
) -> dict[str, Any]:
    """The fields of a file by name, without its format and version.

    Raises:
        ProblemError: what is wrong, field by field; nothing of a wrong file is used.
    """
    errors = Errors()
    found = read.fields(errors, "", value, required, optional)
    errors.stop()
    assert found is not None
    del found["format"], found["version"]
    return found


def parse_instance(data: bytes) -> Instance:
    """Read an instance file of version 1 or 2.

    Raises:
        ProblemError: what is wrong, field by field; nothing of a wrong file is used.
    """
    whole = load_object(data)
    instance = Instance(**whole_file(whole, TOP if whole.get("version") == 2 else FIRST_TOP, TOP_OPTIONAL))
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


def as_written(instance: Instance) -> Instance:
    """The instance that its own file gives: where nobody carries anything but a burden, the points of the rules
    about the rest are 0, for they have nothing to charge and version 1 does not know them.
    """
    if instance.version > 1:
        return instance
    return replace(instance, weights={**instance.weights, **dict.fromkeys(WEIGHTS_SINCE_VERSION_2, 0)})


def dump_instance(instance: Instance) -> bytes:
    """The instance as canonical JSON, in the oldest version that holds it: the same instance gives the same bytes.

    What is read again is the instance `as_written`.
    """
    whole = {"format": FORMAT, "version": instance.version, **plain(instance)}
    if instance.version == 1:
        for name in WEIGHTS_SINCE_VERSION_2:
            whole["weights"].pop(name, None)
        for cadre in whole["cadres"]:
            for key in CARRIED_SINCE_VERSION_2:
                del cadre[key]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def sha256_of(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def refuse(path: str, value: object, zh: str, en: str) -> ProblemError:
    """An error of one field."""
    return ProblemError([FieldError(path, value, Text(zh, en))])
