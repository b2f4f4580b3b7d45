"""The instance of a period: frozen data, with the field names of the file format (docs/format.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

WEIGHT_NAMES = (
    "unserved",
    "unserved_again",
    "zone_shortfall",
    "need_shortfall",
    "not_linked",
    "far_again",
    "not_home",
    "new_zone",
    "same_zone",
    "avoid",
    "interval",
    "burden",
    "spacing",
    "day_balance",
    "change_day",
    "change_zone",
    "changed_again",
)
# What version 2 of the format has beside version 1: the rest of what a cadre carries, and the rules that use it.
CARRIED_SINCE_VERSION_2 = ("carried_unserved", "carried_far", "carried_changes")
WEIGHTS_SINCE_VERSION_2 = ("unserved_again", "far_again", "changed_again")
# Larger figures than this are refused; what their products may reach, magnitude.py checks.
LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day. `burden` ≥ 1; `min` and `max` are cadres on duty (soft); nobody new serves when past."""

    date: date
    open: bool
    burden: int
    min: int
    max: int
    past: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """An office. `min_present` cadres stay on each open day."""

    id: str
    name: str
    linked_communities: tuple[str, ...]
    min_present: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A grid zone. Visits are parties (or single cadres) in the period; `needs` are duties by skill."""

    id: str
    name: str
    community: str
    subdistrict: str
    min_visits: int
    max_visits: int
    max_parties_per_day: int
    priority: int
    needs: Mapping[str, int] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Cadre:
    """Somebody who serves. `absent` (away from the office) lies within `unavailable` (cannot serve)."""

    id: str
    name: str
    unit: str
    skills: tuple[str, ...] = ()
    duties: int = 1
    unavailable: tuple[date, ...] = ()
    absent: tuple[date, ...] | None = None
    avoid: Mapping[date, int] = field(default_factory=dict)
    home_zone: str | None = None
    last_zone: str | None = None
    last_duty: date | None = None
    barred_zones: tuple[str, ...] = ()
    only_zones: tuple[str, ...] | None = None
    # What earlier periods count for, by scheduler.fairness or by whoever writes the file; 0 is nothing.
    carried_burden: int = 0
    carried_unserved: int = 0
    carried_far: int = 0
    carried_changes: int = 0

    @property
    def away(self) -> tuple[date, ...]:
        """Days away from the office: `absent`, or `unavailable` where that is not given."""
        return self.unavailable if self.absent is None else self.absent


@dataclass(frozen=True, slots=True)
class Pin:
    """The cadre has a duty on that date (any, where None) in that zone (any, where None)."""

    cadre: str
    date: date | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One cadre, one day, one zone."""

    cadre: str
    date: date
    zone: str


@dataclass(frozen=True, slots=True)
class Instance:
    """All that is to be known for planning a period. Ids are text; sequences keep the file's order."""

    name: str
    days: tuple[Day, ...]
    units: tuple[Unit, ...]
    zones: tuple[Zone, ...]
    cadres: tuple[Cadre, ...]
    weights: Mapping[str, int]
    spacing_days: int
    interval_days: tuple[int, int]
    min_gap_days: int
    parties: tuple[tuple[str, ...], ...] = ()
    pins: tuple[Pin, ...] = ()
    incumbent: tuple[Duty, ...] = ()
    served: tuple[Duty, ...] = ()

    @property
    def version(self) -> int:
        """The oldest version of the format that can say all this: 1 where no cadre carries more than a burden."""
        return 2 if any(getattr(cadre, key) for cadre in self.cadres for key in CARRIED_SINCE_VERSION_2) else 1
