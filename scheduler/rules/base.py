"""What a rule is, and the facts of a plan that rules recount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from scheduler.model import Axis, CountLimit, InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken hard rule: which, in words, and whom and where it concerns."""

    rule: str
    text: Text
    cadre: str | None = None
    zone: str | None = None
    unit: str | None = None
    date: date | None = None


class Facts:
    """A plan's duties beside an instance, counted once. Only duties of known cadres, zones and days belong here."""

    def __init__(self, index: InstanceIndex, assignments: Iterable[Duty]) -> None:
        self.index = index
        self.planned: dict[str, list[Duty]] = defaultdict(list)
        for duty in assignments:
            self.planned[duty.cadre].append(duty)
        self.duties: dict[str, list[Duty]] = {
            cadre.id: sorted(
                [*self.planned.get(cadre.id, ()), *index.served.get(cadre.id, ())], key=lambda duty: duty.date
            )
            for cadre in index.instance.cadres
        }
        visitors: dict[tuple[str, date], set[object]] = defaultdict(set)
        self.unit_day: Counter[tuple[str, date]] = Counter()
        self.day_total: Counter[date] = Counter()
        self.skill_duties: Counter[tuple[str, str]] = Counter()
        for cadre_id, duties in self.duties.items():
            cadre = index.cadres[cadre_id]
            for duty in duties:
                visitors[duty.zone, duty.date].add(index.party_of.get(cadre_id, cadre_id))
                self.unit_day[cadre.unit, duty.date] += 1
                self.day_total[duty.date] += 1
                self.skill_duties.update((duty.zone, skill) for skill in set(cadre.skills))
        self.zone_day = {key: len(who) for key, who in visitors.items()}
        self.visits: Counter[str] = Counter()
        for (zone, _), count in self.zone_day.items():
            self.visits[zone] += count

    def missing(self, cadre: Cadre) -> int:
        """Duties owed and not served."""
        return max(0, cadre.duties - len(self.duties[cadre.id]))


class Rule:
    """A rule: its words, what it adds to the model, and its own recount.

    Hard rules override `narrow_places`, `narrow_times`, `limits` and `violations`; soft ones
    `place_points`, `time_points` (amounts, before the weight) or `limits`, and `amount`.
    """

    code: str
    title: Text
    purpose: Text
    unit: Text = Text("项", "each")
    hard: bool = False
    default_weight: int | None = None

    def narrow_places(self, index: InstanceIndex, cadre: Cadre) -> npt.NDArray[np.bool_] | None:
        """Which zones the rule leaves a cadre, bool[zones]; None: all."""
        return None

    def narrow_times(self, index: InstanceIndex, cadre: Cadre) -> npt.NDArray[np.bool_] | None:
        """Which days of the time axis the rule leaves a cadre, bool[T]; None: all."""
        return None

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        """The amount for the cadre with each of these zone numbers; None: nothing."""
        return None

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        """The amount for the cadre with each day of the time axis, int64[T]; None: nothing."""
        return None

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        """The rule's limits on counts."""
        return ()

    def amount(self, facts: Facts) -> int:
        """A soft rule's amount in a plan, recounted in plain Python."""
        return 0

    def violations(self, facts: Facts) -> Iterable[Violation]:
        """Where a plan breaks a hard rule, recounted in plain Python."""
        return ()


def mask_of(size: int, numbers: Sequence[int]) -> npt.NDArray[np.bool_]:
    """A mask of a size that is true at these numbers."""
    mask = np.zeros(size, dtype=bool)
    mask[list(numbers)] = True
    return mask


def zh_day(day: date) -> str:
    """12月9日."""
    return f"{day.month}月{day.day}日"


__all__ = ["Axis", "CountLimit", "Facts", "Rule", "Violation", "mask_of", "zh_day"]
