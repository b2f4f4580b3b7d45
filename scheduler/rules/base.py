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


@dataclass(frozen=True, slots=True)
class Fixed:
    """Amounts of a cadre that depend on no place or day.

    `constant` whatever is chosen, `each_duty` for every duty given, `serving` once when any is given.
    """

    constant: int = 0
    each_duty: int = 0
    serving: int = 0


class Rule:
    """A rule: its words, what it adds to the model, and its own recount.

    Hard rules override `narrow_places`, `narrow_times` or `limits`, and `violations`; soft ones
    `place_amounts`, `time_amounts`, `fixed_amounts` (amounts, before the weight) or `limits`, and
    `duty_amount` (what one duty adds) or `amount`.
    """

    code: str
    title: Text
    purpose: Text
    unit: Text
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

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        """The amounts for the cadre that depend on no place or day; None: nothing."""
        return None

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        """The rule's limits on counts; `weight` is 0 for a hard rule."""
        return ()

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        """What one planned duty adds by itself, in plain Python; 0 where the rule is not about single duties."""
        return 0

    def amount(self, facts: Facts) -> int:
        """A soft rule's amount in a plan, recounted in plain Python."""
        return sum(self.duty_amount(facts.index, duty) for duties in facts.planned.values() for duty in duties)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        """What a duty costs under this rule, as a phrase."""
        return Text(f"{self.title.zh}：{amount}{self.unit.zh}", f"{self.title.en}: {amount} ({self.unit.en})")

    def violations(self, facts: Facts) -> Iterable[Violation]:
        """Where a plan breaks a hard rule, recounted in plain Python."""
        return ()


def mask_of(size: int, numbers: Sequence[int]) -> npt.NDArray[np.bool_]:
    """A mask of a size that is true at these numbers."""
    mask = np.zeros(size, dtype=bool)
    mask[list(numbers)] = True
    return mask


def named(index: InstanceIndex, cadre: str) -> str:
    """How a cadre is called in words: name and id, for names are not unique."""
    return f"{index.cadres[cadre].name}（{cadre}）"


def named_en(index: InstanceIndex, cadre: str) -> str:
    """The same in English."""
    return f"{index.cadres[cadre].name} ({cadre})"


__all__ = [
    "Axis",
    "CountLimit",
    "Facts",
    "Fixed",
    "Ints",
    "Rule",
    "Violation",
    "mask_of",
    "named",
    "named_en",
]
