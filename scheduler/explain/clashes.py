"""Pins that cannot all be kept: which clash, by which rule, and the smallest ways out, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.engine.bare import Widened
from scheduler.engine.pin_clash import Clash, PinClash
from scheduler.explain.forbidden import why_not
from scheduler.formulation import formulate
from scheduler.model import ANY, InstanceIndex
from scheduler.problem import NO_NAMES, Instance, Names, Pin, Text, counted, en_day, zh_day
from scheduler.rules.base import named, named_en


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do: pins given up (indices) and other steps, in words. smallest: nothing smaller of the kind does."""

    pins: tuple[int, ...]
    steps: tuple[Text, ...]
    smallest: bool


@dataclass(frozen=True, slots=True)
class PinTrouble:
    """Pins (indices) that cannot all be kept; other troubles have nothing to do with them.

    pins: all that have a part in it. smallest: a smallest set of them that cannot be kept together, as `proven` says.
    alike: any pins as many as `smallest` clash, any one fewer do not. keepable: so many can be kept at most (None:
    not known in time). reason: the one rule behind all of `pins`, where there is one; smallest_reason: that behind
    `smallest`. remedies: ways out, of each kind the smallest; complete: no other set of pins of that size would do.
    """

    pins: tuple[int, ...]
    smallest: tuple[int, ...]
    proven: bool
    alike: bool
    keepable: int | None
    reason: Text | None
    remedies: tuple[Remedy, ...]
    complete: bool
    smallest_reason: Text | None = None


def diagnose_pins(instance: Instance, seconds: float = 20.0, names: Names = NO_NAMES) -> tuple[PinTrouble, ...]:
    """Which pins clash and what would resolve it; nothing is found where all can be kept."""
    index, clash = InstanceIndex(instance, names), PinClash(formulate(instance), seconds)
    troubles = [_alone(index, number) for number in clash.impossible]
    return (*troubles, *(_several(index, one) for one in clash.clashes()))


def _alone(index: InstanceIndex, number: int) -> PinTrouble:
    """A pin that nothing can keep."""
    pin = index.instance.pins[number]
    giving_up = Remedy((number,), (), smallest=True)
    others = tuple(Remedy((), (text,), smallest=True) for text in _making_room(index, number, pin))
    reason = why_not(index, pin.cadre, pin.date, pin.zone)
    return PinTrouble((number,), (number,), True, True, 0, reason, (giving_up, *others), complete=True)


def _several(index: InstanceIndex, clash: Clash) -> PinTrouble:
    """A clash in words."""
    remedies = tuple(
        Remedy(way.pins, tuple(_widening(index, item) for item in way.widened), way.smallest) for way in clash.ways
    )
    return PinTrouble(clash.pins, clash.smallest, clash.proven, clash.alike, clash.keepable,
                      _shared(index, clash.pins), remedies, clash.all_ways, _shared(index, clash.smallest))  # fmt: skip


def _making_room(index: InstanceIndex, number: int, pin: Pin) -> Iterator[Text]:
    """Single changes of the data after which the pin can be kept, each of them tried."""
    instance, members = index.instance, index.crews[index.crew_number[pin.cadre]]
    tried: list[tuple[Text, Instance]] = []
    if pin.date is not None:
        for member in members:
            if pin.date in index.cadres[member].unavailable:
                words = Text(
                    f"让{named(index, member)}在{zh_day(pin.date)}可以值勤（例如销假）",
                    f"let {named_en(index, member)} serve on {en_day(pin.date)} (end the leave, say)",
                )
                tried.append((words, _available(instance, member, pin)))
        if not index.days[pin.date].open:
            days = tuple(replace(day, open=day.open or day.date == pin.date) for day in instance.days)
            tried.append((Text(f"开放{zh_day(pin.date)}", f"open {en_day(pin.date)}"), replace(instance, days=days)))
    if pin.zone is not None:
        community, unit = index.zones[pin.zone].community, index.units[index.cadres[pin.cadre].unit]
        linked = replace(unit, linked_communities=(*unit.linked_communities, community))
        units = tuple(linked if one.id == unit.id else one for one in instance.units)
        name = index.names.community(community)
        words = Text(f"让{unit.name}联点社区{name}", f"link {unit.name} with the community {name}")
        tried.append((words, replace(instance, units=units)))
    for words, changed in tried:
        if number not in formulate(changed).impossible:
            yield words


