"""From a programme's tables to the engine's instance: each fact in its place, the rule it feeds in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from scheduler.placement.explain import objections
from scheduler.placement.problem import Placement, PlacementInstance, Role, Term, parse_placement_instance
from service.messages import InvalidInput
from service.models import Exemption, ExemptionKind, Post, PostKind, Programme, ProgrammeKind, Recusal, UnitRecusal
from service.operations.programmes.candidates import CandidateValues, change_candidate
from service.operations.programmes.changing import months_later
from service.operations.programmes.instance import build_instance, freeze
from service.operations.programmes.limits import LimitValues, save_limit
from service.operations.programmes.pins import PinValues, add_pin
from service.operations.programmes.taking_part import ProgrammePostValues, change_post
from tests.support.factories import NOW, added, make_cadre, make_unit, system
from tests.support.planning import World, make_world
from tests.support.programmes import (
    FIRST,
    LAST,
    approve_it,
    make_post,
    make_programme,
    make_worker_post,
    propose,
    take_part,
)

TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Case:
    """A programme with posts; all four cadres of the first unit are candidates who have agreed."""

    session: Session
    world: World
    programme: Programme
    posts: list[Post]

    def built(self) -> PlacementInstance:
        self.session.flush()
        return build_instance(self.session, self.programme, TODAY)

    def forbidden(self, person: int = 0, post: int = 0) -> list[str]:
        """The words of what forbids a cadre at a post."""
        built = self.built()
        row = next(one for one in built.posts if one.id == str(self.posts[post].id))
        placement = Placement(str(self.world.cadres[person].id), row.id, row.roles[0].role)
        return [text.zh for text in objections(built, placement)]


def make_case(session: Session, kind: ProgrammeKind = ProgrammeKind.POSTING, posts: Iterable[Post] = (), **given: Any) -> Case:  # fmt: skip
    world = make_world(session)
    sort = PostKind.UNIT if kind == ProgrammeKind.INSPECTION else PostKind.ENTERPRISE
    mine = list(posts) or [make_post(session, world, code, sort) for code in ("E1", "E2")]
    programme = make_programme(session, world, kind, **given)
    take_part(session, programme, mine, world.cadres[:4])
    return Case(session, world, programme, mine)


def test_the_bytes_are_canonical_and_read_back_as_the_same_instance(session: Session) -> None:
    case = make_case(session)
    built = freeze(session, case.programme, TODAY)
    assert parse_placement_instance(built.data) == built.instance
    assert freeze(session, case.programme, TODAY).sha256 == built.sha256
    assert built.instance.posts[0].term == Term(FIRST, LAST)


@pytest.mark.parametrize(
    ("own", "unit", "allowed"),
    [(True, True, True), (None, True, False), (True, None, False), (False, True, False), (True, False, False)],
)
def test_no_answer_counts_as_no_where_consent_is_needed(
    session: Session, own: bool | None, unit: bool | None, allowed: bool
) -> None:
    case = make_case(session)
    candidate = case.programme.candidates[0]
    values = CandidateValues(own_consent=own, unit_consent=unit)
    change_candidate(session, system(case.world.district), NOW, case.programme.id, candidate.id, values)
    person = next(one for one in case.built().people if one.id == str(candidate.cadre_id))
    assert person.consent is allowed


def test_an_inspection_asks_nobody_and_a_plain_no_counts_all_the_same(session: Session) -> None:
    case = make_case(session, ProgrammeKind.INSPECTION)
    first, second = case.programme.candidates[:2]
    first.own_consent = first.unit_consent = None
    second.own_consent = False
    consents = {one.id: one.consent for one in case.built().people}
    assert consents[str(first.cadre_id)]
    assert not consents[str(second.cadre_id)]


def test_who_keeps_away_from_a_zone_is_barred_from_its_posts(session: Session) -> None:
    world = make_world(session)
    post = make_worker_post(session, world, "G1")
    programme = make_programme(session, world, ProgrammeKind.ROTATION)
    take_part(session, programme, [post], world.cadres[:4])
    case = Case(session, world, programme, [post])
    added(session, Recusal(district_id=world.district.id, cadre_id=world.cadres[0].id, zone_id=world.zones[0].id,
                           valid_from=date(2026, 1, 1)))  # fmt: skip
    assert case.forbidden(0) != []
    assert case.forbidden(1) == []


def test_an_inspector_goes_neither_to_the_own_unit_nor_where_kin_serve(session: Session) -> None:
    world = make_world(session)
    other = make_unit(session, world.district)
    posts = [
        make_post(session, world, "U1", PostKind.UNIT, unit_id=world.units[0].id, community_id=None),
        make_post(session, world, "U2", PostKind.UNIT, unit_id=other.id, community_id=None),
    ]
    programme = make_programme(session, world, ProgrammeKind.INSPECTION)
    take_part(session, programme, posts, world.cadres[:4])
    added(session, UnitRecusal(district_id=world.district.id, cadre_id=world.cadres[1].id, unit_id=other.id,
                               valid_from=date(2026, 1, 1)))  # fmt: skip
    case = Case(session, world, programme, posts)
    assert case.forbidden(0, 0) != []
    assert case.forbidden(0, 1) == []
    assert case.forbidden(1, 1) != []


def test_a_second_look_in_the_same_round_is_for_others(session: Session) -> None:
    case = make_case(session, ProgrammeKind.INSPECTION)
    actor = system(case.world.district)
    first, second = case.programme.posts[:2]
    change_post(session, actor, NOW, case.programme.id, second.id, ProgrammePostValues(second_look_of_id=first.id))
    posts = {one.id: one for one in case.built().posts}
    assert posts[str(second.post_id)].second_look_of == str(first.post_id)


def test_a_second_look_at_an_earlier_rounds_post_bars_who_was_there(session: Session) -> None:
    world = make_world(session)
    before = make_programme(session, world, ProgrammeKind.INSPECTION, "P1")
    old, new = (make_post(session, world, code, PostKind.UNIT) for code in ("U1", "U2"))
    taking, _ = take_part(session, before, [old], world.cadres[:1])
    approve_it(session, propose(session, before))
    later = make_programme(
        session, world, ProgrammeKind.INSPECTION, "P2", first_day=date(2027, 4, 1), last_day=date(2027, 5, 31)
    )
    take_part(session, later, [new], world.cadres[:2])
    later.posts[0].second_look_of_id = taking[0].id
    case = Case(session, world, later, [new])
    assert case.forbidden(0) != []
    assert case.forbidden(1) == []


def test_who_was_paired_with_a_grid_worker_is_not_paired_with_them_again(session: Session) -> None:
    world = make_world(session)
    post = make_worker_post(session, world, "G1")
    past = make_programme(session, world, ProgrammeKind.ROTATION, "R1")
    take_part(session, past, [post], world.cadres[:1])
    approve_it(session, propose(session, past))
    first = date(2027, 4, 1)
    again = make_programme(
        session, world, ProgrammeKind.ROTATION, "R2", first_day=first, last_day=months_later(first, 3)
    )
    take_part(session, again, [post], world.cadres[:2])
    case = Case(session, world, again, [post])
    assert any("以前结过对" in words for words in case.forbidden(0))
    assert case.forbidden(1) == []


def test_who_serves_elsewhere_is_busy_until_the_day_after(session: Session) -> None:
    case = make_case(session)
    cadre = case.world.cadres[0]
    row = added(session, Exemption(district_id=case.world.district.id, cadre_id=cadre.id, kind=ExemptionKind.SECONDED,
                                   reason="借调", first_day=date(2026, 1, 1), last_day=FIRST))  # fmt: skip
    assert any("另有任务" in words for words in case.forbidden(0))
    row.last_day = date(2026, 11, 30)
    assert case.forbidden(0) == []


def test_who_leaves_the_service_within_the_term_is_not_proposed(session: Session) -> None:
    case = make_case(session)
    case.world.cadres[0].active_to = date(2027, 1, 31)
    case.world.cadres[1].active_to = LAST
    assert case.forbidden(0) != []
    assert case.forbidden(1) == []


def test_floors_hold_for_a_full_time_posting_and_not_for_an_exchange(session: Session) -> None:
    case = make_case(session)
    group = next(one for one in case.built().groups if one.id == f"unit-{case.world.units[0].id}")
    assert (group.size, group.min_present, group.away) == (4, 1, 0)
    world = make_world(session)
    rotation = make_programme(session, world, ProgrammeKind.ROTATION)
    take_part(session, rotation, [make_worker_post(session, world, "G9")], world.cadres[:2])
    other = next(one for one in build_instance(session, rotation, TODAY).groups if one.id.startswith("unit"))
    assert other.min_present == 0


def test_a_member_who_is_away_for_the_term_is_not_counted_as_staying(session: Session) -> None:
    case = make_case(session)
    added(session, Exemption(district_id=case.world.district.id, cadre_id=case.world.cadres[3].id,
                             kind=ExemptionKind.ILLNESS, reason="病", first_day=FIRST, last_day=None))  # fmt: skip
    group = next(one for one in case.built().groups if one.id == f"unit-{case.world.units[0].id}")
    assert group.away == 1


def test_limits_pins_and_refusals_come_in(session: Session) -> None:
    case = make_case(session)
    actor, number = system(case.world.district), case.programme.id
    save_limit(session, actor, NOW, number, LimitValues(2, unit_id=case.world.units[0].id))
    save_limit(session, actor, NOW, number, LimitValues(1, unit_id=case.world.units[0].id, soft=True))
    save_limit(session, actor, NOW, number, LimitValues(3, community_id=case.world.communities[0].id))
    add_pin(session, actor, NOW, number, PinValues(case.world.cadres[0].id, case.posts[0].id))
    add_pin(session, actor, NOW, number, PinValues(case.world.cadres[1].id, refused=True))
    built = case.built()
    groups = {one.id: one for one in built.groups}
    unit = groups[f"unit-{case.world.units[0].id}"]
    assert (unit.max_out, unit.share) == (2, 1)
    assert groups[f"community-{case.world.communities[0].id}"].max_in == 3
    assert [(pin.person, pin.post) for pin in built.pins] == [(str(case.world.cadres[0].id), str(case.posts[0].id))]
    assert {post for person, post in built.refused} == {str(post.id) for post in case.posts}


def test_a_pin_and_a_refusal_of_the_same_pair_do_not_stand_together(session: Session) -> None:
    case = make_case(session)
    actor, pair = system(case.world.district), (case.world.cadres[0].id, case.posts[0].id)
    add_pin(session, actor, NOW, case.programme.id, PinValues(*pair))
    add_pin(session, actor, NOW, case.programme.id, PinValues(*pair, refused=True))
    built = case.built()
    assert built.pins == ()
    assert built.refused == ((str(pair[0]), str(pair[1])),)


def test_a_post_in_a_limited_park_cannot_be_limited_by_its_community_too(session: Session) -> None:
    world = make_world(session)
    case = make_case(session, posts=())
    post = make_post(session, case.world, "E9", park="东园")
    take_part(session, case.programme, [post], [])
    actor = system(case.world.district)
    save_limit(session, actor, NOW, case.programme.id, LimitValues(2, park="东园"))
    with pytest.raises(InvalidInput):
        save_limit(session, actor, NOW, case.programme.id, LimitValues(2, community_id=case.world.communities[0].id))
    assert world.district.id != case.world.district.id


def test_a_post_without_roles_wants_one_and_a_round_leaves_open_which_posts(session: Session) -> None:
    world = make_world(session)
    posts = [make_worker_post(session, world, "G1"), make_worker_post(session, world, "G2")]
    programme = make_programme(session, world, ProgrammeKind.ROTATION, wanted_least=1, wanted_most=1)
    take_part(session, programme, posts, world.cadres[:2])
    built = build_instance(session, programme, TODAY)
    assert [post.roles for post in built.posts] == [(Role("网格员", 0, 1),), (Role("网格员", 0, 1),)]
    assert built.wanted is not None
    assert (built.wanted.min, built.wanted.max) == (1, 1)


def test_two_of_the_same_name_are_told_apart_by_number(session: Session) -> None:
    case = make_case(session)
    twin = make_cadre(session, case.world.units[0], name=case.world.cadres[0].name)
    take_part(session, case.programme, [], [twin])
    names = [one.name for one in case.built().people]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 1), 2, date(2026, 4, 30)),
        (date(2026, 3, 3), 2, date(2026, 5, 2)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_day_before_the_same_day(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected
