"""Proposals approved: placements, the exemptions they own, and what stands in the way at that moment."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import (
    AuditEntry,
    Exemption,
    ExemptionKind,
    GridWorker,
    Placement,
    ProgrammeKind,
    ProgrammeState,
)
from service.operations.programmes.approving import approve, preview_approval
from service.operations.programmes.ending import cancel_programme, end_placement, shift_term
from service.operations.programmes.proposals import HandChange, change_by_hand
from service.operations.snapshot import take_snapshot
from tests.support.factories import NOW, system
from tests.support.planning import MONTH, World, give_leave, make_world, publish_month
from tests.support.programmes import (
    FIRST,
    LAST,
    approve_it,
    make_post,
    make_programme,
    make_worker_post,
    propose,
    take_part,
)


def placements(session: Session) -> list[Placement]:
    return list(session.scalars(select(Placement).order_by(Placement.id)))


def exemptions(session: Session) -> list[Exemption]:
    return list(session.scalars(select(Exemption).order_by(Exemption.id)))


def rotation(session: Session, world: World) -> Placement:
    """A round of one pair, approved."""
    programme = make_programme(session, world, ProgrammeKind.ROTATION, wanted_least=1, wanted_most=1)
    take_part(session, programme, [make_worker_post(session, world, "G1")], world.cadres[:1])
    approve_it(session, propose(session, programme))
    return placements(session)[0]


def test_an_approved_exchange_has_both_halves_and_owns_the_cadres_exemption(session: Session) -> None:
    world = make_world(session)
    row = rotation(session, world)
    worker = session.scalars(select(GridWorker)).one()
    assert (row.cadre_id, row.grid_worker_id, row.unit_id) == (world.cadres[0].id, worker.id, world.units[0].id)
    assert (row.first_day, row.last_day, row.role) == (FIRST, LAST, "网格员")
    [owned] = exemptions(session)
    assert (owned.placement_id, owned.kind, owned.first_day, owned.last_day) == (
        row.id, ExemptionKind.ROTATION, FIRST, LAST,
    )  # fmt: skip
    assert row.programme is not None
    assert (row.programme.state, row.programme.approved_by) == (ProgrammeState.APPROVED, "test")
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "proposal.approve")).one().after is not None


def test_whoever_is_placed_is_left_out_of_the_monthly_duty(session: Session) -> None:
    world = make_world(session)
    rotation(session, world)
    snapshot = take_snapshot(session, world.district.id, MONTH, NOW)
    assert {cadre.id for cadre in snapshot.instance.cadres} == {c.employee_number for c in world.cadres[1:]}


def test_a_programme_that_does_not_exempt_makes_no_exemptions(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world, exempts=False)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    approve_it(session, propose(session, programme))
    assert len(placements(session)) == 1
    assert exemptions(session) == []


def test_published_duties_in_the_term_are_named_before_it_is_approved(session: Session) -> None:
    world = make_world(session)
    publish_month(session, world.district)
    programme = make_programme(session, world)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    preview = preview_approval(session, system(world.district), NOW, propose(session, programme))
    assert (len(preview.duties), preview.hindering, preview.exemptions) == (1, [], 1)


def test_who_has_been_engaged_elsewhere_meanwhile_is_named_and_nothing_is_approved(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    proposal = propose(session, programme)
    token = preview_approval(session, system(world.district), NOW, proposal).token
    give_leave(session, world.cadres[0], FIRST, LAST)
    with pytest.raises(Conflict, match=world.cadres[0].name):
        approve(session, system(world.district), NOW, proposal.id, token)
    assert placements(session) == []


def test_what_was_shown_must_still_be_true(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world)
    take_part(session, programme, [make_post(session, world, "E1")], world.cadres[:1])
    proposal = propose(session, programme)
    token = preview_approval(session, system(world.district), NOW, proposal).token
    publish_month(session, world.district)
    with pytest.raises(Conflict, match="情况已有变化"):
        approve(session, system(world.district), NOW, proposal.id, token)


def test_ending_early_shortens_the_exemption_and_ends_both_halves(session: Session) -> None:
    world = make_world(session)
    row = rotation(session, world)
    end_placement(session, system(world.district), NOW, row.id, date(2027, 1, 10), "单位需要")
    assert (row.ended_on, row.sequence) == (date(2027, 1, 10), 1)
    assert exemptions(session)[0].last_day == date(2027, 1, 10)


def test_cancelling_a_programme_that_has_not_begun_cancels_its_placements_and_exemptions(session: Session) -> None:
    world = make_world(session)
    row = rotation(session, world)
    assert row.programme is not None
    found = cancel_programme(session, system(world.district), NOW, row.programme.id, "不再举办")
    assert (found.ended, found.cancelled) == (0, 1)
    assert row.cancelled_at == NOW
    assert exemptions(session)[0].cancelled_at == NOW
    assert row.programme.state == ProgrammeState.CANCELLED


def test_a_shifted_term_takes_its_placements_and_exemptions_along(session: Session) -> None:
    world = make_world(session)
    row = rotation(session, world)
    assert row.programme is not None
    moved = shift_term(session, system(world.district), NOW, row.programme.id, FIRST, date(2027, 3, 31))
    assert moved == [row]
    assert (row.last_day, exemptions(session)[0].last_day) == (date(2027, 3, 31), date(2027, 3, 31))


def test_a_shift_into_days_on_which_somebody_is_away_is_refused(session: Session) -> None:
    world = make_world(session)
    row = rotation(session, world)
    assert row.programme is not None
    other = make_programme(session, world, code="P2", first_day=date(2027, 3, 1), last_day=date(2027, 6, 30))
    take_part(session, other, [make_post(session, world, "E1")], world.cadres[:1])
    approve_it(session, propose(session, other))
    with pytest.raises(Conflict, match="冲突"):
        shift_term(session, system(world.district), NOW, row.programme.id, FIRST, date(2027, 3, 31))


def test_a_refill_after_a_recall_keeps_everybody_else(session: Session) -> None:
    """Two posts, three people; one is recalled: the third takes the seat from the day after, the other stays."""
    world = make_world(session)
    programme = make_programme(session, world)
    take_part(session, programme, [make_post(session, world, "E1"), make_post(session, world, "E2")], world.cadres[:3])
    approve_it(session, propose(session, programme))
    first, second = placements(session)
    end_placement(session, system(world.district), NOW, first.id, date(2026, 12, 20), "身体原因")
    approval = approve_it(session, propose(session, programme, day=date(2026, 12, 21)))
    assert (approval.kept, len(approval.coming), approval.gone) == (1, 1, [])
    new = placements(session)[-1]
    third = ({cadre.id for cadre in world.cadres[:3]} - {first.cadre_id, second.cadre_id}).pop()
    assert (new.cadre_id, new.post_id, new.first_day) == (third, first.post_id, date(2026, 12, 21))
    assert new.predecessor_id == first.id


def test_a_proposal_changed_by_hand_is_recounted_and_the_old_one_stays(session: Session) -> None:
    world = make_world(session)
    programme = make_programme(session, world)
    [post] = [make_post(session, world, "E1")]
    take_part(session, programme, [post], world.cadres[:2])
    proposal = propose(session, programme)
    approval = preview_approval(session, system(world.district), NOW, proposal)
    was = approval.coming[0].cadre.id
    other = next(cadre.id for cadre in world.cadres[:2] if cadre.id != was)
    change = HandChange((was, post.id, "驻企联络员"), (other, post.id, "驻企联络员"))
    made = change_by_hand(session, system(world.district), NOW, proposal.id, change)
    assert (made.by_hand, made.number, made.objective) == (True, 2, proposal.objective)
    assert preview_approval(session, system(world.district), NOW, made).coming[0].cadre.id == other
