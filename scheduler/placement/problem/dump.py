"""`PlacementInstance` to JSON."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from scheduler.placement.problem.instance import PlacementInstance
from scheduler.placement.problem.parse import FORMAT, VERSION
from scheduler.problem.parse import plain


def dump_placement_instance(instance: PlacementInstance) -> bytes:
    """The instance as canonical JSON, without the fields that have their default: the same instance, the same bytes."""
    whole = {"format": FORMAT, "version": VERSION, **_short(instance)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _short(value: Any) -> Any:
    """Dataclasses without the fields that have their default."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {}
        for item in fields(value):
            mine = getattr(value, item.name)
            factory = item.default_factory
            default = factory() if factory is not MISSING else item.default
            if default is MISSING or mine != default:
                found[item.name] = _short(mine)
        return found
    if isinstance(value, tuple):
        return [_short(item) for item in value]
    return plain(value)
