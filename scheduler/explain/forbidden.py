"""Why somebody cannot have a duty at all, whatever the others do: the hard rule, in words."""

from __future__ import annotations

from datetime import date

from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text
from scheduler.rules import HARD_RULES, Facts
from scheduler.rules.base import named, named_en

# What is about other people's duties or about pins says nothing of one duty alone.
LEFT_OUT = ("pin", "party")
BY_PINS = Text("会使锁定无法兑现", "the pins could not be kept then")


def why_not(index: InstanceIndex, cadre: str, day: date | None, zone: str | None) -> Text | None:
    """The hard rules that forbid a cadre's crew a duty on a day (any, where None) in a zone (likewise).

    None where it is possible with everybody else out of the way; then only pins can stand against it.
    """
    members = index.crews[index.crew_number[cadre]]
    days = [day] if day is not None else [time.date for time in index.times]
    zones = [zone] if zone is not None else [place.id for place in index.instance.zones]
    if not days:
        return Text("本期没有可值勤的开放日", "The period has no open day left")
    if not index.crew_duties[index.crew_number[cadre]]:
        return _owes_nothing(index, cadre)
    shortest: list[Text] | None = None
    for some_day in days:
        for some_zone in zones:
            found = _broken(index, [Duty(member, some_day, some_zone) for member in members])
            if not found:
                return None
            if shortest is None or len(found) < len(shortest):
                shortest = found
    assert shortest is not None
    if len(days) * len(zones) == 1 or (day is not None and zone is None and _same_for_all(index, members, day)):
        return _joined(shortest)
    return _in_general(day, zone, shortest)


def _broken(index: InstanceIndex, duties: list[Duty]) -> list[Text]:
    """What a crew's one duty breaks by itself."""
    facts = Facts(index, duties)
    return [item.text for rule in HARD_RULES if rule.code not in LEFT_OUT for item in rule.violations(facts)]


def _same_for_all(index: InstanceIndex, members: tuple[str, ...], day: date) -> bool:
    """Whether the day itself is what stands in the way."""
    known = index.days[day]
    return not known.open or known.past or any(day in index.cadres[member].unavailable for member in members)


def _in_general(day: date | None, zone: str | None, example: list[Text]) -> Text:
    """None of several days or zones will do: the nearest miss as an example."""
    what = (
        Text("没有一个网格可去", "no zone is possible") if zone is None else Text("没有一天可去", "no day is possible")
    )
    if day is None and zone is None:
        what = Text("没有一天、一个网格可去", "no day in any zone is possible")
    near = _joined(example)
    return Text(f"{what.zh}，例如：{near.zh}", f"{what.en}; for one: {near.en}")


def _joined(texts: list[Text]) -> Text:
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def _owes_nothing(index: InstanceIndex, cadre: str) -> Text:
    """Nothing is owed, by the cadre or by somebody of the party."""
    for member in index.crews[index.crew_number[cadre]]:
        if not index.owed(index.cadres[member]):
            return Text(
                f"{named(index, member)}本期没有待值的勤", f"{named_en(index, member)} owes no duty in the period"
            )
    raise AssertionError(cadre)
