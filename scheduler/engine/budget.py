"""How long a solve may go on: seconds or work units, and the wish of the caller to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from scheduler.engine.options import SolveOptions

ENDLESS = 1e12


class Budget:
    """Counts what is used up. Work units are CP-SAT's deterministic time and a fixed price for linear programmes."""

    def __init__(self, options: SolveOptions, should_stop: Callable[[], bool] | None = None) -> None:
        self.options = options
        self.by_effort = options.effort is not None
        self.started = time.monotonic()
        self.spent = 0.0
        self._should_stop = should_stop
        self._stopped = False
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """Wall seconds since the start."""
        return time.monotonic() - self.started

    @property
    def used(self) -> float:
        """What is used up, in the measure of the limit."""
        return self.spent if self.by_effort else self.seconds

    @property
    def limit(self) -> float:
        """The limit, in work units or seconds."""
        if self.options.effort is not None:
            return float(self.options.effort)
        return ENDLESS if self.options.time_limit is None else self.options.time_limit

    @property
    def left(self) -> float:
        """What is left, at least 0; nothing when the caller wants to stop."""
        return 0.0 if self.stopped else max(0.0, self.limit - self.used)

    @property
    def share(self) -> float:
        """What is used up of the limit, 0 to 1."""
        return min(1.0, self.used / self.limit)

    @property
    def stopped(self) -> bool:
        """Whether the caller wants to stop."""
        if not self._stopped and self._should_stop is not None and self._should_stop():
            self._stopped = True
        return self._stopped

    def charge(self, units: float) -> None:
        """Add work units."""
        with self._lock:
            self.spent += units
