"""What is left to a solve, in the terms that the parts of it ask for."""

from __future__ import annotations

from scheduler.engine.budget import ENDLESS, Budget

# Work units for each column of a linear programme, and each step of the branching solver's simplex for each column.
PRICE, STEP = 2e-5, 1e-7
PATIENT = 1e9


class Effort:
    """A budget, or a share of it."""

    def __init__(self, budget: Budget, until: float | None = None) -> None:
        self.budget = budget
        self.until = budget.limit if until is None else min(until, budget.limit)

    @property
    def left(self) -> float:
        """Seconds or work units that are left; 0 when the caller wants to stop."""
        return 0.0 if self.budget.stopped else max(0.0, self.until - self.budget.used)

    @property
    def seconds_left(self) -> float:
        """Seconds that a part may take; endless where work units are counted."""
        return PATIENT if self.budget.by_effort or self.until >= ENDLESS else max(0.05, self.left)

    @property
    def by_units(self) -> bool:
        """Whether work units are counted in place of seconds."""
        return self.budget.by_effort

    @property
    def endless(self) -> bool:
        """Whether there is no limit at all."""
        return self.until >= ENDLESS

    def charge(self, units: float) -> None:
        """Count work units."""
        self.budget.charge(units)

    def share(self, part: float) -> Effort:
        """A share of what is left."""
        return Effort(self.budget, None if self.endless else self.budget.used + part * self.left)
