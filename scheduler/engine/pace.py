"""How long questions about a plan may take: in seconds, or in work units, or until somebody has had enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.engine.options import SolveOptions
from scheduler.engine.submodel import Limits, Outcome

SEED = 1
ENDLESS = 1e9


@dataclass(slots=True)
class Pace:
    """What is used up by questions. `by_effort`: in work units; then the same question gets the same answer."""

    by_effort: bool = False
    should_stop: Callable[[], bool] | None = None
    spent: float = 0.0
    started: float = field(default_factory=time.monotonic)

    @property
    def used(self) -> float:
        """Work units, or seconds since the start."""
        return self.spent if self.by_effort else time.monotonic() - self.started

    @property
    def stopped(self) -> bool:
        """Whether the caller wants no more."""
        return self.should_stop is not None and self.should_stop()

    @property
    def options(self) -> SolveOptions:
        """For what must be decided, however long that takes."""
        return SolveOptions(workers=1, effort=10_000) if self.by_effort else SolveOptions(workers=1)

    def limits(self, amount: float) -> Limits:
        """One solve of so many seconds, or work units."""
        return Limits(amount, amount if self.by_effort else None, SEED, stopped=self.should_stop)

    def charge(self, outcome: Outcome) -> Outcome:
        """Note what a solve has used."""
        self.spent += outcome.units
        return outcome
