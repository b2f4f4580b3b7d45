"""Sets of pins: whether they can be kept together, the most of them that can, and which hang together at all."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.engine.bare import bare
from scheduler.engine.candidates import join
from scheduler.engine.incidence import Incidence
from scheduler.engine.pins import all_triples
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits, Submodel
from scheduler.model import ANY, HARD, AssignmentModel, Requirement

SEED = 1
# A set of pins is asked of at most so long, in seconds.
PATIENCE = 10.0
# (some pins, how many of them at least): a cut holds where one of its alternatives does.
Alternative = tuple[tuple[int, ...], int]
Cut = tuple[Alternative, ...]


class OutOfTimeError(Exception):
    """The time is used up before it is known."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a set of pins: all of `must`, as many as can be of `may`, within the `cuts`."""

    must: tuple[int, ...]
    may: tuple[int, ...] = ()
    cuts: tuple[Cut, ...] = ()
    alike: bool = False


class Keeping(Submodel):
    """The pinned crews; each pin of `may` that is given up costs a point."""

    def __init__(self, state: State, candidates: Triples, pins: Sequence[Requirement], wish: Wish) -> None:
        self.wish = wish
        self.dropped: dict[int, int] = {}
        super().__init__(state, np.unique(candidates.crew), candidates, Requirements(tuple(pins)))

    def _requirements(self) -> None:
        may = set(self.wish.may)
        for crew in self.requirements.crews.tolist():
            start, end = np.searchsorted(self.candidates.crew, [crew, crew + 1])
            mine = self.candidates.take(np.arange(start, end))
            for pin in self.requirements.of_crew[crew]:
                kept = (np.flatnonzero(self.requirements.keeps(pin, mine.place, mine.time)) + start).tolist()
                if pin.source in may:
                    self.dropped[pin.source] = self._variable(1, 1)
                    kept.append(self.dropped[pin.source])
                self.proto.constraints.add().bool_or.literals.extend(kept)
        for cut in self.wish.cuts:
            self._cut(cut)

    def _cut(self, cut: Cut) -> None:
        chosen = []
        for some, least in cut:
            open_ones = [self.dropped[pin] for pin in some if pin in self.dropped]
            given_up = len(open_ones) + sum(pin in self.wish.must for pin in some) - least
            if given_up < 0:
                continue
            number = self._variable(1)
            chosen.append(number)
            linear = self.proto.constraints.add()
            linear.enforcement_literal.append(number)
            linear.linear.vars.extend(open_ones)
            linear.linear.coeffs.extend([1] * len(open_ones))
            linear.linear.domain.extend([0, given_up])
        self.proto.constraints.add().bool_or.literals.extend(chosen)


