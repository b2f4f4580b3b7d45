"""The load of a month by day, as figures of a drawing: the template draws it as SVG without any inline style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.operations.board.grid import DayTotal

STEP, BAR, HEIGHT, TOP, LEFT, FOOT = 30, 20, 140, 18, 34, 34


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's column: where it stands, how high it is, and the bounds' lines across it."""

    total: DayTotal
    x: int
    y: int
    height: int
    low_y: int | None
    high_y: int | None


@dataclass(frozen=True, slots=True)
class LoadChart:
    """All columns in drawing units; `ticks` are pairs of (height, figure)."""

    width: int
    height: int
    base: int
    left: int
    step: int
    bar: int
    top: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, int], ...]


def load_chart(totals: Sequence[DayTotal]) -> LoadChart:
    """The drawing of a month's days."""
    highest = max([total.count for total in totals] + [total.day.high or 0 for total in totals] + [1])
    unit = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10**9) if highest <= 5 * step)
    ceiling = -(-highest // unit) * unit
    base = TOP + HEIGHT

    def level(value: int | None) -> int | None:
        return None if value is None else base - round(value * HEIGHT / ceiling)

    bars = []
    for number, total in enumerate(totals):
        top = level(total.count) or base
        shown = total.day.open
        bars.append(
            Bar(
                total,
                LEFT + number * STEP + (STEP - BAR) // 2,
                top,
                base - top,
                level(total.day.low) if shown else None,
                level(total.day.high) if shown else None,
            )
        )
    ticks = tuple((level(value) or base, value) for value in range(0, ceiling + 1, unit))
    return LoadChart(LEFT + STEP * len(bars), base + FOOT, base, LEFT, STEP, BAR, TOP, tuple(bars), ticks)
