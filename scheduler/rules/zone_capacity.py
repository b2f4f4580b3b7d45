"""Zone capacity: how many parties a zone takes a day and in the period."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Text, counted, en_day, zh_day
from scheduler.rules.base import Axis, CountLimit, Facts, Rule, Violation


class ZoneCapacity(Rule):
    """A zone takes at most `max_parties_per_day` parties a day and `max_visits` in the period.

    For: grid workers can receive who comes. Asked for by the communities. Unit: visits (a party, or
    somebody in none, is one). Hard; visits already made count. In the model: a limit on a zone and
    on a zone's day; full zones are not offered.
    """

    code = "zone_capacity"
    title = Text("网格接待能力", "Zone capacity")
    purpose = Text(
        "网格每天接待的小组数、本期接待的总次数都有上限。",
        "A zone takes a limited number of parties a day and of visits in the period.",
    )
    unit = Text("次", "visits")
    hard = True

    def narrow_places(self, index: InstanceIndex, cadre: Cadre) -> npt.NDArray[np.bool_] | None:
        return index.zones_with_room

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        zones = index.instance.zones
        numbers = np.arange(len(zones), dtype=np.int64)
        made = np.array([_made(index, zone.id) for zone in zones], dtype=np.int64)
        most = np.array([zone.max_visits for zone in zones], dtype=np.int64)
        yield CountLimit(self.code, Axis.PLACE, "visits", place=numbers, base=made, high=np.maximum(made, most))
        a_day = np.array([zone.max_parties_per_day for zone in zones], dtype=np.int64)
        # A zone that takes as many a day as in the whole period needs no limit for the day.
        bound = np.flatnonzero(a_day < np.maximum(0, most - made))
        times = np.arange(len(index.times), dtype=np.int64)
        yield CountLimit(
            self.code,
            Axis.BOTH,
            "visits",
            place=np.repeat(bound, len(times)),
            first_time=np.tile(times, len(bound)),
            last_time=np.tile(times + 1, len(bound)),
            high=np.repeat(a_day[bound], len(times)),
        )

    def violations(self, facts: Facts) -> Iterable[Violation]:
        zones = facts.index.zones
        for (zone, day), count in sorted(facts.zone_day.items()):
            most = zones[zone].max_parties_per_day
            if count > most and not facts.index.days[day].past:
                name = zones[zone].name
                yield Violation(
                    self.code,
                    Text(
                        f"{name}在{zh_day(day)}有{count}个小组，至多{most}个",
                        f"{name} has {counted(count, 'party', 'parties')} on {en_day(day)}, at most {most}",
                    ),
                    zone=zone,
                    date=day,
                )
        for zone in sorted({duty.zone for duties in facts.planned.values() for duty in duties}):
            count, most, name = facts.visits[zone], zones[zone].max_visits, zones[zone].name
            if count > most:
                yield Violation(
                    self.code,
                    Text(
                        f"{name}本期走访{count}次，至多{most}次",
                        f"{name} has {counted(count, 'visit')}, at most {most}",
                    ),
                    zone=zone,
                )


def _made(index: InstanceIndex, zone: str) -> int:
    """Visits already made in a zone."""
    return index.served_zone_visits[zone]
