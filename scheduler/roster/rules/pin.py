"""Pins: what stands already."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation, shown


class PinRule(Rule):
    """On a pinned day the person has the pinned shift, or is free where the pin says so."""

    code = "pin"
    title = Text("锁定", "Pins")
    purpose = Text("锁定的班次和休息不变。", "Pinned shifts and free days stay.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        number = {shift.id: place for place, shift in enumerate(roster.shifts)}
        for pin in roster.pins:
            if pin.staff != person.id:
                continue
            kept = sequence.allowed[pin.day].copy()
            sequence.allowed[pin.day] = False
            if pin.shift is not None:
                sequence.allowed[pin.day, number[pin.shift]] = kept[number[pin.shift]]
                sequence.must[pin.day] = True

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        for pin in facts.roster.pins:
            found = line.row.get(pin.day)
            if pin.staff == line.person.id and found != pin.shift:
                day = shown(facts.roster, pin.day)
                wanted = Text(pin.shift or "休息", pin.shift or "free")
                got = Text(found or "休息", found or "free")
                yield Violation(
                    self.code,
                    Text(
                        f"{pin.staff}在{day.zh}锁定为{wanted.zh}，方案是{got.zh}",
                        f"{pin.staff} is pinned to {wanted.en} on {day.en}, the plan has {got.en}",
                    ),
                    pin.staff,
                    pin.day,
                )
