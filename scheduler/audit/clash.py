"""Whether pins can be kept together: a bounded search in plain Python, independent of the engine.

Nobody else need serve, for every hard limit is an upper one; so the pinned crews alone decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import reduce

import numpy as np

from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Pin
from scheduler.rules import HARD_RULES
from scheduler.rules.pin import pin_holds

MOST_STEPS = 50_000


class Clash(Enum):
    """NONE: all can be kept. PROVEN: they cannot. UNKNOWN: the search ran out of steps."""

    NONE = "none"
    PROVEN = "proven"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """A duty of a crew. A day or zone of None is left open: the limits that name it are not looked at."""

    crew: int
    day: date | None
    zone: str | None


def clash_of(instance: Instance, pins: Sequence[Pin], most_steps: int = MOST_STEPS) -> Clash:
    """Whether these pins (of the instance) can be kept together under the hard rules.

    Days alone and zones alone are tried first: where one of them fails, both together fail.
    """
    index = InstanceIndex(instance)
    outcome = Clash.NONE
    for days, zones in ((True, False), (False, True), (True, True)):
        outcome = _Search(index, pins, days=days, zones=zones, most_steps=most_steps).outcome()
        if outcome is Clash.PROVEN:
            break
    return outcome


class _OutOfStepsError(Exception):
    """The search has used its steps."""


class _Search:
    """Depth first over the pins, those with fewest choices first; counts are kept as choices come and go."""

    def __init__(self, index: InstanceIndex, pins: Sequence[Pin], *, days: bool, zones: bool, most_steps: int) -> None:
        self.index = index
        self.pins = pins
        self.axes = (days, zones)
        self.steps = most_steps
        waiting = [pin for pin in pins if not pin_holds(pin, index.served.get(pin.cadre, ()))]
        self.choices = {pin: list(self._choices(pin)) for pin in dict.fromkeys(waiting)}
        self.open = sorted(self.choices, key=lambda pin: len(self.choices[pin]))
        self.chosen: list[Choice] = []
        self.unit_day: Counter[tuple[str, date]] = Counter()
        self.zone_day: Counter[tuple[str, date]] = Counter()
        self.visits: Counter[str] = Counter(index.served_zone_visits)

    def outcome(self) -> Clash:
        """What the search finds."""
        try:
            return Clash.NONE if self._keep(0) else Clash.PROVEN
        except _OutOfStepsError:
            return Clash.UNKNOWN

    def _choices(self, pin: Pin) -> Iterator[Choice]:
        """Every duty that would keep the pin and that its crew may have."""
        number = self.index.crew_number[pin.cadre]
        members = [self.index.cadres[member] for member in self.index.crews[number]]
        times = [rule.narrow_times(self.index, cadre) for cadre in members for rule in HARD_RULES]
        places = [rule.narrow_places(self.index, cadre) for cadre in members for rule in HARD_RULES]
        every_day = np.ones(len(self.index.times), dtype=bool)
        day_mask = reduce(np.logical_and, [mask for mask in times if mask is not None], every_day)
        zone_mask = reduce(np.logical_and, [mask for mask in places if mask is not None])
        days = [day.date for day, free in zip(self.index.times, day_mask, strict=True) if free]
        zones = [zone.id for zone, free in zip(self.index.instance.zones, zone_mask, strict=True) if free]
        days = [day for day in days if pin.date in (None, day)]
        zones = [zone for zone in zones if pin.zone in (None, zone)]
        if days and zones and self.index.crew_duties[number]:
            for day in days if self.axes[0] else [None]:
                for zone in zones if self.axes[1] else [None]:
                    yield Choice(number, day, zone)

    def _keep(self, depth: int) -> bool:
        """Whether the pins from this one on can be kept beside what is chosen."""
        if depth == len(self.open):
            return True
        pin = self.open[depth]
        if any(self._holds(pin, choice) for choice in self.chosen) and self._keep(depth + 1):
            return True
        for choice in self.choices[pin]:
            self.steps -= 1
            if self.steps < 0:
                raise _OutOfStepsError
            if self._fits(choice):
                self._count(choice, 1)
                if self._keep(depth + 1):
                    return True
                self._count(choice, -1)
        return False

    def _holds(self, pin: Pin, choice: Choice) -> bool:
        """Whether a choice keeps the pin, as far as the axes looked at can tell."""
        same_day = pin.date is None or choice.day in (None, pin.date)
        same_zone = pin.zone is None or choice.zone in (None, pin.zone)
        return choice.crew == self.index.crew_number[pin.cadre] and same_day and same_zone

    def _fits(self, choice: Choice) -> bool:
        """Whether the choice breaks no hard rule beside what is chosen."""
        mine = [other for other in self.chosen if other.crew == choice.crew]
        if len(mine) >= self.index.crew_duties[choice.crew]:
            return False
        day, zone = choice.day, choice.zone
        if day is not None:
            least = self.index.instance.min_gap_days
            if any(other.day is not None and abs((other.day - day).days) < least for other in mine):
                return False
            units = Counter(self.index.cadres[member].unit for member in self.index.crews[choice.crew])
            if any(self.unit_day[unit, day] + more > self.index.room(unit, day) for unit, more in units.items()):
                return False
        if zone is None:
            return True
        known = self.index.zones[zone]
        busy = day is not None and self.zone_day[zone, day] >= known.max_parties_per_day
        return not busy and self.visits[zone] < known.max_visits

    def _count(self, choice: Choice, sign: int) -> None:
        """Put a choice in (+1), or take the last one out (−1)."""
        if sign > 0:
            self.chosen.append(choice)
        else:
            self.chosen.pop()
        if choice.day is not None:
            for member in self.index.crews[choice.crew]:
                self.unit_day[self.index.cadres[member].unit, choice.day] += sign
        if choice.zone is not None:
            self.visits[choice.zone] += sign
            if choice.day is not None:
                self.zone_day[choice.zone, choice.day] += sign
