"""Why a zone falls short: who may serve there at all, and where they are instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.audit import audit
from scheduler.explain.openings import Openings
from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Duty, Instance, Text, counted
from scheduler.rules import Facts


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A zone that gets less than it should: visits where `skill` is None, else duties by people with the skill."""

    zone: str
    skill: str | None
    have: int
    wanted: int
    reasons: tuple[Text, ...]


def explain_shortfalls(
    instance: Instance, assignments: Iterable[Duty], index: InstanceIndex | None = None
) -> tuple[Shortfall, ...]:
    """The zones that fall short, with reasons. The plan must break no hard rule."""
    index = index or InstanceIndex(instance)
    duties = tuple(assignments)
    recount = audit(instance, duties, index)
    if not recount.zones_short and not recount.needs_short:
        return ()
    facts = Facts(index, duties)
    wanted = {item.zone for item in recount.zones_short} | {item.zone for item in recount.needs_short}
    able = _able(Openings(facts), wanted)
    scarce = list(_scarce(facts))
    found = [
        Shortfall(item.zone, None, item.visits, item.wanted, (*_where(facts, item.zone, able[item.zone]), *scarce))
        for item in recount.zones_short
    ]
    for need in recount.needs_short:
        skilled = [cadre for cadre in able[need.zone] if need.skill in cadre.skills]
        reasons = tuple(_where(facts, need.zone, skilled, need.skill))
        found.append(Shortfall(need.zone, need.skill, need.duties, need.wanted, reasons))
    return tuple(found)


def _able(openings: Openings, zones: set[str]) -> dict[str, list[Cadre]]:
    """Who may serve in each of these zones on some day, the party considered."""
    index = openings.index
    found: dict[str, list[Cadre]] = defaultdict(list)
    numbers = np.array([index.zone_number[zone] for zone in zones], dtype=np.int64)
    for members in index.crews:
        crew = openings.crew_of(members[0])
        if not crew.days.any():
            continue
        for number in np.intersect1d(crew.zones, numbers).tolist():
            found[index.instance.zones[number].id].extend(crew.members)
    return found


def _where(facts: Facts, zone: str, able: list[Cadre], skill: str | None = None) -> Iterator[Text]:
    """Where those are who may serve in a zone."""
    name = facts.index.names.skill(skill) if skill else ""
    who = Text(f"具备“{name}”专长、", f"with the skill {name} ") if skill else Text("", "")
    if facts.index.zones[zone].max_parties_per_day == 0:
        yield Text("该网格每天的接待数为0", "The zone takes no party on any day")
        return
    if not able:
        yield Text(f"没有{who.zh}可去该网格的人员", f"Nobody {who.en}may serve in this zone on any day")
        return
    here = sum(any(duty.zone == zone for duty in facts.duties[cadre.id]) for cadre in able)
    elsewhere = sum(
        bool(facts.duties[cadre.id]) and all(duty.zone != zone for duty in facts.duties[cadre.id]) for cadre in able
    )
    idle = len(able) - here - elsewhere
    yield Text(
        f"{who.zh}可去该网格的{len(able)}人中，{here}人在此，{elsewhere}人排在别的网格，{idle}人没有值勤",
        f"People {who.en}who may serve here: {len(able)}; on duty here: {here}, in other zones: {elsewhere}, "
        f"without a duty: {idle}",
    )


def _scarce(facts: Facts) -> Iterator[Text]:
    """Whether there are fewer visits in all than the zones want together."""
    index = facts.index
    wanted = sum(zone.min_visits for zone in index.instance.zones)
    most = sum(index.crew_duties) + sum(index.served_zone_visits.values())
    if most < wanted:
        yield Text(
            f"各网格的走访下限合计{wanted}次，而全体人员本期至多走访{most}次，必有网格不足",
            f"The zones want {counted(wanted, 'visit')} together, and everybody together can make {most} at most: "
            "some must fall short",
        )
