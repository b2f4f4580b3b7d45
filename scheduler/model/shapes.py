"""The two shapes that every rule has: the cost of a pair, and a limit on a count over a group of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
ANY = -1
HARD = -1
# "No limit" on the upper side; far above any count, far below overflow.
UNBOUNDED = 1 << 40


class Axis(Enum):
    """Which axes a rule names: it belongs to that axis's step, or couples the two."""

    PLACE = "place"
    TIME = "time"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class PairCost:
    """Points for each crew with a place (or with a time).

    `points` is parallel to the model's pairs of that axis, for reports by rule; the model adds
    all of them up in its own cost array.
    """

    rule: str
    axis: Axis
    points: Ints


@dataclass(frozen=True, slots=True)
class CountLimit:
    """A low and a high on a count over a group of pairs.

    The group: the chosen (crew, place, time) with this `place` (ANY: all) and with
    first_time ≤ time < last_time (ANY, ANY: all), each counted with the crew's factor in the
    weighting `weighting`; `base` is what facts of the past add. Each end is hard (points HARD) or
    costs points for each one above or below; `high` UNBOUNDED and `low` 0 are no limits.
    """

    rule: str
    axis: Axis
    weighting: str
    place: int = ANY
    first_time: int = ANY
    last_time: int = ANY
    base: int = 0
    low: int = 0
    high: int = UNBOUNDED
    low_points: int = 0
    high_points: int = HARD


@dataclass(frozen=True, slots=True)
class LimitTable:
    """All limits of a model as columns (int64, one entry a limit); `weighting` is a row of the model's factors."""

    rules: tuple[str, ...]
    rule: Ints
    axis: npt.NDArray[np.int8]
    weighting: Ints
    place: Ints
    first_time: Ints
    last_time: Ints
    base: Ints
    low: Ints
    high: Ints
    low_points: Ints
    high_points: Ints

    def __len__(self) -> int:
        return len(self.rule)


AXIS_CODES = {Axis.PLACE: 0, Axis.TIME: 1, Axis.BOTH: 2}


def limit_table(limits: list[CountLimit], rows: dict[str, int]) -> LimitTable:
    """Columns from limits; `rows` gives the row of each weighting."""
    rules = tuple(dict.fromkeys(limit.rule for limit in limits))
    number = {rule: index for index, rule in enumerate(rules)}

    def column(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    return LimitTable(
        rules=rules,
        rule=column([number[limit.rule] for limit in limits]),
        axis=np.array([AXIS_CODES[limit.axis] for limit in limits], dtype=np.int8),
        weighting=column([rows[limit.weighting] for limit in limits]),
        place=column([limit.place for limit in limits]),
        first_time=column([limit.first_time for limit in limits]),
        last_time=column([limit.last_time for limit in limits]),
        base=column([limit.base for limit in limits]),
        low=column([limit.low for limit in limits]),
        high=column([limit.high for limit in limits]),
        low_points=column([limit.low_points for limit in limits]),
        high_points=column([limit.high_points for limit in limits]),
    )