def _available(instance: Instance, member: str, pin: Pin) -> Instance:
    """The instance with one cadre free on the pin's day."""
    cadres = tuple(
        replace(
            cadre,
            unavailable=tuple(day for day in cadre.unavailable if day != pin.date),
            absent=None if cadre.absent is None else tuple(day for day in cadre.absent if day != pin.date),
        )
        if cadre.id == member
        else cadre
        for cadre in instance.cadres
    )
    return replace(instance, cadres=cadres)


def _shared(index: InstanceIndex, pins: tuple[int, ...]) -> Text | None:
    """What the pins of a clash have in common, where one rule alone is the reason."""
    some = [index.instance.pins[number] for number in pins]
    if len(some) == 1:
        return why_not(index, some[0].cadre, some[0].date, some[0].zone)
    units, days = {index.cadres[pin.cadre].unit for pin in some}, {pin.date for pin in some}
    zones = {pin.zone for pin in some}
    crews = {index.crew_number[pin.cadre] for pin in some}
    if len(crews) == 1:
        return _owing(index, some[0].cadre)
    day = next(iter(days))
    if len(days) == 1 and day is not None and len(units) == 1:
        unit = next(iter(units))
        room = index.room(unit, day)
        if len(some) > room:
            name = index.units[unit].name
            return Text(f"{name}在{zh_day(day)}至多可派{room}人", f"{name} can spare {room} on {en_day(day)}")
    zone = next(iter(zones))
    if len(zones) == 1 and zone is not None:
        place = index.zones[zone]
        return Text(
            f"{place.name}每天至多接待{place.max_parties_per_day}组，本期至多{place.max_visits}次",
            f"{place.name} takes {counted(place.max_parties_per_day, 'party', 'parties')} a day and "
            f"{counted(place.max_visits, 'visit')} in the period",
        )
    return None


def _owing(index: InstanceIndex, cadre: str) -> Text:
    """That all pins are for one cadre, or for people who go together."""
    crew, gap = index.crew_number[cadre], index.instance.min_gap_days
    owed, party = index.crew_duties[crew], len(index.crews[crew]) > 1
    return Text(
        f"都是{named(index, cadre)}{'（同组）' if party else ''}的锁定，本期至多{owed}次，两次至少相隔{gap}天",
        f"all are for {named_en(index, cadre)}{' or the party' if party else ''}: "
        f"{counted(owed, 'duty', 'duties')} at most, at least {counted(gap, 'day')} apart",
    )


def _widening(index: InstanceIndex, item: Widened) -> Text:
    """A limit widened, as something to do."""
    day = index.times[item.time].date if item.time != ANY else None
    if item.group.startswith("unit:"):
        unit = index.units[item.group.removeprefix("unit:")].name
        assert day is not None
        return Text(
            f"{unit}在{zh_day(day)}多派{item.by}人（在岗人数少{item.by}人）",
            f"{unit} spares {item.by} more on {en_day(day)} (with so many fewer in the office)",
        )
    zone = index.instance.zones[item.place].name
    if day is None:
        return Text(f"{zone}本期多接待{item.by}次", f"{zone} takes {counted(item.by, 'visit')} more in the period")
    return Text(
        f"{zone}在{zh_day(day)}多接待{item.by}组",
        f"{zone} takes {counted(item.by, 'party', 'parties')} more on {en_day(day)}",
    )
