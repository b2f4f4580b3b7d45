"""The two shapes that every rule has: the cost of a pair, and a limit on a count over a group of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Many = int | Ints
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
    """A low and a high on a count over a group of pairs; or many such limits of one rule and weighting.

    The group: the chosen (crew, place, time) with this `place` (ANY: all) and with
    first_time ≤ time < last_time (ANY, ANY: all), each counted with the crew's factor in the
    weighting `weighting`; `base` is what facts of the past add. Each end is hard (points HARD) or
    costs points for each one above or below; `high` UNBOUNDED and `low` 0 are no limits.

    A figure may be an array where there are many limits: all arrays have one length, single
    figures hold for each of the limits.
    """

    rule: str
    axis: Axis
    weighting: str
    place: Many = ANY
    first_time: Many = ANY
    last_time: Many = ANY
    base: Many = 0
    low: Many = 0
    high: Many = UNBOUNDED
    low_points: Many = 0
    high_points: Many = HARD


FIGURES = ("place", "first_time", "last_time", "base", "low", "high", "low_points", "high_points")


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


def limit_table(limits: Sequence[CountLimit], rows: dict[str, int]) -> LimitTable:
    """Columns from limits; `rows` gives the row of each weighting."""
    rules = tuple(dict.fromkeys(limit.rule for limit in limits))
    number = {rule: index for index, rule in enumerate(rules)}
    columns: dict[str, list[Ints]] = {name: [] for name in ("rule", "axis", "weighting", *FIGURES)}
    for limit in limits:
        figures = np.broadcast_arrays(*(np.atleast_1d(getattr(limit, name)) for name in FIGURES))
        size = len(figures[0])
        columns["rule"].append(np.full(size, number[limit.rule]))
        columns["axis"].append(np.full(size, AXIS_CODES[limit.axis]))
        columns["weighting"].append(np.full(size, rows[limit.weighting]))
        for name, figure in zip(FIGURES, figures, strict=True):
            columns[name].append(figure)

    def column(name: str) -> Ints:
        parts = columns[name]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)

    return LimitTable(
        rules=rules,
        rule=column("rule"),
        axis=column("axis").astype(np.int8),
        weighting=column("weighting"),
        place=column("place"),
        first_time=column("first_time"),
        last_time=column("last_time"),
        base=column("base"),
        low=column("low"),
        high=column("high"),
        low_points=column("low_points"),
        high_points=column("high_points"),
    )
