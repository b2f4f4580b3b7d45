"""What stands against an old duty in a new plan, found by putting it back and recounting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from scheduler.audit import Audit, audit
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text, counted, en_day, zh_day
from scheduler.rules import Violation
from scheduler.rules.base import named, named_en
from scheduler.rules.pin import pin_holds

# Changes by choice of which the points are counted.
MOST_RECOUNTS = 50


@dataclass(frozen=True, slots=True)
class Room:
    """What would be broken by an old duty put back, and the cadres whose new duties share in that."""

    texts: tuple[Text, ...]
    entrants: tuple[str, ...]


class Causes:
    """A new plan beside the incumbent."""

    def __init__(self, index: InstanceIndex, duties: tuple[Duty, ...]) -> None:
        self.index = index
        self.duties = duties
        self._bare = replace(index.instance, pins=(), incumbent=())
        self._bare_index = InstanceIndex(self._bare)
        before = {*index.instance.incumbent, *index.instance.served}
        self._recounts = 0
        self._entering = [duty for duty in duties if duty not in before]

    @cached_property
    def _now(self) -> Audit:
        return audit(self.index.instance, self.duties, self.index)

    def alone(self, old: Duty) -> tuple[Text, ...]:
        """What forbids an old duty whatever the others do; its party goes along."""
        party = self.index.party_of.get(old.cadre, (old.cadre,))
        own = [Duty(member, old.date, old.zone) for member in party]
        broken = audit(self._bare, own, self._bare_index).violations
        apart = [member for member, duty in zip(party, own, strict=True)
                 if member != old.cadre and duty not in self.index.instance.incumbent]  # fmt: skip
        texts = [violation.text for violation in broken]
        if apart and not texts:
            who, who_en = named(self.index, apart[0]), named_en(self.index, apart[0])
            texts.append(
                Text(
                    f"同组的{who}原来不在这天这个网格，同组人员须一起去",
                    f"{who_en} of the same party did not have this day and zone, and a party goes together",
                )
            )
        return tuple(dict.fromkeys(texts))

    def pinned(self, old: Duty, new: Duty | None) -> Text | None:
        """A pin of the party that would not be kept if the old duty were put back."""
        party = self.index.party_of.get(old.cadre, (old.cadre,))
        mine = [duty for duty in self._with_old(old, new) if duty.cadre in party]
        for pin in self.index.instance.pins:
            if pin.cadre not in party:
                continue
            own = [duty for duty in mine if duty.cadre == pin.cadre]
            if pin_holds(pin, [*own, *self.index.served.get(pin.cadre, ())]):
                continue
            zone = None if pin.zone is None else self.index.zones[pin.zone].name
            day = zh_day(pin.date) if pin.date else "任意一天"
            who, who_en = named(self.index, pin.cadre), named_en(self.index, pin.cadre)
            return Text(
                f"{who}被锁定在{day}、{zone or '任意网格'}",
                f"{who_en} is pinned to {en_day(pin.date) if pin.date else 'any day'}, {zone or 'any zone'}",
            )
        return None

    def newcomer(self, cadre: str) -> Text:
        """Somebody who gets a duty more than before."""
        had = any(duty.cadre == cadre for duty in self.index.instance.incumbent)
        who, who_en = named(self.index, cadre), named_en(self.index, cadre)
        if had:
            return Text(f"{who}原来少排了值勤，现在补上", f"{who_en} had fewer duties than owed and now gets another")
        return Text(f"{who}原来没有值勤，现在排上", f"{who_en} had no duty and now gets one")

    def room(self, old: Duty, new: Duty | None) -> Room | None:
        """What an old duty put back would break, and who has come in; None where it breaks nothing."""
        broken = audit(self._bare, self._near(old, new), self._bare_index).violations
        if not broken:
            return None
        party = self.index.party_of.get(old.cadre, (old.cadre,))
        entrants = dict.fromkeys(
            duty.cadre
            for violation in broken
            for duty in self._entering
            if duty.cadre not in party and self._shares(violation, duty)
        )
        return Room(tuple(dict.fromkeys(violation.text for violation in broken)), tuple(entrants))

    def saved(self, old: Duty, new: Duty | None) -> Text:
        """What a change that was not needed by itself saves; counted for the first of them alone, for it takes long."""
        self._recounts += 1
        if self._recounts > MOST_RECOUNTS:
            return Text("原来的值勤也排得下", "The old duty would fit as well")
        less = audit(self.index.instance, self._with_old(old, new), self.index).objective - self._now.objective
        if less > 0:
            return Text(
                f"原来的值勤也排得下，改动后少计{less}分",
                f"The old duty would fit as well; the change saves {counted(less, 'point')}",
            )
        return Text("原来的值勤也排得下", "The old duty would fit as well")

    def _with_old(self, old: Duty, new: Duty | None) -> list[Duty]:
        """The new plan with one duty of a party as it was."""
        party = self.index.party_of.get(old.cadre, (old.cadre,))
        gone: set[Duty] = set()
        if new is not None:
            gone = {Duty(member, new.date, new.zone) for member in party}
        back = [Duty(member, old.date, old.zone) for member in party]
        return [*(duty for duty in self.duties if duty not in gone), *back]

    def _near(self, old: Duty, new: Duty | None) -> list[Duty]:
        """Of the plan with the old duty put back all that counts in a limit that it counts in."""
        party = self.index.party_of.get(old.cadre, (old.cadre,))
        units = {self.index.cadres[member].unit for member in party}
        return [
            duty
            for duty in self._with_old(old, new)
            if duty.zone == old.zone
            or duty.cadre in party
            or (duty.date == old.date and self.index.cadres[duty.cadre].unit in units)
        ]

    def _shares(self, violation: Violation, duty: Duty) -> bool:
        """Whether a duty counts in what is broken."""
        return (
            violation.zone in (None, duty.zone)
            and violation.date in (None, duty.date)
            and violation.unit in (None, self.index.cadres[duty.cadre].unit)
            and violation.cadre is None
        )
