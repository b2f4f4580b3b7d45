"""A sub-model that moves as few crews as it can."""

from __future__ import annotations

from scheduler.engine.submodel import Submodel


class Calm(Submodel):
    """A sub-model that, among plans of the same points, moves as few crews as it can."""

    def _minimise(self) -> None:
        held = self.state.triples(self.crews)
        factor = len(held) + 1
        costs = self.costs * factor - self._chosen(held)
        weights = {number: cost for number, cost in enumerate(costs.tolist()) if cost}
        weights.update({number: points * factor for number, points in self._weights.items()})
        objective = self.proto.objective
        objective.vars.extend(weights.keys())
        objective.coeffs.extend(weights.values())
