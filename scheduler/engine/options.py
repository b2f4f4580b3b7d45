"""What a caller asks of a solve, and what a solve tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.problem import Text

PHASES = {
    "model": Text("建立模型", "Building the model"),
    "pins": Text("核对锁定", "Checking the pins"),
    "bound": Text("计算下界", "Proving a bound"),
    "start": Text("编排初稿", "Making a first plan"),
    "search": Text("改进方案", "Improving the plan"),
    "proof": Text("证明最优", "Proving it best"),
    "audit": Text("复核", "Recounting"),
}


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Limits of a solve.

    time_limit: seconds of wall time, None for none. workers: threads, at least 1. seed: of all random choices.
    effort: work units in place of seconds; with one worker the same units give the same plan and bound,
    however busy the machine. One unit is about a second's work of an idle core.
    """

    time_limit: float | None = 60.0
    workers: int = 2
    seed: int = 1
    effort: int | None = None

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers is {self.workers}, must be at least 1")
        if self.time_limit is not None and self.time_limit <= 0:
            raise ValueError(f"time_limit is {self.time_limit}, must be above 0")
        if self.effort is not None and self.effort < 1:
            raise ValueError(f"effort is {self.effort}, must be at least 1")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is. `best` and `bound` are points (None while unknown); `share` of the time allowed, 0 to 1."""

    code: str
    phase: Text
    best: int | None
    bound: int | None
    share: float
    seconds: float
