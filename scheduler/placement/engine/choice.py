"""A choice of columns with its counts and points, changed a few columns at a time."""

from __future__ import annotations

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import PlacementModel


class Choice:
    """Chosen columns; `objective` and `counts` go with them."""

    def __init__(self, model: PlacementModel, columns: Ints) -> None:
        self.model = model
        self.columns = np.sort(columns)
        self.counts = model.counts(self.columns)
        self.objective = model.objective(self.columns)

    @property
    def legal(self) -> bool:
        """Whether no hard limit is broken."""
        return not self.model.broken(self.counts).any()

    @property
    def pairs(self) -> Ints:
        """The chosen pairs, without the columns that only say that somebody serves."""
        return self.columns[self.columns < len(self.model.pairs)]


def better_of(one: Choice | None, pairs: Ints | None, model: PlacementModel) -> Choice | None:
    """The choice of these pairs, where it is legal and has fewer points than the one before; else that."""
    if pairs is None:
        return one
    other = Choice(model, model.completed(pairs[pairs < len(model.pairs)]))
    if not other.legal or (one is not None and other.objective >= one.objective):
        return one
    return other
