"""Audits a choice of placements against an instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Placement, PlacementInstance, Unfilled, Unplaced
from scheduler.placement.rules import HARD_RULES, SOFT_RULES, Facts, Violation
from scheduler.problem import Text

# The code of violations that are no rule's: a placement of somebody or at something that the instance does not have.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlacementAudit:
    """What a plan breaks and what it costs.

    `score` has the points of every soft rule (also 0), `objective` is their sum; both mean something only where
    there are no `violations`.
    """

    violations: tuple[Violation, ...]
    score: Mapping[str, int]
    objective: int
    unfilled: tuple[Unfilled, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def valid(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations


def audit_placement(
    instance: PlacementInstance, placements: Iterable[Placement], index: PlacementIndex | None = None
) -> PlacementAudit:
    """Recount a plan's placements. `index` is the instance's, where the caller has one already."""
    index = index or PlacementIndex(instance)
    given = tuple(placements)
    strangers = tuple(_strangers(index, given))
    facts = Facts(index, (one for one in given if _is_known(index, one)))
    broken = tuple(violation for rule in HARD_RULES for violation in rule.violations(facts))
    score = {rule.code: instance.weights[rule.code] * rule.amount(facts) for rule in SOFT_RULES}
    return PlacementAudit(
        violations=strangers + broken,
        score=score,
        objective=sum(score.values()),
        unfilled=tuple(_unfilled(facts)),
        unplaced=tuple(_unplaced(facts)),
    )


def _is_known(index: PlacementIndex, one: Placement) -> bool:
    return one.person in index.people and (one.post, one.role) in index.roles


def _strangers(index: PlacementIndex, placements: Iterable[Placement]) -> Iterable[Violation]:
    for one in placements:
        if not _is_known(index, one):
            yield Violation(
                UNKNOWN,
                Text(
                    f"{one.person} 到 {one.post} 任 {one.role}：没有这样的人员、岗位或角色",
                    f"{one.person} at {one.post} as {one.role}: there is no such person, post or role",
                ),
                person=one.person,
                post=one.post,
            )


def _unfilled(facts: Facts) -> Iterable[Unfilled]:
    for post in facts.index.instance.posts:
        for role in post.roles:
            missing = role.min - len(facts.in_seat.get((post.id, role.role), ()))
            if missing > 0:
                yield Unfilled(post.id, role.role, missing)


def _unplaced(facts: Facts) -> Iterable[Unplaced]:
    for person in facts.index.instance.people:
        missing = person.min_posts - len(facts.of_person.get(person.id, ()))
        if missing > 0:
            yield Unplaced(person.id, missing)
