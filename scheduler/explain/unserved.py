"""Why somebody is not served: what stands in the way on each of their days, or that leaving them out costs less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from scheduler.audit import audit
from scheduler.explain.openings import Crew, Obstacle, Openings
from scheduler.explain.pricing import Pricing
from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Duty, Instance, Plan, Text, Unserved, counted
from scheduler.rules import Facts
from scheduler.rules.base import named, named_en

# A recount reads every duty: beyond this many duties read, free days are only counted, not priced.
MOST_READ = 150_000
OBSTACLE_WORDS = {
    Obstacle.UNIT_FLOOR: Text("单位在岗人数已到下限", "the unit can spare nobody more"),
    Obstacle.ZONES_FULL: Text("可去的网格均已排满", "every zone they may serve is full"),
    Obstacle.TOO_CLOSE: Text("距已排的值勤太近", "it is too close to a duty they have"),
}


def with_reasons(instance: Instance, plan: Plan) -> Plan:
    """The plan with the reasons of each unserved cadre filled in."""
    if plan.status == "infeasible" or not plan.unserved:
        return plan
    return replace(plan, unserved=explain_unserved(instance, plan.assignments))


def explain_unserved(
    instance: Instance, assignments: Iterable[Duty], index: InstanceIndex | None = None
) -> tuple[Unserved, ...]:
    """Who owes more than the plan gives, with reasons. The plan must break no hard rule.

    All that is said holds beside the other duties as planned: moving several people at once may still help
    where the plan is not proven best.
    """
    index = index or InstanceIndex(instance)
    duties = tuple(assignments)
    recount = audit(instance, duties, index)
    openings = Openings(Facts(index, duties))
    pricing = Pricing(openings, recount, duties, MOST_READ // max(1, len(instance.cadres)))
    return tuple(
        Unserved(cadre, missing, tuple(_reasons(openings, pricing, index.cadres[cadre])))
        for cadre, missing in recount.unserved.items()
    )


def _reasons(openings: Openings, pricing: Pricing, cadre: Cadre) -> Iterator[Text]:
    """The reasons of one cadre, the decisive one first."""
    index = openings.index
    crew = openings.crew_of(cadre.id)
    given = len(openings.facts.planned.get(cadre.id, ()))
    if given >= index.crew_duties[crew.number]:
        yield from _partners_owe_less(index, crew, cadre)
        return
    alone = list(_nothing_at_all(openings, crew, cadre))
    if alone:
        yield from alone
        return
    times = np.flatnonzero(crew.days).tolist()
    obstacles = {time: openings.obstacle(crew, time) for time in times}
    counts = Counter(obstacles.values())
    free = [time for time in times if obstacles[time] is Obstacle.NONE]
    if free:
        yield pricing.of_one_more(crew, free)
    else:
        parts = [(counts[obstacle], words) for obstacle, words in OBSTACLE_WORDS.items() if counts[obstacle]]
        zh = "；".join(f"{count}天{words.zh}" for count, words in parts)
        en = "; ".join(f"on {count} {words.en}" for count, words in parts)
        whose = Text("同组共同", "the party") if len(crew.members) > 1 else Text("本人", "they")
        yield Text(
            f"{whose.zh}可值勤的{len(times)}天都排不进：{zh}",
            f"None of the days that {whose.en} could serve ({len(times)}) has room: {en}",
        )


def _partners_owe_less(index: InstanceIndex, crew: Crew, cadre: Cadre) -> Iterator[Text]:
    """A party serves as often as the member who owes least."""
    least = index.crew_duties[crew.number]
    for member in crew.members:
        if member.id != cadre.id and index.owed(member) == least:
            yield Text(
                f"同组的{named(index, member.id)}本期只需再值勤{least}次，同组人员须一起去",
                f"{named_en(index, member.id)} of the same party owes {least} more, and a party goes together",
            )


def _nothing_at_all(openings: Openings, crew: Crew, cadre: Cadre) -> Iterator[Text]:
    """No day or no zone that the cadre, or the party together, may have at all."""
    own_days, own_zones = openings.days_of(cadre), openings.zones_of(cadre)
    if not openings.index.times:
        yield Text("本期没有可值勤的开放日", "The period has no open day left")
    elif not own_days.any():
        yield _no_day(openings, cadre)
    elif not crew.days.any():
        yield Text("同组人员没有共同的可值勤日", "The party has no day on which all its members can serve")
    if not own_zones.any():
        yield _no_zone(openings, cadre)
    elif not len(crew.zones):
        yield Text("同组人员没有共同可去的网格", "The party has no zone that all its members may serve")


def _no_day(openings: Openings, cadre: Cadre) -> Text:
    """None of the open days is the cadre's."""
    days = len(openings.index.times)
    away = sum(day.date in set(cadre.unavailable) for day in openings.index.times)
    if away == days:
        return Text(f"{days}个开放日本人均不能值勤", f"They are unavailable on every open day ({days})")
    least = openings.index.instance.min_gap_days
    return Text(
        f"{days}个开放日中{away}天本人不能值勤，其余距已完成的值勤不足{least}天",
        f"Open days: {days}; they are unavailable on {away} of them, and the others are less than {counted(least, 'day')} "
        "after a duty already done",
    )


def _no_zone(openings: Openings, cadre: Cadre) -> Text:
    """None of the zones is the cadre's."""
    if cadre.barred_zones:
        return Text("可去的网格均须回避", "They are barred from every zone that they might serve")
    if cadre.only_zones is not None:
        return Text("限定的网格为空", "The list of zones they are limited to is empty")
    return Text("单位没有联点社区，本人也没有居住网格", "The unit has no linked community, and they have no home zone")
