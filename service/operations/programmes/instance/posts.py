"""The posts of an instance."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.placement import problem
from scheduler.placement.problem import Term
from service.messages import N_
from service.models import Post, PostKind, PostRole, ProgrammeKind, ProgrammePost
from service.operations.programmes.instance.reading import Facts
from service.operations.programmes.settings import agreed

# What somebody is at a post that names no role.
ROLES: dict[str, str] = {
    PostKind.GRID_WORKER: N_("网格员"),
    PostKind.VILLAGE: N_("第一书记"),
    PostKind.ENTERPRISE: N_("驻企联络员"),
    PostKind.COMPOUND: N_("攻坚员"),
    PostKind.LIFT: N_("攻坚员"),
    PostKind.UNIT: N_("巡察组员"),
}


def term_of(row: ProgrammePost, first: date, last: date) -> Term:
    """The days of a post in a programme, those before `first` left out; its own where it has some."""
    return Term(max(row.first_day or first, first), row.last_day or last)


def group_id(kind: str, row: int | str) -> str:
    """The id of a group: a unit, a community or a park."""
    return f"{kind}-{row}"


def posts_of(facts: Facts) -> tuple[problem.Post, ...]:
    """Every post that takes part and whose term is not over."""
    parks = {limit.park for limit in facts.limits if limit.park}
    here = {row.id: row.post_id for row in facts.posts}
    names = Counter(row.post.name for row in facts.posts)
    found = []
    for row in facts.posts:
        term = term_of(row, facts.first, facts.last)
        if term.first <= term.last:
            found.append(_post(facts, row, term, parks, here, names))
    kept = {post.id for post in found}
    return tuple(post if post.second_look_of in kept else _alone(post) for post in found)


def _alone(post: problem.Post) -> problem.Post:
    return replace(post, second_look_of=None)


def _post(
    facts: Facts, row: ProgrammePost, term: Term, parks: set[str], here: dict[int, int], names: Counter[str]
) -> problem.Post:
    post = row.post
    rotation = facts.programme.kind == ProgrammeKind.ROTATION
    offers = tuple(sorted(facts.skill_names[code] for code in row.offers if code in facts.skill_names))
    first_look = here.get(row.second_look_of_id or 0)
    lat, lon = position(post)
    return problem.Post(
        id=str(post.id),
        name=post.name if names[post.name] == 1 else f"{post.name}（{post.code}）",
        roles=_roles(facts, post),
        group=group_of_post(post, parks),
        term=term,
        min_experienced=row.min_experienced,
        priority=post.priority,
        load=post.load,
        offers=offers,
        # Whoever holds the post knows what is learnt there.
        holder_skills=offers if rotation and post.grid_worker_id is not None else None,
        consent=agreed(row.consent, needed="post" in facts.settings.consents),
        barred_people=tuple(str(one) for one in sorted(facts.looked.get(row.id, ()))),
        not_own_group=facts.programme.kind == ProgrammeKind.INSPECTION and post.unit_id is not None,
        second_look_of=None if first_look is None else str(first_look),
        wishes=tuple(dict.fromkeys(str(one) for one in row.wishes)),
        lat=lat,
        lon=lon,
    )


def _roles(facts: Facts, post: Post) -> tuple[problem.Role, ...]:
    """What the post wants. A round of so many pairs leaves it open which posts take part."""
    open_choice = facts.programme.kind == ProgrammeKind.ROTATION and facts.programme.wanted_least is not None
    if not post.roles:
        return (problem.Role(ROLES[post.kind], 0 if open_choice else 1, 1),)
    return tuple(_role(facts, role, open_choice=open_choice) for role in post.roles)


def _role(facts: Facts, role: PostRole, *, open_choice: bool) -> problem.Role:
    skills = sorted((facts.skill_names[row.skill.code], row.required) for row in role.skills)
    return problem.Role(
        role.role,
        0 if open_choice else min(role.least, role.most),
        role.most,
        needs=tuple(name for name, required in skills if required),
        prefers=tuple(name for name, required in skills if not required),
    )


def group_of_post(post: Post, limited_parks: set[str]) -> str | None:
    """The group whose limits and recusals a post falls under: a unit, a limited park, or else the community."""
    if post.unit_id is not None:
        return group_id("unit", post.unit_id)
    if post.park and post.park in limited_parks:
        return group_id("park", post.park)
    community = post.community_id or (post.zone.community_id if post.zone is not None else None)
    return None if community is None else group_id("community", community)


def position(post: Post) -> tuple[float | None, float | None]:
    """Where a post is: its own position, else its zone's, else its community's."""
    places = (post, post.zone, post.community, post.zone.community if post.zone is not None else None)
    for place in places:
        if place is not None and place.latitude is not None and place.longitude is not None:
            return place.latitude, place.longitude
    return None, None
