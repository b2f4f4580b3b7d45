"""The pages of placements with every role: what they show, what they refuse, what forms do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Candidate, PlacementReview, Programme, ProgrammePost
from tests.support.published import TODAY
from tests.support.rounds import Asked, Rounds

SignIn = Callable[..., FlaskClient]


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def test_the_list_shows_each_role_its_own_and_the_cadre_none(sign_in: SignIn, rounds: Rounds) -> None:
    cadres = rounds.staff.world.cadres
    shown = {
        "admin": {cadres[0], cadres[1], cadres[2], cadres[4], cadres[5]},
        "officer": {cadres[0], cadres[1], cadres[2], cadres[5]},
        "head": {cadres[0], cadres[2], cadres[4]},
    }
    for name, people in shown.items():
        text = page(sign_in(getattr(rounds.staff, name)), "/placements/")
        assert {cadre for cadre in cadres if cadre.name in text} == people, name
    page(sign_in(rounds.staff.cadre), "/placements/", 403)


def test_the_list_tells_another_day_and_keeps_its_filters(sign_in: SignIn, rounds: Rounds) -> None:
    client = sign_in(rounds.staff.admin)
    before = rounds.exchange.first_day.replace(year=rounds.exchange.first_day.year - 1)
    assert "这一天没有在任的安排" in page(client, f"/placements/?day={before}") or "没有符合条件" in page(
        client, f"/placements/?day={before}"
    )
    text = page(client, "/placements/?kind=enterprise")
    assert "样例机车厂" in text
    assert "铁路小区" not in text
    assert "没有符合条件的记录" in page(client, "/placements/?q=nobody")


def test_a_placement_is_shown_to_its_sides_with_their_letters(sign_in: SignIn, rounds: Rounds) -> None:
    path = f"/placements/{rounds.exchange.id}"
    letters = {"admin": ("unit", "place", "person", "worker"), "officer": ("unit",), "head": ("place", "worker"),
               "cadre": ("person",)}  # fmt: skip
    for name, kinds in letters.items():
        text = page(sign_in(getattr(rounds.staff, name)), path)
        assert rounds.worker.name in text
        for kind in ("unit", "place", "person", "worker"):
            assert (f"{path}/papers/{kind}/pdf" in text) == (kind in kinds), (name, kind)
        assert ("变更记录" in text) == (name == "admin")
    page(sign_in(rounds.staff.cadre), f"/placements/{rounds.liaison.id}", 404)
    page(sign_in(rounds.staff.head), f"/placements/{rounds.liaison.id}", 404)


def test_an_officer_sees_who_fills_the_posts_of_the_unit(sign_in: SignIn, rounds: Rounds) -> None:
    text = page(sign_in(rounds.staff.officer), "/placements/meanwhile")
    assert f"接替 {rounds.staff.person.name}" in text
    assert text.count("无人互换") >= 2
    assert rounds.exchange.last_day.isoformat() in text


def test_a_head_sees_which_worker_is_away_and_who_holds_the_post(sign_in: SignIn, rounds: Rounds) -> None:
    text = page(sign_in(rounds.staff.head), "/placements/meanwhile")
    assert "在外的网格员" in text
    assert rounds.worker.name in text
    assert rounds.staff.world.cadres[4].name in text
    # The liaison officer of the same unit is none of the community's.
    assert rounds.staff.world.cadres[1].name not in text


def test_an_admin_chooses_whose_posts_to_look_at(sign_in: SignIn, rounds: Rounds) -> None:
    client = sign_in(rounds.staff.admin)
    assert "请选择单位或社区" in page(client, "/placements/meanwhile")
    other = rounds.staff.world.units[1]
    assert rounds.staff.world.cadres[4].name in page(client, f"/placements/meanwhile?unit={other.id}&day={TODAY}")
    community = rounds.staff.world.communities[1]
    assert "没有人轮岗" in page(client, f"/placements/meanwhile?community={community.id}")
    page(client, "/placements/meanwhile?unit=999999", 404)


def test_an_evaluation_is_written_read_and_changed(sign_in: SignIn, rounds: Rounds, web_session: Session) -> None:
    officer = sign_in(rounds.staff.officer)
    path = f"/placements/{rounds.exchange.id}/reviews/midterm/unit"
    assert page(officer, path).count("最多 2000 字") == 1
    wrong = officer.post(path, data={"grade": "", "remarks": "很努力"})
    assert wrong.status_code == 422
    assert "很努力" in wrong.get_data(as_text=True)
    assert officer.post(path, data={"grade": "good", "remarks": "很努力"}).status_code == 302
    row = web_session.scalars(select(PlacementReview)).one()
    assert officer.post(path, data={"grade": "fair", "remarks": "改过", "version": row.version}).status_code == 302
    stale = officer.post(path, data={"grade": "poor", "remarks": "旧页面", "version": row.version})
    assert stale.status_code == 409
    assert "旧页面" in stale.get_data(as_text=True)
    for name in ("admin", "head", "cadre"):
        assert "改过" in page(sign_in(getattr(rounds.staff, name)), f"/placements/{rounds.exchange.id}"), name


def test_what_a_cadre_writes_is_seen_by_no_officer_and_no_head(sign_in: SignIn, rounds: Rounds) -> None:
    path = f"/placements/{rounds.exchange.id}/reviews/midterm/cadre"
    answer = sign_in(rounds.staff.cadre).post(path, data={"grade": "fair", "remarks": "希望单位多支持"})
    assert answer.headers["Location"].endswith("/mine/placements/")
    for name, sees in (("admin", True), ("cadre", True), ("officer", False), ("head", False)):
        text = page(sign_in(getattr(rounds.staff, name)), f"/placements/{rounds.exchange.id}")
        assert ("希望单位多支持" in text) == sees, name
        if name in ("officer", "head"):
            page(sign_in(getattr(rounds.staff, name)), path, 403)


def test_an_admin_sees_who_is_missing_and_enters_what_came_on_paper(sign_in: SignIn, rounds: Rounds) -> None:
    admin = sign_in(rounds.staff.admin)
    text = page(admin, "/placements/reviews")
    assert "已逾期 15 份" in text
    assert "纸质填写，由管理员代录" in text
    path = f"/placements/{rounds.liaison.id}/reviews/midterm/community"
    assert admin.post(path, data={"grade": "good", "remarks": "厂方满意"}).status_code == 302
    text = page(admin, "/placements/reviews")
    assert "已逾期 14 份" in text
    only = page(admin, "/placements/reviews?state=written&side=community&stage=midterm")
    assert "样例机车厂" in only
    assert rounds.staff.person.name not in only


@pytest.mark.parametrize("stage", ["midterm", "nonsense"])
def test_an_evaluation_that_is_not_asked_for_is_refused(sign_in: SignIn, rounds: Rounds, stage: str) -> None:
    answer = sign_in(rounds.staff.admin).get(f"/placements/{rounds.liaison.id}/reviews/{stage}/grid_worker")
    assert answer.status_code == 409


def test_an_officer_answers_for_each_and_for_all(sign_in: SignIn, asked: Asked, web_session: Session) -> None:
    officer = sign_in(asked.staff.officer)
    text = page(officer, "/placements/answers")
    assert asked.staff.person.name in text
    assert asked.staff.world.cadres[4].name not in text
    officer.post(f"/placements/answers/people/{asked.mine.id}", data={"consent": "no"})
    web_session.expire_all()
    assert web_session.get_one(Candidate, asked.mine.id).unit_consent is False
    officer.post(f"/placements/answers/people/{asked.mine.id}")
    web_session.expire_all()
    assert web_session.get_one(Candidate, asked.mine.id).unit_consent is None
    officer.post("/placements/answers/people", data={"programme": asked.programme.id})
    web_session.expire_all()
    assert web_session.get_one(Candidate, asked.mine.id).unit_consent is True
    assert web_session.get_one(Candidate, asked.other.id).unit_consent is None
    assert officer.post(f"/placements/answers/people/{asked.other.id}", data={"consent": "yes"}).status_code == 404


def test_a_head_answers_for_a_post_and_wishes_for_people(sign_in: SignIn, asked: Asked, web_session: Session) -> None:
    head = sign_in(asked.staff.head)
    path = f"/placements/answers/posts/{asked.here.id}"
    assert asked.staff.world.cadres[4].name in page(head, path)
    twice = head.post(path, data={"consent": "yes", "wish_1": asked.mine.cadre_id, "wish_2": asked.mine.cadre_id})
    assert twice.status_code == 422
    assert "同一项不能选两次" in twice.get_data(as_text=True)
    assert head.post(path, data={"consent": "yes", "wish_1": asked.other.cadre_id}).status_code == 302
    web_session.expire_all()
    row = web_session.get_one(ProgrammePost, asked.here.id)
    assert (row.consent, row.wishes) == (True, [asked.other.cadre_id])
    assert asked.staff.world.cadres[4].name in page(head, "/placements/answers")
    page(head, f"/placements/answers/posts/{asked.there.id}", 404)


def test_a_cadre_sees_the_placement_the_partner_the_letter_and_what_is_asked(sign_in: SignIn, asked: Asked) -> None:
    cadre = sign_in(asked.staff.cadre)
    text = page(cadre, "/mine/placements/")
    for part in ("建设路1号", "网格员甲", "/papers/person/pdf", "期中评价", asked.programme.name, "未答复"):
        assert part in text, part
    home = page(cadre, "/mine/")
    assert "至" in home
    assert "有 2 项等您答复或评价" in home
    assert "任期内免排" in home


def test_a_cadre_answers_with_wishes_until_the_approval(sign_in: SignIn, asked: Asked, web_session: Session) -> None:
    cadre = sign_in(asked.staff.cadre)
    path = f"/mine/placements/answers/{asked.programme.id}"
    assert cadre.post(path, data={"consent": ""}).status_code == 422
    given = {"consent": "yes", "wish_1": asked.there.post_id, "wish_2": asked.here.post_id}
    assert cadre.post(path, data=given).status_code == 302
    web_session.expire_all()
    row = web_session.get_one(Candidate, asked.mine.id)
    assert (row.own_consent, row.wishes) == (True, [asked.there.post_id, asked.here.post_id])
    assert asked.there.post.name in page(cadre, "/mine/placements/")
    web_session.get_one(Programme, asked.programme.id).state = "approved"
    web_session.commit()
    page(cadre, path, 404)
    assert cadre.post(path, data=given).status_code == 404


def test_papers_are_headed_and_downloaded_in_each_form(sign_in: SignIn, rounds: Rounds) -> None:
    admin = sign_in(rounds.staff.admin)
    programme = rounds.programmes["rotation"]
    assert programme.name in page(admin, "/placements/papers")
    details = f"/placements/papers/{programme.id}/details"
    wrong = admin.post(details, data={"issuer": "", "paper_day": "昨天", "name_order": "strokes"})
    assert wrong.status_code == 422
    given = {"issuer": "组织部", "paper_number": "组〔2026〕1号", "paper_day": "2026-11-25", "name_order": "pinyin"}
    assert admin.post(details, data=given).status_code == 302
    assert "组〔2026〕1号" in page(admin, f"/placements/papers/{programme.id}")
    begins = {"docx": b"PK", "pdf": b"%PDF", "docx-zip": b"PK", "pdf-zip": b"PK"}
    for form, magic in begins.items():
        answer = admin.get(f"/placements/papers/{programme.id}/notice/{form}")
        assert answer.data.startswith(magic), form
        assert answer.headers["Cache-Control"] == "no-store"
    page(admin, f"/placements/papers/{programme.id}/notice/exe", 404)
    page(admin, f"/placements/papers/{programme.id}/gossip/pdf", 404)


def test_a_letter_is_for_its_side_alone(sign_in: SignIn, rounds: Rounds) -> None:
    path = f"/placements/{rounds.exchange.id}/papers"
    assert sign_in(rounds.staff.cadre).get(f"{path}/person/pdf").data.startswith(b"%PDF")
    page(sign_in(rounds.staff.cadre), f"{path}/unit/pdf", 403)
    page(sign_in(rounds.staff.head), f"{path}/unit/docx", 403)
    page(sign_in(rounds.staff.admin), f"{path}/unit/odt", 404)


def test_an_empty_district_says_what_comes_next(sign_in: SignIn, web_session: Session) -> None:
    from tests.support.published import make_staff

    staff = make_staff(web_session)
    web_session.commit()
    assert "项目批准后" in page(sign_in(staff.admin), "/placements/")
    assert "没有逾期或待填写的评价" in page(sign_in(staff.admin), "/placements/reviews")
    assert "还没有批准的安排" in page(sign_in(staff.admin), "/placements/papers")
    assert "没有人轮岗" in page(sign_in(staff.officer), "/placements/meanwhile")
    assert "目前没有需要答复的事项" in page(sign_in(staff.head), "/placements/answers")
    assert "目前没有轮岗" in page(sign_in(staff.cadre), "/mine/placements/")


def test_the_history_says_in_words_who_was_answered_for(sign_in: SignIn, asked: Asked) -> None:
    cadre = sign_in(asked.staff.cadre)
    cadre.post(f"/mine/placements/answers/{asked.programme.id}", data={"consent": "yes", "wish_1": asked.there.post_id})
    text = page(sign_in(asked.staff.admin), "/history/")
    assert "答复" in text
    assert asked.there.post.name in text
