"""Hand-overs: lists from a template or the last time, marks by those concerned, overdue ones; who follows whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import Placement, PostKind
from service.operations.posts.hand_over import HandOverState, find_hand_over, hand_overs
from service.operations.posts.hand_over_items import add_item, fill_list, mark_item, remove_item
from service.operations.posts.settings import save_post_settings
from service.operations.posts.succession import evident_predecessors, link_evident, set_predecessor
from tests.service.data.support import last_entry, refused
from tests.service.posts.conftest import Ground
from tests.support.factories import NOW, make_district, system
from tests.support.posts import make_placement, make_post

DAY = timedelta(days=1)


@pytest.fixture
def pair(session: Session, ground: Ground) -> tuple[Placement, Placement]:
    """The first cadre left an enterprise eight days ago; the third, of another unit, followed."""
    post = make_post(session, ground.district)
    leaves = make_placement(session, ground.cadres[0], post, ground.today - 300 * DAY, ground.today - 8 * DAY)
    follows = make_placement(
        session, ground.cadres[2], post, ground.today - 7 * DAY, ground.today + 300 * DAY, predecessor=leaves
    )
    return leaves, follows


def test_a_list_comes_from_the_template_once_and_then_from_the_last_time(
    session: Session, ground: Ground, pair: tuple[Placement, Placement]
) -> None:
    leaves, follows = pair
    assert fill_list(session, ground.admin, NOW, leaves.id, "template") == 4
    assert fill_list(session, ground.admin, NOW, leaves.id, "template") == 0
    add_item(session, ground.admin, NOW, leaves.id, "厂区门禁卡")
    assert fill_list(session, ground.admin, NOW, follows.id, "last") == 5
    items = find_hand_over(session, ground.admin, NOW, follows.id).items
    assert items[-1].what == "厂区门禁卡"
    assert refused(lambda: add_item(session, ground.admin, NOW, leaves.id, "厂区门禁卡")).keys() == {"what"}
    with pytest.raises(InvalidInput):
        fill_list(session, ground.admin, NOW, leaves.id, "elsewhere")


def test_a_hand_over_is_overdue_when_the_days_allowed_have_passed(
    session: Session, ground: Ground, pair: tuple[Placement, Placement]
) -> None:
    leaves, follows = pair

    def one() -> tuple[HandOverState, int]:
        found = find_hand_over(session, ground.admin, NOW, leaves.id)
        assert found.successor is follows
        return found.state, found.days_late

    assert one() == (HandOverState.OVERDUE, 1)
    save_post_settings(session, ground.admin, NOW, {"enterprise": "台账"}, 8, "施工")
    assert one() == (HandOverState.UNLISTED, 0)
    fill_list(session, ground.admin, NOW, leaves.id, "template")
    assert one() == (HandOverState.UNDER_WAY, 0)
    assert mark_item(session, ground.admin, NOW, leaves.id, None, True) == 1
    assert one() == (HandOverState.DONE, 0)
    assert last_entry(session).action == "hand_over_item.mark"


def test_those_concerned_mark_and_only_the_leaving_side_writes(
    session: Session, ground: Ground, pair: tuple[Placement, Placement]
) -> None:
    from service.models import RoleName
    from tests.support.factories import actor_for, make_user

    leaves, _follows = pair
    item = add_item(session, ground.person, NOW, leaves.id, "钥匙")
    comes = actor_for(make_user(session, ground.district, RoleName.CADRE, cadre_id=ground.cadres[2].id))
    far = actor_for(make_user(session, ground.district, RoleName.UNIT_OFFICER, unit_id=ground.far_unit.id))
    for actor in (ground.person, ground.officer, comes, far):
        assert mark_item(session, actor, NOW, leaves.id, item.id, True) == 1
        assert item.done_by == actor.name
        assert mark_item(session, actor, NOW, leaves.id, item.id, False) == 1
    with pytest.raises(NotAllowed):
        add_item(session, comes, NOW, leaves.id, "印章")
    add_item(session, ground.officer, NOW, leaves.id, "印章")
    stranger = actor_for(make_user(session, ground.district, RoleName.CADRE, cadre_id=ground.cadres[1].id))
    with pytest.raises(NotFound):
        mark_item(session, stranger, NOW, leaves.id, item.id, True)
    with pytest.raises(NotFound):
        find_hand_over(session, system(make_district(session)), NOW, leaves.id)


def test_a_head_sees_hand_overs_of_the_own_community_and_changes_none(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district, PostKind.VILLAGE, community=ground.community)
    row = make_placement(session, ground.cadres[1], post, ground.today - DAY, ground.today + 5 * DAY)
    assert [one.placement for one in hand_overs(session, ground.head, NOW)] == [row]
    with pytest.raises(NotAllowed):
        add_item(session, ground.head, NOW, row.id, "村账")
    assert hand_overs(session, ground.person, NOW) == []


def test_an_item_that_is_done_is_not_deleted(
    session: Session, ground: Ground, pair: tuple[Placement, Placement]
) -> None:
    leaves, _follows = pair
    item = add_item(session, ground.admin, NOW, leaves.id, "钥匙")
    mark_item(session, ground.admin, NOW, leaves.id, item.id, True)
    with pytest.raises(Conflict):
        remove_item(session, ground.admin, NOW, leaves.id, item.id)
    mark_item(session, ground.admin, NOW, leaves.id, item.id, False)
    remove_item(session, ground.admin, NOW, leaves.id, item.id)
    assert find_hand_over(session, ground.admin, NOW, leaves.id).items == []


def test_a_list_is_asked_for_about_the_end_of_a_term_and_overdue_comes_first(
    session: Session, ground: Ground, pair: tuple[Placement, Placement]
) -> None:
    post = make_post(session, ground.district)
    soon = make_placement(session, ground.cadres[1], post, ground.today - 9 * DAY, ground.today + 60 * DAY)
    later = make_post(session, ground.district)
    make_placement(session, ground.cadres[1], later, ground.today - 9 * DAY, ground.today + 61 * DAY)
    site = make_post(session, ground.district, PostKind.COMPOUND, community=ground.community)
    make_placement(session, ground.cadres[1], site, ground.today - 9 * DAY, ground.today + DAY)
    found = hand_overs(session, ground.admin, NOW)
    assert [one.placement for one in found] == [pair[0], soon]
    assert [one.placement for one in hand_overs(session, ground.admin, NOW, text="lxm")] == [pair[0]]


def test_predecessors_are_found_where_one_follows_the_other(session: Session, ground: Ground) -> None:
    post, squad = make_post(session, ground.district), make_post(session, ground.district, roles=[("攻坚员", 2, 2)])
    today, (a, b, c) = ground.today, ground.cadres
    leaves = make_placement(session, a, post, today - 90 * DAY, today - DAY)
    follows = make_placement(session, b, post, today, today + 90 * DAY)
    long_ago = make_post(session, ground.district)
    make_placement(session, a, long_ago, today - 300 * DAY, today - 92 * DAY)
    make_placement(session, b, long_ago, today, today + DAY)
    early = make_placement(session, a, squad, today - 20 * DAY, today - 9 * DAY, role="攻坚员")
    late = make_placement(session, b, squad, today - 20 * DAY, today - 5 * DAY, role="攻坚员")
    comes = make_placement(session, c, squad, today - 4 * DAY, today + 9 * DAY, role="攻坚员")
    pairs = evident_predecessors(session, ground.admin, NOW)
    assert [(row.id, before.id) for row, before in pairs] == [(comes.id, early.id), (follows.id, leaves.id)]
    assert link_evident(session, ground.admin, NOW) == 2
    assert evident_predecessors(session, ground.admin, NOW) == []
    assert set_predecessor(session, ground.admin, NOW, comes.id, late.id).predecessor is late
    assert last_entry(session).after == {"predecessor": f"{b.name}（{b.employee_number}）"}
    assert list(refused(lambda: set_predecessor(session, ground.admin, NOW, follows.id, late.id))) == ["predecessor"]
    assert set_predecessor(session, ground.admin, NOW, comes.id, None).predecessor is None


def test_settings_refuse_long_lists_and_keep_what_was_set(session: Session, ground: Ground) -> None:
    problems = refused(
        lambda: save_post_settings(
            session,
            ground.admin,
            NOW,
            {"village": "长" * 201, "lift": ""},
            91,
            "\n".join("一" * n for n in range(1, 22)),
        )
    )
    assert set(problems) == {"hand_over_village", "hand_over_days", "stages"}
    saved = save_post_settings(session, ground.admin, NOW, {"village": "村账\n\n 印章 \n村账"}, 5, "设计\n施工")
    assert saved.hand_over[PostKind.VILLAGE] == ("村账", "印章")
    assert (saved.hand_over[PostKind.ENTERPRISE], saved.stages) == ((), ("设计", "施工"))
    with pytest.raises(NotAllowed):
        save_post_settings(session, ground.officer, NOW, {}, 5, "")
