"""Who can give to whom, rings among them, and a plain recount of rings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.problem import Text, counted

# Dislikes above this are refused: sums of them must stay exact in doubles.
MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class SwapProblem:
    """`arcs`: (giver, taker) with the points of that gift, an integer from 0 to 1,000,000 (0: as good as any).

    willing: who would join a ring but needs no help: they do not count as helped.

    Raises ValueError where an arc names somebody who is not among `people`, or themselves, or points are out of bounds.
    """

    people: tuple[str, ...]
    arcs: Mapping[tuple[str, str], int]
    willing: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        known = set(self.people)
        if len(known) != len(self.people):
            raise ValueError("people: an id is repeated")
        if not self.willing <= known:
            raise ValueError("willing: expected people of the problem")
        for (giver, taker), points in self.arcs.items():
            if giver not in known or taker not in known or giver == taker:
                raise ValueError(f"arcs: {giver} to {taker}: expected two different people of the problem")
            if not 0 <= points <= MOST_POINTS:
                raise ValueError(f"arcs: {giver} to {taker}: points = {points}, expected 0 to {MOST_POINTS}")

    def helped(self, rings: Iterable[tuple[str, ...]]) -> int:
        """How many people rings help."""
        return sum(person not in self.willing for ring in rings for person in ring)


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings: in each, everybody gives to the next and the last to the first.

    helped: people in rings, without the willing; helped_at_most: more than these cannot be helped (proven); points: of all gifts;
    points_at_least: with as many helped they cannot be fewer (proven; None: not).
    """

    rings: tuple[tuple[str, ...], ...]
    helped: int
    helped_at_most: int
    points: int
    points_at_least: int | None

    @property
    def proven(self) -> bool:
        """Whether nothing is better: nobody more, nor as many for fewer points."""
        return self.helped == self.helped_at_most and self.points == self.points_at_least


def gifts(ring: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Who gives to whom in a ring."""
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def check_rings(problem: SwapProblem, found: Rings, longest: int | None) -> list[Text]:
    """All that is wrong with rings, recounted: gifts that cannot be, people in two rings, lengths, sums."""
    wrong = list(_wrong_rings(problem, found, longest))
    points = sum(problem.arcs.get(gift, 0) for ring in found.rings for gift in gifts(ring))
    claims = (("helped", found.helped, problem.helped(found.rings)), ("points", found.points, points))
    for name, said, true in claims:
        if said != true:
            wrong.append(Text(f"{name} = {said}：复核结果是{true}", f"{name} = {said}: the recount gives {true}"))
    if found.helped > found.helped_at_most:
        wrong.append(Text("helped 大于 helped_at_most", "helped is above helped_at_most"))
    if found.points_at_least is not None and found.points < found.points_at_least:
        wrong.append(Text("points 小于 points_at_least", "points is below points_at_least"))
    return wrong


def _wrong_rings(problem: SwapProblem, found: Rings, longest: int | None) -> Iterable[Text]:
    for ring in found.rings:
        if len(ring) < 2 or (longest is not None and len(ring) > longest):
            yield Text(
                f"环的人数是{len(ring)}，不在允许之内",
                f"a ring of {counted(len(ring), 'person', 'people')} is not allowed",
            )
        for giver, taker in gifts(ring):
            if (giver, taker) not in problem.arcs:
                yield Text(f"{giver}不能让给{taker}", f"{giver} cannot give to {taker}")
    for person, count in Counter(person for ring in found.rings for person in ring).items():
        if count > 1:
            yield Text(f"{person}在环中出现{count}次", f"{person} is in rings {counted(count, 'time')}")
