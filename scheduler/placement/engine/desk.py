"""One instance's model with its prices, asked again and again: what is best under one more condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.options import SolveOptions
from scheduler.engine.report import Reporter
from scheduler.model import Ints
from scheduler.placement.engine.choice import Choice
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.pins import first_choice
from scheduler.placement.engine.report import pairs_of, placements_of
from scheduler.placement.engine.solve import minimise
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.model import PlacementIndex, PlacementModel
from scheduler.placement.problem import Placement, PlacementInstance


@dataclass(frozen=True, slots=True)
class Answer:
    """The best under a condition: its placements and points, and the points that nothing under it can undercut."""

    placements: tuple[Placement, ...]
    objective: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing under the condition is better."""
        return self.bound == self.objective


class Desk:
    """Answers questions about an instance; one budget is for all of them together."""

    def __init__(
        self, instance: PlacementInstance, options: SolveOptions, should_stop: Callable[[], bool] | None = None
    ) -> None:
        self.index = PlacementIndex(instance)
        self.model = formulate_placement(instance, self.index)
        self.effort = Effort(Budget(options, should_stop))

    def columns_of(self, placements: tuple[Placement, ...]) -> Ints:
        """The pairs of placements, those left out that a rule about single pairs forbids."""
        return pairs_of(self.index, self.model, placements)

    def at_post(self, person: str, post: str) -> Ints:
        """The pairs of a person at a post, in whatever role."""
        mine = self.model.pairs.of_person(self.index.person_number[person])
        found: Ints = mine[self.model.pairs.post[mine] == self.index.post_number[post]]
        return found

    def best(
        self, model: PlacementModel, forbidden: Ints, near: tuple[Placement, ...], effort: Effort | None = None
    ) -> Answer | None:
        """The best choice of a variant of the model without some columns; None where nothing keeps its hard limits.

        `near`: placements from which the search starts, as far as they are still legal.
        """
        allowed = np.ones(model.columns, dtype=np.int64)
        allowed[forbidden] = 0
        start = self._start(model, allowed, near)
        if start is None:
            return None
        effort = effort or self.effort
        reporter = Reporter(effort.budget, None)
        found = minimise(model, start, allowed, effort, reporter)
        bound = found.objective if reporter.bound is None else reporter.bound
        return Answer(placements_of(self.index, model, found.pairs), found.objective, max(0, bound))

    def _start(self, model: PlacementModel, allowed: Ints, near: tuple[Placement, ...]) -> Choice | None:
        """A legal choice: the placements near, else the fewest that keep the hard limits."""
        pairs = self.columns_of(near)
        choice = Choice(model, model.completed(pairs[allowed[pairs] > 0]))
        return choice if choice.legal else first_choice(self.index, model, allowed)
