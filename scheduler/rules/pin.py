"""Pins: what was set by hand stays."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Duty, Pin, Text, en_day, zh_day
from scheduler.rules.base import Facts, Rule, Violation, named, named_en


def pin_holds(pin: Pin, duties: Iterable[Duty]) -> bool:
    """Whether one of a cadre's duties is what the pin asks for."""
    return any(pin.date in (None, duty.date) and pin.zone in (None, duty.zone) for duty in duties)


class PinRule(Rule):
    """A pinned cadre has a duty on the pin's date (any, where none is given) in its zone (any likewise).

    For: decisions made by hand, and days that come soon, are kept. Asked for by admins. Unit: pins.
    Hard; a duty already served can be the pinned one. In the model: requirements of crews.
    """

    code = "pin"
    title = Text("锁定", "Pins")
    purpose = Text("人工锁定的人员、日期、网格保持不变。", "People, days and zones pinned by hand stay as they are.")
    unit = Text("项", "pins")
    hard = True

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for pin in facts.index.instance.pins:
            if not pin_holds(pin, facts.duties[pin.cadre]):
                zone = None if pin.zone is None else facts.index.zones[pin.zone].name
                day_zh = zh_day(pin.date) if pin.date else "任意一天"
                yield Violation(
                    self.code,
                    Text(
                        f"{named(facts.index, pin.cadre)}锁定在{day_zh}、{zone or '任意网格'}，没有照办",
                        f"{named_en(facts.index, pin.cadre)} is pinned to {en_day(pin.date) if pin.date else 'any day'}, "
                        f"{zone or 'any zone'}, and it is not kept",
                    ),
                    cadre=pin.cadre,
                    zone=pin.zone,
                    date=pin.date,
                )
