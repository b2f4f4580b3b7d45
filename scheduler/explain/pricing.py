"""What one duty more would cost beside a plan, recounted in full for the cheapest found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.audit import Audit, audit
from scheduler.explain.openings import Crew, Openings
from scheduler.formulation import crew_costs
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text, counted, en_day, zh_day
from scheduler.rules import RULES, SOFT_RULES

# Of the duties that could still be given, so many of the cheapest (by place and day alone) are recounted in full.
TRIED = 3


@dataclass(slots=True)
class Pricing:
    """Prices duties beside a plan, as long as `recounts` last."""

    openings: Openings
    before: Audit
    duties: Sequence[Duty]
    recounts: int

    def of_one_more(self, crew: Crew, times: Sequence[int]) -> Text:
        """What one more duty of a crew on one of these days would cost; each has a zone with room."""
        if self.recounts < TRIED:
            return Text(
                f"有{len(times)}天还排得进，费用未逐一核算",
                f"There is room on {len(times)} of their days; what a duty there would cost was not counted",
            )
        self.recounts -= TRIED
        duty, after = min(
            ((more[0], self._recount(more)) for more in self._cheapest(crew, times)), key=lambda pair: pair[1].objective
        )
        return _difference(self.openings.index, self.before, duty, after)

    def _cheapest(self, crew: Crew, times: Sequence[int]) -> list[list[Duty]]:
        """The duties that fit and have the fewest points by place and day alone."""
        index = self.openings.index
        numbers = np.array(times, dtype=np.int64)
        place_points, time_points = crew_costs(index, crew.members, crew.zones)
        pairs = np.argwhere(self.openings.free[np.ix_(crew.zones, numbers)])
        points = place_points[pairs[:, 0]] + time_points[numbers[pairs[:, 1]]]
        found = []
        for row in np.argsort(points, kind="stable")[:TRIED].tolist():
            zone = index.instance.zones[int(crew.zones[pairs[row, 0]])].id
            day = index.times[int(numbers[pairs[row, 1]])].date
            found.append([Duty(member.id, day, zone) for member in crew.members])
        return found

    def _recount(self, more: Sequence[Duty]) -> Audit:
        """The plan with more duties."""
        return audit(self.openings.index.instance, [*self.duties, *more], self.openings.index)


def _difference(index: InstanceIndex, before: Audit, duty: Duty, after: Audit) -> Text:
    """The points with and without a duty, by rule."""
    zone, rise = index.zones[duty.zone].name, after.objective - before.objective
    where = Text(f"排在{zh_day(duty.date)}、{zone}", f"A duty on {en_day(duty.date)} in {zone}")
    if rise < 0:
        return Text(
            f"{where.zh}是可行的，还能少计{-rise}分；方案尚未用到",
            f"{where.en} is possible and saves {counted(-rise, 'point')}; the plan has not used it",
        )
    changes = [(after.score[rule.code] - before.score[rule.code], RULES[rule.code].title) for rule in SOFT_RULES]
    dearer = [(change, title) for change, title in changes if change > 0]
    saved = -sum(change for change, _ in changes if change < 0)
    zh = "、".join(f"{title.zh}{change}分" for change, title in dearer)
    en = ", ".join(f"{title.en} {change}" for change, title in dearer)
    verdict = Text("不排更省", "leaving it out is cheaper") if rise else Text("两者相当", "either is as good")
    return Text(
        f"{where.zh}会多计{zh or '0分'}，少计{saved}分，{verdict.zh}",
        f"{where.en} adds points ({en or 'none'}) and saves {saved}: {verdict.en}",
    )