class PinSets:
    """The pins of a model that something can keep, asked about in sets. Pins are named by their `source`.

    `until` is a moment of the monotonic clock after which questions raise OutOfTimeError.
    """

    def __init__(self, model: AssignmentModel, until: float) -> None:
        self.model = bare(model)
        self.incidence = Incidence(self.model)
        self.until = until
        impossible = set(model.impossible)
        self.pins = {pin.source: pin for pin in model.requirements if pin.source not in impossible}
        self.kinds = self._kinds()

    def together(self, pins: Collection[int], *, alike: bool = False) -> bool:
        """Whether all of these can be kept. alike: even if those of one kind had just what is open to them all."""
        return self.most(Wish(tuple(pins), alike=alike)) is not None

    def most(self, wish: Wish) -> tuple[int, ...] | None:
        """The most pins that can be kept as wished, `must` among them; None where the wish cannot be had.

        Raises:
            OutOfTimeError: it is not known in time.
        """
        asked = [self.pins[number] for number in (*wish.must, *wish.may)]
        if not asked:
            return None if wish.cuts else ()
        candidates = join([self._options(pin, wish.alike) for pin in asked])
        if not len(candidates):
            return None if wish.must or wish.cuts else ()
        submodel = Keeping(State(self.incidence), candidates, asked, wish)
        outcome = submodel.solve(Limits(self._patience(), None, SEED))
        if outcome.status == "infeasible":
            return None
        if outcome.triples is None or (wish.may and outcome.status != "optimal"):
            raise OutOfTimeError
        return tuple(sorted(pin.source for pin in asked if held(pin, outcome.triples)))

    def groups(self, pins: Iterable[int]) -> list[tuple[int, ...]]:
        """Pins that share a limit which they together could overstep, or a crew; no two groups hang together."""
        numbers = sorted(pins)
        parent = {number: number for number in numbers}

        def root(number: int) -> int:
            while parent[number] != number:
                number = parent[number]
            return number

        for some in self._sharing(numbers):
            for other in some[1:]:
                parent[root(other)] = root(some[0])
        found: dict[int, list[int]] = defaultdict(list)
        for number in numbers:
            found[root(number)].append(number)
        return [tuple(some) for some in found.values()]

    def count(self, pins: Iterable[int]) -> Counter[int]:
        """How many of each kind."""
        return Counter(self.kinds[pin] for pin in pins)

    def _sharing(self, numbers: list[int]) -> list[list[int]]:
        """Pins of one crew; pins whose crews together could count too often in a limit."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        counts: dict[int, int] = defaultdict(int)
        for number in numbers:
            pin = self.pins[number]
            found["crew", pin.crew].append(number)
            some = self._options(pin, alike=False)
            entries = self.incidence.triples(some.crew, some.place, some.time)
            limits, at = np.unique(entries.limit, return_inverse=True)
            most = np.zeros(len(limits), dtype=np.int64)
            np.maximum.at(most, at, entries.factor)
            for limit, factor in zip(limits.tolist(), most.tolist(), strict=True):
                found["limit", limit].append(number)
                counts[limit] += factor
        table = self.model.limits
        room = np.where(table.high_points == HARD, self.incidence.ceiling - table.base, np.iinfo(np.int64).max)
        return [some for (what, key), some in found.items() if what == "crew" or counts[key] > room[key]]

    def _options(self, pin: Requirement, alike: bool) -> Triples:
        """The triples that keep a pin; where alike, those that keep every pin of its kind, for its own crew."""
        if not alike:
            every = all_triples(self.incidence, Requirements(()), [pin.crew])
            return every.take(Requirements.keeps(pin, every.place, every.time))
        shared = self._shared[self.kinds[pin.source]]
        return Triples(np.full(len(shared), pin.crew, dtype=np.int64), shared.place, shared.time)

    def _kinds(self) -> dict[int, int]:
        """A number for each kind: crews with one pin each that count alike in every hard limit, pinned alike."""
        pins_of = Counter(pin.crew for pin in self.pins.values())
        columns = self.model.factors.tocsc()
        hard = np.unique(self.model.limits.weighting[self.model.limits.high_points == HARD])
        kinds: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, pin in self.pins.items():
            part = slice(columns.indptr[pin.crew], columns.indptr[pin.crew + 1])
            counted = [(row, factor) for row, factor in
                       zip(columns.indices[part].tolist(), columns.data[part].tolist(), strict=True) if row in hard]  # fmt: skip
            own = number if pins_of[pin.crew] > 1 else -1
            kinds[tuple(sorted(counted)), pin.place, pin.time, own].append(number)
        self._shared: dict[int, Triples] = {}
        found: dict[int, int] = {}
        for some in kinds.values():
            self._put(some, found)
        return found

    def _put(self, some: list[int], found: dict[int, int]) -> None:
        """One kind with what is open to all of it; each for itself where that is nothing."""
        parts = [self._options(self.pins[number], alike=False) for number in some]
        width = self.model.times
        common = parts[0].place * width + parts[0].time
        for part in parts[1:]:
            common = np.intersect1d(common, part.place * width + part.time)
        if len(some) > 1 and not len(common):
            for number in some:
                self._put([number], found)
            return
        kind = len(self._shared)
        place, moment = np.divmod(common, width)
        self._shared[kind] = Triples(np.full(len(common), ANY, dtype=np.int64), place, moment)
        found.update(dict.fromkeys(some, kind))

    def _patience(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise OutOfTimeError
        return min(PATIENCE, left)


def held(pin: Requirement, chosen: Triples) -> bool:
    """Whether a pin is kept by these triples."""
    return bool(((chosen.crew == pin.crew) & Requirements.keeps(pin, chosen.place, chosen.time)).any())
