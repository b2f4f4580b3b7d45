"""What posts lack today and in time, whose terms end, who follows, and who holds several."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from service.models import PostKind
from service.operations.posts.people import crowded_roles, holders
from service.operations.posts.vacancies import endings, vacancies_on, vacancy_figures
from tests.service.posts.conftest import Ground
from tests.support.factories import NOW
from tests.support.posts import make_campaign, make_placement, make_post

DAY = timedelta(days=1)


def test_a_post_lacks_people_the_day_after_its_term_ends(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district)
    row = make_placement(session, ground.cadres[0], post, ground.today, ground.today + 10 * DAY)
    assert vacancies_on(session, ground.admin, row.last_day) == []
    (short,) = vacancies_on(session, ground.admin, row.last_day + DAY)
    assert (short.post, short.held, short.lacking, short.leaves) == (post, 0, 1, row)
    assert vacancy_figures(session, ground.admin, ground.today) == {0: 0, 30: 1, 60: 1, 90: 1}


def test_an_early_end_and_a_cancelled_placement_count_as_they_are(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district)
    make_placement(
        session, ground.cadres[0], post, ground.today - 10 * DAY, ground.today + 10 * DAY, ended_on=ground.today - DAY
    )
    make_placement(session, ground.cadres[1], post, ground.today, ground.today + 10 * DAY, cancelled_at=NOW)
    assert [one.lacking for one in vacancies_on(session, ground.admin, ground.today)] == [1]


def test_units_and_grid_workers_posts_want_people_only_while_a_round_runs(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district, PostKind.UNIT, unit=ground.unit)
    assert vacancies_on(session, ground.admin, ground.today) == []
    make_campaign(session, ground.district, [post], ground.today, kind="inspection")
    assert [one.lacking for one in vacancies_on(session, ground.admin, ground.today)] == [3]
    assert vacancies_on(session, ground.admin, ground.today + 61 * DAY) == []


def test_posts_not_in_use_and_of_other_districts_lack_nobody(session: Session, ground: Ground) -> None:
    from tests.support.factories import make_district

    make_post(session, ground.district, active_to=ground.today - DAY)
    make_post(session, ground.district, active_from=ground.today + DAY)
    make_post(session, make_district(session))
    assert vacancies_on(session, ground.admin, ground.today) == []


def test_terms_that_end_tell_who_follows(session: Session, ground: Ground) -> None:
    first, second = make_post(session, ground.district), make_post(session, ground.district)
    leaves = make_placement(session, ground.cadres[0], first, ground.today - DAY, ground.today + 5 * DAY)
    follows = make_placement(session, ground.cadres[1], first, ground.today + 6 * DAY, ground.today + 400 * DAY)
    alone = make_placement(session, ground.cadres[2], second, ground.today - DAY, ground.today + 30 * DAY)
    found = endings(session, ground.admin, ground.today, 30)
    assert [(one.placement, one.successor) for one in found] == [(leaves, follows), (alone, None)]
    assert len(endings(session, ground.admin, ground.today, 29)) == 1
    assert endings(session, ground.head, ground.today, 30) == []


def test_an_officer_has_several_enterprises_and_two_officers_of_one_are_told(session: Session, ground: Ground) -> None:
    one, other = make_post(session, ground.district, load=2), make_post(session, ground.district)
    for post in (one, other):
        make_placement(session, ground.cadres[0], post, ground.today, ground.today + DAY)
    (holder,) = holders(session, ground.admin, ground.today)
    assert (holder.cadre, len(holder.placements), holder.load) == (ground.cadres[0], 2, 3)
    assert crowded_roles(session, ground.admin, ground.today) == []
    make_placement(session, ground.cadres[1], other, ground.today, ground.today)
    ((post, role, rows),) = crowded_roles(session, ground.admin, ground.today)
    assert (post, role, len(rows)) == (other, "驻企联络员", 2)
    assert [h.cadre.name for h in holders(session, ground.admin, ground.today, text="wf")] == ["王芳"]
    assert holders(session, ground.admin, ground.today, kind="village") == []
