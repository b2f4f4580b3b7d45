"""How a figure is spread over people, as figures of a drawing: the template draws it as SVG without inline style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.operations.ledger import Bin

WIDTH, HEIGHT, TOP, LEFT, FOOT = 640, 120, 18, 40, 22
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """How many people have a figure; where the bar stands and how high it is."""

    title: str
    people: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class SpreadChart:
    """All bars in drawing units; `ticks` are pairs of (height, people)."""

    width: int
    height: int
    left: int
    base: int
    bar: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, int], ...]


def spread_chart(bins: Sequence[Bin]) -> SpreadChart:
    """The drawing of how many people have each value of a figure."""
    highest = max([one.people for one in bins] + [1])
    unit = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20_000, 10**9) if highest <= 5 * step)
    ceiling = -(-highest // unit) * unit
    base = TOP + HEIGHT
    step = (WIDTH - LEFT) // max(1, len(bins))
    bar = max(4, min(WIDEST, step * 2 // 3))
    bars = []
    for number, one in enumerate(bins):
        # A single person stays in sight beside hundreds.
        height = max(2, round(one.people * HEIGHT / ceiling)) if one.people else 0
        title = str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
        bars.append(Bar(title, one.people, LEFT + number * step + (step - bar) // 2, base - height, height))
    ticks = tuple((base - round(value * HEIGHT / ceiling), value) for value in range(0, ceiling + 1, unit))
    return SpreadChart(WIDTH, base + FOOT, LEFT, base, bar, tuple(bars), ticks)
