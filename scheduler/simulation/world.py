"""The world: who is there in each month, who is away, and what happens after publication. No method changes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from scheduler.fairness import months_after
from scheduler.problem import Cadre, Day, Instance, Unit
from scheduler.problem.instance import WEIGHTS_SINCE_VERSION_2
from scheduler.rules import DEFAULT_WEIGHTS
from scheduler.simulation.calendar import days_of

# How far ahead of the day on which it closes it is known that a day closes.
CLOSURE_KNOWN = timedelta(days=1)
# A unit whose size has changed can spare so many at least.
SPARED = 2


@dataclass(frozen=True, slots=True)
class Chances:
    """How often things happen. Shares are of all cadres in a month, lengths in days, both bounds included.

    `weekend` is the load of a day of rest in percent of an ordinary day's; 0 closes them. `closing` is the chance
    that one ordinary day of the month is closed after publication.
    """

    leave: float = 0.17
    leave_days: tuple[int, int] = (1, 8)
    busy: float = 0.12
    busy_days: tuple[int, int] = (1, 3)
    month_away: float = 0.003
    avoiding: float = 0.16
    illness: float = 0.04
    illness_days: tuple[int, int] = (1, 5)
    closing: float = 0.25
    exempt: float = 0.002
    exempt_months: tuple[int, int] = (4, 8)
    transfer: float = 0.004
    leaving: float = 0.004
    joining: float = 0.004
    weekend: int = 40


@dataclass(frozen=True, slots=True)
class Event:
    """What becomes known on a day, after publication: who is ill from then to `last`, or which day is closed."""

    known: date
    cadre: str | None = None
    last: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month as it is when it is planned, and what happens after. `instance` has no history and nothing carried."""

    first: date
    instance: Instance
    events: tuple[Event, ...]
    # Who is away on every open day: their duty is excused.
    away: frozenset[str]


