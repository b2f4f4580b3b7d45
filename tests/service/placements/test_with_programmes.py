"""Papers, evaluations, answers and calendars of programmes that went the product's own road."""

from __future__ import annotations

from datetime import date, timedelta

from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Placement, ProgrammeKind, RoleName
from service.operations.feeds import calendar_of
from service.operations.papers import programme_papers, save_details
from service.operations.placements import meanwhile_of_unit
from service.operations.programmes.answers import answer_as_cadre, answer_as_community, answer_as_unit
from service.operations.programmes.changing import ProgrammeValues, save_programme
from service.operations.programmes.ending import end_placement
from service.operations.reviews import ReviewStage, stages_of
from tests.support.factories import NOW, actor_for, make_user, system
from tests.support.planning import World, make_world
from tests.support.programmes import FIRST, LAST, approve_it, make_programme, make_worker_post, propose, take_part


def approved(session: Session, world: World) -> Placement:
    """A round of one pair whose cadre, unit and community have answered themselves."""
    programme = make_programme(session, world, ProgrammeKind.ROTATION, wanted_least=1, wanted_most=1)
    post = make_worker_post(session, world, "G1")
    taking, candidates = take_part(session, programme, [post], world.cadres[:1], own_consent=None, unit_consent=None)
    taking[0].consent = None
    session.flush()
    assert post.grid_worker is not None
    cadre, officer, head = (
        actor_for(make_user(session, world.district, role, **scope))
        for role, scope in (
            (RoleName.CADRE, {"cadre_id": world.cadres[0].id}),
            (RoleName.UNIT_OFFICER, {"unit_id": world.units[0].id}),
            (RoleName.COMMUNITY_HEAD, {"community_id": post.grid_worker.community_id}),
        )
    )
    answer_as_cadre(session, cadre, NOW, programme.id, True, [post.id])
    answer_as_unit(session, officer, NOW, candidates[0].id, True)
    answer_as_community(session, head, NOW, taking[0].id, True, [world.cadres[0].id])
    session.flush()
    approve_it(session, propose(session, programme))
    return session.scalars(select(Placement)).one()


def test_those_who_agreed_themselves_are_placed_and_get_their_papers(session: Session) -> None:
    world = make_world(session)
    row = approved(session, world)
    assert row.cadre_id == world.cadres[0].id
    made, _ = programme_papers(session, system(world.district), NOW, row.programme_id or 0, "all", "zh")
    assert [paper.title.zh for paper in made][2:] == ["介绍信", "到岗通知", "到岗通知"]
    shown = meanwhile_of_unit(session, system(world.district), FIRST, world.units[0].id)
    assert [one.id for one in shown.out] == [one.id for one in shown.here] == [row.id]


def test_an_early_recall_moves_the_evaluation_the_papers_and_the_calendar(session: Session) -> None:
    world = make_world(session)
    row = approved(session, world)
    session.commit()

    def told() -> tuple[int, date]:
        body = calendar_of(session, world.district.id, row.cadre_id, NOW, "zh").body
        found = next(one for one in Calendar.from_ical(body).walk("VEVENT") if one["uid"] == row.uid)
        return int(found["sequence"]), found["dtend"].dt

    before = told()
    assert before[1] == LAST + timedelta(days=1)
    day = FIRST + timedelta(days=40)
    end_placement(session, system(world.district), NOW, row.id, day, "单位急需")
    session.commit()
    after = told()
    assert after[0] > before[0]
    assert after[1] == day + timedelta(days=1)
    assert stages_of(row) == [(ReviewStage.FINAL, day)]


def test_changing_a_programme_keeps_the_head_of_its_papers(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world)
    admin = system(world.district)
    save_details(session, admin, NOW, programme.id, "组织部", "1号", FIRST, "strokes", "")
    values = ProgrammeValues(
        programme.kind, programme.code, "改名", FIRST, LAST, weights={"distance": 3}, consents=("own",)
    )
    save_programme(session, admin, NOW, values, programme.id)
    assert programme.settings["papers"]["issuer"] == "组织部"
    assert programme.settings["weights"] == {"distance": 3}
    save_programme(
        session, admin, NOW, ProgrammeValues(programme.kind, programme.code, "改名", FIRST, LAST), programme.id
    )
    assert set(programme.settings) == {"papers"}
