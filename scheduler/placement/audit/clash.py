"""Whether pins can be kept together: a bounded search in plain Python, independent of the engine.

Nobody else need be placed: leaving out a placement breaks no hard rule but those of parties and pins. So the
placements that keep the pins, with the rest of their parties, decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Pin, Placement, PlacementInstance
from scheduler.placement.rules import HARD_RULES, PAIR_RULES, Facts

MOST_STEPS = 5_000
# Broken by what is not there yet, so no reason to give up a choice that is not complete.
LATER = ("party", "pin")
MONOTONE = tuple(rule for rule in HARD_RULES if rule.code not in LATER)


class _OutOfStepsError(Exception):
    """The search has used its steps."""


def pins_clash(instance: PlacementInstance, pins: Sequence[Pin], most_steps: int = MOST_STEPS) -> bool | None:
    """Whether these pins cannot be kept together under the hard rules; None where the search ran out of steps."""
    search = _Search(PlacementIndex(instance), most_steps)
    try:
        return not search.possible(sorted(pins, key=lambda pin: len(search.candidates(pin))), ())
    except _OutOfStepsError:
        return None


class _Search:
    """Keeps one pin after the other."""

    def __init__(self, index: PlacementIndex, most_steps: int) -> None:
        self.index = index
        self._left = most_steps
        self._candidates: dict[Pin, list[Placement]] = {}

    def candidates(self, pin: Pin) -> list[Placement]:
        """The placements that keep a pin and to which no rule about single pairs objects."""
        if pin not in self._candidates:
            people = self.index.people if pin.person is None else (pin.person,)
            posts = self.index.posts if pin.post is None else (pin.post,)
            self._candidates[pin] = [
                one
                for person, post in product(people, posts)
                for one in self._placements(person, post)
                if pin.holds(one)
            ]
        return self._candidates[pin]

    def possible(self, pins: Sequence[Pin], chosen: tuple[Placement, ...]) -> bool:
        """Whether these pins can be kept beside what is chosen."""
        open_pins = [pin for pin in pins if not any(pin.holds(one) for one in chosen)]
        if not open_pins:
            return True
        return any(
            self.possible(open_pins[1:], wider)
            for candidate in self.candidates(open_pins[0])
            for wider in self._with_party(candidate, chosen)
        )

    def _with_party(self, one: Placement, chosen: tuple[Placement, ...]) -> Iterator[tuple[Placement, ...]]:
        """The choice with a placement and the rest of its party at the same post, in every way that breaks no rule."""
        here = {other.person for other in chosen if other.post == one.post}
        others = [
            member
            for member in self.index.party_of.get(one.person, (one.person,))
            if member != one.person and member not in here
        ]
        for more in product(*(self._placements(member, one.post) for member in others)):
            self._left -= 1
            if self._left < 0:
                raise _OutOfStepsError
            wider = (*chosen, one, *more)
            facts = Facts(self.index, wider)
            if not any(True for rule in MONOTONE for _ in rule.violations(facts)):
                yield wider

    def _placements(self, person_id: str, post_id: str) -> list[Placement]:
        """The roles in which somebody may be at a post."""
        person, post = self.index.people[person_id], self.index.posts[post_id]
        return [
            Placement(person_id, post_id, role.role)
            for role in post.roles
            if all(rule.objection(self.index, person, post, role) is None for rule in PAIR_RULES)
        ]