@dataclass
class World:
    """Month after month from a seed: the same seed, base and chances give the same world.

    `base` gives units, zones, cadres, parties, weights and bounds; its days and who is away are replaced. Where
    nobody carries anything in it, its rules about what is carried take their default points.
    """

    base: Instance
    start: date
    seed: int
    chances: Chances = field(default_factory=Chances)

    def __post_init__(self) -> None:
        if self.base.version == 1:
            later = {name: DEFAULT_WEIGHTS[name] for name in WEIGHTS_SINCE_VERSION_2}
            self.base = replace(self.base, weights={**self.base.weights, **later})
        self._number = 0
        self._sizes = Counter(cadre.unit for cadre in self.base.cadres)
        self._newcomers = 0
        self._resting: dict[str, int] = {}
        self._people: dict[str, Cadre] = {
            cadre.id: replace(
                cadre, unavailable=(), absent=None, avoid={}, last_zone=None, last_duty=None, carried_burden=0,
                carried_unserved=0, carried_far=0, carried_changes=0,
            )
            for cadre in self.base.cadres
        }  # fmt: skip

    def next_month(self) -> Month:
        """The next month."""
        first = months_after(self.start, self._number)
        if self._number:
            self._come_and_go(self._luck("people"))
        self._number += 1
        owed = sum(cadre.duties for cadre in self._present())
        days = days_of(first, owed, self.chances.weekend)
        cadres = [self._with_absences(cadre, days, self._luck(f"away/{cadre.id}")) for cadre in self._present()]
        open_days = {day.date for day in days if day.open}
        free = {cadre.id: open_days.difference(cadre.unavailable) for cadre in cadres}
        # Who cannot go together this month goes alone.
        parties = tuple(
            party
            for party in self.base.parties
            if all(member in free for member in party) and set.intersection(*(free[member] for member in party))
        )
        instance = replace(
            self.base, name=f"{first:%Y-%m}", days=days, units=self._units(cadres), cadres=tuple(cadres),
            parties=parties, pins=(), incumbent=(), served=(),
        )  # fmt: skip
        away = frozenset(cadre for cadre, left in free.items() if not left)
        return Month(first, instance, tuple(self._events(instance, self._luck("events"))), away)

    def _luck(self, topic: str) -> Random:
        """A source of chance of a month and topic: one thing does not shift when another changes."""
        return Random(f"{self.seed}/{self._number}/{topic}")  # noqa: S311 (no secret is made from it)

    def _present(self) -> list[Cadre]:
        return [cadre for cadre in self._people.values() if cadre.id not in self._resting]

    def _units(self, cadres: list[Cadre]) -> tuple[Unit, ...]:
        """The units: in one that has grown or shrunk the same part stays in the office, and a pair can go."""
        sizes = Counter(cadre.unit for cadre in cadres)

        def floor(unit: Unit) -> int:
            now, then = sizes[unit.id], self._sizes[unit.id]
            return (
                unit.min_present if now == then else min(unit.min_present * now // max(1, then), max(0, now - SPARED))
            )

        return tuple(replace(unit, min_present=floor(unit)) for unit in self.base.units)

    def _come_and_go(self, luck: Random) -> None:
        """Exemptions end and begin, people are transferred, leave, and join. Parties stay as they are."""
        chances = self.chances
        # Who comes back this month is not exempt again at once.
        unmoved = {*self._resting, *(member for party in self.base.parties for member in party)}
        self._resting = {cadre: left - 1 for cadre, left in self._resting.items() if left > 1}
        units = [unit.id for unit in self.base.units]
        joining = sum(luck.random() < chances.joining for _ in self._people)
        for cadre in list(self._people.values()):
            drawn = luck.random()
            if cadre.id in unmoved:
                continue
            if drawn < chances.leaving:
                del self._people[cadre.id]
            elif drawn < chances.leaving + chances.transfer:
                self._people[cadre.id] = replace(cadre, unit=luck.choice(units))
            elif drawn < chances.leaving + chances.transfer + chances.exempt:
                self._resting[cadre.id] = luck.randint(*chances.exempt_months)
        for _ in range(joining):
            self._newcomers += 1
            new = f"new-{self._newcomers:04d}"
            self._people[new] = Cadre(new, new, luck.choice(units), duties=luck.choice(self.base.cadres).duties)

    def _with_absences(self, cadre: Cadre, days: tuple[Day, ...], luck: Random) -> Cadre:
        """The cadre with what is known before the month is planned: leave, meetings, days they would rather avoid."""
        chances, dates = self.chances, [day.date for day in days]
        drawn = luck.random()
        away: list[date] = []
        busy: list[date] = []
        if drawn < chances.month_away:
            away = dates
        elif drawn < chances.month_away + chances.leave:
            away = _span(dates, luck.randint(*chances.leave_days), luck)
        elif drawn < chances.month_away + chances.leave + chances.busy:
            busy = _span(dates, luck.randint(*chances.busy_days), luck)
        avoid = {}
        if luck.random() < chances.avoiding:
            points = luck.choice((2, 5, 8))
            avoid = dict.fromkeys(sorted(luck.sample(dates, min(len(dates), luck.randint(2, 7)))), points)
        return replace(cadre, unavailable=tuple(away or busy), absent=tuple(away), avoid=avoid)

    def _events(self, instance: Instance, luck: Random) -> list[Event]:
        dates = [day.date for day in instance.days]
        found = [
            Event(first, cadre=cadre.id, last=first + timedelta(days=luck.randint(*self.chances.illness_days) - 1))
            for cadre in instance.cadres
            if luck.random() < self.chances.illness
            for first in [luck.choice(dates)]
        ]
        ordinary = [day.date for day in instance.days[1:] if day.open and day.burden == 1]
        if ordinary and luck.random() < self.chances.closing:
            closed = luck.choice(ordinary)
            found.append(Event(closed - CLOSURE_KNOWN, closed=closed))
        return sorted(found, key=lambda event: (event.known, event.cadre or ""))


def _span(dates: list[date], length: int, luck: Random) -> list[date]:
    """Days in a row."""
    first = luck.randrange(max(1, len(dates) - length + 1))
    return dates[first : first + length]
