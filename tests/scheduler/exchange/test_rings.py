"""Swap rings: against every set of disjoint rings of small problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.exchange import Rings, SwapProblem, check_rings, most_helped
from scheduler.exchange.problem import gifts
from scheduler.exchange.search import short_rings

MODEST = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def drawn(seed: int) -> SwapProblem:
    luck = Random(seed)
    people = tuple("abcdef"[: luck.randint(1, 6)])
    share = luck.choice([0.2, 0.4, 0.6])
    arcs = {
        (one, other): luck.randint(0, 5) for one in people for other in people if one != other and luck.random() < share
    }
    return SwapProblem(people, arcs, frozenset(person for person in people if luck.random() < 0.15))


def every_set(rings: list[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    if not rings:
        yield []
        return
    yield from every_set(rings[1:])
    for rest in every_set([ring for ring in rings[1:] if not set(ring) & set(rings[0])]):
        yield [rings[0], *rest]


@pytest.mark.parametrize("longest", [2, 3, 4, None])
@MODEST
@given(seed=st.integers(0, 10**9))
def test_nobody_more_can_be_helped_nor_as_many_for_fewer_points(longest: int | None, seed: int) -> None:
    problem = drawn(seed)
    found = most_helped(problem, longest)
    assert check_rings(problem, found, longest) == []
    assert found.proven
    rings = list(short_rings(problem, longest or len(problem.people)))
    assert len({frozenset(gifts(ring)) for ring in rings}) == len(rings)
    best = max(
        (problem.helped(some), -sum(problem.arcs[gift] for ring in some for gift in gifts(ring)))
        for some in every_set(rings)
    )
    assert (found.helped, -found.points) == best


def test_three_who_cannot_swap_in_twos_are_helped_by_a_ring() -> None:
    problem = SwapProblem(("a", "b", "c"), {("a", "b"): 0, ("b", "c"): 0, ("c", "a"): 0})
    assert most_helped(problem, 2).helped == 0
    assert most_helped(problem, 3).rings == (("a", "b", "c"),)


def test_a_longer_ring_helps_more_where_it_is_allowed() -> None:
    arcs = {("a", "b"): 0, ("b", "a"): 0, ("b", "c"): 0, ("c", "d"): 0, ("d", "a"): 0}
    problem = SwapProblem(("a", "b", "c", "d"), arcs)
    assert (most_helped(problem, 2).helped, most_helped(problem, None).helped) == (2, 4)


def test_who_is_only_willing_does_not_count_as_helped() -> None:
    arcs = {("a", "b"): 0, ("b", "a"): 0}
    assert most_helped(SwapProblem(("a", "b"), arcs, frozenset("b")), 2).helped == 1


@pytest.mark.parametrize(
    "wrong", [{"rings": (("a", "c"),)}, {"helped": 3}, {"points": 9}, {"helped_at_most": 1}, {"points_at_least": 9},
              {"rings": (("a", "b"), ("a", "b"))}, {"rings": (("a",),)}]
)  # fmt: skip
def test_every_lie_about_rings_is_found(wrong: dict[str, object]) -> None:
    problem = SwapProblem(("a", "b", "c"), {("a", "b"): 1, ("b", "a"): 2})
    true = Rings((("a", "b"),), 2, 2, 3, 3)
    assert check_rings(problem, true, 2) == []
    assert check_rings(problem, replace(true, **wrong), 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "people, arcs, willing",
    [(("a", "a"), {}, ()), (("a",), {("a", "a"): 0}, ()), (("a",), {("a", "z"): 0}, ()),
     (("a", "b"), {("a", "b"): -1}, ()), (("a",), {}, ("z",))],
)  # fmt: skip
def test_wrong_problems_are_refused(
    people: tuple[str, ...], arcs: dict[tuple[str, str], int], willing: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError):
        SwapProblem(people, arcs, frozenset(willing))


def test_rings_of_one_are_refused() -> None:
    with pytest.raises(ValueError):
        most_helped(SwapProblem(("a",), {}), 1)
