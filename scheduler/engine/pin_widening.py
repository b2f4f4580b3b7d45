"""By how much limits have to be widened for pins that clash, with pins given up beside that or without."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from scheduler.engine.bare import Widened, bare, widened
from scheduler.engine.incidence import Incidence
from scheduler.engine.pin_sets import PATIENCE, SEED, Keeping, Wish, held
from scheduler.engine.pins import all_triples
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State
from scheduler.engine.submodel import Limits
from scheduler.model import AssignmentModel, Requirement


class Widening:
    """The pins of one clash in a model whose hard limits may be overstepped at a point a step."""

    def __init__(self, model: AssignmentModel, pins: Sequence[Requirement]) -> None:
        self.model = bare(model, widen=True)
        self.pins = pins
        self._incidence = Incidence(self.model)
        self._started = time.monotonic()

    def alone(self) -> tuple[tuple[Widened, ...], bool]:
        """The fewest steps with all pins kept, and whether that is proven; none where limits are not what it is about."""
        _, steps, proven = self._fewest(Wish(tuple(pin.source for pin in self.pins)))
        return steps, proven

    def mixed(self) -> tuple[tuple[int, ...], tuple[Widened, ...], bool]:
        """The fewest pins given up and steps together."""
        return self._fewest(Wish((), tuple(pin.source for pin in self.pins)))

    def _fewest(self, wish: Wish) -> tuple[tuple[int, ...], tuple[Widened, ...], bool]:
        crews = np.unique([pin.crew for pin in self.pins])
        candidates = all_triples(self._incidence, Requirements(()), crews.tolist())
        outcome = Keeping(State(self._incidence), candidates, self.pins, wish).solve(Limits(PATIENCE, None, SEED))
        if outcome.triples is None:
            return (), (), False
        chosen = outcome.triples
        counts = self.model.counts(chosen.crew, chosen.place, chosen.time)
        given = tuple(pin.source for pin in self.pins if not held(pin, chosen))
        return given, widened(self.model, counts), outcome.status == "optimal"
