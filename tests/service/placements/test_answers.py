"""Answers before a programme is solved: by the role concerned, until it is approved."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import AuditEntry, Programme, ProgrammeKind, ProgrammeState
from service.operations.programmes.answers import (
    MOST_WISHES,
    answer_as_cadre,
    answer_as_community,
    answer_as_unit,
    community_questions,
    invitations,
    unanswered,
    unit_questions,
)
from tests.support.factories import NOW, actor_for
from tests.support.rounds import Asked, make_asked


@pytest.fixture
def asked(session: Session) -> Asked:
    return make_asked(session)


def test_a_cadre_says_yes_with_ordered_wishes_and_may_change_it(session: Session, asked: Asked) -> None:
    actor = actor_for(asked.staff.cadre)
    wishes = [asked.there.post_id, asked.here.post_id]
    row = answer_as_cadre(session, actor, NOW, asked.programme.id, True, wishes)
    assert (row.own_consent, row.wishes) == (True, wishes)
    row = answer_as_cadre(session, actor, NOW, asked.programme.id, False, wishes)
    assert (row.own_consent, row.wishes) == (False, [])
    session.flush()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "candidate.answer")).all()
    assert [entry.after and entry.after["own_consent"] for entry in entries] == [True, False]
    assert entries[0].after is not None
    assert entries[0].after["wishes"] == [asked.there.post.name, asked.here.post.name]


def test_the_same_answer_again_is_no_change(session: Session, asked: Asked) -> None:
    actor = actor_for(asked.staff.cadre)
    for _ in range(2):
        answer_as_cadre(session, actor, NOW, asked.programme.id, True, [])
    session.flush()
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "candidate.answer")).all()) == 1


def test_wishes_are_posts_of_the_programme_each_once_and_not_too_many(session: Session, asked: Asked) -> None:
    actor = actor_for(asked.staff.cadre)
    here = asked.here.post_id
    for consent, wishes, field in (
        (None, [], "consent"),
        (True, [here, here], "wishes"),
        (True, [999_999], "wishes"),
        (True, list(range(1, MOST_WISHES + 2)), "wishes"),
    ):
        with pytest.raises(InvalidInput) as caught:
            answer_as_cadre(session, actor, NOW, asked.programme.id, consent, wishes)
        assert field in {problem.field for problem in caught.value.problems}
    assert asked.mine.own_consent is None


def test_nobody_answers_for_another(session: Session, asked: Asked) -> None:
    officer, head, cadre = (actor_for(getattr(asked.staff, name)) for name in ("officer", "head", "cadre"))
    with pytest.raises(NotFound):
        answer_as_unit(session, officer, NOW, asked.other.id, True)
    with pytest.raises(NotFound):
        answer_as_community(session, head, NOW, asked.there.id, True, [])
    for actor in (head, cadre):
        with pytest.raises(NotAllowed):
            answer_as_unit(session, actor, NOW, asked.mine.id, True)
    for actor in (officer, cadre):
        with pytest.raises(NotAllowed):
            answer_as_community(session, actor, NOW, asked.here.id, True, [])
    with pytest.raises(NotAllowed):
        answer_as_cadre(session, officer, NOW, asked.programme.id, True, [])


def test_a_unit_agrees_refuses_and_takes_its_answer_back(session: Session, asked: Asked) -> None:
    officer = actor_for(asked.staff.officer)
    assert [one.id for one in unit_questions(session, officer, NOW)] == [asked.mine.id]
    row = answer_as_unit(session, officer, NOW, asked.mine.id, True)
    assert (row.unit_consent, row.unit_consent_by) == (True, officer.name)
    row = answer_as_unit(session, officer, NOW, asked.mine.id, None)
    assert (row.unit_consent, row.unit_consent_by) == (None, None)


def test_a_community_agrees_and_wishes_for_candidates(session: Session, asked: Asked) -> None:
    head = actor_for(asked.staff.head)
    assert [one.id for one in community_questions(session, head)] == [asked.here.id]
    row = answer_as_community(session, head, NOW, asked.here.id, True, [asked.other.cadre_id, asked.mine.cadre_id])
    assert (row.consent, row.consent_by) == (True, head.name)
    assert row.wishes == [asked.other.cadre_id, asked.mine.cadre_id]
    with pytest.raises(InvalidInput):
        answer_as_community(session, head, NOW, asked.here.id, True, [asked.staff.world.cadres[7].id])


@pytest.mark.parametrize("state", [ProgrammeState.APPROVED, ProgrammeState.CANCELLED])
def test_after_approval_no_answer_is_taken(session: Session, asked: Asked, state: ProgrammeState) -> None:
    asked.programme.state = state
    session.flush()
    officer, head, cadre = (actor_for(getattr(asked.staff, name)) for name in ("officer", "head", "cadre"))
    assert unanswered(session, officer, NOW) == unanswered(session, head, NOW) == unanswered(session, cadre, NOW) == 0
    with pytest.raises(NotFound):
        answer_as_cadre(session, cadre, NOW, asked.programme.id, True, [])
    with pytest.raises(NotFound):
        answer_as_unit(session, officer, NOW, asked.mine.id, True)
    with pytest.raises(NotFound):
        answer_as_community(session, head, NOW, asked.here.id, True, [])


def test_an_approval_between_looking_and_answering_wins(
    session: Session, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.operations.programmes import answers

    def approved_meanwhile(*given: object) -> list[object]:
        session.execute(Programme.__table__.update().values(state=ProgrammeState.APPROVED))
        return [asked.mine]

    monkeypatch.setattr(answers, "unit_questions", approved_meanwhile)
    with pytest.raises(Conflict, match="已批准或取消"):
        answer_as_unit(session, actor_for(asked.staff.officer), NOW, asked.mine.id, True)


def test_inspectors_are_appointed_and_not_asked(session: Session, asked: Asked) -> None:
    make_asked(session, asked.staff, ProgrammeKind.INSPECTION)
    assert [one.id for one in invitations(session, actor_for(asked.staff.cadre))] == [asked.mine.id]


def test_each_role_owes_what_it_has_not_answered(session: Session, asked: Asked) -> None:
    cadre = actor_for(asked.staff.cadre)
    assert unanswered(session, cadre, NOW) == 1
    answer_as_cadre(session, cadre, NOW, asked.programme.id, False, [])
    assert unanswered(session, cadre, NOW) == 0
    assert unanswered(session, actor_for(asked.staff.admin), NOW) == 0
