"""Programmes of the sample set up by the product's own operations; solving them is the demonstration's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from service.models import Candidate, Post, PostKind, Programme, ProgrammeKind, ProgrammePost
from service.operations.actor import Actor, system_actor
from service.operations.programmes.by_hand import PlacementValues, enter_placement
from service.operations.programmes.candidates import CandidateValues, add_candidates
from service.operations.programmes.changing import ProgrammeValues, months_later, save_programme
from service.operations.programmes.limits import LimitValues, save_limit
from service.operations.programmes.taking_part import add_posts
from service.sample.availability import month_from
from service.sample.people import CadreSeed
from service.sample.programmes.posts import figure
from service.sample.writing import Making

ACTOR = "sample"
PAIRS, ROTATION_CANDIDATES, PAST_PAIRS = 20, 60, 4
OFFICERS, SQUAD_CANDIDATES, INSPECTORS = 63, 120, 60
TOPICS = ("legal", "counselling", "engineering")
SQUAD_ROLES = ("宣传员", "攻坚员", "保障员")


def make_programmes(making: Making, seeds: list[CadreSeed], exempt: set[int], secretaries: dict[int, date]) -> None:
    """Set up one programme of each kind, the past round and the first secretaries, who are placed by hand.

    `secretaries`: by cadre id, the first day of each; they are in the villages, in the order of the posts' codes.
    """
    actor = system_actor(making.district_id, ACTOR)
    chance = making.chance("programmes")
    free = [seed for seed in seeds if seed.id not in exempt and not seed.in_party and not seed.newcomer]
    chance.shuffle(free)
    _secretaries(making, actor, seeds, secretaries)
    counts = [figure(making, number) for number in (ROTATION_CANDIDATES, OFFICERS, SQUAD_CANDIDATES, INSPECTORS)]
    ends = [sum(counts[: place + 1]) for place in range(len(counts))]
    parts = [free[end - count : end] for count, end in zip(counts, ends, strict=True)]
    _past_round(making, actor, parts[0])
    _rotation(making, actor, parts[0], chance)
    _liaison(making, actor, parts[1], chance)
    _squads(making, actor, parts[2], chance)
    _inspection(making, actor, parts[3], chance)


def posts_of(making: Making, *kinds: PostKind) -> list[Post]:
    """The sample's posts of some kinds, by code."""
    query = select(Post).where(Post.district_id == making.district_id, Post.kind.in_(kinds)).order_by(Post.code)
    return list(making.session.scalars(query))


def _programme(making: Making, actor: Actor, values: ProgrammeValues, posts: Sequence[Post]) -> Programme:
    row = save_programme(making.session, actor, making.now, values)
    add_posts(making.session, actor, making.now, row.id, [post.id for post in posts])
    making.session.flush()
    return row


def _candidates(
    making: Making, actor: Actor, programme: Programme, seeds: Sequence[CadreSeed], values: CandidateValues
) -> list[Candidate]:
    add_candidates(making.session, actor, making.now, programme.id, [seed.id for seed in seeds], values)
    making.session.flush()
    query = select(Candidate).where(Candidate.programme_id == programme.id).order_by(Candidate.id)
    return list(making.session.scalars(query))


def _taking_part(making: Making, programme: Programme) -> list[ProgrammePost]:
    query = select(ProgrammePost).where(ProgrammePost.programme_id == programme.id).order_by(ProgrammePost.id)
    return list(making.session.scalars(query))


def _answer(chance: Random, yes: float, no: float) -> bool | None:
    drawn = chance.random()
    return True if drawn < yes else False if drawn < yes + no else None


def _secretaries(making: Making, actor: Actor, seeds: list[CadreSeed], since: dict[int, date]) -> None:
    """First secretaries, two years each, posted full-time before this system was there: entered by hand."""
    posts = posts_of(making, PostKind.VILLAGE)
    people = [seed for seed in seeds if seed.id in since][: len(posts)]
    if not people:
        return
    first, last = min(since.values()), max(since.values()) + timedelta(days=729)
    values = ProgrammeValues(ProgrammeKind.POSTING, "SJ-1", "驻村第一书记（在任）", first, last)
    programme = _programme(making, actor, values, posts)
    _candidates(making, actor, programme, people, CandidateValues(own_consent=True, unit_consent=True, min_posts=1))
    for seed, post in zip(people, posts, strict=False):
        start = since[seed.id]
        placed = PlacementValues(
            seed.number, post.id, "第一书记", start, start + timedelta(days=729), programme_id=programme.id
        )
        enter_placement(making.session, actor, making.now, placed)


def _past_round(making: Making, actor: Actor, seeds: Sequence[CadreSeed]) -> None:
    """A round that is over: who was paired in it is not paired again."""
    start = month_from(making.today, -8)
    posts = posts_of(making, PostKind.GRID_WORKER)[: min(len(seeds), figure(making, PAST_PAIRS))]
    values = ProgrammeValues(
        ProgrammeKind.ROTATION, f"LG-{start:%Y%m}", f"{start:%Y}年双向轮岗（上一轮）", start, months_later(start, 3)
    )
    programme = _programme(making, actor, values, posts)
    people = [seed for seed in seeds if seed.joined_on < start][: len(posts)]
    _candidates(making, actor, programme, people, CandidateValues(own_consent=True, unit_consent=True))
    for seed, post in zip(people, posts, strict=False):
        placed = PlacementValues(seed.number, post.id, "轮岗干部", start, programme.last_day, programme_id=programme.id)
        enter_placement(making.session, actor, making.now, placed)


