"""What changed against the plan so far, and why each change was needed: own reason, or room made for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.explain.change_causes import Causes, Room
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Text, en_day, zh_day
from scheduler.rules.base import named, named_en


class Why(StrEnum):
    """Kinds of reasons. `choice`: the old duty could have stayed beside the others as planned."""

    IMPOSSIBLE = "impossible"
    PINNED = "pinned"
    MAKES_ROOM = "makes_room"
    TOO_MANY = "too_many"
    NEW = "new"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that differs: `old` None where the cadre gets one more, `new` None where there is none in its place.

    chain: who makes room for whom, from this cadre to the one with whom it began; empty where nobody does.
    """

    cadre: str
    old: Duty | None
    new: Duty | None
    kind: Why
    reasons: tuple[Text, ...]
    chain: tuple[str, ...] = ()

    @property
    def needed(self) -> bool:
        """Whether the old duty could not stay as things are now."""
        return self.kind is not Why.CHOICE


def explain_changes(
    instance: Instance, assignments: Iterable[Duty], index: InstanceIndex | None = None
) -> tuple[DutyChange, ...]:
    """The duties that differ from the incumbent's, by cadre and date, with reasons. The plan must break no hard rule.

    Reasons hold beside the other duties as planned.
    """
    index = index or InstanceIndex(instance)
    pairs = list(paired(instance, tuple(assignments)))
    causes = Causes(index, tuple(assignments))
    roots: dict[str, Text] = {}
    rooms: dict[str, Room] = {}
    found: list[DutyChange] = []
    for cadre, old, new in pairs:
        kind, reasons = _reason(causes, rooms, cadre, old, new)
        if kind is not Why.MAKES_ROOM:
            roots.setdefault(cadre, reasons[0])
        found.append(DutyChange(cadre, old, new, kind, reasons))
    return tuple(_with_chain(index, change, rooms, roots) for change in found)


def paired(instance: Instance, assignments: Iterable[Duty]) -> Iterable[tuple[str, Duty | None, Duty | None]]:
    """(cadre, old, new) of duties that differ: those of one day belong together, then those in order of date."""
    before, after = set(instance.incumbent) - set(instance.served), set(assignments)
    lost: dict[str, list[Duty]] = defaultdict(list)
    gained: dict[str, list[Duty]] = defaultdict(list)
    for duty in sorted(before - after):
        lost[duty.cadre].append(duty)
    for duty in sorted(after - before):
        gained[duty.cadre].append(duty)
    for cadre in sorted(lost.keys() | gained.keys()):
        old, new = lost[cadre], gained[cadre]
        for duty in list(old):
            twin = next((other for other in new if other.date == duty.date), None)
            if twin is not None:
                yield cadre, duty, twin
                old.remove(duty)
                new.remove(twin)
        for number in range(max(len(old), len(new))):
            yield (cadre, old[number] if number < len(old) else None, new[number] if number < len(new) else None)


def _reason(
    causes: Causes, rooms: dict[str, Room], cadre: str, old: Duty | None, new: Duty | None
) -> tuple[Why, tuple[Text, ...]]:
    """Why one duty differs; room that it makes for others is noted."""
    if old is None:
        return Why.NEW, (causes.newcomer(cadre),)
    alone = causes.alone(old)
    if alone:
        return Why.IMPOSSIBLE, alone
    pinned = causes.pinned(old, new)
    if pinned is not None:
        return Why.PINNED, (pinned,)
    room = causes.room(old, new)
    if room is None:
        return Why.CHOICE, (causes.saved(old, new),)
    if room.entrants:
        rooms.setdefault(cadre, room)
        return Why.MAKES_ROOM, room.texts
    return Why.TOO_MANY, room.texts


def _with_chain(index: InstanceIndex, change: DutyChange, rooms: dict[str, Room], roots: dict[str, Text]) -> DutyChange:
    """A change that makes room for others with them named, down to the one with whom it began."""
    if change.kind is not Why.MAKES_ROOM or change.old is None:
        return change
    chain = _chain(change.cadre, rooms)
    old, first = change.old, chain[1] if len(chain) > 1 else change.cadre
    reasons = [
        Text(
            f"{zh_day(old.date)}、{index.zones[old.zone].name}要让给{named(index, first)}："
            f"若都不动，{'；'.join(text.zh for text in change.reasons)}",
            f"Makes room on {en_day(old.date)}, {index.zones[old.zone].name}, for {named_en(index, first)}: if both stayed, "
            f"{'; '.join(text.en for text in change.reasons)}",
        )
    ]
    last = chain[-1]
    if len(chain) > 2:
        reasons.append(
            Text(
                "依次让位：" + " → ".join(named(index, who) for who in chain),
                "One makes room for the next: " + " → ".join(named_en(index, who) for who in chain),
            )
        )
    if last in roots and last != change.cadre:
        why = roots[last]
        reasons.append(Text(f"起因：{why.zh}", f"It began with this: {why.en}"))
    return DutyChange(change.cadre, change.old, change.new, change.kind, tuple(reasons), chain)


def _chain(cadre: str, rooms: dict[str, Room]) -> tuple[str, ...]:
    """The shortest way from somebody who makes room to somebody who changes for another reason."""
    ways: list[tuple[str, ...]] = [(cadre,)]
    seen = {cadre}
    longest = ways[0]
    while ways:
        way = ways.pop(0)
        longest = way if len(way) > len(longest) else longest
        if way[-1] not in rooms:
            return way
        for entrant in rooms[way[-1]].entrants:
            if entrant not in seen:
                seen.add(entrant)
                ways.append((*way, entrant))
    return longest
