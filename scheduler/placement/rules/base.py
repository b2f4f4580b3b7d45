"""What a rule of placements is, and the facts of a plan that rules recount."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.model import Ints
from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.problem import Person, Placement, Post, Role, Term
from scheduler.problem import Text

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken hard rule: which, in words, and whom and what it concerns."""

    rule: str
    text: Text
    person: str | None = None
    post: str | None = None
    group: str | None = None


class Facts:
    """A plan's placements beside an instance. Only placements of known people, posts and roles belong here."""

    def __init__(self, index: PlacementIndex, placements: Iterable[Placement]) -> None:
        self.index = index
        self.placements = tuple(placements)
        self.of_person: dict[str, list[Placement]] = defaultdict(list)
        self.at_post: dict[str, list[Placement]] = defaultdict(list)
        self.in_seat: dict[tuple[str, str], list[Placement]] = defaultdict(list)
        for placement in self.placements:
            self.of_person[placement.person].append(placement)
            self.at_post[placement.post].append(placement)
            self.in_seat[placement.post, placement.role].append(placement)

    def people_at(self, post: str) -> set[str]:
        """Who is at a post."""
        return {placement.person for placement in self.at_post.get(post, ())}

    def at_one_time(self, placements: Sequence[Placement]) -> list[list[Placement]]:
        """The placements that run together, for each day on which one of them begins (those without a term run always)."""
        terms = {placement: self.index.post_of(placement).term for placement in placements}
        starts = sorted({term.first for term in terms.values() if term is not None})
        if not starts:
            return [list(placements)] if placements else []
        days = [Term(day, day) for day in starts]
        return [[one for one, term in terms.items() if term is None or term.meets(day)] for day in days]


class Rule:
    """A rule: its words, what it adds to the model, and its own recount.

    Hard rules about a single pair are `PairRule`s. Other hard ones override `limits` and `violations`; soft ones
    `amounts` (of pairs, before the weight) and `placement_amount`, or `limits` and `amount`.
    """

    code: str
    title: Text
    purpose: Text
    unit: Text
    hard: bool = False
    default_weight: int | None = None

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        """Which seats the rule leaves a person, bool[seats]; None: all."""
        return None

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        """The amount for the person with each of these seats; None: nothing."""
        return None

    def constant(self, index: PlacementIndex) -> int:
        """The amount whatever is chosen."""
        return 0

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        """Add the rule's limits on counts; `weight` is 0 for a hard rule."""

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        """What one placement adds by itself, in plain Python; 0 where the rule is not about single ones."""
        return 0

    def amount(self, facts: Facts) -> int:
        """A soft rule's amount in a plan, recounted in plain Python."""
        return self.constant(facts.index) + sum(self.placement_amount(facts.index, one) for one in facts.placements)

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        """What a placement costs under this rule, as a phrase."""
        return Text(f"{self.title.zh}：{amount}{self.unit.zh}", f"{self.title.en}: {amount} ({self.unit.en})")

    def violations(self, facts: Facts) -> Iterable[Violation]:
        """Where a plan breaks a hard rule, recounted in plain Python."""
        return ()


class PairRule(Rule, ABC):
    """A hard rule about single pairs: the model leaves out what it objects to."""

    hard = True

    @abstractmethod
    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        """Why the person may not be at the post in the role; None: they may. Plain Python."""

    def violations(self, facts: Facts) -> Iterable[Violation]:
        index = facts.index
        for one in facts.placements:
            person, post = index.people[one.person], index.posts[one.post]
            text = self.objection(index, person, post, index.roles[one.post, one.role])
            if text is not None:
                yield Violation(self.code, text, person=one.person, post=one.post)


def posts_mask(index: PlacementIndex, posts: Iterable[str]) -> Mask:
    """The seats that are at none of these posts: bool[seats]."""
    open_posts = np.ones(len(index.instance.posts), dtype=bool)
    open_posts[np.array([index.post_number[post] for post in posts], dtype=np.int64)] = False
    left: Mask = open_posts[index.seat_post]
    return left


def by_post(index: PlacementIndex, seats: Ints, amounts: Mapping[str, int], other: int) -> Ints:
    """For each seat the amount of its post, `other` where that is not given."""
    figures = np.full(len(index.instance.posts), other, dtype=np.int64)
    for post, amount in amounts.items():
        figures[index.post_number[post]] = amount
    return figures[index.seat_post[seats]]


def both(one: Person | Post) -> str:
    """How somebody or something is called in words: name and id, for names are not unique."""
    return f"{one.name}（{one.id}）"


def both_en(one: Person | Post) -> str:
    """The same in English."""
    return f"{one.name} ({one.id})"


__all__ = [
    "Facts",
    "Mask",
    "PairRule",
    "Rule",
    "Violation",
    "both",
    "both_en",
    "by_post",
    "posts_mask",
]
