"""Sites: stages from the template, progress by heads, what is late, which squad is on it; squads dissolved and formed anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotFound
from service.models import Candidate, Exemption, Placement, PostKind, ProgrammeLimit, ProgrammeState
from service.operations.posts.sites import SiteFilter, SiteState, sites
from service.operations.posts.squads import Reforming, dissolve, reform, squad_programmes
from service.operations.posts.stages import (
    StageValues,
    delete_stage,
    put_usual_stages,
    put_usual_stages_everywhere,
    report_progress,
    save_stage,
)
from service.operations.programmes.placing import Term, new_placement
from tests.service.data.support import refused
from tests.service.posts.conftest import Ground
from tests.support.factories import NOW, added, make_community
from tests.support.posts import make_campaign, make_placement, make_post, make_site

DAY = timedelta(days=1)


def test_the_usual_stages_are_put_in_once(session: Session, ground: Ground) -> None:
    site, other = make_site(session, ground.community), make_site(session, ground.community)
    assert put_usual_stages(session, ground.admin, NOW, site.id) == 5
    assert put_usual_stages(session, ground.admin, NOW, site.id) == 0
    assert [stage.name for stage in site.stages] == ["征询意见", "方案设计", "施工", "验收", "移交"]
    assert put_usual_stages_everywhere(session, ground.admin, NOW) == (1, 5)
    assert len(other.stages) == 5
    enterprise = make_post(session, ground.district)
    with pytest.raises(InvalidInput):
        put_usual_stages(session, ground.admin, NOW, enterprise.id)


def test_a_head_notes_progress_of_the_own_sites_only(session: Session, ground: Ground) -> None:
    site = make_site(session, ground.community)
    put_usual_stages(session, ground.admin, NOW, site.id)
    stage = site.stages[0]
    values = StageValues("", done_percent=60, note="两户未签")
    report_progress(session, ground.head, NOW, site.id, stage.id, values, stage.version)
    assert (stage.done_percent, stage.done_on, stage.note) == (60, None, "两户未签")
    report_progress(session, ground.head, NOW, site.id, stage.id, StageValues("", done_percent=100))
    assert stage.done_on == ground.today
    with pytest.raises(Conflict):
        report_progress(session, ground.head, NOW, site.id, stage.id, values, 1)
    far = make_site(session, make_community(session, ground.district))
    put_usual_stages(session, ground.admin, NOW, far.id)
    with pytest.raises(NotFound):
        report_progress(session, ground.head, NOW, far.id, far.stages[0].id, values)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"done_percent": 101}, "done_percent"),
        ({"done_percent": 50, "done_on": 0}, "done_on"),
        ({"done_on": 1}, "done_on"),
    ],
)
def test_wrong_progress_is_named(session: Session, ground: Ground, given: dict[str, int], field: str) -> None:
    site = make_site(session, ground.community)
    put_usual_stages(session, ground.admin, NOW, site.id)
    values = StageValues("", done_percent=given.get("done_percent", 100))
    if "done_on" in given:
        values = replace(values, done_on=ground.today + given["done_on"] * DAY)
    problems = refused(lambda: report_progress(session, ground.admin, NOW, site.id, site.stages[0].id, values))
    assert list(problems) == [field]


def test_a_stage_stands_where_it_is_put_and_a_begun_one_is_not_deleted(session: Session, ground: Ground) -> None:
    site = make_site(session, ground.community)
    put_usual_stages(session, ground.admin, NOW, site.id)
    stage = save_stage(session, ground.admin, NOW, site.id, StageValues("招标", position=3, done_percent=10))
    assert [one.name for one in site.stages][:4] == ["征询意见", "方案设计", "招标", "施工"]
    assert [one.position for one in site.stages] == list(range(6))
    save_stage(session, ground.admin, NOW, site.id, StageValues("征询意见", position=3), site.stages[0].id)
    assert [one.name for one in site.stages][:3] == ["方案设计", "招标", "征询意见"]
    assert list(refused(lambda: save_stage(session, ground.admin, NOW, site.id, StageValues("招标")))) == ["name"]
    with pytest.raises(InvalidInput):
        delete_stage(session, ground.admin, NOW, site.id, stage.id)
    report_progress(session, ground.admin, NOW, site.id, stage.id, StageValues("", done_percent=0))
    delete_stage(session, ground.admin, NOW, site.id, stage.id)
    session.expire_all()
    assert len(site.stages) == 5


def test_a_site_is_late_the_day_after_a_stage_was_due(session: Session, ground: Ground) -> None:
    site, calm = make_site(session, ground.community), make_site(session, ground.community)
    for post, due in ((site, ground.today - DAY), (calm, ground.today)):
        put_usual_stages(session, ground.admin, NOW, post.id)
        post.stages[0].due_on = due
        post.stages[1].done_percent = 50
    session.flush()
    late, working = sites(session, ground.head, NOW)
    assert (late.post, late.state, late.days_late, late.percent) == (site, SiteState.LATE, 1, 10)
    assert (working.post, working.state, working.current) == (calm, SiteState.WORKING, calm.stages[0])
    assert [one.post for one in sites(session, ground.admin, NOW, SiteFilter(state="late"))] == [site]
    for stage in site.stages:
        report_progress(session, ground.admin, NOW, site.id, stage.id, StageValues("", done_percent=100))
    states = [one.state for one in sites(session, ground.admin, NOW)]
    assert states == [SiteState.COMPLETED, SiteState.WORKING]


def test_a_squad_lacks_roles_and_experience_until_they_are_there(session: Session, ground: Ground) -> None:
    site = make_site(session, ground.community)
    campaign = make_campaign(session, ground.district, [site], ground.today)
    (bare,) = sites(session, ground.admin, NOW)
    assert (bare.squad.lacking, bare.squad.lacks_experience, bare.state) == (3, False, SiteState.UNPLANNED)
    for cadre, role in zip(ground.cadres, ("宣传员", "攻坚员", "保障员"), strict=True):
        make_placement(session, cadre, site, ground.today, ground.today + DAY, role=role, programme=campaign)
    (full,) = sites(session, ground.admin, NOW)
    assert (full.squad.lacking, full.squad.lacks_experience) == (0, True)
    assert [one.post for one in sites(session, ground.admin, NOW, SiteFilter(short=True))] == [site]
    added(
        session,
        Candidate(
            district_id=ground.district.id, programme=campaign, cadre=ground.cadres[0], experienced=True,
            roles=[], wishes=[], offers=[],
        ),
    )  # fmt: skip
    (able,) = sites(session, ground.admin, NOW)
    assert (able.squad.experienced, able.squad.lacks_experience) == (1, False)


def test_dissolving_ends_all_on_a_day_and_gives_them_back_to_the_duty(session: Session, ground: Ground) -> None:
    site = make_site(session, ground.community)
    campaign = make_campaign(session, ground.district, [site], ground.today)
    today = ground.today
    term = Term(today - 9 * DAY, today + 30 * DAY, True)
    runs = new_placement(session, ground.cadres[0], site, "攻坚员", term, programme=campaign)
    comes = new_placement(
        session, ground.cadres[1], site, "宣传员", Term(today + 5 * DAY, today + 30 * DAY, True), programme=campaign
    )
    past = make_placement(session, ground.cadres[2], site, today - 9 * DAY, today - DAY, programme=campaign)
    (told,) = squad_programmes(session, ground.admin, NOW)
    assert (told.posts, told.serving, told.coming, told.left) == (1, 1, 1, 2)
    problems = refused(lambda: dissolve(session, ground.admin, NOW, today - DAY, "", programme_id=campaign.id))
    assert set(problems) == {"ended_on", "end_reason"}
    assert dissolve(session, ground.admin, NOW, today + DAY, "工程完工", programme_id=campaign.id) == 2
    assert (runs.ended_on, runs.end_reason, runs.cancelled_at) == (today + DAY, "工程完工", None)
    assert comes.cancelled_at == NOW
    assert past.ended_on is None
    exemptions = {row.cadre_id: row for row in session.scalars(select(Exemption))}
    assert exemptions[runs.cadre_id].last_day == today + DAY
    assert exemptions[comes.cadre_id].cancelled_at == NOW
    with pytest.raises(Conflict):
        dissolve(session, ground.admin, NOW, today + DAY, "再次", programme_id=campaign.id)


def test_the_squad_of_one_site_is_dissolved_alone(session: Session, ground: Ground) -> None:
    site, other = make_site(session, ground.community), make_site(session, ground.community)
    rows = [
        make_placement(session, cadre, post, ground.today, ground.today + 9 * DAY)
        for cadre, post in zip(ground.cadres, (site, other, other), strict=True)
    ]
    assert dissolve(session, ground.admin, NOW, ground.today, "完工", post_id=site.id) == 1
    assert [row.ended_on for row in rows] == [ground.today, None, None]


def test_squads_formed_anew_take_posts_limits_and_people_but_no_consents(session: Session, ground: Ground) -> None:
    site = make_site(session, ground.community)
    ended = make_site(session, ground.community, active_to=ground.today)
    campaign = make_campaign(session, ground.district, [site, ended], ground.today, settings={"consents": ["own"]})
    added(session, ProgrammeLimit(district_id=ground.district.id, programme=campaign, unit_id=ground.unit.id, most=2))
    added(
        session,
        Candidate(
            district_id=ground.district.id, programme=campaign, cadre=ground.cadres[0], roles=["攻坚员"], wishes=[],
            offers=[], experienced=True, own_consent=True, unit_consent=True,
        ),
    )  # fmt: skip
    session.expire_all()
    first = ground.today + 10 * DAY
    made = reform(session, ground.admin, NOW, campaign.id, Reforming("SQ-NEW", "第二批", first, first + 90 * DAY))
    assert (made.kind, made.state, made.settings) == (campaign.kind, ProgrammeState.PREPARING, {"consents": ["own"]})
    assert [(row.post_id, row.min_experienced, row.consent) for row in made.posts] == [(site.id, 1, None)]
    assert [limit.most for limit in made.limits] == [2]
    (candidate,) = made.candidates
    assert (candidate.roles, candidate.experienced, candidate.own_consent, candidate.unit_consent) == (
        ["攻坚员"], True, None, None
    )  # fmt: skip
    bare = Reforming("SQ-3", "第三批", first, first, candidates=False)
    assert reform(session, ground.admin, NOW, campaign.id, bare).candidates == []
    assert session.scalars(select(Placement)).all() == []
    assert list(refused(lambda: reform(session, ground.admin, NOW, campaign.id, replace(bare, code="SQ-3")))) == [
        "code"
    ]


def test_a_lift_is_a_site_too(session: Session, ground: Ground) -> None:
    make_post(session, ground.district, PostKind.LIFT, community=ground.community)
    assert [one.post.kind for one in sites(session, ground.admin, NOW, SiteFilter(kind="lift"))] == ["lift"]
