"""The pages of programmes: set up, solved, looked at, changed by hand, approved, ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import (
    Candidate,
    Exemption,
    Placement,
    Programme,
    ProgrammePin,
    ProgrammePost,
    Proposal,
    RoleName,
    RunKind,
    SolveRun,
    User,
)
from service.operations.exemptions import ExemptionValues, save_exemption
from tests.support.factories import make_admin, make_user, system
from tests.support.planning import World, make_world
from tests.support.programmes import approve_it, make_post, make_programme, propose, take_part

SignIn = Callable[..., FlaskClient]
FIRST = date.today().replace(day=1) + timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Stage:
    """A posting of two enterprises and three candidates, who have agreed, with its admin."""

    world: World
    admin: User
    programme: Programme


@pytest.fixture
def stage(web_session: Session) -> Stage:
    world = make_world(web_session)
    admin = make_admin(web_session, world.district)
    programme = make_programme(web_session, world, first_day=FIRST, last_day=FIRST + timedelta(days=100))
    posts = [make_post(web_session, world, code) for code in ("E1", "E2")]
    make_post(web_session, world, "E3", park="东园")
    take_part(web_session, programme, posts, world.cadres[:3])
    web_session.commit()
    return Stage(world, admin, programme)


def instant() -> datetime:
    return datetime.now(UTC)


def body(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def proposed(session: Session, stage: Stage) -> Proposal:
    row = propose(session, stage.programme, instant())
    session.commit()
    return row


def test_an_empty_district_is_told_what_to_do_first(web_session: Session, sign_in: SignIn) -> None:
    world = make_world(web_session)
    admin = make_admin(web_session, world.district)
    web_session.commit()
    page = body(sign_in(admin), "/programmes/")
    assert "还没有项目" in page
    assert "/programmes/new" in page


def test_a_rotation_of_one_month_is_refused_at_the_field(stage: Stage, sign_in: SignIn) -> None:
    data = {"kind": "rotation", "code": "R1", "name": "一个月", "first_day": "2027-03-01", "last_day": "2027-03-31"}
    answer = sign_in(stage.admin).post("/programmes/new", data=data)
    assert answer.status_code == 422
    assert "应在 2027-04-30 到 2027-08-31 之间" in answer.get_data(as_text=True)


def test_a_programme_is_made_and_its_next_step_is_told(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    client = sign_in(stage.admin)
    data = {
        "kind": "rotation", "code": "R1", "name": "春季轮岗", "first_day": "2027-03-01", "last_day": "2027-05-31",
        "exempts": "y", "own": "y", "unit": "y", "post": "y", "wanted_least": "2", "wanted_most": "2",
        "weights": "distance=3",
    }  # fmt: skip
    answer = client.post("/programmes/new", data=data)
    assert answer.status_code == 302
    assert "先添加参加的岗位" in body(client, answer.headers["Location"])
    row = web_session.scalars(select(Programme).where(Programme.code == "R1")).one()
    assert row.settings == {"weights": {"distance": 3}, "consents": ["own", "post", "unit"]}


def test_posts_and_candidates_are_added_all_at_once_by_filter(
    stage: Stage, web_session: Session, sign_in: SignIn
) -> None:
    client, number = sign_in(stage.admin), stage.programme.id
    assert "岗位E3" in body(client, f"/programmes/{number}/posts/add?park=东园")
    client.post(f"/programmes/{number}/posts/add", data={"park": "东园", "all": "1"})
    unit = stage.world.units[1].id
    client.post(f"/programmes/{number}/candidates/add", data={"unit": unit, "all": "1"})
    posts = web_session.scalars(select(ProgrammePost).where(ProgrammePost.programme_id == number)).all()
    people = web_session.scalars(select(Candidate.cadre_id).where(Candidate.programme_id == number)).all()
    assert len(posts) == 3
    assert set(people) == {cadre.id for cadre in [*stage.world.cadres[:3], *stage.world.cadres[4:]]}


def test_chosen_rows_are_taken_out_with_their_pins(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    client, number = sign_in(stage.admin), stage.programme.id
    post = web_session.scalars(select(ProgrammePost).order_by(ProgrammePost.id)).first()
    assert post is not None
    client.post(f"/programmes/{number}/pins", data={"post": post.post_id, "cadre": stage.world.cadres[0].id})
    assert web_session.scalars(select(ProgrammePin)).one().refused is False
    assert "锁定" in body(client, f"/programmes/{number}/conditions")
    client.post(f"/programmes/{number}/posts/remove", data={"row": [post.id]})
    web_session.expire_all()
    assert len(web_session.scalars(select(ProgrammePost)).all()) == 1
    assert web_session.scalars(select(ProgrammePin)).all() == []


def test_a_solve_is_queued_and_leads_to_its_progress(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    client = sign_in(stage.admin)
    answer = client.post(f"/programmes/{stage.programme.id}/proposals", data={"seconds": "10"})
    run = web_session.scalars(select(SolveRun)).one()
    assert (run.kind, run.options["time_limit"]) == (RunKind.PLACEMENT, 10.0)
    assert answer.headers["Location"].endswith(f"/runs/{run.id}")
    assert "求方案" in body(client, f"/runs/{run.id}")
    assert "正在求方案" in body(client, f"/programmes/{stage.programme.id}")


def test_a_proposal_tells_its_pairs_and_who_is_left_and_why(
    stage: Stage, web_session: Session, sign_in: SignIn
) -> None:
    web_session.scalars(
        select(Candidate).where(Candidate.cadre_id == stage.world.cadres[2].id)
    ).one().own_consent = None
    row = proposed(web_session, stage)
    page = body(sign_in(stage.admin), f"/programmes/proposals/{row.id}")
    assert "已证明最优" in page
    assert "岗位E1" in page
    assert stage.world.cadres[2].name in page
    assert "没有岗位可以去" in page


def test_why_a_pair_shows_the_other_people_for_the_post(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    row = proposed(web_session, stage)
    placed = stage.world.cadres[0].id
    page = body(sign_in(stage.admin), f"/programmes/proposals/{row.id}")
    link = next(part.split('"')[0] for part in page.split('href="') if "/why?" in part.split('"')[0])
    shown = body(sign_in(stage.admin), link.replace("&amp;", "&"))
    assert "此岗位的其他人选" in shown
    assert "同分" in shown
    assert placed


def test_a_change_by_hand_makes_a_new_proposal(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    row = proposed(web_session, stage)
    client = sign_in(stage.admin)
    page = body(client, f"/programmes/proposals/{row.id}")
    link = next(part.split('"')[0] for part in page.split('href="') if "/why?" in part.split('"')[0])
    shown = body(client, link.replace("&amp;", "&"))
    form = shown.split("改为这样（另存方案）")[0].split("<form")[-1]
    values = {name: form.split(f'name="{name}" value="')[1].split('"')[0] for name in ("taken", "given")}
    answer = client.post(f"/programmes/proposals/{row.id}/change", data=values)
    assert answer.status_code == 302
    made = web_session.scalars(select(Proposal).order_by(Proposal.id.desc())).first()
    assert made is not None
    assert (made.by_hand, made.number) == (True, 2)
    assert "手工调整" in body(client, answer.headers["Location"])


def test_approving_tells_the_figures_first_and_makes_the_placements(
    stage: Stage, web_session: Session, sign_in: SignIn
) -> None:
    row = proposed(web_session, stage)
    client = sign_in(stage.admin)
    page = body(client, f"/programmes/proposals/{row.id}/approve")
    assert "批准，新安排 2 人次" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    answer = client.post(f"/programmes/proposals/{row.id}/approve", data={"token": token})
    assert answer.headers["Location"].endswith(f"/programmes/{stage.programme.id}/placements")
    assert len(web_session.scalars(select(Placement)).all()) == 2
    assert "取消安排" in body(client, answer.headers["Location"])


def test_a_stale_approval_changes_nothing(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    row = proposed(web_session, stage)
    client = sign_in(stage.admin)
    client.post(f"/programmes/proposals/{row.id}/approve", data={"token": "0" * 24})
    assert web_session.scalars(select(Placement)).all() == []
    assert "情况已有变化" in body(client, f"/programmes/proposals/{row.id}/approve")


def test_a_placement_is_cancelled_with_a_reason_and_its_exemption_follows(
    stage: Stage, web_session: Session, sign_in: SignIn
) -> None:
    approve_it(web_session, proposed(web_session, stage), instant())
    web_session.commit()
    row = web_session.scalars(select(Placement).order_by(Placement.id)).first()
    assert row is not None
    client = sign_in(stage.admin)
    assert client.post(f"/programmes/placements/{row.id}/cancel", data={"end_reason": ""}).status_code == 422
    data = {"end_reason": "调离", "version": row.version}
    assert client.post(f"/programmes/placements/{row.id}/cancel", data=data).status_code == 302
    web_session.expire_all()
    owned = web_session.scalars(select(Exemption).where(Exemption.placement_id == row.id)).one()
    assert row.cancelled_at is not None
    assert owned.cancelled_at is not None


def test_an_exemption_of_a_placement_is_not_changed_by_itself(stage: Stage, web_session: Session) -> None:
    approve_it(web_session, proposed(web_session, stage), instant())
    owned = web_session.scalars(select(Exemption)).first()
    assert owned is not None
    values = ExemptionValues(owned.cadre.employee_number, "posted", FIRST, FIRST, "改短")
    with pytest.raises(Conflict, match="随任职变动"):
        save_exemption(web_session, system(stage.world.district), instant(), values, owned.id)


@pytest.mark.parametrize("role", [RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE])
def test_nobody_but_an_admin_sees_programmes(
    stage: Stage, web_session: Session, sign_in: SignIn, role: RoleName
) -> None:
    user = make_user(web_session, stage.world.district, role)
    web_session.commit()
    assert sign_in(user).get(f"/programmes/{stage.programme.id}").status_code == 403


def test_another_districts_programme_is_not_found(stage: Stage, web_session: Session, sign_in: SignIn) -> None:
    other = make_world(web_session)
    stranger = make_admin(web_session, other.district)
    row = proposed(web_session, stage)
    web_session.commit()
    client = sign_in(stranger)
    for path in (f"/programmes/{stage.programme.id}", f"/programmes/proposals/{row.id}"):
        assert client.get(path).status_code == 404