def _rotation(making: Making, actor: Actor, seeds: Sequence[CadreSeed], chance: Random) -> None:
    """The coming round: wishes on both sides, most have agreed, some not yet."""
    start = month_from(making.today, 2)
    pairs = max(1, min(figure(making, PAIRS), len(seeds) // 2))
    values = ProgrammeValues(
        ProgrammeKind.ROTATION, f"LG-{start:%Y%m}", f"{start:%Y}年双向轮岗（新一轮）", start, months_later(start, 3),
        wanted_least=pairs, wanted_most=pairs, teach={"legal": 5, "counselling": 3, "engineering": 2},
    )  # fmt: skip
    programme = _programme(making, actor, values, posts_of(making, PostKind.GRID_WORKER))
    rows = _candidates(making, actor, programme, seeds, CandidateValues())
    taking = _taking_part(making, programme)
    for row in rows:
        row.own_consent, row.unit_consent = _answer(chance, 0.9, 0.04), _answer(chance, 0.85, 0.06)
        row.wishes = [post.post_id for post in chance.sample(taking, min(3, len(taking)))]
        row.offers = sorted(chance.sample(TOPICS, 2))
    for post in taking:
        post.consent = _answer(chance, 0.85, 0.05)
        post.wishes = [row.cadre_id for row in chance.sample(rows, min(3, len(rows)))]
        post.offers = sorted(chance.sample(TOPICS, chance.randint(1, 2)))
    for unit_id in sorted({seed.unit.id for seed in seeds})[:10]:
        save_limit(making.session, actor, making.now, programme.id, LimitValues(1, unit_id))


def _liaison(making: Making, actor: Actor, seeds: Sequence[CadreSeed], chance: Random) -> None:
    """Liaison officers: one for each enterprise, an officer may have several; they go on with the monthly duty."""
    start = month_from(making.today, 0)
    values = ProgrammeValues(
        ProgrammeKind.POSTING, f"QY-{start:%Y%m}", f"{start:%Y}年驻企联络员", start, months_later(start, 12),
        exempts=False,
    )  # fmt: skip
    programme = _programme(making, actor, values, posts_of(making, PostKind.ENTERPRISE))
    agreed = CandidateValues(own_consent=True, unit_consent=True, max_posts=2, capacity=3, min_posts=1)
    rows = _candidates(making, actor, programme, seeds, agreed)
    taking = _taking_part(making, programme)
    for row in rows:
        row.wishes = [post.post_id for post in chance.sample(taking, min(2, len(taking)))]
        row.experienced = chance.random() < 0.3


def _squads(making: Making, actor: Actor, seeds: Sequence[CadreSeed], chance: Random) -> None:
    """Squads for compounds and lifts: three roles, somebody experienced on each compound."""
    start = month_from(making.today, 0)
    values = ProgrammeValues(
        ProgrammeKind.SQUAD, f"GJ-{start:%Y%m}", "旧城改造攻坚小队", start, months_later(start, 6), exempts=False,
    )  # fmt: skip
    programme = _programme(making, actor, values, posts_of(making, PostKind.COMPOUND, PostKind.LIFT))
    rows = _candidates(making, actor, programme, seeds, CandidateValues(own_consent=True, unit_consent=True))
    taking = _taking_part(making, programme)
    for row in rows:
        row.roles = sorted(chance.sample(SQUAD_ROLES, chance.choice((1, 2, 2, 3))))
        row.wishes = (
            [post.post_id for post in chance.sample(taking, min(2, len(taking)))] if chance.random() < 0.5 else []
        )
        row.experienced = chance.random() < 0.4
    for post in taking:
        if post.post.kind == PostKind.COMPOUND:
            post.min_experienced = 1


def _inspection(making: Making, actor: Actor, seeds: Sequence[CadreSeed], chance: Random) -> None:
    """An inspection round in two waves of units, then the second looks, by others than the first time."""
    start = month_from(making.today, 2)
    values = ProgrammeValues(
        ProgrammeKind.INSPECTION, f"XC-{start:%Y%m}", f"{start:%Y}年巡察（含回头看）", start, months_later(start, 3)
    )
    programme = _programme(making, actor, values, posts_of(making, PostKind.UNIT))
    rows = _candidates(making, actor, programme, seeds, CandidateValues(unit_consent=True))
    for row in rows:
        row.experienced = chance.random() < 0.4
    taking = _taking_part(making, programme)
    looks = [post for post in taking if not post.post.code.endswith("-2")]
    first_of = {post.post.unit_id: post for post in looks}
    for number, post in enumerate(looks):
        month = month_from(start, number % 2)
        post.first_day, post.last_day = month, months_later(month, 1)
    for post in taking:
        if post.post.code.endswith("-2"):
            month = month_from(start, 2)
            post.first_day, post.last_day = month, months_later(month, 1)
            post.second_look_of_id = first_of[post.post.unit_id].id
        post.min_experienced = 1
