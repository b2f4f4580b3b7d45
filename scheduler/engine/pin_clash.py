"""When pins clash: which of them, a smallest set that does, and the fewest things to give up or to widen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.engine.bare import Widened
from scheduler.engine.pin_sets import Cut, OutOfTimeError, PinSets, Wish
from scheduler.engine.pin_widening import Widening
from scheduler.engine.smallest_clash import smallest_clash, with_a_part
from scheduler.model import AssignmentModel

# So many of the smallest sets of pins to give up are listed.
LISTED = 5


@dataclass(frozen=True, slots=True)
class WayOut:
    """Pins given up and limits widened. smallest: no smaller set of the kind does."""

    pins: tuple[int, ...]
    widened: tuple[Widened, ...]
    smallest: bool

    @property
    def size(self) -> int:
        """Pins given up and steps widened."""
        return len(self.pins) + sum(item.by for item in self.widened)


@dataclass(frozen=True, slots=True)
class Clash:
    """Pins that hang together and cannot all be kept; other clashes have nothing to do with them.

    pins: all that have a part in it. smallest: a smallest set of them that clashes; proven: none is smaller.
    keepable: the most of them that can be kept. ways: the fewest pins to give up (several ways, where there are),
    the fewest limits to widen, the fewest of both where that is fewer still. alike: any `keepable` of them can be
    kept, any one more clash.
    """

    pins: tuple[int, ...]
    smallest: tuple[int, ...]
    proven: bool
    keepable: int | None
    ways: tuple[WayOut, ...]
    all_ways: bool

    @property
    def alike(self) -> bool:
        """Whether it is no matter which of them are kept."""
        return self.proven and self.keepable is not None and len(self.smallest) == self.keepable + 1


class PinClash:
    """The pins of a model and how they can be kept.

    `impossible` are the indices of those that nothing can keep, whatever the others are.
    """

    def __init__(self, model: AssignmentModel, seconds: float = 20.0) -> None:
        self.model = model
        self.impossible = model.impossible
        self.sets = PinSets(model, time.monotonic() + seconds)

    def clashes(self, *, ways: bool = True) -> list[Clash]:
        """Every clash of pins that could be kept one without the other."""
        found = []
        for group in self.sets.groups(self.sets.pins):
            if self._together(group):
                continue
            core, _ = smallest_clash(self.sets, group)
            parts = with_a_part(self.sets, group, core)
            found += [self._clash(some, ways=ways) for some in self.sets.groups(parts) if not self._together(some)]
        return sorted(found, key=lambda clash: clash.pins)

    def _together(self, pins: Sequence[int]) -> bool:
        """Whether they can be kept; where that is not known in time, it is taken that they can."""
        try:
            return self.sets.together(pins)
        except OutOfTimeError:
            return True

    def _clash(self, pins: tuple[int, ...], *, ways: bool) -> Clash:
        core, proven = smallest_clash(self.sets, pins)
        if not ways:
            return Clash(pins, core, proven, None, (), all_ways=False)
        given_up, complete = self._given_up(pins, len(pins) - len(core) + 1 if proven else 0)
        keepable = len(pins) - len(given_up[0].pins) if given_up else None
        wider = Widening(self.model, [self.sets.pins[pin] for pin in pins])
        others = [WayOut((), *wider.alone()), WayOut(*wider.mixed())]
        some = [*given_up, *(way for way in others[:1] if way.widened)]
        if others[1].widened and others[1].pins and all(others[1].size < way.size for way in some):
            some.append(others[1])
        return Clash(pins, core, proven, keepable, tuple(some), complete)

    def _given_up(self, pins: tuple[int, ...], any_of: int) -> tuple[list[WayOut], bool]:
        """The smallest sets of pins whose giving up lets all others be kept, some of them; whether these are all.

        One will do where it has `any_of` pins: then any others of that number do as well.
        """
        found: list[WayOut] = []
        cuts: list[Cut] = []
        try:
            while len(found) <= LISTED:
                kept = self.sets.most(Wish((), pins, tuple(cuts)))
                gone = tuple(pin for pin in pins if kept is None or pin not in kept)
                if kept is None or (found and len(gone) > len(found[0].pins)):
                    return found, True
                found.append(WayOut(gone, (), smallest=True))
                if len(gone) == any_of:
                    return found, False
                cuts.append(tuple(((pin,), 1) for pin in gone))
        except OutOfTimeError:
            return found, False
        return found[:LISTED], False


def clashing(model: AssignmentModel, seconds: float = 20.0) -> tuple[int, ...]:
    """The pins that clash: those nothing can keep, and for each clash of several all that have a part in it."""
    clash = PinClash(model, seconds)
    return tuple(sorted({*clash.impossible, *(pin for one in clash.clashes(ways=False) for pin in one.pins)}))
