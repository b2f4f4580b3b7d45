"""Which version of a month is looked at, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from scheduler.audit import check_plan
from scheduler.problem import parse_plan
from service.messages import NotFound
from service.models import SolveRun
from service.operations.board.clashes import clashes_of
from service.operations.board.report import unserved_lines
from service.operations.board.versions import month_plan
from service.operations.kept_plan import plan_file
from tests.support.board import make_board, make_draft, now, publish_draft


def test_a_month_without_anything_exists_not(session: Session) -> None:
    board = make_board(session)
    plan = month_plan(session, board.district.id, board.month)
    assert not plan.exists
    for wanted in ("draft", "1"):
        with pytest.raises(NotFound):
            month_plan(session, board.district.id, board.month, wanted)


def test_the_open_draft_comes_first_then_what_is_in_force(session: Session) -> None:
    board = make_board(session)
    publish_draft(session, board, make_draft(session, board, without=[0]))
    plan = month_plan(session, board.district.id, board.month)
    assert (plan.key, plan.in_force, plan.base_number, len(plan.duties)) == ("1", 1, None, 7)
    make_draft(session, board, replan=True)
    plan = month_plan(session, board.district.id, board.month)
    assert (plan.key, plan.base_number, plan.numbers, len(plan.duties)) == ("draft", 1, (1,), 8)
    assert [duty.cadre_id for duty in plan.duties if duty.changed] == [board.cadres[0].id]
    assert month_plan(session, board.district.id, board.month, "1").publication is not None


def test_who_lost_their_duty_is_told_apart(session: Session) -> None:
    board = make_board(session)
    publish_draft(session, board, make_draft(session, board))
    make_draft(session, board, without=[2], replan=True)
    plan = month_plan(session, board.district.id, board.month)
    assert [duty.cadre_id for duty in plan.removed] == [board.cadres[2].id]


def test_a_published_version_clashes_when_somebody_leaves(session: Session) -> None:
    board = make_board(session)
    publish_draft(session, board, make_draft(session, board))
    plan = month_plan(session, board.district.id, board.month)
    assert clashes_of(session, board.district.id, plan, now()) == []
    board.cadres[0].active_to = board.month.replace(year=board.month.year - 1)
    session.flush()
    found = clashes_of(session, board.district.id, plan, now())
    assert [clash.duty and clash.duty.cadre_id for clash in found] == [board.cadres[0].id]


def test_the_report_knows_the_rows_of_people_and_units(session: Session) -> None:
    board = make_board(session)
    draft = make_draft(session, board, without=[5])
    (line,) = unserved_lines(session, board.district.id, board.month, draft.report)
    assert (line.cadre_id, line.unit_id, line.missing) == (board.cadres[5].id, board.units[1].id, 1)
    assert line.reasons


def test_a_kept_plan_becomes_a_plan_file_that_verifies(session: Session) -> None:
    board = make_board(session)
    draft = make_draft(session, board, without=[5])
    run = session.get_one(SolveRun, draft.run_id)
    data = plan_file(run.dossier, "en")
    assert data is not None
    assert run.instance is not None
    assert check_plan(run.instance, parse_plan(data)) == []
    assert plan_file(None, "zh") is None
    assert plan_file({"input_hash": "x"}, "zh") is None
