"""The people of an instance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.placement import problem
from scheduler.placement.problem import Term
from service.models import Cadre, Candidate
from service.operations.engagements import busy_spans, last_day_of
from service.operations.programmes.instance.posts import group_id
from service.operations.programmes.instance.reading import Facts
from service.operations.programmes.settings import agreed


def people_of(facts: Facts, posts: Mapping[str, problem.Post]) -> tuple[problem.Person, ...]:
    """Every candidate who is in a unit on the day from which is planned."""
    terms = {(post.term.first, post.term.last) for post in posts.values() if post.term is not None}
    terms = terms or {(facts.first, facts.last)}
    gone = recalled(facts)
    names = Counter(row.cadre.name for row in facts.candidates)
    places = _posts_by_zone(facts, posts)
    return tuple(
        _person(facts, row, posts, terms, gone, names, places)
        for row in facts.candidates
        if row.cadre_id in facts.units
    )


def recalled(facts: Facts) -> set[int]:
    """Who was placed in this programme, ended early, and is placed no more: not proposed in it again."""
    placed = {one.cadre_id for one in facts.placements if last_day_of(one) >= facts.first}
    return {one.cadre_id for one in facts.placements if one.ended_on is not None} - placed


def _person(
    facts: Facts,
    row: Candidate,
    posts: Mapping[str, problem.Post],
    terms: set[tuple[date, date]],
    gone: set[int],
    names: Counter[str],
    places: dict[int, list[str]],
) -> problem.Person:
    cadre, needed = row.cadre, facts.settings.consents
    consent = (
        agreed(row.own_consent, needed="own" in needed)
        and agreed(row.unit_consent, needed="unit" in needed)
        and cadre.id not in gone
    )
    kept_from = {post for zone in facts.barred_zones.get(cadre.id, ()) for post in places.get(zone, ())}
    groups = {post.group for post in posts.values()}
    kin = (group_id("unit", unit) for unit in sorted(facts.barred_units.get(cadre.id, ())))
    home = cadre.home_zone
    return problem.Person(
        id=str(cadre.id),
        name=cadre.name if names[cadre.name] == 1 else f"{cadre.name}（{cadre.employee_number}）",
        group=group_id("unit", facts.units[cadre.id]),
        skills=tuple(sorted(facts.skill_names[skill.skill.code] for skill in cadre.skills)),
        roles=tuple(row.roles) or None,
        offers=tuple(sorted(facts.skill_names[code] for code in row.offers if code in facts.skill_names)),
        experienced=row.experienced,
        capacity=row.capacity,
        max_posts=row.max_posts,
        min_posts=row.min_posts,
        consent=consent,
        barred_posts=tuple(sorted(kept_from)),
        barred_groups=tuple(group for group in kin if group in groups),
        busy=_busy(facts, cadre, terms),
        wishes=tuple(one for one in dict.fromkeys(str(post) for post in row.wishes) if one in posts),
        lat=home.latitude if home is not None else None,
        lon=home.longitude if home is not None else None,
    )


def _busy(facts: Facts, cadre: Cadre, terms: set[tuple[date, date]]) -> tuple[Term, ...]:
    """When somebody serves elsewhere, or is not in service at all."""
    programme = facts.programme
    spans = busy_spans(facts.engaged.get(cadre.id, ()), terms, full=programme.exempts, ignored_programme=programme.id)
    found = [Term(first, last) for first, last in spans]
    if cadre.active_from is not None and cadre.active_from > facts.first:
        found.append(Term(facts.first, cadre.active_from - timedelta(days=1)))
    if cadre.active_to is not None and cadre.active_to < facts.last:
        found.append(Term(max(cadre.active_to + timedelta(days=1), facts.first), facts.last))
    return tuple(sorted(found))


def _posts_by_zone(facts: Facts, posts: Mapping[str, problem.Post]) -> dict[int, list[str]]:
    """The posts in each zone."""
    found: dict[int, list[str]] = {}
    for row in facts.posts:
        post, key = row.post, str(row.post_id)
        if key not in posts:
            continue
        zone = post.zone_id or (post.grid_worker.zone_id if post.grid_worker is not None else None)
        if zone is not None:
            found.setdefault(zone, []).append(key)
    return found
