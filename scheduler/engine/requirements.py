"""Pins as the engine uses them: which triples keep them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from scheduler.engine.incidence import Mask
from scheduler.engine.state import State, Triples
from scheduler.model import ANY, AssignmentModel, Ints, Requirement


class Requirements:
    """The pins of each crew."""

    def __init__(self, requirements: tuple[Requirement, ...]) -> None:
        self.all = requirements
        self.of_crew: dict[int, list[Requirement]] = defaultdict(list)
        for requirement in requirements:
            self.of_crew[requirement.crew].append(requirement)
        self.crews: Ints = np.array(sorted(self.of_crew), dtype=np.int64)

    @staticmethod
    def keeps(requirement: Requirement, place: Ints, time: Ints) -> Mask:
        """Which (place, time) keep a requirement."""
        kept: Mask = np.ones(len(place), dtype=bool)
        if requirement.place != ANY:
            kept &= place == requirement.place
        if requirement.time != ANY:
            kept &= time == requirement.time
        return kept

    def options(self, crews: Ints, candidates: Triples) -> Iterator[Ints]:
        """For each requirement of these crews: the positions of the candidates (sorted by crew) that keep it."""
        for crew in np.intersect1d(crews, self.crews).tolist():
            start, end = np.searchsorted(candidates.crew, [crew, crew + 1])
            place, time = candidates.place[start:end], candidates.time[start:end]
            for requirement in self.of_crew[crew]:
                yield np.flatnonzero(self.keeps(requirement, place, time)) + start

    def keep_all(self, crew: int, mine: Triples) -> bool:
        """Whether one crew's triples keep all its pins."""
        return all(self.keeps(pin, mine.place, mine.time).any() for pin in self.of_crew.get(crew, []))

    def first(self, mine: Triples) -> Triples:
        """One crew's triples by day, those that keep a pin before all others."""
        keeps = np.zeros(len(mine), dtype=bool)
        for requirement in self.of_crew.get(int(mine.crew[0]), []) if len(mine) else []:
            keeps |= self.keeps(requirement, mine.place, mine.time)
        return mine.take(np.lexsort((mine.time, ~keeps)))

    def unkept(self, state: State) -> Ints:
        """The crews that lack a pinned duty."""
        lacking = [crew for crew in self.crews.tolist() if not self.keep_all(crew, state.triples(np.array([crew])))]
        return np.array(lacking, dtype=np.int64)

    def kept(self, state: State) -> bool:
        """Whether a plan keeps them all."""
        return not len(self.unkept(state))


def narrow(model: AssignmentModel, requirements: Requirements, candidates: Triples) -> Triples:
    """Without the candidates that a crew with a single duty cannot take if it keeps its pins."""
    keep = np.ones(len(candidates), dtype=bool)
    for crew in requirements.crews.tolist():
        if model.duties[crew] > 1:
            continue
        start, end = np.searchsorted(candidates.crew, [crew, crew + 1])
        for requirement in requirements.of_crew[crew]:
            keep[start:end] &= requirements.keeps(requirement, candidates.place[start:end], candidates.time[start:end])
    return candidates.take(keep)
