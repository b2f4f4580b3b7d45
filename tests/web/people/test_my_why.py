"""Why the own duty: in plain words, with nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, Cadre, Publication, RoleName, User
from tests.support.board import make_board, make_draft, publish_draft
from tests.support.factories import make_user
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
