"""A smallest set of pins that clash, proven to be so, and all pins that have a part in a clash.

A set of pins clashes where it is part of no set that can be kept. So a smallest one is a smallest set that has
something outside each of the largest sets that can: those are learnt one by one, as cuts, from every guess that can
be kept after all. Pins of one kind are as good as each other, which one cut says of all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduler.engine.pin_sets import SEED, Alternative, Cut, OutOfTimeError, PinSets, Wish


def smallest_clash(sets: PinSets, pins: Sequence[int]) -> tuple[tuple[int, ...], bool]:
    """A smallest part of these pins that cannot be kept together, and whether that is proven.

    The pins together must clash. Where the time is used up first, no pin can be left out of the part (as far as
    the time allowed to look).
    """
    core = _irreducible(sets, pins)
    cuts: list[Cut] = []
    try:
        while True:
            guess = _smallest_outside(pins, cuts)
            if len(guess) >= len(core):
                return core, True
            if not sets.together(guess):
                return guess, True
            cuts.append(_learnt(sets, pins, guess))
    except OutOfTimeError:
        return core, False


def with_a_part(sets: PinSets, pins: Sequence[int], core: Sequence[int]) -> tuple[int, ...]:
    """The pins that belong to some set that clashes and that no pin can be left out of; `core` is one such set."""
    found = set(core)
    try:
        for pin in pins:
            if pin not in found and _has_a_part(sets, pins, pin):
                found.add(pin)
    except OutOfTimeError:
        pass
    return tuple(sorted(found))


def _has_a_part(sets: PinSets, pins: Sequence[int], pin: int) -> bool:
    """Whether some pins can be kept, but not with this one."""
    others = tuple(other for other in pins if other != pin)
    cuts: list[Cut] = []
    while True:
        kept = sets.most(Wish((), others, tuple(cuts)))
        if kept is None:
            return False
        if not sets.together((*kept, pin)):
            return True
        cuts.append(_without(pin, _learnt(sets, pins, (*kept, pin))))


def _without(pin: int, cut: Cut) -> Cut:
    """A cut on sets that have a pin, as one on what they have beside it."""
    return tuple(
        (tuple(other for other in some if other != pin), least - 1) if pin in some
        else (some, least)
        for some, least in cut
    )  # fmt: skip


def _learnt(sets: PinSets, pins: Sequence[int], kept: Sequence[int]) -> Cut:
    """What any clashing set must have beyond a largest set around these pins, which can be kept."""
    rest = tuple(other for other in pins if other not in kept)
    if sets.together(kept, alike=True):
        largest = sets.most(Wish(tuple(kept), rest, alike=True))
        counts = sets.count(largest or kept)
        kinds: dict[int, list[int]] = {}
        for other in pins:
            kinds.setdefault(sets.kinds[other], []).append(other)
        alternatives: list[Alternative] = [
            (tuple(some), counts[kind] + 1) for kind, some in kinds.items() if len(some) > counts[kind]
        ]
        return tuple(alternatives)
    largest = sets.most(Wish(tuple(kept), rest))
    return tuple(((other,), 1) for other in pins if other not in (largest or kept))


def _smallest_outside(pins: Sequence[int], cuts: Sequence[Cut]) -> tuple[int, ...]:
    """A smallest set of pins within all the cuts."""
    model = cp_model.CpModel()
    chosen = {pin: model.new_bool_var(str(pin)) for pin in pins}
    for cut in cuts:
        ways = []
        for some, least in cut:
            way = model.new_bool_var("")
            model.add(sum(chosen[pin] for pin in some) >= least).only_enforce_if(way)
            ways.append(way)
        model.add_bool_or(ways)
    model.minimize(sum(chosen.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(model)
    assert status == cp_model.OPTIMAL
    return tuple(pin for pin in pins if solver.value(chosen[pin]))


def _irreducible(sets: PinSets, pins: Sequence[int]) -> tuple[int, ...]:
    """A part that clashes and that no pin can be left out of; larger parts are left out first."""
    core, step = list(pins), max(1, len(pins) // 2)
    try:
        while True:
            at = 0
            while at < len(core):
                rest = core[:at] + core[at + step :]
                if rest and not sets.together(rest):
                    core = rest
                else:
                    at += step
            if step == 1:
                break
            step //= 2
    except OutOfTimeError:
        pass
    return tuple(core)
