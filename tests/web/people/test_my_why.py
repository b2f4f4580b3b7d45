"""Why the own duty: in plain words, with nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, Cadre, CadreSkill, Publication, RoleName, Skill, User, ZoneNeed
from tests.support.board import make_board, make_draft, publish_draft
from tests.support.factories import added, make_user
from tests.support.published import TODAY, Staff

SignIn = Callable[..., FlaskClient]


def published(session: Session) -> tuple[Assignment, User]:
    """A duty of a published month and its cadre's account."""
    board = make_board(session)
    publish_draft(session, board, make_draft(session, board))
    duty = session.scalars(select(Assignment).where(Assignment.cadre_id == board.cadres[0].id)).one()
    user = make_user(session, board.district, RoleName.CADRE, cadre_id=board.cadres[0].id)
    session.commit()
    return duty, user


def test_the_own_duty_is_explained_and_nobody_else_is_named(web_session: Session, sign_in: SignIn) -> None:
    duty, user = published(web_session)
    answer = sign_in(user).get(f"/mine/duty/{duty.date}/why")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "本月您应值勤1次" in text
    assert "您单位的联点社区" in text
    assert "只看您本人的情况" in text
    for other in web_session.scalars(select(Cadre).where(Cadre.id != duty.cadre_id)):
        assert other.name not in text
        assert other.employee_number not in text
    assert "pins[" not in text


def test_a_skill_is_called_by_its_name(web_session: Session, sign_in: SignIn) -> None:
    board = make_board(web_session)
    skill = added(web_session, Skill(district_id=board.district.id, code="LAW", name="法律咨询"))
    board.cadres[0].skills.append(CadreSkill(skill_id=skill.id))
    board.zone_of(0).needs.append(ZoneNeed(skill_id=skill.id, count=1))
    web_session.flush()
    publish_draft(web_session, board, make_draft(web_session, board))
    user = make_user(web_session, board.district, RoleName.CADRE, cadre_id=board.cadres[0].id)
    web_session.commit()
    text = sign_in(user).get(f"/mine/duty/{board.day_of(0)}/why").get_data(as_text=True)
    assert "这个网格需要“法律咨询”专长" in text
    assert "LAW" not in text


def test_a_day_without_a_duty_has_no_answer(web_session: Session, sign_in: SignIn) -> None:
    duty, user = published(web_session)
    assert sign_in(user).get(f"/mine/duty/{duty.date + timedelta(days=1)}/why").status_code == 404


def test_a_version_without_its_data_says_so(staff: Staff, sign_in: SignIn, web_session: Session) -> None:
    assert web_session.scalars(select(Publication)).first() is not None
    client = sign_in(staff.cadre)
    text = client.get(f"/mine/duty/{TODAY}/why").get_data(as_text=True)
    assert "没有保存排班时的数据" in text
    assert f"/mine/duty/{TODAY}/why" in client.get("/mine/").get_data(as_text=True)


def test_it_is_for_cadres_alone(staff: Staff, sign_in: SignIn) -> None:
    for user in (staff.officer, staff.head):
        assert sign_in(user).get(f"/mine/duty/{TODAY}/why").status_code == 403
