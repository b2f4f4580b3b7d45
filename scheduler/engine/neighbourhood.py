"""Which crews to free together: those that the gap between plan and bound is owed to, and who competes with them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.engine.bound import SCALE, Priced
from scheduler.engine.candidates import surplus
from scheduler.engine.state import State, points_of
from scheduler.model import ANY, Ints


def blame(state: State, priced: Priced) -> npt.NDArray[np.float64]:
    """The gap shared out over the crews: what each one's choice, and the limits it counts in, cost above the bound."""
    model = state.model
    triples = state.triples()
    guilt = np.zeros(model.crews)
    np.add.at(guilt, triples.crew, surplus(priced, triples).astype(float) / SCALE)
    idle = np.bincount(triples.crew, minlength=model.crews) < model.duties
    guilt[idle] += np.maximum(0, -priced.cheapest_duty[idle]) / SCALE
    entries = state.incidence.triples(triples.crew, triples.place, triples.time)
    limits = np.unique(entries.limit)
    waste = np.zeros(len(model.limits))
    waste[limits] = points_of(state.incidence, limits, state.counts[limits])
    waste[model.limits.place == ANY] = 0
    np.add.at(guilt, triples.crew[entries.item], waste[entries.limit])
    return guilt


class Neighbourhoods:
    """Chooses crews to free, again and again."""

    def __init__(self, priced: Priced, luck: np.random.Generator) -> None:
        self.priced = priced
        self.luck = luck

    def choose(self, state: State, size: int, guilt: npt.NDArray[np.float64] | None = None) -> Ints:
        """About `size` crews, grown from one that is to blame; `guilt` as `blame` has it, where it is known."""
        guilt = (blame(state, self.priced) if guilt is None else guilt) + 1e-3
        usable = state.model.duties > 0
        guilt[~usable] = 0
        if not usable.any():
            return np.zeros(0, dtype=np.int64)
        seed = int(self.luck.choice(len(guilt), p=guilt / guilt.sum()))
        grown = self._grow(state, seed, size, guilt)
        rest = np.setdiff1d(np.flatnonzero(usable), grown)
        more = min(len(rest), max(size // 5, size - len(grown)))
        if more > 0:
            share = guilt[rest]
            grown = np.union1d(grown, self.luck.choice(rest, more, replace=False, p=share / share.sum())
                               if np.count_nonzero(share) >= more else rest[:more])  # fmt: skip
        return grown

    def _grow(self, state: State, seed: int, size: int, guilt: npt.NDArray[np.float64]) -> Ints:
        """Crews that serve where those found already would like to serve, breadth first."""
        found, queue = {seed}, [seed]
        there = _ByPlace(state)
        while queue and len(found) < size:
            crew = queue.pop(0)
            for place in self._good_places(state, crew):
                for other in there.at(place):
                    if other not in found and len(found) < size:
                        found.add(other)
                        queue.append(other)
        return np.array(sorted(found), dtype=np.int64)

    def _good_places(self, state: State, crew: int) -> list[int]:
        model = state.model
        part = slice(model.place_start[crew], model.place_start[crew + 1])
        costs = self.priced.place[part]
        good = model.place_of[part][costs <= costs.min(initial=0) + SCALE]
        most = min(len(good), int(self.luck.integers(3, 12)))
        return [
            *state.place[crew][state.place[crew] >= 0].tolist(),
            *self.luck.choice(good, most, replace=False).tolist(),
        ]


class _ByPlace:
    """The crews at each place, as they stand."""

    def __init__(self, state: State) -> None:
        triples = state.triples()
        order = np.argsort(triples.place, kind="stable")
        self._crew, self._place = triples.crew[order], triples.place[order]

    def at(self, place: int) -> list[int]:
        """Who serves there."""
        start, end = np.searchsorted(self._place, [place, place + 1])
        found: list[int] = self._crew[start:end].tolist()
        return found
