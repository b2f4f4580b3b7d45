"""A proposal told: its placements with their points, who and what is left over and why, how it differs from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler.placement.audit import audit_placement
from scheduler.placement.explain import WhyPair, why_pair
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement, Post
from scheduler.placement.rules import PAIR_RULES, SOFT_RULES
from scheduler.problem import Text
from service.messages import Message, NotFound
from service.models import Cadre
from service.models import Post as PostRow
from service.operations.programmes.proposals import Stored


@dataclass(frozen=True, slots=True)
class Line:
    """A placement of a proposal. `wish`: its place in the person's wishes (0: not among them; None: none were given).

    `refusal`: what refusing it would cost (see `Proposal.report`), None where it was not sought. `kept`: it stands already.
    """

    placement: Placement
    cadre: Cadre | None
    post: PostRow | None
    person: Person
    at: Post
    unit: str
    points: int
    wish: int | None
    kilometres: int
    kept: bool
    refusal: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A person without a post, or a role that lacks people. `open`: how many posts (people) no rule forbids.

    `reasons`: how many each rule forbids, most first.
    """

    name: str
    group: str
    open: int
    reasons: list[tuple[Text, int]]
    missing: int = 0
    role: str = ""
    row_id: int = 0


def lines_of(session: Session, stored: Stored) -> list[Line]:
    """The placements of a proposal, by post and role."""
    index = PlacementIndex(stored.instance)
    plan = stored.plan
    cadres = _rows(session, Cadre, {int(one.person) for one in plan.placements})
    posts = _rows(session, PostRow, {int(one.post) for one in plan.placements})
    refusals = {(one["person"], one["post"]): one for one in stored.proposal.report.get("refusals", ())}
    kept = set(stored.instance.incumbent)
    order = {post.id: number for number, post in enumerate(stored.instance.posts)}
    return [
        Line(
            placement=one,
            cadre=cadres.get(int(one.person)),
            post=posts.get(int(one.post)),
            person=index.people[one.person],
            at=index.posts[one.post],
            unit=index.groups[index.people[one.person].group].name,
            points=points_of(index, one),
            wish=_wish(index.people[one.person], one.post),
            kilometres=index.kilometres(one.person, one.post),
            kept=one in kept,
            refusal=refusals.get((one.person, one.post)),
        )
        for one in sorted(plan.placements, key=lambda one: (order[one.post], one.role, one.person))
    ]


def _rows(session: Session, table: type[Any], ids: set[int]) -> dict[int, Any]:
    wanted = sorted(ids)
    query = select(table).options(joinedload(PostRow.grid_worker)) if table is PostRow else select(table)
    return {
        row.id: row
        for start in range(0, len(wanted), 500)
        for row in session.scalars(query.where(table.id.in_(wanted[start : start + 500])))
    }


def _wish(person: Person, post: str) -> int | None:
    if not person.wishes:
        return None
    return person.wishes.index(post) + 1 if post in person.wishes else 0


def points_of(index: PlacementIndex, placement: Placement) -> int:
    """The points that a placement has by itself."""
    weights = index.instance.weights
    return sum(weights[rule.code] * rule.placement_amount(index, placement) for rule in SOFT_RULES)


def why_of(stored: Stored, person: str, post: str, role: str) -> WhyPair:
    """Why a placement is in a proposal.

    Raises:
        NotFound: it is not in it.
    """
    placement = Placement(person, post, role)
    if placement not in stored.plan.placements:
        raise NotFound(Message("该安排已不在方案中，请刷新"))
    return why_pair(stored.instance, stored.plan.placements, placement, most=5)


def workable(stored: Stored, taken: Placement, given: Placement) -> bool:
    """Whether a proposal still keeps every rule when one placement takes the place of another."""
    placements = [given if one == taken else one for one in stored.plan.placements]
    return audit_placement(stored.instance, placements).valid


def people_left(stored: Stored) -> list[Person]:
    """Candidates who have no post in a proposal, those who should have one first."""
    placed = Counter(one.person for one in stored.plan.placements)
    left = [one for one in stored.instance.people if not placed[one.id]]
    return sorted(left, key=lambda one: (one.min_posts == 0, not one.consent, one.id))


def tell_people(stored: Stored, people: Sequence[Person]) -> list[LeftOver]:
    """Why each of these is not placed."""
    index = PlacementIndex(stored.instance)
    found = []
    for person in people:
        against: Counter[str] = Counter()
        free = 0
        for post in stored.instance.posts:
            rules = [_first_rule(index, person, post, role) for role in post.roles]
            if any(rule is None for rule in rules):
                free += 1
            else:
                against[rules[0] or ""] += 1
        group = index.groups[person.group].name
        found.append(LeftOver(person.name, group, free, _reasons(against), person.min_posts, row_id=int(person.id)))
    return found


def posts_short(stored: Stored) -> list[LeftOver]:
    """The roles of posts that lack people, and why nobody (or not enough) could come in."""
    index = PlacementIndex(stored.instance)
    found = []
    for lack in stored.plan.unfilled:
        post = index.posts[lack.post]
        role = index.roles[lack.post, lack.role]
        against: Counter[str] = Counter()
        free = 0
        for person in stored.instance.people:
            rule = _first_rule(index, person, post, role)
            if rule is None:
                free += 1
            else:
                against[rule] += 1
        group = index.groups[post.group].name if post.group is not None else ""
        found.append(LeftOver(post.name, group, free, _reasons(against), lack.missing, lack.role, int(post.id)))
    return found


def _first_rule(index: PlacementIndex, person: Person, post: Post, role: Any) -> str | None:
    """The code of the first rule about single pairs that forbids one; None where none does."""
    return next((rule.code for rule in PAIR_RULES if rule.objection(index, person, post, role) is not None), None)


def _reasons(against: Counter[str]) -> list[tuple[Text, int]]:
    titles = {rule.code: rule.title for rule in PAIR_RULES}
    return [(titles[code], count) for code, count in against.most_common() if code]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a proposal differs from the one it is compared with: what it does not have, and what it has instead."""

    points: int
    taken: list[Text]
    given: list[Text]


def difference(base: Stored, other: Stored) -> Difference:
    """How another proposal of the same instance differs from a base."""
    before, after = set(base.plan.placements), set(other.plan.placements)
    points = (other.plan.objective or 0) - (base.plan.objective or 0)
    return Difference(
        points,
        [pair_words(base, one) for one in sorted(before - after)],
        [pair_words(other, one) for one in sorted(after - before)],
    )


def pair_words(stored: Stored, placement: Placement) -> Text:
    """A placement in words: who, where, as what."""
    person = next((one.name for one in stored.instance.people if one.id == placement.person), placement.person)
    post = next((one.name for one in stored.instance.posts if one.id == placement.post), placement.post)
    return Text(f"{person} → {post}（{placement.role}）", f"{person} → {post} ({placement.role})")
